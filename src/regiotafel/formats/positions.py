"""Who wants what of every subject: the file of `regiotafel compromise`, which a site writes and reads too.

docs/compromise.md describes it. Read whole or refused whole: every fault has its line and its place in the file.
"""

from __future__ import annotations

import json
import math
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from regiotafel.text.tidy import tidy_line

from .faults import Faults, FileRefused
from .sentence import Sentence, _, gettext_noop
from .tree import Named, Node, Row, Text, read_tree

MOST_BYTES = 10_000_000
MOST_LEVELS, MOST_PARTIES, MOST_SUBJECTS, MOST_LINKS = 20, 500, 500, 1000
MOST_WORDS = 50
LONGEST_NAME = 200
PARTS = ("title", "levels", "parties", "subjects", "positions", "links", "no_agreement")
OF_SUBJECT = ("allowed", "words")
OF_PARTY = ("weight", "late")
OF_POSITION = ("wants", "points", "accepts", "never", "because")
COMPARED = ("at_least", "at_most", "is", "not", "in")
OF_PAIRS = ("same", "different")
PAIRS_SUMMARY = gettext_noop("Het bestand met paren klopt niet. Er is niets vergeleken.")
SUMMARY = gettext_noop("Dit bestand klopt niet. Er is niets gerekend.")

# By subject, the levels that are meant.
Condition = Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class Position:
    wants: str
    points: float = 0.0
    accepts: Mapping[str, float] = field(default_factory=dict)
    never: Sequence[str] = ()
    because: str = ""


@dataclass(frozen=True)
class Positions:
    """parties: how many people each has, or None; subjects: the levels that the law allows, or None for all of them;
    positions: by party and subject; links: where all of the first holds, so does all of the second; words: what people
    say who mean a subject, where that is known; late: parties that said something too late, and so have no positions
    here."""

    levels: Sequence[str]
    parties: Mapping[str, float | None]
    subjects: Mapping[str, Sequence[str] | None]
    positions: Mapping[str, Mapping[str, Position]]
    links: Sequence[tuple[Condition, Condition]] = ()
    no_agreement: Mapping[str, str] | None = None
    title: str = ""
    words: Mapping[str, Sequence[str]] = field(default_factory=dict)
    late: Collection[str] = ()


@dataclass(frozen=True)
class Pairs:
    """Of subjects of two files, by the title in each: which a person says are the same, and which are not."""

    same: Sequence[tuple[str, str]] = ()
    different: Sequence[tuple[str, str]] = ()


def part_of(positions: Positions, parties: Collection[str]) -> Positions:
    """What only these parties want."""
    return replace(
        positions,
        parties={name: weight for name, weight in positions.parties.items() if name in parties},
        positions={name: said for name, said in positions.positions.items() if name in parties},
        late=[name for name in positions.late if name in parties],
    )


def check_levels(here: Positions, there: Positions) -> None:
    """Raises FileRefused when two files cannot be laid beside each other."""
    if len(here.levels) != len(there.levels):
        words = gettext_noop(
            "De bestanden hebben niet evenveel niveaus: %(here)s en %(there)s. Vergelijken kan alleen met evenveel."
        )
        raise FileRefused(_(words, here=", ".join(here.levels), there=", ".join(there.levels)))


def words_of_subjects(positions: Positions) -> dict[str, Sequence[str]]:
    return {name: positions.words.get(name, ()) for name in positions.subjects}


def read(data: bytes) -> Positions:
    """Raises FileRefused."""
    tree = read_tree(_text(data))
    if not isinstance(tree, Named):
        raise FileRefused(_(SUMMARY), [(tree.line, _(_NO_PARTS, parts=", ".join(PARTS[1:5])))])
    reader = _Reader(tree)
    found = reader.all()
    reader.faults.refuse_if_any(_(SUMMARY))
    return found


