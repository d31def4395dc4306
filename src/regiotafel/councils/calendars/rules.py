"""When bodies meet, as people write it: a day on a line, with a name behind a colon."""

from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_lazy as _

from regiotafel.councils.models import LONGEST_NAME, Body
from regiotafel.councils.rules import CouncilRefused
from regiotafel.text.days import written_day
from regiotafel.text.folding import fold
from regiotafel.text.tidy import tidy_line
from regiotafel.web.days import day as day_of
from regiotafel.web.fields import EARLIEST_YEAR, LATEST_YEAR

# So many days of one body fill more than ten years.
MOST_DAYS = 600
# How a calendar of a municipality calls its meetings; the first that fits. What fits nothing is no meeting of these.
WORDS = (
    (Body.COMMITTEE, ("commissie", "beeldvormend", "oordeelsvormend", "informatie", "ronde tafel", "rondetafel")),
    (Body.COLLEGE, ("college", "b en w", "b&w", "burgemeester en wethouders")),
    (Body.COUNCIL, ("raad", "besluitvormend")),
)
# Bodies that look like one of these and are another.
OTHERS = ("adviesraad", "jongerenraad", "cliëntenraad", "ondernemingsraad", "rekenkamer", "wijkraad", "dorpsraad")


class DayUnreadable(CouncilRefused):
    pass


@dataclass(frozen=True, order=True)
class Meeting:
    on: date
    body: str
    name: str = ""


def meetings_in(text: str, body: str) -> list[Meeting]:
    """A line each: `12-3-2027`, or `12-3-2027: besluitvormende raad`. A day that is there twice counts once."""
    found: dict[date, Meeting] = {}
    for line in filter(None, map(tidy_line, text.splitlines())):
        one = _meeting_in(line, body)
        found.setdefault(one.on, one)
    if len(found) > MOST_DAYS:
        raise DayUnreadable(_("Dit zijn te veel dagen: hooguit %(n)d.") % {"n": MOST_DAYS}, field=body)
    return sorted(found.values())


def _meeting_in(line: str, body: str) -> Meeting:
    on, _colon, name = line.partition(":")
    with suppress(ValueError):  # a day that is not in the calendar, or not of our time
        day = date.fromisoformat(written_day(on.strip()))
        if EARLIEST_YEAR <= day.year <= LATEST_YEAR:
            return Meeting(day, body, name.strip()[:LONGEST_NAME])
    told = _("Deze regel kunnen we niet lezen: “%(line)s”. Schrijf hem zo: 12-3-2027, of 12-3-2027: besluitvormend.")
    raise DayUnreadable(told % {"line": line[:80]}, field=body)


def as_text(meetings: Iterable[Meeting]) -> str:
    """As somebody would have typed them."""
    return "\n".join(f"{day_of(one.on)}: {one.name}" if one.name else day_of(one.on) for one in sorted(meetings))


def body_of(name: str) -> str:
    """Whose meeting it is that a calendar calls so; empty: none of these."""
    said = fold(name)
    if any(other in said for other in OTHERS):
        return ""
    return next((str(body) for body, words in WORDS if any(word in said for word in words)), "")


def added(there: Sequence[Meeting], new: Sequence[Meeting]) -> list[Meeting]:
    """Both, and of a day that is in both the name that somebody wrote there."""
    days = {(one.body, one.on): one for one in [*new, *there]}
    return sorted(days.values())
