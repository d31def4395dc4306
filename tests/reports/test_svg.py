"""Pictures that can be read without colours, a mouse or a screen."""

import re
from xml.etree import ElementTree as ET

import pytest

from regiotafel.engine.results.opinions import Mark
from regiotafel.reports import svg
from regiotafel.reports.opinions.groups import SHAPES


def mark(x: float, y: float, n_people: int, group: int) -> Mark:
    return Mark(x=x, y=y, n_people=n_people, group=group)


MARKS = [mark(-1.0, 0.5, 5, 0), mark(1.0, -0.5, 9, 1), mark(900.0, 0.0, 5, 1)]


def drawn(**more: object) -> ET.Element:
    text = svg.opinion_map(MARKS, ["circle", "square"], title="Kaart", description="A & B", **more)  # type: ignore[arg-type]
    return ET.fromstring(text)


def test_map_has_a_title_and_a_description_that_name_it() -> None:
    picture = drawn()
    assert picture.get("role") == "img"
    names = (picture.get("aria-labelledby") or "").split()
    assert [picture.find(f"*[@id='{name}']").text for name in names] == ["Kaart", "A & B"]  # type: ignore[union-attr]


def test_groups_differ_in_shape_and_in_colour() -> None:
    paths = [one for one in drawn().findall("path") if "group-" in (one.get("class") or "")]
    assert len({one.get("class") for one in paths}) == len({one.get("fill") for one in paths}) == 2
    kinds = [re.sub(r"[^a-z]", "", (one.get("d") or "").lower())[:3] for one in paths]
    assert kinds[0] != kinds[1]


def test_far_away_marks_stay_inside_the_picture() -> None:
    for one in drawn(you=(-5000.0, 7.0), you_label="jij").iter("path"):
        for x, y in re.findall(r"M(-?[\d.]+) (-?[\d.]+)", one.get("d") or ""):
            assert 0 <= float(x) <= svg.WIDTH
            assert 0 <= float(y) <= svg.HEIGHT


def test_own_place_has_a_word_beside_it() -> None:
    assert drawn(you=(0.0, 0.0), you_label="jij").find("text").text == "jij"  # type: ignore[union-attr]
    assert drawn().find("text") is None


def test_words_are_escaped() -> None:
    text = svg.opinion_map([], [], title="<script>", description='"&', you=(0, 0), you_label="<b>")
    ET.fromstring(text)
    assert "<script" not in text
    assert "<b>" not in text


def test_more_people_make_a_larger_mark() -> None:
    radii = re.findall(
        r"a([\d.]+) ", svg.opinion_map([mark(0, 0, 5, 0), mark(1, 1, 20, 0)], ["circle"], title="", description="")
    )
    assert float(max(radii, key=float)) == pytest.approx(2 * float(min(radii, key=float)), abs=0.2)


@pytest.mark.parametrize("name", SHAPES)
def test_every_shape_is_closed_and_about_as_large(name: str) -> None:
    path = svg.shape(name, 0, 0, 10)
    assert path.endswith("z")
    assert path.startswith("M0 0m")


def test_unknown_shape_is_refused() -> None:
    with pytest.raises(ValueError, match="no shape"):
        svg.shape("star", 0, 0, 1)


def test_no_style_attributes_that_the_site_would_refuse() -> None:
    assert "style=" not in svg.opinion_map(MARKS, ["circle", "square"], title="", description="")


def test_fields_of_a_dense_map_do_not_cover_each_other() -> None:
    crowd = [mark(x / 10, y / 10, 5 + (x * y) % 400, (x + y) % 2) for x in range(-14, 15) for y in range(-9, 10)]
    picture = svg.opinion_map(crowd, ["circle", "square"], title="K", description="D", dense=True)
    radii = [float(one) for one in re.findall(r"a([\d.]+) ", picture)]
    assert 0 < min(radii) < max(radii) <= 588 / 30 / 2 + 0.05
