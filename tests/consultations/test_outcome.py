"""The outcome page: one report row, the reader's own place, and nothing about fewer than five people."""

import json
import pickle
import re
import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import caches
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from regiotafel.consultations.models import Choice, Consultation, Participant, Report, StatementState, Vote, VoteEvent
from regiotafel.consultations.outcome.actions import store_report
from regiotafel.consultations.outcome.queries import name_of, result_of
from regiotafel.consultations.outcome.tasks import count_inside
from regiotafel.consultations.outcome.views import TABS
from regiotafel.consultations.rules import ENOUGH_ANSWERS
from regiotafel.consultations.taking_part.access import seat_of
from regiotafel.consultations.taking_part.actions import cast_vote
from regiotafel.engine.opinions import Planted, analyse, people_of, report_of, simulate
from regiotafel.engine.results.opinions import FIELDS_ACROSS, FIELDS_UP
from regiotafel.mandates.register.actions import add_subject
from regiotafel.regions.models import Region, Role
from regiotafel.regions.permissions import PERMISSIONS
from tests.consultations.conftest import address, words
from tests.crowd import count, crowd
from tests.factories import ConsultationFactory, StatementFactory, make_member

pytestmark = pytest.mark.django_db


def take_seat(client: Client, consultation: Consultation, person: Participant) -> None:
    """The browser of this participant."""
    client.cookies["rt_deelname"] = seat_of(consultation, person.pk)


def words_of(text: str, tag: str) -> str:
    return " ".join(text.split(f"<{tag}>")[1].split(f"</{tag}>", maxsplit=1)[0].split())


@pytest.fixture
def counted() -> Consultation:
    consultation = crowd(60, 12)
    count(consultation)
    return consultation


def test_a_first_look_has_the_sentence_the_map_what_was_done_and_what_is_shared_and_divided(
    client: Client, counted: Consultation
) -> None:
    text = client.get(address("outcome", counted)).content.decode()
    order = ("<h1", 'id="kaart-t"', 'id="gedaan"', 'id="gedeeld"', 'id="verdeeld"', 'id="wie-samen"', 'id="vier"')
    places = [text.index(one) for one in order]
    assert places == sorted(places)
    shared, divided = text[places[3] : places[4]], text[places[4] : places[5]]
    for found in (shared, divided):  # a bar for each group beside each statement
        assert 1 <= found.count("rt-find--") <= 3
        assert found.count("rt-bar__track") == 2 * found.count("rt-find--") == found.count('"rt-margin"')
    assert [tab.route for tab in TABS if address(tab.route, counted) not in text] == []
    assert "<table" not in text
    # Whoever gets the link sees what it says.
    assert f'property="og:title" content="{words_of(text, "h1")}"' in text
    assert "https://wa.me/?text=" in text
    (picture,) = re.findall(r'property="og:image" content="([^"]+)"', text)
    assert picture.endswith("/uitkomst/kaart.png")
    assert re.search(r"Bij \d+ van de 12 stellingen is in elke groep een meerderheid het eens", text)
    assert "Geteld op" in text


@pytest.mark.parametrize("n_statements", [40, 400])
def test_page_takes_the_same_few_queries_however_many_statements(
    client: Client, django_assert_num_queries: Any, n_statements: int
) -> None:
    consultation = crowd(12, n_statements, 1)
    count(consultation)
    Report.objects.update(made_at=timezone.now() - timedelta(minutes=1))
    client.get(address("outcome", consultation))
    # region, consultation, report, steps of the region, statements that are not asked any more
    with django_assert_num_queries(5):
        assert client.get(address("outcome", consultation)).status_code == 200


def test_own_place_costs_no_query(client: Client, counted: Consultation, django_assert_num_queries: Any) -> None:
    take_seat(client, counted, counted.participants.order_by("pk")[3])
    Report.objects.update(made_at=timezone.now() - timedelta(minutes=1))
    client.get(address("outcome", counted))
    with django_assert_num_queries(5):
        client.get(address("outcome", counted))


