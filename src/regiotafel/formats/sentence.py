"""What a reader of files says to the person who brought one. Dutch, and marked for translation without Django."""

from __future__ import annotations

from typing import Self


class Sentence(str):
    """A sentence with its numbers and names filled in. It keeps what it was made of, so a page can translate it:
    `gettext(sentence.text) % sentence.filled_in`."""

    text: str
    filled_in: dict[str, object]

    def __new__(cls, text: str, /, **filled_in: object) -> Self:
        self = super().__new__(cls, text % filled_in)
        self.text, self.filled_in = text, filled_in
        return self


def _(text: str, /, **filled_in: object) -> Sentence:
    return Sentence(text, **filled_in)


def gettext_noop(text: str) -> str:
    """Marks a sentence that is filled in further on. The name is the one by which `makemessages` finds it."""
    return text
