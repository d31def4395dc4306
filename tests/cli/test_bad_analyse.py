"""What bad input gets at `regiotafel analyse`: a sentence and exit code 2, soon, and nothing is written.

`pytest tests/cli/test_bad_analyse.py -s` prints each case with the sentence that a person reads.
"""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from regiotafel import cli

HEADER = "comment-id,voter-id,vote\n"
WHOLE = HEADER + "".join(f"{j},{i},1\n" for i in range(6) for j in range(3))


def text(content: str | bytes, name: str = "votes.csv") -> Callable[[Path], list[str]]:
    def make(folder: Path) -> list[str]:
        (folder / name).write_bytes(content.encode() if isinstance(content, str) else content)
        return [str(folder / name)]

    return make


def beside(option: str, content: str) -> Callable[[Path], list[str]]:
    """A good list of votes, with a second file that is not."""

    def make(folder: Path) -> list[str]:
        return [*text(WHOLE)(folder), option, *text(content, "second.csv")(folder)]

    return make


def a_folder(folder: Path) -> list[str]:
    (folder / "map").mkdir()
    (folder / "map" / "lees-mij.txt").write_text("hallo")
    return [str(folder / "map")]


def broken_parts(folder: Path) -> list[str]:
    (folder / "map").mkdir()
    (folder / "map" / "part-00000.parquet").write_bytes(b"PAR1 dit is het niet")
    return [str(folder / "map")]


def a_million_statements(folder: Path) -> list[str]:
    return text(HEADER + "".join(f"{j},{j % 1000},1\n" for j in range(1_000_000)))(folder)


def a_wide_table(folder: Path) -> list[str]:
    names, votes = ",".join(map(str, range(100_000))), ",".join(["1"] * 100_000)
    return text(f"participant,{names}\n1,{votes}\n")(folder)


BAD: list[tuple[str, Callable[[Path], list[str]], str]] = [
    ("NaN als stem", text(HEADER + "1,1,NaN\n"), "Regel 2: de stem is NaN."),
    ("oneindig als stem", text(HEADER + "1,1,inf\n"), "Regel 2: de stem is inf."),
    ("een stem van 7", text(HEADER + "1,1,1\n1,2,7\n"), "Regel 3: de stem is 7."),
    ("een halve stem", text(HEADER + "1,1,0.5\n"), "Regel 2: de stem is 0.5."),
    ("een leeg vak", text(HEADER + "1,,1\n"), "voter-id of comment-id is leeg."),
    ("een leeg bestand", text(""), "Dit bestand is leeg."),
    ("alleen de eerste regel", text(HEADER), "In dit bestand staat geen enkele stem."),
    ("kolommen die ontbreken", text("a,b\n1,2\n"), "deze kolommen ontbreken: comment-id, voter-id, vote."),
    ("een regel met te weinig vakken", text(HEADER + "1,1\n"), "deze regel heeft 2 vakken"),
    ("dubbele kolommen", text("comment-id,voter-id,vote,vote\n1,1,1,1\n"), "meer dan eens: vote."),
    ("een kapot Excel-bestand", text(b"PK\x03\x04rest"), "Dit Excel-bestand kunnen we niet lezen."),
    ("geen tekst", text(b"\x00\x01\x02"), "Dit is geen tekstbestand."),
    ("geen UTF-8", text(b"comment-id,voter-id,vote\n\xff,1,1\n"), "een teken dat geen UTF-8 is."),
    ("een miljoen stellingen", a_million_statements, "Dit bestand heeft 1.000.000 stellingen."),
    ("een tabel van 100.000 kolommen", a_wide_table, "Dit bestand heeft 100.000 stellingen."),
    ("een map zonder delen", a_folder, "staan geen Parquet-bestanden."),
    ("kapotte Parquet", broken_parts, "is geen Parquet-bestand met person, statement en value."),
    ("een bestand dat er niet is", lambda folder: [str(folder / "nergens.csv")], "bestaat niet."),
    ("rollen zonder rol", beside("--roles", "voter-id\n1\n"), "deze kolommen ontbreken: role."),
    ("stellingen zonder tekst", beside("--statements", "comment-id\n1\n"), "deze kolommen ontbreken: comment-body."),
    ("aantallen zonder bron", beside("--benchmark", "by,value,number\n"), "deze kolommen ontbreken: source, year."),
]


def tell(request: pytest.FixtureRequest, capsys: pytest.CaptureFixture[str], what: str) -> None:
    if request.config.getoption("capture") == "no":
        with capsys.disabled():
            sys.stdout.write(what)


@pytest.mark.parametrize(("name", "make", "sentence"), BAD, ids=[name for name, _, _ in BAD])
def test_bad_input_is_refused_with_a_sentence_and_nothing_is_written(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    request: pytest.FixtureRequest,
    name: str,
    make: Callable[[Path], list[str]],
    sentence: str,
) -> None:
    out = tmp_path / "uit.json"
    arguments = make(tmp_path)
    if "Parquet" in sentence:
        pytest.importorskip("pyarrow", reason="Parquet is read with the extra regiotafel[scale]")
    start = time.perf_counter()
    code = cli.main(["analyse", *arguments, "--json", str(out)])
    took = time.perf_counter() - start
    read = capsys.readouterr()
    told = f"\n{name} ({took:.1f} s): {' / '.join(read.err.strip().splitlines()[:3])}"
    tell(request, capsys, told)
    assert code == 2
    assert sentence in read.err
    assert "Traceback" not in read.err
    assert read.out == ""
    assert not out.exists()


