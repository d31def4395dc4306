"""Who decides what: packages of levels that everybody can live with, by stated rules; and why there is none.

    problem = problem_of(wishes)
    package_of(problem, "leximin"), conflicts(problem)

The result does not depend on the order of parties, subjects or links. How each step works and where it comes from
stands in `problem`, `rules`, `bargain`, `search` and `conflicts`; docs/compromise.md explains every figure.
"""

from .bargain import nash
from .concessions import best_concession, improvement, prices, stability
from .conflicts import Conflicts, Member, conflicts, is_possible
from .document import document
from .power import banzhaf
from .problem import Link, Problem, in_order
from .rules import leximin, max_min, median, utilitarian
from .search import at_once
from .solver import ENDLESS, Patience
from .steps import Package
from .wishes import problem_of

RULES = ("utilitarian", "max_min", "leximin", "nash", "median")
# A floor is of a municipality, whatever its size.
BY_PEOPLE = ("utilitarian", "nash", "median")


def package_of(problem: Problem, rule: str, patience: Patience = ENDLESS, *, by_people: bool = False) -> Package | None:
    """None when no package is possible; of nash also when none gives everybody what no agreement gives. by_people: for
    the rules in BY_PEOPLE."""
    if rule == "median":
        return median(problem, by_people=by_people)
    if rule in BY_PEOPLE:
        return {"utilitarian": utilitarian, "nash": nash}[rule](problem, patience, by_people=by_people)
    return {"max_min": max_min, "leximin": leximin}[rule](problem, patience)


__all__ = [
    "BY_PEOPLE",
    "ENDLESS",
    "RULES",
    "Conflicts",
    "Link",
    "Member",
    "Package",
    "Patience",
    "Problem",
    "at_once",
    "banzhaf",
    "best_concession",
    "conflicts",
    "document",
    "improvement",
    "in_order",
    "is_possible",
    "package_of",
    "prices",
    "problem_of",
    "stability",
]