def test_what_is_kept_of_the_pages_reads_as_it_was_drawn_and_holds_nothing_of_anybody(
    client: Client, counted: Consultation
) -> None:
    """Drawn for a participant who may export the votes and is logged in, then read by somebody else."""
    member = make_member(counted.region, Role.REGION_ADMINISTRATOR)
    inside = Client()
    inside.force_login(member)
    take_seat(inside, counted, counted.participants.order_by("pk")[3])
    listed = address("outcome_statements", counted)
    lists = [listed + query for query in ("", "?volgorde=verdeeld", "?zoek=1", "?volgorde=nummer")]
    for path in (*(address(tab.route, counted) for tab in TABS), address("outcome_whole", counted), *lists):
        caches["pieces"].clear()
        fresh = client.get(path).content
        caches["pieces"].clear()
        own = inside.get(path).content
        assert client.get(path).content == fresh
        assert fresh != own
        kept = " ".join(pickle.loads(piece) for piece in caches["pieces"]._cache.values())
        assert kept.count("<article") == (0 if path not in lists else fresh.count(b"<article"))
        for nobodys in ("csrf", "jij ", "jouw", member.email, "bij=", "Alleen jij"):
            assert nobodys not in kept.lower()


def test_another_count_is_drawn_anew(client: Client, counted: Consultation) -> None:
    path = address("outcome_statements", counted)
    report, words_before = Report.objects.get(), counted.statements.get(number=1).text
    assert words_before in client.get(path).content.decode()
    report.pk, report.last_event = None, report.last_event + 1
    report.data = json.loads(json.dumps(report.data, ensure_ascii=False).replace(words_before, "Iets heel anders"))
    report.save()
    page = client.get(path).content.decode()
    assert "Iets heel anders" in page
    assert words_before not in page


def report_of_crowd(n_people: int) -> Report:
    """The report that a consultation of so many people gets, with somebody in it under each number."""
    consultation = ConsultationFactory(closes_at=timezone.now() - timedelta(minutes=5))
    votes, _ = simulate(Planted(40, 2, 2.0, 12.0), n_people)
    found = analyse(votes, n_resamples=0)
    return store_report(
        at=timezone.now() - timedelta(minutes=1),
        consultation=consultation,
        counted_until=timezone.now(),
        last_event=0,
        report=report_of(found),
        people=people_of(found, [name_of(i) for i in range(n_people)]),
    )


def test_the_page_costs_the_same_for_two_hundred_and_for_twenty_thousand_people(client: Client) -> None:
    """Statements, and bytes of the report: nothing in what is read grows with people, but a map of at most so many
    marks. The people themselves are not read, also not for the own place of one of them."""
    statements, sizes = [], []
    for n_people in (200, 20_000):
        report = report_of_crowd(n_people)
        consultation = report.consultation
        client.get(address("outcome", consultation))  # whoever looks first has the report read, for all after them
        for reader in (None, 7):
            client.cookies.clear()
            if reader is not None:
                take_seat(client, consultation, Participant(pk=reader))
            with CaptureQueriesContext(connection) as asked:
                response = client.get(address("outcome", consultation))
            assert response.status_code == 200
            assert ('class="you"' in response.content.decode()) == (reader is not None)
            statements.append(len(asked))
            result = result_of(consultation, timezone.now(), reader)
            assert result.report is not None
            assert "people" in result.report.get_deferred_fields()
            assert len(result.report.data["space"]["marks"]) <= FIELDS_ACROSS * FIELDS_UP
            without_map = result.report.data | {"space": None}
            sizes.append(len(json.dumps([without_map, getattr(result.report, "mine", None)])))
        assert len(json.dumps(Report.objects.get(pk=report.pk).people)) > 80 * n_people
    assert len(set(statements)) == 1
    # The same figures; only numbers of people have more digits.
    assert max(sizes) < 1.2 * min(sizes)


def test_participant_sees_own_group_and_place(client: Client, counted: Consultation) -> None:
    report = Report.objects.get(consultation=counted)
    for person in counted.participants.order_by("pk")[:2]:
        take_seat(client, counted, person)
        response = client.get(address("outcome", counted))
        name = report.data["groups"][report.people[f"p{person.pk}"]["group"]]["name"]
        assert f"Jij staat dicht bij groep {name}." in words(response)
        assert 'class="you"' in response.content.decode()
        assert "private" in response["Cache-Control"]


