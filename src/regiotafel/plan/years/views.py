"""What could begin in which year, what breaks when it begins otherwise, and the variants of it that are kept."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from regiotafel.formats.tables import write_csv
from regiotafel.plan.loading import done_by, kept, load, writing_page
from regiotafel.plan.models import Variant
from regiotafel.plan.years import actions
from regiotafel.plan.years.analysis import (
    Years,
    as_filled_in,
    as_placed,
    beside,
    by_owner,
    columns_of,
    notes,
    picture,
    rows_of,
)
from regiotafel.plan.years.forms import (
    COMPUTED,
    FILLED_IN,
    ChangeForm,
    ChooseForm,
    CompareForm,
    KeepForm,
    LayoutForm,
    RenameForm,
    ShiftForm,
    VersionForm,
    layouts,
)
from regiotafel.plan.years.loading import given_now, laid_out, load_variant, side, what_if
from regiotafel.plan.years.queries import Given, places_of, turned_by, variants_of
from regiotafel.regions.access import RegionRequest, door
from regiotafel.web.conflicts import sent_again
from regiotafel.web.files import csv_file
from regiotafel.web.pages import posted


def _to(variant: Variant) -> HttpResponse:
    return redirect("plan:variant", variant.plan.region.slug, variant.plan.slug, variant.pk)


def _shown(request: RegionRequest, given: Given, laid: Years, word: str, **more: Any) -> HttpResponse:
    """One way to lay them out, whole."""
    variants = list(variants_of(given.plan))
    filled = as_filled_in(given)
    context: dict[str, Any] = {"plan": given.plan, "years": laid, "word": word, "variants": variants}
    context |= {"picture": picture(laid), "notes": notes(given, laid), "filled": filled}
    context["other"] = FILLED_IN if word == COMPUTED else COMPUTED
    context |= {"is_filled_in": filled.at == laid.at, "form": ShiftForm(None, given=given, variants=variants, of=word)}
    return writing_page(request, "plan/years.html", keep=KeepForm(places=laid.at), **context, **more)


@door("measure.score")
@require_safe
def years(request: RegionRequest, plan: str) -> HttpResponse:
    """As the computer would, or as it is filled in now."""
    given = given_now(load(request, plan))
    word = LayoutForm(request.GET, variants=()).asked
    return _shown(request, given, laid_out(given, word, ()), word)


@door("measure.score")
@require_safe
def variant(request: RegionRequest, plan: str, variant: int) -> HttpResponse:
    """As somebody kept it."""
    given = given_now(load(request, plan))
    now = load_variant(request, given.plan, variant)
    remove = VersionForm(initial={"version": now.version})
    return _shown(request, given, as_placed(given, places_of(now)), str(now.pk), variant=now, remove=remove)


def _rename(now: Variant) -> RenameForm:
    return RenameForm(initial={"name": now.name, "version": now.version})


@door("measure.score")
@require_safe
def owners(request: RegionRequest, plan: str) -> HttpResponse:
    """The same for each owner: what they do in which year."""
    given = given_now(load(request, plan))
    variants = list(variants_of(given.plan))
    form = LayoutForm(request.GET, variants=variants)
    laid = laid_out(given, form.asked, variants)
    context = {"plan": given.plan, "form": form, "owned": by_owner(laid), "years": laid}
    return writing_page(request, "plan/owners.html", name=dict(layouts(variants))[form.asked], **context)


@door("measure.score")
@require_safe
def compare(request: RegionRequest, plan: str) -> HttpResponse:
    """Two ways to lay them out, beside each other."""
    given = given_now(load(request, plan))
    variants = list(variants_of(given.plan))
    form = CompareForm(request.GET, variants=variants)
    left, right = (side(given, word, variants) for word in form.asked)
    sums = list(zip(left.years.sums, right.years.sums, strict=True))
    context = {"plan": given.plan, "form": form, "sides": (left, right), "sums": sums}
    return writing_page(request, "plan/compare.html", rows=beside(left.years, right.years), **context)


@door("measure.score")
@require_safe
def shift(request: RegionRequest, plan: str) -> HttpResponse:
    """What breaks when one measure begins otherwise; nothing is kept yet."""
    given = given_now(load(request, plan))
    variants = list(variants_of(given.plan))
    form = ShiftForm(request.GET or None, given=given, variants=variants, of=COMPUTED)
    found = what_if(given, form, variants) if form.is_valid() else {}
    return writing_page(request, "plan/shift.html", plan=given.plan, form=form, **found)


@door("plan.write")
@require_POST
def keep(request: RegionRequest, plan: str) -> HttpResponse:
    """What a page showed, as a variant."""
    of = load(request, plan)
    form, made = KeepForm(request.POST), list[Variant]()
    done = done_by(request, plan=of)
    if kept(form, lambda: made.append(actions.keep_variant(**done, **form.cleaned_data)))[0]:
        messages.success(request, _("De variant is bewaard. Schuif verder, of vergelijk die met het voorstel."))
        return _to(made[0])
    return writing_page(request, "plan/variant_form.html", plan=of, form=form)


@door("plan.write")
@require_POST
def change(request: RegionRequest, plan: str, variant: int) -> HttpResponse:
    """What a page showed, in a variant that is kept."""
    of = load(request, plan)
    now = load_variant(request, of, variant)
    form, done = ChangeForm(request.POST), done_by(request, variant=now)
    is_done, fault = kept(form, lambda: actions.change_variant(**done, **form.cleaned_data))
    if is_done:
        messages.success(request, _("De verschuiving is opgeslagen in deze variant."))
        return _to(now)
    if fault:
        form = ChangeForm(sent_again(request.POST, fault.theirs, "version"))
    return writing_page(request, "plan/variant_form.html", plan=of, variant=now, form=form, fault=fault)


@door("plan.write")
def rename(request: RegionRequest, plan: str, variant: int) -> HttpResponse:
    of = load(request, plan)
    now = load_variant(request, of, variant)
    form, done = RenameForm(posted(request)) if posted(request) else _rename(now), done_by(request, variant=now)
    is_done, fault = kept(form, lambda: actions.rename_variant(**done, **form.cleaned_data))
    if is_done:
        return _to(now)
    if fault:
        form = RenameForm(sent_again(request.POST, fault.theirs, "version"))
    return writing_page(request, "plan/variant_form.html", plan=of, variant=now, form=form, fault=fault)


@door("plan.write")
@require_POST
def remove(request: RegionRequest, plan: str, variant: int) -> HttpResponse:
    of = load(request, plan)
    now = load_variant(request, of, variant)
    form, done = VersionForm(request.POST), done_by(request, variant=now)
    is_done, fault = kept(form, lambda: actions.remove_variant(**done, **form.cleaned_data))
    if is_done:
        messages.success(request, _("De variant is weggehaald. In het logboek staat nog dat die er was."))
        return redirect("plan:years", request.region.slug, of.slug)
    return writing_page(request, "plan/variant_form.html", plan=of, variant=now, form=_rename(now), fault=fault)


@door("plan.write")
def choose(request: RegionRequest, plan: str, variant: int) -> HttpResponse:
    """Makes the years of a variant those of the plan; first it shows what that changes."""
    given = given_now(load(request, plan))
    now = load_variant(request, given.plan, variant)
    places = places_of(now)
    form = ChooseForm(posted(request), initial={"version": now.version, "seen": given.seen})
    done = done_by(request, variant=now)
    is_done, fault = kept(form, lambda: actions.choose_variant(**done, **form.cleaned_data))
    if is_done:
        messages.success(request, _("Deze variant is nu de planning."))
        return redirect("plan:plan", request.region.slug, given.plan.slug)
    if fault:
        form = ChooseForm({**request.POST.dict(), "version": str(now.version), "seen": given.seen})
    context = {"plan": given.plan, "variant": now, "form": form, "turned": turned_by(given, places)}
    return writing_page(request, "plan/choose.html", fault=fault, years=as_placed(given, places), **context)


@door("measure.score")
@require_safe
def schedule_csv(request: RegionRequest, plan: str) -> HttpResponseBase:
    given = given_now(load(request, plan))
    variants = list(variants_of(given.plan))
    word = LayoutForm(request.GET, variants=variants).asked
    laid = laid_out(given, word, variants)
    content = write_csv(columns_of(laid), rows_of(laid))
    return csv_file(content, request.region.slug, "jaren", word, given.plan.slug)
