"""One file that needs nothing else, and says the same as the site."""

import json
import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path

import pytest

from regiotafel.cli import main
from regiotafel.reports import html
from tests.reports.sample import answers, report


class Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.words.append(data)


def opened(text: str) -> tuple[Reader, str]:
    reader = Reader()
    reader.feed(text)
    return reader, " ".join(" ".join(reader.words).split())


def test_file_is_dutch_and_has_a_title() -> None:
    reader, _ = opened(html.render(report(), title="Ronde over hulp"))
    assert ("html", {"lang": "nl"}) in reader.tags
    assert "<title>Ronde over hulp</title>" in html.render(report(), title="Ronde over hulp")


def test_file_loads_nothing_and_runs_nothing() -> None:
    text = html.render(report())
    reader, _ = opened(text)
    assert not [tag for tag, _ in reader.tags if tag in ("script", "link", "img", "iframe", "object")]
    for tag, attributes in reader.tags:
        assert not any(name.startswith("on") or name in ("src", "style") for name in attributes), tag
        address = attributes.get("href")
        assert address is None or address.startswith("#")
    assert "url(" not in text
    assert "@import" not in text


def test_every_id_is_used_once_and_every_link_arrives() -> None:
    reader, _ = opened(html.render(report()))
    ids = [attributes["id"] for _, attributes in reader.tags if "id" in attributes]
    assert len(ids) == len(set(ids))
    links = [attributes["href"] for _, attributes in reader.tags if "href" in attributes]
    assert links
    assert {f"#{one}" for one in ids} >= set(links)


def test_list_of_contents_names_parts_below_the_first_look_in_their_order() -> None:
    for data in (report(), report(n_groups=1), report() | {"same_votes": [{"n_people": 6, "minutes": 3}]}):
        text = html.render(data)
        below = re.findall(r'<section aria-labelledby="([\w-]+)"', text.split("</nav>")[1])
        named = re.findall(r'<li><a href="#([\w-]+)">', text.split("</nav>")[0])
        assert named == [one for one in below if one in named]
        assert {"groepen", "stellingen", "hoe"} <= set(named)


def test_what_makes_an_outcome_doubtful_is_said_before_what_came_out() -> None:
    data = report()
    assert "Houd hier rekening mee" not in html.render(data)
    data["same_votes"] = [{"n_people": 6, "minutes": 3}]
    data["alarms"][0]["raised"] = True
    text = html.render(data)
    before = text[text.index("Houd hier rekening mee") : text.index('id="gedeeld"')]
    assert "6 deelnemers gaven precies dezelfde rij antwoorden" in before
    assert "hangt ook af van hoeveel stellingen" in before


def test_a_file_begins_with_the_sentence_and_pictures() -> None:
    text = html.render(report())
    looks = ("<h1>", 'id="gedeeld"', 'id="verdeeld"', 'id="kaart-t"', 'id="wie-samen"', 'id="vier-t"', "<table")
    order = [text.index(one) for one in looks]
    assert order == sorted(order)


def test_a_file_says_whose_answers_these_are_and_what_stood_apart() -> None:
    text = html.render(report(), title="Politie", source="Londen, 2022, CC BY 4.0", profile=["Ik ben een vrouw"])
    assert "Bron:</" not in html.render(report())
    assert "Londen, 2022, CC BY 4.0" in text
    assert "Ik ben een vrouw" in text[text.index('id="profiel"') :]


def test_heading_says_over_how_many_statements_every_group_agrees() -> None:
    data = report()
    _, words = opened(html.render(data))
    n = len(data["common_ground"])
    assert f"Bij {n} van de {data['n_statements']} stellingen is in elke groep een meerderheid het eens" in words
    assert re.search(r"(ongeveer (negen|acht) van de tien|deelnemers die antwoordden zijn) het eens\.", words)
    divided = r"In groep [AB] zijn \d+ van de \d+ deelnemers het eens, in groep [AB] maar \d+ van de \d+\."
    assert re.search(divided, words)


