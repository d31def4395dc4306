"""Choosing on the site, four at a time, on paper and from a file; and what nobody reads while it is open."""

import io
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from regiotafel.plan.ballots import actions
from regiotafel.plan.ballots.analysis import of_fours
from regiotafel.plan.ballots.queries import election, n_by_kind, newest, options_of
from regiotafel.plan.entering import actions as entering
from regiotafel.plan.entering.rules import Sheet
from regiotafel.plan.measures.actions import add_measure, set_effort
from regiotafel.plan.models import ChoiceRound, PartyKind, Plan
from regiotafel.plan.rules import Amount
from regiotafel.regions.models import Role
from tests.factories import make_member
from tests.forms import forms_in
from tests.plan.conftest import Chosen

pytestmark = pytest.mark.django_db


def as_role(chosen: Chosen, role: Role, **of: Any) -> Client:
    client = Client()
    client.force_login(make_member(chosen.planned.loop.region, role, **of))
    return client


def at(round: ChoiceRound, name: str, *more: int) -> str:
    return reverse(f"plan:{name}", args=[round.plan.region.slug, round.plan.slug, round.number, *more])


def test_an_editor_prepares_opens_and_runs_a_round(chosen: Chosen) -> None:
    editor, plan = as_role(chosen, Role.EDITOR), chosen.round.plan
    where = [plan.region.slug, plan.slug]
    page = reverse("plan:new_choice", args=where)
    assert editor.get(page).status_code == 200
    said = {"title": "Nog een", "question": "Wat eerst?", "form": "points", "points": 10, "scarce": "money"}
    said |= {"rule": "greedy", "utility": "cost", "completion": "none", "start": "exact", "measures": [1, 2, 3]}
    said |= {"closes_on": "2099-01-01", "share_residents": 5, "cap": 40, "agreed_by": "De wethouders."}
    assert editor.post(page, said | {"points": 0}).status_code == 422
    assert editor.post(page, said).status_code == 302
    made = ChoiceRound.objects.get(title="Nog een")
    change = {**said, "version": 1, "title": "Nog één"}
    assert editor.get(at(made, "change_choice")).status_code == 200
    assert editor.post(at(made, "change_choice"), change).status_code == 302
    assert editor.post(at(made, "change_choice"), change | {"title": "Anders"}).status_code == 409
    assert Client().get(at(made, "choice")).status_code == 404
    assert "Klopt alles?" in editor.get(at(made, "open_choice")).content.decode()
    assert editor.post(at(made, "open_choice"), {"version": 2}).status_code == 302
    text = Client().get(at(made, "choice")).content.decode()
    assert "Inwoners beslissen over 5 van de 5 delen" in text
    assert "nooit meer dan 40 procent" in text
    assert editor.get(at(made, "run_choice")).status_code == 200
    assert editor.post(at(made, "run_choice"), {"do": "stop", "version": 3, "reason": ""}).status_code == 422
    assert editor.post(at(made, "run_choice"), {"do": "stop", "version": 3, "reason": "Op."}).status_code == 302
    assert "Deze keuzeronde is gestopt" in Client().get(at(made, "choice")).content.decode()


@pytest.mark.parametrize(
    ("form", "points", "said", "told"),
    [
        ("approve", 0, {"m1": "on", "m3": "on"}, "Verwijzers scholen"),
        ("points", 10, {"m1": "7", "m3": "3"}, "7 punten"),
        ("rank", 2, {"m1": "2", "m3": "1"}, "plek 1"),
    ],
)
def test_a_resident_chooses_and_reads_it_back(
    chosen: Chosen, form: str, points: int, said: dict[str, str], told: str
) -> None:
    round = chosen.open(form=form, points=points)
    resident = as_role(chosen, Role.RESIDENT)
    text = resident.get(at(round, "give")).content.decode()
    assert "Je kiest voor jezelf" in text
    assert "Kost €\u00a01.000 en 10 uur werk." in text
    assert resident.post(at(round, "give"), {"seen": 0}).status_code == 422
    assert resident.post(at(round, "give"), {"seen": 0, **said}).status_code == 302
    assert told in resident.get(at(round, "chosen")).content.decode()
    assert resident.post(at(round, "give"), {"seen": 1, "is_blank": "on"}).status_code == 302
    assert "blanco" in resident.get(at(round, "chosen")).content.decode()


