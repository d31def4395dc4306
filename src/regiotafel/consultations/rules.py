"""What may happen in a consultation, and the sentence a person reads when it may not. No database here."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from regiotafel.consultations.models import (
    STATEMENT_LENGTH,
    Consultation,
    DeclaredRole,
    Invitation,
    Level,
    Point,
    PointKind,
    RefusalReason,
    Statement,
    StatementState,
)
from regiotafel.text.recognisable import recognisable_in

# What each rung promises. An editor may sharpen the words, but starts from these.
PROMISES: dict[Level, str | Promise] = {
    Level.INFORM: _("Je krijgt te horen wat we van plan zijn. Je kunt er niets meer aan veranderen."),
    Level.CONSULT: _("We luisteren naar je mening. Wij beslissen zelf. We vertellen wat we met je mening deden."),
    Level.ADVISE: _("Jullie advies weegt zwaar. Wijken we ervan af, dan leggen we uit waarom."),
    Level.COPRODUCE: _("We maken het plan samen. Jij schrijft mee, binnen wat vastligt."),
    Level.CODECIDE: _("We beslissen samen. Zonder jullie instemming gaat het niet door."),
}


class ConsultationFault(Exception):
    """Something cannot be done; the text tells a person why and what to do."""


class NotReadyToOpen(ConsultationFault):
    """A consultation opens only when people can read what they may expect."""

    def __init__(self, missing: Sequence["Gap"]) -> None:
        self.missing = list(missing)
        super().__init__(_("Dit gesprek kan nog niet open. Er ontbreekt nog iets."))


class AlreadyOpened(ConsultationFault):
    pass


class VotingNotOpenYet(ConsultationFault):
    pass


class VotingClosed(ConsultationFault):
    pass


class AnswerLost(ConsultationFault):
    pass


class StatementNotAsked(ConsultationFault):
    pass


class BenchmarkRefused(ConsultationFault):
    """These figures cannot be compared with."""


class ChangedMeanwhile(ConsultationFault):
    pass


class MendedMeanwhile(ConsultationFault):
    """Somebody else gave the statement other words in between; `theirs` is what stands now."""

    def __init__(self, theirs: str) -> None:
        self.theirs = theirs
        super().__init__(
            _("Iemand anders heeft deze stelling intussen verbeterd. Er is niets kwijt: kies de beste woorden.")
        )


class PromiseFixed(ConsultationFault):
    pass


class TextRefused(ConsultationFault):
    pass


class NoStatementsAccepted(ConsultationFault):
    pass


class AlreadyModerated(ConsultationFault):
    pass


class ReasonMissing(ConsultationFault):
    pass


class InvitationNotValid(ConsultationFault):
    pass


class ImportNotPossible(ConsultationFault):
    pass


class TableAlreadyPlanned(ConsultationFault):
    pass


class BallotAlreadyEntered(ConsultationFault):
    """A sheet of paper counts once."""

    def __init__(self, numbers: Sequence[str]) -> None:
        self.numbers = list(numbers)
        super().__init__(
            _("Deze biljetten zijn al ingevoerd of staan er dubbel: %(numbers)s. Er is niets opgeslagen.")
            % {"numbers": ", ".join(self.numbers)}
        )


# --- Opening ---

FEWEST_STATEMENTS = 3
NEEDED: tuple[tuple[str, str | Promise], ...] = (
    ("question", _("de vraag")),
    ("level", _("hoe ver meedoen gaat")),
    ("promise", _("wat je belooft")),
    ("audience", _("voor wie het is")),
    ("decided_by", _("wie beslist")),
    ("decided_on", _("wanneer er een besluit is")),
    ("answer_by", _("wanneer deelnemers antwoord krijgen")),
    ("opens_at", _("wanneer het opent")),
    ("closes_at", _("wanneer het sluit")),
)


@dataclass(frozen=True)
class Gap:
    """Something without which a consultation cannot open: the field where it belongs, and its name for a person."""

    field: str
    text: str | Promise

    def __str__(self) -> str:
        return str(self.text)


def needed_to_open(
    consultation: Consultation, points: Sequence[Point], n_statements: int, now: datetime
) -> list[tuple[Gap, bool]]:
    """Everything that must be there, in the order of the form, and whether it is."""
    opens_at, closes_at, answer_by = consultation.opens_at, consultation.closes_at, consultation.answer_by
    kinds = {point.kind for point in points}
    needed = [(Gap(field, label), bool(getattr(consultation, field))) for field, label in NEEDED]
    needed += [
        (Gap("fixed", _("minstens één punt dat vastligt, met waarom")), PointKind.FIXED in kinds),
        (Gap("open", _("minstens één punt dat openligt")), PointKind.OPEN in kinds),
        (Gap("statements", _("minstens drie stellingen om mee te beginnen")), n_statements >= FEWEST_STATEMENTS),
    ]
    if closes_at:
        needed.append((Gap("closes_at", _("een sluiting die nog moet komen")), closes_at > now))
    if opens_at and closes_at:
        needed.append((Gap("closes_at", _("een sluiting die na de opening komt")), closes_at > opens_at))
    if closes_at and answer_by:
        closes_on = timezone.localdate(closes_at)
        needed.append((Gap("answer_by", _("een antwoord dat na de sluiting komt")), answer_by >= closes_on))
    return needed


def missing_to_open(consultation: Consultation, points: Sequence[Point], n_statements: int, now: datetime) -> list[Gap]:
    """What an editor still has to fill in, in the words of the form."""
    return [gap for gap, is_there in needed_to_open(consultation, points, n_statements, now) if not is_there]


def check_can_open(consultation: Consultation, points: Sequence[Point], n_statements: int, now: datetime) -> None:
    if consultation.opened_at is not None:
        raise AlreadyOpened(_("Dit gesprek is al geopend."))
    if missing := missing_to_open(consultation, points, n_statements, now):
        raise NotReadyToOpen(missing)


def check_can_close(consultation: Consultation, now: datetime) -> None:
    if consultation.state(now) not in ("running", "planned"):
        raise VotingClosed(_("Dit gesprek is niet open, dus het kan niet gesloten worden."))


def is_promise_fixed(consultation: Consultation) -> bool:
    """What people were promised stays as it was once the consultation has opened."""
    return consultation.opened_at is not None


# What may still change after the opening: words that explain, and more time.
CHANGEABLE = frozenset({"introduction", "audience", "closes_at"})


def check_change(
    consultation: Consultation, values: Mapping[str, object], *, changes_points: bool, now: datetime
) -> None:
    """After the opening nobody finds another promise than the one they read."""
    if not is_promise_fixed(consultation):
        return
    changed = {field for field, value in values.items() if getattr(consultation, field) != value}
    if changes_points or changed - CHANGEABLE:
        raise PromiseFixed(_("Dit gesprek is open. Wat je beloofde, verandert nu niet meer."))
    if "audience" in changed and not values["audience"]:
        raise PromiseFixed(_("Zeg voor wie dit gesprek is."))
    if "closes_at" in changed:
        _check_later(consultation, values["closes_at"], now)


def _check_later(consultation: Consultation, closes_at: object, now: datetime) -> None:
    planned, answer_by = consultation.closes_at, consultation.answer_by
    if consultation.state(now) == "closed":
        raise PromiseFixed(_("Dit gesprek is gesloten. Het gaat niet opnieuw open. Maak een nieuw gesprek."))
    if not isinstance(closes_at, datetime) or planned is None or closes_at < planned:
        raise PromiseFixed(_("De sluiting kan alleen later worden, niet eerder. Eerder stoppen kan met Sluiten."))
    if answer_by and timezone.localdate(closes_at) > answer_by:
        raise PromiseFixed(_("Je beloofde een antwoord vóór deze datum. Kies een sluiting die daarvóór ligt."))


def check_version(consultation: Consultation, version: int) -> None:
    if consultation.version != version:
        raise ChangedMeanwhile(
            _("Iemand anders heeft dit gesprek intussen veranderd. Jouw tekst staat er nog. Vergelijk en bewaar.")
        )


def check_words_seen(statement: Statement, seen: str) -> None:
    """Nobody writes over words that they did not read."""
    if statement.text != seen:
        raise MendedMeanwhile(statement.text)


MOST_PEOPLE = 100_000_000
FIRST_YEAR = 1900


def check_benchmark(source: str, year: int, numbers: Mapping[str, int], known: Collection[str], now: datetime) -> None:
    """Figures about who there are carry their source, and say something about at least two values."""
    if not source.strip():
        raise BenchmarkRefused(_("Zeg waar deze cijfers vandaan komen."))
    if not FIRST_YEAR <= year <= now.year:
        raise BenchmarkRefused(_("Vul het jaar van de cijfers in, van 1900 tot en met dit jaar."))
    if not numbers.keys() <= set(known):
        raise BenchmarkRefused(_("Deze rol of gemeente hoort niet bij dit gesprek. Laad de bladzijde opnieuw."))
    if not all(0 <= number <= MOST_PEOPLE for number in numbers.values()):
        raise BenchmarkRefused(_("Een aantal is een heel getal vanaf 0."))
    if len(numbers) < 2 or sum(numbers.values()) == 0:
        raise BenchmarkRefused(_("Vul minstens twee aantallen in. Anders valt er niets te vergelijken."))


# --- Taking part ---


def is_running(consultation: Consultation, now: datetime) -> bool:
    return consultation.state(now) == "running"


def check_running(consultation: Consultation, now: datetime) -> None:
    state = consultation.state(now)
    if state == "closed":
        raise VotingClosed(_("Dit gesprek is gesloten. Je antwoord is niet meer geteld. De uitkomst kun je wel lezen."))
    if state != "running":
        raise VotingNotOpenYet(_("Dit gesprek is nog niet open."))


def is_asked(statement: Statement) -> bool:
    """Only then may people read it on the ballot: the others wait, were refused, or were replaced."""
    return statement.state == StatementState.ACCEPTED


def check_asked(statement: Statement) -> None:
    if not is_asked(statement):
        raise StatementNotAsked(_("Deze stelling doet niet meer mee. Ga verder met de volgende."))


def check_invitation(invitation: Invitation | None, now: datetime) -> Invitation:
    if invitation is None:
        raise InvitationNotValid(
            _("Deze code kennen we niet. Kijk of je hem goed hebt overgenomen. Meedoen kan ook zonder code.")
        )
    if invitation.withdrawn_at is not None:
        raise InvitationNotValid(_("Deze uitnodiging is ingetrokken. Vraag een nieuwe aan wie je uitnodigde."))
    if invitation.used_at is not None:
        raise InvitationNotValid(
            _("Deze code is al gebruikt. Elke code werkt één keer. Was jij dat? Ga dan verder op hetzelfde apparaat.")
        )
    if invitation.expires_at <= now:
        raise InvitationNotValid(_("Deze code is verlopen. Vraag een nieuwe aan wie je uitnodigde."))
    return invitation


def check_can_invite(consultation: Consultation, now: datetime) -> None:
    if consultation.state(now) == "closed":
        raise VotingClosed(_("Dit gesprek is gesloten. Een uitnodiging zou niet meer werken."))


def check_can_plan_table(consultation: Consultation, now: datetime) -> None:
    if consultation.state(now) == "closed":
        raise VotingClosed(_("Dit gesprek is gesloten. Papieren biljetten tellen niet meer mee."))


# --- Statements ---

SHORTEST = 10
_SENTENCE_END = re.compile(r"[.!?;]\s+\S")
_SECOND_CLAUSE = re.compile(
    r"(,|\b)\s*(en|maar|want|dus|terwijl|bovendien|ook)\s+"
    r"(ik|wij|we|je|jij|jullie|u|hij|zij|ze|het|er|dat|dit|die|deze|de|een|ouders|jongeren|gemeenten|kinderen|scholen)"
    r"\s+\w+\s+\w+",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Warning:
    """Something to think about before sending in; the sender decides."""

    kind: str
    text: str | Promise


def check_statement_text(text: str) -> None:
    if len(text) < SHORTEST:
        raise TextRefused(_("Je stelling is te kort. Schrijf één hele zin."))
    if len(text) > STATEMENT_LENGTH:
        raise TextRefused(
            _("Je stelling is %(length)d tekens. Dat mogen er hooguit %(most)d zijn. Maak hem korter.")
            % {"length": len(text), "most": STATEMENT_LENGTH}
        )
    if text.endswith("?"):
        raise TextRefused(_("Dit is een vraag. Schrijf een zin waar iemand het mee eens of oneens kan zijn."))


def warnings_about(text: str) -> list[Warning]:
    found = []
    second = _SECOND_CLAUSE.search(text)
    # "Jongeren en ouders beslissen samen" has one clause: too little stands before the second one to be a thought.
    if _SENTENCE_END.search(text) or (second and len(text[: second.start()].split()) >= 4):
        found.append(
            Warning(
                "two_thoughts",
                _("Staan er twee gedachten in je stelling? Iemand kan het met de ene eens zijn en met de andere niet."),
            )
        )
    words = recognisable_in(text)
    if words:
        found.append(
            Warning(
                "personal_data",
                _(
                    "Is een kind of iemand anders hieraan te herkennen? Haal namen, leeftijden en adressen weg. "
                    "Kijk vooral naar: %(words)s."
                )
                % {"words": ", ".join(f"“{some}”" for some in words)},
            )
        )
    return found


def check_accepts_statements(consultation: Consultation, now: datetime) -> None:
    check_running(consultation, now)
    if not consultation.accepts_statements:
        raise NoStatementsAccepted(_("In dit gesprek kun je geen stellingen insturen."))


def check_takes_statements(consultation: Consultation, now: datetime) -> None:
    """Which statements were asked is part of the outcome: after the closing they stay as they are."""
    if consultation.state(now) == "closed":
        raise VotingClosed(_("Dit gesprek is gesloten. De stellingen blijven zoals ze zijn."))


def check_can_moderate(statement: Statement) -> None:
    if statement.state != StatementState.WAITING:
        raise AlreadyModerated(_("Een andere moderator heeft over deze stelling al beslist."))


def check_refusal(reason: str, explanation: str) -> None:
    if reason not in RefusalReason.values:
        raise ReasonMissing(_("Kies een reden. De inzender moet weten waarom de stelling niet meedoet."))
    if reason == RefusalReason.OTHER and not explanation.strip():
        raise ReasonMissing(_("Schrijf op wat de reden is."))


def check_can_replace(statement: Statement) -> None:
    if statement.state not in (StatementState.ACCEPTED, StatementState.WAITING):
        raise StatementNotAsked(_("Deze stelling doet niet mee, dus je kunt hem niet vervangen."))


def is_mendable(statement: Statement, *, has_votes: bool) -> bool:
    """Its words may be corrected as long as nobody can have read them as a question."""
    return statement.consultation.opened_at is None and statement.state == StatementState.ACCEPTED and not has_votes


def check_can_mend(statement: Statement, *, has_votes: bool) -> None:
    if not is_mendable(statement, has_votes=has_votes):
        raise StatementNotAsked(_("Deze stelling staat al vast. Vervang hem door een nieuwe."))


# --- Reading in ---

_ROLES = {
    "": "",
    **{str(role.value): str(role.value) for role in DeclaredRole},
    **{str(role.label).casefold(): str(role.value) for role in DeclaredRole},
}


def role_named(text: str) -> str | None:
    """The declared role of this name or word; None when there is no such role, "" when nothing was said."""
    return _ROLES.get(" ".join(text.casefold().split()))


def check_can_import(consultation: Consultation, now: datetime, n_own_votes: int, n_own_statements: int = 0) -> None:
    if consultation.state(now) in ("running", "planned"):
        raise ImportNotPossible(_("Dit gesprek is open. Inlezen kan alleen in een gesprek dat nog niet open is."))
    if n_own_votes:
        raise ImportNotPossible(
            _("In dit gesprek zijn al antwoorden gegeven. Maak een nieuw gesprek om het bestand in te lezen.")
        )
    if n_own_statements:
        raise ImportNotPossible(
            _("In dit gesprek staan al stellingen. Maak een nieuw gesprek om het bestand in te lezen.")
        )


# --- Showing numbers ---

# Nothing is shown about fewer people than this.
SMALLEST_GROUP = 5
