"""By what measures are weighed, and what a score is."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from django.utils.translation import gettext_lazy as _

from regiotafel.history.models import REASON_LENGTH
from regiotafel.history.rules import check_seen
from regiotafel.plan.models import LEAST, MOST, Criterion, Measure
from regiotafel.plan.rules import OUT, PlanRefused, check_lengths

ANCHORS = tuple(f"anchor_{n}" for n in range(LEAST, MOST + 1))
FIELDS: Mapping[str, int] = {"name": 60, "definition": 500, **dict.fromkeys(ANCHORS, 200)}
HEAVIEST = 100


class GivenScore(NamedTuple):
    """By one criterion: a score, or None when there is none (any more), and why."""

    value: int | None
    reason: str = ""


def check_criterion(found: Mapping[str, Any]) -> None:
    if not found["name"]:
        raise PlanRefused(_("Vul in hoe het criterium heet."), field="name")
    if not found["definition"]:
        raise PlanRefused(_("Schrijf op wat jullie ermee bedoelen."), field="definition")
    for n, anchor in enumerate(ANCHORS, start=LEAST):
        if not found[anchor]:
            told = _("Schrijf op wanneer iemand een %(n)d geeft. Dan bedoelt iedereen hetzelfde.") % {"n": n}
            raise PlanRefused(told, field=anchor)
    check_lengths({name: (found[name], most) for name, most in FIELDS.items()})
    if not 0 <= found["weight"] <= HEAVIEST:
        raise PlanRefused(_("Vul een heel getal in van 0 tot en met %(most)d.") % {"most": HEAVIEST}, field="weight")


def check_name_free(is_taken: bool) -> None:
    if is_taken:
        raise PlanRefused(_("Er is al een criterium met deze naam. Kies een andere naam."), field="name")


def check_version(criterion: Criterion, seen: int) -> None:
    check_seen(seen, criterion.version, criterion)


def check_stands(criterion: Criterion) -> None:
    if criterion.retired_at is not None:
        raise PlanRefused(_("Dit criterium is vervallen. Zet het eerst terug."))


def check_can_score(measure: Measure) -> None:
    if measure.state in OUT:
        told = _("Deze maatregel is %(state)s. Daarom kun je er geen scores aan geven.")
        raise PlanRefused(told % {"state": measure.get_state_display()})


def check_score(value: int | None, reason: str, *, field: str) -> None:
    if value is not None and not LEAST <= value <= MOST:
        told = _("Kies een score van %(least)d tot en met %(most)d.") % {"least": LEAST, "most": MOST}
        raise PlanRefused(told, field=field)
    check_lengths({f"{field}_reason": (reason, REASON_LENGTH)})
