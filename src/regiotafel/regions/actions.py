import csv
import hashlib
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from pathlib import Path

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.mail import send_mail
from django.db import transaction
from django.template.loader import render_to_string
from django.utils.text import slugify
from django.utils.translation import gettext as _

from regiotafel.history.actions import record
from regiotafel.history.rules import Act, check_seen, fingerprint
from regiotafel.people.actions import account_for
from regiotafel.people.models import User
from regiotafel.regions.acts import (
    ACCOUNT_DELETED,
    MUNICIPALITY_ADDED,
    ORGANISATION_ADDED,
    ORGANISATION_CHANGED,
    REGION_DESCRIBED,
    REGION_OPENED,
    ROLE_GIVEN,
    ROLE_GIVEN_FOR,
    ROLE_TAKEN,
    ROLE_TAKEN_FOR,
    STEPS_PLANNED,
    THEME_SET,
)
from regiotafel.regions.models import (
    Evidence,
    Membership,
    Municipality,
    Organisation,
    OrganisationKind,
    Placement,
    ProcessStep,
    Reach,
    ReferenceRelease,
    Region,
    RegionMunicipality,
    Role,
    SubRegion,
    YouthRegion,
)
from regiotafel.regions.queries import (
    has_logo,
    is_organisation_name_taken,
    logo_of,
    logo_path,
    n_administrators,
    planned_steps,
    region_by_slug,
)
from regiotafel.regions.rules import (
    SlugTaken,
    check_name_free,
    check_role_can_go,
    check_slug,
    seen_of_organisation,
    seen_of_region,
    seen_of_steps,
)

REFERENCE_FILE = Path(__file__).parent / "reference" / "jeugdregios.csv"
# How people write the names that CBS lists otherwise.
FRIENDLY_NAMES = {"'s-Gravenhage": "Den Haag", "'s-Hertogenbosch": "Den Bosch"}


@transaction.atomic
def load_reference(
    *,
    path: Path = REFERENCE_FILE,
    name: str = "2026",
    source: str = (
        "Gemeenten en jeugdregio's 2025: CBS gebiedsindelingen. Namen van de 41 regio's: "
        "Besluit Jeugdwet artikel 2.2.2, eerste lid, geldend op 1 januari 2026."
    ),
    valid_from: date = date(2026, 1, 1),
    checked_on: date = date(2026, 11, 1),
) -> ReferenceRelease:
    """Reads a release of the country's list once. A release that was read before stays as it is."""
    content = path.read_bytes()
    checksum = hashlib.sha256(content).hexdigest()
    release, is_new = ReferenceRelease.objects.get_or_create(
        name=name,
        defaults={"source": source, "valid_from": valid_from, "checked_on": checked_on, "checksum": checksum},
    )
    if not is_new:
        return release
    youth_regions: dict[str, YouthRegion] = {}
    for row in csv.DictReader(content.decode().splitlines()):
        _place(row, release, youth_regions)
    return release


def _place(row: dict[str, str], release: ReferenceRelease, youth_regions: dict[str, YouthRegion]) -> None:
    """One line of the list: a municipality in its region."""
    region_name = row["region"]
    if region_name not in youth_regions:
        youth_regions[region_name] = YouthRegion.objects.create(
            release=release,
            name=region_name,
            slug=slugify(region_name)[:60],
            cbs_codes=row["cbs2025_region_code"],
        )
    youth_region = youth_regions[region_name]
    if row["cbs2025_region_code"] not in youth_region.cbs_codes.split():
        youth_region.cbs_codes += f" {row['cbs2025_region_code']}"
        youth_region.save()
    municipality, _is_new = Municipality.objects.update_or_create(
        gm_code=row["gm_code"],
        defaults={
            "name": FRIENDLY_NAMES.get(row["gemeente"], row["gemeente"]),
            "official_name": row["gemeente"],
            "evidence": Evidence.VERIFIED,
            "valid_from": release.valid_from,
        },
    )
    Placement.objects.create(
        release=release,
        youth_region=youth_region,
        municipality=municipality,
        evidence=Evidence.UNSURE if "wet2026_onzeker" in row["status"] else Evidence.VERIFIED,
        note=row["note"],
    )


