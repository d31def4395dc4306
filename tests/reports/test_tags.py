"""Numbers as a person would say them."""

import pytest

from regiotafel.reports.opinions.rows import Row, of_hundred
from regiotafel.reports.tags import in_words, large, they_agree, they_disagree


def row(n_agree: int, n_disagree: int) -> Row:
    agree, disagree = of_hundred(n_agree, n_disagree)
    n = n_agree + n_disagree
    return Row("", n_people=n, n_agree=n_agree, agree=agree, n_disagree=n_disagree, disagree=disagree)


@pytest.mark.parametrize(
    ("agree", "said"),
    [
        (92, "Van de 100 mensen die antwoordden zijn ongeveer negen van de tien het eens."),
        (87, "Van de 100 mensen die antwoordden zijn ongeveer negen van de tien het eens."),
        (97, "Bijna alle 100 mensen die antwoordden zijn het eens."),
        (100, "Alle 100 mensen die antwoordden zijn het eens."),
        (54, "Van de 100 mensen die antwoordden zijn meer dan vijf van de tien het eens."),
    ],
)
def test_a_sentence_says_how_many_answered_and_which_part_of_them_agrees(agree: int, said: str) -> None:
    assert they_agree(row(agree, 100 - agree)) == said


def test_few_people_are_counted_one_by_one() -> None:
    assert they_agree(row(19, 2)) == "19 van de 21 mensen die antwoordden zijn het eens."
    assert they_disagree(row(2, 7)) == "7 van de 9 mensen die antwoordden zijn het oneens."
    assert they_agree(row(9, 0)) == "Alle 9 mensen die antwoordden zijn het eens."


def test_all_is_said_only_when_nobody_answers_otherwise() -> None:
    assert row(999, 1).agree == 100
    assert they_agree(row(999, 1)) == "Bijna alle 1.000 mensen die antwoordden zijn het eens."


def test_numbers_up_to_twelve_are_words_and_thousands_have_a_dot() -> None:
    assert [in_words(n) for n in (0, 1, 12, 13)] == ["geen", "één", "twaalf", "13"]
    assert large(49_443) == "49.443"
