"""In floats with a bound, or in whole numbers: the same measures in the same order."""

from __future__ import annotations

import random
from fractions import Fraction

import pytest

from regiotafel.engine.priorities import UTILITIES, Ballot, Election, Measure, buying, filtering, in_order
from regiotafel.engine.priorities.buying import Funds

from .elections import drawn, of_every_kind


@pytest.mark.parametrize("utility", UTILITIES)
def test_floats_choose_what_whole_numbers_choose(monkeypatch: pytest.MonkeyPatch, utility: str) -> None:
    monkeypatch.setattr(filtering, "MANY", 0)
    elections = [of_every_kind(seed) for seed in range(150)] + [drawn(seed)[0] for seed in range(150)]
    elections += [_many(seed) for seed in range(6)]
    for election in (in_order(one) for one in elections if one.ballots):
        seen = buying.tally(election, utility)
        for times in (1, Fraction(7, 3)):
            amount = times * Fraction(max(0, election.free), election.n_people)
            which = tuple(g % 2 for g in range(len(election.ballots)))
            funds = Funds((amount.numerator, 2 * amount.numerator), which, amount.denominator)
            assert filtering.chosen(seen, funds) == buying.chosen(seen, funds)


def _many(seed: int) -> Election:
    """Where rates meet often: all measures alike, or nearly so."""
    chance = random.Random(seed)
    measures = [Measure(str(j), 100 + (j % 3 if seed % 2 else 0)) for j in range(25)]
    ballots = [
        Ballot({str(j): chance.randint(1, 1 + seed % 3) for j in chance.sample(range(25), 5)}) for _ in range(180)
    ]
    return Election(measures, ballots, 1400)
