"""What can be told of how a measure goes, what becomes of the measure by it, and when it is asked."""

from calendar import monthrange
from collections.abc import Collection, Mapping
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _

from regiotafel.history.models import REASON_LENGTH
from regiotafel.history.rules import check_seen
from regiotafel.plan.measures.rules import WAYS
from regiotafel.plan.models import Measure, MeasureState, Pace, Plan, Progress
from regiotafel.plan.rules import CHOSEN, PlanRefused, check_lengths
from regiotafel.regions.permissions import Standing, may
from regiotafel.web.fields import LATEST_YEAR

# What somebody writes, and how long that may be.
WORDS: Mapping[str, int] = {"done": 1000, "late": 1000, "needed": 1000}
# How it goes with these can be told.
TOLD_OF = (*CHOSEN, MeasureState.STOPPED)
# Of these it is asked.
ASKED_OF = (MeasureState.PLANNED, MeasureState.BUSY)
# Where a measure comes by what is told. What is late or did not begin stays where it is, unless it was over.
BECOMES: Mapping[str, MeasureState] = {
    Pace.ON: MeasureState.BUSY,
    Pace.DONE: MeasureState.DONE,
    Pace.STOPPED: MeasureState.STOPPED,
}
HAS_A_YEAR = (Pace.LATE, Pace.WAITS)
# What must be written at each, and the sentence for who did not.
MUST_SAY: Mapping[str, tuple[str, Any]] = {
    Pace.ON: ("done", _("Schrijf op wat er is gedaan. Eén zin is genoeg.")),
    Pace.DONE: ("done", _("Schrijf op wat er is gedaan. Eén zin is genoeg.")),
    Pace.LATE: ("late", _("Schrijf op wat er achterloopt, en waarom.")),
    Pace.STOPPED: ("late", _("Schrijf op waarom het is gestopt.")),
}
MONTHS: Mapping[int, Any] = {3: _("elk kwartaal"), 6: _("elk half jaar"), 12: _("elk jaar")}
# Who told it shortly before the day is not asked again; and after so many days it is late.
BEFOREHAND, LATE_AFTER = timedelta(days=28), timedelta(days=14)


def is_progress_seen(progress: Progress, standings: Collection[Standing]) -> bool:
    """What was hidden is there for who can hide."""
    return progress.hidden_at is None or may("progress.hide", standings)


def can_be_told(measure: Measure) -> bool:
    return measure.state in TOLD_OF


def check_can_be_told(measure: Measure) -> None:
    if not can_be_told(measure):
        raise PlanRefused(_("Deze maatregel staat niet in het plan. Dan valt er nog niets te melden."))


def check_progress(plan: Plan, said: Mapping[str, Any]) -> None:
    if said["pace"] not in Pace.values:
        raise PlanRefused(_("Kies hoe het gaat."), field="pace")
    check_lengths({name: (said[name], most) for name, most in WORDS.items()})
    name, missing = MUST_SAY.get(said["pace"], ("", ""))
    if name and not said[name]:
        raise PlanRefused(missing, field=name)
    year = said["expected_year"]
    if year is not None and not plan.first_year <= year <= LATEST_YEAR:
        told = _("Kies een jaar van %(first)d tot en met %(last)d.") % {"first": plan.first_year, "last": LATEST_YEAR}
        raise PlanRefused(told, field="expected_year")


def steps_to(state: str, pace: str) -> tuple[MeasureState, ...]:
    """By what the measure moves when this is told: nothing, one step, or two when it was done before it began."""
    was_over = state in (MeasureState.DONE, MeasureState.STOPPED)
    wanted = BECOMES.get(pace, MeasureState.BUSY if was_over else MeasureState(state))
    if wanted == state:
        return ()
    return (wanted,) if wanted in WAYS[state] else (MeasureState.BUSY, wanted)


def check_newest(measure: Measure, newest: Progress | None, seen: int) -> None:
    check_seen(seen, newest.number if newest else 0, measure)


def check_can_correct(progress: Progress, current: Progress | None) -> None:
    """Only what is told now: of what was told before it, a next one told more already."""
    if current is None or current.pk != progress.pk:
        raise PlanRefused(_("Hierna is al iets nieuws gemeld. Meld opnieuw hoe het gaat."))


def check_reason(reason: str) -> None:
    if not reason:
        raise PlanRefused(_("Schrijf op waarom."), field="reason")
    check_lengths({"reason": (reason, REASON_LENGTH)})


# --- When it is asked


def check_rhythm(months: int | None) -> None:
    if months is not None and months not in MONTHS:
        raise PlanRefused(_("Kies hoe vaak we naar de voortgang vragen."), field="months")


def day_after(first_on: date, months: int) -> date:
    """So many months later, on the same day of the month or on its last."""
    year, month = divmod(first_on.year * 12 + first_on.month - 1 + months, 12)
    return date(year, month + 1, min(first_on.day, monthrange(year, month + 1)[1]))


def due_days(first_on: date, months: int, today: date) -> tuple[date | None, date]:
    """The newest day on which it is asked, today or before (None: there was none yet), and the one after it."""
    if today < first_on:
        return None, first_on
    n = ((today.year - first_on.year) * 12 + today.month - first_on.month) // months
    while day_after(first_on, n * months) > today:
        n -= 1
    return day_after(first_on, n * months), day_after(first_on, (n + 1) * months)


def is_told_for(due_on: date, told_on: date | None) -> bool:
    return told_on is not None and told_on >= due_on - BEFOREHAND


def is_late(due_on: date, today: date) -> bool:
    return today > due_on + LATE_AFTER
