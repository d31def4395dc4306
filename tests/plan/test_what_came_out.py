"""What a round of choosing leads to, and how that is told: without a database."""

import subprocess
import sys
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import msgspec
import pytest

from regiotafel.formats import plan as plan_file
from regiotafel.formats.plan import Ballot, Measure, Plan
from regiotafel.plan.outcomes.analysis import answer_of, unit_for
from regiotafel.plan.outcomes.rules import Answer, Asked, Rule, by_measure, compared, difference, groups_of, plain, read
from regiotafel.plan.outcomes.tags import Teller, agreed_told, differences_told, split_told

A, B, C, D = (f"{n:06}" for n in (1, 2, 3, 4))
PLAN = Plan(
    {"": 120_000},
    {A: Measure(60_000, "Aanmeldpunt"), B: Measure(50_000, "Bellen"), C: Measure(40_000, "Crisisdienst")},
    [Ballot({A: 1}, "gemeenten", 6), Ballot({A: 1, B: 1}, "gemeenten", 6), Ballot({B: 1, C: 1}, "jongeren", 8)],
    {"gemeenten": 2, "jongeren": 1},
)


def of(plan: Plan = PLAN, rule: Rule | None = None, **more: object) -> Answer:
    return answer_of(Asked(plan, **more), rule or Rule())  # type: ignore[arg-type]


def why(answer: Answer, key: str, **more: object) -> str:
    return Teller(answer, **more).why(answer.by_key[key])  # type: ignore[arg-type]


def test_who_paid_is_told_by_kind_of_party_and_what_its_supporters_lacked() -> None:
    found = of()
    assert found.winners == [B]
    assert why(found, B) == (
        "14 deelnemers betaalden dit samen uit hun deel, gemiddeld €\xa03.571. Wie wat betaalde: jongeren €\xa028.571;"
        " gemeenten €\xa021.429. Zonder deze maatregel was “Aanmeldpunt” aan de beurt."
    )
    # Twelve municipalities had 80,000: of 6 of them 21,429 went to the other.
    assert why(found, A) == (
        "Twaalf deelnemers kozen dit. Samen hadden zij nog €\xa058.571 over, en er was €\xa060.000 nodig. Dat is"
        " €\xa01.429 te weinig. Het meeste van hun deel ging naar “Bellen” (€\xa021.429). Kostte deze maatregel"
        " €\xa058.571, dan was die er wel in gekomen. Bij elk hoger bedrag niet."
    )
    assert Teller(found).kind(found.years[0].kinds[0]) == (
        "Gemeenten beslisten over €\xa080.000. Daarvan ging €\xa021.429 naar maatregelen, en €\xa058.571 bleef over."
        " Het meeste ging naar “Bellen” (€\xa021.429)."
    )


@pytest.mark.parametrize(
    ("people", "groups"),
    [
        ({"a": 6, "b": 7}, {"a": ("a",), "b": ("b",)}),
        # Those with fewer than five stand together; alone they would be found by subtracting.
        ({"a": 3, "b": 4, "c": 9}, {"a": ("a", "b"), "b": ("a", "b"), "c": ("c",)}),
        ({"a": 1, "b": 30, "c": 9}, {"a": ("a", "c"), "b": ("b",), "c": ("a", "c")}),
        ({"a": 2, "b": 2}, {}),
        ({}, {}),
    ],
)
def test_kinds_with_fewer_than_five_are_told_together(people: dict[str, int], groups: dict[str, tuple[str]]) -> None:
    assert groups_of(people) == groups


