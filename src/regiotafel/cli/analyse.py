"""`regiotafel analyse`: the report of a conversation, without a server."""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from regiotafel.engine import opinions
from regiotafel.engine.results import opinions as results
from regiotafel.formats import moments, people, polis, tables, together
from regiotafel.formats.sentence import Sentence
from regiotafel.refused import Refused
from regiotafel.reports.language import DUTCH, ENGLISH, speak
from regiotafel.text.tidy import tidy_line

from .arguments import needs_scale, seed
from .outputs import write_files


def arguments(analyse: argparse.ArgumentParser) -> None:
    analyse.add_argument(
        "votes",
        metavar="VOTES.csv",
        type=Path,
        help="votes.csv of participants-votes.csv van Polis, of een map met delen in Parquet",
    )
    analyse.add_argument("--statements", metavar="COMMENTS.csv", type=Path, help="de teksten van de stellingen")
    analyse.add_argument("--roles", metavar="ROLES.csv", type=Path, help="voter-id,role[,municipality]")
    analyse.add_argument(
        "--benchmark",
        metavar="BENCHMARK.csv",
        type=Path,
        help="bevolkingscijfers, voor een tweede telling: by,value,number,source,year (by: role of municipality)",
    )
    analyse.add_argument(
        "--profile",
        metavar="3,17",
        type=_ids,
        default=(),
        help="nummers van stellingen die zeggen wie iemand is: die staan apart (zoals is-meta in COMMENTS.csv)",
    )
    analyse.add_argument("--title", default="", help="de titel van het rapport")
    analyse.add_argument("--source", default="", help="waar de antwoorden vandaan komen: bron, datum, licentie")
    analyse.add_argument(
        "--language", choices=(DUTCH, ENGLISH), default=DUTCH, help="de taal van het rapport (standaard nl)"
    )
    analyse.add_argument(
        "--turn-votes", action="store_true", help="keer elke stem om: in dit bestand is 1 oneens en -1 eens"
    )
    analyse.add_argument(
        "--anyway", action="store_true", help="tel ook als bestanden elkaar tegenspreken: je weet dat het klopt"
    )
    analyse.add_argument("--json", metavar="OUT.json", help="schrijf het rapport als JSON (- is het scherm)")
    analyse.add_argument("--html", metavar="OUT.html", type=Path, help="schrijf het rapport als webpagina")
    analyse.add_argument("--seed", type=seed, default=0, help="startgetal voor het toeval, de seed (standaard 0)")
    analyse.add_argument(
        "--no-bootstrap",
        action="store_true",
        help="sla de herhaling op steekproeven over; je weet dan niet of de groepen stabiel zijn",
    )
    analyse.add_argument(
        "--engine",
        choices=("here", "processes", "dask"),
        default="here",
        help="waar delen in Parquet worden geteld: in dit proces, op alle kernen of op een Dask-cluster",
    )
    analyse.add_argument("--scheduler", metavar="tcp://…", help="adres van het Dask-cluster")


def _ids(text: str) -> tuple[str, ...]:
    return tuple(one for one in (part.strip() for part in text.split(",")) if one)


def run(options: argparse.Namespace) -> None:
    speak(options.language)
    if options.votes.is_dir() or options.votes.suffix == ".parquet":
        _analyse_parts(options)
        return
    if options.engine != "here":
        raise Refused("Met --engine kan alleen een map met Parquet-bestanden worden geteld. Zie regiotafel simulate.")
    found, benchmark = _read(options)
    conversation, comments, roles = found.conversation, found.comments, found.roles
    start = time.process_time()
    votes = opinions.Votes.of(
        conversation.person,
        conversation.statement,
        conversation.value,
        people=conversation.people,
        statements=conversation.statements,
    )
    declared = _declared(votes.people, roles)
    _check_benchmark(benchmark, declared)
    analysis = opinions.analyse(
        votes,
        seed=options.seed,
        declared=declared,
        benchmark={name: one.numbers for name, one in benchmark.items()},
        when=_last_answers(conversation.person, conversation.timestamp, votes.people),
        n_resamples=_n_resamples(options),
    )
    report = opinions.whole(
        analysis,
        people=votes.people,
        statements=votes.statements,
        texts={one.id: tidy_line(one.text) for one in comments},
        sources={name: (one.source, one.year) for name, one in benchmark.items()},
        cpu_seconds=time.process_time() - start,
    )
    _write(options, report, comments)


