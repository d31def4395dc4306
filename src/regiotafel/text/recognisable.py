"""Words by which a child or somebody else may be recognised: names, ages, schools, and who somebody is in a place."""

import re

from regiotafel.text.tidy import tidy_line

_CHILDREN = (
    "zoon|zoontje|dochter|dochtertje|kind|kindje|kleinkind|kleinzoon|kleindochter|pleegkind|pleegzoon|pleegdochter|"
    "stiefzoon|stiefdochter|broer|broertje|zus|zusje|neefje|nichtje|buurjongen|buurmeisje|leerling|cliënt|jongen|meisje|"
    "peuter|kleuter|puber|tiener|tweeling|baby"
)
# As text: a child of more years is an adult.
_YEARS = (
    r"(?:\d{1,2}|een|twee|drie|vier|vijf|zes|zeven|acht|negen|tien|elf|twaalf|dertien|veertien|vijftien|zestien|"
    r"zeventien)"
)
_NOT_YEARS = r"(?! (?:dagen|weken|maanden|uur|uren|procent|keer|gemeenten|euro|tot|t/m|en ouder))"
# Who is one of few in a place: with the place you know who it is. A mayor or alderman is known to everybody.
_FUNCTIONS = (
    "juf|juffrouw|meester|leraar|lerares|leerkracht|docent|docente|mentor|directeur|rector|conciërge|huisarts|dokter|"
    "jeugdarts|tandarts|wijkagent|wijkverpleegkundige|verpleegkundige|psycholoog|orthopedagoog|logopedist|jongerenwerker|"
    "jeugdwerker|gezinscoach|gezinsvoogd|voogd|jeugdbeschermer|maatschappelijk werker|intern begeleider|ib'er|"
    "consulent|trainer|coach|dominee|pastoor|imam|buurvrouw|buurman|bakker|slager"
)
_HERE = (
    r"(?:(?:ons|mijn|het|dit) (?:dorp|dorpje|gehucht|stadje)"
    r"|(?:onze|mijn|de|deze) (?:wijk|buurt|straat|kern|school|klas|club)"
    r"|(?!De |Het |Een |Jeugd)[A-Z][a-zß-öø-ÿ]+|'s-[A-Z][a-z]+)"
)

_CHILD = re.compile(
    rf"\b(?!hun kind\b)(?:mijn|ons|onze|haar|zijn|hun) (?:oudste |jongste |middelste )?(?:{_CHILDREN})\b(?! zijn\b)"
    r"|\b(?:mijn|onze) (?:oudste|jongste|middelste)\b"
    rf"|\b(?:{_CHILDREN}) (?:van|met) {_YEARS}\b{_NOT_YEARS}"
    r"|\b(?:de|het|die|dat) (?:jongen|meisje|leerling|cliënt|zoon|dochter) (?:van|met|uit)\b"
    rf"|\b(?:{_CHILDREN}) \(\d{{1,2}}(?: jaar)?\)"
    r"|\b\d{1,2}[- ]jarige?\b(?! (?:plan|contract|periode))|\b\d{1,2} jaar oud\b"
    rf"|\b(?:ik|hij|zij|ze) (?:ben|is|was|wordt|werd) (?:net |pas |al |bijna |nu )?\d{{1,2}}(?: jaar)?\b{_NOT_YEARS}",
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
    r"\b(zoon|zoontje|dochter|dochtertje|kind|jongen|meisje|broer|broertje|zus|zusje|neefje|nichtje|vriend|vriendin|"
    r"leerling|cliënt|[Jj]uf|[Mm]eester|[Dd]okter|[Mm]evrouw|[Mm]eneer|[Mm]w\.|[Dd]hr\.)\s+[A-Z][a-zß-öø-ÿ]+"
    r"( \(\d{1,2}( jaar)?\))?"
    r"|\b[A-Z][a-zß-öø-ÿ]+ \(\d{1,2}( jaar)?\)"
)
_SCHOOL = re.compile(
    r"\b([Bb]asisschool|[Ss]chool|[Cc]ollege|[Ll]yceum|[Mm]avo|[Hh]avo|[Kk]inderopvang|[Kk]inderdagverblijf|"
    r"[Pp]euterspeelzaal|[Cc]rèche|[Oo]bs|OBS|[Cc]bs|CBS|[Rr]kbs|RKBS|[Kk]bs|KBS|[Ii]kc|IKC|[Ss]bo|SBO)\s+"
    r"((De|Het|Sint|St\.|'t) )?[A-Z][a-zß-öø-ÿ]+"
    r"|\b([Dd]e|[Hh]et) [A-Z][a-zß-öø-ÿ]+(school|college|lyceum)\b"
    rf"|\b[Dd]e (?:enige )?(?:basis)?school (?:in|van|uit) {_HERE}"
    r"|\b(?:uit|van|in) groep [1-8]\b(?! (?:t/m|tot|en [1-8]))|\b[Kk]las [1-6][a-z]\b"
)
_FUNCTION = re.compile(
    rf"\b(?:[Dd]i?e|[Mm]ijn|[Oo]nze|[Hh]aar|[Zz]ijn) (?:{_FUNCTIONS})(?: (?:van|uit) groep [1-8])?"
    rf" (?:van|in|uit) {_HERE}"
)
_OF_CHILD = re.compile(
    r"\b(?:de|die|mijn|onze|haar|zijn) (?:juf|juffrouw|meester|leerkracht|mentor) (?:van|uit) groep [1-8]\b"
    r"|\b(?:mijn|onze|haar|zijn) (?:juf|juffrouw|meester|mentor)\b",
    re.IGNORECASE,
)
_ONLY_ONE = re.compile(rf"\bde enige (?:{_FUNCTIONS})\b", re.IGNORECASE)
_PATTERNS = (_CHILD, _NAMED, _SCHOOL, _FUNCTION, _OF_CHILD, _ONLY_ONE, _CONTACT)


def _without_end(words: str) -> str:
    """Without the signs behind an address; a bracket that was opened in it stays closed."""
    return words.rstrip(".,;:!?" if "(" in words else ".,;:!?)")


def _spans(text: str) -> list[tuple[int, int]]:
    """Where they stand, from left to right; what touches is one: "mijn zoon" and "zoon Sem"."""
    spans: list[tuple[int, int]] = []
    for start, end in sorted(match.span() for pattern in _PATTERNS for match in pattern.finditer(text)):
        if spans and start <= spans[-1][1]:
            spans[-1] = (spans[-1][0], max(end, spans[-1][1]))
        else:
            spans.append((start, end))
    return spans


def recognisable_in(text: str) -> list[str]:
    """The words by which somebody may be recognised, as they stand there: whoever is warned sees at what to look."""
    found = (_without_end(tidy_line(text[start:end])) for start, end in _spans(text))
    return list(dict.fromkeys(found))[:MOST_SHOWN]


def marked(text: str) -> list[tuple[str, bool]]:
    """All of the text in parts, each with whether somebody may be recognised by it: for who judges it."""
    parts, at = [], 0
    for start, end in _spans(text):
        parts += [(text[at:start], False), (text[start:end], True)]
        at = end
    return [part for part in [*parts, (text[at:], False)] if part[0]]
