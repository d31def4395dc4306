"""What a municipality fills in besides its sheet."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from regiotafel.history.models import REASON_LENGTH
from regiotafel.mandates.filling_in.rules import ALL_POINTS
from regiotafel.mandates.models import Floor, Reweighing, Subject
from regiotafel.web import fields


class FloorForm(forms.Form):
    """`number`: of the floor that this person read; 0 when there was none."""

    percent = fields.number(
        _("Vanaf hoeveel procent tekenen jullie?"),
        _("Van wat jullie het liefst willen. Laat het leeg als jullie geen ondergrens hebben."),
        least=1,
        most=100,
        required=False,
    )
    because = fields.line(_("Waarom?"), most=REASON_LENGTH, required=False)
    number = forms.IntegerField(min_value=0, widget=forms.HiddenInput)


def floor_form(newest: Floor | None) -> FloorForm:
    if newest is None:
        return FloorForm(initial={"number": 0})
    return FloorForm(initial={"percent": newest.percent, "because": newest.because, "number": newest.number})


class PointsForm(forms.Form):
    """A hundred points over the subjects for which there is a level. `number`: of the change that this person read."""

    reason = fields.line(
        _("Waarom veranderen jullie de punten?"),
        _("Dit staat straks bij elke uitkomst, met de oude punten ernaast."),
        most=REASON_LENGTH,
        missing=_("Schrijf op waarom. Dit staat straks bij elke uitkomst."),
    )
    authority = fields.line(
        _("Namens wie?"),
        _("Bijvoorbeeld: het college, besluit van 12 januari 2027."),
        most=150,
        missing=_("Vul in namens wie, zoals: het college, besluit van 12 januari 2027."),
    )
    number = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    def __init__(self, *args: Any, rows: Sequence[tuple[Subject, int, int]], **kwargs: Any) -> None:
        """rows: subject, points at closing, points now."""
        super().__init__(*args, **kwargs)
        self.of_subjects: list[tuple[Subject, int, str]] = []
        for subject, before, now in rows:
            name = f"points_{subject.pk}"
            self.fields[name] = fields.number(subject.title, least=0, most=ALL_POINTS, initial=now)
            # The script that counts what is left knows it by this.
            self.fields[name].widget.attrs["data-point"] = ""
            self.of_subjects.append((subject, before, name))
        self.order_fields([*(name for *_row, name in self.of_subjects), "reason", "authority", "number"])

    def points(self) -> dict[int, int]:
        return {subject.pk: self.cleaned_data[name] for subject, _before, name in self.of_subjects}

    @property
    def point_rows(self) -> list[tuple[Subject, int, forms.BoundField]]:
        return [(subject, before, self[name]) for subject, before, name in self.of_subjects]

    @property
    def why_rows(self) -> list[forms.BoundField]:
        return [self["reason"], self["authority"]]


def points_initial(newest: Reweighing | None) -> dict[str, Any]:
    return {"number": newest.number, "authority": newest.authority} if newest else {"number": 0}
