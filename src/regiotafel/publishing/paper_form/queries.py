"""The sheet of one municipality in a round, empty, to fill in by hand."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256

from regiotafel.mandates.models import DecisionLevel, RoundParty, Subject
from regiotafel.mandates.rounds.queries import law_facts_in, subjects_in
from regiotafel.mandates.rules import LEVELS, allowed_levels


@dataclass(frozen=True)
class Row:
    """One subject, and each level with whether the law leaves it."""

    subject: Subject
    levels: Sequence[tuple[DecisionLevel, bool]]


@dataclass(frozen=True)
class EmptySheet:
    """What is asked of a municipality."""

    party: RoundParty
    rows: Sequence[Row]

    @property
    def code(self) -> str:
        """What stands on every page, so that a loose one finds its way back."""
        return f"R{self.party.round_id}-G{self.party.municipality_id}"

    @property
    def mark(self) -> str:
        """Another one as soon as the print reads otherwise."""
        round = self.party.round
        told = [(one.subject.title, one.subject.about, [*map(str, one.levels)]) for one in self.rows]
        names = (round.region.name, round.title, round.visibility, round.closes_at, self.party.municipality.name)
        return sha256(repr((self.code, names, told)).encode()).hexdigest()


def empty_sheet(party: RoundParty, today: date) -> EmptySheet:
    """party: read with its round and municipality."""
    return EmptySheet(party, [_row(one, allowed_levels(law_facts_in(one), today)) for one in subjects_in(party.round)])


def _row(subject: Subject, allowed: Collection[DecisionLevel]) -> Row:
    return Row(subject, [(level, level in allowed) for level in LEVELS])
