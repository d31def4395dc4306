"""Reads the invented example region: TOML files in, frozen dataclasses out. No Django, no clock."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeVar

from regiotafel.refused import Refused

T = TypeVar("T")

FOLDER = Path(__file__).parent / "content"

# What the letters on a paper ballot mean; a dot is left blank and is no answer.
LETTERS: Mapping[str, str] = MappingProxyType({"e": "agree", "o": "disagree", "w": "unsure"})


@dataclass(frozen=True)
class SubRegion:
    slug: str
    name: str
    about: str


@dataclass(frozen=True)
class Municipality:
    """`size` is small (below 4,000 inhabitants under 23), medium (below 10,000) or large."""

    slug: str
    name: str
    subregion: str
    under_23: int
    people: int
    size: str
    about: str
    # Where somebody who lives there turns to; empty: nobody filled that in.
    access_point: str = ""
    access_url: str = ""
    access_phone: str = ""


@dataclass(frozen=True)
class Step:
    slug: str
    name: str
    starts_on: date
    ends_on: date
    about: str
    result: str


@dataclass(frozen=True)
class Theme:
    slug: str
    name: str
    about: str


@dataclass(frozen=True)
class Level:
    slug: str
    name: str
    about: str


@dataclass(frozen=True)
class Contact:
    sender: str
    contact_email: str
    contact_phone: str


@dataclass(frozen=True)
class Responsible:
    controller: str
    privacy_officer: str
    privacy_email: str
    recipients: str


@dataclass(frozen=True)
class Region:
    slug: str
    name: str
    tagline: str
    about: tuple[str, ...]
    now: str
    contact: Contact
    responsible: Responsible
    subregions: tuple[SubRegion, ...]
    municipalities: tuple[Municipality, ...]
    steps: tuple[Step, ...]
    themes: tuple[Theme, ...]
    levels: tuple[Level, ...]


@dataclass(frozen=True)
class Organisation:
    slug: str
    name: str
    kind: str
    reach: str
    about: str
    municipality: str | None = None


@dataclass(frozen=True)
class Person:
    slug: str
    first_name: str
    email: str
    role: str
    description: str
    organisation: str | None = None
    municipality: str | None = None
    way_in: str | None = None


@dataclass(frozen=True)
class Fixed:
    """`kind` is law (then with a source and the mark V) or choice."""

    what: str
    why: str
    kind: str
    source: str = ""
    url: str = ""
    mark: str = ""


@dataclass(frozen=True)
class Open:
    what: str
    why: str


@dataclass(frozen=True)
class NextStep:
    """`in_days` counts from now; None where the order is all there is to say."""

    title: str
    text: str
    in_days: int | None = None


@dataclass(frozen=True)
class Odds:
    """How likely each answer is, between 0 and 1. What is left to 1 is skipping."""

    agree: float
    disagree: float
    unsure: float


@dataclass(frozen=True)
class Statement:
    """`day` is counted from the opening; `role` is the sender's, None for seeds and tables."""

    slug: str
    text: str
    theme: str
    source: str
    odds: Mapping[str, Odds]
    role: str | None = None
    day: int = 0


@dataclass(frozen=True)
class Reworded:
    """An earlier statement, asked from `added_day` until `day`, that `new` took the place of."""

    slug: str
    old: str
    new: str
    day: int
    why: str
    odds: Odds
    added_day: int = 0


@dataclass(frozen=True)
class Waiting:
    text: str
    theme: str
    role: str
    hours_ago: int


@dataclass(frozen=True)
class RefusedStatement:
    text: str
    theme: str
    role: str
    day: int
    reason: str
    explanation: str


@dataclass(frozen=True)
class Ballot:
    """`answers` maps a statement's slug to agree, disagree or unsure; what was left blank is not in it."""

    number: int
    answers: Mapping[str, str]
    role: str | None = None
    municipality: str | None = None


@dataclass(frozen=True)
class TableMeeting:
    slug: str
    name: str
    municipality: str
    held_in_days: int
    facilitator: str
    about: str
    statements: tuple[str, ...]
    ballots: tuple[Ballot, ...]


