"""Somebody who has a whole report and subtracts: linear equations over how many people of each part gave each answer.

Known to the attacker is every number of the document: cells, totals, how many people a reading counts, bounds of what
is told inexactly, that a part with a name has somebody in it, and that people are whole and not fewer than none.
Not used: figures that the engine derives from these numbers alone (estimates, conclusions, weights).

Of every part, and of every combination of two declared values, it finds the least and the most people that it can have
in any world that fits. A number is found when there is one whole number left.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from scipy.optimize import LinearConstraint, milp
from scipy.sparse import csc_array

from regiotafel.engine.results.opinions import Cell, Report, Statement

ANSWERS = ("n_agree", "n_disagree", "n_unsure")
NONE = ""  # of who has no value

Term = Mapping[int, float]


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
        if statement is not None and (statement.hidden or not statement.n_votes):
            continue
        for equations, parts in (_groups(report, statement), _declared(report, statement)):
            yield from _found(equations, parts)


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


# --- one table


def _groups(report: Report, statement: Statement | None) -> tuple[Equations, list[Part]]:
    """The groups, whose sizes are told."""
    equations = Equations()
    parts: list[Part] = []
    if statement is None or len(report.groups) < 2:
        return equations, parts
    for group, cell in zip(report.groups, statement.by_group, strict=True):
        answers = [equations.unknown() for _ in ANSWERS]
        equations.know(dict.fromkeys(answers, 1.0), 0, group.size)
        parts.append(_part(equations, statement, f"group {group.name}", cell, [answers]))
    _know_cell(equations, statement.everybody, _sums([part.answers for part in parts]))
    return equations, parts


def _declared(report: Report, statement: Statement | None) -> tuple[Equations, list[Part]]:
    """Everything that was declared, together: people by combination, and their answers."""
    names = [*report.declared][:2]
    equations = Equations()
    parts: list[Part] = []
    if not names:
        return equations, parts
    values = [[one.value for one in report.declared[name]] + [NONE] for name in names] + [[NONE]] * (2 - len(names))
    people = {(row, column): equations.unknown() for row in values[0] for column in values[1]}
    answers = {at: [equations.unknown() for _ in ANSWERS] for at in people} if statement else {}
    for at, those in answers.items():
        equations.know({**dict.fromkeys(those, 1.0), people[at]: -1.0}, -math.inf, 0.0)
    equations.know(dict.fromkeys(people.values(), 1.0), report.n_people, report.n_people)
    for axis, name in enumerate(names):
        lines = {value: [at for at in people if at[axis] == value] for value in values[axis]}
        for one in report.declared[name]:
            terms = dict.fromkeys((people[at] for at in lines[one.value]), 1.0)
            equations.know(terms, *((1, math.inf) if one.n_people is None else (one.n_people, one.n_people)))
            if statement is None:
                parts.append(Part(None, f"{name} {one.value}", terms, is_told=one.n_people is not None))
        if f"declared_{name}" in report.readings:
            n = report.n_people - round(report.readings[f"declared_{name}"].n_people)
            equations.know(dict.fromkeys((people[at] for at in lines[NONE]), 1.0), n, n)
        if statement is not None:
            for cell in statement.by_declared[name]:
                cells = [answers[at] for at in lines[cell.value]]
                parts.append(_part(equations, statement, f"{name} {cell.value}", cell, cells))
    for crossing in report.crossings:
        for pair in crossing.cells:
            equations.know({people[pair.values]: 1.0}, pair.n_people, pair.n_people)
    if statement is None:
        crossed = {pair.values for crossing in report.crossings for pair in crossing.cells}
        named = [at for at in people if NONE not in at and at not in crossed]
        return equations, parts + [Part(None, " ".join(at), {people[at]: 1.0}) for at in named]
    crossed = {cell.values for cell in statement.by_crossing}
    for both in statement.by_crossing:
        _know_cell(equations, both, _answers([answers[both.values]]))
    _know_cell(equations, statement.everybody, _answers([*answers.values()]))
    for at, those in answers.items():
        if len(names) == 2 and NONE not in at and at not in crossed:
            parts.append(Part(statement.id, " ".join(at), dict.fromkeys(those, 1.0), _answers([those])))
    return equations, parts


def _part(equations: Equations, statement: Statement, name: str, cell: Cell, those: list[list[int]]) -> Part:
    answers = _answers(those)
    if not cell.hidden:
        _know_cell(equations, cell, answers)
    everybody = dict.fromkeys((place for one in those for place in one), 1.0)
    return Part(statement.id, name, everybody, answers, not cell.hidden, not cell.hidden and not cell.n_untold)


def _answers(those: list[list[int]]) -> tuple[Term, ...]:
    """Per answer the unknown numbers of these cells."""
    return tuple(dict.fromkeys((one[answer] for one in those), 1.0) for answer in range(len(ANSWERS)))


def _sums(parts: list[tuple[Term, ...]]) -> tuple[Term, ...]:
    return tuple({place: 1.0 for part in parts for place in part[answer]} for answer in range(len(ANSWERS)))


def _know_cell(equations: Equations, cell: Cell, answers: tuple[Term, ...]) -> None:
    n = cell.n_people or 0
    equations.know({place: 1.0 for terms in answers for place in terms}, n, n)
    for terms, least in zip(answers, cell.counts, strict=True):
        equations.know(terms, least, least if not cell.n_untold else math.inf)
