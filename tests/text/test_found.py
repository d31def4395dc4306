import pytest

from regiotafel.text.found import n_found, piece_around, words_to_find

TEXT = "De gemeenten spreken met aanbieders af hoe lang wachten mag duren. Voor de meeste hulp is dat acht weken."


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("Wachttijden", [("wachttijd",)]),
        ("  wacht   Wacht ", [("wacht",)]),
        ("één crisis", [("crisi",)]),
        ("ggz", [("ggz",)]),
        ("hoe is het met de school", [("school", "schole")]),
        ("hoe dan", [("hoe",), ("dan",)]),
        ("", []),
    ],
)
def test_the_words_of_a_question(question: str, words: list[tuple[str, ...]]) -> None:
    assert words_to_find(question) == words


@pytest.mark.parametrize(
    ("one", "more"),
    [("school", "scholen"), ("huis", "huizen"), ("brief", "brieven"), ("gezin", "gezinnen"), ("raad", "raden")],
)
def test_one_and_more_find_each_other(one: str, more: str) -> None:
    assert n_found(f"Er zijn {more}.", words_to_find(one)) == 1
    if one != "raad":  # of so short a word little would be left
        assert n_found(f"Er is een {one}.", words_to_find(more)) == 1


def test_a_long_question_is_cut_off() -> None:
    assert len(words_to_find(" ".join(f"woord{n}" for n in range(99)))) == 8


def test_it_counts_the_words_that_stand_in_a_text() -> None:
    assert n_found(TEXT, words_to_find("wachten aanbieder")) == 2
    assert n_found(TEXT, words_to_find("wachten school")) == 1


def test_a_piece_shows_what_was_found_and_what_stands_around_it() -> None:
    pieces = piece_around(TEXT, words_to_find("weken"))
    assert [text for is_found, text in pieces if is_found] == ["weken"]
    assert pieces[0] == (False, "… ")
    assert "".join(text for _found, text in pieces[1:]) in TEXT


@pytest.mark.parametrize("text", ["", "…", TEXT, "woord " * 400])
def test_a_piece_is_short_and_loses_nothing_in_between(text: str) -> None:
    pieces = piece_around(text, [("woord",)])
    assert len("".join(piece for _found, piece in pieces).split()) < 40
    assert "".join(piece for _found, piece in pieces).strip("… ") in text
