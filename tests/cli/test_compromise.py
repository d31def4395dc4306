"""`regiotafel compromise`: from a file to a package, as JSON and as a page; and what a bad file gets.

`pytest tests/cli/test_compromise.py -s` prints each bad file with the sentence that a person reads.
"""

from __future__ import annotations

import io
import json
import re
import sys
from collections.abc import Mapping
from html import unescape
from pathlib import Path
from typing import Any

import pytest

from regiotafel import cli
from regiotafel.engine.results import compromise as results
from regiotafel.formats import positions

GOOD = """\
levels: [lokaal, subregionaal, regionaal, bovenregionaal, landelijk]
parties: {zandermeer: {weight: 21400}, elsmeer: {weight: 9000}, No: {weight: 10}}
subjects: {crisis: {allowed: [regionaal, bovenregionaal]}, toegang: {}, expertteam: }
positions:
  zandermeer:
    crisis: {wants: regionaal, points: 12, accepts: {lokaal: 0.0, bovenregionaal: 0.7}, never: [lokaal], because: "…"}
    toegang: {wants: lokaal, points: 60, never: [landelijk]}
    expertteam: {wants: lokaal, points: 28}
  elsmeer:
    toegang: {wants: regionaal, points: 50}
    crisis: {wants: bovenregionaal, points: 50}
links: [{if: {crisis: {at_least: regionaal}}, then: {expertteam: {at_least: subregionaal}}}]
no_agreement: {crisis: lokaal, toegang: lokaal, expertteam: lokaal}
"""


@pytest.fixture
def good(tmp_path: Path) -> Path:
    (tmp_path / "good.yaml").write_text(GOOD, encoding="utf-8")
    return tmp_path / "good.yaml"


def run(*arguments: object) -> int:
    return cli.main(["compromise", *map(str, arguments)])


def outcome(capfd: pytest.CaptureFixture[str], *arguments: object) -> dict[str, Any]:
    assert run(*arguments, "--json", "-") == 0
    found: dict[str, Any] = json.loads(capfd.readouterr().out)
    results.read(found)
    return found


def test_the_outcome_has_every_rule_and_can_be_counted_by_hand(good: Path, capfd: pytest.CaptureFixture[str]) -> None:
    found = outcome(capfd, good)
    assert (found["feasible"], found["conflicts"], found["unheard"]) == (True, [], ["No"])
    assert [*found["packages"]] == ["utilitarian", "max_min", "leximin", "nash", "median"]
    levels = ["lokaal", "subregionaal", "regionaal", "bovenregionaal", "landelijk"]
    for package in found["packages"].values():
        chosen = {subject: levels.index(level) for subject, level in package["levels"].items()}
        crisis = {2: 1.0, 3: 0.7}[chosen["crisis"]]
        hand = 12 * crisis + 60 * (1 - chosen["toegang"] / 4) + 28 * (1 - chosen["expertteam"] / 4)
        assert package["satisfaction"]["zandermeer"] == pytest.approx(hand)
        assert package["lowest"] == min(package["satisfaction"].values())
        assert package["proven"] is True
        assert package["gap"] == 0
    # The link asks for an expert team that is at least subregional; the median does not look at it.
    assert {one["levels"]["expertteam"] for name, one in found["packages"].items() if name != "median"} == {
        "subregionaal"
    }
    assert found["packages"]["median"]["levels"]["expertteam"] == "lokaal"
    # With these everybody is content for three quarters; the expert team cannot be local by the law and the link.
    assert found["agreed"] == {"crisis": "regionaal", "expertteam": "subregionaal", "toegang": "subregionaal"}


def test_the_same_file_as_json_or_in_another_order_gives_the_same(
    good: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    read = positions.read(GOOD.encode())
    turned = positions.Positions(
        read.levels,
        _turned(read.parties),
        _turned(read.subjects),
        {party: _turned(some) for party, some in _turned(read.positions).items()},
        read.links,
        _turned(read.no_agreement or {}),
    )
    other = good.with_name("other.json")
    other.write_text(positions.written(turned), encoding="utf-8")
    assert positions.read(positions.written(read).encode()) == read
    assert outcome(capfd, good) == outcome(capfd, other)


def _turned(some: Mapping[str, Any]) -> dict[str, Any]:
    return dict(reversed(some.items()))


def test_one_rule_from_what_comes_in(
    good: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(good.read_bytes())))
    assert [*outcome(capfd, "-", "--rule", "max-min")["packages"]] == ["max_min"]


def test_no_time_gives_the_best_so_far(good: Path, capfd: pytest.CaptureFixture[str]) -> None:
    found = outcome(capfd, good, "--seconds", "0")
    assert found["packages"]["leximin"]["lowest"] > 50


