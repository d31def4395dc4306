from regiotafel.regions.models import Membership, Role

# The word in the address, and the role that somebody comes in with.
WAYS_IN = {
    "inwoner": Role.RESIDENT,
    "beleidsmedewerker": Role.EDITOR,
    "griffier": Role.CLERK,
    "moderator": Role.MODERATOR,
    "beheerder": Role.REGION_ADMINISTRATOR,
}


def somebody_with(role: Role) -> Membership | None:
    """The first member of an invented region with this role."""
    return (
        Membership.objects.filter(region__is_invented=True, role=role)
        .select_related("user", "region")
        .order_by("pk")
        .first()
    )
