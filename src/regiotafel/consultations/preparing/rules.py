"""When a consultation may open, change and close."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from regiotafel.consultations.models import (
    Consultation,
    Level,
    Point,
    PointKind,
)
from regiotafel.consultations.rules import VotingClosed
from regiotafel.refused import Refused
from regiotafel.regions.rules import has_contact, periods_in
from regiotafel.web.days import day, last_date, until
from regiotafel.web.quiet_days import why_quiet

# What each rung promises. An editor may sharpen the words, but starts from these.
PROMISES: dict[Level, str | Promise] = {
    Level.INFORM: _("We vertellen je wat we gaan doen en waarom. Je kunt er niets meer aan veranderen."),
    Level.CONSULT: _("We vragen je mening. De gemeenten beslissen. We vertellen je wat ze met de uitkomst doen."),
    Level.ADVISE: _(
        "Je geeft advies. Dat advies weegt zwaar. Besluiten de gemeenten iets anders? Dan leggen ze uit waarom."
    ),
    Level.COPRODUCE: _("We maken het plan samen. Jij schrijft mee, binnen wat vaststaat."),
    Level.CODECIDE: _("Over dit deel beslissen we samen. Zonder jullie instemming gaat het niet door."),
}


class NotReadyToOpen(Refused):
    """A consultation opens only when people can read what they may expect."""

    def __init__(self, missing: Sequence["Gap"]) -> None:
        self.missing = list(missing)
        super().__init__(_("Deze ronde kan nog niet open. Er ontbreekt nog iets."))


class AlreadyOpened(Refused):
    pass


class PromiseFixed(Refused):
    pass


FEWEST_STATEMENTS = 3
# What tells and asks nothing needs the other words, and no days of answering.
NEEDED_TO_INFORM: tuple[tuple[str, str | Promise], ...] = (
    ("introduction", _("wat je vertelt (de inleiding)")),
    ("promise", _("wat mensen ervan kunnen verwachten")),
    ("audience", _("voor wie het is")),
    ("decided_by", _("wie beslist")),
    ("decided_on", _("wanneer er een besluit is")),
    ("opens_at", _("wanneer het op de site komt")),
)
NEEDED: tuple[tuple[str, str | Promise], ...] = (
    ("question", _("de vraag")),
    ("level", _("hoeveel invloed deelnemers hebben")),
    ("promise", _("wat je belooft")),
    ("audience", _("voor wie het is")),
    ("decided_by", _("wie beslist")),
    ("decided_on", _("wanneer er een besluit is")),
    ("answer_by", _("wanneer deelnemers antwoord krijgen")),
    ("opens_at", _("wanneer het opent")),
    ("closes_at", _("wanneer het sluit")),
)


@dataclass(frozen=True)
class Gap:
    """Something without which a consultation cannot open: the field where it belongs, and its name for a person."""

    field: str
    text: str | Promise

    def __str__(self) -> str:
        return str(self.text)

    @property
    def anchor(self) -> str:
        """Where the form asks for it."""
        more = {"fixed": "id_fixed_1_text", "open": "id_open_1_text", "level": "id_level_field"}
        return more.get(self.field, f"id_{self.field}")


def needed_to_open(
    consultation: Consultation, points: Sequence[Point], n_statements: int, now: datetime
) -> list[tuple[Gap, bool]]:
    """Everything that must be there, in the order of the form, and whether it is."""
    kinds = {point.kind for point in points}
    is_told = consultation.is_information
    fields = NEEDED_TO_INFORM if is_told else NEEDED
    needed = [(Gap(field, label), bool(getattr(consultation, field))) for field, label in fields]
    if consultation.level == Level.CODECIDE:
        part = Gap("decided_together", _("over welk deel deelnemers meebeslissen"))
        needed.append((part, bool(consultation.decided_together)))
    needed.append((Gap("fixed", _("minstens één punt dat vaststaat, met waarom")), PointKind.FIXED in kinds))
    if is_told:
        needed.append((Gap("open", _("geen open punten, want er is niets te kiezen")), PointKind.OPEN not in kinds))
    else:
        enough = n_statements >= FEWEST_STATEMENTS
        needed.append((Gap("open", _("minstens één punt dat nog openstaat")), PointKind.OPEN in kinds))
        needed.append((Gap("statements", _("minstens drie stellingen om mee te beginnen")), enough))
    contact = Gap("contact", _("van wie deze site is, en hoe mensen de regio bereiken"))
    return [*needed, (contact, has_contact(consultation.region)), *needed_of_moments(consultation, now)]


def needed_of_moments(consultation: Consultation, now: datetime) -> list[tuple[Gap, bool]]:
    """What the moments that are filled in must be, beside each other and to the clock."""
    opens_at, closes_at, answer_by = consultation.opens_at, consultation.closes_at, consultation.answer_by
    decided_on, needed = consultation.decided_on, []
    if consultation.is_information:
        needed.append((Gap("closes_at", _("geen sluiting: er valt niets te antwoorden")), closes_at is None))
        needed.append((Gap("answer_by", _("geen dag van antwoord: er wordt niets gevraagd")), answer_by is None))
        return needed
    if closes_at:
        needed.append((Gap("closes_at", _("een einddatum in de toekomst")), closes_at > now))
    if opens_at and closes_at:
        needed.append((Gap("closes_at", _("een einddatum na de opening")), closes_at > opens_at))
    if closes_at and answer_by:
        needed.append(
            (Gap("answer_by", _("een datum voor het antwoord, na de einddatum")), answer_by >= last_date(closes_at))
        )
    if closes_at and decided_on:
        is_after = decided_on >= last_date(closes_at)
        needed.append((Gap("decided_on", _("een besluit dat niet vóór de einddatum valt")), is_after))
    return needed


# A day of the form, as a sentence begins with it.
DAYS: tuple[tuple[str, str | Promise], ...] = (
    ("opens_at", _("De opening")),
    ("closes_at", _("De sluiting")),
    ("answer_by", _("Het antwoord aan deelnemers")),
    ("decided_on", _("Het besluit")),
)


def remarks_on_moments(consultation: Consultation) -> list[str]:
    """What an editor had better look at once more. None of it keeps a consultation from opening."""
    found, region = [], consultation.region
    own = periods_in(region.recess)
    for field, name in DAYS:
        at = getattr(consultation, field)
        on = (
            last_date(at)
            if field == "closes_at" and at
            else timezone.localdate(at)
            if field == "opens_at" and at
            else at
        )
        if on and (why := why_quiet(on, region.school_part, own)):
            found.append(_("%(what)s valt %(why)s: %(day)s.") % {"what": name, "why": why, "day": day(on, "weekday")})
    answer_by, decided_on = consultation.answer_by, consultation.decided_on
    if answer_by and decided_on and answer_by > decided_on:
        found.append(str(_("Deelnemers horen pas na het besluit wat er met hun antwoorden is gedaan.")))
    return found


def missing_to_open(consultation: Consultation, points: Sequence[Point], n_statements: int, now: datetime) -> list[Gap]:
    """What an editor still has to fill in, in the words of the form."""
    return [gap for gap, is_there in needed_to_open(consultation, points, n_statements, now) if not is_there]


def check_can_open(consultation: Consultation, points: Sequence[Point], n_statements: int, now: datetime) -> None:
    if consultation.opened_at is not None:
        raise AlreadyOpened(_("Deze ronde is al geopend."))
    if missing := missing_to_open(consultation, points, n_statements, now):
        raise NotReadyToOpen(missing)


class ClockWrong(Refused):
    pass


def check_not_begun(has_begun: bool) -> None:
    """A clock that is behind says that it has not begun. It is no draft again when people answered already."""
    if has_begun:
        raise ClockWrong(
            _(
                "Er is al geantwoord op een moment dat volgens de klok van deze site nog moet komen. De klok loopt "
                "achter. Vraag de beheerder van de server hem goed te zetten, en sluit de ronde daarna."
            )
        )


def check_can_close(consultation: Consultation, now: datetime) -> None:
    if consultation.state(now) not in CLOSINGS:
        raise VotingClosed(_("Deze ronde is niet open, dus die kan niet gesloten worden."))


@dataclass(frozen=True)
class Closing:
    """What stopping means now: asked, told and pressed in these words."""

    question: str | Promise
    # What happens, a paragraph each: with the end that was promised, and the day of the answer.
    told: tuple[str | Promise, ...] = ()
    button: str | Promise = ""
    is_final: bool = False


CLOSINGS = {
    "planned": Closing(
        _("Weer een concept maken?"),
        (
            _(
                "De ronde is nog niet begonnen. Die gaat weer dicht en je kunt alles weer veranderen. "
                "Daarna open je het opnieuw."
            ),
        ),
        _("Maak er weer een concept van"),
    ),
    "information": Closing(
        _("Van de site halen?"),
        (
            _(
                "Deze informatie staat nu op de site. Haal je die eraf, dan wordt het weer een concept. Alleen jullie "
                "zien dat dan. Je kunt alles veranderen en het daarna opnieuw openen."
            ),
        ),
        _("Haal dit van de site"),
    ),
    "running": Closing(
        _("De ronde nu sluiten?"),
        (
            _(
                "Je hebt beloofd dat mensen kunnen antwoorden {until}. Sluit je nu, dan kan niemand meer "
                "antwoorden. Dit is niet terug te draaien."
            ),
            _("Uiterlijk op {answer_by} krijgen deelnemers antwoord. Dat blijft zo."),
        ),
        _("Sluit de ronde nu"),
        is_final=True,
    ),
}
NOT_OPEN = Closing(_("Deze ronde is niet open"))


def closing_of(consultation: Consultation, now: datetime) -> Closing:
    """Before the beginning it becomes a draft again; after that nobody can answer any more."""
    found = CLOSINGS.get(consultation.state(now), NOT_OPEN)
    closes_at, answer_by = consultation.closes_at, consultation.answer_by
    words = {
        "until": until(closes_at),
        "answer_by": day(answer_by),
    }
    return replace(found, told=tuple(str(told).format_map(words) for told in found.told))


def is_promise_fixed(consultation: Consultation) -> bool:
    """What people were promised stays as it was once the consultation has opened."""
    return consultation.opened_at is not None


# What may still change after the opening: words that explain, more time, and when results are shown, which was promised
# to nobody.
CHANGEABLE = frozenset({"introduction", "audience", "closes_at", "results_after_answers"})


def check_change(
    consultation: Consultation, values: Mapping[str, object], *, changes_points: bool, now: datetime
) -> None:
    """After the opening nobody finds another promise than the one they read."""
    if not is_promise_fixed(consultation):
        return
    changed = {field for field, value in values.items() if getattr(consultation, field) != value}
    if changes_points or changed - CHANGEABLE:
        raise PromiseFixed(_("Deze ronde is open. Wat je beloofde, verandert nu niet meer."))
    if "audience" in changed and not values["audience"]:
        raise PromiseFixed(_("Vul in voor wie deze ronde is."))
    if "closes_at" in changed:
        _check_later(consultation, values["closes_at"], now)


def _check_later(consultation: Consultation, closes_at: object, now: datetime) -> None:
    planned, answer_by = consultation.closes_at, consultation.answer_by
    if consultation.state(now) == "closed":
        raise PromiseFixed(_("Deze ronde is gesloten. Die gaat niet opnieuw open. Maak een nieuwe ronde."))
    if not isinstance(closes_at, datetime) or planned is None or closes_at < planned:
        raise PromiseFixed(
            _("Je kunt de einddatum alleen later maken. Wil je eerder stoppen? Gebruik dan de knop Sluiten.")
        )
    decided_on = consultation.decided_on
    if decided_on and last_date(closes_at) > decided_on:
        raise PromiseFixed(
            _("Het besluit valt op %(day)s. Kies een einddatum die daarvóór ligt.") % {"day": day(decided_on)}
        )
    if answer_by and last_date(closes_at) > answer_by:
        raise PromiseFixed(_("Deze einddatum ligt na de dag waarop je antwoord beloofde. Kies een eerdere einddatum."))