@pytest.mark.parametrize(
    ("reason", "sentence"),
    [
        ("one_group", "We zagen geen aparte groepen"),
        ("unstable", "We zagen geen groepen die bij elkaar blijven"),
        ("too_few_people", "We kunnen nog niet zeggen of er groepen zijn"),
        ("too_few_votes", "We kunnen nog niet zeggen of er groepen zijn"),
    ],
)
def test_no_groups_is_said_in_words(reason: str, sentence: str) -> None:
    data = report(n_groups=1)
    assert len(data["groups"]) == 1
    data["groups_reason"] = reason
    _, words = opened(html.render(data))
    assert sentence in words
    assert "groep A" not in words


def test_fewer_than_five_people_show_nothing() -> None:
    data = report(n_people=4)
    text = html.render(data)
    assert "Er zijn nog te weinig antwoorden om iets te laten zien" in text
    assert "<table" not in text
    assert 'role="img"' not in text
    assert "Stelling 1" not in text


def test_hidden_cells_say_so_and_carry_no_number() -> None:
    data = report(n_people=18, n_groups=1)
    assert any(cell.get("hidden") for one in data["statements"] for cell in one["by_declared"]["role"])
    text = html.render(data)
    rows = re.findall(r"<tr>(?:(?!</tr>).)*tonen we niet.*?</tr>", text, re.DOTALL)
    assert rows
    for row in rows:
        assert not re.search(r"\d", re.sub(r'colspan="\d"|<th.*?</th>', "", row))


def test_statements_that_few_people_answered_stand_together_without_numbers() -> None:
    data = report()
    hidden = {"hidden": True, "n_votes": None, "n_agree": None, "n_disagree": None, "n_unsure": None}
    for one in data["statements"][:2]:
        one.update(hidden, agree=None, disagree=None, agreement_low=None, divide=None, by_group=[], by_declared={})
    data["conclusions"] = []
    text = html.render(data)
    assert text.count("minder dan 5 deelnemers. Daar laten we niets over zien") == 1
    assert '<li id="stelling-1">' in text
    assert 'id="tabel-1"' not in text


def test_command_line_writes_the_page_beside_the_json(tmp_path: Path) -> None:
    votes = tmp_path / "votes.csv"
    rows = "".join(f"{person},{statement},{vote}\n" for person, statement, vote in answers(30, 6, 2))
    votes.write_text("voter-id,comment-id,vote\n" + rows, encoding="utf-8")
    assert main(["analyse", str(votes), "--html", str(tmp_path / "out.html")]) == 0
    text = (tmp_path / "out.html").read_text(encoding="utf-8")
    assert text.startswith("<!doctype html>")
    assert "30 deelnemers gaven samen" in text


def test_statement_without_text_is_named_by_its_number() -> None:
    _, words = opened(html.render(report(texts=False)))
    assert "stelling 3" in words
    assert "None" not in words


def test_text_of_a_statement_is_never_markup() -> None:
    data = report()
    for one in data["statements"]:
        one["text"] = "<script>alert(1)</script><img src=x onerror=y>"
    text = html.render(data, title="<b>")
    assert "<script" not in text
    assert "<img" not in text
    assert "<b>" not in text


def test_file_is_made_without_apps_or_database() -> None:
    code = """
import json, sys
from regiotafel.cli import main
from regiotafel.reports import html
text = html.render(json.load(sys.stdin))
from django.apps import apps
assert not apps.ready
assert "django.db.models" not in sys.modules and "weasyprint" not in sys.modules
assert "elke groep" in text
"""
    done = subprocess.run(
        [sys.executable, "-c", code],
        input=json.dumps(report()),
        text=True,
        capture_output=True,
        check=False,
        env={"PATH": "/usr/bin:/bin"},
    )
    assert done.returncode == 0, done.stderr
