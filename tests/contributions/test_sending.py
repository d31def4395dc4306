"""Sending in, and entering what somebody else said."""

import re
import uuid

import pytest
from django.test import Client

from regiotafel.contributions.linking import actions as linking
from regiotafel.contributions.models import Contribution, Kind, State, Via
from regiotafel.contributions.sending import actions as sending
from regiotafel.contributions.sending.rules import AlreadySentIn, KindUnknown, TextRefused
from regiotafel.contributions.states.rules import FromElsewhere
from regiotafel.history.models import Entry
from regiotafel.regions.models import Role
from tests.contributions.people import CHILD, TEXT, World, filled, make_world, opened, send, url
from tests.factories import (
    NOW,
    OrganisationFactory,
    make_member,
)

pytestmark = pytest.mark.django_db


def test_the_same_press_twice_is_one_contribution_with_one_code(world: World) -> None:
    key = uuid.uuid4()
    first, code = sending.send_in(at=NOW, region=world.region, kind="idea", text=TEXT, key=key)
    again, code_again = sending.send_in(at=NOW, region=world.region, kind="idea", text=TEXT, key=key)
    assert (first.pk, code) == (again.pk, code_again)
    assert Contribution.objects.count() == 1


def test_another_text_in_the_same_form_is_not_lost_silently(world: World) -> None:
    key = uuid.uuid4()
    sending.send_in(at=NOW, region=world.region, kind="idea", text=TEXT, key=key)
    with pytest.raises(AlreadySentIn):
        sending.send_in(at=NOW, region=world.region, kind="idea", text=TEXT + " En meer.", key=key)


@pytest.mark.parametrize(
    ("text", "fault"), [("kort", TextRefused), ("x" * 5001, TextRefused), ("\x00" * 50, TextRefused)]
)
def test_a_text_too_short_or_too_long_is_refused(world: World, text: str, fault: type[Exception]) -> None:
    with pytest.raises(fault):
        send(world.region, text)


def test_an_unknown_kind_and_another_regions_passage_are_refused(world: World) -> None:
    with pytest.raises(KindUnknown):
        sending.send_in(at=NOW, region=world.region, kind="klacht", text=TEXT, key=uuid.uuid4())
    elsewhere = make_world("zuid")
    with pytest.raises(FromElsewhere):
        send(world.region, passage=elsewhere.passages[0])


def test_what_a_member_enters_counts_once_and_names_the_party(world: World) -> None:
    party = OrganisationFactory(region=world.region)
    values = {"by": world.editor, "at": NOW, "region": world.region, "kind": Kind.BARRIER, "text": TEXT}
    key = uuid.uuid4()
    for _ in range(2):
        entered, _code = sending.enter_for(**values, key=key, via=Via.PHONE, organisation=party)
    assert (entered.organisation, entered.entered_by, entered.state) == (party, world.editor, State.WAITING)
    assert Entry.objects.filter(act="contribution.entered").count() == 1
    with pytest.raises(KindUnknown):
        sending.enter_for(**values, key=uuid.uuid4(), via=Via.SITE)
    with pytest.raises(FromElsewhere):
        sending.enter_for(**values, key=uuid.uuid4(), via=Via.PAPER, organisation=OrganisationFactory())


def test_sending_in_gives_a_receipt_with_a_code_and_a_drawing(client: Client, world: World) -> None:
    answer = client.post(url("send_in"), filled())
    assert answer.status_code == 302
    page = client.get(answer["Location"])
    html = page.content.decode()
    assert re.search(r'class="rt-code">[2-9A-Z]{4}-[2-9A-Z]{4}-[2-9A-Z]{4}<', html)
    assert "<svg" in html
    assert "Bedankt! Bewaar deze volgcode" in html
    assert (page["Cache-Control"], page["X-Robots-Tag"]) == ("no-store", "noindex")
    later = client.get(answer["Location"].partition("?")[0]).content.decode()
    assert "rt-code" not in later
    assert "Een moderator leest je inbreng nog" in later


