"""What a measure that is late delays: the door to `engine.priorities` for that."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from regiotafel.engine.priorities import Task, Work, delayed
from regiotafel.plan.models import Measure, MeasureState, Plan, Progress
from regiotafel.plan.progress.queries import Span
from regiotafel.plan.rules import key_of


@dataclass(frozen=True)
class Delay:
    """A measure that waits for one that is late. done_in: when the late one is done; begins, becomes: the year in which
    the other would begin, and in which it can; both None while nobody filled in when it begins."""

    late: Measure
    done_in: int
    other: Measure
    begins: int | None
    becomes: int | None

    @property
    def at_late(self) -> str:
        """As the page of what is late says it."""
        words = {"title": self.other.title, "was": self.begins, "becomes": self.becomes}
        if self.begins is None:
            return _("“%(title)s” wacht hierop.") % words
        return _("“%(title)s” kan daardoor pas in %(becomes)s beginnen, en niet in %(was)s.") % words

    @property
    def at_other(self) -> str:
        """As the page of what waits says it."""
        words = {"title": self.late.title, "year": self.done_in, "was": self.begins, "becomes": self.becomes}
        told = _("“%(title)s” loopt achter, en is naar verwachting pas klaar in %(year)s.") % words
        if self.begins is None:
            return told
        return f"{told} " + _("Daardoor kan dit pas in %(becomes)s beginnen, en niet in %(was)s.") % words


def in_list(found: Sequence[Delay]) -> list[tuple[int, str]]:
    """The same in short: the number of a measure, and what its row in a list says."""
    late = {one.late.number: _("Loopt achter: klaar in %(year)s.") % {"year": one.done_in} for one in found}
    said = [*late.items()]
    for one in found:
        words = {"number": one.late.number, "year": one.becomes}
        until = _("Wacht op maatregel %(number)d: kan pas in %(year)s.")
        said.append((one.other.number, (until if one.becomes else _("Wacht op maatregel %(number)d.")) % words))
    return said


def delays(plan: Plan, rows: Sequence[Span], told: Mapping[int, Progress]) -> list[Delay]:
    """told: by the key of a measure what is told of it now. By the number of what is late, then of what waits."""
    by_number = {row.measure.number: row for row in rows}
    work = Work(
        tasks=[
            Task(key_of(number), {"years": [1] * row.n_years}, after=frozenset(map(key_of, row.needs)))
            for number, row in by_number.items()
        ],
        years=list(plan.years),
        capacity={},
    )
    begins = {key_of(number): year for number, row in by_number.items() if (year := row.begins) is not None}
    found = []
    for number, row in sorted(by_number.items()):
        done_in = told[row.measure.pk].expected_year if row.measure.pk in told else None
        if done_in is not None:
            moved = delayed(work, begins, key_of(number), done_in - row.n_years + 1)
            found += _of_one(row.measure, done_in, by_number, begins, moved)
    return found


def _of_one(
    late: Measure, done_in: int, rows: Mapping[int, Span], begins: Mapping[str, int], moved: Mapping[str, int]
) -> list[Delay]:
    """What begins later by it, in every step; and what waits for it and has no year yet. What was begun goes on."""
    return [
        Delay(late, done_in, row.measure, begins.get(key_of(number)), moved.get(key_of(number)))
        for number, row in sorted(rows.items())
        if number != late.number
        and row.measure.state != MeasureState.BUSY
        and (
            moved.get(key_of(number)) != begins.get(key_of(number))
            or (key_of(number) not in begins and late.number in row.needs)
        )
    ]
