"""Odd requests at every address: never a 500, and our headers on every answer.

The same seed asks the same again. Many more of them, on the database that the settings name:
`REGIOTAFEL_FUZZ=2500 REGIOTAFEL_FUZZ_SEED=7 make test ARGS="-n0 tests/test_fuzz.py"`.
"""

import http.client
import os
import random
import socket
from collections import Counter
from collections.abc import Iterator
from typing import Any, NamedTuple
from urllib.parse import quote, quote_from_bytes

import pytest
from django.db import transaction
from django.test import Client

from regiotafel.consultations.taking_part.access import COOKIE
from regiotafel.regions.models import Role
from regiotafel.web.security import HEADERS
from tests.everything import ADDRESSES, client_of, filled_in, world
from tests.forms import forms_in
from tests.test_kill import HANGS, PREPARE, Server, environment_of_a_server, free_port, python

__all__ = ["world"]

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("fuzz")]
HOW_MANY = int(os.environ.get("REGIOTAFEL_FUZZ", "320"))
SEED = int(os.environ.get("REGIOTAFEL_FUZZ_SEED", "20261129"))
WHO = ("not logged in", Role.MODERATOR, Role.EDITOR, Role.REGION_ADMINISTRATOR, Role.REGION_ADMINISTRATOR)
METHODS = ("GET",) * 6 + ("POST",) * 12 + ("HEAD", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "BREW")

NUMBERS = ("0", "-1", "00", "1", "2", "2147483648", "9223372036854775807", "9223372036854775808", "9" * 60, "9" * 5000)
WORDS = (
    "",
    " ",
    "\x00",
    "a\x00b",
    "\x01\x02\x1b[31m",
    "\r\nSet-Cookie: a=b",
    "\u202eomgekeerd",
    "\u200b",
    "e\u0301" * 50,
    "\U0001f3f3\ufe0f\u200d\U0001f308",
    "'",
    '"',
    "<script>",
    "{{ 7*7 }}",
    "%s%n%(x)s",
    "../../etc/passwd",
    "null",
    "None",
    "NaN",
    "1e309",
    "\u0663",
    "\u00b2",
    "-",
    "true",
    "[]",
    '{"a": 1}',
    "a" * 3000,
    "@" * 5000,
    "\u00e9" * 5001,
    "\n" * 400,
    "0000-00-00",
    "9999-12-31T23:59",
    "2026-02-30",
    "2026-03-29T02:30",
    "0001-01-01T00:00",
    "x@" + "y" * 300,
    "12-9",
    "1-",
    "-9" * 30,
    "9999999-1",
)
BYTES = (b"\xff", b"\xc3\x28", b"\xed\xa0\x80", b"\xfe\xff\x00a", b"%", b"%zz", b"%00", b"\x80" * 200, b"+%2B+")
QUERIES = (
    *(
        "zoek",
        "pagina",
        "soort",
        "stand",
        "hoofdstuk",
        "volgorde",
        "deel",
        "groep",
        "met",
        "van",
        "tot",
        "over",
        "batch",
    ),
    *(
        "code",
        "proef",
        "personen",
        "nieuw",
        "kort",
        "besluit",
        "bereik",
        "passage",
        "document",
        "tafel",
        "next",
        "wijziging",
    ),
)
TYPES = (
    "application/x-www-form-urlencoded",
    "application/json",
    "text/plain",
    "application/xml",
    "",
    "multipart/form-data",
    "multipart/form-data; boundary=",
    "multipart/form-data; boundary=" + "b" * 300,
    "multipart/mixed; boundary=x",
    ";",
    "application/x-www-form-urlencoded; charset=klingon",
    "application/x-www-form-urlencoded; charset=utf-7",
    "application/x-www-form-urlencoded; charset=utf-16",
    "text/html; charset=\u00e9",
    "a" * 2000,
)
# Names as the server gives them to us.
HEADER_NAMES = (
    *(
        "HTTP_IF_NONE_MATCH",
        "HTTP_IF_MODIFIED_SINCE",
        "HTTP_RANGE",
        "HTTP_ACCEPT_LANGUAGE",
        "HTTP_ACCEPT",
        "HTTP_EXPECT",
    ),
    *(
        "HTTP_ACCEPT_ENCODING",
        "HTTP_REFERER",
        "HTTP_ORIGIN",
        "HTTP_HX_REQUEST",
        "HTTP_HX_CURRENT_URL",
        "HTTP_HX_TARGET",
    ),
    "HTTP_X_FORWARDED_FOR",
    "HTTP_X_FORWARDED_HOST",
    "HTTP_X_REQUESTED_WITH",
    "CONTENT_LENGTH",
    "REMOTE_ADDR",
    "HTTP_HOST",
    "HTTP_AUTHORIZATION",
)
HEADER_VALUES = (
    *(
        "",
        "*",
        "true",
        '"x"',
        'W/"x", "y"',
        "bytes=0-",
        "bytes=99999999999999999999-1",
        "bytes=-1,-2,-3",
        "nl;q=9",
        "een",
    ),
    "xx-" * 800,
    "a, b" * 500,
    "-1",
    "9" * 40,
    "Sun, 99 Foo 2026",
    "127.0.0.1:6666",
    "evil.example",
    "::1",
    "[::1",
    "\xff\xfe",
    "http://[",
    "//evil",
    "javascript:1",
    "Basic ====",
    "100-continue",
)


