"""Who looks after the installation begins regions, and does nothing in them."""

import io

import pytest
from django.core import mail
from django.core.management import call_command
from django.test import Client, override_settings
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings

from regiotafel.history.models import Entry
from regiotafel.people.models import User
from regiotafel.regions.members.actions import delete_account, name_site_administrator
from regiotafel.regions.models import Membership, Region, Role, SiteAdministrator
from regiotafel.regions.reference.actions import load_reference
from regiotafel.web.mail import NO_SERVER
from tests.factories import RegionFactory, UserFactory, make_member

pytestmark = pytest.mark.django_db
SITE, NEW = "/beheer/", "/beheer/nieuwe-regio/"
SENT = {"youth_region": "zuid-limburg", "administrator": "ik@example.org"}


@pytest.fixture
def administrator(client: Client) -> User:
    load_reference()
    user = name_site_administrator(at=timezone.now(), email="baas@example.org")
    client.force_login(user)
    return user


def test_the_terminal_names_one_and_shows_a_link_that_leads_to_the_regions(settings: Settings) -> None:
    out = io.StringIO()
    call_command("site_administrator", "baas@example.org", stdout=out)
    call_command("site_administrator", "baas@example.org", stdout=io.StringIO())
    assert Entry.objects.filter(act="site.administrator_named", region="").count() == 1
    link = next(line.strip() for line in out.getvalue().splitlines() if "/link/" in line)
    client = Client()
    assert client.post(link.removeprefix(settings.ADDRESS)).url == SITE
    assert client.get(SITE).status_code == 200


@pytest.mark.parametrize("address", [SITE, NEW])
def test_nobody_else_comes_in(client: Client, address: str) -> None:
    assert client.get(address).status_code == 302
    client.force_login(make_member(RegionFactory(), Role.REGION_ADMINISTRATOR))
    refused = client.get(address)
    assert refused.status_code == 403
    assert "de beheerder van de hele site" in refused.text


@pytest.mark.usefixtures("administrator")
def test_it_begins_a_youth_region_with_everything_in_the_history(client: Client) -> None:
    assert client.post(NEW, SENT).url == SITE
    region = Region.objects.get()
    assert region.name == "Zuid-Limburg"
    acts = list(Entry.objects.filter(region="zuid-limburg").values_list("act", flat=True))
    assert acts == ["region.opened", *["region.municipality_added"] * 16, "member.role_given"]
    assert client.get("/zuid-limburg/leden/").status_code == 403
    again = client.post(NEW, SENT)
    assert again.status_code == 422
    assert "Deze regio is er al." in again.text


@pytest.mark.usefixtures("administrator")
@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({"youth_region": ""}, "Kies een jeugdregio, of vul een naam in."),
        ({"youth_region": "", "name": "Beheer"}, "Dit webadres kun je niet gebruiken"),
        ({"municipalities": "Maaskerk"}, "kennen we niet: Maaskerk"),
        ({"administrator": "geen"}, "Dit is geen e-mailadres"),
    ],
    ids=range(4),
)
def test_what_is_wrong_is_said_and_nothing_is_begun(client: Client, sent: dict[str, str], words: str) -> None:
    refused = client.post(NEW, SENT | sent)
    assert refused.status_code == 422
    assert words in refused.text
    assert not Region.objects.exists()


@pytest.mark.usefixtures("administrator")
def test_an_own_list_begins_a_region_of_another_name(client: Client) -> None:
    client.post(NEW, {**SENT, "youth_region": "", "name": "Regio Maas", "municipalities": "Maastricht\nVenlo"})
    region = Region.objects.get(slug="regio-maas")
    assert region.memberships_of_municipalities.count() == 2


@pytest.mark.usefixtures("administrator")
def test_without_mail_a_first_link_is_shown_that_leads_to_the_list(client: Client, settings: Settings) -> None:
    settings.EMAIL_BACKEND = NO_SERVER
    client.post(NEW, SENT)
    assert mail.outbox == []
    held = Membership.objects.get()
    assert "nog nooit ingelogd" in client.get(SITE).text
    shown = client.post(SITE, {"membership": held.pk})
    assert (shown.status_code, shown["Cache-Control"]) == (200, "no-store")
    link = shown.context["link"]
    other = Client()
    # Where it comes by mail, nobody but its owner gets a link.
    with override_settings(EMAIL_BACKEND="django.core.mail.backends.locmem.EmailBackend"):
        assert "Inloglink maken" not in client.get(SITE).text
        assert client.post(SITE, {"membership": held.pk}).status_code == 409
    assert "Inloglink maken" in client.get(SITE).text
    assert other.post(link.removeprefix(settings.ADDRESS)).url == "/zuid-limburg/inrichten/"
    assert Entry.objects.filter(act="member.first_link_made", region="zuid-limburg").count() == 1
    # Nobody gets into the account of somebody who was here.
    refused = client.post(SITE, {"membership": held.pk})
    assert refused.status_code == 409
    assert (
        client.post(SITE, {"membership": make_member(RegionFactory(), Role.EDITOR).memberships.get().pk}).status_code
        == 404
    )


@pytest.mark.usefixtures("administrator")
def test_nobody_gets_another_role_by_a_first_link(client: Client, settings: Settings) -> None:
    settings.EMAIL_BACKEND = NO_SERVER
    make_member(RegionFactory(), Role.EDITOR, user=UserFactory(email="ik@example.org"))
    client.post(NEW, SENT)
    held = Membership.objects.get(role=Role.REGION_ADMINISTRATOR)
    refused = client.post(SITE, {"membership": held.pk})
    assert refused.status_code == 409
    assert "nog een andere rol" in refused.text
    assert not Entry.objects.filter(act="member.first_link_made").exists()


def test_who_begins_it_for_themselves_goes_there(client: Client, administrator: User) -> None:
    assert client.post(NEW, {**SENT, "administrator": administrator.email}).url == "/zuid-limburg/inrichten/"


def test_an_account_that_goes_takes_the_role_along_and_the_history_says_so(administrator: User) -> None:
    delete_account(by=administrator, at=timezone.now())
    assert not SiteAdministrator.objects.exists()
    assert Entry.objects.get(act="account.deleted").held.keys() >= {
        Entry.objects.get(act="site.administrator_named").subject
    }


def test_a_link_leads_nowhere_outside_the_site(settings: Settings) -> None:
    out = io.StringIO()
    UserFactory(email="roos@example.org")
    call_command("login_link", "roos@example.org", stdout=out)
    link = out.getvalue().splitlines()[0].removeprefix(settings.ADDRESS)
    assert Client().post(f"{link}?next=https://example.com/").url == reverse("pages:begin")