def test_visitor_and_forged_cookie_see_nobody(client: Client, counted: Consultation) -> None:
    other = crowd(6, 3, 1)
    for value in (
        None,
        "1:forged",
        seat_of(other, other.participants.all()[0].pk),
    ):
        client.cookies.clear()
        if value:
            client.cookies["rt_deelname"] = value
        text = client.get(address("outcome", counted)).content.decode()
        assert 'class="you"' not in text
        assert "Jij staat" not in text


def test_new_participant_hears_that_the_next_count_has_them(client: Client, counted: Consultation) -> None:
    take_seat(client, counted, Participant.objects.create(consultation=counted, channel="site"))
    assert "tellen mee in de volgende telling" in words(client.get(address("outcome", counted)))


def test_map_has_no_mark_of_one_person(client: Client, counted: Consultation) -> None:
    text = client.get(address("outcome", counted)).content.decode()
    assert '"people"' not in text
    (picture,) = re.findall(r'<svg class="rt-chart".*?</svg>', text)
    marks = re.findall(r'<path class="group-\d"[^>]*d="([^"]*)"', picture)
    n_marks = sum(one.count("M") for one in marks)
    assert 0 < n_marks <= 60 // 5 + 4


@pytest.mark.parametrize("order", ["eens", "verdeeld", "nummer", "onzin"])
def test_statements_can_be_put_in_another_order(client: Client, counted: Consultation, order: str) -> None:
    data = Report.objects.get(consultation=counted).data
    text = client.get(address("outcome_statements", counted), {"volgorde": order}).content.decode()
    shown = re.findall(r'id="stelling-(\d+)"', text)
    assert sorted(shown, key=int) == [one["id"] for one in data["statements"]]
    first = {"verdeeld": data["divides"][0], "nummer": "1"}.get(order, data["common_ground"][0])
    assert shown[0] == first


def test_statements_can_be_searched(client: Client, counted: Consultation) -> None:
    some = counted.statements.all()[4]
    text = client.get(address("outcome_statements", counted), {"zoek": some.text.upper()}).content.decode()
    assert re.findall(r'id="stelling-(\d+)"', text) == [str(some.number)]


def test_search_text_is_never_markup(client: Client, counted: Consultation) -> None:
    sought = {"zoek": '"><script>x'}
    assert "<script>x" not in client.get(address("outcome_statements", counted), sought).content.decode()


def test_long_lists_have_pages(client: Client) -> None:
    consultation = crowd(10, 60, 1)
    count(consultation)
    first = re.findall(r'id="stelling-(\d+)"', client.get(address("outcome_statements", consultation)).content.decode())
    next_page = client.get(address("outcome_statements", consultation), {"pagina": 2})
    second = re.findall(r'id="stelling-(\d+)"', next_page.content.decode())
    assert (len(first), len(second)) == (15, 15)
    assert not set(first) & set(second)
    assert client.get(address("outcome_statements", consultation), {"pagina": "x"}).status_code == 200


def test_four_people_show_nothing(client: Client) -> None:
    consultation = crowd(4, 6, 1)
    count(consultation)
    response = client.get(address("outcome", consultation))
    assert "Er zijn nog te weinig antwoorden om iets te laten zien" in words(response)
    text = response.content.decode()
    assert "<table" not in text
    assert '<svg class="rt-chart"' not in text
    assert not re.search(r"\b4 (mensen|deelnemers|antwoorden)", words(response))
    assert client.get(address("outcome_statement", consultation, 1)).status_code == 404


def test_empty_consultation_invites(client: Client) -> None:
    consultation = ConsultationFactory()
    response = client.get(address("outcome", consultation))
    assert response.status_code == 200
    assert "Er is nog geen uitkomst" in words(response)
    assert "Beantwoord de stellingen" in words(response)
    assert not DBTaskResult.objects.exists()


