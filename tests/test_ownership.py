"""What we keep belongs to one user of the machine, whatever the umask, also when it was made wider before."""

import os
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from regiotafel.ownership import mend, own_folder

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(autouse=True)
def _umask_of_before() -> Iterator[None]:
    before = os.umask(0)
    os.umask(before)
    yield
    os.umask(before)


def wide(folder: Path) -> list[str]:
    """What others can do something with."""
    return [str(path) for path in (folder, *folder.rglob("*")) if stat.S_IMODE(path.stat().st_mode) & 0o077]


def run(data: Path, *command: str) -> subprocess.CompletedProcess[str]:
    given = {**os.environ, "REGIOTAFEL_DATA": str(data), "REGIOTAFEL_DATABASE": "sqlite:///"}
    return subprocess.run(
        [sys.executable, "manage.py", *command],
        cwd=ROOT,
        env=given,
        umask=0,
        check=True,
        capture_output=True,
        text=True,
    )


def test_a_new_site_is_for_its_owner_only_and_an_old_one_is_mended_with_a_line(tmp_path: Path) -> None:
    data = tmp_path / "data"
    assert "could be read by others" not in run(data, "prepare").stderr
    run(data, "backup", str(data / "copy.zip"))
    assert (data / "regiotafel.sqlite3").exists()
    assert wide(data) == []
    (data / "media").mkdir()
    (data / "media" / "blad.csv").touch()
    for path in (data, *data.rglob("*")):
        path.chmod(0o755 if path.is_dir() else 0o644)
    (data / "regiotafel.sqlite3-wal").touch(0o644)
    assert "could be read by others" in run(data, "prepare").stderr
    assert wide(data) == []


def test_a_folder_that_all_share_and_what_is_elsewhere_stay_as_they_are(tmp_path: Path) -> None:
    shared, elsewhere = tmp_path / "shared", tmp_path / "elsewhere"
    for path in (shared, elsewhere):
        path.mkdir()
    shared.chmod(0o1777)
    elsewhere.chmod(0o755)
    (shared / "link").symlink_to(elsewhere)
    own_folder(shared)
    assert mend(shared, shared / "is-niet-er") == []
    assert stat.S_IMODE(shared.stat().st_mode) == 0o1777
    assert stat.S_IMODE(elsewhere.stat().st_mode) == 0o755