@transaction.atomic
def open_region(
    *,
    by: User | None,
    at: datetime,
    slug: str,
    name: str,
    about: str = "",
    youth_region_name: str = "",
    is_invented: bool = False,
) -> Region:
    check_slug(slug)
    region = Region.objects.create(
        slug=slug, name=name, about=about, youth_region_name=youth_region_name, is_invented=is_invented
    )
    record(by=by, at=at, act=REGION_OPENED, about=region, region=slug, data={"name": name})
    return region


@transaction.atomic
def begin_region(*, at: datetime, slug: str, name: str, administrator: str) -> Region:
    """A new region with its first administrator, by whoever runs the installation."""
    if region_by_slug(slug) is not None:
        raise SlugTaken(_("Er is al een regio met dit adres."))
    region = open_region(by=None, at=at, slug=slug, name=name)
    user, _is_new = account_for(email=administrator)
    give_role(by=None, at=at, region=region, user=user, role=Role.REGION_ADMINISTRATOR)
    return region


def _lock(region: Region) -> Region:
    """One act at a time on the settings and the parties of a region."""
    return Region.objects.select_for_update().get(pk=region.pk)


@dataclass(frozen=True)
class StepText:
    name: str
    explanation: str
    starts_on: date
    ends_on: date


@transaction.atomic
def plan_steps(
    *, by: User | None, at: datetime, region: Region, steps: Sequence[StepText], seen: str | None = None
) -> None:
    """Replaces the steps of the process; the old ones stay readable in the history. `seen`: what this person read."""
    _lock(region)
    old = planned_steps(region)
    if seen is not None and [asdict(step) for step in steps] != old:
        check_seen(seen, seen_of_steps(old), old)
    region.steps.all().delete()
    ProcessStep.objects.bulk_create(
        ProcessStep(
            region=region,
            position=position,
            name=step.name,
            explanation=step.explanation,
            starts_on=step.starts_on,
            ends_on=step.ends_on,
        )
        for position, step in enumerate(steps, start=1)
    )
    record(
        by=by,
        at=at,
        act=STEPS_PLANNED,
        about=region,
        region=region.slug,
        data={"before": old, "after": [step.name for step in steps]},
    )


@transaction.atomic
def describe_region(
    *, by: User | None, at: datetime, region: Region, name: str, about: str, seen: str | None = None
) -> None:
    """`seen`: what this person read."""
    now = _lock(region)
    before = {"name": now.name, "about": now.about}
    if seen is not None and before != {"name": name, "about": about}:
        check_seen(seen, seen_of_region(now), now)
    region.name, region.about = name, about
    region.save(update_fields=["name", "about"])
    record(
        by=by,
        at=at,
        act=REGION_DESCRIBED,
        about=region,
        region=region.slug,
        data={"before": before, "after": {"name": name, "about": about}},
    )


@transaction.atomic
def begin_part(*, region: Region, part: str) -> None:
    """From now on the menu of this region leads to this part of the site. The act that begins it is another's."""
    locked = _lock(region)
    if part not in locked.parts:
        locked.parts = [*locked.parts, part]
        locked.save(update_fields=["parts"])
    region.parts = locked.parts


