"""Which regular expressions can be made slow by what somebody types.

Python tries every way in which a pattern can match. That takes a time that grows with the text, and no faster, when
there is one way at each place, and when no long stretch is read again from each of its signs. Both are decided here
from the parsed pattern, on the safe side: what is refused may be harmless, what passes is not slow. Of every repeat
without an end:

- what follows it cannot fail; or it never begins with what the repeat goes on with, so that there is one way to stop;
  or there are more ways, once in a pattern, and what follows is short;
- what it repeats can be matched in one way, and is never nothing;
- no match can begin inside it, else it is read again from each of its signs: unless what follows cannot fail, or the
  pattern is held against one place (match, fullmatch, ^).
"""

import ast
import re
import re._constants as op
import re._parser as parser
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

# A repeat of more than this is one without an end. All others together try no more than so many ways.
ENDLESS, MOST_WAYS = 300, 2_000
# One sign of each kind that a pattern can tell from another.
SIGNS = (
    *map(chr, range(0x250)), "\u0300", "\u0301", "\u0660", "\u0430", "\u0410", "\u03b1", "\u200b", "\u200d", "\u2013",
    "\u2019", "\u2028", "\u2003", "\u2022", "\ufeff", "\u4e2d", "\U0001f600", "\ufb01", "\u1e9e", "\u212a",
)  # fmt: skip
Signs = frozenset[str]
Item = tuple[Any, Any]
ALL: Signs = frozenset(SIGNS)
WORD: Signs = frozenset(sign for sign in SIGNS if re.match(r"\w", sign))
# What is no sign: the end of a text, and the edge of a word.
END, EDGE = "<end>", "<edge>"
REPEATS = (op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT)
ONE_SIGN = (op.LITERAL, op.NOT_LITERAL, op.ANY, op.IN)
CATEGORIES = {
    op.CATEGORY_DIGIT: r"\d", op.CATEGORY_SPACE: r"\s", op.CATEGORY_WORD: r"\w",
    op.CATEGORY_NOT_DIGIT: r"\D", op.CATEGORY_NOT_SPACE: r"\S", op.CATEGORY_NOT_WORD: r"\W",
}  # fmt: skip


class Slow(Exception):
    """Why a pattern may be slow."""


# --- what a piece can match


def signs_of(item: Item, flags: int) -> Signs:
    """Of a piece that matches one sign."""
    kind, value = item
    if kind is op.ANY:
        return ALL if flags & re.DOTALL else ALL - {"\n"}
    if kind is op.NOT_LITERAL or (kind is op.IN and value[0][0] is op.NEGATE):
        return ALL - _some([(op.LITERAL, value)] if kind is op.NOT_LITERAL else value[1:])
    some = _some(value if kind is op.IN else [item])
    if flags & re.IGNORECASE:
        some |= frozenset(sign for sign in ALL if {sign.lower(), sign.upper(), sign.casefold()} & some)
    return some


def _some(parts: Sequence[Item]) -> Signs:
    found: set[str] = set()
    for kind, value in parts:
        if kind is op.LITERAL:
            found.add(chr(value))
        elif kind is op.RANGE:
            found |= {sign for sign in ALL if value[0] <= ord(sign) <= value[1]} | {chr(value[0]), chr(value[1])}
        else:
            found |= _category(value)
    return frozenset(found)


@cache
def _category(value: Any) -> Signs:
    return frozenset(sign for sign in ALL if re.match(CATEGORIES[value], sign))


def first(items: Sequence[Item], flags: int) -> tuple[Signs, bool]:
    """What these pieces can begin with, and whether they can be nothing at all."""
    found: Signs = frozenset()
    for kind, value in items:
        if kind in ONE_SIGN:
            return found | signs_of((kind, value), flags), False
        if kind in REPEATS:
            some, empty = first(list(value[2]), flags)
            empty = empty or value[0] == 0
        elif kind is op.SUBPATTERN:
            some, empty = first(list(value[3]), (flags | value[1]) & ~value[2])
        elif kind is op.ATOMIC_GROUP:
            some, empty = first(list(value), flags)
        elif kind is op.BRANCH:
            each = [first(list(one), flags) for one in value[1]]
            some, empty = frozenset().union(*(one for one, _ in each)), any(nothing for _, nothing in each)
        elif kind is op.AT and value in (op.AT_END, op.AT_END_STRING):
            some, empty = frozenset({END} if value is op.AT_END_STRING else {END, "\n"}), False
        elif kind is op.AT and value is op.AT_BOUNDARY:
            some, empty = frozenset({EDGE}), False
        elif kind in (op.ASSERT, op.ASSERT_NOT, op.AT):
            some, empty = ALL | {END}, True
        else:
            raise Slow(f"{kind} is too clever")
        found |= some
        if not empty:
            return found, False
    return found, True


