"""Markdown and web pages as a story, by pandoc: a program of its own, that may open no file and no connection."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import pypandoc

from regiotafel.formats.faults import FileRefused
from regiotafel.formats.sentence import _, gettext_noop
from regiotafel.text.looks import PLAIN

from .blocks import Block, Cell, Note, Paragraph, Piece, Row, Story, Table
from .packed import tangled

MOST_LETTERS = 2_000_000
# Of each that is not closed pandoc looks for the end, again and again.
MOST_OPENED = 20_000
# What pandoc calls them. Dollars are money here, and a colon is a colon.
MARKDOWN, HTML = "gfm-emoji-tex_math_dollars", "html"
# What is closed again by who writes a page, as a paragraph or an item need not be.
AROUND = re.compile(r"(?i)<(/?)(?:ul|ol|dl|div|table|blockquote|section|article|figure|span|b|i|em|strong)\b")
MOST_TAGS_DEEP = 200
NOTE = re.compile(r"[ \t>*+-]{0,40}\[\^[^\]\s]{1,200}\]:")
# A node of pandoc's tree: its name under "t", what is in it under "c".
Node = Mapping[str, Any]


def read_markdown(data: bytes) -> Story:
    """Raises FileRefused."""
    text = _decoded(data)
    if text.count("[") > MOST_OPENED:
        raise tangled()
    _check_notes(text)
    return _read(text, MARKDOWN)


def read_html(data: bytes) -> Story:
    """Raises FileRefused."""
    text = _decoded(data)
    _check_depth(text)
    return _read(text, HTML)


def _read(text: str, kind: str) -> Story:
    try:
        found = json.loads(pypandoc.convert_text(text, "json", format=kind, sandbox=True))
    except RuntimeError:  # it reads whatever there is, unless that takes more than it may
        raise tangled() from None
    reader = _Reader()
    if title := found["meta"].get("title"):
        reader.put("title", 0, title.get("c", []))
    reader.blocks(found["blocks"])
    reader.story.blocks = reader.out
    return reader.story


def _decoded(data: bytes) -> str:
    if len(data) > MOST_LETTERS:
        words = gettext_noop("Dit bestand is te groot. Het mag hooguit %(n)d MB zijn.")
        raise FileRefused(_(words, n=MOST_LETTERS // 1_000_000))
    try:
        text = data.decode("utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig")
    except UnicodeDecodeError:
        raise FileRefused(_("We kunnen de letters in dit bestand niet lezen. Sla het op met UTF-8.")) from None
    if "\0" in text:
        raise FileRefused(_("Dit is geen tekst, al heet het wel zo. Kies het goede bestand."))
    return text


def _check_depth(text: str) -> None:
    """For each tag inside another pandoc goes through all of it again."""
    deep = 0
    for found in AROUND.finditer(text):
        deep += -1 if found[1] else 1
        if deep > MOST_TAGS_DEEP:
            raise tangled()


def _check_notes(text: str) -> None:
    """A footnote in a footnote may be itself, and pandoc goes round in that until its memory is full."""
    is_note = was_empty = False
    for line in text.splitlines():
        begins = NOTE.match(line)
        if begins:
            is_note = True
        elif was_empty and line[:1].strip():
            is_note = False
        if is_note and "[^" in line[begins.end() if begins else 0 :]:
            raise FileRefused(_("In dit bestand verwijst een voetnoot naar een voetnoot. Zet die tekst er zelf in."))
        was_empty = not line.strip()


class _Reader:
    """Walks through pandoc's tree."""

    def __init__(self) -> None:
        self.story = Story([])
        self.out: list[Block] = []
        self._kind, self._level, self._start = "paragraph", 0, 1
        self._deep = 0
        self.look = PLAIN

    def blocks(self, nodes: Sequence[Node]) -> None:
        self._deep += 1
        if self._deep > 100:
            raise tangled()
        for node in nodes:
            BLOCKS.get(node["t"], _pass_over)(self, node.get("c"))
        self._deep -= 1

    def put(self, kind: str, level: int, inlines: Sequence[Node]) -> None:
        paragraph = Paragraph(kind, level, start=self._start)
        self.inlines(inlines, paragraph)
        self.out.append(paragraph)

    def within(self, kind: str, level: int, nodes: Sequence[Node]) -> None:
        """Blocks that are all of one kind: of a list, or a quote."""
        before = self._kind, self._level
        self._kind, self._level = kind, level
        self.blocks(nodes)
        self._kind, self._level = before

    def apart(self, nodes: Sequence[Node]) -> list[Block]:
        """Blocks that do not stand in the row of the others: of a cell or a note."""
        before, self.out = self.out, []
        self.within("paragraph", 0, nodes)
        found, self.out = self.out, before
        return found

    def paragraph(self, inlines: Sequence[Node]) -> None:
        self.put(self._kind, self._level, inlines)

    def items(self, kind: str, items: Sequence[Sequence[Node]], start: int = 1) -> None:
        level = self._level + 1 if self._kind in ("list", "numbered") else 0
        self._start = self._start if level else start
        for item in items:
            self.within(kind, level, item)

    def lines(self, lines: Sequence[Sequence[Node]]) -> None:
        for line in lines:
            self.paragraph(line)

    def meanings(self, terms: Sequence[tuple[Sequence[Node], Sequence[Sequence[Node]]]]) -> None:
        for term, meanings in terms:
            self.paragraph(term)
            for meaning in meanings:
                self.blocks(meaning)

    def table(self, head: Any, bodies: Any, foot: Any) -> None:
        rows = [*head[1], *(row for body in bodies for row in (*body[2], *body[3])), *foot[1]]
        self.out.append(Table([Row([Cell(self.apart(cell[4])) for cell in row[1]]) for row in rows]))

    def inlines(self, nodes: Sequence[Node], paragraph: Paragraph) -> None:
        self._deep += 1
        if self._deep > 100:
            raise tangled()
        for node in nodes:
            INLINES.get(node["t"], _pass_inline_over)(self, node.get("c"), paragraph)
        self._deep -= 1

    def looking(self, content: Sequence[Node], paragraph: Paragraph, **look: Any) -> None:
        before, self.look = self.look, replace(self.look, **look)
        self.inlines(content, paragraph)
        self.look = before

    def quoted(self, content: Any, paragraph: Paragraph) -> None:
        left, right = ("‘", "’") if content[0]["t"] == "SingleQuote" else ("“", "”")
        self.inlines([{"t": "Str", "c": left}, *content[1], {"t": "Str", "c": right}], paragraph)

    def struck(self, content: Any, paragraph: Paragraph) -> None:
        self.story.left_out["struck"] += 1
        self.inlines(content, paragraph)

    def picture(self, _content: Any, _paragraph: Paragraph) -> None:
        self.story.left_out["pictures"] += 1

    def raw(self, content: Any, paragraph: Paragraph | None = None) -> None:
        """Markup inside Markdown. A tag between words is layout; a block of it may hold words."""
        tag = content[1].strip().lower()
        if paragraph is None:
            self.story.left_out["markup"] += not tag.startswith("<!--")
        elif tag.startswith("<br"):
            paragraph.pieces.append(Piece("\n"))

    def figure(self, content: Any) -> None:
        self.blocks(content[2])
        self.within("caption", 0, content[1][1])


