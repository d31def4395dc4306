"""A report as one table: a row per statement and part of the people."""

from collections.abc import Iterator, Mapping
from typing import Any

from regiotafel.formats.tables import write_csv

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
    """The table as text. A part that is hidden has no numbers."""
    return write_csv(COLUMNS, _rows(outcome))


def _rows(outcome: Outcome) -> Iterator[tuple[object, ...]]:
    names = [group.name for group in outcome.groups]
    for one in outcome.in_order(ORDERS[2]):
        about = (one.id, one.text, OUTCOMES[one.status])
        yield *about, "iedereen", "", *_numbers({**one.data, "n_people": one.data["n_votes"]})
        if len(names) > 1:
            for cell in one.data["by_group"]:
                yield *about, "groep", names[cell["group"]], *_numbers(cell)
        for name, cells in one.data["by_declared"].items():
            for cell in cells:
                yield *about, PARTS.get(name, name), cell["value"], *_numbers(cell)
        for cell in one.data.get("by_crossing", ()):
            part = " en ".join(PARTS.get(name, name) for name in cell["by"])
            yield *about, part, ", ".join(cell["values"]), *_numbers(cell)


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
