"""Looking for a party, and what people fill in about an organisation."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from regiotafel.regions.models import Organisation, OrganisationKind, Reach, Region
from regiotafel.regions.parties.queries import is_organisation_name_taken, municipalities_of
from regiotafel.regions.parties.rules import check_name_free, seen_of_organisation
from regiotafel.regions.rules import NameTaken
from regiotafel.text.tidy import tidy_line
from regiotafel.web import fields

Choices = list[tuple[str, str | Promise]]


class PartyFilterForm(forms.Form):
    """Every filter may be left alone; a word that we do not know filters nothing."""

    zoek = fields.search(_("Zoek op naam"))
    soort = forms.ChoiceField(label=_("Soort"), required=False)
    bereik = forms.ChoiceField(label=_("Werkgebied"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        every_kind: Choices = [("", _("elke soort")), *OrganisationKind.choices]
        every_reach: Choices = [("", _("elk werkgebied")), *Reach.choices]
        fields.choose(self, "soort", every_kind)
        fields.choose(self, "bereik", every_reach)

    def wanted(self) -> dict[str, str]:
        self.is_valid()
        given = self.cleaned_data
        return {"text": given.get("zoek", ""), "kind": given.get("soort", ""), "reach": given.get("bereik", "")}


class OrganisationForm(forms.ModelForm[Organisation]):
    """`seen` says what this person started from."""

    seen = fields.carried()
    website = fields.website(_("Website"), _("Alleen als mensen de organisatie daar mogen vinden."))
    contact_email = fields.email(
        _("E-mailadres"),
        _("Alleen als iedereen daarheen mag mailen. Van een team, niet van één persoon."),
        is_own=False,
    )

    class Meta:
        model = Organisation
        fields = ("name", "kind", "reach", "municipality", "about", "website", "contact_email")
        labels = {"municipality": _("Gemeente")}
        help_texts = {
            "reach": _("Waar is de organisatie te vinden: in één gemeente, in de hele regio of in het hele land?"),
            "municipality": _("Alleen voor een lokale organisatie."),
            "about": _("Eén of twee korte zinnen die iedereen begrijpt."),
        }
        widgets = {"about": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args: Any, region: Region, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.region = region
        for name in ("name", "kind", "reach", "municipality", "about"):
            self.fields[name].label = str(self.fields[name].label).capitalize()
        self.fields["contact_email"].required = False
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
            "website": given["website"],
            "contact_email": given["contact_email"],
        }