def test_free_text_about_a_child_is_warned_about_and_sent_at_the_second_press(client: Client, world: World) -> None:
    form = filled(text=CHILD)
    first = client.post(url("send_in"), form)
    assert first.status_code == 200
    assert "Is een kind of iemand anders hieraan te herkennen?" in first.content.decode()
    assert "Er is nog niets verstuurd." in first.content.decode()
    assert Contribution.objects.count() == 0
    changed = client.post(url("send_in"), {**form, "text": CHILD + " Echt.", "seen": CHILD})
    assert changed.status_code == 200
    assert client.post(url("send_in"), {**form, "seen": CHILD}).status_code == 302


def test_a_reaction_carries_the_passage_along(client: Client, world: World) -> None:
    about = {"document": "regiovisie", "passage": world.passages[1].number}
    html = client.get(url("send_in"), about).content.decode()
    assert "Jongeren beslissen zelf mee" in html
    client.post(url("send_in"), filled(kind="reaction", **about))
    assert Contribution.objects.get().about_passage == world.passages[1]


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"kind": "klacht"}, "Kies een van de vier soorten."),
        ({"kind": ""}, "Kies wat je wilt insturen."),
        ({"text": "kort"}, "Dit is wel heel kort."),
        ({"text": ""}, "Schrijf eerst op wat je kwijt wilt."),
        ({"text": "woord " * 180_000}, "Dat is te lang. Maak er maximaal 5000 van."),
        ({"key": "geen sleutel"}, "Controleer wat je hebt ingevuld"),
    ],
)
def test_bad_input_keeps_the_words_and_says_what_to_do(
    client: Client, world: World, wrong: dict[str, str], said: str
) -> None:
    page = client.post(url("send_in"), filled(**wrong))
    assert page.status_code == 422
    html = page.content.decode()
    assert said in html
    assert "text" in wrong or TEXT in html
    assert Contribution.objects.count() == 0


def test_another_regions_passage_is_not_carried_along(client: Client, world: World) -> None:
    elsewhere = make_world("zuid")
    elsewhere.document.slug = "andere-visie"
    elsewhere.document.save()
    client.post(url("send_in"), filled(document="andere-visie", passage="1"))
    assert Contribution.objects.get().about_passage is None


def test_the_same_form_sent_twice_leads_to_the_same_receipt(client: Client, world: World) -> None:
    form = filled()
    first, second = (client.post(url("send_in"), form)["Location"] for _ in range(2))
    assert first == second
    other = client.post(url("send_in"), {**form, "text": TEXT + " Iets anders."})
    assert other.status_code == 409
    assert "Met dit formulier heb je al iets ingestuurd" in other.content.decode()


def test_words_of_people_are_never_markup(client: Client, world: World) -> None:
    contribution = opened(world, "<script>alert(1)</script> en {{ 7|add:7 }} <b>vet</b>")
    linking.confirm_link(by=None, at=NOW, contribution=contribution, passage=world.passages[0])
    pages = (url("index"), url("read", contribution.number), url("margin", "regiovisie", world.passages[0].number))
    for address in pages:
        html = client.get(address).content.decode()
        assert "<script>alert" not in html
        assert "&lt;script&gt;alert" in html


def enter(**more: object) -> dict[str, object]:
    return filled(**{"via": "phone", "table": "", "organisation": "", **more})


def test_a_facilitator_enters_for_a_table_and_hands_over_the_receipt(client: Client, world: World) -> None:
    client.force_login(make_member(world.region, Role.CLERK))
    missing = client.post(url("enter_for"), enter(via="table"))
    assert missing.status_code == 422
    assert "Kies welke bijeenkomst het was." in missing.content.decode()
    form = enter(organisation=OrganisationFactory(region=world.region).pk)
    for _ in range(2):
        answer = client.post(url("enter_for"), form)
    assert "Geef deze code aan de inzender" in client.get(answer["Location"]).content.decode()
    assert Contribution.objects.count() == 1
    assert client.post(url("enter_for"), enter(organisation=OrganisationFactory().pk)).status_code == 422


def test_who_enters_for_another_is_asked_what_the_other_said(editor: Client, world: World) -> None:
    html = editor.get(url("enter_for")).content.decode()
    assert "Wat zei of schreef de ander?" in html
    assert "Wat wil je kwijt?" not in html
    empty = editor.post(url("enter_for"), {"text": ""}).content.decode()
    assert "Schrijf op wat de ander zei of schreef." in empty
    assert "Wat wil je kwijt?" in editor.get(url("send_in")).content.decode()
