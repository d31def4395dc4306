"""What every subject of a consultation asks: is it open, and the sentence a person reads when not. No database here."""

from collections.abc import Collection
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from regiotafel.consultations.models import Consultation, DeclaredRole
from regiotafel.engine.common import privacy
from regiotafel.history.rules import check_seen
from regiotafel.refused import Refused
from regiotafel.regions.permissions import Standing, may, sees
from regiotafel.text.folding import fold

# Nothing is shown about fewer people than this.
SMALLEST_GROUP = privacy.SMALLEST_GROUP
# Nor is anything shown from which would follow what few people answered.
may_come = privacy.may_come


class VotingNotOpenYet(Refused):
    pass


class VotingClosed(Refused):
    pass


class NothingAsked(Refused):
    pass


def reads_drafts(standings: Collection[Standing]) -> bool:
    return may("consultation.read_draft", standings)


# A draft is there for staff only; from its opening on everybody reads it, also before it runs and after it closed.
SEEN_BY = {"draft": ("consultation.read_draft",), "opened": ("consultation.read",)}


def is_readable(consultation: Consultation, standings: Collection[Standing]) -> bool:
    return sees(SEEN_BY, "draft" if consultation.opened_at is None else "opened", standings)


def check_version(consultation: Consultation, version: int) -> None:
    check_seen(
        version,
        consultation.version,
        consultation,
        _("Deze ronde is intussen veranderd. Er is niets kwijt: vergelijk en sla op."),
    )


def is_running(consultation: Consultation, now: datetime) -> bool:
    return consultation.state(now) == "running"


def check_running(consultation: Consultation, now: datetime) -> None:
    state = consultation.state(now)
    if consultation.is_information:
        raise NothingAsked(
            _("Hier staat wat de gemeenten van plan zijn. Er wordt niets gevraagd, dus je kunt niet antwoorden.")
        )
    if state == "closed":
        raise VotingClosed(_("Deze ronde is gesloten. Je antwoord is niet meer geteld. De uitkomst kun je wel lezen."))
    if state != "running":
        raise VotingNotOpenYet(_("Deze ronde is nog niet open."))


_ROLES = {
    "": "",
    **{str(role.value): str(role.value) for role in DeclaredRole},
    **{fold(str(role.label), accents=False): str(role.value) for role in DeclaredRole},
    # As it was called in lists that people made before.
    "ouder of verzorger": DeclaredRole.PARENT.value,
}


def role_named(text: str) -> str | None:
    """The declared role of this name or word; None when there is no such role, "" when nothing was said."""
    return _ROLES.get(fold(text, accents=False))


# So many statements somebody answers before they see what others answered, or all that are asked when these are fewer.
ENOUGH_ANSWERS = 10


def may_see_results(*, n_answered: int, n_asked: int) -> bool:
    """Of a round in which results come after one's own answers: whether this person gave theirs."""
    return n_asked > 0 and n_answered >= min(ENOUGH_ANSWERS, n_asked)
