"""What somebody fills in about what a council decided."""

from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from regiotafel.history.models import REASON_LENGTH
from regiotafel.vision.deciding.queries import OfCouncil
from regiotafel.vision.deciding.rules import (
    LONGEST_BODY,
    LONGEST_LINK,
    LONGEST_TEXT,
    LONGEST_VOTE,
    DecisionIncomplete,
    check_day_has_come,
)
from regiotafel.vision.models import Decision
from regiotafel.web.fields import day, line, one_of, words


class DecisionForm(forms.Form):
    decision = one_of(_("Wat is er besloten?"), Decision.choices, missing=_("Kies wat er is besloten."))
    decided_on = day(
        _("Op welke dag?"),
        _("De dag waarop de raad het besluit nam, niet de dag waarop je dit invult."),
        required=False,
    )
    body = line(
        _("Wie nam het besluit?"),
        _("Bijvoorbeeld: de gemeenteraad van Lindermonde."),
        most=LONGEST_BODY,
        missing=_("Vul in wie het besluit nam."),
    )
    vote = line(
        _("Hoe is er gestemd?"),
        _("Bijvoorbeeld: zonder stemming, of 14 voor en 9 tegen. Noem geen namen."),
        most=LONGEST_VOTE,
        required=False,
    )
    text = words(
        _("Wat staat er in het besluit?"),
        _("Vooral als de raad iets toevoegde of de tekst veranderde."),
        most=LONGEST_TEXT,
        required=False,
    )
    link = line(_("Link naar het besluit"), _("Een adres dat begint met https://."), most=LONGEST_LINK, required=False)
    reason = line(
        _("Waarom verander je dit?"),
        _("Alleen nodig als hier iets fout stond. Iedereen kan dit lezen, naast wat er eerst stond."),
        most=REASON_LENGTH,
        required=False,
    )
    # What stood there when this person began; 0 when that was nothing.
    number = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    def clean_decided_on(self) -> date | None:
        """Said before it is read again."""
        day: date | None = self.cleaned_data["decided_on"]
        if day is not None and self.cleaned_data.get("decision") != Decision.NONE:
            try:
                check_day_has_come(day, timezone.localdate())
            except DecisionIncomplete as early:
                raise forms.ValidationError(str(early)) from early
        return day

    def clean(self) -> dict[str, Any]:
        """A day that is missing is asked for here, not after somebody read it all again."""
        given = super().clean() or {}
        needs_day = given.get("decision") not in (None, Decision.NONE)
        if needs_day and given.get("decided_on") is None and "decided_on" not in self.errors:
            self.add_error("decided_on", _("Vul in op welke dag het besluit is genomen."))
        return given


def decision_form(council: OfCouncil) -> DecisionForm:
    """As it stands there now; of a council that still is to decide only its name is known."""
    if council.latest is None or not council.latest.is_final:
        body = _("de gemeenteraad van %(name)s") % {"name": council.municipality.name}
        return DecisionForm(initial={"number": council.latest.number if council.latest else 0, "body": body})
    names = ("decision", "decided_on", "body", "vote", "text", "link", "number")
    return DecisionForm(initial={name: getattr(council.latest, name) for name in names})
