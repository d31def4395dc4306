"""What a paragraph of Word is: a heading, an item of a list, or words, by its style and what it says itself."""

from __future__ import annotations

import re

from .docx_package import W
from .packed import Element, number

# How Word calls its own styles, whatever language it speaks, in small letters.
KINDS: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"title"), "title"),
    (re.compile(r"(?:toc|index) ?\d|table of figures|toc heading"), "contents"),
    (re.compile(r"caption"), "caption"),
    (re.compile(r"(?:intense )?quote|block text"), "quote"),
)
HEADING = re.compile(r"(?:heading|kop) ?([1-9])")
DEEPEST = 9
MOST_ABOVE = 20


class Styles:
    def __init__(self, styles: Element | None, numbering: Element | None) -> None:
        found = [] if styles is None else styles.findall(f"{W}style")
        self._styles = {style.get(f"{W}styleId", ""): style for style in found}
        self._bullets = _bullets(numbering)
        self._starts = _starts(numbering)

    def kinds_of(self, paragraph: Element) -> tuple[tuple[str, int], tuple[str, int] | None]:
        """Kind and level as `blocks.Paragraph` has them, and those before somebody changed its style."""
        properties = paragraph.find(f"{W}pPr")
        kind = self._kind_of(properties)
        if properties is None:
            return kind, None
        if (changed := properties.find(f"{W}pPrChange/{W}pPr")) is not None:
            return kind, self._kind_of(changed)
        if properties.find(f"{W}numPr/{W}ins") is not None:
            return kind, self._kind_of(properties, is_listed=False)
        return kind, None

    def _kind_of(self, properties: Element | None, *, is_listed: bool = True) -> tuple[str, int]:
        style_id = _value(properties, "pStyle")
        chain = self._chain(style_id)
        own = [properties, *(style.find(f"{W}pPr") for style in chain)]
        names = [_value(style, "name").lower() for style in chain] or [style_id.lower()]
        for name in names:
            for pattern, kind in KINDS:
                if pattern.fullmatch(name):
                    return kind, 0
        outline = next((told for one in own if (told := number(_value(one, "outlineLvl"), -1)) >= 0), -1)
        heading = next((found for name in names if (found := HEADING.fullmatch(name))), None)
        level = outline + 1 if outline >= 0 else int(heading[1]) if heading else DEEPEST + 1
        if level <= DEEPEST:
            return "heading", level
        return self._listed(own) if is_listed else ("paragraph", 0)

    def start_of(self, paragraph: Element) -> int:
        """Of the list in which it is an item: the number of the first."""
        number_id = _value(paragraph.find(f"{W}pPr/{W}numPr"), "numId")
        return self._starts.get(number_id, 1)

    def looks_of(self, properties: Element | None) -> tuple[bool, bool]:
        """Strong and emphasised. Tracked changes of how words look are not read: so it looks as it did before them."""
        if properties is None:
            return False, False
        if (before := properties.find(f"{W}rPrChange/{W}rPr")) is not None:
            properties = before
        own = [properties, *(style.find(f"{W}rPr") for style in self._chain(_value(properties, "rStyle")))]
        return _is_on(own, "b"), _is_on(own, "i")

    def _listed(self, own: list[Element | None]) -> tuple[str, int]:
        numbers = [listed for one in own if one is not None and (listed := one.find(f"{W}numPr")) is not None]
        number_id = next((value for one in numbers if (value := _value(one, "numId"))), "0")
        if number_id == "0":
            return "paragraph", 0
        told = next((found for one in numbers if (found := number(_value(one, "ilvl"), -1)) >= 0), 0)
        level = min(told, DEEPEST)
        return ("list" if (number_id, level) in self._bullets else "numbered"), level

    def _chain(self, style_id: str) -> list[Element]:
        """The style and those that it is based on."""
        chain: list[Element] = []
        while (style := self._styles.get(style_id)) is not None and len(chain) < MOST_ABOVE:
            chain.append(style)
            style_id = _value(style, "basedOn")
        return chain


def _value(element: Element | None, name: str) -> str:
    found = None if element is None else element.find(W + name)
    return "" if found is None else found.get(f"{W}val", "")


def _is_on(own: list[Element | None], name: str) -> bool:
    """As the first says that says it."""
    found = next((one for properties in own if properties is not None for one in properties.findall(W + name)), None)
    return found is not None and found.get(f"{W}val", "1") not in ("0", "false", "off", "none")


def _starts(numbering: Element | None) -> dict[str, int]:
    """Of lists that begin with another number than 1."""
    found = {}
    for one in [] if numbering is None else numbering.findall(f"{W}num"):
        begin = one.find(f"{W}lvlOverride[@{W}ilvl='0']/{W}startOverride")
        found[one.get(f"{W}numId", "")] = 1 if begin is None else number(begin.get(f"{W}val", ""), 1)
    return found


def _bullets(numbering: Element | None) -> set[tuple[str, int]]:
    """Of which lists, on which level, the items have a dot instead of a number."""
    if numbering is None:
        return set()
    levels: dict[str, list[int]] = {}
    for one in numbering.findall(f"{W}abstractNum"):
        dotted = [level for level in one.findall(f"{W}lvl") if _value(level, "numFmt") == "bullet"]
        levels[one.get(f"{W}abstractNumId", "")] = [number(level.get(f"{W}ilvl", ""), -1) for level in dotted]
    return {
        (one.get(f"{W}numId", ""), level)
        for one in numbering.findall(f"{W}num")
        for level in levels.get(_value(one, "abstractNumId"), [])
    }
