"""What belongs to which passage: links, suggestions, and links that a person must look at again."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import F, Q, QuerySet
from rapidfuzz import fuzz, process

from regiotafel.contributions.models import Answer, Contribution, Finding, Link, LinkState
from regiotafel.contributions.queries.lineage import latest_answers
from regiotafel.contributions.queries.reading import current_wordings, standing_in
from regiotafel.contributions.rules import LIVE
from regiotafel.regions.models import Region
from regiotafel.vision.models import Passage, Wording
from regiotafel.vision.queries import Step, histories_of
from regiotafel.vision.rules import is_substantial

# From this share of common words two texts are worth laying beside each other (0 to 100).
NEAR_PASSAGE = 55
NEAR_CONTRIBUTION = 60
_LIVE_SOURCE = Q(contribution__isnull=True) | Q(contribution__state__in=LIVE)


@dataclass(frozen=True)
class Suggestion:
    """A passage that may belong to a contribution: the sender pointed at it, or the words have much in common."""

    passage: Passage
    text: str
    is_pointed_at: bool = False


@dataclass(frozen=True)
class Voice:
    """A contribution or finding beside a passage, with its answer."""

    link: Link
    answer: Answer | None
    is_to_review: bool

    @property
    def contribution(self) -> Contribution | None:
        return self.link.contribution

    @property
    def finding(self) -> Finding | None:
        return self.link.finding


@dataclass(frozen=True)
class Review:
    """A link whose passage changed since a person last held the two beside each other."""

    link: Link
    before: Wording
    now: Wording

    @property
    def is_retired(self) -> bool:
        return self.link.passage.retired_at is not None


def link_of(region: Region, pk: int) -> Link | None:
    return _links().filter(pk=pk, passage__document__region=region).first()


def _links() -> QuerySet[Link]:
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


def links_of(source: Contribution | Finding) -> list[Link]:
    """In reading order, with what was rejected."""
    by_source = {"contribution": source} if isinstance(source, Contribution) else {"finding": source}
    return list(_links().filter(**by_source).order_by("passage__section__position", "passage__position"))


def voices_of(passage: Passage) -> list[Voice]:
    """What stands in the margin: confirmed and readable for everybody, newest last."""
    links = list(
        _links()
        .filter(passage=passage, state=LinkState.CONFIRMED)
        .filter(_LIVE_SOURCE)
        # The findings after them; without saying so, that differs by database.
        .order_by(F("contribution__number").asc(nulls_last=True), "finding__pk")
    )
    answers = latest_answers(link.contribution_id for link in links if link.contribution_id)
    found = Answer.objects.filter(finding__in=[link.finding_id for link in links if link.finding_id])
    of_findings = {answer.finding_id: answer for answer in found.order_by("number")}
    now = current_wordings({passage.pk}).get(passage.pk)
    return [
        Voice(
            link,
            answers.get(link.contribution_id or 0) or of_findings.get(link.finding_id),
            now is not None and _is_moved(link, now),
        )
        for link in links
    ]


def _is_moved(link: Link, now: Wording) -> bool:
    if link.passage.retired_at is not None and link.passage.retired_at > link.at:
        return True
    return link.wording_id != now.pk and is_substantial(link.wording.text, now.text)


@dataclass(frozen=True)
class Followed:
    """A passage that a contribution belongs to: how it reads now, and what changed since it was sent in."""

    link: Link
    now: Wording
    changes: list[Step]


def followed(contributions: Sequence[Contribution], since: datetime) -> list[Followed]:
    links = (
        _links()
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


def reviews(region: Region) -> list[Review]:
    """All links to look at again. Nothing is stored about it: the words themselves say so."""
    links = list(
        _links()
        .filter(passage__document__region=region, state=LinkState.CONFIRMED)
        .filter(_LIVE_SOURCE)
        .filter(Q(wording__number__lt=F("passage__version")) | Q(passage__retired_at__gt=F("at")))
        .order_by(
            "passage__document__title", "passage__section__position", "passage__position", "wording__number", "pk"
        )
    )
    now = current_wordings({link.passage_id for link in links})
    return [
        Review(link, link.wording, now[link.passage_id])
        for link in links
        if link.passage_id in now and _is_moved(link, now[link.passage_id])
    ]


def review_of(link: Link) -> Review | None:
    now = current_wordings({link.passage_id}).get(link.passage_id)
    return Review(link, link.wording, now) if now is not None and _is_moved(link, now) else None


@dataclass(frozen=True)
class Beside:
    """A contribution with what may belong to it, for an editor to judge."""

    contribution: Contribution
    links: list[Link]
    suggestions: list[Suggestion]
    look_alikes: list[Contribution]


def beside(region: Region, contributions: Sequence[Contribution], most: int = 3) -> list[Beside]:
    """The same number of queries for one as for a whole page of them."""
    links: dict[int, list[Link]] = {contribution.pk: [] for contribution in contributions}
    for link in _links().filter(contribution__in=contributions).order_by("passage__section__position", "pk"):
        links[link.contribution_id or 0].append(link)
    standing = {wording.passage_id: wording for wording in standing_in(region)}
    live = Contribution.objects.filter(region=region, state__in=LIVE)
    texts = dict(live.values_list("pk", "text"))
    near = {
        one.pk: _nearest(one.text, {pk: text for pk, text in texts.items() if pk != one.pk}, NEAR_CONTRIBUTION, most)
        for one in contributions
    }
    rows = live.select_related("organisation", "table").in_bulk({pk for found in near.values() for pk in found})
    return [
        Beside(
            contribution=one,
            links=links[one.pk],
            suggestions=_suggested(one, links[one.pk], standing, most),
            look_alikes=[rows[pk] for pk in near[one.pk]],
        )
        for one in contributions
    ]


def suggested_passages(contribution: Contribution, most: int = 3) -> list[Suggestion]:
    """What the sender pointed at first, then the passages whose words are nearest. Never what a person rejected."""
    (item,) = beside(contribution.region, [contribution], most)
    return item.suggestions


def _suggested(
    contribution: Contribution, links: Sequence[Link], standing: Mapping[int, Wording], most: int
) -> list[Suggestion]:
    settled = {link.passage_id for link in links if link.state != LinkState.SUGGESTED}
    texts = {pk: wording.text for pk, wording in standing.items() if pk not in settled}
    # What was put beside it before, by the sender or an editor, comes first.
    first = [pk for pk in [contribution.about_passage_id, *(link.passage_id for link in links)] if pk in texts]
    found = dict.fromkeys([*first, *_nearest(contribution.text, texts, NEAR_PASSAGE, most)])
    return [
        Suggestion(standing[pk].passage, texts[pk], is_pointed_at=pk == contribution.about_passage_id)
        for pk in list(found)[: max(most, len(first))]
    ]


def look_alikes(contribution: Contribution, most: int = 5) -> list[Contribution]:
    """Contributions that can be read by all and say nearly the same, nearest first. Merging is for a person."""
    (item,) = beside(contribution.region, [contribution], most)
    return item.look_alikes


def _nearest(text: str, texts: dict[int, str], least: int, most: int) -> list[int]:
    found: Sequence[tuple[str, float, int]] = process.extract(
        text.lower(),
        {pk: other.lower() for pk, other in texts.items()},
        scorer=fuzz.token_set_ratio,
        score_cutoff=least,
        limit=most,
    )
    return [pk for _words, _score, pk in found]
