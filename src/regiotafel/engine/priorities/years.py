"""The same choice year after year: what was not chosen can come later, and what somebody has left goes along."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction

from .election import Election, in_order, with_money
from .outcome import Outcome

# A rule, with what one person of each ballot has from years before.
Rule = Callable[[Election, Sequence[Fraction]], Outcome]


def over_years(election: Election, capacities: Mapping[str, int], rule: Rule) -> dict[str, Outcome]:
    """capacities: by year, in their order; that of the election itself does not count. Statutory measures come in the
    first year. All years together never cost more than their capacities, unless statutory measures do."""
    ordered = in_order(election)
    done, carried = election.done, tuple[Fraction, ...]()
    found: dict[str, Outcome] = {}
    for year, capacity in capacities.items():
        outcome = rule(with_money(ordered, capacity, done), carried)
        found[year] = outcome
        done |= set(outcome.keys)
        carried = outcome.to_carry
    return found
