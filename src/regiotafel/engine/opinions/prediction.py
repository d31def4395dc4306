"""What predicts best? A part of the answers is held out, and predicted from the other answers of the same people.

Beside each other: what everybody answered (nothing of the person); how often the person says yes to anything (the model
of Rasch 1960, one trait on which all statements lean alike); one trait on which they lean as they may, also to both
sides (`traits`); and the groups that are shown. Traits and groups are fitted anew, without the answers that are held
out; but both start from what was found with them. What is told are nats by which an answer is likelier than when only
the statement is known; who predicts better follows from the differences per person (`differences`).

Groups that only say yes more often than others are no opinion: then a tendency predicts (nearly) as well as anything.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from regiotafel.engine.common.arrays import Bools, Floats
from regiotafel.engine.results.opinions import Predicts

from . import traits
from .differences import SURE, standard_errors
from .mixture import Mixture, Table, quick_fit
from .samples import enough, first_of, of_people, pick
from .space import Answers

MOSTLY = 0.8  # so much of what the best predicts, and the simpler one says it
ROUNDS = 5
TO_PREDICT = (200, 10_000, 1_500)  # people, as in `samples`
FEWEST_ANSWERS = 3
N_PARTS, MANY = 3, 6_000  # one part in three is held out; of so many answers only one of them
SURELY = 0.01  # no answer is likelier than 1 minus this


@dataclass(frozen=True)
class Prediction:
    """Nats per held-out answer that are gained over what everybody answers; groups: None where none are shown."""

    tendency: float
    trait: float
    groups: float | None
    best: Predicts


def predict(answers: Answers, lean: Floats, mixture: Mixture) -> Prediction | None:
    """None where too few answers can be held out. lean: about how far each statement leans to one side, on any scale
    [statements]; answers: of people in an order that says nothing. The same draws whatever the seed."""
    able = answers.per_person() >= FEWEST_ANSWERS
    people = first_of(able, enough(answers, TO_PREDICT))
    some = of_people(answers, people)
    if len(some.sign) < N_PARTS * max(answers.n_statements, 1):
        return None
    lean = lean / max(float(np.sqrt((lean * lean).mean())), 1e-12)
    part = np.random.default_rng(0).integers(0, N_PARTS, len(some.sign))
    parts = [_gains(some, part == one, lean, mixture) for one in range(1 if len(part) >= MANY else N_PARTS)]
    n_tested = sum(n for n, _ in parts)
    gains = {name: np.sum([one[name] for _, one in parts], axis=0) for name in parts[0][1]}
    per_answer = {name: float(of_person.sum()) / max(n_tested, 1) for name, of_person in gains.items()}
    return Prediction(per_answer["tendency"], per_answer["trait"], per_answer.get("groups"), _best(gains))


def _best(gains: dict[str, Floats]) -> Predicts:
    """gains: in nats, of each person [people]."""
    total = {name: float(of_person.sum()) for name, of_person in gains.items()}
    first = max(total, key=lambda name: total[name])
    if standard_errors(gains[first]) < SURE:
        return "nothing"
    if total["tendency"] >= MOSTLY * total[first]:
        return "tendency"
    if "groups" not in gains:
        return "trait"
    by = standard_errors(gains["groups"] - gains["trait"])
    return "groups" if by >= SURE else "trait" if by <= -SURE else "alike"


def _gains(answers: Answers, held_out: Bools, lean: Floats, mixture: Mixture) -> tuple[int, dict[str, Floats]]:
    """How many answers were held out, and what each way gains on those of each person [people]."""
    known, asked = pick(answers, ~held_out), pick(answers, held_out)
    table, mean = Table.of(known), (known.mean() + 1.0) / 2.0
    usual = _logs(mean[asked.statement], asked)
    found = {}
    for name, chance in _chances(table, mean, asked, lean, mixture):
        of_person = np.bincount(asked.person, _logs(chance, asked) - usual, minlength=answers.n_people)
        found[name] = of_person.astype(np.float64)
    return len(asked.sign), found


def _chances(
    table: Table, mean: Floats, asked: Answers, lean: Floats, mixture: Mixture
) -> Iterator[tuple[str, Floats]]:
    """By each way the chance that each held-out answer is agree [answers]."""
    for name, start in (("tendency", np.ones(len(lean))), ("trait", lean)):
        member, agree = _trait(table, mean, start, is_tied=name == "tendency")
        yield name, (agree[asked.statement] * member[asked.person]).sum(axis=1)
    if len(mixture.weight) > 1:
        again = quick_fit(table, [mixture.of(table)])[0]
        yield "groups", (again.agree[asked.statement] * again.member[asked.person]).sum(axis=1)


def _logs(chance: Floats, asked: Answers) -> Floats:
    chance = np.clip(chance, SURELY, 1.0 - SURELY)
    return np.asarray(np.log(np.where(asked.sign > 0, chance, 1.0 - chance)))


def _trait(table: Table, mean: Floats, slope: Floats, *, is_tied: bool) -> tuple[Floats, Floats]:
    """Where people stand on a trait [people, points], and the chance to agree there [statements, points]. slope: where
    to start; is_tied: all statements keep one slope."""
    level = usual = np.log(mean / (1.0 - mean))
    weight = np.exp(-0.5 * traits.POINTS * traits.POINTS)
    weight /= weight.sum()
    step = traits.step_of_one_slope if is_tied else traits.step
    for _ in range(ROUNDS):
        counts = traits.answered(table.turned, traits.stand(table.rows, level, slope, weight))
        level, slope = step(level, slope, usual, counts)
    return traits.stand(table.rows, level, slope, weight), traits.chances(level, slope)
