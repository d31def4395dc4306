"""What is measured of measures: periods and values, few people, breaks, the picture, and a table both ways."""

import re
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from regiotafel.formats.faults import FileRefused
from regiotafel.formats.tables import write_csv
from regiotafel.history.rules import ChangedMeanwhile
from regiotafel.plan.indicators.actions import add_indicator, change_indicator, set_figures
from regiotafel.plan.indicators.queries import (
    COLUMNS,
    figures_of,
    indicators_in,
    read_figures,
    rows_of,
    sentences,
    shown,
)
from regiotafel.plan.indicators.rules import Given, moment_of, name_of, period_in, says_few, value_in
from regiotafel.plan.models import Figure, Indicator
from regiotafel.plan.rules import PlanRefused
from regiotafel.regions.models import Role
from regiotafel.reports.series import Point, series
from tests.factories import make_member
from tests.forms import forms_in
from tests.plan.conftest import Planned

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("plan")]
WAITING: dict[str, Any] = {"name": "Wachttijd", "unit": "weken", "direction": "down"}


@pytest.mark.parametrize(
    ("text", "every", "found"),
    [
        ("2027", "year", "2027"),
        (" 2027.0 ", "year", "2027"),
        ("1999", "year", None),
        ("2027-K2", "quarter", "2027-K2"),
        ("k2 2027", "quarter", "2027-K2"),
        ("2027 Q4", "quarter", "2027-K4"),
        ("2027-K5", "quarter", None),
        ("2027-3", "month", "2027-03"),
        ("03-2027", "month", "2027-03"),
        ("2027-03-01 00:00:00", "month", "2027-03"),
        ("2027-13", "month", None),
        ("2027", "month", None),
    ],
)
def test_a_period_as_people_and_programs_write_it(text: str, every: str, found: str | None) -> None:
    assert period_in(text, every) == found


def test_periods_stand_in_order_and_have_a_name() -> None:
    assert [moment_of(one) for one in ("2027", "2027-K3", "2027-07")] == [2027, 2027.5, 2027.5]
    assert [name_of(one) for one in ("2027", "2027-K3", "2027-07")] == ["2027", "kwartaal 3 van 2027", "juli 2027"]


@pytest.mark.parametrize(
    ("text", "typed", "from_program"),
    [
        ("12", "12", "12"),
        ("12,5", "12.5", "12.5"),
        ("-3.25", "-3.25", "-3.25"),
        ("1.250", "1250", None),
        ("1.250,5", "1250.5", None),
        ("12,345", None, None),
        ("twaalf", None, None),
        ("<5", None, None),
    ],
)
def test_a_value_is_read_or_refused_and_never_guessed(text: str, typed: str | None, from_program: str | None) -> None:
    assert value_in(text) == (typed and Decimal(typed))
    assert value_in(text, is_typed=False) == (from_program and Decimal(from_program))
    assert says_few(text) == (text == "<5")


def test_no_line_runs_over_a_break_or_over_what_is_not_told() -> None:
    values = [12.0, 14.0, None, 9.0, 8.0]
    points = [Point(2024 + n, str(2024 + n), one, f"{one}", n == 4) for n, one in enumerate(values)]
    drawn = series(points, None, title="T", description="D", break_word="reeksbreuk", name="r")
    assert drawn.count('class="thread"') == 1, "only from 2024 to 2025"
    assert drawn.count('class="main"') == 4
    assert drawn.count("reeksbreuk") == 1
    assert series([points[2]], None, title="T", description="D", break_word="b", name="r") == ""
    aim = Point(2030, "doel", 8.0, "8")
    low = series([Point(2027, "2027", 4.0, "4")], aim, title="<", description="", break_word="b", name="r")
    assert '<title id="r-t">&lt;</title>' in low
    assert ">doel</text>" in low


def test_nothing_is_concluded_from_two_figures(planned: Planned) -> None:
    made = Indicator(unit="weken", direction="down", target=Decimal(8), target_year=2030)
    figures = [Figure(period=str(2024 + n), value=Decimal(12 - n)) for n in range(4)]
    assert "blijkt nog niet" in " ".join(sentences(made, figures[:2]))
    assert sentences(made, figures)[:2] == [
        "In 2027: 9 weken.",
        "Het doel is hooguit 8 weken in 2030.",
    ]
    assert len(sentences(made, figures)) == 2
    figures[3].broken = "Anders geteld."
    assert "Sinds de reeksbreuk is er één meting" in sentences(made, figures)[-1]


