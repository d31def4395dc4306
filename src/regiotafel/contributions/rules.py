"""What may happen to a contribution, and the sentence a person reads when it may not. No database here."""

import re
from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from regiotafel.consultations.rules import Warning
from regiotafel.consultations.rules import warnings_about as warnings_about_statement
from regiotafel.contributions.models import (
    Answer,
    Contribution,
    Finding,
    Kind,
    Mode,
    RefusalReason,
    State,
    Subscription,
    Verdict,
    Via,
)
from regiotafel.regions.models import Region
from regiotafel.vision.models import Passage, Wording


class ContributionFault(Exception):
    """Something cannot be done; the text tells a person why and what to do."""


class NotInThisState(ContributionFault):
    pass


class TextRefused(ContributionFault):
    pass


class KindUnknown(ContributionFault):
    pass


class ReasonMissing(ContributionFault):
    pass


class AlreadySentIn(ContributionFault):
    pass


class FromElsewhere(ContributionFault):
    """A passage, table or organisation of another region."""


class PassageGone(ContributionFault):
    pass


class NotMergeable(ContributionFault):
    pass


class NotSplittable(ContributionFault):
    pass


class AnswerIncomplete(ContributionFault):
    """`field`: where in the form the sentence belongs."""

    def __init__(self, field: str, message: object) -> None:
        self.field = field
        super().__init__(message)


class AnswerConflict(ContributionFault):
    """Somebody else answered meanwhile; `theirs` is what they wrote."""

    def __init__(self, theirs: Answer | None) -> None:
        self.theirs = theirs
        super().__init__(
            _("Een collega heeft intussen een antwoord gegeven. Jouw woorden staan er nog. Vergelijk ze en bewaar.")
        )


class ReviewOutdated(ContributionFault):
    pass


class AddressRefused(ContributionFault):
    pass


class TokenUnknown(ContributionFault):
    pass


class TooFewAnswers(ContributionFault):
    pass


class UnansweredLeft(ContributionFault):
    """A text is adopted only when everybody who reacted to it has an answer."""

    def __init__(self, left: Sequence[Contribution]) -> None:
        self.left = list(left)
        super().__init__(
            _("Er is nog inbreng zonder antwoord: nummer %(numbers)s. Geef eerst antwoord, dan kan de tekst vast.")
            % {"numbers": ", ".join(str(contribution.number) for contribution in self.left[:10])}
        )


# --- From state to state ---

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
# These belong to the text themselves. What was merged or split does so through what came of it.
LIVE = frozenset({State.OPEN, State.ANSWERED})
UNANSWERED = frozenset({State.WAITING, State.OPEN})

_NOT_NOW = {
    State.WAITING: _("Deze inbreng wacht nog op een moderator. Laat hem eerst toe."),
    State.OPEN: _("Deze inbreng is al toegelaten en wacht op antwoord."),
    State.ANSWERED: _("Op deze inbreng is al antwoord gegeven."),
    State.REFUSED: _("Deze inbreng is niet toegelaten. Er kan niets meer mee gebeuren."),
    State.WITHDRAWN: _("Deze inbreng is ingetrokken. Er kan niets meer mee gebeuren."),
    State.MERGED: _("Deze inbreng is samengevoegd. Werk verder in wat eruit ontstond."),
    State.SPLIT: _("Deze inbreng is gesplitst. Werk verder in de delen."),
}


def is_move(contribution: Contribution, to: State) -> bool:
    return to in MOVES[State(contribution.state)]


def check_move(contribution: Contribution, to: State) -> None:
    if not is_move(contribution, to):
        raise NotInThisState(_NOT_NOW[State(contribution.state)])


def check_waits(contribution: Contribution) -> None:
    """A moderator decides about what nobody decided about yet."""
    if contribution.state != State.WAITING:
        raise NotInThisState(_NOT_NOW[State(contribution.state)])


def can_be_taken_down(contribution: Contribution) -> bool:
    """What an editor made of others has their words: those are what a moderator takes down."""
    return contribution.via != Via.MADE and contribution.state == State.OPEN


def check_can_be_taken_down(contribution: Contribution) -> None:
    if contribution.via == Via.MADE:
        raise NotInThisState(_("Dit maakte een redacteur uit andere inbreng. Vraag de redactie om hulp."))
    if contribution.state == State.WAITING:
        raise NotInThisState(_NOT_NOW[State.WAITING])
    check_move(contribution, State.REFUSED)


def check_live(contribution: Contribution) -> None:
    """Only what was let in and still stands on its own can belong to a passage."""
    if contribution.state not in LIVE:
        raise NotInThisState(_NOT_NOW[State(contribution.state)])


