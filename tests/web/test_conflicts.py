"""Somebody was before you: what stands now and what you wrote, beside each other."""

from datetime import UTC, date, datetime

from django import forms
from django.template.loader import render_to_string
from django.utils.html import strip_tags
from hypothesis import given
from hypothesis import strategies as st

from regiotafel.web import conflicts
from regiotafel.web.conflicts import BEGUN, beginning, merged
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
    conflict = conflicts.of_text("text", None, "Wij wachten niet.", "Wij wachten.", by="Roos", at=at, reason="Korter")
    page = shown(conflict)
    assert page.startswith("Roos heeft dit opgeslagen op 2 januari 2027, 13.00 uur. Reden: Korter")
    assert "Wat er nu staat Wij wachten." in page
    assert "Wat jij schreef Wij wachten niet." in page
    assert "[erbij:] niet [tot hier]" in page


# --- Three ways: what we began with, what I made of it, what they made of it ---


def test_what_one_changed_stands_and_what_both_changed_is_asked() -> None:
    begun = {"name": "Noord", "about": "Wij.", "kind": "a"}
    mine = {"name": "Noordwest", "about": "Wij.", "kind": "b"}
    theirs = {"name": "Noord", "about": "Wij samen.", "kind": "c"}
    assert merged(begun, mine, theirs) == ({"name": "Noordwest", "about": "Wij samen.", "kind": "b"}, ["kind"])
    assert merged(begun, begun, theirs) == (theirs, [])
    assert merged(begun, {"name": "Noord"}, theirs) == (
        {"name": "Noord", "about": None, "kind": None},
        ["about", "kind"],
    )
    assert merged(None, mine, theirs) == (mine, ["name", "about", "kind"])


WORDS = st.dictionaries(st.sampled_from("abcd"), st.sampled_from(["een", "twee", "drie"]))


@given(WORDS, WORDS, WORDS)
def test_a_field_that_only_one_of_us_changed_ends_with_that_change(
    begun: dict[str, str], mine: dict[str, str], theirs: dict[str, str]
) -> None:
    values, both = merged(begun, mine, theirs)
    for name in "abcd":
        start, my, their, kept = (one.get(name) for one in (begun, mine, theirs, values))
        if my == start:
            assert (kept, name in both) == (their, False)
        elif their == start:
            assert (kept, name in both) == (my, False)
        else:
            assert (kept, name in both) == (my, my != their)


def test_a_field_that_i_left_alone_is_not_shown_as_mine_and_the_form_begins_again_with_theirs() -> None:
    first = StepForm(initial={**THEIRS, "about": "Wij lezen.", "seen": "0"})
    sent = {"name": "Leren", "about": "Wij lezen.", "starts_on": "2027-01-02", "kind": "b", BEGUN: beginning(first)}
    conflict = conflicts.of_forms(StepForm(initial={**THEIRS, "kind": "a"}), StepForm(sent))
    assert conflict.rows == []
    assert {name: value for name, value in conflict.values.items() if name != BEGUN} == {
        "name": "Leren",
        "about": "Wij lezen alles.",
        "starts_on": "2027-01-02",
        "kind": "b",
        "seen": "1",
    }
    assert conflicts.unsigned(conflict.values[BEGUN]) == {**THEIRS_SENT}
    assert conflicts.unsigned(conflict.values[BEGUN] + "x") is None
    assert "Een collega veranderde intussen iets anders. Hieronder staat het samen." in shown(conflict)


THEIRS_SENT = {"name": "Lezen", "about": "Wij lezen alles.", "starts_on": "2027-01-02", "kind": "a"}


def test_who_saves_a_text_without_having_changed_it_gets_theirs() -> None:
    conflict = conflicts.of_text("text", "Wij.", "Wij.", "Wij samen.")
    assert (conflict.rows, conflict.values["text"]) == ([], "Wij samen.")
