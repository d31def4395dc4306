"""What begins in which year, so that everything fits, and what breaks when it is laid out otherwise: the door to
`engine.priorities` for years."""

import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from math import ceil
from typing import Any

from django.core.cache import caches
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from regiotafel.engine.common.solver import Patience
from regiotafel.engine.priorities import Break, Schedule, Task, Work, broken, circle, delayed, scheduled, used
from regiotafel.history.rules import fingerprint
from regiotafel.plan.measures.queries import owner_name, owner_word, owners_in
from regiotafel.plan.models import Measure, MeasureState
from regiotafel.plan.rules import Amount, key_of
from regiotafel.plan.tags import euros, hours
from regiotafel.plan.years.queries import Given, Timed, total
from regiotafel.plan.years.rules import At
from regiotafel.reports.gantt import Bar, Use, bars

# So long is searched while somebody waits for the page, and so long the best that was found is remembered.
SECONDS, KEPT_FOR = 1.0, 3600
PERCENT = 100


@dataclass(frozen=True)
class Slot:
    """A measure from its first year to its last, and the name of its smaller size; why: what is wrong with it."""

    measure: Measure
    first: int | None
    last: int | None
    amounts: Sequence[Amount]
    filled_in: int | None
    size: str
    why: Sequence[str]

    @property
    def takes(self) -> Amount:
        return total(self.amounts)

    @property
    def during(self) -> str:
        """Its years, from the first to the last."""
        return str(self.first) if self.first == self.last else f"{self.first}–{self.last}"

    @property
    def is_moved(self) -> bool:
        """It would begin in another year than was filled in."""
        return self.first is not None and self.filled_in is not None and self.first != self.filled_in

    def takes_in(self, year: int) -> Amount | None:
        """None: it does not run then."""
        if self.first is None or self.last is None or not self.first <= year <= self.last:
            return None
        return self.amounts[year - self.first]


@dataclass(frozen=True)
class YearTaken:
    year: int
    takes: Amount
    there_is: Amount | None

    @property
    def short(self) -> list[str]:
        """What is too little, in words."""
        there = self.there_is
        if there is None:
            return []
        over = Amount(self.takes.money - there.money, self.takes.hours - there.hours)
        return [told(n) for told, n in ((euros, over.money), (hours, over.hours)) if n > 0]

    @property
    def shares(self) -> tuple[int, int] | None:
        """Money and hours, in percent of what there is; None while nobody has said what that is."""
        if self.there_is is None:
            return None
        money, work = (_percent(*one) for one in zip(self.takes, self.there_is, strict=True))
        return money, work


@dataclass(frozen=True)
class Years:
    """One way to lay the measures over the years. at: the same by number. slots: what is in, by its first year; out:
    what is not; wrong: of what is in, what does not go. now: the year in which we are. gap: how much better it could
    perhaps still be, in percent; 0 when nothing is better."""

    at: Mapping[int, At]
    slots: Sequence[Slot]
    out: Sequence[Slot]
    wrong: Sequence[Slot]
    sums: Sequence[YearTaken]
    now: int
    gap: int = 0

    @property
    def parts(self) -> list[tuple[str, str, list[Slot]]]:
        """What begins now, next and later, each with its word and name; what has begun is with now."""
        years = [(one, one.first) for one in self.slots if one.first is not None]
        last = self.sums[-1].year
        named = [("nu", _("Nu: %(year)d") % {"year": self.now}, [one for one, year in years if year <= self.now])]
        following = self.now + 1
        if following <= last:
            name = _("Straks: %(year)d") % {"year": following}
            named.append(("straks", name, [one for one, year in years if year == following]))
        if following < last:
            name = _("Later: vanaf %(year)d") % {"year": following + 1}
            named.append(("later", name, [one for one, year in years if year > following]))
        return named

    @property
    def full(self) -> list[str]:
        """Of each year in which more is asked than there is, a sentence."""
        return [_too_little(one.year, one.short) for one in self.sums if one.short]

    @property
    def faults(self) -> list[str]:
        """All that is wrong, a sentence each."""
        of = _("“%(title)s”: %(why)s")
        named = [of % {"title": one.measure.title, "why": why} for one in self.wrong for why in one.why]
        return [*named, *self.full]

    @cached_property
    def by_number(self) -> dict[int, Slot]:
        return {one.measure.number: one for one in self.slots}


