"""The number of what something means now: from it alone follows what a person must look at again."""

from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from regiotafel.text.substance import is_substantial
from regiotafel.thread.models import GONE, Knot
from regiotafel.thread.rules import meaning
from regiotafel.vision.models import Passage
from regiotafel.vision.writing import actions as vision
from tests.factories import NOW, RegionFactory


class Words(NamedTuple):
    number: int
    text: str


LAYOUT = 18
TEXTS = st.sampled_from(
    ["Hulp is dichtbij.", "Hulp  is\ndichtbij.", "**Hulp** is dichtbij.", "Hulp is ver.", "Nee.", "“Nee”."]
)
EDITIONS = st.lists(TEXTS, min_size=1, max_size=8).map(lambda texts: [Words(*one) for one in enumerate(texts, start=1)])


@given(EDITIONS)
def test_two_moments_have_one_number_exactly_when_their_words_mean_the_same(editions: list[Words]) -> None:
    numbers = [meaning(editions[:n]) for n in range(1, len(editions) + 1)]
    for one, number in zip(editions, numbers, strict=True):
        assert number <= one.number
        for other, its_number in zip(editions, numbers, strict=True):
            assert (number == its_number) == (not is_substantial(one.text, other.text))


# --- a passage on the thread


@pytest.fixture
def passage(db: None) -> Passage:
    document = vision.draft_document(by=None, at=NOW, region=RegionFactory(slug="noord"), title="Regiovisie")
    section = vision.add_section(by=None, at=NOW, document=document, title="Wachten")
    return vision.add_passage(by=None, at=NOW, section=section, text="Hulp start in 6 weken.", reason="begin")


def now(passage: Passage) -> tuple[int, int]:
    knot = Knot.objects.get(passage=passage)
    return knot.number, knot.n_moves


def say(passage: Passage, text: str) -> None:
    passage.refresh_from_db()
    vision.reword(by=None, at=NOW, passage=passage, version=passage.version, text=text, reason="beter")


def test_a_passage_has_a_name_and_an_address_on_the_thread(passage: Passage) -> None:
    assert str(passage.knot) == "passage 1 van “Regiovisie”"
    assert passage.knot.url == "/noord/visie/regiovisie/passage/1/"


def test_other_words_move_layout_does_not_and_older_words_lead_back(passage: Passage) -> None:
    say(passage, "Hulp start\nin 6 weken.")
    assert now(passage) == (1, 0)
    say(passage, "Hulp start in 4 weken.")
    assert now(passage) == (3, 1)
    say(passage, "Hulp start in **6** weken.")
    assert now(passage) == (1, 2)


def test_a_passage_that_lapsed_has_a_number_of_its_own_until_it_is_back(passage: Passage) -> None:
    say(passage, "Hulp start in 4 weken.")
    vision.retire(by=None, at=NOW, passage=passage, reason="dubbel")
    assert now(passage)[0] == GONE
    vision.bring_back(by=None, at=NOW, passage=passage, reason="toch niet")
    assert now(passage)[0] == 2


def test_an_edit_costs_two_statements_more_only_when_it_moves_the_passage(
    passage: Passage, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    def reword(text: str) -> None:
        vision.reword(by=None, at=NOW, passage=passage, version=passage.version, text=text, reason="beter")

    # Passage and knot, its words, the new words, the version, three of the history, four of the seals (three tables
    # as they stand now, and the seals), two of the savepoint, and five for who
    # follows the whole text. Moved: its knot, and what waits from now on.
    with django_assert_num_queries(LAYOUT):
        reword("Hulp  start in 6 weken.")
    with django_assert_num_queries(LAYOUT + 2):
        reword("Hulp start in 4 weken.")
