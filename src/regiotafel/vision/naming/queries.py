"""What was said of the kinds of passages, and what hangs on a principle."""

from collections.abc import Sequence
from typing import NamedTuple

from django.db.models import Exists, Max, OuterRef, QuerySet
from django.utils.translation import gettext as _

from regiotafel.people.models import User
from regiotafel.regions.models import Region
from regiotafel.vision.models import Document, NamedKind, Passage, PassageKind, Section
from regiotafel.vision.queries import Standing, standing_as, standing_in


def last_kind(passage: Passage) -> NamedKind | None:
    return NamedKind.objects.filter(passage=passage).first()


def principles_of(document: Document) -> list[Standing]:
    """On which an exception can hang, in the order of the text."""
    return standing_as(document, PassageKind.PRINCIPLE)


def exceptions_in(region: Region) -> QuerySet[Passage]:
    """All that stand in a text of the region."""
    rows = Passage.objects.filter(document__region=region, retired_at=None, kind=PassageKind.EXCEPTION)
    return rows.select_related("document", "principle").order_by("document__in_order", "number")


class Named(NamedTuple):
    """A passage that stands, and how often its kind was named."""

    standing: Standing
    seen: int

    @property
    def number(self) -> int:
        return self.standing.passage.number

    @property
    def kind(self) -> str:
        return self.standing.passage.get_kind_display() or _("nog niet benoemd")


def named_in(section: Section) -> list[Named]:
    """In the order of the chapter. Two queries."""
    rows = NamedKind.objects.filter(passage__section=section).order_by()
    seen = dict(rows.values_list("passage").annotate(Max("number")))
    return [Named(one, seen.get(one.passage.pk, 0)) for one in standing_in(section.document, section)]


def last_named(section: Section, by: User | None) -> Sequence[NamedKind]:
    """What this person named last in a chapter, at one moment; nothing when one of it was named anew since."""
    mine = NamedKind.objects.filter(passage__section=section, by=by)
    last = mine.order_by("-at", "-pk").first()
    if by is None or last is None:
        return ()
    newer = NamedKind.objects.filter(passage=OuterRef("passage"), number__gt=OuterRef("number"))
    rows = mine.filter(at=last.at).select_related("passage__document__region").annotate(is_old=Exists(newer))
    found = list(rows.order_by("-pk"))
    return () if any(one.is_old or one.passage.retired_at for one in found) else found


def before(named: Sequence[NamedKind]) -> dict[int, NamedKind]:
    """By the key of the passage: what was said of it just before. One query."""
    rows = NamedKind.objects.filter(passage__in=[one.passage_id for one in named])
    numbers = {one.passage_id: one.number - 1 for one in named}
    return {one.passage_id: one for one in rows if numbers[one.passage_id] == one.number}