# --- Three ways to lay them out


def computed(given: Given) -> Years:
    """As the computer would: the best that is found within `SECONDS`."""
    work = _work(given, {})
    known, key = caches["pieces"], f"years:{fingerprint(repr(work), SECONDS)}"
    found: Schedule | None = known.get(key)
    if found is None:
        found = scheduled(work, Patience(time.monotonic() + SECONDS, time.monotonic))
        known.set(key, found, KEPT_FOR)
    at = {int(key): At(year) for key, year in found.begins.items()}
    laid = _laid_out(given, at, work)
    reasons = {key_of(one.measure.number): one for one in laid.out}
    rows = {row.measure.number: row for row in given.rows}
    out = [replace(one, why=_why_out(given, rows, work, key, found.out[key])) for key, one in reasons.items()]
    return replace(laid, out=out, gap=0 if found.is_proven else max(1, ceil(PERCENT * found.gap)))


def as_filled_in(given: Given) -> Years:
    """As it stands in the plan now; what has no years yet is not in."""
    at = {row.measure.number: At(row.begins) for row in given.rows if row.begins is not None}
    return _laid_out(given, at, _work(given, at))


def as_placed(given: Given, at: Mapping[int, At]) -> Years:
    """As somebody laid it out by hand. What is no measure of the plan any more is left out."""
    going = {row.measure.number for row in given.rows}
    here = {number: one for number, one in at.items() if number in going}
    return _laid_out(given, here, _work(given, here), is_by_hand=True)


def _laid_out(given: Given, at: Mapping[int, At], work: Work, *, is_by_hand: bool = False) -> Years:
    begins = {key_of(number): one.year for number, one in at.items()}
    faults = _faults(given, at, work, begins, is_by_hand=is_by_hand)
    slots = [_slot(row, at.get(row.measure.number), faults.get(row.measure.number, ())) for row in given.rows]
    takes = used(work, begins)
    inside = sorted((one for one in slots if one.first is not None), key=lambda one: (one.first, one.measure.number))
    return Years(
        at=at,
        slots=inside,
        out=[one for one in slots if one.first is None],
        wrong=[one for one in inside if one.why],
        sums=[
            YearTaken(year, Amount(takes["money"][n] + spent.money, takes["hours"][n] + spent.hours), given.there_is[n])
            for n, (year, spent) in enumerate(zip(given.plan.years, given.spent, strict=True))
        ],
        now=given.now,
    )


def _work(given: Given, at: Mapping[int, At]) -> Work:
    """What has begun stays where it is. Who waits for each other in a circle waits for nobody: `notes` says so."""
    groups: dict[int, set[str]] = {}
    for row in given.rows:
        if row.measure.one_of_id is not None:
            groups.setdefault(row.measure.one_of_id, set()).add(key_of(row.measure.number))
    tasks = [_task(given, row, at.get(row.measure.number)) for row in given.rows]
    while found := set(circle(tasks)):
        tasks = [replace(one, after=one.after - found) if one.key in found else one for one in tasks]
    left = [
        Amount(max(0, there.money - spent.money), max(0, there.hours - spent.hours)) if there else None
        for there, spent in zip(given.there_is, given.spent, strict=True)
    ]
    return Work(
        tasks=tasks,
        years=list(given.plan.years),
        capacity={
            "money": [one.money if one else None for one in left],
            "hours": [one.hours if one else None for one in left],
        },
        only_one=[frozenset(some) for some in groups.values() if len(some) > 1],
    )


