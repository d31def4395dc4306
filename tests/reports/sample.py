"""Reports to show in tests: made by the real engine from planted answers, once."""

import copy
import random
from functools import cache
from typing import Any

from regiotafel.engine.opinions import Votes, analyse, as_json

ROLES = ("ouder of verzorger", "jongere", "hulpverlener", "gemeente")
PLACES = ("Elsmeer", "Dorpwaard", "Lindestad")


def report(n_people: int = 60, n_statements: int = 12, n_groups: int = 2, texts: bool = True) -> dict[str, Any]:
    """A third of the statements is shared by all; the others divide the planted groups. A fresh copy each time."""
    return copy.deepcopy(_report(n_people, n_statements, n_groups, texts))


@cache
def _report(n_people: int, n_statements: int, n_groups: int, texts: bool) -> dict[str, Any]:
    rows = answers(n_people, n_statements, n_groups)
    votes = Votes.of([row[0] for row in rows], [row[1] for row in rows], [row[2] for row in rows])
    declared = {
        "role": [ROLES[int(person) % len(ROLES)] for person in votes.people],
        "municipality": [PLACES[int(person) % 7] if int(person) % 7 < 3 else None for person in votes.people],
    }
    found = analyse(votes, seed=3, declared=declared)
    words = {str(number): f"Stelling {number}: hulp hoort dichtbij te zijn." for number in range(1, n_statements + 1)}
    return as_json(
        found, people=votes.people, statements=votes.statements, texts=words if texts else None, cpu_seconds=0.1
    )


def answers(n_people: int, n_statements: int, n_groups: int) -> list[tuple[int, int, int]]:
    """person, statement (from 1), answer; most people answer most statements."""
    chance = random.Random(11)
    rows = []
    for person in range(n_people):
        for statement in range(1, n_statements + 1):
            if chance.random() < 0.1:
                continue
            if statement % 3 == 0 or n_groups == 1:
                agrees = 0.92
            else:
                agrees = 0.9 if (person + statement) % n_groups == 0 else 0.1
            answer = 0 if chance.random() < 0.05 else 1 if chance.random() < agrees else -1
            rows.append((person, statement, answer))
    return rows
