from dataclasses import dataclass

from django.db.models import QuerySet

from regiotafel.history.models import Entry, Head
from regiotafel.history.rules import FIRST_HASH, entry_hash


@dataclass(frozen=True)
class Verification:
    n_entries: int
    head_hash: str
    faults: tuple[str, ...]

    @property
    def is_sound(self) -> bool:
        return not self.faults


def entries_of_region(region: str) -> QuerySet[Entry]:
    return Entry.objects.filter(region=region).select_related("by").order_by("-number")


def head() -> Head:
    return Head.objects.filter(id=1).first() or Head()


def verify_chain() -> Verification:
    """Recomputes every hash from the first entry, and holds the end against the head that was kept apart."""
    faults = []
    previous_hash, number = FIRST_HASH, 0
    for entry in Entry.objects.order_by("number").iterator(chunk_size=2000):
        number += 1
        if entry.number != number:
            faults.append(f"Regel {number} ontbreekt: na regel {number - 1} komt regel {entry.number}.")
            number = entry.number
        if entry.previous_hash != previous_hash:
            faults.append(f"Regel {entry.number} sluit niet aan op de regel ervoor.")
        expected = entry_hash(
            number=entry.number,
            at=entry.at,
            actor=entry.actor,
            region=entry.region,
            act=entry.act,
            subject=entry.subject,
            data=entry.data,
            previous_hash=entry.previous_hash,
        )
        if entry.hash != expected:
            faults.append(f"Regel {entry.number} is veranderd nadat zij geschreven is.")
        previous_hash = entry.hash
    end = head()
    if (end.number, end.hash) != (number, previous_hash):
        faults.append(f"Het einde klopt niet: verwacht regel {end.number}, gevonden regel {number}.")
    return Verification(n_entries=number, head_hash=previous_hash, faults=tuple(faults))
