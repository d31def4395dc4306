"""How far the words of a release can be followed: where they come from, who decides about them, and what waits."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from regiotafel.contributions.answering.queries import promises_in
from regiotafel.contributions.loops.queries import unanswered_on
from regiotafel.contributions.models import Answer, Contribution
from regiotafel.contributions.states.rules import PUBLIC
from regiotafel.councils.models import Paper, PaperKind, PaperState
from regiotafel.people.models import User
from regiotafel.regions.models import Region
from regiotafel.text.marked import words_of
from regiotafel.thread.linking.queries import MOVED, Tied, confirmed, tied
from regiotafel.thread.models import Knot, Link
from regiotafel.thread.rules import sentence_of
from regiotafel.vision.models import Document, Passage, Release, ReleasedPassage
from regiotafel.vision.queries import releases_of, standing
from regiotafel.vision.releasing.queries import released
from regiotafel.web.days import day


@dataclass(frozen=True)
class Measure:
    """What can be said of each passage, and what those are called of which it cannot."""

    has: str | Promise
    lack: str | Promise
    is_so: Callable[[Tied], bool]


MEASURES: Mapping[str, Measure] = {
    "herkomst": Measure(
        gettext_lazy("Er staat bij waar de passage vandaan komt"),
        gettext_lazy("Hier staat niet bij waar de passage vandaan komt"),
        lambda one: one.n_origins > 0,
    ),
    "wie-beslist": Measure(
        gettext_lazy("Er staat bij wie erover beslist"),
        gettext_lazy("Hier staat niet bij wie erover beslist"),
        lambda one: one.n_decisions > 0,
    ),
    "controleren": Measure(
        gettext_lazy("Alle koppelingen zijn gecontroleerd"),
        gettext_lazy("Hier moet iemand een koppeling opnieuw controleren"),
        lambda one: one.n_to_review == 0,
    ),
}


@dataclass(frozen=True)
class Held:
    """A passage, with what hung on it. None: it was released before that was kept."""

    passage: Passage
    text: str
    tied: Tied | None


@dataclass(frozen=True)
class Share:
    """Of how many passages something can be said. address: the list of the others."""

    n: int
    of: int
    address: str

    @property
    def percent(self) -> int:
        return 100 * self.n // self.of if self.of else 0

    @property
    def n_without(self) -> int:
        return self.of - self.n


@dataclass(frozen=True)
class Moment:
    """A text as it was in a release, or as it reads now."""

    release: Release | None
    address: str
    rows: Sequence[Held]

    @property
    def name(self) -> str:
        return _("Versie %(number)d") % {"number": self.release.number} if self.release else _("De tekst nu")

    @property
    def n(self) -> int:
        return len(self.rows)

    @property
    def is_kept(self) -> bool:
        return all(row.tied is not None for row in self.rows)

    def without(self, key: str) -> list[Held]:
        is_so = MEASURES[key].is_so
        return [row for row in self.rows if row.tied is not None and not is_so(row.tied)]

    def share(self, key: str) -> Share | None:
        if not self.is_kept:
            return None
        without = len(self.without(key))
        mark = "&" if "?" in self.address else "?"
        return Share(self.n - without, self.n, f"{self.address}{mark}lijst={key}#lijst")


@dataclass(frozen=True)
class Coverage:
    """The release before it, itself, and what it became since: only of the newest."""

    release: Release
    moments: Sequence[Moment]

    @property
    def own(self) -> Moment:
        return next(one for one in self.moments if one.release == self.release)

    @property
    def now(self) -> Moment | None:
        return next((one for one in self.moments if one.release is None), None)

    @property
    def table(self) -> list[tuple[Measure, list[tuple[str, Share | None]]]]:
        """Each measure with the share of each moment, by the name of the moment."""
        return [(measure, [(one.name, one.share(key)) for one in self.moments]) for key, measure in MEASURES.items()]


def coverage_of(release: Release) -> Coverage:
    """A handful of queries, however long the text is."""
    document = release.document
    numbered = {one.number: one for one in releases_of(document)}
    shown = [numbered[n] for n in (release.number - 1, release.number) if n in numbered]
    moments = [Moment(one, _address(document, one), [_as_frozen(row) for row in released(one)]) for one in shown]
    if release.number == max(numbered):
        moments.append(Moment(None, f"{_address(document, release)}?wanneer=nu", as_it_reads(document)))
    return Coverage(release, moments)


def _address(document: Document, release: Release) -> str:
    return reverse("publishing:coverage", args=[document.region.slug, document.slug, release.number])


def _as_frozen(row: ReleasedPassage) -> Held:
    counts = (row.n_origins, row.n_decisions, row.n_to_review)
    is_kept = row.n_origins is not None
    return Held(row.passage, row.wording.text, Tied(*(count or 0 for count in counts)) if is_kept else None)


def as_it_reads(document: Document) -> list[Held]:
    """Three queries."""
    hangs_on = tied(Knot.objects.filter(passage__document=document))
    return [
        Held(one.passage, one.wording.text, hangs_on.get(one.passage.knot_id, Tied())) for one in standing(document)
    ]


# --- What waits


@dataclass(frozen=True)
class Waits:
    """What waits now: voices that everybody can read, how many a moderator still reads, and promises that are open: to
    people who sent something in, and to councils."""

    voices: Sequence[Contribution]
    n_with_moderator: int
    promises: Sequence[Answer | Paper]


def waits_of(release: Release) -> Waits:
    voices = unanswered_on(release)
    public = [one for one in voices if one.state in PUBLIC]
    return Waits(public, len(voices) - len(public), promises_of(release))


def promises_of(release: Release) -> list[Answer | Paper]:
    """Also about an earlier release: what was promised then is not done by a next one. Two queries."""
    document = release.document
    until_this = {"release__document": document, "release__number__lte": release.number}
    papers = Paper.objects.filter(**until_this, kind=PaperKind.PROMISE, state=PaperState.PROMISED)
    answers = promises_in(document.region).filter(
        Q(place__passage__document=document)
        | Q(about__contribution__about_passage__document=document)
        | Q(about__contribution__about_release__document=document)
    )
    return [*answers.select_related("about__region"), *papers.select_related("municipality").order_by("due_on", "pk")]


@dataclass(frozen=True)
class Owner:
    """Who held links against each other of which an end changed since. None: nobody who is still known."""

    user: User | None
    n: int


def links_to_review(document: Document) -> QuerySet[Link]:
    """Of the passages of this text, as they are now."""
    of_text = Q(from_knot__passage__document=document) | Q(to_knot__passage__document=document)
    return confirmed().filter(MOVED, of_text).order_by("waits_since", "pk")


def owners_of(links: QuerySet[Link]) -> list[Owner]:
    """Most first. Two queries."""
    counted = links.order_by().values_list("by").annotate(n=Count("pk")).order_by("-n", "by")
    users = User.objects.in_bulk([pk for pk, _n in counted if pk is not None])
    return [Owner(users.get(pk), n) for pk, n in counted]


# --- The lists behind the figures


@dataclass(frozen=True)
class Line:
    """One line of a list: what it is, where it stands, and what more is said of it."""

    title: str
    address: str
    told: str = ""


@dataclass(frozen=True)
class Listed:
    """What a figure counts. line_of: how each is told; asked for what stands on one page only."""

    title: str | Promise
    rows: Sequence[Any] | QuerySet[Any]
    line_of: Callable[[Any], Line]


def passages_without(moment: Moment, key: str, document: Document) -> Listed:
    def line_of(row: Held) -> Line:
        number = row.passage.number
        address = reverse("vision:passage", args=[document.region.slug, document.slug, number])
        return Line(_("Passage %(number)d") % {"number": number}, address, Truncator(words_of(row.text)).chars(140))

    return Listed(MEASURES[key].lack, moment.without(key), line_of)


def voices_waiting(waits: Waits, region: Region) -> Listed:
    def line_of(row: Contribution) -> Line:
        address = reverse("contributions:read", args=[region.slug, row.number])
        return Line(_("Reactie %(number)d") % {"number": row.number}, address, Truncator(row.text).chars(140))

    return Listed(_("Deze reacties hebben nog geen antwoord"), waits.voices, line_of)


def promises_waiting(waits: Waits, document: Document) -> Listed:
    def line_of(row: Answer | Paper) -> Line:
        when = _("uiterlijk op %(day)s") % {"day": day(row.due_on)} if row.due_on else ""
        told = ", ".join(filter(None, [row.owner, when]))
        if isinstance(row, Answer):
            return Line(_("Toegezegd bij %(what)s") % {"what": row.about}, row.about.url, told)
        args = [document.region.slug, document.slug, row.municipality_id, row.pk]
        named = {"title": row.title, "municipality": row.municipality.name}
        return Line(_("“%(title)s” in %(municipality)s") % named, reverse("councils:paper", args=args), told)

    return Listed(_("Deze toezeggingen staan nog open"), waits.promises, line_of)


def links_waiting(links: QuerySet[Link], region: Region, owner: int | None) -> Listed:
    """owner: only those of who has this key; 0: of nobody who is still known."""

    def line_of(row: Link) -> Line:
        return Line(sentence_of(row), reverse("thread:judge", args=[region.slug, row.pk]))

    shown = links if owner is None else links.filter(by=owner or None)
    return Listed(_("Deze koppelingen moet iemand opnieuw controleren"), shown, line_of)
