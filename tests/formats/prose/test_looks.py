"""Strong, emphasis and links that touch, overlap, or end at a sign: what is kept of them, in every kind of file."""

from __future__ import annotations

import io
import itertools
import zipfile
from collections.abc import Iterable, Iterator
from html.parser import HTMLParser

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from regiotafel.formats.prose import docx_out, pandoc_out, plain_out
from regiotafel.formats.prose.looks import runs_of
from regiotafel.formats.prose.normal import canonical
from regiotafel.formats.prose.out import OutPassage, OutSection, OutText
from regiotafel.formats.prose.reading import read_whole
from regiotafel.text.looks import PLAIN, Look, looked_at
from regiotafel.text.marked import Break, NoteMark, Paragraph, Runs, Text, as_html, as_text, parsed

LOOKS = [
    PLAIN,
    Look(strong=True),
    Look(emphasis=True),
    Look(strong=True, emphasis=True),
    Look(link="https://a.example/x_(y)"),
    Look(link="https://a.example/x_(y)", strong=True),
    Look(link="https://b.example/", emphasis=True),
]
WORDS = st.text("ab é.,:!?()[]\\*_`€+“”-1\n", min_size=1, max_size=6)
PIECES = st.lists(st.tuples(st.sampled_from(LOOKS), WORDS), min_size=1, max_size=6)
Told = list[tuple[str, Look]]


def told(pieces: Iterable[tuple[Look, Text | Break | NoteMark]]) -> Told:
    """Every letter with how it looks. A sign at the end of a mark may stand outside it."""
    return [(sign, look) for look, run in pieces if isinstance(run, Text) for sign in run.text if sign.isalnum()]


def is_plain_enough(pieces: Iterable[tuple[Look, str]]) -> bool:
    """No mark ends within another in the middle of a word: that cannot be written, and emphasis goes."""
    return not any(one.strong and other.emphasis for (one, _), (other, _) in itertools.permutations(pieces, 2))


@example([(PLAIN, "!"), (Look(link="https://a.example/x_(y)"), "1")])
@given(PIECES)
def test_every_letter_looks_as_it_did_when_it_is_read_again(pieces: list[tuple[Look, str]]) -> None:
    runs = runs_of((look, Text(words)) for look, words in pieces)
    [block] = parsed(as_text([Paragraph(runs)])) or [Paragraph(())]
    assert isinstance(block, Paragraph)
    found, was = told(looked_at(block.runs)), told((look, Text(words)) for look, words in pieces)
    assert [sign for sign, _look in found] == [sign for sign, _look in was]
    assert [(sign, look.strong, look.link) for sign, look in found] == [
        (sign, look.strong, look.link) for sign, look in was
    ]
    if is_plain_enough(pieces):
        assert found == was
    text = as_text([Paragraph(runs)])
    assert canonical(text) == text


BOTH = Look(strong=True, emphasis=True)


@pytest.mark.parametrize(
    ("pieces", "text"),
    [
        ([(LOOKS[1], "a"), (BOTH, "b"), (LOOKS[2], "c"), (PLAIN, " en "), (LOOKS[2], "zo")], "**ab**c en *zo*"),
        (
            [(PLAIN, "een "), (LOOKS[2], "h"), (BOTH, "al"), (LOOKS[1], "f"), (PLAIN, " en "), (LOOKS[2], "nog")],
            "een h**alf** en *nog*",
        ),
    ],
)
def test_emphasis_goes_only_in_the_word_where_one_mark_ends_inside_another(
    pieces: list[tuple[Look, str]], text: str
) -> None:
    assert as_text([Paragraph(runs_of((look, Text(words)) for look, words in pieces))]) == text


def beside_each_other() -> Iterator[str]:
    """Any three looks, in words that begin or end with a letter or a sign."""
    for looks in itertools.product(LOOKS[:6], repeat=3):
        for words in (("aa", "bb", "cc"), ("aa", "bb)", "(cc"), ("a* ", "*b", "c")):
            yield as_text([Paragraph(runs_of((look, Text(word)) for look, word in zip(looks, words, strict=True)))])


TEXTS = list(dict.fromkeys(beside_each_other()))
PASSAGES = ["\n\n".join(TEXTS[at : at + 40]) for at in range(0, len(TEXTS), 40)]


def out() -> OutText:
    return OutText("Visie", "", [], [OutSection("Een", [OutPassage(n, 1, one) for n, one in enumerate(PASSAGES, 1)])])


@pytest.fixture(scope="module")
def files() -> dict[str, bytes]:
    made = {kind: pandoc_out.written(pandoc_out.tree(out(), kind), kind) for kind in (pandoc_out.ODT, pandoc_out.EPUB)}
    return made | {"docx": docx_out.write(out()), "md": plain_out.as_markdown(out())}


def test_a_text_with_all_of_them_is_kept_as_it_is_written() -> None:
    assert [canonical(one) for one in PASSAGES] == PASSAGES


@pytest.mark.parametrize("kind", ["docx", "odt", "md"])
def test_all_of_them_come_back_from_a_file(kind: str, files: dict[str, bytes]) -> None:
    [chapter] = read_whole(f"visie.{kind}", files[kind]).chapters
    for found, was in zip(chapter.passages, PASSAGES, strict=True):
        assert found.split("\n\n") == was.split("\n\n")


class Shown(HTMLParser):
    """Of each paragraph its letters with how they look."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[Told] = []
        self.look: list[Look] = [PLAIN]
        self.is_inside = False
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "p":
            self.found.append([])
            self.is_inside = True
        before = self.look[-1]
        look = {
            "strong": Look(True, before.emphasis, before.link),
            "em": Look(before.strong, True, before.link),
            "a": Look(before.strong, before.emphasis, dict(attrs).get("href") or ""),
        }
        if tag in look:
            self.look.append(look[tag])

    def handle_endtag(self, tag: str) -> None:
        if tag in ("strong", "em", "a"):
            self.look.pop()
        self.is_inside = self.is_inside and tag != "p"

    def handle_data(self, data: str) -> None:
        if self.is_inside:
            self.found[-1] += told([(self.look[-1], Text(data))])


def of(text: str) -> list[Told]:
    return [told(looked_at(runs_in(one))) for one in parsed(text)]


def runs_in(block: object) -> Runs:
    assert isinstance(block, Paragraph)
    return block.runs


def test_a_page_and_a_book_show_each_letter_as_it_looks(files: dict[str, bytes]) -> None:
    was = [one for text in PASSAGES for one in of(text)]
    assert [one for text in PASSAGES for one in Shown(as_html(parsed(text))).found] == was
    with zipfile.ZipFile(io.BytesIO(files["epub3"])) as packed:
        pages = [packed.read(name).decode() for name in sorted(packed.namelist()) if "/ch" in name]
    assert [one for page in pages for one in Shown(page).found] == was
