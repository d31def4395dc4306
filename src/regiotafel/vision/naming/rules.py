"""Which kind a passage may be, and the sentence a person reads when it may not. No database here."""

from datetime import date
from typing import NamedTuple

from django.utils.translation import gettext_lazy as _

from regiotafel.refused import Refused
from regiotafel.text.length import length
from regiotafel.vision.models import MOTIVE_LENGTH, NamedKind, Particulars, Passage, PassageKind


class WrongKind(Refused):
    pass


class Chosen(NamedTuple):
    """The kind that somebody chose for a passage, which they saw named so often."""

    passage: Passage
    seen: int
    what: Particulars


def whole(what: Particulars) -> Particulars:
    """Of anything but an exception the rest says nothing."""
    return what if what.kind == PassageKind.EXCEPTION else Particulars(what.kind)


def check_particulars(what: Particulars, today: date) -> None:
    """An exception says to what, why and until when: else it would become the rule without anybody deciding so."""
    if what.kind not in ("", *PassageKind.values):
        raise WrongKind(_("Kies een van deze soorten."), field="kind")
    if what.kind != PassageKind.EXCEPTION:
        return
    if what.principle_id is None:
        raise WrongKind(_("Kies het principe waarop dit een uitzondering is."), field="principle")
    if not what.motive:
        raise WrongKind(_("Schrijf op waarom hier iets anders geldt dan het principe."), field="motive")
    if length(what.motive) > MOTIVE_LENGTH:
        raise WrongKind(_("Deze uitleg is te lang: hooguit %(most)d tekens.") % {"most": MOTIVE_LENGTH}, field="motive")
    if what.ends_on is None and what.review_on is None:
        raise WrongKind(
            _("Vul in tot wanneer de uitzondering geldt, of wanneer jullie die opnieuw bekijken."), field="ends_on"
        )
    for name, day in (("ends_on", what.ends_on), ("review_on", what.review_on)):
        if day is not None and day < today:
            raise WrongKind(_("Deze dag is al voorbij. Kies een latere dag."), field=name)


def check_principle(passage: Passage, principle: Passage | None) -> None:
    """A principle that stands in the same text."""
    is_there = principle is not None and principle.document_id == passage.document_id
    is_there = is_there and principle is not None and principle.retired_at is None
    if principle is None or not is_there or principle.kind != PassageKind.PRINCIPLE or principle.pk == passage.pk:
        raise WrongKind(_("Dit is geen leidend principe in deze tekst. Kies een ander."), field="principle")


def name_of(what: Particulars, principle: Passage | None) -> str:
    """As a sentence says it."""
    if principle is not None:
        return _("uitzondering op passage %(number)d") % {"number": principle.number}
    return str(PassageKind(what.kind).label) if what.kind else str(_("nog niet benoemd"))


def field_of(number: int) -> str:
    """Where in the form of a whole chapter the kind of this passage stands."""
    return f"passage-{number}"


def seen_kind(last: NamedKind | None) -> int:
    """How often it was named: who names it has seen the last time."""
    return last.number if last else 0
