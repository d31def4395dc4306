"""How the pages of routes find what their address names."""

from django.utils.translation import gettext_lazy as _

from regiotafel.councils.models import Route, RouteStep
from regiotafel.councils.planning.queries import route_of, step_in
from regiotafel.regions.access import RegionRequest, behind_its_door, shown
from regiotafel.regions.models import Municipality
from regiotafel.vision.models import Document


def load_route(request: RegionRequest, document: Document, municipality: Municipality) -> Route:
    found = route_of(document, municipality)
    return shown(found, request.standings, behind_its_door, _("Deze gemeente heeft nog geen route voor deze tekst."))


def load_step(request: RegionRequest, document: Document, municipality: Municipality, pk: int) -> RouteStep:
    found = step_in(document, municipality, pk)
    return shown(found, request.standings, behind_its_door, _("Deze stap staat niet in de route van deze gemeente."))
