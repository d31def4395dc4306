"""The real conversations that stand beside the repository, where they do."""

from __future__ import annotations

from pathlib import Path

import pytest

POLIS = Path(__file__).parents[2] / "shared" / "data" / "polis"
# people, statements with votes, current votes: as the data's own README says
CONVERSATIONS = {
    "london.youth.policing": (26, 36, 638),
    "scoop-hivemind.biodiversity": (536, 314, 29_719),
    "vtaiwan.uberx": (1_921, 197, 49_443),
}
# The same of what counts: without statements that were refused there, the answers to them, and who gave no other.
COUNTED = {
    "london.youth.policing": (26, 36, 638),
    "scoop-hivemind.biodiversity": (529, 154, 29_188),
    "vtaiwan.uberx": (1_912, 119, 49_348),
}


def folder(name: str) -> Path:
    """The folder of a conversation; skips the test when it is not there."""
    found = POLIS / name
    if not found.is_dir():
        pytest.skip(f"the real conversation {name} is not beside the repository (../shared/data/polis)")
    return found


def pabulib_file(name: str) -> Path:
    """An election about money; skips the test when it is not there."""
    found = POLIS.parent / "pabulib" / f"{name}.pb"
    if not found.is_file():
        pytest.skip(f"the real election {name} is not beside the repository (../shared/data/pabulib)")
    return found
