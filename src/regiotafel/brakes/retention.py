"""What we keep about where somebody is: a piece of a hash, for a day."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from regiotafel.brakes import actions
from regiotafel.terms import Clean, Fields, Term

PLACE = Term(
    _(
        "Hoe vaak er vanaf één internetverbinding, of voor één e-mailadres, iets gedaan is. Het adres zelf bewaren we "
        "niet: alleen een stukje van een controlegetal ervan, dat bij duizenden adressen past"
    ),
    _("hooguit een dag"),
    _("We gooien het weg."),
    timedelta(0),
)
TERMS = (PLACE,)

FIELDS: Mapping[str, Fields] = {"brakes.Tally": Fields("n until", {PLACE: "mark"})}


def _tallies(at: datetime, before: datetime) -> int:
    return actions.forget(at=at)


CLEANING: Mapping[Term, Clean] = {PLACE: _tallies}