def test_nothing_is_told_of_fewer_than_five_who_want_a_measure() -> None:
    few = replace(PLAN, ballots=[*PLAN.ballots[:2], Ballot({B: 1}, "jongeren", 5), Ballot({C: 1}, "jongeren", 3)])
    found = of(few)
    lost = found.by_key[C]
    assert (lost.people, lost.had, lost.lacks, lost.spent) == (None, None, None, {})
    told = why(found, C)
    assert told.startswith("Minder dan vijf deelnemers kozen dit. Daarom staat er niet bij hoeveel zij nog over")
    # Nor by whom something was paid when fewer than five of a kind did.
    few = replace(PLAN, ballots=[Ballot({A: 1}, "gemeenten", 9), Ballot({A: 1}, "jongeren", 2)])
    paid = of(few).by_key[A].paid
    assert list(paid) == ["gemeenten + jongeren"]


def test_the_same_file_has_the_same_winners_on_the_command_line(tmp_path: Path) -> None:
    years = replace(PLAN, years={"2027": 60_000, "2028": 60_000}, title="Wat eerst?", only_one=[frozenset({B, C})])
    path = tmp_path / "keuze.json"
    path.write_text(plan_file.written(years), encoding="utf-8")
    assert plan_file.written(plan_file.read(path.read_bytes())) == path.read_text(encoding="utf-8")
    asked = [sys.executable, "-m", "regiotafel.cli", "prioritise", str(path), "--json", "-"]
    told = subprocess.run(asked, capture_output=True, check=True, text=True).stdout
    winners = [key for year in msgspec.json.decode(told)["years"] for key in year["winners"]]
    assert winners == of(years).winners


def test_what_is_kept_is_read_back_as_the_same() -> None:
    answers = [of(), of(rule=Rule("greedy"))]
    assert read(plain(answers)) == answers


def test_over_the_years_what_stays_goes_along_and_the_year_is_told() -> None:
    found = of(replace(PLAN, years={"2027": 70_000, "2028": 60_000}))
    assert {one.year for one in found.judged if one.is_in} <= {"2027", "2028"}
    assert found.years[1].carried > 0
    assert "Van het jaar ervoor kwam" in Teller(found).year(found.years[1])


def test_where_rules_differ_is_said_in_sentences() -> None:
    scored = {key: replace(one, scores={"urgentie": Decimal(n)}) for n, (key, one) in enumerate(PLAN.measures.items())}
    plan = replace(PLAN, measures=scored, criteria={"urgentie": Decimal(1)})
    answers = [of(plan), of(plan, Rule("greedy")), of(plan, Rule("criteria"))]
    rows = compared(answers)
    assert rows[0].number == 2
    split = {row.number: split_told(row, answers) for row in rows if row.is_split}
    assert split[3].startswith("Wel in het plan bij “de scores op de criteria”, niet bij")
    assert agreed_told(rows, 3).startswith("Over ") or agreed_told(rows, 3).startswith("De regels zijn het over geen")


def test_what_would_change_is_told_as_a_difference() -> None:
    more = of(replace(PLAN, years={"": 400_000}))
    found = difference(of(), more)
    assert differences_told(found) == "Dan verandert het plan: twee erbij."
    assert differences_told(difference(more, of())) == "Dan verandert het plan: twee eruit."
    assert not difference(more, more)
    assert differences_told(difference(more, more)).startswith("Dan verandert er niets")


def test_what_is_done_without_its_own_part_is_marked_and_promised_nothing() -> None:
    found = of(rule=Rule(completion="add1u-exhaustive"), unit=100, plan=thousands(PLAN, 100))
    completed = [one for one in found.judged if one.how == "completed"]
    for one in completed:
        assert "Wat de regel belooft, geldt hier niet." in why(found, one.key)
    assert found.by_key[A].cost == 60_000, "told in whole euros again"
    assert "telden we in stappen van €\xa0100" in " ".join(Teller(found).notices())