def signs_in(items: Sequence[Item], flags: int) -> Signs:
    """All that can stand in it."""
    found: Signs = frozenset()
    for kind, value in items:
        if kind in ONE_SIGN:
            found |= signs_of((kind, value), flags)
        else:
            for inner, inner_flags in _inside(kind, value, flags):
                found |= signs_in(inner, inner_flags)
    return found


def _inside(kind: Any, value: Any, flags: int) -> Iterator[tuple[list[Item], int]]:
    if kind in REPEATS:
        yield list(value[2]), flags
    elif kind is op.SUBPATTERN:
        yield list(value[3]), (flags | value[1]) & ~value[2]
    elif kind is op.ATOMIC_GROUP:
        yield list(value), flags
    elif kind is op.BRANCH:
        yield from ((list(one), flags) for one in value[1])
    elif kind in (op.ASSERT, op.ASSERT_NOT):
        yield list(value[1]), flags


def is_certain(items: Sequence[Item]) -> bool:
    """It matches whatever stands there."""
    for kind, value in items:
        if kind in REPEATS:
            sure = value[0] == 0 or is_certain(list(value[2]))
        elif kind is op.SUBPATTERN:
            sure = is_certain(list(value[3]))
        elif kind is op.BRANCH:
            sure = any(is_certain(list(one)) for one in value[1])
        else:
            sure = False
        if not sure:
            return False
    return True


def has_endless(items: Sequence[Item]) -> bool:
    return any(
        (kind in REPEATS and value[1] > ENDLESS) or any(has_endless(inner) for inner, _ in _inside(kind, value, 0))
        for kind, value in items
    )


# --- how many ways, and from how many places


@dataclass
class Check:
    flags: int
    in_one_place: bool
    starts: Signs
    n_open: int = 0
    ways: int = 1
    looped: bool = False

    def walk(self, items: Sequence[Item], rest: Sequence[Item], flags: int) -> None:
        for position, (kind, value) in enumerate(items):
            after = [*items[position + 1 :], *rest]
            if kind in ONE_SIGN or kind is op.AT:
                continue
            if kind in REPEATS:
                self._repeat(kind, value, after, flags)
            elif kind is op.BRANCH:
                self._branch([list(one) for one in value[1]], after, flags)
            elif kind in (op.SUBPATTERN, op.ATOMIC_GROUP):
                for inner, inner_flags in _inside(kind, value, flags):
                    self.walk(inner, after if kind is op.SUBPATTERN else [(op.ANY, None)], inner_flags)
            elif kind in (op.ASSERT, op.ASSERT_NOT):
                if has_endless(list(value[1])):
                    raise Slow("it looks ahead without an end")
                self.walk(list(value[1]), [(op.ANY, None)], flags)
            else:
                raise Slow(f"{kind} is too clever")

    def _repeat(self, kind: Any, value: Any, after: list[Item], flags: int) -> None:
        least, most, body = value[0], value[1], list(value[2])
        endless, goes_on = most > ENDLESS, first(body, flags)
        if endless and goes_on[1]:
            raise Slow("it repeats nothing at all")
        if not is_certain(after):
            if kind is not op.POSSESSIVE_REPEAT and _meet(goes_on[0], first(after, flags)[0]):
                self._open(endless, most - least + 1, after)
            if endless and not self.in_one_place and _meet(signs_in(body, flags), self.starts):
                raise Slow("a match can begin inside a repeat without an end, which is then read again and again")
        if len(body) == 1 and body[0][0] in ONE_SIGN:
            return
        ways, self.ways, looped = self.ways, 1, self.looped
        self.looped = looped or endless
        once_more = [(op.MAX_REPEAT, (0, most - 1, body))] if most > 1 else []
        self.walk(body, [*once_more, *after], flags)
        if self.ways > 1 and endless:
            raise Slow("what repeats without an end can be matched in more than one way")
        self.ways, self.looped = ways * self.ways ** min(most, 20), looped
        self._bound()

    def _open(self, endless: bool, rounds: int, after: list[Item]) -> None:
        """There is more than one place to stop."""
        if not endless:
            self.ways *= rounds
            self._bound()
        elif self.looped or self.n_open or has_endless(after):
            raise Slow("a repeat without an end can stop in many places, and what follows is long")
        else:
            self.n_open += 1

    def _branch(self, each: list[list[Item]], after: list[Item], flags: int) -> None:
        ways, most = self.ways, 1
        for one in each:
            self.ways = 1
            self.walk(one, after, flags)
            most = max(most, self.ways)
        begins = [first(one, flags) for one in each]
        shared = max(sum(sign in some or nothing for some, nothing in begins) for sign in ALL)
        self.ways = ways * most * (1 if is_certain(after) else max(shared, 1))
        self._bound()

    def _bound(self) -> None:
        if self.ways > MOST_WAYS:
            raise Slow(f"it can be tried in {self.ways} ways at one place")


