from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
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
from regiotafel.keeping.working.tasks.worker import Worker
from regiotafel.regions.models import RegionMunicipality
from tests.consultations.conftest import address
from tests.everything import either
from tests.factories import ConsultationFactory, MunicipalityFactory, StatementFactory
from tests.real_data import COUNTED, folder

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
    assert (done.state, done.n_people, done.n_statements, done.n_votes) == (ImportState.DONE, 2, 1, 2)
    assert sorted(Vote.objects.values_list("participant__outside_id", "statement__number", "choice")) == [
        ("7", 1, -1),
        ("7", 2, 1),
        ("8", 1, 0),
    ]
    assert Statement.objects.get(number=2).state == StatementState.REFUSED
    assert Statement.objects.get(number=1).sent_in_by == Participant.objects.get(outside_id="7")
    assert list(VoteEvent.objects.values_list("statement__number", flat=True)) == [1, 2, 1]
    page = editor.get(address("import_progress", drafted, done.pk)).text
    assert "2 mensen gaven 2 antwoorden op één stelling." in page
    assert Entry.objects.filter(act="votes.imported").count() == 1


def test_refused_elsewhere_stays_apart_with_the_answers_to_it_and_is_said(
    editor: Client, client: Client, drafted: Consultation
) -> None:
    done = read_in(editor, drafted, votes=VOTES, statements=COMMENTS)
    counted = rows_to_count(drafted)
    assert ([number for number, _text in counted.statements], len(counted.votes)) == ([1], 2)
    said = "Niet geplaatst waar deze ronde gehouden is: 2 stellingen. Antwoorden daarop (1) tellen niet mee."
    assert said in editor.get(address("import_progress", drafted, done.pk)).text
    page = editor.get(address("moderation_counts", drafted)).text
    assert "Niet geplaatst waar deze ronde gehouden is" in page
    assert "Er is geen stelling geweigerd" not in page
    assert Vote.objects.count() == 3


def test_what_tells_something_about_people_stays_apart_from_opinions(editor: Client, drafted: Consultation) -> None:
    comments = "comment-id,is-meta,comment-body\n1,false,Hulp moet dichtbij zijn\n2,true,Ik ben ouder\n"
    done = read_in(editor, drafted, votes=VOTES, statements=comments)
    assert (done.n_people, done.n_statements, done.n_votes) == (2, 1, 2)
    assert Statement.objects.get(number=2).state == StatementState.APART
    assert [number for number, _text in rows_to_count(drafted).statements] == [1]
    assert "Iets over mensen zelf" in editor.get(address("import_progress", drafted, done.pk)).text
    assert "Gaan over mensen zelf" in editor.get(address("moderation_counts", drafted)).text


TURNED = "comment-id,voter-id,vote\n" + "".join(f"{j},{i},{1 if j == 2 else -1}\n" for i in range(6) for j in range(3))
TOLD = "comment-id,agrees,disagrees,comment-body\n0,6,0,Een\n1,7,0,Twee\n2,0,6,Drie\n"


@pytest.mark.parametrize(("choice", "agrees"), [("turned", {0: 1, 2: -1}), ("as_is", {0: -1, 2: 1})])
def test_files_that_contradict_each_other_are_asked_about_before_anything_is_counted(
    editor: Client, drafted: Consultation, choice: str, agrees: dict[int, int]
) -> None:
    asking = read_in(editor, drafted, votes=TURNED, statements=TOLD)
    assert (asking.state, Vote.objects.count()) == (ImportState.ASKING, 0)
    here = address("import_progress", drafted, asking.pk)
    page = editor.get(here).text
    assert "De stemmen staan andersom" in page
    assert "hx-trigger" not in page
    read_votes_file.call(asking.pk)
    assert Vote.objects.count() == 0
    assert editor.post(here, {"choice": "onzin"}).status_code == 422
    for _press in range(2):
        assert editor.post(here, {"choice": choice}).status_code == 302
    read_votes_file.call(asking.pk)
    asking.refresh_from_db()
    assert (asking.state, asking.choice, Vote.objects.count()) == (ImportState.DONE, choice, 18)
    assert dict(Vote.objects.filter(statement__number__in=agrees).values_list("statement__number", "choice")) == agrees
    page = editor.get(here).text
    assert "Je koos:" in page
    assert "De stemmen staan andersom" in page
    assert Entry.objects.get(act="votes.imported").data["choice"] == choice


def test_who_stops_gets_nothing_read_in_and_may_choose_other_files(
    editor: Client, drafted: Consultation, tmp_path: Path, django_capture_on_commit_callbacks: object
) -> None:
    asking = read_in(editor, drafted, votes=TURNED, statements=TOLD)
    refused = send(editor, drafted, votes=VOTES)
    assert refused.status_code == 409
    choosing = address("import_progress", drafted, asking.pk)
    assert refused.text.count(f'href="{choosing}"') == 3  # above, and in the table
    assert "wachten op jouw keuze" in refused.text
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        editor.post(address("import_progress", drafted, asking.pk), {"choice": "stop"})
    assert list(tmp_path.rglob("*.csv")) == []
    assert "Er is niets ingelezen" in editor.get(address("import_progress", drafted, asking.pk)).text
    assert send(editor, drafted, votes=VOTES).status_code == 302


