from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from regiotafel.consultations.importing.tasks import read_votes_file
from regiotafel.consultations.models import (
    Consultation,
    ImportState,
    Participant,
    Report,
    Statement,
    StatementState,
    Vote,
    VoteEvent,
    VoteImport,
)
from regiotafel.consultations.outcome.queries import rows_to_count
from regiotafel.consultations.preparing.actions import draft
from regiotafel.formats.tables import write_xlsx
from regiotafel.history.models import Entry
from regiotafel.regions.models import RegionMunicipality
from tests.consultations.conftest import address
from tests.factories import ConsultationFactory, MunicipalityFactory, StatementFactory
from tests.real_data import CONVERSATIONS, folder

pytestmark = pytest.mark.django_db

VOTES = """timestamp,datetime,comment-id,voter-id,vote
1658933760180,Wed Jul 27 21:56:00 WIB 2022,1,7,-1
1658933844092,Wed Jul 27 21:57:24 WIB 2022,1,8,1
1658933844099,Wed Jul 27 21:57:25 WIB 2022,1,8,0
1658933827059,Wed Jul 27 21:57:07 WIB 2022,2,7,1
"""
COMMENTS = """timestamp,datetime,comment-id,author-id,agrees,disagrees,moderated,comment-body
1658933700000,x,1,7,0,1,1,Hulp moet dichtbij zijn
1658933700000,x,2,8,1,0,-1,Een geweigerde stelling
1658933700000,x,3,8,0,0,-1,Nooit gevraagd
"""


