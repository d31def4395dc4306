"""Rounds of choosing, who may give in them, and what was given."""

import hashlib
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Count, Q, QuerySet

from regiotafel.people.models import User
from regiotafel.plan.ballots.rules import (
    FOR_MUNICIPALITY,
    KIND_OF,
    Behalf,
    Takes,
    counts,
    fours,
    has_changed,
    is_choice_seen,
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
    PlanState,
    Scarce,
    Share,
    Size,
)
from regiotafel.plan.queries import measures_of, takes_by_size
from regiotafel.plan.rules import CHOSEN, Amount, key_of
from regiotafel.regions.models import Membership, Municipality, Organisation, Region, Role
from regiotafel.regions.permissions import Standing
from regiotafel.text.folding import fold_name
from regiotafel.thread.linking.queries import confirmed
from regiotafel.thread.models import Knot

FEW = 5


def rounds_of(plan: Plan) -> QuerySet[ChoiceRound]:
    return ChoiceRound.objects.filter(plan=plan).order_by("-number")


def rounds_seen(plan: Plan, standings: Collection[Standing], now: datetime) -> list[ChoiceRound]:
    """The newest first; who asks sees them in the state that they have."""
    found = list(rounds_of(plan))
    for one in found:
        one.plan = plan
    return [one for one in found if is_choice_seen(one, standings, now)]


def rounds_open(now: datetime) -> QuerySet[ChoiceRound]:
    """In all regions."""
    rows = ChoiceRound.objects.filter(opened_at__isnull=False, stopped_at__isnull=True, closes_at__gt=now)
    return rows.select_related("plan__region").order_by("pk")


def choice_rounds_told(region: Region) -> QuerySet[ChoiceRound]:
    """That everybody reads: from the opening on, of plans that are public. The newest first."""
    rows = ChoiceRound.objects.filter(plan__region=region, opened_at__isnull=False).exclude(plan__state=PlanState.DRAFT)
    return rows.select_related("plan").order_by("-plan_id", "-number")


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


# --- What a reader sees of a round


@dataclass(frozen=True)
class Option:
    """A candidate as somebody reads it who chooses. takes: over all years; years: the first and the last. origins: what
    everybody reads and hangs on it. changed: its measure is another now."""

    candidate: Candidate
    takes: Amount
    years: tuple[int, int] | None
    origins: Sequence[Knot] = ()
    changed: bool = False

    @property
    def measure(self) -> Measure:
        return self.candidate.measure


def options_of(round: ChoiceRound, part: CandidatePart = CandidatePart.CHOICE) -> list[Option]:
    """What stands on the form, as it was frozen; of a round that is prepared as it is now. As many queries however many
    there are."""
    if round.opened_at is None:
        rows = [
            Candidate(
                round=round,
                measure=one.measure,
                position=position,
                part=one.part,
                title=one.title,
                takes=one.takes,
            )
            for position, one in enumerate(to_freeze(round), start=1)
        ]
        rows, changed = [one for one in rows if one.part == part], set[int]()
    else:
        rows = list(candidates_of(round).filter(part=part))
        changed = changed_in(rows)
    origins = _origins([one.measure for one in rows], round.plan)
    return [
        Option(
            candidate=one,
            takes=Amount(sum(row[1] for row in one.takes), sum(row[2] for row in one.takes)),
            years=(one.takes[0][0], one.takes[-1][0]) if one.takes else None,
            origins=origins.get(one.measure.knot_id, ()),
            changed=one.measure_id in changed,
        )
        for one in rows
    ]


def unasked_parts(round: ChoiceRound) -> dict[str, list[Option]]:
    """What is in the sum and on no form: what the law asks for, and what was chosen before."""
    if round.opened_at is None:
        return {}
    parts = {"statutory": CandidatePart.STATUTORY, "chosen": CandidatePart.CHOSEN}
    return {name: found for name, part in parts.items() if (found := options_of(round, part))}


def _origins(measures: Iterable[Measure], plan: Plan) -> dict[int, list[Knot]]:
    """By the knot of a measure, what everybody reads and hangs on it. One query."""
    own = {one.knot_id for one in measures}
    found: dict[int, list[Knot]] = {}
    for link in confirmed().filter(Q(from_knot__in=own) | Q(to_knot__in=own)).order_by("pk"):
        for near, far in ((link.from_knot, link.to_knot), (link.to_knot, link.from_knot)):
            if near.pk in own and far.is_public:
                far.region = plan.region
                found.setdefault(near.pk, []).append(far)
    return found


@dataclass(frozen=True)
class KindRow:
    """One kind of party: its share, and how many ballots it gave. None: fewer than five; while it is open also none."""

    kind: PartyKind
    share: int
    n: int | None


def kind_rows(round: ChoiceRound, *, is_open: bool) -> list[KindRow]:
    """Two queries."""
    n, least = n_by_kind(round), 0 if is_open else 1
    return [
        KindRow(PartyKind(kind), share, None if least <= n.get(kind, 0) < FEW else n.get(kind, 0))
        for kind, share in shares_of(round).items()
    ]


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
    takes = _takes(Effort.objects.filter(measure__plan=plan))
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


def _takes(efforts: QuerySet[Effort]) -> dict[tuple[int, int | None], Takes]:
    """By measure and size, as a round keeps it. One query."""
    found = takes_by_size(efforts)
    return {key: [[year, *amount] for year, amount in takes.items()] for key, takes in found.items()}