@dataclass(frozen=True)
class Simulation:
    """How to make participants; `mix` is role → group → share, `lean` is sub-region → group → factor."""

    seed: int
    groups: tuple[str, ...]
    people: Mapping[str, int]
    mix: Mapping[str, Mapping[str, float]]
    lean: Mapping[str, Mapping[str, float]]
    least_answers: int
    most_answers: int
    finish_share: float
    skip_role_share: float
    skip_municipality_share: float


@dataclass(frozen=True)
class Consultation:
    slug: str
    title: str
    question: str
    introduction: tuple[str, ...]
    level: str
    promise: str
    for_whom: str
    opens_in_days: int
    closes_in_days: int
    decided_by: str
    decision: str
    decided_in_days: int
    answer_by_in_days: int
    answer: str
    fixed: tuple[Fixed, ...]
    open: tuple[Open, ...]
    next_steps: tuple[NextStep, ...]
    simulation: Simulation
    statements: tuple[Statement, ...]
    reworded: tuple[Reworded, ...]
    waiting: tuple[Waiting, ...]
    refused: tuple[RefusedStatement, ...]
    table: TableMeeting


@dataclass(frozen=True)
class Texts:
    invented: Mapping[str, str]
    home: Mapping[str, str]
    ballot: Mapping[str, str]
    ways_in: Mapping[str, str]
    next_steps: tuple[NextStep, ...]


@dataclass(frozen=True)
class ReleasePlan:
    name: str
    note: str
    in_days: int


@dataclass(frozen=True)
class Chapter:
    """`theme` is the slug of a theme of the region."""

    slug: str
    title: str
    theme: str


@dataclass(frozen=True)
class LaterWording:
    """led_by: the short names of what people sent in and was linked by then, which led to it."""

    in_days: int
    text: str
    reason: str
    led_by: tuple[str, ...] = ()


@dataclass(frozen=True)
class Passage:
    """Its first words, and the ones that took their place later."""

    slug: str
    section: str
    text: str
    reason: str
    later: tuple[LaterWording, ...] = ()
    who_acts: str = ""
    kind: str = ""
    # Of an exception: the short name of its principle, why, and in how many days it is looked at again.
    exception_to: str = ""
    motive: str = ""
    review_in_days: int | None = None
    # When it came into the text; None for what was there from the start.
    added_in_days: float | None = None


@dataclass(frozen=True)
class CutPassage:
    """`place`: which of its cuts; `part`: the short name of what comes out of it."""

    in_days: float
    passage: str
    place: int
    part: str
    reason: str


@dataclass(frozen=True)
class JoinedPassage:
    """`other` goes into `passage`."""

    in_days: float
    passage: str
    other: str
    reason: str


@dataclass(frozen=True)
class Vision:
    title: str
    about: str
    written_in_days: int
    releases: tuple[ReleasePlan, ...]
    sections: tuple[Chapter, ...]
    passages: tuple[Passage, ...]
    splits: tuple[CutPassage, ...] = ()
    joins: tuple[JoinedPassage, ...] = ()


@dataclass(frozen=True)
class Check:
    """How somebody judged what the law asks. `passages`: their short names."""

    code: str
    in_days: float
    fulfilment: str
    passages: tuple[str, ...] = ()
    why: str = ""


@dataclass(frozen=True)
class Answer:
    """`wording` is the number of the wording of `passage` that this answer leads to; 1 is the first text."""

    in_days: float
    verdict: str
    heard: str
    why: str
    who_then: str = ""
    passage: str | None = None
    wording: int = 0
    # Promised: who sees to it, and until when.
    owner: str = ""
    due_in_days: int | None = None


@dataclass(frozen=True)
class Refusal:
    in_days: float
    reason: str
    explanation: str


@dataclass(frozen=True)
class Contribution:
    """From one of `who` (a kind of private person), `organisation` or `table` (of that consultation)."""

    slug: str
    in_days: float
    via: str
    kind: str
    outcome: str
    text: str
    who: str | None = None
    organisation: str | None = None
    table: str | None = None
    about: str | None = None
    links: tuple[str, ...] = ()
    withdrawn_in_days: float | None = None
    refusal: Refusal | None = None
    answers: tuple[Answer, ...] = ()


@dataclass(frozen=True)
class Merge:
    of: tuple[str, ...]
    in_days: float
    kind: str
    text: str
    links: tuple[str, ...]
    answers: tuple[Answer, ...]


