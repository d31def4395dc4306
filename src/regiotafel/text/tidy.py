"""A text as people see it: some programs leave signs in it that nobody sees and no database keeps."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from typing import NamedTuple

# Marks of a list as Word makes them: letters of its own fonts, which are empty boxes everywhere else.
_WORD_BULLETS = dict.fromkeys(map(ord, "\uf0a7\uf0a8\uf0b7\uf0d8\uf0fc\uf076\uf06e\uf071\uf02d"), "•")
# What stands between words or lines, whatever program made it. \x07 ends a cell of a table in Word.
_SPACES = dict.fromkeys([*range(0x2000, 0x200B), 9, 7, 0xA0, 0x1680, 0x202F, 0x205F, 0x2800, 0x3000], " ")
_LINE_ENDS = dict.fromkeys(map(ord, "\r\x0b\x0c\x85\u2028\u2029"), "\n")
# Signs of Word and of old Windows that arrive as controls: a dash that may not break, quotes, dashes and dots.
_STRAY = {0x1E: "-", 0x91: "‘", 0x92: "’", 0x93: "“", 0x94: "”", 0x95: "•", 0x96: "–", 0x97: "—"}
_PLACED = _WORD_BULLETS | _SPACES | _LINE_ENDS | _STRAY
# Nobody sees these, or they turn the direction of what stands after them: controls, soft hyphens, zero-width spaces,
# marks, overrides and isolates of direction, fillers, annotations, a pasted picture, halves of a sign, noncharacters,
# all that Unicode calls format, a note of music without its head, and signs of a font that only the sender has. Who
# writes from right to left needs no marks: a page asks the text.
_INVISIBLE = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\u00ad\u034f\u0600-\u0605\u061c\u06dd\u070f\u0890\u0891\u08e2\u115f\u1160\u17b4\u17b5\u200b\u200e\u200f\u202a-\u202e"
    "\u2060-\u206f\u3164\ufeff\uffa0\ufff0-\ufffc\ufdd0-\ufdef\ud800-\udfff\ue000-\uf8ff"
    "\U000110bd\U000110cd\U00013430-\U0001343f\U0001bca0-\U0001bca3\U0001d159\U0001d173-\U0001d17a\U000e0000-\U000e001f\U000e0080-\U000e00ff\U000e01f0-\U000e0fff\U000f0000-\U0010ffff"
    + "".join(f"{chr(plane << 16 | 0xFFFE)}{chr(plane << 16 | 0xFFFF)}" for plane in range(15))
    + "]+"
)
# Between a word and a sign of reading it was a note or an end of a cell: the space beside it went with it.
_GAP = re.compile("[ \xa0\x00-\x09\x0b\x0c\x0e-\x1d\x1f\x7f-\x90\x98-\x9f\xad\u200b\u2060\ufeff\ufffc]+")
_CLOSES = re.compile(r"[,;:!?)]|\.(?!\w)")
_JOIN, _NO_JOIN = "\u200d", "\u200c"
# What holds the pieces of an emoji or a letter together, and is litter everywhere else.
_GLUE = re.compile("[\u180b-\u180f\u200c\u200d\ufe00-\ufe0f\U000e0020-\U000e007f\U000e0100-\U000e01ef]+")
_PICTURE = re.compile(
    "[\u00a9\u00ae\u203c\u2049\u2122\u2139\u2190-\u21ff\u2300-\u23ff\u24c2\u25a0-\u27bf\u2934\u2935\u2b00-\u2bff"
    "\u3030\u303d\u3297\u3299\U0001f000-\U0001faff\U0001fb00-\U0001fbff]"
)
_SKIN = re.compile("[\U0001f3fb-\U0001f3ff]")
# Persian, Syriac, N'Ko, Mongolian and the scripts of South and South-East Asia.
_JOINING = re.compile(
    "[\u0600-\u08ff\u0900-\u0dff\u0e80-\u109f\u1780-\u18af\u1a20-\u1aaf\ua800-\uabff\ufb50-\ufefc"
    "\U00010d00-\U00010d3f\U00011000-\U00011fff\U0001e900-\U0001e95f]"
)
_HAN = re.compile("[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_MONGOLIAN = re.compile("[\u1820-\u18aa]")
# Emoji and what looks like them: no dots, lines, boxes or the sign for a letter that got lost.
_IS_SHOWN = re.compile("[\u2300-\u24ff\u2600-\uffef\U00010000-\U0010ffff]")
# Every year brings new ones, which this program does not know yet.
_NEW_PICTURE = re.compile("[\U0001f000-\U0001faff]")
# The flags of parts of a country: a black flag with the code of the part in signs that nobody sees.
_FLAG = "\U0001f3f4"
_PART_OF_COUNTRY = re.compile("[\U000e0061-\U000e007a]{2}[\U000e0030-\U000e0039\U000e0061-\U000e007a]{1,3}\U000e007f")
# More marks on one letter than any language writes are a prank that runs over the lines above it.
_MARK = re.compile("[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]")
MOST_MARKS = 3
MOST_SIGNS = 8


def tidy(text: str, *, single_spaces: bool = False) -> str:
    """Lines as they were typed, without what cannot be seen: control characters, spaces at the ends, and more than one
    empty line after another. With single spaces also a line has no white space that a reader does not need."""
    lines = [line.rstrip() for line in seen(text).split("\n")]
    if single_spaces:
        lines = [" ".join(line.split()) for line in lines]
    return _settled(re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip())


def tidy_line(text: str) -> str:
    """All of it on one line, with single spaces."""
    return _settled(" ".join(seen(text).split()))


def seen(text: str) -> str:
    """Only what a person sees, each sign in its one form. Lines end in \\n."""
    text = without_unseen(text)
    if text.isascii():
        return text
    return unicodedata.normalize("NFC", _bounded(unicodedata.normalize("NFC", text)))


def without_unseen(text: str) -> str:
    """The signs that stay keep the form in which they came: of an address another form is another address."""
    text = text.replace("\r\n", "\n")
    if not (text.isascii() and text.isprintable()):
        text = _GAP.sub(_gap, text)
    text = _INVISIBLE.sub("", text.translate(_PLACED))
    return text if text.isascii() else _GLUE.sub(_glue_that_holds, text)


def says_something(text: str) -> bool:
    """Whether there is a letter, a number or a picture in it: only points and dashes are as good as nothing."""
    return any(
        sign.isalnum()
        or (_IS_SHOWN.match(sign) and unicodedata.category(sign) == "So")
        or (_NEW_PICTURE.match(sign) and unicodedata.category(sign) == "Cn")
        for sign in text
    )


def _settled(text: str) -> str:
    """A mark on a letter that was cut away stands on nothing."""
    return text if text.isascii() else unicodedata.normalize("NFC", _bounded(text))


def _gap(found: re.Match[str]) -> str:
    """Nothing where signs that nobody sees stood before a comma."""
    gap = found.group()
    return "" if gap.strip(" \xa0") and _CLOSES.match(found.string, found.end()) else gap


def _glue_that_holds(found: re.Match[str]) -> str:
    """Of a run of signs that join, vary or tag: those that do something between what stands on both sides."""
    text, run = found.string, found.group()
    before, after = text[found.start() - 1 : found.start()], text[found.end() : found.end() + 1]
    if before == _FLAG and (part := _PART_OF_COUNTRY.match(run)):
        return part.group() + (_JOIN if _JOIN in run and _PICTURE.match(after) else "")
    if _PICTURE.match(before) or _SKIN.match(before):
        shape = run[0] if run[0] in "\ufe0e\ufe0f" else ""
        return shape + (_JOIN if _JOIN in run and _PICTURE.match(after) else "")
    if before and before in "0123456789#*":
        return "\ufe0f" if after == "\u20e3" and "\ufe0f" in run else ""
    if _HAN.match(before):
        return run[0] if unicodedata.category(run[0]) == "Mn" and not "\u180b" <= run[0] <= "\u180f" else ""
    if _MONGOLIAN.match(before) and "\u180b" <= run[0] <= "\u180f":
        return run[0]
    if run[0] in (_JOIN, _NO_JOIN) and _JOINING.match(before):
        ends_in_virama = unicodedata.combining(before) == 9
        return run[0] if _JOINING.match(after) or (ends_in_virama and run[0] == _JOIN) else ""
    return ""


def _bounded(text: str) -> str:
    """With no more marks on one letter than a language has, and none on white space."""
    kept: list[str] = []
    marks = signs = 0
    for sign in text:
        if not unicodedata.category(sign).startswith("M"):
            marks = signs = 0
            kept.append(sign)
            continue
        is_mark = _MARK.match(sign) is not None
        marks, signs = marks + is_mark, signs + 1
        on_nothing = unicodedata.combining(sign) and (not kept or kept[-1].isspace())
        if not on_nothing and marks <= MOST_MARKS and signs <= MOST_SIGNS:
            kept.append(sign)
    return "".join(kept)


# --- Lists that somebody pasted ---

# Dots, squares, arrows and ticks as programs put them before a line. Letters and stars are words somewhere.
_DOTS = (
    "•‣◦▪▫■□●○⁃∙·⦁⦿◉◆◇◈❍❏❐❑❒❖✦✧⁌⁍⬤⬥◻◼◽◾▸▹►▻▶▷➢➤➔➜➝➞➡➨➩➪➭➮➯➲➳➵➸➺➼➽➾❯⮚⮞⭢\U0001f846\U0001f882\U0001f892"
    "✓✔✗✘☐☑✅☛☞👉🔹🔸🔷🔶"
)
_BULLET = re.compile(
    rf"(?:[{_DOTS}][\U0001f3fb-\U0001f3ff]?\ufe0f?\s*+|(?:[-–—−‐‑‒―─*→⇒»›]|--?>|=>|\[[ xX]?\])\s++|[+>]\s++(?!\d))"
    r"(?=\S)"
)
# The levels of a list in Word, as its fonts of signs call them: "o" and "§" with a gap. "o ja" is a word.
_O = re.compile(r"^\s*+[o§Øüqvnl](?:\t|\x20?\xa0|\x20{3})\s*+(?=\S)")
# What counts the things of a list: "1.", "(2)", "1.2.", "a)", "IV.", "Stelling 5:"; the letters of a book are no list
# of their own.
_NUMBER = re.compile(
    r"(?P<open>[(\[#]|Stelling |Punt |)(?P<count>\d{1,3}(?:\.\d{1,2}){0,3}|[a-z]|[A-Z](?=\))|[ivx]{2,4}|[IVX]{1,4})"
    r"(?P<close>\.?\)|[.:\]]|\ufe0f?\u20e3|\s?[-–—](?=\s))(?P<gap>\s*)(?=\S)"
)
# A number in a circle is its own mark.
_CIRCLED = re.compile("([\u2460-\u249b\u24ea-\u24ff\u2776-\u2793])\\s*(?=\\S)")
# The number of a row, with the cell beside it.
_CELL = re.compile(r"^\s*+\d{1,3}\s?[\t;|]\s*+(?=\S)")
# Who said it and when, as WhatsApp puts it before a message.
_MESSAGE = re.compile(
    r"(?:\[[\d:./, -]{8,24}(?: [AP]M)?\]|\d{1,2}[-/]\d{1,2}[-/]\d{2,4},? \d{1,2}:\d{2} -) [^:]{1,40}: (?=\S)"
)
_ROMAN = {"i": 1, "v": 5, "x": 10}
# "1. a) •" is as deep as a list is pasted.
_MOST_LEVELS = 3
# Each with what it may end with.
_QUOTES = {
    '"': '"', "“": "”“", "„": "”“", "”": "”", "«": "»", "»": "«", "‹": "›", "›": "‹", "'": "'", "‘": "’", "‚": "’‘",
    "`": "`'", "＂": "＂", "❝": "❞",
}  # fmt: skip
_SINGLE = "'‘’‚"
# "'s avonds" and "’t Zand" begin with what looks like a quote.
_APOSTROPHE = re.compile(r"['‘’][a-z]{1,2}[\s-]")
# What a sheet leaves behind the last cell that is filled.
_CELL_ENDS = ",;| ，；、"


def tidy_item(text: str) -> str:
    """One thing of a list that somebody pasted, on one line: without the dot before it, the quotes around it and the
    commas that a sheet left behind it. "-12 graden" and "’s-Hertogenbosch" stay, and so does a number before it: by
    itself "12. februari" and "u. bent welkom" are words, and "1. Inleiding" is the title of a chapter."""
    item = tidy_line(_O.sub("• ", text, count=1))
    while (without := _unlisted(item)) != item:
        item = without
    return item


def tidy_told(text: str) -> str:
    """Paragraphs that somebody wrote or pasted, without the commas that a sheet leaves behind a line. The dots of a
    list stay, for they show that it is one; a dot before the first only is of a list that stayed behind."""
    dotted = "\n".join(_O.sub("• ", line, count=1) for line in _lines(text))
    lines = [_without_cells(line) for line in tidy(dotted, single_spaces=True).split("\n")]
    while [place for place, line in enumerate(lines) if _BULLET.match(line)] == [0]:
        lines[0] = _BULLET.sub("", lines[0], count=1)
    return tidy("\n".join(lines), single_spaces=True)


def _lines(text: str) -> list[str]:
    return text.replace("\r\n", "\n").translate(_LINE_ENDS).split("\n")


def _without_cells(line: str) -> str:
    """One comma at the end may be somebody's own."""
    words = line.rstrip(_CELL_ENDS)
    return line if len(line[len(words) :].replace(" ", "")) < 2 else words


