"""The outcome as files: persons only for members, under numbers that mean something only there."""

import csv
import io
import json
import re
import uuid
from datetime import UTC, datetime, time, timedelta
from itertools import pairwise
from typing import Any

import pytest
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.test import Client, override_settings
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from pypdf import PdfReader
from python_calamine import CalamineWorkbook

from regiotafel.consultations.importing.actions import ask_import
from regiotafel.consultations.importing.tasks import read_votes_file
from regiotafel.consultations.models import Consultation, Participant, Report, Statement, Vote, VoteEvent
from regiotafel.consultations.preparing.actions import draft
from regiotafel.formats import polis
from regiotafel.formats.guard import unguarded
from regiotafel.publishing.downloads.queries import person_numbers
from regiotafel.publishing.downloads.tasks import print_report
from regiotafel.regions.models import Role
from regiotafel.web.links import whole
from tests.crowd import count, crowd
from tests.engine.opinions.schema import problems
from tests.factories import StatementFactory, make_member

pytestmark = pytest.mark.django_db

AT_ONCE = ("report_json", "report_csv", "report_xlsx", "statements_csv")
PUBLIC = (pytest.param("report_pdf", marks=pytest.mark.pdf), *AT_ONCE)
OF_PERSONS = ("votes_csv", "participants_votes_csv")


@pytest.fixture
def counted() -> Consultation:
    # Other people first, so that keys and numbers differ.
    crowd(3, 2, 1)
    consultation = crowd(40, 9, slug="hulp-dichtbij", region__slug="proef")
    count(consultation)
    return consultation


@pytest.fixture
def editor(client: Client, counted: Consultation) -> Client:
    client.force_login(make_member(counted.region, Role.EDITOR), "allauth.account.auth_backends.AuthenticationBackend")
    return client


def get(client: Client, consultation: Consultation, name: str, query: str = "") -> Any:
    return client.get(reverse(f"publishing:{name}", args=[consultation.region.slug, consultation.slug]) + query)


def body(response: Any) -> bytes:
    return response.getvalue() if response.streaming else response.content


@pytest.mark.parametrize("name", AT_ONCE)
def test_files_are_named_after_region_consultation_and_day(client: Client, counted: Consultation, name: str) -> None:
    hold_its_name(get(client, counted, name))


def hold_its_name(response: Any) -> None:
    assert response.status_code == 200
    assert re.search(
        r'filename="proef-hulp-dichtbij-\w+-\d{4}-\d\d-\d\d\.(pdf|json|csv|xlsx)"', response["Content-Disposition"]
    )
    assert "private" in response["Cache-Control"]


@pytest.mark.parametrize("name", OF_PERSONS)
def test_answers_of_persons_are_for_members_who_may(client: Client, counted: Consultation, name: str) -> None:
    assert get(client, counted, name).status_code == 302
    client.force_login(make_member(counted.region, Role.CLERK), "allauth.account.auth_backends.AuthenticationBackend")
    assert get(client, counted, name).status_code == 403


def test_public_json_has_no_persons(client: Client, counted: Consultation) -> None:
    data = json.loads(body(get(client, counted, "report_json")))
    assert data["schema"] == "regiotafel-report/2"
    assert "people" not in data
    assert set(data["space"]) == {"explained", "n_dimensions", "is_dense", "marks"}
    assert all(mark["n_people"] >= data["smallest"] for mark in data["space"]["marks"])
    assert data["n_people"] == 40
    assert problems(data) == []


def test_json_is_the_same_whatever_order_a_database_gives_the_keys_back_in(
    client: Client, counted: Consultation
) -> None:
    report = counted.reports.get()
    read = []
    for is_turned in (False, True):
        report.data = dict(sorted(report.data.items(), reverse=is_turned))
        report.save()
        read.append(body(get(client, counted, "report_json")))
    assert read[0] == read[1]


def test_json_with_persons_is_for_members_and_has_the_numbers_of_the_file(
    client: Client, counted: Consultation
) -> None:
    assert get(client, counted, "report_json", "?personen=ja").status_code == 403
    client.force_login(make_member(counted.region, Role.EDITOR), "allauth.account.auth_backends.AuthenticationBackend")
    data = json.loads(body(get(client, counted, "report_json", "?personen=ja")))
    matrix = polis.read_votes(body(get(client, counted, "participants_votes_csv")))
    groups = {number: person["group"] for number, person in data["people"].items()}
    assert groups == {person: int(group) for person, group in matrix.group.items()}
    keys = {str(key) for key in Participant.objects.filter(consultation=counted).values_list("pk", flat=True)}
    assert set(data["people"]) != keys
    assert len(data["people"]) == 40
    assert problems(data) == []


