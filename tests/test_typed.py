"""Every form of the running site takes what people paste, and says nothing new when the same is sent again.

A form that is made later joins by itself: forms are read from the pages behind every address.
"""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

import pytest
from django.apps import apps
from django.db import connection, models, transaction
from django.test import Client

from regiotafel.regions.models import Role
from tests.everything import ADDRESSES, ANONYMOUS, SITE, client_of, filled_in, make_world
from tests.forms import Form, forms_in
from tests.worst import INVISIBLE, WORST

pytestmark = [pytest.mark.xdist_group("typed"), pytest.mark.django_db, pytest.mark.either]
WORDS = "Gezinnen krijgen hulp dichtbij huis, en wel binnen een week."
# A browser sends no halves of signs.
PASTED = [worst.encode("utf-8", "replace").decode() for worst in WORST]
NOBODY_SEES = "\u200b\u3164\ufeff \u00ad\U000e0041\u202e\u2066"
# Of the colours of a region and of a file that somebody sends: kept as it is, to be shown as it is.
BYTE_FOR_BYTE = {"theme"}
# What makes somebody else of who asks.
LEAVES = ("uitloggen", "/demo/", "/profiel/verwijderen")
# Each press makes one more, and says so before.
MAKES_ONE_MORE = {
    "consultations:new", "consultations:invitations", "vision:add_passage", "vision:add_section", "vision:new_document",
}  # fmt: skip
# Which page gives the form, and what it offers, changes with what was done: another finding stands first.
OFFERS_THE_NEXT = {"contributions:findings"}
# How often somebody tries, and when they logged in.
NO_NEWS = {"brakes.Tally", "people.User"}


@dataclass(frozen=True)
class Found:
    client: Client
    cookies: str
    name: str
    path: str
    form: Form

    @property
    def target(self) -> str:
        return self.form.action or self.path

    def send(self, values: dict[str, str]) -> Any:
        self.client.cookies.load(self.cookies)
        return self.client.post(self.target, values)


@pytest.fixture(scope="module")
def forms(undone: None) -> list[Found]:
    return list(every_form(make_world() | {"pk": 1}))


def every_form(world: dict[str, Any]) -> Iterator[Found]:
    seen = set()
    for who in (Role.REGION_ADMINISTRATOR, SITE, ANONYMOUS):
        client = client_of(who, world["a_region"])
        client.raise_request_exception = False
        cookies = client.cookies.output(header="", sep=";")
        for address in ADDRESSES:
            path = filled_in(address, world)
            if address.name == "account_logout" or any(word in path for word in LEAVES):
                continue
            page = client.get(path)
            if page.status_code != 200 or not page["Content-Type"].startswith("text/html"):
                continue
            for form in forms_in(page):
                found = Found(client, cookies, address.name, path, form)
                key = (found.target.partition("?")[0], *sorted(form.values))
                if form.method == "post" and key not in seen and not any(word in found.target for word in LEAVES):
                    seen.add(key)
                    yield found


MODELS = [model for model in apps.get_models() if model.__module__.startswith("regiotafel.")]
Rows = dict[str, set[tuple[object, ...]]]


def rows() -> Rows:
    """As they stand in the database, with all their columns."""
    found: Rows = {}
    with connection.cursor() as cursor:
        for model in MODELS:
            columns = ", ".join(f'"{field.column}"' for field in model._meta.concrete_fields)
            cursor.execute(f'SELECT {columns} FROM "{model._meta.db_table}"')
            found[model._meta.label] = set(cursor.fetchall())
    return found


def after(press: Callable[[], object], before: Rows) -> Rows:
    """What stands there after it: the same, where nothing was written at all."""
    written = connection.connection.total_changes
    press()
    return before if connection.connection.total_changes == written else rows()


def untidy(found: Rows, known: Rows) -> Iterator[str]:
    """What stands in any column that nobody sees there, in rows that were not looked at before."""
    for model in MODELS:
        label, fields = model._meta.label, model._meta.concrete_fields
        for row in found[label] - known.get(label, set()):
            for field, value in zip(fields, row, strict=True):
                is_text = isinstance(field, models.TextField | models.CharField | models.JSONField)
                if not is_text or field.name in BYTE_FOR_BYTE or not isinstance(value, str):
                    continue
                is_json = isinstance(field, models.JSONField)
                if INVISIBLE.search(json.dumps(json.loads(value), ensure_ascii=False) if is_json else value):
                    yield f"{label}.{field.name}"


def test_whatever_is_pasted_in_any_form_is_kept_tidy(forms: list[Found]) -> None:
    before = rows()
    faults, taken = list(untidy(before, {})), 0
    for found in forms:
        for pasted in PASTED if found.form.written else ():
            with transaction.atomic():
                filled = found.form.filled(WORDS)
                typed = {name: f"{pasted} {WORDS}" for name in found.form.written if "mail" not in name}
                answer = found.send(filled | typed)
                if answer.status_code >= 500:
                    faults.append(f"{answer.status_code} {found.name} {found.target} {pasted!a}")
                elif answer.status_code in (200, 201, 302):
                    taken += 1
                    faults += [f"{found.name} {kept}" for kept in untidy(rows(), before)]
                transaction.set_rollback(True)
    assert not faults, "\n".join(faults)
    assert len(forms) > 40
    assert taken > 30


def test_what_nobody_sees_is_as_good_as_empty_in_any_form(forms: list[Found]) -> None:
    faults = []
    for found in forms:
        for name in found.form.written:
            statuses = []
            for typed in (NOBODY_SEES, ""):
                with transaction.atomic():
                    statuses.append(found.send(found.form.filled(WORDS) | {name: typed}).status_code)
                    transaction.set_rollback(True)
            if len({*statuses}) > 1:
                faults.append(f"{found.name} {name}: {statuses}")
    assert not faults, "\n".join(faults)


def test_a_form_that_is_sent_again_as_it_stands_is_no_news(forms: list[Found]) -> None:
    """By two tabs, by who presses twice, and by who opens a page and saves what stands there."""
    faults, done = [], 0
    before = rows()
    for found in forms:
        for button in [(), *((one,) for one in found.form.buttons)]:
            with transaction.atomic():
                press = partial(found.send, found.form.filled(WORDS) | dict(button))
                once = after(press, before)
                if kept(once) != kept(before):
                    done += 1
                    if found.name not in MAKES_ONE_MORE:
                        twice = after(press, once)
                        faults += news(found, button, "pressed twice", once, twice)
                        once = twice
                    if found.name not in OFFERS_THE_NEXT and (stands := as_it_stands(found)):
                        again = after(partial(found.send, stands | dict(button)), once)
                        faults += news(found, button, "saved as it stands", once, again)
                transaction.set_rollback(True)
    assert not faults, "\n".join(faults)
    assert done > 20


def kept(found: Rows) -> Rows:
    return {label: there for label, there in found.items() if label not in NO_NEWS}


def as_it_stands(found: Found) -> dict[str, str] | None:
    """The same form on the page as it is now, when it shows what was filled in."""
    page = found.client.get(found.path)
    for form in forms_in(page) if page.status_code == 200 else ():
        is_it = (form.action or found.path) == found.target and form.values.keys() == found.form.values.keys()
        if is_it and all(form.values[name].strip() for name in form.written):
            return form.values
    return None


def news(found: Found, button: object, how: str, before: Rows, later: Rows) -> list[str]:
    changed = [label for label, there in kept(later).items() if there != before[label]]
    return [f"{found.name} {button} {how}: {changed}"] if changed else []
