"""Words with marks: what becomes of them on a page, as plain words and as they are kept."""

import re
import sys
from collections.abc import Iterator, Sequence
from functools import partial
from html.parser import HTMLParser
from typing import Any

import pytest
from django.utils.html import linebreaks
from hypothesis import example, given
from hypothesis import strategies as st

from regiotafel.text.marked import (
    Block,
    Break,
    Emphasis,
    Heading,
    Link,
    List,
    Note,
    NoteMark,
    Paragraph,
    Run,
    Runs,
    Strong,
    Table,
    Text,
    _parser,
    _plain,
    as_html,
    as_line,
    as_plain,
    as_text,
    parsed,
    safe_link,
)
from regiotafel.text.tidy import tidy

# Every element that a text may become, with every attribute.
CLOSED = {
    tag: set(attributes.split())
    for tag, _colon, attributes in (
        line.partition(":")
        for line in (
            "p", "br", "strong", "em", "sup", "h4", "h5", "h6", "ul", "ol:start class", "li:id",
            "a:href rel id aria-label", "div:class tabindex role aria-label", "table", "thead", "tbody", "tr",
            "th:scope", "td:data-name",
        )
    )
}  # fmt: skip
ALL = """### De kop
Een **sterk** woord, met *nadruk* en een [koppeling](https://voorbeeld.nl/a_(b)?x=1&y=2).[^bron]
Tweede regel[^2][^bron]

- een
- twee
  1. diep
  2. dieper

3. derde
4. vierde

#### Kleiner

| Gemeente | Wacht |
|---|---|
| Lindedam | *lang* |
| Berkhoven \\| oost |

[^bron]: Zie [de wet](/wet/).
[^2]: Nog een.
"""
# What somebody could type: marks, words and signs, in any order.
PIECES = st.sampled_from(
    [
        "a", "woord", " ", "  ", "\n", "\n\n", "\t", "- ", "1. ", "12. ", "### ", "#### ", "# ", "*", "**", "***", "_",
        "[", "]", "(", ")", "](", "[^1]", "[^1]: ", "https://a.nl", "/b", "mailto:a@b.nl", "javascript:x", "|", "|---|",
        "|a|b|\n|---|---|\n|1|2|", "\\", "`", "<", ">", "&amp;", "<b>", "!", "~", ":", "    ", "é", "'", '"',
    ]
)  # fmt: skip
TYPED = st.one_of(st.text(max_size=60), st.lists(PIECES, max_size=40).map("".join))


