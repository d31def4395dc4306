"""What we keep about the members of a region. Its other tables are about nobody."""

from collections.abc import Mapping
from datetime import datetime

from django.db.models.functions import Coalesce

from regiotafel.people.models import User
from regiotafel.people.retention import ACCOUNT
from regiotafel.regions.members.actions import delete_account
from regiotafel.regions.members.rules import LastAdministrator
from regiotafel.terms import Clean, Fields, Term, about_nobody

TERMS: tuple[Term, ...] = ()

FIELDS: Mapping[str, Fields] = {
    "regions.ReferenceRelease": about_nobody("id name source checked_on valid_from valid_to checksum"),
    "regions.YouthRegion": about_nobody("id release name in_order slug cbs_codes"),
    "regions.Municipality": about_nobody(
        "id gm_code name official_name found_by in_order evidence valid_from valid_to"
    ),
    "regions.Placement": about_nobody("id release youth_region municipality evidence note"),
    "regions.Region": about_nobody(
        "id slug name in_order about youth_region_name is_invented theme theme_version parts"
        # a desk and an office, not a person: the form says so
        " sender contact_email contact_phone controller privacy_officer privacy_email legal_ground recipients"
        " answer_weeks second_reader school_part recess"
    ),
    "regions.ProcessStep": about_nobody("id region position name explanation starts_on ends_on"),
    "regions.SubRegion": about_nobody("id region name once in_order"),
    "regions.RegionMunicipality": about_nobody(
        "id region municipality sub_region n_young_people n_people people_from access_point access_url access_phone "
        "council_decides_on logo"
    ),
    "regions.Organisation": about_nobody(
        "id region name kind reach municipality about website contact_email logo found_by once in_order"
    ),
    "regions.SiteAdministrator": Fields("id", {ACCOUNT: "user since"}),
    "regions.OwnDraft": Fields("id region", {ACCOUNT: "by place name values version saved_at"}),
    "regions.Membership": Fields("id region", {ACCOUNT: "user role municipality organisation since"}),
}


def _accounts(at: datetime, before: datetime) -> int:
    unused = User.objects.annotate(last_seen=Coalesce("last_login", "joined_at")).filter(last_seen__lt=before)
    n = 0
    for user in unused.order_by("pk"):
        try:
            delete_account(by=user, at=at)
        except LastAdministrator:  # a region would be left without an administrator
            continue
        n += 1
    return n


CLEANING: Mapping[Term, Clean] = {ACCOUNT: _accounts}
