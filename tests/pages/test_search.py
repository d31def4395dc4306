from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from regiotafel.brakes.access import networks_of
from regiotafel.brakes.actions import brake
from regiotafel.brakes.rules import Brake
from regiotafel.consultations.models import ReportKind, StatementState
from regiotafel.pages.queries import search as queries
from regiotafel.plan.making.actions import begin_plan, move_plan
from regiotafel.plan.measures.actions import add_measure
from regiotafel.vision.models import Particulars
from regiotafel.vision.naming.actions import name_kind
from tests.contributions.people import World, answered, make_world, opened, send
from tests.factories import ConsultationFactory, OrganisationFactory, StatementFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return make_world()


def found(client: Client, world: World, words: str, **more: object) -> str:
    address = reverse("pages:search", args=[world.region.slug])
    return unescape(client.get(address, {"zoek": words, **more}).content.decode())


def test_one_search_finds_all_kinds_with_a_piece_of_each(client: Client, world: World) -> None:
    answered(world, opened(world, "Wij wachten op een plek in de logeeropvang."), why="Er komen twee logeerhuizen bij.")
    OrganisationFactory(region=world.region, name="Logeerhuis De Brug", about="Logeren in het weekend.")
    running = ConsultationFactory(region=world.region)
    StatementFactory(consultation=running, text="Logeren moet dichtbij.", state=StatementState.ACCEPTED)
    done: dict[str, Any] = {"by": None, "at": timezone.now()}
    plan = begin_plan(**done, region=world.region, title="Plan", first_year=2027, last_year=2028)
    add_measure(**done, plan=plan, title="Een logeerhuis openen")
    assert "Maatregelen (" not in found(client, world, "logeer"), "nobody reads the plan yet"
    move_plan(**done, plan=plan, version=plan.version, state="open")
    page = found(client, world, "logeer")
    for word in ("Reacties (1)", "Antwoorden (1)", "Organisaties (1)", "Maatregelen (1)", "<mark>logeeropvang</mark>"):
        assert word in page
    assert "Stellingen (1)" in found(client, world, "Logeren dichtbij")
    text = world.passages[0].wordings.get(number=1).text
    assert "De visie (" in found(client, world, text.split()[-1].strip("."))


def test_a_statement_leads_to_what_came_out_once_that_is_told(client: Client, world: World) -> None:
    now = timezone.now()
    ended = ConsultationFactory(
        region=world.region, opens_at=now - timedelta(days=9), closes_at=now - timedelta(days=1)
    )
    one = StatementFactory(consultation=ended, text="Logeren moet dichtbij.", state=StatementState.ACCEPTED)
    address = reverse("consultations:outcome_statement", args=[world.region.slug, ended.slug, one.number])
    assert address not in found(client, world, "logeren")
    counts = {"n_people": 5, "n_statements": 1, "n_votes": 5, "data": {}}
    ended.reports.create(kind=ReportKind.FINAL, counted_until=now, made_at=now, **counts)
    assert address in found(client, world, "logeren")


def test_what_not_everybody_reads_is_not_found(client: Client, world: World) -> None:
    send(world.region, "Iets over een paarse olifant op school.")
    draft = ConsultationFactory(region=world.region, opened_at=None)
    StatementFactory(consultation=draft, text="De paarse olifant moet blijven.", state=StatementState.ACCEPTED)
    for state in (StatementState.WAITING, StatementState.REFUSED, StatementState.REWORDED):
        StatementFactory(
            consultation=ConsultationFactory(region=world.region), text="Een paarse olifant mag niet.", state=state
        )
    OrganisationFactory(name="De paarse olifant, elders")
    assert "Niets gevonden." in found(client, world, "paarse olifant")


@pytest.mark.parametrize("words", ["", "   ", "?", "%", "'\" OR 1=1", "\u202e", "a" * 500, "<script>", "&soort=x"])
def test_anything_may_be_asked(client: Client, world: World, words: str) -> None:
    assert "<h1>" in found(client, world, words, soort="onzin", pagina="-3")


