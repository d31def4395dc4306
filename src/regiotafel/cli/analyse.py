"""`regiotafel analyse`: the report of a conversation, without a server."""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

from regiotafel.engine import opinions
from regiotafel.engine.results import opinions as results
from regiotafel.formats import people, polis, tables
from regiotafel.refused import Refused

from .arguments import needs_scale, seed
from .summary import summary


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
        help="hoeveel mensen er zijn, voor een tweede telling: by,value,number,source,year (by: role of municipality)",
    )
    analyse.add_argument("--json", metavar="OUT.json", help="schrijf het rapport als JSON (- is het scherm)")
    analyse.add_argument("--html", metavar="OUT.html", type=Path, help="schrijf het rapport als webpagina")
    analyse.add_argument("--seed", type=seed, default=0, help="begin van het toeval (0)")
    analyse.add_argument(
        "--no-bootstrap",
        action="store_true",
        help="niet herhalen op steekproeven; dan is onbekend of groepen stabiel zijn",
    )
    analyse.add_argument(
        "--engine",
        choices=("here", "processes", "dask"),
        default="here",
        help="waar delen in Parquet worden geteld: in dit proces, op alle kernen of op een Dask-cluster",
    )
    analyse.add_argument("--scheduler", metavar="tcp://…", help="adres van het Dask-cluster")


def run(options: argparse.Namespace) -> None:
    if options.votes.is_dir() or options.votes.suffix == ".parquet":
        _analyse_parts(options)
        return
    if options.engine != "here":
        raise Refused("Met --engine kan alleen een map met Parquet-bestanden worden geteld. Zie regiotafel simulate.")
    conversation = polis.read_votes(tables.load(options.votes))
    comments = polis.read_comments(tables.load(options.statements)) if options.statements else []
    roles = people.read_roles(tables.load(options.roles)) if options.roles else {}
    benchmark = people.read_benchmark(tables.load(options.benchmark)) if options.benchmark else {}
    if not conversation.value:
        raise Refused("In dit bestand staat geen enkele stem.")
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
    found = opinions.analyse(
        votes,
        seed=options.seed,
        declared=declared,
        benchmark={name: one.numbers for name, one in benchmark.items()},
        when=_last_answers(conversation.person, conversation.timestamp, votes.people),
        n_resamples=_n_resamples(options),
    )
    report = opinions.whole(
        found,
        people=votes.people,
        statements=votes.statements,
        texts={one.id: one.text for one in comments},
        sources={name: (one.source, one.year) for name, one in benchmark.items()},
        cpu_seconds=time.process_time() - start,
    )
    _write(options, report)


def _last_answers(person: Sequence[str], timestamp: Sequence[int | None], people: Sequence[str]) -> list[float] | None:
    """Seconds at which each person last answered; None when the file has no times."""
    if None in timestamp:
        return None
    last: dict[str, int] = {}
    for who, at in zip(person, timestamp, strict=True):
        last[who] = max(at or 0, last.get(who, 0))
    return [last[one] / 1000.0 if one in last else float("nan") for one in people]


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
        comments = polis.read_comments(tables.load(options.statements)) if options.statements else []
        run = {"here": parts.here, "processes": parts.processes}.get(options.engine) or parts.dask(options.scheduler)
        found = parts.analyse(paths, run, seed=options.seed, n_resamples=_n_resamples(options))
    except ValueError as problem:
        raise Refused(f"De delen passen niet bij elkaar: {problem}.") from None
    except OSError as problem:
        raise Refused(f"Het cluster of een deel is niet te bereiken: {problem}.") from None
    texts = {one.id: one.text for one in comments}
    _write(options, opinions.report_of(found, texts=texts, cpu_seconds=time.process_time() - start))


def _declared(people: Sequence[str], roles: Mapping[str, Any]) -> dict[str, list[str | None]]:
    declared: dict[str, list[str | None]] = {}
    for name in ("role", "municipality"):
        values = [getattr(roles[person], name) if person in roles else None for person in people]
        if any(values):
            declared[name] = values
    return declared


def _write(options: argparse.Namespace, report: results.Report) -> None:
    """Every output or none: nothing is renamed into place before everything is written."""
    outputs: dict[Path, str] = {}
    if options.json and options.json != "-":
        outputs[Path(options.json)] = results.as_text(report)
    if options.html:
        from regiotafel.reports import html

        outputs[options.html] = html.render(report)
    _write_files(outputs)
    if options.json == "-":
        print(results.as_text(report), end="")
    elif not outputs:
        print(summary(report))
    sys.stdout.flush()


def _write_files(outputs: Mapping[Path, str]) -> None:
    waiting: list[tuple[Path, Path]] = []
    try:
        for path, text in outputs.items():
            if path.is_dir():
                raise Refused(f"{path} is een map. Geef de naam van een bestand.")
            with NamedTemporaryFile(
                "w", encoding="utf-8", dir=path.parent, prefix=f".{path.name}.", delete=False
            ) as out:
                waiting.append((Path(out.name), path))
                out.write(text)
        for temporary, path in waiting:
            temporary.chmod(0o644)
            temporary.replace(path)
    except OSError as problem:
        raise Refused(f"Het rapport kan niet worden geschreven: {problem.strerror} ({problem.filename}).") from None
    finally:
        for temporary, _ in waiting:
            with suppress(OSError):
                temporary.unlink()
