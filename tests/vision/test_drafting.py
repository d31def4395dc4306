"""New words of a passage that only members see: kept, read by a colleague, published, with what led to them."""

import json
import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from regiotafel.contributions.linking import actions as linking
from regiotafel.contributions.withdrawing.actions import withdraw
from regiotafel.regions.models import OwnDraft, Role
from regiotafel.regions.permissions import PERMISSIONS
from regiotafel.regions.settings.actions import agree_on_work
from regiotafel.thread.linking.queries import to_review
from regiotafel.vision.models import PassageDraft, Wording
from regiotafel.vision.writing import actions as writing
from tests.contributions.people import World, make_world, opened
from tests.factories import ConsultationFactory, make_member

pytestmark = pytest.mark.django_db
NEW = "Wie hulp vraagt, hoort binnen twee weken iets."


@pytest.fixture
def world() -> World:
    return make_world()


@pytest.fixture
def editor(client: Client, world: World) -> Client:
    client.force_login(world.editor)
    return client


def address(world: World) -> str:
    return reverse("vision:reword", args=[world.region.slug, world.document.slug, world.passages[0].number])


def press(client: Client, world: World, do: str, **more: Any) -> Any:
    sent = {"text": NEW, "reason": "Mensen vroegen erom.", "version": 1, "draft": 0, "do": do, **more}
    return client.post(address(world), sent)


def n_wordings(world: World) -> int:
    return Wording.objects.filter(passage=world.passages[0]).count()


def test_a_draft_may_be_unfinished_and_is_seen_by_members_only(editor: Client, world: World) -> None:
    assert press(editor, world, "save", reason="").status_code == 302
    page = editor.get(address(world)).content.decode()
    assert "Alleen beleidsmedewerkers en beheerders zien het." in page
    assert PERMISSIONS["vision.write"].roles == {Role.EDITOR, Role.REGION_ADMINISTRATOR}
    assert NEW in page
    assert "Wat er verandert" in page
    assert n_wordings(world) == 1
    public = reverse("vision:read", args=[world.region.slug, world.document.slug])
    assert NEW not in Client().get(public).content.decode()
    assert (
        f"Passage {world.passages[0].number} van"
        in editor.get(reverse("pages:desk", args=[world.region.slug])).content.decode()
    )
    # What is missing is asked only when it is published.
    response = press(editor, world, "publish", reason="", draft=1)
    assert response.status_code == 422
    assert "Schrijf op waarom" in response.content.decode()


def test_a_script_keeps_what_is_written_and_hears_which_number_that_is(editor: Client, world: World) -> None:
    sent = {"text": NEW, "reason": "", "version": 1, "draft": 0, "do": "save"}
    for seen, text in ((0, NEW), (1, f"{NEW} Ook in de zomer."), (2, f"{NEW} Ook in de zomer.")):
        answer = editor.post(address(world), {**sent, "text": text, "draft": seen}, headers={"HX-Request": "true"})
        kept = json.loads(answer.content)
    assert kept["draft"] == 2  # the same again is no new number
    assert "Automatisch opgeslagen om" in kept["told"]


def test_nobody_writes_over_the_draft_of_a_colleague_unread(editor: Client, world: World) -> None:
    press(editor, world, "save")
    other = Client()
    other.force_login(make_member(world.region, Role.EDITOR))
    response = press(other, world, "save", text="Heel iets anders.")
    assert response.status_code == 409
    page = response.content.decode()
    assert NEW in page
    assert "Heel iets anders." in page
    assert PassageDraft.objects.get().text == NEW
    # Nor does who publishes take away what they never saw.
    unread = press(other, world, "publish", text="Heel iets anders.")
    assert unread.status_code == 409
    for words in (NEW, "Heel iets anders.", 'name="draft" value="1"'):
        assert words in unread.content.decode()
    assert (PassageDraft.objects.get().text, n_wordings(world)) == (NEW, 1)
    assert press(other, world, "save", text="Heel iets anders.", draft=1).status_code == 302
    assert press(other, world, "drop", draft=1).status_code == 409
    assert press(other, world, "drop", draft=2).status_code == 302
    assert not PassageDraft.objects.exists()
    press(editor, world, "save")
    assert press(other, world, "publish", text="Heel iets anders.", draft=1).status_code == 302
    assert (PassageDraft.objects.count(), n_wordings(world)) == (0, 2)


