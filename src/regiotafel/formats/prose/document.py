"""What is read of a text, as typed structs: the JSON of `regiotafel read-document` (docs/document-schema.md)."""

from __future__ import annotations

from typing import Literal

import msgspec

# KEEP shows both sides of each change in the text: {++added++} and {--taken out--}, as CriticMarkup writes them.
Mode = Literal["keep", "accept", "reject"]
MODES: tuple[Mode, ...] = ("keep", "accept", "reject")


class Passage(msgspec.Struct, frozen=True, omit_defaults=True):
    """`kind`: paragraph, list (a line for each item, deeper ones further to the right), numbered (a list that counts),
    table, footnote, quote, caption, contents (of a table of contents) or text box. In a table a line is a row and a tab
    stands between cells; `rows` holds the same cell by cell."""

    text: str
    kind: str
    rows: list[list[str]] | None = None


class Section(msgspec.Struct, frozen=True):
    """`level`: 1 for a chapter; 0, without a title, for what stands before the first heading."""

    title: str
    level: int
    passages: list[Passage]


class Change(msgspec.Struct, frozen=True):
    """`kind`: insertion, deletion or move, of words; or the same of a paragraph (only its end: two paragraphs become
    one), row or cell, as in "row insertion". `date`: as the file has it; empty when it has none."""

    author: str
    date: str
    kind: str
    was: str
    becomes: str
    where: str


class Comment(msgspec.Struct, frozen=True):
    """`on`: the words that it is about, as they are when changes are accepted or else were; of a comment on a
    point, those of the paragraph around it. `replies_to`: the
    place in the list of the comment that it answers, counted from 0."""

    author: str
    date: str
    text: str
    on: str
    where: str
    is_on_point: bool
    is_resolved: bool
    replies_to: int | None


class Counts(msgspec.Struct, frozen=True):
    """changes_in_file = changes_read + all that is ignored; comments_in_file = comments_read. `ignored`: how many of
    each kind that says nothing about words: formatting, numbering, formula, content control, cell merge; and
    "not readable", which should be none."""

    changes_in_file: int
    changes_read: int
    comments_in_file: int
    comments_read: int
    ignored: dict[str, int]


class Document(msgspec.Struct, frozen=True):
    title: str
    sections: list[Section]
    changes: list[Change]
    comments: list[Comment]
    counts: Counts
    warnings: list[str]


class Version(msgspec.Struct, frozen=True):
    """The words as one person would have them; `changes`: the places in the list of the document of what they changed
    here, counted from 0."""

    author: str
    date: str
    text: str
    changes: list[int]


class Part(msgspec.Struct, frozen=True):
    """A passage of ours in a document that came back, or one paragraph of another document. `number`: of the passage;
    0 when the document does not say. `version`: of its words, 0 likewise. `text`: as it was before all changes.
    `versions`: as each person would have it; `added`: whole paragraphs that somebody put behind it."""

    number: int
    version: int
    heading: str
    where: str
    text: str
    versions: list[Version]
    added: list[Version]


class Returned(msgspec.Struct, frozen=True):
    """A document that came back. `parts_of_comments`: of each comment the place of its part; None: it is beside them.
    `beside`: the places of changes that are no words of a part, such as those in a heading."""

    document: Document
    parts: list[Part]
    parts_of_comments: list[int | None]
    beside: list[int]


class Chapter(msgspec.Struct, frozen=True):
    """`passages`: as they are kept, with their marks."""

    title: str
    passages: list[str]


class Whole(msgspec.Struct, frozen=True):
    """A document as a new text. has_changes: with what others changed in it; else as it was before that."""

    document: Document
    title: str
    chapters: list[Chapter]
    has_changes: bool = False


def as_json(document: Document | Returned | Whole) -> bytes:
    return msgspec.json.encode(document)


def from_json(data: bytes) -> Document:
    return msgspec.json.decode(data, type=Document)


def returned_from_json(data: bytes) -> Returned:
    return msgspec.json.decode(data, type=Returned)


def whole_from_json(data: bytes) -> Whole:
    return msgspec.json.decode(data, type=Whole)
