"""Somebody else saved while you were writing: what stands now beside what you wrote, and what differs.

Shown by the page part `components/conflict.html`. Three things are compared: what you began with, what you made of it,
and what stands now. What only one of you changed is taken over; only what both changed is asked. Nothing is lost: what
you wrote is still in the form, and saving it again is a choice then.
"""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import Any

from django.core import signing
from django.core.exceptions import ValidationError
from django.forms import BaseForm, BoundField, CheckboxInput, DateField, DateTimeField
from django.http import QueryDict
from django.utils.html import strip_tags
from django.utils.translation import gettext

from regiotafel.text.differences import Difference, differences
from regiotafel.web.days import day, moment
from regiotafel.web.fields import WordsField

# A longer text, or one of more lines, is read as a text: the words that differ are marked.
SHORT = 60
# The hidden field in which a form carries what it began with.
BEGUN = "begun"
SALT = "regiotafel.web.conflicts"
Values = Mapping[str, Any]


def merged(begun: Values | None, mine: Values, theirs: Values) -> tuple[dict[str, Any], list[str]]:
    """What it becomes together, and what both of us changed, each into something else: there mine stands.

    What is left out is empty. begun: None when nobody knows what I began with; then all that differs is asked.
    """
    values: dict[str, Any] = {}
    both = []
    for name in {**theirs, **mine}:
        my, their = mine.get(name), theirs.get(name)
        i_changed = begun is None or my != begun.get(name)
        they_changed = begun is None or their != begun.get(name)
        values[name] = my if i_changed else their
        if i_changed and they_changed and my != their:
            both.append(name)
    return values, both


@dataclass(frozen=True)
class Row:
    """One thing that was filled in by two people."""

    label: str
    theirs: str
    mine: str
    # A passage: it is shown with what its marks mean.
    is_marked: bool = False

    @property
    def is_text(self) -> bool:
        return not self.label or any(len(text) > SHORT or "\n" in text for text in (self.theirs, self.mine))

    @property
    def differences(self) -> list[Difference]:
        """From the one to the other: from what stands now to what you wrote."""
        return differences(self.theirs, self.mine)


@dataclass(frozen=True)
class Conflict:
    """What both changed. By whom, when and why the other saved, where that is known; what they made of what you both
    began with; and what the form holds now: together, with what it begins with from here."""

    rows: Sequence[Row]
    by: object = None
    at: datetime | None = None
    reason: str = ""
    they_changed: Row | None = None
    values: Values = field(default_factory=dict)

    @cached_property
    def texts(self) -> list[Row]:
        return [row for row in self.rows if row.is_text]

    @cached_property
    def facts(self) -> list[Row]:
        return [row for row in self.rows if not row.is_text]


def sent_again(data: QueryDict, theirs: Any, seen: str = "number", *, says: str = "") -> QueryDict:
    """What was typed, by who has read what stands now: saving it again is a choice then. theirs: what stands now, None
    when there is nothing any more; seen: the field that says what this person read, and `says` what that is of theirs
    when it is called otherwise."""
    again = data.copy()
    again[seen] = str(getattr(theirs, says or seen) if theirs else 0)
    return again


def signed(values: Values) -> str:
    """What a form begins with, to be sent along with it."""
    return signing.dumps(dict(values), salt=SALT, compress=True)


def unsigned(text: str) -> Values | None:
    with suppress(signing.BadSignature):
        found: Values = signing.loads(text, salt=SALT)
        return found
    return None


def beginning(form: BaseForm) -> str:
    """What this person began with: what the form shows now, or what it carried when it was sent."""
    carried = form.data.get(BEGUN, "") if form.is_bound else (form.initial or {}).get(BEGUN)
    return signed(filled_in(form)) if carried is None else str(carried)


def of_text(name: str, begun: str | None, mine: str, theirs: str, *, is_marked: bool = False, **more: Any) -> Conflict:
    """Of one text, which needs no name on the page; `name` is its field."""
    values, both = merged(None if begun is None else {name: begun}, {name: mine}, {name: theirs})
    they_changed = Row("", begun, theirs, is_marked) if begun is not None and begun != theirs and both else None
    values[BEGUN] = signed({name: theirs})
    return Conflict(
        [Row("", theirs, mine, is_marked)] if both else [], they_changed=they_changed, values=values, **more
    )


