from datetime import timedelta
from importlib import import_module

import pytest
from django.apps import apps
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from regiotafel.consultations.models import Consultation, PointKind
from regiotafel.consultations.preparing.actions import PointText, change, open_consultation
from regiotafel.consultations.preparing.rules import PROMISES, Gap, PromiseFixed
from regiotafel.history.models import Entry
from regiotafel.regions.models import Region, Role
from tests.consultations.conftest import address
from tests.factories import ConsultationFactory, StatementFactory, make_member

pytestmark = pytest.mark.django_db


def filled_in(consultation: Consultation, **changes: object) -> dict[str, object]:
    opens = timezone.localtime() + timedelta(days=1)
    data = {
        "title": "Hulp dichtbij",
        "question": "Wat moet dichtbij?",
        "introduction": "Wij maken een visie.",
        "level": "advise",
        "promise": "",
        "audience": "Iedereen",
        "decided_by": "De raden",
        "decided_on": (opens + timedelta(days=90)).strftime("%Y-%m-%d"),
        "answer_by": (opens + timedelta(days=60)).strftime("%Y-%m-%d"),
        "opens_at": opens.strftime("%Y-%m-%dT%H:%M"),
        "closes_at": (opens + timedelta(days=30)).strftime("%Y-%m-%dT%H:%M"),
        "accepts_statements": "on",
        "version": consultation.version,
        "fixed_1_text": "Het budget",
        "fixed_1_why": "De raden besloten dat.",
        "open_1_text": "Waar de hulp is",
    }
    return {**data, **changes}


def test_a_new_consultation_is_a_draft_that_only_staff_can_read(editor: Client) -> None:
    answer = editor.post("/vecht/rondes/nieuw/", {"title": "Hulp dichtbij"})
    assert answer.status_code == 302
    assert answer.url == "/vecht/rondes/hulp-dichtbij/bewerken/"
    assert editor.get(answer.url).status_code == 200
    assert Client().get("/vecht/rondes/hulp-dichtbij/").status_code == 404


def test_a_title_is_asked_for(editor: Client) -> None:
    answer = editor.post("/vecht/rondes/nieuw/", {"title": " "})
    assert answer.status_code == 422
    assert "Geef de ronde een titel." in answer.text


def test_saving_fills_the_promise_of_the_chosen_level(editor: Client, drafted: Consultation) -> None:
    answer = editor.post(address("edit", drafted), filled_in(drafted))
    assert answer.status_code == 302
    drafted.refresh_from_db()
    assert drafted.promise == str(PROMISES["advise"])
    assert [(p.kind, p.text, p.why) for p in drafted.points.order_by("position")] == [
        ("fixed", "Het budget", "De raden besloten dat."),
        ("open", "Waar de hulp is", ""),
    ]


def test_a_standard_promise_follows_another_level_but_own_words_stay(editor: Client, drafted: Consultation) -> None:
    editor.post(address("edit", drafted), filled_in(drafted, level="inform", promise=str(PROMISES["advise"])))
    drafted.refresh_from_db()
    assert drafted.promise == str(PROMISES["inform"])
    editor.post(address("edit", drafted), filled_in(drafted, level="consult", promise="Wij bellen je terug."))
    drafted.refresh_from_db()
    assert drafted.promise == "Wij bellen je terug."


def test_a_fixed_point_without_a_reason_is_refused_and_everything_typed_stays(
    editor: Client, drafted: Consultation
) -> None:
    answer = editor.post(address("edit", drafted), filled_in(drafted, fixed_1_why="", question="Wat nu?"))
    assert answer.status_code == 422
    assert "Schrijf op waarom dit vaststaat." in answer.text
    assert 'href="#id_fixed_1_why"' in answer.text
    assert "Wat nu?" in answer.text
    drafted.refresh_from_db()
    assert drafted.question == ""


@pytest.mark.parametrize("moment", ["0001-01-01T00:00", "9999-12-31T23:59", "2026-02-30T10:00", "straks"])
def test_a_moment_that_cannot_be_is_refused(editor: Client, drafted: Consultation, moment: str) -> None:
    for field in ("opens_at", "closes_at", "answer_by", "decided_on"):
        typed = moment if field.endswith("at") else moment[:10]
        assert editor.post(address("edit", drafted), filled_in(drafted, **{field: typed})).status_code == 422


def test_more_rows_keep_what_was_typed_and_save_nothing(editor: Client, drafted: Consultation) -> None:
    answer = editor.post(address("edit", drafted), filled_in(drafted, more="fixed", decided_on="geen datum"))
    assert answer.status_code == 200
    assert "fixed_4_text" in answer.text
    assert "De raden besloten dat." in answer.text
    assert "geen datum" in answer.text
    drafted.refresh_from_db()
    assert drafted.question == ""


