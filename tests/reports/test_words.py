"""Numbers as a person would say them."""

import pytest

from regiotafel.formats.report import Row
from regiotafel.reports.words import agreeing, disagreeing, in_words, large


@pytest.mark.parametrize(
    ("agree", "said"),
    [
        (92, "Negen van de tien"),
        (87, "Negen van de tien"),
        (97, "Bijna alle"),
        (100, "Alle"),
        (54, "Meer dan vijf van de tien"),
        (46, "Vijf van de tien"),
    ],
)
def test_large_parts_are_said_out_of_ten(agree: int, said: str) -> None:
    row = Row("", n_people=100, n_agree=agree, agree=agree, n_disagree=100 - agree, disagree=100 - agree)
    assert agreeing(row) == said


def test_few_people_are_counted_one_by_one() -> None:
    row = Row("", n_people=9, n_agree=7, agree=78, n_disagree=2, disagree=22)
    assert agreeing(row) == "7 van de 9"
    assert disagreeing(row) == "2 van de 9"


def test_numbers_up_to_twelve_are_words_and_thousands_have_a_dot() -> None:
    assert [in_words(n) for n in (0, 1, 12, 13)] == ["geen", "één", "twaalf", "13"]
    assert large(49_443) == "49.443"
