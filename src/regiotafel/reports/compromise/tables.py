"""The tables of a compromise, row by row."""

from __future__ import annotations

from dataclasses import dataclass

from regiotafel.engine.results.compromise import Account, Compromise, Package

from .sentences import in_one_column, in_tenths, rule_name


@dataclass(frozen=True)
class Rule:
    """By one rule; package: None where it finds none."""

    rule: str
    package: Package | None


@dataclass(frozen=True)
class Subject:
    """by_rule: the level with the name of the rule, as they stand in the table of rules."""

    name: str
    agreed: str
    by_rule: tuple[tuple[str, str], ...]

    @property
    def levels(self) -> tuple[str, ...]:
        return tuple(level for _rule, level in self.by_rule)

    @property
    def is_same(self) -> bool:
        """Whether it has one level by every rule, of more than one."""
        return len(self.by_rule) > 1 and len(set(self.levels)) == 1


@dataclass(frozen=True)
class Line:
    """One subject of a party. points, satisfaction, best: as they stand in a column."""

    subject: str
    wants: str
    level: str
    points: str
    satisfaction: str
    best: str


@dataclass(frozen=True)
class Party:
    """by_rule: what it gets with the name of the rule, in words; account: with the proposal."""

    name: str
    by_rule: tuple[tuple[str, str], ...]
    account: Account

    @property
    def lines(self) -> list[Line]:
        """To be counted again: what stands beneath each other with as many decimals."""
        lines = self.account.lines
        columns = (
            [line.points for line in lines],
            [line.satisfaction for line in lines],
            [line.best for line in lines],
        )
        told = zip(*map(in_one_column, columns), strict=True)
        return [Line(one.subject, one.wants, one.level, *each) for one, each in zip(lines, told, strict=True)]

    @property
    def sums(self) -> list[str]:
        """Of points times satisfaction, and of points times the highest that is allowed."""
        lines = self.account.lines
        return in_one_column(
            [sum(one.points * one.satisfaction for one in lines), sum(one.points * one.best for one in lines)]
        )


def rules(found: Compromise) -> list[Rule]:
    return [Rule(rule, one) for rule, one in found.packages.items()]


@dataclass(frozen=True)
class Weighed:
    """By one rule, with every municipality as heavy and with every inhabitant as heavy. moved: the subjects that then
    have another level, with both."""

    rule: str
    alike: Package
    by_people: Package
    moved: tuple[tuple[str, str, str], ...]


def weighed(found: Compromise) -> list[Weighed]:
    """Where both are known."""
    pairs = ((rule, found.packages.get(rule), one) for rule, one in found.by_people.items())
    return [
        Weighed(
            rule,
            alike,
            people,
            tuple(
                (name, level, people.levels[name])
                for name, level in alike.levels.items()
                if people.levels[name] != level
            ),
        )
        for rule, alike, people in pairs
        if alike and people
    ]


def shown(found: Compromise) -> list[tuple[str, Package]]:
    """The rules that have a package, with its name."""
    return [(rule_name(rule), one) for rule, one in found.packages.items() if one]


def subjects(found: Compromise) -> list[Subject]:
    packages = shown(found)
    names = packages[0][1].levels if packages else {}
    return [
        Subject(name, found.agreed.get(name, ""), tuple((rule, one.levels[name]) for rule, one in packages))
        for name in names
    ]


def parties(found: Compromise) -> list[Party]:
    packages = shown(found)
    return [
        Party(one.party, tuple((rule, in_tenths(package.satisfaction[one.party])) for rule, package in packages), one)
        for one in found.accounts
    ]
