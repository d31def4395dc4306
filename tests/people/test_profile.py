import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from regiotafel.history.models import Entry
from regiotafel.history.queries import verify_chains
from regiotafel.people.actions import account_for
from regiotafel.people.models import User
from regiotafel.regions.members.actions import give_role
from regiotafel.regions.models import Membership, Role
from regiotafel.regions.settings.actions import describe_region
from tests.factories import RegionFactory, UserFactory, make_member

pytestmark = pytest.mark.django_db


def test_the_profile_asks_to_log_in(client: Client) -> None:
    response = client.get(reverse("people:profile"))
    assert response["Location"].startswith(reverse("account_login"))


def test_the_profile_shows_roles_and_keeps_a_name(client: Client) -> None:
    region = RegionFactory(name="Regio Zuid")
    user = make_member(region, Role.CLERK, UserFactory(name=""))
    client.force_login(user)
    page = client.get(reverse("people:profile")).content.decode()
    assert "Regio Zuid" in page
    assert "griffier" in page
    response = client.post(reverse("people:profile"), {"name": "Gerda"})
    assert response.status_code == 302
    user.refresh_from_db()
    assert user.name == "Gerda"


def test_a_name_that_is_too_long_is_refused_and_kept_in_the_form(client: Client) -> None:
    client.force_login(UserFactory())
    response = client.post(reverse("people:profile"), {"name": "x" * 101})
    assert response.status_code == 422
    assert "x" * 101 in response.content.decode()


def test_a_name_never_enters_the_history() -> None:
    region = RegionFactory()
    administrator = make_member(region, Role.REGION_ADMINISTRATOR)
    user = UserFactory(name="Noor Herkenbaar", email="noor.herkenbaar@example.org")
    give_role(by=administrator, at=timezone.now(), region=region, user=user, role=Role.EDITOR)
    assert not any("erkenbaar" in str(entry.data) + entry.subject for entry in Entry.objects.all())


def test_deleting_an_account_keeps_only_a_code_in_the_history(client: Client) -> None:
    region = RegionFactory()
    make_member(region, Role.REGION_ADMINISTRATOR)
    user = make_member(region, Role.REGION_ADMINISTRATOR)
    describe_region(by=user, at=timezone.now(), region=region, name="Nieuw", about="")
    client.force_login(user)
    assert "Dit kun je niet terugdraaien" in client.get(reverse("regions:delete_account")).content.decode()
    assert User.objects.filter(pk=user.pk).exists()
    response = client.post(reverse("regions:delete_account"))
    assert response["Location"] == reverse("pages:front")
    assert not User.objects.filter(pk=user.pk).exists()
    assert not Membership.objects.filter(user_id=user.pk).exists()
    assert "_auth_user_id" not in client.session
    described = Entry.objects.get(act="region.described")
    assert described.by is None
    assert len(described.actor) == 64
    assert [entry.act for entry in Entry.objects.filter(actor=described.actor)] == [
        "region.described",
        "member.role_taken",
        "account.deleted",
    ]
    assert verify_chains().is_sound


def test_the_last_administrator_cannot_delete_the_account(client: Client) -> None:
    user = make_member(RegionFactory(), Role.REGION_ADMINISTRATOR)
    client.force_login(user)
    response = client.post(reverse("regions:delete_account"))
    assert response.status_code == 409
    assert "minstens één beheerder" in response.content.decode()
    assert User.objects.filter(pk=user.pk).exists()
    assert Membership.objects.filter(user=user).exists()


def test_one_account_per_address_whatever_the_capitals() -> None:
    first, is_new = account_for(email="Lid@Example.org")
    again, is_new_again = account_for(email="lid@example.ORG")
    assert (first, is_new, is_new_again) == (again, True, False)
    assert mail.outbox == []


def test_passkey_pages_need_a_login_and_explain_themselves(client: Client) -> None:
    for name in ("mfa_index", "mfa_add_webauthn"):
        assert client.get(reverse(name))["Location"].startswith(reverse("account_login"))
    client.force_login(UserFactory())
    assert "Log sneller in met een passkey" in client.get(reverse("mfa_index")).content.decode()
    page = client.get(reverse("mfa_add_webauthn")).content.decode()
    assert "Maak de passkey" in page
    assert "Naam van deze passkey" in page
