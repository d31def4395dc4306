"""`regiotafel compare-positions`: two files beside each other, and what a bad one gets."""

from __future__ import annotations

import json
import re
from html import unescape
from pathlib import Path
from typing import Any

import msgspec
import pytest

from regiotafel import cli
from regiotafel.engine.results import differences as results
from regiotafel.formats import positions

HERE = """\
title: Lindestroom
levels: [lokaal, subregionaal, regionaal, bovenregionaal, landelijk]
parties: {a1: {}, a2: {}, a3: {}, a4: {}}
subjects: {Crisishulp: {words: [spoed, crisisdienst, spoed]}, Toegang: {words: wijkteam}, Dyslexie: , Alleen hier: {}}
positions:
  a1: {Crisishulp: {wants: regionaal}, Toegang: {wants: lokaal}, Dyslexie: {wants: regionaal}}
  a2: {Crisishulp: {wants: regionaal}, Toegang: {wants: lokaal}, Dyslexie: {wants: regionaal}}
  a3: {Crisishulp: {wants: regionaal}, Toegang: {wants: lokaal}, Dyslexie: {wants: lokaal}}
  a4: {Crisishulp: {wants: bovenregionaal}, Toegang: {wants: regionaal}, Dyslexie: {wants: regionaal}}
"""
THERE = """\
title: <b>Maasvallei</b>
levels: [lokaal, deelregio, regionaal, bovenregionaal, landelijk]
parties: {b1: {}, b2: {}, b3: {}}
subjects: {Acute hulp: {words: [spoed]}, Lokale teams: {words: [wijkteams]}, dyslexie: {}, "<i>daar</i>": {}}
positions:
  b1: {Acute hulp: {wants: regionaal}, Lokale teams: {wants: lokaal}, dyslexie: {wants: lokaal}}
  b2: {Acute hulp: {wants: regionaal}, Lokale teams: {wants: lokaal}, dyslexie: {wants: lokaal}}
  b3: {Acute hulp: {wants: regionaal}, Lokale teams: {wants: deelregio}, dyslexie: {wants: lokaal}}
"""


@pytest.fixture
def here(tmp_path: Path) -> Path:
    (tmp_path / "here.yaml").write_text(HERE, encoding="utf-8")
    (tmp_path / "there.yaml").write_text(THERE, encoding="utf-8")
    return tmp_path / "here.yaml"


def run(*arguments: object) -> int:
    return cli.main(["compare-positions", *map(str, arguments)])


def outcome(capfd: pytest.CaptureFixture[str], *arguments: object) -> dict[str, Any]:
    assert run(*arguments, "--json", "-") == 0
    found: dict[str, Any] = json.loads(capfd.readouterr().out)
    msgspec.convert(found, results.Differences)
    return found


def test_every_subject_has_its_kind_and_the_variance_adds_up(here: Path, capfd: pytest.CaptureFixture[str]) -> None:
    found = outcome(capfd, here, here.with_name("there.yaml"))
    kinds = {one["names"][0]: one["kind"] for one in found["subjects"]}
    assert kinds == {"Crisishulp": "words", "Toegang": "words", "Dyslexie": "level"}
    assert found["only_words"] == pytest.approx(2 / 3)
    assert found["only"] == [["Alleen hier"], ["<i>daar</i>"]]
    dyslexia = next(one for one in found["subjects"] if one["names"][0] == "Dyslexie")
    # 2, 2, 0, 2 beside 0, 0, 0: the mean of all is 6/7, the variance 0.9796.
    assert dyslexia["means"] == [1.5, 0.0]
    assert dyslexia["between"] == pytest.approx(4 * 3 * 1.5**2 / 7**2)
    assert dyslexia["within"] == pytest.approx(4 * 0.75 / 7)
    assert (found["exact"], found["divisions"]) == (True, 35)


def test_what_a_person_says_of_pairs_counts_first(here: Path, capfd: pytest.CaptureFixture[str]) -> None:
    pairs = here.with_name("pairs.yaml")
    pairs.write_text("same: {Toegang: Lokale teams}\ndifferent: {Crisishulp: [Acute hulp]}\n", encoding="utf-8")
    found = outcome(capfd, here, here.with_name("there.yaml"), "--pairs", pairs)
    told = {one["names"][0]: one["confirmed"] for one in found["subjects"]}
    assert told == {"Toegang": True, "Dyslexie": False}
    assert found["only"][0] == ["Alleen hier", "Crisishulp"]


