"""The files of a conversation from another system: sent by somebody, and read into plain values."""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, TypeVar

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.db.models.fields.files import FieldFile
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from regiotafel.consultations.importing.rules import Fault, ImportRefused, ReadPerson, ReadStatement, ReadVotes
from regiotafel.consultations.models import DeclaredRole, StatementState, VoteImport
from regiotafel.consultations.rules import role_named
from regiotafel.formats.faults import FileRefused
from regiotafel.formats.people import Role, read_roles
from regiotafel.formats.polis import Comment, Conversation, read_comments, read_votes
from regiotafel.regions.models import Region
from regiotafel.regions.parties.queries import municipalities_named, municipalities_of
from regiotafel.text.length import length
from regiotafel.text.places import place
from regiotafel.text.tidy import tidy_line
from regiotafel.web.fields import TABLE, file
from regiotafel.web.files import translated

MOST_BYTES = 20_000_000
Read = TypeVar("Read")
LONGEST_TEXT = 1000
LONGEST_ID = 60
# Moments outside these are not moments: seconds instead of milliseconds, or a slip. They count as unknown.
EARLIEST, LATEST = datetime(2000, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC)


class ImportForm(forms.Form):
    """The files of one conversation. What stands in them is checked by the task that reads them."""

    votes = file(
        _("Stemmen"),
        _("votes.csv of participants-votes.csv van Polis, als CSV of XLSX (Excel). Hooguit 20 MB."),
        accept=TABLE,
    )
    statements = file(
        _("Stellingen"),
        _("comments.csv van Polis. Zonder dit bestand zie je alleen nummers."),
        accept=TABLE,
        required=False,
    )
    roles = file(
        _("Rollen"),
        _("Een eigen lijst (CSV of XLSX) met de kolommen voter-id, role en municipality."),
        accept=TABLE,
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        for name, uploaded in list(values.items()):
            if isinstance(uploaded, UploadedFile) and (uploaded.size or 0) > MOST_BYTES:
                self.add_error(name, gettext("Dit bestand is te groot. Het mag hooguit 20 MB zijn."))
        return values


# --- What stands in them ---


def read_import(vote_import: VoteImport) -> ReadVotes:
    """All files of an import. Raises ImportRefused with the faults of all of them together."""
    faults: list[Fault] = []
    conversation = _read(vote_import.votes_file, gettext("stemmen"), read_votes, faults)
    comments = _read(vote_import.statements_file, gettext("stellingen"), read_comments, faults) or []
    roles = _read(vote_import.roles_file, gettext("rollen"), read_roles, faults) or {}
    if conversation is None or faults:
        raise ImportRefused(faults)
    people = _people(conversation, roles, vote_import.consultation.region, faults)
    numbers = _numbers([*conversation.statements, *(comment.id for comment in comments)])
    statements = _statements(conversation, comments, numbers, faults)
    if not conversation.value:
        faults.append(Fault(gettext("stemmen"), 0, gettext("Er staat geen enkele stem in dit bestand.")))
    if faults:
        raise ImportRefused(faults)
    return ReadVotes(people, statements, _votes(conversation, numbers))


def _read(file: FieldFile, name: str, reader: Callable[[bytes], Read], faults: list[Fault]) -> Read | None:
    if not file:
        return None
    try:
        with file.open("rb") as opened:
            return reader(opened.read())
    except FileNotFoundError:
        faults.append(Fault(name, 0, gettext("Het bestand is er niet meer. Stuur het opnieuw.")))
    except FileRefused as refused:
        faults.append(Fault(name, 0, translated(refused.summary)))
        faults.extend(Fault(name, line, translated(sentence)) for line, sentence in refused.faults)
    return None


def _people(
    conversation: Conversation, roles: Mapping[str, Role], region: Region, faults: list[Fault]
) -> list[ReadPerson]:
    """Everybody with at least one vote, in the order of the file."""
    file = gettext("rollen")
    voters = list(dict.fromkeys(conversation.person))
    municipalities = municipalities_named(municipalities_of(region))
    if roles and roles.keys().isdisjoint(voters):
        faults.append(Fault(file, 0, gettext("Niemand uit dit bestand komt voor bij de stemmen.")))
    people = []
    for id_ in voters:
        given = roles.get(id_, Role(None))
        role = role_named(given.role or "")
        municipality = municipalities.get(place(given.municipality or ""))
        if role is None:
            known = ", ".join(str(one.label) for one in DeclaredRole)
            words = gettext("De rol “%(role)s” van persoon %(person)s kennen we niet. We kennen: %(known)s.")
            faults.append(Fault(file, 0, words % {"role": given.role, "person": id_[:40], "known": known}))
        if given.municipality and municipality is None:
            words = gettext("De gemeente “%(name)s” van persoon %(person)s hoort niet bij deze regio.")
            faults.append(Fault(file, 0, words % {"name": given.municipality[:40], "person": id_[:40]}))
        if len(id_) > LONGEST_ID:
            words = gettext("Het nummer van een persoon is langer dan %(most)d tekens: %(person)s…")
            faults.append(Fault(gettext("stemmen"), 0, words % {"most": LONGEST_ID, "person": id_[:40]}))
        people.append(ReadPerson(id_, role or "", municipality))
    return people


def _numbers(ids: Sequence[str]) -> dict[str, int]:
    """The numbers that the statements had; counted from one where those were not numbers."""
    found = list(dict.fromkeys(ids))
    if all(id_.isascii() and id_.isdecimal() and len(id_) < 9 for id_ in found):
        numbers = {id_: int(id_) for id_ in found}
        if len(set(numbers.values())) == len(found):
            return numbers
    return {id_: number for number, id_ in enumerate(sorted(found), start=1)}


def _statements(
    conversation: Conversation, comments: Sequence[Comment], numbers: Mapping[str, int], faults: list[Fault]
) -> list[ReadStatement]:
    file = gettext("stellingen")
    by_id = {comment.id: comment for comment in comments}
    if comments and by_id.keys().isdisjoint(conversation.statements):
        faults.append(Fault(file, 0, gettext("Geen enkele stelling uit dit bestand komt voor bij de stemmen.")))
    statements = []
    for id_, number in sorted(numbers.items(), key=lambda item: item[1]):
        comment = by_id.get(id_, Comment(id=id_, text=""))
        if length(comment.text) > LONGEST_TEXT:
            words = gettext("Stelling %(id)s is langer dan %(most)d tekens.") % {"id": id_[:40], "most": LONGEST_TEXT}
            faults.append(Fault(file, 0, words))
        statements.append(
            ReadStatement(
                number=number,
                text=tidy_line(comment.text) or gettext("Stelling %(number)d, zonder tekst") % {"number": number},
                state=StatementState.REFUSED if comment.moderated == -1 else StatementState.ACCEPTED,
                author=comment.author,
                at=_moment(comment.timestamp),
            )
        )
    return statements


def _votes(conversation: Conversation, numbers: Mapping[str, int]) -> list[tuple[str, int, int, datetime | None]]:
    """Oldest first, so that the events get their places in the order in which people pressed."""
    rows = zip(conversation.person, conversation.statement, conversation.value, conversation.timestamp, strict=True)
    ordered = sorted(rows, key=lambda row: row[3] or 0)
    return [(person, numbers[statement], value, _moment(ms)) for person, statement, value, ms in ordered]


def _moment(milliseconds: int | None) -> datetime | None:
    if milliseconds is None or not EARLIEST.timestamp() <= milliseconds / 1000 <= LATEST.timestamp():
        return None
    return datetime.fromtimestamp(milliseconds / 1000, UTC)
