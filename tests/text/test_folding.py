import pytest
from hypothesis import given
from hypothesis import strategies as st

from regiotafel.text.folding import fold, fold_address


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Jeugdigen", "jeugdigen"),
        (" ouder  of\tverzorger\n", "Ouder of verzorger"),
        ("STRASSE", "straße"),
        ("", " \x00"),
    ],
)
def test_what_differs_only_in_capitals_and_spaces_is_the_same(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@pytest.mark.parametrize(
    ("typed", "name"), [("sudwest-fryslan", "Súdwest-Fryslân"), ("IJSSELSTEIN", "IJsselstein"), ("cafe", "Cafe\u0301")]
)
def test_who_leaves_out_accents_finds_the_name(typed: str, name: str) -> None:
    assert fold(typed, accents=False) == fold(name, accents=False)


def test_accents_count_where_they_make_another_word() -> None:
    assert fold("één") != fold("een")
    assert fold("één", accents=False) == "een"


@given(st.text())
def test_folding_again_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@pytest.mark.parametrize(
    ("email", "folded"),
    [
        (" Wie@Example.org ", "wie@example.org"),
        ("groß@example.org", "groß@example.org"),
        ("é@example.org", "é@example.org"),
    ],
)
def test_an_address_stays_that_of_one_person(email: str, folded: str) -> None:
    assert fold_address(email) == folded
