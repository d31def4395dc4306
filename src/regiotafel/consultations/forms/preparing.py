import re
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from regiotafel.consultations.forms.moments import day_field, moment_field
from regiotafel.consultations.models import STATEMENT_LENGTH, Consultation, Level, Point, PointKind
from regiotafel.consultations.rules import PROMISES, TextRefused, check_statement_text
from regiotafel.text.tidy import tidy_line

FEWEST_ROWS = 3
MOST_ROWS = 40
MORE_ROWS = 3
MOST_SEEDS = 100
_ROW = re.compile(r"(fixed|open)_(\d{1,3})_text")


class TitleForm(forms.Form):
    title = forms.CharField(
        label=_("Titel"),
        help_text=_("Kort en gewoon, bijvoorbeeld: Hulp dichtbij huis. De titel staat ook in het webadres."),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": _("Geef het gesprek een titel.")},
    )


def _levels() -> list[tuple[str, SafeString]]:
    """Each rung with the promise that belongs to it."""
    return [
        (level, format_html("<span><strong>{}</strong><br>{}</span>", str(level.label).capitalize(), PROMISES[level]))
        for level in Level
    ]


def _text(label: Any, help_text: Any, most: int, rows: int) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows}) if rows > 1 else forms.TextInput(attrs={"autocomplete": "off"})
    return forms.CharField(label=label, help_text=help_text, required=False, max_length=most, widget=widget)


class FrameForm(forms.Form):
    """Everything that people read before they answer. Only the title is needed to save; opening needs the rest."""

    title = TitleForm.base_fields["title"]
    question = _text(_("De vraag"), _("Eén open vraag. Mensen lezen haar als eerste."), 500, 3)
    introduction = _text(_("Inleiding"), _("Waarom vragen jullie dit nu? Hooguit een paar korte alinea's."), 3000, 6)
    level = forms.ChoiceField(
        label=_("Hoe ver gaat meedoen?"),
        help_text=_("Kies wat je kunt waarmaken. De belofte staat op het stembiljet."),
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
    audience = _text(_("Voor wie is dit gesprek?"), _("Bijvoorbeeld: ouders, jongeren en hulpverleners."), 300, 1)
    decided_by = _text(_("Wie beslist?"), _("Noem wie het besluit neemt, niet wie het voorbereidt."), 300, 1)
    decided_on = day_field(
        _("Wanneer valt het besluit?"), _("Weet je het niet precies, kies dan de laatste dag."), required=False
    )
    answer_by = day_field(
        _("Wanneer krijgen deelnemers antwoord?"),
        _("Uiterlijk op deze dag lezen zij wat er met hun inbreng gebeurt."),
        required=False,
    )
    opens_at = moment_field(_("Opent op"), _("Vanaf dit moment kunnen mensen antwoorden."), required=False)
    closes_at = moment_field(
        _("Sluit op"), _("Later sluiten kan altijd nog. Eerder sluiten doe je met een knop."), required=False
    )
    accepts_statements = forms.BooleanField(
        label=_("Deelnemers mogen zelf stellingen insturen"),
        help_text=_("Een moderator kijkt ernaar voordat anderen ze zien."),
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
                self.add_error(why, gettext("Schrijf op waarom dit vastligt."))
            if values.get(why) and not values.get(name) and name not in self.errors:
                self.add_error(name, gettext("Schrijf op wat er vastligt."))
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


def typed_frame_form(data: Mapping[str, str], *, version: int | None = None) -> FrameForm:
    """What somebody typed, to be checked; `version` when they have now seen what another person saved."""
    rows = _rows_in(data)
    if version is not None:
        data = {**{name: data[name] for name in data}, "version": str(version)}
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
    audience = forms.CharField(
        label=_("Voor wie is dit gesprek?"), max_length=300, error_messages={"required": _("Zeg voor wie het is.")}
    )
    closes_at = moment_field(_("Sluit op"), _("De sluiting kan alleen later worden."))
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, is_closed: bool, planned: datetime | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.planned = planned
        if is_closed:
            del self.fields["closes_at"]

    def clean_closes_at(self) -> datetime:
        """The field shows whole minutes: who leaves it as it is keeps the seconds."""
        chosen: datetime = self.cleaned_data["closes_at"]
        if self.planned and chosen == self.planned.replace(second=0, microsecond=0):
            return self.planned
        return chosen

    def values(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}


class SeedsForm(forms.Form):
    """Statements of the editors, one on each line."""

    texts = forms.CharField(
        label=_("Stellingen, één per regel"),
        help_text=_("Eén gedachte per stelling, hooguit %(most)d tekens. Iemand kan het ermee eens of oneens zijn.")
        % {"most": STATEMENT_LENGTH},
        strip=False,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "true"}),
        error_messages={"required": _("Schrijf minstens één stelling.")},
    )
    theme = forms.CharField(
        label=_("Thema"), help_text=_("Geldt voor al deze stellingen."), max_length=60, required=False
    )

    def __init__(self, *args: Any, there: Collection[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.there = {text.casefold() for text in there}

    def clean_texts(self) -> list[str]:
        """All lines, tidied; or every line that is wrong with its number."""
        lines = [
            (number, tidy_line(line)) for number, line in enumerate(self.cleaned_data["texts"].splitlines(), start=1)
        ]
        lines = [(number, text) for number, text in lines if text]
        if not lines:
            raise forms.ValidationError(gettext("Schrijf minstens één stelling."))
        if len(lines) > MOST_SEEDS:
            raise forms.ValidationError(
                gettext("Voeg hooguit %(most)d stellingen tegelijk toe.") % {"most": MOST_SEEDS}
            )
        seen = set(self.there)
        faults = []
        for number, text in lines:
            if fault := _fault_in(text, seen):
                faults.append(gettext("Regel %(line)d: %(fault)s") % {"line": number, "fault": fault})
            seen.add(text.casefold())
        if faults:
            raise forms.ValidationError(faults)
        return [text for _number, text in lines]


def _fault_in(text: str, seen: Collection[str]) -> str:
    if text.casefold() in seen:
        return gettext("Deze stelling is er al.")
    return fault_in_statement(text)


def fault_in_statement(text: str) -> str:
    try:
        check_statement_text(text)
    except TextRefused as refused:
        return str(refused)
    return ""


class BetterWordsForm(forms.Form):
    """New words for a statement."""

    text = forms.CharField(
        label=_("De nieuwe woorden"),
        help_text=_("Eén gedachte, hooguit %(most)d tekens.") % {"most": STATEMENT_LENGTH},
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3, "data-count": STATEMENT_LENGTH, "spellcheck": "true"}),
        error_messages={"required": _("Schrijf de nieuwe woorden op.")},
    )
    explanation = forms.CharField(
        label=_("Waarom is dit beter?"),
        help_text=_("Dit staat in het logboek van de moderatie."),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, old: str, is_taken: Callable[[str], bool], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.old, self.is_taken = old, is_taken

    def clean_text(self) -> str:
        text = tidy_line(self.cleaned_data["text"])
        if text == self.old:
            raise forms.ValidationError(gettext("Dit zijn dezelfde woorden. Verander iets, of ga terug."))
        if fault := fault_in_statement(text):
            raise forms.ValidationError(fault)
        if self.is_taken(text):
            raise forms.ValidationError(gettext("Deze stelling is er al."))
        return text


class MendForm(BetterWordsForm):
    """`seen`: the words that this person started from."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False, strip=False, max_length=2000)
