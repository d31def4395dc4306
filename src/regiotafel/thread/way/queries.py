"""The way of a knot along the thread: what came before it, and what came of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from django.db.models import Q

from regiotafel.thread.linking.queries import LIVE, links
from regiotafel.thread.models import Knot, Link, LinkState, Relation
from regiotafel.thread.rules import EARLIER_IS_FROM, EARLIER_IS_TO, is_to_review, sentence_of

# So far a way is followed: from a voice to what changed in practice is no longer. And so many links a step are shown.
STEPS, MOST = 6, 40


@dataclass(frozen=True)
class Step:
    """From one knot to the next, away from where the way begins."""

    link: Link
    near: Knot
    knot: Knot

    @property
    def sentence(self) -> str:
        return sentence_of(self.link, is_back=self.near.pk != self.link.from_knot_id)

    @property
    def is_suggested(self) -> bool:
        return self.link.state == LinkState.SUGGESTED

    @property
    def is_judged(self) -> bool:
        """Merging and splitting are facts; about the rest a person decides."""
        return self.link.relation != Relation.GOES_ON_IN

    @property
    def is_to_review(self) -> bool:
        return is_to_review(self.link)


class Group(NamedTuple):
    """Knots of one kind, at one distance."""

    kind: str
    is_suggested: bool
    steps: Sequence[Step]


@dataclass(frozen=True)
class Stretch:
    """All steps of the same distance. `has_more`: there are others that are not shown."""

    steps: Sequence[Step]
    has_more: bool

    @property
    def groups(self) -> list[Group]:
        """What stands at this distance, by kind. These hang beside each other, not one on the other."""
        found: dict[tuple[str, bool], list[Step]] = {}
        for step in self.first_steps:
            found.setdefault((step.knot.kind, step.is_suggested), []).append(step)
        return [Group(kind, is_suggested, steps) for (kind, is_suggested), steps in found.items()]

    @property
    def is_suggested(self) -> bool:
        """Nobody confirmed any of it yet."""
        return all(step.is_suggested for step in self.steps)

    @property
    def first_steps(self) -> list[Step]:
        """One to each knot, also when two ways lead to it."""
        return list({step.knot.pk: step for step in reversed(self.steps)}.values())[::-1]


@dataclass(frozen=True)
class Way:
    """`before`: the furthest first, so that all of it reads in the order of the story."""

    knot: Knot
    before: Sequence[Stretch]
    after: Sequence[Stretch]

    @property
    def sentences(self) -> list[Step]:
        """From what is nearest to what is furthest, first what it comes from."""
        return [step for stretch in (*reversed(self.before), *self.after) for step in stretch.steps]


def way_of(knot: Knot, *, with_suggested: bool = False) -> Way:
    """Confirmed links between what everybody can read; with what is suggested and not public yet for who judges it. One
    query for each step and direction, however many links there are."""
    seen = Q() if with_suggested else Q(from_knot__is_public=True, to_knot__is_public=True)
    states = [LinkState.CONFIRMED, LinkState.SUGGESTED] if with_suggested else [LinkState.CONFIRMED]
    shown = seen & Q(state__in=states) & (LIVE | Q(relation=Relation.GOES_ON_IN))
    return Way(knot, list(reversed(_walk(knot, shown, is_back=True))), _walk(knot, shown, is_back=False))


def _walk(start: Knot, shown: Q, *, is_back: bool) -> list[Stretch]:
    from_relations, to_relations = (EARLIER_IS_TO, EARLIER_IS_FROM) if is_back else (EARLIER_IS_FROM, EARLIER_IS_TO)
    seen = {start.pk}
    fresh: Mapping[int, Knot] = {start.pk: start}
    found: list[Stretch] = []
    while fresh and len(found) < STEPS:
        away = Q(from_knot__in=fresh, relation__in=from_relations) | Q(to_knot__in=fresh, relation__in=to_relations)
        rows = list(links().filter(shown, away).order_by("pk")[: MOST + 1])
        steps = []
        for link in rows[:MOST]:
            is_out = link.from_knot_id in fresh and link.relation in from_relations
            near, far = (link.from_knot, link.to_knot) if is_out else (link.to_knot, link.from_knot)
            if far.pk not in seen:
                steps.append(Step(link, near, far))
        fresh = {step.knot.pk: step.knot for step in steps}
        seen |= set(fresh)
        if steps:
            found.append(Stretch(steps, has_more=len(rows) > MOST))
    return found
