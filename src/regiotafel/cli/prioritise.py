"""`regiotafel prioritise`: which measures come first, and why the others do not, without a server."""

from __future__ import annotations

import argparse
import time
from collections.abc import Mapping, Sequence

from regiotafel.engine import priorities
from regiotafel.engine.results import priorities as results
from regiotafel.formats import pabulib
from regiotafel.refused import Refused
from regiotafel.reports.language import DUTCH, ENGLISH, speak
from regiotafel.reports.priorities import sentences

from .outputs import add_outputs, check_outputs, loaded, pages, tell


def arguments(command: argparse.ArgumentParser) -> None:
    command.add_argument("file", metavar="FILE", help="een .pb-bestand van Pabulib (- is wat er binnenkomt)")
    command.add_argument(
        "--rule", choices=("equal-shares", "greedy"), default="equal-shares", help="de regel (standaard equal-shares)"
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
    poll = pabulib.read(loaded(options.file, pabulib.MOST_BYTES))
    election, voters = _election(poll)
    begun = time.process_time()
    outcome = _chosen(election, options)
    seconds = time.process_time() - begun
    found = priorities.document(
        [("", outcome, priorities.explained(outcome))], title=poll.title, cpu_seconds=seconds, voters=voters
    )
    tell(
        options.json,
        options.html,
        as_json=lambda: results.as_text(found),
        as_html=lambda: pages("priorities").render(found),
        headline=sentences.headline(found),
        summary=lambda: sentences.summary(found),
    )


def _chosen(election: priorities.Election, options: argparse.Namespace) -> priorities.Outcome:
    if options.rule == "greedy":
        if options.completion != "none":
            raise Refused(
                "De regel greedy geeft al het geld uit dat past. Een aanvulling (--completion) kan daar niet bij."
            )
        return priorities.greedy(election, utility=options.utility)
    return priorities.equal_shares(
        election, utility=options.utility, completion=options.completion, start=options.start
    )


def _election(poll: pabulib.Poll) -> tuple[priorities.Election, Mapping[int, Sequence[str]]]:
    """And by place of a ballot the names of who gave it."""
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
    return election, {g: together[frozenset(ballot.scores.items())] for g, ballot in enumerate(election.ballots)}