@dataclass(frozen=True)
class Part:
    text: str
    links: tuple[str, ...] = ()
    answers: tuple[Answer, ...] = ()


@dataclass(frozen=True)
class Split:
    of: str
    in_days: float
    parts: tuple[Part, ...]


@dataclass(frozen=True)
class Finding:
    """A statement of the closed consultation that an editor took along."""

    statement: str
    in_days: float
    links: tuple[str, ...]
    answers: tuple[Answer, ...]


@dataclass(frozen=True)
class Voices:
    contributions: tuple[Contribution, ...]
    merges: tuple[Merge, ...]
    splits: tuple[Split, ...]
    findings: tuple[Finding, ...]


@dataclass(frozen=True)
class Phrase:
    name: str
    text: str


@dataclass(frozen=True)
class PassageDraft:
    """New words that nobody has published. passage: its short name."""

    passage: str
    in_days: int
    text: str
    reason: str


@dataclass(frozen=True)
class Proposed:
    """What somebody proposes for a passage (its short name), for their organisation or council when they have one.
    intent: what is meant to be done with it; decided: that it is done so. No text: the passage lapses."""

    passage: str
    by: str
    reason: str
    text: str = ""
    intent: str = ""
    changed: str = ""
    because: str = ""
    agrees: str = ""
    decided: str = ""
    remark: str = ""


@dataclass(frozen=True)
class OnDesks:
    """n_taken: so many reactions somebody has taken upon them."""

    n_taken: int
    phrases: tuple[Phrase, ...]
    drafts: tuple[PassageDraft, ...]
    proposals: tuple[Proposed, ...]


@dataclass(frozen=True)
class Decided:
    """Who decides about a subject, by its title. passage: the short name of the one that says so."""

    subject: str
    level: str
    holder: str
    ground: str
    since: date
    passage: str = ""


@dataclass(frozen=True)
class Coming:
    """From the next first of January on somebody else decides."""

    subject: str
    level: str
    holder: str
    ground: str
    body: str
    decided_in_days: int
    reason: str


@dataclass(frozen=True)
class Deviating:
    subject: str
    municipality: str
    level: str
    motive: str
    ground: str
    since: date
    body: str = ""
    decided_on: date | None = None
    review_in_days: int | None = None
    ends_in_days: int | None = None


@dataclass(frozen=True)
class Agreed:
    """An agreement, and which municipalities decided what about it; of the others nobody knows yet."""

    subject: str
    in_days: int
    level: str
    holder: str
    text: str
    bound: tuple[str, ...]
    not_yet: tuple[str, ...]
    not_yet_until_in_days: int
    carried_out: bool


@dataclass(frozen=True)
class Register:
    in_days: int
    decided: tuple[Decided, ...]
    coming: tuple[Coming, ...]
    deviating: tuple[Deviating, ...]
    agreed: tuple[Agreed, ...]


@dataclass(frozen=True)
class Wish:
    """What each kind of municipality wants for a subject; ! behind a level: what is far from it is a breekpunt."""

    subject: str
    centre_city: str
    commuter_town: str
    small_rural: str
    integral_subregion: str
    in_deficit: str
    border: str
    because: str = ""


@dataclass(frozen=True)
class Linked:
    """Two subjects that hang together: the first at this level or further, then the second too."""

    subject: str
    level: str
    other: str
    other_level: str
    because: str


@dataclass(frozen=True)
class PutForward:
    """What came out of the closed round and lies before the municipalities."""

    subject: str
    level: str
    holder: str
    text: str
    bound: tuple[str, ...]


@dataclass(frozen=True)
class MandateRound:
    """A round of municipalities. No subjects: all with a wish. saved: who has a concept in one that runs. by_file: who
    filled in a workbook. two_at_once: of which municipality two officials saved from the same page."""

    title: str
    about: str
    visibility: str
    opens_in_days: int
    closes_in_days: int
    subjects: tuple[str, ...] = ()
    saved: tuple[str, ...] = ()
    on_paper: str = ""
    late: str = ""
    by_file: str = ""
    two_at_once: str = ""
    published_in_days: int | None = None
    put_forward: tuple[PutForward, ...] = ()


