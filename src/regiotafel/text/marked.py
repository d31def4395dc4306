"""Words with marks, as passages are kept (docs/marked-text.md): a closed part of Markdown with tables and notes.

What is no mark stays visible as text. Pure: no page, no database. Whoever shows a passage, writes it into a file or
reads it from one, goes by way of these blocks."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from html import escape
from typing import Literal

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock, heading, list_block, table
from markdown_it.rules_inline import StateInline
from markdown_it.rules_inline.emphasis import tokenize as emphasis
from markdown_it.token import Token

# --- What a text consists of ---


@dataclass(frozen=True)
class Text:
    text: str


@dataclass(frozen=True)
class Break:
    """The next line of the same paragraph."""


@dataclass(frozen=True)
class NoteMark:
    """Here a note belongs; `mark` names it."""

    mark: str


@dataclass(frozen=True)
class Strong:
    runs: "tuple[Run, ...]"


@dataclass(frozen=True)
class Emphasis:
    runs: "tuple[Run, ...]"


@dataclass(frozen=True)
class Link:
    """`address` is one that `safe_link` lets through."""

    address: str
    runs: "tuple[Run, ...]"


@dataclass(frozen=True)
class Changed(Emphasis):
    """Only in two texts that are shown as one (`shown.py`): words that came or went, between what says so to who does
    not see it; or words that stayed, and behind them what they were."""

    side: Literal["same", "added", "removed"] = "same"
    before: str = ""
    after: str = ""


Run = Text | Break | NoteMark | Strong | Emphasis | Link
Runs = tuple[Run, ...]


@dataclass(frozen=True)
class Paragraph:
    runs: Runs


@dataclass(frozen=True)
class Heading:
    """`level` 3 or 4: those above belong to the page."""

    level: int
    runs: Runs


@dataclass(frozen=True)
class List:
    """Each item holds paragraphs, and lists of the second level."""

    ordered: bool
    items: "tuple[tuple[Block, ...], ...]"
    start: int = 1


@dataclass(frozen=True)
class Table:
    """Every row has as many cells as the head."""

    head: tuple[Runs, ...]
    rows: tuple[tuple[Runs, ...], ...]


@dataclass(frozen=True)
class Note:
    mark: str
    runs: Runs


Block = Paragraph | Heading | List | Table | Note


# --- Reading ---

_SAFE = re.compile(
    r"https?://[^\W_][\w.-]*+(?::\d{1,5})?(?:[/?#].*)?|/(?!/).*|mailto:[\w.+-]++@[\w-]++\.[\w.-]++(?:\?subject=[^&]*)?",
    re.IGNORECASE,
)
# White space and controls (a browser leaves some out), what ends an address in a page, and what some read as a slash.
_UNSAFE = re.compile(r"[\s\x00-\x20\x7f-\xa0<>\"'`\\^{|}\u200b-\u200f\u2028-\u202f\u2060-\u206f\ufeff]")
LINK_LENGTH = 2000


def safe_link(address: str) -> bool:
    """A page on the web or of this site, or somebody's mail; nothing that runs, and nobody's name before a host."""
    return len(address) <= LINK_LENGTH and not _UNSAFE.search(address) and _SAFE.fullmatch(address) is not None


# A text without any of these is paragraphs and nothing else.
_MARKS = re.compile(r"[*\\\[|]|^[ \t]*(?:-|\d{1,3}\.|####?)[ \t]", re.MULTILINE)
_ITEM = re.compile(r"(?:-|\d{1,3}\.)[ \t]+\S")
_TITLE = re.compile(r"####?[ \t]+\S")
NOTE = re.compile(r"\[\^([A-Za-z0-9-]{1,20})\]:[ \t]*(?=\S)")
NOTE_MARK = re.compile(r"\[\^([A-Za-z0-9-]{1,20})\]")
_LINK = re.compile(r"\[((?:[^\[\]\\\n]|\\.)++)\]\(((?:[^\s()]|\([^\s()]*+\))++)\)")
# Of a row: an upright line, but not with a backslash before it, nor as the last sign.
_CELL_ENDS = re.compile(r"(?<!\\)\|(?!$)")
# Word makes no wider table, and opens none.
MOST_COLUMNS = 63
# Two levels: each is a list and an item deep.
_DEEPEST = 4


def parsed(text: str) -> tuple[Block, ...]:
    """Whatever text comes in: there is no wrong one. Takes a time that grows with its length."""
    if not _MARKS.search(text):
        return tuple(_plain(text))
    tokens = iter(_parser().parse(text, {"notes": set()}))
    return tuple(_blocks(tokens, ""))


def _plain(text: str) -> Iterator[Paragraph]:
    for part in re.split(r"\n(?:[ \t]*\n)+", text.strip()):
        if part:
            yield Paragraph(_with_breaks(line.strip() for line in part.split("\n")))


def _with_breaks(lines: Iterable[str]) -> Runs:
    runs: list[Run] = []
    for line in lines:
        runs += [Break(), Text(line)] if runs else [Text(line)]
    return tuple(runs)


@cache
def _parser() -> MarkdownIt:
    """With paragraphs only, and the rules of this file: what they refuse stays text."""
    md = MarkdownIt("zero", {"html": False, "breaks": True})
    block, inline = md.block.ruler, md.inline.ruler
    block.at("table", _table, {"alt": ["paragraph"]})
    block.at("list", _list, {"alt": ["paragraph"]})
    block.at("heading", _heading, {"alt": ["paragraph"]})
    block.before("table", "note", _note, {"alt": ["paragraph"]})
    inline.at("emphasis", _emphasis)
    inline.at("link", _link)
    inline.before("link", "note_mark", _note_mark)
    inline.before("link", "picture", _picture)
    md.enable(["table", "list", "heading", "note", "newline", "escape", "emphasis", "link", "note_mark", "picture"])
    return md


def _line(state: StateBlock, line: int) -> str:
    return state.src[state.bMarks[line] + state.tShift[line] : state.eMarks[line]]


def _is_inside(state: StateBlock, line: int) -> bool:
    """In an item of a list: only words and another list stand there."""
    return state.level > 0 and state.sCount[line] >= state.blkIndent


def _table(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """It ends before a row with more cells than its head: those would be left out."""
    if _is_inside(state, start) or not table(state, start, end, True):
        return False
    last, most = start + 2, len(_cells(state, start))
    if most > MOST_COLUMNS:
        return False
    while last < end and not state.isEmpty(last) and len(_cells(state, last)) <= most:
        last += 1
    return silent or table(state, start, last, False)


def _cells(state: StateBlock, line: int) -> list[str]:
    return _CELL_ENDS.split(_line(state, line).strip().removeprefix("|"))


def _list(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    if state.level >= _DEEPEST and _is_inside(state, start):
        return False
    return bool(_ITEM.match(_line(state, start))) and list_block(state, start, end, silent)


def _heading(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    if _is_inside(state, start) or not _TITLE.match(_line(state, start)):
        return False
    return heading(state, start, end, silent)


def _note(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """A note runs on to an empty line or to another block. Of two with one name the second is text."""
    found = NOTE.match(_line(state, start))
    if _is_inside(state, start) or not found or found[1] in state.env["notes"]:
        return False
    if silent:
        return True
    state.env["notes"].add(found[1])
    lines, at = [_line(state, start)[found.end() :]], start + 1
    others = state.md.block.ruler.getRules("paragraph")
    while at < end and not state.isEmpty(at) and not any(rule(state, at, end, True) for rule in others):
        lines.append(_line(state, at))
        at += 1
    state.push("note_open", "", 1).info = found[1]
    token = state.push("inline", "", 0)
    token.content, token.children = "\n".join(lines).strip(), []
    state.push("note_close", "", -1)
    state.line = at
    return True


def _emphasis(state: StateInline, silent: bool) -> bool:
    return state.src[state.pos] == "*" and emphasis(state, silent)


def _note_mark(state: StateInline, silent: bool) -> bool:
    found = NOTE_MARK.match(state.src, state.pos)
    if not found or found[1] not in state.env["notes"]:
        return False
    if not silent:
        state.push("note_mark", "", 0).info = found[1]
    state.pos = found.end()
    return True


def _picture(state: StateInline, silent: bool) -> bool:
    """There are no pictures: what would be one stays text, and is no link either."""
    if state.src[state.pos] != "!" or not _LINK.match(state.src, state.pos + 1, state.posMax):
        return False
    if not silent:
        state.pending += "!["
    state.pos += 2
    return True


def _link(state: StateInline, silent: bool) -> bool:
    found = _LINK.match(state.src, state.pos, state.posMax)
    if not found or not found[1].strip() or not safe_link(found[2]):
        return False
    if not silent:
        most, state.posMax = state.posMax, found.end(1)
        state.pos = found.start(1)
        state.push("link_open", "", 1).info = found[2]
        state.md.inline.tokenize(state)
        state.push("link_close", "", -1)
        state.posMax = most
    state.pos = found.end()
    return True


# --- From what the parser says to blocks ---


def _blocks(tokens: Iterator[Token], until: str) -> Iterator[Block]:
    for token in tokens:
        if token.type == until:
            return
        if token.type == "paragraph_open":
            yield Paragraph(_inline(tokens))
        elif token.type == "heading_open":
            yield Heading(len(token.markup), _inline(tokens))
        elif token.type == "note_open":
            # A note has no notes of its own.
            yield Note(token.info, _runs([_as_words(one) for one in next(tokens).children or []]))
            next(tokens)
        elif token.type == "table_open":
            yield _table_of(tokens)
        elif token.type in ("bullet_list_open", "ordered_list_open"):
            yield _list_of(tokens, token)


def _list_of(tokens: Iterator[Token], opened: Token) -> List:
    items: list[tuple[Block, ...]] = []
    for token in tokens:
        if token.type == "list_item_open":
            items.append(tuple(_blocks(tokens, "list_item_close")))
        else:
            break
    return List(opened.type == "ordered_list_open", tuple(items), int(opened.attrs.get("start", 1)))


def _table_of(tokens: Iterator[Token]) -> Table:
    rows: list[list[Runs]] = []
    for token in tokens:
        if token.type == "table_close":
            break
        if token.type == "tr_open":
            rows.append([])
        elif token.type == "inline":
            rows[-1].append(_runs(token.children or []))
    return Table(tuple(rows[0]), tuple(map(tuple, rows[1:])))


def _inline(tokens: Iterator[Token]) -> Runs:
    runs = _runs(next(tokens).children or [])
    next(tokens)  # its end
    return runs


_SORTS: dict[str, type[Strong | Emphasis]] = {"strong": Strong, "em": Emphasis}


def _runs(tokens: Sequence[Token]) -> Runs:
    """Strong inside strong is strong: so nothing is deeper than three, whatever somebody typed."""
    opened: list[tuple[str, str, list[Run]]] = [("", "", [])]
    doubled: list[str] = []
    for token in tokens:
        sort, _, what = token.type.partition("_")
        runs = opened[-1][2]
        if what == "open":
            if any(sort == one for one, _address, _found in opened):
                doubled.append(sort)
            else:
                opened.append((sort, token.info, []))
        elif what == "close":
            if doubled and doubled[-1] == sort:
                doubled.pop()
                continue
            _sort, address, inner = opened.pop()
            if inner:
                found = Link(address, tuple(inner)) if sort == "link" else _SORTS[sort](tuple(inner))
                opened[-1][2].append(found)
        elif token.type == "note_mark":
            runs.append(NoteMark(token.info))
        elif token.type in ("softbreak", "hardbreak"):
            runs.append(Break())
        elif runs and isinstance(runs[-1], Text):
            runs[-1] = Text(runs[-1].text + token.content)
        elif token.content:
            runs.append(Text(token.content))
    return tuple(opened[0][2])


def _as_words(token: Token) -> Token:
    return Token("text", "", 0, content=f"[^{token.info}]") if token.type == "note_mark" else token


# --- As a page ---


@dataclass
class _Page:
    """What is known while one text is written as HTML: its notes by the order in which they are named."""

    top: int
    prefix: str
    back: str
    site: str
    notes: list[Note]
    order: dict[str, int] = field(default_factory=dict)
    named: dict[str, int] = field(default_factory=dict)
    has_top: bool = False


def as_html(
    blocks: Sequence[Block], heading_level: int = 4, *, prefix: str = "", back: str = "", site: str = ""
) -> str:
    """heading_level: of a heading of the first level. prefix: keeps the names of notes apart from others on the page.
    back: what the link from a note to its place is called. site: stands before addresses of our own, in a file."""
    page = _Page(heading_level, prefix, back, site, [block for block in blocks if isinstance(block, Note)])
    found = [_block_html(block, page) for block in blocks if not isinstance(block, Note)]
    if page.notes:
        first = [note for mark in page.order for note in page.notes if note.mark == mark]
        rest = [note for note in page.notes if note.mark not in page.order]
        notes = "".join(_note_html(number, note, page) for number, note in enumerate([*first, *rest], start=1))
        found.append(f'<ol class="rt-notes">{notes}</ol>')
    return "\n\n".join(found)


def _block_html(block: Block, page: _Page) -> str:
    if isinstance(block, Paragraph):
        return f"<p>{_html(block.runs, page)}</p>"
    if isinstance(block, Heading):
        # A smaller one has a larger one above it: no level is skipped.
        page.has_top = page.has_top or block.level == 3
        level = min(page.top + (block.level > 3 and page.has_top), 6)
        return f"<h{level}>{_html(block.runs, page)}</h{level}>"
    if isinstance(block, Table):
        return _table_html(block, page)
    if isinstance(block, List):
        tag, start = ("ol", f' start="{block.start}"' * (block.start != 1)) if block.ordered else ("ul", "")
        return f"<{tag}{start}>{''.join(_item_html(item, page) for item in block.items)}</{tag}>"
    raise TypeError(block)


def _item_html(item: Sequence[Block], page: _Page) -> str:
    if sum(isinstance(block, Paragraph) for block in item) == 1 and isinstance(item[0], Paragraph):
        inner = _html(item[0].runs, page), *(_block_html(block, page) for block in item[1:])
        return f"<li>{''.join(inner)}</li>"
    return f"<li>{''.join(_block_html(block, page) for block in item)}</li>"


def _table_html(block: Table, page: _Page) -> str:
    names = [escape(_name(cell)) for cell in block.head]
    head = "".join(f'<th scope="col">{_html(cell, page)}</th>' for cell in block.head)
    rows = "".join(
        "<tr>"
        + "".join(f'<td data-name="{name}">{_html(cell, page)}</td>' for name, cell in zip(names, row, strict=True))
        + "</tr>"
        for row in block.rows
    )
    label = ", ".join(filter(None, names))
    return (
        f'<div class="rt-table rt-table--stacked" tabindex="0" role="region" aria-label="{label}">'
        f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>"
    )


def _name(cell: Runs) -> str:
    """Of a column, without what went of it."""
    left = tuple(run for run in cell if not isinstance(run, Changed) or run.side != "removed")
    return plain_runs(left or cell)


def _note_html(number: int, note: Note, page: _Page) -> str:
    times = page.named.get(note.mark, 0)
    label = f' aria-label="{escape(page.back)}"' if page.back else ""
    links = "".join(f' <a href="#{_place(page, number, time)}"{label}>↑</a>' for time in range(1, times + 1))
    return f'<li id="{escape(page.prefix)}noot-{number}">{_html(note.runs, page)}{links}</li>'


def _place(page: _Page, number: int, time: int) -> str:
    return f"{escape(page.prefix)}bij-noot-{number}" + f"-{time}" * (time > 1)


def _html(runs: Runs, page: _Page) -> str:
    found: list[str] = []
    for run in runs:
        if isinstance(run, Text):
            found.append(escape(run.text))
        elif isinstance(run, Break):
            found.append("<br>")
        elif isinstance(run, NoteMark):
            number = page.order.setdefault(run.mark, len(page.order) + 1)
            time = page.named[run.mark] = page.named.get(run.mark, 0) + 1
            place, note = _place(page, number, time), f"{escape(page.prefix)}noot-{number}"
            found.append(f'<sup><a id="{place}" href="#{note}">{number}</a></sup>')
        elif isinstance(run, Link):
            is_own = run.address.startswith("/")
            address = escape((page.site if is_own else "") + run.address)
            rel = "" if is_own else ' rel="nofollow noopener"'
            found.append(f'<a href="{address}"{rel}>{_html(run.runs, page)}</a>')
        elif isinstance(run, Changed):
            found.append(_changed_html(run, page))
        else:
            tag = "strong" if isinstance(run, Strong) else "em"
            found.append(f"<{tag}>{_html(run.runs, page)}</{tag}>")
    return "".join(found)


def _changed_html(run: Changed, page: _Page) -> str:
    words, before, after = _html(run.runs, page), escape(run.before), escape(run.after)
    if run.side == "same":
        return f'{words} <span class="rt-told">{after}</span>'
    tag = "ins" if run.side == "added" else "del"
    return f'<{tag}><span class="rt-hide">{before} </span>{words}<span class="rt-hide"> {after}</span></{tag}>'


# --- As words only ---


def as_plain(blocks: Sequence[Block]) -> str:
    """For a line of a list, a mail or a quote: its words without marks. A text without marks stays as it is."""
    return "\n\n".join(_block_plain(block) for block in blocks)


def _block_plain(block: Block) -> str:
    if isinstance(block, List):
        return "\n".join(
            mark + "\n".join(_block_plain(one) for one in item).replace("\n", "\n" + " " * len(mark))
            for mark, item in _marked_items(block)
        )
    if isinstance(block, Table):
        return "\n".join(" | ".join(map(plain_runs, row)) for row in (block.head, *block.rows))
    return plain_runs(block.runs)


def _marked_items(block: List) -> Iterator[tuple[str, Sequence[Block]]]:
    """Each item with what stands before it: its number, or a dash."""
    for count, item in enumerate(block.items, block.start):
        yield f"{count}. " if block.ordered else "- ", item


def plain_runs(runs: Runs) -> str:
    return "".join(
        run.text
        if isinstance(run, Text)
        else "\n"
        if isinstance(run, Break)
        else ""
        if isinstance(run, NoteMark)
        else plain_runs(run.runs)
        for run in runs
    )


# --- On one line ---

_ENDS = re.compile(r"[.,:;!?…][\"'”’)\]]*$")


def as_line(blocks: Sequence[Block]) -> str:
    """For an excerpt, where its paragraphs, its items and its cells stand behind each other: what ended with a line
    ends with a sign."""
    found = ""
    for before, block in zip((None, *blocks), blocks, strict=False):
        words = _block_line(block)
        if found and words:
            is_open = isinstance(before, Heading | List | Table) or isinstance(block, List | Table | Note)
            sign = "" if not is_open or _ENDS.search(found) else "." if isinstance(before, List | Table) else ":"
            found += f"{sign} {words}"
        else:
            found += words
    return found


def _block_line(block: Block) -> str:
    if isinstance(block, List):
        dash = "" if block.ordered else "- "
        return _in_a_row(mark.removeprefix(dash) + as_line(item) for mark, item in _marked_items(block))
    if isinstance(block, Table):
        names = [_flat(cell) for cell in block.head]
        if not block.rows:
            return ", ".join(filter(None, names))
        return _in_a_row(_row_line(names, row) for row in block.rows)
    return _flat(block.runs)


def _row_line(names: Sequence[str], row: Sequence[Runs]) -> str:
    """Each cell behind the name of its column."""
    cells = [(name, _flat(cell)) for name, cell in zip(names, row, strict=True)]
    return ", ".join(f"{name}: {words}" if name else words for name, words in cells if words)


def _in_a_row(parts: Iterable[str]) -> str:
    found = ""
    for words in filter(None, parts):
        found += f"{';' * bool(found and not _ENDS.search(found))}{' ' * bool(found)}{words}"
    return found


def _flat(runs: Runs) -> str:
    return " ".join(plain_runs(runs).split("\n")).strip()


# --- As it is kept ---

# A sign that would be read as a mark gets a backslash before it.
_ESCAPED = re.compile(r"\\(?=[!-/:-@\[-`{-~\n]|$)|(?<!\s)\*|\*(?!\s)|\[(?=\^)|\](?=\()")
# What has its backslash already, or a bracket that wants one.
_BRACKET = re.compile(r"(?s:\\.)|(?P<bare>[\[\]])")
_AT_START = re.compile(r"-(?=[ \t])|(?P<count>\d{1,3})(?=\.[ \t])|#(?=###?[ \t]|##[ \t])|[-:|][-:|\s]*+$")


def as_text(blocks: Sequence[Block]) -> str:
    """The text that reads as these blocks."""
    return "\n\n".join(_block_text(block) for block in blocks)


def _block_text(block: Block) -> str:
    if isinstance(block, Paragraph):
        return _lines_text(block.runs)
    if isinstance(block, Heading):
        return f"{'#' * block.level} {_text(block.runs)}"
    if isinstance(block, Note):
        return f"[^{block.mark}]: {_lines_text(block.runs)}"
    if isinstance(block, Table):
        line = "|" + " --- |" * len(block.head)
        return "\n".join([_row_text(block.head), line, *map(_row_text, block.rows)])
    return "\n".join(mark + _under(_item_text(item), len(mark)) for mark, item in _marked_items(block))


def _item_text(item: Sequence[Block]) -> str:
    """A list stands straight under its words, another paragraph behind an empty line."""
    return "".join(
        ("" if place == 0 else "\n" if isinstance(block, List) else "\n\n") + _block_text(block)
        for place, block in enumerate(item)
    )


def _under(text: str, width: int) -> str:
    return text.replace("\n", "\n" + " " * width).replace("\n" + " " * width + "\n", "\n\n")


def _row_text(cells: Sequence[Runs]) -> str:
    return "| " + " | ".join(_text(cell).replace("|", r"\|").replace("\n", " ") for cell in cells) + " |"


def _lines_text(runs: Runs) -> str:
    return "\n".join(_line_text(line) for line in _text(runs).split("\n"))


def _line_text(line: str) -> str:
    found = _AT_START.match(line)
    if not found:
        return line
    if found["count"]:
        return line.replace(".", r"\.", 1)
    return "\\" + line


def _text(runs: Runs) -> str:
    found: list[str] = []
    for run in runs:
        if isinstance(run, Text):
            found.append(_ESCAPED.sub(r"\\\g<0>", run.text))
        elif isinstance(run, Break):
            found.append("\n")
        elif isinstance(run, NoteMark):
            found.append(f"[^{run.mark}]")
        elif isinstance(run, Link):
            if found and found[-1].endswith("!"):
                found[-1] = found[-1][:-1] + r"\!"
            words = _BRACKET.sub(lambda sign: "\\" * bool(sign["bare"]) + sign[0], _text(run.runs))
            found.append(f"[{words}]({run.address})")
        else:
            mark = "**" if isinstance(run, Strong) else "*"
            found.append(f"{mark}{_text(run.runs)}{mark}")
    return "".join(found)


@lru_cache(maxsize=4096)
def words_of(text: str) -> str:
    """The words of a text as it is kept, without its marks."""
    return as_plain(parsed(text))


@lru_cache(maxsize=4096)
def in_one_line(text: str) -> str:
    """The words of a text as it is kept, on one line: for where only its beginning or a part of it stands."""
    return as_line(parsed(text))
