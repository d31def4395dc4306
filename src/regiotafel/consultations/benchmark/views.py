"""How many people there are, beside how many took part."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from regiotafel.consultations.benchmark.actions import set_benchmark
from regiotafel.consultations.benchmark.forms import BenchmarkForm, benchmark_form_of
from regiotafel.consultations.benchmark.queries import benchmark_of, in_words, values_of
from regiotafel.consultations.benchmark.rules import BenchmarkRefused
from regiotafel.consultations.loading import load, staff_page
from regiotafel.consultations.models import Consultation
from regiotafel.history.rules import ChangedMeanwhile
from regiotafel.regions.access import RegionRequest, door, member


@door("consultation.write")
def benchmark(request: RegionRequest, slug: str) -> HttpResponse:
    consultation = load(request, slug)
    values = values_of(consultation)
    if request.method != "POST":
        return _page(request, consultation, benchmark_form_of(values, benchmark_of(consultation), consultation.version))
    form = BenchmarkForm(request.POST, values=values)
    if not form.is_valid():
        return _page(request, consultation, form, status=422)
    try:
        set_benchmark(
            by=member(request),
            at=timezone.now(),
            consultation=consultation,
            version=form.cleaned_data["version"],
            given=form.given(),
        )
    except (ChangedMeanwhile, BenchmarkRefused) as fault:
        return _conflict(request, load(request, slug), form, str(fault))
    messages.success(request, _("Bewaard. De volgende telling rekent ermee."))
    return redirect("consultations:benchmark", request.region.slug, slug)


def _conflict(request: RegionRequest, consultation: Consultation, form: BenchmarkForm, fault: str) -> HttpResponse:
    """Both versions beside each other; what was typed stays, and saving it again is now a choice."""
    words = {"source": _("bron"), "year": _("jaar")}
    theirs = in_words(form.values, benchmark_of(consultation), words)
    mine = in_words(form.values, form.given(), words)
    again = BenchmarkForm({**request.POST.dict(), "version": str(consultation.version)}, values=form.values)
    differences = [(label, theirs[label], mine[label]) for label in mine if theirs[label] != mine[label]]
    return _page(request, consultation, again, status=409, fault=fault, differences=differences)


def _page(
    request: RegionRequest, consultation: Consultation, form: BenchmarkForm, *, status: int = 200, **more: object
) -> HttpResponse:
    return staff_page(request, "consultations/benchmark.html", consultation, {"form": form, **more}, status=status)
