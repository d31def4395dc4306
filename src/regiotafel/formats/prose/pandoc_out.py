"""A text of ours as LibreOffice document (ODT) and as book (EPUB 3), by pandoc, from a tree of its own kind.

Real headings, lists, tables with a head, footnotes and a language. No picture can stand in a passage, so none can lack
the words for it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import pypandoc

from regiotafel.text import marked
from regiotafel.text.marked import Break, Link, NoteMark, Runs, Strong, Text

from .out import OutPassage, OutText, full, heard

ODT, EPUB = "odt", "epub3"
# Of pandoc-types, which pandoc 3 reads.
VERSION = [1, 23, 1]
Node = dict[str, Any]
NO_NAME: list[Any] = ["", [], []]
# A book is one file for each chapter; its contents name the chapters.
OPTIONS: Mapping[str, Sequence[str]] = {ODT: (), EPUB: ("--split-level=1", "--toc-depth=1")}


def tree(text: OutText, kind: str) -> bytes:
    """As JSON, for `written`."""
    meta = {"title": text.title, "lang": text.language}
    if kind == EPUB:
        meta |= {"identifier": text.address, "publisher": text.author, "rights": ""}
    facts = {name: {"t": "MetaString", "c": heard(value)} for name, value in meta.items() if value}
    return json.dumps({"pandoc-api-version": VERSION, "meta": facts, "blocks": list(_blocks(text, kind))}).encode()


def written(data: bytes, kind: str) -> bytes:
    """For who asks from another process."""
    with TemporaryDirectory() as folder:
        made = Path(folder, "text")
        options = ["--standalone", *OPTIONS[kind]]
        pypandoc.convert_text(
            data.decode(), kind, format="json", outputfile=str(made), extra_args=options, sandbox=True
        )
        return _on_our_paper(made.read_bytes()) if kind == ODT else made.read_bytes()


# The number of a passage stands small above it, and never alone at the foot of a page.
_NUMBER_OF_PASSAGE = (
    '<style:style style:name="Passagenummer" style:family="paragraph" style:parent-style-name="Standard">'
    '<style:paragraph-properties fo:keep-with-next="always" fo:margin-top="0.35cm" fo:margin-bottom="0cm"/>'
    '<style:text-properties fo:color="#595959" fo:font-size="9pt"/></style:style>'
)
# In the styles of pandoc a page is that of America, and a table has no lines.
PAPER = {
    "styles.xml": (
        ('fo:page-height="11in" fo:page-width="8.5in"', 'fo:page-height="29.7cm" fo:page-width="21cm"'),
        ("</office:styles>", f"{_NUMBER_OF_PASSAGE}</office:styles>"),
    ),
    "content.xml": (('fo:border="none"', 'fo:border="0.5pt solid #a6a6a6" fo:padding="0.1cm"'),),
}


def _on_our_paper(data: bytes) -> bytes:
    made = BytesIO()
    with ZipFile(BytesIO(data)) as old, ZipFile(made, "w", ZIP_DEFLATED) as new:
        for part in old.infolist():
            content = old.read(part)
            for was, becomes in PAPER.get(part.filename, ()):
                content = content.replace(was.encode(), becomes.encode())
            new.writestr(part, content, part.compress_type)
    return made.getvalue()


# --- Blocks


def _blocks(text: OutText, kind: str) -> Iterator[Node]:
    for n, about in enumerate(text.about.split("\n\n") if text.about else (), 1):
        yield _styled("Subtitle", [*_named(f"rt_about_{n}", kind), _words(about)])
    if text.facts:
        rows = [[[_plain([_words(cell)])] for cell in row] for row in text.facts]
        rows[0][0] = [_plain([*_named("rt_about_0", kind), _words(text.facts[0][0])])]
        yield _table(rows)
    for n, section in enumerate(text.sections, 1):
        yield _heading(1, [_words(section.title)], f"hoofdstuk-{n}")
        for passage in section.passages:
            yield from _passage(passage, text, kind)


def _passage(passage: OutPassage, text: OutText, kind: str) -> Iterator[Node]:
    label = f"Passage {passage.number}"
    if kind == EPUB:
        yield _heading(2, [_words(label)], f"passage-{passage.number}")
    else:
        name = _named(f"rt_p{passage.number}_v{passage.version}", kind)
        yield _styled("Passagenummer", [*name, _words(label)])
    blocks = passage.blocks
    notes = {one.mark: one for one in blocks if isinstance(one, marked.Note)}
    writer = _Words(text.site, notes, deeper=int(kind == EPUB))
    for block in blocks:
        if not isinstance(block, marked.Note):
            yield writer.block(block)


def _named(name: str, kind: str) -> list[Node]:
    """By which a document finds its passages when it comes back."""
    return [{"t": "Span", "c": [[name, [], []], []]}] if kind == ODT else []


def _heading(level: int, inlines: Sequence[Node], name: str = "") -> Node:
    return {"t": "Header", "c": [level, [name, [], []], inlines]}


def _styled(style: str, inlines: Sequence[Node]) -> Node:
    return {"t": "Div", "c": [["", [], [["custom-style", style]]], [{"t": "Para", "c": inlines}]]}


def _plain(inlines: Sequence[Node]) -> Node:
    return {"t": "Plain", "c": inlines}


def _words(text: str) -> Node:
    return {"t": "Str", "c": heard(text)}


def _table(rows: Sequence[Sequence[Sequence[Node]]]) -> Node:
    """The first row is its head. Columns as wide as the page shared by all of them."""
    made = [[NO_NAME, [[NO_NAME, {"t": "AlignDefault"}, 1, 1, cell] for cell in row]] for row in rows]
    width = {"t": "ColWidth", "c": 1 / max(len(rows[0]), 1)}
    columns = [[{"t": "AlignDefault"}, width] for _cell in rows[0]]
    body = [NO_NAME, 0, [], made[1:]]
    return {"t": "Table", "c": [NO_NAME, [None, []], columns, [NO_NAME, made[:1]], [body], [NO_NAME, []]]}


class _Words:
    def __init__(self, site: str, notes: Mapping[str, marked.Note], deeper: int) -> None:
        self.site, self.notes, self.deeper = site, notes, deeper

    def block(self, block: marked.Block) -> Node:
        if isinstance(block, marked.Heading):
            return _heading(block.level - 1 + self.deeper, self.inlines(block.runs))
        if isinstance(block, marked.Table):
            return _table([[[_plain(self.inlines(cell))] for cell in row] for row in (block.head, *block.rows)])
        if isinstance(block, marked.List):
            items = [[self._in_item(one) for one in item] for item in block.items]
            if not block.ordered:
                return {"t": "BulletList", "c": items}
            return {"t": "OrderedList", "c": [[block.start, {"t": "Decimal"}, {"t": "Period"}], items]}
        return {"t": "Para", "c": self.inlines(block.runs)}

    def _in_item(self, block: marked.Block) -> Node:
        return _plain(self.inlines(block.runs)) if isinstance(block, marked.Paragraph) else self.block(block)

    def inlines(self, runs: Runs) -> list[Node]:
        found: list[Node] = []
        for run in runs:
            if isinstance(run, Text):
                found.append(_words(run.text))
            elif isinstance(run, Break):
                found.append({"t": "LineBreak"})
            elif isinstance(run, NoteMark):
                words = self.inlines(self.notes[run.mark].runs) if run.mark in self.notes else []
                found.append({"t": "Note", "c": [{"t": "Para", "c": words}]})
            elif isinstance(run, Link):
                address = full(run.address, self.site)
                found.append({"t": "Link", "c": [NO_NAME, self.inlines(run.runs), [address, ""]]})
            else:
                name = "Strong" if isinstance(run, Strong) else "Emph"
                found.append({"t": name, "c": self.inlines(run.runs)})
        return found
