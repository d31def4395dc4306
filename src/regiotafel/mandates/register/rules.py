"""What may happen to a subject of the register, and the sentence a person reads when it may not. No database here."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from regiotafel.history.models import REASON_LENGTH
from regiotafel.history.rules import check_seen
from regiotafel.mandates.models import DecisionLevel, Deviation, LawFact, Mandate, Stance, Subject
from regiotafel.mandates.rules import LEVELS, SHOWN, Incomplete, check_filled, check_length, check_level
from regiotafel.refused import Refused
from regiotafel.regions.models import Mark
from regiotafel.text.asked import How, Why

# What an editor fills in about a subject, and how long each may be.
FIELDS: Mapping[str, int] = {
    "title": 100,
    "about": 500,
    "words": 500,
    "turn_to": 300,
    "learning": 500,
    "equality": 500,
    "scale": 500,
}
# How each is called where its history is read, with what else changes of a subject.
NAMES: Mapping[str, Promise] = {
    "title": _("onderwerp"),
    "about": _("waar gaat dit over"),
    "words": _("woorden die mensen gebruiken"),
    "level_wanted": _("gewenst niveau"),
    "turn_to": _("waar kun je terecht"),
    "learning": _("samen leren"),
    "equality": _("gewenste gelijkheid"),
    "scale": _("nodige schaal"),
    "passage": _("passage van de visie"),
}
# A change of one of these is one of meaning: whatever hangs together with the subject is looked at again.
MEANING = ("title", "about", "level_wanted", "learning", "equality", "scale")

# How a holder is written that is another one in each municipality.
EACH_MUNICIPALITY = "elke gemeente"

LAW_IN_CONFLICT = _("de regels over de wet spreken elkaar tegen")
# Why a subject answers a question.
FOUND_BY: Mapping[How, Promise] = {
    How.SAID: _("“%(found)s” staat bij dit onderwerp"),
    How.KIN: _("“%(asked)s” hoort bij “%(found)s”"),
    How.SPELLED: _("“%(asked)s” lijkt op “%(found)s”"),
    How.PART: _("“%(asked)s” en “%(found)s” horen bij elkaar"),
}


# What is told of a municipality that is not bound by what the others agreed on.
NOT_BOUND: Mapping[Stance, Promise] = {
    Stance.LATER: _("nog niet gebonden"),
    Stance.REFUSED: _("niet akkoord"),
    Stance.NONE: _("nog niets besloten"),
}


class SubjectRetired(Refused):
    pass


class SubjectStands(Refused):
    pass


class TitleTaken(Refused):
    field = "title"


class WrongPlace(Refused):
    field = "after"


class DeviatesAlready(Refused):
    field = "from_on"


class InOpenRound(Refused):
    """Municipalities are filling in something about it."""


def check_stands(subject: Subject) -> None:
    if subject.retired_at is not None:
        raise SubjectRetired(_("Dit onderwerp is vervallen. Zet het eerst terug in het register."))


def check_retired(subject: Subject) -> None:
    if subject.retired_at is None:
        raise SubjectStands(_("Dit onderwerp staat al in het register."))


def check_values(values: Mapping[str, str]) -> None:
    check_filled(values.get("title", ""), FIELDS["title"], _("Vul in hoe het onderwerp heet."), field="title")
    for name, most in FIELDS.items():
        check_length(values.get(name, ""), most, field=name)
    if wanted := values.get("level_wanted", ""):
        check_level(wanted, field="level_wanted")


def check_title_free(is_taken: bool) -> None:
    if is_taken:
        raise TitleTaken(_("Er is al een onderwerp met deze naam. Kies een andere naam, of verander dat onderwerp."))


def check_version(subject: Subject, version: int) -> None:
    why = _("Dit onderwerp is intussen veranderd. Er is niets kwijt: controleer wat er nu staat, en sla daarna op.")
    check_seen(version, subject.version, subject, why)


def check_place(subject: Subject, after: Subject | None) -> None:
    """At the beginning, or behind another subject that stands in the register."""
    if after is not None and (
        after.pk == subject.pk or after.region_id != subject.region_id or after.retired_at is not None
    ):
        raise WrongPlace(_("Deze plek is er niet meer. Kies een andere."))


def check_reason(reason: str) -> None:
    check_filled(reason, REASON_LENGTH, _("Schrijf op waarom. Iedereen kan deze reden lezen."), field="reason")


def check_not_in_open_round(titles: Sequence[str]) -> None:
    if titles:
        raise InOpenRound(
            _("Dit onderwerp staat in de gemeenteronde “%(round)s”, en die loopt nog. Haal het daar eerst uit.")
            % {"round": titles[0]}
        )


def check_law_fact(*, text: str, article: str, levels: Collection[str], mark: str, source: str) -> None:
    check_filled(text, 500, _("Schrijf op wat de wet zegt."), field="text")
    check_filled(article, 150, _("Vul de wet en het artikel in, zoals: Jeugdwet, artikel 2.3."), field="article")
    check_length(source, 300, field="source")
    if mark not in Mark.values:
        raise Incomplete(_("Kies hoe zeker dit is."), field="mark")
    for level in levels:
        check_level(level, field="levels")


def check_mandate(
    *,
    level: str,
    allowed: Collection[DecisionLevel],
    holder: str,
    ground: str,
    from_on: date | None,
    body: str,
    decided_on: date | None,
    reason: str,
    today: date,
) -> None:
    check_level(level, allowed)
    check_filled(holder, 150, _("Vul in wie er beslist, zoals: het college van elke gemeente."), field="holder")
    check_filled(ground, 300, _("Vul in op grond waarvan, zoals een artikel of een besluit."), field="ground")
    check_length(reason, REASON_LENGTH, field="reason")
    if from_on is None:
        raise Incomplete(_("Vul in vanaf welke dag dit zo is."), field="from_on")
    check_decided(body, decided_on, today)


def check_decided(body: str, decided_on: date | None, today: date) -> None:
    """Who decided it, and when: both may be left out, and a day says by whom."""
    check_length(body, 150, field="body")
    if decided_on is not None and not body:
        raise Incomplete(_("Vul ook in wie dat besluit nam."), field="body")
    if decided_on is not None and decided_on > today:
        raise Incomplete(_("Deze dag moet nog komen. Vul het besluit in als het er is."), field="decided_on")


def check_mandate_number(number: int, newest: Mandate | None) -> None:
    why = _("Iemand anders schreef intussen op wie hierover beslist. Controleer dat, en sla daarna op.")
    check_seen(number, newest.number if newest else 0, newest, why)


def begun(mandates: Sequence[Mandate], on: date) -> list[Mandate]:
    """Those that began by that day, the last one first, and of two that began on one day the one written last.
    mandates: those that stand, in the order of their days and numbers."""
    return [one for one in mandates if one.from_on <= on][::-1]


def in_force(mandates: Sequence[Mandate], on: date) -> Mandate | None:
    """Who decides on that day."""
    return next(iter(begun(mandates, on)), None)


def to_come(mandates: Sequence[Mandate], on: date) -> list[Mandate]:
    """What changes after that day, one for each day."""
    return list({one.from_on: one for one in mandates if one.from_on > on}.values())


def holds(deviation: Deviation, on: date) -> bool:
    is_over = deviation.ended_at is not None or (deviation.ends_on is not None and deviation.ends_on < on)
    return deviation.from_on <= on and not is_over


def is_due(deviation: Deviation, on: date) -> bool:
    """It would be looked at again by now."""
    return holds(deviation, on) and deviation.review_on is not None and deviation.review_on <= on


def check_deviation(
    *,
    level: str,
    allowed: Collection[DecisionLevel],
    motive: str,
    ground: str,
    body: str,
    decided_on: date | None,
    today: date,
    from_on: date,
    ends_on: date | None,
    review_on: date | None,
    takes_part: bool,
) -> None:
    check_level(level, allowed)
    check_filled(motive, 500, _("Schrijf op waarom deze gemeente het anders doet."), field="motive")
    check_filled(ground, 300, _("Vul in op grond waarvan, zoals een artikel of een besluit."), field="ground")
    check_decided(body, decided_on, today)
    if ends_on is None and review_on is None:
        raise Incomplete(_("Vul in tot wanneer dit duurt, of wanneer jullie het opnieuw bekijken."), field="ends_on")
    for name, day in (("ends_on", ends_on), ("review_on", review_on)):
        if day is not None and day < from_on:
            raise Incomplete(_("Deze dag ligt voor het begin. Kies een latere dag."), field=name)
    if not takes_part:
        raise Incomplete(_("Deze gemeente doet niet mee in deze regio."), field="municipality")


def check_deviates_once(there: Iterable[Deviation], from_on: date, ends_on: date | None) -> None:
    """On one day a municipality does it in one way."""
    for one in there:
        is_over = one.ends_on is not None and one.ends_on < from_on
        is_later = ends_on is not None and ends_on < one.from_on
        if not (is_over or is_later):
            raise DeviatesAlready(
                _("%(place)s doet het in deze tijd al anders. Zet dat eerst op voorbij, of kies andere dagen.")
                % {"place": one.municipality}
            )


def as_levels(values: Collection[str]) -> list[str]:
    """In the order from near to far, each once."""
    return [level.value for level in LEVELS if level in values]


def is_shown(fact: LawFact) -> bool:
    """What nobody held against the law is no fact for readers: only who writes sees it."""
    return fact.mark in SHOWN


def holder_in(holder: str, municipality: str) -> str:
    """Who decides for who lives there: "het college van elke gemeente" is that of their own."""
    return holder.replace(EACH_MUNICIPALITY, municipality)


def told(why: Why) -> str:
    return str(FOUND_BY[why.how] % {"asked": why.asked, "found": why.found})