def test_what_cannot_be_is_explained(good: Path, capfd: pytest.CaptureFixture[str]) -> None:
    text = GOOD.replace("28}", "28, never: [subregionaal, regionaal, bovenregionaal, landelijk]}")
    good.write_text(text, encoding="utf-8")
    found = outcome(capfd, good)
    assert (found["feasible"], found["packages"]) == (False, {})
    assert found["conflicts"] == [[{"party": "zandermeer", "subject": "expertteam"}, {"link": 0}]]
    assert found["repairs"] == [[{"party": "zandermeer", "subject": "expertteam"}], [{"link": 0}]]
    assert run(good) == 0
    said = capfd.readouterr().out
    assert "Dit kan niet samen: het breekpunt van zandermeer over expertteam en verband 1." in said
    assert "Het kan weer zonder verband 1." in said
    assert run(good, "--html", good.with_suffix(".html")) == 0
    assert "Het kan weer zonder verband 1." in good.with_suffix(".html").read_text(encoding="utf-8")


def test_who_was_late_is_called_late_and_goes_out_as_it_came_in(good: Path, capfd: pytest.CaptureFixture[str]) -> None:
    read = positions.read(LATE.encode())
    assert positions.read(positions.written(read).encode()) == read
    good.write_text(LATE, encoding="utf-8")
    found = outcome(capfd, good)
    assert (found["unheard"], found["late"]) == ([], ["No"])
    assert run(good) == 0
    assert "Deze gemeente was te laat en telt niet mee: No." in capfd.readouterr().out


def test_what_a_red_line_costs_and_what_moves_is_told_when_asked(good: Path, capfd: pytest.CaptureFixture[str]) -> None:
    lifted = GOOD.replace("regionaal, points: 50}", "regionaal, points: 60}", 1)
    good.write_text(lifted.replace("60, never: [landelijk]", "60, never: [subregionaal]"), encoding="utf-8")
    found = outcome(capfd, good, "--explain")
    (dear,) = found["concessions"]
    assert (dear["party"], dear["subject"], dear["proven"]) == ("zandermeer", "toegang", True)
    without = good.with_name("without.yaml")
    without.write_text(lifted, encoding="utf-8")
    then = outcome(capfd, without)["packages"]["leximin"]["lowest"]
    assert dear["price"] == pytest.approx(then - found["packages"]["leximin"]["lowest"])
    assert found["stability"]["regret"] >= 0
    assert run(good, "--explain") == 0
    assert "Zonder het breekpunt van zandermeer over toegang stijgt het laagste met" in capfd.readouterr().out


def test_the_page_tells_the_same_and_can_be_counted_again(good: Path, capfd: pytest.CaptureFixture[str]) -> None:
    page, document = good.with_suffix(".html"), good.with_suffix(".json")
    assert run(good, "--html", page, "--json", document) == 0
    assert "Geschreven: " in capfd.readouterr().err
    found = results.read(document.read_text(encoding="utf-8"))
    text = unescape(page.read_text(encoding="utf-8"))
    assert "<script" not in text
    assert re.search(r"(src|href)=", text) is None
    package = found.packages["leximin"]
    assert package is not None
    tables = re.findall(r"<caption id=\"t-\d+\">([^<]+)</caption>(.*?)</tbody>", text, flags=re.DOTALL)
    assert len(tables) == len(package.satisfaction)
    for name, table in tables:
        cells = [
            float(one.replace(",", "."))
            for one in re.findall(r"<td class=\"num\" data-name=\"[^\"]+\">([\d,]+)</td>", table)
        ]
        points = [*zip(cells[::3], cells[1::3], cells[2::3], strict=True)]
        got, best = sum(p * s for p, s, _ in points), sum(p * b for p, _, b in points)
        assert 100 * got / best == pytest.approx(package.satisfaction[name], abs=0.01)


