"""What comes out of a round of choosing, by each rule: the door to `engine.priorities` for outcomes.

What is asked has the shape of the file that `regiotafel prioritise` reads (`formats.plan.Plan`), so that everybody with
that file can come to the same outcome.
"""

import json
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from functools import lru_cache
from math import lcm
from typing import Any

from msgspec import structs

from regiotafel.engine import priorities
from regiotafel.engine.priorities import Ballot, Election, Explanation, Inside, Measure, Outcome, Outside
from regiotafel.formats import plan as plan_file
from regiotafel.formats.pabulib import APPROVAL, Poll, Project, Voter
from regiotafel.formats.plan import Ballot as FileBallot
from regiotafel.formats.plan import Measure as FileMeasure
from regiotafel.formats.plan import Plan
from regiotafel.plan.ballots.queries import Ballots
from regiotafel.plan.models import ChoiceRound, ChoiceRule, PartyKind
from regiotafel.plan.outcomes.queries import ByCriteria
from regiotafel.plan.outcomes.rules import (
    SMALLEST_GROUP,
    TOGETHER,
    Answer,
    Asked,
    Judged,
    KindTold,
    Rule,
    YearTold,
    check_at_once,
    groups_of,
    shown,
)

# Where adding one at a time would need more steps, it is done in units of ten, a hundred or a thousand.
MOST_STEPS, STEPS = 2_000, 500
# Above so many measures times ballots times steps, a completion is not run again for each measure that is out.
MOST_AGAIN = 10_000_000
MOST_ON = 3


def unit_for(capacities: Iterable[int], n_ballots: int, completion: str) -> int:
    """In how many euros or hours at a time is reckoned: only what is left is divided one by one."""
    most, unit = max(capacities, default=0) // max(1, n_ballots), 1
    if completion != "none" and most > MOST_STEPS:
        while most > STEPS * unit:
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


def _weighed(asked: Asked, rule: Rule) -> list[FileBallot]:
    """With the points of each kind as often as they count by this rule."""
    heavier = asked.heavier if rule.rule == "greedy" and asked.heavier else {}
    return [
        replace(one, scores={key: n * heavier.get(one.kind, 1) for key, n in one.scores.items()})
        for one in asked.plan.ballots
    ]