@dataclass(frozen=True)
class Neighbour:
    """A region beside ours. same, different: a subject of ours and one of its file, as somebody judges them."""

    name: str
    in_days: int
    same: tuple[str, ...]
    different: tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """What lies on the table of the closed round. changed: by subject, another level than in the package of the rule;
    answers: by municipality what it says to the counter-proposal, and why."""

    changed: Mapping[str, str]
    reason: str
    floor_of: str
    floor: int
    floor_because: str
    counter_of: str
    counter_reason: str
    gives_up: str
    gives_up_for: str
    gives_up_too: str
    in_return: str
    given_by: str
    answers: Mapping[str, tuple[str, str]]
    agreed: str
    better: str
    anew_of: str
    anew_from: str
    anew_to: str
    anew_because: str


@dataclass(frozen=True)
class Rounds:
    """officials, kinds, votes: by the short name of a municipality. colleagues: who works beside the official there.
    heavy: by kind, the subjects that weigh most. votes: as in the agreement of the region, by how many people live
    there."""

    officials: Mapping[str, str]
    colleagues: Mapping[str, str]
    votes: Mapping[str, int]
    links: tuple[Linked, ...]
    kinds: Mapping[str, str]
    heavy: Mapping[str, Sequence[str]]
    closed: MandateRound
    open: MandateRound
    neighbour: Neighbour
    table: Table
    wishes: tuple[Wish, ...]


@dataclass(frozen=True)
class StepNoted:
    """What came of a step of one municipality."""

    municipality: str
    aim: str
    outcome: str
    in_days: int
    text: str = ""


@dataclass(frozen=True)
class PaperPlan:
    """An amendment, a motion or a promise in one council."""

    municipality: str
    kind: str
    title: str
    text: str
    in_days: int
    owner: str = ""
    passage: str = ""
    due_in_days: int | None = None
    # Of a point of advice: who gave it, and the answer when there is one.
    body: str = ""
    answer: str = ""
    why: str = ""


@dataclass(frozen=True)
class DecidedText:
    """A short text about which all councils decided: one in other words, one not at all, and one got a promise."""

    title: str
    about: str
    chapter: str
    passages: tuple[str, ...]
    release: str
    in_days: int
    decided_in_days: int
    rejected_by: str
    rejected_because: str
    amended_by: str
    amended_passage: int
    amendment_title: str
    amendment: str
    promised_by: str
    promise_title: str
    promise: str
    promised_before_in_days: int


@dataclass(frozen=True)
class Councils:
    """How the text goes along the councils. wanted_after: so many days after the last evening that is known."""

    in_days: int
    wanted_after: int
    outcomes: tuple[StepNoted, ...]
    papers: tuple[PaperPlan, ...]
    decided: DecidedText


@dataclass(frozen=True)
class MeasurePlan:
    """A measure of the plan. takes: year, euros and hours. of: what it belongs to."""

    slug: str
    title: str
    owner: str
    level: str
    theme: str
    about: str = ""
    result: str = ""
    measured_by: str = ""
    state: str = ""
    is_statutory: bool = False
    ground: str = ""
    earliest_year: int | None = None
    latest_year: int | None = None
    takes: Sequence[Sequence[int]] = ()
    smaller: str = ""
    smaller_about: str = ""
    smaller_takes: Sequence[Sequence[int]] = ()
    needs: Sequence[str] = ()
    one_of: str = ""
    of: Sequence[str] = ()
    # Of each who scores: what they give by each criterion.
    scores: Sequence[str] = ()


@dataclass(frozen=True)
class VariantPlan:
    """Another way over the years. begins: by year, the measures that begin then; smaller: those of them that are done
    smaller."""

    name: str
    in_days: int
    begins: Mapping[str, Sequence[str]]
    smaller: Sequence[str] = ()


@dataclass(frozen=True)
class ToldPlan:
    """How a measure goes. corrects: it tells better what was told last."""

    measure: str
    who: str
    in_days: int
    pace: str
    done: str = ""
    late: str = ""
    needed: str = ""
    expected_year: int | None = None
    corrects: bool = False


