"""The same numbers from one process, from several, and from a real Dask cluster of two worker processes."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from dask.distributed import LocalCluster

from regiotafel import cli
from regiotafel.cli import parts
from regiotafel.engine.opinions import Votes, as_json
from regiotafel.engine.opinions import analyse as analyse_votes
from regiotafel.formats import parquet

SIZE = ["--people", "3000", "--statements", "40", "--votes", "15", "--groups", "2", "--parts", "3"]
ABOUT_PERSONS = {"people", "space", "cpu_seconds"}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    where = tmp_path_factory.mktemp("parts") / "votes"
    assert cli.main(["simulate", str(where), *SIZE]) == 0
    return where


@pytest.fixture
def scheduler() -> Iterator[str]:
    options: dict[str, Any] = {"n_workers": 2, "threads_per_worker": 1, "processes": True, "dashboard_address": None}
    with LocalCluster(host="127.0.0.1", **options) as cluster:
        yield cluster.scheduler_address


def report(folder: Path, *options: str) -> dict[str, Any]:
    out = folder.parent / "out.json"
    assert cli.main(["analyse", str(folder), "--json", str(out), *options]) == 0
    found: dict[str, Any] = json.loads(out.read_text(encoding="utf-8"))
    return {name: value for name, value in found.items() if name != "cpu_seconds"}


def test_parts_give_the_report_of_all_votes_in_memory(folder: Path) -> None:
    parts = [parquet.read(path) for path in parquet.parts(folder)]
    person = np.concatenate([part.person + np.int32(part.first) for part in parts])
    statement = np.concatenate([part.statement for part in parts])
    value = np.concatenate([part.value for part in parts])
    who, person = np.unique(person, return_inverse=True)  # those who answered, by their numbers
    whole = as_json(analyse_votes(Votes(person, statement, value, len(who), 40)))
    in_parts = report(folder)
    for group in (*whole["groups"], *in_parts["groups"]):  # where a group stands on the map is known of persons only
        del group["across"], group["up"]
    for name in whole.keys() - ABOUT_PERSONS:
        assert json.dumps(whole[name]) == json.dumps(in_parts[name]), name
    assert len(in_parts["groups"]) > 1
    assert "people" not in in_parts


@pytest.mark.cluster
def test_several_processes_give_the_numbers_of_one(folder: Path) -> None:
    assert report(folder, "--engine", "processes", "--no-bootstrap") == report(folder, "--no-bootstrap")


@pytest.mark.cluster
@pytest.mark.filterwarnings("default")
def test_a_dask_cluster_of_two_workers_gives_the_numbers_of_one_process(folder: Path, scheduler: str) -> None:
    on_dask = report(folder, "--engine", "dask", "--scheduler", scheduler, "--no-bootstrap")
    assert on_dask == report(folder, "--no-bootstrap")


def test_the_same_seed_simulates_the_same_votes(folder: Path, tmp_path: Path) -> None:
    assert cli.main(["simulate", str(tmp_path / "again"), *SIZE]) == 0
    for one, other in zip(parquet.parts(folder), parquet.parts(tmp_path / "again"), strict=True):
        assert one.read_bytes() == other.read_bytes()


def test_the_same_people_in_two_parts_are_refused(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    first = parquet.parts(folder)[0]
    for name in ("a", "b"):
        (tmp_path / f"{name}.parquet").write_bytes(first.read_bytes())
    assert cli.main(["analyse", str(tmp_path)]) == 2
    assert "De delen passen niet bij elkaar" in capsys.readouterr().err


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same votes as a list and in three parts, with statements: two refused, one about people, and somebody who
    answered none of the others."""
    folder = tmp_path_factory.mktemp("both")
    chance = np.random.default_rng(3)
    person, statement = (one.ravel() for one in np.mgrid[0:60, 0:9])
    value = np.where((person % 2 == 0) ^ (statement % 3 == 0), 1, -1) * (chance.random(len(person)) < 0.9)
    keep = (person != 59) | (statement == 2)
    person, statement, value = person[keep], statement[keep], value[keep]
    (folder / "parts").mkdir()
    for first in (0, 20, 40):
        here = (person >= first) & (person < first + 20)
        columns = (person[here] - first).astype(np.int32), statement[here].astype(np.int32), value[here].astype(np.int8)
        parquet.write(folder / "parts" / f"part-{first}.parquet", parquet.Part(*columns, first, 20, 9))
    votes = (f"{j},{i},{v}" for i, j, v in zip(person, statement, value, strict=True))
    (folder / "votes.csv").write_text("\n".join(["comment-id,voter-id,vote", *votes]))
    for name, sign in (("comments", 1), ("turned", -1)):
        lines = ["comment-id,agrees,disagrees,moderated,is-meta,comment-body"]
        for j in range(9):
            given = value[statement == j] * sign
            about = f"{'false' if j != 5 else 'true'},Stelling \u200b{j}\u00ad"
            lines.append(f"{j},{(given == 1).sum()},{(given == -1).sum()},{-1 if j in (2, 8) else 1},{about}")
        (folder / f"{name}.csv").write_text("\n".join(lines))
    return folder


def test_statements_that_stay_apart_stay_apart_in_parts_too(both: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found, said = [], []
    for votes in ("votes.csv", "parts"):
        told = ["--statements", str(both / "comments.csv"), "--json", str(both / "out.json")]
        assert cli.main(["analyse", str(both / votes), *told]) == 0
        found.append(json.loads((both / "out.json").read_text(encoding="utf-8")))
        said.append(capsys.readouterr().err)
    assert said[0] == said[1]
    assert "Niet geplaatst waar deze ronde gehouden is: 2 stellingen" in said[1]
    whole, in_parts = found
    assert in_parts["n_people"] == whole["n_people"] == 59
    assert [one["id"] for one in in_parts["statements"]] == ["0", "1", "3", "4", "6", "7"]
    assert in_parts["statements"][2]["text"] == "Stelling 3"
    for group in (*whole["groups"], *in_parts["groups"]):
        del group["across"], group["up"]
    for name in in_parts.keys() - ABOUT_PERSONS:
        assert whole[name] == in_parts[name], name


def test_parts_are_held_against_the_counts_of_statements(both: Path, capsys: pytest.CaptureFixture[str]) -> None:
    other_way = ["analyse", str(both / "parts"), "--no-bootstrap", "--statements", str(both / "turned.csv")]
    assert cli.main(other_way) == 2
    assert "De stemmen staan andersom" in capsys.readouterr().err
    assert cli.main([*other_way, "--turn-votes"]) == 0
    assert "andersom" not in capsys.readouterr().err
    (both / "others.csv").write_text("comment-id,comment-body\n100,Iets anders\n")
    assert cli.main([*other_way[:-1], str(both / "others.csv")]) == 2
    assert "Geen enkele stelling uit dit bestand" in capsys.readouterr().err


def test_engines_have_the_same_form(folder: Path) -> None:
    paths = parquet.parts(folder)
    assert parts.here(len_of, paths, max) == parts.here(len_of, paths[::-1], max)


def len_of(path: Path) -> int:
    return len(parquet.read(path).value)


@pytest.mark.parametrize("typed", [["--engine", "dask"], ["--scheduler", "tcp://127.0.0.1:1"]])
def test_dask_needs_its_scheduler_and_the_other_way_round(typed: list[str], folder: Path) -> None:
    assert cli.main(["analyse", str(folder), *typed]) == 2
