"""What a region asks of its address, and what somebody has read who changes its text or its steps."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from regiotafel.addresses import is_free
from regiotafel.history.rules import fingerprint
from regiotafel.refused import Refused
from regiotafel.regions.models import Region
from regiotafel.regions.rules import check_phone
from regiotafel.text.tidy import says_something

STEP_FIELDS = ("name", "explanation", "starts_on", "ends_on")
# What one form says of a region, and is saved at once.
DESCRIBED = ("name", "about")
CONTACT = ("sender", "contact_email", "contact_phone")
# In weeks. Who has to wait longer than half a year is not promised anything.
LONGEST_PROMISE = 26
RESPONSIBLE = ("controller", "privacy_officer", "privacy_email")


class SlugTaken(Refused):
    """The address cannot be a region's."""


class NameMissing(Refused):
    pass


def check_slug(slug: str) -> None:
    if not is_free(slug):
        raise SlugTaken(_("Dit webadres kun je niet gebruiken. Gebruik alleen kleine letters, cijfers en streepjes."))


def check_named(name: str) -> None:
    if not says_something(name):
        raise NameMissing(_("Geef de regio een naam."))


class ContactMissing(Refused):
    status = 422


def check_contact(sender: str, email: str, phone: str) -> None:
    """Once there, it stays: who was asked something must be able to ask something back."""
    if not says_something(sender):
        raise ContactMissing(_("Vul in van wie deze site is."), field="sender")
    if not email and not phone:
        raise ContactMissing(
            _("Vul een e-mailadres of een telefoonnummer in. Eén van de twee is genoeg."), field="contact_email"
        )
    check_phone(phone, field="contact_phone")


class ResponsibleMissing(Refused):
    status = 422


def check_responsible(controller: str, officer: str, email: str) -> None:
    if not (says_something(controller) and says_something(officer) and email):
        raise ResponsibleMissing(_("Vul alle drie de velden in. Mensen hebben er recht op dit te weten."))


class WorkNotAgreed(Refused):
    status = 422


def check_work(answer_weeks: int | None) -> None:
    if answer_weeks is not None and not 1 <= answer_weeks <= LONGEST_PROMISE:
        raise WorkNotAgreed(
            _("Kies een aantal weken van 1 tot en met %(most)d, of laat dit leeg.") % {"most": LONGEST_PROMISE},
            field="answer_weeks",
        )


def seen_of_region(region: Region, names: Sequence[str] = DESCRIBED) -> str:
    """names: of what its form shows."""
    return fingerprint(*(getattr(region, name) for name in names))


def seen_of_steps(steps: Sequence[Mapping[str, object]]) -> str:
    """Of the steps as their form shows them."""
    return fingerprint(*([step[name] for name in STEP_FIELDS] for step in steps))


# The steps of a usual process, with their months. An estimate: no law says how long each of them takes.
PROPOSED: tuple[tuple[str | Promise, int, str | Promise], ...] = (
    (_("Startfase"), 2, _("De gemeenten spreken af hoe ze de visie maken, wie meepraat en waarover.")),
    (_("Meningen ophalen"), 3, _("Jongeren, ouders, hulpverleners en organisaties vertellen wat zij vinden.")),
    (_("Wat delen we, wat verschilt?"), 1, _("We kijken waar bijna iedereen het over eens is, en waar niet.")),
    (_("Concept"), 2, _("De gemeenten schrijven een eerste versie. Die kun je hier lezen.")),
    (_("Reacties"), 2, _("Iedereen kan reageren. De adviesraden geven advies.")),
    (_("Verwerken"), 1, _("De gemeenten geven op elke reactie antwoord en passen de tekst aan.")),
    (_("Besluit"), 3, _("De gemeenteraden bespreken dezelfde tekst. Elke raad besluit zelf.")),
    (_("Uitvoeren"), 12, _("De gemeenten en aanbieders gaan aan het werk. Hier lees je wat er lukt.")),
)
DECISION = 6


def proposed_steps(decided_on: date) -> list[dict[str, Any]]:
    """Whole months, counted back from the last council: the month of its decision ends the step of the decision."""
    end = _month(decided_on)
    begin = end - sum(n for _name, n, _told in PROPOSED[: DECISION + 1]) + 1
    steps = []
    for name, n, told in PROPOSED:
        last_day = _first_day(begin + n) - timedelta(days=1)
        steps.append(dict(zip(STEP_FIELDS, (str(name), str(told), _first_day(begin), last_day), strict=True)))
        begin += n
    return steps


def _month(day: date) -> int:
    return day.year * 12 + day.month - 1


def _first_day(month: int) -> date:
    return date(month // 12, month % 12 + 1, 1)
