"""Two passages as one: what came and what went is marked inside a text that keeps its headings, lists and tables."""

from collections.abc import Sequence
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regiotafel.text.changes import Compared, Line, Notes, Spans, changes, compared, without
from regiotafel.text.looks import Look
from regiotafel.text.marked import Block, Heading, Note, Paragraph, Text, as_html, as_text, parsed
from regiotafel.text.shown import Telling, shown
from regiotafel.text.tidy import tidy

from .test_marked import LISTS, RUNS, TYPED, tables

TELLING = Telling("[+]", "[-]", "[.]", lambda was, look: f"({was.link}>{look.link})", lambda was, now: f"({was}>{now})")

BLOCKS: st.SearchStrategy[list[Block]] = st.lists(
    st.one_of(RUNS.map(Paragraph), st.builds(Heading, st.sampled_from([3, 4]), RUNS), LISTS, tables()), max_size=4
)
NOTE = Note("1", (Text("noot"),))


@st.composite
def two_texts(draw: st.DrawFn) -> tuple[str, str]:
    """Any two; or one that somebody worked on: blocks moved, left out, put in and typed over."""
    if draw(st.booleans()):
        return draw(TYPED), draw(TYPED)
    blocks: list[Block] = draw(BLOCKS)
    kept = draw(st.permutations(blocks)) if draw(st.booleans()) else blocks
    more: list[Block] = draw(BLOCKS)
    place = draw(st.integers(0, len(kept)))
    before, after = as_text([*blocks, NOTE]), as_text([*kept[:place], *more[:1], *kept[place + 1 :], NOTE])
    old = draw(st.sampled_from(["x", "y", "*", "|", "- ", "\n", "e"]))
    return before, after.replace(old, draw(st.sampled_from(["x", "woord", "**", "", " "])), draw(st.integers(0, 3)))


def letters(spans: Spans, notes: Notes) -> list[object]:
    """Each with its look; of a note its words."""
    found: list[object] = []
    for span in spans:
        if span.note:
            found.append(("note", *letters(notes[span.note], {})))
        else:
            found += [(letter, span.look) for letter in span.text]
    return found


def flat(found: Compared) -> list[object]:
    lines: list[object] = []
    for unit in found.units:
        if isinstance(unit, Line):
            lines.append((unit.shape, letters(unit.spans, found.notes)))
        else:
            lines.append([[letters(cell, found.notes) for cell in row.cells] for row in unit.rows])
    return [*lines, sorted(repr(letters(spans, {})) for spans in found.notes.values())]


def alone(text: str) -> list[object]:
    return flat(compared(parsed(text), parsed(text)))


@given(two_texts())
def test_without_what_came_it_is_the_old_text_and_without_what_went_the_new(texts: tuple[str, str]) -> None:
    before, after = map(tidy, texts)
    found = changes(before, after)
    assert flat(without(found, "added")) == alone(before)
    assert flat(without(found, "removed")) == alone(after)