def test_moments_that_nobody_knows_stay_unknown(editor: Client, drafted: Consultation) -> None:
    votes = "timestamp,comment-id,voter-id,vote\n,1,7,1\n1658933760,2,7,1\n"
    done = read_in(editor, drafted, votes=votes)
    assert done.state == ImportState.DONE
    known, unknown = Vote.objects.order_by("-statement__number")
    assert (known.at.isoformat() if known.at else None, unknown.at) == ("2022-07-27T14:56:00+00:00", None)
    assert len(rows_to_count(drafted).last_answer) == 1


def test_a_moment_of_1970_is_a_doubt(editor: Client, drafted: Consultation) -> None:
    asking = read_in(editor, drafted, votes="timestamp,comment-id,voter-id,vote\n12,1,7,1\n")
    assert asking.state == ImportState.ASKING
    editor.post(address("import_progress", drafted, asking.pk), {"choice": "as_is"})
    read_votes_file.call(asking.pk)
    assert Vote.objects.get().at is None


def test_columns_that_are_no_statement_are_left_out_and_said(editor: Client, drafted: Consultation) -> None:
    matrix = "participant;n-votes;n-pass;leeftijd;0;1;\n1;2;0;34;1;-1;\n2;2;1;51;1;0;\n;;;;;;\n"
    asking = read_in(editor, drafted, votes=matrix)
    assert "leeftijd" in editor.get(address("import_progress", drafted, asking.pk)).text
    editor.post(address("import_progress", drafted, asking.pk), {"choice": "as_is"})
    read_votes_file.call(asking.pk)
    assert list(Statement.objects.order_by("number").values_list("number", flat=True)) == [0, 1]


def test_numbers_that_a_spreadsheet_wrote_otherwise_are_the_same_person_and_statement(
    editor: Client, drafted: Consultation
) -> None:
    RegionMunicipality.objects.create(region=drafted.region, municipality=MunicipalityFactory(name="Súdwest"))
    votes = "comment-id,voter-id,vote\n001,7.0,1.0\n002,7.0,-1.0\n001,8.0,−1\n"
    done = read_in(
        editor,
        drafted,
        votes=votes,
        statements="comment-id;comment-body\n1;Een\n2;Twee\n",
        roles="voter-id,role,municipality\n7,parent,súdwest\n08,jongere,\n",
    )
    assert (done.state, done.faults) == (ImportState.DONE, [])
    assert set(Statement.objects.values_list("number", "text")) == {(1, "Een"), (2, "Twee")}
    assert set(Participant.objects.values_list("outside_id", "role")) == {("7", "parent"), ("8", "young")}


@pytest.mark.django_db(transaction=True)
def test_the_worker_reads_it_and_makes_the_report(editor: Client, drafted: Consultation) -> None:
    # Of fewer than five people a report tells nothing.
    votes = "comment-id,voter-id,vote\n" + "".join(f"{j},{i},1\n" for i in range(6) for j in (1, 2))
    send(
        editor, drafted, votes=votes, statements=COMMENTS.replace(",0,1,1,", ",6,0,1,").replace(",1,0,-1,", ",6,0,-1,")
    )
    waiting = VoteImport.objects.get()
    page = editor.get(address("import_progress", drafted, waiting.pk)).text
    assert 'hx-trigger="every 2s"' in page
    assert '<noscript><meta http-equiv="refresh" content="5"></noscript>' in page
    Worker("test").run_waiting()
    page = editor.get(address("import_progress", drafted, waiting.pk)).text
    assert "Alles is ingelezen" in page
    assert "hx-trigger" not in page
    assert Report.objects.get().n_votes == 6


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
    assert "Maak een nieuwe ronde" in editor.get(address("imports", seeded)).text


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
    Worker("test").run_waiting()
    assert Vote.objects.count() == 3


def test_another_consultation_s_import_is_not_there(editor: Client, drafted: Consultation) -> None:
    send(editor, drafted, votes=VOTES)
    other = draft(by=None, at=timezone.now(), region=drafted.region, title="Een ander")
    assert editor.get(address("import_progress", other, VoteImport.objects.get().pk)).status_code == 404


@pytest.mark.parametrize("name", COUNTED)
@pytest.mark.parametrize("file", either(["votes.csv", "participants-votes.csv"], both={"votes.csv"}))
def test_real_conversations_come_in_with_the_numbers_of_their_readme(
    editor: Client, drafted: Consultation, name: str, file: str
) -> None:
    data = folder(name)
    done = read_in(editor, drafted, votes=(data / file).read_bytes(), statements=(data / "comments.csv").read_bytes())
    assert done.faults == []
    assert (done.n_people, done.n_statements, done.n_votes) == COUNTED[name]
    counted = rows_to_count(drafted)
    assert (len(counted.people), len(counted.statements), len(counted.votes)) == COUNTED[name]