def test_of_fewer_than_five_people_no_number_is_kept(planned: Planned) -> None:
    made = add_indicator(**planned.done(), measure=planned.now(), name="Wie er hulp krijgt", unit="jongeren")
    assert add_indicator(**planned.done(), measure=planned.now(), name="Wie er hulp krijgt", unit="jongeren") == made
    values = {"2026": Given(Decimal(3)), "2027": Given(Decimal(12))}
    made = set_figures(**planned.done(), indicator=made, version=1, figures=values)
    assert set_figures(**planned.done(), indicator=made, version=1, figures=values).version == 2, "the same again"
    with pytest.raises(ChangedMeanwhile):
        set_figures(**planned.done(), indicator=made, version=1, figures={"2028": Given(Decimal(9))})
    with pytest.raises(PlanRefused, match="een jaar, zoals 2027"):
        set_figures(**planned.done(), indicator=made, version=2, figures={"2027-03": Given(Decimal(9))})
    said = {"name": made.name, "unit": made.unit, "counts_people": True}
    made = change_indicator(**planned.done(), indicator=made, version=2, **said)
    assert figures_of(made) == {"2026": Given(None), "2027": Given(Decimal(12))}
    made = set_figures(**planned.done(), indicator=made, version=3, figures={"2027": Given(Decimal(0))})
    assert figures_of(made)["2027"].value is None, "nobody is fewer than five too"
    page = Client()
    page.force_login(planned.editor)
    address = reverse("plan:measure", args=[planned.loop.region.slug, planned.plan.slug, 1])
    assert page.get(address).content.decode().count("minder dan vijf") >= 2
    with pytest.raises(PlanRefused, match="Begin een nieuwe"):
        change_indicator(**planned.done(), indicator=made, version=4, **said, every="month")


def test_what_goes_out_comes_in_and_every_fault_has_its_line(planned: Planned) -> None:
    made = add_indicator(**planned.done(), measure=planned.now(), **WAITING)
    values = {"2026": Given(Decimal("12.5"), "Geschat."), "2027": Given(Decimal(14), "", "Andere telling; ook spoed.")}
    set_figures(**planned.done(), indicator=made, version=1, figures=values)
    add_indicator(**planned.done(), measure=planned.now(1), name="Nog niets", unit="weken")
    data = "".join(write_csv(COLUMNS, rows_of(planned.plan))).encode()
    assert b"Nog niets;weken;;" in data
    found = read_figures(data, indicators_in(planned.plan))
    assert {one.period: one.given for one in found} == values
    lines = ["maatregel;indicator;eenheid;periode;waarde", "1;wachttijd;weken;2028;9", "9;Wachttijd;;2028;9"]
    lines += ["1;Wachttijd;dagen;2029;9", "1;Wachttijd;;2028-03;9", "1;Wachttijd;;2030;1.250", "1;Wachttijd;;2028;9"]
    with pytest.raises(FileRefused) as refused:
        read_figures("\n".join(lines).encode(), indicators_in(planned.plan))
    told = {line: str(fault) for line, fault in refused.value.faults}
    assert sorted(told) == [3, 4, 5, 6, 7]
    assert "geen indicator" in told[3]
    assert "dagen" in told[4]
    assert "geen getal" in told[6]


def test_a_file_is_seen_and_then_taken_over(planned: Planned) -> None:
    made = add_indicator(**planned.done(), measure=planned.now(), **WAITING)
    client, where = Client(), [planned.loop.region.slug, planned.plan.slug]
    client.force_login(make_member(planned.loop.region, Role.EDITOR))
    data = b"maatregel;indicator;periode;waarde\n1;Wachttijd;2027;12,5\n"
    page = client.post(reverse("plan:bring_figures", args=where), {"brought": SimpleUploadedFile("m.csv", data)})
    assert "Er is nog niets opgeslagen" in page.content.decode()
    assert not Figure.objects.exists()
    [form] = [one for one in forms_in(page) if "rows" in one.hidden]
    for _press in range(2):
        assert client.post(reverse("plan:take_figures", args=where), form.values).status_code in (302, 409)
    assert figures_of(made) == {"2027": Given(Decimal("12.50"))}
    assert client.post(reverse("plan:take_figures", args=where), {**form.values, "rows": "x"}).status_code == 422
    content = b"".join(client.get(reverse("plan:figures_csv", args=where)).streaming_content)  # type: ignore[attr-defined]
    assert re.search("Wachttijd;weken;2027;12,5", content.decode())


def test_a_figure_is_filled_in_on_a_phone_and_taken_away_again(planned: Planned) -> None:
    made = add_indicator(**planned.done(), measure=planned.now(), **WAITING)
    client = Client()
    client.force_login(make_member(planned.loop.region, Role.EDITOR))
    address = reverse("plan:figures", args=[planned.loop.region.slug, planned.plan.slug, 1, made.number])
    for value, there in (("12,5", 1), ("", 0)):
        [form] = [one for one in forms_in(client.get(address)) if "version" in one.hidden]
        assert client.post(address, form.values | {"period": "2027", "value": value}).status_code == 302
        assert Figure.objects.count() == there
    [form] = [one for one in forms_in(client.get(address)) if "version" in one.hidden]
    wrong = client.post(address, form.values | {"period": "maart", "value": "veel"})
    assert "een jaar, zoals 2027" in wrong.content.decode()
    assert shown(made).picture == ""