def tidy_items(text: str) -> str:
    """A pasted list, one thing on each line, without the numbers that count its lines. An empty line stays: who is told
    which line is wrong counts them."""
    lines = _lines(text)
    filled = [line for line in lines if line.strip()]
    if len(filled) > 1 and all(_CELL.match(line) for line in filled):
        lines = [_CELL.sub("", line, count=1) for line in lines]
    items = [tidy_item(line) for line in lines]
    for _level in range(_MOST_LEVELS):
        for place, end in _counted(items).items():
            items[place] = tidy_item(items[place][end:])
    return "\n".join(items)


class _Mark(NamedTuple):
    """What counts a line: how it is written around the count, the count, and where the words begin."""

    opens: str
    number: str
    closes: str
    end: int


def _mark(item: str) -> _Mark | None:
    if found := _CIRCLED.match(item):
        return _Mark("", str(int(unicodedata.numeric(found[1]))), found[1], found.end())
    found = _NUMBER.match(item)
    if found is None:
        return None
    words, is_number = item[found.end()], found["count"][0].isdigit()
    # "1.Een" is counted; "1.5", "a.u.b." and "4 - 5 jaar" are not.
    if not found["gap"] and not (is_number and words.isalpha()) and "\u20e3" not in found["close"]:
        return None
    if found["close"].strip() in ("-", "–", "—") and (words.isdigit() or not is_number):
        return None
    return _Mark(found["open"], found["count"], found["close"], found.end())