def test_first_reader_starts_the_count_and_only_one(client: Client) -> None:
    consultation = crowd(8, 3, 1)
    for _ in range(3):
        assert "We tellen de antwoorden" in words(client.get(address("outcome", consultation)))
    assert DBTaskResult.objects.count() == 1


def test_figures_lead_to_their_own_part_of_the_method(client: Client, counted: Consultation) -> None:
    method = reverse("pages:method")
    whole = client.get(address("outcome_whole", counted)).content.decode()
    places = set(re.findall(rf'href="{method}#([\w-]+)"', whole))
    assert {"herkennen", "kaart", "tussen"} <= places
    explained = client.get(method).content.decode()
    assert all(f'id="{place}"' in explained for place in places)


def test_totals_stay_while_the_last_count_is_made(client: Client) -> None:
    consultation = crowd(60, 12, runs=True)
    told = count(consultation)
    Consultation.objects.update(closes_at=timezone.now() - timedelta(seconds=2))
    assert "De uitkomst wordt bijgewerkt" in words(client.get(address("outcome", consultation)))
    assert not DBTaskResult.objects.exists()  # an answer may still be on its way
    Consultation.objects.update(closes_at=timezone.now() - timedelta(minutes=2))
    response = client.get(address("outcome", consultation))
    assert "De uitkomst wordt bijgewerkt" in words(response)
    assert "De ronde is gesloten, en we tellen nu alle antwoorden." in words(response)
    assert "Tussenstand: " in words(response)  # what stands there is no outcome yet
    assert f"{told.n_votes} antwoorden" in words(response)
    assert DBTaskResult.objects.count() == 1
    count(consultation)
    assert "in elke groep een meerderheid het eens" in words(client.get(address("outcome", consultation)))


def test_waiting_part_asks_again_until_the_new_count_is_there(client: Client, counted: Consultation) -> None:
    key = Report.objects.get(consultation=counted).pk
    Consultation.objects.update(report_asked_at=timezone.now())
    page = client.get(address("outcome", counted)).content.decode()
    assert f"?stand={key}" in page
    assert "hx-trigger" in page
    assert client.get(address("outcome", counted), {"stand": key}).status_code == 204
    count(counted)
    done = client.get(address("outcome", counted), {"stand": key}).content.decode()
    assert "hx-trigger" not in done
    assert address("outcome", counted) in done


def test_waiting_part_stops_asking_when_nothing_is_on_its_way(client: Client, counted: Consultation) -> None:
    response = client.get(address("outcome", counted), {"stand": Report.objects.get(consultation=counted).pk})
    assert response.status_code == 200
    assert not response.content.strip()


def test_statement_has_its_own_page_with_all_parts(client: Client, counted: Consultation) -> None:
    response = client.get(address("outcome_statement", counted, 3))
    text = words(response)
    for part in ("Naar groep", "Naar rol", "Naar gemeente", "ouder, verzorger of pleegouder"):
        assert part in text
    assert re.search(r"\d+ tussen \d+ en \d+", text)
    assert counted.statements.get(number=3).text in text


def test_table_alone_has_every_row_of_the_page(client: Client, counted: Consultation) -> None:
    whole = client.get(address("outcome_statement", counted, 3)).content.decode()
    part = client.get(address("outcome_statement", counted, 3), {"deel": "tabel"}).content.decode()
    rows = [set(re.findall(r"<tr>.*?</tr>", text, re.DOTALL)) for text in (part, whole)]
    assert len(rows[0]) > 9
    assert rows[0] == rows[1]
    assert "<html" not in part


def test_page_of_a_statement_says_in_a_sentence_what_the_groups_think(client: Client, counted: Consultation) -> None:
    number = Report.objects.get(consultation=counted).data["divides"][0]
    text = client.get(address("outcome_statement", counted, number)).content.decode()
    sentence = re.search(r"In groep [AB] zijn \d+ van de \d+ deelnemers het eens, in groep [AB] maar", text)
    assert sentence
    assert sentence.start() < text.index("<table")


def test_unknown_statement_is_not_found(client: Client, counted: Consultation) -> None:
    assert client.get(address("outcome_statement", counted, 999)).status_code == 404


