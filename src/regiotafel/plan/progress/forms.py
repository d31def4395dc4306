"""What somebody fills in about how a measure goes, and how often that is asked."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from regiotafel.history.models import REASON_LENGTH
from regiotafel.plan.models import Pace, Plan, Progress, Rhythm
from regiotafel.plan.progress.rules import MONTHS, WORDS
from regiotafel.web import fields
from regiotafel.web.persons import warning_about

# So many years after the plan something can still be expected.
YEARS_AFTER = 4


class ProgressForm(forms.Form):
    """`number`: of what was told last, as this person read it. `warned`: the words of which they read already
    that somebody may be recognised by them."""

    pace = fields.one_of(_("Hoe gaat het?"), Pace.choices, missing=_("Kies hoe het gaat."))
    done = fields.words(_("Wat is er gedaan?"), most=WORDS["done"], required=False)
    late = fields.words(_("Wat loopt achter, en waarom?"), most=WORDS["late"], required=False)
    expected_year = forms.TypedChoiceField(
        label=_("Loopt het achter? In welk jaar is het dan klaar?"), coerce=int, empty_value=None, required=False
    )
    needed = fields.words(_("Wat is er nodig?"), most=WORDS["needed"], required=False)
    number = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    warned = fields.carried(most=4_000)

    def __init__(self, *args: Any, plan: Plan, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        unknown = ("", gettext("dat weten we nog niet"))
        years = range(plan.first_year, plan.last_year + 1 + YEARS_AFTER)
        fields.choose(self, "expected_year", [unknown, *((year, str(year)) for year in years)])

    def words(self) -> str:
        return "\n".join(self.cleaned_data[name] for name in WORDS if self.cleaned_data[name])

    def warning(self) -> str:
        """What this person did not read yet about these words."""
        return "" if self.cleaned_data["warned"] == self.words() else warning_about(self.words())

    def values(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("pace", *WORDS, "expected_year", "number")}


def as_told(progress: Progress) -> dict[str, Any]:
    return {name: getattr(progress, name) for name in ("pace", *WORDS, "expected_year")}


class HideForm(forms.Form):
    reason = fields.line(
        _("Waarom verberg je dit?"),
        _("Dit komt in het logboek. Noem geen namen."),
        most=REASON_LENGTH,
        missing=_("Schrijf op waarom."),
    )


class RhythmForm(forms.Form):
    """`version`: of what this person read; 0: there was nothing yet."""

    months = forms.TypedChoiceField(
        label=_("Hoe vaak vragen we hoe het gaat?"), coerce=int, empty_value=None, required=False
    )
    first_on = fields.day(_("Vanaf welke dag?"), _("Op die dag krijgt elke eigenaar de eerste mail."))
    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    def __init__(self, data: Mapping[str, Any] | None = None, *, now: Rhythm | None) -> None:
        begun = {"months": now.months, "first_on": now.first_on, "version": now.version} if now else {"version": 0}
        super().__init__(data, initial=begun)
        fields.choose(self, "months", [("", gettext("niet")), *MONTHS.items()])