def test_the_second_member_sees_what_the_first_chose_and_confirms(chosen: Chosen) -> None:
    round, place = chosen.open(), chosen.planned.place
    first, second = (as_role(chosen, Role.OFFICIAL, municipality=place) for _n in range(2))
    assert "namens Aaldorp" in first.get(at(round, "give")).content.decode()
    assert first.post(at(round, "give"), {"seen": 0, "m1": "on"}).status_code == 302
    refused = second.post(at(round, "give"), {"seen": 0, "m2": "on"})
    assert refused.status_code == 409
    [form] = [one for one in forms_in(refused.content.decode()) if "seen" in one.values]
    assert "Dit staat er nu" in refused.content.decode()
    assert (form.values["seen"], [name for name in form.values if name.startswith("m")]) == ("1", ["m2"])
    assert second.post(at(round, "give"), {**form.values, "m2": "on"}).status_code == 302
    assert election(round).given[0].scores == {"000002": 1}


def _four(chosen: Chosen) -> ChoiceRound:
    done = chosen.done()
    plan = Plan.objects.select_related("region").get(pk=chosen.planned.plan.pk)
    more = [add_measure(**done, plan=plan, title=f"Meer {n}", state="proposed") for n in range(4)]
    for one in more:
        set_effort(**done, measure=one, version=1, amounts={2028: Amount(100, 1)})
    return chosen.open(form="four", points=3, measures=[*chosen.planned.measures, *more])


def test_choosing_the_most_and_the_least_important_of_four(chosen: Chosen) -> None:
    round = _four(chosen)
    resident = as_role(chosen, Role.RESIDENT)
    assert "Beginnen" in resident.get(at(round, "give")).content.decode()
    assert resident.post(at(round, "give_begin")).status_code == 302
    assert n_by_kind(round) == {}, "what was only begun says nothing"
    shown = []
    for step in (1, 2):
        text = resident.get(at(round, "give_four")).content.decode()
        assert f"Keuze {step} van 3" in text
        [form] = [one for one in forms_in(text) if "step" in one.values]
        options = form.choices["best"]
        shown.append(options)
        said = {**form.values, "best": options[0], "worst": options[1]}
        assert resident.post(at(round, "give_four"), said | {"worst": options[0]}).status_code == 422
        assert resident.post(at(round, "give_four"), said).status_code == 302
    assert n_by_kind(round) == {"residents": 1}
    back = resident.get(at(round, "give_four_again", 1)).content.decode()
    [form] = [one for one in forms_in(back) if "step" in one.values]
    assert form.values["best"] == shown[0][0]
    assert resident.post(at(round, "give_four_again", 1), {**form.values, "skip": "1"}).status_code == 302
    assert newest(round).get().said[0][1:] == [None, None]
    assert resident.get(at(round, "give_four_again", 9)).status_code == 404
    text = resident.get(at(round, "chosen")).content.decode()
    assert "overgeslagen" in text
    assert "belangrijkste:" in text
    shown_on_paper = [[1, 2, 3, 4], 1, 4]
    sheets = [Sheet(str(n), PartyKind.CLIENTS, [shown_on_paper]) for n in range(8)]
    entering.enter_ballots(**chosen.done(), round=round, sheets=sheets)
    assert "Hoe vaak was iets het belangrijkst?" not in Client().get(at(round, "choice")).content.decode()
    round = actions.close_round(**chosen.done(), round=round, version=round.version)
    actions.tell_round(**chosen.done(), round=round, version=round.version)
    first, *_others, last = of_fours(round, options_of(round))
    assert first.option.candidate.position == 1
    assert first.best is not None
    assert first.low is not None
    assert first.high is not None
    assert first.low < first.best <= first.high
    assert last.best is None, "fewer than five people saw it"
    assert "Hoe vaak was iets het belangrijkst?" in Client().get(at(round, "choice")).content.decode()


def test_paper_is_typed_over_and_undone(chosen: Chosen) -> None:
    round = chosen.open()
    editor = as_role(chosen, Role.MODERATOR)
    assert "Formulier 5" in editor.get(at(round, "choice_paper") + "?bladen=2&vanaf=4").content.decode()
    page = at(round, "enter_choices")
    assert editor.get(page).status_code == 200
    wrong = {"f1-number": "7", "f1-kind": "clients", "f1-chosen": "1 9", "f2-number": "8", "f2-chosen": "1"}
    text = editor.post(page, wrong)
    assert text.status_code == 422
    assert "Maatregel 9 staat niet op het formulier." in text.content.decode()
    assert "Kies de soort partij." in text.content.decode()
    right = {"f1-number": "007", "f1-kind": "clients", "f1-chosen": "1 3", "f2-number": "8", "f2-kind": "residents"}
    assert editor.post(page, right | {"f2-is_blank": "on"}).status_code == 302
    assert "al ingevoerd" in editor.post(page, right).content.decode()
    sheet = newest(round).get(outside_id="7")
    assert sheet.said == {"1": 1, "3": 1}
    assert editor.post(at(round, "undo_ballot", sheet.pk), {"reason": "Dubbel."}).status_code == 302
    assert "Ongedaan gemaakt: Dubbel." in editor.get(page).content.decode()


