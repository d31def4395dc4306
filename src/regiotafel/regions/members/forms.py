"""Giving somebody a role."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from regiotafel.regions.members.rules import ForWholeRegion, check_role_for
from regiotafel.regions.models import Municipality, Organisation, Region, Role
from regiotafel.regions.parties.queries import municipalities_of, organisations_by_name
from regiotafel.web import fields


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
        try:
            check_role_for(given.get("role", ""), given.get("municipality") or given.get("organisation"))
        except ForWholeRegion as refused:
            self.add_error(refused.field, str(refused))
        if given.get("municipality") and given.get("organisation"):
            self.add_error("organisation", _("Kies een gemeente of een organisatie, niet allebei."))
        return given
