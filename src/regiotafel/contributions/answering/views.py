"""Giving an answer, or a better one."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from regiotafel.contributions.answering import actions
from regiotafel.contributions.answering.forms import AnswerForm, place_of
from regiotafel.contributions.answering.queries import (
    answer_draft_of,
    answers_given,
    joint_with,
    like_voices,
    next_open,
)
from regiotafel.contributions.answering.rules import AnswerIncomplete
from regiotafel.contributions.assigning.actions import assign
from regiotafel.contributions.assigning.queries import who_can_answer
from regiotafel.contributions.linking.forms import PassageForm
from regiotafel.contributions.linking.queries import links_of, passages_with, suggested_passages
from regiotafel.contributions.linking.views import settle_link
from regiotafel.contributions.loading import known_among, load, load_passage, passage_choices, staff_page
from regiotafel.contributions.models import Answer, AnswerDraft, Contribution, Finding, State, Verdict
from regiotafel.contributions.phrases.queries import phrase_in, phrases_of
from regiotafel.contributions.sending.rules import tidy_text
from regiotafel.contributions.states.queries import made_of
from regiotafel.contributions.states.rules import is_move
from regiotafel.history.rules import ChangedMeanwhile
from regiotafel.refused import Refused
from regiotafel.regions.access import RegionRequest, door, member
from regiotafel.text.marked import in_one_line
from regiotafel.thread.models import LinkState
from regiotafel.vision.models import Wording
from regiotafel.vision.reading.queries import current_wordings, passage_by_key, wording_by_number, wordings_to_name
from regiotafel.web.conflicts import Conflict, of_forms
from regiotafel.web.days import day
from regiotafel.web.fields import number_of
from regiotafel.web.pages import autosaved, is_part

# What can be pressed beside giving the answer. What was written so far stays in the form.
ASIDE = ("confirm", "reject", "phrase", "changed", "assign", "find")

# What an answer says in its own words.
SAID = ("heard", "verdict", "why", "who_then", "number")


@door("contribution.handle")
def answer(request: RegionRequest, number: int) -> HttpResponse:
    """What somebody said, the text, and the answer, on one page."""
    contribution = load(request, number)
    done = keep_or_drop(request, contribution)
    return done if isinstance(done, HttpResponse) else _beside(request, contribution, fault=done)


def keep_or_drop(request: RegionRequest, source: Contribution | Finding) -> HttpResponse | Refused | None:
    """Keeps what is written so far, as a script does by itself, or throws it away. Returns what went wrong, if anything
    did; nothing when something else was pressed."""
    pressed, seen = request.POST.get("do", ""), number_of(request.POST.get("draft", "")) or 0
    if pressed not in ("save", "drop"):
        return None
    filled_in = {name: tidy_text(request.POST.get(name, "")) for name in AnswerForm.base_fields if name != "number"}
    written = {name: text for name, text in filled_in.items() if text}
    try:
        if pressed == "drop":
            actions.drop_answer_draft(source=source, seen=seen)
            messages.success(request, _("Het concept is weg. Er is niets verstuurd."))
            return redirect(request.path)
        draft = actions.save_answer_draft(
            by=member(request), at=timezone.now(), source=source, values=written, seen=seen
        )
    except Refused as refused:
        return refused
    if is_part(request):
        return autosaved(draft.version, draft.saved_at)
    messages.success(request, _("Het concept is opgeslagen. Alleen beleidsmedewerkers en beheerders zien het."))
    return redirect(request.path)


def _beside(request: RegionRequest, contribution: Contribution, fault: Refused | None = None) -> HttpResponse:
    """The page, after what was pressed beside the answer. What could not be saved stays in the form; saving again is a
    choice, for the draft of a colleague stands beside it."""
    pressed = next((name for name in ASIDE if name in request.POST), "")
    fault = _aside(request, contribution, pressed) if pressed else fault
    kept = _written(request, contribution, pressed) if pressed or fault else None
    region, sought = request.region, request.POST.get("zoek", "")
    return answer_page(
        request,
        contribution,
        "contributions/answer.html",
        fault=fault,
        kept=kept,
        contribution=contribution,
        can_answer=is_move(contribution, State.ANSWERED),
        made_of=SimpleLazyObject(lambda: made_of(contribution)),
        suggestions=SimpleLazyObject(lambda: suggested_passages(contribution)),
        sought=sought,
        found=passages_with(region, sought),
        phrases=SimpleLazyObject(lambda: phrases_of(region)),
        colleagues=SimpleLazyObject(lambda: who_can_answer(region)),
    )


def _drafted(request: RegionRequest, source: Contribution | Finding, fault: Refused | None) -> dict[str, Any]:
    """The draft that there is, and the one that this person has read: who pressed something else has not read what a
    colleague saved meanwhile."""
    draft = answer_draft_of(source)
    is_read = isinstance(fault, ChangedMeanwhile) and isinstance(fault.theirs, AnswerDraft)
    is_shown = draft is None or is_read or request.method == "GET"
    seen = number_of(request.POST.get("draft", "")) or 0
    return {"draft": draft, "draft_seen": (draft.version if draft else 0) if is_shown else seen}


def _aside(request: RegionRequest, contribution: Contribution, pressed: str) -> Refused | None:
    try:
        if pressed in ("confirm", "reject"):
            return settle_link(request, contribution, PassageForm(None, passages=()))
        if pressed == "assign":
            chosen = number_of(request.POST.get("assignee", ""))
            to = next((one for one in who_can_answer(request.region) if one.pk == chosen), None)
            assign(by=member(request), at=timezone.now(), contribution=contribution, to=to)
    except Refused as refused:
        return refused
    return None


def _written(request: RegionRequest, contribution: Contribution, pressed: str) -> Mapping[str, str]:
    """What stands in the form, with what was pressed: a phrase behind it, or how the text changed since."""
    written = request.POST.dict()
    if pressed == "changed":
        written |= _as_changed(request, contribution)
    phrase = phrase_in(request.region, number_of(request.POST["phrase"])) if pressed == "phrase" else None
    if phrase is not None:
        written["why"] = "\n\n".join(filter(None, [written.get("why", "").strip(), phrase.text]))
    return written


def _as_changed(request: RegionRequest, contribution: Contribution) -> dict[str, str]:
    """The words of this passage when somebody wrote about it, and those of now; nothing when it is the same."""
    passage = load_passage(request, number_of(request.POST["changed"]))
    wordings = wordings_to_name({passage.pk})
    before = [one for one in wordings if one.at <= contribution.sent_in_at]
    if len(before) == len(wordings):
        return {}
    was = place_of(passage.pk, before[-1].number) if before else ""
    becomes = place_of(passage.pk, wordings[-1].number)
    return {"verdict": Verdict.YES.value, "passage": str(passage.pk), "was": was, "becomes": becomes}


def answer_page(
    request: RegionRequest,
    source: Contribution | Finding,
    template: str,
    *,
    fault: Refused | None = None,
    kept: Mapping[str, str] | None = None,
    **context: Any,
) -> HttpResponse:
    """Gives the answer that was sent, or shows what it needs. kept: what was written so far, and not sent yet."""
    is_pressed = request.method == "POST" and "heard" in request.POST and kept is None
    form, theirs = AnswerForm(request.POST if is_pressed else None), None
    if is_pressed and form.is_valid():
        try:
            _give(request, source, form)
        except AnswerIncomplete as missing:
            form.add_error(missing.field, str(missing))
        except ChangedMeanwhile as changed:
            fault, theirs = changed, changed.theirs
        except Refused as refused:
            fault = refused
        else:
            messages.success(request, _("Je antwoord staat er. Iedereen kan het lezen."))
            return redirect(_where_next(request, source))
    links, given, drafted = links_of(source), answers_given(source), _drafted(request, source, fault)
    if kept is None and request.method == "GET" and drafted["draft"] is not None:
        kept = drafted["draft"].values
    linked = {link.passage.pk for link in links if link.state == LinkState.CONFIRMED}
    words = current_wordings(linked).values()
    _offer(request, form, linked, given)
    form.initial = {**form.initial, **{name: kept[name] for name in form.fields if kept and name in kept}}
    conflict = _conflict(form, theirs) if isinstance(theirs, Answer) else None
    if conflict:
        form = AnswerForm({**request.POST.dict(), **conflict.values})
        _offer(request, form, linked, given)
    return staff_page(
        request,
        template,
        form=form,
        fault=fault,
        conflict=conflict,
        # Who saves after a conflict improves what the other wrote, having read it.
        number=form["number"].value(),
        links=links,
        words=sorted(words, key=lambda wording: wording.passage.number),
        given=given,
        **_same_for(request, source, linked, given),
        **drafted,
        **context,
    )


def _same_for(
    request: RegionRequest, source: Contribution | Finding, linked: set[int], given: Sequence[Answer]
) -> dict[str, Any]:
    """Who else may get this answer; and who is chosen: of what was answered together, to begin with, all of it."""
    if isinstance(source, Finding):
        return {}
    joint = [one.contribution for one in joint_with(given[0])] if given else []
    chosen = [number_of(number) for number in request.POST.getlist("also")]
    if request.method == "GET":
        chosen = [one.number for one in joint if one is not None]
    return {"like": joint if given else like_voices(source, linked), "also": chosen}


def _where_next(request: RegionRequest, source: Contribution | Finding) -> str:
    """Where the answer is read; or, for who asked that, to the next that waits."""
    if "next" not in request.POST or isinstance(source, Finding):
        return _where_to_read(request, source)
    following = next_open(source, member(request))
    if following is None:
        return reverse("contributions:workbench", args=[request.region.slug])
    return reverse("contributions:answer", args=[request.region.slug, following.number])


def _where_to_read(request: RegionRequest, source: Contribution | Finding) -> str:
    if isinstance(source, Contribution):
        return reverse("contributions:read", args=[request.region.slug, source.number])
    return reverse("contributions:findings", args=[request.region.slug])


def _offer(request: RegionRequest, form: AnswerForm, linked: set[int], given: Sequence[Answer]) -> None:
    """A better answer begins with the words of the one before, a first one where it belongs when that is one place."""
    form.initial = {"number": 0, "passage": next(iter(linked)) if len(linked) == 1 else None}
    placed = set(linked)
    if given:
        latest = given[0]
        form.initial = _as_filled_in(latest)
        placed |= {latest.passage.pk} if latest.passage else set()
    form.offer(
        passage_choices(request),
        [(place_of(one.passage_id, one.number), _described(one)) for one in wordings_to_name(placed)],
    )


def _as_filled_in(answer: Answer) -> dict[str, Any]:
    values = {name: getattr(answer, name) for name in (*SAID, "owner", "due_on")}
    if answer.passage is None:
        return values
    place = answer.passage.pk
    words = {name: place_of(place, number) for name in ("was", "becomes") if (number := getattr(answer, name))}
    return {**values, **words, "passage": place}


def _conflict(form: AnswerForm, theirs: Answer) -> Conflict:
    """What a colleague answered meanwhile, beside what this person wrote."""
    now = AnswerForm(initial=_as_filled_in(theirs))
    now.fields = form.fields
    return of_forms(now, form, by=theirs.by, at=theirs.at)


def _described(wording: Wording) -> str:
    return _("passage %(passage)d, tekst %(n)d van %(day)s: %(words)s") % {
        "passage": wording.passage.number,
        "n": wording.number,
        "day": day(wording.at),
        "words": in_one_line(wording.text)[:80],
    }


def _give(request: RegionRequest, source: Contribution | Finding, form: AnswerForm) -> Answer:
    values = form.cleaned_data
    passage = passage_by_key(request.region, values["passage"])
    if values["passage"] is not None and passage is None:
        raise AnswerIncomplete(_("Kies een passage uit de tekst."), field="passage")
    said = dict(
        by=member(request),
        at=timezone.now(),
        **{name: values[name] for name in SAID},
        promise=form.promise(),
        passage=passage,
        was=_wording(request, values, "was"),
        becomes=_wording(request, values, "becomes"),
    )
    seen = number_of(request.POST.get("draft", "")) or 0
    if isinstance(source, Finding):
        return actions.give_answer(finding=source, draft=seen, **said)
    numbers = [number for one in request.POST.getlist("also") if (number := number_of(one)) is not None]
    return actions.give_answers(contribution=source, also=known_among(request, numbers), draft=seen, **said)


def _wording(request: RegionRequest, values: dict[str, Any], name: str) -> Wording | None:
    if not values[name]:
        return None
    passage, number = values[name].split("-")
    found = wording_by_number(request.region, int(passage), int(number))
    if found is None:
        raise AnswerIncomplete(_("Deze tekst staat niet meer in de lijst. Kies opnieuw."), field=name)
    return found
