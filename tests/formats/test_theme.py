import pytest
from hypothesis import given
from hypothesis import strategies as st

from regiotafel.formats.theme import (
    DARK,
    LIGHT,
    Theme,
    ThemeRefused,
    as_css,
    check_contrast,
    contrast,
    dark_palette_of,
    mix,
    palette_of,
    read_theme,
)

COLOUR = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")


def test_contrast_is_that_of_the_guidelines() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.478, abs=0.001)
    assert contrast("#ffffff", "#777777") == contrast("#777777", "#ffffff")


def test_a_name_is_enough() -> None:
    theme = read_theme('[theme]\nname = "Lindestroom"')
    assert theme == Theme(name="Lindestroom")
    assert palette_of(theme) == dict(LIGHT)
    assert dark_palette_of(theme) == dict(DARK)
    assert check_contrast(theme) == []


def test_short_and_capital_colours_are_understood() -> None:
    assert read_theme('[theme]\nname = "L"\nmain = "#0AF"\npaper = "#FFFFFF"').main == "#00aaff"


@pytest.mark.parametrize(
    "value",
    [
        "red",
        "#12345",
        "#14505a; } body { display: none",
        "#14505a\\n",
        "rgb(0,0,0)",
        "",
        "url(https://a.example)",
        "#14505g",
    ],
)
def test_only_a_hex_colour_is_a_colour(value: str) -> None:
    with pytest.raises(ThemeRefused, match="geen kleur"):
        read_theme(f'[theme]\nname = "L"\nmain = "{value}"')


def test_a_colour_of_another_type_is_refused() -> None:
    with pytest.raises(ThemeRefused, match="geen kleur"):
        read_theme('[theme]\nname = "L"\naccent = 12')


def test_a_theme_made_by_hand_is_refused_as_well() -> None:
    with pytest.raises(ThemeRefused):
        Theme(name="L", main="#fff} * {color:red")


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "begint met een regel"),
        ("theme = 3", "begint met een regel"),
        ("[theme\n", "geen TOML"),
        ("[theme]\nmain = '#14505a'", "Geef het thema een naam"),
        ("[theme]\nname = 'L'\nfont = 'Comic'", "hoort niet in een thema"),
        ("[theme]\nname = 'L'\nlogo = '../../etc/passwd'", "eindigt op .svg of .png"),
        ("[theme]\nname = 'L'\nlogo = 'https://a.example/l.svg'", "eindigt op .svg of .png"),
        ("#" * 5000, "hooguit"),
    ],
)
def test_what_is_wrong_is_said(text: str, sentence: str) -> None:
    with pytest.raises(ThemeRefused, match=sentence):
        read_theme(text)


def test_all_reasons_are_said_at_once() -> None:
    with pytest.raises(ThemeRefused) as refused:
        read_theme("[theme]\nmain = 'x'\nink = 'y'")
    assert len(refused.value.sentences) == 3


def test_a_light_main_colour_fails_with_its_ratio() -> None:
    sentences = check_contrast(read_theme('[theme]\nname = "L"\nmain = "#ffcc00"\npaper = "#ffffff"\nink = "#000000"'))
    assert any(
        "de hoofdkleur (#ffcc00) niet goed op de achtergrond (#ffffff): het contrast is 1,5 en moet minstens 4,5" in s
        for s in sentences
    )


def test_a_usual_municipal_blue_on_white_passes() -> None:
    theme = read_theme('[theme]\nname = "L"\nmain = "#154273"\naccent = "#ffb612"\npaper = "#ffffff"\nink = "#1a1a1a"')
    assert check_contrast(theme) == []


def test_the_dark_stand_makes_a_deep_colour_light_enough() -> None:
    theme = Theme(name="L", main="#154273")
    assert contrast(dark_palette_of(theme)["main"], DARK["paper"]) >= 4.5
    assert "prefers-color-scheme: dark" in as_css(theme)


def test_mixing_goes_from_one_colour_to_the_other() -> None:
    assert mix("#000000", "#ffffff", 0) == "#000000"
    assert mix("#000000", "#ffffff", 1) == "#ffffff"


@given(COLOUR, COLOUR, COLOUR, COLOUR)
def test_the_style_sheet_holds_only_colours(main: str, accent: str, paper: str, ink: str) -> None:
    css = as_css(Theme(name="</style>}", main=main, accent=accent, paper=paper, ink=ink))
    assert css.count("{") == css.count("}") == 6
    for declaration in css.split(";")[:-1]:
        assert declaration.strip().split(" ")[-1][0] == "#"
    assert "style>" not in css


@given(COLOUR)
def test_the_dark_stand_of_any_main_colour_can_be_read(main: str) -> None:
    assert not [sentence for sentence in check_contrast(Theme(name="L", main=main)) if "donkere stand" in sentence]
