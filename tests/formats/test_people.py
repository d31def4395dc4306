"""Lists about the people of a conversation."""

from __future__ import annotations

from regiotafel.formats import people
from regiotafel.formats.people import Role


def test_roles_are_read_with_or_without_municipality() -> None:
    assert people.read_roles(b"voter-id,role\na,ouder\nb,\n") == {"a": Role("ouder"), "b": Role(None)}
    assert people.read_roles(b"role,municipality,voter-id\nouder,Eikdal,a\n") == {"a": Role("ouder", "Eikdal")}
