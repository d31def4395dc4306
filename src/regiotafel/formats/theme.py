"""A region's theme: a small TOML text with a name and a few colours becomes CSS custom properties.

    [theme]
    name = "Jeugdregio Lindestroom"
    main = "#1f4e79"
    accent = "#f6b73c"
    paper = "#ffffff"
    ink = "#1d1d1b"
    logo = "logo.svg"

Only the name is required. From the four colours follow all tints that the pages use, for light and for dark.
Nothing but a hex colour ever reaches the style sheet. The contrast is that of WCAG 2.2
(https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio).
"""

import colorsys
import json
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from regiotafel.refused import Refused

from .sentence import Sentence, _, gettext_noop

# The palette of frontend/palette.css; tests/static/test_contrast.py keeps the two equal.
LIGHT: Mapping[str, str] = {
    "paper": "#fbf6ec",
    "raised": "#fffdf8",
    "sunk": "#f3ebdc",
    "line": "#dccfb8",
    "edge": "#82765f",
    "ink": "#28231c",
    "ink-soft": "#5b5142",
    "main": "#14505a",
    "main-strong": "#0b3840",
    "main-soft": "#e0ece8",
    "on-main": "#fffdf8",
    "accent": "#f6b73c",
    "accent-soft": "#fdecc6",
    "on-accent": "#28231c",
    "thread": "#b02a4c",
    "deep": "#0b3840",
    "on-deep": "#fffdf8",
    "on-deep-soft": "#c8dfdb",
    "thread-on-deep": "#f2859b",
    "place": "#c5dcd6",
    "agree": "#1d5c9e",
    "agree-soft": "#dbe8f5",
    "unsure": "#6a6150",
    "unsure-soft": "#ece4d4",
    "disagree": "#a34607",
    "disagree-soft": "#fbe3d0",
    "group-1": "#7d3a86",
    "group-2": "#5c6d12",
    "group-3": "#8a2b4e",
    "info": "#14505a",
    "info-soft": "#e0ece8",
    "done": "#2c6330",
    "done-soft": "#e3eedb",
    "warn": "#7d5200",
    "warn-soft": "#fbeecb",
    "error": "#a3161f",
    "error-soft": "#fbe2de",
    "focus": "#28231c",
}
DARK: Mapping[str, str] = {
    "paper": "#1c1a17",
    "raised": "#26231f",
    "sunk": "#131210",
    "line": "#423d35",
    "edge": "#948a79",
    "ink": "#f3ecde",
    "ink-soft": "#c4baa8",
    "main": "#8fd0ca",
    "main-strong": "#b3e3de",
    "main-soft": "#1d3a3b",
    "on-main": "#0c2326",
    "accent": "#f6b73c",
    "accent-soft": "#46360f",
    "on-accent": "#28231c",
    "thread": "#f2859b",
    "deep": "#0d2b30",
    "on-deep": "#f3ecde",
    "on-deep-soft": "#b9cfcb",
    "thread-on-deep": "#f2859b",
    "place": "#2b5052",
    "agree": "#8fbdf3",
    "agree-soft": "#1c3450",
    "unsure": "#bdb3a1",
    "unsure-soft": "#39342b",
    "disagree": "#f5a86b",
    "disagree-soft": "#4a2b13",
    "group-1": "#dca6e4",
    "group-2": "#c0d06c",
    "group-3": "#f2a3bd",
    "info": "#8fd0ca",
    "info-soft": "#1d3a3b",
    "done": "#9fd39d",
    "done-soft": "#203b22",
    "warn": "#f1c566",
    "warn-soft": "#42330f",
    "error": "#ff9d92",
    "error-soft": "#4f1c19",
    "focus": "#f3ecde",
}

WORDS: Mapping[str, Sentence] = {
    "paper": _("de achtergrond"),
    "raised": _("een kaart"),
    "sunk": _("een rustig vlak"),
    "edge": _("de rand van een veld"),
    "ink": _("de letters"),
    "ink-soft": _("de zachte letters"),
    "main": _("de hoofdkleur"),
    "main-strong": _("de donkere hoofdkleur"),
    "main-soft": _("de lichte hoofdkleur"),
    "on-main": _("de tekst op een knop"),
    "accent": _("de accentkleur"),
    "accent-soft": _("de lichte accentkleur"),
    "on-accent": _("de tekst op de accentkleur"),
    "thread": _("de draad"),
    "deep": _("de donkere band"),
    "on-deep": _("de tekst op de donkere band"),
    "on-deep-soft": _("de zachte tekst op de donkere band"),
    "thread-on-deep": _("de draad op de donkere band"),
    "place": _("een gemeente op de kaart"),
    "agree": _("de kleur van eens"),
    "agree-soft": _("de lichte kleur van eens"),
    "unsure": _("de kleur van weet ik niet"),
    "unsure-soft": _("de lichte kleur van weet ik niet"),
    "disagree": _("de kleur van oneens"),
    "disagree-soft": _("de lichte kleur van oneens"),
    "group-1": _("de kleur van groep B"),
    "group-2": _("de kleur van groep C"),
    "group-3": _("de kleur van groep D"),
    "info": _("de kleur van een bericht"),
    "done": _("de kleur van klaar"),
    "done-soft": _("de lichte kleur van klaar"),
    "warn": _("de kleur van een waarschuwing"),
    "warn-soft": _("de lichte kleur van een waarschuwing"),
    "error": _("de kleur van een fout"),
    "error-soft": _("de lichte kleur van een fout"),
    "focus": _("de rand om waar je bent"),
}

