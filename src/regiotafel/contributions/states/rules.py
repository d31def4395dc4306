"""What may happen to a contribution in which state, and the sentence a person reads when it may not."""

from collections.abc import Collection
from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from regiotafel.contributions.models import Contribution, State
from regiotafel.refused import Refused
from regiotafel.regions.models import Region
from regiotafel.regions.permissions import SeenBy, Standing, sees
from regiotafel.vision.models import Passage


class NotInThisState(Refused):
    pass


class FromElsewhere(Refused):
    """A passage, table or organisation of another region."""


MOVES: dict[State, frozenset[State]] = {
    State.WAITING: frozenset({State.OPEN, State.REFUSED, State.WITHDRAWN}),
    # Refused after all: somebody can be recognised in it, and a moderator did not see that.
    State.OPEN: frozenset({State.ANSWERED, State.MERGED, State.SPLIT, State.WITHDRAWN, State.REFUSED}),
    # Answered again: the answer got better.
    State.ANSWERED: frozenset({State.ANSWERED, State.WITHDRAWN}),
    State.REFUSED: frozenset(),
    State.WITHDRAWN: frozenset(),
    State.MERGED: frozenset(),
    State.SPLIT: frozenset(),
}
# Everybody may read these; in the last two the words went on in others.
PUBLIC = frozenset({State.OPEN, State.ANSWERED, State.MERGED, State.SPLIT})
# Who sees one of them, beside who sent it in. Of what was withdrawn there are no words left: only that it was there.
SEEN_BY: SeenBy = {
    State.WAITING: ("contribution.moderate",),
    State.REFUSED: ("contribution.moderate",),
    State.WITHDRAWN: ("contribution.read",),
    **dict.fromkeys(PUBLIC, ("contribution.read",)),
}
# These belong to the text themselves. What was merged or split does so through what came of it.
LIVE = frozenset({State.OPEN, State.ANSWERED})
# Nothing more is done with these.
ENDED = frozenset({State.REFUSED, State.WITHDRAWN})
UNANSWERED = frozenset({State.WAITING, State.OPEN})
NOT_NOW = {
    State.WAITING: _("Deze inbreng wacht nog op een moderator. Plaats die eerst."),
    State.OPEN: _("Deze inbreng is al geplaatst en wacht op antwoord."),
    State.ANSWERED: _("Op deze inbreng is al antwoord gegeven."),
    State.REFUSED: _("Deze inbreng is niet geplaatst. Er kan niets meer mee gebeuren."),
    State.WITHDRAWN: _("Deze inbreng is ingetrokken. Er kan niets meer mee gebeuren."),
    State.MERGED: _("Deze inbreng is samengevoegd. Werk verder in wat eruit ontstond."),
    State.SPLIT: _("Deze inbreng is gesplitst. Werk verder in de delen."),
}


def is_seen(contribution: Contribution, standings: Collection[Standing]) -> bool:
    return sees(SEEN_BY, contribution.state, standings)


def is_move(contribution: Contribution, to: State) -> bool:
    return to in MOVES[State(contribution.state)]


def check_move(contribution: Contribution, to: State) -> None:
    if not is_move(contribution, to):
        raise NotInThisState(NOT_NOW[State(contribution.state)])


def check_live(contribution: Contribution) -> None:
    """Only what was let in and still stands on its own can belong to a passage."""
    if contribution.state not in LIVE:
        raise NotInThisState(NOT_NOW[State(contribution.state)])


def late_before(region: Region, now: datetime) -> datetime | None:
    """What came in before then waits longer than the region promised; None when it promised nothing."""
    return now - timedelta(weeks=region.answer_weeks) if region.answer_weeks else None


def check_of_region(region: Region, region_ids: Collection[int]) -> None:
    if any(region_id != region.pk for region_id in region_ids):
        raise FromElsewhere(_("Dit hoort bij een andere regio. Kies iets uit deze regio."))


def check_passage(passage: Passage | None, region: Region) -> None:
    if passage is not None and passage.document.region_id != region.pk:
        raise FromElsewhere(_("Deze passage is van een andere regio. Kies een passage uit de tekst van deze regio."))