@dataclass(frozen=True)
class IndicatorPlan:
    """What is measured of a measure. figures: period, value, and where there is one a note and why it breaks."""

    measure: str
    name: str
    unit: str
    direction: str
    every: str
    source: str
    figures: Sequence[Sequence[str]]
    target: int | None = None
    target_year: int | None = None
    counts_people: bool = False


@dataclass(frozen=True)
class ExecutionPlan:
    title: str
    about: str
    first_year: int
    last_year: int
    in_days: int
    scored_in_days: int
    scorers: Sequence[str]
    capacity: Mapping[str, Sequence[int]]
    # What was begun already, in so many days, and why; and how often it is asked how it goes.
    begun: Sequence[str]
    begun_in_days: int
    begun_because: str
    asked_every: int
    measures: tuple[MeasurePlan, ...]
    progress: tuple[ToldPlan, ...]
    indicators: tuple[IndicatorPlan, ...]
    variants: tuple[VariantPlan, ...] = ()


@dataclass(frozen=True)
class MilestonePlan:
    """A day of an agreement. first: what must be ready, by whom and by when."""

    kind: str
    on: date
    name: str = ""
    state: str = ""
    moved_from: date | None = None
    reason: str = ""
    public_from: date | None = None
    first: Sequence[Sequence[str]] = ()


@dataclass(frozen=True)
class AgreementPlan:
    """What is agreed with providers. extensions: months, the day to decide, how it stands. waiting: measures."""

    title: str
    kind: str
    theme: str
    about: str
    parties: Sequence[str]
    owner: str
    from_on: date
    until_on: date
    milestones: tuple[MilestonePlan, ...]
    notice_months: int | None = None
    public_from: date | None = None
    extensions: Sequence[tuple[int, date, str]] = ()
    waiting: Sequence[str] = ()


@dataclass(frozen=True)
class SecondmentPlan:
    owner: str
    to: str
    role: str
    hours: int
    from_on: date
    measure: str
    until_on: date | None = None
    agreement: str = ""


@dataclass(frozen=True)
class Agreements:
    in_days: int
    agreements: tuple[AgreementPlan, ...]
    secondments: tuple[SecondmentPlan, ...]


@dataclass(frozen=True)
class ChoicePlan:
    """A round of choosing. ballots: how each came in, who gave it, which kind of party, and what was chosen."""

    title: str
    question: str
    form: str
    points: int
    opens_in_days: float
    open_days: int
    agreed_by: str
    shares: Mapping[str, int]
    ballots: Sequence[Sequence[str]]
    at_least: int = 0
    cap: int | None = None
    # Earlier than its day. None: it is still open.
    closed_in_days: float | None = None
    # When it was told what came out, and when which body decided; where that differs: measure, what instead, and why.
    told_in_days: float | None = None
    decided_in_days: float | None = None
    body: str = ""
    departures: Sequence[Sequence[str]] = ()


@dataclass(frozen=True)
class Content:
    region: Region
    organisations: tuple[Organisation, ...]
    people: tuple[Person, ...]
    closed: Consultation
    running: Consultation
    vision: Vision
    checks: tuple[Check, ...]
    voices: Voices
    desks: OnDesks
    register: Register
    rounds: Rounds
    councils: Councils
    plan: ExecutionPlan
    agreements: Agreements
    choices: tuple[ChoicePlan, ...]
    texts: Texts


class BadContent(Refused):
    """A file of the example region does not fit; the message says which part."""


def read_content(folder: Path = FOLDER) -> Content:
    """Reads the whole example region. An unknown or missing field raises `BadContent`."""
    return Content(
        region=_region(_load(folder, "region.toml")),
        organisations=_many(Organisation, _load(folder, "organisations.toml")["organisations"]),
        people=_many(Person, _load(folder, "people.toml")["people"]),
        closed=_consultation(_load(folder, "consultation-closed.toml")),
        running=_consultation(_load(folder, "consultation-running.toml")),
        vision=_vision(_load(folder, "vision.toml")),
        checks=_many(Check, _load(folder, "checks.toml")["checks"]),
        voices=_voices(_load(folder, "contributions.toml")),
        desks=_desks(_load(folder, "desk.toml")),
        register=_register(_load(folder, "register.toml")),
        rounds=_rounds(_load(folder, "rounds.toml")),
        councils=_councils(_load(folder, "councils.toml")),
        plan=_plan(_load(folder, "plan.toml")),
        agreements=_agreements(_load(folder, "agreements.toml")),
        choices=_many(ChoicePlan, _load(folder, "choices.toml")["rounds"]),
        texts=_texts(_load(folder, "texts.toml")),
    )