def changed_in(candidates: Iterable[Candidate]) -> set[int]:
    """The keys of the measures that are others than when they were frozen. One query."""
    whole = [one for one in candidates if one.size_id is None]
    takes = _takes(Effort.objects.filter(measure__in=[one.measure_id for one in whole], size__isnull=True))
    return {one.measure_id for one in whole if has_changed(one, takes.get((one.measure_id, None), []))}


def _frozen(measure: Measure, part: CandidatePart, takes: Mapping[tuple[int, int | None], Takes]) -> Frozen:
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


def names_of(behalves: Iterable[Behalf]) -> dict[Behalf, str]:
    """What each is called; empty: themselves. Two queries at most."""
    asked = list(behalves)
    places = {one.municipality_id for one in asked if one.municipality_id}
    parties = {one.organisation_id for one in asked if one.organisation_id}
    of_place = dict(Municipality.objects.filter(pk__in=places).values_list("pk", "name")) if places else {}
    of_party = dict(Organisation.objects.filter(pk__in=parties).values_list("pk", "name")) if parties else {}
    return {
        one: of_place.get(one.municipality_id or 0, "") or of_party.get(one.organisation_id or 0, "") for one in asked
    }


@dataclass(frozen=True)
class OwnBallot:
    """For whom somebody can give, what that is called, and what they gave."""

    behalf: Behalf
    name: str
    ballot: Ballot | None
    is_asked: bool

    @property
    def has_given(self) -> bool:
        one = self.ballot
        return one is not None and counts(one.round.form, one.said, is_blank=one.is_blank)


def own_ballots(round: ChoiceRound, standings: Collection[Standing], user: User | None) -> list[OwnBallot]:
    """Of everybody for whom this person can give. Some six queries."""
    mine = behalves(standings) if user else []
    if not mine:
        return []
    names, shares = names_of(mine), shares_of(round)
    return [
        OwnBallot(one, names[one], ballot_of(round, one, user), bool(one.kind and shares.get(one.kind))) for one in mine
    ]


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


def history_of(ballot: Ballot | None) -> list[Ballot]:
    """What this giver sent before, and when; the newest first."""
    if ballot is None:
        return []
    rows = Ballot.objects.filter(round=ballot.round, giver=ballot.giver).select_related("by")
    return list(rows.order_by("-number"))


def four_at(round: ChoiceRound, ballot: Ballot, step: int) -> list[Option]:
    """The four that this giver sees then."""
    found = {one.candidate.position: one for one in options_of(round)}
    return [found[one] for one in fours(list(found), step, salt=round.salt, giver=ballot.giver)[step - 1]]


# --- Who still can


@dataclass(frozen=True)
class Waiting:
    """A party that can give and did not, with where its letters go."""

    party: Municipality | Organisation
    behalf: Behalf
    addresses: Sequence[str]


def waiting_parties(round: ChoiceRound) -> list[Waiting]:
    """Municipalities and organisations with somebody who can give for them, that gave nothing. Three queries."""
    shares, region = shares_of(round), round.plan.region_id
    rows = Membership.objects.filter(
        Q(role__in=FOR_MUNICIPALITY, municipality__isnull=False)
        | Q(role=Role.ORGANISATION_MEMBER, organisation__isnull=False),
        region=region,
        user__is_active=True,
    )
    people: dict[Behalf, tuple[Municipality | Organisation, list[str]]] = {}
    for one in rows.select_related("municipality", "organisation", "user").order_by("user__email"):
        party = one.municipality or one.organisation
        if party is None:
            continue
        if isinstance(party, Municipality):
            behalf = Behalf(PartyKind.MUNICIPALITIES, municipality_id=party.pk)
        else:
            behalf = Behalf(KIND_OF.get(party.kind), organisation_id=party.pk)
        if behalf.kind and shares.get(behalf.kind):
            people.setdefault(behalf, (party, []))[1].append(one.user.email)
    given = set(_parties_with_ballot(round))
    found = [
        Waiting(party, behalf, addresses)
        for behalf, (party, addresses) in people.items()
        if (behalf.municipality_id, behalf.organisation_id) not in given
    ]
    return sorted(found, key=lambda one: one.party.in_order)


def _parties_with_ballot(round: ChoiceRound) -> Iterator[tuple[int | None, int | None]]:
    rows = newest(round).exclude(municipality=None, organisation=None)
    fields = ("municipality", "organisation", "said", "is_blank")
    for municipality, organisation, said, is_blank in rows.values_list(*fields):
        if counts(round.form, said, is_blank=is_blank):
            yield municipality, organisation


def to_give(region: Region, standings: Collection[Standing], now: datetime) -> list[tuple[ChoiceRound, int]]:
    """Of each round that is open there, for how many municipalities and organisations this person can still choose: for
    the desk. One query when none is open."""
    found = []
    for round in rounds_open(now).filter(plan__region=region):
        shares, given = shares_of(round), set(_parties_with_ballot(round))
        mine = [(one.kind, one.municipality_id, one.organisation_id) for one in behalves(standings)]
        n = sum(1 for kind, *party in mine if any(party) and shares.get(kind or "") and tuple(party) not in given)
        if n:
            found.append((round, n))
    return found


def n_by_kind(round: ChoiceRound) -> dict[str, int]:
    """How many ballots of each kind count. Never shown below five. One query; of fours, which can be begun
    without saying anything, it reads them."""
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
        key, whole = key_of(row.measure.number), ""
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
