"""What somebody sends in, or a member enters for somebody else."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from regiotafel.contributions.models import Kind, Via
from regiotafel.contributions.sending.rules import ENTERED_VIA, LONGEST, TextRefused, check_text, tidy_text
from regiotafel.regions.models import Organisation
from regiotafel.tables.models import Meeting
from regiotafel.web.fields import OFF, Text, carried, choose, form_key, one_of, words

KINDS = [
    (Kind.IDEA, _("Een idee: dit kan beter of anders")),
    (Kind.WORRY, _("Een zorg: hier maak ik me druk over")),
    (Kind.BARRIER, _("Een knelpunt: iets wat niet goed werkt, zoals een regel, wachtlijst of formulier")),
    (Kind.REACTION, _("Een reactie op de tekst")),
]
# Somebody can paste a book: then they read how much too long it is, with their words still there. More is not read.
MOST_READ = 50_000


def text_field(label: Text, help_text: Text = "", *, rows: int = 8, **more: Any) -> forms.CharField:
    counted = {"spellcheck": "true", "data-count": LONGEST, **OFF}
    # As the rule says it; which has the number too.
    too_long = _("Je tekst heeft %(show_value)d tekens. Dat is te lang. Maak er maximaal 5000 van.")
    return words(label, help_text, most=MOST_READ, rows=rows, attrs=counted, too_long=too_long, **more)


def read_text(text: str) -> str:
    text = tidy_text(text)
    try:
        check_text(text)
    except TextRefused as refused:
        raise forms.ValidationError(str(refused)) from refused
    return text


class ContributionForm(forms.Form):
    kind = forms.ChoiceField(
        label=_("Wat wil je insturen?"),
        choices=KINDS,
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Kies wat je wilt insturen."),
            "invalid_choice": _("Kies een van de vier soorten."),
        },
    )
    text = text_field(
        _("Wat wil je kwijt?"),
        _("Hooguit %(most)d tekens. Schrijf geen namen, en niets waaraan een kind te herkennen is.")
        % {"most": LONGEST},
        missing=_("Schrijf eerst op wat je kwijt wilt."),
    )
    key = form_key()
    # The sender has seen the warnings for exactly this text.
    seen = carried(most=LONGEST + 100)

    def clean_text(self) -> str:
        return read_text(self.cleaned_data["text"])

    def clean_seen(self) -> str:
        return tidy_text(self.cleaned_data["seen"])


class EnterForForm(ContributionForm):
    """The author is the table or the party, never the member who types."""

    via = one_of(
        _("Hoe kwam het binnen?"),
        [(via.value, via.label) for via in Via if via in ENTERED_VIA],
        missing=_("Kies hoe de inbreng binnenkwam."),
    )
    table = forms.ModelChoiceField(
        label=_("Welke bijeenkomst?"),
        required=False,
        queryset=Meeting.objects.none(),
        empty_label=_("Geen bijeenkomst"),
        error_messages={"invalid_choice": _("Kies een bijeenkomst van deze regio.")},
    )
    organisation = forms.ModelChoiceField(
        label=_("Namens welke organisatie?"),
        help_text=_("Laat leeg bij een inwoner: die noemen we nooit bij naam."),
        required=False,
        queryset=Organisation.objects.none(),
        empty_label=_("Een inwoner"),
        error_messages={"invalid_choice": _("Kies een organisatie van deze regio.")},
    )
    field_order = ("via", "table", "organisation", "kind", "text", "key", "seen")

    def __init__(
        self, *args: Any, tables: QuerySet[Meeting], organisations: QuerySet[Organisation], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        # Who types is not who says it.
        self.fields["kind"].label = _("Wat is het?")
        self.fields["kind"].error_messages["required"] = _("Kies wat het is.")
        self.fields["text"].label = _("Wat zei of schreef de ander?")
        self.fields["text"].error_messages["required"] = _("Schrijf op wat de ander zei of schreef.")
        choose(self, "table", tables)
        choose(self, "organisation", organisations)

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if values.get("via") == Via.TABLE and not values.get("table") and not self.errors.get("table"):
            self.add_error("table", _("Kies welke bijeenkomst het was."))
        return values
