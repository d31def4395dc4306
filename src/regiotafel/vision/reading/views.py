from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import redirect

from regiotafel.history.queries import head_of
from regiotafel.regions.access import RegionRequest, door
from regiotafel.vision.loading import load, load_passage, load_to_follow, opened, text_page
from regiotafel.vision.models import Passage
from regiotafel.vision.queries import SectionText, last_release, standing_on
from regiotafel.vision.reading.queries import (
    counts_of,
    current_text,
    current_wording,
    history_of,
    kinds_of,
    listed,
    mark_of,
    neighbours,
    releases_with,
    reshaped_of,
    that_say,
    words_between,
)
from regiotafel.web.fields import number_of


@door("vision.read")
def index(request: RegionRequest) -> HttpResponse:
    """All texts of the region. Where there is one, a reader wants to read it."""
    items = listed(request.region)
    if len(items) == 1:
        return redirect("vision:read", request.region.slug, items[0].document.slug)
    return text_page(request, "vision/index.html", None, items=items)


@door("vision.read")
def read(request: RegionRequest, document: str) -> HttpResponse:
    found = load(request, document)
    sections = current_text(found)
    moments = [item.wording.at for section in sections for item in section.passages]
    context = {
        "history_mark": head_of(request.region.slug).hash,
        "n_passages": len(moments),
        "changed_at": max(moments, default=None),
        "last_release": last_release(found),
    }
    return text_page(request, "vision/read.html", found, **context, **_narrowed(request, sections))


# By which word of the address somebody chooses passages.
ASKED_BY = {"soort": "kind", "wie": "who_acts"}


def _narrowed(request: RegionRequest, sections: Sequence[SectionText]) -> dict[str, Any]:
    """The text, or the passages of one kind, or what one of those who act does in it."""
    counts = {word: counts_of(sections, says) for word, says in ASKED_BY.items()}
    asked = {word: request.GET.get(word, "") for word in ASKED_BY}
    chosen = {word: value for word, value in asked.items() if value in {one.value for one in counts[word]}}
    found = that_say(sections, {ASKED_BY[word]: value for word, value in chosen.items()}) if chosen else sections
    shown = opened(request, found)
    return {
        **shown,
        "query": f"{urlencode(chosen)}&" if chosen else "",
        "text_mark": mark_of(shown["sections"]),
        "chosen": chosen,
        "who_counts": counts["wie"],
        "kind_counts": counts["soort"],
    }


@door("vision.read")
def follow(request: RegionRequest, document: str) -> HttpResponse:
    """To the page where somebody leaves an address."""
    return redirect("thread:follow", request.region.slug, load_to_follow(request, document).pk)


@door("vision.read")
def passage(request: RegionRequest, document: str, number: int) -> HttpResponse:
    found = load_passage(request, document, number)
    context = {"passage": found, "wording": current_wording(found), **_history(found), **_around(found)}
    return text_page(request, "vision/passage.html", found.document, **context)


def _history(passage: Passage) -> dict[str, Any]:
    history = history_of(passage)
    return {
        "history": history,
        "n_changes": len(history) - 1,
        "kinds": kinds_of(passage),
        "releases": releases_with(passage),
    }


def _around(passage: Passage) -> dict[str, Any]:
    """What stands next to it, and what hangs on it."""
    before, after = neighbours(passage)
    return {"before": before, "after": after, "exceptions": standing_on(passage), "reshaped": reshaped_of(passage)}


@door("vision.read")
def words(request: RegionRequest, document: str, number: int) -> HttpResponse:
    """A passage from one of its numbers to another, for the page where somebody judges what hangs on it."""
    found = load_passage(request, document, number)
    since, until = (number_of(request.GET.get(name, "")) for name in ("van", "tot"))
    was, becomes = words_between(found, since, until)
    context = {"passage": found, "was": was, "becomes": becomes}
    return text_page(request, "vision/words.html", found.document, part="vision/_words.html", **context)
