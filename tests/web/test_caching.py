"""What a browser has is not sent again, and what holds nothing of a person is sent small; nothing else is."""

import gzip
import uuid
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from regiotafel.consultations.models import Statement
from regiotafel.regions.models import Role
from regiotafel.web.caching import OURS, WORDS
from tests.everything import ADDRESSES, ANONYMOUS, client_of, filled_in, things, world

__all__ = ["things", "world"]
pytestmark = [pytest.mark.django_db, pytest.mark.either]
SMALL = {"Accept-Encoding": "gzip, br"}
TOKEN = b"csrfmiddlewaretoken"


def client(who: Role | str, things: dict[str, Any]) -> Client:
    found = client_of(ANONYMOUS if who == "takes part" else who, things["a_region"])
    if who == "takes part":
        number = Statement.objects.get(consultation__slug=things["slug"], number=1).number
        address = reverse("consultations:vote", args=[things["region"], things["slug"], number])
        assert found.post(address, {"key": str(uuid.uuid4()), "choice": "1"}).cookies
    return found


def answers(who: Role | str, things: dict[str, Any]) -> dict[str, tuple[str, Any, bytes]]:
    """Of every address: its path, the answer and all that was read."""
    asked = client(who, things)
    found = {}
    for address in ADDRESSES:
        if address.name not in ("account_logout", "demo:log_in"):
            path = filled_in(address, things)
            answer: Any = asked.get(path, headers=SMALL)
            found[address.name] = path, answer, answer.getvalue()
    return found


def test_what_holds_nothing_of_a_person_is_small_and_reads_the_same(things: dict[str, Any]) -> None:
    plain, asked = Client(), client(ANONYMOUS, things)
    for name, (path, answer, body) in answers(ANONYMOUS, things).items():
        if answer.get("Content-Encoding") == "gzip":
            assert "Accept-Encoding" in answer["Vary"], name
            assert answer.get("Content-Length", str(len(body))) == str(len(body)), name
            whole: Any = plain.get(path)
            assert "Content-Encoding" not in whole, name
            # A page that says when it is read may be a minute later: one before it or one after it is the same.
            after: Any = asked.get(path, headers=SMALL)
            # What is a little over the least length may come as it is: some random signs go with what is compressed.
            is_small = after.get("Content-Encoding") == "gzip"
            later = gzip.decompress(after.getvalue()) if is_small else after.getvalue()
            assert whole.getvalue() in (gzip.decompress(body), later), name


def test_pages_that_everybody_reads_are_small(things: dict[str, Any]) -> None:
    found = answers(ANONYMOUS, things)
    small = {name for name, (_path, answer, _body) in found.items() if answer.get("Content-Encoding") == "gzip"}
    assert {
        "pages:region_home",
        "consultations:outcome",
        "publishing:done",
        "contributions:index",
        "pages:method",
    } <= small


@pytest.mark.parametrize("who", [ANONYMOUS, "takes part", Role.EDITOR, Role.REGION_ADMINISTRATOR], ids=str)
def test_beside_a_secret_nothing_is_compressed(who: Role | str, things: dict[str, Any]) -> None:
    """A token, what only its reader gets, what nobody may keep. Who brings a cookie may read something else."""
    for name, (_path, answer, body) in answers(who, things).items():
        assert all(cookie.startswith(OURS) for cookie in answer.cookies), name
        if answer.get("Content-Encoding") is not None:
            assert who in (ANONYMOUS, "takes part"), name
            assert who == ANONYMOUS or not answer.request["PATH_INFO"].startswith(seat(things)), name
            assert not answer.cookies, name
            assert "no-store" not in answer["Cache-Control"], name
            assert answer["Content-Type"].startswith(WORDS), name
            assert TOKEN not in gzip.decompress(body), name


def seat(things: dict[str, Any]) -> str:
    """Below this the browser sends what it remembers of who takes part."""
    return reverse("consultations:read", args=[things["region"], things["slug"]])


@pytest.mark.parametrize("who", [ANONYMOUS, "takes part", Role.REGION_ADMINISTRATOR], ids=str)
def test_what_a_browser_has_is_not_sent_again(who: Role | str, things: dict[str, Any]) -> None:
    asked = client(who, things)
    n = 0
    for address in ADDRESSES:
        if address.name in ("account_logout", "demo:log_in"):
            continue
        path = filled_in(address, things)
        first: Any = asked.get(path)
        if "ETag" not in first or first.status_code != 200:
            continue  # who is refused reads that whole, each time
        assert "no-store" not in first["Cache-Control"], address.name
        assert TOKEN not in first.getvalue(), address.name
        again: Any = asked.get(path, headers={"If-None-Match": first["ETag"], **SMALL})
        heads = ("ETag", "Cache-Control", "Content-Security-Policy")
        if again.status_code == 304:
            n += 1
            assert (again.getvalue(), [again[head].removeprefix("W/") for head in heads]) == (
                b"",
                [first[head] for head in heads],
            )
        else:  # it says when it was made
            assert again["ETag"] != first["ETag"], address.name
    assert n > 30


def test_a_page_of_one_is_not_still_so_for_another(things: dict[str, Any]) -> None:
    path = reverse("pages:region_home", args=[things["region"]])
    member, visitor = client_of(Role.EDITOR, things["a_region"]), Client()
    of_member = member.get(path)
    answer = visitor.get(path, headers={"If-None-Match": of_member["ETag"]})
    assert answer.status_code == 200
    assert answer["ETag"] != of_member["ETag"]
    # Who has just anything may have another page, without what this one tells once.
    assert visitor.get(path, headers={"If-None-Match": "*"}).status_code == 200
