"""What comes first in a plan and why, on one sheet of paper."""

import io
from datetime import date
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from regiotafel.plan.making.actions import begin_plan, move_plan
from regiotafel.plan.measures.actions import add_measure, set_effort
from regiotafel.plan.models import Measure, Plan, PlanState
from regiotafel.plan.rules import Amount
from regiotafel.plan.telling.queries import Told, parts_of
from regiotafel.publishing.plan_sheet.actions import paper, sheet_key
from regiotafel.publishing.plan_sheet.queries import SIZES, Sheet, sheet_of
from regiotafel.publishing.plan_sheet.tasks import print_sheet
from regiotafel.regions.models import Region
from regiotafel.web.files import printed
from tests.factories import NOW, RegionFactory

STATES = ("busy", "planned", "later", "not", "done", "proposed")
TITLE = "Elke maand op één plek tonen hoe lang gezinnen wachten"
REASON = "Het past niet in het geld van deze jaren. In 2031 kijken we opnieuw."


def sheet(n: int, title: str = TITLE, reason: str = REASON) -> Sheet:
    """Of a plan that stands in no table."""
    plan = Plan(pk=1, title="Plan", first_year=2027, last_year=2030, region=Region(pk=1, name="Proef"))
    given: dict[str, Any] = {"takes": Amount(450_000, 1_600), "years": (2027, 2029), "since": None, "waits": ()}
    measures = [Measure(number=k, title=title, state=STATES[k % 6], is_of_region=True) for k in range(1, n + 1)]
    rows = [Told(measure=one, reason=reason, **given) for one in measures]
    return Sheet(plan, date(2027, 3, 12), parts_of(plan, rows, 2027))


def numbers(found: Sheet) -> list[int]:
    return [cell.number for page in found.pages for _name, cells in page for cell in cells]


def test_letters_become_smaller_until_all_fits_and_what_does_not_goes_on() -> None:
    sizes = [sheet(n).size for n in (0, 6, 24, 36, 60)]
    assert [SIZES.index(one) for one in sizes] == sorted(SIZES.index(one) for one in sizes)
    assert [len(sheet(n).pages) for n in (0, 24, 60)] == [1, 1, 1]
    long = sheet(150)
    assert len(long.pages) > 1
    assert sorted(numbers(long)) == list(range(1, 151)), "each of them, once"
    assert all(name and cells for page in long.pages for name, cells in page)
    assert "gaat verder op de volgende pagina" in paper(long, "https://tafel.example/")
    assert "gaat verder" not in paper(sheet(60), "https://tafel.example/")
    assert len(sheet(60, "x" * 120, "y " * 150).pages) > 1
    assert sheet(2, reason="y " * 200).pages[0][0][1][0].why.endswith(" …")


def test_what_reads_otherwise_is_another_print() -> None:
    assert sheet_key(sheet(3)) == sheet_key(sheet(3))
    assert len({sheet_key(one) for one in (sheet(3), sheet(4), sheet(3, reason="Anders."))}) == 3


@pytest.mark.pdf
@pytest.mark.django_db
def test_sixty_measures_fit_on_one_sheet_of_a3() -> None:
    cache.clear()
    done: dict[str, Any] = {"by": None, "at": NOW}
    plan = begin_plan(**done, region=RegionFactory(slug="proef"), title="Plan", first_year=2027, last_year=2030)
    for n in range(60):
        made = add_measure(**done, plan=plan, title=f"{TITLE} ({n})", owner="region", state="proposed")
        set_effort(**done, measure=made, version=1, amounts={2027: Amount(450_000, 1_600), 2029: Amount(0, 10)})
    address = reverse("publishing:plan_pdf", args=["proef", plan.slug])
    assert Client().get(address).status_code == 404, "it is prepared"
    plan = move_plan(**done, plan=plan, version=plan.version, state=PlanState.OPEN)
    assert Client().get(address).status_code in (200, 202)
    today = timezone.localdate()
    print_sheet.func(plan.pk, today.isoformat(), "https://tafel.example/")
    found = printed(sheet_key(sheet_of(plan, today)))
    assert found is not None
    print_sheet.func(plan.pk, today.isoformat(), "https://tafel.example/")
    assert printed(sheet_key(sheet_of(plan, today))) == found
    pages = PdfReader(io.BytesIO(found)).pages
    millimetres = [round(float(side) / 72 * 25.4) for side in (pages[0].mediabox.width, pages[0].mediabox.height)]
    assert (len(pages), millimetres) == (1, [420, 297])
    assert Client().get(address)["Content-Type"] == "application/pdf"
