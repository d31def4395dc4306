"""For who looks after the installation: its regions, a new one, and a first link for who cannot get mail yet."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from regiotafel.refused import Refused
from regiotafel.regions.access import for_site, member
from regiotafel.regions.beginning import actions
from regiotafel.regions.beginning.forms import NewRegionForm
from regiotafel.regions.beginning.loading import load_administrator
from regiotafel.regions.beginning.queries import every_begun_region
from regiotafel.regions.settings.rules import SlugTaken
from regiotafel.web.links import link
from regiotafel.web.mail import can_be_sent
from regiotafel.web.pages import page, posted


@for_site
def site(request: HttpRequest) -> HttpResponse:
    context: dict[str, Any] = {"can_mail": can_be_sent()}
    if request.method == "POST":
        held = load_administrator(request)
        try:
            url = actions.make_first_link(by=member(request), at=timezone.now(), held=held, **context)
        except Refused as fault:
            return page(request, "regions/site.html", fault=fault, begun=every_begun_region(), **context)
        return page(request, "regions/first_link.html", membership=held, link=url)
    return page(request, "regions/site.html", begun=every_begun_region(), **context)


@for_site
def new_region(request: HttpRequest) -> HttpResponse:
    at = timezone.now()
    form = NewRegionForm(posted(request), today=timezone.localdate(at))
    if not form.is_valid():
        return page(request, "regions/new_region.html", form=form)
    plan, email, by = form.cleaned_data["plan"], form.cleaned_data["administrator"], member(request)
    try:
        held = actions.begin_region(by=by, at=at, administrator=email, login_url=link("account_login"), **vars(plan))
    except SlugTaken as taken:  # a colleague was just before
        form.add_error("name", str(taken))
        return page(request, "regions/new_region.html", form=form)
    messages.success(request, _("%(name)s staat klaar.") % {"name": held.region.name})
    return redirect("pages:set_up", held.region.slug) if held.user == by else redirect("regions:site")
