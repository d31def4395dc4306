"""What contributions bring to the frame and the first page of a region."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from regiotafel.contributions.answering.queries import answer_drafts_in, promises_in
from regiotafel.contributions.findings.queries import promised_answers
from regiotafel.contributions.loops.queries import beside_public_numbers
from regiotafel.contributions.models import VOICE, Answer, AnswerDraft
from regiotafel.contributions.moderating.queries import waiting
from regiotafel.contributions.states.queries import Line, line_of, open_ones
from regiotafel.contributions.states.rules import late_before
from regiotafel.regions.menu import Draft, Due, MenuItem, Tool, Turn, asked_once
from regiotafel.regions.models import Region
from regiotafel.regions.permissions import Standing, may
from regiotafel.thread.models import Knot

MENU = (MenuItem("inbreng", _("Inbreng"), "contributions:index"),)

DESK = (
    Tool("contribution.moderate", _("Moderatie"), "contributions:queue"),
    Tool("contribution.handle", _("Reacties"), "contributions:workbench"),
)


@asked_once
def _promises_in(region: Region) -> list[Answer]:
    return list(promises_in(region).select_related("about__contribution", "about__finding"))


def turns(region: Region, standings: Collection[Standing], now: datetime) -> Iterator[Turn]:
    """What waits for a moderator, and what waits for an answer: each longest first."""
    if may("contribution.moderate", standings) and (line := line_of(waiting(region))).n:
        name = ngettext("reactie wacht op een moderator", "reacties wachten op een moderator", line.n)
        yield _turn(region, name, line, "contributions:queue", "contributions:moderate")
    if may("contribution.handle", standings) and (line := line_of(open_ones(region), late_before(region, now))).n:
        name = ngettext("reactie wacht op antwoord", "reacties wachten op antwoord", line.n)
        turn = _turn(region, name, line, "contributions:workbench", "contributions:answer")
        yield replace(turn, explained=beside_public_numbers(region, line.n))
    if may("contribution.handle", standings) and (promises := _promises_in(region)):
        yield _promised(region, promises, timezone.localdate(now))


def _promised(region: Region, promises: Sequence[Answer], today: date) -> Turn:
    """All that the page behind it shows, in the same order."""
    days = [one.due_on for one in promises]
    name = ngettext("toezegging staat nog niet in de tekst", "toezeggingen staan nog niet in de tekst", len(days))
    told, n = "", days.count(None)
    if n:
        told = ngettext("Eén heeft nog geen datum.", "%(n)d hebben nog geen datum.", n) % {"n": n}
    return Turn(
        name,
        reverse("contributions:promises", args=[region.slug]),
        len(days),
        first=_answered_at(region, promises[0].about),
        since=min(one.at for one in promises),
        n_late=sum(day is not None and day < today for day in days),
        explained=told,
    )


def _answered_at(region: Region, about: Knot) -> str:
    """Where a reaction or a finding is answered."""
    if about.kind == VOICE.code:
        return reverse("contributions:answer", args=[region.slug, about.contribution.number])
    return reverse("contributions:answer_finding", args=[region.slug, about.finding.pk])


def _turn(region: Region, name: str, line: Line, page: str, one: str) -> Turn:
    first = reverse(one, args=[region.slug, line.first])
    return Turn(
        name,
        reverse(page, args=[region.slug]),
        line.n,
        first=first,
        since=line.since,
        n_late=line.n_late,
    )


def drafts(region: Region, standings: Collection[Standing], now: datetime) -> Iterator[Draft]:
    """Answers that somebody is writing."""
    for one in answer_drafts_in(region) if may("contribution.handle", standings) else ():
        yield Draft(*_answer_begun(region, one), one.saved_at, str(one.by or ""))


def _answer_begun(region: Region, draft: AnswerDraft) -> tuple[str, str]:
    """What it is called, and where it is written."""
    where = _answered_at(region, draft.about)
    if draft.about.kind == VOICE.code:
        return gettext("Antwoord op reactie %(number)d") % {"number": draft.about.contribution.number}, where
    finding = draft.about.finding
    name = gettext("Antwoord op stelling %(number)d van “%(title)s”") % {
        "number": finding.statement.number,
        "title": finding.consultation.title,
    }
    return name, where


def dues(region: Region, standings: Collection[Standing], now: datetime) -> Iterator[Due]:
    """Until when people were promised to hear what is done with the outcome of a round; and until when something was
    promised that is not in the text yet."""
    is_yours = may("contribution.handle", standings)
    for one in promised_answers(region, now) if may("consultation.read_draft", standings) else ():
        name = gettext("Antwoord op de uitkomst van “%(title)s”") % {"title": one}
        url = reverse("contributions:of_consultation", args=[region.slug, one.slug])
        if one.answer_by is not None:
            yield Due(one.answer_by, name, url, is_promise=True, is_yours=is_yours)
    for answer in _promises_in(region) if may("consultation.read_draft", standings) else ():
        name = gettext("Toezegging: %(heard)s") % {"heard": Truncator(answer.heard).words(12)}
        if answer.due_on is not None:
            url = reverse("contributions:promises", args=[region.slug])
            # Who can keep it has it in the queue of promises, which counts what is late.
            yield Due(answer.due_on, name, url, is_promise=True, is_yours=False)
