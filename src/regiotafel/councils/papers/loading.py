"""How the pages about papers of councils find what their address names."""

from django.utils.translation import gettext_lazy as _

from regiotafel.councils.models import Paper
from regiotafel.councils.papers.queries import paper_in, told_release
from regiotafel.regions.access import RegionRequest, behind_its_door, shown
from regiotafel.regions.models import Municipality
from regiotafel.vision.models import Document, Release


def load_paper(request: RegionRequest, document: Document, municipality: Municipality, pk: int) -> Paper:
    found = paper_in(document, municipality, pk)
    return shown(found, request.standings, behind_its_door, _("Dit raadsstuk staat niet bij deze gemeente."))


def load_told(request: RegionRequest, document: Document) -> Release:
    """The version that councils decide about now."""
    found = told_release(document)
    return shown(found, request.standings, behind_its_door, _("Er is nog geen versie waarover raden besluiten."))
