"""A text as file, in every format that it goes out in, made once for each way that it reads."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from django.core.cache import caches
from django.template.loader import render_to_string

from regiotafel.apart import do_apart
from regiotafel.formats.prose import docx_out, pandoc_out, plain_out
from regiotafel.formats.prose.out import OutText
from regiotafel.publishing.texts.queries import Whole, as_document, sizes_key, sizes_of
from regiotafel.reports import html
from regiotafel.reports.printer import print_apart
from regiotafel.vision.models import Release
from regiotafel.vision.releasing.queries import Changed
from regiotafel.web.files import KEPT_FOR, PRINTS, print_once

# Of a text of 2,000 passages pandoc takes 15 seconds and 700 MB; of one of 60 less than one.
MOST_SECONDS, MOST_BYTES = 60, 2 * 1024**3


def text_key(found: Whole) -> str:
    """Names the print of this text as it reads now."""
    return f"tekst-{found.mark}"


def file_key(found: Whole, kind: str) -> str:
    return f"{text_key(found)}-{kind}"


def tracked_key(found: Whole, before: Release) -> str:
    return f"{file_key(found, 'docx')}-met-{before.number}"


def paper(found: Whole, source_url: str) -> str:
    """The text as one file for printing."""
    context = {
        "whole": found,
        "document": found.document,
        "region": found.document.region,
        "release": found.release,
        "styles": html.styles(),
        "source_url": source_url,
    }
    return render_to_string("publishing/text_file.html", context)


def print_text(found: Whole, source_url: str) -> bytes:
    """The text as PDF/UA, kept for the next reader."""
    return _once(found, "pdf", text_key(found), lambda: print_apart(paper(found, source_url)))


def write_text(found: Whole, kind: str, source_url: str) -> bytes:
    """The text as a file of this kind, kept for the next reader."""
    return _once(found, kind, file_key(found, kind), lambda: WRITERS[kind](found, source_url))


def write_tracked(found: Whole, before: Release, changes: Sequence[Changed], source_url: str) -> bytes:
    """A version as Word document, in which what differs from an earlier one is tracked; kept likewise."""
    document = as_document(found, changes, address=source_url)
    return print_once(tracked_key(found, before), lambda: docx_out.write(document))


def _by_pandoc(kind: str, found: Whole, source_url: str) -> bytes:
    tree = pandoc_out.tree(as_document(found, address=source_url), kind)
    work = "regiotafel.formats.prose.pandoc_out:written"
    return do_apart(work, tree, kind, seconds=MOST_SECONDS, n_bytes=MOST_BYTES)


def _by_us(write: Callable[[OutText], bytes], found: Whole, source_url: str) -> bytes:
    return write(as_document(found, address=source_url))


# By how the name of the file ends; a PDF takes longer and is asked for elsewhere.
WRITERS: Mapping[str, Callable[[Whole, str], bytes]] = {
    "docx": partial(_by_us, docx_out.write),
    "odt": partial(_by_pandoc, pandoc_out.ODT),
    "epub": partial(_by_pandoc, pandoc_out.EPUB),
    "html": lambda found, source_url: paper(found, source_url).encode(),
    "md": partial(_by_us, plain_out.as_markdown),
    "json": partial(_by_us, plain_out.as_json),
}


def _once(found: Whole, kind: str, key: str, write: Callable[[], bytes]) -> bytes:
    made = print_once(key, write)
    sizes = sizes_of(found.document, found.release)
    if sizes.get(kind) != len(made):
        caches[PRINTS].set(sizes_key(found.document, found.release), sizes | {kind: len(made)}, KEPT_FOR)
    return made
