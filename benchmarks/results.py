"""benchmarks/RESULTS.md: each script writes its own section, and leaves the others as they are."""

from __future__ import annotations

import os
import platform
import re
from datetime import UTC, datetime
from pathlib import Path

RESULTS = Path(__file__).parent / "RESULTS.md"
HEAD = "# What was measured\n\nWritten by `make bench`. Each section says when and on which machine it was made.\n"


def write(title: str, lines: list[str]) -> None:
    """Print a section, and put it in the place of the one with the same title."""
    print("\n".join(lines), flush=True)
    load = f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores"  # a quiet run has a load of about one
    when = f"{datetime.now(UTC):%Y-%m-%d}, {_processor()}, Python {platform.python_version()}, {load}"
    section = "\n".join([f"## {title}", "", f"*{when}*", "", *lines, ""])
    before = RESULTS.read_text(encoding="utf-8") if RESULTS.exists() else HEAD
    head, *sections = re.split(r"^(?=## )", before, flags=re.MULTILINE)
    kept = {one.splitlines()[0][3:]: one.strip() + "\n" for one in sections}
    kept[title] = section
    RESULTS.write_text("\n".join([head.strip() + "\n", *(kept[name] for name in sorted(kept))]), encoding="utf-8")


def _processor() -> str:
    for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines():
        if line.startswith("model name"):
            return line.split(":", 1)[1].strip()
    return platform.machine()
