"""Who take part: adding municipalities, and keeping organisations."""

from datetime import datetime

from django.db import transaction

from regiotafel.history.actions import record
from regiotafel.history.rules import check_seen, fingerprint
from regiotafel.people.models import User
from regiotafel.regions.actions import lock_region
from regiotafel.regions.acts import MUNICIPALITY_ADDED, ORGANISATION_ADDED, ORGANISATION_CHANGED
from regiotafel.regions.models import (
    Evidence,
    Municipality,
    Organisation,
    OrganisationKind,
    Reach,
    Region,
    RegionMunicipality,
    SubRegion,
)
from regiotafel.regions.parties.queries import is_organisation_name_taken, takes_part
from regiotafel.regions.parties.rules import (
    ORGANISATION_FIELDS,
    check_name_free,
    check_takes_part,
    seen_of_organisation,
)
from regiotafel.text.folding import fold_name


@transaction.atomic
def add_municipality(
    *,
    by: User | None,
    at: datetime,
    region: Region,
    municipality: Municipality,
    sub_region_name: str = "",
    n_young_people: int | None = None,
) -> RegionMunicipality:
    lock_region(region)
    there = RegionMunicipality.objects.filter(region=region, municipality=municipality).first()
    if there is not None:
        return there  # pressed twice, or a colleague was just before
    sub_region = None
    if sub_region_name:
        sub_region, _is_new = SubRegion.objects.get_or_create(
            region=region, once=fold_name(sub_region_name), defaults={"name": sub_region_name}
        )
    place = RegionMunicipality.objects.create(
        region=region, municipality=municipality, sub_region=sub_region, n_young_people=n_young_people
    )
    record(
        by=by,
        at=at,
        act=MUNICIPALITY_ADDED,
        about=place,
        region=region.slug,
        data={"municipality": municipality.name, "sub_region": sub_region_name},
        rows=[sub_region] if sub_region else [],
    )
    return place


def invent_municipality(*, name: str) -> Municipality:
    """A municipality for an example region. It has no code, and says that it is invented."""
    return Municipality.objects.create(name=name, evidence=Evidence.INVENTED)


@transaction.atomic
def add_organisation(
    *,
    by: User | None,
    at: datetime,
    region: Region,
    name: str,
    kind: OrganisationKind,
    reach: Reach,
    municipality: Municipality | None = None,
    about: str = "",
    website: str = "",
    contact_email: str = "",
) -> Organisation:
    lock_region(region)
    check_name_free(is_organisation_name_taken(region, name))
    if municipality is not None:
        check_takes_part(takes_part(region, municipality))
    organisation = Organisation.objects.create(
        region=region,
        name=name,
        kind=kind,
        reach=reach,
        municipality=municipality,
        about=about,
        website=website,
        contact_email=contact_email,
    )
    record(
        by=by,
        at=at,
        act=ORGANISATION_ADDED,
        about=organisation,
        region=region.slug,
        data=_said_of(organisation),
    )
    return organisation


@transaction.atomic
def change_organisation(
    *,
    by: User | None,
    at: datetime,
    organisation: Organisation,
    name: str,
    kind: OrganisationKind,
    reach: Reach,
    municipality: Municipality | None,
    about: str,
    website: str = "",
    contact_email: str = "",
    seen: str | None = None,
) -> None:
    """`seen`: what this person read."""
    lock_region(organisation.region)
    now = Organisation.objects.get(pk=organisation.pk)
    wanted = fingerprint(name, kind, reach, municipality.pk if municipality else None, about, website, contact_email)
    if wanted == seen_of_organisation(now):
        return  # the same again is no news
    if seen is not None:
        check_seen(seen, seen_of_organisation(now), now)
    check_name_free(is_organisation_name_taken(organisation.region, name, but=organisation))
    if municipality is not None:
        check_takes_part(takes_part(organisation.region, municipality))
    before = _said_of(now)
    organisation.name, organisation.kind, organisation.reach = name, kind, reach
    organisation.municipality, organisation.about = municipality, about
    organisation.website, organisation.contact_email = website, contact_email
    organisation.save()
    record(
        by=by,
        at=at,
        act=ORGANISATION_CHANGED,
        about=organisation,
        region=organisation.region.slug,
        data={"before": before, "after": _said_of(organisation)},
    )


def _said_of(organisation: Organisation) -> dict[str, object]:
    """What the history holds of it: everything that its page says."""
    return {name: getattr(organisation, name) for name in ORGANISATION_FIELDS}
