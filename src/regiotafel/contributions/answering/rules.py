"""When an answer is an answer."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from regiotafel.contributions.models import Answer, Contribution, Finding, Verdict
from regiotafel.history.rules import check_seen, digest
from regiotafel.refused import Refused
from regiotafel.text.length import length
from regiotafel.vision.models import Passage, Wording


class AnswerIncomplete(Refused):
    pass


class OtherAnswered(Refused):
    """Of several that would get one answer, this one has an answer or is gone by now."""

    status = 409

    def __init__(self, number: int) -> None:
        super().__init__(
            _("Reactie %(number)d wacht niet meer op antwoord. Er is nog niets verstuurd: haal het vinkje daar weg.")
            % {"number": number}
        )


class OtherBeingWritten(Refused):
    """Of several that would get one answer, a colleague is writing one to this."""

    status = 409

    def __init__(self, number: int) -> None:
        super().__init__(
            _(
                "Een collega schrijft aan een antwoord op reactie %(number)d. Er is nog niets verstuurd: haal het "
                "vinkje daar weg."
            )
            % {"number": number}
        )


LONGEST_ANSWER = {"heard": 1000, "why": 2000, "who_then": 300, "owner": 200}
CHANGES_THE_TEXT = frozenset({Verdict.YES, Verdict.PARTLY})


@dataclass(frozen=True)
class Promise:
    """What will be done later: who sees to it, and until when."""

    owner: str = ""
    due_on: date | None = None


NO_PROMISE = Promise()


def asked_since(source: Contribution | Finding) -> datetime:
    """From when on the text can have changed by it: of what was merged that is when the first of them asked."""
    return source.sent_in_at if isinstance(source, Contribution) else source.counted_until


def shows_in_text(passage: Passage | None, becomes_at: datetime | None, since: datetime) -> bool:
    """Whether the text changed after the question: in words that are newer, or because the passage went."""
    changed_at = becomes_at or (passage.retired_at if passage else None)
    return changed_at is not None and changed_at > since


def check_carried_out(verdict: str, passage: Passage | None, becomes: Wording | None, since: datetime) -> None:
    """Nobody is told that the text changed before it did."""
    if verdict not in CHANGES_THE_TEXT or shows_in_text(passage, becomes.at if becomes else None, since):
        return
    if becomes is None:
        raise AnswerIncomplete(
            _("Kies de nieuwe tekst. Staat die er nog niet? Kies dan “toegezegd” en vul in wie het doet, en wanneer."),
            field="becomes",
        )
    raise AnswerIncomplete(
        _(
            "Deze tekst is ouder dan de vraag. Er is dus niets door veranderd. Kies een nieuwere tekst, "
            "“niet nodig” (het staat er al) of “toegezegd”."
        ),
        field="becomes",
    )


def check_promise(verdict: str, promise: Promise, today: date) -> None:
    """A promise has somebody who keeps it, and a day that is still to come."""
    if verdict != Verdict.PROMISED:
        return
    if not promise.owner:
        raise AnswerIncomplete(_("Vul in wie hiervoor zorgt."), field="owner")
    if length(promise.owner) > LONGEST_ANSWER["owner"]:
        raise AnswerIncomplete(_("Dit is te lang. Het mag hooguit 200 tekens zijn."), field="owner")
    if promise.due_on is None:
        raise AnswerIncomplete(_("Vul in wanneer dit uiterlijk klaar is."), field="due_on")
    if promise.due_on < today:
        raise AnswerIncomplete(_("Deze dag is al voorbij. Kies een dag die nog komt."), field="due_on")


def is_late(answer: Answer, today: date) -> bool:
    return answer.verdict == Verdict.PROMISED and answer.due_on is not None and answer.due_on < today


def check_answer(*, heard: str, verdict: str, why: str, who_then: str, is_placed: bool) -> None:
    """An answer says what we heard, what we did, why, and where in the text or who else can help."""
    if not heard:
        raise AnswerIncomplete(_("Schrijf op wat jullie hoorden, in je eigen woorden."), field="heard")
    if verdict not in Verdict.values:
        raise AnswerIncomplete(_("Kies of het tot een wijziging leidt."), field="verdict")
    if not why:
        raise AnswerIncomplete(_("Schrijf op waarom. Een antwoord zonder reden is geen antwoord."), field="why")
    if verdict == Verdict.OUT_OF_SCOPE and not who_then:
        raise AnswerIncomplete(_("Vul in wie hierover gaat."), field="who_then")
    if verdict in CHANGES_THE_TEXT and not is_placed:
        raise AnswerIncomplete(_("Kies waar in de tekst dit terugkomt."), field="passage")
    for field, text in (("heard", heard), ("why", why), ("who_then", who_then)):
        if length(text) > LONGEST_ANSWER[field]:
            raise AnswerIncomplete(
                _("Dit is te lang. Het mag hooguit %(most)d tekens zijn.") % {"most": LONGEST_ANSWER[field]},
                field=field,
            )


def check_wordings(passage: Passage | None, was: Wording | None, becomes: Wording | None) -> None:
    """What it was and what it becomes are words of the passage that is named, in that order."""
    for wording in (was, becomes):
        if wording is not None and (passage is None or wording.passage_id != passage.pk):
            raise AnswerIncomplete(
                _("Deze tekst hoort bij een andere passage. Kies de passages opnieuw."), field="passage"
            )
    if was is not None and becomes is not None and was.number >= becomes.number:
        raise AnswerIncomplete(_("De nieuwe tekst is niet nieuwer dan de oude. Kies een latere."), field="becomes")


# What is not finished may be longer than an answer, but not a book.
LONGEST_DRAFT = 5000


def check_answer_draft(values: Mapping[str, str]) -> None:
    for field, text in values.items():
        if length(text) > LONGEST_DRAFT:
            raise AnswerIncomplete(
                _("Dit is te lang. Het mag hooguit %(most)d tekens zijn.") % {"most": LONGEST_DRAFT}, field=field
            )


def check_answer_number(latest: Answer | None, number: int) -> None:
    """Nobody writes over an answer that they did not see."""
    check_seen(
        number,
        latest.number if latest else 0,
        latest,
        _("Er is intussen een antwoord gegeven. Er is niets kwijt: vergelijk en sla op."),
    )


def digest_of_answer(answer: Answer) -> str:
    """What the history holds of its words, so that they can be held against it later; without its salt this tells
    nothing."""
    words = (answer.heard, answer.verdict, answer.why, answer.who_then)
    # Answers of before there were promises keep their digest.
    promise = (answer.owner, str(answer.due_on)) if answer.owner or answer.due_on else ()
    return digest(answer.salt, answer.number, *words, answer.place_id, answer.was, answer.becomes, *promise)
