"""Measures over the years: what begins when, under what each year can hold, found and proven by an integer program.

x[j, t] is 1 when measure j begins in year t. A measure takes its effort in the years after its beginning, fits as a
whole within the years of the plan, and begins when what it waits for is done. Chosen are, in this order: as many of the
measures that must be in as fit, and the highest sum of value, which counts once for every year from the beginning of a
measure to the end of the plan: so an early beginning is worth more. What is worth nothing comes in where it still fits.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from regiotafel.engine.common.solver import ENDLESS, Patience, Rows, Solved

# What takes nothing is worth more than whatever takes something.
TINY = 1e-9


@dataclass(frozen=True)
class Task:
    """effort: by resource, what it takes in each year that it runs: whole numbers from 0, all of one length. value:
    from 0. earliest: the year in which it can begin at the earliest; latest: in which it must be done. after: measures
    that must be done before it begins. is_fixed: it must be in, before all that need not."""

    key: str
    effort: Mapping[str, Sequence[int]]
    value: float = 0.0
    earliest: int | None = None
    latest: int | None = None
    after: frozenset[str] = frozenset()
    is_fixed: bool = False

    @property
    def n_years(self) -> int:
        return max((len(one) for one in self.effort.values()), default=1)


@dataclass(frozen=True)
class Work:
    """years: of the plan, beside each other. capacity: by resource, what each of those years can hold; None is not
    limited, as is a resource that is not named. only_one: sets of measures of which one is in at most.

    Raises ValueError for what nobody could mean: a key that stands twice or is not known, efforts of unequal length, a
    number below 0, years that do not follow each other, and measures that wait for each other in a circle."""

    tasks: Sequence[Task]
    years: Sequence[int]
    capacity: Mapping[str, Sequence[int | None]]
    only_one: Sequence[frozenset[str]] = ()

    def __post_init__(self) -> None:
        known = {one.key for one in self.tasks}
        if len(known) != len(self.tasks):
            raise ValueError("a measure stands here twice")
        named = {key for one in self.tasks for key in one.after} | {key for some in self.only_one for key in some}
        if not named <= known:
            raise ValueError(f"not a measure: {min(named - known)}")
        if not self.years or list(self.years) != list(range(self.years[0], self.years[-1] + 1)):
            raise ValueError("years follow each other")
        if any(len(one) != len(self.years) for one in self.capacity.values()):
            raise ValueError("a capacity for each year")
        for one in self.tasks:
            if {len(effort) for effort in one.effort.values()} - {one.n_years} or not one.n_years:
                raise ValueError(f"an effort for each year: {one.key}")
        numbers = [n for one in self.tasks for effort in one.effort.values() for n in effort]
        numbers += [n for some in self.capacity.values() for n in some if n is not None]
        if min(numbers, default=0) < 0 or min((one.value for one in self.tasks), default=0) < 0:
            raise ValueError("a number below 0")
        if found := circle(self.tasks):
            raise ValueError(f"these wait for each other: {', '.join(found)}")

    @cached_property
    def by_key(self) -> dict[str, Task]:
        return {one.key: one for one in sorted(self.tasks, key=lambda one: one.key)}

    @property
    def last(self) -> int:
        return self.years[-1]

    def starts(self, task: Task) -> range:
        """The years in which it can begin, whatever others do."""
        earliest = self.years[0] if task.earliest is None else max(task.earliest, self.years[0])
        latest = self.last if task.latest is None else min(task.latest, self.last)
        return range(earliest, latest - task.n_years + 2)


@dataclass(frozen=True)
class Break:
    """What is wrong with a measure in a schedule. kind: `early` or `late` (before its earliest year, or not done in
    time: year is what would do), `after` (it begins before `other` is done, which is in `year`; 0 when that is not in),
    `only_one` (`other` is in too), or `over` (in that year more of a resource is asked than there is, by `amount`)."""

    kind: str
    key: str
    year: int = 0
    other: str = ""
    resource: str = ""
    amount: int = 0


@dataclass(frozen=True)
class Schedule:
    """begins: of each measure that is in, its first year. out: of each other measure, what would be wrong if it came in
    beside these in the year in which least would be. value and bound: of what is maximised; no schedule has more than
    the bound. is_proven: nothing is left to search."""

    begins: Mapping[str, int]
    out: Mapping[str, tuple[Break, ...]]
    value: float
    bound: float
    is_proven: bool

    @property
    def gap(self) -> float:
        """How much of its value a better schedule could have more, as a part of 1."""
        return 0.0 if self.is_proven else max(0.0, self.bound - self.value) / max(self.value, 1.0)


def circle(tasks: Sequence[Task]) -> tuple[str, ...]:
    """Measures that wait for each other, the first of them by name first, each for the next; none when nothing does."""
    after = {one.key: sorted(one.after) for one in tasks}
    done: set[str] = set()
    for first in sorted(after):
        way: list[str] = []
        stack = [(first, iter(after[first]))] if first not in done else []
        way += [key for key, _ in stack]
        while stack:
            following = next((key for key in stack[-1][1] if key in after and key not in done), None)
            if following is None:
                done.add(stack.pop()[0])
                way.pop()
            elif following in way:
                found = way[way.index(following) :]
                least = found.index(min(found))
                return (*found[least:], *found[:least])
            else:
                stack.append((following, iter(after[following])))
                way.append(following)
    return ()


def scheduled(work: Work, patience: Patience = ENDLESS) -> Schedule:
    """The best there is, or the best that was found when patience ran out."""
    program, columns = _program(work)
    n_years = len(work.years)
    worth: dict[int, float] = {}
    fixed: dict[int, float] = {}
    for (key, year), column in columns.items():
        worth[column] = work.by_key[key].value * (n_years - (year - work.years[0]))
        if work.by_key[key].is_fixed:
            fixed[column] = 1.0
    order = _by_worth(work)
    first = _filled(work, {}, order)
    taken: dict[int, float] = {column: float(first.get(key) == year) for (key, year), column in columns.items()}
    most = Solved(None, 0.0, 0.0, is_proven=True)
    if fixed:
        most = program.best(fixed, patience=patience.part(2), start=taken)
        as_many = _whole(most, taken)
        if sum(as_many[column] for column in fixed) > sum(taken[column] for column in fixed):
            taken = as_many
        program.row(fixed, sum(taken[column] for column in fixed))
    best = program.best(worth, patience=patience, start=taken) if worth else most
    taken = _whole(best, taken)
    begins = _filled(work, {key: year for (key, year), column in columns.items() if taken[column]}, order)
    value = sum(worth[columns[key, year]] for key, year in begins.items())
    # However little was searched: each at its best.
    bound = sum(
        max(worth[columns[key, year]] for year in work.starts(task))
        for key, task in work.by_key.items()
        if len(work.starts(task))
    )
    if most.is_proven:
        bound = min(bound, best.bound)
    return Schedule(begins, _reasons(work, begins), value, max(value, bound), most.is_proven and best.is_proven)


def _whole(found: Solved, otherwise: dict[int, float]) -> dict[int, float]:
    if found.columns is None:
        return otherwise
    return {column: float(round(found.columns[column])) for column in otherwise}


def _filled(work: Work, begins: Mapping[str, int], keys: Iterable[str]) -> dict[str, int]:
    """With what still fits, each as early as it can, in this order: what is worth nothing a program sees no reason to
    take in. What waits for what comes later in the order is not looked at again."""
    found, taken = dict(begins), used(work, begins)
    for key in keys:
        task = work.by_key[key]
        for year in work.starts(task) if key not in found else ():
            if not _if_in(work, found, taken, task, year):
                found[key] = year
                taken = used(work, found)
                break
    return dict(sorted(found.items()))


def _by_worth(work: Work) -> list[str]:
    """What must be in, and then what is worth most for what it takes of all there is; what is waited for comes before
    what waits. To begin with: whatever little time there is, something is found."""
    there = {name: max(1, sum(n for n in some if n is not None)) for name, some in work.capacity.items()}
    part = {
        key: max((sum(task.effort.get(name, ())) / of for name, of in there.items()), default=0.0)
        for key, task in work.by_key.items()
    }
    ordered = sorted(
        work.by_key.values(), key=lambda one: (not one.is_fixed, -one.value / (part[one.key] + TINY), one.key)
    )
    found: dict[str, None] = {}
    for task in ordered:
        stack = [task.key]
        while stack:
            missing = sorted(work.by_key[stack[-1]].after - found.keys())
            if missing:
                stack.append(missing[0])
            else:
                found[stack.pop()] = None
    return list(found)


def broken(work: Work, begins: Mapping[str, int]) -> tuple[Break, ...]:
    """All that is wrong with a schedule that somebody made by hand. Of a year that is too full every measure that asks
    something then is named."""
    found: list[Break] = []
    for key, task in work.by_key.items():
        if key in begins:
            found += _out_of_time(work, task, begins)
    for some in work.only_one:
        both = sorted(key for key in some if key in begins)
        found += [Break("only_one", key, other=other) for other, key in pairwise(both)]
    for resource, year, amount in _overfull(work, begins):
        found += [
            Break("over", key, year, resource=resource, amount=amount)
            for key in work.by_key
            if key in begins and _takes(work.by_key[key], resource, year - begins[key])
        ]
    return tuple(found)


def delayed(work: Work, begins: Mapping[str, int], key: str, year: int) -> dict[str, int]:
    """The schedule when this measure begins in that year: whatever waits for it, and would begin too early, moves to
    the first year that does. Nothing moves forward, and whether all of it then still fits is for `broken`."""
    moved = {**begins, key: year}
    following = {one: [other for other, task in work.by_key.items() if one in task.after] for one in work.by_key}
    queue = [key]
    while queue:
        first = queue.pop()
        until = moved[first] + work.by_key[first].n_years
        for other in following[first]:
            if other in moved and moved[other] < until:
                moved[other] = until
                queue.append(other)
    return moved


def used(work: Work, begins: Mapping[str, int]) -> dict[str, tuple[int, ...]]:
    """By resource, what a schedule takes in each year of the plan."""
    names = sorted({*work.capacity, *(name for one in work.tasks for name in one.effort)})
    return {
        name: tuple(
            sum(_takes(work.by_key[key], name, year - first) for key, first in begins.items()) for year in work.years
        )
        for name in names
    }


def _program(work: Work) -> tuple[Rows, dict[tuple[str, int], int]]:
    program = Rows()
    columns: dict[tuple[str, int], int] = {}
    for key, task in work.by_key.items():
        for year in work.starts(task):
            columns[key, year] = program.column(0.0, 1.0, whole=True)
    own = {key: [columns[key, year] for year in work.starts(task)] for key, task in work.by_key.items()}
    for some in [*({key} for key in own), *work.only_one]:
        if together := [column for key in sorted(some) for column in own[key]]:
            program.row(dict.fromkeys(together, 1.0), high=1.0)
    for key, task in work.by_key.items():
        for before in sorted(task.after):
            done_in = work.by_key[before].n_years
            for year in work.starts(task):
                terms = {columns[key, one]: 1.0 for one in work.starts(task) if one <= year}
                done = [one for one in work.starts(work.by_key[before]) if one + done_in <= year]
                program.row({**terms, **{columns[before, one]: -1.0 for one in done}}, high=0.0)
    for resource, amounts in sorted(work.capacity.items()):
        for year, amount in zip(work.years, amounts, strict=True):
            takes = {
                column: float(_takes(work.by_key[key], resource, year - first))
                for (key, first), column in columns.items()
            }
            if amount is not None and (takes := {column: taken for column, taken in takes.items() if taken}):
                program.row(takes, high=float(amount))
    return program, columns


def _takes(task: Task, resource: str, since: int) -> int:
    effort = task.effort.get(resource, ())
    return effort[since] if 0 <= since < len(effort) else 0


def _out_of_time(work: Work, task: Task, begins: Mapping[str, int]) -> list[Break]:
    first, found = begins[task.key], []
    starts = work.starts(task)
    if first < starts.start:
        found.append(Break("early", task.key, starts.start))
    if first >= starts.stop:
        found.append(Break("late", task.key, starts.stop - 1))
    for before in sorted(task.after):
        if before not in begins:
            found.append(Break("after", task.key, other=before))
        elif first < (until := begins[before] + work.by_key[before].n_years):
            found.append(Break("after", task.key, until, before))
    return found


def _overfull(work: Work, begins: Mapping[str, int]) -> list[tuple[str, int, int]]:
    taken = used(work, begins)
    return [
        (resource, year, taken[resource][at] - amount)
        for resource, amounts in sorted(work.capacity.items())
        for at, (year, amount) in enumerate(zip(work.years, amounts, strict=True))
        if amount is not None and taken[resource][at] > amount
    ]


def _reasons(work: Work, begins: Mapping[str, int]) -> dict[str, tuple[Break, ...]]:
    """Of each measure that is not in, what is wrong in the year in which least is."""
    found, taken = {}, used(work, begins)
    for key, task in work.by_key.items():
        if key in begins:
            continue
        ways = [_if_in(work, begins, taken, task, year) for year in work.starts(task) or (work.starts(task).start,)]
        found[key] = min(ways, key=lambda some: (len(some), sum(one.amount for one in some)))
    return found


def _if_in(
    work: Work, begins: Mapping[str, int], taken: Mapping[str, Sequence[int]], task: Task, year: int
) -> tuple[Break, ...]:
    """What would be wrong if it came in beside these, which take so much: only its own years are looked at."""
    together = {**begins, task.key: year}
    rivals = sorted(
        {other for some in work.only_one if task.key in some for other in some if other in begins} - {task.key}
    )
    return (
        *_out_of_time(work, task, together),
        *(Break("only_one", task.key, other=other) for other in rivals),
        *_short(work, taken, task, year),
    )


def _short(work: Work, taken: Mapping[str, Sequence[int]], task: Task, first: int) -> list[Break]:
    """What its own years would miss, with all that is taken already."""
    found = []
    for resource, amounts in sorted(work.capacity.items()):
        for since, asked in enumerate(task.effort.get(resource, ())):
            at = first + since - work.years[0]
            there = amounts[at] if 0 <= at < len(amounts) else None
            if asked and there is not None and (amount := taken[resource][at] + asked - there) > 0:
                found.append(Break("over", task.key, work.years[at], resource=resource, amount=amount))
    return found
