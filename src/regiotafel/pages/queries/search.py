"""Looking something up in all that everybody can read in a region.

With PostgreSQL its own Dutch dictionary finds other forms of a word; everywhere every word is also sought, without its
ending, in the folded text, so that a part of a long word is found too. What is found is read; what is counted is not.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.contrib.postgres.search import SearchQuery, SearchVector
from django.db import connection
from django.db.models import Exists, Model, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from regiotafel.consultations.models import Report, Statement, StatementState
from regiotafel.consultations.queries import is_last_count
from regiotafel.consultations.rules import SMALLEST_GROUP
from regiotafel.contributions.models import Contribution
from regiotafel.contributions.reading.queries import listed
from regiotafel.publishing.done.queries import answers_in, newest_told
from regiotafel.publishing.queries import with_senders
from regiotafel.regions.models import Organisation, Region
from regiotafel.regions.parties.queries import organisations_of
from regiotafel.text.found import Piece, has_all, piece_around, words_to_find
from regiotafel.vision.models import Wording
from regiotafel.vision.reading.queries import standing_in

# So many of each kind stand on the page with all kinds; and so many on a page with one.
FEW, MANY = 4, 20
# Statements that everybody reads: they were asked.
ASKED = (StatementState.ACCEPTED, StatementState.REPLACED, StatementState.APART)


@dataclass(frozen=True)
class Hit:
    """Something that was found: what it is called, where it is read, and the words around what was sought."""

    name: str
    url: str
    piece: Sequence[Piece]


@dataclass(frozen=True)
class Asked:
    """What somebody looks for, and of one kind from where to where."""

    region: Region
    now: datetime
    question: str
    words: Sequence[str]
    start: int
    end: int

    def among(self, rows: QuerySet[Model], *texts: str) -> QuerySet[Model]:
        wanted = Q()
        for word in self.words:
            wanted &= Q(found_by__contains=word)
        if connection.vendor == "postgresql":
            query = SearchQuery(self.question, config="dutch")
            rows = rows.annotate(in_dutch=SearchVector(*texts, config="dutch"))
            wanted |= Q(in_dutch=query)
        return rows.filter(wanted)


@dataclass(frozen=True)
class Found:
    """All of one kind: how many, and some of them."""

    word: str
    name: str | Promise
    n: int = 0
    hits: list[Hit] = field(default_factory=list)


def search(region: Region, now: datetime, question: str, *, kind: str = "", page: int = 1) -> list[Found]:
    """By kind, however many there are in nine queries. kind: only of this one more than a few are read."""
    words = words_to_find(question)
    if not words:
        return []
    told = []
    for word, name, find in KINDS:
        most = MANY if word == kind else FEW if not kind else 0
        start = (page - 1) * most if word == kind else 0
        n, hits = find(Asked(region, now, question, words, start, start + most))
        told.append(Found(word, name, n, hits))
    return told


def _passages(asked: Asked) -> tuple[int, list[Hit]]:
    found = [one for one in standing_in(asked.region) if has_all(one.text, asked.words)]
    return len(found), [_passage(asked, one) for one in found[asked.start : asked.end]]


def _passage(asked: Asked, wording: Wording) -> Hit:
    passage = wording.passage
    name = _("Passage %(n)d, %(chapter)s") % {"n": passage.number, "chapter": passage.section.title}
    url = reverse("vision:passage", args=[asked.region.slug, passage.document.slug, passage.number])
    return Hit(name, url, piece_around(wording.text, asked.words))


def _contributions(asked: Asked) -> tuple[int, list[Hit]]:
    rows: QuerySet[Contribution] = asked.among(listed(asked.region), "text")  # type: ignore[assignment]
    return rows.count(), [_contribution(asked, one) for one in rows[asked.start : asked.end]]


def _contribution(asked: Asked, one: Contribution) -> Hit:
    url = reverse("contributions:read", args=[asked.region.slug, one.number])
    return Hit(_("Reactie %(n)d") % {"n": one.number}, url, piece_around(one.text, asked.words))


def _answers(asked: Asked) -> tuple[int, list[Hit]]:
    rows = asked.among(newest_told(asked.region), "heard", "why").order_by("-at", "-pk")
    keys = list(rows.values_list("pk", flat=True)[asked.start : asked.end])
    hits = []
    for answered in with_senders(asked.region, answers_in(keys)):
        answer, contribution = answered.answer, answered.contribution
        url = reverse("publishing:done", args=[asked.region.slug])
        if contribution is not None:
            url = reverse("contributions:read", args=[asked.region.slug, contribution.number])
        hits.append(Hit(answer.heard, url, piece_around(answer.why, asked.words)))
    return rows.count(), hits


def _statements(asked: Asked) -> tuple[int, list[Hit]]:
    """Those of a round that began; of one for who has a code when it has closed."""
    there = Statement.objects.filter(consultation__region=asked.region, state__in=ASKED).filter(
        Q(consultation__closes_at__lte=asked.now) | Q(consultation__needs_code=False),
        consultation__opened_at__isnull=False,
        consultation__opens_at__lte=asked.now,
    )
    rows: QuerySet[Statement] = asked.among(there, "text").order_by("-consultation_id", "number")  # type: ignore[assignment]
    told = Report.objects.filter(is_last_count(asked.now), consultation=OuterRef("consultation"))
    told = told.filter(n_people__gte=SMALLEST_GROUP, counted_until__gte=OuterRef("consultation__closes_at"))
    rows = rows.annotate(is_told=Exists(told))
    few = rows.select_related("consultation")[asked.start : asked.end]
    return rows.count(), [_statement(asked, one) for one in few]


def _statement(asked: Asked, one: Statement) -> Hit:
    name = _("Stelling %(n)d in “%(title)s”") % {"n": one.number, "title": one.consultation.title}
    url = reverse("consultations:read", args=[asked.region.slug, one.consultation.slug])
    if one.is_told and one.state == StatementState.ACCEPTED:  # type: ignore[attr-defined]
        url = reverse("consultations:outcome_statement", args=[asked.region.slug, one.consultation.slug, one.number])
    return Hit(name, url, piece_around(one.text, asked.words))


def _organisations(asked: Asked) -> tuple[int, list[Hit]]:
    rows: QuerySet[Organisation] = asked.among(organisations_of(asked.region), "name", "about")  # type: ignore[assignment]
    return rows.count(), [_organisation(asked, one) for one in rows[asked.start : asked.end]]


def _organisation(asked: Asked, one: Organisation) -> Hit:
    url = reverse("regions:organisation", args=[asked.region.slug, one.pk])
    return Hit(one.name, url, piece_around(one.about or one.get_kind_display(), asked.words))


# The word in the address, what it is called, and how it is found.
KINDS: tuple[tuple[str, str | Promise, Callable[[Asked], tuple[int, list[Hit]]]], ...] = (
    ("tekst", gettext_lazy("De visie"), _passages),
    ("reacties", gettext_lazy("Reacties"), _contributions),
    ("antwoorden", gettext_lazy("Antwoorden"), _answers),
    ("stellingen", gettext_lazy("Stellingen"), _statements),
    ("organisaties", gettext_lazy("Organisaties"), _organisations),
)
WORDS = frozenset(word for word, _name, _find in KINDS)
