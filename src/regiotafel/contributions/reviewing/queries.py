"""Links that a person must look at again."""

from dataclasses import dataclass

from django.db.models import F, Q

from regiotafel.contributions.linking.queries import links_with_both_ends
from regiotafel.contributions.models import Link, LinkState
from regiotafel.contributions.states.rules import LIVE
from regiotafel.regions.models import Region
from regiotafel.text.substance import is_substantial
from regiotafel.vision.models import Wording
from regiotafel.vision.queries import current_wordings

LIVE_SOURCE = Q(contribution__isnull=True) | Q(contribution__state__in=LIVE)


@dataclass(frozen=True)
class Review:
    """A link whose passage changed since a person last held the two beside each other."""

    link: Link
    before: Wording
    now: Wording

    @property
    def is_retired(self) -> bool:
        return self.link.passage.retired_at is not None


def reviews(region: Region) -> list[Review]:
    """All links to look at again. Nothing is stored about it: the words themselves say so."""
    links = list(
        links_with_both_ends()
        .filter(passage__document__region=region, state=LinkState.CONFIRMED)
        .filter(LIVE_SOURCE)
        .filter(Q(wording__number__lt=F("passage__version")) | Q(passage__retired_at__gt=F("at")))
        .order_by(
            "passage__document__title", "passage__section__position", "passage__position", "wording__number", "pk"
        )
    )
    now = current_wordings({link.passage_id for link in links})
    return [
        Review(link, link.wording, now[link.passage_id])
        for link in links
        if link.passage_id in now and is_moved(link, now[link.passage_id])
    ]


def review_of(link: Link) -> Review | None:
    now = current_wordings({link.passage_id}).get(link.passage_id)
    return Review(link, link.wording, now) if now is not None and is_moved(link, now) else None


def is_moved(link: Link, now: Wording) -> bool:
    if link.passage.retired_at is not None and link.passage.retired_at > link.at:
        return True
    return link.wording_id != now.pk and is_substantial(link.wording.text, now.text)
