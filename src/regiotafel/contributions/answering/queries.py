"""Answers: all of one, the newest of many, and those that words got where they went."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeVar

from django.db.models import Exists, F, FilteredRelation, Model, OuterRef, Q, QuerySet

from regiotafel.contributions.answering.rules import CHANGES_THE_TEXT, asked_since, shows_in_text
from regiotafel.contributions.assigning.queries import nobodys
from regiotafel.contributions.merging.queries import look_alikes
from regiotafel.contributions.models import VOICE, Answer, AnswerDraft, Contribution, Finding, State, Verdict
from regiotafel.contributions.states.queries import RELATED, open_ones
from regiotafel.contributions.states.rules import LIVE
from regiotafel.people.models import User
from regiotafel.regions.models import Region
from regiotafel.thread.models import Knot, Link, LinkState, Relation
from regiotafel.thread.queries import family_of
from regiotafel.vision.models import Passage, Wording

M = TypeVar("M", bound=Model)
EVER = Q()


def answers_given(source: Contribution | Finding) -> list[Answer]:
    """The newest first; the earlier ones stay to be read."""
    return list(with_places(Answer.objects.filter(about=source.knot_id)).order_by("-number"))


def with_places(rows: QuerySet[Answer]) -> QuerySet[Answer]:
    """With what they answer, where they led, and the words there before and after."""
    return (
        rows.select_related(  # type: ignore[no-redef]  # the texts have their place in the model
            "about__contribution", "place__passage__document", "place__passage__section", "by"
        )
        .alias(edition_before=_edition("was"), edition_after=_edition("becomes"))
        .annotate(was_text=F("edition_before__text"), becomes_text=F("edition_after__text"))
    )


def told_now(rows: QuerySet[Answer]) -> QuerySet[Answer]:
    """Of these the newest of each, as far as it is told: what was withdrawn is not answered."""
    better = Answer.objects.filter(about=OuterRef("about"), number__gt=OuterRef("number"))
    is_told = Q(about__contribution__state=State.ANSWERED) | Q(about__finding__isnull=False)
    return rows.filter(is_told).filter(~Exists(better))


def with_moment_of_change(rows: QuerySet[Answer]) -> QuerySet[Answer]:
    """With when the words were written that each names as new."""
    return rows.alias(after=_edition("becomes")).annotate(becomes_at=F("after__at"))  # type: ignore[no-redef]


def promises_in(region: Region) -> QuerySet[Answer]:
    """What was promised and is still to be done, first what has no day or was due longest ago."""
    # Looked for among the promises: among all that was sent in here it would take longer with each reaction.
    is_here = Exists(Knot.objects.filter(pk=OuterRef("about"), region=region))
    found = told_now(Answer.objects.filter(is_here, verdict=Verdict.PROMISED))
    return found.order_by(F("due_on").asc(nulls_first=True), "at", "pk")


def n_late(region: Region, today: date) -> int:
    """Of how many promises the day is over."""
    return promises_in(region).filter(due_on__lt=today).count()


def to_follow_up(promises: Sequence[Answer]) -> list[Answer]:
    """With what they answer and where they are to be kept, and whether that place has got newer words since. One
    query."""
    newer = Wording.objects.filter(passage__knot=OuterRef("place"), at__gt=OuterRef("at"))
    rows = Answer.objects.filter(pk__in=[one.pk for one in promises]).annotate(has_newer_words=Exists(newer))
    found = by_key(rows.select_related("about__contribution", "about__finding", "place__passage__document"))
    return [found[one.pk] for one in promises]


def untrue_changes() -> list[Answer]:
    """Answers that say that the text changed, and name no change that came after the question. One query."""
    said = told_now(Answer.objects.filter(verdict__in=CHANGES_THE_TEXT))
    rows = with_moment_of_change(said).select_related("about__contribution", "about__finding", "place__passage")
    return [one for one in rows.order_by("pk") if not _is_true(one)]


def _is_true(answer: Answer) -> bool:
    source = answer.contribution or answer.finding
    return source is None or shows_in_text(answer.passage, answer.becomes_at, asked_since(source))


def _edition(number: str) -> FilteredRelation:
    """The words of the place of an answer that have this number of it."""
    words = "place__passage__wordings"
    return FilteredRelation(words, condition=Q(**{f"{words}__number": F(number)}))


def by_key(rows: QuerySet[M]) -> dict[int, M]:
    """One query, where `in_bulk` on the embedded database takes one for each thousand keys."""
    return {one.pk: one for one in rows}


def newest_answers(knots: Collection[int], given: Q = EVER) -> dict[int, Answer]:
    """The newest answer by the key of the knot that it answers, without the words of its place. `given`: only of those
    of some time. One query."""
    return {answer.about_id: answer for answer in Answer.objects.filter(given, about__in=knots).order_by("number")}


def latest_answers(contributions: Iterable[Contribution], given: Q = EVER) -> dict[int, Answer]:
    """The newest answer of each that has one, by the key of its knot. Passages and words that many share are read once:
    three queries."""
    known = {one.knot_id: one for one in contributions}
    newest = newest_answers(known, given)
    found = newest.values()
    placed = Passage.objects.filter(knot__in={one.place_id for one in found})
    passages = {one.knot_id: one for one in placed.select_related("document", "section", "knot")}
    texts = _texts({one.pk for one in passages.values()}, {n for one in found for n in (one.was, one.becomes) if n})
    for knot, answer in newest.items():
        answer.about = known[knot].knot
        passage = passages.get(answer.place_id or 0)
        if passage is not None:
            answer.place = passage.knot
            answer.was_text = texts.get((passage.pk, answer.was or 0))
            answer.becomes_text = texts.get((passage.pk, answer.becomes or 0))
    return newest


def _texts(passages: Collection[int], numbers: Collection[int]) -> dict[tuple[int, int], str]:
    rows = Wording.objects.filter(passage__in=passages, number__in=numbers).values_list("passage", "number", "text")
    return {(passage, number): text for passage, number, text in rows}


@dataclass(frozen=True)
class Way:
    """Where the words of a contribution came from and went to, and what was answered there."""

    made_of: list[Contribution]
    went_on_in: list[Contribution]
    # Where its words stand now, as far as they still do.
    live_ends: list[Contribution]
    # Its answer; of what was merged the answer of what it went into; of what was split those of all its parts.
    answers: list[Answer]
    # What was answered to itself, the newest first.
    own_answers: list[Answer]

    def known_since(self, sent_in_at: datetime) -> datetime:
        """From when on a change of the text is news: its answer told of those before."""
        return max((answer.at for answer in self.answers), default=sent_in_at)


def way_of(contribution: Contribution) -> Way:
    """Two queries for what never was merged or split, and one more for what was."""
    knot = contribution.knot_id
    family = family_of([knot])
    ends, before, after = family.ends(knot), family.came_from.get(knot, ()), family.went_into.get(knot, ())
    others = {*ends, *before, *after} - {knot}
    rows = [contribution, *Contribution.objects.filter(knot__in=others)] if others else [contribution]
    kin = sorted(rows, key=lambda one: one.number)
    given = list(with_places(Answer.objects.filter(about__in={knot, *ends})).order_by("-number"))
    newest = {answer.about_id: answer for answer in reversed(given)}
    return Way(
        made_of=[one for one in kin if one.knot_id in before],
        went_on_in=[one for one in kin if one.knot_id in after],
        live_ends=[one for one in kin if one.knot_id in ends and one.state in LIVE],
        answers=[newest[end] for end in ends if end in newest],
        own_answers=[answer for answer in given if answer.about_id == knot],
    )


def answer_draft_of(source: Contribution | Finding) -> AnswerDraft | None:
    return AnswerDraft.objects.filter(about=source.knot_id).select_related("by").first()


def answer_drafts_in(region: Region) -> QuerySet[AnswerDraft]:
    rows = AnswerDraft.objects.filter(about__region=region)
    return rows.select_related("about__contribution", "about__finding__statement", "about__finding__consultation", "by")


def like_voices(contribution: Contribution, passages: Collection[int], most: int = 8) -> list[Contribution]:
    """What waits for an answer too and may get the same: it says nearly the same, or belongs to the same passage."""
    alike = [one.pk for one in look_alikes(contribution, most)]
    beside = Link.objects.filter(
        from_knot__passage__in=passages, relation=Relation.COMES_FROM, state=LinkState.CONFIRMED
    )
    rows = open_ones(contribution.region).exclude(pk=contribution.pk)
    found = rows.filter(Q(pk__in=alike) | Q(knot__in=beside.values("to_knot")))
    return sorted(found, key=lambda one: one.pk not in alike)[:most]


def joint_with(answer: Answer) -> list[Answer]:
    """The newest answers of other reactions that were given together with this one, and say the same. One query."""
    said = {name: getattr(answer, name) for name in ("at", "heard", "verdict", "why", "place_id")}
    rows = Answer.objects.filter(about__region=answer.about.region_id, about__kind=VOICE.code, **said)
    told = told_now(rows.exclude(about=answer.about_id)).select_related(
        *(f"about__contribution__{name}" for name in RELATED)
    )
    return list(told.order_by("about__contribution__number"))


def next_open(contribution: Contribution, user: User | None) -> Contribution | None:
    """What an editor does after this one: what they took upon them first, then what nobody did."""
    rows = open_ones(contribution.region).exclude(pk=contribution.pk)
    mine = rows.filter(assignee=user) if user else rows.none()
    return mine.first() or nobodys(rows, contribution.region).first()


def shown_words(answers: Iterable[Answer]) -> set[tuple[int, int]]:
    """The words that these answers show already: by the key of the knot of their passage, and their number."""
    return {(one.place_id, one.becomes) for one in answers if one.place_id and one.becomes}
