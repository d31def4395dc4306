"""Logging in by e-mail code: no passwords, nobody learns who has an account, and guessing stops."""

import re

import pytest
from allauth.core.internal.ratelimit import parse_rates
from django.conf import settings
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import Resolver404, resolve, reverse

from regiotafel.pages.views.errors import WAIT_MINUTES
from regiotafel.people.adapter import AccountAdapter
from regiotafel.people.models import User
from regiotafel.web import links
from tests.addresses import UNSENDABLE
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_earlier_attempts() -> None:
    cache.clear()


def ask_code(client: Client, email: str) -> str:
    client.post(reverse("account_login"), {"email": email})
    return code_in(mail.outbox[-1].body)


def code_in(body: str) -> str:
    found = re.search(r"^\s+([A-Z0-9]{4}-[A-Z0-9]{4})$", body, re.MULTILINE)
    assert found, body
    return found[1]


@pytest.mark.parametrize("page", ["account_login", "account_signup"])
@pytest.mark.parametrize("email", UNSENDABLE)
def test_an_address_that_no_mail_can_be_sent_to_is_refused_in_words(client: Client, page: str, email: str) -> None:
    response = client.post(reverse(page), {"email": email})
    assert response.status_code == 422
    assert "Een adres ziet eruit als naam@voorbeeld.nl" in response.content.decode()
    assert mail.outbox == []


def test_a_code_from_the_mail_logs_in(client: Client) -> None:
    user = UserFactory(email="roos@example.org")
    code = ask_code(client, "Roos@Example.org")
    response = client.post(reverse("account_confirm_login_code"), {"code": code.lower().replace("-", " ")})
    assert response.status_code == 302
    assert response["Location"] == reverse("pages:begin")
    assert client.session["_auth_user_id"] == str(user.pk)


def test_logging_in_gives_the_session_a_new_key(client: Client) -> None:
    UserFactory(email="roos@example.org")
    code = ask_code(client, "roos@example.org")
    before = client.session.session_key
    client.post(reverse("account_confirm_login_code"), {"code": code})
    assert before is not None
    assert client.session.session_key != before


def test_next_is_followed_inside_the_site_only(client: Client) -> None:
    UserFactory(email="roos@example.org")
    for wanted, where in (("/regios/", "/regios/"), ("https://elders.example/", reverse("pages:begin"))):
        client.logout()
        cache.clear()
        response = client.post(reverse("account_login"), {"email": "roos@example.org", "next": wanted})
        code = code_in(mail.outbox[-1].body)
        response = client.post(response["Location"], {"code": code, "next": wanted})
        assert response["Location"] == where


def test_three_wrong_codes_void_the_code(client: Client) -> None:
    UserFactory(email="roos@example.org")
    code = ask_code(client, "roos@example.org")
    address = reverse("account_confirm_login_code")
    assert client.post(address, {"code": "AAAA-AAAA"}).status_code == 422
    assert client.post(address, {"code": "AAAA-AAAA"}).status_code == 422
    third = client.post(address, {"code": "AAAA-AAAA"}, follow=True)
    assert "Er is te vaak een verkeerde code ingevuld" in third.content.decode()
    client.post(address, {"code": code})
    assert "_auth_user_id" not in client.session


def test_a_code_works_only_where_it_was_asked(client: Client) -> None:
    UserFactory(email="roos@example.org")
    code = ask_code(client, "roos@example.org")
    other = Client()
    other.post(reverse("account_confirm_login_code"), {"code": code})
    assert "_auth_user_id" not in other.session


def test_too_many_codes_for_one_address_gives_a_page_that_says_how_long_to_wait() -> None:
    UserFactory(email="roos@example.org")
    for _ in range(5):
        assert Client().post(reverse("account_login"), {"email": "roos@example.org"}).status_code == 302
    # From another place, with other capitals: still the same address.
    elsewhere = Client(REMOTE_ADDR="198.51.100.7")
    response = elsewhere.post(reverse("account_login"), {"email": "ROOS@example.org"})
    assert response.status_code == 429
    assert "Wacht 10 minuten" in response.content.decode()
    assert response["Retry-After"] == "600"
    assert len(mail.outbox) == 5


def test_too_many_attempts_from_one_place_are_refused() -> None:
    codes = [Client().post(reverse("account_login"), {"email": f"n{n}@example.org"}).status_code for n in range(21)]
    assert codes == [302] * 20 + [429]