def _text(data: bytes) -> str:
    if len(data) > MOST_BYTES:
        raise FileRefused(_("Dit bestand is te groot. Het mag hooguit %(n)d MB zijn.", n=MOST_BYTES // 1_000_000))
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        line = data[: problem.start].count(b"\n") + 1
        raise FileRefused(
            _("Dit is geen tekst in UTF-8."), [(line, _("hier staat een teken dat geen UTF-8 is."))]
        ) from None
    if not text.strip():
        raise FileRefused(_("Dit bestand is leeg."))
    return text


def read_pairs(data: bytes, here: Positions, there: Positions) -> Pairs:
    """What a person says of subjects of two files. Raises FileRefused."""
    tree = read_tree(_text(data))
    if not isinstance(tree, Named):
        raise FileRefused(_(PAIRS_SUMMARY), [(tree.line, _(_NO_PARTS, parts=", ".join(OF_PAIRS)))])
    reader = _Reader(tree)
    said = {name: reader.pairs(name, node, here, there) for name, _place, node in reader.within(tree, (), OF_PAIRS)}
    reader.faults.refuse_if_any(_(PAIRS_SUMMARY))
    return Pairs(said.get("same", []), said.get("different", []))


_NO_PARTS = gettext_noop("hier horen de delen te staan: %(parts)s.")


def _is_nothing(node: Node) -> bool:
    """Where no value stands behind a name."""
    return isinstance(node, Text) and node.is_nothing


class _Reader:
    def __init__(self, tree: Named) -> None:
        self.tree = tree
        self.faults = Faults()
        self.levels: list[str] = []
        self.parties: dict[str, float | None] = {}
        self.subjects: dict[str, Sequence[str] | None] = {}
        self.said_of: dict[str, Sequence[str]] = {}
        self.late: list[str] = []

    def all(self) -> Positions:
        for name, node in self.tree.items.items():
            if name not in PARTS:
                words = gettext_noop("dit deel kennen we niet. De delen zijn: %(parts)s.")
                self.fault(node, (name,), _(words, parts=", ".join(PARTS)))
        for name in PARTS[1:5]:
            if name not in self.tree.items:
                self.fault(self.tree, (name,), _("dit deel ontbreekt."))
        self.faults.refuse_if_any(_(SUMMARY))
        part = self.tree.items
        self.levels = self.names_in(part["levels"], ("levels",))
        if not 2 <= len(self.levels) <= MOST_LEVELS:
            self.fault(part["levels"], ("levels",), _("vul 2 tot en met %(n)d niveaus in.", n=MOST_LEVELS))
        self.parties = {one: self.party(one, at, node) for one, at, node in self.named(part, "parties", MOST_PARTIES)}
        self.subjects = {one: self.subject(at, node) for one, at, node in self.named(part, "subjects", MOST_SUBJECTS)}
        self.faults.refuse_if_any(_(SUMMARY))
        positions = {
            party: self.positions(at, node)
            for party, at, node in self.within(part["positions"], ("positions",))
            if self.is_known(
                node, at, party, self.parties, _("deze gemeente staat niet bij parties: %(name)s.", name=party)
            )
            and self.is_counted(node, at, party)
        }
        if not any(positions.values()) and not self.faults.found:
            self.fault(
                part["positions"], ("positions",), _("er is nog geen enkel standpunt, dus er valt niets te rekenen.")
            )
        title = part.get("title", Text("", is_nothing=True))
        return Positions(
            self.levels,
            self.parties,
            self.subjects,
            positions,
            [*self.links(part.get("links"))],
            self.no_agreement(part.get("no_agreement")),
            self.words(title, ("title",)),
            self.said_of,
            self.late,
        )

    # --- parts

    def party(self, name: str, at: tuple[str, ...], node: Node) -> float | None:
        """How many people it has; and whether it was late."""
        found = {part: (one, place) for part, place, one in self.within(node, at, OF_PARTY)}
        if "late" in found and self.yes(*found["late"]):
            self.late.append(name)
        return self.number(*found["weight"]) if "weight" in found else None

    def yes(self, node: Node, at: tuple[str, ...]) -> bool:
        text = node.text.strip().lower() if isinstance(node, Text) else ""
        if text not in ("true", "false"):
            self.fault(node, at, _("vul hier true of false in."))
        return text == "true"

    def subject(self, at: tuple[str, ...], node: Node) -> Sequence[str] | None:
        """The levels that the law allows; its words are kept beside it."""
        part = {name: (one, place) for name, place, one in self.within(node, at, OF_SUBJECT)}
        if "words" in part and (words := self.words_of(*part["words"])):
            self.said_of[at[-1]] = words
        if "allowed" not in part:
            return None
        levels = self.levels_in(*part["allowed"])
        if not levels:
            self.fault(*part["allowed"], _("vul minstens één niveau in. Mag elk niveau? Laat allowed dan weg."))
        return levels

    def words_of(self, node: Node, at: tuple[str, ...]) -> list[str]:
        if (isinstance(node, Row) and not node.items) or _is_nothing(node):
            return []
        words = [*dict.fromkeys(self.names_in(node, at, is_once=False))]
        if len(words) > MOST_WORDS:
            self.fault(node, at, _("dit zijn er te veel. Hooguit %(n)d.", n=MOST_WORDS))
        return words

    def is_counted(self, node: Node, at: tuple[str, ...], party: str) -> bool:
        """Nobody is late who has something here."""
        if party not in self.late:
            return True
        if not _is_nothing(node) and not (isinstance(node, Named) and not node.items):
            words = gettext_noop("%(name)s is late, en telt dus niet mee. Haal de standpunten weg, of haal late weg.")
            self.fault(node, at, _(words, name=party))
        return False

    def positions(self, at: tuple[str, ...], node: Node) -> dict[str, Position]:
        found = {}
        for subject, place, one in self.within(node, at):
            unknown = _("dit onderwerp staat niet bij subjects: %(name)s.", name=subject)
            if self.is_known(one, place, subject, self.subjects, unknown) and (position := self.position(place, one)):
                found[subject] = position
        return found

    def position(self, at: tuple[str, ...], node: Node) -> Position | None:
        part = {name: (one, place) for name, place, one in self.within(node, at, OF_POSITION)}
        if "wants" not in part:
            self.fault(node, at, _("vul bij wants het niveau in dat deze gemeente wil."))
            return None
        wants = self.level(*part["wants"])
        never = self.levels_in(*part["never"]) if "never" in part else []
        if wants in never:
            words = gettext_noop("%(level)s staat bij wants en ook bij never. Kies één van de twee.")
            self.fault(*part["never"], _(words, level=wants))
        accepts = {}
        for level, place, one in self.within(*part["accepts"]) if "accepts" in part else ():
            if self.is_level(one, place, level):
                accepts[level] = self.number(one, place, most=1.0)
        points = self.number(*part["points"]) if "points" in part else 0.0
        because = self.words(*part["because"]) if "because" in part else ""
        return Position(wants, points, accepts, never, because)

    def links(self, node: Node | None) -> Iterable[tuple[Condition, Condition]]:
        if node is None or _is_nothing(node):
            return
        if not isinstance(node, Row):
            self.fault(node, ("links",), _("hier hoort een lijst te staan."))
            return
        if len(node.items) > MOST_LINKS:
            self.fault(node, ("links",), _("dit zijn er te veel. Hooguit %(n)d.", n=MOST_LINKS))
            return
        for number, one in enumerate(node.items):
            at = ("links", str(number))
            part = {name: (inner, place) for name, place, inner in self.within(one, at, ("if", "then"))}
            for name in ("if", "then"):
                if name not in part:
                    self.fault(one, at, _("een verband heeft een if en een then. Hier ontbreekt %(name)s.", name=name))
            if len(part) == 2:
                yield self.condition(*part["if"]), self.condition(*part["then"])

    def condition(self, node: Node, at: tuple[str, ...]) -> dict[str, list[str]]:
        found = {}
        for subject, place, one in self.within(node, at):
            unknown = _("dit onderwerp staat niet bij subjects: %(name)s.", name=subject)
            if self.is_known(one, place, subject, self.subjects, unknown):
                found[subject] = self.meant(one, place)
        if not found:
            self.fault(node, at, _("vul minstens één onderwerp in."))
        return found

    def meant(self, node: Node, at: tuple[str, ...]) -> list[str]:
        left = list(self.levels)
        compared = [*self.within(node, at, COMPARED)]
        for name, place, one in compared:
            levels = self.levels_in(one, place) if name in ("in", "not") else [self.level(one, place)]
            if levels and levels[0] not in self.levels:
                return left
            first = self.levels.index(levels[0]) if levels else 0
            kept = {
                "at_least": self.levels[first:],
                "at_most": self.levels[: first + 1],
                "not": [level for level in self.levels if level not in levels],
            }.get(name, levels)
            left = [level for level in left if level in kept]
        if not compared:
            self.fault(node, at, _("vul een van deze in: %(words)s.", words=", ".join(COMPARED)))
        elif not left and not self.faults.found:
            self.fault(node, at, _("geen enkel niveau voldoet hieraan."))
        return left

    def no_agreement(self, node: Node | None) -> dict[str, str] | None:
        if node is None or _is_nothing(node):
            return None
        found = {}
        for subject, place, one in self.within(node, ("no_agreement",)):
            unknown = _("dit onderwerp staat niet bij subjects: %(name)s.", name=subject)
            if self.is_known(one, place, subject, self.subjects, unknown):
                found[subject] = self.level(one, place)
        return found

    def pairs(self, name: str, node: Node, here: Positions, there: Positions) -> list[tuple[str, str]]:
        """same: each subject stands in one pair at most."""
        unknown = gettext_noop("dit onderwerp staat niet in het %(which)s bestand: %(name)s.")
        found: list[tuple[str, str]] = []
        for one, at, inner in self.within(node, (name,)):
            self.is_known(inner, at, one, here.subjects, _(unknown, which=_("eerste"), name=one[:80]))
            others = self.names_in(inner, at)
            for other in others:
                self.is_known(inner, at, other, there.subjects, _(unknown, which=_("tweede"), name=other[:80]))
                if name == "same" and (len(others) > 1 or other in (there_one for _here, there_one in found)):
                    self.fault(inner, at, _("%(name)s staat in meer dan één paar.", name=other[:80]))
            found += [(one, other) for other in others]
        return found

    # --- values

    def words(self, node: Node, at: tuple[str, ...]) -> str:
        if not isinstance(node, Text):
            self.fault(node, at, _("hier hoort tekst te staan."))
            return ""
        return "" if node.is_nothing else tidy_line(node.text)

    def within(
        self, node: Node, at: tuple[str, ...], known: Sequence[str] = ()
    ) -> list[tuple[str, tuple[str, ...], Node]]:
        """Name, place and value of what stands under names; nothing at all is none."""
        if _is_nothing(node):
            return []
        if not isinstance(node, Named):
            self.fault(node, at, _("hier horen namen met een dubbele punt erachter te staan."))
            return []
        found = []
        for name, one in node.items.items():
            if known and name not in known:
                words = gettext_noop("%(name)s kennen we hier niet. Wel: %(words)s.")
                self.fault(one, at, _(words, name=name[:80], words=", ".join(known)))
            else:
                tidy = tidy_line(name)
                found.append((tidy, (*at, tidy), one))
        return found

    def named(self, part: Mapping[str, Node], name: str, most: int) -> list[tuple[str, tuple[str, ...], Node]]:
        found = self.within(part[name], (name,))
        if not found and not self.faults.found:
            self.fault(part[name], (name,), _("hier staat nog niets. Vul er minstens één in."))
        if len(found) > most:
            self.fault(part[name], (name,), _("dit zijn er te veel. Hooguit %(n)d.", n=most))
        seen: set[str] = set()
        for one, at, node in found:
            if not one or len(one) > LONGEST_NAME:
                self.fault(node, at[:-1], _("een naam heeft 1 tot en met %(n)d tekens.", n=LONGEST_NAME))
            if one in seen:
                self.fault(node, at, _("deze naam staat hier twee keer."))
            seen.add(one)
        return found

    def names_in(self, node: Node, at: tuple[str, ...], *, is_once: bool = True) -> list[str]:
        """The texts of a list, each once; one text is a list of one."""
        items = node.items if isinstance(node, Row) else [node]
        found: list[str] = []
        for one in items:
            name = tidy_line(one.text) if isinstance(one, Text) else ""
            if not name or len(name) > LONGEST_NAME:
                self.fault(one, at, _("hier hoort een lijst met namen te staan."))
            elif name in found and is_once:
                self.fault(one, at, _("%(name)s staat hier twee keer.", name=name))
            else:
                found.append(name)
        return found

    def levels_in(self, node: Node, at: tuple[str, ...]) -> list[str]:
        if (isinstance(node, Row) and not node.items) or _is_nothing(node):
            return []
        return [level for level in self.names_in(node, at) if self.is_level(node, at, level)]

    def level(self, node: Node, at: tuple[str, ...]) -> str:
        level = tidy_line(node.text) if isinstance(node, Text) else ""
        self.is_level(node, at, level)
        return level

    def is_level(self, node: Node, at: tuple[str, ...], level: str) -> bool:
        if not level:
            self.fault(node, at, _("hier hoort één niveau te staan."))
            return False
        words = gettext_noop("dit niveau bestaat niet: %(level)s. De niveaus zijn: %(levels)s.")
        return self.is_known(node, at, level, self.levels, _(words, level=level[:80], levels=", ".join(self.levels)))

    def number(self, node: Node, at: tuple[str, ...], most: float = 1e9) -> float:
        text = node.text.strip() if isinstance(node, Text) else ""
        try:
            number = float(text) if text.isascii() and "_" not in text else math.nan
        except ValueError:
            number = math.nan
        if not 0 <= number <= most:
            shown = _("niets") if not text else text[:40]
            if most == 1.0:
                self.fault(
                    node, at, _("dit is een getal van 0 tot en met 1, met een punt. Er staat: %(text)s.", text=shown)
                )
            else:
                self.fault(node, at, _("dit is een getal vanaf 0, met een punt. Er staat: %(text)s.", text=shown))
            return 0.0
        return number

    def is_known(self, node: Node, at: tuple[str, ...], name: str, known: Iterable[str], sentence: Sentence) -> bool:
        if name in known:
            return True
        self.fault(node, at, sentence)
        return False

    def fault(self, node: Node, at: tuple[str, ...], sentence: Sentence) -> None:
        place = ", ".join(one[:80] for one in at)
        self.faults.add(node.line, _("%(place)s: %(fault)s", place=place, fault=sentence) if place else sentence)


# --- writing


def written(positions: Positions) -> str:
    """As JSON, which is YAML too: what `read` reads back."""
    document: dict[str, object] = {"title": positions.title} if positions.title else {}
    document |= {
        "levels": [*positions.levels],
        "parties": {
            name: _written_party(weight, is_late=name in positions.late) for name, weight in positions.parties.items()
        },
        "subjects": {
            name: ({} if allowed is None else {"allowed": [*allowed]})
            | ({"words": [*positions.words[name]]} if positions.words.get(name) else {})
            for name, allowed in positions.subjects.items()
        },
        "positions": {
            party: {subject: _written(one) for subject, one in some.items()}
            for party, some in positions.positions.items()
        },
        "links": [
            {"if": _condition(positions.levels, when), "then": _condition(positions.levels, then)}
            for when, then in positions.links
        ],
    }
    if positions.no_agreement is not None:
        document["no_agreement"] = dict(positions.no_agreement)
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def _written_party(weight: float | None, *, is_late: bool) -> dict[str, object]:
    written: dict[str, object] = {} if weight is None else {"weight": _short(weight)}
    return written | ({"late": True} if is_late else {})


def _written(one: Position) -> dict[str, object]:
    found: dict[str, object] = {"wants": one.wants, "points": _short(one.points)}
    if one.accepts:
        found["accepts"] = {level: _short(value) for level, value in one.accepts.items()}
    if one.never:
        found["never"] = [*one.never]
    if one.because:
        found["because"] = one.because
    return found


def _condition(levels: Sequence[str], condition: Condition) -> dict[str, object]:
    found: dict[str, object] = {}
    for subject, meant in condition.items():
        inside = [level in meant for level in levels]
        first, n = inside.index(True), sum(inside)
        if n == 1:
            found[subject] = {"is": levels[first]}
        elif all(inside[first:]):
            found[subject] = {"at_least": levels[first]}
        elif all(inside[:n]):
            found[subject] = {"at_most": levels[n - 1]}
        else:
            found[subject] = {"in": [level for level in levels if level in meant]}
    return found


def _short(number: float) -> int | float:
    return int(number) if number == int(number) else number