def test_statement_that_was_added_later_waits_for_the_next_count(client: Client, counted: Consultation) -> None:
    StatementFactory(consultation=counted, number=77)
    assert client.get(address("outcome_statement", counted, 77)).status_code == 404


def test_outcome_of_a_draft_is_for_staff(client: Client) -> None:
    consultation = ConsultationFactory(opened_at=None)
    assert client.get(address("outcome", consultation)).status_code == 404


def test_page_refuses_to_be_posted_to(client: Client, counted: Consultation) -> None:
    assert client.post(address("outcome", counted)).status_code == 405


def test_lists_that_too_many_people_have_are_set_apart_and_stay_counted(client: Client) -> None:
    consultation = crowd(60, 12, 1)
    now = timezone.now()
    for nth in range(12):
        person = Participant.objects.create(consultation=consultation, channel="site")
        for statement in consultation.statements.all():
            choice = -1 if statement.number % 2 else 1
            at = now - timedelta(seconds=20 * nth)
            Vote.objects.create(participant=person, statement=statement, choice=choice, at=at)
    assert count(consultation).n_people == 72
    text = words(client.get(address("outcome_whole", consultation)))
    assert "Let op: 12 deelnemers gaven precies dezelfde rij antwoorden als een ander" in text
    assert "De helft van hen kwam binnen 2 minuten." in text
    assert "gelijke rijen één keer" in words(client.get(address("outcome_counting", consultation)))


def test_new_answers_change_no_byte_of_a_running_consultation(client: Client) -> None:
    consultation = crowd(60, 12, runs=True)
    count(consultation)
    places = ("outcome", "read", "index")
    pages = [reverse(f"consultations:{name}", args=part(consultation, name)) for name in places]
    before = [client.get(page).content for page in pages]
    statement = consultation.statements.all()[0]
    for _ in range(3):
        person = Participant.objects.create(consultation=consultation, channel="site")
        cast_vote(
            at=timezone.now(),
            consultation=consultation,
            participant_id=person.pk,
            statement=statement,
            choice=Choice.AGREE,
            key=uuid.uuid4(),
        )
    assert [client.get(page).content for page in pages] == before
    assert not DBTaskResult.objects.exists()


def part(consultation: Consultation, name: str) -> list[str]:
    return [consultation.region.slug] if name == "index" else [consultation.region.slug, consultation.slug]


def test_who_may_export_votes_reads_everything_of_a_running_consultation_and_nobody_else(client: Client) -> None:
    consultation = crowd(60, 12, runs=True)
    told = count(consultation)
    count_inside.func(consultation.pk)
    files = [reverse(f"publishing:{name}", args=part(consultation, name)) for name in ("report_json", "report_csv")]
    as_visitor = [client.get(file).getvalue() for file in files]
    for role in (None, Role.MODERATOR, Role.CLERK, Role.ORGANISATION_MEMBER, Role.EDITOR, Role.REGION_ADMINISTRATOR):
        client.logout()
        if role is not None:
            client.force_login(make_member(consultation.region, role))
        may_know = role in PERMISSIONS["votes.export"].roles
        for name in ("outcome", "outcome_statement"):
            more = () if name == "outcome" else (3,)
            page = client.get(address(name, consultation, *more))
            assert ("Dit zie je, omdat je de antwoorden mag downloaden." in words(page)) is may_know
            assert ("groep A" in words(page)) is may_know
            assert "private" in page["Cache-Control"]
            visitors = words(client.get(address(name, consultation, *more), {"bezoekers": "ja"}))
            assert "groep A" not in visitors
            assert "Dit zie jij" not in visitors
        assert "Ten minste" in words(client.get(address("outcome", consultation), {"bezoekers": "ja"}))
        # Nothing on these pages leads back to what only they see, but the words that say so.
        for name in ("outcome", "outcome_statements"):
            text = client.get(address(name, consultation), {"bezoekers": "ja"}).content.decode()
            tabs = rf'{address("outcome", consultation)}\w+/(?:\?[^"]*)?'
            led = re.findall(rf'href="({tabs}|\?[^"]*volgorde=[^"]*)"', text)
            assert led
            assert [one for one in led if "bezoekers=ja" not in one] == []
            assert ('<input type="hidden" name="bezoekers" value="ja">' in text) is (name == "outcome_statements")
        assert [client.get(file).getvalue() for file in files] == as_visitor
    assert json.loads(as_visitor[0])["n_votes"] == told.n_votes
    assert json.loads(as_visitor[0])["groups_reason"] == "running"


