"""`regiotafel`: analyse a conversation without a server, or manage the site.

Each command imports only what it needs: an analysis never waits for Django.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

# Commands of the site: the name that people type, and what it is for. The name with "_" is the management command.
SITE_COMMANDS = {
    "demo": "vul de database met de verzonnen voorbeeldregio",
    "serve": "start de website",
    "worker": "voer taken uit die op de achtergrond lopen",
    "backup": "maak een reservekopie van alle gegevens",
    "restore": "zet een reservekopie terug",
    "clean-up": "haal weg wat langer bewaard is dan we beloven",
    "verify-history": "controleer of de geschiedenis nog klopt",
}


class Refused(Exception):
    """A sentence for the person at the terminal."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; 0 when it worked, 2 when the input was refused."""
    typed = list(sys.argv[1:] if arguments is None else arguments)
    if typed and (typed[0] in SITE_COMMANDS or typed[0] == "manage"):
        return _manage(typed[1:] if typed[0] == "manage" else [typed[0].replace("-", "_"), *typed[1:]])
    parser = _parser()
    options = parser.parse_args(typed)
    command: Callable[[argparse.Namespace], None] = options.command
    try:
        command(options)
    except Refused as problem:
        print(problem, file=sys.stderr)
        return 2
    except BrokenPipeError:
        # Who reads along has seen enough (`| head`); nothing is left to say it to.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="regiotafel", description="Samen een regiovisie jeugdhulp maken.")
    commands = parser.add_subparsers(required=True, metavar="opdracht")
    analyse = commands.add_parser("analyse", help="analyseer de stemmen van een gesprek")
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
    analyse.add_argument("--seed", type=_seed, default=0, help="begin van het toeval (0)")
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
    analyse.set_defaults(command=_analyse)
    simulate = commands.add_parser("simulate", help="maak verzonnen stemmen met groepen erin, als delen in Parquet")
    simulate.add_argument("folder", metavar="MAP", type=Path, help="nieuwe of lege map voor de delen")
    simulate.add_argument("--people", type=_count, default=10_000, help="aantal mensen (10000)")
    simulate.add_argument("--statements", type=_count, default=100, help="aantal stellingen (100)")
    simulate.add_argument("--votes", type=_count, default=30, help="stemmen per mens, gemiddeld (30)")
    simulate.add_argument("--groups", type=_count, default=3, help="aantal groepen (3)")
    simulate.add_argument("--apart", type=float, default=1.5, help="hoe ver de groepen uit elkaar liggen (1.5)")
    simulate.add_argument("--parts", type=_count, default=4, help="aantal bestanden (4)")
    simulate.add_argument("--seed", type=_seed, default=0, help="begin van het toeval (0)")
    simulate.set_defaults(command=_simulate)
    commands.add_parser("manage", help="elke opdracht van het beheer van de website")
    for name, purpose in SITE_COMMANDS.items():
        commands.add_parser(name, help=purpose)
    return parser


def _seed(text: str) -> int:
    if not text.isascii() or not text.isdigit():
        raise argparse.ArgumentTypeError("de seed is een geheel getal vanaf 0")
    return int(text)


def _count(text: str) -> int:
    number = _seed(text)
    if not 1 <= number < 2**31:
        raise argparse.ArgumentTypeError("dit is een geheel getal vanaf 1")
    return number


# --- analyse