def test_parts_of_one_file_are_compared_by_the_names_of_their_parties(
    here: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    found = outcome(capfd, here, here, "--only-here", "a1, a2,a3", "--only-there", "a4")
    assert [one["n_parties"] for one in found["groups"]] == [3, 1]
    assert [one["name"] for one in found["groups"]] == ["Lindestroom (1)", "Lindestroom (2)"]
    assert found["kinds"] == {"few": 4}
    assert run(here, here, "--only-here", "a1, weg") == 2
    assert "deze gemeente staat niet bij parties: weg." in capfd.readouterr().err


def test_the_page_and_the_screen_tell_it_in_words(here: Path, capfd: pytest.CaptureFixture[str]) -> None:
    page = here.with_name("out.html")
    assert run(here, here.with_name("there.yaml"), "--html", page) == 0
    capfd.readouterr()
    assert run(here, here.with_name("there.yaml")) == 0
    screen = capfd.readouterr().out
    assert "- Toegang, daar: Lokale teams: 3 lokaal, 1 regionaal | 2 lokaal, 1 subregionaal." in screen
    text = unescape(re.sub(r"\s+", " ", page.read_text(encoding="utf-8")))
    for told in (
        "De gemeenten binnen een groep verschillen meer van elkaar dan “Lindestroom” van “<b>Maasvallei</b>”",
        "Drie onderwerpen lijken te verschillen. Bij twee daarvan is alleen de naam anders en het niveau hetzelfde.",
        "Twee paren zijn een voorstel van de computer",
        "subregionaal is deelregio",
    ):
        assert told in screen
        assert told in text
    assert "<b>" not in page.read_text(encoding="utf-8")
    assert "<i>" not in page.read_text(encoding="utf-8")
    assert "<script" not in text


def test_words_survive_being_written_and_read_again(here: Path) -> None:
    read = positions.read(here.read_bytes())
    assert read.words == {"Crisishulp": ["spoed", "crisisdienst"], "Toegang": ["wijkteam"]}
    assert positions.read(positions.written(read).encode()) == read


BAD = {
    "levels": (THERE.replace("deelregio, ", "").replace("deelregio", "lokaal"), "niet evenveel niveaus"),
    "words": (THERE.replace("[spoed]", "{spoed: 1}"), "Regel 4: subjects, Acute hulp, words: hier hoort een lijst"),
    "many": (
        THERE.replace("[spoed]", str([f"w{n}" for n in range(51)])),
        "Regel 4: subjects, Acute hulp, words: dit zijn er te veel. Hooguit 50.",
    ),
    "unknown": (THERE.replace("words: [spoed]", "word: [spoed]"), "word kennen we hier niet. Wel: allowed, words."),
    "empty": ("", "Dit bestand is leeg."),
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_file_is_refused_with_its_name_and_place(
    here: Path, capfd: pytest.CaptureFixture[str], name: str
) -> None:
    text, told = BAD[name]
    bad = here.with_name("bad.yaml")
    bad.write_text(text, encoding="utf-8")
    assert run(here, bad) == 2
    said = capfd.readouterr()
    assert told in said.err
    assert said.out == ""
    if name != "levels":
        assert said.err.startswith(str(bad))


PAIRS = {
    "same: {Toegang: Foo}": "Regel 1: same, Toegang: dit onderwerp staat niet in het tweede bestand: Foo.",
    "same: {Bar: Lokale teams}": "Regel 1: same, Bar: dit onderwerp staat niet in het eerste bestand: Bar.",
    "same: {Toegang: Acute hulp, Crisishulp: Acute hulp}": "Acute hulp staat in meer dan één paar.",
    "alike: {}": "alike kennen we hier niet. Wel: same, different.",
    "[1]": "hier horen de delen te staan: same, different.",
}


@pytest.mark.parametrize("text", PAIRS)
def test_bad_pairs_are_refused_with_their_place(here: Path, capfd: pytest.CaptureFixture[str], text: str) -> None:
    pairs = here.with_name("pairs.yaml")
    pairs.write_text(text, encoding="utf-8")
    assert run(here, here.with_name("there.yaml"), "--pairs", pairs) == 2
    assert PAIRS[text] in capfd.readouterr().err
    assert run("-", "-") == 2
    assert "Met - kan één bestand binnenkomen." in capfd.readouterr().err
