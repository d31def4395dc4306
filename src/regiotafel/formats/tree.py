"""Values under names, as YAML or JSON has them, each with the line where it stands: the one reader of both.

All that is not a list or under names is text, so a municipality can be called No and a level 3. A name may stand once;
what points to another place (an alias) is refused, for a few lines of those can be a million values.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import yaml

from .faults import FileRefused
from .sentence import _, gettext_noop

MOST_DEEP = 12
MOST_VALUES = 500_000
_NOTHING = ("", "~", "null", "Null", "NULL")
_BROKEN = gettext_noop("Dit bestand is geen goede YAML of JSON. Er is niets van gebruikt.")


@dataclass(frozen=True)
class Text:
    """A value, or nothing; line 0 is not known."""

    text: str
    line: int = 0
    is_nothing: bool = False


@dataclass(frozen=True)
class Row:
    items: list[Node]
    line: int = 0


@dataclass(frozen=True)
class Named:
    items: dict[str, Node]
    line: int = 0


Node = Text | Row | Named


def read_tree(text: str) -> Node:
    """Raises FileRefused."""
    if text.lstrip()[:1] in ("{", "["):
        try:
            return _of_json(json.loads(text, object_pairs_hook=_Pairs, parse_float=str, parse_int=str), MOST_DEEP)
        except json.JSONDecodeError:
            pass  # YAML may begin like that too
        except RecursionError:
            raise _too_deep() from None
    return _of_yaml(text)


class _Pairs(list[tuple[str, Any]]):
    """What stands under names in JSON, with every name that stands there twice."""


def _of_json(value: Any, deep: int) -> Node:
    if not deep:
        raise _too_deep()
    if isinstance(value, _Pairs):
        found: dict[str, Node] = {}
        for name, one in value:
            if name in found:
                raise _double(name, 0)
            found[name] = _of_json(one, deep - 1)
        return Named(found)
    if isinstance(value, list):
        return Row([_of_json(one, deep - 1) for one in value])
    if value is None:
        return Text("", is_nothing=True)
    return Text(json.dumps(value) if isinstance(value, bool | float) else str(value))


def _of_yaml(text: str) -> Node:
    loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
    try:
        events = (one for one in yaml.parse(text, Loader=loader) if not isinstance(one, _UNSAID))
        node = _node(events, next(events, None), MOST_DEEP, [MOST_VALUES])
        if next(events, None) is not None:
            raise FileRefused(_("Dit bestand bestaat uit meer delen, met --- ertussen. Geef één deel."))
    except yaml.YAMLError as problem:
        mark = getattr(problem, "problem_mark", None)
        line = getattr(mark, "line", -1) + 1
        words = gettext_noop(
            "hier klopt de opmaak niet. Let op inspringen, haakjes, aanhalingstekens en dubbele punten."
        )
        raise FileRefused(_(_BROKEN), [(line, _(words))]) from None
    return node


_UNSAID = (yaml.StreamStartEvent, yaml.StreamEndEvent, yaml.DocumentStartEvent, yaml.DocumentEndEvent)


def _node(events: Iterator[Any], event: Any, deep: int, left: list[int]) -> Node:
    """left: how many values there may still be."""
    left[0] -= 1
    if event is None:
        raise FileRefused(_("Dit bestand is leeg."))
    line = _line(event)
    if not deep:
        raise _too_deep(line)
    if left[0] < 0:
        raise FileRefused(_("In dit bestand staan te veel waarden."))
    if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
        words = gettext_noop("hier staat een verwijzing (& of *). Schrijf de waarde zelf op.")
        raise FileRefused(_(_BROKEN), [(line, _(words))])
    if isinstance(event, yaml.ScalarEvent):
        return Text(event.value, line, is_nothing=not event.style and event.value in _NOTHING)
    if isinstance(event, yaml.SequenceStartEvent):
        items = []
        while not isinstance(inner := next(events), yaml.SequenceEndEvent):
            items.append(_node(events, inner, deep - 1, left))
        return Row(items, line)
    found: dict[str, Node] = {}
    while not isinstance(key := next(events), yaml.MappingEndEvent):
        if not isinstance(key, yaml.ScalarEvent):
            words = gettext_noop("voor een dubbele punt staat een naam, geen lijst.")
            raise FileRefused(_(_BROKEN), [(_line(key), _(words))])
        if key.value in found:
            raise _double(key.value, _line(key))
        found[key.value] = _node(events, next(events), deep - 1, left)
    return Named(found, line)


def _line(event: Any) -> int:
    return int(event.start_mark.line) + 1


def _double(name: str, line: int) -> FileRefused:
    words = gettext_noop("de naam %(name)s staat hier twee keer. Elke naam mag één keer.")
    return FileRefused(_(_BROKEN), [(line, _(words, name=name[:80]))])


def _too_deep(line: int = 0) -> FileRefused:
    return FileRefused(_(_BROKEN), [(line, _("hier staan te veel lagen in elkaar."))])
