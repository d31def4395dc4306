"""A plan as a file: what is read, and the sentence and line of what is wrong."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from regiotafel.formats import plan
from regiotafel.formats.faults import FileRefused

DOCS = Path(__file__).parents[2] / "docs" / "priorities.md"
GOOD = DOCS.read_text(encoding="utf-8").split("```yaml\n")[1].split("```")[0]


def read(text: str) -> plan.Plan:
    return plan.read(text.encode())


def test_the_example_of_the_docs_is_read() -> None:
    found = read(GOOD)
    assert found.years == {"2027": 900000, "2028": 700000}
    assert found.measures["expertteam"] == plan.Measure(300000, "Eén expertteam", is_statutory=True)
    assert found.measures["wachttijd"].scores == {"urgentie": Decimal(5), "schaal": Decimal(3)}
    assert found.ballots == [
        plan.Ballot({"wachttijd": 3, "app": 1}, "gemeente", 5),
        plan.Ballot({"app": 1}, "jongere"),
    ]
    assert found.only_one == [frozenset({"app", "wachttijd-klein"})]
    assert read("capacity: 5\nmeasures: {a: {cost: 1}}").years == {"": 5}


@pytest.mark.parametrize(
    ("before", "after", "line", "says"),
    [
        ("years:", "capacity: 3\nyears:", 1, "één van beide"),
        ("years: {2027: 900000,", "years: {2027: 9.5,", 2, "years, 2027: dit is een geheel getal"),
        ("years:", "jaren:", 2, "jaren kennen we hier niet"),
        ("{cost: 80000}", "{price: 80000}", 8, "price kennen we hier niet"),
        ("{cost: 80000}", "{}", 8, "vul cost in"),
        ("{cost: 80000}", "{cost: -1}", 8, "geheel getal vanaf 0"),
        ("smaller_than: wachttijd}", "smaller_than: app2}", 7, "staat niet bij measures: app2"),
        ("smaller_than: wachttijd}", "smaller_than: wachttijd-klein}", 7, "kleinere vorm van zichzelf"),
        ("{cost: 450000,", "{smaller_than: wachttijd-klein, cost: 9,", 6, "→ wachttijd-klein →"),
        ("urgentie: 5", "spoed: 5", 6, "spoed kennen we hier niet"),
        ("statutory: true", "statutory: ja", 5, "true of false"),
        ("kind: gemeente, people: 5", "kind: school, people: 5", 12, "van deze soort staat geen deel"),
        ("people: 5", "people: 0", 12, "vanaf 1"),
        ("scores: [app]", "scores: [ap]", 13, "staat niet bij measures: ap"),
        ("scores: [app]", "scores: app", 13, "namen met een dubbele punt"),
        ("{urgentie: 3, schaal: 1}", "{urgentie: 0, schaal: 0}", 10, "gewicht boven 0"),
        ("urgentie: 5", "urgentie: 1e-9999999999", 6, "getal vanaf 0, met een punt"),
        ("wachttijd-klein:", '"wachttijd ":', 7, "wachttijd staat hier twee keer"),
        ("{urgentie: 3, schaal: 1}", "{urgentie: -3, schaal: 1}", 10, "getal vanaf 0, met een punt"),
    ],
)
def test_a_fault_has_its_line_and_a_sentence(before: str, after: str, line: int, says: str) -> None:
    assert before in GOOD
    with pytest.raises(FileRefused) as refused:
        read(GOOD.replace(before, after, 1))
    assert [one for one in refused.value.faults if one[0] == line and says in one[1]], refused.value.faults


@pytest.mark.parametrize("text", ["", "- a\n", "capacity: 5\n", "a: [", "capacity: &a 5\nmeasures: *a\n"])
def test_what_is_no_plan_is_refused(text: str) -> None:
    with pytest.raises(FileRefused):
        read(text)
