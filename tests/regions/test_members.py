import re

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoCaptureOnCommitCallbacks

from regiotafel.history.models import Entry
from regiotafel.people.models import User
from regiotafel.regions.members.actions import give_role, take_role
from regiotafel.regions.members.rules import ForWholeRegion, check_role_for
from regiotafel.regions.models import Membership, Municipality, Organisation, Region, RegionMunicipality, Role
from regiotafel.regions.permissions import OF_MUNICIPALITY
from regiotafel.web.links import link
from tests.addresses import UNSENDABLE
from tests.factories import MunicipalityFactory, OrganisationFactory, RegionFactory, UserFactory, make_member

pytestmark = pytest.mark.django_db


@pytest.fixture
def region() -> Region:
    return RegionFactory(slug="noord", name="Regio Noord")


@pytest.fixture
def administrator(region: Region, client: Client) -> User:
    user = make_member(region, Role.REGION_ADMINISTRATOR)
    client.force_login(user)
    return user


def give(client: Client, **data: object) -> int:
    return client.post(reverse("regions:members", args=["noord"]), data).status_code


@pytest.mark.usefixtures("administrator")
def test_a_role_is_given_by_address_and_the_mail_says_that_there_is_an_account(
    client: Client, region: Region, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        assert give(client, email="nieuw@example.org", role="moderator") == 302
    membership = Membership.objects.get(user__email="nieuw@example.org")
    assert (membership.region, membership.role) == (region, Role.MODERATOR)
    letter = mail.outbox[0]
    assert letter.to == ["nieuw@example.org"]
    assert "Regio Noord: moderator" in letter.body
    assert "Er is een account voor je gemaakt" in letter.body
    assert link("account_login") in letter.body
    assert Entry.objects.filter(act="member.role_given", region="noord").count() == 1


@pytest.mark.usefixtures("administrator")
def test_a_role_that_somebody_has_is_not_told_again_and_the_page_says_so(
    client: Client, region: Region, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    said = []
    for _ in range(2):
        with django_capture_on_commit_callbacks(execute=True):
            give(client, email="nieuw@example.org", role="moderator")
        said.append(client.get(reverse("regions:members", args=[region.slug])).content.decode())
    assert ["We hebben een bericht gestuurd." in page for page in said] == [True, False]
    assert "had deze rol al. Er is niets veranderd, en we hebben geen bericht gestuurd." in said[1]
    assert len(mail.outbox) == Membership.objects.filter(role=Role.MODERATOR).count() == 1


@pytest.mark.usefixtures("administrator")
@pytest.mark.parametrize("email", UNSENDABLE)
def test_a_role_is_not_given_to_an_address_that_no_mail_can_be_sent_to(client: Client, email: str) -> None:
    assert give(client, email=email, role="moderator") == 422
    assert Membership.objects.count() == 1


@pytest.mark.usefixtures("administrator")
def test_who_has_an_account_keeps_it(
    client: Client, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    user = UserFactory(email="Lid@example.org")
    with django_capture_on_commit_callbacks(execute=True):
        give(client, email="lid@example.org", role="editor")
        give(client, email="lid@example.org", role="editor")
    assert Membership.objects.get(user=user).role == Role.EDITOR
    # The second time nothing changed, so nobody is told.
    assert len(mail.outbox) == 1
    assert "Er is een account voor je gemaakt" not in mail.outbox[0].body


@pytest.mark.usefixtures("administrator")
def test_a_member_of_an_organisation_needs_one_of_this_region(client: Client, region: Region) -> None:
    elsewhere = OrganisationFactory()
    assert give(client, email="a@example.org", role="organisation_member") == 422
    assert give(client, email="a@example.org", role="organisation_member", organisation=elsewhere.pk) == 422
    here = OrganisationFactory(region=region)
    assert give(client, email="a@example.org", role="organisation_member", organisation=here.pk) == 302


@pytest.mark.usefixtures("administrator")
def test_a_role_can_be_for_one_municipality_of_this_region_and_everybody_who_must_know_is_told(
    client: Client, region: Region, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    elsmeer, elsewhere = MunicipalityFactory(name="Elsmeer"), MunicipalityFactory()
    RegionMunicipality.objects.create(region=region, municipality=elsmeer)
    for wrong in (elsewhere.pk, "x"):
        assert give(client, email="a@example.org", role="clerk", municipality=wrong) == 422
    party = OrganisationFactory(region=region)
    assert give(client, email="a@example.org", role="clerk", municipality=elsmeer.pk, organisation=party.pk) == 422
    with django_capture_on_commit_callbacks(execute=True):
        assert give(client, email="a@example.org", role="clerk", municipality=elsmeer.pk) == 302
    membership = Membership.objects.get(user__email="a@example.org")
    assert (membership.municipality, membership.party) == (elsmeer, elsmeer)
    assert "Je hebt die rol voor Elsmeer." in mail.outbox[0].body
    listed = client.get(reverse("regions:members", args=["noord"])).content.decode()
    assert re.search(r"<td>griffier</td>\s*<td>Elsmeer</td>", listed)
    address = reverse("regions:take_role", args=["noord", membership.pk])
    assert "de rol griffier voor Elsmeer van" in client.get(address).content.decode()
    assert client.post(address).status_code == 302
    history = client.get(reverse("pages:history", args=["noord"])).content.decode()
    assert "gaf a…@example.org de rol griffier voor Elsmeer." in history
    assert "trok de rol griffier voor Elsmeer van a…@example.org in." in history
    # Everybody with a role here reads the history; an address is for who keeps the list of members.
    assert "a@example.org" not in history


def test_an_administrator_is_there_for_the_whole_region_and_any_other_role_can_be_for_one_party() -> None:
    elsmeer = Municipality(name="Elsmeer")
    for role in Role:
        if role not in OF_MUNICIPALITY:
            check_role_for(role, None)
        if role != Role.REGION_ADMINISTRATOR:
            check_role_for(role, elsmeer)
    for party in (elsmeer, Organisation(name="Ouderkring")):
        with pytest.raises(ForWholeRegion, match="altijd voor de hele regio"):
            check_role_for(Role.REGION_ADMINISTRATOR, party)
    for role in OF_MUNICIPALITY:
        for other in (None, Organisation(name="Ouderkring")):
            with pytest.raises(ForWholeRegion, match=f"{role.label} is er voor één gemeente"):
                check_role_for(role, other)


@pytest.mark.usefixtures("administrator")
def test_nobody_becomes_administrator_for_one_party(client: Client, region: Region) -> None:
    elsmeer, party = MunicipalityFactory(name="Elsmeer"), OrganisationFactory(region=region)
    RegionMunicipality.objects.create(region=region, municipality=elsmeer)
    address = reverse("regions:members", args=["noord"])
    assert "vul je in voor wie iemand spreekt" in client.get(address).content.decode()
    for narrowed in ({"municipality": elsmeer.pk}, {"organisation": party.pk}):
        answer = client.post(address, {"email": "a@example.org", "role": "region_administrator", **narrowed})
        assert answer.status_code == 422
        assert "Een beheerder is er altijd voor de hele regio. Kies geen gemeente" in answer.content.decode()
    with pytest.raises(ForWholeRegion):
        give_role(
            by=None,
            at=timezone.now(),
            region=region,
            user=UserFactory(),
            role=Role.REGION_ADMINISTRATOR,
            municipality=elsmeer,
        )
    assert not Membership.objects.exclude(municipality=None, organisation=None).exists()


@pytest.mark.usefixtures("administrator")
@pytest.mark.parametrize("data", [{"email": "geen", "role": "editor"}, {"email": "a@b.nl", "role": "visitor"}, {}])
def test_wrong_input_comes_back_with_what_was_typed(client: Client, data: dict[str, str]) -> None:
    response = client.post(reverse("regions:members", args=["noord"]), data)
    assert response.status_code == 422
    assert data.get("email", "") in response.content.decode()


@pytest.mark.usefixtures("administrator")
def test_taking_a_role_asks_first(client: Client, region: Region) -> None:
    membership = Membership.objects.get(user=make_member(region, Role.CLERK), region=region)
    address = reverse("regions:take_role", args=["noord", membership.pk])
    assert "intrekken?" in client.get(address).content.decode()
    assert Membership.objects.filter(pk=membership.pk).exists()
    assert client.post(address).status_code == 302
    assert not Membership.objects.filter(pk=membership.pk).exists()
    assert Entry.objects.filter(act="member.role_taken").exists()
    assert client.post(address).status_code == 404


def test_the_last_administrator_stays(client: Client, administrator: User) -> None:
    membership = Membership.objects.get(user=administrator)
    response = client.post(reverse("regions:take_role", args=["noord", membership.pk]))
    assert response.status_code == 409
    assert "minstens één beheerder" in response.content.decode()
    assert Membership.objects.filter(pk=membership.pk).exists()


def test_an_administrator_may_leave_when_there_is_another(client: Client, region: Region, administrator: User) -> None:
    make_member(region, Role.REGION_ADMINISTRATOR)
    membership = Membership.objects.get(user=administrator)
    response = client.post(reverse("regions:take_role", args=["noord", membership.pk]))
    assert response["Location"] == reverse("pages:region_home", args=["noord"])


@pytest.mark.usefixtures("administrator")
def test_a_role_of_another_region_is_out_of_reach(client: Client) -> None:
    elsewhere = RegionFactory()
    membership = Membership.objects.get(user=make_member(elsewhere, Role.CLERK))
    assert client.post(reverse("regions:take_role", args=["noord", membership.pk])).status_code == 404
    assert Membership.objects.filter(pk=membership.pk).exists()


def test_a_mail_server_that_is_away_does_not_undo_the_role(
    client: Client,
    administrator: User,
    settings: object,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"  # type: ignore[attr-defined]
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1  # type: ignore[attr-defined]
    with django_capture_on_commit_callbacks(execute=True):
        assert give(client, email="nieuw@example.org", role="moderator") == 302
    assert Membership.objects.filter(user__email="nieuw@example.org").exists()


def test_the_history_tells_roles_in_sentences(client: Client, region: Region, administrator: User) -> None:
    user = UserFactory(name="Gerda")
    give_role(by=administrator, at=timezone.now(), region=region, user=user, role=Role.CLERK)
    page = client.get(reverse("pages:history", args=["noord"])).content.decode()
    assert f"{administrator} gaf Gerda de rol griffier." in page


def test_a_role_that_is_taken_twice_is_gone_and_told_once(region: Region) -> None:
    user = make_member(region, Role.EDITOR)
    first, second = (Membership.objects.get(user=user) for _press in range(2))
    for membership in (first, second):
        take_role(by=None, at=timezone.now(), membership=membership)
    assert not Membership.objects.filter(user=user).exists()
    assert Entry.objects.filter(act="member.role_taken").count() == 1
