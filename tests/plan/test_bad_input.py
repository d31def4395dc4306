"""Bad input around a plan, case by case: a clear sentence that says what to do, a correct status, and nothing stored.

`pytest tests/plan/test_bad_input.py -s` prints each case with the sentence that a person reads.
"""

import io
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from openpyxl import Workbook

from regiotafel.formats.tables import write_csv
from regiotafel.plan.bringing.queries import columns_of
from regiotafel.plan.making.actions import begin_plan, move_plan
from regiotafel.plan.measures.actions import change_measure, move_measure, set_effort, set_needs
from regiotafel.plan.models import Criterion, Dependency, Effort, Measure, MeasureStep, OneOf, Plan, PlanState, Size
from regiotafel.plan.rules import Amount
from regiotafel.regions.models import Role
from tests.factories import make_member
from tests.plan.conftest import YEARS, Planned
from tests.test_bad_input import words_of

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("plan")]

DUTY = {"is_statutory": True, "ground": "Jeugdwet, artikel 2.3"}


class World:
    """The plan of all these tests, and somebody who writes it."""

    def __init__(self, planned: Planned) -> None:
        self.planned, self.client = planned, Client()
        self.client.force_login(make_member(planned.loop.region, Role.EDITOR))
        self.stored: bool | None = None

    def press(self, name: str, data: dict[str, Any] | None = None, *args: Any, plan: str = "") -> Any:
        """The one press that a case is about."""
        where = [self.planned.loop.region.slug]
        if name != "new_plan":
            where.append(plan or self.planned.plan.slug)
        address, before = reverse(f"plan:{name}", args=[*where, *args]), stored()
        response = self.client.get(address) if data is None else self.client.post(address, data)
        self.stored = stored() != before
        return response

    def bring(self, data: bytes, name: str = "m.csv") -> Any:
        return self.press("bring", {"brought": SimpleUploadedFile(name, data)})

    def rows(self, *rows: list[object]) -> Any:
        width = len(columns_of(self.planned.plan))
        whole = [[*row, *[None] * (width - len(row))] for row in rows]
        return self.bring("".join(write_csv(columns_of(self.planned.plan), whole)).encode())

    def measure(self, n: int = 0, **more: Any) -> Any:
        now = self.planned.now(n)
        return self.press("change_measure", {"title": now.title, "version": now.version, **more}, now.number)

    def effort(self, **more: Any) -> Any:
        now = self.planned.now()
        return self.press("effort", {"version": now.version, **more}, now.number)

    def move(self, n: int, state: str, **more: Any) -> Any:
        now = self.planned.now(n)
        return self.press("move_measure", {"version": now.version, "state": state, **more}, now.number)

    def needs(self, n: int, on: list[int], one_of: str = "") -> Any:
        now = self.planned.now(n)
        data = {"version": now.version, "on": on, "new_choice": one_of}
        return self.press("needs", data, now.number)

    # What stands before the press.

    def hang(self, n: int, on: list[int], one_of: str = "") -> None:
        now, others = self.planned.now(n), [self.planned.now(other) for other in on]
        set_needs(**self.planned.done(), measure=now, version=now.version, on=others, one_of=one_of)

    def gone(self, n: int) -> None:
        now = self.planned.now(n)
        said = {"state": "withdrawn", "reason": "Bestaat al."}
        move_measure(**self.planned.done(), measure=now, version=now.version, **said)

    def must(self, n: int) -> None:
        now = self.planned.now(n)
        change_measure(**self.planned.done(), measure=now, version=now.version, title=now.title, **DUTY)

    def propose(self, *numbers: int) -> None:
        for n in numbers:
            now = self.planned.now(n)
            move_measure(**self.planned.done(), measure=now, version=now.version, state="proposed")

    def takes(self, n: int, money: int) -> None:
        now = self.planned.now(n)
        set_effort(**self.planned.done(), measure=now, version=now.version, amounts={YEARS[0]: Amount(money, 0)})

    def finish(self) -> None:
        for state in (PlanState.OPEN, PlanState.RUNNING, PlanState.DONE):
            plan = Plan.objects.get(pk=self.planned.plan.pk)
            move_plan(**self.planned.done(), plan=plan, version=plan.version, state=state)

    def empty(self) -> str:
        first, last = YEARS[0], YEARS[-1]
        made = begin_plan(
            **self.planned.done(), region=self.planned.loop.region, title="Leeg", first_year=first, last_year=last
        )
        return made.slug


