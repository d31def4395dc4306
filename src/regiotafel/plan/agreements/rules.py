"""What is agreed with providers: what can be filled in, who reads it, and what comes too late. No database here."""

from calendar import monthrange
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from regiotafel.history.models import REASON_LENGTH
from regiotafel.plan.models import (
    TITLE_LENGTH,
    Arrangement,
    ArrangementKind,
    ArrangementState,
    Extension,
    ExtensionState,
    Milestone,
    MilestoneKind,
    MilestoneState,
    Owned,
)
from regiotafel.plan.rules import PlanRefused, check_lengths
from regiotafel.regions.permissions import SeenBy, Standing, may, sees
from regiotafel.web.days import day

# What somebody writes about an arrangement, and how long that may be.
FIELDS: Mapping[str, int] = {"title": TITLE_LENGTH, "theme": 60, "about": 2000}
LINES = ("title", "theme")
LONGEST_NAME, LONGEST_WHAT = 100, 200
MOST_PARTIES, MOST_MILESTONES, MOST_PREREQUISITES, MOST_EXTENSIONS, MOST_MONTHS = 200, 100, 40, 10, 240
# Who is to bid must not know more than who is not: providers read it when everybody does.
SEEN_BY: SeenBy = {"public": ("plan.read",), "hidden": ("arrangement.read",)}


def is_public(arrangement: Arrangement, today: date) -> bool:
    return arrangement.public_from is not None and arrangement.public_from <= today


def is_milestone_public(milestone: Milestone, today: date) -> bool:
    """Also what it belongs to is there for everybody."""
    there = milestone.public_from is not None and milestone.public_from <= today
    return there and is_public(milestone.arrangement, today)


def is_seen(arrangement: Arrangement, standings: Collection[Standing], today: date) -> bool:
    return sees(SEEN_BY, "public" if is_public(arrangement, today) else "hidden", standings)


def is_milestone_seen(milestone: Milestone, standings: Collection[Standing], today: date) -> bool:
    return sees(SEEN_BY, "public" if is_milestone_public(milestone, today) else "hidden", standings)


def sees_all(standings: Collection[Standing]) -> bool:
    return may("arrangement.read", standings)


def is_yours(owned: Owned, own: Collection[int], *, writes: bool) -> bool:
    """What a municipality sees to is for who works there; all else for who writes."""
    return owned.municipality_id in own if owned.municipality_id else writes


# --- What can be filled in


def check_arrangement(found: Mapping[str, Any], n_parties: int) -> None:
    if not found["title"]:
        raise PlanRefused(_("Vul in hoe de afspraak heet."), field="title")
    check_lengths({name: (found[name], most) for name, most in FIELDS.items()})
    if found["kind"] not in ArrangementKind.values:
        raise PlanRefused(_("Kies een soort afspraak uit de lijst."), field="kind")
    begins, ends = found["from_on"], found["until_on"]
    if begins and ends and ends < begins:
        raise PlanRefused(_("Deze dag ligt voor de dag waarop de afspraak ingaat."), field="until_on")
    if found["notice_months"] is not None and not 0 < found["notice_months"] <= MOST_MONTHS:
        raise PlanRefused(_("Vul een aantal maanden in van 1 tot en met 240, of niets."), field="notice_months")
    if n_parties > MOST_PARTIES:
        raise PlanRefused(_("Kies hooguit %(n)d partijen.") % {"n": MOST_PARTIES}, field="parties")


def check_title_free(same: Arrangement | None) -> None:
    if same is not None:
        told = _("Afspraak %(number)d heet al zo. Kies een andere titel, of vul die afspraak aan.")
        raise PlanRefused(told % {"number": same.number}, field="title")


def check_stands(arrangement: Arrangement) -> None:
    if arrangement.is_dropped:
        raise PlanRefused(_("Deze afspraak gaat niet door. Zet die eerst terug."))


def check_move(state: str, reason: str) -> None:
    if state not in ArrangementState.values:
        raise PlanRefused(_("Kies een status uit de lijst."), field="state")
    if state == ArrangementState.DROPPED and not reason:
        raise PlanRefused(_("Schrijf op waarom de afspraak niet doorgaat."), field="reason")
    check_lengths({"reason": (reason, REASON_LENGTH)})


def check_extension(arrangement: Arrangement, found: Mapping[str, Any], n_others: int) -> None:
    if not 0 < found["months"] <= MOST_MONTHS:
        raise PlanRefused(_("Vul een aantal maanden in van 1 tot en met 240."), field="months")
    if found["state"] not in ExtensionState.values:
        raise PlanRefused(_("Kies een status uit de lijst."), field="state")
    if arrangement.until_on is None:
        raise PlanRefused(_("Vul eerst bij de afspraak in tot wanneer die loopt. Dan kan die langer doorgaan."))
    if n_others >= MOST_EXTENSIONS:
        raise PlanRefused(_("Een afspraak heeft hooguit %(n)d opties.") % {"n": MOST_EXTENSIONS})