def test_table_has_a_mark_for_excel(client: Client, counted: Consultation) -> None:
    text = body(get(client, counted, "report_csv")).decode()
    assert text.startswith("\ufeffstelling;tekst;")
    assert len(list(csv.reader(io.StringIO(text), delimiter=";"))) > 9


def test_the_workbook_of_the_outcome_says_what_its_table_says_and_opens_in_another_program(
    client: Client, counted: Consultation
) -> None:
    counted.statements.filter(number=1).update(text="=SOM(A1)")
    counted.reports.all().delete()
    count(counted)
    table = list(csv.reader(io.StringIO(body(get(client, counted, "report_csv")).decode("utf-8-sig")), delimiter=";"))
    book = CalamineWorkbook.from_filelike(io.BytesIO(body(get(client, counted, "report_xlsx"))))
    assert book.sheet_names == ["Cijfers"]
    rows = book.get_sheet_by_index(0).to_python()
    assert [str(cell) for cell in rows[0]] == table[0]
    assert [row[1] for row in rows] == [unguarded(row[1]) for row in table]
    assert rows[1][1] == "=SOM(A1)"
    assert [float(str(row[5])) for row in rows[1:] if row[-1] == "nee"] == [
        float(row[5]) for row in table[1:] if row[-1] == "nee"
    ]


def test_statements_come_back_as_polis_reads_them(client: Client, counted: Consultation) -> None:
    found = polis.read_comments(body(get(client, counted, "statements_csv")))
    assert [one.text for one in found] == [one.text for one in counted.statements.order_by("number")]
    agrees = Vote.objects.filter(statement__consultation=counted, statement__number=1, choice=1).count()
    assert found[0].n_agree == agrees
    assert {one.author for one in found} == {""}


def test_refused_and_waiting_statements_are_not_given_away(client: Client, counted: Consultation) -> None:
    counted.statements.filter(number=2).update(state="refused")
    counted.statements.filter(number=3).update(state="waiting")
    found = polis.read_comments(body(get(client, counted, "statements_csv")))
    assert {"2", "3"}.isdisjoint(one.id for one in found)


def test_votes_come_back_as_they_stand(editor: Client, counted: Consultation) -> None:
    response = get(editor, counted, "votes_csv")
    found = polis.read_votes(body(response))
    rows = list(zip(found.person, found.statement, found.value, strict=True))
    numbers = person_numbers(counted)
    stored = Vote.objects.filter(statement__consultation=counted)
    assert sorted(rows) == sorted(
        (str(numbers[person]), str(number), choice)
        for person, number, choice in stored.values_list("participant_id", "statement__number", "choice")
    )


def test_withdrawn_answer_is_in_no_file(editor: Client, counted: Consultation) -> None:
    before = len(polis.read_votes(body(get(editor, counted, "votes_csv"))).value)
    vote = Vote.objects.filter(statement__consultation=counted).first()
    assert vote is not None
    vote.delete()
    assert len(polis.read_votes(body(get(editor, counted, "votes_csv"))).value) == before - 1


def test_both_files_of_persons_say_the_same(editor: Client, counted: Consultation) -> None:
    long = polis.read_votes(body(get(editor, counted, "votes_csv")))
    wide = polis.read_votes(body(get(editor, counted, "participants_votes_csv")))
    assert sorted(zip(long.person, long.statement, long.value, strict=True)) == sorted(
        zip(wide.person, wide.statement, wide.value, strict=True)
    )


def test_files_in_parts_have_one_heading(editor: Client, counted: Consultation, monkeypatch: Any) -> None:
    whole = [body(get(editor, counted, name)) for name in OF_PERSONS]
    monkeypatch.setattr("regiotafel.publishing.downloads.queries.PEOPLE_AT_A_TIME", 3)
    assert [body(get(editor, counted, name)) for name in OF_PERSONS] == whole


