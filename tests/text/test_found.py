import pytest

from regiotafel.text.found import has_all, piece_around, words_to_find

TEXT = "De gemeenten spreken met aanbieders af hoe lang wachten mag duren. Voor de meeste hulp is dat acht weken."


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("Wachttijden", ["wachttijd"]),
        ("  wacht   Wacht ", ["wacht"]),
        ("één crisis", ["een", "crisi"]),
        ("ggz", ["ggz"]),
        ("", []),
    ],
)
def test_the_words_of_a_question(question: str, words: list[str]) -> None:
    assert words_to_find(question) == words


def test_a_long_question_is_cut_off() -> None:
    assert len(words_to_find(" ".join(f"woord{n}" for n in range(99)))) == 8


def test_all_words_must_stand_in_the_text() -> None:
    assert has_all(TEXT, words_to_find("wachten aanbieder"))
    assert not has_all(TEXT, words_to_find("wachten school"))


def test_a_piece_shows_what_was_found_and_what_stands_around_it() -> None:
    pieces = piece_around(TEXT, words_to_find("weken"))
    assert [text for is_found, text in pieces if is_found] == ["weken"]
    assert pieces[0] == (False, "… ")
    assert "".join(text for _found, text in pieces[1:]) in TEXT


@pytest.mark.parametrize("text", ["", "…", TEXT, "woord " * 400])
def test_a_piece_is_short_and_loses_nothing_in_between(text: str) -> None:
    pieces = piece_around(text, ["woord"])
    assert len("".join(piece for _found, piece in pieces).split()) < 40
    assert "".join(piece for _found, piece in pieces).strip("… ") in text
