"""What one text quotes of another."""

import pytest

from regiotafel.text.quotes import without_quotes

SAID = "Wij wachten al een jaar op hulp, en niemand belt ons terug."


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("We hoorden: wij wachten al een jaar op hulp. Dat is te lang.", "We hoorden: […]. Dat is te lang."),
        ("WIJ WACHTEN al een jaar; op hulp en niemand belt!", "[…]!"),
        ("Een ouder wacht al een jaar op hulp en is boos.", "Een ouder wacht […] is boos."),
        ("Je wacht een jaar op hulp.", "Je wacht een jaar op hulp."),
        (SAID, "[…]."),
        (f"{SAID} En ook: “{SAID}”", "[…]. En ook: “[…].”"),
        ("", ""),
    ],
)
def test_a_quote_is_left_out_and_the_rest_stays(text: str, left: str) -> None:
    assert without_quotes(text, SAID) == left


def test_what_another_said_too_stays() -> None:
    other = "Ook ik zeg: wij wachten al een jaar op hulp."
    both = "Wij wachten al een jaar op hulp, en niemand belt ons terug."
    assert without_quotes(both, SAID, but=[other]) == "Wij wachten al […]."
    assert without_quotes(other, SAID, but=[other]) == other


def test_a_short_text_is_a_quote_as_a_whole_and_no_words_are_none() -> None:
    assert (
        without_quotes("Iemand zei: meer geld nu. Dat horen we.", "Meer geld nu!") == "Iemand zei: […]. Dat horen we."
    )
    assert without_quotes("Er is meer geld.", "Meer geld nu!") == "Er is meer geld."
    assert without_quotes("Er is meer geld.", "…") == "Er is meer geld."
    long = "woord " * 5000
    assert without_quotes(long, long).strip() == "[…]"
