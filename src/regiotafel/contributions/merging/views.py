"""Merging and splitting, by an editor."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from regiotafel.contributions.loading import known_among, load, staff_page
from regiotafel.contributions.merging import actions
from regiotafel.contributions.merging.forms import N_PARTS, MergeForm, SplitForm
from regiotafel.contributions.merging.queries import look_alikes
from regiotafel.contributions.merging.rules import NotMergeable
from regiotafel.contributions.models import Contribution, State
from regiotafel.contributions.states.rules import is_move
from regiotafel.refused import Refused
from regiotafel.regions.access import RegionRequest, door, member


@door("contribution.handle")
def merge(request: RegionRequest, number: int) -> HttpResponse:
    contribution = load(request, number)
    alike = look_alikes(contribution)
    waiting = [other for other in alike if is_move(other, State.MERGED)]
    form = MergeForm(
        request.POST or None,
        initial={"text": contribution.text, "kind": contribution.kind},
        look_alikes=[(str(other.number), f"{other.number} · {other.text[:200]}") for other in waiting],
    )
    fault: Refused | None = None
    if request.method == "POST" and form.is_valid():
        try:
            made = _merged(request, contribution, form)
        except Refused as refused:
            fault = refused
        else:
            messages.success(request, _("Samengevoegd tot reactie %(number)d.") % {"number": made.number})
            return redirect("contributions:answer", request.region.slug, made.number)
    answered = [other for other in alike if other.state == State.ANSWERED]
    return staff_page(
        request,
        "contributions/merge.html",
        contribution=contribution,
        # Who pressed too late keeps the words that they wrote.
        can_merge=is_move(contribution, State.MERGED) or form.is_bound,
        answered=answered,
        form=form,
        fault=fault,
    )


def _merged(request: RegionRequest, contribution: Contribution, form: MergeForm) -> Contribution:
    numbers = form.numbers()
    others = known_among(request, numbers)
    if missing := sorted(set(numbers) - {one.number for one in others}):
        raise NotMergeable(_("Deze nummers kennen we niet: %(numbers)s.") % {"numbers": ", ".join(map(str, missing))})
    return actions.merge(
        by=member(request),
        at=timezone.now(),
        contributions=[contribution, *others],
        text=form.cleaned_data["text"],
        kind=form.cleaned_data["kind"],
    )


@door("contribution.handle")
def split(request: RegionRequest, number: int) -> HttpResponse:
    contribution = load(request, number)
    paragraphs = [part for part in contribution.text.split("\n") if part]
    # The last field has all that is left: no words of the sender are lost on the way.
    texts = [*paragraphs[: N_PARTS - 1], "\n".join(paragraphs[N_PARTS - 1 :])]
    initial = {f"part_{place}": text for place, text in enumerate(texts, 1)}
    form = SplitForm(request.POST or None, initial=initial)
    fault: Refused | None = None
    if request.method == "POST" and form.is_valid():
        try:
            parts = actions.split(by=member(request), at=timezone.now(), contribution=contribution, parts=form.parts())
        except Refused as refused:
            fault = refused
        else:
            numbers = ", ".join(str(part.number) for part in parts)
            messages.success(request, _("Gesplitst in reactie %(numbers)s.") % {"numbers": numbers})
            return redirect("contributions:workbench", request.region.slug)
    return staff_page(
        request,
        "contributions/split.html",
        contribution=contribution,
        can_split=is_move(contribution, State.SPLIT) or form.is_bound,
        form=form,
        fault=fault,
    )
