"""When an agreement can be put before the municipalities, and what each of them can say to it. No database here."""

from collections.abc import Collection
from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from regiotafel.history.rules import check_seen
from regiotafel.mandates.models import Agreement, Consent, DecisionLevel, Round, Stance, Subject
from regiotafel.mandates.rounds.rules import is_closed
from regiotafel.mandates.rules import Incomplete, check_filled, check_level
from regiotafel.refused import Refused
from regiotafel.vision.models import TEXT_LENGTH, Passage, PassageDraft, Wording


class NotProposed(Refused):
    """No draft of the passage can be made of it."""


class NotEveryone(Refused):
    """Nobody is bound yet."""


class NotOutOfRound(Refused):
    """This round did not ask about it, or can still say something else."""


class NotTheNewest(Refused):
    """Another agreement was put before the municipalities since."""


def check_agreement(
    *, level: str, allowed: Collection[DecisionLevel], holder: str, text: str, from_on: date | None
) -> None:
    check_level(level, allowed)
    check_filled(holder, 150, _("Vul in wie er beslist, zoals: het college van elke gemeente."), field="holder")
    check_filled(text, TEXT_LENGTH, _("Schrijf op hoe dit in de visie komt te staan."), field="text")
    if from_on is None:
        raise Incomplete(_("Vul in vanaf welke dag dit zo is."), field="from_on")


def check_agreement_number(number: int, newest: Agreement | None) -> None:
    why = _("Intussen is er een ander akkoord voorgelegd. Controleer dat, en sla daarna op.")
    check_seen(number, newest.number if newest else 0, newest, why)


def check_came_out_of(round: Round, subject: Subject, asked: Collection[int], now: datetime) -> None:
    """asked: the keys of the subjects that the round was about."""
    if subject.pk not in asked:
        raise NotOutOfRound(_("Deze gemeenteronde ging niet over dit onderwerp. Kies een andere ronde."))
    if not is_closed(round, now):
        raise NotOutOfRound(_("Deze gemeenteronde loopt nog. Wacht tot die gesloten is."))


def check_consent(*, stance: str, body: str, decided_on: date | None, until: date | None, today: date) -> None:
    if stance not in Stance.values:
        raise Incomplete(_("Kies wat er is besloten."), field="stance")
    check_filled(body, 150, _("Vul in wie het besluit nam."), field="body")
    if stance == Stance.NONE:
        return
    if decided_on is None:
        raise Incomplete(_("Vul in op welke dag het besluit is genomen."), field="decided_on")
    if decided_on > today:
        raise Incomplete(_("Deze dag moet nog komen. Vul het besluit in als het er is."), field="decided_on")
    if until is not None and until < decided_on:
        raise Incomplete(_("Deze dag ligt voor het besluit. Kies een latere dag."), field="until")


def check_consent_number(number: int, newest: Consent | None) -> None:
    why = _("Iemand anders heeft dit besluit intussen ingevuld. Controleer het, en sla daarna op.")
    check_seen(number, newest.number if newest else 0, newest, why)


def check_is_newest(agreement: Agreement, newest: Agreement | None) -> None:
    """What lies before the municipalities now is what comes in the register and in the vision."""
    if newest is None or newest.pk != agreement.pk:
        raise NotTheNewest(_("Na dit akkoord is er een ander voorgelegd. Ga verder met dat akkoord."))


def check_can_carry_out(n_bound: int) -> None:
    if not n_bound:
        raise NotEveryone(_("Nog geen enkele gemeente is akkoord gegaan. Vul eerst in wat de gemeenten besloten."))


def check_can_propose(
    passage: Passage | None, current: Wording | None, draft: PassageDraft | None, words: str
) -> Passage:
    """There is a passage that says so, it says something else, and no colleague is writing it."""
    if passage is None or current is None:
        raise NotProposed(_("Kies eerst bij het onderwerp in welke passage van de visie dit staat."))
    if current.text == words:
        raise NotProposed(_("Deze tekst staat al in de visie."))
    if draft is not None and draft.text != words:
        raise NotProposed(
            _("Er is al een ander concept van passage %(number)d. Publiceer dat eerst, of gooi het weg.")
            % {"number": passage.number}
        )
    return passage
