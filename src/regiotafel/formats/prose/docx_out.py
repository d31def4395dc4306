"""A text of ours as a Word document: real headings, lists, tables and footnotes, its language, and a bookmark for each
passage, so that the document finds its passages again when it comes back (ECMA-376, part 1, 17). Changes between two
versions as tracked changes.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from xml.sax.saxutils import escape, quoteattr

from regiotafel.text.changes import Grid, Line, Notes, Row, Shape, Span, Spans, Unit, compared
from regiotafel.text.differences import Kind

from .docx_parts import NUMBERED, PARTS, XML, W, fixed_parts, footer, numbering, relations_of, styles
from .out import OutPassage, OutText, full, heard
from .tracked import tracked, tracked_spans

# The number of a passage and that of its words: read again by `returned`.
BOOKMARK = re.compile(r"rt_p(\d{1,9})_v(\d{1,9})")
# Of what tells about the text and is no part of it; each has a number, for a name must be the only one.
ABOUT = re.compile(r"rt_about_\d{1,9}")
# What stands above a passage, the same in every language: read again likewise.
LABEL = re.compile(r"Passage (\d{1,9})")
# The width of what stands between the margins, in twentieths of a point.
WIDTH = 9070


@dataclass
class _Writer:
    """`links`: the addresses that words lead to, each once. `lists`: of each list that counts where it begins, in the
    order of their numbers. `notes`: what stands in the footnotes."""

    text: OutText
    n_changes: int = 0
    n_bookmarks: int = 0
    found: list[str] = field(default_factory=list)
    links: dict[str, str] = field(default_factory=dict)
    note_links: dict[str, str] = field(default_factory=dict)
    lists: list[tuple[int, int]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    # Of the passage that is written now.
    _notes_now: Notes = field(default_factory=dict)

    def body(self) -> str:
        self._line(Line(Shape("Title"), (Span(self.text.title),)))
        for about in self.text.about.split("\n\n") if self.text.about else ():
            self._line(Line(Shape("Subtitle"), (Span(about),)), *self._bookmark("rt_about_"))
        if self.text.facts:
            rows = tuple(Row(tuple((Span(cell),) for cell in row)) for row in self.text.facts)
            self._grid(Grid(rows, ("same", "same")), *self._bookmark("rt_about_"))
        for section in self.text.sections:
            self._line(Line(Shape("heading"), (Span(section.title),)))
            for passage in section.passages:
                self._passage(passage)
        return "".join(self.found)

    def _bookmark(self, name: str) -> tuple[str, str]:
        self.n_bookmarks += 1
        name += str(self.n_bookmarks) * name.endswith("_")
        begin = f'<w:bookmarkStart w:id="{self.n_bookmarks}" w:name={quoteattr(name)}/>'
        return begin, f'<w:bookmarkEnd w:id="{self.n_bookmarks}"/>'

    def _passage(self, passage: OutPassage) -> None:
        before = passage.blocks if passage.blocks_before is None else passage.blocks_before
        found = compared(before, passage.blocks)
        units = tracked(found)
        side = _side_of(units)
        self._line(Line(Shape("Passagenummer"), (Span(f"Passage {passage.number}", side=side),), side=side))
        self._notes_now = found.notes
        numbers: dict[int, int] = {}
        begin, close = self._bookmark(f"rt_p{passage.number}_v{passage.version}")
        for place, unit in enumerate(units):
            self._unit(unit, begin * (not place), close * (place == len(units) - 1), numbers)

    def _unit(self, unit: Unit, begin: str, close: str, numbers: dict[int, int]) -> None:
        if isinstance(unit, Grid):
            self._grid(unit, begin, close)
            return
        number = ""
        kind, level = unit.shape.kind, unit.shape.level
        if kind == "numbered" and unit.of_list not in numbers:
            self.lists.append((level, unit.shape.start if not level else 1))
            numbers[unit.of_list] = NUMBERED + len(self.lists) - 1
        if kind in ("list", "numbered"):
            name = numbers[unit.of_list] if kind == "numbered" else 1
            number = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{name}"/></w:numPr>'
        self._line(unit, begin, close, number)

    def _line(self, line: Line, begin: str = "", close: str = "", number: str = "") -> None:
        mark = "" if line.side == "same" else f"<w:rPr>{self._open(line.side)}</w:rPr>"
        kind = line.shape.kind
        name = f"Heading{line.shape.level + 1}" if kind == "heading" else STYLE_OF.get(kind, kind)
        named = f'<w:pStyle w:val="{name}"/>' if name else ""
        inner = f"{named}{number}{mark}"
        properties = f"<w:pPr>{inner}</w:pPr>" if inner else ""
        self.found.append(f"<w:p>{properties}{begin}{self._runs(line.spans)}{close}</w:p>")

    def _runs(self, spans: Spans, links: dict[str, str] | None = None) -> str:
        return "".join(self._run(span, self.links if links is None else links) for span in spans)

    def _run(self, span: Span, links: dict[str, str]) -> str:
        if span.note:
            style = '<w:rPr><w:rStyle w:val="FootnoteReference"/></w:rPr>'
            content = f'{style}<w:footnoteReference w:id="{self._note(span)}"/>'
        else:
            tag = "w:delText" if span.side == "removed" else "w:t"
            lines = (f'<{tag} xml:space="preserve">{told(line)}</{tag}>' for line in span.text.split("\n"))
            look = '<w:rStyle w:val="Hyperlink"/>' * bool(span.look.link)
            look += "<w:b/>" * span.look.strong + "<w:i/>" * span.look.emphasis
            content = (f"<w:rPr>{look}</w:rPr>" if look else "") + "<w:br/>".join(lines)
        run = f"<w:r>{content}</w:r>"
        if span.side != "same":
            run = f"{self._open(span.side)[:-2]}>{run}</w:{'del' if span.side == 'removed' else 'ins'}>"
        if span.look.link:
            address = full(span.look.link, self.text.site)
            name = links.setdefault(address, f"l{len(links) + 1}")
            run = f'<w:hyperlink r:id="{name}">{run}</w:hyperlink>'
        return run

    def _note(self, span: Span) -> int:
        """Its number. Words that differ in a note stand in it as changes; one that came or went did so as a whole."""
        spans = tracked_spans(self._notes_now[span.note])
        number = len(self.notes) + 1
        mark = '<w:r><w:rPr><w:rStyle w:val="FootnoteReference"/></w:rPr><w:footnoteRef/></w:r>'
        space = '<w:r><w:t xml:space="preserve"> </w:t></w:r>'
        style = '<w:pPr><w:pStyle w:val="FootnoteText"/></w:pPr>'
        self.notes.append("")
        words = self._runs(spans, self.note_links)
        self.notes[number - 1] = f'<w:footnote w:id="{number}"><w:p>{style}{mark}{space}{words}</w:p></w:footnote>'
        return number

    def _open(self, side: Kind) -> str:
        self.n_changes += 1
        tag = "del" if side == "removed" else "ins"
        date = f" w:date={quoteattr(self.text.date)}" if self.text.date else ""
        return f'<w:{tag} w:id="{self.n_changes}" w:author={quoteattr(told(self.text.author))}{date}/>'

    def _grid(self, grid: Grid, begin: str = "", close: str = "") -> None:
        """The first row is said again at the head of each page."""
        n_columns = max(len(grid.rows[0].cells), 1)
        width = WIDTH // n_columns
        rows = []
        for place, row in enumerate(grid.rows):
            changed = "" if row.side == "same" else self._open(row.side)
            properties = f"<w:trPr><w:cantSplit/>{'<w:tblHeader/>' * (not place)}{changed}</w:trPr>"
            cells = "".join(
                f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr><w:p><w:pPr><w:pStyle w:val="Cel"/></w:pPr>'
                f"{begin * (not place and not column)}{self._runs(cell)}"
                f"{close * (place == len(grid.rows) - 1 and column == n_columns - 1)}</w:p></w:tc>"
                for column, cell in enumerate(row.cells)
            )
            rows.append(f"<w:tr>{properties}{cells}</w:tr>")
        look = '<w:tblLook w:val="0020" w:firstRow="1" w:lastRow="0" w:firstColumn="0" w:lastColumn="0"/>'
        properties = f'<w:tblPr><w:tblStyle w:val="Tabel"/><w:tblW w:w="{WIDTH}" w:type="dxa"/>{look}</w:tblPr>'
        columns = f'<w:gridCol w:w="{width}"/>' * n_columns
        space = '<w:p><w:pPr><w:spacing w:after="0"/></w:pPr></w:p>'
        self.found.append(f"<w:tbl>{properties}<w:tblGrid>{columns}</w:tblGrid>{''.join(rows)}</w:tbl>{space}")


STYLE_OF = {"paragraph": "", "list": "ListParagraph", "numbered": "ListParagraph"}


def _side_of(units: Sequence[Unit]) -> Kind:
    """All of it came, or all of it went."""
    sides = {side for unit in units for side in _sides(unit)}
    return sides.pop() if len(sides) == 1 else "same"


def _sides(unit: Unit) -> set[Kind]:
    return {unit.side} if isinstance(unit, Line) else {row.side for row in unit.rows}


def told(text: str) -> str:
    return escape(heard(text))


def write(text: OutText) -> bytes:
    """The document as a file. The same text gives the same bytes."""
    made = BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in _files(text):
            packed.writestr(zipfile.ZipInfo(name), f"{XML}{content}", zipfile.ZIP_DEFLATED)
    return made.getvalue()


def _files(text: OutText) -> Iterator[tuple[str, str]]:
    writer = _Writer(text)
    body = writer.body()
    section = '<w:sectPr><w:footerReference w:type="default" r:id="footer"/><w:pgSz w:w="11906" w:h="16838"/>'
    section += '<w:pgMar w:top="1418" w:right="1418" w:bottom="1418" '
    section += 'w:left="1418" w:header="709" w:footer="709" w:gutter="0"/></w:sectPr>'
    names = f'xmlns:w="{W}" xmlns:r="{PARTS}"'
    yield from fixed_parts(told(text.title), told(text.language))
    yield "word/_rels/document.xml.rels", relations_of(writer.links, is_main=True)
    yield "word/document.xml", f"<w:document {names}><w:body>{body}{section}</w:body></w:document>"
    yield "word/styles.xml", styles(told(text.language))
    yield "word/numbering.xml", numbering(writer.lists)
    yield "word/footer.xml", footer()
    around = "".join(
        f'<w:footnote w:type="{kind}" w:id="{number}"><w:p><w:r><w:{kind}/></w:r></w:p></w:footnote>'
        for kind, number in (("separator", -1), ("continuationSeparator", 0))
    )
    yield "word/footnotes.xml", f"<w:footnotes {names}>{around}{''.join(writer.notes)}</w:footnotes>"
    yield "word/_rels/footnotes.xml.rels", relations_of(writer.note_links)
    # Whoever changes the text leaves tracks: these come back as proposals.
    yield (
        "word/settings.xml",
        f'<w:settings xmlns:w="{W}"><w:trackRevisions/><w:footnotePr><w:footnote w:id="-1"/><w:footnote w:id="0"/>'
        "</w:footnotePr></w:settings>",
    )
