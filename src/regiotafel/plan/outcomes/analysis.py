"""What comes out of a round of choosing, by each rule: the door to `engine.priorities` for outcomes.

What is asked has the shape of the file that `regiotafel prioritise` reads (`formats.plan.Plan`), so that everybody with
that file can come to the same outcome.
"""

import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from msgspec import structs

from regiotafel.engine import priorities
from regiotafel.engine.priorities import Ballot, Election, Explanation, Inside, Measure, Outcome, Outside
from regiotafel.formats.plan import Plan
from regiotafel.plan.outcomes.rules import (
    SMALLEST_GROUP,
    TOGETHER,
    Answer,
    Judged,
    KindTold,
    YearTold,
    groups_of,
    shown,
)

# Adding one at a time is done in larger units than this many steps would need: of ten, a hundred or a thousand.
MOST_STEPS = 2_000
# Above so many measures times ballots times steps, a completion is not run again for each measure that is out.
MOST_AGAIN = 10_000_000
MOST_ON = 3


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


def unit_for(capacities: Iterable[int], n_ballots: int, completion: str) -> int:
    """In how many euros or hours at a time is reckoned: only what is left is divided one by one."""
    unit = 1
    if completion != "none":
        while max(capacities, default=0) > MOST_STEPS * max(1, n_ballots) * unit:
            unit *= 10
    return unit


def answer_of(asked: Asked, rule: Rule, *, explains: bool = True) -> Answer:
    """explains: also why; without, only what is in. Raises ValueError where nobody who chose decides about anything."""
    begun = time.process_time()
    election = _election(asked, rule)
    found = priorities.over_years(election, asked.plan.years, lambda one, carried: _chosen(asked, rule, one, carried))
    seconds = time.process_time() - begun
    people = election.ordered.people
    told = _Telling(asked, groups_of(people))
    years = [told.year(name, outcome) for name, outcome in found.items()]
    judged = told.judged(asked, rule, found, explains=explains)
    n_blank = sum(one.people for one in asked.plan.ballots if not any(one.scores.values()))
    return Answer(
        rule=rule.rule,
        utility=rule.utility,
        completion=rule.completion,
        start=rule.start,
        unit=asked.unit,
        people=shown(sum(people.values())),
        n_blank=shown(n_blank),
        years=years,
        judged=judged,
        cpu_seconds=seconds,
    )


def _election(asked: Asked, rule: Rule) -> Election:
    plan = asked.plan
    heavier = asked.heavier if rule.rule == "greedy" and asked.heavier else {}
    return Election(
        [
            Measure(key, one.cost, one.name, one.is_statutory, one.least_support, one.smaller_than)
            for key, one in plan.measures.items()
        ],
        [
            Ballot({key: n * heavier.get(one.kind, 1) for key, n in one.scores.items()}, one.kind, one.people)
            for one in plan.ballots
        ],
        0,
        plan.shares,
        tuple(plan.only_one),
    )


def _chosen(asked: Asked, rule: Rule, election: Election, carried: Sequence[Fraction]) -> Outcome:
    if rule.rule == "greedy":
        return priorities.greedy(election, utility=rule.utility)
    if rule.rule == "criteria":
        measures = asked.plan.measures
        scores = {key: {name: Fraction(n) for name, n in one.scores.items()} for key, one in measures.items()}
        weights = {name: Fraction(weight) for name, weight in asked.plan.criteria.items()}
        return priorities.by_criteria(election, scores, weights)
    how = {"utility": rule.utility, "completion": rule.completion, "start": rule.start}
    return priorities.equal_shares(election, carried=carried, **how)