@transaction.atomic
def set_theme(
    *,
    by: User | None,
    at: datetime,
    region: Region,
    theme: str,
    logo: bytes | None = None,
    version: int | None = None,
) -> None:
    """`theme` is the text of a theme file that `formats.theme` has accepted, or empty; `logo` is a PNG;
    `version` is the theme that this person started from.

    Each version of a theme has a logo file of its own, because the address of a version never changes content.
    """
    locked = _lock(region)
    if version is not None and locked.theme != theme:
        check_seen(version, locked.theme_version, locked)
    before, logo = locked.theme, logo or logo_of(locked)
    region.theme, region.theme_version = theme, locked.theme_version + 1
    region.save(update_fields=["theme", "theme_version"])
    if logo is not None and has_logo(theme):
        default_storage.delete(logo_path(region))  # left behind by a save that was undone
        default_storage.save(logo_path(region), ContentFile(logo))
    record(
        by=by,
        at=at,
        act=THEME_SET,
        about=region,
        region=region.slug,
        data={"before": before, "after": theme},
    )


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
    sub_region = None
    if sub_region_name:
        sub_region, _is_new = SubRegion.objects.get_or_create(region=region, name=sub_region_name)
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
) -> Organisation:
    _lock(region)
    check_name_free(is_organisation_name_taken(region, name))
    organisation = Organisation.objects.create(
        region=region, name=name, kind=kind, reach=reach, municipality=municipality, about=about
    )
    record(
        by=by,
        at=at,
        act=ORGANISATION_ADDED,
        about=organisation,
        region=region.slug,
        data={"name": name, "kind": kind},
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
    seen: str | None = None,
) -> None:
    """`seen`: what this person read."""
    _lock(organisation.region)
    now = Organisation.objects.get(pk=organisation.pk)
    wanted = fingerprint(name, kind, reach, municipality.pk if municipality else None, about)
    if seen is not None and wanted != seen_of_organisation(now):
        check_seen(seen, seen_of_organisation(now), now)
    check_name_free(is_organisation_name_taken(organisation.region, name, but=organisation))
    before = {"name": now.name, "kind": now.kind, "reach": now.reach}
    organisation.name, organisation.kind, organisation.reach = name, kind, reach
    organisation.municipality, organisation.about = municipality, about
    organisation.save()
    record(
        by=by,
        at=at,
        act=ORGANISATION_CHANGED,
        about=organisation,
        region=organisation.region.slug,
        data={"before": before, "after": {"name": name, "kind": kind, "reach": reach}},
    )


@transaction.atomic
def give_role(
    *,
    by: User | None,
    at: datetime,
    region: Region,
    user: User,
    role: Role,
    municipality: Municipality | None = None,
    organisation: Organisation | None = None,
) -> Membership:
    membership, is_new = Membership.objects.get_or_create(
        user=user,
        region=region,
        role=role,
        municipality=municipality,
        organisation=organisation,
        defaults={"since": at},
    )
    if is_new:
        _record_role(membership, ROLE_GIVEN, ROLE_GIVEN_FOR, by=by, at=at)
    return membership


@transaction.atomic
def take_role(*, by: User | None, at: datetime, membership: Membership) -> None:
    region = _lock(membership.region)
    role = Role(membership.role)
    check_role_can_go(role, n_administrators(region))
    _record_role(membership, ROLE_TAKEN, ROLE_TAKEN_FOR, by=by, at=at)
    membership.delete()


def _record_role(membership: Membership, alone: Act, for_party: Act, *, by: User | None, at: datetime) -> None:
    party = membership.party
    record(
        by=by,
        at=at,
        act=for_party if party else alone,
        about=membership,
        region=membership.region.slug,
        data={"user": membership.user_id, "role": membership.role} | ({"party": party.name} if party else {}),
    )


@transaction.atomic
def invite_member(
    *,
    by: User | None,
    at: datetime,
    region: Region,
    email: str,
    role: Role,
    municipality: Municipality | None = None,
    organisation: Organisation | None = None,
    login_url: str,
) -> Membership:
    """Gives a role to whoever owns this address, and tells them. Who has no account gets one without logging in."""
    user, is_new = account_for(email=email)
    membership = give_role(
        by=by, at=at, region=region, user=user, role=role, municipality=municipality, organisation=organisation
    )
    if membership.since == at:
        letter = {"membership": membership, "region": region, "is_new": is_new, "login_url": login_url}
        # After the role is kept for certain; a mail server that is away does not undo it.
        transaction.on_commit(lambda: _tell_member(user, letter), robust=True)
    return membership


def _tell_member(user: User, letter: dict[str, object]) -> None:
    region = letter["region"]
    send_mail(
        subject=_("Je hebt een rol in %(region)s") % {"region": region},
        message=render_to_string("regions/mail/role_given.txt", letter),
        from_email=None,
        recipient_list=[user.email],
    )


@transaction.atomic
def delete_account(*, by: User, at: datetime) -> None:
    """Removes the person. What they did stays in the history under a code that names nobody."""
    for membership in Membership.objects.filter(user=by).select_related("region"):
        take_role(by=by, at=at, membership=membership)
    record(by=by, at=at, act=ACCOUNT_DELETED, about=by)
    by.delete()