def test_what_was_said_of_the_groups_stays_while_it_runs_and_is_asked_anew_at_the_end() -> None:
    consultation = crowd(60, 12, runs=True)
    count(consultation)
    count_inside.func(consultation.pk)
    inside = Report.objects.get(kind="inside")
    assert inside.data["groups_reason"] == "groups"
    inside.data["groups_reason"] = "gradual"
    inside.save()
    count_inside.func(consultation.pk)
    again = Report.objects.filter(kind="inside").latest()
    assert (again.data["groups_reason"], again.data["groups_quality"]["kept"]) == ("gradual", True)
    Consultation.objects.update(closes_at=timezone.now() - timedelta(minutes=5))
    last = count(consultation)
    assert last.kind == "final"
    assert (last.data["groups_reason"], last.data["groups_quality"]["kept"]) == ("groups", False)


def test_who_may_export_votes_starts_that_count_by_looking(client: Client) -> None:
    consultation = crowd(60, 12, runs=True)
    count(consultation)
    client.force_login(make_member(consultation.region, Role.EDITOR))
    for _ in range(2):
        assert "Ten minste" in words(client.get(address("outcome", consultation)))
    assert [task.task_path.rsplit(".", 1)[1] for task in DBTaskResult.objects.all()] == ["count_inside"]
    count_inside.func(consultation.pk)
    assert "groep A" in words(client.get(address("outcome", consultation)))
    # Without a step there is nothing new to count, whoever answered meanwhile: no page says when somebody did.
    n_people = Report.objects.get(kind="inside").n_people
    assert n_people == 55
    DBTaskResult.objects.all().delete()
    Report.objects.update(made_at=timezone.now() - timedelta(hours=2))
    VoteEvent.objects.create(
        participant=Participant.objects.create(consultation=consultation, channel="site"),
        statement=consultation.statements.all()[0],
        choice=1,
        at=timezone.now() - timedelta(minutes=10),
        key=uuid.uuid4(),
    )
    client.get(address("outcome", consultation))
    assert not DBTaskResult.objects.exists()
    count_inside.func(consultation.pk)
    assert Report.objects.filter(kind="inside").latest().n_people == n_people
    Consultation.objects.update(closes_at=timezone.now() - timedelta(minutes=2))
    assert "Dit zie jij" not in words(client.get(address("outcome", consultation)))


def test_a_statement_that_was_replaced_is_marked_and_the_numbers_are_told_as_one(
    client: Client, counted: Consultation
) -> None:
    first = counted.statements.order_by("number").first()
    assert first is not None
    type(first).objects.filter(pk=first.pk).update(state=StatementState.REPLACED)
    n = counted.statements.count()
    not_asked = f"Van de {n} stellingen is er 1 niet meer gevraagd, omdat er een nieuwe formulering voor kwam. "
    not_asked += f"De andere {n - 1} doen mee."
    whole = words(client.get(address("outcome", counted)))
    assert f"Alle {n} stellingen" in whole
    assert not_asked in whole
    page = words(client.get(address("outcome_statements", counted)))
    assert not_asked in page
    assert page.count("niet meer gevraagd") == 2
    assert "niet meer gevraagd" in words(client.get(address("outcome_statement", counted, first.number)))


def test_whatever_names_a_place_on_a_page_finds_it_there(client: Client) -> None:
    consultation = crowd(60, 30)
    count(consultation)
    pages = {
        address(tab, consultation): client.get(address(tab, consultation)).content.decode()
        for tab in (*(one.route for one in TABS), "outcome_whole")
    }
    for text in pages.values():
        assert set(re.findall(r'href="#([^"]+)"', text)) <= set(re.findall(r'id="([^"]+)"', text))
        for path, place in re.findall(r'href="([^"#]+)#([^"]+)"', text):
            assert path not in pages or f'id="{place}"' in pages[path], (path, place)


