"""What people ask, and what the register finds: counted over a list of questions (questions.toml)."""

import tomllib
from pathlib import Path

import pytest

from regiotafel.mandates.register.queries import how_people_ask, may_be_in_danger, start_list
from regiotafel.mandates.register.rules import told
from regiotafel.text.asked import Asked, Kin, Thing

QUESTIONS = tomllib.loads((Path(__file__).parent / "questions.toml").read_text(encoding="utf-8"))
SUBJECTS = start_list()
REGISTER = Asked([Thing(one["title"], one["words"], one["about"]) for one in SUBJECTS], how_people_ask()["kin"])


def found(question: str) -> list[str]:
    return [SUBJECTS[hit.at]["title"] for hit in REGISTER.hits(question)]


def why(question: str) -> str:
    return told(REGISTER.hits(question)[0].why[0])


@pytest.mark.parametrize(("part", "n", "least"), [("tuned", 105, 104), ("held", 62, 60)])
def test_what_people_ask_comes_first(part: str, n: int, least: int) -> None:
    """So many of so many questions lead to their subject at once; about something else nothing is found."""
    asked = [(question, title) for title, some in QUESTIONS[part].items() for question in some]
    wrong = [
        (question, title, found(question)[:2])
        for question, title in asked
        if found(question)[:1] != ([title] if title else [])
    ]
    assert len(asked) == n
    assert n - len(wrong) >= least, wrong


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ("woordblind", "“woordblind” staat bij dit onderwerp"),
        ("voogt", "“voogt” lijkt op “voogd”"),
        ("klagt", "“klagt” lijkt op “klacht”"),
        ("zorgboerderij", "“zorgboerderij” hoort bij “begeleiding”"),
        ("expertteamleider", "“expertteamleider” en “expertteam” horen bij elkaar"),
    ],
)
def test_it_is_said_why_a_subject_was_found(question: str, sentence: str) -> None:
    assert why(question) == sentence


def test_a_complaint_about_something_is_a_complaint_first() -> None:
    assert found("ik wil een klacht indienen over de gecertificeerde instelling") == [
        "Klachten en vertrouwenspersoon",
        "Jeugdbescherming en jeugdreclassering",
    ]


def test_what_many_have_tells_less_than_what_few_have() -> None:
    things = Asked([Thing("Hulp thuis"), Thing("Hulp op school"), Thing("Hulp bij lezen")])
    assert [hit.at for hit in things.hits("hulp lezen")] == [2]


def test_what_nearly_all_have_leads_nowhere_beside_a_word_that_nothing_has() -> None:
    assert found("mag mijn ex beslissen over hulp") == []
    assert len(found("ik zoek hulp")) == 5


def test_another_word_leads_nowhere_when_no_subject_has_what_it_stands_for() -> None:
    things = Asked([Thing("Pleegzorg")], [Kin(("dyslexie",), ("woordblind",)), Kin((), ("niets",), is_first=True)])
    assert things.hits("woordblind") == []
    assert things.hits("niets") == []
    assert Asked([]).hits("pleegzorg") == []


@pytest.mark.parametrize(
    ("question", "is_danger"),
    [
        ("mijn vader slaat mij", True),
        ("kindermishandelling", True),
        ("ik wil niet meer leven", True),
        ("crisisopvangplek", True),
        ("krisis", True),
        ("huiselijkgeweld", True),
        ("wat staat er in de visie", False),
        ("een geweldig team", False),
        ("behandeling van dyslexie", False),
        ("veilig opgroeien", False),
        ("wat verwacht de gemeente", False),
        ("", False),
    ],
)
def test_who_may_be_in_danger_is_told_whom_to_call(question: str, is_danger: bool) -> None:
    assert may_be_in_danger(question) == is_danger


@pytest.mark.parametrize("question", ["a" * 5000, "x " * 4000, "ijijij" * 400, "\u0000 \u202e ﷺ", "-" * 300])
def test_whatever_is_typed_is_answered(question: str) -> None:
    assert len(REGISTER.hits(question)) <= 5
    may_be_in_danger(question)
