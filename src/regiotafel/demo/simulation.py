"""Who comes by in the example, when, and what they answer: drawn from the odds in `content/`, always the same."""

import random
from collections.abc import Sequence
from dataclasses import dataclass

from regiotafel.demo.content import Consultation, Municipality, Odds

CHOICES = (1, -1, 0)


@dataclass(frozen=True)
class Visitor:
    """One invented participant. `day` and `hour` count from the opening."""

    day: int
    hour: float
    group: str
    role: str
    municipality: str
    n_answers: int
    says_role: bool
    says_municipality: bool


def visitors(
    consultation: Consultation, municipalities: Sequence[Municipality], last_day: int, draw: random.Random
) -> list[Visitor]:
    """In order of arrival. More people come in the first days, and in the evening."""
    simulation = consultation.simulation
    found = []
    for role, n_people in simulation.people.items():
        for _ in range(n_people):
            place = draw.choices(municipalities, weights=[m.under_23 for m in municipalities])[0]
            lean = simulation.lean.get(place.subregion, {})
            shares = [simulation.mix[role][group] * lean.get(group, 1.0) for group in simulation.groups]
            found.append(
                Visitor(
                    day=int(last_day * draw.random() ** 1.6),
                    hour=min(23.0, max(9.5, draw.gauss(17, 4))),
                    group=draw.choices(simulation.groups, weights=shares)[0],
                    role=role,
                    municipality=place.slug,
                    n_answers=simulation.most_answers
                    if draw.random() < simulation.finish_share
                    else draw.randint(simulation.least_answers, simulation.most_answers),
                    says_role=draw.random() >= simulation.skip_role_share,
                    says_municipality=draw.random() >= simulation.skip_municipality_share,
                )
            )
    return sorted(found, key=lambda visitor: (visitor.day, visitor.hour))


def answer(odds: Odds, draw: random.Random) -> int | None:
    """1, -1 or 0; None is skipped without an answer."""
    u = draw.random()
    for choice, chance in zip(CHOICES, (odds.agree, odds.disagree, odds.unsure), strict=True):
        if u < chance:
            return choice
        u -= chance
    return None
