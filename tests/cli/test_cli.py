from __future__ import annotations

import json
import re
import subprocess
import sys
from html import unescape
from pathlib import Path

import pytest

from regiotafel import cli
from regiotafel.engine.opinions import Votes
from regiotafel.formats import polis
from tests import real_data
from tests.engine.opinions.people import conversation
from tests.engine.opinions.schema import problems


@pytest.fixture
def files(tmp_path: Path) -> Path:
    votes, _ = conversation(90, 25, 2, apart=2.5)
    (tmp_path / "votes.csv").write_text(long(votes), encoding="utf-8")
    comments = [polis.Comment(str(j), f"Stelling nummer {j}") for j in range(25)]
    (tmp_path / "comments.csv").write_text("".join(polis.write_comments(comments)), encoding="utf-8")
    roles = "".join(f"{i},{'ouder' if i % 2 else 'jongere'}\n" for i in range(90))
    (tmp_path / "roles.csv").write_text("voter-id,role\n" + roles, encoding="utf-8")
    return tmp_path


def long(votes: Votes) -> str:
    rows = zip(votes.person.tolist(), votes.statement.tolist(), votes.value.tolist(), strict=True)
    return "".join(polis.write_votes(polis.VoteRow(i, str(j), str(p), v) for i, (p, j, v) in enumerate(rows)))


def run(*arguments: object) -> int:
    return cli.main(["analyse", *map(str, arguments)])


def test_the_report_is_written_as_json(files: Path) -> None:
    out = files / "out.json"
    options = ("--statements", files / "comments.csv", "--roles", files / "roles.csv", "--json", out)
    assert run(files / "votes.csv", *options) == 0
    report = json.loads(out.read_text(encoding="utf-8"))
    assert problems(report) == []
    assert (report["n_people"], report["n_statements"], len(report["groups"])) == (90, 25, 2)
    assert report["statements"][3]["text"] == "Stelling nummer 3"
    assert [one["value"] for one in report["declared"]["role"]] == ["jongere", "ouder"]
    assert report["cpu_seconds"] > 0


def test_a_benchmark_gives_a_second_reading_with_its_source(files: Path) -> None:
    benchmark = (
        "by,value,number,source,year\nrole,ouder,900,CBS,2025\nrole,jongere,100,CBS,2025\nrole,school,5,CBS,2025\n"
    )
    (files / "benchmark.csv").write_text(benchmark, encoding="utf-8")
    out, page = files / "out.json", files / "out.html"
    more = ("--roles", files / "roles.csv", "--benchmark", files / "benchmark.csv", "--json", out, "--html", page)
    assert run(files / "votes.csv", *more) == 0
    report = json.loads(out.read_text(encoding="utf-8"))
    assert problems(report) == []
    assert report["weights"]["missing"] == [{"by": "role", "value": "school"}]
    assert (report["weights"]["benchmark"]["role"]["source"], report["weights"]["benchmark"]["role"]["year"]) == (
        "CBS",
        2025,
    )
    assert all("weighted" in one["holds"] for one in report["conclusions"] if "holds" in one)
    text = page.read_text(encoding="utf-8")
    assert "We missen vooral: school" in text or "Wie deden mee?" in text
    assert "CBS, 2025" in text


@pytest.mark.parametrize(
    ("rows", "part"),
    [
        ("", "Er staat geen enkel getal in."),
        ("role,ouder,veel,CBS,2025\n", "number is veel"),
        ("role,ouder,5,,2025\n", "Vul bij elk getal in waar het vandaan komt."),
        ("role,ouder,5,CBS,25\n", "year is 25"),
        ("leeftijd,12,5,CBS,2025\n", "by is leeftijd"),
        ("role,ouder,5,CBS,2025\nrole,ouder,6,CBS,2025\n", "ouder staat er al in"),
        ("role,ouder,5,CBS,2025\nrole,kind,6,Gemeente,2025\n", "andere bron"),
        ("role,ouder,0,CBS,2025\n", "elk getal 0"),
        ("role,Ouder,5,CBS,2025\n", "Deelnemers noemden: jongere, ouder."),
    ],
)
def test_a_wrong_benchmark_is_refused_with_a_sentence(
    files: Path, capsys: pytest.CaptureFixture[str], rows: str, part: str
) -> None:
    (files / "benchmark.csv").write_text("by,value,number,source,year\n" + rows, encoding="utf-8")
    options = ("--roles", files / "roles.csv", "--benchmark", files / "benchmark.csv")
    assert run(files / "votes.csv", *options) == 2
    assert part in capsys.readouterr().err


