"""What an app brings to the frame and the first page of a region, said in its own `menu.py`. `pages` gathers it.

- `MENU`: its links in the header;
- `TOOLS`: what a member can begin from the desk;
- `DESK`: where a member does the work, in the bar of the desk;
- `turns(region, standings, now)`: what waits there for who holds these roles;
- `dues(region, standings, now)`: what happens or was promised on a day;
- `drafts(region, standings, now)`: what somebody began and nobody published yet;
- `to_set_up(region)`: what a new region needs of it.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import wraps
from typing import Any, TypeVar

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from regiotafel.regions.models import Region
from regiotafel.regions.queries import counts_of
from regiotafel.regions.rules import has_contact, has_responsible

Found = TypeVar("Found")


@dataclass(frozen=True)
class MenuItem:
    """A link in the header. `word`: what a page below it gives as `here`. `address`: its name; it takes the region."""

    word: str
    name: str | Promise
    address: str
    # Only in a region that has begun with it: `regions.actions.begin_part`, with this word.
    from_its_beginning: bool = False
    # Of which part, when that is not its own word.
    part: str = ""

    def is_shown(self, region: Region) -> bool:
        return not self.from_its_beginning or (self.part or self.word) in region.parts


@dataclass(frozen=True)
class Tool:
    act: str
    name: str | Promise
    address: str


@dataclass(frozen=True)
class Turn:
    """A queue that waits for a member: `n` rows stand on the page behind it. Or one thing, without a number."""

    # Behind its number: `reacties wachten op antwoord`.
    name: str
    url: str
    n: int | None = None
    # Other people wait for it too, so it comes first.
    is_awaited: bool = True
    # Where the first of them is done, and since when that one waits.
    first: str = ""
    since: datetime | None = None
    # So many wait longer than was promised.
    n_late: int = 0
    # Why this number is another than one that looks like it.
    explained: str = ""


@dataclass(frozen=True)
class Due:
    """A day on which something happens, or something that was promised for that day and is not done yet."""

    on: date
    name: str
    url: str
    is_promise: bool = False
    # Whoever looks can do it, and no queue of theirs counts it; else it only stands among the days.
    is_yours: bool = True


@dataclass(frozen=True)
class Draft:
    """Something that was begun and that only members see."""

    name: str
    url: str
    saved_at: datetime
    # Who wrote it last; empty when that is not told.
    by: str = ""
    # It is finished and waits for somebody else.
    told: str = ""


@dataclass(frozen=True)
class Task:
    """Something that a region has before it asks people anything. `told`: how it stands now."""

    name: str
    told: str
    url: str
    is_done: bool
    # Nobody misses it in the beginning.
    may_wait: bool = False


def asked_once(query: Callable[[Region], Found]) -> Callable[[Region], Found]:
    """For what two of these ask: every page reads its region anew, and keeps on it what was found."""

    @wraps(query)
    def find(region: Region) -> Found:
        kept: dict[Callable[[Region], Any], Any] = region.__dict__.setdefault("asked_once", {})
        if query not in kept:
            kept[query] = query(region)
        found: Found = kept[query]
        return found

    return find


MENU = (MenuItem("wie-doen-er-mee", _("Wie doen er mee"), "regions:parties"),)
TOOLS = (
    Tool("organisation.write", _("Voeg een organisatie toe"), "regions:new_organisation"),
    Tool("member.manage", _("Leden en rollen"), "regions:members"),
    Tool("region.write", _("Instellingen van de regio"), "pages:set_up"),
)
SETTINGS = (
    ("set_up", _("Overzicht"), "pages:set_up"),
    ("settings", _("Naam en tekst"), "regions:settings"),
    ("places", _("Gemeenten"), "regions:places"),
    ("contact", _("Contact"), "regions:contact"),
    ("responsible", _("Privacy"), "regions:responsible"),
    ("steps", _("Stappen"), "regions:steps"),
    ("work", _("Werkafspraken"), "regions:work"),
    ("theme", _("Thema"), "regions:theme"),
)


def settings_tabs(region: Region, current: str) -> list[dict[str, Any]]:
    """The pages on which a region is arranged, one beside the other."""
    return [
        {"name": name, "url": reverse(address, args=[region.slug]), "is_current": word == current}
        for word, name, address in SETTINGS
    ]


def to_set_up(region: Region) -> Iterator[Task]:
    """In the order in which it is best done."""
    n = counts_of(region)
    yield _municipalities(region, n.municipalities)
    yield _task(
        region,
        "contact",
        has_contact(region),
        gettext("Van wie en contact"),
        gettext("Dit staat onderaan elke pagina."),
        gettext("Zonder naam en contact kun je mensen niets vragen."),
    )
    yield _task(
        region,
        "responsible",
        has_responsible(region),
        gettext("Verantwoordelijk voor de gegevens"),
        gettext("Dit staat op de pagina over privacy."),
        gettext("Mensen mogen weten wie er over hun gegevens gaat."),
    )
    yield _task(
        region,
        "settings",
        bool(region.about),
        gettext("Tekst over de regio"),
        gettext("Dit staat op de startpagina van de regio."),
        gettext("Vertel op de startpagina wat deze regio is."),
    )
    yield _steps(region, n.steps)
    yield _members(region, n.members)
    yield _organisations(region, n.organisations)
    yield _task(
        region,
        "theme",
        bool(region.theme),
        gettext("Kleuren en logo"),
        gettext("De regio heeft eigen kleuren."),
        gettext("Zonder eigen kleuren heeft de site die van Regiotafel."),
        may_wait=True,
    )


def _task(
    region: Region, address: str, is_done: bool, name: str, done: str, not_yet: str, *, may_wait: bool = False
) -> Task:
    return Task(
        name, done if is_done else not_yet, reverse(f"regions:{address}", args=[region.slug]), is_done, may_wait
    )


def _municipalities(region: Region, n: int) -> Task:
    told = ngettext("Eén gemeente doet mee.", "%(n)d gemeenten doen mee.", n) % {"n": n}
    not_yet = gettext("Deelnemers kiezen straks hun gemeente. Voeg toe wie meedoen.")
    return _task(region, "places", n > 0, gettext("Gemeenten en deelregio’s"), told, not_yet)


def _steps(region: Region, n: int) -> Task:
    told = ngettext("Er is één stap.", "Er zijn %(n)d stappen.", n) % {"n": n}
    not_yet = gettext("Vul in wanneer de gemeenteraden besluiten. Dan krijg je een voorstel.")
    return _task(region, "steps", n > 0, gettext("Stappen naar de visie"), told, not_yet)


def _members(region: Region, n: int) -> Task:
    told = ngettext("Er is één gebruiker met een rol.", "Er zijn %(n)d gebruikers met een rol.", n) % {"n": n}
    not_yet = gettext("Nodig een beleidsmedewerker en een moderator uit.")
    return _task(region, "members", n > 1, gettext("Mensen met een rol"), told, not_yet)


def _organisations(region: Region, n: int) -> Task:
    told = ngettext("Eén organisatie praat mee.", "%(n)d organisaties praten mee.", n) % {"n": n}
    not_yet = gettext("Aanbieders, scholen, adviesraden: wie praten er mee?")
    return _task(region, "parties", n > 0, gettext("Organisaties"), told, not_yet, may_wait=True)