def stored() -> list[object]:
    """Everything that a press about a plan could add or change."""
    kept = (Plan, Measure, MeasureStep, Effort, Dependency, OneOf, Size, Criterion)
    versions = [
        [*model.objects.order_by("pk").values_list("version", flat=True)] for model in (Plan, Measure, Criterion)
    ]
    return [*(model.objects.count() for model in kept), *versions]


def workbook(formula: str) -> bytes:
    """As a program writes one that nobody ever opened: the formula without its outcome."""
    book = Workbook()
    book.active.append(["maatregel", f"geld_{YEARS[0]}"])
    book.active.append(["Een chat openen", formula])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def too_large(world: World) -> Any:
    address = reverse("plan:bring", args=[world.planned.loop.region.slug, world.planned.plan.slug])
    kind = "multipart/form-data; boundary=x"
    return world.client.generic("POST", address, b"--x\r\n", content_type=kind, CONTENT_LENGTH=str(100 * 1024 * 1024))


def waits_in_a_circle(world: World) -> Any:
    world.hang(0, [1])
    world.hang(1, [2])
    return world.needs(2, [1])


def waits_for_what_excludes_it(world: World) -> Any:
    world.hang(1, [], "Welke?")
    return world.needs(0, [2], "Welke?")


def two_duties(world: World) -> Any:
    for n in (0, 1):
        world.hang(n, [], "Welke?")
    world.must(0)
    return world.measure(1, is_statutory="on", ground=DUTY["ground"])


def comes_back_too_early(world: World) -> Any:
    world.hang(0, [1])
    for n in (0, 1):
        world.gone(n)
    return world.move(0, "idea")


def is_still_waited_for(world: World) -> Any:
    world.hang(0, [1])
    return world.move(1, "withdrawn", reason="Bestaat al.")


def dearer_than_there_is(world: World) -> Any:
    world.takes(0, 500_000)
    world.propose(0, 1, 2)
    return world.press("years")


def all_of_it_must(world: World) -> Any:
    for n in range(3):
        world.must(n)
        world.takes(n, 300_000)
    world.propose(0, 1, 2)
    return world.press("order")


def swapped(world: World) -> Any:
    titles = [one.title for one in world.planned.measures]
    return world.rows([1, titles[1]], [2, titles[0]])


def another_region(world: World) -> Any:
    return world.client.get(f"/narnia/plan/{world.planned.plan.slug}/")


def weighs_too_much(world: World) -> Any:
    one = Criterion.objects.filter(plan=world.planned.plan)[0]
    names = ("name", "definition", "version", *(f"anchor_{n}" for n in range(1, 6)))
    return world.press("change_criterion", {**{n: getattr(one, n) for n in names}, "weight": 101}, one.pk)


def nothing_weighs(world: World) -> Any:
    Criterion.objects.filter(plan=world.planned.plan).update(weight=0)
    return world.press("order")


