"""Typed facts that become sentences, most important first; what each says is declared in `engine.results.opinions`.

A figure that the report has already (of the statement, of a cell of it) is not said again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction

import numpy as np

from regiotafel.engine.common.answers import AGREE, DISAGREE
from regiotafel.engine.common.rounding import rounded
from regiotafel.engine.results import opinions as results

from .analysis import Answered, Further
from .checks.readings import Reading
from .checks.robustness import voters_to_blur, voters_to_flip
from .sorting import MOST_PER_KIND, SURE_OF_SIDE, Distinctive, Divide, Sorting
from .splits import Cell

MOST_PER_GROUP = 5
# Roles or municipalities say something together when so many are shown, with so many people, half of everybody.
FEWEST_PARTS, FEWEST_IN_PARTS = 4, 40
ROUNDED = 2  # a weighted share tells no more than is shown


def conclude(found: Answered, ids: Sequence[str]) -> Iterator[results.Conclusion]:
    """Every fact that may become a sentence on the outcome page; ids: of the statements by their positions."""
    for j in found.sorting.common_ground[:MOST_PER_KIND]:
        yield _common_ground(found, j, ids[j])
    for j in found.sorting.common_disagreement[:MOST_PER_KIND]:
        yield _common_disagreement(found, j, ids[j])
    for name in found.further.declared:
        yield from _declared(found, name, ids)
    for j in found.sorting.divides[:MOST_PER_KIND]:
        divide = found.sorting.statements[j].divide
        if divide is not None:
            yield _divided(found, divide, j, ids[j])
    yield from _markings(found, ids)


# --- in every group


def _common_ground(found: Answered, j: int, id_: str) -> results.CommonGround:
    return results.CommonGround(
        statement=id_,
        voters_to_flip=_to_flip(found, j, AGREE),
        holds=_holds(found, lambda reading: reading.is_common(j, AGREE)),
        weighted=_of_everybody(found.further, j, AGREE),
    )


def _common_disagreement(found: Answered, j: int, id_: str) -> results.CommonDisagreement:
    return results.CommonDisagreement(
        statement=id_,
        voters_to_flip=_to_flip(found, j, DISAGREE),
        holds=_holds(found, lambda reading: reading.is_common(j, DISAGREE)),
        weighted=_of_everybody(found.further, j, DISAGREE),
    )


def _to_flip(found: Answered, j: int, answer: int) -> int:
    """In the group where it takes fewest."""
    groups = found.splits.by_group
    columns = (groups.told.lower[j, :, answer], groups.sizes[j], groups.moved[j, :, answer])
    return min(voters_to_flip(*one) for one in zip(*(column.tolist() for column in columns), strict=True))


def _holds(found: Answered, ask: Callable[[Reading], bool | None]) -> dict[str, bool]:
    """What each further reading says, where that may be told."""
    said = {name: ask(reading) for name, reading in found.further.readings.items()}
    return {name: holds for name, holds in said.items() if holds is not None}


def _of_everybody(further: Further, j: int, answer: int) -> tuple[float, ...]:
    """The weighted share that gives the answer."""
    shares = further.weighted
    return () if shares is None or np.isnan(shares[j, answer]) else (round(float(shares[j, answer]), ROUNDED),)


# --- in most of the declared parts


def _declared(found: Answered, name: str, ids: Sequence[str]) -> Iterator[results.CommonGroundDeclared]:
    """Statements with which most people agree in most of the declared parts, when these are many enough."""
    rows = []
    for j, one in enumerate(found.sorting.statements):
        shown = [cell for cell in one.declared(name) if not cell.hidden and cell.n_people]
        if not _says_something(shown, one.everybody.n_people):
            continue
        n_agreeing = sum(_most_agree(cell) for cell in shown)
        if 2 * n_agreeing > len(shown):
            least = min(Fraction(cell.n_agree, cell.n_people) for cell in shown)
            rows.append((Fraction(-n_agreeing, len(shown)), -least, j, n_agreeing, len(shown)))
    for *_, j, n_agreeing, n_shown in sorted(rows)[:MOST_PER_KIND]:
        yield results.CommonGroundDeclared(
            statement=ids[j],
            by=name,
            agree_groups=n_agreeing,
            n_groups=n_shown,
            voters_to_flip=_to_turn(found.sorting.statements[j].declared(name), n_agreeing - n_shown // 2),
        )


def _says_something(shown: Sequence[Cell], n_people: int) -> bool:
    """Whether the parts that are shown speak for all: enough of them, enough people, enough of everybody."""
    n_shown = sum(cell.n_people for cell in shown)
    return len(shown) >= FEWEST_PARTS and n_shown >= FEWEST_IN_PARTS and 2 * n_shown >= n_people


def _most_agree(cell: Cell) -> bool:
    return 2 * cell.n_agree > cell.n_people


def _to_turn(cells: tuple[Cell, ...], n_parts: int) -> int:
    """How many people must change before so many of the agreeing parts no longer agree."""
    agreeing = [cell for cell in cells if not cell.hidden and _most_agree(cell)]
    needed = sorted(cell.n_agree - cell.n_people // 2 for cell in agreeing)
    return sum(needed[:n_parts])


# --- between groups


def _divided(found: Answered, divide: Divide, j: int, id_: str) -> results.Divided:
    groups, high, low = found.splits.by_group, divide.high_group, divide.low_group
    sizes, moved = groups.sizes[j].tolist(), groups.moved[j, :, AGREE].tolist()
    others = sizes[low] - int(groups.told.upper[j, low, AGREE])
    ways = (
        voters_to_flip(int(groups.told.lower[j, high, AGREE]), sizes[high], moved[high], SURE_OF_SIDE),
        voters_to_flip(others, sizes[low], -moved[low], SURE_OF_SIDE),
    )
    return results.Divided(
        statement=id_,
        voters_to_flip=min(ways),
        holds=_holds(found, lambda reading: reading.divides(j, high, low)),
        weighted=(),
    )


def _markings(found: Answered, ids: Sequence[str]) -> Iterator[results.Marking]:
    for group in range(found.n_groups):
        of_group = [one for one in found.sorting.distinctive if one.group == group]
        for one in of_group[:MOST_PER_GROUP]:
            yield results.Marking(
                statement=ids[one.statement],
                group=one.group,
                answer=one.answer,
                share=rounded(one.share),
                share_others=rounded(one.share_others),
                q_value=rounded(one.q_value),
                voters_to_flip=_to_blur(found.sorting, one),
            )


def _to_blur(sorting: Sorting, one: Distinctive) -> int:
    statement = sorting.statements[one.statement]
    groups = statement.splits.by_group
    hits = groups.unpulled(AGREE if one.answer == "agree" else DISAGREE)[one.statement]
    sizes = groups.sizes[one.statement]
    own, n_own = float(hits[one.group]), int(sizes[one.group])
    others = (float(hits.sum()) - own, int(sizes.sum()) - n_own)
    return voters_to_blur((own, n_own), others, sorting.distinctive_cut)
