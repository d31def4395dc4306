"""Two texts are the same when they differ only in what people type in their own way."""

import unicodedata

from regiotafel.text.tidy import tidy_line


def fold(text: str, *, accents: bool = True) -> str:
    """On one line, without capitals. Without accents too: who looks for sudwest means Súdwest."""
    folded = tidy_line(text).casefold()
    if accents:
        return folded
    letters = unicodedata.normalize("NFKD", folded)
    return tidy_line("".join(letter for letter in letters if not unicodedata.combining(letter)))


def fold_address(email: str) -> str:
    """Of mail: only capitals make no difference. Folding more would make it the address of somebody else."""
    return email.strip().lower()
