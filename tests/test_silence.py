"""One person does one thing, and nobody else sees a byte move: on every page and file, for whoever looks.

What people answer is told in steps (`tests/test_attacker.py`); here nothing may say that, or when, one of them did. A
page made later joins by itself; one that may move stands in `MAY_MOVE`.
"""

import hashlib
import re
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from regiotafel.consultations.inviting.actions import make_invitations
from regiotafel.consultations.models import Consultation, VoteEvent
from regiotafel.regions.models import Role
from tests.everything import ADDRESSES, ANONYMOUS, client_of, filled_in, make_world

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("silence"), pytest.mark.either]
# An editor may do most with a consultation, an administrator sees what moderators see too.
LOOKING = (ANONYMOUS, Role.EDITOR, Role.REGION_ADMINISTRATOR)
# What differs at each look, or belongs to logging in.
PASSED_OVER = re.compile(r"^(account_|mfa_|demo:|people:)")
DRAWN_ANEW = re.compile(
    rb'csrfmiddlewaretoken" value="\w+"|name="begun" value="[^"]+"|[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[0-9a-f-]{17}'
    # How long something waits: the one word that looks at a clock of its own.
    rb"|, wacht [^<]+"
)
HEADS_DRAWN_ANEW = {"Set-Cookie", "X-Request-Id"}


@dataclass
class World:
    things: dict[str, Any]
    consultation: Consultation
    # Of a batch of one, then of a batch of nine.
    codes: list[str]

    def send(self, client: Client, name: str, *more: object, **sent: str) -> int:
        address = reverse(f"consultations:{name}", args=[self.things["region"], self.things["slug"], *more])
        return client.post(address, {"key": str(uuid.uuid4()), **sent}).status_code


@pytest.fixture(scope="module")
def world(undone: None) -> World:
    things = make_world()
    consultation = Consultation.objects.get(region=things["a_region"], slug=things["slug"])
    made = {"by": None, "consultation": consultation, "expires_at": timezone.now() + timedelta(days=3)}
    at = timezone.now()
    codes = make_invitations(**made, at=at, number=1) + make_invitations(**made, at=at + timedelta(1), number=9)
    return World(things, consultation, codes)


def look(world: World, clients: Mapping[str, Client], among: str = "") -> dict[tuple[str, str], object]:
    found: dict[tuple[str, str], object] = {}
    for who, client in clients.items():
        for address in ADDRESSES:
            if not PASSED_OVER.match(address.name) and address.name.startswith(among):
                response: Any = client.get(filled_in(address, world.things))
                body = DRAWN_ANEW.sub(b"", response.getvalue())
                heads = {name: value for name, value in response.items() if name not in HEADS_DRAWN_ANEW}
                # It says what the bytes say, those too that are passed over; so it is held against them.
                tag = hashlib.md5(response.getvalue(), usedforsecurity=False).hexdigest()
                assert heads.pop("ETag", f'"{tag}"') == f'"{tag}"'
                # A workbook says when it was made; what is in it stands in the table of the same name too.
                if "spreadsheetml" in response["Content-Type"]:
                    body = heads["Content-Length"] = ""
                found[who, address.name] = (response.status_code, heads, body)
    return found


def votes(world: World) -> None:
    """Begins, goes on, changes an answer, takes one back, and tells about themselves."""
    person = Client()
    for number, choice in ((1, "1"), (2, "-1"), (1, "0"), (2, "withdraw")):
        assert world.send(person, "vote", number, choice=choice) == 302
    assert world.send(person, "about_me", role="gp") == 302


def uses_a_code_of_one(world: World) -> None:
    assert world.send(Client(), "enter_code", code=world.codes[0]) == 302


def is_the_fifth_with_a_code(world: World) -> None:
    for code in world.codes[1:6]:
        assert world.send(Client(), "enter_code", code=code) == 302


def takes_everything_back(world: World) -> None:
    person = Client()
    assert world.send(person, "vote", 3, choice="1") == 302
    assert world.send(person, "vote", 3, choice="withdraw") == 302


def sends_a_statement_in(world: World) -> None:
    text = "Iedereen krijgt hulp in de eigen wijk."
    assert world.send(Client(), "send_in", text=text, seen=text) == 201


SILENT: tuple[Callable[[World], None], ...] = (
    votes,
    uses_a_code_of_one,
    is_the_fifth_with_a_code,
    takes_everything_back,
)
# Whoever decides on a statement sees it come in, and nobody else.
MAY_MOVE = {
    (str(Role.REGION_ADMINISTRATOR), name)
    for name in (
        "consultations:moderation_queue",
        "consultations:statements",
        "pages:desk",
        "pages:region_home",
    )
}


def test_what_one_person_does_moves_nothing_that_others_see(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    now = timezone.now()
    monkeypatch.setattr("django.utils.timezone.now", lambda: now)
    clients = {str(who): client_of(who, world.things["a_region"]) for who in LOOKING}
    look(world, clients, "publishing:")  # what is made on the first look is there
    before, n = look(world, clients), VoteEvent.objects.count()
    assert len(before) > 300
    for act in SILENT:
        act(world)
    assert VoteEvent.objects.count() == n + 6
    after = look(world, clients)
    assert {key for key in before if before[key] != after[key]} == set()
    sends_a_statement_in(world)
    later = look(world, clients)
    moved = {key for key in after if after[key] != later[key]}
    # The address of one statement is filled in with a key that may be that of the one that came.
    assert moved - {(str(Role.REGION_ADMINISTRATOR), "consultations:moderate")} == MAY_MOVE