class Request(NamedTuple):
    who: int
    method: str
    path: str
    body: bytes
    content_type: str
    headers: dict[str, str]
    cookies: dict[str, str]


class Odd:
    """Makes requests of which something is not as it should be."""

    def __init__(self, seed: int, world: dict[str, Any], fields: dict[str, dict[str, str]]) -> None:
        self.chance = random.Random(seed)  # not a secret
        self.world, self.fields = world, fields
        self.names = sorted({name for form in fields.values() for name in form})
        self.addresses = [one for one in ADDRESSES if one.name != "account_logout"]

    def requests(self, n: int) -> Iterator[Request]:
        """Every address comes in turn."""
        for number in range(n):
            yield self.request(self.addresses[number % len(self.addresses)].name)

    def request(self, name: str) -> Request:
        pick = self.chance
        address = next(one for one in self.addresses if one.name == name)
        path = filled_in(address, self.world)
        if pick.random() < 0.35:
            path = self.other_path(path)
        if pick.random() < 0.4:
            path += ("&" if "?" in path else "?") + self.query()
        content_type, body = self.sent(self.fields.get(name, {}))
        headers = {pick.choice(HEADER_NAMES): pick.choice(HEADER_VALUES) for _ in range(pick.choice((0, 0, 1, 2)))}
        cookies = {}
        if pick.random() < 0.3:
            value = pick.choice(("", "1", "1:x", "x" * 20_000, "é", "\\054", '"', "1:" + "A" * 43, "-1:" + "A" * 43))
            cookies[pick.choice((COOKIE, "csrftoken", "messages", "django_language"))] = value
        return Request(pick.randrange(len(WHO)), pick.choice(METHODS), path, body, content_type, headers, cookies)

    def other_path(self, path: str) -> str:
        """One part of it is something else."""
        parts = path.partition("?")[0].split("/")
        places = [place for place, part in enumerate(parts) if part]
        if not places:
            return "/" + self.part()
        place = self.chance.choice(places)
        parts[place] = self.part()
        return "/".join(parts)

    def part(self) -> str:
        kind = self.chance.randrange(3)
        if kind == 0:
            return self.chance.choice(NUMBERS)
        return quote(self.chance.choice(WORDS), safe="") if kind == 1 else quote_from_bytes(self.chance.choice(BYTES))

    def query(self) -> str:
        pick = self.chance
        return "&".join(f"{pick.choice(QUERIES)}={self.part()}" for _ in range(pick.choice((1, 1, 2, 5))))

    def sent(self, form: dict[str, str]) -> tuple[str, bytes]:
        """The form of the page with something missing, odd, twice or of another kind."""
        pick = self.chance
        pairs = [(name, value) for name, value in form.items() if pick.random() > 0.15]
        for _ in range(pick.choice((1, 1, 2, 4))):
            name = pick.choice([*form, *form, *self.names]) if self.names else "text"
            pairs.append((name, pick.choice(WORDS + NUMBERS)))
            if pick.random() < 0.5:  # instead of what stood there; else it is there twice
                pairs = [pair for pair in pairs[:-1] if pair[0] != name] + pairs[-1:]
        kind = pick.random()
        if kind < 0.5:
            return TYPES[0], "&".join(f"{quote(name)}={quote(value, safe='')}" for name, value in pairs).encode()
        if kind < 0.75:
            return "multipart/form-data; boundary=odd", b"".join(self.piece(*pair) for pair in pairs) + b"--odd--\r\n"
        content = pick.choice((b"", b"{", b"[" * 500, b'{"text": null}', b"a=%ff&text=%00", *BYTES))
        return pick.choice(TYPES), content

    def piece(self, name: str, value: str) -> bytes:
        """A field, or a file where words are expected."""
        is_file = self.chance.random() < 0.4
        file = '; filename="\x00../x.csv"\r\nContent-Type: text/csv; charset=klingon' if is_file else ""
        head = f'--odd\r\nContent-Disposition: form-data; name="{name}"{file}\r\n\r\n'
        return head.encode() + value.encode() + self.chance.choice((b"", *BYTES)) + b"\r\n"


