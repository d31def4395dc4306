"""What is wrong with a file that somebody brought, line by line, in sentences for that person."""

from __future__ import annotations

from collections.abc import Sequence

from regiotafel.refused import Refused

from .sentence import _

MOST_FAULTS = 20


class FileRefused(Refused):
    """Nothing of the file was used. faults: (line, sentence), at most MOST_FAULTS; line 0 is the whole file."""

    status = 422

    def __init__(self, summary: str, faults: Sequence[tuple[int, str]] = ()) -> None:
        self.summary = summary
        self.faults = list(faults)
        lines = [f"Regel {line}: {sentence}" if line else sentence for line, sentence in self.faults]
        super().__init__("\n".join([summary, *lines]))


class Faults:
    """Collects what is wrong, and counts what does not fit any more."""

    def __init__(self) -> None:
        self.found: list[tuple[int, str]] = []
        self.n_more = 0

    def add(self, line: int, sentence: str) -> None:
        if len(self.found) < MOST_FAULTS:
            self.found.append((line, sentence))
        else:
            self.n_more += 1

    def refuse_if_any(self, summary: str) -> None:
        if self.found:
            more = [(0, _("En nog %(n)d andere fouten.", n=self.n_more))] if self.n_more else []
            raise FileRefused(summary, [*self.found, *more])
