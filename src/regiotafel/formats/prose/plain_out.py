"""A text of ours as Markdown and as JSON (docs/text-schema.md): to go on with in another program."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

import msgspec

from regiotafel.text import marked

from .normal import renamed
from .out import OutPassage, OutText

# Headings inside a passage stand below its own, which is of the third level.
DEEPER = 1


def as_markdown(text: OutText) -> bytes:
    """What GitHub reads: CommonMark with tables and footnotes."""
    return ("\n\n".join(_parts(text)) + "\n").encode()


def _parts(text: OutText) -> Iterator[str]:
    yield _heading(1, text.title)
    if text.about:
        yield marked.as_text(marked.parsed(text.about))
    if text.facts:
        head, *rows = (tuple((marked.Text(cell),) for cell in row) for row in text.facts)
        yield marked.as_text([marked.Table(head, tuple(rows))])
    for section in text.sections:
        yield _heading(2, section.title)
        for passage in section.passages:
            yield _heading(3, f"Passage {passage.number}")
            yield _passage(passage)


def _heading(level: int, words: str) -> str:
    return f"{'#' * level} {marked.as_text([marked.Paragraph((marked.Text(words),))])}"


def _passage(passage: OutPassage) -> str:
    """The notes of all passages stand in one file: each gets a name of its own."""
    blocks = passage.blocks
    names = {one.mark: f"{passage.number}-{one.mark}" for one in blocks if isinstance(one, marked.Note)}
    return "\n\n".join(_block(one, names) for one in blocks)


def _block(block: marked.Block, names: Mapping[str, str]) -> str:
    """In a file the end of a line is none, unless two spaces stand before it."""
    if isinstance(block, marked.Note):
        return marked.as_text([replace(block, mark=names[block.mark])]).replace("\n", "  \n")
    found = renamed(block, names)
    if isinstance(found, marked.Heading):
        return marked.as_text([replace(found, level=found.level + DEEPER)])
    text = marked.as_text([found])
    return text.replace("\n", "  \n") if isinstance(found, marked.Paragraph) else text


# --- JSON


class TextPassage(msgspec.Struct, frozen=True):
    """`text`: as it is kept, with its marks (docs/marked-text.md). `plain`: its words without marks."""

    number: int
    version: int
    who: str
    text: str
    plain: str
    # Which kind it is; of an exception on which passage, why and until when.
    kind: str = ""
    motive: str = ""
    ends_on: str = ""
    review_on: str = ""


class TextChapter(msgspec.Struct, frozen=True):
    number: int
    title: str
    passages: list[TextPassage]


class WholeText(msgspec.Struct, frozen=True):
    """`release`: the number of the version; None while it is written. `address`: where it is read."""

    title: str
    about: str
    language: str
    region: str
    release: int | None
    release_name: str
    date: str
    address: str
    chapters: list[TextChapter]


def as_json(text: OutText) -> bytes:
    chapters = [
        TextChapter(
            n,
            section.title,
            [
                TextPassage(
                    one.number,
                    one.version,
                    one.who,
                    one.text,
                    marked.words_of(one.text),
                    one.kind,
                    one.motive,
                    one.ends_on,
                    one.review_on,
                )
                for one in section.passages
            ],
        )
        for n, section in enumerate(text.sections, 1)
    ]
    whole = WholeText(
        title=text.title,
        about=text.about,
        language=text.language,
        region=text.author,
        release=text.release,
        release_name=text.release_name,
        date=text.day,
        address=text.address,
        chapters=chapters,
    )
    return msgspec.json.format(msgspec.json.encode(whole), indent=2) + b"\n"
