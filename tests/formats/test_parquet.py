"""The parts of a large conversation, as files."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from regiotafel.formats import parquet
from regiotafel.formats.faults import FileRefused


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "geen Parquet-bestand"),
        (b"voter-id,comment-id,vote\n", "geen Parquet-bestand"),
    ],
)
def test_a_file_that_is_no_parquet_is_refused(content: bytes, sentence: str, tmp_path: Path) -> None:
    path = tmp_path / "part.parquet"
    path.write_bytes(content)
    with pytest.raises(FileRefused, match=sentence):
        parquet.read(path)


def test_a_vote_of_seven_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "part.parquet"
    one = np.zeros(1, dtype=np.int32)
    parquet.write(path, parquet.Part(one, one, np.array([7], dtype=np.int8), 0, 1, 1))
    with pytest.raises(FileRefused, match="een stem die niet 1, 0 of -1 is"):
        parquet.read(path)


def test_a_part_comes_back_as_it_was_written(tmp_path: Path) -> None:
    path = tmp_path / "part.parquet"
    person, statement = np.array([0, 0, 2], dtype=np.int32), np.array([1, 3, 0], dtype=np.int32)
    parquet.write(path, parquet.Part(person, statement, np.array([1, 0, -1], dtype=np.int8), 500, 4, 9))
    part = parquet.read(path)
    assert (part.person.tolist(), part.statement.tolist(), part.value.tolist()) == ([0, 0, 2], [1, 3, 0], [1, 0, -1])
    assert (part.first, part.n_people, part.n_statements) == (500, 4, 9)


def test_a_folder_without_parts_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FileRefused, match="geen Parquet-bestanden"):
        parquet.parts(tmp_path)
