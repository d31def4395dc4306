"""What every page of a region asks: may this person, and where in the process are we."""

import re
from contextlib import suppress
from datetime import date

from django.utils.translation import gettext_lazy as _

from regiotafel.refused import Refused
from regiotafel.regions.models import ProcessStep, Region
from regiotafel.text.days import written_day
from regiotafel.text.tidy import says_something, tidy_line
from regiotafel.web.fields import EARLIEST_YEAR, LATEST_YEAR
from regiotafel.web.quiet_days import Period


class NameTaken(Refused):
    """Two of a kind in one region have two names."""

    field = "name"


class NotAllowed(Refused):
    """This person may not do this here."""

    status = 403

    def __init__(self, act: str) -> None:
        self.act = act
        super().__init__(
            _("Dit mag jij hier niet doen. Vraag de beheerder van de regio om de juiste rol."),
        )


class NoPhoneNumber(Refused):
    status = 422


# That of a municipality is as short as 14 and its three digits; some have fewer.
SHORTEST_NUMBER = 3


def check_phone(phone: str, *, field: str) -> None:
    if phone and sum(one.isdecimal() for one in phone) < SHORTEST_NUMBER:
        raise NoPhoneNumber(_("Dit is geen telefoonnummer. Schrijf het in cijfers."), field=field)


def step_state(step: ProcessStep, today: date) -> str:
    """`done`, `now` or `later`."""
    if step.ends_on < today:
        return "done"
    return "now" if step.starts_on <= today else "later"


def has_contact(region: Region) -> bool:
    """Whether people can read whose site this is, and reach them."""
    return bool(region.sender and (region.contact_email or region.contact_phone))


def has_responsible(region: Region) -> bool:
    """Whether people can read who answers for their data."""
    return bool(region.controller and region.privacy_officer and region.privacy_email)


class RecessUnreadable(Refused):
    status = 422
    field = "recess"


_BETWEEN_DAYS = re.compile(" (?:t/m|tot en met|tot|–|-) ")


def periods_in(text: str) -> list[Period]:
    """A line each: `13-2-2027 t/m 21-2-2027: carnaval`, or one day. Refuses a line that cannot be read."""
    lines = [line for line in map(tidy_line, text.splitlines()) if line]
    return [_period_in(line) for line in lines]


def _period_in(line: str) -> Period:
    days, _colon, name = line.partition(":")
    with suppress(ValueError):  # a day that is not in the calendar
        named = [date.fromisoformat(written_day(one)) for one in _BETWEEN_DAYS.split(days, maxsplit=1)]
        is_of_our_time = named[0].year >= EARLIEST_YEAR and named[-1].year <= LATEST_YEAR
        if named[0] <= named[-1] and is_of_our_time and says_something(name):
            return Period(named[0], named[-1], name.strip())
    told = _("Deze regel kunnen we niet lezen: “%(line)s”. Schrijf hem zo: 13-2-2027 t/m 21-2-2027: carnaval.")
    raise RecessUnreadable(told % {"line": line[:80]})
