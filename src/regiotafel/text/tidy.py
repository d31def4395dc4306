"""A text as people see it: some programs leave signs in it that nobody sees and no database keeps."""

import re


def tidy(text: str, *, single_spaces: bool = False) -> str:
    """Lines as they were typed, without what cannot be seen: control characters, spaces at the ends, and more than one
    empty line after another. With single spaces also a line has no white space that a reader does not need."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    seen = ["".join(c if c.isprintable() else " " for c in line).rstrip() for line in lines]
    if single_spaces:
        seen = [" ".join(line.split()) for line in seen]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(seen)).strip()


def tidy_line(text: str) -> str:
    """All of it on one line, with single spaces."""
    return " ".join(tidy(text).split())
