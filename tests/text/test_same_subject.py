"""Which subjects of two lists may be the same: a guess with its reason, that a person can overrule."""

from hypothesis import given
from hypothesis import strategies as st

from regiotafel.text.same_subject import Pair, phrases_in, same_subjects

HERE = {
    "Crisishulp, dag en nacht": ["crisis", "crisisdienst", "spoed"],
    "Toegang tot jeugdhulp": ["wijkteam", "verwijzing", "loket"],
    "Dyslexiezorg": ["dyslexie", "lezen"],
    "Zeldzame hulp met andere regio’s": ["zeldzaam"],
}
THERE = {
    "Acute hulp": ["Spoed"],
    "Lokale teams": ["wijkteams"],
    "dyslexiezorg": [],
    "Woordblindheid": ["dyslexie"],
    "Iets heel anders": ["niets"],
}


def named(pairs: list[Pair]) -> dict[str, str]:
    return {one.here: one.there for one in pairs}


def test_pairs_come_with_the_words_that_both_use() -> None:
    found = {one.here: one for one in same_subjects(HERE, THERE)}
    assert found["Crisishulp, dag en nacht"] == Pair("Crisishulp, dag en nacht", "Acute hulp", ["spoed"])
    assert found["Toegang tot jeugdhulp"].shared == ["wijkteam"]  # one or more of them is the same word
    assert found["Dyslexiezorg"] == Pair("Dyslexiezorg", "dyslexiezorg")
    assert found["Dyslexiezorg"].has_same_title
    assert "Zeldzame hulp met andere regio’s" not in found


def test_a_person_confirms_and_breaks_pairs() -> None:
    different = [("Dyslexiezorg", "dyslexiezorg"), ("Toegang tot jeugdhulp", "Lokale teams")]
    broken = same_subjects(HERE, THERE, different=different)
    assert named(broken)["Dyslexiezorg"] == "Woordblindheid"
    assert "Toegang tot jeugdhulp" not in named(broken)
    said = same_subjects(HERE, THERE, same=[("Dyslexiezorg", "Iets heel anders"), ("Weg", "Acute hulp")])
    assert Pair("Dyslexiezorg", "Iets heel anders", is_confirmed=True) in said
    assert named(said)["Crisishulp, dag en nacht"] == "Acute hulp"


def test_two_that_fit_as_well_are_left_to_a_person() -> None:
    assert same_subjects({"A": ["spoed"]}, {"B": ["spoed"], "C": ["spoed"]}) == []
    assert named(same_subjects({"A": ["spoed", "crisis"]}, {"B": ["spoed"], "C": ["spoed", "crisis"]})) == {"A": "C"}


def test_a_word_that_many_use_tells_nothing() -> None:
    many = {f"Onderwerp {n}": ["jeugd"] for n in range(3)}
    assert same_subjects(many, {"Iets": ["jeugd"]}) == []


def test_what_people_write_with_commas_is_phrases() -> None:
    assert phrases_in(" spoed,  acute hulp ,\nspoed,,") == ["spoed", "acute hulp"]


WORDS = st.lists(st.sampled_from(["spoed", "crisis", "wijkteam", "lezen", "tarief", "wonen"]), max_size=3)
LISTS = st.dictionaries(st.sampled_from(["Aa", "Bb", "Cc", "Dd", "Ee", "Ff"]), WORDS, max_size=6)


@given(LISTS, LISTS, st.randoms(use_true_random=False))
def test_the_other_way_round_and_in_another_order_are_the_same_pairs(
    here: dict[str, list[str]], there: dict[str, list[str]], random: object
) -> None:
    there = {f"{name} daar": words for name, words in there.items()}
    items = [*here.items()]
    random.shuffle(items)  # type: ignore[attr-defined]
    one = {(pair.here, pair.there) for pair in same_subjects(here, there)}
    assert {(pair.there, pair.here) for pair in same_subjects(there, dict(items))} == one
    assert len({name for name, _ in one}) == len({name for _, name in one}) == len(one)
