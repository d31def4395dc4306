"""How every page of the register finds what its address names, and what these pages share."""

from collections.abc import Callable
from typing import Any

from django.forms import Form
from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _

from regiotafel.history.rules import ChangedMeanwhile
from regiotafel.mandates.models import Deviation, LawFact, Mandate, Subject
from regiotafel.mandates.queries import deviation_in, law_fact_in, mandate_in, subject_in
from regiotafel.mandates.rules import PART
from regiotafel.refused import Refused
from regiotafel.regions.access import RegionRequest, behind_its_door, shown
from regiotafel.web.pages import page


def load(request: RegionRequest, slug: str) -> Subject:
    found = subject_in(request.region, slug)
    return shown(
        found, request.standings, behind_its_door, _("Dit onderwerp staat niet in het register van deze regio.")
    )


def load_law_fact(request: RegionRequest, subject: Subject, pk: int) -> LawFact:
    found = law_fact_in(subject, pk)
    return shown(found, request.standings, behind_its_door, _("Deze regel over de wet is er niet meer."))


def load_mandate(request: RegionRequest, subject: Subject, number: int) -> Mandate:
    found = mandate_in(subject, number)
    return shown(found, request.standings, behind_its_door, _("Dit besluit staat niet bij dit onderwerp."))


def load_deviation(request: RegionRequest, subject: Subject, pk: int) -> Deviation:
    found = deviation_in(subject, pk)
    return shown(found, request.standings, behind_its_door, _("Deze afwijking staat niet bij dit onderwerp."))


def register_page(request: RegionRequest, template: str, **context: Any) -> HttpResponse:
    return page(request, template, here=PART, **context)


def writing_page(request: RegionRequest, template: str, **context: Any) -> HttpResponse:
    """A page for who writes, kept by nobody."""
    return register_page(request, template, kept=False, **context)


def is_refused(form: Form, act: Callable[[], object]) -> bool:
    """Does it. What a rule says against it stands in the form, at its field; who was before is for the page itself."""
    try:
        act()
    except ChangedMeanwhile:
        raise
    except Refused as refused:
        form.add_error(refused.field if refused.field in form.fields else None, str(refused))
        return True
    return False
