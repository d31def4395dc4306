from regiotafel.regions.models import Membership, Role

# The word in the address, and the role that somebody comes in with; and of which organisation, where that says more.
WAYS_IN = {
    "inwoner": Role.RESIDENT,
    "beleidsmedewerker": Role.EDITOR,
    "griffier": Role.CLERK,
    "ambtenaar": Role.OFFICIAL,
    "moderator": Role.MODERATOR,
    "beheerder": Role.REGION_ADMINISTRATOR,
    "wethouder": Role.ALDERMAN,
    "raadslid": Role.COUNCILLOR,
    "adviesraad": Role.ORGANISATION_MEMBER,
}
ORGANISATIONS = {"adviesraad": "Adviesraad Venneland"}


def somebody_for(who: str) -> Membership | None:
    """The first member of an invented region that this way in fits."""
    members = Membership.objects.filter(region__is_invented=True, role=WAYS_IN[who])
    if who in ORGANISATIONS:
        members = members.filter(organisation__name=ORGANISATIONS[who])
    return members.select_related("user", "region").order_by("pk").first()
