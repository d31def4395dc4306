"""In what a text goes out."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from regiotafel.web.files import DOCUMENT

# What each is, by how its name ends; beside these a text goes out as PDF.
TYPES: Mapping[str, str] = {
    "docx": DOCUMENT,
    "odt": "application/vnd.oasis.opendocument.text",
    "epub": "application/epub+zip",
    "html": "text/html; charset=utf-8",
    "md": "text/markdown; charset=utf-8",
    "json": "application/json",
}
# Of a long text these take seconds, as a PDF does: who asks waits on a page.
WAITED_FOR = ("odt", "epub")
NAMES: Mapping[str, str | Promise] = {
    "pdf": _("PDF"),
    "docx": _("Word"),
    "odt": _("LibreOffice"),
    "epub": _("e-book (EPUB)"),
    "html": _("webpagina (HTML)"),
    "md": _("Markdown"),
    "json": _("JSON"),
}
