"""`regiotafel prioritise`: which measures come first, and why the others do not, without a server."""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from regiotafel.engine import priorities
from regiotafel.engine.results import priorities as results
from regiotafel.formats import pabulib, plan
from regiotafel.refused import Refused
from regiotafel.reports.language import DUTCH, ENGLISH, speak
from regiotafel.reports.priorities import sentences

from .outputs import add_outputs, check_outputs, loaded, pages, tell

# With more for each person, adding one at a time goes on for minutes.
MOST_EACH = 10_000_000


def arguments(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "file",
        metavar="FILE",
        help="een .pb-bestand van Pabulib, of een plan als YAML of JSON (- is wat er binnenkomt)",
    )
    command.add_argument(
        "--rule", choices=priorities.RULES, default="equal-shares", help="de regel (standaard equal-shares)"
    )
    command.add_argument(
        "--utility",
        choices=priorities.UTILITIES,
        default="cost",
        help="wat een punt waard is: wat de maatregel kost, of bij elke maatregel hetzelfde (standaard cost)",
    )
    command.add_argument(
        "--completion",
        choices=priorities.COMPLETIONS,
        default="none",
        help="wat er gebeurt met geld dat overblijft (standaard none)",
    )
    command.add_argument(
        "--start",
        choices=priorities.STARTS,
        default="exact",
        help="begin met ieders precieze deel, of met hele bedragen (standaard exact)",
    )
    command.add_argument(
        "--language", choices=(DUTCH, ENGLISH), default=DUTCH, help="de taal van de uitkomst (standaard nl)"
    )
    add_outputs(command)


def run(options: argparse.Namespace) -> None:
    speak(options.language)
    check_outputs(options.json, options.html)
    data = loaded(options.file, pabulib.MOST_BYTES)
    asked = _of_pabulib(data) if pabulib.is_pabulib(data) or options.file.endswith(".pb") else _of_plan(data)
    begun = time.process_time()
    years = _chosen(asked, options)
    seconds = time.process_time() - begun
    found = priorities.document(
        [(year, outcome, priorities.explained(outcome, _again(asked, options))) for year, outcome in years.items()],
        title=asked.title,
        cpu_seconds=seconds,
        voters=asked.voters,
    )
    tell(
        options.json,
        options.html,
        as_json=lambda: results.as_text(found),
        as_html=lambda: pages("priorities").render(found),
        headline=sentences.headline(found),
        summary=lambda: sentences.summary(found),
    )


@dataclass(frozen=True)
class _Asked:
    """years: the capacity of each; voters: by place of a ballot who gave it; scores, weights: of criteria."""

    title: str
    election: priorities.Election
    years: Mapping[str, int]
    voters: Mapping[int, Sequence[str]] = field(default_factory=dict)
    scores: Mapping[str, Mapping[str, Fraction]] = field(default_factory=dict)
    weights: Mapping[str, Fraction] = field(default_factory=dict)


def _chosen(asked: _Asked, options: argparse.Namespace) -> Mapping[str, priorities.Outcome]:
    if options.rule != "equal-shares" and options.completion != "none":
        raise Refused("Alleen bij de regel equal-shares blijft er geld over. Laat --completion weg.")
    if options.rule == "criteria" and not asked.weights:
        raise Refused("Voor de regel criteria staan er gewichten in het bestand, bij criteria.")
    is_open = any(not one.is_statutory for one in asked.election.measures)
    if options.rule != "criteria" and is_open and not asked.election.n_people:
        raise Refused("In dit bestand staat nog geen stem, dus er valt niets te kiezen. Vul VOTES of ballots aan.")
    each = max(asked.years.values()) // max(1, asked.election.n_people)
    if options.completion != "none" and each > MOST_EACH:
        raise Refused("Telkens 1 erbij duurt te lang bij zulke bedragen. Deel alle bedragen door bijvoorbeeld 1000.")

    def rule(election: priorities.Election, carried: Sequence[Fraction]) -> priorities.Outcome:
        if options.rule == "greedy":
            return priorities.greedy(election, utility=options.utility)
        if options.rule == "criteria":
            return priorities.by_criteria(election, asked.scores, asked.weights)
        return priorities.equal_shares(
            election, utility=options.utility, completion=options.completion, start=options.start, carried=carried
        )

    return priorities.over_years(asked.election, asked.years, rule)


def _again(asked: _Asked, options: argparse.Namespace) -> Callable[[priorities.Election], priorities.Outcome] | None:
    if options.rule != "criteria":
        return None
    return lambda election: priorities.by_criteria(election, asked.scores, asked.weights)


def _of_pabulib(data: bytes) -> _Asked:
    poll = pabulib.read(data)
    together: dict[frozenset[tuple[str, int]], list[str]] = {}
    for voter in poll.voters:
        together.setdefault(frozenset(voter.scores.items()), []).append(voter.key)
    election = priorities.in_order(
        priorities.Election(
            [priorities.Measure(one.key, one.cost, one.name) for one in poll.projects],
            [priorities.Ballot(dict(said), weight=len(names)) for said, names in together.items()],
            poll.budget,
        )
    )
    voters = {g: together[frozenset(ballot.scores.items())] for g, ballot in enumerate(election.ballots)}
    return _Asked(poll.title, election, {"": poll.budget}, voters)


def _of_plan(data: bytes) -> _Asked:
    read = plan.read(data)
    election = priorities.Election(
        [
            priorities.Measure(key, one.cost, one.name, one.is_statutory, one.least_support, one.smaller_than)
            for key, one in read.measures.items()
        ],
        [priorities.Ballot(one.scores, one.kind, one.people) for one in read.ballots],
        0,
        read.shares,
        tuple(read.only_one),
    )
    scores = {key: {name: Fraction(score) for name, score in one.scores.items()} for key, one in read.measures.items()}
    weights = {name: Fraction(weight) for name, weight in read.criteria.items()}
    return _Asked(read.title, priorities.in_order(election), read.years, scores=scores, weights=weights)
