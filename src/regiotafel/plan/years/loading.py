"""How a page over the years finds a variant, and the way to lay them out that its address asks for."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from regiotafel.plan.models import Plan, Variant
from regiotafel.plan.years.analysis import Years, as_filled_in, as_placed, computed, picture, shifted
from regiotafel.plan.years.forms import COMPUTED, FILLED_IN, ChangeForm, KeepForm, ShiftForm, layouts
from regiotafel.plan.years.queries import Given, given_of, places_of, variant_in
from regiotafel.regions.access import RegionRequest, behind_its_door, shown


def load_variant(request: RegionRequest, plan: Plan, pk: int) -> Variant:
    return shown(variant_in(plan, pk), request.standings, behind_its_door, _("Deze variant is er niet meer."))


def given_now(plan: Plan) -> Given:
    return given_of(plan, timezone.localdate().year)


def laid_out(given: Given, word: str, variants: Sequence[Variant]) -> Years:
    """word: as a form offers it; of a variant its key."""
    if word == COMPUTED:
        return computed(given)
    if word == FILLED_IN:
        return as_filled_in(given)
    return as_placed(given, places_of(next(one for one in variants if str(one.pk) == word)))


@dataclass(frozen=True)
class Side:
    """One way to lay them out, with the word in the address and its name."""

    word: str
    name: str
    years: Years

    @property
    def is_variant(self) -> bool:
        return self.word not in (COMPUTED, FILLED_IN)


def side(given: Given, word: str, variants: Sequence[Variant]) -> Side:
    return Side(word, dict(layouts(variants))[word], laid_out(given, word, variants))


def what_if(given: Given, form: ShiftForm, variants: Sequence[Variant]) -> dict[str, Any]:
    """What the page of a shift shows, with the form to keep it: as a new variant, or in the one that was shifted."""
    word, number = form.cleaned_data["uit"] or COMPUTED, form.cleaned_data["maatregel"]
    before = side(given, word, variants)
    to = form.to(before.years.at.get(number))
    found = shifted(given, before.years, number, to, is_along=form.cleaned_data["mee"])
    of = next((one for one in variants if str(one.pk) == word), None)
    at = found.years.at
    keep = ChangeForm(places=at, version=of.version) if of else KeepForm(places=at)
    measure = next(row.measure for row in given.rows if row.measure.number == number)
    slots = {"was": before.years.by_number.get(number), "is_now": found.years.by_number.get(number)}
    shown = {"before": before, "shift": found, "picture": picture(found.years), "moved": measure}
    return {**shown, **slots, "of": of, "keep": keep}
