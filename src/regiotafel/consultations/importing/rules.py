"""When answers from another system may be read in, and what they are once they were read."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from regiotafel.consultations.models import Consultation, ImportState, StatementState, VoteImport
from regiotafel.formats.together import Doubt, Weight
from regiotafel.refused import Refused
from regiotafel.regions.models import Municipality


class ImportNotPossible(Refused):
    pass


@dataclass(frozen=True)
class Fault:
    """What is wrong in which file; line 0 is the whole file."""

    file: str
    line: int
    text: str


class ImportRefused(Refused):
    """The files cannot be used as they are."""

    status = 422

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = list(faults)
        super().__init__("\n".join(fault.text for fault in self.faults))


@dataclass(frozen=True)
class ReadPerson:
    outside_id: str
    role: str
    municipality: Municipality | None


@dataclass(frozen=True)
class ReadStatement:
    number: int
    text: str
    state: StatementState
    author: str
    at: datetime | None


@dataclass(frozen=True)
class ReadVotes:
    """A conversation from elsewhere, ready to be stored. votes: person id, statement number, choice, moment (None: not
    known). doubts: what does not fit, and what somebody must know."""

    people: list[ReadPerson]
    statements: list[ReadStatement]
    votes: list[tuple[str, int, int, datetime | None]]
    doubts: list[Doubt] = field(default_factory=list)

    @property
    def must_ask(self) -> bool:
        """Whether somebody has to choose before anything is stored."""
        return any(doubt.weight >= Weight.DOUBT for doubt in self.doubts)

    @property
    def counted(self) -> tuple[int, int, int]:
        """How many people, statements and answers there are, without what stays apart."""
        numbers = {one.number for one in self.statements if one.state == StatementState.ACCEPTED}
        people = [person for person, number, _choice, _at in self.votes if number in numbers]
        return len({*people}), len(numbers), len(people)


def check_can_import(consultation: Consultation, now: datetime, n_own_votes: int, n_own_statements: int = 0) -> None:
    if consultation.state(now) in ("running", "planned"):
        raise ImportNotPossible(_("Deze ronde is open. Inlezen kan alleen in een ronde die nog niet open is."))
    if n_own_votes:
        raise ImportNotPossible(
            _("In deze ronde zijn al antwoorden gegeven. Maak een nieuwe ronde om het bestand in te lezen.")
        )
    if n_own_statements:
        raise ImportNotPossible(
            _("In deze ronde staan al stellingen. Maak een nieuwe ronde om het bestand in te lezen.")
        )


def asking_of(imports: Iterable[VoteImport]) -> VoteImport | None:
    """The one that waits until somebody chooses."""
    return next((one for one in imports if one.state == ImportState.ASKING), None)


def check_none_on_its_way(other: VoteImport | None) -> None:
    if other is None:
        return
    if other.state == ImportState.ASKING:
        raise ImportNotPossible(
            _("De vorige bestanden wachten op jouw keuze. Kies eerst wat ermee moet gebeuren, of gooi ze weg.")
        )
    raise ImportNotPossible(_("Er wordt al een bestand ingelezen. Wacht tot dat klaar is."))
