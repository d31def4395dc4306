"""When the bodies of a municipality can meet."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property

from regiotafel.councils.models import Body, Calendar, MeetingDay
from regiotafel.regions.models import Municipality, Region, RegionMunicipality
from regiotafel.regions.rules import periods_in
from regiotafel.web.quiet_days import SATURDAY, Period, is_recess, public_holidays, school_holiday


@dataclass
class OpenDays:
    """Of one municipality, between two days: on which days each body can treat something."""

    first: date
    last: date
    # As its calendar says, by body.
    said: Mapping[str, Sequence[date]] = field(default_factory=dict)
    recess: Sequence[Period] = ()
    school_part: str = ""
    # Of the calendar: it grows when somebody changes it.
    version: int = 0

    def days(self, body: str) -> Sequence[date]:
        """Those of its calendar; without one any day on which people work and no recess is."""
        return self.said.get(body) or self._working_days

    @property
    def is_known(self) -> bool:
        """Somebody filled in when the council meets."""
        return bool(self.said.get(Body.COUNCIL))

    @cached_property
    def _working_days(self) -> list[date]:
        n = (self.last - self.first).days + 1
        return [day for day in (self.first + timedelta(days=k) for k in range(n)) if self._is_open(day)]

    def _is_open(self, day: date) -> bool:
        if day.weekday() >= SATURDAY or is_recess(day) or day in public_holidays(day.year):
            return False
        if any(one.first <= day <= one.last for one in self.recess):
            return False
        return not (self.school_part and school_holiday(day, self.school_part))


def calendar_of(region: Region, municipality: Municipality) -> Calendar | None:
    return Calendar.objects.filter(region=region, municipality=municipality).select_related("municipality").first()


def days_of(calendar: Calendar | None) -> list[MeetingDay]:
    return list(calendar.days.order_by("on", "body")) if calendar else []


def open_days(
    region: Region, places: Sequence[RegionMunicipality], between: tuple[date, date], today: date
) -> dict[int, OpenDays]:
    """By municipality. Two queries."""
    first, last = between
    calendars = {one.municipality_id: one for one in Calendar.objects.filter(region=region)}
    said: dict[int, dict[str, set[date]]] = defaultdict(lambda: defaultdict(set))
    for row in MeetingDay.objects.filter(calendar__region=region, on__range=between).select_related("calendar"):
        said[row.calendar.municipality_id][row.body].add(row.on)
    own = periods_in(region.recess)
    found, shared = {}, dict[str, OpenDays]()
    for place in places:
        key = place.municipality_id
        kept = calendars.get(key)
        recess = kept.recess if kept else ""
        if place.council_decides_on and place.council_decides_on >= today:
            said[key][Body.COUNCIL].add(place.council_decides_on)
        days = {body: sorted(some) for body, some in said[key].items()}
        made = OpenDays(first, last, days, [*own, *periods_in(recess)], region.school_part, kept.version if kept else 0)
        # Municipalities with the same recesses have the same working days: reckoned once.
        alike = shared.setdefault(recess, made)
        if alike is not made:
            made.__dict__["_working_days"] = alike._working_days
        found[key] = made
    return found
