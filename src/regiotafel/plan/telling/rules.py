"""In which part of the page a measure is told, and what can be chosen of it. No database."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from regiotafel.mandates.models import AGREEMENT, MANDATE_ROUND, SUBJECT
from regiotafel.plan.models import MEASURE, MeasureState
from regiotafel.vision.models import PASSAGE, PROPOSAL, REQUIREMENT


class Part(NamedTuple):
    """word: in addresses and files. ended: what it is called once the plan is over."""

    word: str
    name: str | Promise
    ended: str | Promise


# About what the law asks for nobody chooses.
DUTY = "wet"
# In the order in which they are read.
PARTS: Sequence[Part] = (
    Part("bezig", _("Hier zijn we mee bezig"), _("Dit liep nog toen het plan klaar was")),
    Part("eerst", _("Dit komt eerst"), _("Dit stond in het plan en is niet begonnen")),
    Part("daarna", _("Dit komt daarna"), _("Dit stond in het plan en is niet begonnen")),
    Part("later", _("Dit komt later"), _("Dit bleef staan voor later")),
    Part("klaar", _("Dit is klaar"), _("Dit is gedaan")),
    Part("niet", _("Dit doen we niet, of niet meer"), _("Dit is niet gedaan, of gestopt")),
    Part(DUTY, _("Dit moet van de wet"), _("Dit moest van de wet en is niet gekozen")),
    Part("keuze", _("Hieruit wordt nog gekozen"), _("Hieruit is niet gekozen")),
    Part("idee", _("Ideeën die nog niet uitgewerkt zijn"), _("Dit bleef een idee")),
)
_BY_STATE: Mapping[str, str] = {
    MeasureState.BUSY: "bezig",
    MeasureState.LATER: "later",
    MeasureState.DONE: "klaar",
    MeasureState.NOT: "niet",
    MeasureState.STOPPED: "niet",
    MeasureState.PROPOSED: "keuze",
    MeasureState.IDEA: "idee",
}

# What stands before a measure on the thread, by the kind of it. These stand in apps to the right, so by their word.
CAME: Mapping[str, str | Promise] = {
    "voice": _("Mensen vroegen hierom"),
    "ground": _("Het kwam uit een ronde"),
    "paper": _("Een gemeenteraad vroeg erom"),
    PASSAGE.code: _("Het kwam in de tekst"),
    PROPOSAL.code: _("Er was een voorstel voor de tekst"),
    REQUIREMENT.code: _("De wet vraagt hierom"),
    SUBJECT.code: _("Wie hierover beslist"),
    MANDATE_ROUND.code: _("De gemeenten gaven hun standpunt"),
    AGREEMENT.code: _("De gemeenten spraken dit af"),
    MEASURE.code: _("Het kwam uit een andere maatregel"),
}
# The same where something else stands between: nobody asked there for this measure.
FURTHER: Mapping[str, str | Promise] = {
    "voice": _("Mensen zeiden hier iets over"),
    "paper": _("Een gemeenteraad zei hier iets over"),
    REQUIREMENT.code: _("De wet zegt hier iets over"),
}


def part_of(state: str, begins: int | None, now: int, *, is_statutory: bool = False) -> str:
    """The word of the part. begins: its first year, when that is known; now: the year that counts as this one."""
    if state == MeasureState.PROPOSED and is_statutory:
        return DUTY
    if state != MeasureState.PLANNED:
        return _BY_STATE[state]
    ahead = (begins or now) - now
    return "eerst" if ahead <= 0 else "daarna" if ahead == 1 else "later"


def year_now(first_year: int, this_year: int) -> int:
    """A plan that lies ahead begins with its first year."""
    return max(first_year, this_year)


class Choice(NamedTuple):
    """What somebody wants to read of a plan, and in which order. owner: as a form names one; place: the key of a
    municipality."""

    theme: str = ""
    owner: str = ""
    place: int | None = None
    order: str = ""

    @property
    def is_all(self) -> bool:
        return not (self.theme or self.owner or self.place)
