"""Measures the colours of the built style sheet, in light, in dark and on paper."""

import re
from pathlib import Path

import pytest

import regiotafel
from regiotafel.formats.theme import DARK, LIGHT, PAIRS, contrast

SHEET = Path(regiotafel.__file__).parent / "static" / "regiotafel" / "site.css"


def long(colour: str) -> str:
    digits = colour.lstrip("#")
    return "#" + (digits if len(digits) == 6 else "".join(digit * 2 for digit in digits))


def colours(css: str) -> dict[str, str]:
    return {name: long(value) for name, value in re.findall(r"--rt-([\w-]+):(#[0-9a-f]{3,6})\b", css)}


def palettes() -> dict[str, dict[str, str]]:
    css = SHEET.read_text(encoding="utf-8")
    layer = css[css.index("@layer rt-palette{") : css.index("@layer rt-neutral{")]
    light, dark = layer.split("prefers-color-scheme:dark")
    # The first block of custom properties for print.
    printed = re.search(r"@media print\{:root\{([^}]*)\}", css)
    assert printed
    return {
        "light": colours(light),
        "dark": colours(light) | colours(dark),
        "print": colours(light) | colours(printed.group(1)),
    }


def test_every_pair_of_colours_can_be_told_apart() -> None:
    failing = [
        f"{mode}: {seen} on {ground} is {contrast(palette[seen], palette[ground]):.2f}, must be {least}"
        for mode, palette in palettes().items()
        for seen, ground, least in PAIRS
        if contrast(palette[seen], palette[ground]) < least
    ]
    assert failing == []


def test_the_palette_of_the_themes_is_the_palette_of_the_pages() -> None:
    built = palettes()
    assert built["light"] == dict(LIGHT)
    assert built["dark"] == dict(DARK)


def test_no_colour_is_written_outside_the_palette() -> None:
    frontend = Path(__file__).parents[2] / "frontend"
    for name in ("base", "page", "parts", "desk"):
        css = re.sub(r"/\*.*?\*/", "", (frontend / f"{name}.css").read_text(encoding="utf-8"), flags=re.DOTALL)
        # A sheet of paper on the screen, and a chart in forced colours, are black on white whatever the palette.
        on_paper = re.compile(r"rt-sheet|rt-invite__qr|rt-paper-ballot|rt-box|rt-line-to-fill|forced-color")
        for line in css.splitlines():
            assert on_paper.search(line) or not re.search(r"#[0-9a-fA-F]{3,8}\b", line), line


def test_the_answers_can_be_told_apart_without_colour_vision() -> None:
    """Simulates deuteranopia and protanopia (Viénot, Brettel & Mollon 1999) on agree and disagree."""
    simulations = {
        "protanopia": ((0.11238, 0.88762, 0.0), (0.11238, 0.88762, 0.0), (0.00401, -0.00401, 1.0)),
        "deuteranopia": ((0.29275, 0.70725, 0.0), (0.29275, 0.70725, 0.0), (-0.02234, 0.02234, 1.0)),
    }
    for mode, palette in palettes().items():
        for name, matrix in simulations.items():
            agree, disagree = (_seen(palette[colour], matrix) for colour in ("agree", "disagree"))
            distance = sum((a - b) ** 2 for a, b in zip(agree, disagree, strict=True)) ** 0.5
            assert distance > 0.25, (mode, name, distance)


def _seen(colour: str, matrix: tuple[tuple[float, ...], ...]) -> list[float]:
    linear = [(int(colour[at : at + 2], 16) / 255) ** 2.2 for at in (1, 3, 5)]
    mixed = [sum(weight * part for weight, part in zip(row, linear, strict=True)) for row in matrix]
    return [max(part, 0.0) ** (1 / 2.2) for part in mixed]


def test_the_style_sheet_is_small_and_asks_nothing_of_elsewhere() -> None:
    css = SHEET.read_text(encoding="utf-8")
    assert len(css.encode()) < 80_000
    for word in ("http:", "https:", "data:", "@import"):
        assert word not in css
    for address in re.findall(r"url\(([^)]+)\)", css):
        assert (SHEET.parent / address.strip("\"'")).is_file(), address


def test_the_skip_link_appears_on_focus() -> None:
    assert ".utrecht-skip-link--visible-on-focus:focus" in SHEET.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ["htmx-4.0.1.min.js", "site.js", "icon.svg", "fonts/OFL.txt"])
def test_the_file_that_pages_name_is_there(name: str) -> None:
    assert (SHEET.parent / name).stat().st_size > 0
