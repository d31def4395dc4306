"""Who runs the site lets somebody in without mail: once, and not for long."""

import io
from datetime import timedelta
from typing import Any

import pytest
from django.core import signing
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from regiotafel.people.models import User
from regiotafel.people.queries import LINK_WORKS_FOR, link_token, user_of_link
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


def link_for(email: str, settings: Any) -> str:
    out = io.StringIO()
    call_command("login_link", email, stdout=out)
    address = out.getvalue().splitlines()[0]
    assert address.startswith(settings.ADDRESS)
    return address.removeprefix(settings.ADDRESS)


def test_a_link_of_the_terminal_logs_in_once_by_a_press(client: Client, settings: Any) -> None:
    user = UserFactory(email="roos@example.org", last_login=timezone.now())
    link = link_for("Roos@Example.org", settings)
    looked = client.get(link)
    assert (looked.status_code, looked["Cache-Control"]) == (200, "no-store")
    assert "_auth_user_id" not in client.session
    assert client.post(link).status_code == 302
    assert client.session["_auth_user_id"] == str(user.pk)
    again = Client()
    for answer in (again.get(link), again.post(link)):
        assert answer.status_code == 404
        assert "Deze link werkt niet meer" in answer.content.decode()
    assert "_auth_user_id" not in again.session


def test_a_link_is_for_a_quarter_of_an_hour_and_for_an_account_that_is_open(monkeypatch: pytest.MonkeyPatch) -> None:
    user = UserFactory()
    token = link_token(user)
    assert user_of_link(token) == user
    User.objects.update(is_active=False)
    assert user_of_link(token) is None
    User.objects.update(is_active=True)
    later = timezone.now() + timedelta(seconds=LINK_WORKS_FOR + 1)
    monkeypatch.setattr(signing.time, "time", later.timestamp)
    assert user_of_link(token) is None
    assert user_of_link("onzin") is user_of_link(signing.dumps("onzin")) is None


def test_nobody_gets_an_account_by_it(settings: Any) -> None:
    with pytest.raises(CommandError, match="geen account"):
        link_for("niemand@example.org", settings)
    assert not User.objects.exists()