def logo_of(slug: str) -> bytes | None:
    """The picture of a municipality, as somebody would send it."""
    path = FOLDER / "logos" / f"{slug}.png"
    return path.read_bytes() if path.exists() else None


def file_of_neighbour() -> bytes:
    """As another region would send it."""
    return (FOLDER / "neighbour.yaml").read_bytes()


def _load(folder: Path, name: str) -> dict[str, Any]:
    return tomllib.loads((folder / name).read_text(encoding="utf-8"))


def _one(kind: type[T], row: Mapping[str, Any]) -> T:
    try:
        return kind(**row)
    except TypeError as fault:
        raise BadContent(f"{kind.__name__}: {fault} in {dict(row)}") from fault


def _many(kind: type[T], rows: list[dict[str, Any]]) -> tuple[T, ...]:
    return tuple(_one(kind, row) for row in rows)


def _region(row: dict[str, Any]) -> Region:
    parts = {
        "about": tuple(row["about"]),
        "contact": _one(Contact, row["contact"]),
        "responsible": _one(Responsible, row["responsible"]),
        "subregions": _many(SubRegion, row["subregions"]),
        "municipalities": _many(Municipality, row["municipalities"]),
        "steps": _many(Step, row["steps"]),
        "themes": _many(Theme, row["themes"]),
        "levels": _many(Level, row["levels"]),
    }
    return _one(Region, row | parts)


def _consultation(row: dict[str, Any]) -> Consultation:
    parts = {
        "introduction": tuple(row["introduction"]),
        "fixed": _many(Fixed, row["fixed"]),
        "open": _many(Open, row["open"]),
        "next_steps": _many(NextStep, row["next_steps"]),
        "simulation": _simulation(row["simulation"]),
        "statements": tuple(_statement(statement) for statement in row["statements"]),
        "reworded": tuple(_one(Reworded, old | {"odds": _odds(old["odds"])}) for old in row["reworded"]),
        "waiting": _many(Waiting, row.get("waiting", [])),
        "refused": _many(RefusedStatement, row["refused"]),
        "table": _table(row["table"]),
    }
    return _one(Consultation, row | parts)


def _simulation(row: dict[str, Any]) -> Simulation:
    parts = {
        "groups": tuple(row["groups"]),
        "people": MappingProxyType(row["people"]),
        "mix": _frozen(row["mix"]),
        "lean": _frozen(row["lean"]),
    }
    return _one(Simulation, row | parts)


def _frozen(table: dict[str, dict[str, float]]) -> Mapping[str, Mapping[str, float]]:
    return MappingProxyType({name: MappingProxyType(row) for name, row in table.items()})


def _statement(row: dict[str, Any]) -> Statement:
    odds = MappingProxyType({group: _odds(row["odds"][group]) for group in row["odds"]})
    return _one(Statement, row | {"odds": odds})


def _odds(three: list[float]) -> Odds:
    if len(three) != 3:
        raise BadContent(f"Odds need three numbers (agree, disagree, unsure), not {three}")
    return Odds(*three)


def _table(row: dict[str, Any]) -> TableMeeting:
    statements = tuple(row["statements"])
    ballots = tuple(_ballot(ballot, statements) for ballot in row["ballots"])
    return _one(TableMeeting, row | {"statements": statements, "ballots": ballots})


def _ballot(row: dict[str, Any], statements: tuple[str, ...]) -> Ballot:
    letters = row["answers"]
    if len(letters) != len(statements) or set(letters) - {".", *LETTERS}:
        raise BadContent(f"Ballot {row['number']} needs e, o, w or . for each of {len(statements)} statements")
    pairs = zip(statements, letters, strict=True)
    answers = {statement: LETTERS[letter] for statement, letter in pairs if letter != "."}
    return _one(Ballot, row | {"answers": MappingProxyType(answers)})


