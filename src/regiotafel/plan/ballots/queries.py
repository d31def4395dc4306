"""Rounds of choosing, who may give in them, and what was given."""

import hashlib
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from django.db.models import Count, QuerySet

from regiotafel.people.models import User
from regiotafel.plan.ballots.rules import (
    FOR_MUNICIPALITY,
    KIND_OF,
    Behalf,
    Known,
    counts,
    scores,
    weights,
)
from regiotafel.plan.making.queries import capacity_of
from regiotafel.plan.models import (
    Ballot,
    Candidate,
    CandidatePart,
    ChoiceForm,
    ChoiceRound,
    Effort,
    Measure,
    MeasureState,
    PartyKind,
    Plan,
    Scarce,
    Share,
    Size,
)
from regiotafel.plan.queries import measures_of
from regiotafel.plan.rules import CHOSEN
from regiotafel.regions.models import Municipality, Organisation, Role
from regiotafel.regions.permissions import Standing
from regiotafel.text.folding import fold_name

FEW = 5


def rounds_of(plan: Plan) -> QuerySet[ChoiceRound]:
    return ChoiceRound.objects.filter(plan=plan).order_by("-number")


def round_in(plan: Plan, number: int) -> ChoiceRound | None:
    found = ChoiceRound.objects.filter(plan=plan, number=number).first()
    if found is not None:
        found.plan = plan
    return found


def is_round_title_taken(plan: Plan, title: str, but: ChoiceRound | None = None) -> bool:
    same = ChoiceRound.objects.filter(plan=plan, once=fold_name(title))
    return (same.exclude(pk=but.pk) if but else same).exists()


def shares_of(round: ChoiceRound) -> dict[str, int]:
    """By kind of party, in the order in which they are always named. One query."""
    there = dict(Share.objects.filter(round=round).values_list("kind", "share"))
    return {kind: there.get(kind, 0) for kind in PartyKind.values}


def candidates_of(round: ChoiceRound) -> QuerySet[Candidate]:
    """All, also what is not on the form."""
    rows = Candidate.objects.filter(round=round)
    return rows.select_related("measure__municipality", "measure__organisation").order_by("position")


def on_form(round: ChoiceRound) -> QuerySet[Candidate]:
    return candidates_of(round).filter(part=CandidatePart.CHOICE)


def positions_of(round: ChoiceRound) -> list[int]:
    rows = Candidate.objects.filter(round=round, part=CandidatePart.CHOICE)
    return list(rows.order_by("position").values_list("position", flat=True))


# --- What is written down when a round opens


@dataclass(frozen=True)
class Frozen:
    """A candidate as it is when the round opens."""

    measure: Measure
    part: CandidatePart
    title: str
    takes: Sequence[Sequence[int]]
    size: Size | None = None


def to_freeze(round: ChoiceRound) -> list[Frozen]:
    """What stands on the form, in the order of the numbers of measures; then the smaller sizes of these, what the law
    asks for and what was chosen before. Four queries."""
    plan = round.plan
    every = list(measures_of(plan))
    wanted = set(Candidate.objects.filter(round=round).values_list("measure_id", flat=True))
    takes: dict[tuple[int, int | None], list[list[int]]] = {}
    for effort in Effort.objects.filter(measure__plan=plan).order_by("year"):
        if effort.money or effort.hours:
            row = [effort.year, effort.money, effort.hours]
            takes.setdefault((effort.measure_id, effort.size_id), []).append(row)
    chosen = [one for one in every if one.pk in wanted]
    found = [_frozen(one, CandidatePart.CHOICE, takes) for one in chosen]
    for size in Size.objects.filter(measure__in=chosen).select_related("measure").order_by("measure__number", "pk"):
        title = f"{size.measure.title} ({size.name})"
        found.append(
            Frozen(size.measure, CandidatePart.SMALLER, title, takes.get((size.measure_id, size.pk), []), size)
        )
    for one in every:
        if one.pk in wanted:
            continue
        if one.state in CHOSEN and one.state != MeasureState.DONE:
            found.append(_frozen(one, CandidatePart.CHOSEN, takes))
        elif one.is_statutory and one.state == MeasureState.PROPOSED:
            found.append(_frozen(one, CandidatePart.STATUTORY, takes))
    return found