def test_the_page_about_waiting_knows_the_longest_limit() -> None:
    limits = [*settings.ACCOUNT_RATE_LIMITS.values()]
    longest = max(rate.duration for limit in limits for rate in parse_rates(limit))
    assert longest == WAIT_MINUTES * 60


def test_who_is_waiting_for_a_code_is_taken_to_where_it_goes(client: Client) -> None:
    UserFactory(email="roos@example.org")
    ask_code(client, "roos@example.org")
    again = client.post(reverse("account_login"), {"email": "roos@example.org"})
    assert again["Location"] == reverse("account_confirm_login_code")
    assert len(mail.outbox) == 1


def test_nobody_learns_whether_an_account_exists(client: Client) -> None:
    UserFactory(email="roos@example.org")
    pages = []
    for email in ("roos@example.org", "niemand@example.org"):
        browser = Client()
        asked = browser.post(reverse("account_login"), {"email": email})
        shown = browser.get(asked["Location"]).content.decode().replace(email, "X")
        pages.append((asked.status_code, asked["Location"], re.sub(r'value="[^"]{64}"', "", shown)))
    assert pages[0] == pages[1]
    assert [message.to for message in mail.outbox] == [["roos@example.org"], ["niemand@example.org"]]


def test_signing_up_with_a_taken_address_looks_the_same_and_tells_only_the_owner(client: Client) -> None:
    UserFactory(email="roos@example.org")
    answers = []
    for email in ("roos@example.org", "nieuw@example.org"):
        browser = Client()
        asked = browser.post(reverse("account_signup"), {"email": email})
        answers.append((asked.status_code, asked["Location"]))
    assert answers[0] == answers[1]
    assert "Dat account is er al" in mail.outbox[0].body
    assert reverse("account_login") in mail.outbox[0].body
    assert User.objects.filter(email__iexact="roos@example.org").count() == 1


def test_signing_up_takes_an_address_and_a_code(client: Client) -> None:
    asked = client.post(reverse("account_signup"), {"email": "nieuw@example.org"})
    response = client.post(asked["Location"], {"code": code_in(mail.outbox[-1].body)})
    assert response["Location"] == reverse("pages:begin")
    user = User.objects.get(email="nieuw@example.org")
    assert not user.has_usable_password()
    assert client.session["_auth_user_id"] == str(user.pk)


def test_a_member_who_was_added_by_address_can_log_in(client: Client) -> None:
    User.objects.create_user("lid@example.org")
    code = ask_code(client, "lid@example.org")
    response = client.post(reverse("account_confirm_login_code"), {"code": code})
    assert response["Location"] == reverse("pages:begin")


def test_a_closed_account_gets_no_code(client: Client) -> None:
    UserFactory(email="roos@example.org", is_active=False)
    client.post(reverse("account_login"), {"email": "roos@example.org"})
    assert "Er is nog geen account" in mail.outbox[-1].body


def test_there_are_no_passwords_anywhere(client: Client) -> None:
    for address in ("password/reset/", "password/change/", "password/set/", "wachtwoord/"):
        with pytest.raises(Resolver404):
            resolve(f"/account/{address}")
        assert client.get(f"/account/{address}").status_code == 404
    for name in ("account_login", "account_signup"):
        assert 'type="password"' not in client.get(reverse(name)).content.decode()


def test_mails_are_in_plain_dutch(client: Client) -> None:
    UserFactory(email="roos@example.org")
    ask_code(client, "roos@example.org")
    message = mail.outbox[-1]
    assert message.subject == "Je code om in te loggen"
    assert "Heb je geen code aangevraagd? Dan hoef je niets te doen." in message.body
    assert links.host() in message.body
    assert "&" not in message.body


def test_logging_out_asks_first(client: Client) -> None:
    client.force_login(UserFactory())
    assert "Wil je uitloggen?" in client.get(reverse("account_logout")).content.decode()
    assert "_auth_user_id" in client.session
    client.post(reverse("account_logout"))
    assert "_auth_user_id" not in client.session


def test_no_address_of_a_computer_is_kept() -> None:
    request = type("Request", (), {"META": {"REMOTE_ADDR": "2001:db8:1:2:3:4:5:6"}, "headers": {}})()
    neighbour = type("Request", (), {"META": {"REMOTE_ADDR": "2001:db8:1:2:ffff::1"}, "headers": {}})()
    kept = AccountAdapter().get_client_ip(request)
    assert "2001:" not in kept
    # The same household: another address of its network counts along.
    assert kept == AccountAdapter().get_client_ip(neighbour)