CASES: dict[str, tuple[Callable[[World], Any], int, str]] = {
    "an empty plan": (lambda w: w.press("plan", plan=w.empty()), 200, "Eerst verzamelen de gemeenten maatregelen"),
    "an empty plan that everybody would read": (
        lambda w: w.press("move_plan", {"version": 1, "state": "open"}, plan=w.empty()),
        422,
        "Voeg er eerst een toe",
    ),
    "an order of nothing": (lambda w: w.press("order", plan=w.empty()), 200, "Geef eerst minstens twee maatregelen"),
    "weights that are all nothing": (nothing_weighs, 200, "Laat minstens één criterium meetellen"),
    "a weight above the most": (weighs_too_much, 422, "Vul een heel getal in van 0 tot en met 100"),
    "dearer than there is": (
        dearer_than_there_is,
        200,
        "Klik op een maatregel om het bedrag of de jaren aan te passen",
    ),
    "all of it must, and that is more than there is": (all_of_it_must, 200, "500.000 meer dan er is"),
    "waiting in a circle": (waits_in_a_circle, 422, "Kies een andere"),
    "waiting for what excludes it": (
        waits_for_what_excludes_it,
        422,
        "Haal er een uit de keuze, of laat die niet wachten",
    ),
    "two duties of which one can be": (two_duties, 422, "Haal een van de twee uit de keuze"),
    "waiting for itself": (lambda w: w.needs(0, [1]), 422, "Deze maatregel staat niet in dit plan"),
    "back while what it waits for is gone": (comes_back_too_early, 422, "Maak van die maatregel eerst weer een idee"),
    "gone while another waits for it": (is_still_waited_for, 422, "Haal eerst daar weg"),
    "not in the plan, without why": (lambda w: (w.propose(0), w.move(0, "not"))[1], 422, "Schrijf op waarom"),
    "a plan that is over": (
        lambda w: (w.finish(), w.measure(theme="Wonen"))[1],
        422,
        "Zet het eerst weer in uitvoering",
    ),
    "a year outside the plan": (lambda w: w.measure(earliest_year=2031), 422, "Kies een jaar uit de lijst"),
    "an end before the beginning": (
        lambda w: w.measure(earliest_year=2029, latest_year=2028),
        422,
        "Kies een later jaar",
    ),
    "a duty without its ground": (lambda w: w.measure(is_statutory="on"), 422, "Vul in welk artikel of besluit"),
    "negative money": (lambda w: w.effort(money_2027=-5), 422, "Vul een heel getal in van 0 tot en met 10.000.000.000"),
    "half an hour": (lambda w: w.effort(hours_2027="0,5"), 422, "Vul een heel getal in"),
    "more money than there is": (lambda w: w.effort(money_2027=10**11), 422, "tot en met 10.000.000.000"),
    "an owner of another region": (lambda w: w.measure(owner="municipality-999999"), 422, "Kies een andere"),
    "a level that does not exist": (lambda w: w.measure(level="galactisch"), 422, "Kies een niveau uit de lijst"),
    "a title that is taken": (lambda w: w.measure(title=w.planned.measures[1].title), 422, "Kies een andere titel"),
    "another region's plan": (another_region, 404, "bestaat niet"),
    "a file of nothing": (lambda w: w.bring(b""), 422, "leeg"),
    "a file of names only": (lambda w: w.bring(b"maatregel\n"), 422, "Er staat geen maatregel in dit bestand"),
    "a file of 100 MB": (too_large, 413, "te groot"),
    "a file above the most": (lambda w: w.bring(b"maatregel\n" + b"a" * 1_000_001), 422, "hooguit 1 MB"),
    "a file in broken encoding": (lambda w: w.bring(b"maatregel\nE\xff\xfen chat\n"), 422, "UTF-8"),
    "a file in the letters of old Excel": (lambda w: w.bring("maatregel\nEén chat\n".encode("cp1252")), 422, "UTF-8"),
    "a picture": (lambda w: w.bring(b"\x89PNG\r\n\x1a\n\x00\x00\x00"), 422, "Dit is een plaatje"),
    "a document": (lambda w: w.bring(b"%PDF-1.7\n"), 422, "Zoek de tabel zelf op"),
    "a formula that nobody calculated": (
        lambda w: w.bring(workbook("=1+1"), "m.xlsx"),
        422,
        "Open het in Excel, sla het op en kies het opnieuw",
    ),
    "a calculation that failed": (
        lambda w: w.bring(b"maatregel;geld_2027\nChat;#DEEL/0!\n"),
        422,
        "Vul de waarde zelf in",
    ),
    "a column that nobody knows": (lambda w: w.bring(b"maatregel;kleur\nChat;rood\n"), 422, "“kleur” kennen we niet"),
    "a row with negative money": (lambda w: w.bring(b"maatregel;geld_2027\nChat;-5\n"), 422, "Regel 2: "),
    "a row outside the years": (lambda w: w.rows([None, "Chat", "", "", "", "", 2040]), 422, "2027 tot en met 2030"),
    "an owner that nobody knows": (lambda w: w.rows([None, "Chat", "", "Aldorp"]), 422, "Aaldorp"),
    "rows that swap their titles": (swapped, 422, "Geef die eerst een andere titel"),
    "a preview that somebody changed": (
        lambda w: w.press("take", {"rows": "x", "seen": "y"}),
        422,
        "Kies het bestand opnieuw",
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_bad_input_gets_a_sentence_that_says_what_to_do_and_changes_nothing(case: str, planned: Planned) -> None:
    act, status, expected = CASES[case]
    world = World(planned)
    response = act(world)
    page = words_of(response.content.decode())
    found = re.search(r"[^.>|]*" + re.escape(expected) + r"[^|]{0,160}", page)
    assert response.status_code == status
    assert found, page
    assert not world.stored
    print(f"{case}: {status} {found.group(0).strip()}")  # noqa: T201
