"""How far the words of a release can be followed: where they come from, who decides about them, and what waits."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.text import Truncator, capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from regiotafel.contributions.models import Answer, Contribution
from regiotafel.councils.models import Paper
from regiotafel.people.models import User
from regiotafel.publishing.models import Waited, Waiting
from regiotafel.publishing.queries import Waits
from regiotafel.regions.models import Region
from regiotafel.text.marked import in_one_line
from regiotafel.thread.linking.queries import Tied, tied
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
        return name_of(self.release) if self.release else _("De tekst nu")

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


def name_of(release: Release) -> str:
    return _("Versie %(number)d") % {"number": release.number}


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


# --- What waited when it was made, and what waits now

# Of what there is a list to read, and the word for it in the address.
LISTS: Mapping[str, str] = {
    Waiting.VOICE: "reacties",
    Waiting.PROMISE: "toezeggingen",
    Waiting.UNMEASURED: "zonder-maatregel",
}


class Count(NamedTuple):
    """How much waited at one moment. None: that was not kept then. address: the list, where there is one."""

    moment: str
    n: int | None
    address: str = ""


@dataclass(frozen=True)
class Queue:
    """What waited at one moment. rows: none of a release of before this was kept. address: how that of its lists
    begins."""

    name: str
    rows: Sequence[Waited]
    address: str
    is_now: bool = False

    def count(self, what: str) -> Count:
        n = sum(row.n for row in self.rows if row.what == what) if self.rows else None
        is_listed = n and what in LISTS
        return Count(self.name, n, f"{self.address}lijst={LISTS[what]}#lijst" if is_listed else "")

    def count_of(self, owner: int | None) -> Count:
        """Links for who has this key, or for nobody who is still known."""
        n = sum(row.n for row in self.rows if row.what == Waiting.LINK and row.owner_id == owner)
        address = f"{self.address}lijst=koppelingen&wie={owner or 0}#lijst" if n and self.is_now else ""
        return Count(self.name, n if self.rows else None, address)

    def knots(self, what: str) -> list[int]:
        return [key for row in self.rows if row.what == what for key in row.knots]


@dataclass(frozen=True)
class Queues:
    """The release before it, itself, and now."""

    moments: Sequence[Queue]

    @property
    def now(self) -> Queue:
        return self.moments[-1]

    @property
    def own(self) -> Queue:
        return self.moments[-2]

    @property
    def table(self) -> list[tuple[str | Promise, list[Count]]]:
        return [(what.label, [one.count(what) for one in self.moments]) for what in Waiting]


def queues_of(release: Release, waits: Waits) -> Queues:
    """One query besides what waits now."""
    document = release.document
    shown = list(releases_of(document).filter(number__in=(release.number - 1, release.number)).order_by("number"))
    kept: dict[int, list[Waited]] = {}
    for row in Waited.objects.filter(release__in=shown):
        kept.setdefault(row.release_id, []).append(row)
    then = [Queue(name_of(one), kept.get(one.pk, ()), f"{_address(document, one)}?wanneer=toen&") for one in shown]
    return Queues([*then, Queue(_("Nu"), waits.rows, f"{_address(document, release)}?", is_now=True)])


class Owner(NamedTuple):
    """Who held links against each other of which an end changed since. None: nobody who is still known."""

    user: User | None
    counts: Sequence[Count]


def owners_in(queues: Queues) -> list[Owner]:
    """Who has most now comes first. One query."""
    linked = [row for one in queues.moments for row in one.rows if row.what == Waiting.LINK and row.n]
    users = User.objects.in_bulk({row.owner_id for row in linked if row.owner_id is not None})
    keys = dict.fromkeys(row.owner_id for row in linked)
    found = [Owner(users.get(key) if key else None, [one.count_of(key) for one in queues.moments]) for key in keys]
    return sorted(found, key=lambda owner: -(owner.counts[-1].n or 0))


def figures_of(coverage: Coverage, queues: Queues, owners: Iterable[Owner]) -> Iterator[tuple[object, ...]]:
    """Rows for `reports.coverage_table`."""
    for moment in coverage.moments:
        yield _("Passages in de tekst"), "", moment.name, moment.n, None
    for measure, shares in coverage.table:
        for name, share in shares:
            yield str(measure.has), "", name, share.n if share else None, share.of if share else None
    for what, counts in queues.table:
        for count in counts:
            yield str(what), "", count.moment, count.n, None
    for owner in owners:
        for count in owner.counts:
            yield str(Waiting.LINK.label), str(owner.user or ""), count.moment, count.n, None


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


# What is said above the list of what waited then.
THEN: Mapping[str, str | Promise] = {
    Waiting.VOICE: gettext_lazy("Deze reacties hadden nog geen antwoord bij %(number)s"),
    Waiting.PROMISE: gettext_lazy("Deze toezeggingen stonden nog open bij %(number)s"),
    Waiting.UNMEASURED: gettext_lazy("Bij deze toezeggingen stond geen maatregel bij %(number)s"),
}


def passages_without(moment: Moment, key: str, document: Document) -> Listed:
    def line_of(row: Held) -> Line:
        number = row.passage.number
        address = reverse("vision:passage", args=[document.region.slug, document.slug, number])
        return Line(_("Passage %(number)d") % {"number": number}, address, Truncator(in_one_line(row.text)).chars(140))

    return Listed(MEASURES[key].lack, moment.without(key), line_of)


def voices_waiting(waits: Waits, region: Region) -> Listed:
    def line_of(row: Contribution) -> Line:
        address = reverse("contributions:read", args=[region.slug, row.number])
        return Line(_("Reactie %(number)d") % {"number": row.number}, address, Truncator(row.text).chars(140))

    return Listed(_("Deze reacties hebben nog geen antwoord"), waits.voices, line_of)


def promises_waiting(waits: Waits, document: Document, *, only_unmeasured: bool) -> Listed:
    def line_of(row: Answer | Paper) -> Line:
        when = _("uiterlijk op %(day)s") % {"day": day(row.due_on)} if row.due_on else ""
        told = ", ".join(filter(None, [row.owner, when]))
        if isinstance(row, Answer):
            return Line(_("Toegezegd bij %(what)s") % {"what": row.about}, row.about.url, told)
        args = [document.region.slug, document.slug, row.municipality_id, row.pk]
        named = {"title": row.title, "municipality": row.municipality.name}
        return Line(_("“%(title)s” in %(municipality)s") % named, reverse("councils:paper", args=args), told)

    if only_unmeasured:
        return Listed(_("Bij deze toezeggingen staat geen maatregel"), waits.unmeasured, line_of)
    return Listed(_("Deze toezeggingen staan nog open"), waits.promises, line_of)


def waited_then(queues: Queues, what: str) -> Listed:
    """What was kept with the release, as far as everybody can still read it, and whether it waits now."""
    still = frozenset(queues.now.knots(what))

    def line_of(row: Knot) -> Line:
        return Line(capfirst(row.title), row.url, _("wacht nu nog") if row.pk in still else _("wacht niet meer"))

    rows = Knot.objects.filter(pk__in=queues.own.knots(what), is_public=True).select_related("region")
    return Listed(THEN[what] % {"number": queues.own.name.lower()}, rows.order_by("pk"), line_of)


def links_waiting(links: QuerySet[Link], region: Region, owner: int | None) -> Listed:
    """owner: only those of who has this key; 0: of nobody who is still known."""

    def line_of(row: Link) -> Line:
        return Line(sentence_of(row), reverse("thread:judge", args=[region.slug, row.pk]))

    shown = links if owner is None else links.filter(by=owner or None)
    return Listed(_("Deze koppelingen moet iemand opnieuw controleren"), shown, line_of)