def test_two_editors_at_once_lose_nothing(editor: Client, drafted: Consultation) -> None:
    editor.post(address("edit", drafted), filled_in(drafted, question="De vraag van Anna"))
    answer = editor.post(address("edit", drafted), filled_in(drafted, question="De vraag van Bob"))
    assert answer.status_code == 409
    assert "De vraag van Anna" in answer.text
    assert "De vraag van Bob" in answer.text
    drafted.refresh_from_db()
    assert drafted.question == "De vraag van Anna"
    assert f'name="version" value="{drafted.version}"' in answer.text
    again = filled_in(drafted, question="De vraag van Bob", version=drafted.version)
    assert editor.post(address("edit", drafted), again).status_code == 302


def test_opened_while_somebody_edited_shows_their_text_beside_the_opened_one(
    editor: Client, drafted: Consultation
) -> None:
    editor.post(address("edit", drafted), filled_in(drafted))
    old_version = Consultation.objects.get(pk=drafted.pk).version
    StatementFactory.create_batch(3, consultation=drafted)
    open_consultation(by=None, at=timezone.now(), consultation=drafted)
    answer = editor.post(address("edit", drafted), filled_in(drafted, question="Te laat", version=old_version))
    assert answer.status_code == 409
    assert "Te laat" in answer.text
    drafted.refresh_from_db()
    assert drafted.question == "Wat moet dichtbij?"


def test_after_opening_the_promise_is_read_only(editor: Client, running: Consultation) -> None:
    page = editor.get(address("edit", running))
    assert "Wat je beloofde, staat nu vast" in page.text
    assert 'name="promise"' not in page.text
    later = timezone.localtime(running.closes_at + timedelta(days=3))
    data = {
        "version": running.version,
        "introduction": "Beter uitgelegd.",
        "audience": "Iedereen in de regio",
        "closes_at": later.strftime("%Y-%m-%dT%H:%M"),
        "promise": "Iets anders",
    }
    assert editor.post(address("edit", running), data).status_code == 302
    before = running.promise
    running.refresh_from_db()
    assert running.promise == before
    assert running.introduction == "Beter uitgelegd."
    assert running.closes_at == later.replace(second=0, microsecond=0)


def test_when_results_are_shown_may_change_while_it_runs_and_the_history_tells(
    editor: Client, running: Consultation, drafted: Consultation
) -> None:
    assert 'name="results_after_answers"' in editor.get(address("edit", running)).text
    data = {"version": running.version, "introduction": running.introduction, "audience": running.audience}
    closes_at = timezone.localtime(running.closes_at).strftime("%Y-%m-%dT%H:%M")
    chosen = data | {"closes_at": closes_at, "results_after_answers": "on"}
    assert editor.post(address("edit", running), chosen).status_code == 302
    running.refresh_from_db()
    assert running.results_after_answers
    assert Entry.objects.get(act="consultation.changed").data["changed"] == {"results_after_answers": [False, True]}
    # Rounds that were open before there was a choice show what they showed; a draft is still asked.
    migration = import_module("regiotafel.consultations.migrations.0003_results_after_answers")
    migration.keep_open_rounds_as_they_were(apps, None)
    told = {row.pk: row.results_after_answers for row in Consultation.objects.all()}
    assert told == {running.pk: False, drafted.pk: True}


def test_after_opening_it_never_closes_earlier_or_after_the_promised_answer(
    editor: Client, running: Consultation
) -> None:
    def close_at(moment: object) -> int:
        data = {"version": running.version, "introduction": "", "audience": "Iedereen", "closes_at": moment}
        return editor.post(address("edit", running), data).status_code

    earlier = timezone.localtime(running.closes_at) - timedelta(days=1)
    too_late = timezone.localtime(running.closes_at) + timedelta(days=300)
    assert close_at(earlier.strftime("%Y-%m-%dT%H:%M")) == 422
    assert close_at(too_late.strftime("%Y-%m-%dT%H:%M")) == 422
    assert close_at("") == 422


def test_the_action_itself_refuses_another_promise_after_opening(running: Consultation) -> None:
    now = timezone.now()
    with pytest.raises(PromiseFixed):
        change(by=None, at=now, consultation=running, version=running.version, values={"promise": "Niets"})
    with pytest.raises(PromiseFixed):
        change(
            by=None,
            at=now,
            consultation=running,
            version=running.version,
            values={},
            points=[PointText(PointKind.OPEN, "Anders")],
        )


