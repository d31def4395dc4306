"""The cells of a report as one table for a spreadsheet."""

import csv
import io

from regiotafel.reports.opinions.outcome import read
from regiotafel.reports.opinions.table import COLUMNS, write_table
from tests.reports.sample import report


def rows(data: dict) -> list[dict[str, str]]:  # type: ignore[type-arg]
    text = "".join(write_table(read(data)))
    assert text.startswith("\ufeff")
    return list(csv.DictReader(io.StringIO(text[1:], newline=""), delimiter=";"))


def test_there_is_one_row_per_statement_and_part() -> None:
    data = report()
    found = rows(data)
    parts = 1 + len(data["groups"]) + sum(len(values) for values in data["declared"].values())
    assert len(found) == data["n_statements"] * parts
    assert tuple(found[0]) == COLUMNS
    assert len({(one["stelling"], one["verdeling"], one["deel"]) for one in found}) == len(found)


def test_hidden_parts_have_no_numbers() -> None:
    hidden = [one for one in rows(report(n_people=18, n_groups=1)) if one["verborgen"] == "ja"]
    assert hidden
    assert all(value == "" for one in hidden for name, value in one.items() if name in COLUMNS[5:15])


def test_numbers_have_the_comma_of_a_spreadsheet_in_dutch() -> None:
    text = "".join(write_table(read(report())))
    assert "\r\n" in text
    one = rows(report())[0]
    low, estimate, high = (one[f"eens_{name}"] for name in ("laag", "schatting", "hoog"))
    assert all("," in number and "." not in number for number in (low, estimate, high))
    assert 0 < float(low.replace(",", ".")) < float(estimate.replace(",", ".")) < float(high.replace(",", ".")) < 1


def test_what_is_not_told_is_empty_and_never_nobody() -> None:
    """As the engine says it, and of a report that was stored with a zero."""
    data = report()
    cell = data["statements"][0]
    cell |= {"n_agree": cell["n_votes"] - 2, "n_disagree": 0, "n_unsure": None, "n_untold": 2}
    one = rows(data)[0]
    assert (one["eens"], one["oneens"], one["weet_ik_niet"]) == (str(cell["n_votes"] - 2), "", "")
    for found in rows(report(n_people=60)):
        if found["niet_genoemd"] not in ("", "0"):
            assert "0" not in (found["eens"], found["oneens"], found["weet_ik_niet"])


def test_without_groups_the_outcome_speaks_of_everybody() -> None:
    assert {one["uitkomst"] for one in rows(report(n_groups=1))} <= {
        "duidelijk eens",
        "duidelijk oneens",
        "nog te weinig antwoorden",
        "",
    }


def test_text_is_never_a_formula() -> None:
    data = report()
    data["statements"][0]["text"] = '=HYPERLINK("x")'
    data["statements"][1]["text"] = " @SUM(A1)"
    found = {one["stelling"]: one["tekst"] for one in rows(data)}
    assert found[data["statements"][0]["id"]] == '\'=HYPERLINK("x")'
    assert found[data["statements"][1]["id"]] == "' @SUM(A1)"
