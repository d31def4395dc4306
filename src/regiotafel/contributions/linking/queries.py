"""What belongs to which passage, and what may."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import F, FilteredRelation, Q
from django.db.models.expressions import OrderBy

from regiotafel.contributions.models import GROUND, VOICE, Contribution, Finding
from regiotafel.plan.models import Measure, Progress
from regiotafel.plan.progress.queries import current_at
from regiotafel.regions.models import Region
from regiotafel.text.alike import nearest as nearest_texts
from regiotafel.text.folding import fold
from regiotafel.text.marked import in_one_line
from regiotafel.thread.linking.queries import after
from regiotafel.thread.models import Link, LinkState, Relation
from regiotafel.thread.rules import is_to_review
from regiotafel.vision.models import PASSAGE, Passage, Wording
from regiotafel.vision.reading.queries import Step, histories_of, standing_in

# Words of a passage: the key of its knot, and their number.
Words = tuple[int, int]
# From this share of common words two texts are worth laying beside each other (0 to 100).
NEAR_PASSAGE = 55


@dataclass(frozen=True)
class Suggestion:
    """A passage that may belong to a contribution: the sender pointed at it, or the words have much in common."""

    passage: Passage
    text: str
    is_pointed_at: bool = False


@dataclass(frozen=True)
class Belongs:
    """A link on the thread with what stands at its ends: a passage, and a voice or a finding."""

    link: Link
    passage: Passage
    contribution: Contribution | None
    finding: Finding | None
    # How the passage read when a person last held the two against each other; for `links_of` only.
    text: str = ""

    @property
    def pk(self) -> int:
        return self.link.pk

    @property
    def state(self) -> str:
        return self.link.state

    @property
    def is_to_review(self) -> bool:
        return is_to_review(self.link)


_ENDS = (
    "from_knot__region",
    "from_knot__passage__document",
    "from_knot__passage__section",
    "to_knot__contribution__region",
    "to_knot__contribution__organisation",
    "to_knot__contribution__table",
    "to_knot__finding__statement",
    "to_knot__finding__consultation",
)
# From a passage to what people said: a passage also comes from proposals, which stand with its history.
BELONGING = Q(relation=Relation.COMES_FROM, from_knot__kind=PASSAGE.code, to_knot__kind__in=(VOICE.code, GROUND.code))
READING_ORDER = ("from_knot__passage__section__position", "from_knot__passage__position", "pk")


def belongings(where: Q, *order: str | OrderBy) -> list[Belongs]:
    """Which voices and findings belong to which passages, with all that a page says of both. One query."""
    rows = Link.objects.filter(BELONGING, where).select_related(*_ENDS).order_by(*(order or READING_ORDER))
    return [_belongs(link) for link in rows]


def _belongs(link: Link, text: str | None = None) -> Belongs:
    return Belongs(
        link,
        link.from_knot.passage,
        link.to_knot.contribution if link.to_knot.kind == VOICE.code else None,
        link.to_knot.finding if link.to_knot.kind == GROUND.code else None,
        in_one_line(text or ""),
    )


def link_of(region: Region, pk: int) -> Belongs | None:
    return next(iter(belongings(Q(pk=pk, from_knot__region=region))), None)


def links_of(source: Contribution | Finding) -> list[Belongs]:
    """In reading order, with what was rejected, and with the words that were held. One query."""
    words = "from_knot__passage__wordings"
    rows = (
        Link.objects.filter(BELONGING, to_knot=source.knot_id)
        .select_related(*_ENDS)
        .alias(held=FilteredRelation(words, condition=Q(**{f"{words}__number": F("held_from")})))
        .annotate(held_text=F("held__text"))
    )
    return [_belongs(link, link.held_text) for link in rows.order_by(*READING_ORDER)]


@dataclass(frozen=True)
class Followed:
    """A passage that a contribution belongs to: how it reads now, and what changed since then."""

    link: Belongs
    now: Wording
    changes: list[Step]

    @property
    def words(self) -> Words:
        return self.link.passage.knot_id, self.now.number


def followed(contributions: Sequence[Contribution], since: datetime, in_answers: Collection[Words]) -> list[Followed]:
    """in_answers: the words that an answer shows; of their passage only what changed after those."""
    links = belongings(Q(to_knot__in=[one.knot_id for one in contributions], state=LinkState.CONFIRMED))
    by_passage = {link.passage.pk: link for link in links}
    histories = histories_of(list(by_passage))
    found = []
    for link in by_passage.values():
        steps = histories[link.passage.pk]
        told = max((number for place, number in in_answers if place == link.passage.knot_id), default=None)
        changes = [
            step
            for step in steps
            if step.was is not None and (step.wording.at > since if told is None else step.wording.number > told)
        ]
        found.append(Followed(link, steps[0].wording, changes))
    return found


def measures_after(contributions: Sequence[Contribution]) -> list[tuple[Measure, Progress | None]]:
    """What is done with it, or with a passage that it belongs to, and how that goes. Four queries."""
    return current_at(after([one.knot_id for one in contributions]))


def suggested_passages(contribution: Contribution, most: int = 3) -> list[Suggestion]:
    """What the sender pointed at first, then the passages whose words are nearest. Never what a person rejected."""
    return suggestions_among(contribution, links_of(contribution), standing_by_passage(contribution.region), most)


def standing_by_passage(region: Region) -> dict[int, Wording]:
    return {wording.passage_id: wording for wording in standing_in(region)}


def suggestions_among(
    contribution: Contribution, links: Sequence[Belongs], standing: Mapping[int, Wording], most: int
) -> list[Suggestion]:
    settled = {link.passage.pk for link in links if link.state != LinkState.SUGGESTED}
    texts = {pk: in_one_line(wording.text) for pk, wording in standing.items() if pk not in settled}
    # What was put beside it before, by the sender or an editor, comes first.
    first = [pk for pk in [contribution.about_passage_id, *(link.passage.pk for link in links)] if pk in texts]
    found = dict.fromkeys([*first, *nearest(contribution.text, texts, NEAR_PASSAGE, most)])
    return [
        Suggestion(standing[pk].passage, texts[pk], is_pointed_at=pk == contribution.about_passage_id)
        for pk in list(found)[: max(most, len(first))]
    ]


def passages_with(region: Region, words: str, most: int = 6) -> list[Suggestion]:
    """Passages that hold all of these words, in reading order; with a number, the passage of that number too."""
    wanted = fold(words).split()
    if not wanted:
        return []
    found = [
        Suggestion(one.passage, in_one_line(one.text))
        for one in standing_in(region)
        if wanted == [str(one.passage.number)] or all(word in fold(one.text) for word in wanted)
    ]
    return found[:most]


def nearest(text: str, texts: Mapping[int, str], least: int, most: int) -> list[int]:
    """A remark belongs to what has its words, however much more stands there."""
    return nearest_texts(text, texts, least=least, most=most, as_a_whole=False)
