"""Outcomes that were taken along."""

import html
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from regiotafel.thread.linking.queries import to_review
from regiotafel.vision.writing import actions as vision
from tests.contributions.people import World, answer_form, make_world, url
from tests.crowd import count
from tests.factories import (
    NOW,
    ConsultationFactory,
    ParticipantFactory,
    StatementFactory,
)

pytestmark = pytest.mark.django_db
ENDED = timedelta(minutes=5)


def test_an_outcome_is_taken_along_and_participants_see_what_was_done(editor: Client, world: World) -> None:
    consultation = ConsultationFactory(region=world.region, slug="dichtbij", closes_at=timezone.now() - ENDED)
    few, enough = StatementFactory(consultation=consultation), StatementFactory(consultation=consultation)
    for n in range(6):
        person = ParticipantFactory(consultation=consultation)
        enough.votes.create(participant=person, choice=1 if n else -1, at=NOW)
    count(consultation)
    assert few.text not in editor.get(url("findings")).content.decode()
    assert editor.post(url("findings"), {"statement": few.pk}).status_code == 409
    for unknown in ("", "x", str(2**63), "9" * 5000):
        assert editor.post(url("findings"), {"statement": unknown}).status_code == 404
    taken = editor.post(url("findings"), {"statement": enough.pk})
    finding = enough.finding
    assert taken["Location"] == url("answer_finding", finding.pk)
    assert (finding.n_votes, finding.n_agree, finding.n_disagree, finding.n_untold) == (6, 4, 0, 2)
    assert finding.agreed == "ten minste 4 van 6"  # of nearly all, one more or less is not told
    elsewhere = {"passage": make_world("zuid").passages[0].pk, "link": "1"}
    assert editor.post(taken["Location"], elsewhere).status_code == 422
    editor.post(taken["Location"], {"passage": world.passages[0].pk, "link": "1"})
    # The answer is kept while it is written, and stands on the desk until it is given.
    begun = {"do": "save", "heard": "Snel hulp.", "draft": 0}
    assert editor.post(taken["Location"], begun).status_code == 302
    assert "Snel hulp." in editor.get(taken["Location"]).content.decode()
    desk = reverse("pages:desk", args=[world.region.slug])
    assert taken["Location"] in editor.get(desk).content.decode()
    assert editor.post(taken["Location"], begun | {"heard": "Anders."}).status_code == 409
    assert editor.post(taken["Location"], {"do": "drop", "draft": 1}).status_code == 302
    assert editor.post(taken["Location"], begun).status_code == 302
    given = answer_form(verdict="not_needed", passage=world.passages[0].pk, why="Staat erin.")
    editor.post(taken["Location"], given | {"draft": 1})
    assert taken["Location"] not in editor.get(desk).content.decode()
    editor.logout()
    part = editor.get(url("of_consultation", "dichtbij"), headers={"HX-Request": "true"}).content.decode()
    assert enough.text in part
    assert "Staat erin." in part
    alone = editor.get(url("of_statement", "dichtbij", enough.number), headers={"HX-Request": "true"}).content.decode()
    assert f"/draad/{finding.knot_id}/" in alone
    assert "Staat erin." in alone
    other = editor.get(url("of_statement", "dichtbij", few.number)).content.decode()
    assert "Het projectteam heeft deze stelling nog niet overgenomen voor de tekst." in other
    margin = editor.get(url("margin", "regiovisie", world.passages[0].number)).content.decode()
    assert "Ronde: ten minste 4 van 6 eens" in margin


def test_a_passage_that_changed_is_held_against_the_outcome_again(editor: Client, world: World) -> None:
    passage, consultation = (
        world.passages[0],
        ConsultationFactory(region=world.region, closes_at=timezone.now() - ENDED),
    )
    statement = StatementFactory(consultation=consultation)
    for _ in range(6):
        statement.votes.create(participant=ParticipantFactory(consultation=consultation), choice=1, at=NOW)
    count(consultation)
    taken = editor.post(url("findings"), {"statement": statement.pk})["Location"]
    editor.post(taken, {"passage": passage.pk, "link": "1"})
    vision.reword(by=world.editor, at=NOW, passage=passage, version=1, text="Binnen 9 weken hulp.", reason="r")
    (link,) = to_review(world.region)
    _passage, end = link.ends
    for address in ("/noord/draad/controleren/", f"/noord/draad/controleren/{link.pk}/"):
        page = html.unescape(editor.get(address).content.decode())
        assert link.to_knot.title in page
        assert end.words_url in page
    for is_part in (True, False):
        page = editor.get(end.words_url, headers={"HX-Request": "true"} if is_part else {}).content.decode()
        assert statement.text in page
        assert taken in page
        assert ("<html" in page) is not is_part
    assert editor.get(end.words_url.replace(f"/{statement.number}/", "/99/")).status_code == 404
