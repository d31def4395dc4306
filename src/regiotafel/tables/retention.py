"""What we keep about who led a meeting."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from regiotafel.tables.models import Meeting
from regiotafel.terms import Clean, Fields, Term

FACILITATOR = Term(
    _("De naam van wie een bijeenkomst leidde"),
    _("tot een jaar na de bijeenkomst"),
    _("We halen de naam weg."),
    timedelta(days=365),
)
TERMS = (FACILITATOR,)

FIELDS: Mapping[str, Fields] = {
    "tables.Meeting": Fields("id region name once in_order held_on organisation", {FACILITATOR: "facilitator"}),
}


def _facilitators(at: datetime, before: datetime) -> int:
    return Meeting.objects.filter(held_on__lt=before.date()).exclude(facilitator="").update(facilitator="")


CLEANING: Mapping[Term, Clean] = {FACILITATOR: _facilitators}
