"""Planning backwards: the latest days on which every body can still do its part, and what moves when one cannot. Pure.

A route is a row of stops. Each stop has the days on which its body can treat the text, and how many days must lie
between it and the stop before it. Going back from the wanted day and taking the last day that fits each time is best:
a later day of one stop never takes room from the stops before it.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Generic, TypeVar

from django.utils.translation import gettext_lazy as _

from regiotafel.councils.models import Aim, Body, Outcome, Route, RouteStep, StepOutcome
from regiotafel.councils.rules import LONGEST_LINK, CouncilRefused, check_lengths, check_link
from regiotafel.history.models import REASON_LENGTH
from regiotafel.history.rules import check_seen

K = TypeVar("K", bound=Hashable)
# A route has so many steps at most, and a term is no longer than this.
MOST_STEPS, MOST_DAYS = 20, 400
# What is written down of an outcome.
LONGEST_VOTE, LONGEST_TEXT = 200, 2000


@dataclass(frozen=True)
class Stop:
    """gap: at least so many days after the stop before it, or after the text is ready. days: on which its body can do
    its part, in order."""

    gap: int
    days: Sequence[date]


@dataclass(frozen=True)
class Plan:
    """The days of a route. ready_by: when the text must be there before the first of them, or is.

    stuck: the place of the stop that has no day left, and then there are no days at all; bound: what that day would
    have to keep to, no later (planned backwards) or no earlier (forwards) than this.
    """

    days: Sequence[date] = ()
    ready_by: date | None = None
    stuck: int | None = None
    bound: date | None = None


def latest(stops: Sequence[Stop], wanted: date) -> Plan:
    """The last day for every stop, so that the last one is no later than wanted."""
    bound, found = wanted, list[date]()
    for place in range(len(stops) - 1, -1, -1):
        n = bisect_right(stops[place].days, bound)
        if n == 0:
            return Plan(stuck=place, bound=bound)
        found.append(stops[place].days[n - 1])
        bound = found[-1] - timedelta(days=stops[place].gap)
    return Plan(found[::-1], ready_by=bound)


def earliest(stops: Sequence[Stop], ready_on: date) -> Plan:
    """The first day for every stop, of a text that is ready on that day."""
    bound, found = ready_on, list[date]()
    for place, stop in enumerate(stops):
        bound += timedelta(days=stop.gap)
        n = bisect_left(stop.days, bound)
        if n == len(stop.days):
            return Plan(stuck=place, bound=bound)
        bound = stop.days[n]
        found.append(bound)
    return Plan(found, ready_by=ready_on)


@dataclass(frozen=True)
class Planned:
    """A route planned from both ends. late: the first stop that cannot be in time, if there is one."""

    last: Plan
    first: Plan
    late: int | None = None

    @property
    def is_possible(self) -> bool:
        return self.late is None


def plan(stops: Sequence[Stop], *, wanted: date, start: date) -> Planned:
    """start: when the text is there, or when what was before these stops was done."""
    last, first = latest(stops, wanted), earliest(stops, start)
    if last.stuck is not None:
        return Planned(last, first, late=last.stuck)
    if first.stuck is not None:
        return Planned(last, first, late=first.stuck)
    pairs = zip(first.days, last.days, strict=True)
    return Planned(last, first, late=next((n for n, (soon, limit) in enumerate(pairs) if soon > limit), None))


@dataclass(frozen=True)
class Tried:
    """What if: the text is ready on this day, or the council of one municipality decides on another day."""

    ready_on: date | None = None
    municipality: int | None = None
    decides_on: date | None = None


@dataclass(frozen=True)
class Shift:
    """What moves when the last meeting of one council falls out: so many days sooner that council must have the text,
    and all of them together. None: there is no earlier meeting."""

    n_days: int | None = None
    n_days_together: int | None = None


@dataclass(frozen=True)
class Together(Generic[K]):
    """The routes of all municipalities beside each other. critical: those whose text must be ready first."""

    planned: Mapping[K, Planned]
    ready_by: date | None = None
    critical: frozenset[K] = frozenset()
    shifts: Mapping[K, Shift] = field(default_factory=dict)


def together(routes: Mapping[K, Sequence[Stop]], *, wanted: date, starts: Mapping[K, date]) -> Together[K]:
    """When the text must be ready for all of them, because of whom, and what each last meeting is worth."""
    planned = {key: plan(stops, wanted=wanted, start=starts[key]) for key, stops in routes.items() if stops}
    ready = {key: one.last.ready_by for key, one in planned.items() if one.last.ready_by is not None}
    if not ready:
        return Together(planned)
    first = min(ready.values())
    critical = frozenset(key for key, day in ready.items() if day == first)
    shifts = {key: _shift(routes[key], planned[key].last, key, ready) for key in ready}
    return Together(planned, first, critical, shifts)


def _shift(stops: Sequence[Stop], now: Plan, key: K, ready: Mapping[K, date]) -> Shift:
    day = now.days[-1]
    without = replace(stops[-1], days=[one for one in stops[-1].days if one < day])
    ready_by = latest([*stops[:-1], without], day).ready_by
    if ready_by is None:
        return Shift()
    others = min((one for other, one in ready.items() if other != key), default=ready_by)
    return Shift((ready[key] - ready_by).days, (min(ready.values()) - min(ready_by, others)).days)


# --- What a route may be


@dataclass(frozen=True)
class StepText:
    """A step as somebody fills it in."""

    body: str
    aim: str
    term_days: int = 0
    papers_days: int = 0
    planned_on: date | None = None

    @property
    def kind(self) -> tuple[str, str]:
        return self.body, self.aim


def gap_of(term_days: int, papers_days: int) -> int:
    """The papers cannot be there before what came out of the step before it."""
    return max(term_days, papers_days)


def check_steps(steps: Sequence[StepText]) -> None:
    if not steps:
        raise CouncilRefused(_("Een route heeft minstens één stap: het besluit van de gemeenteraad."))
    if len(steps) > MOST_STEPS:
        raise CouncilRefused(_("Een route heeft hooguit %(n)d stappen. Voeg stappen samen.") % {"n": MOST_STEPS})
    for number, one in enumerate(steps, start=1):
        if one.body not in Body.values or one.aim not in Aim.values:
            raise CouncilRefused(_("Kies bij stap %(n)d wie er iets doet, en wat.") % {"n": number})
        if not (0 <= one.term_days <= MOST_DAYS and 0 <= one.papers_days <= MOST_DAYS):
            told = _("Een termijn bij stap %(n)d is hooguit %(most)d dagen.")
            raise CouncilRefused(told % {"n": number, "most": MOST_DAYS})
    if (steps[-1].body, steps[-1].aim) != (Body.COUNCIL, Aim.DECIDE):
        raise CouncilRefused(_("De laatste stap is het besluit van de gemeenteraad. Zet die stap onderaan."))
    if sum(one.kind == (Body.COUNCIL, Aim.DECIDE) for one in steps) > 1:
        raise CouncilRefused(_("De gemeenteraad besluit één keer. Haal één van deze stappen weg."))
    days = [one.planned_on for one in steps if one.planned_on]
    if days != sorted(days):
        raise CouncilRefused(_("De vaste dagen staan niet op volgorde. Controleer de dagen."))


def check_can_go(kinds_gone: Sequence[object]) -> None:
    """A step of which something came stays."""
    if kinds_gone:
        told = _("Bij “%(step)s” staat al een uitkomst. Die stap kan niet weg.")
        raise CouncilRefused(told % {"step": kinds_gone[0]})


def check_has_pattern(pattern: Route | None) -> Route:
    if pattern is None:
        raise CouncilRefused(_("Deze tekst heeft nog geen planning. Kies eerst de gewenste dag."))
    return pattern


# --- What came of a step

# What can come of a step with this aim, besides that it was held over or is not there yet.
COMES_OF: Mapping[str, tuple[Outcome, ...]] = {
    Aim.ADVISE: (Outcome.POSITIVE, Outcome.MIXED, Outcome.NEGATIVE),
    Aim.AGREE: (Outcome.POSITIVE, Outcome.MIXED, Outcome.NEGATIVE),
    Aim.RELEASE: (Outcome.RELEASED,),
    Aim.WISHES: (Outcome.GIVEN, Outcome.NOTHING),
    Aim.VIEW: (Outcome.GIVEN, Outcome.NOTHING),
    Aim.REPLY: (Outcome.REPLIED,),
    Aim.LEARN: (Outcome.DONE,),
    Aim.WEIGH: (Outcome.DONE,),
    Aim.DECIDE: (Outcome.RELEASED,),
}
ALWAYS = (Outcome.HELD, Outcome.TIED, Outcome.NONE)


def outcomes_of(step: RouteStep) -> list[Outcome]:
    return [*COMES_OF[step.aim], *ALWAYS]


def is_correction(newest: StepOutcome | None, outcome: str) -> bool:
    """A step that was held over is taken again: that corrects nothing."""
    return newest is not None and (newest.outcome not in ALWAYS or outcome == Outcome.NONE)


def check_outcome(
    step: RouteStep,
    *,
    outcome: str,
    on: date | None,
    vote: str,
    text: str,
    link: str,
    reason: str,
    today: date,
    corrects: bool,
) -> None:
    if step.is_decision:
        raise CouncilRefused(_("Wat de raad besloot, vul je in bij de versie zelf."))
    if outcome not in outcomes_of(step):
        raise CouncilRefused(_("Kies wat er uit deze stap kwam."), field="outcome")
    if corrects and not reason:
        raise CouncilRefused(_("Schrijf op waarom je dit verandert. Dat blijft te lezen."), field="reason")
    check_lengths(
        {
            "vote": (vote, LONGEST_VOTE),
            "text": (text, LONGEST_TEXT),
            "link": (link, LONGEST_LINK),
            "reason": (reason, REASON_LENGTH),
        }
    )
    check_link(link)
    if outcome == Outcome.NONE:
        return
    if outcome in (Outcome.GIVEN, Outcome.REPLIED) and not text:
        raise CouncilRefused(_("Schrijf op wat er is gezegd. Bij een antwoord ook waarom."), field="text")
    if on is None:
        raise CouncilRefused(_("Vul in op welke dag dit was."), field="on")
    if on > today:
        raise CouncilRefused(_("Deze dag moet nog komen. Vul de uitkomst in als die er is."), field="on")


def check_is_there(is_there: bool) -> None:
    """Somebody can change the steps of a route while another writes down what came of one."""
    if not is_there:
        raise CouncilRefused(_("Deze stap staat niet meer in de route. Bekijk de route opnieuw."))


def check_outcome_number(newest: StepOutcome | None, number: int) -> None:
    """Nobody writes over what they did not see."""
    told = _("Iemand anders vulde dit intussen in. Er is niets kwijt: vergelijk, en sla daarna op.")
    check_seen(number, newest.number if newest else 0, newest, told)