def _read(options: argparse.Namespace) -> tuple[together.Together, dict[str, people.Benchmark]]:
    """All files, held against each other; what is said about them goes to the terminal. Only what counts is kept."""
    notes: list[Sentence] = []
    load = tables.load
    comments = polis.read_comments(load(options.statements), notes=notes) if options.statements else []
    now = int(time.time() * 1000)
    statements = {one.id for one in comments}
    conversation = polis.read_votes(load(options.votes), statements=statements, notes=notes, now=now)
    roles = people.read_roles(load(options.roles), notes=notes) if options.roles else {}
    benchmark = people.read_benchmark(load(options.benchmark), notes=notes) if options.benchmark else {}
    if not conversation.value:
        raise Refused("In dit bestand staat geen enkele stem.")
    if options.turn_votes:
        conversation = together.turned_round(conversation)
    found = together.hold_together(conversation, comments, roles, now=now)
    found = replace(found, comments=_with_profile(found.comments, options.profile, conversation.statements))
    _say(notes, found.doubts, is_known=options.anyway)
    return replace(found, conversation=together.to_count(found.conversation, found.comments)), benchmark


def _with_profile(
    comments: list[polis.Comment], named: Sequence[str], statements: Sequence[str]
) -> list[polis.Comment]:
    """With the statements that somebody named as telling who a person is. Raises Refused for one that is not there."""
    known = {one.id: one for one in comments}
    there = {*known, *statements}
    if unknown := [one for one in named if one not in there]:
        raise Refused(f"Bij --profile staat een nummer dat er niet is: {', '.join(unknown)}.")
    profile = {one: replace(known.get(one, polis.Comment(one, "")), is_meta=True) for one in named}
    return [*{**known, **profile}.values()]


def _say(notes: Sequence[Sentence], doubts: Sequence[together.Doubt], *, is_known: bool) -> None:
    """Raises Refused when files contradict each other and nobody said that this is known."""
    for note in notes:
        print(note, file=sys.stderr)
    for doubt in doubts:
        print(f"Bestand met {doubt.file}: {doubt.text}", file=sys.stderr)
    weight = max((one.weight for one in doubts), default=together.Weight.NOTE)
    if weight == together.Weight.IMPOSSIBLE:
        raise Refused("Deze bestanden horen niet bij elkaar. Er is niets geteld.")
    if weight == together.Weight.CONTRADICTION and not is_known:
        turn = any(one.kind == together.TURNED for one in doubts)
        choice = "Met --turn-votes keer je elke stem om. " if turn else ""
        raise Refused(f"Er is niets geteld. {choice}Klopt het toch zoals het er staat? Geef dan --anyway.")


def _last_answers(person: Sequence[str], timestamp: Sequence[int | None], people: Sequence[str]) -> list[float] | None:
    """Seconds at which each person last answered; None when no moment is known."""
    at = np.array(timestamp, dtype=np.float64)  # not a number where it is not known
    known = (at >= moments.EARLIEST) & (at <= time.time() * 1000)
    place = {one: position for position, one in enumerate(people)}
    who = np.fromiter(map(place.__getitem__, person), dtype=np.intp, count=len(person))
    last = np.full(len(people), -np.inf)
    np.maximum.at(last, who[known], at[known])
    return np.where(last > 0, last / 1000.0, np.nan).tolist() if known.any() else None


