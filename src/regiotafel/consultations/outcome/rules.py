"""What may be told after the last count. No database here."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from regiotafel.consultations.telling.rules import counts_of, may_join_at_last, may_people_join_at_last

# Person, statement and choice.
Row = tuple[int, int, int]

# What cuts the people in parts, with the figures of each.
PARTS = ("n_people", "groups", "space", "statements", "declared", "crossings")


def says_the_same(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Whether two reports, as plain values, tell the same of the same people, whatever they are compared with.

    Parts that were cut otherwise could be subtracted: after the last count a report is told only when it cuts nothing
    otherwise.
    """
    return all(one.get(part) == other.get(part) for part in PARTS)


def at_last(
    votes: Sequence[Row], *, told: Mapping[int, Sequence[tuple[int, int]]], came: Collection[int]
) -> tuple[list[Row], set[int]]:
    """Which answers are counted at last, and of which people.

    When it could be told from the last count of a statement what few people answered, it keeps the answers that were
    told; when fewer than five people would come in at all, nobody does.

    told: of each statement person and choice, as they were told; came: everybody who was told to take part.
    """
    people = set(came)
    new = {person for person, _, _ in votes} - people
    if may_people_join_at_last(n_told=len(people), n_new=len(new)):
        people |= new
    now: dict[int, dict[int, int]] = {}
    for person, number, choice in votes:
        if person in people:
            now.setdefault(number, {})[person] = choice
    before = {number: dict(of) for number, of in told.items()}
    now |= {number: of for number, of in before.items() if not _may_join(of, now.get(number, {}))}
    return sorted((person, number, choice) for number, of in now.items() for person, choice in of.items()), people


def _may_join(told: Mapping[int, int], now: Mapping[int, int]) -> bool:
    """Of one statement: who was told and who answers now, with their answers."""
    came = [choice for person, choice in now.items() if person not in told]
    return may_join_at_last(came=counts_of(came), told=counts_of([*told.values()]), now=counts_of([*now.values()]))
