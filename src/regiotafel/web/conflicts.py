"""Somebody else saved while you were writing: what stands now beside what you wrote, and what differs.

Shown by the page part `components/conflict.html`. Nothing is lost: what you wrote is still in the form, and saving it
again is a choice then.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import Any

from django.core.exceptions import ValidationError
from django.forms import BaseForm, BoundField, DateField
from django.utils.formats import date_format

from regiotafel.text.differences import Difference, differences

# A longer text, or one of more lines, is read as a text: the words that differ are marked.
SHORT = 60


@dataclass(frozen=True)
class Row:
    """One thing that was filled in by two people."""

    label: str
    theirs: str
    mine: str

    @property
    def is_text(self) -> bool:
        return not self.label or any(len(text) > SHORT or "\n" in text for text in (self.theirs, self.mine))

    @property
    def differences(self) -> list[Difference]:
        """From what stands now to what you wrote."""
        return differences(self.theirs, self.mine)


@dataclass(frozen=True)
class Conflict:
    """What differs. By whom, when and why the other saved, where that is known; and what they made of what you both
    began with."""

    rows: Sequence[Row]
    by: object = None
    at: datetime | None = None
    reason: str = ""
    they_changed: Sequence[Difference] = field(default_factory=list)

    @cached_property
    def texts(self) -> list[Row]:
        return [row for row in self.rows if row.is_text]

    @cached_property
    def facts(self) -> list[Row]:
        return [row for row in self.rows if not row.is_text]


def of_texts(theirs: str, mine: str, **more: Any) -> Conflict:
    """Of one text, which needs no name."""
    return Conflict([Row("", theirs, mine)], **more)


def of_words(theirs: Mapping[str, str], mine: Mapping[str, str], **more: Any) -> Conflict:
    """Of everything that has another value, by its name."""
    rows = [Row(name, theirs.get(name, ""), mine.get(name, "")) for name in {**theirs, **mine}]
    return Conflict([row for row in rows if row.theirs != row.mine], **more)


def of_forms(theirs: BaseForm, mine: BaseForm, **more: Any) -> Conflict:
    """Of two of the same form: one with what stands now, one with what was sent."""
    return of_words(dict(_in_words(theirs)), dict(_in_words(mine)), **more)


def _in_words(form: BaseForm) -> Iterator[tuple[str, str]]:
    for bound in form.visible_fields():
        yield str(bound.label), _word(bound)


def _word(bound: BoundField) -> str:
    """What a person sees in the field."""
    value = bound.value()
    if isinstance(bound.field, DateField) and isinstance(value, str):
        with suppress(ValidationError):
            value = bound.field.to_python(value)
    for key, name in getattr(bound.field.widget, "choices", ()):
        if str(getattr(key, "value", key)) == str("" if value is None else value):
            return str(name)
    if isinstance(value, date):
        return date_format(value, "j F Y")
    return str("" if value is None else value).replace("\r\n", "\n")
