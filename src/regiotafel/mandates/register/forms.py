"""What somebody asks of the register, and what an editor fills in."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.text import Truncator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from regiotafel.history.models import REASON_LENGTH
from regiotafel.mandates.models import DecisionLevel, Mandate, Subject
from regiotafel.mandates.register.queries import municipalities_at
from regiotafel.mandates.register.rules import FIELDS
from regiotafel.regions.models import Mark, RegionMunicipality
from regiotafel.text.marked import in_one_line
from regiotafel.vision.models import Wording
from regiotafel.web.fields import LONGEST_SEARCH, choose, day, line, one_of
from regiotafel.web.fields import words as text

UNKNOWN_LEVEL = _("Dit niveau bestaat niet. Kies een niveau uit de lijst.")


def levels_field(label: Any, help_text: Any = "") -> forms.ChoiceField:
    return one_of(
        label, DecisionLevel.choices, missing=_("Kies een niveau."), unknown=UNKNOWN_LEVEL, help_text=help_text
    )


class AskForm(forms.Form):
    """Who decides about this, where I live?"""

    zoek = line(_("Waar gaat je vraag over?"), most=LONGEST_SEARCH, required=False)
    gemeente = forms.ModelChoiceField(
        label=_("In welke gemeente woon je?"),
        queryset=municipalities_at([]),
        required=False,
        empty_label=_("Kies je gemeente"),
        error_messages={"invalid_choice": _("Deze gemeente doet niet mee in deze regio. Kies een andere.")},
    )

    def __init__(self, *args: Any, places: Sequence[RegionMunicipality], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "gemeente", municipalities_at(places))


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
        error_messages={"invalid_choice": UNKNOWN_LEVEL},
    )
    learning = text(
        _("Samen leren"),
        _("Waarom leren gemeenten meer als ze dit samen doen?"),
        most=FIELDS["learning"],
        rows=2,
        required=False,
    )
    equality = text(
        _("Gewenste gelijkheid"),
        _("Waarom moet dit overal hetzelfde zijn?"),
        most=FIELDS["equality"],
        rows=2,
        required=False,
    )
    scale = text(
        _("Nodige schaal"),
        _("Waarom is één gemeente hiervoor te klein?"),
        most=FIELDS["scale"],
        rows=2,
        required=False,
    )


class ChangeSubjectForm(SubjectForm):
    """`version`: of the subject that this person read."""

    passage = forms.TypedChoiceField(
        label=_("In welke passage van de visie staat dit?"),
        coerce=int,
        empty_value=None,
        required=False,
        error_messages={"invalid_choice": _("Deze passage staat niet meer in de tekst. Kies een andere.")},
    )
    version = forms.IntegerField(min_value=1, widget=forms.HiddenInput)

    def __init__(self, *args: Any, wordings: Sequence[Wording], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = [
            (
                one.passage_id,
                gettext("Passage %(n)d: %(text)s") % {"n": one.passage.number, "text": _short(one.text)},
            )
            for one in wordings
        ]
        choose(self, "passage", [("", gettext("in geen passage")), *named])


def _short(words: str) -> str:
    return Truncator(in_one_line(words)).words(8)


def change_form(subject: Subject, wordings: Sequence[Wording]) -> ChangeSubjectForm:
    """As it stands now."""
    values = {name: getattr(subject, name) for name in (*FIELDS, "level_wanted", "version")}
    return ChangeSubjectForm(initial={**values, "passage": subject.passage_id or ""}, wordings=wordings)


class PlaceForm(forms.Form):
    """Where a subject stands in the register."""

    after = forms.TypedChoiceField(
        label=_("Na welk onderwerp komt dit?"),
        coerce=int,
        empty_value=None,
        required=False,
        error_messages={"invalid_choice": _("Deze plek is er niet meer. Kies een andere.")},
    )

    def __init__(self, *args: Any, others: Sequence[Subject], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "after", [("", gettext("vooraan")), *((one.pk, one.title) for one in others)])


class WhyForm(forms.Form):
    reason = line(
        _("Waarom?"),
        _("Iedereen kan deze reden lezen."),
        most=REASON_LENGTH,
        missing=_("Schrijf op waarom. Iedereen kan deze reden lezen."),
    )


class ReasonForm(WhyForm):
    """`version`: of the subject that this person read."""

    version = forms.IntegerField(min_value=1, widget=forms.HiddenInput)


class LawFactForm(forms.Form):
    article = line(
        _("Wet en artikel"),
        _("Zoals: Jeugdwet, artikel 2.3."),
        most=150,
        missing=_("Vul de wet en het artikel in, zoals: Jeugdwet, artikel 2.3."),
    )
    text = text(_("Wat staat er in de wet?"), most=500, rows=2, missing=_("Schrijf op wat de wet zegt."))
    mark = one_of(
        _("Hoe zeker is dit?"),
        Mark.choices,
        missing=_("Kies hoe zeker dit is."),
        help_text=_("Alleen wat in de wettekst is gezien en al geldt, laat minder niveaus over."),
    )
    levels = forms.MultipleChoiceField(
        label=_("Welke niveaus laat dit artikel toe?"),
        help_text=_("Kies niets als het artikel niets zegt over het niveau."),
        choices=DecisionLevel.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": UNKNOWN_LEVEL},
    )
    in_force_from = day(
        _("Geldt vanaf"), _("Laat leeg als het nog niet geldt, of als je dat niet weet."), required=False
    )
    source = line(_("Bron"), _("Waar heb je dit gelezen?"), most=300, required=False)
    checked_on = day(_("Gecontroleerd op"), required=False)


class MandateForm(forms.Form):
    """`number`: of what was written last, as this person read it; 0 when there was nothing."""

    level = levels_field(_("Op welk niveau wordt dit beslist?"))
    holder = line(
        _("Wie beslist?"),
        _("Bijvoorbeeld: het college van elke gemeente. Voor een inwoner wordt dat de eigen gemeente."),
        most=150,
        missing=_("Vul in wie er beslist, zoals: het college van elke gemeente."),
    )
    ground = line(
        _("Op grond waarvan?"),
        _("Een artikel, een regeling of een besluit."),
        most=300,
        missing=_("Vul in op grond waarvan, zoals een artikel of een besluit."),
    )
    from_on = day(_("Vanaf welke dag?"))
    body = line(_("Wie besloot dit?"), _("Laat leeg als het uit de wet komt."), most=150, required=False)
    decided_on = day(_("Op welke dag is dat besloten?"), required=False)
    reason = line(_("Waarom?"), most=REASON_LENGTH, required=False)
    number = forms.IntegerField(min_value=0, widget=forms.HiddenInput)


def mandate_form(now: Mandate | None, newest: Mandate | None) -> MandateForm:
    """What holds now, to be changed; from which day is for who fills it in."""
    begun = {name: getattr(now, name) for name in ("level", "holder", "ground")} if now else {}
    return MandateForm(initial={**begun, "number": newest.number if newest else 0})


class DeviationForm(forms.Form):
    municipality = forms.ModelChoiceField(
        label=_("Welke gemeente?"),
        queryset=municipalities_at([]),
        empty_label=_("Kies een gemeente"),
        error_messages={
            "required": _("Kies een gemeente."),
            "invalid_choice": _("Deze gemeente doet niet mee in deze regio. Kies een andere."),
        },
    )
    level = levels_field(_("Op welk niveau wordt het daar beslist?"))
    motive = text(
        _("Waarom doet deze gemeente het anders?"),
        most=500,
        rows=2,
        missing=_("Schrijf op waarom deze gemeente het anders doet."),
    )
    ground = line(
        _("Op grond waarvan?"),
        _("Een artikel, een regeling of een besluit."),
        most=300,
        missing=_("Vul in op grond waarvan, zoals een artikel of een besluit."),
    )
    body = line(_("Wie besloot dit?"), _("Bijvoorbeeld: de raad van Berkerwold."), most=150, required=False)
    decided_on = day(_("Op welke dag is dat besloten?"), required=False)
    from_on = day(_("Vanaf welke dag?"))
    ends_on = day(_("Tot en met welke dag?"), required=False)
    review_on = day(
        _("Of: wanneer bekijken jullie dit opnieuw?"), _("Vul minstens één van deze twee dagen in."), required=False
    )

    def __init__(self, *args: Any, places: Sequence[RegionMunicipality], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "municipality", municipalities_at(places))
