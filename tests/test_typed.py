"""Every form of the running site takes what people paste, and says nothing new when the same is sent again.

A form that is made later joins by itself: forms are read from the pages behind every address.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.apps import apps
from django.db import models, transaction
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


def rows() -> dict[str, set[tuple[str, ...]]]:
    return {
        model._meta.label: {tuple(map(str, row)) for row in model._default_manager.values_list()}
        for model in apps.get_models()
        if model.__module__.startswith("regiotafel.") and model._meta.label not in NO_NEWS
    }


def untidy() -> Iterator[str]:
    """What stands in any column that nobody sees there."""
    for model in apps.get_models():
        if model.__module__.startswith("regiotafel."):
            texts = [
                field.name
                for field in model._meta.concrete_fields
                if isinstance(field, models.TextField | models.CharField | models.JSONField)
                and field.name not in BYTE_FOR_BYTE
            ]
            for row in model._default_manager.values(*texts) if texts else ():
                for name, value in row.items():
                    if INVISIBLE.search(value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)):
                        yield f"{model._meta.label}.{name}"


def test_whatever_is_pasted_in_any_form_is_kept_tidy(forms: list[Found]) -> None:
    faults, taken = [], 0
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
                    faults += [f"{found.name} {kept}" for kept in untidy()]
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
    for found in forms:
        for button in [(), *((one,) for one in found.form.buttons)]:
            with transaction.atomic():
                before, values = rows(), found.form.filled(WORDS) | dict(button)
                found.send(values)
                once = rows()
                if once != before:
                    done += 1
                    if found.name not in MAKES_ONE_MORE:
                        found.send(values)
                        faults += news(found, button, "pressed twice", once, rows())
                        once = rows()
                    if found.name not in OFFERS_THE_NEXT and (stands := as_it_stands(found)):
                        found.send(stands | dict(button))
                        faults += news(found, button, "saved as it stands", once, rows())
                transaction.set_rollback(True)
    assert not faults, "\n".join(faults)
    assert done > 20


def as_it_stands(found: Found) -> dict[str, str] | None:
    """The same form on the page as it is now, when it shows what was filled in."""
    page = found.client.get(found.path)
    for form in forms_in(page) if page.status_code == 200 else ():
        is_it = (form.action or found.path) == found.target and form.values.keys() == found.form.values.keys()
        if is_it and all(form.values[name].strip() for name in form.written):
            return form.values
    return None


def news(found: Found, button: object, how: str, before: dict[str, Any], after: dict[str, Any]) -> list[str]:
    changed = [label for label, there in after.items() if there != before[label]]
    return [f"{found.name} {button} {how}: {changed}"] if changed else []
