"""Measures, ballots and money as one file: what `regiotafel prioritise` reads beside `.pb`.

docs/priorities.md describes it. Read whole or refused whole: every fault has its line and its place in the file.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation

from regiotafel.text.tidy import tidy_line

from .faults import Faults, FileRefused
from .sentence import Sentence, _, gettext_noop
from .separated import text_of
from .tree import Named, Node, Row, Text, read_tree

MOST_BYTES = 50_000_000
MOST = 10**12
LONGEST_NAME = 200
# So many figures can stand behind the point.
LONGEST_PART = 30
PARTS = ("title", "capacity", "years", "shares", "measures", "only_one", "criteria", "ballots")
OF_MEASURE = ("cost", "name", "statutory", "least_support", "smaller_than", "scores")
OF_BALLOT = ("kind", "people", "scores")
SUMMARY = gettext_noop("Dit bestand klopt niet. Er is niets gerekend.")

At = tuple[str, ...]


@dataclass(frozen=True)
class Measure:
    """scores: on criteria."""

    cost: int
    name: str = ""
    is_statutory: bool = False
    least_support: int = 0
    smaller_than: str = ""
    scores: Mapping[str, Decimal] = field(default_factory=dict)


@dataclass(frozen=True)
class Ballot:
    scores: Mapping[str, int]
    kind: str = ""
    people: int = 1


@dataclass(frozen=True)
class Plan:
    """years: the capacity of each; a plan of one year has one without a name."""

    years: Mapping[str, int]
    measures: Mapping[str, Measure]
    ballots: Sequence[Ballot]
    shares: Mapping[str, int] | None = None
    only_one: Sequence[frozenset[str]] = ()
    criteria: Mapping[str, Decimal] = field(default_factory=dict)
    title: str = ""


def read(data: bytes) -> Plan:
    """Raises FileRefused."""
    if len(data) > MOST_BYTES:
        raise FileRefused(_("Dit bestand is te groot. Het mag hooguit %(n)d MB zijn.", n=MOST_BYTES // 1_000_000))
    if not data.strip():
        raise FileRefused(_("Dit bestand is leeg."))
    tree = read_tree(text_of(data))
    if not isinstance(tree, Named):
        words = gettext_noop("hier horen delen te staan, zoals measures, ballots en capacity.")
        raise FileRefused(_(SUMMARY), [(tree.line, _(words))])
    reader = _Reader()
    found = reader.plan(tree)
    reader.faults.refuse_if_any(_(SUMMARY))
    return found


class _Reader:
    def __init__(self) -> None:
        self.faults = Faults()

    def plan(self, tree: Named) -> Plan:
        part = {name: node for name, _at, node in self.within(tree, (), PARTS)}
        if ("capacity" in part) == ("years" in part):
            self.fault(tree, (), _("vul capacity of years in, één van beide: hoeveel er te verdelen is."))
        years = {year: self.whole(node, at) for year, at, node in self.named(part, "years")}
        if "capacity" in part:
            years = {"": self.whole(part["capacity"], ("capacity",))}
        nodes = self.named(part, "measures")
        if not nodes:
            self.fault(part.get("measures", tree), ("measures",), _("hier staat nog geen maatregel."))
        keys = [key for key, _at, _node in nodes]
        criteria = {name: self.decimal(node, at) for name, at, node in self.named(part, "criteria")}
        if criteria and not any(criteria.values()):
            self.fault(part["criteria"], ("criteria",), _("minstens één criterium heeft een gewicht boven 0."))
        measures = {key: self.measure(node, at, keys, criteria) for key, at, node in nodes}
        self.check_sizes(measures, nodes)
        shares = {kind: self.whole(node, at) for kind, at, node in self.named(part, "shares")} or None
        ballots = [
            self.ballot(node, ("ballots", str(n)), keys, shares)
            for n, node in enumerate(self.rows(part.get("ballots"), ("ballots",)), 1)
        ]
        if shares and ballots and not any(shares.get(one.kind) for one in ballots):
            self.fault(part["shares"], ("shares",), _("niemand die stemde, heeft een deel boven 0."))
        only_one = [
            frozenset(self.keys(node, ("only_one", str(n)), keys))
            for n, node in enumerate(self.rows(part.get("only_one"), ("only_one",)), 1)
        ]
        title = tidy_line(self.text(part["title"], ("title",))) if "title" in part else ""
        return Plan(years, measures, ballots, shares, only_one, criteria, title)

    def measure(self, node: Node, at: At, keys: Sequence[str], criteria: Mapping[str, Decimal]) -> Measure:
        part = {name: (one, place) for name, place, one in self.within(node, at, OF_MEASURE)}
        if "cost" not in part:
            self.fault(node, at, _("vul cost in: wat deze maatregel kost."))
        scores = self.within(*part["scores"], [*criteria]) if "scores" in part else []
        smaller = self.text(*part["smaller_than"]) if "smaller_than" in part else ""
        if smaller and self.is_known(*part["smaller_than"], smaller, keys) and smaller == at[-1]:
            self.fault(*part["smaller_than"], _("een maatregel is geen kleinere vorm van zichzelf."))
        return Measure(
            self.whole(*part["cost"]) if "cost" in part else 0,
            self.text(*part["name"]) if "name" in part else "",
            "statutory" in part and self.yes(*part["statutory"]),
            self.whole(*part["least_support"]) if "least_support" in part else 0,
            smaller,
            {name: self.decimal(one, place) for name, place, one in scores},
        )

    def check_sizes(self, measures: Mapping[str, Measure], nodes: Sequence[tuple[str, At, Node]]) -> None:
        """No measure is, by way of others, a smaller size of itself."""
        for key, at, node in nodes:
            ring, next_one = [key], measures[key].smaller_than
            while next_one in measures and next_one not in ring:
                ring.append(next_one)
                next_one = measures[next_one].smaller_than
            if next_one == key and len(ring) > 1:
                words = gettext_noop("dit gaat in een kring: %(ring)s. Haal één keer smaller_than weg.")
                self.fault(node, at, _(words, ring=" → ".join(one[:80] for one in [*ring, key])))
                return

    def ballot(self, node: Node, at: At, keys: Sequence[str], shares: Mapping[str, int] | None) -> Ballot:
        part = {name: (one, place) for name, place, one in self.within(node, at, OF_BALLOT)}
        kind = self.text(*part["kind"]) if "kind" in part else ""
        if shares is not None and kind not in shares:
            self.fault(node, at, _("van deze soort staat geen deel bij shares: %(kind)s.", kind=kind or _("niets")))
        people = self.whole(*part["people"]) if "people" in part else 1
        if not people:
            self.fault(node, at, _("people is een geheel getal vanaf 1."))
        said, place = part.get("scores", (Named({}), at))
        if isinstance(said, Row):
            return Ballot(dict.fromkeys(self.keys(said, place, keys), 1), kind, people)
        scores = {
            key: self.whole(one, where)
            for key, where, one in self.within(said, place)
            if self.is_known(one, where, key, keys)
        }
        return Ballot(scores, kind, people)

    # --- values

    def named(self, part: Mapping[str, Node], name: str) -> list[tuple[str, At, Node]]:
        return self.within(part[name], (name,)) if name in part else []

    def within(self, node: Node, at: At, known: Sequence[str] | None = None) -> list[tuple[str, At, Node]]:
        """Name, place and value of what stands under names."""
        if isinstance(node, Text) and node.is_nothing:
            return []
        if not isinstance(node, Named):
            self.fault(node, at, _("hier horen namen met een dubbele punt erachter te staan."))
            return []
        found, names = [], set[str]()
        for name, one in node.items.items():
            tidy = tidy_line(name)
            if known is not None and tidy not in known:
                words = gettext_noop("%(name)s kennen we hier niet. Wel: %(words)s.")
                self.fault(one, at, _(words, name=tidy[:80], words=", ".join(known) or _("niets")))
            elif not 1 <= len(tidy) <= LONGEST_NAME:
                self.fault(one, at, _("een naam heeft 1 tot en met %(n)d tekens.", n=LONGEST_NAME))
            elif tidy in names:
                self.fault(one, at, _("de naam %(name)s staat hier twee keer. Elke naam mag één keer.", name=tidy[:80]))
            else:
                names.add(tidy)
                found.append((tidy, (*at, tidy), one))
        return found

    def rows(self, node: Node | None, at: At) -> Sequence[Node]:
        if node is None or (isinstance(node, Text) and node.is_nothing):
            return ()
        if not isinstance(node, Row):
            self.fault(node, at, _("hier hoort een lijst te staan."))
            return ()
        return node.items

    def keys(self, node: Node, at: At, keys: Sequence[str]) -> list[str]:
        names = [self.text(one, at) for one in self.rows(node, at)]
        return [name for name in names if self.is_known(node, at, name, keys)]

    def is_known(self, node: Node, at: At, key: str, keys: Sequence[str]) -> bool:
        if key in keys:
            return True
        self.fault(node, at, _("deze maatregel staat niet bij measures: %(key)s.", key=key[:80] or _("niets")))
        return False

    def text(self, node: Node, at: At) -> str:
        if isinstance(node, Text) and len(node.text) <= 10 * LONGEST_NAME:
            return tidy_line(node.text)
        self.fault(node, at, _("hier hoort één stukje tekst te staan."))
        return ""

    def yes(self, node: Node, at: At) -> bool:
        text = self.text(node, at).lower()
        if text not in ("true", "false"):
            self.fault(node, at, _("vul hier true of false in."))
        return text == "true"

    def whole(self, node: Node, at: At) -> int:
        text = node.text.strip() if isinstance(node, Text) else ""
        if text.isascii() and text.isdigit() and len(text) < 16 and int(text) <= MOST:
            return int(text)
        self.fault(node, at, _("dit is een geheel getal vanaf 0. Er staat: %(text)s.", text=text[:40] or _("niets")))
        return 0

    def decimal(self, node: Node, at: At) -> Decimal:
        text = node.text.strip() if isinstance(node, Text) else ""
        try:
            number = Decimal(text) if text.isascii() and "_" not in text and len(text) < 30 else Decimal(-1)
        except InvalidOperation:
            number = Decimal(-1)
        # A few signs can stand for a number of milliards of figures, which no sum ever gets through.
        if number.is_finite() and 0 <= number <= MOST and int(number.as_tuple().exponent) >= -LONGEST_PART:
            return number
        words = gettext_noop("dit is een getal vanaf 0, met een punt. Er staat: %(text)s.")
        self.fault(node, at, _(words, text=text[:40] or _("niets")))
        return Decimal(0)

    def fault(self, node: Node, at: At, sentence: Sentence) -> None:
        place = ", ".join(one[:80] for one in at)
        self.faults.add(node.line, _("%(place)s: %(fault)s", place=place, fault=sentence) if place else sentence)


# --- writing


def written(plan: Plan) -> str:
    """What `read` reads back as the same, as JSON, which is YAML too: the same plan is the same text."""
    said: dict[str, object] = {"title": plan.title} if plan.title else {}
    said |= {"capacity": plan.years[""]} if "" in plan.years else {"years": dict(plan.years)}
    if plan.shares is not None:
        said["shares"] = dict(plan.shares)
    said["measures"] = {key: _measure_told(one) for key, one in sorted(plan.measures.items())}
    if plan.only_one:
        said["only_one"] = sorted(sorted(some) for some in plan.only_one)
    if plan.criteria:
        said["criteria"] = {name: str(weight) for name, weight in plan.criteria.items()}
    ballots = ((one.kind, sorted((key, n) for key, n in one.scores.items() if n), one.people) for one in plan.ballots)
    said["ballots"] = [
        {**({"kind": kind} if kind else {}), "people": people, "scores": dict(scores)}
        for kind, scores, people in sorted(ballots)
    ]
    return json.dumps(said, ensure_ascii=False, indent=1) + "\n"


def _measure_told(one: Measure) -> dict[str, object]:
    said: dict[str, object] = {"cost": one.cost}
    if one.name:
        said["name"] = one.name
    if one.is_statutory:
        said["statutory"] = "true"
    if one.least_support:
        said["least_support"] = one.least_support
    if one.smaller_than:
        said["smaller_than"] = one.smaller_than
    if one.scores:
        said["scores"] = {name: str(score) for name, score in one.scores.items()}
    return said
