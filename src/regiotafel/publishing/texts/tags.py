"""The files of a text, for the pages on which it is read."""

from typing import Any

from django import template
from django.urls import reverse

from regiotafel.publishing.texts.queries import sizes_of
from regiotafel.publishing.texts.rules import NAMES
from regiotafel.vision.models import Document, Release

register = template.Library()


@register.inclusion_tag("publishing/_files.html")
def text_files(document: Document, release: Release | None = None) -> dict[str, Any]:
    """Each with its size, once somebody had it made."""
    sizes = sizes_of(document, release)
    return {"files": [(name, address, sizes.get(kind)) for kind, name, address in _files(document, release)]}


@register.simple_tag
def file_links(document: Document, release: Release) -> list[tuple[str, str]]:
    """What each is called and its address, for a list of versions: without sizes, which are looked up for each."""
    return [(name, address) for _kind, name, address in _files(document, release)]


def _files(document: Document, release: Release | None) -> list[tuple[str, str, str]]:
    of, number = ("release", [release.number]) if release else ("text", [])
    place = [document.region.slug, document.slug, *number]
    return [(kind, str(name), reverse(f"publishing:{of}_{kind}", args=place)) for kind, name in NAMES.items()]
