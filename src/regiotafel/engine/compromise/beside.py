"""Two groups beside each other, by name, as a document that everybody may read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from typing import Protocol

import numpy as np

from regiotafel.engine.common.arrays import Ints
from regiotafel.engine.results import differences as results

from .differences import FEWEST, LEVEL, WORDS, differences
from .wishes import Wish, Wishes


class Pair(Protocol):
    """A subject as the one and as the other group calls it."""

    @property
    def here(self) -> str: ...
    @property
    def there(self) -> str: ...
    @property
    def shared(self) -> Sequence[str]: ...
    @property
    def is_confirmed(self) -> bool: ...
    @property
    def has_same_title(self) -> bool: ...


def beside(here: Wishes, there: Wishes, pairs: Sequence[Pair], names: tuple[str, str]) -> results.Differences:
    """Both must have as many levels, which are the same by their place. pairs: each subject once; names: of the
    groups."""
    wants = _wants(here, [one.here for one in pairs]), _wants(there, [one.there for one in pairs])
    found = differences(*wants, len(here.levels), [one.has_same_title for one in pairs])
    kinds = Counter(found.kinds)
    looks_different = kinds[WORDS] + kinds[LEVEL]
    return results.Differences(
        levels=[*here.levels],
        other_levels=None if [*here.levels] == [*there.levels] else [*there.levels],
        groups=(_group(names[0], wants[0]), _group(names[1], wants[1])),
        subjects=[
            results.Subject(
                names=(one.here, one.there),
                kind=kind,  # type: ignore[arg-type]
                same_title=one.has_same_title,
                shared=[*one.shared],
                confirmed=one.is_confirmed,
                wants=(_named(here.levels, found.counts[0, at]), _named(here.levels, found.counts[1, at])),
                means=(_mean(found.counts[0, at]), _mean(found.counts[1, at])),
                within=float(found.within[at]),
                between=float(found.between[at]),
            )
            for at, (one, kind) in enumerate(zip(pairs, found.kinds, strict=True))
        ],
        only=(
            sorted({*here.subjects} - {one.here for one in pairs}),
            sorted({*there.subjects} - {one.there for one in pairs}),
        ),
        kinds={kind: kinds[kind] for kind in sorted(kinds)},
        only_words=kinds[WORDS] / looks_different if looks_different else None,
        share_between=found.share_between,
        by_chance=found.by_chance,
        as_large=found.as_large,
        divisions=found.n_divisions,
        exact=found.is_exact,
        fewest=FEWEST,
    )


def _wants(wishes: Wishes, subjects: Sequence[str]) -> Ints:
    """The place of the level that each party wants of each of these subjects, -1 for none [n, m]."""
    place = {level: at for at, level in enumerate(wishes.levels)}
    found = np.full((len(wishes.parties), len(subjects)), -1, dtype=np.int64)
    for i, party in enumerate(wishes.parties):
        said = wishes.positions.get(party, {})
        for j, subject in enumerate(subjects):
            if subject in said and wants_one(said[subject], wishes.subjects[subject] or wishes.levels):
                found[i, j] = place[said[subject].wants]
    return found


def wants_one(wish: Wish, allowed: Collection[str]) -> bool:
    """Not when it is as content with every level that the law and its own red lines leave: then it wants nothing in
    particular."""
    left = [level for level in allowed if level not in wish.never]
    return len(left) < 2 or any(level != wish.wants and wish.accepts.get(level, 0.0) < 1.0 for level in left)


def _group(name: str, wants: Ints) -> results.Group:
    return results.Group(name=name, n_parties=len(wants), n_heard=int((wants >= 0).any(axis=1).sum()))


def _named(levels: Sequence[str], counts: Ints) -> dict[str, int]:
    return {level: int(n) for level, n in zip(levels, counts, strict=True) if n}


def _mean(counts: Ints) -> float | None:
    n = int(counts.sum())
    return int(counts @ np.arange(len(counts))) / n if n else None
