"""Nothing about fewer than five people, also not by subtracting: which numbers of a table are told, and how exactly.

A table divides the people who answered one statement (a row) into parts: groups, roles, municipalities. Known to who
reads a report are: what everybody together answered, every part that is shown, how many people have a property at all,
and so whatever follows from these by adding and subtracting. What is promised, for each row:

1. *No part of one to four people has a number*, nor does any sum of hidden parts that follows: what is left of a total
   after subtracting what is shown is about nobody or about at least `smallest` people. People in no part (without a
   group, who named no role) are one more hidden part. Where each of the hidden parts must have somebody, there are more
   people than parts: else each would be one person.
2. *No answer of one person follows from a part*, also not for somebody who is in it. Where all, all but one or all but
   two people of a part (or of everybody) gave one answer, these three are told alike: "at least n - 2 of n". So nobody
   knows whether all did.
3. *Nor does it follow by subtracting.* Beside parts that are told as in 2, or when the people in no shown part are
   nearly unanimous, the largest other part of the row tells no more of them than follows from everything else: at least
   what is left of everybody when each of these has as many of an answer as it can have. So it is the same number in all
   three kinds, also to who knows this program and runs it backwards. Where no part is mixed enough for that, or some
   people are in no shown part and fewer than five of everybody gave another answer than the rest, no part is told.
4. *Nor by laying tables beside each other.* Groups, roles, municipalities and their combinations divide the same
   people. Also who knows of everybody in which part of each table they are, and which statements they answered, finds
   for each of them a world that fits everything that is told of a statement, and in which that person answered
   something else (see `worlds`). Where there is none, combinations of two properties are hidden for that statement, and
   if need be all parts of a property.
5. *Nor by comparing two tellings of one row.* Who came in between are nobody or at least `smallest` people, mixed as
   in 2. What waits to be told is held against the same.

What is not promised: anything against who answers many times as other people, for who plays all but one of a part knows
the one; against people who tell each other what they answered, for four of five know the fifth; against who is in a
part and lays tables beside each other with their own answer in hand; about who says himself what he answered; and about
who did *not* answer, whose number is told. Who knows this program may sometimes guess from the choice of a hidden part
that it was the smaller one.

A cell that is told inexactly has `lower` bounds per answer, which together are fewer than its people. An exact cell has
its counts. Everything that is derived (estimates, conclusions, weights) is derived from these.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .arrays import Bools, Ints

SMALLEST_GROUP = 5  # people, about whom something may be told
TOLD_ALIKE = 2  # so many who answered otherwise, or fewer, are told alike


def may_be_told(n: int, total: int, smallest: int = SMALLEST_GROUP) -> bool:
    """Whether a number of people may be told beside all of them: some, and who is left out nobody or some."""
    return n >= smallest and (n == total or total - n >= smallest)


def as_told(n: int, total: int, smallest: int = SMALLEST_GROUP) -> int | None:
    """How many people, unless that tells of a few of them: nobody is told too."""
    return n if n == 0 or may_be_told(n, total, smallest) else None


def told_sum(sizes: Ints, smallest: int = SMALLEST_GROUP) -> int:
    """What may be told of the sum of numbers that stand apart, of which those from 1 to smallest - 1 are hidden: all of
    it, or only what is shown when the hidden ones would follow. Then they are together few, or all the least or most
    that they can be."""
    few = sizes[(sizes > 0) & (sizes < smallest)]
    rest, n = int(few.sum()), len(few)
    follows = n > 0 and not max(smallest - 1, n) < rest < n * (smallest - 1)
    return int(sizes.sum()) - (rest if follows else 0)


def covers(sizes: Ints, hide: Bools, total: int, smallest: int = SMALLEST_GROUP) -> bool:
    """Whether it may be told how many people have a value at all, beside the values that are shown.

    sizes, hide: of each value [values]; total: everybody. The people with a hidden value must then be many enough
    without those who have none.
    """
    n, rest = int(sizes.sum()), int(sizes[hide].sum())
    return n < total and may_be_told(n, total, smallest) and (rest == 0 or rest >= max(smallest, int(hide.sum()) + 1))


def hidden(
    sizes: Ints,
    totals: Ints,
    smallest: int = SMALLEST_GROUP,
    also: Bools | None = None,
) -> Bools:
    """Which cells to hide [rows, cells].

    sizes: people per cell [rows, cells]; totals: people per row [rows], at least the sum of the cells; also: cells that
    are hidden for another reason [rows, cells]. A row with a total of 1 to smallest - 1 is hidden as a whole.
    """
    hide = (sizes > 0) & (sizes < smallest)
    surely_some = np.ones_like(hide)  # whoever sees an empty cell knows that a hidden one is not empty
    if also is not None:
        surely_some = ~also
        hide |= also
    hide |= ((totals > 0) & (totals < smallest))[:, None]
    rows = np.arange(len(sizes))
    for _ in range(sizes.shape[1]):
        shown = np.where(hide, 0, sizes)
        rest = totals - shown.sum(axis=1)
        fewest = np.maximum(smallest, (hide & surely_some).sum(axis=1) + 1)
        again = (rest > 0) & (rest < fewest) & (shown.sum(axis=1) > 0)
        if not again.any():
            break
        # The smallest cell that has people in it: hiding an empty cell would not help.
        smallest_shown = np.where(shown > 0, shown, np.iinfo(np.int64).max).argmin(axis=1)
        hide[rows[again], smallest_shown[again]] = True
    return hide


@dataclass(frozen=True)
class Told:
    """What of a table may be told. hide: [rows, parts]; lower: at least so many gave each answer [rows, parts,
    answers], nobody where hidden; untold: people of a shown part whose answer is not in `lower` [rows, parts]."""

    hide: Bools
    lower: Ints
    untold: Ints

    @property
    def upper(self) -> Ints:
        """At most so many gave each answer [rows, parts, answers]."""
        return self.lower + self.untold[:, :, None]


def nearly_unanimous(counts: Ints) -> Bools:
    """Whether all but a few people of each cell gave one answer [...]; counts: [..., answers]. Nobody is not."""
    sizes = counts.sum(axis=-1)
    return np.asarray((sizes > 0) & (sizes - counts.max(axis=-1) <= TOLD_ALIKE))


def is_mixed(counts: Ints) -> Bools:
    """Whether it is unknown of people who were left over by subtracting what each answered [...]; counts: [...,
    answers]. At least so many gave another answer than the rest."""
    return np.asarray(counts.sum(axis=-1) - counts.max(axis=-1) >= TOLD_ALIKE)


def may_come(counts: Ints, smallest: int = SMALLEST_GROUP) -> Bools:
    """Whether people who gave these answers may come between two tellings of one row [...]; counts: [..., answers],
    below zero where more people went than came."""
    return np.asarray((counts.min(axis=-1) >= 0) & (counts.sum(axis=-1) >= smallest) & is_mixed(counts))


def told_alike(counts: Ints) -> Ints:
    """The counts of nearly unanimous cells as they are told [..., answers]; others as they are."""
    near = nearly_unanimous(counts)[..., None]
    most = counts == counts.max(axis=-1, keepdims=True)
    at_least = np.where(most, np.maximum(counts.sum(axis=-1, keepdims=True) - TOLD_ALIKE, 0), 0)
    return np.where(near, at_least, counts)


def told(counts: Ints, whole: Ints, smallest: int = SMALLEST_GROUP, also: Bools | None = None) -> Told:
    """counts: of each part [rows, parts, answers]; whole: of everybody, with who is in no part [rows, answers]; also:
    parts that are hidden for another reason [rows, parts]."""
    sizes = counts.sum(axis=2)
    hide = hidden(sizes, whole.sum(axis=1), smallest, also)
    lower = np.where(hide[:, :, None], 0, told_alike(counts))
    if counts.shape[1] > 1 or (counts.sum(axis=1) != whole).any():
        _mix(counts, whole, hide, lower)
    return Told(hide, lower, np.where(hide, 0, sizes - lower.sum(axis=2)))


def _mix(counts: Ints, whole: Ints, hide: Bools, lower: Ints) -> None:
    """Tell less in `lower`, or else hide more in `hide`, until what is not told of each row is mixed."""
    near = nearly_unanimous(counts) & ~hide
    is_exact = ~hide & ~near & (counts.sum(axis=2) > 0)
    left = whole - np.where(hide[:, :, None], 0, counts).sum(axis=1)
    near_left = nearly_unanimous(left)
    others = whole.sum(axis=1) - whole.max(axis=1)
    too_few = (left.sum(axis=1) > 0) & (others <= 2 * TOLD_ALIKE)
    # Of a row that is itself nearly unanimous only that is told, and no part of it can be anything else.
    able = ~nearly_unanimous(whole) & ~hide.all(axis=1)
    for j in np.flatnonzero(able & (near.any(axis=1) | near_left | too_few)):
        alike = np.concatenate((counts[j, near[j]], left[j : j + 1] if near_left[j] else left[:0]))
        part = _who_pays(counts[j], is_exact[j], _room(alike))
        if part is not None and not too_few[j]:
            lower[j, part] = np.maximum(counts[j, part] - _room(alike), 0)
        elif too_few[j] or is_exact[j].any() or not _leaves_open(whole[j] - lower[j].sum(axis=0), counts[j, near[j]]):
            hide[j], lower[j] = True, 0


def _room(alike: Ints) -> Ints:
    """How many people, at most, gave each answer more often than these parts did, if each is told alike [answers]."""
    most = np.where(alike == alike.max(axis=1, keepdims=True), alike.sum(axis=1, keepdims=True), TOLD_ALIKE)
    return np.asarray((most - alike).sum(axis=0))


def _who_pays(counts: Ints, able: Bools, room: Ints) -> int | None:
    """The largest of these parts that is not nearly unanimous, whichever of the people in `room` are in it."""
    sizes = counts.sum(axis=1)
    lower = np.maximum(counts - room, 0)
    others = lower.sum(axis=1) - lower.max(axis=1)
    parts = np.flatnonzero(able & (others > TOLD_ALIKE))
    return int(parts[sizes[parts].argmax()]) if len(parts) else None


def _leaves_open(untold: Ints, near: Ints) -> bool:
    """Whether every nearly unanimous part of a row may have had people of another mind; untold: answers that stand in
    no told number [answers]; near: counts of these parts [parts, answers]."""
    others = untold.sum() - untold
    return bool((others[near.argmax(axis=1)] >= TOLD_ALIKE).all() and is_mixed(untold))
