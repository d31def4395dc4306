"""Every field of the house takes what people paste, as it is kept."""

import copy
import importlib
import pkgutil
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django import forms
from django.core.exceptions import ValidationError

import regiotafel
from regiotafel.text.tidy import tidy
from regiotafel.web import fields
from tests.worst import INVISIBLE, WORST

SOURCES = Path(regiotafel.__file__).parent
# To see that a limit is counted in signs; a longer text is counted by the same field.
LONG_ENOUGH = 2000
NOBODY_SEES = "\x00 \u200b\u3164\ufeff\u202e \u00ad"


def every_field() -> Iterator[tuple[str, forms.Field]]:
    for module in pkgutil.walk_packages(regiotafel.__path__, "regiotafel."):
        if module.name.endswith((".forms", ".refusing")):
            for name, one in vars(importlib.import_module(module.name)).items():
                if isinstance(one, type) and issubclass(one, forms.BaseForm) and one.__module__ == module.name:
                    for field in getattr(one, "base_fields", {}):
                        yield f"{module.name}.{name}.{field}", one.base_fields[field]  # type: ignore[attr-defined]


def of_text() -> list[tuple[str, fields.WordsField]]:
    return [(name, field) for name, field in every_field() if isinstance(field, fields.WordsField)]


def test_no_field_of_text_goes_past_the_tidying() -> None:
    bare = [
        name
        for name, field in every_field()
        if isinstance(field, forms.CharField)
        and not isinstance(
            field, fields.WordsField | fields.AddressField | fields.WebsiteField | forms.RegexField | forms.UUIDField
        )
        and not isinstance(field.widget, forms.HiddenInput)
        and "SignUpForm" not in name  # the fields of allauth, which its `__init__` replaces
    ]
    assert not bare
    assert len(of_text()) > 30
    made_by_hand = [
        str(path.relative_to(SOURCES))
        for path in SOURCES.rglob("*.py")
        if path.name != "fields.py"
        and re.search(r"forms\.(CharField|SlugField|EmailField|URLField)\(", path.read_text())
    ]
    assert not made_by_hand, "use `web.fields`"


@pytest.mark.parametrize("worst", WORST)
def test_what_a_field_lets_through_is_tidy(worst: str) -> None:
    websites = [(name, field) for name, field in every_field() if isinstance(field, fields.WebsiteField)]
    assert websites
    for name, field in [*of_text(), *websites]:
        try:
            kept = field.clean(worst)
        except ValidationError:
            continue
        assert not INVISIBLE.search(kept), name
        assert tidy(kept) == kept, name


def test_what_says_nothing_is_empty_with_the_sentence_of_a_required_field() -> None:
    for name, field in of_text():
        for nothing in (NOBODY_SEES, *((" – ", "…", "• ") if field.must_say else ())):
            if field.required:
                with pytest.raises(ValidationError) as refused:
                    field.clean(nothing)
                assert refused.value.messages == [str(field.error_messages["required"])], name
            else:
                assert field.clean(nothing) == "", name


def test_a_length_is_counted_as_people_see_it_and_a_browser_cuts_nothing_off() -> None:
    for name, field in of_text():
        assert "maxlength" not in field.widget.attrs, name
        limits = [one.limit_value for one in field.validators if isinstance(one, fields.AtMost)]
        for most in (limit for limit in limits if limit <= LONG_ENOUGH):
            assert field.clean("👨‍👩‍👧" * most), name
            with pytest.raises(ValidationError):
                field.clean("👨‍👩‍👧" * (most + 1))


@pytest.mark.parametrize(
    "typed",
    [
        "ouder@example.org",
        " ouder@example.org\u200b,",
        "<ouder@example.org>;",
        "mailto:ouder@example.org",
        "\ufeffouder@exa\u00admple.org\n",
        '"ouder@example.org"',
        "Ouder de Boer <ouder@example.org>",
        "Boer, Ouder de <mailto:ouder@example.org>;",
        "ouder@example.org <ouder@example.org>",
        "[ouder@example.org](mailto:ouder@example.org)",
        "mailto:ouder@example.org?subject=Hallo",
        "E-mail: ouder@example.org.",
        "ouder @ example.org",
        "ouder@example. org",
        "ouder＠example。org",
        "„ouder@example.org”",
        "ouder@example.org (werk)",
    ],
)
def test_an_address_is_what_somebody_means_who_pastes_it(typed: str) -> None:
    assert fields.email("", "").clean(typed) == "ouder@example.org"


@pytest.mark.parametrize(
    "typed",
    ["a@example.org, b@example.org", "a@example.org; b <b@example.org>", ".a@example.org", "a@example,org", "<>"],
)
def test_nobody_guesses_which_address_is_meant(typed: str) -> None:
    with pytest.raises(ValidationError):
        fields.email("", "").clean(typed)


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("1.000", 1000),
        ("1 000", 1000),
        ("\u200b12\u00a0", 12),
        ("１２", 12),
        ("١٢", 12),
        ("007", 7),
        ("", None),
        ("\u200b", None),
    ],
)
def test_a_number_is_what_people_write(typed: str, number: int | None) -> None:
    assert fields.number("", required=False).clean(typed) == number


@pytest.mark.parametrize("typed", ["1,5", "1.5", "1.0", "1,000", "12e", "½", "1.00", "twee", "--1", "1_000"])
def test_half_a_number_is_none(typed: str) -> None:
    with pytest.raises(ValidationError):
        fields.number("", required=False).clean(typed)


@pytest.mark.parametrize(("name", "field"), of_text())
def test_what_is_far_too_long_is_refused_before_it_is_tidied(name: str, field: fields.WordsField) -> None:
    """Also when it would be short afterwards, or is asked for in another field that is made later."""
    tidied: list[str] = []
    field = copy.deepcopy(field)
    field.tidied = lambda words: tidied.append(words) or words[:1]  # type: ignore[func-returns-value]
    with pytest.raises(ValidationError) as refused:
        field.clean("x" * (1 + max(field.most or 0, fields.MOST_TIDIED)))
    assert refused.value.messages[0]
    assert not tidied
