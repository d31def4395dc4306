"""Somebody was before you: what stands now and what you wrote, beside each other."""

from datetime import UTC, date, datetime

from django import forms
from django.template.loader import render_to_string
from django.utils.html import strip_tags

from regiotafel.web import conflicts
from regiotafel.web.fields import day, line, words


class StepForm(forms.Form):
    name = line("Naam")
    about = words("Uitleg", required=False)
    starts_on = day("Begint op")
    kind = forms.ChoiceField(label="Soort", choices=[("", "geen"), ("a", "eerste"), ("b", "tweede")])
    seen = forms.CharField(widget=forms.HiddenInput)


THEIRS = {"name": "Lezen", "about": "Wij lezen alles.", "starts_on": date(2027, 1, 2), "kind": "a", "seen": "1"}


def shown(conflict: conflicts.Conflict) -> str:
    page = render_to_string("components/conflict.html", {"conflict": conflict})
    text = strip_tags(page.replace("<td", " <td"))
    return " ".join(text.split())


def test_only_what_differs_is_shown_in_the_words_of_the_form() -> None:
    sent = {"name": "Lezen", "about": "Wij lezen alles.\r\nOok brieven.", "starts_on": "2027-02-03", "kind": "b"}
    conflict = conflicts.of_forms(StepForm(initial=THEIRS), StepForm(sent))
    assert [(row.label, row.theirs, row.mine, row.is_text) for row in conflict.rows] == [
        ("Uitleg", "Wij lezen alles.", "Wij lezen alles.\nOok brieven.", True),
        ("Begint op", "2 januari 2027", "3 februari 2027", False),
        ("Soort", "eerste", "tweede", False),
    ]
    page = shown(conflict)
    assert "Begint op 2 januari 2027" in page
    assert "[erbij:] Ook brieven. [tot hier]" in page
    assert "Naam" not in page


def test_a_day_that_was_typed_is_a_day() -> None:
    sent = {**THEIRS, "starts_on": "2027-01-02"}
    assert conflicts.of_forms(StepForm(initial=THEIRS), StepForm(sent)).rows == []


def test_one_text_has_who_wrote_it_when_and_why() -> None:
    at = datetime(2027, 1, 2, 12, tzinfo=UTC)
    conflict = conflicts.of_texts("Wij wachten.", "Wij wachten niet.", by="Roos", at=at, reason="Korter")
    page = shown(conflict)
    assert "Wat er nu staat Wij wachten. Roos, 2 januari 2027 13:00. Reden: Korter" in page
    assert "Wat jij schreef Wij wachten niet." in page
    assert "[erbij:] niet [tot hier]" in page
