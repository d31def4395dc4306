"""Looking again at a link whose text has changed."""

from django.utils.translation import gettext_lazy as _

from regiotafel.refused import Refused
from regiotafel.vision.models import Wording


class ReviewOutdated(Refused):
    pass


def check_still_current(seen: int | None, current: Wording) -> None:
    if seen is not None and seen != current.number:
        raise ReviewOutdated(_("De tekst is intussen weer veranderd. Lees de nieuwe tekst en beslis dan."))
