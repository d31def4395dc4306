"""Keeping the register: subjects, what the law says, who decides, and who does it in another way."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from regiotafel.history.queries import last_saved
from regiotafel.history.rules import ChangedMeanwhile
from regiotafel.mandates.acts import SUBJECT_CHANGED
from regiotafel.mandates.loading import is_refused, load, load_deviation, load_law_fact, load_mandate, writing_page
from regiotafel.mandates.models import Subject
from regiotafel.mandates.queries import law_facts_of, subjects_of
from regiotafel.mandates.register import actions
from regiotafel.mandates.register.forms import (
    ChangeSubjectForm,
    DeviationForm,
    LawFactForm,
    MandateForm,
    PlaceForm,
    ReasonForm,
    SubjectForm,
    WhyForm,
    change_form,
    mandate_form,
)
from regiotafel.mandates.register.queries import newest_mandate, settled_on, titles_to_take_over
from regiotafel.mandates.rules import is_in_conflict
from regiotafel.refused import Refused
from regiotafel.regions.access import RegionRequest, door, member
from regiotafel.regions.parties.queries import places_of
from regiotafel.vision.reading.queries import passage_by_key, standing_in
from regiotafel.web import conflicts
from regiotafel.web.pages import posted


def _to(subject: Subject) -> HttpResponse:
    return redirect("mandates:subject", subject.region.slug, subject.slug)


@door("mandate.write")
def new_subject(request: RegionRequest) -> HttpResponse:
    form = SubjectForm(posted(request))
    by, at = member(request), timezone.now()
    if form.is_valid() and not is_refused(
        form, lambda: actions.add_subject(by=by, at=at, region=request.region, **form.cleaned_data)
    ):
        messages.success(request, _("Het onderwerp staat in het register. Vul nu in wie erover beslist."))
        return redirect("mandates:index", request.region.slug)
    return writing_page(request, "mandates/new_subject.html", form=form)


@door("mandate.write")
def take_over(request: RegionRequest) -> HttpResponse:
    """The start list, with one press."""
    if request.method != "POST":
        return writing_page(request, "mandates/take_over.html", titles=titles_to_take_over(request.region))
    made = actions.take_over_list(by=member(request), at=timezone.now(), region=request.region)
    told = ngettext("Er staat één onderwerp bij.", "Er staan %(n)d onderwerpen bij.", len(made)) % {"n": len(made)}
    messages.success(request, told if made else _("Alle onderwerpen van de lijst stonden al in het register."))
    return redirect("mandates:index", request.region.slug)


@door("mandate.write")
def change_subject(request: RegionRequest, subject: str) -> HttpResponse:
    found, wordings = load(request, subject), standing_in(request.region)
    form = ChangeSubjectForm(request.POST, wordings=wordings) if posted(request) else change_form(found, wordings)
    context: dict[str, Any] = {}
    if form.is_valid():
        try:
            if _change(request, found, form):
                return _to(found)
        except ChangedMeanwhile as changed:
            theirs = change_form(changed.theirs, wordings)
            conflict = conflicts.of_forms(theirs, form, **last_saved(found, SUBJECT_CHANGED))
            context = {"fault": changed, "conflict": conflict}
            form = ChangeSubjectForm({**request.POST.dict(), **conflict.values}, wordings=wordings)
    return writing_page(request, "mandates/change_subject.html", subject=found, form=form, **context)


def _change(request: RegionRequest, subject: Subject, form: ChangeSubjectForm) -> bool:
    values = {**form.cleaned_data, "passage": passage_by_key(request.region, form.cleaned_data["passage"])}
    by, at = member(request), timezone.now()
    if is_refused(form, lambda: actions.change_subject(by=by, at=at, subject=subject, **values)):
        return False
    messages.success(request, _("Het onderwerp is veranderd."))
    return True


@door("mandate.write")
def move(request: RegionRequest, subject: str) -> HttpResponse:
    """Another place in the register."""
    found = load(request, subject)
    others = [one for one in subjects_of(request.region) if one.pk != found.pk]
    before = [one for one in others if one.position < found.position]
    form = PlaceForm(posted(request), others=others, initial={"after": before[-1].pk if before else ""})
    by, at = member(request), timezone.now()
    if form.is_valid():
        after = next((one for one in others if one.pk == form.cleaned_data["after"]), None)
        if not is_refused(form, lambda: actions.move_subject(by=by, at=at, subject=found, after=after)):
            return redirect("mandates:index", request.region.slug)
    return writing_page(request, "mandates/move.html", subject=found, form=form)


@door("mandate.write")
def retire(request: RegionRequest, subject: str) -> HttpResponse:
    """Takes it out of the register, or puts it back: whichever it is not."""
    found = load(request, subject)
    form = ReasonForm(posted(request), initial={"version": found.version})
    act = actions.bring_back_subject if found.retired_at else actions.retire_subject
    by, at, fault = member(request), timezone.now(), None
    if form.is_valid():
        try:
            act(by=by, at=at, subject=found, **form.cleaned_data)
        except Refused as refused:
            fault, found = refused, load(request, subject)
            form = ReasonForm({**request.POST.dict(), "version": found.version})
        else:
            return _to(found)
    return writing_page(request, "mandates/retire.html", subject=found, form=form, fault=fault)


@door("mandate.write")
def law(request: RegionRequest, subject: str) -> HttpResponse:
    """What the law says: all of it, also what nobody has checked yet."""
    found = load(request, subject)
    form = LawFactForm(posted(request))
    by, at = member(request), timezone.now()
    if form.is_valid() and not is_refused(
        form, lambda: actions.add_law_fact(by=by, at=at, subject=found, **form.cleaned_data)
    ):
        messages.success(request, _("Opgeslagen wat de wet zegt."))
        return redirect("mandates:law", request.region.slug, found.slug)
    facts = law_facts_of(found)
    more = {"facts": facts, "is_in_conflict": is_in_conflict(facts, timezone.localdate())}
    return writing_page(request, "mandates/law.html", subject=found, form=form, **more)


@door("mandate.write")
@require_POST
def remove_law_fact(request: RegionRequest, subject: str, fact: int) -> HttpResponse:
    found = load(request, subject)
    actions.remove_law_fact(by=member(request), at=timezone.now(), fact=load_law_fact(request, found, fact))
    messages.success(request, _("De regel over de wet is weg. In het logboek staat die nog."))
    return redirect("mandates:law", request.region.slug, found.slug)


@door("mandate.write")
def decide(request: RegionRequest, subject: str) -> HttpResponse:
    """Who decides from a day on."""
    found, fault = load(request, subject), None
    settled, newest = settled_on(found, timezone.localdate()), newest_mandate(found)
    form = MandateForm(request.POST) if request.method == "POST" else mandate_form(settled.now, newest)
    by, at = member(request), timezone.now()
    if form.is_valid():
        try:
            if not is_refused(form, lambda: actions.set_mandate(by=by, at=at, subject=found, **form.cleaned_data)):
                messages.success(request, _("Opgeslagen wie hierover beslist."))
                return _to(found)
        except ChangedMeanwhile as changed:
            fault, settled = changed, settled_on(found, timezone.localdate())
            form = MandateForm(conflicts.sent_again(request.POST, changed.theirs))
    return writing_page(request, "mandates/decide.html", subject=found, form=form, settled=settled, fault=fault)


@door("mandate.write")
def withdraw(request: RegionRequest, subject: str, number: int) -> HttpResponse:
    found = load(request, subject)
    mandate = load_mandate(request, found, number)
    form = WhyForm(posted(request))
    by, at = member(request), timezone.now()
    if form.is_valid() and not is_refused(
        form,
        lambda: actions.withdraw_mandate(by=by, at=at, mandate=mandate, reason=form.cleaned_data["reason"]),
    ):
        messages.success(request, _("Ingetrokken. Het blijft te lezen."))
        return _to(found)
    return writing_page(request, "mandates/withdraw.html", subject=found, form=form, mandate=mandate)


@door("mandate.write")
def deviate(request: RegionRequest, subject: str) -> HttpResponse:
    """One municipality does it in another way."""
    found, places = load(request, subject), list(places_of(request.region))
    form = DeviationForm(posted(request), places=places)
    by, at = member(request), timezone.now()
    if form.is_valid() and not is_refused(
        form, lambda: actions.add_deviation(by=by, at=at, subject=found, **form.cleaned_data)
    ):
        messages.success(request, _("Opgeslagen dat deze gemeente het anders doet."))
        return _to(found)
    return writing_page(request, "mandates/deviate.html", subject=found, form=form)


@door("mandate.write")
@require_POST
def end_deviation(request: RegionRequest, subject: str, deviation: int) -> HttpResponse:
    found = load(request, subject)
    actions.end_deviation(by=member(request), at=timezone.now(), deviation=load_deviation(request, found, deviation))
    messages.success(request, _("Deze gemeente doet het niet meer anders."))
    return redirect(f"{reverse('mandates:subject', args=[request.region.slug, found.slug])}#afwijkingen")