DIM = gettext_noop(
    "Je ziet %(seen)s (%(its)s) niet goed op %(ground)s (%(grounds)s): "
    "het contrast is %(ratio)s en moet minstens %(least)s zijn."
)
DIM_IN_DARK = gettext_noop(
    "Je ziet %(seen)s (%(its)s) niet goed op %(ground)s (%(grounds)s) in de donkere stand: "
    "het contrast is %(ratio)s en moet minstens %(least)s zijn."
)
TEXT = 4.5
SHAPE = 3.0
_GROUNDS = ("paper", "raised", "sunk")
_SOFT = (
    *("main-soft", "accent-soft", "agree-soft", "unsure-soft", "disagree-soft"),
    *("done-soft", "warn-soft", "error-soft"),
)
_LINK_GROUNDS = (*_GROUNDS, "main-soft", "accent-soft")
_SIGNALS = ("info", "done", "warn", "error", "thread")

# Every pair that meets on a page: what is seen, what it is seen on, the least contrast.
PAIRS: tuple[tuple[str, str, float], ...] = (
    *((f"group-{number}", ground, SHAPE) for number in (1, 2, 3) for ground in _GROUNDS),
    *(("ink", ground, TEXT) for ground in (*_GROUNDS, *_SOFT)),
    *((colour, ground, TEXT) for colour in ("ink-soft", "main", "main-strong") for ground in _LINK_GROUNDS),
    ("on-main", "main", TEXT),
    ("on-main", "main-strong", TEXT),
    ("on-accent", "accent", TEXT),
    ("on-deep", "deep", TEXT),
    ("on-deep-soft", "deep", TEXT),
    ("thread-on-deep", "deep", SHAPE),
    ("ink", "place", TEXT),
    *(("error", ground, TEXT) for ground in ("paper", "raised", "error-soft")),
    ("paper", "error", TEXT),
    *((colour, ground, SHAPE) for colour in ("agree", "unsure", "disagree") for ground in _GROUNDS),
    *((colour, f"{colour}-soft", SHAPE) for colour in ("agree", "unsure", "disagree", "done", "warn", "error")),
    *((colour, ground, SHAPE) for colour in _SIGNALS for ground in ("paper", "raised")),
    *(("edge", ground, SHAPE) for ground in _GROUNDS),
    *(("focus", ground, SHAPE) for ground in (*_GROUNDS, "accent-soft", "main-soft")),
)

_KEYS = ("name", "main", "accent", "paper", "ink", "logo")
_HEX = re.compile(r"#(?:[0-9a-fA-F]{3}|[0-9a-fA-F]{6})")
_LOGO = re.compile(r"(?:[\w-]+/)*+[\w-]+\.(?:svg|png)")
_MOST_CHARACTERS = 4_000


class ThemeRefused(Refused):
    """The text is not a theme; `sentences` say why, for the person who sent it."""

    status = 422

    def __init__(self, *sentences: Sentence) -> None:
        super().__init__(" ".join(sentences))
        self.sentences = sentences


@dataclass(frozen=True)
class Theme:
    """The choices of a region. Colours are written as "#rrggbb"."""

    name: str
    main: str = LIGHT["main"]
    accent: str = LIGHT["accent"]
    paper: str = LIGHT["paper"]
    ink: str = LIGHT["ink"]
    logo: str = ""

    def __post_init__(self) -> None:
        # A theme that was made without read_theme must not reach the style sheet unseen either.
        for colour in (self.main, self.accent, self.paper, self.ink):
            if not re.fullmatch(r"#[0-9a-f]{6}", colour):
                raise ThemeRefused(_("“%(colour)s” is geen kleur.", colour=colour[:40]))


