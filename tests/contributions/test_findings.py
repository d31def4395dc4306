"""Outcomes that were taken along."""

import pytest
from django.test import Client

from tests.contributions.people import World, answer_form, url
from tests.factories import (
    NOW,
    ConsultationFactory,
    ParticipantFactory,
    StatementFactory,
)

pytestmark = pytest.mark.django_db


def test_an_outcome_is_taken_along_and_participants_see_what_was_done(editor: Client, world: World) -> None:
    consultation = ConsultationFactory(region=world.region, slug="dichtbij")
    few, enough = StatementFactory(consultation=consultation), StatementFactory(consultation=consultation)
    for n in range(6):
        person = ParticipantFactory(consultation=consultation)
        enough.votes.create(participant=person, choice=1 if n else -1, at=NOW)
    assert few.text not in editor.get(url("findings")).content.decode()
    assert editor.post(url("findings"), {"statement": few.pk}).status_code == 409
    taken = editor.post(url("findings"), {"statement": enough.pk})
    finding = enough.finding
    assert taken["Location"] == url("answer_finding", finding.pk)
    assert (finding.n_votes, finding.n_agree, finding.n_disagree) == (6, 5, 1)
    editor.post(taken["Location"], {"passage": world.passages[0].pk, "link": "1"})
    editor.post(taken["Location"], answer_form(verdict="yes", passage=world.passages[0].pk, why="Staat erin."))
    editor.logout()
    part = editor.get(url("of_consultation", "dichtbij"), headers={"HX-Request": "true"}).content.decode()
    assert enough.text in part
    assert "Staat erin." in part
    margin = editor.get(url("margin", "regiovisie", world.passages[0].number)).content.decode()
    assert "Gesprek: 5 van 6 eens" in margin
