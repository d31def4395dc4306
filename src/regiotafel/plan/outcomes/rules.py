"""What came out of a round of choosing, as it is kept and told, and what a body can decide about it. No database here.

Nothing is told about fewer than five who gave a form: kinds of parties with fewer are told together, and so are those
of whom fewer than five paid for one measure.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import NamedTuple

import msgspec
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from msgspec import Struct

from regiotafel.formats.pabulib import Poll
from regiotafel.formats.plan import Plan
from regiotafel.history.models import REASON_LENGTH
from regiotafel.plan.measures.rules import WAYS
from regiotafel.plan.models import TITLE_LENGTH, ChoiceRound, Completion, MeasureState
from regiotafel.plan.rules import MOST_MONEY, PlanRefused, check_lengths, is_seen
from regiotafel.refused import Refused
from regiotafel.regions.permissions import SeenBy, Standing, sees
from regiotafel.text.folding import fold_name
from regiotafel.text.tidy import tidy_line

# As everywhere: `engine.common.privacy`.
SMALLEST_GROUP = 5
# Without a sign of life for so long its worker died, or never had it.
LOST_AFTER = timedelta(minutes=10)
# Between the names of kinds of parties that are told together.
TOGETHER = " + "
# As the engine names them.
RULES: Mapping[str, Promise] = {
    "equal-shares": gettext_lazy("iedereen een eerlijk deel"),
    "greedy": gettext_lazy("de meeste punten eerst"),
    "criteria": gettext_lazy("de scores op de criteria"),
}


@dataclass(frozen=True)
class Rule:
    """As `regiotafel prioritise` names it."""

    rule: str = "equal-shares"
    utility: str = "cost"
    completion: str = "none"
    start: str = "exact"


@dataclass(frozen=True)
class Asked:
    """plan: amounts in `unit`; done: keys of what was chosen before, which stands in the plan as what the law asks for
    and costs nothing any more; heavier: by kind of party, how often its points count by rules without shares."""

    plan: Plan
    unit: int = 1
    done: frozenset[str] = frozenset()
    heavier: Mapping[str, int] | None = None


class NoOutcome(Refused):
    """There is nothing yet that can be told, decided about or taken along."""


class Part(Struct, frozen=True, kw_only=True):
    """A piece of what is kept."""


class Judged(Part, frozen=True, kw_only=True):
    """What a rule says of one candidate. year: in which it was chosen, empty when that is not asked; how: `statutory`,
    `done` (chosen before the round), `chosen` or `completed`, empty when it is out; why: it is out. Of fewer than five
    people nothing is told: `people` and `payers` are None then, and so is what they had. paid: by kinds of parties;
    spent: on what its supporters spent the rest, by key."""

    key: str
    number: int
    title: str
    cost: int
    year: str = ""
    how: str = ""
    why: str = ""
    rivals: list[str] = []
    people: int | None = 0
    payers: int | None = 0
    paid: dict[str, int] = {}
    runner_up: str = ""
    would_win_at: int | None = None
    is_sure: bool = True
    had: int | None = None
    lacks: int | None = None
    spent: dict[str, int] = {}

    @property
    def is_in(self) -> bool:
        return bool(self.how)


class KindTold(Part, frozen=True, kw_only=True):
    """What one kind of party, or some together, decided about in a year: what each had to spend, with what was left of
    the year before in it; what went to measures in its name, which a completion can make more than that; what is left
    of its part; and on what, the most first."""

    name: str
    people: int
    had: int
    spent: int
    left: int
    on: dict[str, int] = {}


class YearTold(Part, frozen=True, kw_only=True):
    """year: empty when all years chose together. carried: what was left of the year before; short: what statutory
    measures cost beyond what there is; raised: how much everybody was given more on average before nothing fitted."""

    year: str
    capacity: int
    cost: int
    carried: int
    short: int
    raised: int
    kinds: list[KindTold] = []


class Answer(Part, frozen=True, kw_only=True):
    """What one rule says. unit: in how many euros or hours at a time it was reckoned; people: None for fewer than five,
    and so is n_blank; fault: a word for why nothing could be reckoned at all."""

    rule: str
    utility: str
    completion: str
    start: str
    unit: int
    people: int | None
    n_blank: int | None
    years: list[YearTold]
    judged: list[Judged]
    cpu_seconds: float = 0.0

    @property
    def winners(self) -> list[str]:
        return [one.key for one in self.judged if one.is_in]

    @property
    def by_key(self) -> dict[str, Judged]:
        return {one.key: one for one in self.judged}

    @property
    def capacity(self) -> int:
        return sum(one.capacity for one in self.years)

    @property
    def cost(self) -> int:
        return sum(one.cost for one in self.years)


def plain(answers: Sequence[Answer]) -> str:
    """As a row keeps it."""
    return msgspec.json.encode(answers).decode()


def read(document: str) -> list[Answer]:
    """What `plain` wrote; the rule that leads is the first."""
    return msgspec.json.decode(document, type=list[Answer])


def shown(n: int) -> int | None:
    """None for fewer than five, but some."""
    return n if not n or n >= SMALLEST_GROUP else None


def groups_of(people: Mapping[str, int]) -> dict[str, tuple[str, ...]]:
    """By kind, with which others it is told: so that each row is about five or more. Empty: they are fewer than five
    all together."""
    if sum(people.values()) < SMALLEST_GROUP:
        return {}
    small = [name for name, n in people.items() if n < SMALLEST_GROUP]
    rest = sorted((name for name in people if name not in small), key=lambda name: people[name])
    while small and sum(people[name] for name in small) < SMALLEST_GROUP:
        small.append(rest.pop(0))
    together = tuple(name for name in people if name in small)
    return {name: together if name in small else (name,) for name in people}


def told_together(plan: Plan) -> list[tuple[str, ...]]:
    """Kinds of parties with a share, each with those that it is told together with. Where fewer than five chose all
    together, all are."""
    people: dict[str, int] = {}
    for one in plan.ballots:
        people[one.kind] = people.get(one.kind, 0) + one.people
    shares, groups = plan.shares or {}, groups_of(people)
    if people and not groups:
        return [tuple(shares)] if shares else []
    found = (tuple(one for one in groups.get(kind, (kind,)) if one in shares) for kind in shares)
    return list(dict.fromkeys(found))


def is_lost(told_at: datetime, now: datetime) -> bool:
    """Told after now: by a clock that was ahead."""
    return not timedelta(0) <= now - told_at < LOST_AFTER


# --- One rule beside another, and what would be if


def is_smaller(key: str) -> bool:
    """A smaller size has the key of its measure with something behind it."""
    return "-" in key


def by_measure(answer: Answer) -> dict[int, Judged]:
    """By the number of a measure, what became of it: itself, or a smaller size that is in while it is not."""
    found: dict[int, Judged] = {}
    for one in sorted(answer.judged, key=lambda one: (not one.is_in, one.key)):
        found.setdefault(one.number, one)
    return found


class Beside(Part, frozen=True, kw_only=True):
    """A measure, and what each rule says of it, in the order of the rules."""

    number: int
    title: str
    cells: list[Judged]

    @property
    def is_split(self) -> bool:
        return len({(one.is_in, is_smaller(one.key)) if one.is_in else (False, False) for one in self.cells}) > 1


def compared(answers: Sequence[Answer]) -> list[Beside]:
    """What is in by the rule that leads first, as it came in; then the others by number."""
    first = by_measure(answers[0])
    every = [by_measure(one) for one in answers]
    order = {key: at for at, key in enumerate(answers[0].winners)}
    rows = sorted(first.values(), key=lambda one: (order.get(one.key, len(order)), one.number))
    whole = {one.number: one.title for one in answers[0].judged if not is_smaller(one.key)}
    return [
        Beside(
            number=one.number,
            title=whole.get(one.number, one.title),
            cells=[of[one.number] for of in every],
        )
        for one in rows
    ]


class Difference(Part, frozen=True, kw_only=True):
    """What is in now and was not, the other way round, and what is in in another year or at another size."""

    came: list[Judged]
    went: list[Judged]
    moved: list[tuple[Judged, Judged]]

    def __bool__(self) -> bool:
        return bool(self.came or self.went or self.moved)


def difference(before: Answer, after: Answer) -> Difference:
    was, now = by_measure(before), by_measure(after)
    return Difference(
        came=[one for number, one in now.items() if one.is_in and not was[number].is_in],
        went=[one for number, one in was.items() if one.is_in and not now[number].is_in],
        moved=[
            (was[number], one)
            for number, one in now.items()
            if one.is_in and was[number].is_in and (one.key, one.year) != (was[number].key, was[number].year)
        ],
    )


class DecidedAbout(NamedTuple):
    """What a body decides about one measure. number: of the measure; was_in: by what was counted."""

    number: int
    title: str
    was_in: bool
    state: str
    reason: str

    @property
    def is_departure(self) -> bool:
        return self.was_in != (self.state == MeasureState.PLANNED)


# What everybody reads of an outcome, and who prepares it before that.
SEEN_BY: SeenBy = {
    "prepared": (),
    "open": (),
    "closed": ("plan.write",),
    "told": ("plan.read",),
    "stopped": (),
}
CHOICES = (MeasureState.PLANNED, MeasureState.LATER, MeasureState.NOT)
LONGEST_BODY = 120


def check_can_count(round: ChoiceRound, now: datetime) -> None:
    if round.state(now) not in ("closed", "told"):
        raise NoOutcome(_("Deze keuzeronde is nog niet gesloten. Daarna rekenen we de uitkomst uit."))


def check_is_counted(is_counted: bool) -> None:
    if not is_counted:
        raise NoOutcome(_("De uitkomst is nog niet uitgerekend. Reken die eerst uit, en lees die na."))


def check_can_decide(round: ChoiceRound, now: datetime) -> None:
    if round.state(now) != "told":
        raise NoOutcome(_("Vertel eerst de uitkomst. Dan ziet iedereen wat er is uitgerekend en wat jullie besluiten."))


def check_decision(body: str, decided_on: date, today: date, said: Sequence[DecidedAbout]) -> None:
    if not body:
        raise PlanRefused(_("Vul in wie dit besloot, zoals: de bestuurlijke tafel."), field="body")
    check_lengths({"body": (body, LONGEST_BODY)})
    if decided_on > today:
        raise PlanRefused(_("Deze dag moet nog komen. Vul in wanneer dit is besloten."), field="decided_on")
    for one in said:
        if one.state not in CHOICES:
            raise PlanRefused(_("Kies bij elke maatregel iets uit de lijst."), field=f"m{one.number}")
        if one.is_departure and not one.reason:
            told = _("Hier wijkt het besluit af van de uitkomst. Schrijf op waarom. Iedereen kan deze reden lezen.")
            raise PlanRefused(told, field=f"m{one.number}_reason")
        check_lengths({f"m{one.number}_reason": (one.reason, REASON_LENGTH)})


def way_to(state: MeasureState, to: MeasureState) -> list[MeasureState]:
    """The steps that bring a measure from the one to the other; what a body decided can be turned round."""
    if state == to:
        return []
    if to in WAYS[state]:
        return [to]
    return [MeasureState.PROPOSED, to]


def is_outcome_seen(round: ChoiceRound, standings: Collection[Standing], now: datetime) -> bool:
    return is_seen(round.plan, standings) and sees(SEEN_BY, round.state(now), standings)


# --- Elections from files, and what is reckoned while somebody waits

MOST_PROJECTS, MOST_VOTERS = 300, 20_000
# Measures times ballots times steps: about a second.
MOST_AT_ONCE = 5_000_000


def check_poll(poll: Poll) -> None:
    if len(poll.projects) > MOST_PROJECTS or len(poll.voters) > MOST_VOTERS:
        told = _("Dit is te groot om in te lezen: hooguit %(projects)d maatregelen en %(voters)d formulieren.")
        raise PlanRefused(told % {"projects": MOST_PROJECTS, "voters": MOST_VOTERS}, field="file")
    titles: dict[str, str] = {}
    for one in poll.projects:
        title = tidy_line(one.name) or one.key
        if len(title) > TITLE_LENGTH:
            told = _("De naam van project %(key)s is te lang: hooguit %(n)d tekens.")
            raise PlanRefused(told % {"key": one.key, "n": TITLE_LENGTH}, field="file")
        if (same := titles.get(fold_name(title))) is not None:
            told = _("Project %(key)s heet hetzelfde als project %(same)s. Geef een van de twee een andere naam.")
            raise PlanRefused(told % {"key": one.key, "same": same}, field="file")
        titles[fold_name(title)] = one.key
        if one.cost > MOST_MONEY:
            told = _("Project %(key)s kost te veel om hier mee te rekenen.")
            raise PlanRefused(told % {"key": one.key}, field="file")


def check_at_once(effort: int) -> None:
    if effort > MOST_AT_ONCE:
        raise NoOutcome(
            _(
                "Dit is te veel om meteen uit te rekenen. Kies bij wat over is “%(none)s”, of reken het na met het"
                " bestand en het programma “regiotafel prioritise”."
            )
            % {"none": Completion.NONE.label}
        )


def told_as_file(title: str, code: str, answers: Sequence[Answer]) -> bytes:
    """For whoever reckons on with it. Where `null` stands, there are fewer than five."""
    said = {"schema": "regiotafel-outcome/1", "title": title, "code": code, "rules": answers}
    return msgspec.json.format(msgspec.json.encode(said), indent=2) + b"\n"
