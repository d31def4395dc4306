import re
from pathlib import Path

import pytest

import regiotafel
from regiotafel.formats.outlines import HIGH, WIDE, Outlines, Place, draw, read_outlines, tiles

FILE = Path(regiotafel.__file__).parent / "regions" / "parties" / "outlines.json"


@pytest.fixture(scope="module")
def outlines() -> Outlines:
    return read_outlines(FILE.read_text(encoding="utf-8"))


def places(*codes: str | None) -> list[Place]:
    return [Place(f"Gemeente {n}", f"/{n}/", code, n % 3) for n, code in enumerate(codes)]


def numbers(path: str) -> list[int]:
    return [int(number) for number in re.findall(r"-?\d+", path)]


def test_every_municipality_has_a_ring_that_ends_where_it_begins(outlines: Outlines) -> None:
    assert len(outlines.rings) == 342
    assert all(ring[0] == ring[-1] and len(ring) > 3 for rings in outlines.rings.values() for ring in rings)


def test_the_file_is_small_and_says_whose_it_is(outlines: Outlines) -> None:
    assert FILE.stat().st_size < 80_000
    assert "CBS" in outlines.source
    assert "Kadaster" in outlines.source


def test_real_municipalities_are_drawn_within_the_map_and_named(outlines: Outlines) -> None:
    found = draw(places("GM0935", "GM0917", "GM1903"), outlines)
    left, top, wide, high = map(int, found.box.split())
    assert found.source == outlines.source
    for shape in found.shapes:
        xs, ys = numbers(shape.path)[::2], numbers(shape.path)[1::2]
        assert min(xs) >= left
        assert max(xs) <= left + wide
        assert min(ys) >= top
        assert max(ys) <= top + high
    assert [shape.name for shape in found.shapes] == ["Gemeente 0", "Gemeente 1", "Gemeente 2"]


def test_neighbours_share_the_line_between_them(outlines: Outlines) -> None:
    one, other = ({point for ring in outlines.rings[code] for point in ring} for code in ("GM0935", "GM1903"))
    assert len(one & other) > 2


@pytest.mark.parametrize("codes", [(None,), ("GM0935", None), ("GM9999",)])
def test_where_one_has_no_outline_all_are_tiles(outlines: Outlines, codes: tuple[str | None, ...]) -> None:
    assert draw(places(*codes), outlines).source == ""


@pytest.mark.parametrize("n", [1, 2, 5, 12, 24])
def test_tiles_are_all_as_large_and_stand_apart(n: int) -> None:
    found = tiles(places(*[None] * n))
    assert len({shape.path.partition("l")[2] for shape in found.shapes}) == 1
    starts = {tuple(numbers(shape.path)[:2]) for shape in found.shapes}
    assert len(starts) == n
    _left, _top, wide, high = map(int, found.box.split())
    assert all(WIDE // 2 <= x <= wide - WIDE // 2 and 0 <= y <= high - HIGH for x, y in starts)


def test_a_long_name_stands_on_more_lines_and_a_long_word_is_pressed_together() -> None:
    found = tiles([Place("Bergen op Zoom", "", None), Place("Haarlemmerliede en Spaarnwoude", "", None)])
    assert [line for line, _y, _width in found.shapes[0].lines] == ["Bergen op", "Zoom"]
    assert [bool(width) for _line, _y, width in found.shapes[1].lines] == [True, False, False]
