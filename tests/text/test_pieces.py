"""Cutting a text and putting two together: no word is added or lost."""

from hypothesis import given
from hypothesis import strategies as st

from regiotafel.text.pieces import cuts, joined

PARTS = [
    "Een zin.",
    "Nog een zin!",
    "### Een kop",
    "- een punt\n- nog een",
    "| a | b |\n| - | - |",
    "Met noot[^1] erin. En meer.",
]
TEXTS = st.lists(st.sampled_from(PARTS), min_size=1, max_size=6).map("\n\n".join)


def words(*texts: str) -> list[str]:
    return sorted(word for text in texts for word in text.split())


@given(TEXTS, TEXTS)
def test_what_is_cut_or_put_together_has_the_same_words(one: str, other: str) -> None:
    for cut in cuts(one):
        assert all(cut)
        assert words(*cut) == words(one)
    if "[^" not in one or "[^" not in other:
        assert words(joined(one, other)) == words(one, other)


def test_a_text_is_cut_between_sentences_and_paragraphs_and_nowhere_else() -> None:
    text = "Een zin. Nog **een. Zin** hier.\n\n### Kop\n\n- punt. Een\n- punt\n\nSlot."
    assert [cut.second for cut in cuts(text)] == [
        "Nog **een. Zin** hier.\n\n### Kop\n\n- punt. Een\n- punt\n\nSlot.",
        "### Kop\n\n- punt. Een\n- punt\n\nSlot.",
        "Slot.",
    ]
    assert cuts("Eén zin zonder meer.") == []
    inside = "Zie [artikel 2. En 3](https://wet.example/a?b=1. c) nu."
    assert cuts(f"{inside} Klaar.") == [(inside, "Klaar.")]


def test_a_note_goes_with_its_mark_and_two_of_one_number_each_keep_their_words() -> None:
    text = "Een[^1]. Twee[^2].\n\n[^1]: bij een\n[^2]: bij twee"
    (cut,) = cuts(text)
    assert cut == ("Een[^1].\n\n[^1]: bij een", "Twee[^2].\n\n[^2]: bij twee")
    assert joined(*cut) == "Een[^1].\n\nTwee[^2].\n\n[^1]: bij een\n\n[^2]: bij twee"
    assert joined("A[^1].\n\n[^1]: a", "B[^1].\n\n[^1]: b") == "A[^1].\n\nB[^2].\n\n[^1]: a\n\n[^2]: b"


def test_a_note_that_was_typed_without_a_space_goes_along_too() -> None:
    text = "Een zin.\n\nHulp start snel.[^1]\n\n[^1]:binnen zes weken"
    after = next(cut for cut in cuts(text) if cut.first == "Een zin.")
    assert after.second == "Hulp start snel.[^1]\n\n[^1]:binnen zes weken"
    assert joined("Zo.[^1]\n\n[^1]:eerst", after.second).endswith("[^2]:binnen zes weken")