def test_publishing_ends_the_draft_and_what_led_to_it_needs_no_second_look(editor: Client, world: World) -> None:
    passage = world.passages[0]
    chosen, other = opened(world), opened(world)
    for voice in (chosen, other):
        linking.confirm_link(by=world.editor, at=timezone.now(), contribution=voice, passage=passage)
    press(editor, world, "save", led_by=[chosen.knot_id])
    assert PassageDraft.objects.get().led_by == [chosen.knot_id]
    assert "checked" in editor.get(address(world)).content.decode()
    assert press(editor, world, "publish", led_by=[chosen.knot_id], draft=1).status_code == 302
    assert n_wordings(world) == 2
    assert not PassageDraft.objects.exists()
    assert [link.to_knot_id for link in to_review(world.region)] == [other.knot_id]
    # Everybody reads what led to it, as long as everybody can read that.
    public = reverse("vision:passage", args=[world.region.slug, world.document.slug, passage.number])
    told = Client().get(public).content.decode()
    assert "Dit leidde hiertoe:" in told
    assert f'href="{chosen.knot.url}"' in told
    assert f'href="{other.knot.url}"' not in told
    withdraw(at=timezone.now(), contribution=chosen)
    assert "Dit leidde hiertoe:" not in Client().get(public).content.decode()


def test_where_a_second_person_reads_everything_nobody_publishes_their_own_words(editor: Client, world: World) -> None:
    agree_on_work(by=None, at=timezone.now(), region=world.region, second_reader=True)
    assert press(editor, world, "publish").status_code == 409
    assert press(editor, world, "ask").status_code == 302
    assert press(editor, world, "publish", draft=1).status_code == 409
    reader = Client()
    reader.force_login(make_member(world.region, Role.EDITOR))
    desk = reader.get(reverse("pages:desk", args=[world.region.slug])).content.decode()
    assert "gewijzigde tekst wacht op een tweede lezer" in desk
    waiting = reader.get(reverse("vision:drafts", args=[world.region.slug])).content.decode()
    assert address(world) in waiting
    # While the passage is out of the text nobody is asked to read it; it comes back with the passage.
    passage = world.passages[0]
    where = [world.region.slug, world.document.slug, passage.number]
    assert "Er is nog een concept" in editor.get(reverse("vision:retire", args=where)).content.decode()
    writing.retire(by=world.editor, at=timezone.now(), passage=passage, reason="Dubbel.")
    desk = reader.get(reverse("pages:desk", args=[world.region.slug])).content.decode()
    assert "tweede lezer" not in desk
    lapsed = editor.get(address(world)).content.decode()
    assert (NEW in lapsed, "Het wacht op een tweede lezer" in lapsed) == (True, False)
    writing.bring_back(by=world.editor, at=timezone.now(), passage=passage, reason="Toch niet.")
    assert address(world) in reader.get(reverse("vision:drafts", args=[world.region.slug])).content.decode()
    # Who changes it becomes its writer, so another reads it.
    assert press(reader, world, "publish", text=f"{NEW} Echt.", draft=1).status_code == 409
    assert n_wordings(world) == 1
    assert press(reader, world, "publish", draft=1).status_code == 302
    assert n_wordings(world) == 2


