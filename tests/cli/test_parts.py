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
    whole = as_json(analyse_votes(Votes(person, statement, value, 3000, 40)))
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


def test_engines_have_the_same_form(folder: Path) -> None:
    paths = parquet.parts(folder)
    assert parts.here(len_of, paths, max) == parts.here(len_of, paths[::-1], max)


def len_of(path: Path) -> int:
    return len(parquet.read(path).value)


@pytest.mark.parametrize("typed", [["--engine", "dask"], ["--scheduler", "tcp://127.0.0.1:1"]])
def test_dask_needs_its_scheduler_and_the_other_way_round(typed: list[str], folder: Path) -> None:
    assert cli.main(["analyse", str(folder), *typed]) == 2
