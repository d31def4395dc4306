"""What a statement must look like, and what may be done with it."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from regiotafel.consultations.models import (
    STATEMENT_LENGTH,
    Consultation,
    ModerationDecision,
    RefusalReason,
    Statement,
    StatementState,
)
from regiotafel.consultations.rules import VotingClosed, check_running
from regiotafel.history.rules import check_seen, digest
from regiotafel.refused import Refused
from regiotafel.regions.permissions import SeenBy, Standing, sees
from regiotafel.text.length import length
from regiotafel.web.persons import warning_about

# Whose words everybody reads, and whose only members: beside them who sent a statement in reads their own.
SEEN_BY: SeenBy = {
    # Who may take the votes along sees no statement come in: both together would tell whose ballot the sender has.
    StatementState.WAITING: ("statement.moderate",),
    StatementState.ACCEPTED: ("consultation.read",),
    StatementState.REFUSED: ("moderation.read_log",),
    # It was asked, and its answers count.
    StatementState.REPLACED: ("consultation.read",),
    StatementState.REWORDED: ("moderation.read_log",),
    StatementState.APART: ("consultation.read",),
}


def is_seen(statement: Statement, standings: Collection[Standing]) -> bool:
    return sees(SEEN_BY, statement.state, standings)


class StatementNotAsked(Refused):
    pass


class TextRefused(Refused):
    pass


class NoStatementsAccepted(Refused):
    pass


class AlreadyModerated(Refused):
    pass


def check_words_seen(statement: Statement, seen: str) -> None:
    """Nobody writes over words that they did not read."""
    check_seen(
        seen,
        statement.text,
        statement.text,
        _("Deze stelling is intussen verbeterd. Er is niets kwijt: kies de beste tekst."),
    )


def is_asked(statement: Statement) -> bool:
    """Only then may people read it on the ballot: the others wait, were refused, or were replaced."""
    return statement.state == StatementState.ACCEPTED


def check_asked(statement: Statement) -> None:
    if not is_asked(statement):
        raise StatementNotAsked(_("Deze stelling doet niet meer mee. Ga verder met de volgende."))


SHORTEST = 10
# What a moderator chooses from: the other reason was given elsewhere.
REASONS = [one for one in RefusalReason.choices if one[0] != RefusalReason.ELSEWHERE]
_SENTENCE_END = re.compile(r"[.!?;]\s+\S")
_SECOND_CLAUSE = re.compile(
    r"(,|\b)\s*(en|maar|want|dus|terwijl|bovendien|ook)\s+"
    r"(ik|wij|we|je|jij|jullie|u|hij|zij|ze|het|er|dat|dit|die|deze|de|een|ouders|jongeren|gemeenten|kinderen|scholen)"
    r"\s+\w+\s+\w+",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Remark:
    """Something to think about before sending in; the sender decides."""

    kind: str
    text: str | Promise


def check_statement_text(text: str) -> None:
    if length(text) < SHORTEST:
        raise TextRefused(_("Je stelling is te kort. Schrijf één hele zin."))
    if length(text) > STATEMENT_LENGTH:
        raise TextRefused(
            _("Je stelling heeft %(length)d tekens. Dat is te lang. Maak er maximaal %(most)d van.")
            % {"length": length(text), "most": STATEMENT_LENGTH}
        )
    if text.endswith("?"):
        raise TextRefused(_("Dit is een vraag. Schrijf een zin waar iemand het mee eens of oneens kan zijn."))


def warnings_about(text: str) -> list[Remark]:
    found = []
    second = _SECOND_CLAUSE.search(text)
    # "Jongeren en ouders beslissen samen" has one clause: too little stands before the second one to be a thought.
    if _SENTENCE_END.search(text) or (second and len(text[: second.start()].split()) >= 4):
        found.append(
            Remark(
                "two_thoughts",
                _(
                    "Staan er twee dingen in je stelling? Iemand kan het met het ene eens zijn en met het andere "
                    "niet. Maak er dan twee stellingen van."
                ),
            )
        )
    return found + remarks_about_persons(text)


def remarks_about_persons(text: str) -> list[Remark]:
    """Whether a child or somebody else can be recognised."""
    warning = warning_about(text)
    return [Remark("personal_data", warning)] if warning else []


def check_accepts_statements(consultation: Consultation, now: datetime) -> None:
    check_running(consultation, now)
    if not consultation.accepts_statements:
        raise NoStatementsAccepted(_("In deze ronde kun je geen stellingen insturen."))


def check_takes_statements(consultation: Consultation, now: datetime) -> None:
    """Which statements were asked is part of the outcome: after the closing they stay as they are."""
    if consultation.state(now) == "closed":
        raise VotingClosed(_("Deze ronde is gesloten. De stellingen blijven zoals ze zijn."))


def check_can_moderate(statement: Statement) -> None:
    if statement.state != StatementState.WAITING:
        raise AlreadyModerated(_("Een andere moderator heeft over deze stelling al beslist."))


def check_can_replace(statement: Statement) -> None:
    if statement.state not in (StatementState.ACCEPTED, StatementState.WAITING):
        raise StatementNotAsked(_("Deze stelling doet niet mee, dus je kunt hem niet vervangen."))


def is_mendable(statement: Statement, *, has_votes: bool) -> bool:
    """Its words may be corrected as long as nobody can have read them as a question."""
    return statement.consultation.opened_at is None and statement.state == StatementState.ACCEPTED and not has_votes


def check_can_mend(statement: Statement, *, has_votes: bool) -> None:
    if not is_mendable(statement, has_votes=has_votes):
        raise StatementNotAsked(_("Deze stelling staat al vast. Vervang hem door een nieuwe."))


def digest_of_decision(decision: ModerationDecision) -> str:
    """What the history holds of it besides the verdict; when its own salt is gone, this tells nothing."""
    return digest(decision.salt, decision.explanation)
