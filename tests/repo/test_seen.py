"""Nobody writes over what they did not see: every form that says what its writer saw is refused when it does not."""

from typing import Any

import pytest
from django.apps import apps
from django.db import transaction

from regiotafel.contributions.answering.actions import give_answer
from regiotafel.contributions.models import Contribution, State, Verdict
from regiotafel.history.models import Entry, Numbered
from regiotafel.regions.models import Role
from regiotafel.vision.models import Release
from tests.everything import ADDRESSES, client_of, filled_in, make_world
from tests.factories import NOW, ConsultationFactory, StatementFactory
from tests.forms import Form, forms_in

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("permissions"), pytest.mark.either]
# How a form says what its writer saw: a number, or words, or what they come down to.
SEEN = {"seen", "version", "number", "seen_from", "seen_to"}
# What is added beside what stands, and takes the place of nothing.
STANDS_ALONE = (Release,)


@pytest.fixture
def things(tmp_path: Any, settings: Any) -> list[dict[str, Any]]:
    """The world of the permissions; and the same with a consultation that is still written."""
    settings.DEMO, settings.MEDIA_ROOT = True, tmp_path
    world = make_world()
    draft = ConsultationFactory(region=world["a_region"], opened_at=None)
    StatementFactory(consultation=draft, number=1)
    voice = Contribution.objects.get(region=world["a_region"], state=State.OPEN)
    give_answer(by=None, at=NOW, contribution=voice, heard="Zo.", verdict=Verdict.NO, why="Daarom.", number=0)
    return [world, {**world, "slug": draft.slug}]


def test_every_form_that_says_what_was_seen_is_refused_without_it(things: list[dict[str, Any]]) -> None:
    client = client_of(Role.REGION_ADMINISTRATOR, things[0]["a_region"])
    asked, written, unseen = set(), [], []
    for world in things:
        for address in ADDRESSES:
            if "region" not in address.keys:
                continue
            path = filled_in(address, world)
            page = client.get(path)
            for form in forms_in(page) if is_page(page) else ():
                changed = form.changed()
                if form.method != "post" or changed is None:
                    continue
                carries = SEEN & set(form.hidden)
                if carries:
                    asked.add(address.name)
                    blind = {name: value for name, value in changed.items() if name not in carries}
                    status, n_acts, _editions = press(client, form.action or path, blind)
                    if n_acts or status not in (409, 422):
                        written.append((address.name, status, n_acts))
                elif press(client, form.action or path, changed)[2]:
                    unseen.append(address.name)
    assert written == [], "saved without saying what was seen"
    assert unseen == [], "a next edition was made by a form that does not say what its writer saw"
    assert asked >= {
        "consultations:edit",
        "consultations:replace_statement",
        "contributions:answer",
        "regions:organisation",
        "regions:settings",
        "regions:steps",
        "regions:theme",
        "vision:change_section",
        "vision:reword",
    }, asked


def is_page(response: Any) -> bool:
    return response.status_code == 200 and response["Content-Type"].startswith("text/html")


def press(client: Any, path: str, sent: dict[str, str]) -> tuple[int, int, int]:
    """The status, and how many acts and next editions there are more; then all is as it was."""
    with transaction.atomic():
        before = Entry.objects.count(), editions()
        status = client.post(path, sent).status_code
        after = Entry.objects.count(), editions()
        transaction.set_rollback(True)
    return status, after[0] - before[0], after[1] - before[1]


def editions() -> int:
    kinds = [one for one in apps.get_models() if issubclass(one, Numbered) and one not in STANDS_ALONE]
    assert len(kinds) > 1
    return sum(one._default_manager.filter(number__gt=1).count() for one in kinds)


def test_a_form_is_read_as_a_browser_sends_it() -> None:
    html = """<form method="post"><input type="hidden" name="seen" value="3">
    <textarea name="text">Een &amp; twee</textarea>
    <input name="title" value="T"><input type="checkbox" name="off"><input type="radio" name="a" value="1">
    <input type="radio" name="a" value="2" checked><select name="s"><option value="x">X<option value="y" selected>Y
    </select></form>"""
    [form] = forms_in(html)
    values = {"seen": "3", "text": "Een & twee", "title": "T", "a": "2", "s": "y"}
    choices = {"a": ["1", "2"], "s": ["x", "y"]}
    assert form == Form("post", "", values, hidden=["seen"], written=["text", "title"], choices=choices)