def test_one_kind_is_read_page_by_page_in_as_many_queries(
    client: Client, world: World, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    opened(world, "Wachten op vervoer duurt te lang.")
    found(client, world, "vervoer")
    with django_assert_num_queries(26):
        found(client, world, "vervoer")
    for n in range(24):
        opened(world, f"Ook ik wacht op vervoer, nummer {n}.")
    with django_assert_num_queries(26):
        page = found(client, world, "vervoer")
    assert "Reacties (25)" in page
    assert "bekijk alle 25" in page
    second = found(client, world, "vervoer", soort="reacties", pagina=2)
    assert second.count("rt-rows__link") == 5
    assert "zoek=vervoer&soort=reacties&pagina=1" in second
    for far in (99, 2**63 - 1):
        asked = f"?zoek=vervoer&soort=reacties&pagina={far}"
        beyond = client.get(reverse("pages:search", args=[world.region.slug]) + asked)
        assert beyond.url.endswith("?zoek=vervoer&soort=reacties&pagina=2")  # type: ignore[attr-defined]


def test_all_words_come_before_some_and_a_title_before_the_rest(client: Client, world: World) -> None:
    opened(world, "Logeren in het weekend helpt ons.")
    opened(world, "Logeren kan alleen ver weg.")
    page = found(client, world, "hoe is het logeren in het weekend?")
    assert page.index("helpt ons") < page.index("ver weg")
    assert page.count("Niet al je woorden staan hierin.") == 1
    OrganisationFactory(region=world.region, name="De Brug", about="Naast het logeerhuis.")
    OrganisationFactory(region=world.region, name="Logeerhuis Zuid", about="Ook door de week.")
    page = found(client, world, "logeerhuis")
    assert page.index("Ook door de week") < page.index("Naast het")
    # Also where the title has capitals and accents that nobody types.
    OrganisationFactory(region=world.region, name="Bureau", about="Ook over coördinatie.")
    OrganisationFactory(region=world.region, name="COÖRDINATIEPUNT", about="Voor wie vastloopt.")
    coordination = found(client, world, "coordinatie")
    assert coordination.index("Voor wie vastloopt") < coordination.index("Ook over")
    assert "Niet al je woorden" not in page


def test_a_round_is_found_by_its_title_or_question(client: Client, world: World) -> None:
    ConsultationFactory(region=world.region, title="Vervoer naar de dagbehandeling")
    ConsultationFactory(region=world.region, title="Dagbehandeling, nog niet af", opened_at=None)
    page = found(client, world, "dagbehandelingen")
    assert "Rondes (1)" in page
    assert "Vervoer naar de" in page


def test_what_is_looked_through_is_bounded(client: Client, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queries, "LOOKED_THROUGH", 1)
    opened(world, "Eerst was er een pontje.")
    opened(world, "Nu is er een ander pontje.")
    page = found(client, world, "pontje")
    assert "Reacties (1)" in page
    assert "ander <mark>pontje" in page


def test_who_searches_on_and_on_waits_and_an_empty_page_costs_nothing(client: Client, world: World) -> None:
    address, most = reverse("pages:search", args=[world.region.slug]), Brake.SEARCHED.limits[0].most
    places, now = networks_of("127.0.0.1"), timezone.now()
    for _ in range(most):
        brake(at=now, brake=Brake.SEARCHED, places=places)
    waits = client.get(address, {"zoek": "vervoer"})
    assert waits.status_code == 429
    assert "heel vaak gezocht" in waits.content.decode()
    assert client.get(address).status_code == 200


def test_passages_are_found_and_chosen_by_what_they_are(
    client: Client, world: World, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    assert "van één soort" not in found(client, world, "")
    principle, plain = world.passages[:2]
    done: dict[str, Any] = {"by": world.editor, "at": timezone.now(), "seen": 0}
    name_kind(**done, passage=principle, what=Particulars("principle"))
    name_kind(**done, passage=plain, what=Particulars("agreement"))
    with django_assert_num_queries(3):
        front = found(client, world, "")
    assert "soort=tekst&passage=principe" in front
    assert "Leidend principe (1)" in front
    page = found(client, world, "alle leidende principes")
    assert "De visie (1)" in page
    assert '<p class="rt-small">Leidend principe</p>' in page
    assert f"Passage {principle.number}," in page
    # Without words: all there are of that kind, and nothing else.
    chosen = found(client, world, "", passage="afspraak")
    assert f"Passage {plain.number}," in chosen
    assert f"Passage {principle.number}," not in chosen
    assert "Niet al je woorden" not in chosen
    assert "Alle soorten" in chosen
    assert "Niets gevonden." in found(client, world, "", passage="uitleg")
    # With words: of what was found, by kind.
    text = plain.wordings.get(number=1).text.split()[-1].strip(".")
    assert "Afspraak (1)" in found(client, world, text, soort="tekst")
    assert f"Passage {plain.number}," not in found(client, world, text, soort="tekst", passage="principe")
