"""Who decides what: packages of levels that everybody can live with, by stated rules; and why there is none.

    problem = problem_of(wishes)
    package_of(problem, "leximin"), conflicts(problem)

The result does not depend on the order of parties, subjects or links. How each step works and where it comes from
stands in `problem`, `rules`, `bargain`, `search`, `conflicts` and `differences`; docs/compromise.md explains every
figure.
"""

from regiotafel.engine.common.solver import ENDLESS, Patience

from .beside import beside, wants_one
from .concessions import best_concession, best_pair, prices, stability
from .conflicts import Conflicts, Member, conflicts, is_possible
from .document import document
from .improving import Better, Improvement, better_than, improvement
from .paradoxes import paradoxes
from .power import banzhaf
from .problem import Link, Problem, in_order
from .search import at_once
from .searching import BY_PEOPLE, RULES, Stage, package_of, searched
from .steps import Package
from .whole import found, quick, told_of
from .wishes import problem_of

__all__ = [
    "BY_PEOPLE",
    "ENDLESS",
    "RULES",
    "Better",
    "Conflicts",
    "Improvement",
    "Link",
    "Member",
    "Package",
    "Patience",
    "Problem",
    "Stage",
    "at_once",
    "banzhaf",
    "beside",
    "best_concession",
    "best_pair",
    "better_than",
    "conflicts",
    "document",
    "found",
    "improvement",
    "in_order",
    "is_possible",
    "package_of",
    "paradoxes",
    "prices",
    "problem_of",
    "quick",
    "searched",
    "stability",
    "told_of",
    "wants_one",
]
