"""What an editor fills in about a subject."""

from django import forms
from django.utils.translation import gettext_lazy as _

from regiotafel.mandates.models import DecisionLevel
from regiotafel.mandates.register.rules import FIELDS
from regiotafel.web.fields import line
from regiotafel.web.fields import words as text


class SubjectForm(forms.Form):
    title = line(
        _("Onderwerp"),
        _("Kort, zoals mensen het noemen: crisishulp, dyslexie."),
        most=FIELDS["title"],
        missing=_("Vul in hoe het onderwerp heet."),
    )
    about = text(_("Waar gaat dit over?"), most=FIELDS["about"], required=False)
    words = text(
        _("Welke woorden gebruiken mensen?"),
        _("Zo vinden ze dit. Bijvoorbeeld: klacht, klagen, ontevreden."),
        most=FIELDS["words"],
        rows=2,
        required=False,
    )
    turn_to = text(
        _("Waar kun je terecht?"),
        _("Laat leeg als je terechtkunt bij je gemeente."),
        most=FIELDS["turn_to"],
        rows=2,
        required=False,
    )
    level_wanted = forms.ChoiceField(
        label=_("Welk niveau willen de gemeenten?"),
        choices=[("", _("dat weten we nog niet")), *DecisionLevel.choices],
        required=False,
    )
    learning = text(
        _("Samen leren"),
        _("Waarom leren gemeenten meer als ze dit samen doen?"),
        most=FIELDS["learning"],
        required=False,
    )
    equality = text(
        _("Gewenste gelijkheid"), _("Waarom moet dit overal hetzelfde zijn?"), most=FIELDS["equality"], required=False
    )
    scale = text(
        _("Nodige schaal"), _("Waarom is één gemeente hiervoor te klein?"), most=FIELDS["scale"], required=False
    )
