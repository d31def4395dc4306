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
    of, number = ("release", [release.number]) if release else ("text", [])
    place = [document.region.slug, document.slug, *number]
    files = [(name, reverse(f"publishing:{of}_{kind}", args=place), sizes.get(kind)) for kind, name in NAMES.items()]
    return {"files": files}
