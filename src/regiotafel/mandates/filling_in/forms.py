"""What a municipality wants: typed, or read from a file."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from regiotafel.formats import cells
from regiotafel.history.models import REASON_LENGTH
from regiotafel.mandates.filling_in.queries import read_sheet
from regiotafel.mandates.filling_in.rules import ALL_POINTS, Filled
from regiotafel.mandates.models import DecisionLevel, LawFact, Position, Subject
from regiotafel.mandates.rounds.queries import law_facts_in
from regiotafel.mandates.rules import LEVELS, allowed_levels, binds
from regiotafel.text.tidy import tidy_line
from regiotafel.web import fields
from regiotafel.web.conflicts import Row
from regiotafel.web.files import read_brought

NEVER = "never"
# What somebody chooses for a level that is not the one they want, with what it means in per cent.
CHOICES: Sequence[tuple[str, Any]] = (
    ("", gettext_lazy("niet ingevuld")),
    ("100", gettext_lazy("even goed")),
    ("75", gettext_lazy("goed")),
    ("50", gettext_lazy("we kunnen ermee leven")),
    ("25", gettext_lazy("liever niet")),
    ("0", gettext_lazy("niet goed")),
    (NEVER, gettext_lazy("kan echt niet (breekpunt)")),
)
SIMPLE = frozenset(value for value, _name in CHOICES)


@dataclass
class LevelRow:
    """One level of one subject, and what stands in its two fields."""

    level: DecisionLevel
    name: str
    choice: str
    exact: str
    is_allowed: bool

    @property
    def exact_name(self) -> str:
        return f"{self.name}_exact"


@dataclass
class SubjectRow:
    """One subject on the sheet: what stands in its fields, and what is wrong with that."""

    subject: Subject
    wants: str
    points: str
    because: str
    levels: list[LevelRow]
    law: list[LawFact]
    faults: list[str] = field(default_factory=list)

    @property
    def name(self) -> str:
        return f"s{self.subject.pk}"

    @property
    def is_detailed(self) -> bool:
        """Something stands there besides the level and the points."""
        return bool(self.because) or any(one.choice or one.exact for one in self.levels)


class SheetForm:
    """All subjects of a round, as a municipality fills them in. `values`: by the name of the field, as it was typed."""

    def __init__(
        self, subjects: Sequence[Subject], values: Mapping[str, str], today: date, *, is_bound: bool = False
    ) -> None:
        self.is_bound, self.values = is_bound, values
        self.authority = values.get("authority", "")
        self.faults: list[tuple[int, str]] = []
        self.rows = [self._row(one, today) for one in subjects]

    def _row(self, subject: Subject, today: date) -> SubjectRow:
        name = f"s{subject.pk}"
        facts = law_facts_in(subject)
        allowed = allowed_levels(facts, today)
        levels = []
        for level in LEVELS:
            key = f"{name}_{level.value}"
            levels.append(LevelRow(level, key, self._typed(key), self._typed(f"{key}_exact"), level in allowed))
        return SubjectRow(
            subject=subject,
            wants=self._typed(f"{name}_wants"),
            points=self._typed(f"{name}_points"),
            because=self._typed(f"{name}_because"),
            levels=levels,
            law=[one for one in facts if binds(one, today)],
        )

    def _typed(self, name: str) -> str:
        return self.values.get(name, "").strip()[: 2 * REASON_LENGTH]

    def is_valid(self) -> bool:
        return not self.faults

    def filled(self) -> list[Filled]:
        """What it says. What is no number gets its fault here; what does not fit gets it from the rules."""
        return [self._filled(one) for one in self.rows]

    def _filled(self, row: SubjectRow) -> Filled:
        accepts, never = {}, []
        for one in row.levels:
            if one.choice == NEVER:
                never.append(str(one.level.value))
            share = self._number(row, one.exact or (one.choice if one.choice != NEVER else ""), str(one.level.label))
            if share is not None and one.level != row.wants:
                accepts[str(one.level.value)] = share
        points = self._number(row, row.points, _("punten")) or 0
        return Filled(row.subject, row.wants, points, accepts, never, tidy_line(row.because))

    def _number(self, row: SubjectRow, typed: str, where: str) -> int | None:
        found = cells.number(typed)
        if typed and found is None:
            self.mark([(row.subject.pk, _("“%(text)s” is geen heel getal (%(where)s).") % _named(typed, where))])
        return found

    def mark(self, faults: Iterable[tuple[int, str]]) -> None:
        """What does not fit, beside the subject that it is about; 0 is the whole sheet."""
        by_subject = {one.subject.pk: one for one in self.rows}
        for subject, sentence in faults:
            self.faults.append((subject, sentence))
            if subject in by_subject:
                by_subject[subject].faults.append(sentence)

    @property
    def of_whole(self) -> list[str]:
        return [sentence for subject, sentence in self.faults if not subject]

    @property
    def n_points(self) -> int:
        """What is no number of points is none: it has a fault of its own."""
        typed = (cells.number(one.points) or 0 for one in self.rows)
        return sum(points for points in typed if 0 <= points <= ALL_POINTS)

    @property
    def n_left(self) -> int:
        return ALL_POINTS - self.n_points

    def shared_alike(self) -> dict[str, str]:
        """The hundred points over all subjects with a level, what is left over to the first of them."""
        chosen = [one for one in self.rows if one.wants]
        values = dict(self.values)
        for place, one in enumerate(chosen):
            values[f"{one.name}_points"] = str(ALL_POINTS // len(chosen) + (place < ALL_POINTS % len(chosen)))
        return values


def _named(typed: str, where: str) -> dict[str, str]:
    return {"text": typed[:20], "where": where}


def values_of(positions: Iterable[Position | Filled]) -> dict[str, str]:
    """What a form shows of what was said before, by the name of its field."""
    values: dict[str, str] = {}
    for one in positions:
        name = f"s{one.subject.pk if isinstance(one, Filled) else one.subject_id}"
        values |= {f"{name}_wants": one.wants, f"{name}_because": one.because}
        values[f"{name}_points"] = str(one.points or "")
        for level, share in one.accepts.items():
            key = f"{name}_{level}" if str(share) in SIMPLE else f"{name}_{level}_exact"
            values[key] = str(share)
        values |= {f"{name}_{level}": NEVER for level in one.never}
    return {name: value for name, value in values.items() if value}


def field_labels(subjects: Iterable[Subject]) -> dict[str, str]:
    """How each field is called where two people filled in something else."""
    labels = {"authority": _("Namens wie")}
    for one in subjects:
        labels |= {
            f"s{one.pk}_wants": _("%(title)s: gewenst niveau") % {"title": one.title},
            f"s{one.pk}_points": _("%(title)s: punten") % {"title": one.title},
            f"s{one.pk}_because": _("%(title)s: waarom") % {"title": one.title},
        }
        for level in LEVELS:
            told = _("%(title)s: %(level)s") % {"title": one.title, "level": level.label}
            labels |= {f"s{one.pk}_{level.value}": told}
            labels |= {f"s{one.pk}_{level.value}_exact": _("%(field)s, in procent") % {"field": told}}
    return labels


def changes(subjects: Sequence[Subject], before: Mapping[str, str], after: Mapping[str, str]) -> list[Row]:
    """What differs between two sheets, as a person filled it in."""
    return [
        Row(label, named_value(before.get(name, "")), named_value(after.get(name, "")))
        for name, label in field_labels(subjects).items()
        if before.get(name, "") != after.get(name, "")
    ]


def named_value(value: str) -> str:
    """What a person chose, in the words that they chose."""
    names = {str(one.value): str(one.label) for one in LEVELS} | {key: str(name) for key, name in CHOICES if key}
    return names.get(value, value)


# --- Read from a file ---


class SheetFileForm(forms.Form):
    file = fields.file(
        gettext_lazy("Bestand"),
        gettext_lazy("Een Excel-bestand (XLSX) of een CSV, hooguit 1 MB."),
        accept=fields.TABLE,
    )

    def __init__(self, *args: Any, subjects: Sequence[Subject], today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.subjects, self.today = subjects, today
        self.filled: list[Filled] = []

    def clean_file(self) -> "UploadedFile[bytes]":
        uploaded: UploadedFile[bytes] = self.cleaned_data["file"]
        self.filled = read_brought(uploaded, lambda data: read_sheet(data, self.subjects, self.today))
        return uploaded
