"""When a passage may become two, and when two may become one. No database here."""

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from regiotafel.refused import Refused
from regiotafel.text.length import length
from regiotafel.text.pieces import Cut
from regiotafel.vision.models import TEXT_LENGTH, Passage, PassageDraft, Proposal, Wording


class NotReshaped(Refused):
    pass


def cut_at(pieces: Sequence[Cut], place: int) -> Cut:
    if not pieces:
        raise NotReshaped(_("Deze passage is één zin. Die kun je niet splitsen."))
    if not 0 <= place < len(pieces):
        raise NotReshaped(_("Deze plek is er niet meer. Kies een andere."), field="place")
    return pieces[place]


def check_no_draft(draft: PassageDraft | None) -> None:
    """What somebody is writing started from words that would not be there any more."""
    if draft is not None:
        told = _(
            "Er is nog een concept met een nieuwe tekst voor passage %(number)d. Publiceer dat eerst, of gooi het weg."
        )
        raise NotReshaped(told % {"number": draft.passage.number})


def check_no_proposals(passage: Passage, proposals: Sequence[Proposal]) -> None:
    """Who proposed something is owed a decision about the passage that they read."""
    if proposals:
        told = ngettext(
            "Over passage %(number)d staat nog een voorstel open: %(which)s. Besluit daar eerst over.",
            "Over passage %(number)d staan nog voorstellen open: %(which)s. Besluit daar eerst over.",
            len(proposals),
        )
        which = ", ".join(str(one.number) for one in proposals)
        raise NotReshaped(told % {"number": passage.number, "which": which})


def check_two(kept: Passage, other: Passage) -> None:
    if kept.pk == other.pk or kept.document_id != other.document_id:
        raise NotReshaped(_("Kies een andere passage van dezelfde tekst."), field="other")


def place_of(passage: Passage) -> tuple[int, int, int]:
    """What comes first in the text has the lower one."""
    return passage.section.position, passage.position, passage.number


def check_fits(text: str) -> None:
    if length(text) > TEXT_LENGTH:
        raise NotReshaped(
            _("Samen zijn deze passages te lang: %(n)d tekens. Het mogen er %(most)d zijn. Maak ze eerst korter.")
            % {"n": length(text), "most": TEXT_LENGTH}
        )


def check_earlier(wording: Wording | None, passage: Passage) -> Wording:
    if wording is None or wording.number == passage.version:
        raise NotReshaped(_("Kies een eerdere tekst van deze passage."))
    return wording
