"""What belongs to which passage: links, suggestions, and links that a person must look at again."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import F, Q, QuerySet
from rapidfuzz import fuzz, process

from regiotafel.contributions.models import Answer, Contribution, Finding, Link, LinkState
from regiotafel.contributions.queries.lineage import latest_answers
from regiotafel.contributions.queries.reading import current_wordings, passages_of
from regiotafel.contributions.rules import LIVE, PUBLIC
from regiotafel.regions.models import Region
from regiotafel.vision.models import Passage, Wording
from regiotafel.vision.rules import is_substantial

# From this share of common words two texts are worth laying beside each other (0 to 100).
NEAR_PASSAGE = 55
NEAR_CONTRIBUTION = 60
_LIVE_SOURCE = Q(contribution__isnull=True) | Q(contribution__state__in=LIVE)


@dataclass(frozen=True)
class Suggestion:
    """A passage that may belong to a contribution. `percent`: how much the words have in common."""

    passage: Passage
    text: str
    percent: int
    is_pointed_at: bool = False


@dataclass(frozen=True)
class LookAlike:
    contribution: Contribution
    percent: int


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
        .order_by("contribution__number", "finding__pk")
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


def reviews(region: Region) -> list[Review]:
    """All links to look at again. Nothing is stored about it: the words themselves say so."""
    links = list(
        _links()
        .filter(passage__document__region=region, state=LinkState.CONFIRMED)
        .filter(_LIVE_SOURCE)
        .filter(Q(wording__number__lt=F("passage__version")) | Q(passage__retired_at__gt=F("at")))
        .order_by("passage__document__title", "passage__section__position", "passage__position", "pk")
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


def suggested_passages(contribution: Contribution, most: int = 3) -> list[Suggestion]:
    """What the sender pointed at first, then the passages whose words are nearest. Never what a person rejected."""
    there = {passage.pk: passage for passage in passages_of(contribution.region)}
    settled = set(
        Link.objects.filter(contribution=contribution)
        .exclude(state=LinkState.SUGGESTED)
        .values_list("passage_id", flat=True)
    )
    pointed_at = contribution.about_passage_id
    texts = {pk: wording.text for pk, wording in current_wordings(set(there) - settled).items()}
    near = {pk: percent for pk, percent in _nearest(contribution.text, texts, NEAR_PASSAGE, most) if pk != pointed_at}
    if pointed_at in texts:
        near = {pointed_at: round(fuzz.token_set_ratio(contribution.text.lower(), texts[pointed_at].lower())), **near}
    return [
        Suggestion(there[pk], texts[pk], percent, is_pointed_at=pk == pointed_at)
        for pk, percent in list(near.items())[:most]
    ]


def look_alikes(contribution: Contribution, most: int = 5) -> list[LookAlike]:
    """Contributions that can be read by all and say nearly the same, nearest first. Merging is for a person."""
    others = Contribution.objects.filter(region=contribution.region_id, state__in=LIVE).exclude(pk=contribution.pk)
    texts = dict(others.values_list("pk", "text"))
    near = _nearest(contribution.text, texts, NEAR_CONTRIBUTION, most)
    rows = others.select_related("organisation", "table").in_bulk([pk for pk, _ in near])
    return [LookAlike(rows[pk], percent) for pk, percent in near]


def _nearest(text: str, texts: dict[int, str], least: int, most: int) -> list[tuple[int, int]]:
    found: Sequence[tuple[str, float, int]] = process.extract(
        text.lower(),
        {pk: other.lower() for pk, other in texts.items()},
        scorer=fuzz.token_set_ratio,
        score_cutoff=least,
        limit=most,
    )
    return [(pk, round(score)) for _, score, pk in found]


def is_readable(contribution: Contribution) -> bool:
    """Whether everybody may read its words."""
    return contribution.state in PUBLIC
