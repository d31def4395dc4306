"""People who answer alike, and where they stand on the map."""

from dataclasses import dataclass

from regiotafel.engine.results.opinions import Person, Report

SHAPES = ("circle", "square", "triangle", "diamond", "cross")


@dataclass(frozen=True)
class Group:
    """People who answer alike. across and up: where on the map, -1, 0 or 1; pull: part of its difference with the
    others that its own votes make."""

    index: int
    name: str
    size: int
    of_hundred: int
    across: int = 0
    up: int = 0
    pull: float = 0.0

    @property
    def shape(self) -> str:
        return SHAPES[self.index % len(SHAPES)]


@dataclass(frozen=True)
class Place:
    """Where one person stands. group: None when their answers do not say."""

    x: float
    y: float
    group: Group | None


def groups_of(report: Report) -> tuple[Group, ...]:
    return tuple(
        Group(one.index, one.name, one.size, round(100 * one.share), one.across, one.up, one.pull or 0.0)
        for one in report.groups
    )


def place_of(person: Person, groups: tuple[Group, ...]) -> Place:
    return Place(person.x, person.y, None if person.group is None else groups[person.group])
