"""What is measured, in which periods, and what may be told of it. No database here."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from regiotafel.engine.common.privacy import SMALLEST_GROUP
from regiotafel.history.models import REASON_LENGTH
from regiotafel.plan.models import TITLE_LENGTH, Direction, Every, Indicator
from regiotafel.plan.rules import PlanRefused, check_lengths
from regiotafel.text.folding import fold
from regiotafel.web.days import day
from regiotafel.web.fields import EARLIEST_YEAR, LATEST_YEAR

FIELDS: Mapping[str, int] = {"name": TITLE_LENGTH, "unit": 40, "source": 200}
MOST_INDICATORS, LARGEST = 20, Decimal(1_000_000_000)
# Of fewer points than this since the last break nothing is concluded.
SOME = 3
FEW = gettext_lazy("minder dan vijf")
_FEW = re.compile(r"< ?[1-5]")
_NUMBER = re.compile(r"([+-]?\d{1,9})(?:[.,](\d{1,2})0{0,9})?")
_THOUSANDS = re.compile(r"[+-]?\d{1,3}(?:\.\d{3}){1,3}(?:,\d{1,2})?")
_YEAR = re.compile(r"(\d{4})(?:[.,]0{1,2})?")
_QUARTER = re.compile(r"(\d{4})[ -]?[kq]([1-4])|[kq]([1-4])[ -](\d{4})")
_MONTH = re.compile(r"(\d{4})-(\d{1,2})(?:-01)?(?: 00:00(?::00)?)?|(\d{1,2})-(\d{4})")
SHAPES: Mapping[str, Any] = {
    Every.YEAR: gettext_lazy("een jaar, zoals 2027"),
    Every.QUARTER: gettext_lazy("een jaar en een kwartaal, zoals 2027-K2"),
    Every.MONTH: gettext_lazy("een jaar en een maand, zoals 2027-03"),
}


@dataclass(frozen=True)
class Given:
    """What somebody fills in about one period. value: None is too few people to tell."""

    value: Decimal | None
    note: str = ""
    broken: str = ""


def period_in(text: str, every: str) -> str | None:
    """As it is kept; None: it is no such period."""
    typed = fold(text)
    found = {Every.YEAR: _YEAR, Every.QUARTER: _QUARTER, Every.MONTH: _MONTH}[Every(every)].fullmatch(typed)
    if found is None:
        return None
    parts = [part for part in found.groups() if part]
    year = next(part for part in parts if len(part) == 4)
    part = next((int(part) for part in parts if len(part) < 4), 0)
    if not EARLIEST_YEAR <= int(year) <= LATEST_YEAR or (every == Every.MONTH and not 1 <= part <= 12):
        return None
    return {Every.YEAR: year, Every.QUARTER: f"{year}-K{part}", Every.MONTH: f"{year}-{part:02}"}[Every(every)]


def moment_of(period: str) -> float:
    """Its beginning, in years."""
    year, _dash, part = period.partition("-")
    if not part:
        return float(year)
    return int(year) + ((int(part[1:]) - 1) / 4 if part.startswith("K") else (int(part) - 1) / 12)


def name_of(period: str) -> str:
    year, _dash, part = period.partition("-")
    if not part:
        return year
    if part.startswith("K"):
        return _("kwartaal %(n)s van %(year)s") % {"n": part[1:], "year": year}
    return day(date(int(year), int(part), 1), "month")


def value_in(text: str, *, is_typed: bool = True) -> Decimal | None:
    """The number that this is, with at most two decimals. is_typed: a dot before three figures is that of a thousand;
    from a program it can be one of a decimal, so it is no number."""
    typed = fold(text).replace("\u2212", "-")
    if _THOUSANDS.fullmatch(typed):
        return Decimal(typed.replace(".", "").replace(",", ".")) if is_typed else None
    found = _NUMBER.fullmatch(typed)
    return Decimal(f"{found[1]}.{found[2] or 0}") if found else None


def says_few(text: str) -> bool:
    typed = fold(text)
    return _FEW.fullmatch(typed) is not None or typed == fold(str(FEW))


def as_kept(indicator: Indicator, given: Given) -> Given:
    """Of fewer than five people no number is kept."""
    too_few = indicator.counts_people and given.value is not None and given.value < SMALLEST_GROUP
    return Given(None if too_few else given.value, given.note, given.broken)


def check_indicator(said: Mapping[str, Any], n_others: int, is_name_taken: bool) -> None:
    if not said["name"]:
        raise PlanRefused(_("Vul in wat jullie meten."), field="name")
    if not said["unit"]:
        raise PlanRefused(_("Vul de eenheid in, zoals: weken, procent of jongeren."), field="unit")
    check_lengths({name: (said[name], most) for name, most in FIELDS.items()})
    if is_name_taken:
        raise PlanRefused(_("Deze maatregel heeft al een indicator die zo heet. Kies een andere naam."), field="name")
    if n_others >= MOST_INDICATORS:
        raise PlanRefused(_("Een maatregel heeft hooguit %(n)d indicatoren.") % {"n": MOST_INDICATORS})
    for name, among in (("direction", Direction), ("every", Every)):
        if said[name] not in among.values:
            raise PlanRefused(_("Kies iets uit de lijst."), field=name)
    _check_target(said["target"], said["target_year"])


def _check_target(target: Decimal | None, year: int | None) -> None:
    if target is not None and abs(target) > LARGEST:
        raise PlanRefused(_("Dit getal is te groot."), field="target")
    if target is None and year is not None:
        raise PlanRefused(_("Vul ook in welke waarde jullie dan willen halen."), field="target")
    if year is not None and not EARLIEST_YEAR <= year <= LATEST_YEAR:
        told = _("Kies een jaar van %(first)d tot en met %(last)d.") % {"first": EARLIEST_YEAR, "last": LATEST_YEAR}
        raise PlanRefused(told, field="target_year")


def check_every_stays(indicator: Indicator, every: str, has_figures: bool) -> None:
    if has_figures and indicator.every != every:
        raise PlanRefused(_("Er staan al metingen in. Begin een nieuwe indicator om anders te meten."), field="every")


def check_figure(indicator: Indicator, period: str, given: Given) -> None:
    if period_in(period, indicator.every) != period:
        raise PlanRefused(_("Vul hier in: %(shape)s.") % {"shape": SHAPES[indicator.every]}, field="period")
    if given.value is None and not indicator.counts_people:
        raise PlanRefused(_("Vul een getal in, met hooguit twee cijfers achter de komma."), field="value")
    if given.value is not None and abs(given.value) > LARGEST:
        raise PlanRefused(_("Dit getal is te groot."), field="value")
    check_lengths({"note": (given.note, REASON_LENGTH), "broken": (given.broken, REASON_LENGTH)})
