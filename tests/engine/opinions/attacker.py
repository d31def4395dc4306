"""Somebody who has a whole report and subtracts: linear equations over how many people of each part gave each answer.

Known to the attacker is every number of the document: cells, totals, how many people a reading counts, bounds of what
is told inexactly, that a part with a name has somebody in it, and that people are whole and not fewer than none.
Not used: figures that the engine derives from these numbers alone (estimates, conclusions, weights).

Of every part, and of every combination of two declared values, it finds the least and the most people that it can have
in any world that fits. A number is found when there is one whole number left.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations, product
from typing import Any

import numpy as np
from scipy.optimize import LinearConstraint, milp
from scipy.sparse import csc_array

from regiotafel.engine.opinions import Votes
from regiotafel.engine.results.opinions import Cell, Report, Statement

ANSWERS = ("n_agree", "n_disagree", "n_unsure")
NONE = ""  # of who has no value
GROUP = "group"

Term = Mapping[int, float]
At = tuple[str, ...]  # a group and values, one of each axis
Named = tuple[tuple[str, str], ...]  # some axes, and a value of each


@dataclass
class Equations:
    """Unknown numbers of people, and what is known of their sums. is_whole: whether worlds with half people do not
    count: that finds more, and takes longer."""

    n: int = 0
    is_whole: bool = False
    sums: list[tuple[Term, float, float]] = field(default_factory=list)

    def unknown(self) -> int:
        self.n += 1
        return self.n - 1

    def know(self, terms: Term, least: float, most: float = math.inf) -> None:
        self.sums.append((terms, least, most))

    def ranges(self, wanted: list[Term]) -> list[tuple[float, float]]:
        """The least and the most of each of these sums, by looking at many worlds and then at each that stayed one."""
        worlds = _Worlds(self)
        matrix = _matrix(wanted, self.n).toarray()
        for weights in np.random.default_rng(0).normal(size=(4, len(wanted))):
            worlds.look(weights @ matrix)
        least, most = _ends(worlds.seen, matrix)
        for place in range(len(wanted)):
            for sign in (1.0, -1.0):
                if math.floor(most[place] + 1e-6) <= math.ceil(least[place] - 1e-6):
                    worlds.look(sign * matrix[place])
                    low, high = _ends(worlds.seen[-1:], matrix)
                    least, most = np.minimum(least, low), np.maximum(most, high)
        return list(zip(least.tolist(), most.tolist(), strict=True))


def _ends(worlds: list[np.ndarray], matrix: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    found = np.array([matrix @ world for world in worlds])
    return found.min(axis=0), found.max(axis=0)


class _Worlds:
    def __init__(self, equations: Equations) -> None:
        matrix = _matrix([terms for terms, _, _ in equations.sums], equations.n)
        least = [low for _, low, _ in equations.sums]
        most = [high for _, _, high in equations.sums]
        self.fits = LinearConstraint(matrix, least, most)
        self.is_whole = np.full(equations.n, int(equations.is_whole))
        self.seen: list[np.ndarray] = []

    def look(self, goal: np.ndarray) -> None:
        """The world in which this sum is least."""
        found: Any = milp(goal, constraints=self.fits, integrality=self.is_whole)
        assert found.status == 0, f"the report contradicts itself: {found.message}"
        self.seen.append(found.x)


def _matrix(rows: list[Term], n: int) -> Any:
    row = [i for i, terms in enumerate(rows) for _ in terms]
    column = [place for terms in rows for place in terms]
    value = [one for terms in rows for one in terms.values()]
    return csc_array((value, (row, column)), shape=(len(rows), n))


@dataclass(frozen=True)
class Part:
    """Some people of one table, in one statement or (statement None) of all. is_told: whether its number of people is,
    and is_exact whether its answers are."""

    statement: str | None
    name: str
    people: Term
    answers: tuple[Term, ...] = ()
    is_told: bool = False
    is_exact: bool = False


def found(report: Report) -> list[str]:
    """What the attacker finds: parts of one to four people, and answers of people."""
    return [*_counts(report), *_by_subtracting(report)]


def _counts(report: Report) -> Iterator[str]:
    """Numbers of people that stand on their own, and what they leave of everybody."""
    told = [one.n_people for one in report.same_votes] + [sum(one.n_people for one in report.same_votes)]
    told += [report.straight_liners or 0, report.groups_quality.n_between or 0]
    told += [sum(one.n_people for one in report.space.marks)] + [one.n_people for one in report.space.marks]
    told += [round(one.n_people) for name, one in report.readings.items() if name not in OF_LISTS]
    for n in told:
        if 0 < n < 5 or 0 < report.n_people - n < 5:
            yield f"{n} of {report.n_people} people"
    few = [one for one in report.statements if one.hidden]
    rest = report.n_votes - sum(one.n_votes or 0 for one in report.statements)
    if few and rest and (rest <= len(few) or rest >= 4 * len(few) or rest < 5):
        yield f"{rest} votes on {len(few)} hidden statements"


OF_LISTS = ("weighted", "without_same_votes")  # no people, and people who are told by list


def _by_subtracting(report: Report) -> Iterator[str]:
    if not report.n_people:
        return
    for statement in (None, *report.statements):
        if statement is None or (not statement.hidden and statement.n_votes):
            yield from _found(*_tables(report, statement))


def _found(equations: Equations, parts: list[Part]) -> Iterator[str]:
    if not parts:
        return
    wanted = [part.people for part in parts]
    wanted += [_without(part, answer) for part in parts for answer in range(len(part.answers))]
    ranges = iter(equations.ranges(wanted))
    sizes = [next(ranges) for _ in parts]
    for part, (least, most) in zip(parts, sizes, strict=True):
        low, high = math.ceil(least - 1e-6), math.floor(most + 1e-6)
        if low == high and 1 <= low <= 4:
            yield f"statement {part.statement}: {part.name} is {low} people"
    for part, (least, _) in zip(parts, sizes, strict=True):
        others = [next(ranges) for _ in part.answers]
        for answer, (_, most) in zip(ANSWERS, others, strict=False):
            if least > 1 - 1e-6 and most < 1 - 1e-6:
                yield f"statement {part.statement}: all of {part.name} answered {answer}"


def _without(part: Part, answer: int) -> Term:
    """Those of a part who did not give this answer."""
    terms = dict(part.people)
    for place, times in part.answers[answer].items():
        terms[place] = terms.get(place, 0.0) - times
    return {place: times for place, times in terms.items() if times}


# --- all tables of one statement


def _axes(report: Report) -> dict[str, list[str]]:
    """The groups, and everything that was declared; of who declared nothing the value is none."""
    axes = {name: [*(one.value for one in values), NONE] for name, values in report.declared.items()}
    return {GROUP: [one.name for one in report.groups], **axes} if len(report.groups) > 1 else axes


def _tables(report: Report, statement: Statement | None) -> tuple[Equations, list[Part]]:
    """All tables together: people by combination of group and values, and their answers."""
    axes = _axes(report)
    equations, parts = Equations(), list[Part]()
    people = {at: equations.unknown() for at in product(*axes.values())}
    answers = {at: [equations.unknown() for _ in ANSWERS] for at in people} if statement else {}
    for at, those in answers.items():
        equations.know({**dict.fromkeys(those, 1.0), people[at]: -1.0}, -math.inf, 0.0)
    equations.know(dict.fromkeys(people.values(), 1.0), report.n_people, report.n_people)
    _know_people(report, equations, people)
    combined = _combined(axes, people)
    if statement is None:
        for named, at in combined.items():
            terms = dict.fromkeys((people[one] for one in at), 1.0)
            parts.append(Part(None, _called(named), terms, is_told=False))
        return equations, parts
    _know_cell(equations, statement.everybody, _answers([*answers.values()]))
    told = {((GROUP, report.groups[one.group].name),): one for one in statement.by_group if GROUP in axes}
    told |= {((name, one.value),): one for name, cells in statement.by_declared.items() for one in cells}
    told |= {((one.by[0], one.values[0]), (one.by[1], one.values[1])): one for one in statement.by_crossing}
    for named, at in combined.items():
        cell, those = told.get(named), [answers[one] for one in at]
        if cell is not None:
            parts.append(_part(equations, statement, _called(named), cell, those))
        else:
            terms = dict.fromkeys((place for one in those for place in one), 1.0)
            parts.append(Part(statement.id, _called(named), terms, _answers(those)))
    return equations, parts


def _combined(axes: Mapping[str, list[str]], people: Iterable[At]) -> dict[Named, list[At]]:
    """Every group and value, and each two of them that stand on different axes, with the combinations that have it."""
    found = {}
    for n in (1, 2):
        for names in combinations(axes, n):
            places = [[*axes].index(name) for name in names]
            for values in product(*([value for value in axes[name] if value != NONE] for name in names)):
                named = tuple(zip(names, values, strict=True))
                found[named] = [at for at in people if all(at[i] == v for i, v in zip(places, values, strict=True))]
    return found


def _called(named: Named) -> str:
    return " ".join(named[0]) if len(named) == 1 else " ".join(value for _, value in named)


def _know_people(report: Report, equations: Equations, people: Mapping[At, int]) -> None:
    """How many people are told of each group, value and combination."""
    axes = [*_axes(report)]

    def know(at: Mapping[str, str], least: float, most: float) -> None:
        wanted = [(axes.index(name), value) for name, value in at.items()]
        terms = [place for one, place in people.items() if all(one[axis] == value for axis, value in wanted)]
        equations.know(dict.fromkeys(terms, 1.0), least, most)

    if GROUP in axes:
        for group in report.groups:
            know({GROUP: group.name}, group.size, group.size)
    for name, values in report.declared.items():
        for one in values:
            know({name: one.value}, *((1, math.inf) if one.n_people is None else (one.n_people, one.n_people)))
        if f"declared_{name}" in report.readings:
            n = report.n_people - round(report.readings[f"declared_{name}"].n_people)
            know({name: NONE}, n, n)
    for crossing in report.crossings:
        for pair in crossing.cells:
            know(dict(zip(crossing.by, pair.values, strict=True)), pair.n_people, pair.n_people)


def _part(equations: Equations, statement: Statement, name: str, cell: Cell, those: list[list[int]]) -> Part:
    answers = _answers(those)
    if not cell.hidden:
        _know_cell(equations, cell, answers)
    everybody = dict.fromkeys((place for one in those for place in one), 1.0)
    return Part(statement.id, name, everybody, answers, not cell.hidden, not cell.hidden and not cell.n_untold)


def _answers(those: list[list[int]]) -> tuple[Term, ...]:
    """Per answer the unknown numbers of these cells."""
    return tuple(dict.fromkeys((one[answer] for one in those), 1.0) for answer in range(len(ANSWERS)))


def _know_cell(equations: Equations, cell: Cell, answers: tuple[Term, ...]) -> None:
    n = cell.n_people or 0
    equations.know({place: 1.0 for terms in answers for place in terms}, n, n)
    for terms, least in zip(answers, cell.counts, strict=True):
        equations.know(terms, least, least if not cell.n_untold else math.inf)


# --- who knows everybody


def settled(report: Report, votes: Votes, said: Mapping[str, Sequence[str | None]], group: Sequence[int]) -> list[str]:
    """What follows for who knows of everybody what they declared, in which group they are, and which statements they
    answered: people of whom every world that fits the report has one answer."""
    known = [tuple(value or NONE for value in one) for one in zip(*said.values(), strict=True)] or [()] * len(group)
    names = [GROUP, *said]
    of_person = [
        (report.groups[g].name if g < len(report.groups) else NONE, *one) for g, one in zip(group, known, strict=True)
    ]
    found = []
    for j, statement in enumerate(report.statements):
        if not statement.hidden and statement.n_votes:
            sizes = Counter(of_person[person] for person in votes.person[votes.statement == j].tolist())
            found += [
                f"statement {statement.id}: {at} all {answer}" for at, answer in _shut(report, statement, names, sizes)
            ]
    return found


def _shut(
    report: Report, statement: Statement, names: Sequence[str], sizes: Mapping[At, int]
) -> Iterator[tuple[At, str]]:
    equations = Equations(is_whole=True)
    answers = {at: [equations.unknown() for _ in ANSWERS] for at in sizes}
    for at, n in sizes.items():
        equations.know(dict.fromkeys(answers[at], 1.0), n, n)

    def know(cell: Cell, wanted: Mapping[str, str]) -> None:
        those = [answers[at] for at in sizes if all(at[names.index(name)] == value for name, value in wanted.items())]
        if not cell.hidden and those:
            _know_cell(equations, cell, _answers(those))

    know(statement.everybody, {})
    for one in statement.by_group if len(report.groups) > 1 else ():
        know(one, {GROUP: report.groups[one.group].name})
    for name, cells in statement.by_declared.items():
        for of_value in cells:
            know(of_value, {name: of_value.value})
    for pair in statement.by_crossing:
        know(pair, dict(zip(pair.by, pair.values, strict=True)))
    worlds = _Worlds(equations)
    worlds.look(np.zeros(equations.n))
    of_one_mind = {
        at: int(np.argmax(worlds.seen[0][those]))
        for at, those in answers.items()
        if (worlds.seen[0][those] > 0.5).sum() == 1
    }
    while of_one_mind:
        goal = np.zeros(equations.n)
        for at, answer in of_one_mind.items():
            goal[answers[at][answer]] = 1.0 / sizes[at]
        worlds.look(goal)
        still = {at: a for at, a in of_one_mind.items() if worlds.seen[-1][answers[at][a]] > sizes[at] - 0.5}
        if len(still) == len(of_one_mind):
            yield from ((at, ANSWERS[answer]) for at, answer in of_one_mind.items())
            return
        of_one_mind = still
