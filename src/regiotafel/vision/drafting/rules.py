"""Who may save and publish new words of a passage that nobody but members has seen."""

from django.utils.translation import gettext_lazy as _

from regiotafel.refused import Refused
from regiotafel.vision.models import PassageDraft


class DraftRefused(Refused):
    pass


def check_has_draft(draft: PassageDraft | None) -> PassageDraft:
    if draft is None:
        raise DraftRefused(_("Dit concept is er niet meer. Een collega heeft het gepubliceerd of weggegooid."))
    return draft


def is_for_second_reader(draft: PassageDraft | None, by_id: int | None) -> bool:
    """It is finished, and this is somebody else than who wrote it."""
    return draft is not None and draft.asked_at is not None and draft.by_id != by_id


def check_read_by_second(draft: PassageDraft | None, by_id: int | None, text: str, reason: str) -> None:
    """In a region where a second person reads everything: what is published is what that person read."""
    if draft is None or draft.asked_at is None:
        raise DraftRefused(_("In deze regio leest een ander elke gewijzigde tekst. Zet de tekst klaar voor die lezer."))
    if draft.by_id == by_id:
        raise DraftRefused(_("Jij hebt deze tekst geschreven. Vraag een collega om die te lezen en te publiceren."))
    if (draft.text, draft.reason) != (text, reason):
        raise DraftRefused(_("Je hebt de tekst veranderd. Sla die op als concept. Daarna leest een collega die."))
