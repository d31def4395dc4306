"""What everybody can read: the list, and what stands beside a passage."""

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import F, Q, QuerySet

from regiotafel.contributions.answering.queries import newest_answers
from regiotafel.contributions.answering.rules import CHANGES_THE_TEXT
from regiotafel.contributions.linking.queries import BELONGING, Belongs, belongings
from regiotafel.contributions.models import Answer, Contribution, Finding
from regiotafel.contributions.states.queries import RELATED
from regiotafel.contributions.states.rules import PUBLIC
from regiotafel.history.queries import until_next_act
from regiotafel.regions.models import Region
from regiotafel.text.folding import fold
from regiotafel.thread.linking.queries import LIVE
from regiotafel.thread.models import Link, LinkState
from regiotafel.vision.models import Document, Passage

# So many voices stand beside a passage in the whole text; the others are a press further.
BESIDE = 3
# The word in the address → what stands first.
ORDERS = {"": "-number", "oud": "sent_in_at", "veranderd": "-state_since"}


def listed(
    region: Region, *, words: str = "", kind: str = "", state: str = "", section: int | None = None, order: str = ""
) -> QuerySet[Contribution]:
    """What everybody can read. A chapter has what is linked to its passages or points at them."""
    found = _readable(region)
    if state:
        found = found.filter(state=state)
    found = narrowed(found, words=words, kind=kind, section=section)
    return found.select_related(*RELATED).order_by(ORDERS[order], "-number")


def n_listed(region: Region) -> int:
    """How many everybody can read."""
    return _n_listed(region.slug, region.pk)


@until_next_act(200)
def _n_listed(region: int) -> int:
    return _readable(region).count()


def _readable(region: Region | int) -> QuerySet[Contribution]:
    return Contribution.objects.filter(region=region, state__in=PUBLIC, anonymised_at__isnull=True)


def narrowed(
    found: QuerySet[Contribution], *, words: str = "", kind: str = "", section: int | None = None
) -> QuerySet[Contribution]:
    """Those with all of these words, of this kind, about this chapter."""
    for word in words.split():
        found = found.filter(found_by__contains=fold(word, accents=False))
    if kind:
        found = found.filter(kind=kind)
    if section is not None:
        linked = Link.objects.filter(BELONGING, from_knot__passage__section=section, state=LinkState.CONFIRMED)
        found = found.filter(Q(knot__in=linked.values("to_knot")) | Q(about_passage__section=section))
    return found


@dataclass(frozen=True)
class Voice:
    """A contribution or finding beside a passage, with its answer."""

    link: Belongs
    answer: Answer | None

    @property
    def contribution(self) -> Contribution | None:
        return self.link.contribution

    @property
    def finding(self) -> Finding | None:
        return self.link.finding

    @property
    def is_to_review(self) -> bool:
        return self.link.is_to_review


def voices_of(passage: Passage) -> list[Voice]:
    """What stands in the margin: confirmed and readable for everybody, newest last. Two queries."""
    links = belongings(
        Q(LIVE, from_knot=passage.knot_id, state=LinkState.CONFIRMED),
        # The findings after them; without saying so, that differs by database.
        F("to_knot__contribution__number").asc(nulls_last=True),
        F("to_knot__finding__pk").asc(),
    )
    given = newest_answers([link.link.to_knot_id for link in links])
    return [Voice(link, given.get(link.link.to_knot_id)) for link in links]


@dataclass(frozen=True)
class Beside:
    """What stands beside a passage in the whole text: how many said something of it, how many of those changed it, and
    the first few: those that changed it, then the newest."""

    n: int
    n_changed: int
    voices: list[Voice]


def voices_beside(document: Document, numbers: Collection[int]) -> dict[int, Beside]:
    """By the number of the passage, of these. However many people said something: as many rows as there is room for."""
    all_of_it = _beside(document.region.slug, document.pk)
    kept = {number: all_of_it[number] for number in numbers if number in all_of_it}
    links = belongings(Q(pk__in=[pk for _n, _changed, first in kept.values() for pk in first]))
    given = newest_answers([link.link.to_knot_id for link in links])
    by_key = {link.pk: Voice(link, given.get(link.link.to_knot_id)) for link in links}
    return {
        number: Beside(n, n_changed, [by_key[pk] for pk in first if pk in by_key])
        for number, (n, n_changed, first) in kept.items()
    }


@until_next_act(50)
def _beside(document: int) -> dict[int, tuple[int, int, tuple[int, ...]]]:
    """By the number of the passage: how many, how many changed it, and the keys of the first links. Two queries."""
    rows = (
        Link.objects.filter(BELONGING, LIVE, from_knot__passage__document=document, state=LinkState.CONFIRMED)
        .order_by("-pk")
        .values_list("pk", "from_knot__passage__number", "to_knot")
    )
    found = list(rows)
    given = Answer.objects.filter(about__in={knot for _pk, _number, knot in found}).order_by("number")
    verdicts = dict(given.values_list("about", "verdict"))
    by_passage: dict[int, list[tuple[bool, int]]] = {}
    for pk, number, knot in found:
        by_passage.setdefault(number, []).append((verdicts.get(knot) not in CHANGES_THE_TEXT, pk))
    return {number: _few(some) for number, some in by_passage.items()}


def _few(some: list[tuple[bool, int]]) -> tuple[int, int, tuple[int, ...]]:
    first = sorted(some, key=_first)[:BESIDE]
    return len(some), sum(not is_other for is_other, _pk in some), tuple(pk for _is_other, pk in first)


def _first(voice: tuple[bool, int]) -> tuple[bool, int]:
    """Those that changed the text, then the newest."""
    is_other, pk = voice
    return is_other, -pk
