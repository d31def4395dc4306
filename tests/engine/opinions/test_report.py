from __future__ import annotations

import json
import math
import warnings
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from regiotafel.engine.opinions import Votes, analyse, as_json
from regiotafel.engine.opinions.stability import adjusted_rand
from regiotafel.engine.results import opinions as results

from .people import conversation
from .schema import SCHEMA, problems


def whole(votes: Votes, **options: Any) -> dict[str, Any]:
    return as_json(analyse(votes, **options), people=votes.people, statements=votes.statements)


@pytest.mark.parametrize("n_groups", [1, 2, 3])
def test_a_report_fits_its_schema(n_groups: int) -> None:
    votes, _ = conversation(90, 25, n_groups, apart=2.5 if n_groups > 1 else 0.0)
    roles = [["ouder", "jongere", "gemeente", None][i % 4] for i in range(90)]
    report = whole(votes, declared={"role": roles})
    assert problems(report) == []
    assert results.plain(results.read(report)) == report
    assert results.read(results.as_text(results.read(report))) == results.read(report)


def test_the_published_schema_is_that_of_the_report_and_is_json_schema() -> None:
    assert results.schema() == SCHEMA, "make fix writes docs/report.schema.json again"
    Draft202012Validator.check_schema(SCHEMA)


def test_the_schema_refuses_a_report_with_a_wrong_field() -> None:
    report = whole(conversation()[0])
    report["n_people"] = "60"
    report["extra"] = 1
    assert len(problems(report)) == 2


EDGES: dict[str, Votes] = {
    "nobody": Votes.of([], [], []),
    "nobody, but statements": Votes.of([], [], [], statements=["1", "2"]),
    "one vote": Votes.of([1], [1], [1]),
    "one person": Votes.of([1] * 9, range(9), [1, -1, 0] * 3),
    "one statement": Votes.of(range(30), [1] * 30, [1, -1] * 15),
    "all agree": Votes.of(np.repeat(np.arange(30), 6), np.tile(np.arange(6), 30), np.ones(180)),
    "all unsure": Votes.of(np.repeat(np.arange(30), 6), np.tile(np.arange(6), 30), np.zeros(180)),
    "two opposite blocks": Votes.of(
        np.repeat(np.arange(30), 6), np.tile(np.arange(6), 30), np.repeat(np.arange(30) % 2 * 2 - 1, 6)
    ),
    "people without votes": Votes.of([1, 2], [1, 1], [1, 1], people=range(40), statements=range(9)),
}


@pytest.mark.parametrize("name", EDGES)
def test_no_conversation_is_too_strange_for_a_report(name: str) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        report = whole(EDGES[name])
    assert problems(report) == []


def test_two_opposite_blocks_are_two_groups() -> None:
    report = whole(EDGES["two opposite blocks"])
    assert [group["size"] for group in report["groups"]] == [15, 15]
    assert len(report["divides"]) == 6


def test_everybody_agreeing_is_common_ground() -> None:
    report = whole(EDGES["all agree"])
    assert len(report["groups"]) == 1
    assert len(report["common_ground"]) == 6
    assert report["conclusions"][0]["kind"] == "common_ground_all_groups"


def test_an_empty_statement_is_not_known_yet() -> None:
    votes, _ = conversation()
    more = Votes.of(votes.person, votes.statement, votes.value, statements=[*range(30), 99])
    report = whole(more)
    last = report["statements"][-1]
    assert (last["id"], last["n_votes"], last["hidden"], last["agree"]) == ("99", 0, False, None)
    assert "99" in report["unknown"]


@settings(max_examples=15, deadline=None)
@given(seed=st.integers(0, 1000))
def test_the_order_of_rows_changes_nothing(seed: int) -> None:
    votes, _ = conversation(40, 20, 2, seed=seed % 7)
    order = np.random.default_rng(seed).permutation(len(votes.value))
    other = Votes.of(
        votes.person[order], votes.statement[order], votes.value[order], people=range(40), statements=range(20)
    )
    assert json.dumps(whole(votes, n_resamples=4)) == json.dumps(whole(other, n_resamples=4))


def test_the_names_of_people_change_nothing_but_names() -> None:
    votes, _ = conversation(60, 25, 2)
    names = np.random.default_rng(1).permutation(60)
    renamed = Votes.of(
        [f"p{names[i]:03}" for i in votes.person], votes.statement, votes.value, people=[f"p{i:03}" for i in range(60)]
    )
    one, other = whole(votes), whole(renamed)
    assert one["statements"] == other["statements"]
    assert one["groups_quality"] == other["groups_quality"]
    assert {f"p{names[int(i)]:03}": person for i, person in one["people"].items()} == other["people"]


def test_turning_every_answer_around_keeps_the_groups() -> None:
    votes, _ = conversation(80, 25, 2, apart=2.5)
    turned = Votes.of(votes.person, votes.statement, -votes.value, people=range(80))
    one, other = analyse(votes), analyse(turned)
    assert one.groups.n_groups == other.groups.n_groups == 2
    assert (one.people.group == other.people.group).mean() in (0.0, 1.0)


