"""What the documents say is so."""

import re
import sys
import tomllib
from pathlib import Path

import pytest
from django.apps import apps
from django.db.models import Choices

from tests.repo import house
from tests.repo.house import ROOT

DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "benchmarks").rglob("*.md")])
# A newcomer reads them on one screen, and a screen and a half.
LONGEST = {"README.md": 66, "ARCHITECTURE.md": 75}


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_every_link_between_documents_leads_somewhere(path: Path) -> None:
    links = re.findall(r"\]\((?!https?:|mailto:|#)([^)#]+)[^)]*\)", path.read_text(encoding="utf-8"))
    assert [link for link in links if not (path.parent / link).exists()] == []


@pytest.mark.parametrize("name", ["README.md", "CONTRIBUTING.md", ".ci/run"])
def test_every_make_command_that_is_told_exists(name: str) -> None:
    told = set(re.findall(r"\bmake(?: --no-print-directory)? ([a-z]+)\b", (ROOT / name).read_text(encoding="utf-8")))
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    assert told & {"demo", "test", "lint"}
    assert told - targets <= {"and", "a", "the"}


def test_every_decision_has_a_number_of_its_own() -> None:
    numbers = [path.name[:4] for path in sorted((ROOT / "docs" / "decisions").glob("[0-9]*.md"))]
    assert len(set(numbers)) == len(numbers)


@pytest.mark.parametrize("name", LONGEST)
def test_the_first_documents_stay_short(name: str) -> None:
    assert len((ROOT / name).read_text(encoding="utf-8").splitlines()) <= LONGEST[name]


def test_every_table_and_every_list_of_choices_stands_in_the_glossary() -> None:
    glossary = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")
    tables = [model for app in house.line_of_apps(ROOT) for model in apps.get_app_config(app).get_models()]
    choices = [
        one
        for module in {sys.modules[model.__module__] for model in tables}
        for one in vars(module).values()
        if isinstance(one, type) and issubclass(one, Choices) and one.__module__ == module.__name__
    ]
    assert {one.__name__ for one in (*tables, *choices) if f"`{one.__name__}`" not in glossary} == set()


def test_every_word_of_code_in_the_glossary_exists() -> None:
    glossary = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")
    code = "\n".join(path.read_text(encoding="utf-8") for path in house.package(ROOT).rglob("*.py"))
    named = re.findall(r"\| `(\w+)` \|", glossary)
    assert [name for name in named if f"class {name}(" not in code and f"class {name}:" not in code] == []


def test_the_drawing_of_the_line_is_the_line() -> None:
    drawing = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    assert " --- ".join(house.line_of_apps(ROOT)) in drawing


def test_one_version_is_told_everywhere() -> None:
    version = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    assert f'softwareVersion: "{version}"' in (ROOT / "publiccode.yml").read_text(encoding="utf-8")
    assert f"## {version}" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


def test_publiccode_has_what_the_standard_asks() -> None:
    text = (ROOT / "publiccode.yml").read_text(encoding="utf-8")
    keys = set(re.findall(r"^(\w+):", text, re.MULTILINE))
    asked = {
        "publiccodeYmlVersion",
        "name",
        "url",
        "releaseDate",
        "platforms",
        "developmentStatus",
        "softwareType",
        "description",
        "legal",
        "maintenance",
        "localisation",
    }
    assert asked <= keys
    for short in re.findall(r"shortDescription: (.+)", text):
        assert len(short) <= 150
    for long in re.findall(r"longDescription: >\n((?: {6}.+\n)+)", text):
        assert 150 <= len(" ".join(long.split())) <= 10_000
