from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Max, Model, QuerySet

from regiotafel.history.models import FIRST_HASH, Entry, Head
from regiotafel.history.rules import Act, entry_hash


@dataclass(frozen=True)
class Verification:
    n_entries: int
    faults: tuple[str, ...]

    @property
    def is_sound(self) -> bool:
        return not self.faults


def entries_of_region(region: str) -> QuerySet[Entry]:
    return Entry.objects.filter(region=region).select_related("by").order_by("-number")


def last_saved(about: Model, *acts: Act) -> dict[str, Any]:
    """By whom and when one of these was done to it for the last time: what a page says to who comes second."""
    subject = f"{about._meta.model_name}:{about.pk}"
    rows = Entry.objects.filter(subject=subject, act__in=[act.name for act in acts]).select_related("by")
    entry = rows.order_by("pk").last()
    return {"by": entry.by, "at": entry.at} if entry else {}


def head_of(region: str) -> Head:
    """The end of the chain of this region; of the installation itself when it is empty."""
    return Head.objects.filter(region=region).first() or Head(region=region)


def heads() -> list[Head]:
    return list(Head.objects.order_by("region"))


def verify_chains() -> Verification:
    """Recomputes every hash from the first entry of each chain, and holds the ends against the heads kept apart."""
    ends = {end.region: end for end in heads()}
    regions = sorted({*ends, *Entry.objects.order_by().values_list("region", flat=True).distinct()})
    faults = [fault for region in regions for fault in _faults_of(region, ends.get(region, Head(region=region)))]
    return Verification(n_entries=Entry.objects.count(), faults=tuple(faults))


def _faults_of(region: str, end: Head) -> Iterator[str]:
    chain = f"Regio {region}" if region else "De site zelf"
    previous_hash, number = FIRST_HASH, 0
    for entry in Entry.objects.filter(region=region).order_by("number").iterator(chunk_size=2000):
        number += 1
        if entry.number != number:
            yield f"{chain}: regel {number} ontbreekt: na regel {number - 1} komt regel {entry.number}."
            number = entry.number
        if entry.previous_hash != previous_hash:
            yield f"{chain}: regel {entry.number} sluit niet aan op de regel ervoor."
        if entry.hash != _expected_hash(entry):
            yield f"{chain}: regel {entry.number} is veranderd nadat zij geschreven is."
        previous_hash = entry.hash
    if (end.number, end.hash) != (number, previous_hash):
        yield f"{chain}: het einde klopt niet: verwacht regel {end.number}, gevonden regel {number}."


def _expected_hash(entry: Entry) -> str:
    return entry_hash(
        number=entry.number,
        at=entry.at,
        actor=entry.actor,
        region=entry.region,
        act=entry.act,
        subject=entry.subject,
        data=entry.data,
        previous_hash=entry.previous_hash,
    )


def next_number(rows: QuerySet[Any], field: str = "number") -> int:
    """One more than the last. Asked under the lock of what the rows belong to: two at once never get the same."""
    last: int | None = rows.aggregate(last=Max(field))["last"]
    return (last or 0) + 1