# --- Sending in ---

SHORTEST, LONGEST = 10, 5000


def tidy_text(text: str) -> str:
    """Without control characters and spaces at the ends; at most one empty line between paragraphs."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    clean = [" ".join("".join(c if c.isprintable() else " " for c in line).split()) for line in lines]
    kept: list[str] = []
    for line in clean:
        if line or (kept and kept[-1]):
            kept.append(line)
    return "\n".join(kept).strip()


def check_text(text: str) -> None:
    if len(text) < SHORTEST:
        raise TextRefused(_("Dit is wel heel kort. Schrijf minstens één hele zin."))
    if len(text) > LONGEST:
        raise TextRefused(
            _("Je tekst is %(length)d tekens. Dat mogen er hooguit %(most)d zijn. Maak hem korter.")
            % {"length": len(text), "most": LONGEST}
        )


def check_kind(kind: str) -> None:
    if kind not in Kind.values:
        raise KindUnknown(_("Kies of het een idee, een zorg, iets dat in de weg zit of een reactie is."))


# How a member can have received what they enter for somebody else.
ENTERED_VIA = (Via.TABLE, Via.PHONE, Via.PAPER, Via.MAIL)


def check_via(via: str) -> None:
    if via not in ENTERED_VIA:
        raise KindUnknown(_("Kies hoe de inbreng binnenkwam: aan een tafel, telefonisch, op papier of per brief."))


def check_same_press(earlier: Contribution, region: Region, text: str) -> None:
    """The same form sent twice is one contribution; another text in it is not a repeat."""
    if earlier.region_id != region.pk or earlier.text != text:
        raise AlreadySentIn(
            _("Met dit formulier heb je al iets ingestuurd. Dat is bewaard. Open de pagina opnieuw voor iets nieuws.")
        )


def check_passage(passage: Passage | None, region: Region) -> None:
    if passage is not None and passage.document.region_id != region.pk:
        raise FromElsewhere(_("Dit stuk tekst is van een andere regio. Kies een stuk uit de tekst van deze regio."))


def check_in_text(passage: Passage) -> None:
    """What belongs to a passage is for readers of the text: there it stands."""
    if passage.retired_at is not None:
        raise PassageGone(
            _("Passage %(number)d staat niet meer in de tekst. Kies een ander stuk, of zet haar eerst terug.")
            % {"number": passage.number}
        )


def check_of_region(region: Region, region_ids: Collection[int]) -> None:
    if any(region_id != region.pk for region_id in region_ids):
        raise FromElsewhere(_("Dit hoort bij een andere regio. Kies iets uit deze regio."))


def warnings_about(text: str) -> list[Warning]:
    """Whether a child or somebody else can be recognised. The sender decides."""
    return [warning for warning in warnings_about_statement(text) if warning.kind == "personal_data"]


# --- Moderating ---


def check_refusal(reason: str, explanation: str) -> None:
    if reason not in RefusalReason.values:
        raise ReasonMissing(_("Kies een reden. De inzender moet weten waarom de inbreng niet meedoet."))
    if reason == RefusalReason.OTHER and not explanation.strip():
        raise ReasonMissing(_("Schrijf op wat de reden is."))


# --- Merging and splitting ---

MOST_PARTS = 10


def check_can_merge(contributions: Sequence[Contribution]) -> None:
    if len({contribution.pk for contribution in contributions}) < 2:
        raise NotMergeable(_("Kies minstens twee stukken inbreng om samen te voegen."))
    check_of_region(contributions[0].region, [contribution.region_id for contribution in contributions])
    for contribution in contributions:
        if not is_move(contribution, State.MERGED):
            # Of many numbers it says which one it is about.
            raise NotInThisState(
                _("Inbreng %(number)d kan niet mee. %(why)s")
                % {"number": contribution.number, "why": _NOT_NOW[State(contribution.state)]}
            )


def check_can_split(contribution: Contribution, parts: Sequence[str]) -> None:
    check_move(contribution, State.SPLIT)
    if len(parts) < 2:
        raise NotSplittable(_("Maak minstens twee delen."))
    if len(parts) > MOST_PARTS:
        raise NotSplittable(_("Maak hooguit %(most)d delen.") % {"most": MOST_PARTS})
    for part in parts:
        check_text(part)


# --- Answering ---

LONGEST_ANSWER = {"heard": 1000, "why": 2000, "who_then": 300}
CHANGES_THE_TEXT = frozenset({Verdict.YES, Verdict.PARTLY})


def check_answer(*, heard: str, verdict: str, why: str, who_then: str, is_placed: bool) -> None:
    """An answer says what we heard, what we did, why, and where in the text or who else can help."""
    if not heard:
        raise AnswerIncomplete("heard", _("Schrijf op wat jullie hoorden, in je eigen woorden."))
    if verdict not in Verdict.values:
        raise AnswerIncomplete("verdict", _("Kies of het tot een wijziging leidt."))
    if not why:
        raise AnswerIncomplete("why", _("Schrijf op waarom. Een antwoord zonder reden is geen antwoord."))
    if verdict == Verdict.OUT_OF_SCOPE and not who_then:
        raise AnswerIncomplete("who_then", _("Zeg wie er dan wel over gaat."))
    if verdict in CHANGES_THE_TEXT and not is_placed:
        raise AnswerIncomplete("passage", _("Zeg waar in de tekst dit terugkomt."))
    for field, text in (("heard", heard), ("why", why), ("who_then", who_then)):
        if len(text) > LONGEST_ANSWER[field]:
            raise AnswerIncomplete(
                field, _("Dit is te lang. Het mag hooguit %(most)d tekens zijn.") % {"most": LONGEST_ANSWER[field]}
            )


def check_wordings(passage: Passage | None, was: Wording | None, becomes: Wording | None) -> None:
    """What it was and what it becomes are words of the passage that is named, in that order."""
    for wording in (was, becomes):
        if wording is not None and (passage is None or wording.passage_id != passage.pk):
            raise AnswerIncomplete("passage", _("Deze tekst hoort bij een ander stuk. Kies de stukken opnieuw."))
    if was is not None and becomes is not None and was.number >= becomes.number:
        raise AnswerIncomplete("becomes", _("De nieuwe tekst is niet nieuwer dan de oude. Kies een latere."))


def check_answer_number(latest: Answer | None, number: int) -> None:
    """Nobody writes over an answer that they did not see."""
    if number != (latest.number if latest else 0):
        raise AnswerConflict(latest)


# --- Links to look at again ---


def check_still_current(seen: int | None, current: Wording) -> None:
    if seen is not None and seen != current.number:
        raise ReviewOutdated(_("De tekst is intussen weer veranderd. Lees de nieuwe tekst en beslis dan."))


# --- Findings ---


def check_can_take(n_votes: int, smallest: int) -> None:
    if n_votes < smallest:
        raise TooFewAnswers(_("Op deze stelling gaven te weinig mensen antwoord om er iets over te zeggen."))


def source_of(contribution: Contribution | None, finding: Finding | None) -> Contribution | Finding:
    """A link and an answer belong to one of the two."""
    source = contribution or finding
    if source is None or (contribution is not None and finding is not None):
        raise ValueError("one of contribution and finding")
    return source


# --- Notices ---

MOST_ADDRESSES = 3
# What a mail server answers when there is no such address (RFC 5321), and the same in more words (RFC 3463).
NO_SUCH_ADDRESS = frozenset({550, 551, 553})
ENHANCED = re.compile(r"5\.(\d{1,3})\.(\d{1,3})\b")
CONFIRM_WITHIN = timedelta(days=7)
ASK_AGAIN_AFTER = timedelta(minutes=10)


def is_no_such_address(code: int, words: str) -> bool:
    """Whether trying again is of no use. What a server says of us (we may not send there) can be mended."""
    enhanced = ENHANCED.match(words)
    if enhanced:
        # The address is wrong, or its mailbox is closed.
        return code >= 500 and (enhanced[1] == "1" or enhanced[0] == "5.2.1")
    return code in NO_SUCH_ADDRESS and "relay" not in words.lower()


def check_can_subscribe(contribution: Contribution, mode: str, n_others: int) -> None:
    if contribution.state in (State.WITHDRAWN, State.REFUSED) or contribution.anonymised_at is not None:
        raise AddressRefused(_("Over deze inbreng komt geen nieuws meer."))
    if mode not in Mode.values:
        raise AddressRefused(_("Kies of je meteen bericht wilt, of één keer per week."))
    if n_others >= MOST_ADDRESSES:
        raise AddressRefused(
            _("Er zijn al %(most)d adressen voor deze inbreng. Meld er eerst een af, met de link in een mail.")
            % {"most": MOST_ADDRESSES}
        )


def check_confirmable(subscription: Subscription | None, at: datetime) -> Subscription:
    if subscription is None:
        raise TokenUnknown(_("Deze link werkt niet. Misschien heb je je afgemeld, of is er een nieuwere mail."))
    if subscription.confirmed_at is None and at - subscription.asked_at > CONFIRM_WITHIN:
        raise TokenUnknown(_("Deze link is ouder dan een week. Vul je adres opnieuw in op de pagina van je bewijs."))
    return subscription
