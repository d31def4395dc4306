"""An invented region: what its municipalities want of every subject, as the file that `regiotafel compromise` reads.

Municipalities lean to local or to regional, each a little differently by theme; every subject has a level where it sits
well, the law narrows one in five, and a few subjects hang together. Points are whole and sum to a hundred.
"""

from __future__ import annotations

from typing import Any

import numpy as np

LEVELS = ["lokaal", "subregionaal", "regionaal", "bovenregionaal", "landelijk"]
N_THEMES = 6


def region(n_parties: int, n_subjects: int, seed: int) -> dict[str, Any]:
    """A region of which the answer is not known, in which some package is possible."""
    random = np.random.default_rng(seed)
    subjects = [f"onderwerp-{j:03d}" for j in range(n_subjects)]
    theme = random.integers(0, N_THEMES, n_subjects)
    middle = random.uniform(0.3, 3.2, n_subjects)
    planted = np.clip(np.rint(middle), 0, 4).astype(int)  # a package that is never excluded
    leaning = random.normal(0, 0.6, (n_parties, 1)) + random.normal(0, 0.5, (n_parties, N_THEMES))
    wants = np.clip(np.rint(middle + leaning[:, theme] + random.normal(0, 0.5, (n_parties, n_subjects))), 0, 4)
    return {
        "levels": LEVELS,
        "parties": {f"gemeente-{i:02d}": {"weight": int(random.lognormal(10.3, 0.7))} for i in range(n_parties)},
        "subjects": {one: _law(random, planted[j]) for j, one in enumerate(subjects)},
        "positions": {
            f"gemeente-{i:02d}": {
                one: _position(random, int(wants[i, j]), int(points[j]), planted[j])
                for j, one in enumerate(subjects)
                if points[j] or random.random() < 0.7
            }
            for i in range(n_parties)
            for points in [random.multinomial(100, random.dirichlet(np.full(n_subjects, 0.6)))]
        },
        "links": _links(random, subjects, planted, n_subjects // 5),
        "no_agreement": {one: LEVELS[max(0, planted[j] - 2)] for j, one in enumerate(subjects)},
    }


def _law(random: np.random.Generator, planted: int) -> dict[str, Any]:
    if random.random() < 0.8:
        return {}
    return {"allowed": [LEVELS[k] for k in range(5) if abs(k - planted) <= random.integers(0, 3)]}


def _position(random: np.random.Generator, wants: int, points: int, planted: int) -> dict[str, Any]:
    found: dict[str, Any] = {"wants": LEVELS[wants], "points": points}
    near = [k for k in (wants - 1, wants + 1) if 0 <= k < 5 and random.random() < 0.5]
    if near:
        found["accepts"] = {LEVELS[k]: round(float(random.uniform(0.4, 0.95)), 1) for k in near}
    far = [k for k in range(5) if abs(k - wants) >= 2 and k != planted]
    if points >= 3 and far and random.random() < 0.2:
        found["never"] = [LEVELS[int(random.choice(far))]]
    return found


def _links(random: np.random.Generator, subjects: list[str], planted: Any, n_links: int) -> list[dict[str, Any]]:
    links = []
    while len(links) < n_links:
        one, other = random.choice(len(subjects), 2, replace=False)
        limit, least = int(random.integers(1, 4)), int(random.integers(1, 3))
        if planted[one] < limit or planted[other] >= least:
            links.append(
                {
                    "if": {subjects[one]: {"at_least": LEVELS[limit]}},
                    "then": {subjects[other]: {"at_least": LEVELS[least]}},
                }
            )
    return links


def impossible(drawn: dict[str, Any], seed: int) -> dict[str, Any]:
    """The same region with red lines that leave no package: on three subjects several municipalities together rule out
    every level, and on two others they do so with a link."""
    random = np.random.default_rng(seed)
    parties, subjects = [*drawn["positions"]], [*drawn["subjects"]]
    for one in random.choice(subjects, 3, replace=False):
        for at, party in enumerate(random.choice(parties, 5, replace=False)):
            _rule_out(drawn, str(party), str(one), {LEVELS[at]})
    for _ in range(2):
        first, second = (str(one) for one in random.choice(subjects, 2, replace=False))
        some, others = (str(party) for party in random.choice(parties, 2, replace=False))
        _rule_out(drawn, some, first, set(LEVELS[:2]))
        _rule_out(drawn, others, second, set(LEVELS[1:]))
        link = {"if": {first: {"at_least": LEVELS[2]}}, "then": {second: {"at_least": LEVELS[1]}}}
        drawn["links"].append(link)
    return drawn


def _rule_out(drawn: dict[str, Any], party: str, subject: str, levels: set[str]) -> None:
    wanted = next(level for level in LEVELS if level not in levels)
    drawn["positions"][party][subject] = {"wants": wanted, "points": 3, "never": sorted(levels)}
