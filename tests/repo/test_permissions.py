"""Every address × every role, held against the one table of permissions."""

import csv
import io
import re
import uuid
from typing import Any

import openpyxl
import pytest
from django.urls import reverse
from django.utils import timezone
from python_calamine import CalamineWorkbook

from regiotafel.consultations.models import Statement
from regiotafel.consultations.taking_part.access import COOKIE
from regiotafel.publishing.releasing.actions import release
from regiotafel.regions.models import Role
from regiotafel.regions.permissions import PERMISSIONS, Standing, may
from regiotafel.vision.models import Document
from regiotafel.vision.writing.actions import add_passage
from tests.everything import (
    ADDRESSES,
    ANONYMOUS,
    ROLES,
    SITE,
    client_of,
    either,
    filled_in,
    is_sent_to_log_in,
    things,
    world,
)
from tests.factories import ConsultationFactory, RegionFactory

__all__ = ["things", "world"]

WHO: tuple[Role | str, ...] = (ANONYMOUS, SITE, *ROLES)
# Answers of a page that let somebody in. A thing that is not there (404) would say nothing about the door before it.
LET_IN = {200, 202, 302, 405, 409, 422}
# What everybody may read and a desk leads to: who has one stays on it.
ON_BOTH_FACES = {"contributions:promises", "mandates:differences", "mandates:neighbour"}
ON_BOTH_FACES |= {"mandates:packages", "mandates:round_result", "mandates:rounds"}
ON_BOTH_FACES |= {
    *("mandates:offers", "mandates:kept_offer", "mandates:improvement", "mandates:compare", "mandates:changed_points"),
}
# One world for all roles, so all on one worker.
pytestmark = pytest.mark.xdist_group("permissions")


def test_every_view_says_which_permission_it_asks() -> None:
    unmarked = [address.name for address in ADDRESSES if address.act not in {*PERMISSIONS, "open", "own", "site"}]
    assert unmarked == []
    assert len(ADDRESSES) > 60


def test_every_page_below_a_region_asks_the_table() -> None:
    below = [address for address in ADDRESSES if "region" in address.keys]
    # A theme is loaded by every page, also by those for everybody.
    without = {address.name for address in below if address.act not in PERMISSIONS}
    assert without == {"regions:theme_css", "regions:theme_logo"}


def test_every_permission_is_asked_by_some_page() -> None:
    # Whether somebody may read a draft is asked where a consultation is loaded: see the test of drafts below.
    assert {address.act for address in ADDRESSES} >= set(PERMISSIONS) - {"consultation.read_draft"}


def standings_of(who: Role | str) -> set[Standing]:
    return set() if who in (ANONYMOUS, SITE) else {Standing(Role(who))}


@pytest.mark.django_db
@pytest.mark.parametrize("who", either(WHO, both={Role.EDITOR}), ids=str)
def test_each_page_lets_in_whom_the_table_allows_and_nobody_else(
    who: Role | str, things: dict[str, Any], settings: Any
) -> None:
    settings.BRAKES = False  # one place asks for every file that there is
    client = client_of(who, things["a_region"])
    standings = standings_of(who)
    wrong = []
    for address in ADDRESSES:
        if address.name in ("account_logout", "demo:log_in"):
            continue  # another person half-way
        if address.act == "own" and address.name.startswith("mfa_"):
            continue  # allauth's own tests are about those
        response = client.get(filled_in(address, things))
        if address.act in PERMISSIONS:
            allowed = may(address.act, standings)
        elif address.act == "site":
            allowed = who == SITE
        else:
            allowed = address.act == "open" or who != ANONYMOUS
        if allowed:
            right = response.status_code in LET_IN and not is_sent_to_log_in(response)
        elif who == ANONYMOUS:
            right = is_sent_to_log_in(response)
        else:
            right = response.status_code == 403
        if not right:
            wrong.append((address.name, address.act, "may" if allowed else "may not", response.status_code))
        if response.status_code == 200 and b"</html>" in getattr(response, "content", b""):
            is_of_desk = address.act in PERMISSIONS and not may(address.act, ())
            is_of_desk |= address.name in ON_BOTH_FACES and may("desk.read", standings)
            if (b'<body class="rt-desk"' in response.content) != is_of_desk:
                wrong.append((address.name, address.act, "desk" if is_of_desk else "public", "wears the other face"))
    assert wrong == []