class _Telling:
    """Amounts in whole euros or hours again, and nothing about fewer than five."""

    def __init__(self, asked: Asked, groups: Mapping[str, tuple[str, ...]]) -> None:
        self.unit, self.groups, self.done = asked.unit, groups, asked.done

    def amount(self, of: Fraction | int) -> int:
        return round(of * self.unit)

    def named(self, kinds: Iterable[str]) -> str:
        return TOGETHER.join(kinds)

    def year(self, name: str, outcome: Outcome) -> YearTold:
        people = outcome.election.people
        carried = [n * one.weight for n, one in zip(outcome.carried, outcome.election.ballots, strict=False)]
        return YearTold(
            year=name,
            capacity=self.amount(outcome.election.capacity),
            cost=self.amount(outcome.cost),
            carried=self.amount(sum(carried, Fraction(0))),
            short=self.amount(outcome.short),
            raised=self.amount(outcome.raised),
            kinds=self._kinds(people, outcome) if outcome.purses else [],
        )

    def _kinds(self, people: Mapping[str, int], outcome: Outcome) -> list[KindTold]:
        had, left = outcome.by_kind(outcome.purses), outcome.by_kind(outcome.left)
        on: dict[tuple[str, ...], dict[str, int]] = {}
        for key in outcome.payments:
            for kinds, amount in self.paid(outcome, key):
                on.setdefault(kinds, {})[key] = self.amount(amount)
        found = []
        for kinds in dict.fromkeys(self.groups.values()):
            begun, kept = (sum((of[kind] for kind in kinds), Fraction(0)) for of in (had, left))
            most = sorted(on.get(kinds, {}).items(), key=lambda one: (-one[1], one[0]))
            found.append(
                KindTold(
                    name=self.named(kinds),
                    people=sum(people[kind] for kind in kinds),
                    had=self.amount(begun),
                    spent=self.amount(begun - kept),
                    left=self.amount(kept),
                    on={key: amount for key, amount in most if amount},
                )
            )
        return found

    def paid(self, outcome: Outcome, key: str) -> list[tuple[tuple[str, ...], Fraction]]:
        """By kinds of parties that are told together; each row is what five people paid or more. Empty: fewer than
        five paid for it."""
        n: dict[tuple[str, ...], int] = {}
        sums: dict[tuple[str, ...], Fraction] = {}
        for g, amount in outcome.payments.get(key, {}).items():
            ballot = outcome.election.ballots[g]
            group = self.groups.get(ballot.kind, ())
            n[group] = n.get(group, 0) + ballot.weight
            sums[group] = sums.get(group, Fraction(0)) + amount * ballot.weight
        if () in n:
            return []
        together = groups_of({self.named(group): count for group, count in n.items()})
        kinds = {self.named(group): group for group in n}
        rows: dict[tuple[str, ...], Fraction] = {}
        for name, names in together.items():
            row = tuple(kind for one in names for kind in kinds[one])
            rows[row] = rows.get(row, Fraction(0)) + sums[kinds[name]]
        return sorted(rows.items(), key=lambda row: (-row[1], row[0]))

    def judged(self, asked: Asked, rule: Rule, found: Mapping[str, Outcome], *, explains: bool) -> list[Judged]:
        """In the order in which they came in, and then by key. Of what is out, why in the last year."""
        rows: list[Judged] = []
        for year, outcome in found.items():
            is_last = outcome is list(found.values())[-1]
            why = _explained(asked, rule, outcome) if explains else None
            rows += [self._in(asked, year, outcome, at, why) for at in range(len(outcome.winners))]
            if is_last:
                gone = {one.key for one in rows}
                rows += [self._out(asked, outcome, key, why) for key in outcome.election.keys if key not in gone]
        return rows

    def _in(self, asked: Asked, year: str, outcome: Outcome, at: int, why: Explanation | None) -> Judged:
        won = outcome.winners[at]
        how = "done" if won.key in self.done else won.how
        plain = structs.replace(self._named(asked, won.key), year=year, how=how)
        one: Inside | None = why.inside[at] if why else None
        if one is None:
            return plain
        paid = self.paid(outcome, won.key)
        return structs.replace(
            plain,
            people=shown(one.people),
            payers=shown(one.payers),
            paid={self.named(kinds): self.amount(amount) for kinds, amount in paid},
            runner_up=one.runner_up,
        )

    def _out(self, asked: Asked, outcome: Outcome, key: str, why: Explanation | None) -> Judged:
        plain = self._named(asked, key)
        one: Outside | None = next((each for each in why.outside if each.key == key), None) if why else None
        if one is None:
            return plain
        is_told = outcome.rule != "equal-shares" or shown(one.people) is not None
        return structs.replace(
            plain,
            why=one.why,
            rivals=list(one.rivals),
            people=shown(one.people),
            would_win_at=None if one.would_win_at is None else self.amount(one.would_win_at),
            is_sure=one.is_highest and not _is_large(outcome),
            had=self.amount(one.had) if is_told else None,
            lacks=self.amount(one.lacks) if is_told else None,
            spent=self._spent(outcome, key, one) if is_told else {},
        )

    def _spent(self, outcome: Outcome, key: str, one: Outside) -> dict[str, int]:
        """Only on what five or more of them paid for."""
        election = outcome.election
        supporters = [g for g, ballot in enumerate(election.ballots) if ballot.scores.get(key)]
        found = {}
        for other, amount in one.spent.items():
            paid = outcome.payments[other]
            if sum(election.ballots[g].weight for g in supporters if paid.get(g)) >= SMALLEST_GROUP:
                found[other] = self.amount(amount)
            if len(found) == MOST_ON:
                break
        return found

    def _named(self, asked: Asked, key: str) -> Judged:
        measure = asked.plan.measures[key]
        number = int(key[:6]) if key[:6].isdigit() else 0
        return Judged(key=key, number=number, title=measure.name or key, cost=self.amount(measure.cost))


def _is_large(outcome: Outcome) -> bool:
    """Too large to run a completion again and again for each measure that is out."""
    n_steps = max(1, outcome.raised)
    return outcome.completion != "none" and (
        len(outcome.election.measures) * len(outcome.election.ballots) * n_steps > MOST_AGAIN
    )


def _explained(asked: Asked, rule: Rule, outcome: Outcome) -> Explanation:
    """The costs at which what is out would have come in are found with what everybody had in the end, where running
    the completion again takes too long."""
    again = (lambda election: _chosen(asked, rule, election, ())) if rule.rule == "criteria" else None
    if _is_large(outcome):
        outcome = replace(outcome, completion="none")
    return priorities.explained(outcome, again)