def test_an_address_of_the_list_from_before_leads_to_the_same_list(client: Client, counted: Consultation) -> None:
    response = client.get(address("outcome", counted), {"volgorde": "verdeeld", "zoek": "ja & nee", "pagina": "2"})
    assert response.status_code == 302
    there = address("outcome_statements", counted)
    assert response["Location"] == there + "?volgorde=verdeeld&zoek=ja+%26+nee&pagina=2"


def test_the_first_page_of_a_large_outcome_is_small(client: Client) -> None:
    consultation = crowd(200, 60, 4)
    count(consultation)
    assert len(client.get(address("outcome", consultation)).content) < 60_000


@pytest.mark.parametrize("n_people", [0, 4, 12])
def test_a_page_that_an_outcome_does_not_have_is_no_fault(client: Client, n_people: int) -> None:
    """Who kept its address may open it when there is little to tell, or nothing."""
    consultation = crowd(n_people, 3, 1) if n_people else ConsultationFactory()
    if n_people:
        count(consultation)
    for tab in (*(one.route for one in TABS), "outcome_whole"):
        assert client.get(address(tab, consultation), follow=True).status_code == 200, tab


def test_results_come_after_ones_own_answers(client: Client) -> None:
    """Who has not answered reads how many took part; who works on it, and who answered, reads what was told."""
    consultation = crowd(60, 12, runs=True, results_after_answers=True)
    count(consultation)
    told, first = "Ten minste 55 deelnemers hebben al geantwoord.", "Eerst jouw antwoorden"
    pages = [address(tab.route, consultation) for tab in TABS] + [address("outcome_statement", consultation, 3)]
    names = ("report_json", "report_csv", "report_xlsx", "report_pdf", "statements_csv")
    files = [reverse(f"publishing:{name}", args=part(consultation, name)) for name in names]
    for page in pages:
        assert first in words(client.get(page))
        assert "rt-bar" not in client.get(page).content.decode()
    assert told in words(client.get(pages[0]))
    assert {client.get(file).status_code for file in files} == {404}

    person = Participant.objects.create(consultation=consultation, channel="site")
    take_seat(client, consultation, person)
    for nth, statement in enumerate(consultation.statements.all(), 1):
        assert (first in words(client.get(pages[0]))) is (nth <= ENOUGH_ANSWERS)
        Vote.objects.create(participant=person, statement=statement, choice=1, at=timezone.now())
    assert client.get(files[0]).status_code == 200
    client.cookies.clear()
    client.force_login(make_member(consultation.region, Role.CLERK))
    assert first not in words(client.get(pages[0]))
    assert client.get(files[1]).status_code == 200
    assert first in words(client.get(pages[0], {"bezoekers": "ja"}))

    client.logout()
    Consultation.objects.update(closes_at=timezone.now() - timedelta(minutes=5))
    count(consultation)
    assert first not in words(client.get(pages[0]))


@pytest.mark.django_db
def test_statements_about_a_subject_are_found_by_the_words_of_people(client: Client, region: Region) -> None:
    subject = add_subject(by=None, at=timezone.now(), region=region, title="Dyslexiezorg", words="lezen, spelling")
    running, draft = ConsultationFactory(region=region), ConsultationFactory(region=region, opened_at=None)
    for consultation, number, text in (
        (running, 1, "Hulp bij lezen hoort op school te beginnen."),
        (running, 2, "De wachtlijst is te lang."),
        (draft, 1, "Lezen leer je thuis."),
    ):
        StatementFactory(consultation=consultation, number=number, text=text, state=StatementState.ACCEPTED)
    page = client.get(reverse("consultations:about_subject", args=[region.slug, subject.slug])).content.decode()
    assert "Hulp bij lezen hoort op school" in page
    assert "wachtlijst" not in page
    assert "Lezen leer je thuis" not in page, "nobody reads a draft"
