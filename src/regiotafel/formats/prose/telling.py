"""What is said about a document that was read: how many changes and comments there are, and that none was lost."""

from __future__ import annotations

from regiotafel.formats.sentence import Sentence, _, gettext_noop

from .document import Document

# What is passed over, and what a person calls it: for one, and for more.
IGNORED = {
    "formatting": (gettext_noop("wijziging van de opmaak"), gettext_noop("wijzigingen van de opmaak")),
    "numbering": (gettext_noop("wijziging van de nummering"), gettext_noop("wijzigingen van de nummering")),
    "formula": (gettext_noop("wijziging in een formule"), gettext_noop("wijzigingen in formules")),
    "content control": (gettext_noop("wijziging van een invulvak"), gettext_noop("wijzigingen van invulvakken")),
    "cell merge": (gettext_noop("samengevoegde cel"), gettext_noop("samengevoegde cellen")),
    "not readable": (
        gettext_noop("wijziging die we niet kunnen lezen"),
        gettext_noop("wijzigingen die we niet kunnen lezen"),
    ),
}


def counted(document: Document) -> Sentence:
    """The import report that counts: what is in the file, and what became of all of it."""
    counts = document.counts
    n_moves = sum(change.kind.endswith("move") for change in document.changes)
    parts = [
        _several(counts.changes_read - n_moves, "tekstwijziging", "tekstwijzigingen"),
        _several(n_moves, "verplaatsing", "verplaatsingen"),
        _several(counts.comments_read, "opmerking", "opmerkingen"),
    ]
    lost = counts.comments_in_file - counts.comments_read + counts.ignored.get("not readable", 0)
    passed = [_several(n, *IGNORED[kind]) for kind, n in counts.ignored.items() if kind != "not readable"]
    return _(
        "%(changes)s en %(comments)s in het bestand: %(parts)s, %(lost)d verloren%(passed)s.",
        changes=_several(counts.changes_in_file, "wijziging", "wijzigingen"),
        comments=_several(counts.comments_in_file, "opmerking", "opmerkingen"),
        parts=", ".join(parts),
        lost=lost,
        passed="".join(f", {one} overgeslagen" for one in passed),
    )


def _several(n: int, one: str, more: str) -> str:
    return f"{n} {one if n == 1 else more}"