def _counted(items: Sequence[str]) -> dict[int, int]:
    """Where the words begin of each line that is counted, by its place: the line before or after it that is counted in
    the same way is one back or one further."""
    ends: dict[int, int] = {}
    last: dict[tuple[str, ...], tuple[int, tuple[int, int], tuple[int, ...]]] = {}
    for line, (place, item) in enumerate((place, item) for place, item in enumerate(items) if item):
        if (mark := _mark(item)) is None:
            continue
        for kind, count in _counts(mark.number):
            way = kind, mark.opens, "circle" if _CIRCLED.match(mark.closes + "x") else mark.closes
            if (before := last.get(way)) and _goes_on(
                before[2], count, by_gap=kind.startswith("number") and line == before[0] + 1
            ):
                ends |= dict([before[1], (place, mark.end)])
            last[way] = line, (place, mark.end), count
    return ends


def _counts(text: str) -> Iterator[tuple[str, tuple[int, ...]]]:
    """What a mark can mean: "i" is the ninth letter and the first Roman number. Letters that begin a name are none."""
    if text[0].isdigit():
        yield f"number {text.count('.')}", tuple(map(int, text.split(".")))
        return
    if len(text) == 1:
        yield "letter", (ord(text.lower()),)
    if set(text.lower()) <= set(_ROMAN):
        signs = [_ROMAN[sign] for sign in text.lower()]
        after = [*signs[1:], 0]
        yield "Roman", (sum(-one if one < two else one for one, two in zip(signs, after, strict=True)),)


def _goes_on(before: tuple[int, ...], count: tuple[int, ...], *, by_gap: bool) -> bool:
    """One further. by_gap: on the line that follows a number may leave some out, or be 1 again as some programs do."""
    one_further = (*before[:-1], before[-1] + 1) == count
    return one_further or (by_gap and (before < count or before == count == (1,)))


def _unlisted(item: str) -> str:
    """One turn of taking off what belongs to a list. What says nothing without it stays."""
    found = _MESSAGE.sub("", item, count=1) if _MESSAGE.match(item) else item
    if _BULLET.match(found):
        found = _BULLET.sub("", found, count=1)
    return tidy_line(_unquoted(found.rstrip(_CELL_ENDS)))


def _unquoted(item: str) -> str:
    """Without quotes around all of it. Of two quoted words, and of ’s at the beginning, nothing goes."""
    if len(item) < 3 or item[-1] not in _QUOTES.get(item[0], "") or _APOSTROPHE.match(item):
        return item
    inner = item[1:-1]
    if item[0] == '"' and '"' in inner:
        return inner.replace('""', '"') if '"' not in inner.replace('""', "") else item
    ends = _SINGLE if item[0] in _SINGLE else item[0] + item[-1]
    return item if any(sign in inner for sign in ends) else inner