def _task(given: Given, row: Timed, at: At | None) -> Task:
    measure, amounts = row.measure, row.amounts(at.size if at else None)
    earliest, latest = max(measure.earliest_year or given.now, given.now), measure.latest_year
    if row.has_begun and row.begins is not None:
        earliest, latest = row.begins, row.begins + len(amounts) - 1
    return Task(
        key_of(measure.number),
        {"money": [one.money for one in amounts], "hours": [one.hours for one in amounts]},
        given.values.get(measure.number, 0.0),
        earliest,
        latest,
        frozenset(map(key_of, row.needs)),
        measure.is_statutory or row.has_begun,
    )


def _slot(row: Timed, at: At | None, why: Sequence[str]) -> Slot:
    amounts = row.amounts(at.size if at else None)
    size = row.sizes.get(at.size) if at and at.size is not None else None
    return Slot(
        measure=row.measure,
        first=at.year if at else None,
        last=at.year + len(amounts) - 1 if at else None,
        amounts=amounts,
        filled_in=row.begins,
        size=size.name if size else "",
        why=why,
    )


def _percent(part: int, whole: int) -> int:
    return ceil(PERCENT * part / whole) if whole else PERCENT * bool(part)


# --- What is wrong, in words


def _faults(
    given: Given, at: Mapping[int, At], work: Work, begins: Mapping[str, int], *, is_by_hand: bool
) -> dict[int, list[str]]:
    """By number; what a year misses stands with the years. That something waits for what is not in is a fault of what
    was made by hand alone: in what is filled in, that may have no years yet."""
    rows = {row.measure.number: row for row in given.rows}
    found: dict[int, list[str]] = {}
    for one in broken(work, begins):
        if one.kind != "over" and (one.kind != "after" or one.year or is_by_hand):
            found.setdefault(int(one.key), []).append(_told(given, rows, work, one, is_in=True))
    for number in at:
        for gone in rows[number].gone:
            told = _("Het wacht op “%(title)s”, en dat gaat niet door.") % {"title": gone.title}
            found.setdefault(number, []).append(told)
    return found


def _told(given: Given, rows: Mapping[int, Timed], work: Work, one: Break, *, is_in: bool) -> str:
    """is_in: the measure is in, and so stands in a year."""
    row, starts = rows[int(one.key)], work.starts(work.by_key[one.key])
    other = rows[int(one.other)].measure.title if one.other else ""
    words: dict[str, Any] = {"year": one.year, "other": other, "from": starts.start}
    if row.has_begun and one.kind in ("early", "late"):
        return _("Het is al bezig sinds %(year)d.") % {"year": row.begins}
    if one.kind == "early":
        return _("Het kan pas in %(year)d beginnen.") % words
    if one.kind == "late":
        if one.year < max(given.now, given.plan.first_year):
            return (
                _("Het had uiterlijk in %(year)d moeten beginnen om op tijd klaar te zijn. Dat kan niet meer.") % words
            )
        if not starts and not is_in:
            told = _(
                "Het kan pas in %(from)d beginnen, en moet uiterlijk in %(year)d beginnen om op tijd klaar te zijn."
            )
            return told % words
        return _("Het moet uiterlijk in %(year)d beginnen om op tijd klaar te zijn.") % words
    if one.kind == "only_one":
        return _("Het kan niet samen met “%(other)s”.") % words
    if one.year:
        return _("Het kan pas in %(year)d beginnen: eerst moet “%(other)s” klaar zijn.") % words
    missing = _("Het wacht op “%(other)s”, en dat staat er niet in.")
    return (missing if is_in else _("Het wacht op “%(other)s”, en dat past er niet in.")) % words


