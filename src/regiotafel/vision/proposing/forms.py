"""What people fill in who propose something, and who judge that."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from regiotafel.history.models import REASON_LENGTH
from regiotafel.regions.models import Municipality, Organisation
from regiotafel.text.tidy import tidy_line
from regiotafel.vision.models import (
    MOTIVE_LENGTH,
    TEXT_LENGTH,
    Behalf,
    Intent,
    Passage,
    Proposal,
    ProposalKind,
    ProposalsFor,
)
from regiotafel.vision.proposing.rules import PROPOSED_KINDS, For
from regiotafel.vision.queries import Standing
from regiotafel.vision.writing.rules import TEXT_TOO_LONG
from regiotafel.web.fields import carried, choose, line, one_of, words

KINDS = [(ProposalKind.REWORD, _("een andere tekst")), (ProposalKind.DROP, _("deze passage laten vervallen"))]


def text_field(label: Any, help_text: Any = "", *, required: bool = True) -> forms.CharField:
    return words(
        label,
        help_text,
        most=TEXT_LENGTH,
        rows=8,
        missing=_("Schrijf de tekst op."),
        too_long=TEXT_TOO_LONG,
        required=required,
        attrs={"data-count": TEXT_LENGTH, "spellcheck": "true"},
        has_marks=True,
        strip=False,
    )


def motive_field(label: Any, help_text: Any = "", *, required: bool = True) -> forms.CharField:
    return words(
        label,
        help_text,
        most=MOTIVE_LENGTH,
        required=required,
        missing=_("Schrijf op waarom."),
        attrs={"data-count": MOTIVE_LENGTH},
    )


class _MakingForm(forms.Form):
    """For whom: only what this person may say."""

    text = text_field(_("Jouw tekst"), _("Verander wat je anders wilt. We laten zien wat er verschilt."))
    reason = motive_field(_("Waarom?"), _("Wie dit leest, ziet je reden bij het voorstel."))
    whose = forms.ChoiceField(
        label=_("Voor wie doe je dit voorstel?"),
        error_messages={"required": _("Kies voor wie dit is."), "invalid_choice": _("Kies opnieuw voor wie dit is.")},
    )
    named = line(
        _("Namens wie?"),
        _("Alleen als je koos: namens iemand anders. Bijvoorbeeld een bijeenkomst."),
        most=150,
        required=False,
    )

    def __init__(
        self,
        *args: Any,
        organisations: Sequence[Organisation] = (),
        councils: Sequence[Municipality] = (),
        for_others: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        among = [("self", gettext("voor mezelf"))]
        among += [(f"organisation-{one.pk}", gettext("namens %(name)s") % {"name": one.name}) for one in organisations]
        council = gettext("namens de gemeenteraad van %(name)s")
        among += [(f"council-{one.pk}", council % {"name": one.name}) for one in councils]
        if for_others:
            among.append(("named", gettext("namens iemand anders")))
        else:
            del self.fields["named"]
        choose(self, "whose", among)
        if len(among) == 1:
            self.fields["whose"].widget = forms.HiddenInput()
            self.initial.setdefault("whose", "self")

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        if found.get("whose") == "named" and not found.get("named"):
            self.add_error("named", gettext("Vul in namens wie dit voorstel is."))
        return found

    def for_whom(self) -> For:
        behalf, _dash, key = self.cleaned_data["whose"].partition("-")
        if behalf == Behalf.ORGANISATION:
            return For(Behalf.ORGANISATION, organisation_id=int(key))
        if behalf == Behalf.COUNCIL:
            return For(Behalf.COUNCIL, municipality_id=int(key))
        if behalf == Behalf.NAMED:
            return For(Behalf.NAMED, named=tidy_line(self.cleaned_data.get("named", "")))
        return For()


class ProposeForm(_MakingForm):
    """Other words for a passage, or none. `base`: the wording that this person started from."""

    kind = one_of(_("Wat stel je voor?"), KINDS, missing=_("Kies wat je voorstelt."))
    base = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    field_order = ("kind", "text", "reason", "whose", "named")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].required = False


class ProposePassageForm(_MakingForm):
    """A new passage, and behind which it comes."""

    after = forms.TypedChoiceField(
        label=_("Waar moet de nieuwe passage komen?"),
        coerce=int,
        error_messages={"required": _("Kies een plek."), "invalid_choice": _("Deze plek is er niet meer.")},
    )
    passage_kind = forms.ChoiceField(
        label=_("Wat voor passage is dit?"),
        help_text=_("Is het een uitzondering op een principe? Schrijf dat dan bij je reden."),
        choices=[("", _("dat weet ik niet")), *((one.value, one.label) for one in PROPOSED_KINDS)],
        required=False,
        error_messages={"invalid_choice": _("Kies een van deze soorten.")},
    )
    field_order = ("after", "text", "passage_kind", "reason", "whose", "named")

    def __init__(self, *args: Any, passages: Sequence[Standing], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].label = gettext("Tekst van de nieuwe passage")
        self.fields["text"].help_text = gettext("Eén punt per passage. Korte zinnen en gewone woorden.")
        places = [(str(one.passage.number), one.after) for one in passages]
        choose(self, "after", [("0", gettext("Vooraan in dit hoofdstuk")), *places])
        self.initial.setdefault("after", places[-1][0] if places else "0")


def _intents(proposal: Proposal) -> list[tuple[str, Any]]:
    """Nothing is left of a passage that lapses: that is no other text."""
    is_drop = proposal.kind == ProposalKind.DROP
    return [(one.value, one.label) for one in Intent if not (is_drop and one == Intent.CHANGED)]


class IntendForm(forms.Form):
    """What is meant to be done with a proposal."""

    intent = one_of(_("Wat is het voornemen?"), (), missing=_("Kies wat je met dit voorstel wilt doen."))
    text = text_field(_("Hoe wordt de tekst?"), _("Alleen bij: gewijzigd overnemen."), required=False)
    reason = motive_field(_("Waarom?"), _("De indiener en alle lezers zien deze reden."))
    seen = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    def __init__(self, *args: Any, proposal: Proposal, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "intent", _intents(proposal))
        if proposal.kind == ProposalKind.DROP:
            self.fields["text"].widget = forms.HiddenInput()


class DecideForm(IntendForm):
    """The same, done; `version`: the wording of the passage that was read."""

    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    def __init__(self, *args: Any, beside: Sequence[Proposal] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.beside = beside
        self.fields["intent"].label = gettext("Wat is het besluit?")
        self.fields["text"].help_text = gettext("Zo staat het straks in de tekst.")
        for one in beside:
            said: dict[str, Any] = {"n": one.number}
            among = [("", gettext("nu nog niet besluiten")), *_intents(one)]
            name = gettext("En voorstel %(n)d?") % said
            self.fields[f"intent_of_{one.number}"] = forms.ChoiceField(label=name, choices=among, required=False)
            why = gettext("Waarom dat besluit over voorstel %(n)d?") % said
            self.fields[f"reason_of_{one.number}"] = motive_field(why, required=False)
            # Nothing: it was proposed after this page was opened, and is not judged with it.
            self.fields[f"seen_of_{one.number}"] = forms.IntegerField(
                min_value=0, widget=forms.HiddenInput, required=False
            )
            self.initial[f"seen_of_{one.number}"] = one.n_steps

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        for one in self.beside:
            if found.get(f"intent_of_{one.number}") and not found.get(f"reason_of_{one.number}"):
                self.add_error(f"reason_of_{one.number}", gettext("Schrijf op waarom."))
        return found


class ReplyForm(forms.Form):
    """What its maker thinks of what is meant."""

    agrees = one_of(
        _("Wat vind je van dit voornemen?"),
        [
            ("yes", _("Ik ben het ermee eens")),
            ("no", _("Ik ben het er niet mee eens")),
            ("withdraw", _("Ik trek mijn voorstel in")),
        ],
        missing=_("Kies wat je vindt."),
    )
    reason = motive_field(
        _("Toelichting"), _("Ben je het er niet mee eens, of trek je het in? Schrijf dan op waarom."), required=False
    )
    seen = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    def __init__(self, *args: Any, can_agree: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not can_agree:
            self.fields["agrees"].label = gettext("Wil je je voorstel intrekken?")
            choose(self, "agrees", [("withdraw", gettext("Ja, ik trek mijn voorstel in"))])

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        if found.get("agrees") in ("no", "withdraw") and not found.get("reason"):
            self.add_error("reason", gettext("Schrijf op waarom."))
        return found


class ReadersForm(forms.Form):
    readers = one_of(
        _("Wie leest de voorstellen en opmerkingen bij deze tekst?"),
        ProposalsFor.choices,
        missing=_("Kies wie de voorstellen leest."),
    )
    seen = carried()


def passage_numbered(passages: Sequence[Standing], number: int) -> Passage | None:
    return next((one.passage for one in passages if one.passage.number == number), None)


class HideForm(forms.Form):
    reason = line(
        _("Waarom verberg je dit voorstel?"),
        _("Dit staat in het logboek. Schrijf hier dus geen namen op."),
        most=REASON_LENGTH,
        missing=_("Schrijf op waarom."),
    )
