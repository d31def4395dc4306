"""Links that a person must look at again. The numbers on the thread say which; their words are read for the page."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Q

from regiotafel.contributions.linking.queries import Belongs, belongings
from regiotafel.regions.models import Region
from regiotafel.thread.linking.queries import LIVE, MOVED
from regiotafel.thread.models import LinkState
from regiotafel.vision.models import Wording
from regiotafel.vision.reading.queries import current_wordings


@dataclass(frozen=True)
class Review:
    """A link whose passage changed since a person last held the two beside each other."""

    link: Belongs
    before: Wording
    now: Wording

    @property
    def is_retired(self) -> bool:
        return self.link.passage.retired_at is not None

    @property
    def seen(self) -> tuple[int, int]:
        """The numbers of what both mean now: who clears the link says that they saw these."""
        return self.link.link.numbers


def reviews(region: Region) -> list[Review]:
    """All links to look at again, in three queries."""
    asked = belongings(
        Q(LIVE, MOVED, from_knot__region=region, state=LinkState.CONFIRMED),
        "from_knot__passage__document__title",
        "from_knot__passage__section__position",
        "from_knot__passage__position",
        "held_from",
        "pk",
    )
    return _reviews(asked)


def review_of(link: Belongs) -> Review | None:
    return next(iter(_reviews([link] if link.is_to_review else [])), None)


def _reviews(links: Sequence[Belongs]) -> list[Review]:
    now = current_wordings({link.passage.pk for link in links})
    held = _held(links)
    return [
        # What was held while it was not in the text has no words of its own.
        Review(link, held.get((link.passage.pk, link.link.held_from), now[link.passage.pk]), now[link.passage.pk])
        for link in links
    ]


def _held(links: Iterable[Belongs]) -> dict[tuple[int, int], Wording]:
    """The words that were held, by passage and number."""
    pairs = {(link.passage.pk, link.link.held_from) for link in links}
    rows = Wording.objects.filter(
        passage__in={passage for passage, _number in pairs}, number__in={number for _passage, number in pairs}
    )
    return {(one.passage_id, one.number): one for one in rows}
