"""What an editor fills in before people answer."""

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from regiotafel.consultations.models import Consultation, Level, Point, PointKind
from regiotafel.consultations.preparing.rules import PROMISES
from regiotafel.web import fields

FEWEST_ROWS = 3
MOST_ROWS = 40
MORE_ROWS = 3
_ROW = re.compile(r"(fixed|open)_(\d{1,3})_text")


class TitleForm(forms.Form):
    title = fields.line(
        _("Titel"),
        _("Kort en gewoon, bijvoorbeeld: Hulp dichtbij huis. De titel staat ook in het webadres."),
        most=120,
        missing=_("Geef de ronde een titel."),
    )


def _levels() -> list[tuple[str, SafeString]]:
    """Each rung with the promise that belongs to it."""
    return [
        (level, format_html("<span><strong>{}</strong><br>{}</span>", str(level.label).capitalize(), PROMISES[level]))
        for level in Level
    ]


def _text(label: Any, help_text: Any, most: int, rows: int) -> forms.CharField:
    if rows > 1:
        return fields.words(label, help_text, most=most, rows=rows, required=False)
    return fields.line(label, help_text, most=most, required=False)


class FrameForm(forms.Form):
    """Everything that people read before they answer. Only the title is needed to save; opening needs the rest."""

    title = TitleForm.base_fields["title"]
    question = _text(_("De vraag"), _("Eén open vraag. Mensen lezen die als eerste."), 500, 3)
    introduction = _text(_("Inleiding"), _("Waarom vragen jullie dit nu? Hooguit een paar korte alinea's."), 3000, 6)
    level = forms.ChoiceField(
        label=_("Hoeveel invloed heb je?"),
        help_text=_("Kies wat je kunt waarmaken. De belofte staat op het antwoordformulier."),
        choices=_levels,
        required=False,
        widget=forms.RadioSelect,
    )
    promise = _text(
        _("Wat beloof je?"),
        _("Laat je dit leeg, dan nemen we de belofte over die bij jouw keuze hierboven staat."),
        600,
        3,
    )
    decided_together = _text(
        _("Waarover beslissen deelnemers mee?"),
        _("Nodig bij meebeslissen. Noem het deel, bijvoorbeeld: hoe het geld voor preventie wordt verdeeld."),
        300,
        1,
    )
    audience = _text(_("Voor wie is deze ronde?"), _("Bijvoorbeeld: ouders, jongeren en hulpverleners."), 300, 1)
    decided_by = _text(_("Wie beslist?"), _("Noem wie het besluit neemt, niet wie het voorbereidt."), 300, 1)
    decided_on = fields.day(
        _("Wanneer valt het besluit?"), _("Weet je het niet precies, kies dan de laatste dag."), required=False
    )
    answer_by = fields.day(
        _("Wanneer krijgen deelnemers antwoord?"),
        _("Uiterlijk op deze dag lezen zij wat er met hun inbreng gebeurt."),
        required=False,
    )
    opens_at = fields.moment(_("Opent op"), _("Vanaf dit moment kunnen mensen antwoorden."), required=False)
    closes_at = fields.moment(
        _("Sluit op"), _("Later sluiten kan altijd nog. Eerder sluiten doe je met een knop."), required=False
    )
    accepts_statements = forms.BooleanField(
        label=_("Deelnemers mogen zelf stellingen insturen"),
        help_text=_("Een moderator kijkt ernaar voordat anderen ze zien."),
        required=False,
    )
    results_after_answers = forms.BooleanField(
        label=_("Bezoekers zien de resultaten pas na hun eigen antwoorden"),
        help_text=_("Zo antwoordt niemand met de rest mee. Na de sluiting ziet iedereen alles."),
        required=False,
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, n_fixed: int, n_open: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for row in range(1, n_fixed + 1):
            self.fields[f"fixed_{row}_text"] = _text(gettext("Vast punt %(row)d") % {"row": row}, "", 200, 1)
            self.fields[f"fixed_{row}_why"] = _text(gettext("Waarom vast punt %(row)d?") % {"row": row}, "", 300, 1)
        for row in range(1, n_open + 1):
            self.fields[f"open_{row}_text"] = _text(gettext("Open punt %(row)d") % {"row": row}, "", 200, 1)

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        self._fill_promise(values)
        for name in [name for name in self.fields if name.startswith("fixed_") and name.endswith("_text")]:
            why = name.replace("_text", "_why")
            if values.get(name) and not values.get(why) and why not in self.errors:
                self.add_error(why, gettext("Schrijf op waarom dit vaststaat."))
            if values.get(why) and not values.get(name) and name not in self.errors:
                self.add_error(name, gettext("Schrijf op wat er vaststaat."))
        return values

    def _fill_promise(self, values: dict[str, Any]) -> None:
        """The promise of the rung, unless the editor wrote one of their own."""
        standard = {str(promise) for promise in PROMISES.values()}
        if values.get("level") and values.get("promise", "") in {"", *standard}:
            values["promise"] = str(PROMISES[Level(values["level"])])

    def values(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in FrameForm.base_fields if name != "version"}

    def points(self) -> list[tuple[PointKind, str, str]]:
        """kind, text, why; in the order of the page, without the rows that stayed empty."""
        found = []
        for name, text in self.cleaned_data.items():
            row = _ROW.fullmatch(name)
            if row and text:
                kind = PointKind(row[1])
                found.append((kind, text, self.cleaned_data.get(f"{kind}_{row[2]}_why", "")))
        return found

    def fixed_rows(self) -> list[tuple[BoundField, BoundField]]:
        names = [name for name in self.fields if name.startswith("fixed_") and name.endswith("_text")]
        return [(self[name], self[name.replace("_text", "_why")]) for name in names]

    def open_rows(self) -> list[BoundField]:
        return [self[name] for name in self.fields if name.startswith("open_")]


def frame_form_of(consultation: Consultation, points: Sequence[Point]) -> FrameForm:
    """What is there now, with a few empty rows below the points."""
    initial: dict[str, Any] = {name: getattr(consultation, name, None) for name in FrameForm.base_fields}
    count = {PointKind.FIXED: 0, PointKind.OPEN: 0}
    for point in points:
        kind = PointKind(point.kind)
        count[kind] += 1
        initial[f"{kind}_{count[kind]}_text"] = point.text
        initial[f"{kind}_{count[kind]}_why"] = point.why
    return FrameForm(
        initial=initial,
        n_fixed=max(FEWEST_ROWS, count[PointKind.FIXED] + 1),
        n_open=max(FEWEST_ROWS, count[PointKind.OPEN] + 1),
    )


def typed_frame_form(data: Mapping[str, str]) -> FrameForm:
    """What somebody typed, to be checked."""
    rows = _rows_in(data)
    return FrameForm(data, n_fixed=rows["fixed"], n_open=rows["open"])


def frame_form_with_more_rows(data: Mapping[str, str], kind: str) -> FrameForm:
    """The same words in the same places and some empty rows more, without a check: the person has not finished."""
    rows = _rows_in(data)
    rows[kind] = min(MOST_ROWS, rows[kind] + MORE_ROWS)
    return FrameForm(initial={name: data[name] for name in data}, n_fixed=rows["fixed"], n_open=rows["open"])


def _rows_in(data: Mapping[str, str]) -> dict[str, int]:
    rows = {"fixed": 1, "open": 1}
    for name in data:
        if row := _ROW.fullmatch(name):
            rows[row[1]] = min(MOST_ROWS, max(rows[row[1]], int(row[2])))
    return rows


class AfterOpeningForm(forms.Form):
    """What may still change once people have read the promise."""

    introduction = FrameForm.base_fields["introduction"]
    audience = fields.line(_("Voor wie is deze ronde?"), most=300, missing=_("Vul in voor wie de ronde is."))
    closes_at = fields.moment(_("Sluit op"), _("De sluiting kan alleen later worden."))
    results_after_answers = FrameForm.base_fields["results_after_answers"]
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, is_closed: bool, planned: datetime | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.planned = planned
        if is_closed or planned is None:
            del self.fields["closes_at"], self.fields["results_after_answers"]

    def clean_closes_at(self) -> datetime:
        """The field shows whole minutes: who leaves it as it is keeps the seconds."""
        chosen: datetime = self.cleaned_data["closes_at"]
        if self.planned and chosen == self.planned.replace(second=0, microsecond=0):
            return self.planned
        return chosen

    def values(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}