def fields_of(world: dict[str, Any]) -> dict[str, dict[str, str]]:
    """By address: what its forms send, as it stands there."""
    client, found = client_of(Role.REGION_ADMINISTRATOR, world["a_region"]), {}
    for address in ADDRESSES:
        page = client.get(filled_in(address, world)) if address.name not in ("account_logout", "demo:log_in") else None
        if page is not None and page.status_code == 200 and page["Content-Type"].startswith("text/html"):
            forms = [form.values for form in forms_in(page) if form.method == "post"]
            found[address.name] = {name: value for form in forms for name, value in form.items()}
    return found


def test_no_odd_request_breaks_a_page(world: dict[str, Any]) -> None:
    odd = Odd(SEED, world, fields_of(world))
    clients = [client_of(who, world["a_region"]) for who in WHO]
    statuses: Counter[int] = Counter()
    faults = []
    for asked in odd.requests(HOW_MANY):
        with transaction.atomic():
            client = Client(raise_request_exception=False)
            client.cookies.load(clients[asked.who].cookies.output(header="", sep=";"))
            for name, value in asked.cookies.items():
                client.cookies[name] = value
            response: Any = client.generic(
                asked.method, asked.path, asked.body, content_type=asked.content_type, **asked.headers
            )
            if response.streaming:
                b"".join(response.streaming_content)
            transaction.set_rollback(True)
        statuses[response.status_code] += 1
        missing = [name for name, value in HEADERS.items() if response.headers.get(name) != value]
        if response.status_code >= 500 or missing or "Cache-Control" not in response.headers:
            faults.append(f"{response.status_code} {missing} {str(asked)[:600]}")
    assert not faults, "\n".join([f"{len(faults)} of {HOW_MANY}, seed {SEED}", *faults])
    assert {200, 302, 400, 403, 404, 405, 422} <= set(statuses)
    print(dict(sorted(statuses.items())))  # noqa: T201


def test_the_same_seed_asks_the_same(world: dict[str, Any]) -> None:
    first, again, other = (list(Odd(seed, world, {}).requests(40)) for seed in (1, 1, 2))
    assert first == again != other


# --- the same by a line: the real server, and bytes that no client of ours would send

# What the server itself answers, before the site hears of it: what is no HTTP. Without our headers, and without a word.
NO_HTTP = (
    b"GET /\xff/ HTTP/1.1\r\nHost: localhost\r\n\r\n",  # a line that is no UTF-8
    b"GET /?q=\xff HTTP/1.1\r\nHost: localhost\r\n\r\n",
    b"GET /a b HTTP/1.1\r\nHost: localhost\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: localhost\r\nX-A: a\x00b\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: localhost\r\n" + b"X-A: 1\r\n" * 200 + b"\r\n",
    b"GET /" + b"a" * 70_000 + b" HTTP/1.1\r\nHost: localhost\r\n\r\n",
    b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab",
    b"\x16\x03\x01\x02\x00\x01\r\n\r\n",
)
RAW = (
    "caf\u00e9".encode(),
    "\u0441\u043b\u043e\u0432\u043e \U0001f308".replace(" ", "").encode(),
    b"%ff",
    b"%00",
    b"%c3",
    b"%zz",
    b"+",
    b"%e2%80%ae",
)
# In a header any byte may stand but a few of the first.
RAW_IN_HEADERS = (*RAW, b"\xff\xfe", b"\xe9", b"\x80" * 300, b"=;,\x22\\", b"a" * 9000, b"")
RAW_HEADERS = (
    *(b"Cookie", b"Cookie", b"Cookie", b"Host", b"Referer", b"Origin", b"User-Agent", b"Accept", b"Accept-Language"),
    *(b"Content-Type", b"X-Forwarded-For", b"X-Forwarded-Proto", b"If-None-Match", b"HX-Request", b"HX-Current-URL"),
)


