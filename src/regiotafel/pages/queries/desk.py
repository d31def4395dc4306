"""Whose desk there is, how near a day is, and what is said first."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from regiotafel.councils.planning.queries import decision_days
from regiotafel.people.models import User
from regiotafel.regions.menu import Due, Task, Turn
from regiotafel.regions.models import Region, RegionMunicipality
from regiotafel.regions.parties.queries import places_of
from regiotafel.regions.permissions import PERMISSIONS, Standing, may, own_municipalities
from regiotafel.regions.queries import memberships_of
from regiotafel.vision.deciding.queries import newest_by
from regiotafel.vision.models import CouncilDecision, Document, Release
from regiotafel.vision.reading.queries import listed

# A day is near when it is within a week.
SOON = timedelta(days=7)


@dataclass(frozen=True)
class Dated:
    """A day on the desk: `late`, `today`, `soon` or `later`."""

    due: Due
    state: str
    # Else its year is told too: 29 December could be next month.
    is_this_year: bool


def headline(turns: Sequence[Turn], dated: Sequence[Dated], to_set_up: Sequence[Task] = ()) -> str:
    """What is late of what this person can do, an answer or what was promised; else what waits; else what a new
    region still needs of them."""
    n_late = sum(turn.n_late for turn in turns) + sum(one.state == "late" and one.due.is_yours for one in dated)
    if n_late:
        return ngettext("Eén ding is te laat", "%(n)d dingen zijn te laat", n_late) % {"n": n_late}
    if turns and any(one.state == "late" for one in dated):
        return _("Er wacht werk op jou")  # what is late is for somebody else to do
    if turns:
        return _("Er wacht werk op jou. Niets is te laat.")
    if to_set_up:
        return _("Er wacht werk op jou: richt de regio in")
    return _("Er wacht niets op jou")


def desks_of(user: User) -> list[Region]:
    """The regions in which somebody has work. One query."""
    held = memberships_of(user).filter(role__in=PERMISSIONS["desk.read"].roles)
    return list({one.region_id: one.region for one in held}.values())


@dataclass(frozen=True)
class OwnText:
    """A text that the council of a municipality decides about, with its newest version and what it decided."""

    document: Document
    release: Release | None
    decision: CouncilDecision | None


@dataclass(frozen=True)
class Own:
    """The municipality that somebody has their role for. decides_on: when its council decides, as it is planned; else
    as the region wrote it down. n_days: until then; nothing once that day has passed. may_note: whether this person
    writes down what it decided."""

    place: RegionMunicipality
    texts: list[OwnText]
    decides_on: date | None
    n_days: int | None
    may_note: bool
    # Whether they make what the council gets with a proposal.
    may_pack: bool


def own_places(region: Region, standings: Collection[Standing], today: date) -> list[Own]:
    """Nothing for who has a role in the whole region. Five queries."""
    held = own_municipalities(standings)
    if not held:
        return []
    texts = [(one.document, one.last_release) for one in listed(region)]
    decided = newest_by([release for _document, release in texts if release is not None], held)
    places = places_of(region).filter(municipality__in=held).order_by("municipality__in_order")
    days = decision_days(region, places, today)
    found = []
    for one in places:
        of = [
            OwnText(text, last, decided.get((last.pk, one.municipality_id)) if last else None) for text, last in texts
        ]
        decides_on = days[one.municipality_id]
        may_note = may("decision.note", standings, of=one.municipality)
        may_pack = may("paper.note", standings, of=one.municipality)
        found.append(Own(one, of, decides_on, _days_until(decides_on, today), may_note, may_pack))
    return found


def _days_until(day: date | None, today: date) -> int | None:
    return (day - today).days if day is not None and day >= today else None


def due_soon(dues: Iterable[Due], today: date) -> list[Dated]:
    """What happens by itself is gone when its day is over; what was promised is late then."""
    return [
        Dated(due, _state(due, today), due.on.year == today.year) for due in dues if due.is_promise or due.on >= today
    ]


def _state(due: Due, today: date) -> str:
    if due.on < today:
        return "late"
    if due.on == today:
        return "today"
    return "soon" if due.on <= today + SOON else "later"
