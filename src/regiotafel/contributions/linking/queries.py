"""What belongs to which passage, and what may."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import F, QuerySet

from regiotafel.contributions.models import Contribution, Finding, Link, LinkState
from regiotafel.contributions.states.rules import LIVE
from regiotafel.regions.models import Region
from regiotafel.text.alike import nearest as nearest_texts
from regiotafel.vision.models import Passage, Wording
from regiotafel.vision.queries import Step, histories_of, standing_in

# From this share of common words two texts are worth laying beside each other (0 to 100).
NEAR_PASSAGE = 55


@dataclass(frozen=True)
class Suggestion:
    """A passage that may belong to a contribution: the sender pointed at it, or the words have much in common."""

    passage: Passage
    text: str
    is_pointed_at: bool = False


def links_with_both_ends() -> QuerySet[Link]:
    return Link.objects.select_related(
        "passage__document",
        "passage__section",
        "wording",
        "contribution__region",
        "contribution__organisation",
        "contribution__table",
        "finding__statement",
        "finding__consultation",
    )


def link_of(region: Region, pk: int) -> Link | None:
    return links_with_both_ends().filter(pk=pk, passage__document__region=region).first()


def links_of(source: Contribution | Finding) -> list[Link]:
    """In reading order, with what was rejected."""
    by_source = {"contribution": source} if isinstance(source, Contribution) else {"finding": source}
    return list(links_with_both_ends().filter(**by_source).order_by("passage__section__position", "passage__position"))


@dataclass(frozen=True)
class Followed:
    """A passage that a contribution belongs to: how it reads now, and what changed since it was sent in."""

    link: Link
    now: Wording
    changes: list[Step]


def followed(contributions: Sequence[Contribution], since: datetime) -> list[Followed]:
    links = (
        links_with_both_ends()
        .filter(contribution__in=contributions, state=LinkState.CONFIRMED)
        .order_by("passage__section__position", "passage__position", "pk")
    )
    by_passage = {link.passage_id: link for link in links}
    histories = histories_of(list(by_passage))
    found = []
    for link in by_passage.values():
        steps = histories[link.passage_id]
        changes = [step for step in steps if step.wording.at > since and not step.is_first]
        found.append(Followed(link, steps[0].wording, changes))
    return found


def suggested_passages(contribution: Contribution, most: int = 3) -> list[Suggestion]:
    """What the sender pointed at first, then the passages whose words are nearest. Never what a person rejected."""
    return suggestions_among(contribution, links_of(contribution), standing_by_passage(contribution.region), most)


def standing_by_passage(region: Region) -> dict[int, Wording]:
    return {wording.passage_id: wording for wording in standing_in(region)}


def suggestions_among(
    contribution: Contribution, links: Sequence[Link], standing: Mapping[int, Wording], most: int
) -> list[Suggestion]:
    settled = {link.passage_id for link in links if link.state != LinkState.SUGGESTED}
    texts = {pk: wording.text for pk, wording in standing.items() if pk not in settled}
    # What was put beside it before, by the sender or an editor, comes first.
    first = [pk for pk in [contribution.about_passage_id, *(link.passage_id for link in links)] if pk in texts]
    found = dict.fromkeys([*first, *nearest(contribution.text, texts, NEAR_PASSAGE, most)])
    return [
        Suggestion(standing[pk].passage, texts[pk], is_pointed_at=pk == contribution.about_passage_id)
        for pk in list(found)[: max(most, len(first))]
    ]


def nearest(text: str, texts: Mapping[int, str], least: int, most: int) -> list[int]:
    """A remark belongs to what has its words, however much more stands there."""
    return nearest_texts(text, texts, least=least, most=most, as_a_whole=False)


def moved_links() -> QuerySet[Link]:
    """Confirmed links of contributions at passages that have a newer wording than the sender was told about."""
    return (
        Link.objects.filter(state=LinkState.CONFIRMED, contribution__isnull=False)
        # What was merged or split is spoken for by what came of it.
        .filter(contribution__state__in=LIVE)
        .filter(passage__version__gt=F("told_wording__number"))
        .order_by("pk")
    )
