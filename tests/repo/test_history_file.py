"""The program in docs/, as somebody uses it who trusts none of our code: on files as they come from the site."""

import json
import re
import runpy
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from regiotafel.history.actions import publish_head, record, remove_words
from regiotafel.history.models import Entry, short_code
from regiotafel.history.queries import head_of, text_of
from regiotafel.history.rules import as_pem, is_signed
from regiotafel.regions.acts import REGION_DESCRIBED
from regiotafel.regions.models import Role
from tests.factories import NOW, RegionFactory, UserFactory, make_member

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).resolve().parents[2]
Rows = list[dict[str, object]]


def check(path: Path, *typed: str) -> tuple[int, str]:
    """In a process of its own, outside the repository and without its packages."""
    program = [sys.executable, "-I", str(ROOT / "docs" / "check_history.py"), str(path), *typed]
    done = subprocess.run(program, capture_output=True, text=True, check=False, cwd=path.parent)
    return done.returncode, done.stdout + done.stderr


@pytest.fixture(params=["public", "whole"])
def file(request: pytest.FixtureRequest, client: Client, tmp_path: Path) -> Path:
    region = RegionFactory(slug="noord")
    with transaction.atomic():
        for n in range(6):
            data = {"é": ["ë", n, None]}
            record(by=UserFactory(), at=NOW, act=REGION_DESCRIBED, about=region, region="noord", data=data)
            if n == 3:
                second = Entry.objects.get(number=2)
                remove_words(by=None, at=NOW, entry=second, reason="Er stond een naam in.")
    if request.param == "whole":
        client.force_login(make_member(region, Role.CLERK))
    name = "history_whole" if request.param == "whole" else "history_lines"
    path = tmp_path / "noord.jsonl"
    path.write_bytes(client.get(reverse(f"pages:{name}", args=["noord"])).getvalue())
    return path


def test_a_file_as_it_comes_from_the_site_holds(file: Path) -> None:
    end = head_of("noord")
    assert check(file) == (0, f"7 regels, die alle op elkaar passen. De laatste code is {end.hash}\n")
    third = Entry.objects.get(number=3)
    for number, code in ((7, end.hash), (7, short_code(end.hash)), (3, third.hash.upper())):
        returncode, said = check(file, str(number), code)
        assert (returncode, f"Regel {number} heeft nog steeds deze code." in said) == (0, True), said
    returncode, said = check(file, "3", end.hash)
    assert (returncode, said.splitlines()[-1]) == (1, f"Regel 3 heeft een andere code: {third.hash}")
    assert check(file, "8", end.hash)[1].endswith("Er is geen regel 8.\n")


def _changed(field: str, value: object) -> Callable[[Rows], Rows]:
    return lambda rows: [row | {field: value} if row["number"] == 3 and field in row else row for row in rows]


DAMAGE: dict[str, Callable[[Rows], Rows]] = {
    **{
        f"another {field}": _changed(field, value)
        for field, value in {
            "hash": "f" * 64,
            "content_hash": "f" * 64,
            "act": "region.opened",
            "actor": "system",
            "at": "2020-01-01T00:00:00.000000+00:00",
            "behind": True,
            "data": {"é": "mooier"},
            "data_hash": "f" * 64,
            "region": "zuid",
            "salt": "f",
        }.items()
    },
    "another subject": _changed("subject", "region:0"),
    "a line gone": lambda rows: [row for row in rows if row["number"] != 3],
    "a line twice": lambda rows: [*rows[:3], rows[2], *rows[3:]],
    "two lines swapped": lambda rows: [*rows[:2], rows[3], rows[2], *rows[4:]],
    "the first line gone": lambda rows: rows[1:],
    "renumbered": lambda rows: [row | {"number": n} for n, row in enumerate(rows[1:], start=1)],
}