@pytest.mark.django_db
@pytest.mark.parametrize("who", either(WHO, both={Role.EDITOR}), ids=str)
def test_sending_something_is_guarded_like_reading_it(who: Role | str, things: dict[str, Any]) -> None:
    client = client_of(who, things["a_region"])
    standings = standings_of(who)
    wrong = []
    for address in ADDRESSES:
        if may(address.act, standings) if address.act in PERMISSIONS else address.act != "site" or who == SITE:
            continue
        response = client.post(filled_in(address, things), {})
        if not (is_sent_to_log_in(response) if who == ANONYMOUS else response.status_code == 403):
            wrong.append((address.name, response.status_code))
    assert wrong == []


@pytest.mark.django_db
def test_a_role_in_one_region_opens_nothing_in_another(things: dict[str, Any]) -> None:
    client = client_of(Role.REGION_ADMINISTRATOR, RegionFactory())
    let_in = [
        address.name
        for address in ADDRESSES
        if address.act in PERMISSIONS
        and not may(address.act, ())
        and client.get(filled_in(address, things)).status_code != 403
    ]
    assert let_in == []


@pytest.mark.django_db
def test_things_of_one_region_are_not_found_under_another(things: dict[str, Any]) -> None:
    """Another region's identifiers in the address lead nowhere, also for who may do everything in both."""
    elsewhere = RegionFactory()
    # Nobody may do everything: an administrator does not choose what comes first.
    administrator, resident = (client_of(role, elsewhere) for role in (Role.REGION_ADMINISTRATOR, Role.RESIDENT))
    found = []
    for address in ADDRESSES:
        if "region" not in address.keys or len(address.keys) == 1 or address.act not in PERMISSIONS:
            continue
        client = resident if address.act == "ballot.give" else administrator
        response = client.get(filled_in(address, {**things, "region": elsewhere.slug}))
        # 405: the address takes only what is sent, so it is asked with that.
        if response.status_code == 405:
            response = client.post(filled_in(address, {**things, "region": elsewhere.slug}), {})
        if response.status_code != 404:
            found.append((address.name, response.status_code))
    assert found == []


@pytest.mark.django_db
@pytest.mark.parametrize("number", [2**63 - 1, 2**63, 10**60], ids=["most", "more", "long"])
def test_a_number_that_nothing_can_have_leads_nowhere(number: int, things: dict[str, Any]) -> None:
    """One database says that there is no such row, the other cannot even ask for it."""
    client = client_of(Role.REGION_ADMINISTRATOR, things["a_region"])
    keys = {
        "number",
        "section",
        "proposal",
        "remark",
        "brought",
        "organisation",
        "membership",
        "knot",
        "link",
        "finding",
        "table",
        "place",
        "sub_region",
        "neighbour",
    }
    found, asked = [], 0
    for address in ADDRESSES:
        wanted = dict.fromkeys(keys & set(address.keys), number)
        if not wanted or address.act not in PERMISSIONS:
            continue
        path = filled_in(address, {**things, **wanted})
        for response in (client.get(path), client.post(path, {"key": str(uuid.uuid4()), "choice": "1"})):
            asked += 1
            if response.status_code not in (404, 405):
                found.append((address.name, response.status_code))
    assert found == []
    assert asked > 40


@pytest.mark.django_db
@pytest.mark.parametrize("who", either(WHO, both={Role.EDITOR}), ids=str)
def test_a_draft_is_there_for_whom_the_table_allows(who: Role | str, things: dict[str, Any]) -> None:
    region = things["a_region"]
    draft = ConsultationFactory(region=region, opened_at=None)
    standings = standings_of(who)
    response = client_of(who, region).get(reverse("consultations:read", args=[region.slug, draft.slug]))
    assert response.status_code == (200 if may("consultation.read_draft", standings) else 404)


# What nobody's page can be, so that every cache between us and a reader may keep it.
FOR_ALL = {"regions:theme_css", "regions:theme_logo"}


