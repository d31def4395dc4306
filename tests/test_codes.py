"""Codes: made, typed over, shown, and known again after the site got another secret key."""

import pytest
from django.conf import settings
from django.test import override_settings
from hypothesis import given
from hypothesis import strategies as st

from regiotafel import codes

a_code = st.text(alphabet=codes.ALPHABET, min_size=1, max_size=20)


def test_a_code_is_long_enough_and_has_no_signs_that_look_alike() -> None:
    made = [codes.make(10) for _ in range(200)]
    assert len(set(made)) == 200
    assert {len(code) for code in made} == {10}
    assert not set("".join(made)) & set("01OIl")


@given(a_code, st.integers(1, 8))
def test_however_it_is_shown_or_typed_it_is_the_same_code(code: str, group: int) -> None:
    shown = codes.show(code, group)
    assert codes.tidy(f" {shown.lower()} ") == code
    assert all(len(part) <= group for part in shown.split("-"))
    assert codes.mark_of_code("receipt", shown.lower()) == codes.mark_of_code("receipt", code)


@given(a_code)
def test_what_was_marked_under_an_old_key_stays_valid(code: str) -> None:
    before = codes.mark_of_code("invitation", code)
    with override_settings(SECRET_KEY="new", SECRET_KEY_FALLBACKS=["older", settings.SECRET_KEY]):
        assert codes.mark_of_code("invitation", code) != before
        assert before in codes.marks_of_code("invitation", code)
    with override_settings(SECRET_KEY="new", SECRET_KEY_FALLBACKS=[]):
        assert before not in codes.marks_of_code("invitation", code)


def test_a_mark_of_one_kind_is_of_no_use_as_another() -> None:
    assert codes.mark("invitation", "A") != codes.mark("receipt", "A")
    assert codes.mark("invitation", "A", "one key") != codes.mark("invitation", "A", "another")


@pytest.mark.parametrize("length", [1, 12, 20])
def test_a_derived_code_is_the_same_each_time(length: int) -> None:
    made = codes.derived("receipt", "some form", length)
    assert made == codes.derived("receipt", "some form", length)
    # Of one sign there are 31: two forms may share it, but not all of them do.
    others = {codes.derived("receipt", f"form {n}", length) for n in range(30)}
    assert len(others) == 30 if length > 1 else len(others) > 1
    assert len(made) == length
    assert set(made) <= set(codes.ALPHABET)
