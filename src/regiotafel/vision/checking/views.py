"""How a text stands beside what the law asks: all of it, one requirement, as it was in a release; and judging it."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from regiotafel.history.rules import ChangedMeanwhile
from regiotafel.refused import Refused
from regiotafel.regions.access import RegionRequest, door, member
from regiotafel.vision.checking import actions
from regiotafel.vision.checking.forms import JudgementForm, judgement_form
from regiotafel.vision.checking.loading import load_check
from regiotafel.vision.checking.queries import checks_of, released_checks, texts_checked
from regiotafel.vision.loading import load, load_release, opened, text_page, writing_page
from regiotafel.vision.models import Document
from regiotafel.vision.queries import SectionText, releases_of, with_knots
from regiotafel.vision.reading.queries import in_chapters
from regiotafel.web.pages import posted


@door("vision.read")
@require_safe
def all_checks(request: RegionRequest) -> HttpResponse:
    """Every text of the region."""
    return text_page(request, "vision/all_checks.html", None, texts=texts_checked(request.region))


@door("vision.read")
@require_safe
def checks(request: RegionRequest, document: str) -> HttpResponse:
    found = load(request, document)
    context = {"found": checks_of(found), "releases": list(releases_of(found))}
    return text_page(request, "vision/checks.html", found, **context)


@door("vision.read")
@require_safe
def released(request: RegionRequest, document: str, number: int) -> HttpResponse:
    release = load_release(request, document, number)
    context = {"found": released_checks(release), "release": release, "releases": list(releases_of(release.document))}
    return text_page(request, "vision/checks.html", release.document, **context)


@door("vision.read")
@require_safe
def requirement(request: RegionRequest, document: str, code: str) -> HttpResponse:
    found = load(request, document)
    return text_page(request, "vision/requirement.html", found, check=load_check(request, found, code))


@door("vision.write")
def judge(request: RegionRequest, document: str, code: str) -> HttpResponseBase:
    found = load(request, document)
    check, among = load_check(request, found, code), _chapters(found)
    shown = opened(request, among)
    form = judgement_form(check, among, shown["sections"], posted(request))
    if form.is_valid():
        return _write_down(request, found, form, check=check, **shown)
    return writing_page(request, "vision/judge.html", found, form=form, check=check, **shown)


def _chapters(document: Document) -> list[SectionText]:
    return in_chapters(document, with_knots(document))


def _write_down(request: RegionRequest, document: Document, form: JudgementForm, **context: Any) -> HttpResponseBase:
    by, at, one = member(request), timezone.now(), context["check"].requirement
    try:
        actions.judge(by=by, at=at, document=document, requirement=one, **form.cleaned_data)
    except ChangedMeanwhile as changed:
        # Who saves after this has read what the other said.
        now = load_check(request, document, one.code)
        sent = request.POST.copy()
        sent["number"] = str(now.number)
        context |= {"check": now, "fault": changed, "is_theirs": True}
        form = judgement_form(now, _chapters(document), context["sections"], sent)
    except Refused as refused:
        context["fault"] = refused
    else:
        messages.success(request, _("Opgeslagen: %(title)s.") % {"title": one.title})
        return redirect("vision:checks", request.region.slug, document.slug)
    return writing_page(request, "vision/judge.html", document, form=form, **context)
