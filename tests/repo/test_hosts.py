"""The `Host` of a request is whatever its sender wrote: no address, mail, file, feed or stored row repeats it."""

import base64
import re
from typing import Any

import pytest
from django.conf import settings
from django.core import mail
from django.core.cache import caches
from django.db import connection
from django.test import Client
from django.urls import reverse
from django_tasks_db.models import DBTaskResult

from regiotafel.publishing.downloads.tasks import print_report
from regiotafel.regions.models import Role
from regiotafel.web import links
from tests.everything import ADDRESSES, client_of, filled_in, things, world
from tests.factories import UserFactory
from tests.repo.house import ROOT, hosts_of_requests

__all__ = ["things", "world"]

# With the world of the permissions, on the worker that has it.
pytestmark = [pytest.mark.xdist_group("permissions"), pytest.mark.either]
ODD = {
    "HTTP_HOST": "127.0.0.1:6667",
    "HTTP_X_FORWARDED_HOST": "kwaad-6667.example",
    "HTTP_X_FORWARDED_PORT": "6667",
    "HTTP_FORWARDED": "host=kwaad-6667.example",
}
# Not in the middle of a code or a hash, which may hold any four figures.
REPEATED = re.compile(r"(?<![0-9A-Za-z])6667(?![0-9A-Za-z])|%3A6667", re.IGNORECASE)


def repeats_the_host(told: str) -> bool:
    return REPEATED.search(told) is not None


def test_a_host_is_seen_in_an_address_and_a_hash_is_none() -> None:
    for told in (
        "http://127.0.0.1:6667/r/",
        "?next=http%3a%2F%2Fx%3A6667%2F",
        "//kwaad-6667.example",
        "{'port': '6667'}",
    ):
        assert repeats_the_host(told), told
    assert not repeats_the_host("sha256 9f6667e1 and a66670")


def all_of(response: Any) -> str:
    body = b"".join(response.streaming_content) if response.streaming else response.content
    return body.decode("latin-1") + str(response.headers)


def kept_in_the_cache() -> bytes:
    kept = b""
    for name, options in settings.CACHES.items():
        if not options["BACKEND"].endswith("DatabaseCache"):
            in_memory: Any = caches[name]
            kept += repr(in_memory._cache).encode()
            continue
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT cache_key, value FROM {connection.ops.quote_name(options['LOCATION'])}")
            kept += b"".join(key.encode() + base64.b64decode(value) for key, value in cursor.fetchall())
    return kept


def test_nothing_asks_a_request_for_its_host() -> None:
    assert hosts_of_requests(ROOT) == []


@pytest.mark.django_db
def test_no_address_repeats_the_host_it_was_asked_by(things: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "BRAKES", False)  # one place asks for every file that there is
    client = client_of(Role.REGION_ADMINISTRATOR, things["a_region"])
    wrong, asked = [], 0
    for address in ADDRESSES:
        if address.name in ("account_logout", "demo:log_in"):
            continue  # another person half-way
        response = client.get(filled_in(address, things), **ODD)
        asked += 1
        if repeats_the_host(all_of(response)):
            wrong.append(address.name)
    assert wrong == []
    assert asked > 80
    tasks = list(DBTaskResult.objects.all())
    assert any(task.task_path == print_report.module_path for task in tasks), "nothing was asked to be printed"
    assert not repeats_the_host(str([task.args_kwargs for task in tasks]))
    assert not repeats_the_host(kept_in_the_cache().decode("latin-1"))


@pytest.mark.django_db
def test_no_mail_repeats_the_host(things: dict[str, Any], django_capture_on_commit_callbacks: Any) -> None:
    """Logging in and signing up, by who has an account and who has none; and a role that is given."""
    known = UserFactory(email="bekend@example.org")
    for name in ("account_login", "account_signup"):
        for email in (known.email, "onbekend@example.org"):
            Client().post(reverse(name), {"email": email}, **ODD)
    assert len({message.subject for message in mail.outbox}) == 4
    administrator = client_of(Role.REGION_ADMINISTRATOR, things["a_region"])
    given = {"email": "nieuw@example.org", "role": Role.MODERATOR}
    with django_capture_on_commit_callbacks(execute=True):
        administrator.post(reverse("regions:members", args=[things["region"]]), given, **ODD)
    assert len(mail.outbox) == 5
    assert not repeats_the_host(str([message.message().as_string() for message in mail.outbox]))
    assert all(links.host() in message.body for message in mail.outbox)