def test_the_same_seed_gives_the_same_report() -> None:
    votes, _ = conversation(60, 25, 3)
    assert whole(votes, seed=5) == whole(votes, seed=5)


def test_the_votes_are_left_as_they_were() -> None:
    votes, _ = conversation()
    before = votes.person.copy(), votes.statement.copy(), votes.value.copy()
    for column in (votes.person, votes.statement, votes.value):
        column.flags.writeable = False
    analyse(votes)
    assert all(
        (one == other).all() for one, other in zip(before, (votes.person, votes.statement, votes.value), strict=True)
    )


def test_counts_add_up() -> None:
    votes, _ = conversation(120, 25, 2, apart=2.5)
    report = whole(votes)
    assert sum(group["size"] for group in report["groups"]) == 120
    for one in report["statements"]:
        assert one["n_votes"] == one["n_agree"] + one["n_disagree"] + one["n_unsure"] + one["n_untold"]
        if not any(cell.get("hidden") for cell in one["by_group"]):
            assert sum(cell["n_people"] for cell in one["by_group"]) == one["n_votes"]


def test_agreement_is_the_geometric_mean_over_groups() -> None:
    votes, _ = conversation(120, 25, 2, apart=2.5, n_answers=20)
    for one in whole(votes)["statements"]:
        if one["agreement"] is not None:
            estimates = [cell["agree"]["estimate"] for cell in one["by_group"]]
            assert one["agreement"] == pytest.approx(math.prod(estimates) ** (1 / len(estimates)), abs=2e-4)
            assert one["agreement_low"] == min(cell["agree"]["low"] for cell in one["by_group"])


def test_agreement_does_not_shrink_with_the_number_of_groups() -> None:
    votes, _ = conversation(300, 40, 4, apart=2.5, n_answers=30)
    plus = Votes.of(
        [*votes.person.tolist(), *range(300)],
        [*votes.statement.tolist(), *[99] * 300],
        [*votes.value.tolist(), *([1] * 19 + [-1]) * 15],
    )
    report = whole(plus)
    assert len(report["groups"]) == 4
    assert report["statements"][-1]["agreement"] == pytest.approx(0.95, abs=0.03)
    assert report["common_ground"][0] == "99"


def test_declared_roles_get_their_own_figures() -> None:
    votes = Votes.of(range(20), ["s"] * 20, [1] * 7 + [-1] * 3 + [1] * 3 + [-1] * 7)
    report = whole(votes, declared={"role": ["jongere"] * 10 + ["ouder"] * 10})
    young, parents = report["statements"][0]["by_declared"]["role"]
    assert (young["value"], young["n_agree"], parents["value"], parents["n_agree"]) == ("jongere", 7, "ouder", 3)
    assert report["declared"]["role"] == [{"value": "jongere", "n_people": 10}, {"value": "ouder", "n_people": 10}]


def test_a_declared_property_needs_a_value_per_person() -> None:
    with pytest.raises(ValueError, match="one value per person"):
        analyse(conversation()[0], declared={"role": ["ouder"]})


def test_as_many_ids_as_people_are_needed() -> None:
    with pytest.raises(ValueError, match="60 ids"):
        as_json(analyse(conversation()[0]), people=["1"])


def test_texts_stand_with_their_statement() -> None:
    votes, _ = conversation()
    report = as_json(analyse(votes), statements=votes.statements, texts={"3": "Wij willen één loket."})
    assert [one["text"] for one in report["statements"][2:5]] == [None, "Wij willen één loket.", None]


def test_somebody_who_agrees_with_everything_adds_one_to_each_statement_and_moves_nobody() -> None:
    votes, _ = conversation(120, 30, 2, apart=2.5)
    more = Votes.of(
        [*votes.person.tolist(), *[500] * 30],
        [*votes.statement.tolist(), *range(30)],
        [*votes.value.tolist(), *[1] * 30],
    )
    before, after = analyse(votes), analyse(more)
    assert [one.everybody.n_agree + 1 for one in before.sorting.statements] == [
        one.everybody.n_agree for one in after.sorting.statements
    ]
    assert adjusted_rand(before.people.group, after.people.group[:120]) > 0.9


def test_a_statement_that_is_taken_out_leaves_the_figures_of_the_others() -> None:
    votes, _ = conversation(120, 30, 2, apart=2.5)
    kept = votes.statement != 7
    without = Votes.of(votes.person[kept], votes.statement[kept], votes.value[kept], people=range(120))
    before, after = whole(votes), whole(without)
    figures = {one["id"]: (one["n_agree"], one["n_disagree"], one["n_unsure"]) for one in before["statements"]}
    del figures["7"]
    assert {one["id"]: (one["n_agree"], one["n_disagree"], one["n_unsure"]) for one in after["statements"]} == figures
    groups = [np.array([one["people"][str(i)]["group"] for i in range(120)]) for one in (before, after)]
    assert adjusted_rand(*groups) > 0.9
