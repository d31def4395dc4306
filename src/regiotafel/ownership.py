"""What we keep belongs to one user of the machine: nobody else who can log in there reads it.

Folders are 0700 and files 0600, whatever the umask of who starts us. What was made wider before is mended at the start.
"""

import logging
import os
import stat
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

logger = logging.getLogger(__name__)

# What others may do with a file, and what they may with a folder that all of them share (such as /tmp).
OTHERS = stat.S_IRWXG | stat.S_IRWXO
SHARED = stat.S_ISVTX


def own_folder(folder: Path) -> None:
    """The folder with the data is there, for its owner only; and from here on so is what this process makes."""
    os.umask(OTHERS)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    if _narrow(folder):
        logger.warning("%s could be read by others on this machine; not any more", folder.name)


def mend(folder: Path, *besides: Path) -> list[Path]:
    """Takes from others what they could read in the folder, and of single files elsewhere. Says which these were."""
    return [path for path in (*_below(folder), *besides) if _narrow(path)]


def files_of_database(name: Path) -> list[Path]:
    """SQLite keeps two files beside the one of its name."""
    return [name, *(name.with_name(name.name + end) for end in ("-wal", "-shm", "-journal"))]


def _below(folder: Path) -> Iterator[Path]:
    yield folder
    for home, folders, files in os.walk(folder):
        yield from (Path(home) / name for name in (*folders, *files))


def _narrow(path: Path) -> bool:
    """True when others could do something with it before. What is not ours to change stays as it is."""
    with suppress(OSError):
        mode = path.lstat().st_mode
        if stat.S_ISLNK(mode) or mode & SHARED or not mode & OTHERS:
            return False
        path.chmod(stat.S_IMODE(mode) & ~OTHERS)
        return True
    return False