def _frozen(measure: Measure, part: CandidatePart, takes: Mapping[tuple[int, int | None], list[list[int]]]) -> Frozen:
    return Frozen(measure, part, measure.title, takes.get((measure.pk, None), []))


def capacity_now(plan: Plan) -> dict[str, list[int]]:
    """As a round keeps it."""
    return {str(year): list(amount) for year, amount in capacity_of(plan).items()}


# --- Who can give


def behalves(standings: Collection[Standing]) -> list[Behalf]:
    """For whom somebody can give: their own municipalities and organisations, and themselves as a resident. One query
    at most."""
    held = {one.organisation_id for one in standings if one.role == Role.ORGANISATION_MEMBER and one.organisation_id}
    kinds = dict(Organisation.objects.filter(pk__in=held).values_list("pk", "kind")) if held else {}
    own = {one.municipality_id for one in standings if one.role in FOR_MUNICIPALITY and one.municipality_id}
    found = [Behalf(PartyKind.MUNICIPALITIES, municipality_id=pk) for pk in sorted(own)]
    found += [Behalf(KIND_OF.get(kinds[pk]), organisation_id=pk) for pk in sorted(kinds)]
    if any(one.role == Role.RESIDENT for one in standings):
        found.append(Behalf(PartyKind.RESIDENTS))
    return found


def party_of(behalf: Behalf) -> Municipality | Organisation | None:
    if behalf.municipality_id:
        return Municipality.objects.filter(pk=behalf.municipality_id).first()
    return Organisation.objects.filter(pk=behalf.organisation_id).first() if behalf.organisation_id else None


def newest(round: ChoiceRound) -> QuerySet[Ballot]:
    """What holds, of each giver."""
    return Ballot.objects.filter(round=round, is_newest=True, void_reason="")


def ballot_of(round: ChoiceRound, behalf: Behalf, user: User | None) -> Ballot | None:
    """What holds of this party; or of this person for themselves."""
    rows = newest(round).select_related("by", "municipality", "organisation")
    if behalf.municipality_id or behalf.organisation_id:
        rows = rows.filter(municipality=behalf.municipality_id, organisation=behalf.organisation_id)
    else:
        rows = rows.filter(municipality=None, organisation=None, channel="site", by=user)
        if user is None:
            return None
    found = rows.first()
    if found is not None:
        found.round = round
    return found


def known_in(round: ChoiceRound, channel: str) -> Known:
    """Three queries."""
    rows = newest(round)
    with_party = rows.exclude(municipality=None, organisation=None)
    return Known(
        positions=positions_of(round),
        shares=shares_of(round),
        ids=set(rows.filter(channel=channel).values_list("outside_id", flat=True)),
        parties=set(with_party.values_list("municipality", "organisation")),
    )


def n_by_kind(round: ChoiceRound) -> dict[str, int]:
    """How many ballots of each kind count. Never shown below five while the round is open. One query; of fours, which
    can be begun without saying anything, it reads them."""
    if round.form == ChoiceForm.FOUR:
        found: dict[str, int] = {}
        for kind, said, is_blank in newest(round).values_list("kind", "said", "is_blank"):
            if counts(round.form, said, is_blank=is_blank):
                found[kind] = found.get(kind, 0) + 1
        return found
    return dict(newest(round).order_by().values_list("kind").annotate(n=Count("pk")))


def code_of_ballots(round: ChoiceRound) -> str:
    """Of everything that was given, to be held against it later. Nothing can be tried against it: the salt is never
    shown. One query."""
    code = hashlib.sha256(round.salt.encode())
    fields = ("giver", "number", "kind", "municipality", "organisation", "channel", "outside_id", "said", "is_blank")
    rows = Ballot.objects.filter(round=round).order_by("giver", "number")
    for row in rows.values_list(*fields, "void_reason"):
        code.update(repr(row).encode())
    return code.hexdigest()


# --- What the rules are asked about


