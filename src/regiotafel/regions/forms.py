"""What people fill in about a region. Forms check; they never save."""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from regiotafel.formats.theme import ThemeRefused, check_contrast, read_theme
from regiotafel.regions.models import Municipality, Organisation, OrganisationKind, ProcessStep, Reach, Region, Role
from regiotafel.regions.queries import is_organisation_name_taken, municipalities_of, organisations_by_name
from regiotafel.regions.rules import (
    LOGO_BYTES,
    STEP_FIELDS,
    LogoRefused,
    NameTaken,
    check_logo,
    check_name_free,
    seen_of_organisation,
    seen_of_region,
)
from regiotafel.text.tidy import tidy_line
from regiotafel.web import fields

Choices = list[tuple[str, str | Promise]]
THEME_BYTES = 20_000
N_STEPS = 12


class SearchForm(forms.Form):
    zoek = fields.search(_("Zoek een regio of gemeente"))


class PartyFilterForm(forms.Form):
    """Every filter may be left alone; a word that we do not know filters nothing."""

    zoek = fields.search(_("Zoek op naam"))
    soort = forms.ChoiceField(label=_("Soort"), required=False)
    bereik = forms.ChoiceField(label=_("Bereik"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        every_kind: Choices = [("", _("elke soort")), *OrganisationKind.choices]
        every_reach: Choices = [("", _("elk bereik")), *Reach.choices]
        fields.choose(self, "soort", every_kind)
        fields.choose(self, "bereik", every_reach)

    def wanted(self) -> dict[str, str]:
        self.is_valid()
        given = self.cleaned_data
        return {"text": given.get("zoek", ""), "kind": given.get("soort", ""), "reach": given.get("bereik", "")}


class OrganisationForm(forms.ModelForm[Organisation]):
    """`seen` says what this person started from."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = Organisation
        fields = ("name", "kind", "reach", "municipality", "about")
        labels = {"municipality": _("Gemeente")}
        help_texts = {
            "reach": _("Waar is zij te vinden: in één gemeente, in de hele regio of in het hele land?"),
            "municipality": _("Alleen voor een lokale organisatie."),
            "about": _("Eén of twee korte zinnen die iedereen begrijpt."),
        }
        widgets = {"about": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args: Any, region: Region, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.region = region
        for name in ("name", "kind", "reach", "municipality", "about"):
            self.fields[name].label = str(self.fields[name].label).capitalize()
        fields.choose(self, "municipality", municipalities_of(region), empty=_("geen"))
        if self.instance.pk:
            self.initial["seen"] = seen_of_organisation(self.instance)

    def clean_name(self) -> str:
        name = tidy_line(self.cleaned_data["name"])
        try:
            check_name_free(
                is_organisation_name_taken(self.region, name, but=self.instance if self.instance.pk else None)
            )
        except NameTaken as taken:
            raise ValidationError(str(taken)) from taken
        return name

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("reach") == Reach.LOCAL and "municipality" in given and given["municipality"] is None:
            self.add_error("municipality", _("Kies in welke gemeente deze lokale organisatie werkt."))
        return given

    def values(self) -> dict[str, Any]:
        """What the actions take."""
        given = self.cleaned_data
        return {
            "name": given["name"],
            "kind": OrganisationKind(given["kind"]),
            "reach": Reach(given["reach"]),
            "municipality": given["municipality"],
            "about": given["about"],
        }


class MemberForm(forms.Form):
    email = fields.email(
        _("E-mailadres"), _("Wie nog geen account heeft, krijgt er een. We sturen een bericht."), is_own=False
    )
    role = forms.ChoiceField(
        label=_("Rol"),
        choices=[choice for choice in Role.choices if choice[0] != Role.VISITOR],
        initial=Role.RESIDENT,
    )
    municipality = forms.ModelChoiceField(
        label=_("Voor welke gemeente"),
        help_text=_("Bijvoorbeeld bij de griffier van één gemeente. Laat leeg als de rol voor de hele regio is."),
        queryset=Municipality.objects.none(),
        required=False,
        empty_label=_("geen"),
    )
    organisation = forms.ModelChoiceField(
        label=_("Voor welke organisatie"),
        help_text=_("Verplicht bij ‘lid van een organisatie’."),
        queryset=Organisation.objects.none(),
        required=False,
        empty_label=_("geen"),
    )

    def __init__(self, *args: Any, region: Region, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields.choose(self, "municipality", municipalities_of(region))
        fields.choose(self, "organisation", organisations_by_name(region))

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("role") == Role.ORGANISATION_MEMBER and not given.get("organisation"):
            self.add_error("organisation", _("Kies de organisatie waar deze persoon bij hoort."))
        if given.get("municipality") and given.get("organisation"):
            self.add_error("organisation", _("Kies een gemeente of een organisatie, niet allebei."))
        return given


class RegionForm(forms.ModelForm[Region]):
    """`seen` says what this person started from."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = Region
        fields = ("name", "about")
        labels = {"name": _("Naam van de regio"), "about": _("Over deze regio")}
        help_texts = {"about": _("Wat is deze regio, en waaraan werken jullie? Een lege regel begint een alinea.")}
        widgets = {"about": forms.Textarea(attrs={"rows": 10})}


def region_form(region: Region) -> RegionForm:
    """As the region is described now."""
    return RegionForm(initial={"name": region.name, "about": region.about, "seen": seen_of_region(region)})


class ThemeForm(forms.Form):
    """A theme as text or as a file, and a logo. Every reason against it is shown at once. `version` says which theme
    this person started from."""

    text = fields.words(
        _("Het thema"),
        _("Maak dit leeg om de kleuren van Regiotafel zelf te gebruiken."),
        most=4000,
        rows=10,
        required=False,
        attrs={"spellcheck": "false"},
        strip=False,
    )
    file = fields.file(
        _("Of kies een bestand met het thema"),
        _("Een TOML-bestand. Het komt in de plaats van de tekst hierboven."),
        accept=".toml,text/plain",
        required=False,
    )
    logo = fields.file(
        _("Logo"),
        _("Een PNG van hooguit 100 kB, liefst 200 beeldpunten hoog. Geen SVG: daar kan een script in zitten."),
        accept="image/png",
        required=False,
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, kept_logo: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kept_logo = kept_logo

    def clean_file(self) -> str:
        file = self.cleaned_data["file"]
        if file is None:
            return ""
        try:
            return str(file.read(THEME_BYTES + 1)[:THEME_BYTES].decode("utf-8-sig"))
        except UnicodeDecodeError as fault:
            raise ValidationError(_("Dit is geen tekstbestand.")) from fault

    def clean_logo(self) -> bytes | None:
        file = self.cleaned_data["logo"]
        if file is None:
            return None
        content: bytes = file.read(LOGO_BYTES + 1)
        try:
            check_logo(content)
        except LogoRefused as fault:
            raise ValidationError(str(fault)) from fault
        return content

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        text = (given.get("file") or given.get("text") or "").replace("\r\n", "\n").strip()
        logo = given.get("logo")
        if not text:
            if logo is not None:
                self.add_error("text", _("Een logo hoort bij een thema. Vul ook een thema in."))
            return {**given, "theme": ""}
        try:
            theme = read_theme(text)
        except ThemeRefused as fault:
            self.add_error("text", list(fault.sentences))
            return given
        if logo is not None and not theme.logo:
            text = re.sub(r"^\[theme\][^\n]*$", '[theme]\nlogo = "logo.png"', text, count=1, flags=re.MULTILINE)
        elif theme.logo and not theme.logo.endswith(".png"):
            self.add_error("text", _('Het logo moet hier een PNG zijn. Schrijf: logo = "logo.png".'))
        elif theme.logo and logo is None and not self.kept_logo:
            self.add_error("logo", _("Het thema noemt een logo. Stuur het mee als PNG."))
        if faults := check_contrast(theme):
            self.add_error("text", _first_few(faults))
        return {**given, "theme": text}


def _first_few(faults: list[str], most: int = 3) -> list[str]:
    """One wrong colour fails on many grounds: the first few say enough."""
    rest = len(faults) - most
    if rest <= 0:
        return faults
    more = _("En nog %(n)d keer is iets niet goed te zien. Kies een donkerder of een lichtere kleur.") % {"n": rest}
    return [*faults[:most], more]


class StepForm(forms.ModelForm[ProcessStep]):
    starts_on = fields.day(_("Begint op"))
    ends_on = fields.day(_("Loopt tot en met"))

    class Meta:
        model = ProcessStep
        fields = ("name", "explanation", "starts_on", "ends_on")
        labels = {
            "name": _("Naam van de stap"),
            "explanation": _("Wat gebeurt er dan"),
        }
        widgets = {"explanation": forms.Textarea(attrs={"rows": 2})}

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        starts_on, ends_on = given.get("starts_on"), given.get("ends_on")
        if starts_on and ends_on and ends_on < starts_on:
            self.add_error("ends_on", _("Deze dag ligt voor het begin van de stap."))
        return given

    def validate_constraints(self) -> None:
        """`clean` says the same in words that help."""


class _Steps(forms.BaseFormSet[StepForm]):
    def add_fields(self, form: StepForm, index: int | None) -> None:
        super().add_fields(form, index)
        form.fields["DELETE"].label = _("Haal deze stap weg")


StepFormSet = forms.formset_factory(
    StepForm,
    formset=_Steps,
    extra=2,
    max_num=N_STEPS,
    absolute_max=N_STEPS + 2,
    can_delete=True,
    validate_max=True,
)


def steps_of(formset: forms.BaseFormSet[StepForm]) -> list[dict[str, Any]]:
    """What was filled in and not taken away, in order of time."""
    rows = [row.cleaned_data for row in formset if row.cleaned_data.get("name") and row not in formset.deleted_forms]
    found = [{field: row[field] for field in STEP_FIELDS} for row in rows]
    return sorted(found, key=lambda step: (step["starts_on"], step["ends_on"]))


def steps_in_words(steps: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    """Each step as one text, by its number: to lay two plans beside each other."""
    return {
        gettext("Stap %(number)d") % {"number": number}: "\n".join(
            filter(None, [step["name"], f"{_day(step['starts_on'])} – {_day(step['ends_on'])}", step["explanation"]])
        )
        for number, step in enumerate(steps, start=1)
    }


def _day(day: date) -> str:
    return date_format(day, "j F Y")