def test_a_file_is_shown_first_and_told_row_by_row_what_is_wrong(chosen: Chosen) -> None:
    round = chosen.open(form="points", points=10)
    editor = as_role(chosen, Role.EDITOR)
    assert editor.get(at(round, "bring_ballots")).status_code == 200
    head = "formulier;soort;namens;blanco;maatregel_1;maatregel_2;maatregel_3\n"
    wrong = (
        head + "1;inwoners;;;7;6;\n2;marsmannetjes;;;1;;\n3;inwoners;Nergenshuizen;;1;;\n3;inwoners;;;x;;\n"
        "4;inwoners;;;1;;\n4;inwoners;;;1;;\n5;jeugdhulpaanbieders;;;1;;\n6;inwoners;;;;;\n"
    )
    refused = editor.post(at(round, "bring_ballots"), {"brought": SimpleUploadedFile("f.csv", wrong.encode())})
    text = refused.content.decode()
    for told in (
        "Je verdeelde 13 punten",
        "“marsmannetjes” kennen we niet",
        "“Nergenshuizen” kennen we niet",
        "“x” is geen heel getal",
        "Dit nummer is al ingevoerd, of staat er twee keer.",
        "Jeugdhulpaanbieders kiezen in deze keuzeronde niet mee.",
        "Je hebt nog niets gekozen",
    ):
        assert told in text, told
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (["formulier", "soort", "maatregel_1"], ["1", "inwoners", "=1+1"]):
        sheet.append(row)
    kept = io.BytesIO()
    book.save(kept)
    refused = editor.post(at(round, "bring_ballots"), {"brought": SimpleUploadedFile("f.xlsx", kept.getvalue())})
    assert refused.status_code == 422
    right = head + "1;inwoners;;;7;3;\n2;gemeenten;Aaldorp;ja;;;\n"
    shown = editor.post(at(round, "bring_ballots"), {"brought": SimpleUploadedFile("f.csv", right.encode())})
    [form] = [one for one in forms_in(shown.content.decode()) if "sheets" in one.values]
    assert n_by_kind(round) == {}
    assert editor.post(at(round, "take_ballots"), form.values).status_code == 302
    assert n_by_kind(round) == {"residents": 1, "municipalities": 1}
    assert editor.get(at(round, "empty_ballots")).status_code == 200


def test_nobody_reads_what_was_chosen_while_it_is_open_and_no_small_group_after(chosen: Chosen) -> None:
    round, editor = chosen.open(), as_role(chosen, Role.EDITOR)
    residents = [Sheet(str(n), PartyKind.RESIDENTS, {"1": 1}) for n in range(6)]
    few = [Sheet(f"a{n}", PartyKind.CLIENTS, {"3": 1}) for n in range(2)]
    place = [Sheet("b", PartyKind.MUNICIPALITIES, {"2": 1}, False, chosen.planned.place.pk)]
    entering.enter_ballots(**chosen.done(), round=round, sheets=[*residents, *few, *place])
    text = editor.get(at(round, "choice")).content.decode()
    assert "minder dan vijf" in text
    assert "al gekozen" not in text
    for name in ("ballots_csv", "ballots_xlsx"):
        assert editor.get(at(round, name)).status_code == 302
    round = actions.close_round(**chosen.done(), round=round, version=round.version)
    assert Client().get(at(round, "ballots_csv")).status_code == 302
    actions.tell_round(**chosen.done(), round=round, version=round.version)
    assert Client().get(at(round, "choice")).content.decode().count("minder dan vijf</td>") == 2, (
        "nor how many they are"
    )
    lines = b"".join(Client().get(at(round, "ballots_csv"))).decode().splitlines()  # type: ignore[arg-type]
    assert len(lines) == 1 + 6 + 1, "two of young people and parents are too few to be told"
    assert sum("Aaldorp" in line for line in lines) == 1
    assert not any("jongeren" in line for line in lines)


def test_parties_that_did_not_choose_get_one_letter_a_day(
    chosen: Chosen, mailoutbox: list[Any], django_capture_on_commit_callbacks: Any
) -> None:
    round, place = chosen.open(), chosen.planned.place
    member = make_member(chosen.planned.loop.region, Role.OFFICIAL, municipality=place)
    editor = as_role(chosen, Role.EDITOR)
    assert "Aaldorp" in editor.get(at(round, "choice")).content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        for _n in range(2):
            assert editor.post(at(round, "invite_choice")).status_code == 302
    assert [one.to for one in mailoutbox] == [[member.email]]
    assert f"namens=gemeente-{place.pk}" in mailoutbox[0].body
    assert actions.warn(at=timezone.now(), round=round) == 0
