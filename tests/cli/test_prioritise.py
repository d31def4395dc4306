"""`regiotafel prioritise`: from a file to a plan, as JSON and as a page."""

from __future__ import annotations

import io
import json
import re
import sys
from pathlib import Path
from typing import Any

import pytest

from regiotafel import cli
from tests.formats.test_pabulib import GOOD
from tests.formats.test_plan import GOOD as PLAN


@pytest.fixture
def good(tmp_path: Path) -> Path:
    (tmp_path / "good.pb").write_text(GOOD, encoding="utf-8")
    return tmp_path / "good.pb"


def run(*arguments: object) -> int:
    return cli.main(["prioritise", *map(str, arguments)])


def outcome(capfd: pytest.CaptureFixture[str], *arguments: object) -> dict[str, Any]:
    assert run(*arguments, "--json", "-") == 0
    found: dict[str, Any] = json.loads(capfd.readouterr().out)
    return found


def test_json_says_who_won_who_paid_and_what_would_have_been_enough(
    good: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    found = outcome(capfd, good)
    assert (found["winners"], found["capacity"], found["cost"]) == (["9"], 1000, 600)
    assert found["payments"] == {"9": {"v1": 200.0, "v2": 200.0, "v4": 200.0}}
    assert (found["inside"]["9"]["runner_up"], found["inside"]["9"]["price"]) == ("10", "200")
    assert (found["losers"]["10"]["would_win_at"], found["losers"]["10"]["lacks"]) == (100, 300.0)
    assert (found["losers"]["a"]["why"], found["losers"]["a"]["would_win_at"]) == ("nobody", None)
    assert found["cpu_seconds"] >= 0
    completed = outcome(capfd, good, "--completion", "add1u", "--start", "floored")
    assert (completed["winners"], completed["completed"]) == (["9", "10"], [])
    assert outcome(capfd, good, "--rule", "greedy", "--utility", "cardinality")["winners"] == ["10", "9"]


def test_a_file_can_come_in_and_without_outputs_the_outcome_is_told(
    good: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(good.read_bytes())))
    assert run("-") == 0
    told = capfd.readouterr().out
    assert told.startswith("Één van de drie maatregelen komt in het plan.")
    assert "Wandelpad (9): Drie mensen betaalden dit samen, gemiddeld 200. Zonder deze maatregel was “Een tafel" in told
    assert "Kostte deze maatregel 100, dan was die er wel in gekomen. Bij elk hoger bedrag niet." in told
    assert "gemiddeld 250 per persoon" in told
    # A measure that fits in what is left, and yet is not in: that is said.
    assert "Er blijft 400 over." in told
    # With a rule in which nobody has an own part, nobody is said to have money left.
    assert run(good, "--rule", "greedy") == 0
    assert "hadden samen nog" not in capfd.readouterr().out


def test_a_page_needs_nothing_else(good: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert run(good, "--html", tmp_path / "plan.html", "--json", tmp_path / "plan.json") == 0
    page = (tmp_path / "plan.html").read_text(encoding="utf-8")
    assert not re.search(r"<script|<link|src=|http", page)
    assert "Wandelpad" in page
    assert json.loads((tmp_path / "plan.json").read_text(encoding="utf-8"))["winners"] == ["9"]
    assert "Geschreven" in capfd.readouterr().err


def test_it_speaks_english(good: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert run(good, "--language", "en") == 0
    told = capfd.readouterr().out
    assert "One of the three measures is in the plan." in told
    assert "maatregel" not in told
    assert run(good) == 0  # and Dutch again
    assert "in het plan" in capfd.readouterr().out


@pytest.mark.parametrize(
    ("content", "arguments", "says"),
    [
        ("", (), "leeg"),
        (GOOD.replace("10;400", "10;vier"), (), "Regel 10: cost is een heel bedrag"),
        (GOOD, ("--rule", "greedy", "--completion", "add1u"), "equal-shares"),
        (GOOD, ("--json", "-", "--html", "-"), "één uitkomst"),
        (GOOD[:-60], (), "het deel VOTES ontbreekt. Nodig zijn: META, PROJECTS, VOTES."),
        (GOOD.split("v1;")[0].replace("num_votes;4", "num_votes;0"), (), "nog geen stem"),
    ],
)
def test_what_cannot_be_is_said_in_a_sentence(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], content: str, arguments: tuple[str, ...], says: str
) -> None:
    (tmp_path / "file.pb").write_text(content, encoding="utf-8")
    assert run(tmp_path / "file.pb", *arguments) == 2
    out, err = capfd.readouterr()
    assert not out
    assert says in err


def test_a_plan_of_years_is_told_year_by_year(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "plan.yaml").write_text(PLAN, encoding="utf-8")
    found = outcome(capfd, tmp_path / "plan.yaml")
    assert [(one["year"], one["winners"]) for one in found["years"]] == [
        ("2027", ["expertteam", "wachttijd-klein"]),
        ("2028", []),
    ]
    assert found["years"][0]["kinds"]["gemeente"] == {"people": 5, "endowment": 400000.0, "left": 200000.0}
    ranked = outcome(capfd, tmp_path / "plan.yaml", "--rule", "criteria")
    assert ranked["years"][0]["winners"] == ["expertteam", "wachttijd", "app"]
    assert run(tmp_path / "plan.yaml") == 0
    assert "2028: Er is 700.000 te verdelen." in capfd.readouterr().out


def test_adding_one_to_milliards_is_refused_with_what_to_do(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "rich.pb").write_text(GOOD.replace("budget;1000", f"budget;{10**15}"), encoding="utf-8")
    assert run(tmp_path / "rich.pb", "--completion", "add1u") == 2
    assert "Deel alle bedragen door" in capfd.readouterr().err
    assert run(tmp_path / "rich.pb", "--json", "-") == 0
