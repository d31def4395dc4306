"""What is put before the municipalities, and what each of them decided."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from regiotafel.mandates.agreeing.queries import OfMunicipality
from regiotafel.mandates.models import Agreement, DecisionLevel, Stance
from regiotafel.vision.models import TEXT_LENGTH
from regiotafel.web.fields import carried, day, line, one_of
from regiotafel.web.fields import words as text


class AgreementForm(forms.Form):
    """`number`: of the agreement that this person read; 0 when there was none."""

    level = one_of(_("Op welk niveau wordt dit beslist?"), DecisionLevel.choices, missing=_("Kies een niveau."))
    holder = line(
        _("Wie beslist?"),
        _("Bijvoorbeeld: het college van elke gemeente."),
        most=150,
        missing=_("Vul in wie er beslist, zoals: het college van elke gemeente."),
    )
    text = text(
        _("Hoe komt dit in de visie te staan?"),
        _("Gaan de gemeenten akkoord, dan kun je dit als nieuwe tekst van de passage voorstellen."),
        most=TEXT_LENGTH,
        rows=6,
        missing=_("Schrijf op hoe dit in de visie komt te staan."),
        has_marks=True,
    )
    from_on = day(_("Vanaf welke dag?"))
    number = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    # The address of the round out of which it came.
    round = carried()


def agreement_form(newest: Agreement | None, words: str, level: str = "", round: str = "") -> AgreementForm:
    """The one before, to be changed; else what the passage says now. level: what the municipalities could live with.
    round: where that was said."""
    if newest is None or level:
        number = newest.number if newest else 0
        return AgreementForm(initial={"number": number, "text": words, "level": level, "round": round})
    names = ("level", "holder", "text", "from_on", "number")
    return AgreementForm(initial={name: getattr(newest, name) for name in names})


class ConsentForm(forms.Form):
    """`number`: of what stood there when this person began; 0 when that was nothing."""

    stance = one_of(_("Wat is er besloten?"), Stance.choices, missing=_("Kies wat er is besloten."))
    body = line(
        _("Wie nam het besluit?"),
        _("Bijvoorbeeld: het college van Lindermonde."),
        most=150,
        missing=_("Vul in wie het besluit nam."),
    )
    decided_on = day(_("Op welke dag?"), required=False)
    until = day(
        _("Tot en met welke dag is de gemeente niet gebonden?"),
        _("Alleen als de gemeente nog niet gebonden is, en je deze dag weet."),
        required=False,
    )
    number = forms.IntegerField(min_value=0, widget=forms.HiddenInput)


def consent_form(council: OfMunicipality) -> ConsentForm:
    latest = council.latest
    if latest is None:
        body = gettext("het college van %(name)s") % {"name": council.municipality.name}
        return ConsentForm(initial={"number": 0, "body": body})
    values: dict[str, Any] = {name: getattr(latest, name) for name in ("stance", "body", "decided_on", "until")}
    return ConsentForm(initial=values | {"number": latest.number})