def read_theme(text: str) -> Theme:
    """Reads a theme; raises ThemeRefused with every reason at once."""
    if len(text) > _MOST_CHARACTERS:
        raise ThemeRefused(_("Een thema is hooguit %(n)d tekens lang.", n=_MOST_CHARACTERS))
    try:
        table = tomllib.loads(text).get("theme")
    except tomllib.TOMLDecodeError as error:
        raise ThemeRefused(_("Dit is geen TOML: %(fault)s.", fault=error)) from error
    if not isinstance(table, dict):
        raise ThemeRefused(_("Het thema begint met een regel [theme]."))
    reasons = list(_reasons_against(table))
    if reasons:
        raise ThemeRefused(*reasons)
    colours = {key: _long(table[key]) for key in ("main", "accent", "paper", "ink") if key in table}
    return Theme(name=table["name"].strip(), logo=table.get("logo", ""), **colours)


def _reasons_against(table: Mapping[str, object]) -> Iterator[Sentence]:
    for key in table:
        if key not in _KEYS:
            yield _("“%(key)s” hoort niet in een thema. Wel: %(known)s.", key=key[:40], known=", ".join(_KEYS))
    name = table.get("name")
    if not isinstance(name, str) or not name.strip() or len(name) > 100:
        yield _("Geef het thema een naam van hooguit 100 tekens.")
    for key in ("main", "accent", "paper", "ink"):
        value = table.get(key, "#000")
        if not isinstance(value, str) or not _HEX.fullmatch(value):
            yield _(
                "“%(colour)s” is geen kleur. Schrijf %(key)s als # met zes tekens, zoals #14505a.",
                colour=str(value)[:40],
                key=key,
            )
    logo = table.get("logo", "")
    if not isinstance(logo, str) or (logo and not _LOGO.fullmatch(logo)):
        yield _("Het logo is een bestand dat eindigt op .svg of .png.")


def _long(colour: str) -> str:
    digits = colour[1:].lower()
    return "#" + (digits if len(digits) == 6 else "".join(digit * 2 for digit in digits))


def check_contrast(theme: Theme) -> list[Sentence]:
    """Says in Dutch which colours of the theme cannot be told apart well enough, with the measured ratio."""
    sentences: list[Sentence] = []
    for is_dark, palette in ((False, palette_of(theme)), (True, dark_palette_of(theme))):
        for seen, ground, least in PAIRS:
            ratio = contrast(palette[seen], palette[ground])
            if ratio < least:
                sentences.append(
                    _(
                        DIM_IN_DARK if is_dark else DIM,
                        seen=WORDS[seen],
                        its=palette[seen],
                        ground=WORDS[ground],
                        grounds=palette[ground],
                        ratio=_comma(ratio),
                        least=_comma(least),
                    )
                )
    return sentences


@dataclass(frozen=True)
class Measured:
    """How well one colour is seen on another, as a region chose them."""

    seen: Sentence
    ground: Sentence
    ratio: str
    least: str
    is_enough: bool


# What somebody wants to know of each of the four colours.
OF_THE_FOUR = (("ink", "paper"), ("main", "paper"), ("on-main", "main"), ("on-accent", "accent"))


def measured(theme: Theme) -> list[Measured]:
    palette = palette_of(theme)
    ratios = [(seen, ground, contrast(palette[seen], palette[ground])) for seen, ground in OF_THE_FOUR]
    return [
        Measured(WORDS[seen], WORDS[ground], _comma(ratio), _comma(TEXT), ratio >= TEXT)
        for seen, ground, ratio in ratios
    ]


def as_text(name: str, colours: Mapping[str, str], *, logo: str = "") -> str:
    """The text of a theme. Only colours that are not ours stand in it."""
    told = {key: colour for key, colour in colours.items() if colour.lower() != LIGHT[key]}
    rows = [f"{key} = {json.dumps(value, ensure_ascii=False)}" for key, value in (("name", name), *told.items())]
    return "\n".join(["[theme]", *rows, *([f'logo = "{logo}"'] if logo else [])]) + "\n"


def as_css(theme: Theme) -> str:
    """The style sheet of a theme. It is loaded after ours and only holds custom properties."""
    light = _declarations(palette_of(theme))
    dark = _declarations(dark_palette_of(theme))
    # Not for paper: there the ground stays white and the ink black.
    return (
        f"@media screen {{ :root {{ {light} }} }}\n"
        f"@media screen and (prefers-color-scheme: dark) {{ :root {{ {dark} }} }}\n"
        f"@media print {{ :root {{ --rt-main: {theme.main}; }} }}\n"
    )


def _declarations(palette: Mapping[str, str]) -> str:
    # Always the same names, so that what light changed is set back for dark.
    return " ".join(f"--rt-{name}: {palette[name]};" for name in _FOLLOWING)


_FOLLOWING = (
    *("paper", "raised", "sunk", "line", "edge", "ink", "ink-soft", "focus"),
    *("main", "main-strong", "main-soft", "on-main", "info", "info-soft"),
    *("deep", "on-deep", "on-deep-soft", "place"),
    *("accent", "accent-soft", "on-accent"),
)


