"""When the bodies of a municipality can meet."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from regiotafel.councils.models import Body, Calendar, MeetingDay
from regiotafel.regions.models import Municipality, Region, RegionMunicipality
from regiotafel.regions.rules import periods_in
from regiotafel.web.quiet_days import Period, is_recess, is_working_day, school_holiday


@dataclass
class WorkingDays:
    """Between two days: those on which people work and no recess is, reckoned when somebody first asks for them."""

    first: date
    last: date
    recess: Sequence[Period] = ()
    school_part: str = ""

    @cached_property
    def days(self) -> list[date]:
        n = (self.last - self.first).days + 1
        return [day for day in (self.first + timedelta(days=k) for k in range(n)) if self._is_open(day)]

    def _is_open(self, day: date) -> bool:
        if is_recess(day) or not is_working_day(day) or any(one.first <= day <= one.last for one in self.recess):
            return False
        return not (self.school_part and school_holiday(day, self.school_part))


@dataclass(frozen=True)
class OpenDays:
    """Of one municipality: on which days each body can treat something."""

    # As its calendar says, by body.
    said: Mapping[str, Sequence[date]]
    working: WorkingDays
    # Of the calendar: it grows when somebody changes it.
    version: int = 0

    def days(self, body: str) -> Sequence[date]:
        """Those of its calendar; without one any working day."""
        return self.said.get(body) or self.working.days

    @property
    def is_known(self) -> bool:
        """Somebody filled in when the council meets."""
        return bool(self.said.get(Body.COUNCIL))


def calendar_of(region: Region, municipality: Municipality) -> Calendar | None:
    return Calendar.objects.filter(region=region, municipality=municipality).select_related("municipality").first()


def days_of(calendar: Calendar | None) -> list[MeetingDay]:
    return list(calendar.days.order_by("on", "body")) if calendar else []


def open_days(
    region: Region, places: Sequence[RegionMunicipality], between: tuple[date, date], today: date
) -> dict[int, OpenDays]:
    """By municipality. Two queries."""
    calendars = {one.municipality_id: one for one in Calendar.objects.filter(region=region)}
    said: dict[int, dict[str, set[date]]] = defaultdict(lambda: defaultdict(set))
    for row in MeetingDay.objects.filter(calendar__region=region, on__range=between).select_related("calendar"):
        said[row.calendar.municipality_id][row.body].add(row.on)
    own = periods_in(region.recess)
    # Municipalities with the same recesses have the same working days.
    found, working = {}, dict[str, WorkingDays]()
    for place in places:
        key = place.municipality_id
        kept = calendars.get(key)
        recess = kept.recess if kept else ""
        if place.council_decides_on and place.council_decides_on >= today:
            said[key][Body.COUNCIL].add(place.council_decides_on)
        days = {body: sorted(some) for body, some in said[key].items()}
        if recess not in working:
            working[recess] = WorkingDays(*between, [*own, *periods_in(recess)], region.school_part)
        found[key] = OpenDays(days, working[recess], kept.version if kept else 0)
    return found
