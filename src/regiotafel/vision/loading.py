"""How every page of a text finds what its address names, and what these pages share."""

from collections.abc import Callable, Sequence
from typing import Any

from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from regiotafel.refused import Refused
from regiotafel.regions.access import NOBODY, RegionRequest, behind_its_door, shown
from regiotafel.thread.models import Knot
from regiotafel.thread.rules import is_seen
from regiotafel.vision.models import Brought, Document, Passage, Proposal, Release, Remark, Section, Wording
from regiotafel.vision.queries import (
    SectionText,
    brought_in,
    chapter_to_open,
    document_in,
    in_parts,
    knot_of_text,
    passage_in,
    proposal_in,
    release_in,
    remark_in,
    section_in,
    wording_of,
)
from regiotafel.vision.rules import are_proposals_seen, is_proposal_seen, is_remark_seen
from regiotafel.web.fields import number_of
from regiotafel.web.pages import page


def load(request: RegionRequest, slug: str) -> Document:
    found = document_in(request.region, slug)
    return shown(found, request.standings, behind_its_door, _("Deze tekst bestaat niet in deze regio."))


def load_passage(request: RegionRequest, slug: str, number: int) -> Passage:
    found = passage_in(load(request, slug), number)
    return shown(found, request.standings, behind_its_door, _("Deze passage bestaat niet in deze tekst."))


def load_wording(request: RegionRequest, passage: Passage, number: int) -> Wording:
    found = wording_of(passage, number)
    return shown(found, request.standings, behind_its_door, _("Deze tekst van de passage bestaat niet."))


def load_with_proposals(request: RegionRequest, slug: str) -> Document:
    """The text, for who may read what is proposed for it."""
    found = load(request, slug)
    return shown(found, request.standings, are_proposals_seen, _("De voorstellen bij deze tekst zijn niet openbaar."))


def load_proposal(request: RegionRequest, slug: str, number: int) -> Proposal:
    found = proposal_in(load(request, slug), number)
    return shown(found, request.standings, is_proposal_seen, _("Dit voorstel bestaat niet."))


def load_remark(request: RegionRequest, slug: str, remark_id: int) -> Remark:
    found = remark_in(load(request, slug), remark_id)
    return shown(found, request.standings, is_remark_seen, _("Deze opmerking bestaat niet."))


def load_brought(request: RegionRequest, slug: str, brought_id: int) -> Brought:
    found = brought_in(load(request, slug), brought_id)
    return shown(found, request.standings, behind_its_door, _("Dit document is er niet meer. Lees het opnieuw in."))


def load_to_follow(request: RegionRequest, slug: str) -> Knot:
    found = knot_of_text(load(request, slug))
    return shown(found, NOBODY, is_seen, _("Deze tekst kun je niet volgen."))


def load_section(request: RegionRequest, document: Document, section_id: int) -> Section:
    found = section_in(document, section_id)
    return shown(found, request.standings, behind_its_door, _("Dit hoofdstuk bestaat niet in deze tekst."))


def load_release(request: RegionRequest, slug: str, number: int) -> Release:
    found = release_in(load(request, slug), number)
    return shown(found, request.standings, behind_its_door, _("Deze versie bestaat niet."))


def text_page(request: RegionRequest, template: str, document: Document | None, **context: Any) -> HttpResponse:
    return page(request, template, document=document, here="visie", **context)


def opened(request: RegionRequest, sections: Sequence[SectionText], about: Passage | None = None) -> dict[str, Any]:
    """What a page shows of a text: all of a short one, and of a long one the chapter that was asked for, or that of the
    passage which the page is about."""
    key, passage = (number_of(request.GET.get(name, "")) for name in ("hoofdstuk", "passage"))
    passage = passage or (about.number if about else None)
    parts = in_parts(sections)
    chapter = None if "alles" in request.GET else chapter_to_open(parts, key, passage)
    if chapter is None:
        return {"contents": sections, "sections": sections}
    at = parts.index(chapter)
    around = {"before": parts[at - 1] if at else None, "after": next(iter(parts[at + 1 :]), None)}
    return {"contents": parts, "sections": [chapter], "chapter": chapter, **around}


def writing_page(request: RegionRequest, template: str, document: Document | None, **context: Any) -> HttpResponse:
    """A page for who writes, kept by nobody."""
    return text_page(request, template, document, kept=False, **context)


def saved(form: Form, act: Callable[[], object]) -> tuple[bool, Refused | None]:
    """Whether it was done; else what a rule says against it, if that is why."""
    if not form.is_valid():
        return False, None
    try:
        act()
    except Refused as refused:
        return False, refused
    return True, None


def back_to_text(request: RegionRequest, passage: Passage) -> HttpResponse:
    """To the passage in the text that the editor came from."""
    address = reverse("vision:edit", args=[request.region.slug, passage.document.slug])
    return redirect(f"{address}?passage={passage.number}#passage-{passage.number}")
