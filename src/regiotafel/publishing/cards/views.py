"""The picture that goes with the link of a round, an outcome or a text. Drawn once for all that it says."""

import hashlib
from collections.abc import Sequence

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from regiotafel.consultations.loading import load as load_round
from regiotafel.publishing.cards.queries import bar_of
from regiotafel.publishing.downloads.loading import load_report
from regiotafel.regions.access import RegionRequest, door
from regiotafel.reports import card
from regiotafel.reports.opinions.outcome import read
from regiotafel.reports.opinions.sentences.whole import headline
from regiotafel.vision.loading import load as load_text
from regiotafel.web.files import print_once


@door("consultation.read")
@require_safe
def round_card(request: RegionRequest, slug: str) -> HttpResponse:
    found = load_round(request, slug)
    return _card(request, found.title, found.question or found.title)


@door("outcome.read")
@require_safe
def outcome_card(request: RegionRequest, slug: str) -> HttpResponse:
    consultation, report = load_report(request, slug)
    outcome = read(report.data)
    bar, told = bar_of(outcome)
    return _card(request, _("Uitkomst: %(title)s") % {"title": consultation.title}, headline(outcome), bar, told)


@door("vision.read")
@require_safe
def text_card(request: RegionRequest, document: str) -> HttpResponse:
    return _card(request, _("Lees mee en reageer"), load_text(request, document).title)


def _card(request: RegionRequest, over: str, title: str, bar: Sequence[int] = (), told: str = "") -> HttpResponse:
    words = (over, title, request.region.name, tuple(bar), told)
    key = hashlib.sha256(repr(words).encode()).hexdigest()
    picture = print_once(f"card-{key}", lambda: card.draw(*words))
    return HttpResponse(picture, content_type="image/png")