def _meet(some: Signs, other: Signs) -> bool:
    """Whether both can stand at one place: an edge of a word lies not inside a run of letters, nor of other signs."""
    if EDGE in other and not (some <= WORD or not some & WORD):
        return True
    return bool(some & other)


def _starts(items: Sequence[Item], flags: int) -> Signs | None:
    """Where a match can begin; None: in one place of the text."""
    items = list(items)
    while items and items[0][0] in (op.ASSERT, op.ASSERT_NOT):
        items = items[1:]
    if items and items[0][0] is op.AT and items[0][1] in (op.AT_BEGINNING, op.AT_BEGINNING_STRING):
        return frozenset({"\n"}) if flags & re.MULTILINE and items[0][1] is op.AT_BEGINNING else None
    if items and items[0][0] is op.SUBPATTERN:
        inner, inner_flags = next(_inside(*items[0], flags))
        return _starts([*inner, *items[1:]], inner_flags)
    if items and items[0][0] is op.BRANCH:
        each = [_starts([*one, *items[1:]], flags) for one in items[0][1][1]]
        return frozenset().union(*(one if one is not None else frozenset({"\n"}) for one in each))
    return first(items, flags)[0]


@dataclass(frozen=True)
class Pattern:
    """As it stands in a file. in_one_place: it is held against the beginning of a text, and to_the_end of it."""

    where: str
    text: str
    flags: int = 0
    in_one_place: bool = False
    to_the_end: bool = False

    @property
    def fault(self) -> str:
        """Why it may be slow; nothing when it is not."""
        try:
            tree = parser.parse(self.text, self.flags)
            flags, items = tree.state.flags, list(tree)
            alone = items[0][1][1] if len(items) == 1 and items[0][0] is op.BRANCH else [items]
            for one in alone:
                starts = _starts(list(one), flags)
                check = Check(flags, self.in_one_place or starts is None, starts or frozenset())
                check.walk(list(one), [(op.AT, op.AT_END_STRING)] if self.to_the_end else [], flags)
        except Slow as slow:
            return f"{self.where}: {self.text!r}: {slow}"
        return ""


# --- the patterns of the source

METHODS = {"search", "match", "fullmatch", "sub", "subn", "split", "findall", "finditer"}
ONE_PLACE = {"match", "fullmatch"}
# Calls that take a pattern, and hold it against a text in this way.
TAKE = {"RegexValidator": "search", "RegexField": "search", "re_path": "search"}
JS_PATTERN = re.compile(
    r"""(?:^|[(,=:\[!&|?{};]|return)[ \t]*/((?:[^/\\\n\[]|\\.|\[(?:[^\]\\\n]|\\.)*+\])++)/([a-z]*)"""
)


