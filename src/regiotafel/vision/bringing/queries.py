"""What a document that was read is held against: the passages that stand, with all their words."""

from collections.abc import Iterable, Mapping

from regiotafel.vision.bringing.rules import Ours
from regiotafel.vision.models import Brought, Document, Passage, Proposal, Remark, Wording
from regiotafel.vision.queries import standing


def ours(document: Document) -> list[Ours]:
    """In the order of the text. Two queries."""
    texts: dict[int, dict[int, str]] = {}
    for one in Wording.objects.filter(passage__document=document, passage__retired_at=None):
        texts.setdefault(one.passage_id, {})[one.number] = one.text
    there = (one.passage for one in standing(document))
    return [Ours(one.number, one.version, texts[one.pk]) for one in there]


def brought_before(document: Document, what: str, digest: str) -> Brought | None:
    return Brought.objects.filter(document=document, what=what, digest=digest).first()


def brought_to(document: Document) -> list[Brought]:
    """The newest first."""
    return list(Brought.objects.filter(document=document).select_related("by").order_by("-at", "-pk")[:20])


def passages_by_number(document: Document) -> dict[int, Passage]:
    """Of those that stand. One query."""
    return {one.passage.number: one.passage for one in standing(document)}


def is_proposed(document: Document, kind: str, passage: Passage | None, text: str, named: str) -> bool:
    """By the same person, in an earlier file."""
    rows = Proposal.objects.filter(document=document, kind=kind, passage=passage, text=text, named=named)
    return rows.exists()


def noted_before(document: Document, said: Mapping[str, object], but: Iterable[Remark]) -> Remark | None:
    """By the same person about the same words, in an earlier file: many write “waarom?” more than once. but: what
    stands for another of this file, in which it may stand twice."""
    rows = Remark.objects.filter(document=document, proposal=None, **said)
    return rows.exclude(pk__in=[one.pk for one in but]).order_by("pk").first()
