"""A page as PDF that a screen reader can read (PDF/UA-1). Drawn in a process of its own: `reports.printer`."""

import logging
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import weasyprint
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

from regiotafel.reports.printer import NotPrintable

LOGGER = logging.getLogger("weasyprint")
# Its warnings are about style rules that only browsers know.
LOGGER.setLevel(logging.ERROR)
STATIC = Path(__file__).resolve().parent.parent / "static"
# Our own files have an address that leads nowhere else.
SCHEME = "regiotafel"
FONTS = "".join(
    f'@font-face {{ font-family: "Regiotafel Hyperlegible"; font-weight: {weight}; font-style: {style}; '
    f"src: url({SCHEME}:regiotafel/fonts/regiotafel-hyperlegible-{weight}-{style}.woff2); }}"
    for weight, style in ((400, "normal"), (700, "normal"), (400, "italic"))
)


class OwnFiles(URLFetcher):  # type: ignore[misc]  # WeasyPrint has no types
    """Reads files from our own static folder and nothing else: no network, no other folder."""

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
        parts = urlsplit(url)
        path = (STATIC / parts.path.lstrip("/")).resolve()
        if parts.scheme != SCHEME or not path.is_relative_to(STATIC) or not path.is_file():
            raise NotPrintable(f"{url} is not one of our own files")
        return URLFetcherResponse(url, path.read_bytes())


def write(html: str) -> bytes:
    """The page as tagged PDF. Raises NotPrintable when something on it has no words, or cannot be read."""
    faults = _Faults()
    LOGGER.addHandler(faults)
    try:
        fonts = FontConfiguration()
        fetcher = OwnFiles()
        page = weasyprint.HTML(string=html, base_url=f"{SCHEME}:", url_fetcher=fetcher)
        sheet = weasyprint.CSS(string=FONTS, base_url=f"{SCHEME}:", url_fetcher=fetcher, font_config=fonts)
        found: Any = page.write_pdf(
            pdf_variant="pdf/ua-1", stylesheets=[sheet], font_config=fonts, finisher=_facts_are_list_items
        )
    finally:
        LOGGER.removeHandler(faults)
    if faults.sentences:
        raise NotPrintable("; ".join(faults.sentences))
    return bytes(found)


def _facts_are_list_items(_document: Any, made: Any) -> None:
    """A term with its words (`dl > div > dt, dd`) becomes one item with its label. WeasyPrint makes the term and its
    words two items in a group that no list may hold, and a reader for the blind then hears them as strangers."""
    dictionaries: list[Any] = [one for one in made.objects if isinstance(one, dict)]
    elements = {one.reference: one for one in dictionaries if one.get("Type") == "/StructElem"}
    for group in list(elements.values()):
        above = elements.get(group["P"])
        if group["S"] != "/Div" or above is None or above["S"] != "/L":
            continue
        group["S"] = "/LI"
        parts = [elements[kid] for kid in group["K"] if kid in elements]
        for part in parts:
            # What goes on, on the next page, has only its words there.
            part["S"] = "/Lbl" if part is parts[0] and len(parts) > 1 else "/LBody"
            for inner in part["K"]:
                if inner in elements:
                    elements[inner]["S"] = "/NonStruct"


class _Faults(logging.Handler):
    """WeasyPrint only logs what makes a PDF unreadable for some, such as a picture without words."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.sentences: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.sentences.append(record.getMessage())


def written(html: bytes) -> bytes:
    """For who asks from another process."""
    return write(html.decode())
