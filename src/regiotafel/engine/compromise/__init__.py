"""Who decides what: packages of levels that everybody can live with, by stated rules; and why there is none.

    problem = in_order(Problem(parties, subjects, levels, likes, points, wants, never, allowed, links))
    package_of(problem, "leximin"), conflicts(problem)

The result does not depend on the order of parties, subjects or links. How each step works and where it comes from
stands in `problem`, `rules`, `bargain`, `search` and `conflicts`; docs/compromise.md explains every figure.
"""

from .bargain import nash
from .conflicts import Conflicts, Member, conflicts
from .problem import Link, Problem, in_order
from .rules import leximin, max_min, median, utilitarian
from .search import at_once
from .solver import ENDLESS, Patience
from .steps import Package

RULES = ("utilitarian", "max_min", "leximin", "nash", "median")


def package_of(problem: Problem, rule: str, patience: Patience = ENDLESS, *, by_people: bool = False) -> Package | None:
    """None when no package is possible; of nash also when none gives everybody what no agreement gives."""
    if rule == "median":
        return median(problem, by_people=by_people)
    by_rule = {"utilitarian": utilitarian, "max_min": max_min, "leximin": leximin, "nash": nash}
    return by_rule[rule](problem, patience, by_people=by_people)


__all__ = [
    "ENDLESS",
    "RULES",
    "Conflicts",
    "Link",
    "Member",
    "Package",
    "Patience",
    "Problem",
    "at_once",
    "conflicts",
    "in_order",
    "package_of",
]
