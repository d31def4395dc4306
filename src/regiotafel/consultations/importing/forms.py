"""The files of a conversation from another system: sent by somebody, and read into plain values."""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from functools import partial
from typing import Any, TypeVar

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.db.models.fields.files import FieldFile
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from regiotafel.consultations.importing.rules import Fault, ImportRefused, ReadPerson, ReadStatement, ReadVotes
from regiotafel.consultations.models import DeclaredRole, ImportChoice, StatementState, VoteImport
from regiotafel.consultations.rules import role_named
from regiotafel.formats import together
from regiotafel.formats.faults import FileRefused
from regiotafel.formats.moments import is_likely
from regiotafel.formats.people import Role, read_roles
from regiotafel.formats.polis import Comment, Conversation, read_comments, read_votes
from regiotafel.formats.sentence import Sentence
from regiotafel.regions.models import Region
from regiotafel.regions.parties.queries import municipalities_named, municipalities_of
from regiotafel.text.length import length
from regiotafel.text.places import place
from regiotafel.text.tidy import tidy_line
from regiotafel.web.fields import TABLE, choose, file, one_of
from regiotafel.web.files import translated

MOST_BYTES = 20_000_000
Read = TypeVar("Read")
LONGEST_TEXT = 1000
LONGEST_ID = 60
CHOOSE = _("Kies wat je wilt doen.")


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


class DoubtsForm(forms.Form):
    """What to do with files that do not fit."""

    choice = one_of(_("Wat wil je doen?"), ImportChoice.choices, missing=CHOOSE, unknown=CHOOSE)

    def __init__(self, *args: Any, can_turn: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "choice", [one for one in ImportChoice.choices if can_turn or one[0] != ImportChoice.TURNED])


# --- What stands in them ---


def read_import(vote_import: VoteImport, now: datetime) -> ReadVotes:
    """All files of an import. Raises ImportRefused with the faults of all of them together."""
    faults: list[Fault] = []
    notes: list[Sentence] = []
    comments = _read(vote_import.statements_file, together.STATEMENTS, read_comments, notes, faults) or []
    milliseconds = int(now.timestamp() * 1000)
    reader = partial(read_votes, statements={comment.id for comment in comments}, now=milliseconds)
    conversation = _read(vote_import.votes_file, together.VOTES, reader, notes, faults)
    roles = _read(vote_import.roles_file, together.ROLES, read_roles, notes, faults) or {}
    if conversation is None or faults:
        raise ImportRefused(faults)
    if vote_import.choice == ImportChoice.TURNED:
        conversation = together.turned_round(conversation)
    found = together.hold_together(conversation, comments, roles, now=milliseconds)
    never = [one for one in found.doubts if one.weight == together.Weight.IMPOSSIBLE]
    faults += [Fault(translated(one.file), 0, translated(one.text)) for one in never]
    conversation = found.conversation
    people = _people(conversation, found.roles, vote_import.consultation.region, faults)
    numbers = _numbers([*conversation.statements, *(comment.id for comment in found.comments)])
    statements = _statements(found.comments, numbers, faults, now)
    if not conversation.value:
        faults.append(Fault(gettext("stemmen"), 0, gettext("Er staat geen enkele stem in dit bestand.")))
    if faults:
        raise ImportRefused(faults)
    said = [together.Doubt("note", together.Weight.NOTE, together.VOTES, note) for note in notes]
    return ReadVotes(people, statements, _votes(conversation, numbers, now), [*found.doubts, *said])


def _read(
    file: FieldFile, name: Sentence, reader: Callable[..., Read], notes: list[Sentence], faults: list[Fault]
) -> Read | None:
    if not file:
        return None
    called = translated(name)
    try:
        with file.open("rb") as opened:
            return reader(opened.read(), notes=notes)
    except FileNotFoundError:
        faults.append(Fault(called, 0, gettext("Het bestand is er niet meer. Stuur het opnieuw.")))
    except FileRefused as refused:
        faults.append(Fault(called, 0, translated(refused.summary)))
        faults.extend(Fault(called, line, translated(sentence)) for line, sentence in refused.faults)
    return None


def _people(
    conversation: Conversation, roles: Mapping[str, Role], region: Region, faults: list[Fault]
) -> list[ReadPerson]:
    """Everybody with at least one vote, in the order of the file."""
    file = gettext("rollen")
    voters = list(dict.fromkeys(conversation.person))
    municipalities = municipalities_named(municipalities_of(region))
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
    comments: Sequence[Comment], numbers: Mapping[str, int], faults: list[Fault], now: datetime
) -> list[ReadStatement]:
    file = gettext("stellingen")
    by_id = {comment.id: comment for comment in comments}
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
                state=_state(comment),
                author=comment.author,
                at=_moment(comment.timestamp, now),
            )
        )
    return statements


def _state(comment: Comment) -> StatementState:
    if comment.moderated == -1:
        return StatementState.REFUSED
    return StatementState.APART if comment.is_meta else StatementState.ACCEPTED


def _votes(
    conversation: Conversation, numbers: Mapping[str, int], now: datetime
) -> list[tuple[str, int, int, datetime | None]]:
    """Oldest first, so that the events get their places in the order in which people pressed."""
    rows = zip(conversation.person, conversation.statement, conversation.value, conversation.timestamp, strict=True)
    ordered = sorted(rows, key=lambda row: row[3] or 0)
    return [(person, numbers[statement], value, _moment(ms, now)) for person, statement, value, ms in ordered]


def _moment(milliseconds: int | None, now: datetime) -> datetime | None:
    """Nobody knows when something was that did not happen in our time."""
    if milliseconds is None or not is_likely(milliseconds, int(now.timestamp() * 1000)):
        return None
    return datetime.fromtimestamp(milliseconds / 1000, UTC)