def test_a_damaged_file_is_found(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    program = runpy.run_path(str(ROOT / "docs" / "check_history.py"))  # in this process: there are many
    rows = [json.loads(line) for line in file.read_text().splitlines()]
    for what, damage in DAMAGE.items():
        damaged = damage(rows)
        if damaged == rows:
            assert "act" not in rows[0], what  # the public file does not hold this
            continue
        file.write_text("".join(json.dumps(row) + "\n" for row in damaged))
        assert program["main"](str(file)) == 1, what
        assert capsys.readouterr().out.startswith("Regel "), what
    returncode, said = check(file)  # the last of them once more, as somebody runs it
    assert (returncode, said.startswith("Regel ")) == (1, True), said


def test_words_that_are_gone_and_no_later_line_says_so_are_found(file: Path) -> None:
    rows = [json.loads(line) for line in file.read_text().splitlines()]
    if "act" not in rows[0]:
        return  # the public file has no words
    said = "Regel 4: de woorden zijn weg, en geen latere regel zegt dat.\n"
    silent = [row | ({"data": {}, "salt": ""} if row["number"] == 4 else {}) for row in rows]
    file.write_text("".join(json.dumps(row) + "\n" for row in silent))
    assert check(file) == (1, said)
    assert check(file, "7", head_of("noord").hash) == (1, said)
    # Of another line it does say so: that excuses only that one. And without the line that tells it, nothing does.
    with_its_line_gone = [row for row in rows if row["number"] < 5]
    file.write_text("".join(json.dumps(row) + "\n" for row in with_its_line_gone))
    assert check(file) == (1, said.replace("4", "2"))


def test_a_file_that_was_cut_off_is_found_with_the_number_and_code(file: Path) -> None:
    end = head_of("noord")
    file.write_text("".join(file.read_text().splitlines(keepends=True)[:-2]))
    assert check(file)[0] == 0
    assert check(file, str(end.number), end.hash) == (1, check(file)[1] + f"Er is geen regel {end.number}.\n")


def test_what_the_docs_say_of_the_file_and_the_program_is_so(file: Path) -> None:
    """The fields, in which of the two files they are, and how long the program is."""
    told = (ROOT / "docs" / "history-file.md").read_text()
    program = (ROOT / "docs" / "check_history.py").read_text()
    assert f"is {len(program.splitlines())} lines of plain Python" in told
    rows = [line.split("|")[1:3] for line in told.splitlines() if line.startswith("| `")]
    where = {name: place.strip() for names, place in rows for name in re.findall("`([a-z_]+)`", names)}
    is_whole = len(json.loads(file.read_text().splitlines()[0])) > 3
    wanted = {name for name, place in where.items() if is_whole or place == "both"}
    assert set(json.loads(file.read_text().splitlines()[0])) == wanted
    hashed = re.search(r"SHA-256 of the JSON object of ([^|]*)\|", told)
    said = runpy.run_path(str(ROOT / "docs" / "check_history.py"))["SAID"]
    assert tuple(re.findall("`([a-z_]+)`", hashed[1])) == said
    typed = re.findall(r"python3 check_history\.py (\S+\.jsonl)(.*)", told)
    assert [check(file.rename(file.with_name(name)), *more.split())[0] for name, more in typed[:1]] == [0]
    assert typed[1][0] == typed[0][0]
    assert check(file.with_name(typed[1][0]), *typed[1][1].split())[1].endswith("Er is geen regel 120.\n")


@pytest.mark.parametrize("text", ["{", '{"number": 1}', "[]"])
def test_what_is_no_history_gets_a_sentence(tmp_path: Path, text: str) -> None:
    path = tmp_path / "x.jsonl"
    path.write_text(text)
    returncode, said = check(path)
    assert (returncode, said.startswith("Dit is niet te lezen:")) == (2, True)
    assert check(tmp_path / "nergens.jsonl")[0] == 2
    assert check(path, "1", "kort")[0] == 2
    assert check(path, "een", "a" * 64)[0] == 2


def test_nothing_can_be_read_in_the_public_file(client: Client) -> None:
    region = RegionFactory(slug="noord")
    with transaction.atomic():
        record(by=UserFactory(), at=NOW, act=REGION_DESCRIBED, about=region, region="noord", data={"n": "geheim"})
    (line,) = client.get(reverse("pages:history_lines", args=["noord"])).getvalue().decode().splitlines()
    assert set(json.loads(line)) == {"number", "content_hash", "hash"}
    assert client.get(reverse("pages:history_whole", args=["noord"])).status_code != 200
    assert client.get(reverse("pages:history_lines", args=["nergens"])).status_code == 404


def test_anybody_can_check_a_signature_with_another_program(tmp_path: Path) -> None:
    with transaction.atomic():
        record(by=None, at=NOW, act=REGION_DESCRIBED, about="region:1", region="noord")
    head = publish_head(at=NOW, region="noord")
    assert is_signed(text_of(head), head.public_key, head.signature)
    assert not is_signed(text_of(head) + "x", head.public_key, head.signature)
    assert not is_signed(text_of(head), head.public_key, "zz")
    if (openssl := shutil.which("openssl")) is None:
        pytest.skip("no openssl here")
    (tmp_path / "head.txt").write_text(text_of(head))
    (tmp_path / "key.pem").write_text(as_pem(head.public_key))
    (tmp_path / "head.sig").write_bytes(bytes.fromhex(head.signature))
    program = ["pkeyutl", "-verify", "-pubin", "-inkey", "key.pem", "-rawin", "-in", "head.txt", "-sigfile", "head.sig"]
    assert subprocess.run([openssl, *program], cwd=tmp_path, capture_output=True, check=False).returncode == 0
    (tmp_path / "head.txt").write_text(text_of(head).replace("noord", "zuid"))
    assert subprocess.run([openssl, *program], cwd=tmp_path, capture_output=True, check=False).returncode != 0
