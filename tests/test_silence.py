"""One person does one thing, and nobody else sees a byte move: on every page and file, for whoever looks.

What people answer is told in steps (`tests/test_attacker.py`); here nothing may say that, or when, one of them did. A
page made later joins by itself; one that may move stands in `MAY_MOVE`.
"""

import hashlib
import re
import uuid
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from django.core.cache import caches
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from regiotafel.consultations.inviting.actions import make_invitations
from regiotafel.consultations.models import Consultation, VoteEvent
from regiotafel.consultations.queries import read_once
from regiotafel.history.queries import FORGET
from regiotafel.mandates.filling_in.actions import fill_in
from regiotafel.mandates.filling_in.rules import Filled
from regiotafel.mandates.models import Round
from regiotafel.mandates.rounds.queries import subjects_in
from regiotafel.regions.models import Municipality, Role
from regiotafel.regions.permissions import PERMISSIONS
from tests.everything import ADDRESSES, ANONYMOUS, Address, client_of, filled_in, make_world
from tests.factories import make_member

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("silence"), pytest.mark.either]
# An editor may do most with a consultation, an administrator sees what moderators see too.
LOOKING: tuple[str, ...] = (ANONYMOUS, Role.EDITOR, Role.REGION_ADMINISTRATOR)
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


def is_let_in(who: str, address: Address) -> bool:
    """Whom a door turns away by their role alone, before it looks behind it, sees that and nothing else: who those are
    is held in `tests/repo/test_doors.py`."""
    permission = PERMISSIONS.get(address.act)
    return permission is None or bool(permission.own) or bool(permission.roles & {Role.VISITOR, who})


def _counted(counter: Counter[str], execute: Callable[..., object], sql: str, *more: object) -> object:
    counter[sql] += 1
    return execute(sql, *more)


def look(
    things: Mapping[str, Any], clients: Mapping[str, Client], among: str | tuple[str, ...] = ""
) -> tuple[dict[tuple[str, str], object], dict[tuple[str, str], int]]:
    """By who looks and the name of the page: what they see, and how often that asks the database."""
    found: dict[tuple[str, str], object] = {}
    asked: dict[tuple[str, str], int] = {}
    for who, client in clients.items():
        for address in ADDRESSES:
            is_among = address.name.startswith(among) and not PASSED_OVER.match(address.name)
            if is_among and is_let_in(who, address):
                counter = Counter[str]()
                with connection.execute_wrapper(partial(_counted, counter)):
                    response: Any = client.get(filled_in(address, dict(things)))
                asked[who, address.name] = counter.total()
                body = DRAWN_ANEW.sub(b"", response.getvalue())
                heads = {name: value for name, value in response.items() if name not in HEADS_DRAWN_ANEW}
                # It says what the bytes say, those too that are passed over; so it is held against them.
                tag = hashlib.md5(response.getvalue(), usedforsecurity=False).hexdigest()
                assert heads.pop("ETag", f'"{tag}"') == f'"{tag}"'
                # A workbook says when it was made; what is in it stands in the table of the same name too.
                if "spreadsheetml" in response["Content-Type"]:
                    body, heads["Content-Length"] = b"", ""
                found[who, address.name] = (response.status_code, heads, body)
    return found, asked


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
MAY_MOVE: dict[str, tuple[str, ...]] = {
    Role.REGION_ADMINISTRATOR: (
        "consultations:moderation_queue",
        "consultations:statements",
        "pages:desk",
        "pages:region_home",
    )
}


def test_what_one_person_does_moves_nothing_that_others_see(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    now = timezone.now()
    monkeypatch.setattr("django.utils.timezone.now", lambda: now)
    clients = {who: client_of(who, world.things["a_region"]) for who in LOOKING}
    look(world.things, clients, "publishing:")  # what is made on the first look is there
    (before, _asked), n = look(world.things, clients), VoteEvent.objects.count()
    assert len(before) > 300
    for act in SILENT:
        act(world)
    assert VoteEvent.objects.count() == n + 6
    # The pages that may move after this; the others are held beside what they were before all of it.
    for who, names in MAY_MOVE.items():
        after, _asked = look(world.things, {who: clients[who]}, names)
        assert {key for key in after if before[key] != after[key]} == set()
    sends_a_statement_in(world)
    later, _asked = look(world.things, clients)
    moved = {key for key in before if before[key] != later[key]}
    # The address of one statement is filled in with a key that may be that of the one that came.
    moved.discard((Role.REGION_ADMINISTRATOR, "consultations:moderate"))
    assert moved == {(who, name) for who, names in MAY_MOVE.items() for name in names}


# --- In a round of municipalities that runs

# Of another municipality, whoever they are there; and who is of none.
OF_ANOTHER = (Role.OFFICIAL, Role.ALDERMAN, Role.COUNCILLOR, Role.CLERK)
OF_NONE: tuple[str, ...] = (ANONYMOUS, Role.MODERATOR)
# An entry of the history is hashed with a salt of its own; these say the last hash, and sign it.
HASH = re.compile(rb"[0-9a-f]{12,64}")
END_OF_THE_CHAIN = {"pages:history_head", "pages:history_end"}
# Where something of a round can be read at all; an official of another municipality looks everywhere.
OF_ROUNDS = ("mandates:", "pages:", "thread:", "publishing:")


def fills_in(round: Round, place: Municipality, *, is_long: bool) -> None:
    """All that a sheet can hold, or as little as it can."""
    asked, levels = subjects_in(round), ["lokaal", "landelijk"]
    filled = [
        Filled(
            one,
            levels[is_long],
            (100 if n == 0 else 0),
            *(({"regionaal": 40}, ["lokaal"], "Nee. " * 40) if is_long else ()),
        )
        for n, one in enumerate(asked)
    ]
    done: dict[str, Any] = {"by": None, "at": timezone.now(), "round": round, "municipality": place, "number": 0}
    fill_in(**done, filled=filled, is_final=True, authority="het college")


def test_what_a_municipality_fills_in_moves_no_byte_and_no_query_of_others(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In every page, file, feed and search, for every role, of two sheets that differ in all that they can."""
    now, region = timezone.now(), world.things["a_region"]
    monkeypatch.setattr("django.utils.timezone.now", lambda: now)
    round = Round.objects.get(region=region, slug=world.things["round"][""])
    here = Municipality.objects.get(pk=world.things["municipality"])
    other = Municipality.objects.filter(in_regions__region=region).exclude(pk=here.pk).first()
    clients = {who: client_of(who, region) for who in OF_NONE}
    for role in OF_ANOTHER:
        clients[role] = Client()
        clients[role].force_login(make_member(region, role, municipality=other))
    things, seen = {**world.things, "round": round.slug}, []
    for is_long in (False, True):
        for forget in (read_once.cache_clear, *FORGET):
            forget()
        for name in caches.settings:
            caches[name].clear()
        before = transaction.savepoint()
        fills_in(round, here, is_long=is_long)
        found, asked = {}, {}
        for who, client in clients.items():
            more = look(things, {who: client}, "" if who == Role.OFFICIAL else OF_ROUNDS)
            found, asked = found | more[0], asked | more[1]
        bare = {key: (status, heads, HASH.sub(b"", body)) for key, (status, heads, body) in found.items()}
        seen.append((bare, asked))
        transaction.savepoint_rollback(before)
    (few, few_asked), (many, many_asked) = seen
    assert len(few) > 500
    assert {key for key in few if few[key] != many[key] and key[1] not in END_OF_THE_CHAIN} == set()
    assert {key: (n, many_asked[key]) for key, n in few_asked.items() if n != many_asked[key]} == {}
