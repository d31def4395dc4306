"""The reaction note of a release: what people said about it, the answer to each, and what we changed ourselves."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TypeVar

from django.db.models import Count, F, Max, Q, Sum
from django.db.models.functions import Length
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from regiotafel.contributions.answering.queries import by_key, latest_answers, with_places
from regiotafel.contributions.answering.rules import CHANGES_THE_TEXT
from regiotafel.contributions.loops.queries import unanswered_on
from regiotafel.contributions.models import Answer, Contribution, Finding, State, Verdict
from regiotafel.history.queries import until_next_act
from regiotafel.history.rules import subject_of
from regiotafel.publishing.queries import Answered, with_senders
from regiotafel.regions.models import Region
from regiotafel.thread.models import Link, LinkState, Relation
from regiotafel.vision.deciding.queries import Later, later_than, n_adopted, told_as_adopted
from regiotafel.vision.models import CouncilDecision, Document, Passage, Release, Section, Wording
from regiotafel.vision.queries import documents_of, releases_of
from regiotafel.vision.releasing.queries import changes_between, changes_since, released
from regiotafel.web.days import day

T = TypeVar("T")
# How the note can be grouped: the word in the address.
BY_CHAPTER, BY_THEME = "hoofdstuk", "thema"


@dataclass(frozen=True)
class NoteEntry:
    """`chapter`: its title in the release that the note is about. `same_words_as`: the number of an earlier entry that
    shows the same was → becomes."""

    nr: int
    answered: Answered
    chapter: str
    same_words_as: int | None = None


@dataclass(frozen=True)
class OwnChange:
    """A change that no answer names: our own initiative, with its reason."""

    passage: Passage
    chapter: str
    was: str | None
    becomes: str | None
    reason: str

    @property
    def is_new(self) -> bool:
        return not self.was

    @property
    def is_gone(self) -> bool:
        return not self.becomes


@dataclass(frozen=True)
class Group:
    title: str
    entries: Sequence[NoteEntry]


@dataclass(frozen=True)
class Note:
    """`next`: the release that the answers led to; None while the text is still being changed."""

    release: Release
    next: Release | None
    entries: Sequence[NoteEntry]
    own_changes: Sequence[OwnChange]
    unanswered: Sequence[Contribution]
    answered_until: datetime | None
    later: Later = field(default_factory=Later)

    @property
    def status(self) -> str:
        """Answers still come in until the next version is there; then councils decide about what they led to."""
        if self.next is None:
            return _("concept")
        given = {"on": day(self.next.at), "n": self.later.n_decided, "all": self.later.n, "k": self.later.n_adopted}
        if not self.later.is_settled:
            return _("concept: %(n)d van de %(all)d gemeenteraden hebben besloten over de tekst die volgde") % given
        if self.later.n:
            return _("besloten: %(k)d van de %(all)d gemeenteraden stelden de tekst vast die volgde") % given
        return _("definitief sinds %(on)s") % given

    @property
    def n_voices(self) -> int:
        return len({s.contribution.pk for e in self.entries for s in e.answered.senders if s.contribution})

    @property
    def n_findings(self) -> int:
        return sum(entry.answered.finding is not None for entry in self.entries)

    @property
    def verdicts(self) -> list[tuple[str | Promise, int]]:
        """How many answers of each kind, in the words of a reaction note."""
        counted = Counter(entry.answered.answer.verdict for entry in self.entries)
        return [(verdict.label, counted[verdict.value]) for verdict in Verdict]

    @property
    def n_changed(self) -> int:
        return sum(entry.answered.answer.verdict in CHANGES_THE_TEXT for entry in self.entries)

    @property
    def n_promised(self) -> int:
        return sum(entry.answered.answer.verdict == Verdict.PROMISED for entry in self.entries)

    def grouped(self, how: str, entries: Sequence[NoteEntry] | None = None) -> list[Group]:
        """All entries, or those of one page. They keep their number, whatever way they are grouped."""
        return grouped(self.entries if entries is None else entries, how)


def grouped(entries: Sequence[NoteEntry], how: str) -> list[Group]:
    groups: dict[str, list[NoteEntry]] = {}
    for entry in words_once(entries):
        groups.setdefault(_title(entry.answered.section, entry.chapter, how), []).append(entry)
    return [Group(title, some) for title, some in groups.items()]


def _title(section: Section | None, chapter: str, how: str) -> str:
    if section is None:
        return _("Over de hele tekst")
    return section.theme or _("Zonder thema") if how == BY_THEME else chapter


@dataclass(frozen=True)
class Outline:
    """A note in numbers and keys, for who reads a page of it: nothing that somebody wrote. Lengths stand where the note
    has the things themselves. entries: of each the key of its answer, and of the passage that it belongs to."""

    entries: Sequence[tuple[int, int | None]]
    own_changes: Sequence[OwnChange | None]
    unanswered: Sequence[Contribution | None]
    n_voices: int
    n_findings: int
    n_changed: int
    n_promised: int
    verdicts: list[tuple[str | Promise, int]]
    answered_until: datetime | None
    next: Release | None = None
    later: Later = field(default_factory=Later)


@dataclass(frozen=True)
class Line:
    """A line of the contents: a chapter or theme, how many answers it has, and where the first of them is."""

    title: str
    n: int
    nr: int
    page: int


def outline_of(release: Release) -> Outline:
    return _outline(release.document.region.slug, release.pk)


@until_next_act(50)
def _outline(release: int) -> Outline:
    note = note_of(Release.objects.select_related("document__region").get(pk=release))
    placed = [(one.answered.answer.pk, one.answered.passage) for one in note.entries]
    return Outline(
        entries=tuple((key, passage.pk if passage else None) for key, passage in placed),
        own_changes=(None,) * len(note.own_changes),
        unanswered=(None,) * len(note.unanswered),
        n_voices=note.n_voices,
        n_findings=note.n_findings,
        n_changed=note.n_changed,
        n_promised=note.n_promised,
        verdicts=note.verdicts,
        answered_until=note.answered_until,
    )


def contents_of(release: Release, outline: Outline, how: str, on_a_page: int) -> list[Line]:
    """All chapters or themes of the note, whichever page they are on. Two queries."""
    there = by_key(Passage.objects.filter(document=release.document_id).select_related("section"))
    order = _Order(release)
    counted: Counter[str] = Counter()
    first: dict[str, int] = {}
    for nr, (_key, passage) in enumerate(outline.entries, start=1):
        found = there.get(passage or 0)
        title = _title(found.section if found else None, order.chapter(found), how)
        counted[title] += 1
        first.setdefault(title, nr)
    return [Line(title, counted[title], nr, (nr - 1) // on_a_page + 1) for title, nr in first.items()]


@dataclass(frozen=True)
class Listed:
    """A release in the list of notes. `following`: it came out since, and the note changes no more."""

    release: Release
    following: Release | None
    n_adopted: int
    # Written down before each council had a decision of its own.
    told_as_adopted: datetime | None
    later: Later


def notes_of(region: Region) -> list[tuple[Document, list[Listed]]]:
    """Every text with its releases, the newest first. Five queries."""
    adopted, told = n_adopted(region), told_as_adopted(region)
    texts: dict[Document, list[Listed]] = {}
    rows = Release.objects.filter(document__region=region).select_related("document")
    releases = list(rows.order_by("document__in_order", "document", "-number"))
    later = later_than(region, releases)
    for release in releases:
        some = texts.setdefault(release.document, [])
        following = some[-1].release if some else None
        n, at = adopted.get(release.pk, 0), told.get(subject_of(release))
        some.append(Listed(release, following, n, at, later[release.pk]))
    return list(texts.items())


def entries_in(release: Release, outline: Outline, first: int, until: int) -> list[NoteEntry]:
    """The entries of one page, from first to before until: a fixed number of queries, however long the note is."""
    chosen = outline.entries[first:until]
    keys = [key for key, _passage in chosen]
    rows = with_places(Answer.objects.filter(pk__in=keys)).select_related(
        "about__finding__statement", "about__finding__consultation"
    )
    answers = by_key(rows)
    of_entries = Passage.objects.filter(pk__in={passage for _key, passage in chosen if passage})
    there = by_key(of_entries.select_related("section"))
    passages = {key: there[passage] for key, passage in chosen if passage in there}
    order = _Order(release)
    answered = with_senders(release.document.region, [answers[key] for key in keys if key in answers], passages)
    return [NoteEntry(nr, one, order.chapter(one.passage)) for nr, one in enumerate(answered, start=first + 1)]


def outline_of_page(release: Release, outline: Outline, *, is_last: bool) -> Outline:
    """With the release that came of it, and on its last page what we changed ourselves."""
    following = Release.objects.filter(document=release.document_id, number=release.number + 1).first()
    own = _own_changes(release, following, _Order(release)) if is_last and outline.own_changes else outline.own_changes
    later = later_than(release.document.region, [release])[release.pk]
    return replace(outline, next=following, own_changes=own, later=later)


def note_of(release: Release) -> Note:
    """A fixed number of queries, however many reactions there are."""
    document = release.document
    releases = list(releases_of(document).order_by("number"))
    following = next((one for one in releases if one.number == release.number + 1), None)
    answers, passages = _answers_on(release, following)
    order = _Order(release)
    answered = sorted(with_senders(document.region, answers, passages), key=order.place)
    return Note(
        release=release,
        next=following,
        entries=[NoteEntry(nr, one, order.chapter(one.passage)) for nr, one in enumerate(answered, start=1)],
        own_changes=_own_changes(release, following, order),
        unanswered=[] if following else unanswered_on(release),
        answered_until=max((answer.at for answer in answers), default=None),
        later=later_than(document.region, [release])[release.pk],
    )


# A print of so many answers takes some twelve seconds and a quarter of a gigabyte; of all at once it takes too much.
IN_A_PRINT = 250


def parts_of(entries: Sequence[T]) -> list[Sequence[T]]:
    """The prints of a note: the first has what it says in short, the last what we changed ourselves."""
    starts = range(0, len(entries), IN_A_PRINT)
    return [entries[start : start + IN_A_PRINT] for start in starts] or [[]]


class _Order:
    """The order and the chapters of the release, as they were frozen: who later moves a passage or renames a chapter
    changes no number that somebody wrote down. What was not in it yet stands at the end of its chapter. One query."""

    LAST = 1_000_000

    def __init__(self, release: Release) -> None:
        self.places: dict[int, tuple[int, str]] = {}
        self.chapters: dict[str, int] = {}
        for row in released(release):
            self.places[row.passage_id] = row.position, row.section_title
            self.chapters.setdefault(row.section_title, row.position)

    def chapter(self, passage: Passage | None) -> str:
        if passage is None:
            return ""
        return self.places[passage.pk][1] if passage.pk in self.places else passage.section.title

    def place(self, answered: Answered) -> tuple[int, int, int, int]:
        """Within a passage the order in which it came in. What is about no passage is last."""
        first = answered.senders[0].contribution
        number = first.number if first else answered.source.pk
        is_finding = int(answered.finding is not None)
        if answered.passage is None:
            return 2 * self.LAST, 0, is_finding, number
        chapter = self.chapters.get(self.chapter(answered.passage), self.LAST + answered.passage.section.position)
        at = (
            self.places[answered.passage.pk][0]
            if answered.passage.pk in self.places
            else self.LAST + answered.passage.position
        )
        return chapter, at, is_finding, number


def words_once(entries: Sequence[NoteEntry]) -> list[NoteEntry]:
    """Of entries that show the same was → becomes, all but the first point at the first."""
    shown: dict[tuple[int | None, int | None, int], int] = {}
    found = []
    for entry in entries:
        answer = entry.answered.answer
        words = (answer.place_id, answer.was, answer.becomes or 0)
        first = shown.setdefault(words, entry.nr) if answer.becomes else entry.nr
        found.append(replace(entry, same_words_as=None if first == entry.nr else first))
    return found


# --- What was answered while this release was the newest


def _given(release: Release, following: Release | None) -> Q:
    """A note holds what was answered after its release came out, that of the first also what was answered before. When
    the next release comes out it is final: a later or better answer stands in the next note."""
    since = Q() if release.number == 1 else Q(at__gte=release.at)
    return since & Q(at__lt=following.at) if following else since


def _answers_on(release: Release, following: Release | None) -> tuple[list[Answer], dict[int, Passage]]:
    """The newest answer of then to everything about this text, and the passage that each without one belongs to."""
    document, given = release.document, _given(release, following)
    linked = _linked_passages(document)
    # What names no text is about the first one of the region.
    first = documents_of(document.region).order_by("pk").first()
    about = Contribution.objects.filter(region=document.region_id, state=State.ANSWERED)
    mine = {one.knot_id: one for one in about.select_related("knot", "about_release")}
    about_passages = Passage.objects.filter(pk__in={one.about_passage_id for one in mine.values()})
    pointed_at = by_key(about_passages.select_related("section"))
    answers = []
    passages: dict[int, Passage] = {}
    for knot, answer in latest_answers(mine.values(), given).items():
        passage = pointed_at.get(mine[knot].about_passage_id or 0) or linked.get(knot)
        if (_document_of(mine[knot], answer, passage) or (first and first.pk)) == document.pk:
            answers.append(answer)
            if passage is not None:
                passages[answer.pk] = passage
    _add_findings(answers, passages, release, given, linked)
    return answers, passages


def _document_of(voice: Contribution, answer: Answer, passage: Passage | None) -> int | None:
    named = answer.passage or passage
    if named is not None:
        return named.document_id
    return voice.about_release.document_id if voice.about_release else None


def _add_findings(
    answers: list[Answer],
    passages: dict[int, Passage],
    release: Release,
    given: Q,
    linked: dict[int, Passage],
) -> None:
    """Outcomes of consultations that were taken along."""
    knots = Finding.objects.filter(consultation__region=release.document.region_id).values("knot")
    rows = with_places(Answer.objects.filter(given, about__in=knots)).select_related(
        "about__finding__statement", "about__finding__consultation"
    )
    for knot, answer in {one.about_id: one for one in rows.order_by("about__finding__pk", "number")}.items():
        passage = linked.get(knot)
        named = answer.passage or passage
        if named is not None and named.document_id == release.document_id:
            answers.append(answer)
            if passage is not None:
                passages[answer.pk] = passage


def _linked_passages(document: Document) -> dict[int, Passage]:
    """Where each voice and finding was confirmed to belong first, by the key of its knot. Two queries."""
    passages = {one.knot_id: one for one in Passage.objects.filter(document=document).select_related("section")}
    found: dict[int, Passage] = {}
    links = Link.objects.filter(
        from_knot__passage__document=document, relation=Relation.COMES_FROM, state=LinkState.CONFIRMED
    )
    for source, passage in links.order_by("at", "pk").values_list("to_knot_id", "from_knot_id"):
        found.setdefault(source, passages[passage])
    return found


def fingerprint(release: Release) -> str:
    """Changes whenever the note can read differently; a few counts, so that a reader who waits costs little."""
    region = release.document.region_id
    voices = Contribution.objects.filter(region=region, state=State.ANSWERED).values("knot")
    findings = Finding.objects.filter(consultation__region=region).values("knot")
    links = Link.objects.filter(from_knot__region=region)
    linked = links.filter(Q(to_knot__in=voices) | Q(to_knot__in=findings), state=LinkState.CONFIRMED)
    counted = (
        Answer.objects.filter(Q(about__in=voices) | Q(about__in=findings)).aggregate(
            n=Count("pk"), last=Max("pk"), words=Sum(Length("heard") + Length("why"))
        ),
        linked.filter(relation=Relation.COMES_FROM).aggregate(n=Count("pk"), at=Max("at")),
        links.filter(relation=Relation.GOES_ON_IN).aggregate(last=Max("pk")),
        Passage.objects.filter(document=release.document_id).aggregate(
            n=Count("retired_at"), words=Sum("version"), places=Sum(F("section") * F("number"))
        ),
        list(Section.objects.filter(document=release.document_id).order_by("pk").values_list("title", "theme")),
        Release.objects.filter(document=release.document_id).aggregate(last=Max("number")),
        CouncilDecision.objects.filter(release__document=release.document_id).aggregate(last=Max("pk")),
        len(unanswered_on(release)),
    )
    return repr((release.pk, counted))


# --- What we changed ourselves


def _own_changes(release: Release, following: Release | None, order: _Order) -> list[OwnChange]:
    """Wordings between this text and the next (or what stands now) that no answer names."""
    document = release.document
    changes = changes_between(release, following) if following else changes_since(release, document)
    keys = [change.passage.pk for change in changes]
    wordings: dict[int, dict[int, Wording]] = {}
    for wording in Wording.objects.filter(passage__in=keys):
        wordings.setdefault(wording.passage_id, {})[wording.number] = wording
    answers = Answer.objects.filter(place__passage__in=keys, becomes__isnull=False)
    if following is not None:
        answers = answers.filter(at__lt=following.at)
    named = set(answers.values_list("place__passage", "becomes"))
    found = []
    for change in changes:
        passage = change.passage
        if change.becomes is None:
            gone = change.was.text if change.was else ""
            found.append(OwnChange(passage, order.chapter(passage), gone, None, passage.retired_reason))
            continue
        first = change.was.number if change.was else 0
        for number in range(first + 1, change.becomes.number + 1):
            wording = wordings[passage.pk][number]
            if (passage.pk, number) not in named:
                before = wordings[passage.pk][number - 1].text if number > 1 else None
                found.append(OwnChange(passage, order.chapter(passage), before, wording.text, wording.reason))
    return found
