"""Measures as a table, out and in: seen before anything is kept, with every fault by its line."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from python_calamine import CalamineWorkbook

from regiotafel.formats.faults import FileRefused
from regiotafel.formats.tables import write_csv
from regiotafel.plan.bringing.actions import bring_measures
from regiotafel.plan.bringing.queries import (
    Read,
    all_measures_of,
    as_carried,
    columns_of,
    from_carried,
    parties_of,
    read_measures,
    rows_of,
    seen_of,
)
from regiotafel.plan.measures.actions import add_measure, move_measure, set_effort, set_needs
from regiotafel.plan.measures.queries import efforts_of
from regiotafel.plan.models import Measure
from regiotafel.plan.rules import Amount, PlanRefused
from regiotafel.regions.models import Role
from tests.factories import make_member
from tests.forms import forms_in
from tests.plan.conftest import Planned

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("plan")]


def written(planned: Planned, rows: list[list[object]]) -> bytes:
    return "".join(write_csv(columns_of(planned.plan), rows)).encode()


def read(planned: Planned, data: bytes) -> list[Read]:
    return read_measures(data, planned.plan, parties_of(planned.plan), all_measures_of(planned.plan))


def test_what_goes_out_comes_in_as_it_was(planned: Planned) -> None:
    set_effort(**planned.done(), measure=planned.now(), version=1, amounts={2027: Amount(5_000, 40)})
    rows = list(rows_of(planned.plan))
    found = read(planned, written(planned, rows))
    assert [one.number for one in found] == [1, 2, 3]
    assert found[0].amounts == {2027: Amount(5_000, 40)}
    assert found[0].values["title"] == planned.measures[0].title


def test_a_file_is_seen_and_then_taken_over(planned: Planned) -> None:
    client, where = Client(), [planned.loop.region.slug, planned.plan.slug]
    client.force_login(make_member(planned.loop.region, Role.EDITOR))
    rows = list(rows_of(planned.plan))
    rows[1] = [*rows[1][:5], "Toegang", *rows[1][6:]]
    new = [None, "Een chat openen", "Elke dag.", "Aaldorp", "lokaal", "", 2028, None, "", "", "", "", 1_000, 10]
    data = written(planned, [*rows, [*new, *[None] * 6]])
    shown = client.post(reverse("plan:bring", args=where), {"brought": SimpleUploadedFile("m.csv", data)})
    told = " ".join(shown.content.decode().split())
    assert "Er is nog niets opgeslagen" in told
    assert "Nieuw: 1. Wordt anders: 1." in told
    assert "maatregel 2 wordt anders: thema" in told
    assert told.count("blijft zoals die is") == 2
    assert Measure.objects.count() == 3
    [form] = [one for one in forms_in(shown) if "rows" in one.hidden]
    for _press in range(2):
        assert client.post(reverse("plan:take", args=where), form.values).status_code in (302, 409)
    made = Measure.objects.get(number=4)
    assert (made.title, made.municipality, made.earliest_year) == ("Een chat openen", planned.place, 2028)
    assert efforts_of(made) == {2027: Amount(1_000, 10)}
    assert client.post(reverse("plan:take", args=where), {**form.values, "rows": "x"}).status_code == 422
    content = client.get(reverse("plan:measures_xlsx", args=where)).content
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()
    assert sheet[4][1] == "Een chat openen"


def test_all_rows_are_taken_over_or_none(planned: Planned) -> None:
    """Also when somebody was before with a title of the last row."""
    rows = read(planned, b"maatregel\nEen chat openen\nNog een\n")
    add_measure(**planned.done(), plan=planned.plan, title="Nog een")
    with pytest.raises(PlanRefused, match="heet al zo"):
        bring_measures(**planned.done(), plan=planned.plan, seen=seen_of(planned.plan), rows=rows)
    assert not Measure.objects.filter(title="Een chat openen").exists()


def test_who_would_own_a_measure_and_left_is_not_left_out_unseen(planned: Planned) -> None:
    rows = read(planned, b"maatregel;eigenaar\nEen chat openen;Aaldorp\n")
    carried = as_carried(rows)
    assert from_carried(planned.plan, carried)[0].values["owner"] == planned.place
    carried[0][1]["owner"] = "municipality-0"
    with pytest.raises(KeyError):
        from_carried(planned.plan, carried)


def test_every_fault_is_told_with_its_line(planned: Planned) -> None:
    empty: list[object] = [None] * 16
    rows = [
        [9, "Negen", *empty, None, None],
        [None, "Wie", "", "Nergens", "overal", *empty[:11], "veel", *empty[:3]],
        [None, "Wanneer", "", "", "", "", 2031, *empty[:13]],
        [None, "Wanneer", *empty, None, None],
    ]
    with pytest.raises(FileRefused) as refused:
        read(planned, written(planned, rows))
    told = [(line, str(fault)) for line, fault in refused.value.faults]
    assert [line for line, _fault in told] == [2, 3, 3, 3, 4, 5]
    assert "Maatregel 9 staat niet in dit plan" in told[0][1]
    assert "“Nergens”" in told[1][1]
    assert "2027 tot en met 2030" in told[4][1]
    assert "twee keer" in told[5][1]


def test_what_cannot_be_taken_over_is_told_at_its_row_and_not_after_the_preview(planned: Planned) -> None:
    third = planned.now(2)
    gone = {"state": "withdrawn", "reason": "Niet nodig."}
    move_measure(**planned.done(), measure=third, version=third.version, **gone)
    empty: list[object] = [None] * 18
    rows: list[list[object]] = [[1, "Een naam", *empty], [1, "Nog een naam", *empty], [3, "Verwijzers", *empty]]
    with pytest.raises(FileRefused) as refused:
        read(planned, written(planned, rows))
    assert [(line, str(fault).partition(".")[0]) for line, fault in refused.value.faults] == [
        (3, "Maatregel 1 staat er twee keer"),
        (4, "Maatregel 3 is ingetrokken"),
    ]


def test_rows_that_cannot_go_beside_each_other_are_told_before_they_are_taken_over(planned: Planned) -> None:
    empty: list[object] = [None] * 18
    titles = [one.title for one in planned.measures]
    duty = [*[None] * 6, "Jeugdwet, artikel 2.3", *[None] * 11]
    for n in (0, 1):
        now = planned.now(n)
        set_needs(**planned.done(), measure=now, version=now.version, on=[], one_of="Welke?")
    with pytest.raises(FileRefused) as refused:
        read(planned, written(planned, [[1, titles[1], *duty], [2, titles[0], *duty], [3, titles[2], *empty]]))
    assert [(line, str(fault).partition(".")[0]) for line, fault in refused.value.faults] == [
        (2, f"Maatregel 2 heet nu “{titles[1]}”"),
        (3, f"Maatregel 1 heet nu “{titles[0]}”"),
        (3, f"De wet verplicht ook maatregel 1, “{titles[0]}”, en die staat in dezelfde keuze"),
    ]
    # A title that is free by then.
    assert len(read(planned, written(planned, [[1, "Iets anders", *empty], [2, titles[0], *empty]]))) == 2


def test_a_word_that_is_not_known_is_told_with_those_that_are(planned: Planned) -> None:
    row = [None, "Wie", "", "Aldorp", "overal", *[None] * 15]
    with pytest.raises(FileRefused) as refused:
        read(planned, written(planned, [row]))
    told = [str(fault) for _line, fault in refused.value.faults]
    assert "Aaldorp" in told[0]
    assert told[1].endswith("Kies uit: lokaal, subregionaal, regionaal, bovenregionaal, landelijk.")


def test_a_column_that_is_left_out_empties_nothing_of_a_measure_that_is_there(planned: Planned) -> None:
    with pytest.raises(FileRefused) as refused:
        read(planned, "nummer;maatregel\n1;Eén aanmeldpunt\n".encode())
    told = [str(fault) for _line, fault in refused.value.faults]
    assert len(told) == 17, "all but the number, the title and the state"
    assert all("zou verdwijnen" in one for one in told)
    # Of a new measure there is nothing to lose.
    assert [one.number for one in read(planned, b"maatregel\nEen chat openen\n")] == [None]


def test_rows_that_are_too_many_are_not_read_on(planned: Planned) -> None:
    rows = "".join(f"Maatregel {n};5\n" for n in range(2_000))
    with pytest.raises(FileRefused) as refused:
        read(planned, f"maatregel;geld_2027\n{rows}".encode())
    line, fault = refused.value.faults[-1]
    assert line == 502
    assert "meer dan 500" in str(fault)
