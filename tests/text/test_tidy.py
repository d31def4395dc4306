from hypothesis import given
from hypothesis import strategies as st

from regiotafel.text.tidy import tidy, tidy_line


def test_lines_stay_as_they_were_typed() -> None:
    assert tidy("  een\x00\r\n\r\n\r\n\r\n  twee  woorden \t\n") == "een\n\n  twee  woorden"


def test_with_single_spaces_no_white_space_stays_that_a_reader_does_not_need() -> None:
    assert tidy("  een\x00\r\n\r\n \r\n\r\n  twee  woorden \t\ndrie", single_spaces=True) == "een\n\ntwee woorden\ndrie"


def test_a_line_is_one_line() -> None:
    assert tidy_line(" een\u00a0\n\n twee\x07drie ") == "een twee drie"


@given(st.text())
def test_what_is_tidy_stays_as_it_is(text: str) -> None:
    for made in (tidy(text), tidy(text, single_spaces=True), tidy_line(text)):
        assert tidy(made) == made
    assert tidy_line(tidy(text)) == tidy_line(text)
