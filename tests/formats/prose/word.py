"""Small Word documents, written as XML. All of it is invented."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
NAMES = (
    f'xmlns:w="{W}" xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" '
    'xmlns:w15="http://schemas.microsoft.com/office/word/2012/wordml"'
)
BY = 'w:id="1" w:author="Griffie Rijndorp" w:date="2026-10-05T10:00:00Z"'
MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
STYLES = "".join(
    f'<w:style w:type="paragraph" w:styleId="{style}"><w:name w:val="{name}"/>{more}</w:style>'
    for style, name, more in (
        ("Titel", "Title", ""),
        ("Kop1", "heading 1", '<w:pPr><w:outlineLvl w:val="0"/></w:pPr>'),
        ("Kop2", "heading 2", '<w:pPr><w:outlineLvl w:val="1"/></w:pPr>'),
        ("Hoofdstuk", "Hoofdstuk van ons", '<w:basedOn w:val="Kop1"/>'),
        ("Citaat", "Quote", ""),
        ("Inhopg1", "toc 1", ""),
    )
)
NUMBERING = (
    '<w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/></w:lvl>'
    '<w:lvl w:ilvl="1"><w:numFmt w:val="bullet"/></w:lvl></w:abstractNum>'
    '<w:abstractNum w:abstractNumId="2"><w:lvl w:ilvl="0"><w:numFmt w:val="decimal"/></w:lvl></w:abstractNum>'
    '<w:num w:numId="5"><w:abstractNumId w:val="1"/></w:num><w:num w:numId="6"><w:abstractNumId w:val="2"/></w:num>'
)


def run(text: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'


def gone(text: str) -> str:
    return f'<w:r><w:delText xml:space="preserve">{text}</w:delText></w:r>'


def change(tag: str, inner: str = "") -> str:
    return f"<w:{tag} {BY}>{inner}</w:{tag}>"


def moved(tag: str, inner: str, name: str = "m1") -> str:
    """One side of a move: moveFrom or moveTo."""
    start = f'<w:{tag}RangeStart w:id="{tag}{name}" w:name="{name}"/>'
    return f'{start}{change(tag, inner)}<w:{tag}RangeEnd w:id="{tag}{name}"/>'


def paragraph(inner: str, *, style: str = "", end: str = "", properties: str = "") -> str:
    """end: the changes of its end."""
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    return f"<w:p><w:pPr>{named}{properties}<w:rPr>{end}</w:rPr></w:pPr>{inner}</w:p>"


def item(text: str, level: int = 0, number: int = 5) -> str:
    numbered = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>'
    return paragraph(run(text), properties=numbered)


def table(*rows: tuple[str, list[str]]) -> str:
    """Of each row its changes, and its cells."""
    return "<w:tbl>{}</w:tbl>".format(
        "".join(
            f"<w:tr><w:trPr>{marks}</w:trPr>{''.join(f'<w:tc>{cell}</w:tc>' for cell in cells)}</w:tr>"
            for marks, cells in rows
        )
    )


def document(
    body: str,
    parts: Mapping[str, str] | None = None,
    *,
    extra: Mapping[str, bytes] | None = None,
    relations: str = "",
    main: str = MAIN,
) -> bytes:
    """parts: by the kind of their relation, such as comments, what stands in them. extra: other files, as they are."""
    named = {"styles": STYLES, "numbering": NUMBERING, **(parts or {})}
    files = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        f'<Override PartName="/word/document.xml" ContentType="{main}"/></Types>',
        "_rels/.rels": _relations(f'<Relationship Id="r" Type="{OFFICE}/officeDocument" Target="word/document.xml"/>'),
        "word/document.xml": f"<w:document {NAMES}><w:body>{body}<w:sectPr/></w:body></w:document>",
        "word/_rels/document.xml.rels": _relations(
            "".join(f'<Relationship Id="{one}" Type="{OFFICE}/{one}" Target="{one}.xml"/>' for one in named) + relations
        ),
        **{f"word/{name}.xml": f"<w:{name} {NAMES}>{inner}</w:{name}>" for name, inner in named.items()},
    }
    if "commentsExtended" in named:
        files["word/commentsExtended.xml"] = f"<w15:commentsEx {NAMES}>{named['commentsExtended']}</w15:commentsEx>"
    if "header" in named:
        files["word/header.xml"] = f"<w:hdr {NAMES}>{named['header']}</w:hdr>"
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, text in files.items():
            packed.writestr(name, text)
        for name, data in (extra or {}).items():
            packed.writestr(name, data)
    return out.getvalue()


def _relations(inner: str) -> str:
    return (
        f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{inner}</Relationships>'
    )
