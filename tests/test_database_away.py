"""A database that is locked, lost or may only be read: said in a sentence, and over when it is over."""

import sqlite3
import uuid
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import OperationalError, connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.utils import ConnectionHandler
from django.test import Client
from django.urls import reverse

from regiotafel.consultations.models import Vote, VoteEvent
from tests.factories import ConsultationFactory, RegionFactory, StatementFactory
from tests.repo.test_nothing_written import is_right, pragma


@pytest.mark.django_db(transaction=True)
def test_a_locked_or_lost_database_is_said_and_forgotten(client: Client) -> None:
    client.raise_request_exception = False
    statement = StatementFactory(
        consultation=ConsultationFactory(region=RegionFactory(slug="weg"), slug="weg"), number=1
    )
    vote = {"choice": "1", "key": str(uuid.uuid4())}
    path = reverse("consultations:vote", args=["weg", "weg", 1])
    with taken_away():
        response = client.post(path, vote)
        assert response.status_code == 503
        assert is_right(response)
    assert not VoteEvent.objects.exists()
    assert client.post(path, vote).status_code == 302
    assert Vote.objects.get().statement == statement


def taken_away() -> Any:
    return locked() if connection.vendor == "sqlite" else lost()


class locked:  # noqa: N801  # reads as what happens
    """Somebody else writes, for longer than anybody waits."""

    def __enter__(self) -> None:
        pragma("busy_timeout = 0")
        self.other = sqlite3.connect(str(connection.settings_dict["NAME"]), isolation_level=None)
        self.other.execute("BEGIN IMMEDIATE")

    def __exit__(self, *fault: object) -> None:
        self.other.execute("ROLLBACK")
        self.other.close()
        connection.close()


class lost:  # noqa: N801
    """The server ends our line, in the middle of what we do."""

    def __enter__(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_backend_pid()")
            [pid] = cursor.fetchone()
        other = connection.copy()
        with other.cursor() as cursor:
            cursor.execute("SELECT pg_terminate_backend(%s)", [pid])
        other.close()

    def __exit__(self, *fault: object) -> None:
        connection.close()


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL keeps its own files")
def test_nothing_is_written_when_another_file_stands_in_the_place_of_the_one_that_is_open(tmp_path: Path) -> None:
    name, other = tmp_path / "one.sqlite3", tmp_path / "other.sqlite3"
    ours = ConnectionHandler({"default": {**settings.DATABASES["default"], "NAME": str(name)}})["default"]
    tables = "SELECT name FROM sqlite_master"
    assert asked(ours, "CREATE TABLE first (id)", tables) == [("first",)]
    kept = ours.connection
    assert asked(ours, tables) == [("first",)]
    assert ours.connection is kept
    name.replace(other)
    for put_there in (name.touch, name.unlink):
        put_there()
        with pytest.raises(OperationalError):
            asked(ours, "CREATE TABLE second (id)")
    other.replace(name)
    assert asked(ours, tables) == [("first",)]
    ours.close()


def asked(ours: BaseDatabaseWrapper, *statements: str) -> list[tuple[str]]:
    """As a request begins and ends."""
    ours.close_if_unusable_or_obsolete()
    with ours.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
        found = cursor.fetchall()
    ours.close_if_unusable_or_obsolete()
    return found


@pytest.mark.skipif(connection.vendor == "sqlite", reason="by a setting of PostgreSQL")
@pytest.mark.django_db(transaction=True)
def test_a_database_that_may_only_be_read_is_said(client: Client) -> None:
    client.raise_request_exception = False
    StatementFactory(consultation=ConsultationFactory(region=RegionFactory(slug="lees"), slug="lees"), number=1)
    with connection.cursor() as cursor:
        cursor.execute("SET default_transaction_read_only = on")
    try:
        path = reverse("consultations:vote", args=["lees", "lees", 1])
        response = client.post(path, {"choice": "1", "key": str(uuid.uuid4())})
        assert response.status_code == 503
        assert client.get("/lees/").status_code == 200
    finally:
        with connection.cursor() as cursor:
            cursor.execute("RESET default_transaction_read_only")