PARTIES = "{zandermeer: {weight: 21400}, elsmeer: {weight: 9000}, No: {weight: 10}}"
LOCAL = "wants: lokaal, points: 60"
LATE = GOOD.replace("No: {weight: 10}", "No: {weight: 10, late: true}")
BAD: list[tuple[str, str, str]] = [
    ("empty", "", "Dit bestand is leeg."),
    ("no YAML", "levels: [lokaal", "geen goede YAML"),
    ("a list", "- lokaal", "hier horen de delen te staan"),
    ("a text", "hallo", "hier horen de delen te staan"),
    ("no positions", "levels: [a, b]\nparties: {x: }\nsubjects: {y: }", "positions: dit deel ontbreekt"),
    ("one level", GOOD.replace("subregionaal, regionaal, bovenregionaal, landelijk]", "]", 1), "vul 2 tot en met 20"),
    ("an unknown part", GOOD + "wensen: {}\n", "Regel 14: wensen: dit deel kennen we niet"),
    ("an unknown level", GOOD.replace(LOCAL, "wants: locaal"), "niet: locaal. De niveaus"),
    ("where it is", GOOD.replace(LOCAL, "wants: locaal"), "Regel 7: positions, zandermeer"),
    ("an unknown party", GOOD.replace("  elsmeer:\n", "  elzmeer:\n"), "deze gemeente staat niet bij parties: elzmeer"),
    ("an unknown subject", GOOD.replace("    toegang: {wants: reg", "    toegamg: {wants: reg"), "subjects: toegamg"),
    ("points in words", GOOD.replace("points: 12", "points: veel"), "vanaf 0, met een punt. Er staat: veel."),
    ("negative points", GOOD.replace("points: 12", "points: -12"), "Er staat: -12."),
    ("no number", GOOD.replace("points: 12", "points: .nan"), "Er staat: .nan."),
    ("nan", GOOD.replace("points: 12", "points: nan"), "Er staat: nan."),
    ("endless", GOOD.replace("points: 12", "points: inf"), "Er staat: inf."),
    ("a comma", GOOD.replace("bovenregionaal: 0.7", "bovenregionaal: '0,7'"), "van 0 tot en met 1, met een punt."),
    ("accepts too much", GOOD.replace("bovenregionaal: 0.7", "bovenregionaal: 1.2"), "van 0 tot en met 1"),
    ("wants what it never", GOOD.replace("never: [lokaal]", "never: [regionaal]"), "bij wants en ook bij never"),
    ("the same name twice", GOOD + "levels: [a, b]\n", "de naam levels staat hier twee keer"),
    ("the same party twice", GOOD.replace("{zandermeer: {weight", "{elsmeer: , zandermeer: {weight"), "twee keer"),
    ("a bomb", "a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]", "verwijzing (& of *)"),
    ("no end", "[" * 5000, "Dit bestand"),
    ("no end in JSON", '{"a":' * 5000 + "1" + "}" * 5000, "te veel lagen"),
    ("JSON twice", '{"levels": ["a", "b"], "levels": ["a"]}', "twee keer"),
    ("no level allowed", GOOD.replace("allowed: [regionaal, bovenregionaal]", "allowed: []"), "minstens één niveau"),
    ("half a link", GOOD.replace(", then: {expertteam: {at_least: subregionaal}}", ""), "Hier ontbreekt then."),
    ("a link about nothing", GOOD.replace("{at_least: subr", "{meer: subr"), "meer kennen we hier niet"),
    ("nobody keeps", GOOD.replace("{at_least: subregionaal}", "{at_least: regionaal, is: lokaal}"), "geen enkel"),
    ("a link to no level", GOOD.replace("{at_least: subregionaal}", "{in: []}"), "geen enkel niveau voldoet hieraan"),
    ("a title of parts", GOOD + "title: {a: b}\n", "Regel 14: title: hier hoort tekst te staan"),
    ("reasons in a list", GOOD.replace('because: "…"', "because: [x]"), "crisis, because: hier hoort tekst te staan"),
    ("nobody answered", re.sub(r"positions:\n(  .*\n)*", "positions: {}\n", GOOD), "nog geen enkel standpunt"),
    ("late, and counted", LATE.replace("  elsmeer:\n", "  No:\n"), "No is late, en telt dus niet mee"),
    ("late on a day", LATE.replace("late: true", "late: gisteren"), "No, late: vul hier true of false in"),
    ("a list of parties", GOOD.replace(PARTIES, "[a]"), "met een dubbele punt"),
    ("more documents", GOOD + "---\na: b\n", "meer delen"),
]  # fmt: skip


@pytest.mark.parametrize(("content", "sentence"), [one[1:] for one in BAD], ids=[one[0] for one in BAD])
def test_a_bad_file_gets_a_sentence_with_the_place(
    content: str, sentence: str, good: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    good.write_text(content, encoding="utf-8")
    assert run(good, "--json", good.with_suffix(".json")) == 2
    said = capfd.readouterr()
    print(said.err)  # noqa: T201  # the list that the head of this file promises
    assert sentence in said.err
    assert said.out == ""
    assert not good.with_suffix(".json").exists()


def test_what_is_no_text_or_not_there_is_refused(good: Path, capfd: pytest.CaptureFixture[str]) -> None:
    good.write_bytes(b"levels: [a]\n\xff\xfe")
    assert run(good) == 2
    assert run(good.with_name("weg.yaml")) == 2
    said = capfd.readouterr().err
    assert "Regel 2: hier staat een teken dat geen UTF-8 is." in said
    assert "bestaat niet" in said