@pytest.mark.parametrize(
    ("name", "content", "sentence", "told_of_groups"),
    [
        (
            "één deelnemer",
            HEADER + "1,1,1\n2,1,-1\n",
            "We laten pas iets zien als minstens vijf deelnemers antwoord gaven.",
            "Zo is niemand te herkennen.\n",
        ),
        (
            "één stelling",
            HEADER + "".join(f"1,{i},1\n" for i in range(50)),
            "50 deelnemers gaven samen 50 antwoorden op 1 stelling.",
            "We kunnen nog niet zeggen of er groepen zijn. Daarvoor zijn er te weinig stellingen.",
        ),
        (
            "iedereen overal eens",
            WHOLE,
            "6 deelnemers gaven samen 18 antwoorden op 3 stellingen.",
            "We kunnen nog niet zeggen of er groepen zijn. Daarvoor gaven te weinig deelnemers antwoord.",
        ),
    ],
)
def test_little_input_gets_an_honest_answer(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    request: pytest.FixtureRequest,
    name: str,
    content: str,
    sentence: str,
    told_of_groups: str,
) -> None:
    assert cli.main(["analyse", *text(content)(tmp_path)]) == 0
    read = capsys.readouterr()
    told = f"\n{name}: {' / '.join(read.out.split(chr(10) * 2)).strip()}"
    tell(request, capsys, told)
    assert sentence in read.out
    assert told_of_groups in read.out
    assert "in elke groep" not in read.out


# --- files that do not fit, and outputs that cannot be written

TOLD = (
    "comment-id,moderated,agrees,disagrees,comment-body\n0,1,{a},{d},Een\n1,1,{a},{d},Twee\n2,-1,{a},{d},Geheim woord\n"
)


def run(folder: Path, *arguments: object) -> int:
    return cli.main(["analyse", str(folder / "votes.csv"), "--no-bootstrap", *map(str, arguments)])


@pytest.fixture
def sound(tmp_path: Path) -> Path:
    (tmp_path / "votes.csv").write_text(WHOLE)
    (tmp_path / "comments.csv").write_text(TOLD.format(a=6, d=0))
    (tmp_path / "other-way.csv").write_text(TOLD.format(a=0, d=6))
    return tmp_path


def test_votes_turned_round_are_counted_only_when_somebody_says_how(
    sound: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    told = ("--statements", sound / "other-way.csv")
    assert run(sound, *told) == 2
    read = capsys.readouterr()
    assert "De stemmen staan andersom" in read.err
    assert "--turn-votes" in read.err
    assert read.out == ""
    assert run(sound, *told, "--turn-votes") == 0
    assert "andersom" not in capsys.readouterr().err
    assert run(sound, *told, "--anyway") == 0
    assert "andersom" in capsys.readouterr().err


def test_what_was_refused_elsewhere_is_not_told(sound: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out, page = sound / "uit.json", sound / "uit.html"
    assert run(sound, "--statements", sound / "comments.csv", "--json", out, "--html", page) == 0
    assert "Niet geplaatst waar deze ronde gehouden is: 1 stelling" in capsys.readouterr().err
    assert "Geheim" not in out.read_text(encoding="utf-8") + page.read_text(encoding="utf-8")
    assert '"n_statements":2' in out.read_text(encoding="utf-8")


def test_a_pipe_is_read(sound: Path) -> None:
    code = f"{sys.executable} -m regiotafel.cli analyse /dev/stdin --no-bootstrap"
    done = subprocess.run(code.split(), input=WHOLE, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("map", "is een map"),
        ("nergens/uit.html", "de map bestaat niet"),
        ("votes.csv/x", "geen map"),
        ("é" * 300, "te lang"),
    ],
)
def test_an_output_that_cannot_be_written_is_a_sentence(
    sound: Path, capsys: pytest.CaptureFixture[str], name: str, said: str
) -> None:
    (sound / "map").mkdir()
    before = sorted(sound.rglob("*"))
    assert run(sound, "--html", sound / name, "--json", sound / "uit.json") == 2
    read = capsys.readouterr()
    assert said in read.err
    assert read.out == ""
    assert sorted(sound.rglob("*")) == before


def test_two_outputs_have_two_names(sound: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(sound, "--html", sound / "uit", "--json", sound / "uit") == 2
    assert "elk een eigen naam" in capsys.readouterr().err


@pytest.mark.parametrize("asked", [["help"], ["help", "analyse"], ["hulp"], ["--help"]])
def test_who_asks_for_help_gets_it(asked: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        cli.main(asked)
    assert ended.value.code == 0
    assert capsys.readouterr().out.startswith("gebruik: regiotafel")
