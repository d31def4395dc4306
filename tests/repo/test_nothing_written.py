"""A disk without room, and a database that may only be read: a sentence, never a fault; and reading goes on."""

import errno
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from unittest import mock

import pytest
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse

from regiotafel.contributions.models import Contribution
from regiotafel.regions.models import Role
from tests.everything import ADDRESSES, client_of, filled_in, things, world
from tests.factories import RegionFactory

__all__ = ["things", "world"]

pytestmark = pytest.mark.xdist_group("permissions")
SENTENCE = "Het lukt nu even niet"
on_sqlite = pytest.mark.skipif(connection.vendor != "sqlite", reason="by a setting of the embedded database")


def pragma(words: str) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA {words}")
        return cursor.fetchone()


@pytest.fixture
def read_only() -> Iterator[Callable[[], object]]:
    yield lambda: pragma("query_only = ON")
    pragma("query_only = OFF")


def is_right(response: Any) -> bool:
    """It answers; or says in a sentence that it cannot, and when to try again."""
    if response.status_code < 500:
        return True
    page = b"".join(response) if response.streaming else response.content
    return response.status_code == 503 and SENTENCE in page.decode() and response.has_header("Retry-After")


@on_sqlite
@pytest.mark.django_db
@pytest.mark.parametrize("who", ["not logged in", Role.REGION_ADMINISTRATOR], ids=str)
def test_every_address_answers_when_nothing_can_be_written(
    who: Role | str, things: dict[str, Any], read_only: Callable[[], object]
) -> None:
    client = client_of(who, things["a_region"])
    client.raise_request_exception = False
    read_only()
    wrong, n_read = [], 0
    for address in ADDRESSES:
        if address.name in ("account_logout", "demo:log_in"):
            continue  # another person half-way
        path = filled_in(address, things)
        for ask, given in ((client.get, {}), (client.post, {"key": str(uuid.uuid4()), "choice": "1"})):
            # Each by itself, as it is outside a test: what fails in one transaction leaves the others alone.
            with transaction.atomic():
                response = ask(path, given)
                transaction.set_rollback(True)
            n_read += response.status_code == 200
            if not is_right(response):
                wrong.append((address.name, response.status_code))
    assert wrong == []
    assert n_read > 20
    region = things["region"]
    outcome = reverse("consultations:outcome", args=[region, things["slug"]])
    assert client.get(outcome).status_code == 200, "who only reads needs no room on the disk"


@on_sqlite
@pytest.mark.django_db
def test_a_full_disk_loses_nothing_that_was_acknowledged(client: Client) -> None:
    client.raise_request_exception = False
    region = RegionFactory(slug="vol")
    address = reverse("contributions:send_in", args=[region.slug])
    # What tests before this one left free in the file would be room too.
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TABLE filler AS SELECT zeroblob({pragma('freelist_count')[0]} * 4096)")
    pragma(f"max_page_count = {pragma('page_count')[0] + 8}")
    acknowledged, refused = [], None
    try:
        for number in range(200):
            text = f"Reactie {number}. " + "De bus rijdt te weinig. " * 150
            key = str(uuid.uuid4())
            response = client.post(address, {"kind": "idea", "text": text, "key": key, "seen": "1"})
            if response.status_code == 503:
                refused = response
                break
            assert response.status_code == 302, response.content.decode()[:2000]
            acknowledged.append(f"Reactie {number}.")
        assert refused is not None
        assert is_right(refused)
        assert client.get(f"/{region.slug}/").status_code == 200
    finally:
        pragma("max_page_count = 1073741823")
    stored = list(Contribution.objects.filter(region=region).order_by("number").values_list("text", flat=True))
    assert [text[: text.index(".") + 1] for text in stored] == acknowledged
    response = client.post(address, {"kind": "idea", "text": "Er is weer plaats.", "key": str(uuid.uuid4())})
    assert response.status_code == 302


@pytest.mark.django_db
def test_a_disk_without_room_for_a_file_is_said(client: Client) -> None:
    client.raise_request_exception = False
    full = OSError(errno.ENOSPC, "No space left on device")
    with (
        mock.patch.object(Path, "stat", side_effect=full),
        mock.patch("regiotafel.pages.views.front.regions_now", side_effect=full),
    ):
        response = client.get("/")
    assert response.status_code == 503
    assert is_right(response)