def _election(asked: Asked, rule: Rule) -> Election:
    plan = asked.plan
    return Election(
        [
            Measure(key, one.cost, one.name, one.is_statutory, one.least_support, one.smaller_than)
            for key, one in plan.measures.items()
        ],
        [Ballot(one.scores, one.kind, one.people) for one in _weighed(asked, rule)],
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
        had, spent = _parts(outcome), {kind: Fraction(0) for kind in people}
        for key in outcome.payments:
            for kind, amount in outcome.by_kind(outcome.payments[key]).items():
                spent[kind] += amount
        on: dict[tuple[str, ...], dict[str, int]] = {}
        for key in outcome.payments:
            for kinds, amount in self.paid(outcome, key):
                on.setdefault(kinds, {})[key] = self.amount(amount)
        found = []
        for kinds in dict.fromkeys(self.groups.values()):
            begun, gone = (sum((of[kind] for kind in kinds), Fraction(0)) for of in (had, spent))
            most = sorted(on.get(kinds, {}).items(), key=lambda one: (-one[1], one[0]))
            found.append(
                KindTold(
                    name=self.named(kinds),
                    people=sum(people[kind] for kind in kinds),
                    had=self.amount(begun),
                    spent=self.amount(gone),
                    left=self.amount(max(Fraction(0), begun - gone)),
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
        plain = self._named(asked, won.key, year, how)
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

    def _named(self, asked: Asked, key: str, year: str = "", how: str = "") -> Judged:
        measure = asked.plan.measures[key]
        number, cost = int(key[:6]) if key[:6].isdigit() else 0, self.amount(measure.cost)
        return Judged(key=key, number=number, title=measure.name or key, cost=cost, year=year, how=how)


def _parts(outcome: Outcome) -> dict[str, Fraction]:
    """By kind of party, its part of what there is, with what it had left of the year before; not what a completion gave
    everybody, which nobody has."""
    election = outcome.election
    carried = outcome.by_kind(outcome.carried)
    return {
        kind: max(0, election.free) * election.portion[kind] * n + carried[kind] for kind, n in election.people.items()
    }


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


# --- From what is kept


def asked_of(ballots: Ballots, criteria: ByCriteria) -> Asked:
    """What a closed round asks: as it was frozen, with its ballots, in a unit in which it can be reckoned."""
    round = ballots.round
    free = {year: max(0, amount) for year, amount in sorted(ballots.free.items())}
    years = {str(year): amount for year, amount in free.items()} if round.by_year and free else {"": sum(free.values())}
    unit = unit_for(years.values(), ballots.n_ballots, round.completion)
    scored = set(criteria.means)
    measures = {
        one.key: FileMeasure(
            0 if one.is_done else -(-one.cost // unit),
            one.candidate.title,
            one.is_statutory or one.is_done,
            round.least_support,
            one.smaller_than,
            criteria.means.get(int(one.key[:6]), {}) if int(one.key[:6]) in scored else {},
        )
        for one in ballots.entries
    }
    return Asked(
        Plan(
            {name: amount // unit for name, amount in years.items()},
            measures,
            [FileBallot(one.scores, str(PartyKind(one.kind).label), one.n) for one in ballots.given],
            {str(PartyKind(kind).label): share for kind, share in ballots.shares.items()},
            _only_one(ballots),
            dict(criteria.weights) if scored else {},
            round.title,
        ),
        unit,
        ballots.done,
        _heavier(ballots),
    )


def _only_one(ballots: Ballots) -> list[frozenset[str]]:
    """Smaller sizes exclude what their measure excludes."""
    sizes = {one.key: one.smaller_than for one in ballots.entries if one.smaller_than}
    return [frozenset({*some, *(key for key, whole in sizes.items() if whole in some)}) for some in ballots.only_one]


def _heavier(ballots: Ballots) -> dict[str, int]:
    """By kind, how often its points count, as whole numbers beside each other. Empty: all alike."""
    weights = {kind: Fraction(str(weight)) for kind, weight in ballots.weight.items()}
    if len(set(weights.values())) < 2:
        return {}
    whole = lcm(*(weight.denominator for weight in weights.values()))
    return {str(PartyKind(kind).label): int(weight * whole) for kind, weight in weights.items()}


def rules_of(round: ChoiceRound, asked: Asked) -> list[Rule]:
    """The one that was agreed on first, then the others; criteria only where somebody scored."""
    every = {
        ChoiceRule.EQUAL_SHARES: Rule("equal-shares", round.utility, round.completion, round.start),
        ChoiceRule.GREEDY: Rule("greedy", round.utility),
        ChoiceRule.CRITERIA: Rule("criteria"),
    }
    there = [name for name in every if name != ChoiceRule.CRITERIA or asked.plan.criteria]
    return [every[name] for name in sorted(there, key=lambda name: name != round.rule)]


def kept(asked: Asked, rules: Sequence[Rule]) -> tuple[str, dict[str, Any]]:
    """As a row keeps it: the file, and what a file cannot say."""
    how = {"unit": asked.unit, "done": sorted(asked.done), "heavier": dict(asked.heavier or {})}
    said = [[one.rule, one.utility, one.completion, one.start] for one in rules]
    return plan_file.written(asked.plan), {**how, "rules": said}


def from_kept(text: str, how: Mapping[str, Any]) -> tuple[Asked, list[Rule]]:
    """What `kept` gave."""
    asked = Asked(plan_file.read(text.encode()), how["unit"], frozenset(how["done"]), how["heavier"])
    return asked, rules_in(how)


def rules_in(how: Mapping[str, Any]) -> list[Rule]:
    return [Rule(*one) for one in how["rules"]]


def file_of(asked: Asked, rule: Rule) -> str:
    """What `regiotafel prioritise` reads to come to the same winners by this rule."""
    return plan_file.written(replace(asked.plan, ballots=_weighed(asked, rule)))


def command_of(rule: Rule, name: str) -> str:
    found = f"regiotafel prioritise {name} --rule {rule.rule}"
    if rule.rule != "criteria":
        found += f" --utility {rule.utility}"
    if rule.rule == "equal-shares":
        found += f" --completion {rule.completion} --start {rule.start}"
    return found


# --- What would be if


def would_be(asked: Asked, shares: Mapping[str, int], capacity: int) -> Asked:
    """With other shares by kind of party, and with as much in all years together: each year has more or less in
    proportion."""
    plan, now = asked.plan, sum(asked.plan.years.values())
    wanted = capacity // asked.unit
    years = {name: n * wanted // now if now else wanted // len(plan.years) for name, n in plan.years.items()}
    return replace(asked, plan=replace(plan, years=years, shares={**(plan.shares or {}), **shares}))


def effort_of(asked: Asked, rule: Rule) -> int:
    """How much there is to reckon, at most: measures times ballots times the steps of a completion."""
    n = max(1, len(asked.plan.measures)) * max(1, len(asked.plan.ballots))
    if rule.rule != "equal-shares" or rule.completion == "none":
        return n
    people = sum(one.people for one in asked.plan.ballots)
    return n * max(1, max(asked.plan.years.values(), default=0) // max(1, people))


@lru_cache(maxsize=100)
def _tried(text: str, unit: int, heavier: str, rule: Rule) -> Answer:
    """The same is asked again by whoever follows a link."""
    asked = Asked(plan_file.read(text.encode()), unit, heavier=json.loads(heavier))
    return answer_of(asked, rule, explains=False)


def tried(asked: Asked, rule: Rule, shares: Mapping[str, int], capacity: int) -> Answer:
    """What would come out, at once. Raises NoOutcome when that takes too long."""
    would = would_be(asked, shares, capacity)
    check_at_once(effort_of(would, rule))
    return _tried(plan_file.written(would.plan), would.unit, json.dumps(dict(would.heavier or {})), rule)


# --- As a file of others


def poll_of(asked: Asked, answer: Answer, days: Mapping[str, str]) -> Poll:
    """Without kinds of parties and smaller sizes, which the format does not know. Who chose has the number of their
    form when all forms are laid in the order of what they say, so that nothing tells when it came in.
    days: its first and last."""
    plan = asked.plan
    on_form = {key: one for key, one in plan.measures.items() if not one.is_statutory and not one.smaller_than}
    off = sum(one.cost for one in plan.measures.values() if one.is_statutory)
    voters = [
        scores
        for scores, people in sorted(
            (sorted((key, n) for key, n in one.scores.items() if key in on_form), one.people) for one in plan.ballots
        )
        for _one in range(people)
    ]
    is_approval = all(n == 1 for scores in voters for _key, n in scores)
    winners = set(answer.winners)
    return Poll(
        max(0, sum(plan.years.values()) - off) * asked.unit,
        [
            Project(key, one.cost * asked.unit, one.name.replace(";", ","), key in winners)
            for key, one in sorted(on_form.items())
        ],
        [Voter(str(n), dict(scores)) for n, scores in enumerate(voters, start=1)],
        APPROVAL if is_approval else "scoring",
        {
            "description": plan.title.replace(";", ","),
            "country": "Netherlands",
            "rule": RULE_IN_PB.get(answer.rule, answer.rule),
            **days,
            "language": "nl",
            "currency": "EUR",
            "comment": "#1: Made with Regiotafel. Kinds of parties, shares and smaller sizes are left out.",
        },
    )


RULE_IN_PB = {"equal-shares": "equalshares", "greedy": "greedy"}