def test_the_opening_page_says_what_is_missing_and_links_to_it(editor: Client, drafted: Consultation) -> None:
    page = editor.get(address("open", drafted))
    assert "#id_question" in page.text
    assert "#id_fixed_1_text" in page.text
    assert address("statements", drafted) in page.text
    refused = editor.post(address("open", drafted))
    assert refused.status_code == 409
    assert "Er ontbreekt nog iets." in refused.text


@pytest.mark.parametrize("role", [Role.EDITOR, Role.REGION_ADMINISTRATOR])
def test_without_a_contact_it_does_not_open_and_the_page_says_who_fills_that_in(
    client: Client, drafted: Consultation, role: Role
) -> None:
    region = drafted.region
    Region.objects.filter(pk=region.pk).update(sender="", contact_email="")
    client.force_login(make_member(region, role))
    page = client.get(address("open", drafted))
    assert "hoe mensen de regio bereiken" in page.text
    may_fill_in = role == Role.REGION_ADMINISTRATOR
    assert (reverse("regions:contact", args=[region.slug]) in page.text) == may_fill_in
    assert ("dat vult de beheerder van de regio in" in page.text) != may_fill_in
    assert client.post(address("open", drafted)).status_code == 409


def test_a_complete_draft_opens_once(editor: Client, drafted: Consultation) -> None:
    editor.post(address("edit", drafted), filled_in(drafted))
    editor.post(
        address("statements", drafted),
        {"texts": "Hulp hoort dichtbij te zijn.\nWachten is te lang.\nSchool en hulp werken samen.", "theme": ""},
    )
    assert "Klaar om te openen?" in editor.get(address("open", drafted)).text
    assert editor.post(address("open", drafted)).status_code == 302
    drafted.refresh_from_db()
    assert drafted.state(timezone.now()) == "planned"
    assert editor.post(address("open", drafted)).status_code == 409
    assert editor.post(address("close", drafted)).status_code == 302
    drafted.refresh_from_db()
    assert drafted.opened_at is None


def test_information_is_read_on_the_page_of_the_region_and_can_be_taken_down(
    editor: Client, drafted: Consultation
) -> None:
    past = (timezone.localtime() - timedelta(days=2)).strftime("%Y-%m-%dT%H:%M")
    nothing = {"level": "inform", "question": "", "answer_by": "", "closes_at": "", "opens_at": past}
    editor.post(address("edit", drafted), filled_in(drafted, **nothing, open_1_text=""))
    opened = editor.post(address("open", drafted), follow=True)
    assert "Vanaf het moment dat je koos, kan iedereen die lezen." in opened.text
    assert "iedereen meedoen" not in opened.text
    home = Client().get(f"/{drafted.region.slug}/").text
    assert drafted.title in home
    assert "Dit zijn de gemeenten van plan" in home
    assert address("close", drafted) in editor.get(address("edit", drafted)).text
    assert "Van de site halen?" in editor.get(address("close", drafted)).text
    assert editor.post(address("close", drafted)).status_code == 302
    drafted.refresh_from_db()
    assert drafted.state(timezone.now()) == "draft"
    assert Client().get(address("read", drafted)).status_code == 404


def test_it_cannot_open_when_the_closing_is_past(editor: Client, drafted: Consultation) -> None:
    past = timezone.localtime() - timedelta(days=2)
    data = filled_in(
        drafted,
        opens_at=(past - timedelta(days=9)).strftime("%Y-%m-%dT%H:%M"),
        closes_at=past.strftime("%Y-%m-%dT%H:%M"),
    )
    editor.post(address("edit", drafted), data)
    assert "een einddatum in de toekomst" in editor.get(address("open", drafted)).text


def test_closing_asks_first_and_then_ends_it(editor: Client, running: Consultation) -> None:
    assert "De ronde nu sluiten?" in editor.get(address("close", running)).text
    running.refresh_from_db()
    assert running.state(timezone.now()) == "running"
    assert editor.post(address("close", running)).status_code == 302
    running.refresh_from_db()
    assert running.state(timezone.now()) == "closed"
    assert Entry.objects.filter(act="consultation.closed").count() == 1
    assert editor.post(address("close", running)).status_code == 409


def test_another_region_s_consultation_is_not_there(editor: Client) -> None:
    other = ConsultationFactory()
    for name in ("edit", "statements", "open", "close"):
        assert editor.get(f"/vecht/rondes/{other.slug}/{name}/").status_code == 404
        assert editor.get(address(name, other)).status_code == 403


def test_a_gap_leads_to_the_field_that_fills_it() -> None:
    anchors = {field: Gap(field, "").anchor for field in ("fixed", "open", "level", "promise")}
    assert anchors == {
        "fixed": "id_fixed_1_text",
        "open": "id_open_1_text",
        "level": "id_level_field",
        "promise": "id_promise",
    }