def check_milestone(found: Mapping[str, Any], reason: str, n_others: int, before: str = "") -> None:
    """before: the state that it had; empty: it is new."""
    if found["kind"] not in MilestoneKind.values:
        raise PlanRefused(_("Kies een soort moment uit de lijst."), field="kind")
    if found["kind"] == MilestoneKind.OWN and not found["name"]:
        raise PlanRefused(_("Vul in wat er dan gebeurt."), field="name")
    if found["state"] not in MilestoneState.values:
        raise PlanRefused(_("Kies een status uit de lijst."), field="state")
    if MilestoneState.DROPPED == found["state"] != before and not reason:
        raise PlanRefused(_("Schrijf op waarom dit moment vervalt."), field="reason")
    check_lengths({"name": (found["name"], LONGEST_NAME), "reason": (reason, REASON_LENGTH)})
    if n_others >= MOST_MILESTONES:
        raise PlanRefused(_("Een afspraak heeft hooguit %(n)d momenten.") % {"n": MOST_MILESTONES})


def check_prerequisite(what: str, has_knot: bool, n_others: int) -> None:
    if not what and not has_knot:
        raise PlanRefused(_("Schrijf op wat klaar moet zijn, of kies het uit de lijst."), field="what")
    check_lengths({"what": (what, LONGEST_WHAT)})
    if n_others >= MOST_PREREQUISITES:
        raise PlanRefused(_("Bij een moment staan hooguit %(n)d dingen die klaar moeten zijn.") % {"n": n_others})


# --- Until when it goes on


def add_months(start: date, n: int) -> date:
    """The same day so many months on or back; the last day of that month when it has no such day."""
    months = start.year * 12 + start.month - 1 + n
    year, month = divmod(months, 12)
    last = monthrange(year, month + 1)[1]
    is_last = start.day == monthrange(start.year, start.month)[1]
    return date(year, month + 1, last if is_last else min(start.day, last))


@dataclass(frozen=True)
class Period:
    """A time in which it holds, or would hold when an option is taken. extension: None of the agreed time itself."""

    first: date
    last: date
    extension: Extension | None = None

    @property
    def is_certain(self) -> bool:
        return self.extension is None or self.extension.state == ExtensionState.TAKEN


def periods_of(arrangement: Arrangement, extensions: Iterable[Extension]) -> list[Period]:
    """The agreed time, and behind it each option that was taken or can still be: one day after the other."""
    if arrangement.from_on is None or arrangement.until_on is None:
        return []
    found = [Period(arrangement.from_on, arrangement.until_on)]
    for one in extensions:
        if one.state in (ExtensionState.OPEN, ExtensionState.TAKEN):
            end = found[-1].last
            first = date.fromordinal(end.toordinal() + 1)
            found.append(Period(first, add_months(end, one.months), one))
    return found


def ends_on(arrangement: Arrangement, extensions: Iterable[Extension]) -> date | None:
    """The last day, with the options that were taken."""
    certain = [one.last for one in periods_of(arrangement, extensions) if one.is_certain]
    return certain[-1] if certain else arrangement.until_on


def notice_by(arrangement: Arrangement, extensions: Iterable[Extension]) -> date | None:
    """The last day on which notice can be given."""
    end = ends_on(arrangement, extensions)
    return add_months(end, -arrangement.notice_months) if end and arrangement.notice_months else None


# --- What comes too late


def late_by(on: date, by_on: date | None, is_ready: bool, measure_ends: int | None, today: date) -> str:
    """Why something is not ready before a milestone; empty: it can be. measure_ends: of a measure its last year."""
    if is_ready:
        return ""
    if by_on is not None and by_on > on:
        return _("Dit is pas klaar op %(by)s, na %(on)s.") % {"by": day(by_on), "on": day(on)}
    if measure_ends is not None and measure_ends > on.year:
        return _("Deze maatregel is volgens het plan pas klaar in %(year)d.") % {"year": measure_ends}
    if on < today:
        return _("Dit was nog niet klaar op %(on)s.") % {"on": day(on)}
    if by_on is not None and by_on < today:
        return _("Dit had klaar moeten zijn op %(by)s.") % {"by": day(by_on)}
    return ""


def begins_too_soon(first_year: int | None, from_on: date | None) -> bool:
    """A measure that waits for an arrangement and is planned in a year before it."""
    return first_year is not None and from_on is not None and first_year < from_on.year


def earlier_days(steps: Sequence[Any], public_from: date | None, *, all_of_them: bool) -> list[Any]:
    """The days that a milestone had before, of its steps in order. Who is no member reads those of since it was made
    public."""
    there = steps[:-1]
    if all_of_them:
        return list(there)
    return [one for one in there if public_from is not None and localdate(one.at) >= public_from]
