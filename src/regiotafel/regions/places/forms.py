"""What an administrator fills in about the municipalities of a region."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from regiotafel.regions.models import Municipality, Region, RegionMunicipality, SubRegion
from regiotafel.regions.parties.queries import places_of
from regiotafel.regions.places.queries import named_in, places_in, sub_regions_of
from regiotafel.regions.places.rules import UnknownMunicipality, seen_of_place, seen_of_sub_region
from regiotafel.regions.rules import NoPhoneNumber, check_phone
from regiotafel.web import fields


class NamesForm(forms.Form):
    names = fields.words(
        _("Welke gemeenten komen erbij?"),
        _("Zet elke gemeente op een eigen regel. Een CBS-code mag ook, zoals GM0935."),
        most=4000,
        rows=5,
        missing=_("Vul minstens één gemeente in."),
    )

    def clean_names(self) -> list[Municipality]:
        try:
            return named_in(self.cleaned_data["names"])
        except UnknownMunicipality as unknown:
            raise ValidationError(str(unknown)) from unknown


class PlaceForm(forms.Form):
    """`seen` says what this person started from."""

    seen = fields.carried()
    sub_region = forms.ModelChoiceField(label=_("Deelregio"), queryset=SubRegion.objects.none(), required=False)
    access_point = fields.words(
        _("Waar kunnen mensen terecht met een vraag over jeugdhulp?"),
        _("De naam van het team of het loket. Bijvoorbeeld: Jeugdteam Lindermonde, in het gemeentehuis."),
        most=300,
        required=False,
    )
    access_url = fields.website(_("Website van dit team of loket"))
    access_phone = fields.line(
        _("Telefoonnummer van dit team of loket"), most=40, required=False, attrs={"type": "tel"}
    )
    council_decides_on = fields.day(
        _("Wanneer beslist de gemeenteraad over de visie?"),
        _("Is dat nog niet bekend? Vul het later in."),
        required=False,
    )
    n_young_people = fields.number(
        _("Hoeveel inwoners zijn jonger dan 23?"),
        _("Een heel getal. Het CBS heeft deze cijfers."),
        least=0,
        most=1_000_000,
        required=False,
    )
    n_people = fields.number(
        _("Hoeveel inwoners zijn er in totaal?"),
        _("Een heel getal. Daarmee kun je bij “Wie beslist wat” ook zien wat er verandert als elke inwoner telt."),
        least=1,
        most=10_000_000,
        required=False,
    )
    people_from = fields.line(
        _("Wie heeft dat geteld, en wanneer?"),
        _("De bron en het jaar, zoals: CBS, 1 januari 2027."),
        most=150,
        required=False,
    )

    def __init__(self, *args: Any, region: Region, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields.choose(self, "sub_region", sub_regions_of(region), empty=_("geen"))

    def clean_access_phone(self) -> str:
        phone = str(self.cleaned_data["access_phone"])
        try:
            check_phone(phone, field="access_phone")
        except NoPhoneNumber as no_number:
            raise ValidationError(str(no_number)) from no_number
        return phone

    def clean(self) -> dict[str, Any]:
        filled: dict[str, Any] = super().clean() or {}
        if filled.get("n_people") and not filled.get("people_from"):
            self.add_error("people_from", _("Vul de bron en het jaar in van het aantal inwoners."))
        return filled


def place_form(place: RegionMunicipality) -> PlaceForm:
    """As the municipality stands there now."""
    names = (
        "sub_region", "access_point", "access_url", "access_phone", "council_decides_on", "n_young_people", "n_people",
        "people_from",
    )  # fmt: skip
    now = {name: getattr(place, name) for name in names}
    return PlaceForm(initial={**now, "seen": seen_of_place(place)}, region=place.region)


class SubRegionForm(forms.Form):
    seen = fields.carried()
    name = fields.line(_("Naam van de deelregio"), most=100, missing=_("Geef de deelregio een naam."))
    places = forms.ModelMultipleChoiceField(
        label=_("Welke gemeenten horen erbij?"),
        help_text=_("Hoort een gemeente nu bij een andere deelregio? Dan verhuist die hierheen."),
        queryset=RegionMunicipality.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Kies minstens één gemeente.")},
    )

    def __init__(self, *args: Any, region: Region, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        among = self.fields["places"]
        assert isinstance(among, forms.ModelMultipleChoiceField)  # noqa: S101  # for the type checker
        among.queryset = places_of(region)
        among.label_from_instance = _called  # type: ignore[method-assign,assignment]


def _called(place: RegionMunicipality) -> str:
    name = place.municipality.name
    return f"{name} ({place.sub_region.name})" if place.sub_region else name


def sub_region_form(sub_region: SubRegion) -> SubRegionForm:
    there = places_in(sub_region)
    now = {"name": sub_region.name, "places": there, "seen": seen_of_sub_region(sub_region, there)}
    return SubRegionForm(initial=now, region=sub_region.region)
