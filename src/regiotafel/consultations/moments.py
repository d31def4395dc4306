"""Days and moments, typed in or picked from the browser's calendar."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

EARLIEST_YEAR, LATEST_YEAR = 2000, 2100


def check_year(value: date) -> None:
    """A slip of the fingers makes the year 226 of 2026; some of those years no clock can reckon with."""
    if not EARLIEST_YEAR <= value.year <= LATEST_YEAR:
        raise ValidationError(
            gettext("Kies een jaar van %(first)d tot en met %(last)d.") % {"first": EARLIEST_YEAR, "last": LATEST_YEAR}
        )


def day_field(label: Any, help_text: Any = "", *, required: bool = True) -> forms.DateField:
    return forms.DateField(
        label=label,
        help_text=help_text,
        required=required,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        validators=[check_year],
        error_messages={"required": _("Kies een datum."), "invalid": _("Schrijf de datum zo: 31-01-2027.")},
    )


def moment_field(label: Any, help_text: Any = "", *, required: bool = True) -> forms.DateTimeField:
    return forms.DateTimeField(
        label=label,
        help_text=help_text,
        required=required,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        validators=[check_year],
        error_messages={"required": _("Kies een moment."), "invalid": _("Schrijf dag en tijd zo: 31-01-2027 12:00.")},
    )
