"""The picture that goes with a link in a chat: what it is, its title, and of an outcome one bar. Without Django."""

import io
import unicodedata
from collections.abc import Sequence
from functools import cache, lru_cache
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

# What the programs for chats ask for.
WIDTH, HEIGHT = 1200, 630
MARGIN = 80
PAPER, INK, DEEP, SOFT, THREAD, LINE = "#fbf6ec", "#28231c", "#0b3840", "#5b5142", "#b02a4c", "#dccfb8"
# Agree, unsure, disagree; as on the site.
PARTS = ("#1d5c9e", "#a39a87", "#a34607")
FONTS = Path(__file__).resolve().parent.parent / "static" / "regiotafel" / "fonts"
# The largest letter in which a title fits in so many lines.
SIZES, MOST_LINES = (76, 64, 54, 46), 4
# No letter has it, so it is drawn as every sign is that a letter does not have.
NO_SIGN = "\U0010ffff"


def draw(over: str, title: str, place: str, bar: Sequence[int] = (), told: str = "") -> bytes:
    """over: what it is; place: the region. bar: how many of each hundred agree, do not know and disagree with what
    `told` says. The same words give the same bytes."""
    picture = Image.new("RGB", (WIDTH, HEIGHT), PAPER)
    pen = ImageDraw.Draw(picture)
    pen.rectangle((0, 0, WIDTH, 24), DEEP)
    pen.text((MARGIN, 70), _one_line(over, 400, 34), SOFT, _font(400, 34))
    size, lines = _title(title, SIZES[1:] if bar else SIZES, MOST_LINES - bool(bar))
    for n, line in enumerate(lines):
        pen.text((MARGIN, 130 + n * size * 1.2), line, INK, _font(700, size))
    if bar:
        _draw_bar(pen, bar, told)
    _draw_thread(pen, place)
    kept = io.BytesIO()
    picture.quantize(32).save(kept, "PNG")
    return kept.getvalue()


def _title(title: str, sizes: Sequence[int], most: int) -> tuple[int, list[str]]:
    for size in sizes:
        lines = _fitted(title, _font(700, size))
        if len(lines) <= most:
            return size, lines
    return size, [*lines[: most - 1], f"{lines[most - 1]} …"]


def _one_line(text: str, weight: int, size: int) -> str:
    first, *more = _fitted(text, _font(weight, size))
    return f"{first} …" if more else first


def _fitted(text: str, font: ImageFont.FreeTypeFont) -> list[str]:
    """In lines that are not wider than the card; a word that is wider is cut off. A word of which the letter has no
    sign is left out: empty boxes tell nobody anything."""
    lines = [""]
    most = WIDTH - 2 * MARGIN
    for word in filter(_is_drawn, text.split()):
        longer = f"{lines[-1]} {word}".strip()
        if font.getlength(longer) <= most:
            lines[-1] = longer
        else:
            lines.append(next(part for n in range(len(word), 0, -1) if font.getlength(part := word[:n]) <= most))
    return lines


def _is_drawn(word: str) -> bool:
    """Marks and joiners are no sign by themselves."""
    return any(_has_letter(sign) for sign in word if unicodedata.category(sign)[0] not in "CM")


@lru_cache(maxsize=4096)
def _has_letter(sign: str) -> bool:
    font = _font(700, SIZES[-1])
    return bytes(font.getmask(sign)) != bytes(font.getmask(NO_SIGN))


def _draw_bar(pen: ImageDraw.ImageDraw, bar: Sequence[int], told: str) -> None:
    pen.text((MARGIN, 396), _one_line(told, 400, 30), SOFT, _font(400, 30))
    at, whole = float(MARGIN), max(sum(bar), 1)
    for share, colour in zip(bar, PARTS, strict=True):
        wide = (WIDTH - 2 * MARGIN) * share / whole
        pen.rectangle((at, 446, at + wide, 490), colour)
        at += wide


def _draw_thread(pen: ImageDraw.ImageDraw, place: str) -> None:
    pen.line((0, 540, WIDTH, 540), THREAD, 5)
    for n, at in enumerate(range(MARGIN, WIDTH, 260)):
        pen.ellipse((at - 14, 526, at + 14, 554), PAPER if n else THREAD, THREAD, 5)
    pen.text((MARGIN, 570), _one_line(place, 700, 32), DEEP, _font(700, 32))


@cache
def _font(weight: int, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(FONTS / f"regiotafel-hyperlegible-{weight}-normal.woff2", size)
