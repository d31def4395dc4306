"""What may be said beside a passage or a proposal. No database here."""

from collections.abc import Collection

from django.utils.translation import gettext_lazy as _

from regiotafel.refused import Refused
from regiotafel.regions.permissions import Standing, may
from regiotafel.text.length import length
from regiotafel.vision.models import MOTIVE_LENGTH, Remark


class NotRemarked(Refused):
    pass


def check_remark(text: str, *, field: str = "text") -> None:
    if not text:
        raise NotRemarked(_("Schrijf je opmerking op."), field=field)
    if length(text) > MOTIVE_LENGTH:
        raise NotRemarked(_("Je opmerking is te lang: hooguit %(most)d tekens.") % {"most": MOTIVE_LENGTH}, field=field)


def check_can_answer(remark: Remark) -> None:
    """On a remark that is there, and that is no answer itself."""
    if remark.hidden_at is not None:
        raise NotRemarked(_("Deze opmerking is verborgen. Je kunt er niet op antwoorden."))
    if remark.answers_id is not None:
        raise NotRemarked(_("Dit is al een antwoord. Antwoord op de opmerking zelf."))


def may_resolve(remark: Remark, by_id: int | None, standings: Collection[Standing]) -> bool:
    is_own = by_id is not None and remark.by_id == by_id
    return remark.answers_id is None and (is_own or may("vision.write", standings))


def check_can_resolve(remark: Remark, by_id: int | None, standings: Collection[Standing]) -> None:
    if not may_resolve(remark, by_id, standings):
        raise NotRemarked(_("Alleen wie de opmerking maakte of wie de tekst schrijft, kan die afhandelen."))
