"""Holding the whole history against itself and against the rest of the database."""

from datetime import datetime

from regiotafel.history.actions import keep_inspection, vouch
from regiotafel.history.queries import Progress, Verification, silently, trusted_keys, verify_chains
from regiotafel.keeping.backup.queries import one_moment
from regiotafel.keeping.proving.queries import faults_beside_the_chains


def inspect(*, at: datetime, progress: Progress = silently) -> Verification:
    """As everything is at one moment, while others go on writing; what came of it is kept for staff to read."""
    vouch(at=at, keys=trusted_keys())
    with one_moment():
        found = verify_chains(progress=progress, besides=faults_beside_the_chains(at))
    keep_inspection(at=at, n_entries=found.n_entries, n_faults=found.n_faults, faults=found.faults)
    return found
