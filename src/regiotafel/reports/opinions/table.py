"""A report as one table (RFC 4180): a row per statement and part of the people. A mark tells Excel that it is UTF-8."""

import csv
import io
from collections.abc import Iterator, Mapping
from typing import Any

from .outcome import Outcome
from .statements import ORDERS

COLUMNS = (
    "stelling",
    "tekst",
    "uitkomst",
    "verdeling",
    "deel",
    "mensen",
    "eens",
    "oneens",
    "weet_ik_niet",
    "eens_schatting",
    "eens_laag",
    "eens_hoog",
    "oneens_schatting",
    "oneens_laag",
    "oneens_hoog",
    "verborgen",
)
OUTCOMES = {
    "common_ground": "elke groep eens",
    "common_disagreement": "elke groep oneens",
    "divide": "groepen verdeeld",
    "unknown": "te weinig antwoorden",
    "hidden": "te weinig antwoorden",
    "none": "",
}
PARTS = {"group": "groep", "role": "rol", "municipality": "gemeente"}


def write_table(outcome: Outcome) -> Iterator[str]:
    """The table as text, one statement at a time. A part that is hidden has no numbers."""
    yield "\ufeff" + lines([COLUMNS])
    names = [group.name for group in outcome.groups]
    for one in outcome.in_order(ORDERS[2]):
        about = (one.id, safe(one.text), OUTCOMES[one.status])
        everybody = {**one.data, "n_people": one.data["n_votes"]}
        rows = [(*about, "iedereen", "", *_numbers(everybody))]
        if len(names) > 1:
            rows += [(*about, "groep", names[cell["group"]], *_numbers(cell)) for cell in one.data["by_group"]]
        for name, cells in one.data["by_declared"].items():
            part = safe(PARTS.get(name, name))
            rows += [(*about, part, safe(cell["value"]), *_numbers(cell)) for cell in cells]
        for cell in one.data.get("by_crossing", ()):
            part = " en ".join(PARTS.get(name, name) for name in cell["by"])
            rows.append((*about, safe(part), safe(", ".join(cell["values"])), *_numbers(cell)))
        yield lines(rows)


def _numbers(cell: Mapping[str, Any]) -> tuple[object, ...]:
    if cell.get("hidden"):
        return (*[""] * 10, "ja")
    counts = cell["n_people"], cell["n_agree"], cell["n_disagree"], cell["n_unsure"]
    estimates = [
        "" if cell[answer] is None else cell[answer][end]
        for answer in ("agree", "disagree")
        for end in ("estimate", "low", "high")
    ]
    return (*counts, *estimates, "nee")


def lines(rows: list[Any], delimiter: str = ",") -> str:
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=delimiter).writerows(rows)
    return out.getvalue()


def safe(text: str) -> str:
    """A spreadsheet takes a cell that begins with one of these for a formula; a quote before it says it is text."""
    return "'" + text if text.lstrip()[:1] in ("=", "+", "-", "@") or text[:1] in ("\t", "\r") else text
