"""What counts as a change of words, and what differs between two texts. Without a database."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regiotafel.text.differences import differences
from regiotafel.text.substance import is_substantial
from regiotafel.text.tidy import tidy

WORDS = ["wij", "niet", "geen", "de", "raad", "12", "1,5", "weken", "jongeren", "-", ",", ".", "“hulp”", "een", "**"]
dutch = st.lists(st.sampled_from(WORDS), max_size=60).map(" ".join)
anything = st.text(max_size=300)


@given(st.one_of(anything, dutch), st.one_of(anything, dutch))
def test_same_and_added_is_the_text_after_and_same_and_removed_the_text_before(before: str, after: str) -> None:
    parts = differences(before, after)
    assert "".join(text for kind, text in parts if kind in ("same", "added")) == after
    assert "".join(text for kind, text in parts if kind in ("same", "removed")) == before
    assert all(text for _kind, text in parts)


@given(dutch)
def test_a_text_does_not_differ_from_itself(text: str) -> None:
    assert [kind for kind, _text in differences(text, text)] in ([], ["same"])
    assert not is_substantial(text, text)


@given(dutch, dutch)
def test_neighbours_are_never_of_one_kind_and_what_is_removed_comes_first(before: str, after: str) -> None:
    kinds = [kind for kind, _text in differences(before, after)]
    pairs = list(pairwise(kinds))
    assert all(one != next_ for one, next_ in pairs)
    assert ("added", "removed") not in pairs


@given(anything, anything)
def test_whether_a_change_counts_does_not_depend_on_the_direction(before: str, after: str) -> None:
    assert is_substantial(before, after) == is_substantial(after, before)


@given(st.lists(st.sampled_from(["wij", "niet", "12", "weken", "raad"]), min_size=1, max_size=30), st.data())
def test_white_space_and_line_breaks_never_count(words: list[str], data: st.DataObject) -> None:
    space = st.sampled_from([" ", "  ", "\n", "\n\n", "\t", "\u00a0", "\r\n"])
    other = "".join(word + data.draw(space) for word in words)
    assert not is_substantial(" ".join(words), other)


@given(
    st.lists(st.sampled_from(["wij", "niet", "geen", "12", "13", "1,5", "weken"]), min_size=1, max_size=30), st.data()
)
def test_a_word_or_number_that_goes_or_comes_always_counts(words: list[str], data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(words) - 1))
    assert is_substantial(" ".join(words), " ".join(words[:place] + words[place + 1 :]))
    assert is_substantial(" ".join(words), " ".join([*words[:place], "nooit", *words[place:]]))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Niemand wacht langer dan 12 weken.", "Niemand wacht langer dan 14 weken."),
        ("De raad beslist.", "De raad beslist niet."),
        ("Er is geen wachtlijst.", "Er is een wachtlijst."),
        ("Dit kost 1,5 miljoen.", "Dit kost 15 miljoen."),
        ("Dit kost 1,5 miljoen.", "Dit kost 1, 5 miljoen."),
        ("Het budget stijgt 5%.", "Het budget stijgt 5."),
        ("Het wordt -5 graden.", "Het wordt 5 graden."),
        ("Voor jongeren tot 18 jaar", "Voor jongeren tot 23 jaar"),
        ("10² meter", "102 meter"),
        ("Kinderen <b 12 jaar", "Kinderen 12 jaar"),
        ("> 12 weken", "12 weken"),
        ("Dit doen we.", "Dit doen we?"),
        ("Ouders, die werken, krijgen hulp.", "Ouders die werken krijgen hulp."),
        ("1. Eerst dit", "2. Eerst dit"),
        ("iets", ""),
    ],
)
def test_this_counts(before: str, after: str) -> None:
    assert is_substantial(before, after)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Niemand wacht langer\ndan 12 weken.", "Niemand wacht  langer dan 12 weken. "),
        ("Dit heet “hulp” – en 'steun'.", 'Dit heet "hulp" - en ‘steun’.'),
        ("Van 12 – 18 jaar", "Van 12-18 jaar"),
        ("Wij doen dit **niet**.", "Wij doen dit niet."),
        ("Wij doen dit <strong>niet</strong>.", "Wij doen dit _niet_."),
        ("# Wachten\n- kort\n- eerlijk", "Wachten\nkort\neerlijk"),
        ("jeugd\u00adhulp", "jeugdhulp"),
        ("En zo verder…", "En zo verder..."),
        ("één cafe\u0301", "e\u0301e\u0301n café"),
        ("Een ﬁjne ﬂat", "Een fijne flat"),
        ("Ĳsselstein is vrĳ", "IJsselstein is vrij"),
        ("ꞌs avonds", "’s avonds"),
        ("12⁄2", "12/2"),
    ],
)
def test_this_is_layout(before: str, after: str) -> None:
    assert not is_substantial(before, after)


def test_differences_read_as_a_person_would_mark_them() -> None:
    before = "Wie hulp nodig heeft, wacht hooguit 12 weken op een gesprek."
    after = "Wie hulp nodig heeft, wacht nooit langer dan 14 weken op een eerste gesprek."
    assert differences(before, after) == [
        ("same", "Wie hulp nodig heeft, wacht "),
        ("removed", "hooguit 12"),
        ("added", "nooit langer dan 14"),
        ("same", " weken op een "),
        ("added", "eerste "),
        ("same", "gesprek."),
    ]


def test_what_stayed_is_found_as_long_as_it_is() -> None:
    before = "op school, in het buurthuis en bij het consultatiebureau."
    after = "op school, in het buurthuis, bij het consultatiebureau en online. Blijft het, dan helpt die plek."
    assert differences(before, after) == [
        ("same", "op school, in het buurthuis"),
        ("removed", " en"),
        ("added", ","),
        ("same", " bij het consultatiebureau"),
        ("added", " en online"),
        ("same", "."),
        ("added", " Blijft het, dan helpt die plek."),
    ]


@pytest.mark.parametrize(
    ("before", "after", "most"),
    [
        ("1. Een\n2. Twee\n3. Drie", "1. Een\n2. Nieuw\n3. Twee\n4. Drie", 11),
        ("日本語の文", "日本の文", 1),
        ("“Hulp” is er", '"Hulp" is er', 4),
        ("ouders/verzorgers", "ouders en verzorgers", 5),
        ("http://a.nl/b?c=d", "http://a.nl/b?c=e", 2),
        ("a  b", "a b", 3),
        ("👨‍👩‍👧 komt", "👨‍👩‍👦 komt", 10),
        ("葛\U000e0100城", "葛\U000e0101城", 4),
    ],
)
def test_no_more_is_marked_than_what_changed(before: str, after: str, most: int) -> None:
    assert sum(len(text) for kind, text in differences(before, after) if kind != "same") <= most


@given(st.lists(st.sampled_from(WORDS), min_size=4, max_size=120), st.data())
def test_a_word_that_changes_marks_little_more_than_itself(words: list[str], data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(words) - 1))
    changed = [*words[:place], "nergens", *words[place + 1 :]]
    marked = sum(len(text) for kind, text in differences(" ".join(words), " ".join(changed)) if kind != "same")
    assert marked <= len(words[place]) + len("nergens") + 10


def test_a_long_text_is_compared_at_once() -> None:
    before = "de hulp is er voor " * 260
    after = "hulp de er is voor nu " * 230
    assert "".join(text for kind, text in differences(before, after) if kind != "removed") == after


def test_what_cannot_be_seen_is_left_out() -> None:
    assert tidy("  een\x00\r\n\r\n\r\n\r\ntwee \t\n") == "een\n\ntwee"