def python_patterns(folder: Path) -> Iterator[Pattern | str]:
    """Each pattern of the source; or a sentence, when it cannot be read where it stands."""
    trees = {path: ast.parse(path.read_text(encoding="utf-8")) for path in sorted(folder.rglob("*.py"))}
    used = _uses(trees.values())
    for path, tree in trees.items():
        names = {
            part: node.targets[0].id
            for node in ast.walk(tree)
            if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name)
            for part in ast.walk(node.value)
        }
        for node in ast.walk(tree):
            if not isinstance(node, ast.Call) or not (called := _called(node)):
                continue
            where = f"{path.relative_to(folder.parents[1])}:{node.lineno}"
            name = names.get(node, "")
            how = used.get(name, {"?"}) if called == "compile" else {called}
            given = _first_argument(node)
            if isinstance(given, ast.Constant) and isinstance(given.value, str | bytes):
                made = [(_as_text(given.value), _flags(node))]
            else:
                made = [(_as_text(one.pattern), one.flags) for one in _made(path.relative_to(folder.parent), name)]
            if not made:
                yield f"{where}: a pattern that is put together cannot be looked at"
            for text, flags in made:
                yield Pattern(where, text, flags & ~re.UNICODE, how <= ONE_PLACE, bool(how & {"fullmatch", "?"}))


def _as_text(pattern: str | bytes) -> str:
    return pattern if isinstance(pattern, str) else pattern.decode("latin-1")


def _made(path: Path, name: str) -> list[re.Pattern[Any]]:
    """What a module keeps under a name, when its pattern is put together from pieces."""
    if not name:
        return []
    kept = getattr(import_module(".".join(path.with_suffix("").parts)), name, ())
    kept = kept.values() if isinstance(kept, dict) else kept if isinstance(kept, tuple) else (kept,)
    return [one for one in kept if isinstance(one, re.Pattern)]


def _called(node: ast.Call) -> str:
    """How the pattern is held against a text, when this call takes one."""
    what = node.func
    if isinstance(what, ast.Attribute) and isinstance(what.value, ast.Name) and what.value.id == "re":
        return what.attr if what.attr in METHODS | {"compile"} else ""
    name = what.id if isinstance(what, ast.Name) else what.attr if isinstance(what, ast.Attribute) else ""
    return TAKE.get(name, "")


def _first_argument(node: ast.Call) -> ast.expr | None:
    named = [one.value for one in node.keywords if one.arg in ("regex", "pattern")]
    return node.args[0] if node.args else named[0] if named else None


def _flags(node: ast.Call) -> int:
    found = 0
    for one in ast.walk(node):
        if isinstance(one, ast.Attribute) and isinstance(one.value, ast.Name) and one.value.id == "re":
            found |= int(getattr(re, one.attr)) if one.attr.isupper() else 0
    return found


def _uses(trees: Any) -> dict[str, set[str]]:
    """Name of a pattern → the methods it is called with; "?": it is handed on."""
    used: dict[str, set[str]] = {}
    for tree in trees:
        methods = {
            id(node.value.value if isinstance(node.value, ast.Subscript) else node.value): node.attr
            for node in ast.walk(tree)
            if isinstance(node, ast.Attribute) and node.attr in METHODS
        }
        for node in ast.walk(tree):
            name = node.id if isinstance(node, ast.Name) else node.attr if isinstance(node, ast.Attribute) else ""
            if name and not isinstance(getattr(node, "ctx", None), ast.Store):
                used.setdefault(name, set()).add(methods.get(id(node), "?"))
    return used


def script_patterns(folder: Path) -> Iterator[Pattern | str]:
    """Of our own scripts."""
    for path in sorted(folder.rglob("*.js")):
        if ".min." in path.name:
            continue
        text = path.read_text(encoding="utf-8")
        if "RegExp(" in text:
            yield f"{path.name}: a pattern that is put together cannot be looked at"
        for found in JS_PATTERN.finditer(text):
            yield Pattern(path.name, found[1], re.IGNORECASE if "i" in found[2] else 0)


def template_patterns(folder: Path) -> Iterator[Pattern]:
    """What a browser holds a field against."""
    for path in sorted(folder.rglob("*.html")):
        for found in re.finditer(r'\spattern="([^"]*)"', path.read_text(encoding="utf-8")):
            yield Pattern(path.name, found[1], in_one_place=True, to_the_end=True)