class Read(HTMLParser):
    """The letters of a page, without those inside some elements and without what only tells about them."""

    def __init__(self, leave_out: str) -> None:
        super().__init__()
        self.leave_out = leave_out
        self.opened: list[bool] = []
        self.letters: list[str] = []
        self.tags: list[str] = []

    def handle_starttag(self, tag: str, attrs: Sequence[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        told = dict(attrs).get("class") in ("rt-hide", "rt-told", "rt-notes")
        if tag != "br":
            self.opened.append(tag == self.leave_out or told or tag == "sup")

    def handle_endtag(self, tag: str) -> None:
        if tag != "br":
            self.opened.pop()

    def handle_data(self, data: str) -> None:
        if not any(self.opened):
            self.letters += data.split()


def read(html: str, leave_out: str = "") -> str:
    page = Read(leave_out)
    page.feed(html)
    assert page.opened == []
    return "".join(page.letters)


@given(two_texts())
def test_a_page_shows_both_texts_in_one(texts: tuple[str, str]) -> None:
    before, after = map(tidy, texts)
    html = as_html(shown(changes(before, after), TELLING))
    assert read(html, "ins") == read(as_html(parsed(before)))
    assert read(html, "del") == read(as_html(parsed(after)))


@given(TYPED)
def test_the_same_text_differs_nowhere(text: str) -> None:
    html = as_html(shown(changes(text, text), TELLING))
    assert "<ins>" not in html
    assert "<del>" not in html
    assert "rt-told" not in html


def page(before: str, after: str) -> str:
    return as_html(shown(changes(before, after), TELLING)).replace("\n\n", "")


def came(words: str) -> str:
    return f'<ins><span class="rt-hide">[+] </span>{words}<span class="rt-hide"> [.]</span></ins>'


def went(words: str) -> str:
    return f'<del><span class="rt-hide">[-] </span>{words}<span class="rt-hide"> [.]</span></del>'


TABLE = "| Wie | Wat |\n| --- | --- |\n| Gemeente | Betaalt alles |\n| Regio | Overlegt |"
WIDER = "| Wie | Wanneer | Wat |\n|-|-|-|\n| Gemeente | Nu | Betaalt alles |\n| Regio | Later | Overlegt |"


@pytest.mark.parametrize(
    ("before", "after", "becomes"),
    [
        ("Een **vet** woord", "Een **vet** gebaar", f"<p>Een <strong>vet</strong> {went('woord')}{came('gebaar')}</p>"),
        ("- een appel\n- een peer", "- een appel\n- een rijpe peer", f"<li>een {came('rijpe ')}peer</li></ul>"),
        ("- een appel", "- een appel\n- iets anders", f"<li>een appel</li><li>{came('iets anders')}</li></ul>"),
        (TABLE, TABLE.replace("alles", "mee"), f'<td data-name="Wat">Betaalt {went("alles")}{came("mee")}</td>'),
        (TABLE, TABLE + "\n| Rijk | Niets |", f'<td data-name="Wie">{came("Rijk")}</td>'),
        (TABLE, WIDER, f'<td data-name="Wanneer">{came("Nu")}</td><td data-name="Wat">Betaalt alles</td>'),
        (WIDER, TABLE, f'<td data-name="Wanneer">{went("Nu")}</td><td data-name="Wat">Betaalt alles</td>'),
        ("### Kop boven", "### Kop onder", f"<h4>Kop {went('boven')}{came('onder')}</h4>"),
        ("### Kop boven", "#### Kop boven", '<h4>Kop boven <span class="rt-told">'),
        (
            "Lees [de wet](https://a.nl).",
            "Lees [de wet](https://b.nl).",
            '<a href="https://b.nl" rel="nofollow noopener">de wet</a> '
            '<span class="rt-told">(https://a.nl&gt;https://b.nl)</span>.',
        ),
        # A note that got another number is the same note.
        ("Dit is[^1]\n\n[^1]: Bron.", "Dit[^1] is[^2]\n\n[^1]: Nieuw.\n\n[^2]: Bron.", '<li id="noot-2">Bron. '),
    ],
)  # fmt: skip
def test_what_differs_stands_inside_what_it_is_part_of(before: str, after: str, becomes: str) -> None:
    assert becomes in page(before, after)


def test_a_line_that_says_something_else_is_another_line() -> None:
    html = page("De gemeenten betalen dit samen.\n\nHet blijft zo.", "Ieder kind gaat naar school!\n\nHet blijft zo.")
    assert html.startswith(
        f"<p>{went('De gemeenten betalen dit samen.')}</p><p>{came('Ieder kind gaat naar school!')}</p>"
    )


def test_a_line_that_took_up_others_is_still_that_line() -> None:
    first = "De gemeenten spreken af hoe lang wachten mag duren."
    after = f"{first} Voor de meeste hulp is dat acht weken. Lukt dat niet, dan zoeken zij samen een andere plek."
    assert page(f"{first}\n\n- acht weken voor alles", after).startswith(f"<p>{first}{came(after[len(first) :])}</p>")


def test_what_looks_otherwise_says_what_it_was() -> None:
    [line] = changes("Een *woord*", "Een **woord**").units
    assert isinstance(line, Line)
    assert [(one.text, one.was, one.look) for one in line.spans][1:] == [
        ("woord", Look(emphasis=True), Look(strong=True))
    ]