def _why_out(given: Given, rows: Mapping[int, Timed], work: Work, key: str, breaks: Sequence[Break]) -> list[str]:
    """What is short in a year stands in one sentence, money and hours together."""
    short: dict[int, list[str]] = {}
    for one in sorted(breaks, key=lambda one: (one.year, one.resource != "money")):
        if one.kind == "over" and work.starts(work.by_key[key]):
            amount = euros(one.amount) if one.resource == "money" else hours(one.amount)
            short.setdefault(one.year, []).append(amount)
    dear = [_("Het vraagt in één jaar meer dan er in welk jaar ook is.")] if _is_too_dear(work, key) else []
    return [
        *dear,
        *(_told(given, rows, work, one, is_in=False) for one in breaks if one.kind != "over"),
        *(_too_little(year, amounts) for year, amounts in short.items()),
    ]


def _too_little(year: int, amounts: Sequence[str]) -> str:
    return _("In %(year)d is er %(amount)s te weinig.") % {"year": year, "amount": _(" en ").join(amounts)}


def _is_too_dear(work: Work, key: str) -> bool:
    """However the others are laid out, no year holds it."""
    task = work.by_key[key]
    return any(
        max(task.effort.get(name, ()), default=0) > max(there)
        for name, amounts in work.capacity.items()
        if len(there := [one for one in amounts if one is not None]) == len(amounts)
    )


def notes(given: Given, laid: Years) -> list[str]:
    """What is special about this plan, so that nobody wonders at what is shown."""
    found, plan = [], given.plan
    tasks = [Task(key_of(one.measure.number), {}, after=frozenset(map(key_of, one.needs))) for one in given.rows]
    if round := circle(tasks):
        way = " → ".join(str(int(key)) for key in (*round, round[0]))
        told = _("Maatregelen wachten op elkaar in een kring: %(way)s. Hier wachten ze daarom niet op elkaar.")
        found.append(told % {"way": way})
    if given.year > plan.last_year:
        told = _("Dit plan liep tot en met %(year)d. Wat hieronder staat, kan dus niet meer beginnen.")
        found.append(told % {"year": plan.last_year})
    if given.rows and not any(given.there_is):
        found.append(_("Er is nog niet ingevuld wat er per jaar is. Daarom begint alles zo vroeg als het kan."))
    if given.rows and all(row.measure.is_statutory for row in given.rows):
        found.append(_("Alle maatregelen moeten van de wet. Te kiezen valt dus alleen wanneer ze beginnen."))
    if given.rows and not laid.slots:
        found.append(_("Geen enkele maatregel past erin. Hieronder staat bij elke maatregel wat er tekortkomt."))
    if len(plan.years) == 1 and laid.slots:
        found.append(_("Dit plan duurt één jaar. Wat erin past, begint dus in %(year)d.") % {"year": plan.first_year})
    return found


def picture(laid: Years) -> str:
    """As a picture with a bar for each measure; the same stands in words beside it."""
    rows = [
        Bar(
            f"{one.measure.number}. {one.measure.title}",
            one.first,
            one.last,
            f"{one.measure.title}: {one.during}",
            "done" if one.measure.state == MeasureState.BUSY else "last" if one.measure.is_statutory else "step",
        )
        for one in laid.slots
        if one.first is not None and one.last is not None
    ]
    shares = [one.shares or (None, None) for one in laid.sums]
    is_known = any(one.there_is for one in laid.sums)
    uses = [Use(name, [one[n] for one in shares]) for n, name in enumerate((_("Geld"), _("Inzet"))) if is_known]
    years = [one.year for one in laid.sums]
    drawn = bars(rows, years, uses, title=_("Wat in welk jaar gebeurt"), now=laid.now)
    return mark_safe(drawn)  # noqa: S308  # `bars` escapes all words


# --- Who does what


@dataclass(frozen=True)
class Owned:
    """What one owner does. years: of each year in which something runs, what, and what that takes together."""

    word: str
    name: str
    slots: Sequence[Slot]
    years: Sequence[tuple[int, Sequence[Slot], Amount]]

    @property
    def takes(self) -> Amount:
        return total(one for _year, _slots, one in self.years)


