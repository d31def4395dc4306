"""Words by which a child or somebody else may be recognised."""

import re

from regiotafel.text.tidy import tidy_line

_CHILD = re.compile(
    r"\b(mijn|ons|onze)\s+(zoon|zoontje|dochter|dochtertje|kind|kleinkind|pleegkind|pleegzoon|pleegdochter|broer|broertje|"
    r"zus|zusje|neefje|nichtje|buurjongen|buurmeisje|leerling|cliënt)\b"
    r"|\b(zoon|dochter|jongen|meisje|kind|leerling|cliënt)\s+(van|met)\s+\d+\b"
    r"|\b(de|het|die|dat)\s+(jongen|meisje|leerling|cliënt|zoon|dochter)\s+(van|met|uit)\b"
    r"|\b\d{1,2}[- ]jarige?\b|\b\d{1,2} jaar oud\b"
    r"|\b(hij|zij|ze) is \d{1,2}( jaar)?\b(?! (dagen|weken|maanden|uur|procent|keer))",
    re.IGNORECASE,
)
# So many words say enough about what to look at.
MOST_SHOWN = 5
# Each part with an end: of a text of thousands of @ none is read again from every sign.
_CONTACT = re.compile(
    r"[^\s@]{1,64}@[^\s@.]{1,63}\.[^\s@]{1,190}"
    r"|\b0\d[\d -]{7,24}\d\b|\b\d{9}\b|\b\d{1,2}-\d{1,2}-(19|20)\d{2}\b"
)
_NAMED = re.compile(
    r"\b(zoon|zoontje|dochter|dochtertje|kind|jongen|meisje|broer|broertje|zus|zusje|neefje|nichtje|vriend|vriendin|leerling|"
    r"cliënt|juf|meester|dokter|mevrouw|meneer|mw\.|dhr\.)\s+[A-Z][a-zß-öø-ÿ]+( \(\d{1,2}( jaar)?\))?"
    r"|\b[A-Z][a-zß-öø-ÿ]+ \(\d{1,2}( jaar)?\)"
    r"|\b([Bb]asisschool|[Ss]chool|[Cc]ollege|[Ll]yceum|[Kk]inderopvang|[Kk]inderdagverblijf|[Pp]euterspeelzaal|[Cc]rèche)\s+"
    r"((De|Het|Sint|St\.) )?[A-Z][a-zß-öø-ÿ]+"
)


def _without_end(words: str) -> str:
    """Without the signs behind an address; a bracket that was opened in it stays closed."""
    return words.rstrip(".,;:!?" if "(" in words else ".,;:!?)")


def recognisable_in(text: str) -> list[str]:
    """The words by which somebody may be recognised, as they stand there: whoever is warned sees at what to look."""
    spans: list[tuple[int, int]] = []
    for start, end in sorted(
        match.span() for pattern in (_CHILD, _NAMED, _CONTACT) for match in pattern.finditer(text)
    ):
        if spans and start <= spans[-1][1]:
            # "mijn zoon" and "zoon Sem" are one.
            spans[-1] = (spans[-1][0], max(end, spans[-1][1]))
        else:
            spans.append((start, end))
    return list(dict.fromkeys(_without_end(tidy_line(text[start:end])) for start, end in spans))[:MOST_SHOWN]
