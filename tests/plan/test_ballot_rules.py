"""What a ballot can say, which four somebody sees, and what follows from it: without a database."""

from collections import Counter
from fractions import Fraction
from typing import Any

import pytest

from regiotafel.plan.ballots.rules import (
    WrongBallot,
    check_four,
    check_said,
    fours,
    scores,
    weights,
)
from regiotafel.plan.entering.rules import Known, Sheet, check_sheets, faults_in
from regiotafel.plan.models import ChoiceForm, ChoiceRound, PartyKind

ON_FORM = range(1, 11)


def round_of(form: ChoiceForm, points: int = 0, at_least: int = 0) -> ChoiceRound:
    return ChoiceRound(form=form, points=points, at_least=at_least)


@pytest.mark.parametrize(
    ("round", "said", "told"),
    [
        (round_of(ChoiceForm.APPROVE), {}, "nog niets gekozen"),
        (round_of(ChoiceForm.APPROVE), {"11": 1}, "staat niet op het formulier"),
        (round_of(ChoiceForm.APPROVE), {"1": 2}, "één keer per maatregel"),
        (round_of(ChoiceForm.APPROVE, at_least=3), {"1": 1, "2": 1}, "Je koos 2. Kies ten minste 3"),
        (round_of(ChoiceForm.POINTS, 10), {"1": 7, "2": 6}, "Je verdeelde 13 punten, en je hebt er 10. Haal er 3 weg."),
        (round_of(ChoiceForm.POINTS, 10), {"1": 0}, "van 1 en hoger"),
        (round_of(ChoiceForm.RANK, 3), {"1": 1, "2": 1}, "Op plek 1 staan twee"),
        (round_of(ChoiceForm.RANK, 3), {"1": 1, "2": 3}, "Plek 2 is nog leeg"),
        (round_of(ChoiceForm.RANK, 3), {"1": 4}, "de top heeft 3 plekken"),
    ],
)
def test_a_ballot_that_cannot_be_says_what_to_do(round: ChoiceRound, said: dict[str, int], told: str) -> None:
    with pytest.raises(WrongBallot, match=told):
        check_said(round, said, ON_FORM, is_blank=False)


def test_blank_is_a_choice_and_never_beside_another() -> None:
    check_said(round_of(ChoiceForm.APPROVE, at_least=3), {}, ON_FORM, is_blank=True)
    with pytest.raises(WrongBallot, match="blanco"):
        check_said(round_of(ChoiceForm.APPROVE), {"1": 1}, ON_FORM, is_blank=True)


@pytest.mark.parametrize(("best", "worst"), [(1, None), (None, 2), (3, 3), (1, 9)])
def test_a_four_has_one_most_and_one_other_least_important_of_what_was_shown(
    best: int | None, worst: int | None
) -> None:
    check_four([1, 2, 3, 4], 1, 4)
    check_four([1, 2, 3, 4], None, None)
    with pytest.raises(WrongBallot):
        check_four([1, 2, 3, 4], best, worst)


@pytest.mark.parametrize("n", [5, 6, 7, 8, 11, 24, 25, 200])
def test_every_candidate_is_shown_as_often_as_any_other(n: int) -> None:
    """To one giver within one; and what is shown first is spread over givers that come one after another."""
    positions = range(1, n + 1)
    shown: Counter[int] = Counter()
    first: Counter[int] = Counter()
    together = n // 4
    for giver in range(together, 11 * together):
        own = fours(positions, 8, salt="zout", giver=giver)
        assert own == fours(reversed(positions), 8, salt="zout", giver=giver)
        assert own[:3] == fours(positions, 3, salt="zout", giver=giver)
        assert all(len(set(four)) == 4 for four in own)
        mine = Counter(one for four in own for one in four)
        assert max(mine[one] for one in positions) - min(mine[one] for one in positions) <= 1
        shown += mine
        first += Counter(own[0])
    mean = sum(shown.values()) / n
    assert all(abs(shown[one] - mean) <= max(10, mean / 5) for one in positions)
    if n % 4 == 0:
        assert {first[one] for one in positions} == {10}


def test_scores_of_each_form() -> None:
    assert scores(ChoiceForm.APPROVE, 0, {"3": 1, "1": 1}) == {3: 1, 1: 1}
    assert scores(ChoiceForm.POINTS, 10, {"3": 7, "1": 3}) == {3: 7, 1: 3}
    assert scores(ChoiceForm.RANK, 5, {"3": 1, "1": 5}) == {3: 5, 1: 1}
    # Shown once: most important, neither, neither, least. Then 1 again, and 5 is the least of two.
    said: list[list[Any]] = [[[1, 2, 3, 4], 1, 4], [[1, 2, 5, 6], 6, 5], [[7, 8, 9, 10], None, None]]
    assert scores(ChoiceForm.FOUR, 8, said) == {1: 90, 2: 60, 3: 60, 6: 120}


def test_no_kind_of_party_weighs_more_than_the_cap() -> None:
    n = {"municipalities": 10, "residents": 85, "clients": 5}
    found = weights(n, 40)
    together = sum(found[kind] * n[kind] for kind in n)
    part = {kind: found[kind] * n[kind] / together for kind in n}
    assert part["residents"] == Fraction(2, 5)
    assert part["municipalities"] == Fraction(2, 5)
    assert found["clients"] == 1
    assert set(weights(n, None).values()) == {1}
    # Too few kinds to keep it: all weigh alike.
    alike = weights({"municipalities": 10, "residents": 85}, 40)
    assert alike["municipalities"] * 10 == alike["residents"] * 85


def test_of_sheets_each_fault_is_told_with_its_number() -> None:
    known = Known(ON_FORM, {PartyKind.CLIENTS: 20, PartyKind.RESIDENTS: 0}, {"7"}, {(None, 3)})
    sheets = [
        Sheet("7", PartyKind.CLIENTS, {"1": 1}),
        Sheet("8", PartyKind.RESIDENTS, {"1": 1}),
        Sheet("9", PartyKind.CLIENTS, {"1": 1}, organisation_id=3),
        Sheet("10", PartyKind.CLIENTS, {"1": 1}),
        Sheet("10", PartyKind.CLIENTS, {}),
        Sheet("11", PartyKind.CLIENTS, {}, is_blank=True),
    ]
    found = faults_in(round_of(ChoiceForm.APPROVE), sheets, known)
    assert [place for place, _fault in found] == [0, 1, 2, 4, 4]
    with pytest.raises(WrongBallot, match=r"Formulier 7: Dit nummer is al ingevoerd"):
        check_sheets(round_of(ChoiceForm.APPROVE), sheets, known)