def _analyse(options: argparse.Namespace) -> None:
    for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):  # threads cost more than they bring here
        os.environ.setdefault(name, "1")
    if options.votes.is_dir() or options.votes.suffix == ".parquet":
        _analyse_parts(options)
        return
    if options.engine != "here":
        raise Refused("Met --engine kan alleen een map met Parquet-bestanden worden geteld. Zie regiotafel simulate.")
    from regiotafel.engine import opinions
    from regiotafel.formats import polis

    try:
        conversation = polis.read_votes(polis.load(options.votes))
        comments = polis.read_comments(polis.load(options.statements)) if options.statements else []
        roles = polis.read_roles(polis.load(options.roles)) if options.roles else {}
        benchmark = polis.read_benchmark(polis.load(options.benchmark)) if options.benchmark else {}
    except polis.FileRefused as problem:
        raise Refused(str(problem)) from None
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
    report = opinions.analyse(
        votes,
        seed=options.seed,
        declared=declared,
        benchmark={name: one.numbers for name, one in benchmark.items()},
        when=_last_answers(conversation.person, conversation.timestamp, votes.people),
        n_resamples=_n_resamples(options),
    )
    result = opinions.as_json(
        report,
        people=votes.people,
        statements=votes.statements,
        texts={one.id: one.text for one in comments},
        sources={name: (one.source, one.year) for name, one in benchmark.items()},
        cpu_seconds=time.process_time() - start,
    )
    _write(options, result)


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
        from regiotafel import scale
        from regiotafel.engine import opinions
        from regiotafel.formats import parquet, polis
    except ImportError as missing:
        raise Refused(_without_scale(missing)) from None
    start = time.process_time()
    try:
        paths = parquet.parts(options.votes)
        comments = polis.read_comments(polis.load(options.statements)) if options.statements else []
        run = {"here": scale.here, "processes": scale.processes}.get(options.engine) or scale.dask(options.scheduler)
        report = scale.analyse(paths, run, seed=options.seed, n_resamples=_n_resamples(options))
    except polis.FileRefused as problem:
        raise Refused(str(problem)) from None
    except ValueError as problem:
        raise Refused(f"De delen passen niet bij elkaar: {problem}.") from None
    except OSError as problem:
        raise Refused(f"Het cluster of een deel is niet te bereiken: {problem}.") from None
    texts = {one.id: one.text for one in comments}
    _write(options, opinions.as_json(report, texts=texts, cpu_seconds=time.process_time() - start))


def _without_scale(missing: ImportError) -> str:
    return f"Hiervoor is {missing.name} nodig. Installeer regiotafel[scale]."


def _simulate(options: argparse.Namespace) -> None:
    try:
        from regiotafel.engine import opinions
        from regiotafel.formats import parquet
    except ImportError as missing:
        raise Refused(_without_scale(missing)) from None
    folder = options.folder
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise Refused(f"{folder} bestaat al. Kies een nieuwe of een lege map.")
    planted = opinions.Planted(options.statements, options.groups, options.apart, options.votes, seed=options.seed)
    folder.mkdir(parents=True, exist_ok=True)
    n_votes = first = 0
    for part in range(options.parts):
        n_people = options.people // options.parts + (part < options.people % options.parts)
        votes, _ = opinions.simulate(planted, n_people, part)
        here = parquet.Part(votes.person, votes.statement, votes.value, first, n_people, options.statements)
        parquet.write(folder / f"part-{part:05}.parquet", here)
        first += n_people
        n_votes += len(votes.value)
    print(f"{_many(n_votes, 'stem', 'stemmen')} van {_many(first, 'persoon', 'mensen')} in {folder}.")


def _declared(people: Sequence[str], roles: Mapping[str, Any]) -> dict[str, list[str | None]]:
    declared: dict[str, list[str | None]] = {}
    for name in ("role", "municipality"):
        values = [getattr(roles[person], name) if person in roles else None for person in people]
        if any(values):
            declared[name] = values
    return declared


def _write(options: argparse.Namespace, result: dict[str, Any]) -> None:
    """Every output or none: nothing is renamed into place before everything is written."""
    outputs: dict[Path, str] = {}
    if options.json and options.json != "-":
        outputs[Path(options.json)] = _as_text(result)
    if options.html:
        from regiotafel.reports import html

        outputs[options.html] = html.render(result)
    _write_files(outputs)
    if options.json == "-":
        print(_as_text(result), end="")
    elif not outputs:
        print(_summary(result))
    sys.stdout.flush()


def _as_text(result: dict[str, Any]) -> str:
    import json

    return json.dumps(result, ensure_ascii=False, allow_nan=False, separators=(",", ":")) + "\n"


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


# --- the summary in the terminal

MOST_IN_SUMMARY = 5
WHY_NO_GROUPS = {
    "one_group": "We zien geen aparte groepen: iedereen samen is één groep.",
    "gradual": "Er zijn geen aparte groepen: mensen verschillen geleidelijk, zonder een duidelijke grens.",
    "too_few_people": "Er zijn te weinig mensen om groepen te zoeken.",
    "too_few_votes": "Er zijn te weinig stemmen om te zeggen of er groepen zijn.",
    "unstable": "Er zijn geen vaste groepen: bij een steekproef horen steeds andere mensen bij elkaar.",
}