@pytest.fixture(scope="module")
def port(django_db_setup: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    with environment_of_a_server(tmp_path_factory.mktemp("server")) as environment:
        python(environment, PREPARE)
        server = Server(environment, free_port())
        try:
            server.start()
            yield server.port
        finally:
            server.kill()


def said(port: int, request: bytes) -> http.client.HTTPResponse:
    with socket.create_connection(("127.0.0.1", port), timeout=HANGS) as line:
        line.sendall(request)
        response = http.client.HTTPResponse(line, method=request.partition(b" ")[0].decode("latin-1"))
        response.begin()
        response.read()
        return response


def raw_request(chance: random.Random, path: str) -> bytes:
    parts = path.encode().split(b"/")
    if chance.random() < 0.5:
        parts[chance.randrange(1, len(parts))] = chance.choice(RAW)
    target = b"/".join(parts)
    if chance.random() < 0.7:
        target += b"?" + chance.choice((*(name.encode() for name in QUERIES), *RAW)) + b"=" + chance.choice(RAW)
    method = chance.choice((b"GET", b"GET", b"GET", b"HEAD", b"POST", b"BREW"))
    lines = [method + b" " + target + b" HTTP/1.1", b"Host: 127.0.0.1"]
    for _ in range(chance.choice((0, 1, 2, 3))):
        name, value = chance.choice(RAW_HEADERS), chance.choice(RAW_IN_HEADERS)
        cookie = chance.choice((COOKIE, "rt_csrf", "rt_sessie", "sibling")).encode() + b"="
        lines.append(name + b": " + (cookie if name == b"Cookie" else b"") + value)
    body = chance.choice((b"", b"text=caf\xc3\xa9", b"\xff=\xfe"))
    if method == b"POST":
        lines += [b"Content-Length: " + str(len(body)).encode()]
    return b"\r\n".join(lines) + b"\r\n\r\n" + (body if method == b"POST" else b"")


def test_no_raw_byte_breaks_a_page_of_the_real_server(port: int) -> None:
    chance = random.Random(SEED)  # not a secret
    things = {key: "test" for address in ADDRESSES for key in address.keys} | dict.fromkeys(
        (
            "number",
            "section",
            "proposal",
            "remark",
            "paper",
            "step",
            "measure",
            "size",
            "arrangement",
            "extension",
            "milestone",
            "prerequisite",
            "secondment",
            "criterion",
            "outcome",
            "variant",
            "progress",
            "indicator",
            "choice",
            "ballot",
            "turn",
            "brought",
            "organisation",
            "membership",
            "knot",
            "link",
            "finding",
            "table",
            "version",
            "pk",
            "agreement",
            "deviation",
            "fact",
            "municipality",
        ),
        1,
    )
    faults, statuses = [], Counter[int]()
    for number in range(HOW_MANY // 4):
        address = ADDRESSES[number % len(ADDRESSES)]
        request = raw_request(chance, filled_in(address, things | {"batch": ""}))
        response = said(port, request)
        statuses[response.status] += 1
        missing = [name for name, value in HEADERS.items() if response.headers[name] != value]
        # 503 as a page: without a mail server nobody can log in by a code. As bare text: the site gave no answer.
        is_broken = response.status >= 500 and (
            response.status != 503 or not response.headers["Content-Type"].startswith("text/html")
        )
        if is_broken or missing:
            faults.append(f"{response.status} {missing} {request[:600]!r}")
    assert not faults, "\n".join([f"{len(faults)}, seed {SEED}", *faults])
    assert {200, 400, 403, 404} <= set(statuses)


def test_what_is_asked_for_in_letters_of_elsewhere_is_found(port: int) -> None:
    """Not as a browser sends it, and read as if it did."""
    raw = said(port, "GET /?next=café HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode())
    assert raw.status == 200


@pytest.mark.either
def test_a_cookie_that_a_site_beside_us_set_does_not_lose_ours(port: int) -> None:
    page = said(port, b"GET /test/rondes/test/stem/1/ HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
    token = (page.headers["Set-Cookie"] or "").partition(";")[0].encode()
    for cookies in (b"Cookie: a=caf\xc3\xa9; " + token, b"Cookie: a=\xe9\r\nCookie: " + token):
        press = b"choice=1&key=00000000-0000-4000-8000-000000000001&csrfmiddlewaretoken=" + token.partition(b"=")[2]
        head = b"POST /test/rondes/test/stem/1/ HTTP/1.1\r\nHost: 127.0.0.1\r\n" + cookies
        kind = b"\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: "
        answer = said(port, head + kind + str(len(press)).encode() + b"\r\n\r\n" + press)
        assert answer.status == 302, cookies


@pytest.mark.either
def test_what_is_no_http_is_refused_by_the_server_itself(port: int) -> None:
    assert {said(port, request).status for request in NO_HTTP} == {400, 414, 431}