def of_forms(
    theirs: BaseForm,
    mine: BaseForm,
    *,
    names: Mapping[str, str] | None = None,
    lists: Mapping[str, str] | None = None,
    all_mine: bool = False,
    **more: Any,
) -> Conflict:
    """Of two of the same form: one with what stands now, one with what was sent.

    names: of fields whose label says too little. lists: by how the names of their fields begin, rows that belong
    together, and what they are called. all_mine: show all that I changed, because it cannot be saved any more.
    """
    names, lists, now = names or {}, lists or {}, filled_in(theirs)
    begun, sent, stands = (_gathered(one, lists) for one in (unsigned(beginning(mine)), filled_in(mine), now))
    together, both = merged(begun, sent or {}, stands or {})
    shown = {name for name in together if together[name] != (stands or {}).get(name)} if all_mine else {*both}
    rows = [
        Row(
            names.get(bound.name, str(bound.label)),
            _word(theirs[bound.name]),
            _word(bound),
            getattr(bound.field.widget, "is_marked", False),
        )
        for bound in mine.visible_fields()
        if bound.html_name in shown and bound.name in theirs.fields
    ]
    rows += [
        Row(label, _lines((stands or {}).get(start)), _lines(together[start]))
        for start, label in lists.items()
        if start in shown
    ]
    values = {bound.html_name: "" for form in (mine, theirs) for bound in form.visible_fields()}
    for name, value in together.items():
        values |= dict(value or []) if name in lists else {name: value or ""}
    values |= {bound.html_name: _sent(bound) for bound in theirs.hidden_fields()}
    return Conflict(rows, values={**values, BEGUN: signed(now)}, **more)


def _gathered(values: Values | None, lists: Mapping[str, str]) -> Values | None:
    """With the rows of each list as one thing: who adds or takes away a row moves the others."""
    if values is None or not lists:
        return values
    gathered = {name: value for name, value in values.items() if not name.startswith(tuple(lists))}
    for start in lists:
        if rows := [[name, value] for name, value in values.items() if name.startswith(start)]:
            gathered[start] = rows
    return gathered


def _lines(rows: Sequence[Sequence[str]] | None) -> str:
    return "\n".join(value for _name, value in rows or ())


def filled_in(form: BaseForm) -> dict[str, str]:
    """What a browser sends of it, without what is left empty."""
    return {bound.html_name: sent for bound in form.visible_fields() if (sent := _sent(bound))}


def _sent(bound: BoundField) -> str:
    value = _as_date(bound)
    if isinstance(bound.field.widget, CheckboxInput):
        return "on" if value else ""
    value = bound.field.widget.format_value(value)
    if isinstance(value, list):  # what is chosen
        value = value[0] if value else ""
    return _kept(bound, str("" if value is None else value).replace("\r\n", "\n").strip())


def _kept(bound: BoundField, text: str) -> str:
    """As it would be kept: what differs in signs that nobody sees was changed by nobody."""
    return bound.field.tidied(text) if isinstance(bound.field, WordsField) else text


def _word(bound: BoundField) -> str:
    """What a person sees in the field."""
    value = _as_date(bound)
    if isinstance(bound.field.widget, CheckboxInput):
        return gettext("ja") if value else gettext("nee")
    for key, name in getattr(bound.field.widget, "choices", ()):
        if str(getattr(key, "value", key)) == str("" if value is None else value):
            return strip_tags(str(name))  # of a sentence that waits for its language it makes another
    if isinstance(value, datetime):
        return moment(value)
    if isinstance(value, date):
        return day(value)
    return _kept(bound, str("" if value is None else value).replace("\r\n", "\n"))


def _as_date(bound: BoundField) -> Any:
    """The value of the field; a day or moment that was typed is that day or moment."""
    value = bound.value()
    if isinstance(bound.field, DateField | DateTimeField) and isinstance(value, str):
        with suppress(ValidationError):
            value = bound.field.prepare_value(bound.field.to_python(value))
    return value