class Seen(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.opened: list[tuple[str, dict[str, str | None]]] = []
        self.depth: list[str] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.opened.append((tag, dict(attrs)))
        if tag != "br":
            self.depth.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.depth.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data

    def handle_comment(self, data: str) -> None:
        raise AssertionError(data)


def seen(html: str) -> Seen:
    found = Seen()
    found.feed(html)
    found.close()
    assert not found.depth
    for tag, attributes in found.opened:
        assert set(attributes) <= CLOSED[tag], (tag, attributes)
        if href := attributes.get("href"):
            assert href.startswith("#") or safe_link(href)
    return found


def words(text: str) -> list[str]:
    return sorted(sign for sign in text if sign.isalpha())


def test_every_mark_becomes_its_block() -> None:
    heading, first, dots, counted, smaller, table, source, second = parsed(ALL)
    assert heading == Heading(3, (Text("De kop"),))
    assert isinstance(first, Paragraph)
    assert first.runs[:2] == (Text("Een "), Strong((Text("sterk"),)))
    assert Link("https://voorbeeld.nl/a_(b)?x=1&y=2", (Text("koppeling"),)) in first.runs
    assert first.runs[-4:] == (Break(), Text("Tweede regel"), NoteMark("2"), NoteMark("bron"))
    deep = List(True, ((Paragraph((Text("diep"),)),), (Paragraph((Text("dieper"),)),)))
    assert dots == List(False, ((Paragraph((Text("een"),)),), (Paragraph((Text("twee"),)), deep)))
    assert isinstance(counted, List)
    assert (counted.ordered, counted.start, len(counted.items)) == (True, 3, 2)
    assert smaller == Heading(4, (Text("Kleiner"),))
    assert table == Table(
        ((Text("Gemeente"),), (Text("Wacht"),)),
        (((Text("Lindedam"),), (Emphasis((Text("lang"),)),)), ((Text("Berkhoven | oost"),), ())),
    )
    assert source == Note("bron", (Text("Zie "), Link("/wet/", (Text("de wet"),)), Text(".")))
    assert second == Note("2", (Text("Nog een."),))


def test_a_page_names_each_note_and_leads_back_from_it() -> None:
    html = as_html(parsed(ALL), 4, prefix="p7-", back="Terug naar de tekst", site="https://regio.example")
    assert '<a href="https://voorbeeld.nl/a_(b)?x=1&amp;y=2" rel="nofollow noopener">koppeling</a>' in html
    assert '<sup><a id="p7-bij-noot-1" href="#p7-noot-1">1</a></sup>' in html
    assert '<sup><a id="p7-bij-noot-1-2" href="#p7-noot-1">1</a></sup>' in html
    assert '<li id="p7-noot-1">Zie <a href="https://regio.example/wet/">de wet</a>.' in html
    assert '<a href="#p7-bij-noot-1-2" aria-label="Terug naar de tekst">↑</a>' in html
    assert '<ol start="3"><li>derde</li>' in html
    assert '<td data-name="Gemeente">Berkhoven | oost</td><td data-name="Wacht"></td>' in html
    ids = [attributes["id"] for _tag, attributes in seen(html).opened if "id" in attributes]
    assert len(ids) == len(set(ids)) == 5


def test_a_page_skips_no_level_of_headings() -> None:
    assert "<h4>a</h4>" in as_html(parsed("#### a"), 4)
    assert as_html(parsed("#### a\n### b\n#### c"), 4) == "<h4>a</h4>\n\n<h4>b</h4>\n\n<h5>c</h5>"
    assert as_html(parsed("### a\n#### b"), 6) == "<h6>a</h6>\n\n<h6>b</h6>"


@pytest.mark.parametrize(
    "text",
    [
        "# a", "## a", "##### a", "###a", "a\n===", "> a", "```\na\n```", "`a`", "---", "***", "* a", "+ a", "1) a",
        "2027. Dat is laat", "-a", "- ", "_a_", "__a__", "~~a~~", "<b>a</b>", "<!-- a -->", "&amp;", "&#106;",
        "![a](https://b.nl)", "[a]", "[a][b]", "[a]: https://b.nl", "<https://b.nl>", "https://b.nl", "[a](b)", "[a]()",
        "[ ](https://b.nl)", '[a](https://b.nl "c")', "[a](//b.nl)", "[a](javascript:b)", "[a](data:b)", "[^1]",
        "|a|b|", "|a|b|\n|---|", "a ** b", "5 * 3 * 2", "[^ ]: a", "    a",
    ],
)  # fmt: skip
def test_what_is_no_mark_stays_as_it_was_typed(text: str) -> None:
    html = as_html(parsed(text))
    assert seen(html).text == tidy(text).replace("\n", "")
    assert {tag for tag, _attributes in seen(html).opened} <= {"p", "br"}


def test_nothing_is_left_out_of_a_row_that_is_too_long() -> None:
    table, rest = parsed("|a|b|\n|---|---|\n|c|d|\n|e|f|g|")
    assert isinstance(table, Table)
    assert len(table.rows) == 1
    assert as_plain([rest]) == "|e|f|g|"


def test_a_table_that_word_does_not_open_stays_as_it_was_typed() -> None:
    def rows(n: int) -> str:
        return "\n".join(["|".join("x" * n), "|".join(["---"] * n), "|".join("y" * n)])

    assert isinstance(parsed(rows(63))[0], Table)
    assert [type(one) for one in parsed(rows(64))] == [Paragraph]


def test_a_note_without_a_place_and_a_second_of_one_name_stay_to_be_read() -> None:
    found = as_html(parsed("a\n\n[^1]: een\n[^1]: twee"))
    assert found == '<p>a</p>\n\n<ol class="rt-notes"><li id="noot-1">een<br>[^1]: twee</li></ol>'


@pytest.mark.parametrize(
    "address",
    [
        "https://voorbeeld.nl", "http://voorbeeld.nl:8080/pad?x=1#y", "HTTPS://Voorbeeld.nl/é", "/regio/visie/", "/",
        "mailto:jeugd@voorbeeld.nl", "mailto:jeugd@voorbeeld.nl?subject=Visie", "https://nl.example/a_(b)",
    ],
)  # fmt: skip
def test_a_link_leads_to_a_page_or_to_mail(address: str) -> None:
    assert safe_link(address)
    (block,) = parsed(f"[woord]({address})")
    assert block == Paragraph((Link(address, (Text("woord"),)),))


@pytest.mark.parametrize(
    "address",
    [
        "", "voorbeeld.nl", "#a", "?a", "//voorbeeld.nl", "/\\voorbeeld.nl", "\\\\voorbeeld.nl", "/\t/voorbeeld.nl",
        "javascript:alert(1)", "JaVaScRiPt:alert(1)", " javascript:alert(1)", "\x01javascript:alert(1)",
        "java\tscript:alert(1)", "data:text/html,x", "vbscript:x", "file:///etc/passwd", "ftp://voorbeeld.nl",
        "https:voorbeeld.nl", "https:///voorbeeld.nl", "https://", "https://a@voorbeeld.nl", "https://a:b@voorbeeld.nl",
        "https://voorbeeld.nl\\@kwaad.nl", "https://voorbeeld.nl/a b", 'https://voorbeeld.nl/"onclick="x',
        "https://voorbeeld.nl/<b>", "https://voorbeeld.nl/\u202egnp", "mailto:", "mailto:a@b.nl?bcc=c@d.nl",
        "mailto:a@b.nl?subject=x&bcc=c@d.nl", "https://voorbeeld.nl/" + "a" * 2000, "https://%00.nl", "blob:https://a.nl",
    ],
)  # fmt: skip
def test_other_addresses_are_no_links(address: str) -> None:
    assert not safe_link(address)
    assert "<a" not in as_html(parsed(f"[woord]({address})"))


@given(TYPED)
@example("*" * 3000 + "a" + "*" * 3000)
@example("- " * 3000 + "a")
@example("[" * 3000 + "](" * 3000)
def test_any_text_becomes_the_closed_elements_and_keeps_its_words(text: str) -> None:
    blocks = parsed(text)
    html = seen(as_html(blocks, back="Terug"))
    # Apart from the names of notes, and addresses of links, which are no words.
    links = "".join(
        str(attributes["href"])
        for tag, attributes in html.opened
        if tag == "a" and not str(attributes["href"]).startswith("#")
    )
    assert words(html.text + links) == words(text.replace("\0", ""))
    assert words(as_plain(blocks)) == words(html.text)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("Wij:\n- luisteren\n- samen", "Wij: luisteren; samen"),
        ("Wij\n- luisteren\n- samen\n\nMorgen.", "Wij: luisteren; samen. Morgen."),
        ("- Wij luisteren.\n- Wij zijn er,\n- echt", "Wij luisteren. Wij zijn er, echt"),
        ("1. eerst\n2. dan", "1. eerst; 2. dan"),
        ("- hulp\n  - thuis\n  - op school\n- geld", "hulp: thuis; op school; geld"),
        ("### Wonen\n\nIedereen woont.", "Wonen: Iedereen woont."),
        ("Een\nregel\n\nen nog een", "Een regel en nog een"),
        ("|Wie|Wat|\n|---|---|\n|gemeente|geld|\n|school||", "Wie: gemeente, Wat: geld; Wie: school"),
        ("|Wie|Wat|\n|---|---|", "Wie, Wat"),
        ("Dit is zo[^1].\n\n[^1]: Volgens *de wet*.", "Dit is zo. Volgens de wet."),
    ],
)
def test_on_one_line_items_and_cells_do_not_run_together(text: str, line: str) -> None:
    assert as_line(parsed(text)) == line


