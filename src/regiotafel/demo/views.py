"""One click into the invented example region, from the page or from the terminal.

Without the demo setting these addresses do not exist; with it there is nothing to protect.
"""

from django.conf import settings
from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from regiotafel.demo.queries import WAYS_IN, somebody_for
from regiotafel.regions.permissions import PERMISSIONS
from regiotafel.web.marks import open_to_all


@open_to_all
def log_in(request: HttpRequest, who: str) -> HttpResponse:
    if not settings.DEMO or who not in WAYS_IN:
        raise Http404
    membership = somebody_for(who)
    if membership is None:
        raise Http404(_("De voorbeeldregio staat er nog niet. Start met: make demo."))
    login(request, membership.user, backend=settings.AUTHENTICATION_BACKENDS[0])
    works_here = membership.role in PERMISSIONS["desk.read"].roles
    return redirect("pages:desk" if works_here else "pages:region_home", membership.region.slug)