def palette_of(theme: Theme) -> dict[str, str]:
    """All colours of the pages with this theme, in light. Ours where the theme chose as we did."""
    palette = dict(LIGHT)
    if (theme.paper, theme.ink) != (LIGHT["paper"], LIGHT["ink"]):
        palette.update(
            paper=theme.paper,
            ink=theme.ink,
            focus=theme.ink,
            raised=mix(theme.paper, "#ffffff", 0.7),
            sunk=mix(theme.paper, theme.ink, 0.05),
            line=mix(theme.paper, theme.ink, 0.18),
        )
        palette["edge"] = _until(theme.paper, theme.ink, palette["sunk"], SHAPE)
        palette["ink-soft"] = _until(theme.paper, theme.ink, palette["sunk"], 6.0)
    if theme.main != LIGHT["main"] or theme.paper != LIGHT["paper"]:
        palette.update(
            {
                "main": theme.main,
                "main-strong": mix(theme.main, theme.ink, 0.35),
                "main-soft": mix(theme.paper, theme.main, 0.1),
                "on-main": _readable_on(theme.main, palette["raised"], theme.ink),
                "info": theme.main,
                "info-soft": mix(theme.paper, theme.main, 0.1),
                **_deep(mix(theme.main, "#000000", 0.35)),
                "place": mix(theme.paper, theme.main, 0.22),
            }
        )
    if theme.accent != LIGHT["accent"] or theme.paper != LIGHT["paper"] or theme.ink != LIGHT["ink"]:
        palette.update(
            {
                "accent": theme.accent,
                "accent-soft": mix(theme.paper, theme.accent, 0.22),
                "on-accent": _readable_on(theme.accent, theme.ink, "#ffffff"),
            }
        )
    return palette


def dark_palette_of(theme: Theme) -> dict[str, str]:
    """The same for dark: our dark paper and ink, with the theme's main and accent made light enough."""
    palette = dict(DARK)
    if theme.main != LIGHT["main"]:
        main = _lighter(theme.main, DARK["paper"], 8.0)
        soft = mix(DARK["paper"], main, 0.16)
        palette.update(
            {
                "main": main,
                "main-strong": mix(main, "#ffffff", 0.4),
                "main-soft": soft,
                "on-main": mix(main, "#000000", 0.85),
                "info": main,
                "info-soft": soft,
                **_deep(mix(DARK["paper"], main, 0.12)),
                "place": mix(DARK["paper"], main, 0.3),
            }
        )
    if theme.accent != LIGHT["accent"]:
        accent = _lighter(theme.accent, DARK["paper"], 6.0)
        palette.update(
            {
                "accent": accent,
                "accent-soft": mix(DARK["paper"], accent, 0.18),
                "on-accent": _readable_on(accent, DARK["paper"], "#ffffff"),
            }
        )
    return palette


def _deep(wanted: str) -> dict[str, str]:
    """A dark ground, as dark as it must be, and what is read on it."""
    paper = LIGHT["on-deep"]
    ground = _until(wanted, "#000000", paper, 10.0)
    return {"deep": ground, "on-deep": paper, "on-deep-soft": mix(paper, ground, 0.25)}


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours "#rrggbb": 1 (the same) to 21 (black and white)."""
    dark, light = sorted((_luminance(one), _luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(part / 255) for part in _parts(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4


def mix(one: str, other: str, share: float) -> str:
    """`one` with a share (0 to 1) of `other`."""
    mixed = (round(a + (b - a) * share) for a, b in zip(_parts(one), _parts(other), strict=True))
    return "#" + "".join(f"{part:02x}" for part in mixed)


def _parts(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _until(start: str, goal: str, ground: str, least: float) -> str:
    """The first colour on the way from `start` to `goal` with enough contrast on `ground`; else `goal`."""
    tries = (mix(start, goal, step / 50) for step in range(51))
    return next((colour for colour in tries if contrast(colour, ground) >= least), goal)


def _lighter(colour: str, ground: str, least: float) -> str:
    """The same hue, as light as it must be for enough contrast on a dark `ground`; white has the most."""
    hue, lightness, saturation = colorsys.rgb_to_hls(*(part / 255 for part in _parts(colour)))
    for step in range(51):
        lighter = colorsys.hls_to_rgb(hue, lightness + (1 - lightness) * step / 50, saturation)
        found = "#" + "".join(f"{round(part * 255):02x}" for part in lighter)
        if contrast(found, ground) >= least:
            return found
    return "#ffffff"


def _readable_on(ground: str, first: str, second: str) -> str:
    return first if contrast(first, ground) >= min(TEXT, contrast(second, ground)) else second


def _comma(number: float) -> str:
    # Rounded down: a ratio of 4.49 is not "4,5".
    return f"{int(number * 10) / 10:.1f}".replace(".", ",")
