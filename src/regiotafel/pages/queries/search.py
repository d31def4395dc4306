"""Looking something up in all that everybody can read in a region.

Every word is sought in the forms that it may have, in the folded text, so that a part of a long word is found too. What
holds them all comes first, then what has one in its title. What is found is read; what is counted is not.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import reduce
from operator import add, or_
from typing import Any

from django.db.models import Case, Exists, IntegerField, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce, Length, StrIndex
from django.db.models.lookups import GreaterThan, LessThanOrEqual
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from regiotafel.consultations.models import Report, Statement, StatementState
from regiotafel.consultations.queries import is_last_count
from regiotafel.consultations.queries import listed as rounds_of
from regiotafel.consultations.rules import SMALLEST_GROUP
from regiotafel.contributions.reading.queries import listed
from regiotafel.councils.models import Paper
from regiotafel.mandates.models import Mandate, Subject
from regiotafel.mandates.register.queries import who_decides
from regiotafel.mandates.rounds.queries import rounds_told
from regiotafel.plan.agreements.queries import arrangements_told
from regiotafel.plan.ballots.queries import choice_rounds_told
from regiotafel.plan.progress.queries import progress_told
from regiotafel.plan.queries import measures_told
from regiotafel.publishing.done.queries import answers_in, newest_told
from regiotafel.publishing.queries import with_senders
from regiotafel.regions.models import Region
from regiotafel.regions.parties.queries import organisations_of
from regiotafel.text.found import Forms, Piece, n_found, piece_around, words_to_find
from regiotafel.text.marked import in_one_line
from regiotafel.vision.models import PassageKind, Proposal, Wording
from regiotafel.vision.proposing.queries import public_in
from regiotafel.vision.reading.queries import n_of_kinds, standing_in

# So many of each kind stand on the page with all kinds; and so many on a page with one.
FEW, MANY = 4, 20
# Of what people send in, the newest of a kind are looked through: what that costs grows no further.
LOOKED_THROUGH = 5_000
# Statements that everybody reads: they were asked.
ASKED = (StatementState.ACCEPTED, StatementState.REPLACED, StatementState.APART)


@dataclass(frozen=True)
class Hit:
    """Something that was found: what it is called, where it is read, the words around what was sought, and whether all
    of it was found."""

    name: str
    url: str
    piece: Sequence[Piece]
    has_all: bool
    # Which kind of passage it is.
    tag: str = ""


@dataclass(frozen=True)
class Asked:
    """What somebody looks for, and of one kind from where to where."""

    region: Region
    now: datetime
    words: Sequence[Forms]
    start: int
    end: int
    # Only passages of this kind.
    passage: str = ""

    @property
    def least(self) -> int:
        """So many of the words must be there: half of them."""
        return -(-len(self.words) // 2)

    def among(self, rows: QuerySet[Any], *own_order: str, title: str = "") -> QuerySet[Any]:
        """The best first, in an order of their own where they are as good."""
        # By the first key that is looked at: asked whether each is one of so many, a database goes
        # through all of them for each.
        first_key = rows.order_by("-pk").values("pk")[LOOKED_THROUGH - 1 : LOOKED_THROUGH]
        rows = rows.filter(pk__gte=Coalesce(Subquery(first_key), 0)).annotate(
            n_words=_counted("found_by__contains", self.words)
        )
        first = ["-n_words"]
        if title:
            rows, first = rows.annotate(in_title=_counted_in_title(title, self.words)), [*first, "-in_title"]
        return rows.filter(n_words__gte=self.least).order_by(*first, *own_order)

    def best(self, texts: Sequence[tuple[Any, str, str]]) -> tuple[int, list[tuple[Any, bool]]]:
        """The same for what is in memory: each with its title and its text."""
        found = self.ranked(texts)
        return len(found), found[self.start : self.end]

    def ranked(self, texts: Sequence[tuple[Any, str, str]]) -> list[tuple[Any, bool]]:
        found = []
        for one, title, text in texts:
            n_words, in_title = n_found(f"{title} {text}", self.words), n_found(title, self.words)
            if n_words >= self.least:
                found.append((-n_words, -in_title, one))
        found.sort(key=lambda some: some[:2])
        return [(one, self.has_all(-n_words)) for n_words, _in_title, one in found]

    def has_all(self, n_words: int) -> bool:
        return n_words == len(self.words)

    def hit(self, name: str, url: str, text: str, n_words: int) -> Hit:
        return Hit(name, url, piece_around(text, self.words), self.has_all(n_words))


def _counted(where: str, words: Sequence[Forms]) -> Any:
    """How many of the words stand there."""
    return _how_many([reduce(or_, (Q(**{where: form}) for form in word)) for word in words])


def _counted_in_title(title: str, words: Sequence[Forms]) -> Any:
    """How many of them stand in the folded text as far as the title goes, with which it begins."""
    end = Length(title)
    at = [[StrIndex("found_by", Value(form)) for form in word] for word in words]
    return _how_many([reduce(or_, (Q(GreaterThan(n, 0)) & Q(LessThanOrEqual(n, end)) for n in word)) for word in at])


def _how_many(each: Sequence[Q]) -> Any:
    return reduce(add, (Case(When(one, then=1), default=Value(0), output_field=IntegerField()) for one in each))


@dataclass(frozen=True)
class Found:
    """All of one kind: how many, and some of them."""

    word: str
    name: str | Promise
    n: int = 0
    hits: list[Hit] = field(default_factory=list)


def search(
    region: Region, now: datetime, question: str, *, kind: str = "", page: int = 1, passage: str = ""
) -> list[Found]:
    """By kind, however many there are in a dozen queries. kind: only of this one more than a few are read. passage:
    only passages of this kind, and of these all when nothing is asked."""
    words = words_to_find(question)
    if not words and not passage:
        return []
    told = []
    for word, name, find in KINDS[:1] if passage else KINDS:
        most = MANY if word == kind else FEW if not kind else 0
        start = (page - 1) * most if word == kind else 0
        n, hits = find(Asked(region, now, words, start, start + most, passage))
        told.append(Found(word, name, n, hits))
    return told


@dataclass(frozen=True)
class KindOfPassage:
    """A kind of which some were found. word: in the address."""

    word: str
    name: str | Promise
    n: int


# Of passages: the word in the address, and the kind.
PASSAGES: Mapping[str, PassageKind] = {
    "ambitie": PassageKind.AMBITION,
    "principe": PassageKind.PRINCIPLE,
    "afspraak": PassageKind.AGREEMENT,
    "uitleg": PassageKind.EXPLANATION,
    "uitzondering": PassageKind.EXCEPTION,
}


def kinds_of_passages(region: Region, now: datetime, question: str) -> list[KindOfPassage]:
    """Of what is found, how many of each kind; when nothing is asked, of all there are. One query."""
    words = words_to_find(question)
    if words:
        found = Asked(region, now, words, 0, 0).ranked(_standing(region))
        n = Counter(one.passage.kind for one, _has_all in found)
    else:
        n = Counter(dict(n_of_kinds(region)))
    return [KindOfPassage(word, kind.label, n[kind]) for word, kind in PASSAGES.items() if n[kind]]


def _standing(region: Region) -> list[tuple[Wording, str, str]]:
    """What a passage is, is its title: who looks for leidende principes finds all of these."""
    titled = ((one, f"{one.passage.get_kind_display()} {one.passage.section.title}") for one in standing_in(region))
    return [(one, title.strip(), one.text) for one, title in titled]


def _passages(asked: Asked) -> tuple[int, list[Hit]]:
    wanted = PASSAGES.get(asked.passage)
    n, best = asked.best([one for one in _standing(asked.region) if wanted in (None, one[0].passage.kind)])
    return n, [_passage(asked, one, has_all) for one, has_all in best]


def _passage(asked: Asked, wording: Wording, has_all: bool) -> Hit:
    passage = wording.passage
    name = _("Passage %(n)d, %(chapter)s") % {"n": passage.number, "chapter": passage.section.title}
    url = reverse("vision:passage", args=[asked.region.slug, passage.document.slug, passage.number])
    return Hit(name, url, piece_around(in_one_line(wording.text), asked.words), has_all, passage.get_kind_display())


def _proposals(asked: Asked) -> tuple[int, list[Hit]]:
    """Of texts that show to everybody what is proposed for them."""
    there = [(one, "", f"{one.text} {one.reason}") for one in public_in(asked.region)]
    n, best = asked.best(there)
    return n, [_proposal(asked, one, has_all) for one, has_all in best]


def _proposal(asked: Asked, one: Proposal, has_all: bool) -> Hit:
    name = _("Voorstel %(n)d bij “%(title)s”") % {"n": one.number, "title": one.document.title}
    url = reverse("vision:proposal", args=[asked.region.slug, one.document.slug, one.number])
    return Hit(name, url, piece_around(f"{in_one_line(one.text)} {one.reason}".strip(), asked.words), has_all)


def _rounds(asked: Asked) -> tuple[int, list[Hit]]:
    """Those that anybody sees in the list of rounds."""
    there = [one.consultation for one in rounds_of(asked.region, asked.now, with_drafts=False)]
    n, best = asked.best([(one, one.title, f"{one.question} {one.introduction}") for one in there])
    hits = []
    for one, has_all in best:
        url = reverse("consultations:read", args=[asked.region.slug, one.slug])
        hits.append(Hit(one.title, url, piece_around(one.question or one.introduction, asked.words), has_all))
    return n, hits


def _contributions(asked: Asked) -> tuple[int, list[Hit]]:
    rows = asked.among(listed(asked.region), "-number")
    return rows.count(), [_contribution(asked, one) for one in rows[asked.start : asked.end]]


def _contribution(asked: Asked, one: Any) -> Hit:
    url = reverse("contributions:read", args=[asked.region.slug, one.number])
    return asked.hit(_("Reactie %(n)d") % {"n": one.number}, url, one.text, one.n_words)


def _answers(asked: Asked) -> tuple[int, list[Hit]]:
    rows = asked.among(newest_told(asked.region), "-at", "-pk", title="heard")
    best = dict(rows.values_list("pk", "n_words")[asked.start : asked.end])
    hits = []
    for answered in with_senders(asked.region, answers_in(list(best))):
        answer, contribution = answered.answer, answered.contribution
        url = reverse("publishing:done", args=[asked.region.slug])
        if contribution is not None:
            url = reverse("contributions:read", args=[asked.region.slug, contribution.number])
        hits.append(asked.hit(answer.heard, url, answer.why, best[answer.pk]))
    return rows.count(), hits


def _statements(asked: Asked) -> tuple[int, list[Hit]]:
    """Those of a round that began; of one for who has a code when it has closed."""
    there = Statement.objects.filter(consultation__region=asked.region, state__in=ASKED).filter(
        Q(consultation__closes_at__lte=asked.now) | Q(consultation__needs_code=False),
        consultation__opened_at__isnull=False,
        consultation__opens_at__lte=asked.now,
    )
    rows = asked.among(there, "-consultation_id", "number")
    told = Report.objects.filter(is_last_count(asked.now), consultation=OuterRef("consultation"))
    told = told.filter(n_people__gte=SMALLEST_GROUP, counted_until__gte=OuterRef("consultation__closes_at"))
    few = rows.annotate(is_told=Exists(told)).select_related("consultation")[asked.start : asked.end]
    return rows.count(), [_statement(asked, one) for one in few]


def _statement(asked: Asked, one: Any) -> Hit:
    name = _("Stelling %(n)d in “%(title)s”") % {"n": one.number, "title": one.consultation.title}
    url = reverse("consultations:read", args=[asked.region.slug, one.consultation.slug])
    if one.is_told and one.state == StatementState.ACCEPTED:
        url = reverse("consultations:outcome_statement", args=[asked.region.slug, one.consultation.slug, one.number])
    return asked.hit(name, url, one.text, one.n_words)


def _papers(asked: Asked) -> tuple[int, list[Hit]]:
    """What councils handed in beside a text."""
    rows = asked.among(Paper.objects.filter(release__document__region=asked.region), "-pk", title="title")
    few = rows.select_related("release__document", "municipality")[asked.start : asked.end]
    return rows.count(), [_paper(asked, one) for one in few]


def _paper(asked: Asked, one: Any) -> Hit:
    args = [asked.region.slug, one.release.document.slug, one.municipality_id, one.pk]
    name = _("%(kind)s in %(place)s: %(title)s") % {
        "kind": one.get_kind_display().capitalize(),
        "place": one.municipality,
        "title": one.title,
    }
    return asked.hit(name, reverse("councils:paper", args=args), in_one_line(one.text), one.n_words)


def _measures(asked: Asked) -> tuple[int, list[Hit]]:
    """Of plans that everybody reads."""
    rows = asked.among(measures_told(asked.region), "-plan_id", "number", title="title")
    return rows.count(), [_measure(asked, one) for one in rows[asked.start : asked.end]]


def _measure(asked: Asked, one: Any) -> Hit:
    url = reverse("plan:measure", args=[asked.region.slug, one.plan.slug, one.number])
    name = _("Maatregel %(n)d: %(title)s") % {"n": one.number, "title": one.title}
    return asked.hit(name, url, one.about or one.result, one.n_words)


def _progress(asked: Asked) -> tuple[int, list[Hit]]:
    """How measures go, as it is told now."""
    rows = asked.among(progress_told(asked.region), "-at", "pk")
    return rows.count(), [_one_told(asked, one) for one in rows[asked.start : asked.end]]


def _one_told(asked: Asked, one: Any) -> Hit:
    measure = one.measure
    url = reverse("plan:measure", args=[asked.region.slug, measure.plan.slug, measure.number])
    words = {"title": measure.title, "pace": one.get_pace_display()}
    text = " ".join(part for part in (one.done, one.late, one.needed) if part)
    return asked.hit(_("Hoe het gaat met “%(title)s”: %(pace)s") % words, f"{url}#voortgang", text, one.n_words)


def _arrangements(asked: Asked) -> tuple[int, list[Hit]]:
    """Those that everybody reads."""
    rows = asked.among(arrangements_told(asked.region, timezone.localdate(asked.now)), "number", title="title")
    return rows.count(), [_arrangement(asked, one) for one in rows[asked.start : asked.end]]


def _arrangement(asked: Asked, one: Any) -> Hit:
    url = reverse("plan:arrangement", args=[asked.region.slug, one.number])
    return asked.hit(one.title, url, one.about or one.theme or one.get_kind_display(), one.n_words)


def _organisations(asked: Asked) -> tuple[int, list[Hit]]:
    rows = asked.among(organisations_of(asked.region), "kind", "in_order", "pk", title="name")
    return rows.count(), [_organisation(asked, one) for one in rows[asked.start : asked.end]]


def _organisation(asked: Asked, one: Any) -> Hit:
    url = reverse("regions:organisation", args=[asked.region.slug, one.pk])
    return asked.hit(one.name, url, one.about or one.get_kind_display(), one.n_words)


def _subjects(asked: Asked) -> tuple[int, list[Hit]]:
    """By the words that people use too; who decides is what they look for."""
    rows = who_decides(asked.region, timezone.localdate(asked.now))
    n, best = asked.best([((one, now), one.title, one.found_by) for one, now in rows])
    return n, [_subject(asked, one, now, has_all) for (one, now), has_all in best]


def _subject(asked: Asked, one: Subject, now: Mandate | None, has_all: bool) -> Hit:
    url = reverse("mandates:subject", args=[asked.region.slug, one.slug])
    told = _("Wie beslist: %(holder)s.") % {"holder": now.holder} if now else ""
    return Hit(one.title, url, piece_around(f"{told} {one.about}".strip(), asked.words), has_all)


def _mandate_rounds(asked: Asked) -> tuple[int, list[Hit]]:
    """Those of which everybody reads what came out."""
    rows = list(rounds_told(asked.region))
    n, best = asked.best([(one, one.title, one.about) for one in rows])
    hits = []
    for one, has_all in best:
        url = reverse("mandates:round_result", args=[asked.region.slug, one.slug])
        hits.append(Hit(one.title, url, piece_around(one.about, asked.words), has_all))
    return n, hits


def _choice_rounds(asked: Asked) -> tuple[int, list[Hit]]:
    """Rounds of choosing, from their opening on."""
    rows = list(choice_rounds_told(asked.region))
    n, best = asked.best([(one, one.title, one.question) for one in rows])
    hits = []
    for one, has_all in best:
        url = reverse("plan:choice", args=[asked.region.slug, one.plan.slug, one.number])
        hits.append(Hit(one.title, url, piece_around(one.question, asked.words), has_all))
    return n, hits


# The word in the address, what it is called, and how it is found.
KINDS: tuple[tuple[str, str | Promise, Callable[[Asked], tuple[int, list[Hit]]]], ...] = (
    ("tekst", gettext_lazy("De visie"), _passages),
    ("voorstellen", gettext_lazy("Wijzigingsvoorstellen"), _proposals),
    ("wie-beslist-wat", gettext_lazy("Wie beslist wat"), _subjects),
    ("maatregelen", gettext_lazy("Maatregelen"), _measures),
    ("voortgang", gettext_lazy("Voortgang van maatregelen"), _progress),
    ("afspraken", gettext_lazy("Afspraken met aanbieders"), _arrangements),
    ("keuzerondes", gettext_lazy("Keuzerondes"), _choice_rounds),
    ("stukken", gettext_lazy("Stukken van gemeenteraden"), _papers),
    ("rondes", gettext_lazy("Rondes"), _rounds),
    ("gemeenterondes", gettext_lazy("Gemeenterondes"), _mandate_rounds),
    ("reacties", gettext_lazy("Reacties"), _contributions),
    ("antwoorden", gettext_lazy("Antwoorden"), _answers),
    ("stellingen", gettext_lazy("Stellingen"), _statements),
    ("organisaties", gettext_lazy("Organisaties"), _organisations),
)
WORDS = frozenset(word for word, _name, _find in KINDS)
