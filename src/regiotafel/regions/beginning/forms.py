"""What is filled in to begin a region."""

from datetime import date
from typing import Any

from django import forms
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from regiotafel.regions.beginning.queries import Plan, names_of_youth_regions, plan_for, plan_with
from regiotafel.regions.models import Municipality
from regiotafel.regions.places.queries import named_in
from regiotafel.regions.places.rules import UnknownMunicipality
from regiotafel.regions.queries import region_by_slug
from regiotafel.regions.settings.rules import SlugTaken, check_slug
from regiotafel.web import fields


class NewRegionForm(forms.Form):
    youth_region = forms.ChoiceField(
        label=_("Welke jeugdregio?"),
        help_text=_("De gemeenten komen dan vanzelf mee."),
        required=False,
    )
    name = fields.line(
        _("Naam van de regio"),
        _("Alleen nodig als de regio niet in de lijst staat, of anders moet heten."),
        most=100,
        required=False,
    )
    municipalities = fields.words(
        _("Welke gemeenten doen mee?"),
        _("Alleen nodig als de regio niet in de lijst staat. Zet elke gemeente op een eigen regel."),
        most=4000,
        rows=4,
        required=False,
    )
    administrator = fields.email(
        _("E-mailadres van de eerste beheerder van de regio"),
        _("Deze persoon richt de regio in. Dat mag je eigen adres zijn."),
        is_own=False,
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        among = [("", _("niet in deze lijst")), *names_of_youth_regions(today)]
        fields.choose(self, "youth_region", among)

    def clean_municipalities(self) -> list[Municipality]:
        try:
            return named_in(self.cleaned_data["municipalities"])
        except UnknownMunicipality as unknown:
            raise forms.ValidationError(str(unknown)) from unknown

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if not self.errors:
            given["plan"] = self._plan(given)
        return given

    def _plan(self, given: dict[str, Any]) -> Plan | None:
        known = plan_for(given["youth_region"], self.today) if given["youth_region"] else None
        if not (known or given["name"]):
            self.add_error("name", _("Kies een jeugdregio, of vul een naam in."))
            return None
        slug = slugify(given["name"])[:50].strip("-")
        plan = plan_with(known, slug=slug, name=given["name"], municipalities=given["municipalities"])
        try:
            check_slug(plan.slug)
            if region_by_slug(plan.slug) is not None:
                raise SlugTaken(_("Deze regio is er al."))
        except SlugTaken as taken:
            self.add_error("name", str(taken))
            return None
        return plan
