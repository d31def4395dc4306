"""Whoever subtracts finds nobody: a whole report against the equations that follow from it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import pytest

from regiotafel.engine.common import privacy
from regiotafel.engine.opinions import Votes, analyse, report_of, splits
from regiotafel.engine.opinions.checks import beside, crossings
from regiotafel.engine.results.opinions import Report
from regiotafel.formats.polis import read_votes
from tests import real_data

from .attacker import found, settled
from .people import conversation

ROLES = ("ouder of verzorger", "jongere", "hulpverlener", "gemeente", "school", "huisarts", None)
PLACES = ("Elsmeer", "Dorpwaard", "Lindestad", "Berkerwold", None)


def declared(n: int, random: np.random.Generator, *, n_places: int = 5) -> dict[str, list[str | None]]:
    """Some roles and places have many people, others a few."""
    chances = random.dirichlet(np.full(len(ROLES), 0.6))
    places = PLACES[-n_places:]
    return {
        "role": [ROLES[i] for i in random.choice(len(ROLES), n, p=chances)],
        "municipality": [
            places[i] for i in random.choice(len(places), n, p=random.dirichlet(np.full(len(places), 1.0)))
        ],
    }


def told(votes: Votes, said: Mapping[str, Sequence[str | None]]) -> Report:
    return report_of(analyse(votes, declared=said, n_resamples=0), statements=votes.statements)


def attacked(votes: Votes, said: Mapping[str, Sequence[str | None]]) -> list[str]:
    """By who has the report, and by who also knows everybody."""
    analysis = analyse(votes, declared=said, n_resamples=0)
    report = report_of(analysis, statements=votes.statements)
    return [*found(report), *settled(report, votes, said, analysis.people.group.tolist())]


def ages(n: int, random: np.random.Generator) -> dict[str, list[str | None]]:
    """A third property."""
    return {"age": [(None, "jong", "midden", "oud")[i] for i in random.choice(4, n, p=random.dirichlet(np.ones(4)))]}


def invented(seed: int) -> tuple[Votes, dict[str, list[str | None]]]:
    random = np.random.default_rng(seed)
    n = int(random.choice([12, 25, 60, 150]))
    n_groups, apart = int(random.integers(1, 3)), float(random.choice([0.0, 3.0]))
    votes, _ = conversation(n, 4, n_groups, apart=apart, n_answers=5, seed=seed)
    return votes, declared(n, random)


# In 98, 110 and 146, who knows how many people have two values would find how many of them answered; in the others, who
# lays the tables of groups, roles and municipalities beside each other what each answered.
@pytest.mark.parametrize("seed", [*range(8), 98, 110, 146, 206, 218, 220, 224])
def test_nobody_is_found_in_an_invented_conversation(seed: int) -> None:
    assert attacked(*invented(seed)) == []


def test_nobody_is_found_by_three_properties() -> None:
    votes, said = invented(27)
    assert attacked(votes, {**said, **ages(votes.n_people, np.random.default_rng(27))}) == []


def test_tables_beside_each_other_would_tell_what_people_answered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(beside, "settled", lambda *_: np.zeros(0, dtype=np.int64))
    bare = attacked(*invented(218))
    assert "statement 2: all of A Lindestad answered n_agree" in bare
    assert "statement 0: ('B', '', 'Berkerwold') all n_agree" in bare


@pytest.mark.parametrize("seed", range(8))
def test_nobody_is_found_where_nearly_everybody_agrees(seed: int) -> None:
    random = np.random.default_rng(seed)
    n = int(random.choice([15, 40, 90]))
    person, statement = np.divmod(np.arange(5 * n), 5)
    value = np.where(random.random(5 * n) < random.choice([0.85, 0.93, 0.98, 1.0], 5)[statement], 1, -1)
    kept = random.random(5 * n) < random.choice([0.7, 1.0])
    votes = Votes.of(person[kept], statement[kept], value[kept], people=range(n), statements=range(5))
    assert attacked(votes, declared(n, random)) == []


@pytest.mark.data
@pytest.mark.parametrize("name", real_data.CONVERSATIONS)
def test_nobody_is_found_in_a_real_conversation(name: str) -> None:
    votes = real_votes(real_data.folder(name))
    random = np.random.default_rng(3)
    # All statements with the groups that are found, and a few with invented roles.
    assert attacked(votes, {}) == []
    few = np.isin(votes.statement, random.choice(votes.n_statements, 6, replace=False))
    some = Votes.of(votes.person[few], votes.statement[few], votes.value[few], people=range(votes.n_people))
    assert attacked(some, declared(votes.n_people, random, n_places=3)) == []


def real_votes(folder: Path) -> Votes:
    rows = read_votes((folder / "votes.csv").read_bytes())
    return Votes.of(rows.person, rows.statement, rows.value)


# --- the attacker bites


def with_a_few_doctors() -> tuple[Votes, Mapping[str, Sequence[str | None]]]:
    """Of 335 people 309 named a role, and four of them are doctors."""
    votes, _ = conversation(335, 3, 1, apart=0.0, n_answers=3)
    roles: list[str | None] = ["ouder"] * 180 + ["jongere"] * 125 + ["huisarts"] * 4 + [None] * 26
    return votes, {"role": roles}


def test_how_many_named_a_role_would_tell_of_four_doctors(monkeypatch: pytest.MonkeyPatch) -> None:
    votes, said = with_a_few_doctors()
    assert found(told(votes, said)) == []
    monkeypatch.setattr(splits, "covers", lambda sizes, hide, total, smallest: total - sizes.sum() >= smallest)
    report = told(votes, said)
    assert report.readings["declared_role"].n_people == 309
    assert "statement None: role huisarts is 4 people" in found(report)


def test_how_many_have_two_values_would_tell_of_four_who_answered(monkeypatch: pytest.MonkeyPatch) -> None:
    """Who knows how many doctors of Dorpwaard there are, and where somebody kept silent, knows how many answered."""
    monkeypatch.setattr(crossings, "_following", lambda table, *_: np.zeros((len(table) - 1, len(table[0]) - 1), bool))
    with pytest.raises(AssertionError, match="huisarts Dorpwaard is 3 people"):
        test_nobody_is_found_in_an_invented_conversation(98)


def small_parts(parents: Sequence[int]) -> tuple[Votes, Mapping[str, Sequence[str | None]]]:
    """One statement: twenty young people who differ, and these answers of a few parents."""
    value = [1] * 12 + [-1] * 8 + list(parents)
    return Votes.of(range(len(value)), ["s"] * len(value), value), {"role": ["jongere"] * 20 + ["ouder"] * len(parents)}


def test_five_of_five_would_tell_what_each_answered(monkeypatch: pytest.MonkeyPatch) -> None:
    votes, said = small_parts([1] * 5)
    assert found(told(votes, said)) == []
    monkeypatch.setattr(privacy, "nearly_unanimous", lambda counts: np.zeros(counts.shape[:-1], dtype=np.bool_))
    assert "statement s: all of role ouder answered n_agree" in found(told(votes, said))


def test_the_total_would_give_five_of_five_back(monkeypatch: pytest.MonkeyPatch) -> None:
    votes, said = small_parts([1] * 5)
    monkeypatch.setattr(privacy, "_mix", lambda *_: None)
    assert "statement s: all of role ouder answered n_agree" in found(told(votes, said))


@pytest.mark.parametrize("parents", [[1] * 5, [1, 1, 1, 1, -1], [1, 1, 1, -1, -1]])
def test_five_parents_who_nearly_agree_are_told_alike(parents: list[int]) -> None:
    (statement,) = told(*small_parts(parents)).statements
    young, few = statement.by_declared["role"]
    assert (few.n_people, few.counts, few.n_untold) == (5, (3, 0, 0), 2)
    assert young.n_people == 20
    assert young.n_untold <= 6


def test_a_large_part_pays_what_a_small_one_can_have_otherwise() -> None:
    value = [1] * 120 + [-1] * 60 + [0] * 20 + [1] * 5
    votes = Votes.of(range(205), ["s"] * 205, value)
    (statement,) = told(votes, {"role": ["jongere"] * 200 + ["ouder"] * 5}).statements
    young, _ = statement.by_declared["role"]
    assert (young.counts, young.n_untold) == ((120, 58, 18), 4)
    assert statement.everybody.counts == (125, 60, 20)


def test_what_is_not_nearly_unanimous_is_told_as_it_is() -> None:
    votes, said = small_parts([1] * 6 + [-1] * 4)
    (statement,) = told(votes, said).statements
    assert [(cell.counts, cell.n_untold) for cell in statement.by_declared["role"]] == [((12, 8, 0), 0), ((6, 4, 0), 0)]


def test_parts_of_one_person_each_do_not_follow_from_their_number() -> None:
    sizes = np.array([[1, 1, 1, 1, 1, 30]])
    assert privacy.hidden(sizes, np.array([35]), 5).all()
