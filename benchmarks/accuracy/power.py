"""How often could any test see that few people are in two groups? Ours beside others, with as many false alarms."""

from __future__ import annotations

import os
import sys
from pathlib import Path

os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

sys.path.insert(0, str(Path(__file__).parents[1]))

import numpy as np
from groups import SEED, Case, conversation
from results import write
from sklearn.metrics import adjusted_rand_score

from regiotafel.engine.opinions import Votes, partition
from regiotafel.engine.opinions.gains import gains
from regiotafel.engine.opinions.mixture import Mixture, Table, k_means, labelled, quick_fit
from regiotafel.engine.opinions.model import _sampled, answers_of
from regiotafel.engine.opinions.space import Answers, rough_places, rough_start, structure

FALSE_ALARMS, N_SHUFFLES, N_PLANTED, N_ALIKE = 0.04, 30, 100, 200
CASES = [
    (Case(20, 20, (0.5, 0.5), 2.5, 12), Case(20, 20, (1,), 0, 12)),
    (Case(26, 36, (0.5, 0.5), 2.0, 24), Case(26, 36, (1,), 0, 24)),
    (Case(60, 40, (0.5, 0.5), 1.5, 25, True), Case(60, 40, (1,), 0, 25, True)),
]
TESTS = {
    "held-out answers": (1, 0, 0),
    "first direction": (0, 1, 0),
    "both, as we do": (1, 1, 0),
    "likelihood ratio against shuffled answers": (0, 0, 1),
    "all three": (1, 1, 1),
}


def main() -> None:
    lines = [
        f"Share of {N_PLANTED} conversations with two planted groups in which a test sees more than chance, when it",
        f"is so strict that {FALSE_ALARMS:.0%} of {N_ALIKE} conversations of people who are alike are a false alarm.",
        "Index: adjusted Rand of who is told that there are two groups.",
        "",
        f"| people | apart | {' | '.join(TESTS)} | index |",
        f"|---|---|{'---|' * (len(TESTS) + 1)}",
    ]
    for planted, alike in CASES:
        there = np.array([statistics(planted, SEED + 1_000 + run) for run in range(N_PLANTED)])
        nobody = np.array([statistics(alike, SEED + 1_000 + run) for run in range(N_ALIKE)])
        found = []
        for weights in TESTS.values():
            limit = np.quantile(nobody[:, :3] @ np.array(weights), 1 - FALSE_ALARMS)
            found.append(f"{(there[:, :3] @ np.array(weights) > limit).mean():.0%}")
        index = f"{there[:, 3].mean():.2f}"
        lines.append(f"| {planted.n_people} | {planted.apart:g} | {' | '.join(found)} | {index} |")
        print(lines[-1], flush=True)
    write("Accuracy: what can be seen among few people", lines)


def statistics(case: Case, seed: int) -> tuple[float, float, float, float]:
    """Three test statistics, in standard errors, and the index of two groups."""
    person, statement, value, planted = conversation(case, seed)
    sampled, votes = _sampled(
        partition(Votes.of(person, statement, value, people=range(case.n_people), statements=range(case.n_statements)))
    )
    answers, random = answers_of(votes), np.random.default_rng(seed)
    likely, mixture = two_groups(answers, random)
    shuffled = np.array([two_groups(shuffle(answers, random), random)[0] for _ in range(N_SHUFFLES)])
    index = adjusted_rand_score(planted[sampled], mixture.member.argmax(axis=1))
    held_out = gains(answers, 2, random, lambda found, times: False)[0].errors
    return held_out, structure(answers, random).strength, (likely - shuffled.mean()) / shuffled.std(), float(index)


def two_groups(answers: Answers, random: np.random.Generator) -> tuple[float, Mixture]:
    """Log-likelihood of the best two groups, and those groups."""
    table = Table.of(answers)
    places = rough_places(answers, 2, [rough_start(answers.n_statements, 2, random)])[0]
    start = labelled(k_means(places, 2, random), 2)
    mixture = quick_fit(table, [start])[0]
    chances = np.stack((np.log(mixture.agree), np.log1p(-mixture.agree)), axis=1).reshape(-1, 2)
    logs = np.asarray(table.rows @ chances) + np.log(mixture.weight)
    return float(np.logaddexp(logs[:, 0], logs[:, 1]).sum()), mixture


def shuffle(answers: Answers, random: np.random.Generator) -> Answers:
    """The answers to each statement dealt anew among who answered it."""
    sign = np.empty_like(answers.sign)
    in_order = np.argsort(answers.statement, kind="stable")
    sign[in_order] = answers.sign[np.lexsort((random.random(len(sign)), answers.statement))]
    return Answers(answers.person, answers.statement, sign, answers.n_people, answers.n_statements)


if __name__ == "__main__":
    main()
