"""Files that a command writes: all of them whole, or none."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from tempfile import NamedTemporaryFile

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