def _pass_over(_reader: _Reader, _content: Any) -> None:
    pass


def _pass_inline_over(_reader: _Reader, _content: Any, _paragraph: Paragraph) -> None:
    pass


def _say(of: Callable[[Any], str]) -> Callable[[_Reader, Any, Paragraph], None]:
    return lambda reader, content, paragraph: paragraph.pieces.append(Piece(of(content), look=reader.look))


def _go_in(of: Callable[[Any], Any]) -> Callable[[_Reader, Any, Paragraph], None]:
    return lambda reader, content, paragraph: reader.inlines(of(content), paragraph)


# By the names of https://hackage.haskell.org/package/pandoc-types/docs/Text-Pandoc-Definition.html
BLOCKS: Mapping[str, Callable[[_Reader, Any], None]] = {
    "Plain": _Reader.paragraph,
    "Para": _Reader.paragraph,
    "Header": lambda reader, content: reader.put("heading", content[0], content[2]),
    "BulletList": lambda reader, content: reader.items("list", content),
    "OrderedList": lambda reader, content: reader.items("numbered", content[1], content[0][0]),
    "BlockQuote": lambda reader, content: reader.within("quote", 0, content),
    "CodeBlock": lambda reader, content: reader.paragraph([{"t": "Str", "c": content[1]}]),
    "LineBlock": _Reader.lines,
    "DefinitionList": _Reader.meanings,
    "Table": lambda reader, content: reader.table(content[3], content[4], content[5]),
    "Div": lambda reader, content: reader.blocks(content[1]),
    "Figure": _Reader.figure,
    "RawBlock": _Reader.raw,
}
INLINES: Mapping[str, Callable[[_Reader, Any, Paragraph], None]] = {
    "Str": _say(str),
    "Space": _say(lambda _content: " "),
    "SoftBreak": _say(lambda _content: " "),
    "LineBreak": _say(lambda _content: "\n"),
    "Code": _say(lambda content: content[1]),
    "Math": _say(lambda content: content[1]),
    **dict.fromkeys(("Underline", "Superscript", "Subscript", "SmallCaps"), _go_in(lambda content: content)),
    "Emph": lambda reader, content, paragraph: reader.looking(content, paragraph, emphasis=True),
    "Strong": lambda reader, content, paragraph: reader.looking(content, paragraph, strong=True),
    "Link": lambda reader, content, paragraph: reader.looking(content[1], paragraph, link=content[2][0]),
    **dict.fromkeys(("Span", "Cite"), _go_in(lambda content: content[1])),
    "Quoted": _Reader.quoted,
    "Strikeout": _Reader.struck,
    "Image": _Reader.picture,
    "RawInline": _Reader.raw,
    "Note": lambda reader, content, paragraph: paragraph.pieces.append(Piece("", note=Note(reader.apart(content)))),
}
