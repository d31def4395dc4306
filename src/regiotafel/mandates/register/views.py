"""Who decides what: for everybody who asks, and for who keeps the register."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from regiotafel.mandates.loading import load, register_page, writing_page
from regiotafel.mandates.register import actions
from regiotafel.mandates.register.forms import SubjectForm
from regiotafel.mandates.register.queries import mandates_of, register_of, settled_on
from regiotafel.refused import Refused
from regiotafel.regions.access import RegionRequest, door, member
from regiotafel.web.pages import posted


@door("mandate.read")
@require_safe
def index(request: RegionRequest) -> HttpResponse:
    return register_page(request, "mandates/index.html", rows=register_of(request.region, timezone.localdate()))


@door("mandate.read")
@require_safe
def subject(request: RegionRequest, subject: str) -> HttpResponse:
    found = load(request, subject)
    row = settled_on(found, timezone.localdate())
    return register_page(request, "mandates/subject.html", subject=found, row=row, mandates=mandates_of(found))


@door("mandate.write")
def new_subject(request: RegionRequest) -> HttpResponse:
    form = SubjectForm(posted(request))
    if form.is_valid():
        try:
            made = actions.add_subject(
                by=member(request), at=timezone.now(), region=request.region, **form.cleaned_data
            )
        except Refused as refused:
            form.add_error(refused.field or None, str(refused))
        else:
            messages.success(request, _("Het onderwerp staat in het register."))
            return redirect("mandates:subject", request.region.slug, made.slug)
    return writing_page(request, "mandates/new_subject.html", form=form)