def _vision(row: dict[str, Any]) -> Vision:
    passages = tuple(
        _one(Passage, passage | {"later": _many(LaterWording, passage.get("later", []))}) for passage in row["passages"]
    )
    parts = {
        "releases": _many(ReleasePlan, row["releases"]),
        "sections": _many(Chapter, row["sections"]),
        "passages": passages,
        "splits": _many(CutPassage, row["splits"]),
        "joins": _many(JoinedPassage, row["joins"]),
    }
    return _one(Vision, row | parts)


def _voices(row: dict[str, Any]) -> Voices:
    parts = {
        "contributions": tuple(_contribution(one) for one in row["contributions"]),
        "merges": tuple(_answered(Merge, one | {"of": tuple(one["of"])}) for one in row["merges"]),
        "splits": tuple(
            _one(Split, one | {"parts": tuple(_answered(Part, part) for part in one["parts"])}) for one in row["splits"]
        ),
        "findings": tuple(_answered(Finding, one) for one in row["findings"]),
    }
    return _one(Voices, row | parts)


def _desks(row: dict[str, Any]) -> OnDesks:
    parts = {"phrases": _many(Phrase, row["phrases"]), "drafts": _many(PassageDraft, row["drafts"])}
    return _one(OnDesks, row | parts | {"proposals": _many(Proposed, row["proposals"])})


def _register(row: dict[str, Any]) -> Register:
    parts = {
        "decided": _many(Decided, row["decided"]),
        "coming": _many(Coming, row["coming"]),
        "deviating": _many(Deviating, row["deviating"]),
        "agreed": tuple(
            _one(Agreed, one | {"bound": tuple(one["bound"]), "not_yet": tuple(one["not_yet"])})
            for one in row["agreed"]
        ),
    }
    return _one(Register, row | parts)


def _rounds(row: dict[str, Any]) -> Rounds:
    parts: dict[str, Any] = {name: _mandate_round(row[name]) for name in ("closed", "open")}
    parts["neighbour"] = _one(Neighbour, row["neighbour"])
    parts["table"] = _one(Table, row["table"])
    parts |= {"wishes": _many(Wish, row["wishes"]), "links": _many(Linked, row["links"])}
    return _one(Rounds, row | parts)


def _mandate_round(row: dict[str, Any]) -> MandateRound:
    put = tuple(_one(PutForward, one | {"bound": tuple(one["bound"])}) for one in row.get("put_forward", ()))
    return _one(MandateRound, row | {"put_forward": put})


def _plan(data: Mapping[str, Any]) -> ExecutionPlan:
    kinds: dict[str, type[Any]] = {"measures": MeasurePlan, "variants": VariantPlan}
    kinds |= {"progress": ToldPlan, "indicators": IndicatorPlan}
    return _one(ExecutionPlan, {**data, **{name: _many(kind, data[name]) for name, kind in kinds.items()}})


def _agreements(data: dict[str, Any]) -> Agreements:
    made = [{**one, "milestones": _many(MilestonePlan, one["milestones"])} for one in data["agreements"]]
    parts = {"agreements": _many(AgreementPlan, made), "secondments": _many(SecondmentPlan, data["secondments"])}
    return _one(Agreements, data | parts)


def _councils(row: dict[str, Any]) -> Councils:
    parts = {"outcomes": _many(StepNoted, row["outcomes"]), "papers": _many(PaperPlan, row["papers"])}
    decided = _one(DecidedText, row["decided"] | {"passages": tuple(row["decided"]["passages"])})
    return _one(Councils, row | parts | {"decided": decided})


def _contribution(row: dict[str, Any]) -> Contribution:
    if sum(name in row for name in ("who", "organisation", "table")) != 1:
        raise BadContent(f"Contribution {row.get('slug')} needs one sender: who, organisation or table")
    refusal = _one(Refusal, row["refusal"]) if "refusal" in row else None
    return _answered(Contribution, row | {"refusal": refusal})


def _answered(kind: type[T], row: dict[str, Any]) -> T:
    return _one(kind, row | {"links": tuple(row.get("links", ())), "answers": _many(Answer, row.get("answers", []))})


def _texts(row: dict[str, Any]) -> Texts:
    named = {part: MappingProxyType(row[part]) for part in ("invented", "home", "ballot", "ways_in")}
    return _one(Texts, row | named | {"next_steps": _many(NextStep, row["next_steps"])})
