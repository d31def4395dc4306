"""Parts of the answers: of some people, or some of the answers of everybody."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from regiotafel.engine.common.arrays import Bools, Ints

from .space import Answers

# People that are enough: as many as give so many votes, within two limits, and one in eight of all. Past that, more of
# them only cost more.
TO_TEST, TO_FIND_VALLEYS, TO_RESAMPLE = (400, 18_000, 2_000), (600, 25_000, 2_000), (200, 10_000, 600)
ONE_IN = 8


def enough(answers: Answers, limits: tuple[int, int, int]) -> int:
    """How many people; limits: at least so many, as many as give so many votes, at most so many or one in eight."""
    least, n_votes, most = limits
    wanted = min(most, n_votes * answers.n_people // max(len(answers.sign), 1))
    return max(least, wanted, answers.n_people // ONE_IN)


def pick(answers: Answers, kept: Bools) -> Answers:
    """Some of the answers, of the same people and statements."""
    return Answers(
        answers.person[kept],
        answers.statement[kept],
        answers.sign[kept],
        answers.n_people,
        answers.n_statements,
    )


def of_people(answers: Answers, chosen: Ints) -> Answers:
    """The answers of some people (sorted positions), who are renumbered."""
    place = np.full(answers.n_people, -1, dtype=np.int32)
    place[chosen] = np.arange(len(chosen), dtype=np.int32)
    person = place[answers.person]
    kept = person >= 0
    return Answers(person[kept], answers.statement[kept], answers.sign[kept], len(chosen), answers.n_statements)


def beneath(blocks: Sequence[Answers]) -> Answers:
    """Several sets of answers, of equally many people and statements, as one."""
    n_people, n_statements = blocks[0].n_people, blocks[0].n_statements
    return Answers(
        np.concatenate([one.person + np.int32(n_people * i) for i, one in enumerate(blocks)]),
        np.concatenate([one.statement + np.int32(n_statements * i) for i, one in enumerate(blocks)]),
        np.concatenate([one.sign for one in blocks]),
        n_people * len(blocks),
        n_statements * len(blocks),
        len(blocks),
    )


def first_of(able: Bools, most: int) -> Ints:
    """Positions of at most `most` of the able people [people]. They stand in the order of a hash of their votes, so the
    first of them are as good as drawn by chance, and one person more moves one place."""
    return np.flatnonzero(able)[:most]


def only(answers: Answers, able: Bools, most: int) -> Answers:
    """The answers of at most `most` of the able people."""
    return of_people(answers, first_of(able, most))
