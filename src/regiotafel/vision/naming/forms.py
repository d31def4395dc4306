"""Which kind a passage is, as its writer fills it in."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from regiotafel.history.models import REASON_LENGTH
from regiotafel.refused import Refused
from regiotafel.vision.models import MOTIVE_LENGTH, Particulars, Passage, PassageKind
from regiotafel.vision.naming.queries import Named
from regiotafel.vision.naming.rules import Chosen, check_particulars, field_of, whole
from regiotafel.vision.queries import Standing
from regiotafel.vision.writing.forms import NewPassageForm
from regiotafel.web.fields import carried, choose, day, line, words

ONLY_EXCEPTION = ("principle", "motive", "ends_on", "review_on")


class _KindFields(forms.Form):
    kind = forms.ChoiceField(
        label=_("Wat voor passage is dit?"),
        help_text=_("Principes zijn de basis van de tekst. Een uitzondering hoort bij één principe."),
        required=False,
        choices=[*PassageKind.choices, ("", _("nog niet benoemd"))],
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": _("Kies een van deze soorten.")},
    )
    principle = forms.TypedChoiceField(
        label=_("Op welk principe is dit een uitzondering?"),
        coerce=int,
        empty_value=None,
        required=False,
        error_messages={"invalid_choice": _("Dit is geen leidend principe in deze tekst. Kies een ander.")},
    )
    motive = words(
        _("Waarom geldt hier iets anders?"),
        _("Lezers zien dit bij de passage."),
        most=MOTIVE_LENGTH,
        required=False,
    )
    ends_on = day(_("Tot en met welke dag geldt de uitzondering?"), required=False)
    review_on = day(
        _("Of: wanneer bekijken jullie die opnieuw?"), _("Vul minstens één van deze twee dagen in."), required=False
    )

    def __init__(self, *args: Any, principles: Sequence[Standing], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        none = gettext("Kies een principe") if principles else gettext("Er is nog geen leidend principe in deze tekst")
        choices = [(str(one.passage.pk), one.named) for one in principles]
        choose(self, "principle", [("", none), *choices])

    @property
    def is_open(self) -> bool:
        """Whether what only an exception needs is shown at once."""
        return self["kind"].value() == PassageKind.EXCEPTION or any(self[name].errors for name in ONLY_EXCEPTION)

    @property
    def of_exception(self) -> list[forms.BoundField]:
        return [self[name] for name in ONLY_EXCEPTION]

    def clean(self) -> None:
        if not set(ONLY_EXCEPTION) & set(self.errors) and "kind" not in self.errors:
            try:
                check_particulars(self.what(), timezone.localdate())
            except Refused as fault:
                self.add_error(fault.field or None, str(fault))

    def what(self) -> Particulars:
        values = self.cleaned_data
        return whole(
            Particulars(values["kind"], values["principle"], values["motive"], values["ends_on"], values["review_on"])
        )


class KindForm(_KindFields):
    """`seen`: how often the passage was named when this person opened the page."""

    reason = line(
        _("Waarom verander je de soort?"),
        _("Lezers zien deze reden bij de geschiedenis van de passage."),
        most=REASON_LENGTH,
        required=False,
    )
    seen = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, principles: Sequence[Standing], passage: Passage, is_named: bool, **more: Any
    ) -> None:
        among = [one for one in principles if one.passage.pk != passage.pk]
        super().__init__(*args, principles=among, **more)
        if is_named:
            self.fields["reason"].required = True
            self.fields["reason"].error_messages["required"] = _("Schrijf op waarom je de soort verandert.")
        else:
            del self.fields["reason"]

    def values(self) -> dict[str, Any]:
        values = self.cleaned_data
        return {"what": self.what(), "seen": values["seen"], "reason": values.get("reason", "")}


class KindsForm(forms.Form):
    """Of all passages of a chapter. An exception is not made here: that says more than its kind. `seen`: of each the
    number, how often it was named, and as what, when this person opened the page."""

    reason = line(
        _("Waarom verander je soorten?"),
        _("Nodig als je een soort verandert die er al stond. Lezers zien deze reden bij de passage."),
        most=REASON_LENGTH,
        required=False,
    )
    # Some signs for each passage of the chapter.
    seen = carried(most=100_000, required=True)

    def __init__(self, *args: Any, rows: Sequence[Named], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["seen"], self.rows = seen_as_text(rows), rows
        for row in rows:
            self.fields[field_of(row.number)] = _kind_of(row.standing.passage)

    @property
    def table(self) -> list[tuple[Named, forms.BoundField]]:
        return [(row, self[field_of(row.number)]) for row in self.rows]

    def clean_seen(self) -> dict[int, tuple[int, str]]:
        try:
            parts = [one.split(":") for one in self.cleaned_data["seen"].split()]
            return {int(number): (int(seen), kind) for number, seen, kind in parts}
        except ValueError:
            raise forms.ValidationError(gettext("Open deze pagina opnieuw. Er is niets opgeslagen.")) from None

    def clean(self) -> None:
        changed = [] if self.errors else self.chosen()
        if any(one.seen for one in changed) and not self.cleaned_data["reason"]:
            self.add_error("reason", gettext("Schrijf op waarom je de soort verandert."))

    def chosen(self) -> list[Chosen]:
        """Only what this person chose otherwise than it stood."""
        found = []
        for row in self.rows:
            seen, was = self.cleaned_data["seen"].get(row.number, (row.seen, row.standing.passage.kind))
            if (kind := self.cleaned_data[field_of(row.number)]) != was:
                found.append(Chosen(row.standing.passage, seen, Particulars(kind)))
        return found

    def again(self, rows: Sequence[Named]) -> dict[str, str]:
        """What is filled in after a colleague saved: what this person chose, and beside it what stands there now."""
        mine = {one.passage.number: one.what.kind for one in self.chosen()}
        kinds = {field_of(row.number): mine.get(row.number, row.standing.passage.kind) for row in rows}
        return {**kinds, "reason": self.cleaned_data["reason"], "seen": seen_as_text(rows)}


def seen_as_text(rows: Sequence[Named]) -> str:
    return " ".join(f"{row.number}:{row.seen}:{row.standing.passage.kind}" for row in rows)


def _kind_of(passage: Passage) -> forms.ChoiceField:
    kinds = [one for one in PassageKind.choices if one[0] != PassageKind.EXCEPTION or passage.is_exception]
    return forms.ChoiceField(
        label=gettext("Soort van passage %(number)d") % {"number": passage.number},
        required=False,
        initial=passage.kind,
        choices=[("", gettext("nog niet benoemd")), *kinds],
        error_messages={"invalid_choice": gettext("Kies een van deze soorten.")},
    )


class TakeBackForm(forms.Form):
    """last: the newest of what this person read that they named last."""

    last = forms.IntegerField()


class AddPassageForm(_KindFields, NewPassageForm):
    field_order = ("text", "reason", "kind", *ONLY_EXCEPTION)

    def values(self) -> dict[str, Any]:
        return {"text": self.cleaned_data["text"], "reason": self.cleaned_data["reason"], "what": self.what()}
