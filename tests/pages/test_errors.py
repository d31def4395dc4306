"""What somebody sees when something goes wrong: in Dutch, with what to do, and with the headers of every page."""

from unittest import mock

import pytest
from django.contrib.auth import get_user_model
from django.db import OperationalError
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries, Settings

from regiotafel.pages.menu import page_of_nobody
from regiotafel.pages.views import errors, front
from regiotafel.regions.models import Role
from tests.factories import ConsultationFactory, RegionFactory, make_member

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _as_in_production(settings: Settings) -> None:
    settings.DEBUG = False


def test_an_unknown_address_offers_links_and_a_search(client: Client) -> None:
    for address in ("/bestaat-niet/", "/een/twee/drie/vier", "/%00/", "/regios/x/"):
        response = client.get(address)
        assert response.status_code == 404, address
        page = response.content.decode()
        assert "Deze pagina is er niet" in page
        assert 'action="/regios/"' in page
        assert "Content-Security-Policy" in response.headers
    assert "Deze regio bestaat niet." in client.get("/bestaat-niet/").content.decode()


def test_a_page_that_is_missing_in_a_region_stays_in_that_region(client: Client) -> None:
    RegionFactory(slug="noord", name="Regio Noord")
    response = client.get(reverse("regions:organisation", args=["noord", 7]))
    assert response.status_code == 404
    page = response.content.decode()
    assert "Naar Regio Noord" in page
    assert "Deze organisatie bestaat niet in deze regio." in page


def test_who_may_not_reads_why_and_where_to_go(client: Client) -> None:
    region = RegionFactory()
    client.force_login(make_member(region, Role.RESIDENT))
    response = client.get(reverse("regions:members", args=[region.slug]))
    assert response.status_code == 403
    page = response.content.decode()
    assert "Vraag de beheerder van de regio om de juiste rol." in page
    assert reverse("regions:permissions") in page


def test_an_upload_that_is_too_big_has_its_own_sentence(client: Client) -> None:
    region = RegionFactory()
    client.force_login(make_member(region, Role.REGION_ADMINISTRATOR))
    response = client.generic(
        "POST",
        reverse("regions:theme", args=[region.slug]),
        b"--x\r\n",
        content_type="multipart/form-data; boundary=x",
        CONTENT_LENGTH="209715200",
    )
    assert response.status_code == 413
    page = response.content.decode()
    assert "Dit bestand is te groot" in page
    assert "hooguit 50 MB" in page
    assert "Er is niets opgeslagen." in page


def test_a_form_with_too_much_text_is_refused_alike(client: Client, settings: Settings) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
    region = RegionFactory()
    client.force_login(make_member(region, Role.REGION_ADMINISTRATOR))
    address = reverse("regions:settings", args=[region.slug])
    assert client.post(address, {"name": "x", "about": "y" * 2000}).status_code == 413


def test_a_request_that_makes_no_sense_gets_400(client: Client) -> None:
    response = client.get("/", HTTP_HOST="elders.example")
    assert response.status_code == 400
    assert "We begrepen je verzoek niet" in response.content.decode()


@pytest.mark.parametrize(
    ("fault", "status", "says"),
    [
        (ValueError("database is locked"), 500, "Er ging bij ons iets mis"),
        (OperationalError("database is locked"), 503, "Het lukt nu even niet"),
    ],
    ids=["ours", "passes"],
)
def test_a_fault_of_ours_says_so_without_database_or_context(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries, fault: Exception, status: int, says: str
) -> None:
    client.raise_request_exception = False
    with mock.patch.object(front, "regions_now", side_effect=fault):
        response = client.get("/")
    assert response.status_code == status
    page = response.content.decode()
    assert says in page
    assert "database is locked" not in page
    assert "Content-Security-Policy" in response.headers
    with django_assert_num_queries(0):
        assert errors.server_error(response.wsgi_request).status_code == 500


def test_a_form_without_its_token_gives_back_what_was_typed() -> None:
    consultation = ConsultationFactory()
    address = reverse("consultations:send_in", args=[consultation.region.slug, consultation.slug])
    strict = Client(enforce_csrf_checks=True)
    typed = "Wachten duurt <te lang> voor jongeren."
    response = strict.post(address, {"text": typed, "code": "GEHEIM-CODE", "kort": "ja"})
    assert response.status_code == 403
    page = response.content.decode()
    assert "Er is niets veranderd." in page
    assert "Wachten duurt &lt;te lang&gt; voor jongeren." in page
    assert "GEHEIM" not in page
    assert f'href="{address}"' in page


def test_the_page_about_waiting_is_for_people_and_for_programs() -> None:
    request = Client().get("/").wsgi_request
    response = errors.too_many_requests(request)
    assert response.status_code == 429
    assert response["Retry-After"] == "600"


def test_error_pages_keep_who_is_logged_in(client: Client) -> None:
    client.force_login(get_user_model().objects.create_user("lid@example.org"))
    assert "Mijn account" in client.get("/bestaat-niet/").content.decode()


def test_who_is_answered_before_the_site_hears_of_them_reads_a_page_too() -> None:
    for status, heading in ((503, "Even wachten"), (429, "Even wachten"), (408, "Dat kwam niet aan")):
        page = page_of_nobody("not_received.html", status=status, said="Het is <nu> te druk.", is_sent=True).decode()
        assert heading in page
        assert "Het is &lt;nu&gt; te druk." in page
        assert 'lang="nl"' in page
