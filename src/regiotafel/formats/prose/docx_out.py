"""A text of ours as a Word document: real headings, its language, and a bookmark for each passage, so that the document
finds its passages again when it comes back (ECMA-376, part 1, 17). Changes between two versions as tracked changes.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from xml.sax.saxutils import escape, quoteattr

from regiotafel.text.differences import Difference, Kind

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
PARTS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
# The number of a passage and that of its words: read again by `returned`.
BOOKMARK = re.compile(r"rt_p(\d{1,9})_v(\d{1,9})")
# What stands above a passage, the same in every language: read again likewise.
LABEL = re.compile(r"Passage (\d{1,9})")
# Signs that XML cannot hold.
_UNHEARD = re.compile(r"[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True)
class OutPassage:
    """`parts`: its words, and what differs when changes are shown."""

    number: int
    version: int
    parts: Sequence[Difference]

    @property
    def side(self) -> Kind:
        """All of it came, or all of it went."""
        kinds = {kind for kind, text in self.parts if text.strip()}
        return kinds.pop() if len(kinds) == 1 else "same"


@dataclass(frozen=True)
class OutSection:
    title: str
    passages: Sequence[OutPassage]


@dataclass(frozen=True)
class OutText:
    """`facts`: a table above the text, its first row the heads of the columns. `author`, `date`: of the changes that
    are shown (as ISO 8601)."""

    title: str
    about: str
    facts: Sequence[Sequence[str]]
    sections: Sequence[OutSection]
    author: str = ""
    date: str = ""
    language: str = "nl-NL"


@dataclass
class _Writer:
    text: OutText
    n_changes: int = 0
    found: list[str] = field(default_factory=list)

    def body(self) -> str:
        self._paragraph("Title", [("same", self.text.title)])
        for about in self.text.about.split("\n\n") if self.text.about else ():
            self._paragraph("Subtitle", [("same", about)])
        self._table(self.text.facts)
        for section in self.text.sections:
            self._paragraph("Heading1", [("same", section.title)])
            for passage in section.passages:
                self._passage(passage)
        return "".join(self.found)

    def _passage(self, passage: OutPassage) -> None:
        side = passage.side
        self._paragraph("Passagenummer", [(side, f"Passage {passage.number}")], end=side)
        name = quoteattr(f"rt_p{passage.number}_v{passage.version}")
        rows = list(_paragraphs(passage.parts))
        for place, (parts, end) in enumerate(rows):
            is_last = place == len(rows) - 1
            begin = f'<w:bookmarkStart w:id="{passage.number}" w:name={name}/>' if not place else ""
            close = f'<w:bookmarkEnd w:id="{passage.number}"/>' if is_last else ""
            self._paragraph("", parts, end=side if is_last else end, begin=begin, close=close)

    def _paragraph(
        self, style: str, parts: Sequence[Difference], *, end: Kind = "same", begin: str = "", close: str = ""
    ) -> None:
        mark = "" if end == "same" else f"<w:rPr>{self._open(end)}</w:rPr>"
        named = f'<w:pStyle w:val="{style}"/>' if style else ""
        properties = f"<w:pPr>{named}{mark}</w:pPr>" if named or mark else ""
        runs = "".join(self._run(kind, text) for kind, text in parts if text)
        self.found.append(f"<w:p>{properties}{begin}{runs}{close}</w:p>")

    def _run(self, kind: Kind, text: str) -> str:
        tag = "w:delText" if kind == "removed" else "w:t"
        lines = [f'<{tag} xml:space="preserve">{told(line)}</{tag}>' for line in text.split("\n")]
        run = f"<w:r>{'<w:br/>'.join(lines)}</w:r>"
        if kind == "same":
            return run
        return f"{self._open(kind)[:-2]}>{run}</w:{'del' if kind == 'removed' else 'ins'}>"

    def _open(self, kind: Kind) -> str:
        self.n_changes += 1
        tag = "del" if kind == "removed" else "ins"
        date = f" w:date={quoteattr(self.text.date)}" if self.text.date else ""
        return f'<w:{tag} w:id="{self.n_changes}" w:author={quoteattr(told(self.text.author))}{date}/>'

    def _table(self, rows: Sequence[Sequence[str]]) -> None:
        if not rows:
            return
        grid = '<w:gridCol w:w="3000"/>' * len(rows[0])
        told_rows = []
        for place, row in enumerate(rows):
            head = "<w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>" if not place else ""
            bold = "<w:rPr><w:b/></w:rPr>" if not place else ""
            cells = "".join(
                f'<w:tc><w:tcPr><w:tcW w:w="3000" w:type="dxa"/></w:tcPr><w:p><w:r>{bold}'
                f'<w:t xml:space="preserve">{told(cell)}</w:t></w:r></w:p></w:tc>'
                for cell in row
            )
            told_rows.append(f"<w:tr>{head}{cells}</w:tr>")
        look = '<w:tblLook w:val="0020" w:firstRow="1" w:lastRow="0" w:firstColumn="0" w:lastColumn="0"/>'
        properties = f'<w:tblPr><w:tblStyle w:val="Tabel"/><w:tblW w:w="0" w:type="auto"/>{look}</w:tblPr>'
        self.found.append(f"<w:tbl>{properties}<w:tblGrid>{grid}</w:tblGrid>{''.join(told_rows)}</w:tbl><w:p/>")


def _paragraphs(parts: Sequence[Difference]) -> Iterator[tuple[list[Difference], Kind]]:
    """Each with its words, and whether its end came or went."""
    row: list[Difference] = []
    for kind, text in parts:
        *before, last = text.split("\n\n")
        for one in before:
            yield [*row, (kind, one)], kind
            row = []
        row.append((kind, last))
    yield row, "same"


def told(text: str) -> str:
    return escape(_UNHEARD.sub("", text))


def write(text: OutText) -> bytes:
    """The document as a file. The same text gives the same bytes."""
    made = BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in _files(text):
            packed.writestr(zipfile.ZipInfo(name), f"{XML}{content}", zipfile.ZIP_DEFLATED)
    return made.getvalue()


def _files(text: OutText) -> Iterator[tuple[str, str]]:
    section = '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1418" w:right="1418" w:bottom="1418" '
    section += 'w:left="1418" w:header="709" w:footer="709" w:gutter="0"/></w:sectPr>'
    yield "[Content_Types].xml", CONTENT_TYPES
    yield "_rels/.rels", RELATIONS
    yield "docProps/core.xml", CORE.format(title=told(text.title), language=told(text.language))
    yield "word/_rels/document.xml.rels", DOCUMENT_RELATIONS
    yield (
        "word/document.xml",
        f'<w:document xmlns:w="{W}"><w:body>{_Writer(text).body()}{section}</w:body></w:document>',
    )
    yield "word/styles.xml", STYLES.format(language=told(text.language))
    # Whoever changes the text leaves tracks: these come back as proposals.
    yield "word/settings.xml", f'<w:settings xmlns:w="{W}"><w:trackRevisions/></w:settings>'


XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_KIND = "application/vnd.openxmlformats-officedocument.wordprocessingml"
CONTENT_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    f'<Override PartName="/word/document.xml" ContentType="{_KIND}.document.main+xml"/>'
    f'<Override PartName="/word/styles.xml" ContentType="{_KIND}.styles+xml"/>'
    f'<Override PartName="/word/settings.xml" ContentType="{_KIND}.settings+xml"/>'
    '<Override PartName="/docProps/core.xml" '
    'ContentType="application/vnd.openxmlformats-package.core-properties+xml"/></Types>'
)
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
RELATIONS = (
    f'<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{PARTS}/officeDocument" Target="word/document.xml"/>'
    f'<Relationship Id="rId2" Type="{_PACKAGE}/relationships/metadata/core-properties" Target="docProps/core.xml"/>'
    "</Relationships>"
)
DOCUMENT_RELATIONS = (
    f'<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{PARTS}/styles" Target="styles.xml"/>'
    f'<Relationship Id="rId2" Type="{PARTS}/settings" Target="settings.xml"/></Relationships>'
)
CORE = (
    f'<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/">'
    "<dc:title>{title}</dc:title><dc:language>{language}</dc:language></cp:coreProperties>"
)


def _style(name: str, called: str, more: str, *, size: int, bold: bool = False, colour: str = "") -> str:
    look = "<w:b/>" * bold + f'<w:color w:val="{colour}"/>' * bool(colour) + f'<w:sz w:val="{size}"/>'
    return (
        f'<w:style w:type="paragraph" w:styleId="{name}"><w:name w:val="{called}"/><w:basedOn w:val="Normal"/>'
        f'<w:next w:val="Normal"/><w:qFormat/><w:pPr>{more}</w:pPr><w:rPr>{look}</w:rPr></w:style>'
    )


STYLES = (
    f'<w:styles xmlns:w="{W}"><w:docDefaults><w:rPrDefault><w:rPr>'
    '<w:rFonts w:ascii="Calibri" w:hAnsi="Calibri" w:cs="Calibri"/><w:sz w:val="22"/>'
    '<w:lang w:val="{language}" w:eastAsia="{language}" w:bidi="ar-SA"/></w:rPr></w:rPrDefault><w:pPrDefault><w:pPr>'
    '<w:spacing w:after="160" w:line="276" w:lineRule="auto"/></w:pPr></w:pPrDefault></w:docDefaults>'
    '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/></w:style>'
    + _style("Title", "Title", '<w:spacing w:after="120"/>', size=48, bold=True)
    + _style("Subtitle", "Subtitle", "", size=24)
    + _style(
        "Heading1",
        "heading 1",
        '<w:keepNext/><w:spacing w:before="480" w:after="120"/><w:outlineLvl w:val="0"/>',
        size=32,
        bold=True,
    )
    + _style(
        "Passagenummer",
        "Passagenummer",
        '<w:keepNext/><w:spacing w:before="200" w:after="0"/>',
        size=18,
        colour="595959",
    )
    + '<w:style w:type="table" w:styleId="Tabel"><w:name w:val="Tabel"/><w:tblPr><w:tblBorders>'
    + "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="A6A6A6"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    + "</w:tblBorders></w:tblPr></w:style></w:styles>"
)