@given(TYPED)
def test_one_line_is_one_and_keeps_all_words(text: str) -> None:
    blocks = parsed(tidy(text))
    line = as_line(blocks)
    assert "\n" not in line
    if not any(isinstance(block, Table) for block in blocks):
        assert set(re.findall(r"\w+", as_plain(blocks))) == set(re.findall(r"\w+", line))


@given(TYPED)
def test_what_is_written_again_reads_the_same(text: str) -> None:
    blocks = parsed(tidy(text))
    assert words(as_plain(parsed(as_text(blocks)))) == words(as_plain(blocks))


LETTERS = (
    st.text("abcdefghij é.,:;!?-#|*_[]()<>&\\1^", min_size=1, max_size=12)
    .map(str.strip)
    .filter(lambda text: any(sign.isalpha() for sign in text) and text[0].isalpha() and text[-1].isalpha())
)


def between(runs: Sequence[Run]) -> Runs:
    """With words around each mark: two beside each other are read as one."""
    found: list[Run] = [Text("x ")]
    for run in runs:
        found += [run, Text(" y ")]
    return (*found, Text("z"))


LINKS = st.builds(lambda text: Link("https://a.nl/b_(c)", (Text(text),)), LETTERS)
RUNS = st.lists(
    st.one_of(
        st.builds(lambda text: Strong((Text(text),)), LETTERS),
        st.builds(lambda text: Emphasis((Text(text),)), LETTERS),
        LINKS,
        st.just(NoteMark("1")),
    ),
    max_size=3,
).map(between)
ITEM: Any = st.lists(RUNS.map(Paragraph), min_size=1, max_size=2).map(tuple)
DEEP = st.builds(List, st.booleans(), st.lists(ITEM, min_size=1, max_size=3).map(tuple))
NESTED = st.builds(lambda paragraphs, below: (*paragraphs, below), ITEM, DEEP)
LISTS = st.builds(List, st.booleans(), st.lists(st.one_of(ITEM, NESTED), min_size=1, max_size=3).map(tuple), st.just(1))


