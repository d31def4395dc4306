"""What is said about a document that was read: how many changes and comments there are, and that none was lost."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from regiotafel.formats.sentence import Sentence, _, gettext_noop

from .blocks import Story, paragraphs
from .document import Document

# What is passed over, and what a person calls it: for one, and for more.
IGNORED = {
    "formatting": (gettext_noop("wijziging van opmaak"), gettext_noop("wijzigingen van opmaak")),
    "numbering": (gettext_noop("wijziging van de nummering"), gettext_noop("wijzigingen van de nummering")),
    "formula": (gettext_noop("wijziging in een formule"), gettext_noop("wijzigingen in formules")),
    "content control": (gettext_noop("wijziging van een invulvak"), gettext_noop("wijzigingen van invulvakken")),
    "cell merge": (gettext_noop("samengevoegde cel"), gettext_noop("samengevoegde cellen")),
    "not readable": (
        gettext_noop("wijziging die we niet kunnen lezen"),
        gettext_noop("wijzigingen die we niet kunnen lezen"),
    ),
}
WORDS, PROPOSALS = ("tekstwijziging", "tekstwijzigingen"), ("voorstel", "voorstellen")
# What a change of words became that is in no proposal, for one and for more.
BESIDE = {
    "noted": (
        gettext_noop("tekstwijziging als opmerking, want niet in een passage"),
        gettext_noop("tekstwijzigingen als opmerking, want niet in een passage"),
    ),
    "present": (
        gettext_noop("tekstwijziging die al zo in de tekst staat"),
        gettext_noop("tekstwijzigingen die al zo in de tekst staan"),
    ),
    "blank": (
        gettext_noop("tekstwijziging van alleen witruimte"),
        gettext_noop("tekstwijzigingen van alleen witruimte"),
    ),
}
# What is in a file that we do not read, or not as it stands there.
LEFT_OUT = {
    "pictures": gettext_noop("In dit document staan plaatjes (%(n)d). Die lezen we niet."),
    "documents": gettext_noop("In dit document zit een ander document (%(n)d keer). Wat daarin staat, lezen we niet."),
    "markup": gettext_noop("In dit bestand staat HTML die we niet lezen (%(n)d keer)."),
    "struck": gettext_noop(
        "In dit document staat doorgestreepte tekst (%(n)d keer). Die lezen we als gewone tekst. Kijk of dat klopt."
    ),
    "layout": gettext_noop(
        "Dit is een PDF. Daar staat alleen in waar de letters staan. We lezen de tekst van %(n)d pagina's, zonder "
        "kopjes, tabellen, opmerkingen en wijzigingen. Heb je het Word-bestand? Gebruik dan dat."
    ),
}


@dataclass(frozen=True)
class Became:
    """What the changes of a document became. Every change of words stands in one of these, a move in none: it is told
    apart. `n_proposals`: of those in `proposed`. `n_of_moves`: proposals with nothing but moves."""

    n_proposals: int = 0
    proposed: int = 0
    noted: int = 0
    present: int = 0
    blank: int = 0
    n_of_moves: int = 0


def counted(document: Document, became: Became | None = None) -> Sentence:
    """The import report that counts: what is in the file, and what became of all of it. The changes that are named add
    up to the number at the head of it, and so do the comments; what says nothing about words is counted behind them."""
    counts = document.counts
    n_unread = counts.ignored.get("not readable", 0)
    passed = [_several(n, *IGNORED[kind]) for kind, n in counts.ignored.items() if kind != "not readable"]
    return _(
        "%(changes)s en %(comments)s in het bestand: %(parts)s, %(lost)d verloren%(passed)s.",
        changes=_several(counts.changes_read + n_unread, "wijziging", "wijzigingen"),
        comments=_several(counts.comments_in_file, "opmerking", "opmerkingen"),
        parts=", ".join(_became(document, became)),
        lost=counts.comments_in_file - counts.comments_read + n_unread,
        passed="".join(f", {one} overgeslagen" for one in passed),
    )


def _became(document: Document, became: Became | None) -> Iterator[str]:
    n_moves = sum(change.kind.endswith("move") for change in document.changes)
    if became is None:
        yield _several(document.counts.changes_read - n_moves, *WORDS)
    else:
        yield f"{_several(became.proposed, *WORDS)} in {_several(became.n_proposals, *PROPOSALS)}"
        for name, words in BESIDE.items():
            if n := getattr(became, name):
                yield _several(n, *words)
    of_moves = became.n_of_moves if became else 0
    moves = _several(n_moves, "verplaatsing", "verplaatsingen")
    yield f"{moves} in {_several(of_moves, *PROPOSALS)}" if of_moves else moves
    yield _several(document.counts.comments_read, "opmerking", "opmerkingen")


def warnings_of(story: Story) -> list[Sentence]:
    """What is in the file and not in what we tell of it."""
    found = [_(words, n=story.left_out[name]) for name, words in LEFT_OUT.items() if story.left_out[name]]
    # The number of a page alone is nothing that is left out.
    if any(sign.isalpha() for _name, blocks in story.apart for one in paragraphs(blocks) for sign in one.text("keep")):
        words = gettext_noop("Wat boven of onder aan elke pagina staat, hoort niet bij de tekst. Dat laten we weg.")
        found.append(_(words))
    if n := story.ignored["not readable"]:
        words = gettext_noop(
            "%(n)d wijzigingen kunnen we niet lezen. Neem ze over in het document zelf, of maak ze daar ongedaan."
        )
        found.append(_(words, n=n))
    return found


def _several(n: int, one: str, more: str) -> str:
    return f"{n} {one if n == 1 else more}"