def test_what_somebody_begins_to_write_is_kept_for_them_alone_until_they_send_it(editor: Client, world: World) -> None:
    where = [world.region.slug, world.document.slug, world.passages[0].section_id]
    page, desk = reverse("vision:add_passage", args=where), reverse("pages:desk", args=where[:1])
    sent = {"do": "save", "text": NEW, "reason": "", "draft": 0}
    by_script = {"headers": {"HX-Request": "true"}}
    assert json.loads(editor.post(page, sent, **by_script).content)["draft"] == 1
    begun = editor.get(page).content.decode()
    assert NEW in begun
    # What is missing leads to its field.
    assert 'href="#id_reason"' in begun
    assert "Nieuwe passage: Wie hulp vraagt" in editor.get(desk).content.decode()
    other = Client()
    other.force_login(make_member(world.region, Role.EDITOR))
    assert NEW not in other.get(page).content.decode()
    assert "Wie hulp vraagt" not in other.get(desk).content.decode()
    # In another window, where this was not read, something else is written: neither takes the place of the other.
    assert editor.post(page, sent | {"text": "Iets anders."}, **by_script).status_code == 409
    again = editor.post(page, sent | {"text": "Iets anders."})
    assert again.status_code == 409
    assert "Iets anders." in again.content.decode()
    assert 'name="draft" value="1"' in again.content.decode()
    assert editor.post(page, {"text": "Iets anders.", "reason": "Nieuw.", "draft": 0}).status_code == 302
    assert OwnDraft.objects.get().values["text"] == NEW
    assert editor.post(page, {"text": "", "reason": "Nieuw.", "draft": 1}).status_code == 422
    assert editor.post(page, {"text": NEW, "reason": "Nieuw.", "draft": 1}).status_code == 302
    assert not OwnDraft.objects.exists()
    editor.post(page, sent)
    assert editor.post(page, {"do": "drop", "draft": 1}).status_code == 302
    assert not OwnDraft.objects.exists()


def test_every_form_that_makes_something_keeps_what_is_begun(editor: Client, world: World) -> None:
    region, text = world.region.slug, world.document.slug
    planned = ConsultationFactory(region=world.region, opened_at=None).slug
    for name, args, field in (
        ("vision:new_document", [region], "title"),
        ("vision:add_section", [region, text], "title"),
        ("consultations:statements", [region, planned], "texts"),
    ):
        page = reverse(name, args=args)
        assert editor.post(page, {"do": "save", field: "Later", "draft": 0}).status_code == 302
        assert re.search(r'value="Later"|>\s*Later</textarea>', editor.get(page).content.decode())
        too_long = editor.post(page, {"do": "save", field: "x" * 40_001, "draft": 1})
        assert too_long.status_code == 409
        assert "Dit is te lang om als concept op te slaan" in too_long.content.decode()


def test_what_cannot_be_kept_stays_in_the_form_also_where_there_is_no_draft(editor: Client, world: World) -> None:
    page = reverse("vision:new_document", args=[world.region.slug])
    words = {"title": "Een begin", "do": "save"}
    # The first time it is saved, and much too long.
    too_long = editor.post(page, words | {"about": "x" * 40_001, "draft": 0})
    assert too_long.status_code == 409
    assert 'value="Een begin"' in too_long.content.decode()
    # Thrown away in another window, while somebody wrote on in this one.
    editor.post(page, words | {"draft": 0})
    editor.post(page, {"do": "drop", "draft": 1})
    gone = editor.post(page, words | {"title": "Verder geschreven", "draft": 1})
    assert gone.status_code == 409
    assert 'value="Verder geschreven"' in gone.content.decode()
    assert 'name="draft" value="0"' in gone.content.decode()


def test_a_draft_holds_no_sign_that_some_database_refuses(editor: Client, world: World) -> None:
    page = reverse("vision:new_document", args=[world.region.slug])
    editor.post(page, {"title": "Een\0 begin", "not a field": "x", "do": "save", "draft": 0})
    assert OwnDraft.objects.get().values == {"title": "Een begin"}