def _check_benchmark(benchmark: Mapping[str, Any], declared: Mapping[str, Sequence[str | None]]) -> None:
    for name, one in benchmark.items():
        said = {value for value in declared.get(name, ()) if value}
        if not said & one.numbers.keys():
            called = ", ".join(sorted(said)[:10]) or "niets. Geef ook --roles"
            kind = {"role": "rol", "municipality": "gemeente"}[name]
            raise Refused(f"Geen enkele deelnemer noemde een {kind} uit --benchmark. Deelnemers noemden: {called}.")


def _n_resamples(options: argparse.Namespace) -> int:
    return 0 if options.no_bootstrap else 20


def _analyse_parts(options: argparse.Namespace) -> None:
    """Nothing in this report is about one person, and it holds no list of people."""
    if (options.engine == "dask") != bool(options.scheduler):
        raise Refused("Geef --engine dask en --scheduler tcp://… samen.")
    if options.roles or options.benchmark:
        raise Refused("--roles en --benchmark kunnen niet samen met Parquet-bestanden.")
    try:
        from regiotafel.cli import parts
    except ImportError as missing:
        raise needs_scale(missing) from None
    start = time.process_time()
    try:
        paths = parts.files(options.votes)
        notes: list[Sentence] = []
        load = tables.load
        comments = polis.read_comments(load(options.statements), notes=notes) if options.statements else []
        comments = [replace(one, id=str(int(one.id))) if one.id.isdecimal() else one for one in comments]
        comments = _with_profile(comments, options.profile, options.profile)
        run = {"here": parts.here, "processes": parts.processes}.get(options.engine) or parts.dask(options.scheduler)
        state = parts.counted(paths, run, parts.Reading(is_turned=options.turn_votes))
        _say(notes, together.hold_counts(parts.counts_of(state), comments), is_known=options.anyway)
        apart = (one.id for one in comments if together.is_apart(one) and one.id.isdecimal())
        reading = parts.Reading(tuple(sorted(map(int, apart))), options.turn_votes)
        if reading.apart:
            state = parts.counted(paths, run, reading)
        found = parts.analyse(state, paths, run, reading, seed=options.seed, n_resamples=_n_resamples(options))
    except ValueError as problem:
        raise Refused(f"De delen passen niet bij elkaar: {problem}.") from None
    except OSError as problem:
        raise Refused(f"Het cluster of een deel is niet te bereiken: {problem}.") from None
    texts = {one.id: tidy_line(one.text) for one in comments}
    numbers = parts.numbers_left(found.n_statements, reading.apart)
    report = opinions.report_of(found, statements=numbers, texts=texts, cpu_seconds=time.process_time() - start)
    _write(options, report, comments)


def _declared(people: Sequence[str], roles: Mapping[str, Any]) -> dict[str, list[str | None]]:
    declared: dict[str, list[str | None]] = {}
    for name in ("role", "municipality"):
        values = [getattr(roles[person], name) if person in roles else None for person in people]
        if any(values):
            declared[name] = values
    return declared


def _write(options: argparse.Namespace, report: results.Report, comments: Sequence[polis.Comment]) -> None:
    """Every output or none: nothing is renamed into place before everything is written."""
    outputs: dict[Path, str] = {}
    said = ""
    if options.json and options.json != "-":
        outputs[Path(options.json)] = results.as_text(report)
    if options.html or not options.json:
        from .summary import in_one_line, summary  # who asks for JSON needs no sentences, and these take long to load
    if options.html:
        from regiotafel.reports import html

        if options.html in outputs:
            raise Refused("Geef --json en --html elk een eigen naam.")
        named = {"title": tidy_line(options.title), "source": tidy_line(options.source)}
        profile = [tidy_line(one.text) or one.id for one in comments if one.is_meta]
        outputs[options.html] = html.render(report, profile=profile, **named)
        said = f"{in_one_line(report)} "
    write_files(outputs)
    if outputs:
        print(f"{said}Geschreven: {', '.join(map(str, outputs))}", file=sys.stderr)
    if options.json == "-":
        print(results.as_text(report), end="")
    elif not outputs:
        print(summary(report))
    sys.stdout.flush()