def _summary(result: Mapping[str, Any]) -> str:
    from regiotafel.formats import report

    lines = [
        f"{_many(result['n_people'], 'persoon', 'mensen')}, {_many(result['n_statements'], 'stelling', 'stellingen')}, "
        f"{_many(result['n_votes'], 'stem', 'stemmen')}.",
    ]
    outcome = report.read(result)
    if outcome.is_small:
        lines.append("Dat zijn weinig mensen. Lees dit als een begin van een gesprek, niet als de mening van iedereen.")
    lines.append("")
    inside, parts = _called(result)
    lines += _about_groups(result, parts)
    statements = {one["id"]: one for one in result["statements"]}
    for title, ids, answer in (
        (f"Hier zijn de meeste mensen{inside} het mee eens:", result["common_ground"], "n_agree"),
        (f"Hier zijn de meeste mensen{inside} het mee oneens:", result["common_disagreement"], "n_disagree"),
    ):
        if ids:
            told = [statements[one] for one in ids[:MOST_IN_SUMMARY]]
            lines += ["", _of(title, ids), *(f"- {one[answer]} van de {one['n_votes']}: {_name(one)}" for one in told)]
    if result["divides"]:
        lines += ["", _of(f"Hierover verschillen de {parts}. Zoveel zijn het eens:", result["divides"])]
        names = [group["name"] for group in result["groups"]]
        for one in result["divides"][:MOST_IN_SUMMARY]:
            cells = [cell for cell in statements[one]["by_group"] if cell.get("agree")]
            counts = ", ".join(f"{names[cell['group']]} {cell['n_agree']} van de {cell['n_people']}" for cell in cells)
            lines.append(f"- {counts}: {_name(statements[one])}")
    if result["unknown"]:
        lines += ["", f"Over {_many(len(result['unknown']), 'stelling', 'stellingen')} weten we nog te weinig."]
    if outcome.missed:
        lines += ["", f"We missen vooral: {', '.join(outcome.missed)}."]
    if outcome.same_votes:
        lines += ["", f"Let op: {outcome.n_same} mensen gaven precies dezelfde rij antwoorden als een ander."]
    if result["alarms"][0]["raised"]:
        lines += ["", "Let op: hoeveel iemand stemde, hangt samen met de plek op de kaart. Lees de kaart voorzichtig."]
    return "\n".join(lines)


def _called(result: Mapping[str, Any]) -> tuple[str, str]:
    """In all of them, and what they are called: a gradual difference has sides, one group has no parts."""
    if not result["groups_found"]:
        return "", "mensen"
    return (" aan elke kant", "kanten") if result["groups_reason"] == "gradual" else (" in elke groep", "groepen")


def _about_groups(result: Mapping[str, Any], parts: str) -> list[str]:
    if not result["groups_found"]:
        return [WHY_NO_GROUPS[result["groups_reason"]]]
    sizes = ", ".join(f"{group['name']} ({group['size']} mensen)" for group in result["groups"])
    quality, n = result["groups_quality"], len(result["groups"])
    if parts == "kanten":
        return [f"Mensen verschillen geleidelijk, zonder grens. We laten {n} kanten zien: {sizes}."]
    lines = [f"We zien {n} groepen die anders antwoorden: {sizes}."]
    if quality["n_resamples"] == 0:
        lines.append("Of die groepen vast zijn is onbekend: er is niet herhaald op steekproeven.")
    if not quality["sharp"]:
        lines.append("De grens tussen de groepen kan geleidelijk zijn.")
    return lines


def _many(n: int, one: str, more: str) -> str:
    number = f"{n:,}".replace(",", ".")
    return f"{number} {one if n == 1 else more}"


def _of(title: str, ids: Sequence[str]) -> str:
    """The title, with how many there are when not all of them follow."""
    return title if len(ids) <= MOST_IN_SUMMARY else f"{title[:-1]} ({MOST_IN_SUMMARY} van de {len(ids)}):"


def _name(statement: Mapping[str, Any]) -> str:
    text = " ".join(str(statement["text"] or "").split())
    short = text if len(text) <= 100 else text[:99] + "…"
    return f"{statement['id']}. {short}" if short else f"stelling {statement['id']}"


# --- the site


def _manage(typed: list[str]) -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "regiotafel.settings")
    from django.core.management import execute_from_command_line

    execute_from_command_line(["regiotafel", *typed])
    return 0


if __name__ == "__main__":
    sys.exit(main())
