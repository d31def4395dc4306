"""What can be merged or split."""

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from regiotafel.contributions.models import Contribution, State
from regiotafel.contributions.sending.rules import check_text
from regiotafel.contributions.states.rules import (
    NOT_NOW,
    NotInThisState,
    check_move,
    check_of_region,
    is_move,
)
from regiotafel.refused import Refused


class NotMergeable(Refused):
    pass


class NotSplittable(Refused):
    pass


MOST_PARTS = 10


def check_can_merge(contributions: Sequence[Contribution]) -> None:
    if len({contribution.pk for contribution in contributions}) < 2:
        raise NotMergeable(_("Kies minstens twee reacties om samen te voegen."))
    check_of_region(contributions[0].region, [contribution.region_id for contribution in contributions])
    for contribution in contributions:
        if not is_move(contribution, State.MERGED):
            # Of many numbers it says which one it is about.
            raise NotInThisState(
                _("Reactie %(number)d kan niet mee. %(why)s")
                % {"number": contribution.number, "why": NOT_NOW[State(contribution.state)]}
            )


def check_can_split(contribution: Contribution, parts: Sequence[str]) -> None:
    check_move(contribution, State.SPLIT)
    if len(parts) < 2:
        raise NotSplittable(_("Maak minstens twee delen."))
    if len(parts) > MOST_PARTS:
        raise NotSplittable(_("Maak hooguit %(most)d delen.") % {"most": MOST_PARTS})
    for part in parts:
        check_text(part)
