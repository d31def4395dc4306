"""Choosing a document, and what of it is taken over."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import PurePath
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from regiotafel.formats.prose.kinds import MOST_BYTES
from regiotafel.text.marked import in_one_line
from regiotafel.vision.models import BroughtAs
from regiotafel.web.fields import file, one_of


class BringForm(forms.Form):
    what = one_of(_("Wat is dit voor document?"), BroughtAs.choices, missing=_("Kies wat voor document dit is."))
    brought = file(
        _("Document"),
        _("Een .docx of .odt. We bewaren het bestand niet: alleen wat je daarna overneemt."),
        accept=".docx,.odt,.md,.html,.pdf",
    )

    def named(self) -> tuple[str, bytes]:
        """The name and the bytes, no more of them than may be read."""
        sent = self.cleaned_data["brought"]
        return PurePath(sent.name).name, sent.read(MOST_BYTES + 1)


def _day(written: str) -> date | None:
    """As a document writes when somebody changed it: 2027-03-12T09:00:00Z. None when it says something else."""
    try:
        return date.fromisoformat((written or "")[:10])
    except ValueError:
        return None


class TakeOverForm(forms.Form):
    """Of each change and each comment: whether it is taken over, and beside which passage."""

    def __init__(self, *args: Any, plan: Mapping[str, Any], numbers: Sequence[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.plan, self.numbers = plan, {0, *numbers}
        for name, rows in (("item", plan["items"]), ("remark", plan["remarks"])):
            for n, row in enumerate(rows):
                label = gettext("Overnemen") if name == "item" else gettext("Overnemen als opmerking")
                is_kept = not row.get("is_too_long", False)
                self.fields[f"{name}_{n}"] = forms.BooleanField(label=label, required=False, initial=is_kept)
                label = gettext("Bij passage")
                if row.get("kind") == "add":
                    label = gettext("Na passage")
                self.fields[f"{name}_at_{n}"] = forms.IntegerField(
                    label=label,
                    help_text=gettext("Vul 0 in als dit bij de hele tekst hoort.") if name == "remark" else "",
                    min_value=0,
                    initial=row["passage"],
                    required=True,
                )

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        for name, number in list(found.items()):
            if "_at_" in name and number not in self.numbers:
                self.add_error(name, gettext("Deze passage staat niet in de tekst."))
        return found

    def chosen(self, name: str) -> list[tuple[bool, int]]:
        rows = self.plan["items"] if name == "item" else self.plan["remarks"]
        values = self.cleaned_data
        return [(values[f"{name}_{n}"], values[f"{name}_at_{n}"]) for n in range(len(rows))]

    def items(self) -> Iterator[dict[str, Any]]:
        for n, row in enumerate(self.plan["items"]):
            fields = {"keep": self[f"item_{n}"], "place": self[f"item_at_{n}"]}
            yield {**row, **fields, "on": _day(row["date"])}

    def remarks(self) -> Iterator[dict[str, Any]]:
        for n, row in enumerate(self.plan["remarks"]):
            fields = {"keep": self[f"remark_{n}"], "place": self[f"remark_at_{n}"]}
            yield {**row, **fields, "on": _day(row["date"])}


class BeginForm(forms.Form):
    """Which passages of a whole new text are taken over."""

    def __init__(self, *args: Any, plan: Mapping[str, Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.plan = plan
        for place, n, text in self._all():
            self.fields[f"keep_{place}_{n}"] = forms.BooleanField(label=in_one_line(text), required=False, initial=True)

    def _all(self) -> Iterator[tuple[int, int, str]]:
        for place, one in enumerate(self.plan["sections"]):
            yield from ((place, n, text) for n, text in enumerate(one["passages"]))

    def kept(self) -> set[tuple[int, int]]:
        return {(place, n) for place, n, _text in self._all() if self.cleaned_data[f"keep_{place}_{n}"]}

    def sections(self) -> Iterator[dict[str, Any]]:
        for place, one in enumerate(self.plan["sections"]):
            yield {"title": one["title"], "fields": [self[f"keep_{place}_{n}"] for n in range(len(one["passages"]))]}
