"""What somebody asks of the years, and what they fill in about a variant."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.core import signing
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from regiotafel.history.models import REASON_LENGTH
from regiotafel.plan.models import Variant
from regiotafel.plan.years.queries import Given
from regiotafel.plan.years.rules import LONGEST_NAME, At
from regiotafel.web import fields

SALT = "regiotafel.plan.years"
# Two ways to lay the measures over the years that nobody keeps: as the computer would, and as they stand in the plan.
COMPUTED, FILLED_IN = "berekend", "ingevuld"
OUT = "niet"
UNKNOWN = {"invalid_choice": _("Dit is er niet meer. Kies iets uit de lijst.")}


def layouts(variants: Sequence[Variant]) -> list[tuple[str, str]]:
    """What can be looked at, by the word in the address."""
    named = [(COMPUTED, gettext("het voorstel van de computer")), (FILLED_IN, gettext("wat nu is ingevuld"))]
    return [*named, *((str(one.pk), gettext("variant “%(name)s”") % {"name": one.name}) for one in variants)]


def _layout(label: fields.Text) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, required=False, error_messages=UNKNOWN)


class LayoutForm(forms.Form):
    """Which way to lay them out. What it does not know is the proposal of the computer."""

    indeling = _layout(_("Welke indeling?"))

    def __init__(self, *args: Any, variants: Sequence[Variant], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields.choose(self, "indeling", layouts(variants))

    @property
    def asked(self) -> str:
        self.is_valid()
        return self.cleaned_data.get("indeling") or COMPUTED


class CompareForm(forms.Form):
    """Two ways, beside each other: the proposal, and the first that is kept."""

    links = _layout(_("Vergelijk"))
    rechts = _layout(_("met"))

    def __init__(self, data: Mapping[str, Any], *, variants: Sequence[Variant]) -> None:
        first = str(variants[0].pk) if variants else FILLED_IN
        super().__init__(data or {"links": COMPUTED, "rechts": first})
        for name in ("links", "rechts"):
            fields.choose(self, name, layouts(variants))

    @property
    def asked(self) -> tuple[str, str]:
        self.is_valid()
        left, right = (self.cleaned_data.get(name) for name in ("links", "rechts"))
        return left or COMPUTED, right or FILLED_IN


class ShiftForm(forms.Form):
    """One measure to another year or size, in a way to lay them out."""

    uit = forms.ChoiceField(required=False, widget=forms.HiddenInput)
    maatregel = forms.TypedChoiceField(
        label=_("Welke maatregel?"),
        coerce=int,
        error_messages={"required": _("Kies een maatregel."), **UNKNOWN},
    )
    jaar = forms.ChoiceField(
        label=_("In welk jaar begint die?"), error_messages={"required": _("Kies een jaar."), **UNKNOWN}
    )
    vorm = forms.TypedChoiceField(
        label=_("In welke vorm?"), coerce=int, empty_value=None, required=False, error_messages=UNKNOWN
    )
    mee = forms.BooleanField(label=_("Schuif mee wat op deze maatregel wacht"), required=False, initial=True)

    def __init__(self, data: Mapping[str, Any] | None, *, given: Given, variants: Sequence[Variant], of: str) -> None:
        super().__init__(data, initial={"uit": of})
        self.sizes = {key: row.measure.number for row in given.rows for key in row.sizes}
        fields.choose(self, "uit", layouts(variants))
        measures = [(one.measure.number, f"{one.measure.number}. {one.measure.title}") for one in given.rows]
        fields.choose(self, "maatregel", [("", gettext("kies een maatregel")), *measures])
        years = [(str(year), str(year)) for year in given.plan.years]
        fields.choose(self, "jaar", [("", gettext("kies een jaar")), *years, (OUT, gettext("niet in het plan"))])
        named = gettext("%(size)s (maatregel %(number)d)")
        sizes = [
            (key, named % {"size": size.name, "number": row.measure.number})
            for row in given.rows
            for key, size in row.sizes.items()
        ]
        fields.choose(self, "vorm", [("", gettext("zoals die nu is")), (0, gettext("zoals voorgesteld")), *sizes])
        if not sizes:
            del self.fields["vorm"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        size, number = cleaned.get("vorm"), cleaned.get("maatregel")
        if size and number is not None and self.sizes.get(size) != number:
            self.add_error("vorm", _("Deze vorm hoort bij een andere maatregel. Kies er een van deze maatregel."))
        return cleaned

    def to(self, now: At | None) -> At | None:
        """now: where it is."""
        year, size = self.cleaned_data["jaar"], self.cleaned_data.get("vorm")
        if size is None and now is not None:
            size = now.size
        return None if year == OUT else At(int(year), size or None)


class PlacesForm(forms.Form):
    """What a page showed, as it was signed: what is kept is what was seen. Without the moment: the page is the same
    when it is asked for again."""

    places = fields.carried(most=100_000, required=True)

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, places: Mapping[int, At] | None = None, version: int = 0
    ) -> None:
        carried = [[number, one.year, one.size] for number, one in (places or {}).items()]
        signed = signing.Signer(salt=SALT).sign_object(carried, compress=True)
        super().__init__(data, initial={"places": signed, "version": version})

    def clean_places(self) -> dict[int, At]:
        try:
            carried = signing.Signer(salt=SALT).unsign_object(self.cleaned_data["places"])
        except signing.BadSignature:
            raise ValidationError(_("Dit is niet meer te lezen. Bekijk de indeling opnieuw.")) from None
        return {number: At(year, size) for number, year, size in carried}


def _name() -> forms.CharField:
    return fields.line(
        _("Hoe noem je deze variant?"),
        _("Bijvoorbeeld: eerst de crisishulp."),
        most=LONGEST_NAME,
        missing=_("Vul in hoe de variant heet, zoals: eerst de crisishulp."),
    )


class KeepForm(PlacesForm):
    name = _name()


class ChangeForm(PlacesForm):
    """`version`: of the variant that this person read."""

    version = forms.IntegerField(min_value=1, widget=forms.HiddenInput)


class VersionForm(forms.Form):
    version = forms.IntegerField(min_value=1, widget=forms.HiddenInput)


class RenameForm(VersionForm):
    name = _name()


class ChooseForm(VersionForm):
    """`seen`: what this person knew of the measures."""

    reason = fields.line(
        _("Waarom kiezen jullie deze variant?"),
        _("Iedereen kan dit lezen bij elke maatregel die verandert."),
        most=REASON_LENGTH,
        missing=_("Schrijf op waarom. Iedereen kan deze reden lezen."),
    )
    seen = fields.carried(most=64, required=True)