def test_neither_order_nor_number_nor_moment_of_a_person_tells_who_came_when(
    editor: Client, counted: Consultation
) -> None:
    """Who sent a statement in stands beside no ballot: not by place, number or time."""
    at = timezone.now().replace(hour=11, minute=0) - timedelta(days=1)
    for n, participant in enumerate(counted.participants.order_by("pk")):
        Vote.objects.filter(participant=participant).update(at=at - timedelta(days=n // 3, seconds=17 * n))
    keys = {str(number): key for key, number in person_numbers(counted).items()}
    for name in OF_PERSONS:
        order = polis.read_votes(body(get(editor, counted, name))).people
        assert list(order) == sorted(order, key=int)
        came = [keys[one] for one in order]
        turned = sum(one > other for one, other in pairwise(came))
        assert len(came) / 4 < turned < 3 * len(came) / 4  # as often as not
    found = polis.read_votes(body(get(editor, counted, "votes_csv")))
    people: dict[int, set[str]] = {}
    for moment, person in zip(found.timestamp, found.person, strict=True):
        assert moment is not None
        assert begins_a_day(moment)
        people.setdefault(moment, set()).add(person)
    # Three people came on each day: of no day it is told.
    assert {len(of) for of in people.values()} == {40}


def test_person_keeps_the_number_in_later_files_and_has_another_in_another_consultation(counted: Consultation) -> None:
    before = person_numbers(counted)
    Participant.objects.create(consultation=counted, channel="site")
    assert before.items() <= person_numbers(counted).items()
    other = crowd(40, 2, 1)
    assert not set(before.values()) & set(person_numbers(other).values())


def test_a_person_keeps_the_number_when_the_site_gets_another_secret_key(counted: Consultation) -> None:
    before = person_numbers(counted)
    with override_settings(SECRET_KEY="another-" * 8, SECRET_KEY_FALLBACKS=[]):
        assert person_numbers(counted) == before


def test_files_of_who_keeps_taking_them_move_with_whole_steps_while_it_runs(client: Client) -> None:
    """Somebody who votes and sends in a statement comes in with at least four others; what is told stays as it was."""
    consultation = crowd(40, 9, runs=True)
    editor = make_member(consultation.region, Role.EDITOR)
    client.force_login(editor, "allauth.account.auth_backends.AuthenticationBackend")

    def people() -> dict[str, set[tuple[str, int]]]:
        ballots: dict[str, set[tuple[str, int]]] = {}
        long, wide = (polis.read_votes(body(get(client, consultation, name))) for name in OF_PERSONS)
        for person, statement, value in zip(long.person, long.statement, long.value, strict=True):
            ballots.setdefault(person, set()).add((statement, value))
        assert sorted(long.person) == sorted(wide.person)
        assert set(long.timestamp) == {None}
        return ballots

    # Nobody is told yet: a heading, and no row.
    assert all(len(body(get(client, consultation, name)).splitlines()) == 1 for name in OF_PERSONS)
    count(consultation)
    told = people()
    assert len(told) == 35
    live = [reverse("consultations:statements", args=[consultation.region.slug, consultation.slug])]
    live += [reverse(f"publishing:{name}", args=[consultation.region.slug, consultation.slug]) for name in OF_PERSONS]
    before = [hidden_fields_out(body(client.get(page))) for page in live]
    sender = Participant.objects.create(consultation=consultation, channel="site")
    old = consultation.participants.order_by("pk")[0]
    statements = list(consultation.statements.order_by("number"))
    for person in (sender, old):
        for statement in statements[:3]:
            vote(person, statement)
    StatementFactory(consultation=consultation, number=99, state="waiting", source="participant", sent_in_by=sender)
    assert [hidden_fields_out(body(client.get(page))) for page in live] == before

    for _ in range(6):
        vote(Participant.objects.create(consultation=consultation, channel="site"), statements[0], -1)
    VoteEvent.objects.update(at=timezone.now() - timedelta(minutes=10))
    Report.objects.update(made_at=timezone.now() - timedelta(hours=2))
    count(consultation)
    later = people()
    assert len(later.keys() - told.keys()) >= 5
    assert {number: later[number] for number in told} == told

    Consultation.objects.update(closes_at=timezone.now() - timedelta(minutes=5))
    wide = polis.read_votes(body(get(client, consultation, "participants_votes_csv")))
    assert len(wide.people) == 47
    assert len(wide.value) == Vote.objects.filter(participant__consultation=consultation).count()


def vote(person: Participant, statement: Statement, choice: int = 1) -> None:
    at = timezone.now()
    VoteEvent.objects.create(participant=person, statement=statement, choice=choice, at=at, key=uuid.uuid4())
    Vote.objects.update_or_create(participant=person, statement=statement, defaults={"choice": choice, "at": at})


def hidden_fields_out(page: bytes) -> bytes:
    """Of a form each copy has its own."""
    return re.sub(rb'csrfmiddlewaretoken" value="[^"]+"|nonce="[^"]*"', b"", page)


def begins_a_day(milliseconds: int) -> bool:
    """Here, where people answer."""
    return timezone.localtime(datetime.fromtimestamp(milliseconds / 1000, UTC)).time() == time()


def test_moments_in_the_public_file_are_days(client: Client, counted: Consultation) -> None:
    counted.statements.update(sent_in_at=timezone.now().replace(hour=15, minute=12, second=7))
    found = polis.read_comments(body(get(client, counted, "statements_csv")))
    assert all(one.timestamp is not None and begins_a_day(one.timestamp) for one in found)


def test_our_own_files_are_read_in_again(editor: Client, counted: Consultation) -> None:
    """The same people, answers and statements, under the numbers that they have in the file."""
    new = draft(by=None, at=timezone.now(), region=counted.region, title="Opnieuw")
    files = [ContentFile(body(get(editor, counted, name)), name) for name in ("votes_csv", "statements_csv")]
    made = ask_import(by=None, at=timezone.now(), consultation=new, votes_file=files[0], statements_file=files[1])
    read_votes_file.func(made.pk)
    made.refresh_from_db()
    assert made.faults == []
    assert (made.n_people, made.n_statements) == (counted.participants.count(), counted.statements.count())
    again = Vote.objects.filter(statement__consultation=new)
    rows = again.values_list("participant__outside_id", "statement__number", "choice")
    numbers = person_numbers(counted)
    stored = Vote.objects.filter(statement__consultation=counted)
    assert sorted(rows) == sorted(
        (str(numbers[person]), number, choice)
        for person, number, choice in stored.values_list("participant_id", "statement__number", "choice")
    )


def test_no_role_or_place_is_in_the_files_of_persons(editor: Client, counted: Consultation) -> None:
    for name in OF_PERSONS:
        text = body(get(editor, counted, name)).decode()
        assert "ouder" not in text
        assert "Verzonnen" not in text


@pytest.mark.parametrize("name", PUBLIC)
def test_four_people_give_no_file(client: Client, name: str) -> None:
    consultation = crowd(4, 3, 1)
    count(consultation)
    assert get(client, consultation, name).status_code == 404


@pytest.mark.parametrize("name", [*PUBLIC, *OF_PERSONS])
def test_another_regions_consultation_is_not_found(editor: Client, counted: Consultation, name: str) -> None:
    other = crowd(6, 3, 1)
    count(other)
    address = reverse(f"publishing:{name}", args=[counted.region.slug, other.slug])
    assert editor.get(address).status_code == 404


def work_off() -> None:
    """What the worker does with every task that waits."""
    for waiting in DBTaskResult.objects.all():
        print_report.call(*waiting.args_kwargs["args"])


def _links(pdf: PdfReader) -> list[str]:
    annotations = [one.get_object() for page in pdf.pages for one in page.get("/Annots", [])]
    return [one["/A"]["/URI"] for one in annotations if "/URI" in one.get("/A", {})]


@pytest.mark.pdf
def test_pdf_is_printed_once_per_report_while_readers_wait(client: Client, counted: Consultation) -> None:
    cache.clear()
    for _reader in range(2):
        waiting = get(client, counted, "report_pdf")
        assert waiting.status_code == 202
        assert "Het verslag wordt gemaakt" in waiting.content.decode()
    assert DBTaskResult.objects.count() == 1
    work_off()
    first = get(client, counted, "report_pdf")
    assert first["Content-Type"] == "application/pdf"
    hold_its_name(first)
    pdf = PdfReader(io.BytesIO(first.content))
    assert "hulp" in (pdf.metadata or {}).get("/Title", "").lower()
    assert any(link.startswith(whole("/uitleg/methode/#")) for link in _links(pdf))
    assert get(client, counted, "report_pdf").content == first.content
    assert DBTaskResult.objects.count() == 1


def test_machine_that_cannot_print_says_so_and_starts_nothing(
    client: Client, counted: Consultation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("regiotafel.publishing.actions.can_print", lambda: False)
    cache.clear()
    response = get(client, counted, "report_pdf")
    assert response.status_code == 501
    assert "geen PDF" in response.content.decode()
    assert not DBTaskResult.objects.exists()


def test_print_task_of_a_report_that_is_gone_does_nothing(counted: Consultation) -> None:
    print_report.call(0, "https://example.org/")
