"""Three explanations of a real election by young people (Assen, 2024), recounted from the rows of its file with nothing
of ours; docs/priorities.md tells the same in words. Data: Pabulib, repository `pabulib/pabulib_files`."""

from __future__ import annotations

import csv
from fractions import Fraction
from math import floor

import pytest

from regiotafel.engine import priorities
from regiotafel.engine.priorities import Ballot, Election, Explanation, Measure
from tests.real_data import pabulib_file

PODIUM, PLATFORM, TALK, KORANS, MEETINGS = "3", "9", "14", "12", "5"


class Count:
    """What everybody has, while one measure after the other is paid."""

    def __init__(self) -> None:
        with pabulib_file("Netherlands_Assen_2024").open(encoding="utf-8", newline="") as file:
            rows = [row for row in csv.reader(file, delimiter=";") if row]
        projects, votes = rows.index(["PROJECTS"]), rows.index(["VOTES"])
        self.costs = {row[0]: int(row[1]) for row in rows[projects + 2 : votes]}
        self.said = {row[0]: row[1].split(",") for row in rows[votes + 2 :]}
        self.money = next(int(row[1]) for row in rows if row[0] == "budget")
        self.purse = dict.fromkeys(self.said, Fraction(self.money, len(self.said)))

    def who(self, key: str) -> list[str]:
        return [voter for voter, keys in self.said.items() if key in keys]

    def together(self, key: str) -> Fraction:
        return sum((self.purse[voter] for voter in self.who(key)), Fraction(0))

    def price(self, key: str, cost: int) -> Fraction:
        """What each pays who has enough: who has less pays all that is there."""
        rest, able = Fraction(cost), self.who(key)
        while poor := [voter for voter in able if self.purse[voter] * len(able) < rest]:
            rest -= sum(self.purse[voter] for voter in poor)
            able = [voter for voter in able if voter not in poor]
        return rest / len(able)

    def rate(self, key: str, cost: int) -> Fraction:
        """What it costs them for each unit of what it is worth."""
        return self.price(key, cost) / cost

    def pay(self, key: str) -> dict[str, Fraction]:
        price = self.price(key, self.costs[key])
        paid = {voter: min(price, self.purse[voter]) for voter in self.who(key)}
        self.purse |= {voter: self.purse[voter] - amount for voter, amount in paid.items()}
        return {voter: amount for voter, amount in paid.items() if amount}


def told(count: Count) -> tuple[tuple[str, ...], Explanation]:
    measures = [Measure(key, cost) for key, cost in count.costs.items()]
    ballots = [Ballot(dict.fromkeys(keys, 1)) for keys in count.said.values()]
    found = priorities.equal_shares(Election(measures, ballots, count.money))
    return found.keys, priorities.explained(found)


@pytest.mark.data
def test_three_explanations_recounted_by_hand() -> None:
    count = Count()
    order, explained = told(count)
    assert order == (PODIUM, PLATFORM, "2", "13", "11", TALK, KORANS)
    inside = {one.key: one for one in explained.inside}
    outside = {one.key: one for one in explained.outside}

    # In: everybody has 1,190.48, so all 43 supporters pay the same. Of what can be paid by people who all have enough,
    # the one with most supporters costs each of them least for what it is worth; the next one has 42.
    supporters = sorted(((len(count.who(key)), key) for key in count.costs), reverse=True)
    assert supporters[:2] == [(43, PODIUM), (42, PLATFORM)]
    comes_later = [count.rate(MEETINGS, 4149) > count.rate(PODIUM, 7200)]
    assert set(count.pay(PODIUM).values()) == {Fraction(7200, 43)} == {inside[PODIUM].price}
    assert (inside[PODIUM].people, inside[PODIUM].payers, inside[PODIUM].runner_up) == (43, 43, PLATFORM)

    # In: nine pay 502.73, one had less and paid all that was left, and four had nothing any more.
    for key in order[1:5]:
        comes_later.append(count.rate(MEETINGS, 4149) > count.rate(key, count.costs[key]))
        count.pay(key)
    comes_later.append(count.rate(MEETINGS, 4149) > count.rate(TALK, 5000))
    paid = sorted(count.pay(TALK).values())
    assert (sum(paid), len(paid), len(count.who(TALK))) == (5000, 10, 14)
    assert set(paid[1:]) == {inside[TALK].price}
    assert round(float(paid[0]), 2), round(float(paid[1]), 2) == (475.42, 502.73)
    assert (inside[TALK].people, inside[TALK].payers, inside[TALK].runner_up) == (14, 10, KORANS)

    # Out: before the last purchase the 13 supporters have 4,148.93 together, so they could pay 4,148, each for less
    # than what supporters of the last one pay. Before every other purchase they had enough for one more, but to them it
    # would have cost more than what was bought then.
    meetings = outside[MEETINGS]
    could = floor(count.together(MEETINGS))
    assert (could, meetings.would_win_at, meetings.is_highest) == (4148, 4148, True)
    assert count.rate(MEETINGS, could) < count.rate(KORANS, 1500)
    assert comes_later == [True] * 6
    count.pay(KORANS)
    assert (meetings.people, meetings.had, meetings.lacks) == (13, count.together(MEETINGS), 5000 - meetings.had)
    assert round(float(meetings.had), 2) == 4128.63
