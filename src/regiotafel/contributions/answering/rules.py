"""When an answer is an answer."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from regiotafel.contributions.models import Answer, AnswerDraft, Verdict
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


LONGEST_ANSWER = {"heard": 1000, "why": 2000, "who_then": 300}
CHANGES_THE_TEXT = frozenset({Verdict.YES, Verdict.PARTLY})


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
            raise AnswerIncomplete(_("Deze tekst hoort bij een ander stuk. Kies de stukken opnieuw."), field="passage")
    if was is not None and becomes is not None and was.number >= becomes.number:
        raise AnswerIncomplete(_("De nieuwe tekst is niet nieuwer dan de oude. Kies een latere."), field="becomes")


# What is not finished may be longer than an answer, but not a book.
LONGEST_DRAFT = 5000


def check_draft_length(values: Mapping[str, str]) -> None:
    for field, text in values.items():
        if length(text) > LONGEST_DRAFT:
            raise AnswerIncomplete(
                _("Dit is te lang. Het mag hooguit %(most)d tekens zijn.") % {"most": LONGEST_DRAFT}, field=field
            )


def check_draft_seen(draft: AnswerDraft | None, seen: int) -> None:
    """Nobody writes over what a colleague is writing, unread. seen: 0 when there was none."""
    check_seen(
        seen,
        draft.version if draft else 0,
        draft,
        _("Een collega heeft dit concept intussen opgeslagen. Er is niets kwijt: vergelijk en sla opnieuw op."),
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
    return digest(answer.salt, answer.number, *words, answer.place_id, answer.was, answer.becomes)
