"""What the register and its rounds both ask: levels, and what the law leaves of them."""

from collections.abc import Collection, Iterable
from datetime import date

from django.utils.translation import gettext_lazy as _

from regiotafel.mandates.models import DecisionLevel, LawFact
from regiotafel.refused import Refused
from regiotafel.regions.models import Mark
from regiotafel.text.length import length

# The word of the register in the menu of a region, and in its address.
PART = "wie-beslist-wat"
LEVELS = tuple(DecisionLevel)
# What was only heard of, or follows from the law in our eyes, leaves every choice open.
BINDING = frozenset({Mark.VERIFIED})
# What nobody held against the law is no fact for readers: only who writes sees it.
SHOWN = frozenset(Mark) - {Mark.UNVERIFIED}


class Incomplete(Refused):
    """Something that must be filled in is not, or it is too long."""

    status = 422


def binds(fact: LawFact, today: date) -> bool:
    """Whether it leaves fewer levels: seen in the law, and in force."""
    is_in_force = fact.in_force_from is not None and fact.in_force_from <= today
    return bool(fact.levels) and fact.mark in BINDING and is_in_force


def allowed_levels(facts: Iterable[LawFact], today: date) -> list[DecisionLevel]:
    """What all that binds leaves together, from near to far. Facts that contradict each other leave everything: then a
    person must look (`is_in_conflict`)."""
    return _left(facts, today) or list(LEVELS)


def is_in_conflict(facts: Iterable[LawFact], today: date) -> bool:
    """What binds leaves no level together, so one of them must be wrong."""
    return not _left(facts, today)


def _left(facts: Iterable[LawFact], today: date) -> list[DecisionLevel]:
    left = set(LEVELS)
    for fact in facts:
        if binds(fact, today):
            left &= {DecisionLevel(one) for one in fact.levels}
    return [level for level in LEVELS if level in left]


def check_level(level: str, allowed: Collection[DecisionLevel] = LEVELS, *, field: str = "level") -> DecisionLevel:
    if level not in DecisionLevel.values:
        raise Incomplete(_("Dit niveau bestaat niet. Kies een niveau uit de lijst."), field=field)
    if DecisionLevel(level) not in allowed:
        raise Incomplete(
            _("De wet laat dit niveau niet toe. Dit kan wel: %(levels)s.")
            % {"levels": ", ".join(str(one.label) for one in allowed)},
            field=field,
        )
    return DecisionLevel(level)


def check_filled(text: str, most: int, missing: object, *, field: str) -> None:
    if not text:
        raise Incomplete(missing, field=field)
    check_length(text, most, field=field)


def check_length(text: str, most: int, *, field: str) -> None:
    if length(text) > most:
        raise Incomplete(_("Dit is te lang: hooguit %(most)d tekens.") % {"most": most}, field=field)
