"""What can belong to a passage."""

from django.utils.translation import gettext_lazy as _

from regiotafel.contributions.models import Contribution, Finding
from regiotafel.refused import Refused
from regiotafel.vision.models import Passage


class PassageGone(Refused):
    pass


def check_in_text(passage: Passage) -> None:
    """What belongs to a passage is for readers of the text: there it stands."""
    if passage.retired_at is not None:
        raise PassageGone(
            _("Passage %(number)d is vervallen. Kies een andere passage, of zet deze eerst terug.")
            % {"number": passage.number}
        )


def source_of(contribution: Contribution | None, finding: Finding | None) -> Contribution | Finding:
    """A link and an answer belong to one of the two."""
    source = contribution or finding
    if source is None or (contribution is not None and finding is not None):
        raise ValueError("one of contribution and finding")
    return source
