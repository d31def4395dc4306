import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from regiotafel.consultations.models import Consultation, PaperTable, Participant, Vote, VoteEvent
from regiotafel.consultations.paper.actions import use_meeting
from regiotafel.formats.tables import write_xlsx
from regiotafel.history.models import Entry
from regiotafel.regions.models import Region, RegionMunicipality
from regiotafel.tables.models import Meeting
from regiotafel.tables.rules import MeetingElsewhere
from tests.consultations.conftest import address
from tests.factories import (
    ConsultationFactory,
    MeetingFactory,
    MunicipalityFactory,
    PaperTableFactory,
    StatementFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def table(region: Region) -> PaperTable:
    RegionMunicipality.objects.create(region=region, municipality=MunicipalityFactory(name="Overdam"))
    consultation = ConsultationFactory(region=region)
    for number in (1, 2, 3):
        StatementFactory(consultation=consultation, number=number)
    return PaperTableFactory(consultation=consultation, meeting__name="Ouderavond")


def type_over(client: Client, table: PaperTable, **cells: str) -> HttpResponse:
    return client.post(address("enter_ballots", table.consultation, table.pk), cells)


def upload(client: Client, table: PaperTable, text: str | bytes) -> HttpResponse:
    data = text.encode() if isinstance(text, str) else text
    page = address("enter_ballots_file", table.consultation, table.pk)
    return client.post(page, {"file": SimpleUploadedFile("formulieren.csv", data)})


def test_ballots_come_in_from_a_workbook_too(moderator: Client, table: PaperTable) -> None:
    page = address("enter_ballots_file", table.consultation, table.pk)
    assert 'accept=".csv,.xlsx"' in moderator.get(page).text
    data = write_xlsx(("formulier", "1", "2"), [(1, "e", "o"), (2, "o", "")])
    assert moderator.post(page, {"file": SimpleUploadedFile("formulieren.xlsx", data)}).status_code == 302
    assert sorted(Vote.objects.values_list("participant__outside_id", "statement__number", "choice")) == [
        ("1", 1, 1),
        ("1", 2, -1),
        ("2", 1, -1),
    ]


def test_a_meeting_is_planned_once(moderator: Client, table: PaperTable) -> None:
    page = address("tables", table.consultation)
    data = {"name": "Jongerencafé", "held_on": "2026-12-01", "moderator": "Sam", "organisation": ""}
    assert moderator.post(page, data).status_code == 302
    again = moderator.post(page, data)
    assert again.status_code == 409
    assert "Deze bijeenkomst staat er al." in again.text
    assert moderator.post(page, {**data, "held_on": "ooit"}).status_code == 422
    assert Meeting.objects.count() == 2


def test_one_meeting_serves_several_consultations_each_with_its_own_sheets(
    moderator: Client, table: PaperTable
) -> None:
    other = StatementFactory(consultation__region=table.consultation.region, number=1).consultation
    page = address("tables", other)
    assert "Een bijeenkomst die er al is" in moderator.get(page).text
    for _press in range(2):
        moderator.post(page, {"meeting": table.meeting_id})
    again = other.tables.get()
    assert Entry.objects.get(act="ballots.laid").data == {"name": "Ouderavond"}
    for one in (table, again):
        assert type_over(moderator, one, formulier_1="1", s1_1="e").status_code == 302
    assert sorted(Participant.objects.values_list("consultation", "table", "outside_id")) == sorted(
        (one.consultation_id, table.meeting_id, "1") for one in (table, again)
    )
    listed = moderator.get(page).text
    assert "Ouderavond" in listed
    assert '<td class="num">1</td>' in listed
    assert "Een bijeenkomst die er al is" not in listed


def test_a_meeting_of_another_region_is_refused(moderator: Client, table: PaperTable) -> None:
    elsewhere = MeetingFactory()
    assert moderator.post(address("tables", table.consultation), {"meeting": elsewhere.pk}).status_code == 422
    with pytest.raises(MeetingElsewhere):
        use_meeting(by=None, at=timezone.now(), consultation=table.consultation, meeting=elsewhere)
    assert PaperTable.objects.count() == 1


def test_a_closed_consultation_gets_no_meeting(moderator: Client, table: PaperTable) -> None:
    meeting = MeetingFactory(region=table.consultation.region)
    Consultation.objects.update(closes_at=timezone.now())
    assert moderator.post(address("tables", table.consultation), {"meeting": meeting.pk}).status_code == 409
    assert PaperTable.objects.count() == 1


def test_the_printed_ballot_has_everything_that_people_must_know(moderator: Client, table: PaperTable) -> None:
    page = moderator.get(address("paper_ballot", table.consultation), {"tafel": table.pk, "bladen": 2, "vanaf": 7})
    for words in (
        "Formulier 7",
        "Formulier 8",
        "Ouderavond",
        "Jullie advies weegt zwaar.",
        "Het budget",
        "ouder, verzorger of pleegouder",
    ):
        assert words in page.text
    assert "minder dan vijf mensen" in page.text
    assert page.text.count('<td class="box">') == 2 * 3 * 3
    assert moderator.get(address("paper_ballot", table.consultation), {"bladen": 5000}).status_code == 422
    assert "Formulier nummer:" in moderator.get(address("paper_ballot", table.consultation)).text


def test_ballots_typed_over_count_once_each(moderator: Client, table: PaperTable) -> None:
    answer = type_over(
        moderator, table, formulier_1="7", s1_1="e", s2_1="o", s3_1="?", rol_1="parent", formulier_3="008", s1_3="-1"
    )
    assert answer.status_code == 302
    person = Participant.objects.get(outside_id="7")
    assert person.role == "parent"
    assert sorted(person.votes.values_list("statement__number", "choice")) == [(1, 1), (2, -1), (3, 0)]
    assert Participant.objects.filter(outside_id="8").exists()
    assert VoteEvent.objects.count() == Vote.objects.count() == 4


def test_what_cannot_be_read_points_to_its_cell_and_nothing_is_kept(moderator: Client, table: PaperTable) -> None:
    answer = type_over(
        moderator,
        table,
        formulier_1="7",
        s1_1="e",
        s2_1="x",
        formulier_2="7",
        s1_2="e",
        formulier_3="",
        s1_3="o",
        formulier_4="9",
    )
    assert answer.status_code == 422
    for link in ("#id_s2_1", "#id_formulier_2", "#id_formulier_3", "#id_formulier_4"):
        assert f'href="{link}"' in answer.text
    assert "Rij 1, stelling 2: “x” kennen we niet. Typ e, o of ?." in answer.text
    assert 'value="x"' in answer.text
    assert Participant.objects.count() == 0


def test_an_empty_grid_is_not_an_entry(moderator: Client, table: PaperTable) -> None:
    assert type_over(moderator, table).status_code == 422


def test_a_ballot_that_is_in_is_named_and_the_others_wait(moderator: Client, table: PaperTable) -> None:
    type_over(moderator, table, formulier_1="7", s1_1="e")
    answer = type_over(moderator, table, formulier_1="6", s1_1="e", formulier_2="07", s1_2="o")
    assert answer.status_code == 409
    assert "al ingevoerd of staan er dubbel: 7." in answer.text
    assert 'href="#id_formulier_2"' in answer.text
    assert Participant.objects.count() == 1


def test_a_closed_consultation_takes_no_paper(moderator: Client, table: PaperTable) -> None:
    Consultation.objects.update(closes_at=timezone.now())
    assert type_over(moderator, table, formulier_1="7", s1_1="e").status_code == 409
    assert Participant.objects.count() == 0


def test_a_file_in_either_separator_is_read(moderator: Client, table: PaperTable) -> None:
    assert (
        upload(moderator, table, "formulier,1,2,3,rol,gemeente\n1,e,o,?,jongere,Overdam\n2,1,-1,0,,\n").status_code
        == 302
    )
    assert upload(moderator, table, "\ufeffBiljet;2;1\r\n3;eens;oneens\r\n\r\n4;;e\r\n").status_code == 302
    assert Participant.objects.count() == 4
    person = Participant.objects.get(outside_id="1")
    assert (person.role, str(person.municipality)) == ("young", "Overdam")
    assert dict(Participant.objects.get(outside_id="3").votes.values_list("statement__number", "choice")) == {
        2: 1,
        1: -1,
    }


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "Dit bestand is leeg."),
        ("nummer,1\n1,e\n", "De kolom “formulier” ontbreekt."),
        ("formulier,1,1\n1,e,e\n", "Regel 1: deze naam staat er meer dan eens: 1."),
        ("formulier,9\n1,e\n", "Stelling 9 doet niet mee."),
        ("formulier,naam\n1,e\n", "De kolom “naam” kennen we niet."),
        ("formulier,1\n1,7\n", "Regel 2: stelling 1: “7” kennen we niet."),
        ("formulier,1\n1,e\n1,o\n", "Regel 3: Formulier 1 staat ook op regel 2."),
        ("formulier,1\n1,e,e\n", "Regel 2: deze regel heeft 3 vakken"),
        ("formulier,1\n1,\n", "Regel 2: Op dit formulier staat geen antwoord."),
        ("formulier,1\n=1+1,e\n", "Regel 2: formulier: Een nummer heeft alleen cijfers"),
        ("formulier,1,rol\n1,e,koning\n", "Regel 2: rol: De rol “koning” kennen we niet."),
        (
            "formulier,1,gemeente\n1,e,Atlantis\n",
            "Regel 2: gemeente: De gemeente “Atlantis” hoort niet bij deze regio.",
        ),
        ("formulier,1\n", "Er staat geen enkel formulier in dit bestand."),
        (b"formulier,1\n1,\xe9\n", "Regel 2: hier staat een teken dat geen UTF-8 is."),
        (b"PK\x03\x04\x00\x00", "Dit Excel-bestand kunnen we niet lezen."),
        ("formulier,1\n" + "1,e\n" * 300_000, "Dit bestand is te groot."),
    ],
    ids=range(16),
)
def test_a_wrong_file_is_refused_whole_by_line(
    moderator: Client, table: PaperTable, text: str | bytes, message: str
) -> None:
    answer = upload(moderator, table, text)
    assert answer.status_code == 422
    assert message in answer.text
    assert Participant.objects.count() == 0


def test_a_table_of_another_consultation_is_not_there(moderator: Client, table: PaperTable) -> None:
    other = ConsultationFactory(region=table.consultation.region)
    assert moderator.get(address("enter_ballots", other, table.pk)).status_code == 404
    assert moderator.post(address("enter_ballots_file", other, table.pk)).status_code == 404
