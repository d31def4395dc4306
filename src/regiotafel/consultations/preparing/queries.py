"""What an editor filled in."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from regiotafel.consultations.models import Consultation, Level, PointKind


def as_words(
    consultation: Consultation, values: Mapping[str, Any], points: Sequence[tuple[str, str, str]] | None
) -> dict[str, str]:
    """What an editor filled in as a person reads it, by the name of the field; to lay two versions side by side."""
    words = {}
    for name, value in values.items():
        label = str(capfirst(consultation._meta.get_field(name).verbose_name))  # type: ignore[union-attr]
        if isinstance(value, datetime):
            words[label] = date_format(timezone.localtime(value), "j F Y H:i")
        elif isinstance(value, date):
            words[label] = date_format(value, "j F Y")
        elif isinstance(value, bool):
            words[label] = _("ja") if value else _("nee")
        else:
            words[label] = str(Level(value).label) if name == "level" and value else str(value or "")
    for kind in PointKind if points is not None else ():
        lines = [f"{text} ({why})" if why else text for k, text, why in points or () if k == kind]
        words[str(capfirst(kind.label))] = "\n".join(lines)
    return words