@pytest.mark.django_db
@pytest.mark.parametrize("who", either([ANONYMOUS, "takes part", SITE, Role.REGION_ADMINISTRATOR]), ids=str)
def test_every_answer_says_who_may_keep_it(who: Role | str, things: dict[str, Any]) -> None:
    """As page and as piece; and where the two differ, a cache knows that they stand at one address."""
    client = client_of(ANONYMOUS if who == "takes part" else who, things["a_region"])
    if who == "takes part":
        number = Statement.objects.get(consultation__slug=things["slug"], number=1).number
        address = reverse("consultations:vote", args=[things["region"], things["slug"], number])
        assert client.post(address, {"key": str(uuid.uuid4()), "choice": "1"}).cookies[COOKIE]
    wrong = []
    for address in ADDRESSES:
        if address.name in ("account_logout", "demo:log_in"):
            continue
        path = filled_in(address, things)
        answers = [client.get(path, headers=headers) for headers in ({}, {"HX-Request": "true"})]
        for answer in answers:
            words = set(answer.get("Cache-Control", "").split(", "))
            is_kept = "public" in words if address.name in FOR_ALL else bool(words & {"private", "no-store"})
            if not is_kept or (address.act == "own" and answer.status_code == 200 and "no-store" not in words):
                wrong.append((address.name, answer.get("Cache-Control")))
        whole = [b"<html" in answer.getvalue() for answer in answers]
        if whole[0] != whole[1] and not all("HX-Request" in answer.get("Vary", "") for answer in answers):
            wrong.append((address.name, answers[1].get("Vary")))
    assert wrong == []


# --- Whatever table somebody takes along

FORMULA = re.compile(r"[\s\u200b\ufeff]*(?:[=+@]|-(?![0-9]+$))")


@pytest.mark.django_db
def test_every_table_that_an_address_gives_opens_in_a_spreadsheet_in_dutch(things: dict[str, Any]) -> None:
    """Also with the worst that somebody can have written."""
    worst = '=1+1; "ja", 0.5\u2028+31 6 #N/B\r\n@som; -1+2'
    Statement.objects.filter(consultation__slug=things["slug"]).update(text=worst)
    document = Document.objects.get(region=things["a_region"], slug=things["document"])
    add_passage(by=None, at=timezone.now(), section=document.sections.all()[0], text=worst, reason=worst)
    second = release(by=None, at=timezone.now(), document=document, name="Nog een").number
    things = {**things, "number": {**things["number"], "vision:changes_csv": second, "vision:changes_xlsx": second}}
    client = client_of(Role.REGION_ADMINISTRATOR, things["a_region"])
    taken: dict[str, list[list[object]]] = {}
    for address in ADDRESSES:
        if address.act == "own" or address.name in ("account_logout", "demo:log_in"):
            continue
        response = client.get(filled_in(address, things))
        ending = response.headers.get("Content-Disposition", "").rpartition(".")[2].strip('"')
        if ending in ("csv", "xlsx"):
            content = b"".join(response.streaming_content) if response.streaming else response.content
            taken[f"{address.name} {ending}"] = rows_in_dutch(content) if ending == "csv" else rows_of_sheet(content)
    assert len(taken) >= 7
    for name, rows in taken.items():
        assert len(rows) > 1 or "note" in name, name  # nobody got an answer in this world
        assert {len(row) for row in rows} == {len(rows[0])}, name
        texts = [cell for row in rows for cell in row if isinstance(cell, str)]
        assert [text for text in texts if FORMULA.match(text)] == [], name
        assert [text for text in texts if re.fullmatch(r"-?[0-9]+[.][0-9]+|[0-9]{12,}", text)] == moments(rows), name


def rows_in_dutch(content: bytes) -> list[list[object]]:
    """As a spreadsheet opens a table with two clicks, once it sees by the mark that it is UTF-8."""
    assert content.startswith(b"\xef\xbb\xbf")
    text = content.decode("utf-8-sig")
    assert "\r\n" in text
    return [list(row) for row in csv.reader(io.StringIO(text, newline=""), delimiter=";", strict=True)]


def rows_of_sheet(content: bytes) -> list[list[object]]:
    """Text that begins with = is text there, which another program must see as such."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    assert [cell.coordinate for row in book.worksheets[0] for cell in row if cell.data_type == "f"] == []
    rows = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()
    return [["" if isinstance(cell, str) and FORMULA.match(cell) else cell for cell in row] for row in rows]


def moments(rows: list[list[object]]) -> list[object]:
    """The one long number that Polis has too, with the same moment in words beside it."""
    place = rows[0].index("timestamp") if "timestamp" in rows[0] else None
    return [] if place is None else [row[place] for row in rows[1:] if row[place]]