def thousands(plan: Plan, unit: int) -> Plan:
    measures = {key: replace(one, cost=one.cost // unit) for key, one in plan.measures.items()}
    return replace(plan, years={name: n // unit for name, n in plan.years.items()}, measures=measures)


def test_adding_one_by_one_is_done_in_units_that_end() -> None:
    assert unit_for([3_000_000], 60, "none") == 1
    assert unit_for([3_000_000], 60, "add1u") == 100
    assert unit_for([3_300_000], 33, "add1u") == 1_000
    assert unit_for([100_000], 84, "add1u") == 1
    assert unit_for([], 0, "add1u") == 1
    assert unit_for([10_000], 0, "add1u") == 100


def test_a_smaller_size_stands_for_its_measure() -> None:
    small = f"{A}-01"
    half = Measure(30_000, "Klein", smaller_than=A)
    plan = replace(PLAN, years={"": 60_000}, measures={**PLAN.measures, small: half})
    found = of(plan)
    row = by_measure(found)[1]
    assert (row.key, row.is_in) == (small, True)
    assert Teller(found).verdict(row) == "in het plan, kleiner"
    assert why(found, small).startswith("Dit is de kleinere vorm")


NOBODY = replace(PLAN, ballots=[])
ODD = {
    "empty": (NOBODY, "Niemand vulde een formulier in."),
    "blank": (replace(PLAN, ballots=[Ballot({}, "gemeenten", 6)]), "Alle formulieren zijn blanco."),
    "few": (replace(PLAN, ballots=[Ballot({A: 1}, "gemeenten", 3)]), "Minder dan vijf deelnemers"),
    "statutory": (
        replace(PLAN, measures={key: replace(one, is_statutory=True) for key, one in PLAN.measures.items()}),
        "Wat wettelijk moet, kost €\xa030.000 meer dan er is.",
    ),
    "all of it": (
        replace(
            PLAN,
            years={"": 200_000},
            measures={key: replace(one, is_statutory=True) for key, one in PLAN.measures.items()},
        ),
        "Alle maatregelen moeten van de wet",
    ),
    "nothing there": (replace(PLAN, years={"": 0}), "Er is niets te verdelen"),
    "too dear": (replace(PLAN, years={"": 30_000}), "Elke maatregel kost meer dan er is."),
}


@pytest.mark.parametrize("odd", ODD)
@pytest.mark.parametrize("rule", [Rule(), Rule(completion="add1u-exhaustive"), Rule("greedy")])
def test_what_is_odd_about_a_round_has_its_sentence(odd: str, rule: Rule) -> None:
    plan, sentence = ODD[odd]
    plan = thousands(plan, 1_000)
    found = of(plan, rule, unit=1_000)
    assert any(one.startswith(sentence) for one in Teller(found).notices()), Teller(found).notices()
    for one in found.judged:
        assert Teller(found).why(one)


def test_a_kind_of_which_nobody_gave_leaves_its_part_to_the_others() -> None:
    plan = replace(PLAN, shares={"gemeenten": 1, "jongeren": 1, "inwoners": 8})
    found = of(plan)
    assert {one.name for one in found.years[0].kinds} == {"gemeenten", "jongeren"}
    assert sum(one.had for one in found.years[0].kinds) == 120_000
    # All of it for one kind: the others decide about nothing, and their forms change nothing.
    alone = of(replace(PLAN, shares={"gemeenten": 1, "jongeren": 0}))
    assert [one.had for one in alone.years[0].kinds if one.name == "jongeren"] == [0]


def test_a_kind_that_spent_more_than_its_part_did_so_with_what_others_left() -> None:
    """What a completion gives everybody is there for nobody: the parts are of what there is."""
    few = replace(PLAN, ballots=[Ballot({A: 1}, "gemeenten", 6), Ballot({B: 1}, "jongeren", 6)])
    found = of(few, Rule(completion="add1u"))
    kinds = {one.name: one for one in found.years[0].kinds}
    assert sum(one.had for one in kinds.values()) == 120_000
    assert (kinds["jongeren"].had, kinds["jongeren"].spent, kinds["jongeren"].left) == (40_000, 50_000, 0)
    assert "want anderen hielden over" in Teller(found).kind(kinds["jongeren"])
