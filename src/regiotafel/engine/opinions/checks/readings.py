"""The same conclusions from another count of the same votes: second readings, never the first.

*Weighted*: by `weighting`. *Without repeats*: of people with exactly the same long list of votes only one is counted.
*Without straight-liners*: nobody who gave one answer to everything.
*Declared*: only people who said something about themselves. Groups stay as they are.

Whether a conclusion holds in a reading is told of few people too: of who is left out. When it only fails without five
people who named no role, all five agreed. So a reading is counted from what might be told of it and nothing else: how
each group answered, divided in who counts and who is left out, beside all other tables of the statement. Where
that is nothing, a conclusion is only said to hold when it does whoever is left out. The weighted reading comes from the
answers of the groups and the weighted shares that are told.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from regiotafel.engine.common.answers import AGREE
from regiotafel.engine.common.arrays import Bools, Floats, Ints
from regiotafel.engine.common.privacy import told
from regiotafel.engine.common.shares import low_end
from regiotafel.engine.common.worlds import Answers, Table, settled
from regiotafel.engine.opinions.counting import count
from regiotafel.engine.opinions.splits import Declared, Parts, Split, by_as_much
from regiotafel.engine.opinions.votes import Votes

from .repeats import Repeats


@dataclass(frozen=True)
class Reading:
    """What another count of the same votes says.

    known: whether that may be told [statements, groups]; least, most: shares that agree at least and at most, and sure:
    low ends of the shares of each answer [statements, groups, answers]; n_people: how many it counts (effective people
    when weighted). Where it is not known, these are what they are whoever is left out: then it is told what holds.
    """

    known: Bools
    least: Floats
    most: Floats
    sure: Floats
    n_people: float

    @staticmethod
    def of(lower: Ints | Floats, untold: Ints | Floats, known: Bools, n_people: float, moved: Floats) -> Reading:
        """lower: at least so many gave each answer [statements, groups, answers]; untold: of so many more it is not
        told [statements, groups]; moved: as in `Split`."""
        sizes = lower.sum(axis=2) + untold
        agree = (lower[:, :, AGREE] + untold / 2.0 + 0.5) / (sizes + 1.0) + moved[:, :, AGREE]
        sure = by_as_much(low_end(lower, np.broadcast_to(sizes[:, :, None], lower.shape)), moved)
        return Reading(known & (sizes > 0), agree, agree, np.asarray(sure), n_people)

    def or_else(self, groups: Split, n_left_out: int) -> Reading:
        """What is not known as it is when any n people are left out of these groups."""
        lower, sizes = groups.told.lower, groups.sizes
        left = np.maximum(sizes - n_left_out, 0)
        fewest = np.minimum(np.maximum(lower - n_left_out, 0), left[:, :, None])
        able = np.asarray(~groups.hide & (left > 0))
        most = np.minimum(lower[:, :, AGREE] + groups.told.untold, left)
        moved = groups.moved[:, :, AGREE]
        least_agree, most_agree = ((one + 0.5) / (left + 1.0) + moved for one in (fewest[:, :, AGREE], most))
        ends = by_as_much(low_end(fewest, np.broadcast_to(left[:, :, None], fewest.shape)), groups.moved)
        return replace(
            self,
            least=np.where(self.known, self.least, np.where(able, least_agree, 0.0)),
            most=np.where(self.known, self.most, np.where(able, most_agree, 1.0)),
            sure=np.where(self.known[:, :, None], self.sure, np.where(able[:, :, None], ends, 0.0)),
        )

    def is_common(self, j: int, answer: int) -> bool | None:
        """Whether most people of each group give this answer, None when that may not be told."""
        holds = bool((self.sure[j, :, answer] > 0.5).all())
        return holds if holds or self.known[j].all() else None

    def divides(self, j: int, high: int, low: int) -> bool | None:
        """Whether most people of one group agree, and of another do not, None when that may not be told."""
        holds = bool(self.least[j, high] > 0.5 > self.most[j, low])
        return holds if holds or self.known[j, [high, low]].all() else None


def read_again(
    votes: Votes,
    answers: Answers,
    tables: Sequence[Table],
    groups: Split,
    group: Ints,
    weights: Mapping[str, Floats],
    rows: Ints,
    smallest: int,
) -> dict[str, Reading]:
    """The readings that count some people and leave out others. tables: all that is told of the same answers; groups:
    what is told of the groups; group, weights (1 or 0): of each person [people]; rows: the statements of which it is
    asked."""
    found, tables = {}, [*tables]
    whole = count(votes, np.zeros(len(group), dtype=np.int64), 1)[:, 0]
    of = slice(0, groups.n_parts)
    for name, weight in weights.items():
        part = np.where(weight > 0, group, group + groups.n_parts)
        one = told(count(votes, part, 2 * groups.n_parts), whole, smallest)
        known = np.zeros(len(whole), dtype=np.bool_)
        known[rows] = True
        known[settled(answers, [*tables, Table(part, one.lower)], np.flatnonzero(known), solve=False)] = False
        lower = np.where(known[:, None, None], one.lower, 0)
        tables.append(Table(part, lower))
        shown = np.asarray(known[:, None] & ~one.hide[:, of])
        reading = Reading.of(lower[:, of], one.untold[:, of], shown, float(weight.sum()), groups.moved)
        found[name] = reading.or_else(groups, int((weight == 0).sum()))
    return found


def weighted_reading(
    groups: Split, everybody: Split, shares: Floats | None, effective: float, n_people: int
) -> Reading:
    """As if, of those who gave an answer, the weights were the same in each group. shares: weighted, of everybody
    [statements, answers], NaN or None where they are not told."""
    middle = np.stack([groups.middle(one) for one in range(groups.told.lower.shape[2])], axis=2)
    if shares is None:
        shares = np.full((len(middle), middle.shape[2]), np.nan)
    total = np.stack([everybody.middle(one)[:, 0] for one in range(middle.shape[2])], axis=1)
    factor = np.where(total > 0, shares / np.maximum(total, 1e-300), 0.0)
    known = np.asarray(~groups.hide & ~np.isnan(factor).any(axis=1, keepdims=True))
    counts = np.where(known[:, :, None], middle * factor[:, None, :], 0.0)
    sums = np.maximum(counts.sum(axis=2), 1e-300)
    sizes = groups.sizes * (effective / max(n_people, 1))
    lower = counts / sums[:, :, None] * sizes[:, :, None]
    return Reading.of(lower, np.zeros(sizes.shape), known, effective, groups.moved)


def counted(
    parts: Parts,
    people: Mapping[str, Declared],
    same: Repeats,
    straight: Bools,
    only: Mapping[str, Sequence[bool]],
    smallest: int,
) -> dict[str, Floats]:
    """Who counts, 1 or 0 [people], in each further reading; none that counts, or leaves out, a few people."""
    found = {
        name: np.asarray(chosen, dtype=np.float64)
        for name, chosen in only.items()
        if min(sum(chosen), len(chosen) - sum(chosen)) >= smallest
    }
    if same.sizes:  # these are told already, by list
        found["without_same_votes"] = (~same.again).astype(np.float64)
    if smallest <= straight.sum() <= len(straight) - smallest:
        found["without_straight_liners"] = (~straight).astype(np.float64)
    for name, (_, part) in parts.items():
        # How many it counts tells how many it leaves out, and how many have a hidden value.
        if people[name].has_total:
            found[f"declared_{name}"] = (part >= 0).astype(np.float64)
    return found