def test_statements_about_who_somebody_is_stand_apart(files: Path, capsys: pytest.CaptureFixture[str]) -> None:
    page = files / "uitkomst.html"
    about = ("--title", "Hulp dichtbij", "--source", "Proef, 2026", "--profile", "1, 2")
    assert run(files / "votes.csv", "--no-bootstrap", "--html", page, *about) == 0
    text = page.read_text(encoding="utf-8")
    assert "<title>Hulp dichtbij</title>" in text
    assert "Proef, 2026" in text
    assert text.split('id="profiel"')[1].split("</section>")[0].count("<li>") == 2
    assert 'id="stelling-1"' not in text
    assert 'id="stelling-3"' in text
    capsys.readouterr()
    assert run(files / "votes.csv", "--profile", "999") == 2
    assert "Bij --profile staat een nummer dat er niet is: 999." in capsys.readouterr().err


def test_what_was_written_is_named(files: Path, capsys: pytest.CaptureFixture[str]) -> None:
    page = files / "uitkomst.html"
    assert run(files / "votes.csv", "--no-bootstrap", "--html", page) == 0
    said = capsys.readouterr().err.splitlines()[-1]
    assert said.startswith("Bij ")
    assert said.endswith(f" Geschreven: {page}")


def test_json_goes_to_the_screen_with_a_dash(files: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(files / "votes.csv", "--json", "-", "--no-bootstrap", "--seed", 3) == 0
    report = json.loads(capsys.readouterr().out)
    assert (report["seed"], report["groups_quality"]["n_resamples"]) == (3, 0)


def test_without_outputs_a_summary_is_printed(files: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(files / "votes.csv", "--statements", files / "comments.csv") == 0
    printed = capsys.readouterr().out
    said, groups = printed.split("\n\n")[:2], printed.split("\n\n")[2].splitlines()
    assert re.fullmatch(r"Bij \d+ van de 25 stellingen is in elke groep een meerderheid het eens\.", said[0])
    assert re.fullmatch(
        r"90 deelnemers gaven samen [\d.]+ antwoorden op 25 stellingen\. "
        r"We zagen twee groepen van deelnemers die vaak hetzelfde antwoordden\. "
        r"Of er echt een grens tussen die groepen is, weten we niet zeker\.",
        said[1],
    )
    assert [line[:9] for line in groups[:2]] == ["- Groep A", "- Groep B"]


def test_the_summary_says_what_the_page_says(files: Path, capsys: pytest.CaptureFixture[str]) -> None:
    told, page = ("--statements", files / "comments.csv"), files / "out.html"
    assert run(files / "votes.csv", *told) == 0
    printed = capsys.readouterr().out
    assert run(files / "votes.csv", *told, "--html", page) == 0
    words = " ".join(unescape(re.sub(r"<[^>]*>", " ", page.read_text(encoding="utf-8"))).split())
    sentences = re.findall(r"^  (.+)$", printed, flags=re.MULTILINE)
    assert len(sentences) >= 5
    assert [one for one in sentences if one not in words] == []


def test_summary_counts_people_and_says_when_they_are_few(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = [polis.VoteRow(0, str(j), str(p), 1 if j or p else -1) for p in range(12) for j in range(3)]
    (tmp_path / "votes.csv").write_text("".join(polis.write_votes(rows)), encoding="utf-8")
    assert run(tmp_path / "votes.csv") == 0
    printed = capsys.readouterr().out
    assert "Dat zijn weinig deelnemers." in printed
    assert (
        "- 1. (deze stelling heeft geen tekst)\n  Ten minste 10 van de 12 deelnemers die antwoordden, zijn het eens."
        in printed
    )
    assert (
        "- 0. (deze stelling heeft geen tekst)\n  Ten minste 10 van de 12 deelnemers die antwoordden, zijn het eens."
        in printed
    )


def test_a_matrix_gives_the_same_report(files: Path, capsys: pytest.CaptureFixture[str]) -> None:
    long = polis.read_votes((files / "votes.csv").read_bytes())
    matrix = "".join(polis.write_participants_votes(long.statements, [long]))
    (files / "matrix.csv").write_text(matrix, encoding="utf-8")
    reports = []
    for name in ("votes.csv", "matrix.csv"):
        assert run(files / name, "--json", "-") == 0
        reports.append({**json.loads(capsys.readouterr().out), "cpu_seconds": 0})
    assert reports[0] == reports[1]


@pytest.mark.parametrize(
    ("content", "part"),
    [
        (b"", "leeg"),
        (b"a,b\n1,2\n", "ontbreken"),
        (b"comment-id,voter-id,vote\n1,1,7\n", "Regel 2: de stem is 7"),
        (b"\x00", "geen tekstbestand"),
    ],
)
def test_a_wrong_file_writes_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], content: bytes, part: str
) -> None:
    (tmp_path / "votes.csv").write_bytes(content)
    (tmp_path / "out.json").write_text("old")
    assert run(tmp_path / "votes.csv", "--json", tmp_path / "out.json") == 2
    captured = capsys.readouterr()
    assert part in captured.err
    assert captured.out == ""
    assert (tmp_path / "out.json").read_text() == "old"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out.json", "votes.csv"]


def test_a_folder_that_is_not_there_is_a_sentence(files: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = sorted(files.iterdir())
    assert run(files / "votes.csv", "--json", files / "nergens" / "out.json") == 2
    assert "kan niet worden geschreven" in capsys.readouterr().err
    assert run(files / "votes.csv", "--json", files) == 2
    assert "is een map" in capsys.readouterr().err
    assert sorted(files.iterdir()) == before


def test_a_file_that_is_not_there_is_a_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(tmp_path / "votes.csv") == 2
    assert "bestaat niet" in capsys.readouterr().err


@pytest.mark.parametrize("arguments", [["onzin"], ["analyse"], ["analyse", "x.csv", "--seed", "-1"], []])
def test_a_wrong_command_is_refused(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        cli.main(arguments)
    assert stopped.value.code == 2
    assert capsys.readouterr().err


ENGLISH = re.compile(r"\b(usage|options|arguments?|error|required|invalid|expected|choose|show|help message)\b")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--help"], "laat deze uitleg zien en stop"),
        (["analyse", "--help"], "gebruik: regiotafel analyse"),
        (["simulate", "--help"], "aantal deelnemers"),
        ([], "dit ontbreekt: opdracht"),
        (["onzin"], "'onzin' kan niet. Kies uit:"),
        (["analyse"], "dit ontbreekt: VOTES.csv"),
        (["analyse", "x.csv", "--seed", "-1"], "--seed: de seed is een geheel getal vanaf 0"),
        (["analyse", "x.csv", "--seed"], "--seed: hierachter hoort één waarde"),
        (["analyse", "x.csv", "--wat"], "dit kennen we niet: --wat"),
        (
            ["analyse", "x.csv", "--s", "1"],
            "--s kan dit allemaal betekenen: --statements, --source, --seed",
        ),
        (["simulate", "map", "--apart", "ver"], "--apart: 'ver' kunnen we niet lezen als getal"),
    ],
)
def test_the_terminal_speaks_dutch(arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        cli.main(arguments)
    read = capsys.readouterr()
    assert said in read.out + read.err
    assert ENGLISH.search((read.out + read.err).replace("[options]", "")) is None


def test_one_participant_gets_an_honest_answer(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "votes.csv").write_text("comment-id,voter-id,vote\n1,1,1\n2,1,-1\n")
    assert run(tmp_path / "votes.csv") == 0
    printed = capsys.readouterr().out
    assert printed == (
        "Er zijn nog te weinig antwoorden om iets te laten zien.\n\n"
        "We laten pas iets zien als minstens vijf deelnemers antwoord gaven. Zo is niemand te herkennen.\n"
    )


def test_an_analysis_does_not_wait_for_django_or_heavy_libraries(files: Path) -> None:
    heavy = ("django", "pandas", "sklearn", "scipy", "pyarrow")
    code = (
        "import sys; from regiotafel import cli; "
        f"assert cli.main(['analyse', {str(files / 'votes.csv')!r}]) == 0; "
        f"print([name for name in {heavy!r} if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip().endswith("[]")


@pytest.mark.data
@pytest.mark.parametrize("name", real_data.CONVERSATIONS)
def test_real_conversations_get_a_report(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    folder = real_data.folder(name)
    assert run(folder / "votes.csv", "--statements", folder / "comments.csv", "--json", "-") == 0
    report = json.loads(capsys.readouterr().out)
    assert problems(report) == []
    assert (report["n_people"], report["n_statements"], report["n_votes"]) == real_data.COUNTED[name]
    assert len(report["people"]) == report["n_people"]