def by_owner(laid: Years) -> list[Owned]:
    """Those that own something that is in, by name; what nobody owns comes last."""
    owned: dict[str, list[Slot]] = {}
    for slot in laid.slots:
        owned.setdefault(owner_word(slot.measure), []).append(slot)
    found = []
    for word, name in owners_in([one.measure for one in laid.slots]):
        years = []
        for one in laid.sums:
            here = [slot for slot in owned[word] if slot.takes_in(one.year) is not None]
            if here:
                years.append((one.year, here, total(slot.takes_in(one.year) or Amount() for slot in here)))
        found.append(Owned(word, name, owned[word], years))
    return sorted(found, key=lambda one: one.word == "nobody")


# --- As a table


def columns_of(laid: Years) -> list[str]:
    fixed = ["nummer", "maatregel", "eigenaar", "vorm", "begint_in", "klaar_in"]
    return [*fixed, *(f"{what}_{one.year}" for one in laid.sums for what in ("geld", "uren")), "gaat_mis"]


def rows_of(laid: Years) -> Iterator[list[object]]:
    """The cells of `columns_of`: what is in, by its first year, and then what is not."""
    for one in (*laid.slots, *laid.out):
        amounts = [one.takes_in(each.year) or (None, None) for each in laid.sums]
        said = [one.measure.number, one.measure.title, owner_name(one.measure), one.size, one.first, one.last]
        yield [*said, *(cell for amount in amounts for cell in amount), " ".join(one.why)]


# --- Moving one of them


@dataclass(frozen=True)
class Pushed:
    """What moves along, from one year to another; to: None when that is after the end of the plan."""

    measure: Measure
    since: int
    to: int | None


@dataclass(frozen=True)
class Shift:
    """What moving one measure does. worse: what goes wrong by it; already: what went wrong before too; better: what
    does not go wrong any more."""

    years: Years
    pushed: Sequence[Pushed]
    worse: Sequence[str]
    already: Sequence[str]
    better: Sequence[str]


def shifted(given: Given, before: Years, number: int, to: At | None, *, is_along: bool) -> Shift:
    """to: None takes it out. is_along: what waits for it moves to the first year in which it can begin."""
    at = {**before.at, number: to} if to else {key: one for key, one in before.at.items() if key != number}
    here: dict[int, At] = {key: one for key, one in at.items() if one}
    pushed: list[Pushed] = []
    if to and is_along:
        begins = {key_of(key): one.year for key, one in here.items()}
        for key, year in delayed(_work(given, here), begins, key_of(number), to.year).items():
            was = here[int(key)]
            if year != was.year:
                is_there = year <= given.plan.last_year
                measure = next(row.measure for row in given.rows if row.measure.number == int(key))
                pushed.append(Pushed(measure, was.year, year if is_there else None))
                here[int(key)] = At(year, was.size)
        here = {key: one for key, one in here.items() if one.year <= given.plan.last_year}
    now = as_placed(given, here)
    old, new = as_placed(given, before.at).faults, now.faults
    return Shift(
        years=now,
        pushed=pushed,
        worse=[one for one in new if one not in old],
        already=[one for one in new if one in old],
        better=[one for one in old if one not in new],
    )


# --- Two of them beside each other


@dataclass(frozen=True)
class Beside:
    """A measure that begins otherwise, or otherwise in size, in two ways to lay them out; None: it is not in."""

    measure: Measure
    left: Slot | None
    right: Slot | None


def beside(left: Years, right: Years) -> list[Beside]:
    other = {key for key in left.at.keys() | right.at.keys() if left.at.get(key) != right.at.get(key)}
    named = {**left.by_number, **right.by_number}
    return [Beside(named[key].measure, left.by_number.get(key), right.by_number.get(key)) for key in sorted(other)]
