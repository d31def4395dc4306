"""What the public pages of a plan tell: every measure with its reason, what moved, and the story of one of them."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.db.models import Max, Min, OuterRef, Q, Subquery
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from regiotafel.history.models import Entry
from regiotafel.history.rules import subject_of
from regiotafel.people.models import User
from regiotafel.plan.acts import PLAN_MOVED
from regiotafel.plan.measures.queries import (
    Asked,
    Changes,
    found,
    history_of,
    moments_of,
    owner_name,
    owner_word,
    steps_of,
)
from regiotafel.plan.models import Dependency, Measure, MeasureState, MeasureStep, Plan, PlanState, Progress, Verdict
from regiotafel.plan.order.analysis import Placed, is_of_enough, order_of
from regiotafel.plan.order.queries import weighed
from regiotafel.plan.origins.rules import A_VOICE
from regiotafel.plan.progress.queries import HOLDS, current_by_measure, progress_of
from regiotafel.plan.queries import measures_of
from regiotafel.plan.rules import Amount
from regiotafel.plan.telling.rules import CAME, FURTHER, PARTS, Choice, part_of, year_now
from regiotafel.regions.models import Reach
from regiotafel.thread.linking.queries import confirmed
from regiotafel.thread.models import Knot
from regiotafel.thread.way.queries import Stretch, Way
from regiotafel.vision.models import PASSAGE

# How sure a place is, is told in rough words: so few draws are off by two in a hundred.
N_DRAWS = 2_000
OPEN_YET = (MeasureState.IDEA, MeasureState.PROPOSED)


# --- All of a plan


@dataclass(frozen=True)
class Told:
    """A measure as the page of the plan tells it. takes: over all years; years: its first and last. reason, since: of
    the step that brought it where it is. waits: for what is not done yet. n_voices, n_passages: that hang on it.
    placed: in the order by the scores, once that is told. progress: what was last told of how it goes."""

    measure: Measure
    takes: Amount
    years: tuple[int, int] | None
    reason: str
    since: datetime | None
    waits: Sequence[Measure]
    n_voices: int = 0
    n_passages: int = 0
    placed: Placed | None = None
    progress: Progress | None = None

    @property
    def begins(self) -> int | None:
        return self.years[0] if self.years else None


def told_of(plan: Plan) -> list[Told]:
    """All but what was withdrawn, by their number. As many queries however many there are."""
    newest = MeasureStep.objects.filter(measure=OuterRef("pk")).order_by("-number")
    whole = Q(efforts__size__isnull=True) & (Q(efforts__money__gt=0) | Q(efforts__hours__gt=0))
    years = {"from_year": Min("efforts__year", filter=whole), "to_year": Max("efforts__year", filter=whole)}
    steps = {"reason": Subquery(newest.values("reason")[:1]), "since": Subquery(newest.values("at")[:1])}
    rows: list[Any] = list(found(plan, Asked()).annotate(**steps, **years))
    waits, hangs, placed = _waits(plan, rows), _hang_on(rows), _placed(plan, rows)
    going = current_by_measure(measures_of(plan))
    return [
        Told(
            measure=one,
            takes=Amount(one.money, one.hours),
            years=(one.from_year, one.to_year) if one.from_year else None,
            reason=one.reason or "",
            since=one.since,
            waits=waits.get(one.pk, ()),
            n_voices=len(hangs.get((one.knot_id, A_VOICE), ())),
            n_passages=len(hangs.get((one.knot_id, PASSAGE.code), ())),
            placed=placed.get(one.number),
            progress=going.get(one.pk),
        )
        for one in rows
    ]


def _placed(plan: Plan, measures: Iterable[Measure]) -> dict[int, Placed]:
    """By number, of what was decided about: before that, the scores would weigh on who still has to choose."""
    if all(one.state in OPEN_YET for one in measures):
        return {}
    seen = weighed(plan)
    order = order_of(seen, N_DRAWS) if is_of_enough(seen) else None
    return {one.measure.number: one for one in order.placed if one.measure.state not in OPEN_YET} if order else {}


def _waits(plan: Plan, measures: Iterable[Measure]) -> dict[int, list[Measure]]:
    """By measure, what must be done first and is not."""
    there, waits = {one.pk: one for one in measures}, dict[int, list[Measure]]()
    rows = Dependency.objects.filter(measure__plan=plan).order_by("on__number").values_list("measure", "on")
    for measure, on in rows:
        if on in there and there[on].state != MeasureState.DONE:
            waits.setdefault(measure, []).append(there[on])
    return waits


def _hang_on(measures: Iterable[Measure]) -> dict[tuple[int, str], set[int]]:
    """By the knot of a measure and a kind, what everybody reads of that kind and hangs on it."""
    own, hangs = {one.knot_id for one in measures}, dict[tuple[int, str], set[int]]()
    at = Q(from_knot__in=own) | Q(to_knot__in=own)
    ends = ("from_knot", "from_knot__kind", "from_knot__is_public", "to_knot", "to_knot__kind", "to_knot__is_public")
    for row in confirmed().filter(at).select_related(None).order_by().values_list(*ends):
        for near, (far, kind, is_public) in ((row[0], row[3:]), (row[3], row[:3])):
            if near in own and is_public:
                hangs.setdefault((near, kind), set()).add(far)
    return hangs


def chosen_among(rows: Sequence[Told], choice: Choice) -> list[Told]:
    """Those that somebody wants to read, in the order in which they want to."""
    return sorted((one for one in rows if _is_meant(one.measure, choice)), key=ORDERS[choice.order])


def _is_meant(measure: Measure, choice: Choice) -> bool:
    return (
        choice.theme in ("", measure.theme)
        and choice.owner in ("", owner_word(measure))
        and (choice.place is None or is_in(measure, choice.place))
    )


def is_in(measure: Measure, place: int) -> bool:
    """It is done in this municipality: its own, that of all together, or of an organisation that works there."""
    body = measure.organisation
    if body is not None and body.reach == Reach.LOCAL:
        return body.municipality_id == place
    return measure.is_of_region or body is not None or measure.municipality_id == place


# Behind every place and every year.
LAST = 10_000
ORDERS: Mapping[str, Callable[[Told], tuple[Any, ...]]] = {
    "": lambda one: (not one.measure.is_statutory, one.placed.place if one.placed else LAST, one.measure.number),
    "titel": lambda one: (one.measure.in_order, one.measure.number),
    "jaar": lambda one: (one.begins or LAST, one.measure.number),
    "geld": lambda one: (-one.takes.money, one.measure.number),
}


@dataclass(frozen=True)
class TellsPart:
    """One part of the page: its word, what it is called, and who stands in it."""

    word: str
    name: str
    rows: Sequence[Told]


def parts_of(plan: Plan, rows: Sequence[Told], this_year: int) -> list[TellsPart]:
    """Those that hold something, in the order in which they are read."""
    now, by_name = year_now(plan.first_year, this_year), dict[str, tuple[str, list[Told]]]()
    words = {word: (ended if plan.state == PlanState.DONE else name) for word, name, ended in PARTS}
    held: dict[str, list[Told]] = {word: [] for word in words}
    for one in rows:
        held[part_of(one.measure.state, one.begins, now, is_statutory=one.measure.is_statutory)].append(one)
    for word, some in held.items():
        if some:  # two parts with one name are one
            by_name.setdefault(str(words[word]), (word, []))[1].extend(some)
    return [TellsPart(word, name, some) for name, (word, some) in by_name.items()]


def as_data(plan: Plan, parts: Iterable[TellsPart], address: str, on: date) -> dict[str, Any]:
    """All that the page tells, for other programs. address: of the page."""
    return {
        "titel": plan.title,
        "regio": plan.region.name,
        "verzonnen": plan.region.is_invented,
        "status": plan.get_state_display(),
        "eerste_jaar": plan.first_year,
        "laatste_jaar": plan.last_year,
        "gelezen_op": on,
        "adres": address,
        "delen": [
            {"deel": part.word, "naam": part.name, "maatregelen": [_datum(one, address) for one in part.rows]}
            for part in parts
        ],
    }


def _datum(told: Told, address: str) -> dict[str, Any]:
    one = told.measure
    first, last = told.years or (None, None)
    return {
        "nummer": one.number,
        "maatregel": one.title,
        "wat_doen_we": one.about,
        "thema": one.theme,
        "eigenaar": owner_name(one),
        "niveau": one.level,
        "status": one.get_state_display(),
        "sinds": told.since,
        "waarom": told.reason,
        "wettelijk_op_grond_van": one.ground,
        "van": first,
        "tot_en_met": last,
        "geld": told.takes.money,
        "uren": told.takes.hours,
        "resultaat": one.result,
        "hoe_gemeten": one.measured_by,
        "wacht_op": [each.number for each in told.waits],
        "reacties": told.n_voices,
        "passages": told.n_passages,
        "hoe_gaat_het": told.progress.get_pace_display() if told.progress else None,
        "plaats_volgens_scores": told.placed.place if told.placed else None,
        "adres": f"{address}maatregelen/{one.number}/",
    }


# --- What moved in it


@dataclass(frozen=True)
class Move:
    """Something that became of a measure, or of the plan itself (measure is None). key: names it for ever."""

    key: str
    at: datetime
    title: str
    text: str
    measure: Measure | None


def moves_in(plan: Plan, most: int) -> list[Move]:
    """The newest first: the steps of its measures, what changed in them, how they go, and how far the plan
    itself is. Five queries."""
    measures = {one.pk: one for one in Measure.objects.filter(plan=plan)}
    steps = MeasureStep.objects.filter(measure__plan=plan).order_by("-at", "-pk")[:most]
    moves = [
        Move(f"stap-{one.pk}", one.at, str(one.get_state_display()), one.reason, measures[one.measure_id])
        for one in steps
    ]
    for subject, one in moments_of(measures.values(), most):
        measure = measures[int(subject.rpartition(":")[2])]
        text = _("Aangepast: %(names)s.") % {"names": ", ".join(name for name, _was in one.changes)}
        moves.append(Move(f"regel-{one.number}", one.at, one.name, text if one.changes else "", measure))
    told = Progress.objects.filter(HOLDS, measure__plan=plan).order_by("-at", "-pk")[:most]
    for each in told:
        title = _("gemeld: %(pace)s") % {"pace": each.get_pace_display()}
        moves.append(Move(f"voortgang-{each.pk}", each.at, title, each.late or each.done, measures[each.measure_id]))
    moved = Entry.objects.filter(subject=subject_of(plan), act=PLAN_MOVED.name).order_by("-number")[:most]
    for entry in moved:
        title = _("Het plan is nu: %(state)s") % {"state": entry.data.get("state", "")}
        moves.append(Move(f"regel-{entry.number}", entry.at, title, "", None))
    return sorted(moves, key=lambda one: (one.at, one.key), reverse=True)[:most]


# --- The story of one of its measures


@dataclass(frozen=True)
class Chapter:
    """One moment of a measure, or what stands before it on the thread. at: when it has a day. by: for who writes."""

    title: str
    text: str = ""
    at: datetime | None = None
    knots: Sequence[Knot] = ()
    changes: Changes = ()
    by: User | None = None
    is_now: bool = False


@dataclass(frozen=True)
class Story:
    """From the first voice to what happened. before, after: what stands on the thread; moments: the oldest first."""

    before: Sequence[Chapter]
    moments: Sequence[Chapter]
    after: Sequence[Chapter]


def story_of(measure: Measure, way: Way) -> Story:
    moments = sorted((one for source in SOURCES for one in source(measure)), key=lambda one: one.at or timezone.now())
    if moments:
        moments[-1] = replace(moments[-1], is_now=True)
    before = [*_chapters(way.before[:-1], {**CAME, **FURTHER}), *_chapters(way.before[-1:], CAME)]
    return Story(before, moments, _chapters(way.after, CAME))


def _chapters(stretches: Sequence[Stretch], titles: Mapping[str, str | Promise]) -> list[Chapter]:
    """What hangs there and is confirmed, by kind, in the order in which a story tells it."""
    found: dict[str, list[Knot]] = {}
    for group in (group for stretch in stretches for group in stretch.groups if not group.is_suggested):
        found.setdefault(group.kind, []).extend(step.knot for step in group.steps)
    kinds = sorted(found, key=lambda kind: (kind not in CAME, [*CAME, kind].index(kind)))
    other = _("Dit hangt ermee samen")
    return [Chapter(str(titles.get(kind) or other), knots=found[kind]) for kind in kinds]


def _steps(measure: Measure) -> Iterator[Chapter]:
    for one in steps_of(measure):
        yield Chapter(capfirst(str(one.get_state_display())), one.reason, one.at, by=one.by)


def _changes(measure: Measure) -> Iterator[Chapter]:
    """Without those of the day on which it was made: its first step tells that."""
    changes = history_of(measure)
    made_on = {timezone.localdate(one.at) for one in changes if one.is_beginning}
    for one in reversed(changes):
        if timezone.localdate(one.at) not in made_on:
            yield Chapter(one.name, at=one.at, changes=one.changes, by=one.by)


def _progress(measure: Measure) -> Iterator[Chapter]:
    """What was told of how it goes, and holds."""
    for one in reversed(progress_of(measure)):
        if getattr(one, "corrected_by", None) is None:
            title = _("Gemeld: %(pace)s") % {"pace": one.get_pace_display()}
            yield Chapter(title, " ".join(words for words in (one.done, one.late) if words), one.at, by=one.by)


def _verdicts(measure: Measure) -> Iterator[Chapter]:
    """What bodies decided after a round of choosing, beside what was counted."""
    for one in Verdict.objects.filter(measure=measure).select_related("decision__round", "decision__by"):
        words = {"round": one.decision.round.title, "body": capfirst(one.decision.body)}
        title = _("%(body)s besloot: %(state)s") % {**words, "state": one.get_state_display()}
        counted = (
            _("Volgens de ronde “%(round)s” kwam dit in het plan.")
            if one.was_in
            else _("Volgens de ronde “%(round)s” kwam dit niet in het plan.")
        )
        yield Chapter(title, f"{counted % words} {one.reason}".strip(), one.decision.at, by=one.decision.by)


# Whatever becomes of a measure over time: each gives its moments.
SOURCES: Sequence[Callable[[Measure], Iterable[Chapter]]] = (_steps, _verdicts, _changes, _progress)