@pytest.fixture(autouse=True)
def _own_folder(settings: object, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path  # type: ignore[attr-defined]


def send(client: Client, consultation: Consultation, **files: str | bytes) -> HttpResponse:
    data = {
        name: SimpleUploadedFile(f"{name}.csv", text.encode() if isinstance(text, str) else text)
        for name, text in files.items()
    }
    return client.post(address("imports", consultation), data)


def read_in(client: Client, consultation: Consultation, **files: str | bytes) -> VoteImport:
    assert send(client, consultation, **files).status_code == 302
    vote_import = VoteImport.objects.latest("pk")
    read_votes_file.call(vote_import.pk)
    vote_import.refresh_from_db()
    return vote_import


def test_votes_come_in_from_a_workbook_too(editor: Client, drafted: Consultation) -> None:
    assert editor.get(address("imports", drafted)).text.count('accept=".csv,.xlsx"') == 3
    votes = write_xlsx(("comment-id", "voter-id", "vote"), [(1, 7, -1), (2, 7, 1), (1, 8, 0)])
    done = read_in(editor, drafted, votes=votes)
    assert (done.state, done.n_people, done.n_statements, done.n_votes) == (ImportState.DONE, 2, 2, 3)


def test_people_statements_and_votes_come_in_with_their_numbers(editor: Client, drafted: Consultation) -> None:
    done = read_in(editor, drafted, votes=VOTES, statements=COMMENTS)
    assert (done.state, done.n_people, done.n_statements, done.n_votes) == (ImportState.DONE, 2, 2, 3)
    assert sorted(Vote.objects.values_list("participant__outside_id", "statement__number", "choice")) == [
        ("7", 1, -1),
        ("7", 2, 1),
        ("8", 1, 0),
    ]
    assert Statement.objects.get(number=2).state == StatementState.REFUSED
    assert Statement.objects.get(number=1).sent_in_by == Participant.objects.get(outside_id="7")
    assert list(VoteEvent.objects.values_list("statement__number", flat=True)) == [1, 2, 1]
    page = editor.get(address("import_progress", drafted, done.pk)).text
    assert "2 mensen gaven 3 antwoorden op 2 stellingen." in page
    assert Entry.objects.filter(act="votes.imported").count() == 1


def test_refused_elsewhere_but_answered_still_counts(editor: Client, drafted: Consultation) -> None:
    read_in(editor, drafted, votes=VOTES, statements=COMMENTS)
    counted = rows_to_count(drafted)
    assert (len(counted.people), len(counted.statements), len(counted.votes)) == (2, 2, 3)


@pytest.mark.django_db(transaction=True)
def test_the_worker_reads_it_and_makes_the_report(editor: Client, drafted: Consultation) -> None:
    send(editor, drafted, votes=VOTES, statements=COMMENTS)
    waiting = VoteImport.objects.get()
    page = editor.get(address("import_progress", drafted, waiting.pk)).text
    assert 'hx-trigger="every 2s"' in page
    assert '<noscript><meta http-equiv="refresh" content="5"></noscript>' in page
    call_command("db_worker", batch=True, interval=0, startup_delay=False, verbosity=0, reload=False)
    page = editor.get(address("import_progress", drafted, waiting.pk)).text
    assert "Alles is ingelezen" in page
    assert "hx-trigger" not in page
    assert Report.objects.get().n_votes == 3


def test_the_task_run_twice_changes_nothing(editor: Client, drafted: Consultation) -> None:
    done = read_in(editor, drafted, votes=VOTES)
    read_votes_file.call(done.pk)
    assert Vote.objects.count() == VoteEvent.objects.count() == 3
    assert Entry.objects.filter(act="votes.imported").count() == 1


def test_the_files_are_gone_when_it_is_done(
    editor: Client, drafted: Consultation, tmp_path: Path, django_capture_on_commit_callbacks: object
) -> None:
    send(editor, drafted, votes=VOTES, statements=COMMENTS)
    assert len(list(tmp_path.rglob("*.csv"))) == 2
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        read_votes_file.call(VoteImport.objects.get().pk)
    assert list(tmp_path.rglob("*.csv")) == []


def test_roles_and_municipalities_are_known_or_refused(editor: Client, drafted: Consultation) -> None:
    RegionMunicipality.objects.create(region=drafted.region, municipality=MunicipalityFactory(name="Overdam"))
    wrong = "voter-id,role,municipality\n7,koning,Atlantis\n"
    refused = read_in(editor, drafted, votes=VOTES, roles=wrong)
    assert refused.state == ImportState.REFUSED
    assert len(refused.faults) == 2
    done = read_in(editor, drafted, votes=VOTES, roles="voter-id,role,municipality\n7,jongere,overdam\n8,parent,\n")
    assert done.state == ImportState.DONE
    person = Participant.objects.get(outside_id="7")
    assert (person.role, str(person.municipality)) == ("young", "Overdam")


def test_the_matrix_form_is_read_too(editor: Client, drafted: Consultation) -> None:
    done = read_in(editor, drafted, votes="participant,group-id,n-votes,0,5\n1,0,2,1,-1\n2,1,1,,0\n3,,0,,\n")
    assert (done.n_people, done.n_statements, done.n_votes) == (2, 2, 3)
    assert sorted(Statement.objects.values_list("number", flat=True)) == [0, 5]


@pytest.mark.parametrize(
    ("files", "message"),
    [
        ({"votes": "comment-id,voter-id\n1,2\n"}, "vote"),
        ({"votes": "comment-id,voter-id,vote\n1,2,7\n"}, "regel 2:"),
        ({"votes": b"comment-id,voter-id,vote\n1,\xff,1\n"}, "regel 2:"),
        ({"votes": b"PK\x03\x04nonsense"}, "Excel"),
        ({"votes": "comment-id,voter-id,vote\n"}, "Er staat geen enkele stem in dit bestand."),
        ({"votes": VOTES, "statements": "comment-id,comment-body\n99,Iets anders\n"}, "Geen enkele stelling"),
        ({"votes": VOTES, "statements": f"comment-id,comment-body\n1,{'x' * 1001}\n"}, "langer dan 1000 tekens"),
        ({"votes": VOTES, "roles": "voter-id,role\n99,parent\n"}, "Niemand uit dit bestand"),
        ({"votes": f"comment-id,voter-id,vote\n1,{'9' * 61},1\n"}, "langer dan 60 tekens"),
    ],
    ids=range(9),
)
def test_a_wrong_file_is_refused_whole(
    editor: Client, drafted: Consultation, files: dict[str, str | bytes], message: str
) -> None:
    refused = read_in(editor, drafted, **files)
    assert refused.state == ImportState.REFUSED
    assert message in editor.get(address("import_progress", drafted, refused.pk)).text
    assert not Participant.objects.exists()
    assert not Statement.objects.exists()
    assert send(editor, drafted, votes=VOTES).status_code == 302


def test_no_file_and_a_file_that_is_too_large_are_refused_at_once(editor: Client, drafted: Consultation) -> None:
    assert "Kies een bestand." in send(editor, drafted).text
    answer = send(editor, drafted, votes=b"x" * 20_000_001)
    assert answer.status_code == 422
    assert "Het mag hooguit 20 MB zijn." in answer.text
    assert not VoteImport.objects.exists()


def test_a_consultation_with_own_votes_statements_or_people_in_it_is_left_alone(
    editor: Client, drafted: Consultation
) -> None:
    running = ConsultationFactory(region=drafted.region)
    assert send(editor, running, votes=VOTES).status_code == 409
    read_in(editor, drafted, votes=VOTES)
    assert send(editor, drafted, votes=VOTES).status_code == 409
    seeded = draft(by=None, at=timezone.now(), region=drafted.region, title="Met stellingen")
    StatementFactory(consultation=seeded, number=1)
    assert send(editor, seeded, votes=VOTES).status_code == 409
    assert "Maak een nieuw gesprek" in editor.get(address("imports", seeded)).text


def test_two_files_at_once_become_one_import(editor: Client, drafted: Consultation) -> None:
    assert send(editor, drafted, votes=VOTES).status_code == 302
    assert send(editor, drafted, votes=VOTES).status_code == 409


def test_votes_that_came_in_meanwhile_keep_the_file_out(editor: Client, drafted: Consultation) -> None:
    send(editor, drafted, votes=VOTES)
    StatementFactory(consultation=drafted, number=1)
    read_votes_file.call(VoteImport.objects.get().pk)
    assert VoteImport.objects.get().state == ImportState.REFUSED
    assert not Vote.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_lost_import_can_be_started_again(editor: Client, drafted: Consultation) -> None:
    send(editor, drafted, votes=VOTES)
    VoteImport.objects.update(at=timezone.now() - timedelta(hours=1), state=ImportState.SAVING)
    lost = VoteImport.objects.get()
    assert "Probeer het opnieuw" in editor.get(address("import_progress", drafted, lost.pk)).text
    assert editor.post(address("import_progress", drafted, lost.pk)).status_code == 302
    call_command("db_worker", batch=True, interval=0, startup_delay=False, verbosity=0, reload=False)
    assert Vote.objects.count() == 3


def test_another_consultation_s_import_is_not_there(editor: Client, drafted: Consultation) -> None:
    send(editor, drafted, votes=VOTES)
    other = draft(by=None, at=timezone.now(), region=drafted.region, title="Een ander")
    assert editor.get(address("import_progress", other, VoteImport.objects.get().pk)).status_code == 404


@pytest.mark.parametrize("name", CONVERSATIONS)
@pytest.mark.parametrize("file", ["votes.csv", "participants-votes.csv"])
def test_real_conversations_come_in_with_the_numbers_of_their_readme(
    editor: Client, drafted: Consultation, name: str, file: str
) -> None:
    data = folder(name)
    done = read_in(editor, drafted, votes=(data / file).read_bytes(), statements=(data / "comments.csv").read_bytes())
    assert done.faults == []
    assert (done.n_people, done.n_statements, done.n_votes) == CONVERSATIONS[name]
    counted = rows_to_count(drafted)
    assert (len(counted.people), len(counted.statements), len(counted.votes)) == CONVERSATIONS[name]
