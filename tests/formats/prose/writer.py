"""Small documents of LibreOffice, written as XML. All of it is invented."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

NAMES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name if name != "draw" else "drawing"}:1.0"'
    for name in ("office", "text", "table", "style", "draw", "script")
) + (
    ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xlink="http://www.w3.org/1999/xlink"'
    ' xmlns:loext="urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0"'
)
STYLES = (
    '<style:style style:name="P1" style:family="paragraph" style:parent-style-name="Title"/>'
    '<style:style style:name="P2" style:family="paragraph" style:parent-style-name="Quotations"/>'
    '<style:style style:name="R1" style:family="table-row">'
    '<style:table-row-properties loext:text-changes-only="false"/></style:style>'
    '<text:list-style style:name="L1"><text:list-level-style-bullet text:level="1"/>'
    '<text:list-level-style-bullet text:level="2"/></text:list-style>'
    '<text:list-style style:name="L2"><text:list-level-style-number text:level="1"/></text:list-style>'
)
INFO = (
    "<office:change-info><dc:creator>Griffie Rijndorp</dc:creator>"
    "<dc:date>2026-10-05T10:00:00</dc:date></office:change-info>"
)


def region(name: str, kind: str, content: str = "") -> str:
    """kind: insertion, deletion or format-change. content: what was taken out."""
    return f'<text:changed-region text:id="{name}"><text:{kind}>{INFO}{content}</text:{kind}></text:changed-region>'


def inserted(name: str, inner: str) -> str:
    return f'<text:change-start text:change-id="{name}"/>{inner}<text:change-end text:change-id="{name}"/>'


def document(
    body: str,
    regions: str = "",
    *,
    styles: str = "",
    mimetype: str = "application/vnd.oasis.opendocument.text",
    extra: Mapping[str, str] | None = None,
) -> bytes:
    """regions: the changes. styles: what stands at the head and foot of the pages. extra: other files."""
    files = {
        "mimetype": mimetype,
        "content.xml": f"<office:document-content {NAMES}><office:automatic-styles>{STYLES}</office:automatic-styles>"
        f"<office:body><office:text><text:tracked-changes>{regions}</text:tracked-changes>{body}"
        "</office:text></office:body></office:document-content>",
        "styles.xml": f"<office:document-styles {NAMES}><office:master-styles><style:master-page>{styles}"
        "</style:master-page></office:master-styles></office:document-styles>",
        **(extra or {}),
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, text in files.items():
            packed.writestr(name, text)
    return out.getvalue()