@st.composite
def tables(draw: st.DrawFn) -> Table:
    width = draw(st.integers(1, 3))
    row = st.lists(RUNS, min_size=width, max_size=width).map(tuple)
    return Table(draw(row), tuple(draw(st.lists(row, max_size=3))))


@given(
    st.lists(
        st.one_of(RUNS.map(Paragraph), st.builds(Heading, st.sampled_from([3, 4]), RUNS), LISTS, tables()), max_size=5
    )
)
@example([Paragraph(between([Link("https://a.nl/b_(c)", (Text("a\\]a"),))]))])
def test_what_is_written_is_read_back(blocks: list[Block]) -> None:
    apart: list[Block] = []
    for block in blocks:
        # Two lists beside each other are one.
        apart += [Paragraph((Text("tussen"),)), block]
    whole = (*apart, Note("1", (Text("noot"),)))
    assert joined(parsed(as_text(whole))) == joined(whole)


def joined(found: Any) -> Any:
    """With texts beside each other as one."""
    if isinstance(found, tuple):
        parts: list[Any] = []
        for part in map(joined, found):
            if isinstance(part, Text) and parts and isinstance(parts[-1], Text):
                parts[-1] = Text(parts[-1].text + part.text)
            else:
                parts.append(part)
        return tuple(parts)
    if hasattr(found, "__dataclass_fields__"):
        return type(found)(**{name: joined(getattr(found, name)) for name in found.__dataclass_fields__})
    return found


@given(st.text("ab é.\n,!?()'\"<>&:;-1 ", max_size=60).map(partial(tidy, single_spaces=True)))
def test_a_text_without_marks_is_as_it_was(text: str) -> None:
    blocks = parsed(text)
    if all(isinstance(block, Paragraph) for block in blocks):
        assert as_html(blocks) == ("" if not text else linebreaks(text, autoescape=True))
        assert as_plain(blocks) == text
        assert as_text(blocks).replace("\\", "") == text


@given(st.text("ab \n#1.-x", max_size=40).map(tidy))
def test_the_short_way_and_the_parser_say_the_same(text: str) -> None:
    blocks = parsed(text)
    tokens = _parser().parse(text, {"notes": set()})
    if {token.type for token in tokens} <= {"paragraph_open", "inline", "paragraph_close"}:
        assert tuple(_plain(text)) == blocks


def lines_run(text: str) -> int:
    """How many lines of code reading and writing a text takes."""
    count = 0

    def step(_frame: Any, event: str, _arg: Any) -> Any:
        nonlocal count
        count += event == "line"
        return step

    before = sys.gettrace()
    sys.settrace(step)
    try:
        as_html(parsed(text))
    finally:
        sys.settrace(before)
    return count


def worst() -> Iterator[str]:
    yield from [
        "*",
        "**a ",
        "*a",
        "a*",
        "_a_",
        "[",
        "]",
        "](",
        "[a](",
        "[a](/b",
        "![",
        "\\",
        "\\*",
        "`",
        "<b",
        "&",
        "|",
    ]
    yield from [
        "- ",
        "- a\n",
        "1. ",
        "1. a\n",
        "  - a\n",
        "### ",
        "### a\n",
        "[^1]",
        "[^1]: ",
        "[^1]: a\n",
        "a\n",
        "(",
        "|a",
    ]
    yield from ["|a|\n|-|\n", "|a|b|\n|-|-|\n|c|d|e|\n", "|-", "[a](/(", "***a** b* ", "> ", "    ", "\n", "a\\\n"]
    yield from [
        "- a\n\n  ",
        "[[a](/b)",
        "*[a](/b)",
        "[^1]\n\n[^1]: a\n\n",
        "https://a.nl/",
        "#",
        "- a\n  - b\n    - c\n",
    ]


@pytest.mark.parametrize("piece", list(worst()))
def test_time_grows_with_the_text_and_no_faster(piece: str) -> None:
    few, many = (piece * (size // len(piece)) for size in (600, 2400))
    assert lines_run(many) < 4 * 1.35 * lines_run(few) + 2000
