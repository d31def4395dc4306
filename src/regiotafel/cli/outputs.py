"""What a command reads and writes: a file or what comes in; all of its files whole, or none."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from tempfile import NamedTemporaryFile
from types import ModuleType

from regiotafel.formats import tables
from regiotafel.formats.tables import why
from regiotafel.refused import Refused


def write_files(outputs: Mapping[Path, str]) -> None:
    """Nothing is renamed into place before everything is written. A pipe or a device is written to as it is."""
    waiting: list[tuple[Path, Path]] = []
    path = Path()
    try:
        for path, text in outputs.items():
            if path.is_dir():
                raise Refused(f"{path} is een map. Geef de naam van een bestand.")
            if path.exists() and not path.is_file():
                path.write_text(text, encoding="utf-8")
                continue
            with NamedTemporaryFile("w", encoding="utf-8", dir=path.parent, prefix=".regiotafel-", delete=False) as out:
                waiting.append((Path(out.name), path))
                out.write(text)
        for temporary, path in waiting:
            temporary.chmod(0o644)
            temporary.replace(path)
    except (OSError, ValueError) as problem:
        shown = str(path).replace("\0", "?")
        raise Refused(f"Het rapport kan niet worden geschreven: {why(problem)} ({shown}).") from None
    finally:
        for temporary, _ in waiting:
            with suppress(OSError):
                temporary.unlink()


# --- An outcome as a page, as JSON, or as sentences on the screen


def loaded(name: str, most_bytes: int) -> bytes:
    """Of a file; `-` is what comes in."""
    if name == "-":
        return sys.stdin.buffer.read(most_bytes + 1)
    return tables.load(Path(name), most_bytes)


def pages(of: str) -> ModuleType:
    """What writes an outcome as a page: only who asks for one waits for it, and for Django."""
    return import_module(f"regiotafel.reports.{of}.html")


def add_outputs(command: argparse.ArgumentParser) -> None:
    command.add_argument("--json", metavar="OUT.json", help="schrijf de uitkomst als JSON (- is het scherm)")
    command.add_argument("--html", metavar="OUT.html", help="schrijf de uitkomst als webpagina (- is het scherm)")


def check_outputs(json: str | None, html: str | None) -> None:
    """Before anything is counted."""
    if json == "-" and html == "-":
        raise Refused("Met - kan één uitkomst naar het scherm. Geef voor de andere de naam van een bestand.")
    if json and json == html:
        raise Refused("Geef --json en --html elk een eigen naam.")


def tell(
    json: str | None,
    html: str | None,
    *,
    as_json: Callable[[], str],
    as_html: Callable[[], str],
    headline: str,
    summary: Callable[[], Sequence[str]],
) -> None:
    """In the files that were asked for, every one or none; on the screen when none was."""
    texts = {name: write() for name, write in ((json, as_json), (html, as_html)) if name}
    write_files({Path(name): text for name, text in texts.items() if name != "-"})
    if written := [name for name in texts if name != "-"]:
        print(f"{headline} Geschreven: {', '.join(written)}", file=sys.stderr)
    if "-" in texts:
        print(texts["-"], end="")
    elif not texts:
        print("\n".join(summary()))
    sys.stdout.flush()