@dataclass(frozen=True)
class Entry:
    """A candidate, for the rules. key: as text in the order of numbers. costs: of what is scarce, by year;
    smaller_than: the key of the whole measure."""

    key: str
    candidate: Candidate
    costs: Mapping[int, int]
    smaller_than: str = ""

    @property
    def cost(self) -> int:
        return sum(self.costs.values())

    @property
    def is_statutory(self) -> bool:
        return self.candidate.part == CandidatePart.STATUTORY

    @property
    def is_done(self) -> bool:
        return self.candidate.part == CandidatePart.CHOSEN


@dataclass(frozen=True)
class Given:
    """So many givers of one kind with exactly these scores, by key. None: blank."""

    kind: str
    scores: Mapping[str, int]
    n: int


@dataclass(frozen=True)
class Ballots:
    """All that the rules need of a closed round. capacity: by year, what there is of what is scarce; a year that is
    missing has no sum; free: what is left of it after what was chosen before. weight: of one ballot of a kind, by rules
    without shares."""

    round: ChoiceRound
    entries: Sequence[Entry]
    given: Sequence[Given]
    shares: Mapping[str, int]
    capacity: Mapping[int, int]
    only_one: Sequence[frozenset[str]]
    n_by_kind: Mapping[str, int] = field(default_factory=dict)

    @property
    def n_ballots(self) -> int:
        return sum(one.n for one in self.given)

    @property
    def n_blank(self) -> int:
        return sum(one.n for one in self.given if not one.scores)

    @property
    def done(self) -> frozenset[str]:
        return frozenset(one.key for one in self.entries if one.is_done)

    @property
    def free(self) -> dict[int, int]:
        """By year, without what was chosen before; it can be below 0."""
        found = dict(self.capacity)
        for one in self.entries:
            for year, cost in one.costs.items() if one.is_done else ():
                if year in found:
                    found[year] -= cost
        return found

    @property
    def weight(self) -> dict[str, object]:
        return dict(weights(self.n_by_kind, self.round.cap))


def election(round: ChoiceRound) -> Ballots:
    """As it was frozen, with the ballots grouped. Three queries, however many there are."""
    at = 1 if round.scarce == Scarce.MONEY else 2
    rows = list(candidates_of(round).select_related("measure__municipality", "measure__organisation", "one_of"))
    entries = list(_entries(rows, at))
    keys = {one.candidate.position: one.key for one in entries}
    groups: dict[int, set[str]] = {}
    for one in entries:
        if one.candidate.one_of_id is not None and not one.smaller_than:
            groups.setdefault(one.candidate.one_of_id, set()).add(one.key)
    given = _grouped(round, keys)
    n_by_kind: dict[str, int] = {}
    for some in given:
        n_by_kind[some.kind] = n_by_kind.get(some.kind, 0) + some.n
    return Ballots(
        round=round,
        entries=entries,
        given=given,
        shares=shares_of(round),
        capacity={int(year): amounts[at - 1] for year, amounts in round.capacity.items()},
        only_one=[frozenset(some) for some in groups.values() if len(some) > 1],
        n_by_kind=n_by_kind,
    )


def _entries(rows: Iterable[Candidate], at: int) -> Iterator[Entry]:
    n_sizes: dict[int, int] = {}
    for row in rows:
        key, whole = f"{row.measure.number:06}", ""
        if row.size_id is not None:
            n_sizes[row.measure_id] = n_sizes.get(row.measure_id, 0) + 1
            key, whole = f"{key}-{n_sizes[row.measure_id]:02}", key
        yield Entry(key, row, {one[0]: one[at] for one in row.takes if one[at]}, whole)


def _grouped(round: ChoiceRound, keys: Mapping[int, str]) -> list[Given]:
    found: dict[tuple[str, tuple[tuple[str, int], ...]], int] = {}
    form, points = round.form, round.points
    for kind, said, is_blank in newest(round).values_list("kind", "said", "is_blank"):
        if not counts(form, said, is_blank=is_blank):
            continue
        scored = sorted((keys[position], score) for position, score in scores(form, points, said).items())
        group = (kind, tuple(scored))
        found[group] = found.get(group, 0) + 1
    return [Given(kind, dict(scored), n) for (kind, scored), n in sorted(found.items())]
