"""How many people there are, beside how many took part."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from regiotafel.consultations.benchmark.actions import set_benchmark
from regiotafel.consultations.benchmark.forms import BenchmarkForm, benchmark_form_of
from regiotafel.consultations.benchmark.queries import benchmark_of, values_of
from regiotafel.consultations.loading import load, staff_page
from regiotafel.consultations.models import Consultation
from regiotafel.consultations.queries import saved_by
from regiotafel.refused import Refused
from regiotafel.regions.access import RegionRequest, door, member
from regiotafel.web import conflicts


@door("consultation.write")
def benchmark(request: RegionRequest, slug: str) -> HttpResponse:
    consultation = load(request, slug)
    values = values_of(consultation)
    if request.method != "POST":
        return _page(request, consultation, benchmark_form_of(values, benchmark_of(consultation), consultation.version))
    form = BenchmarkForm(request.POST, values=values)
    if not form.is_valid():
        return _page(request, consultation, form)
    try:
        set_benchmark(
            by=member(request),
            at=timezone.now(),
            consultation=consultation,
            version=form.cleaned_data["version"],
            given=form.given(),
        )
    except Refused as fault:
        return _conflict(request, load(request, slug), form, fault)
    messages.success(request, _("Opgeslagen. De volgende telling rekent ermee."))
    return redirect("consultations:benchmark", request.region.slug, slug)


def _conflict(request: RegionRequest, consultation: Consultation, form: BenchmarkForm, fault: Refused) -> HttpResponse:
    """Both versions beside each other; what was typed stays, and saving it again is now a choice."""
    theirs = benchmark_form_of(form.values, benchmark_of(consultation), consultation.version)
    conflict = conflicts.of_forms(theirs, form, names=_names(form), **saved_by(consultation))
    again = BenchmarkForm({**request.POST.dict(), **conflict.values}, values=form.values)
    return _page(request, consultation, again, fault=fault, conflict=conflict)


def _names(form: BenchmarkForm) -> dict[str, str]:
    """Of the fields that every property has."""
    names = {}
    for by, _numbers, source, year in form.sections():
        names[source.name] = f"{by.label}: {_('bron')}"
        names[year.name] = f"{by.label}: {_('jaar')}"
    return names


def _page(request: RegionRequest, consultation: Consultation, form: BenchmarkForm, **more: object) -> HttpResponse:
    return staff_page(request, "consultations/benchmark.html", consultation, form=form, **more)
