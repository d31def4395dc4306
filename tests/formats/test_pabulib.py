"""Elections in `.pb`: what is read back is what was written, and every broken file has its sentence and line."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from regiotafel.formats import pabulib
from regiotafel.formats.faults import FileRefused

GOOD = """\
META
key;value
description;Wat eerst; en wat later
num_projects;3
num_votes;4
budget;1000
vote_type;approval
PROJECTS
project_id;cost;name;selected;category
10;400;"Een tafel; met stoelen";1;sport
9;600.00;Wandelpad;0;
a;0;Gratis;;
VOTES
voter_id;vote;age
v1;10,9;14
v2;9;15
v3;;16
v4;10,9;
"""


def read(text: str) -> pabulib.Poll:
    return pabulib.read(text.encode())


def test_all_of_it_is_read_and_written_back() -> None:
    poll = read(GOOD)
    assert (poll.budget, poll.title, poll.vote_type) == (1000, "Wat eerst; en wat later", "approval")
    assert [(one.key, one.cost, one.name, one.is_selected) for one in poll.projects] == [
        ("10", 400, "Een tafel; met stoelen", True),
        ("9", 600, "Wandelpad", False),
        ("a", 0, "Gratis", None),
    ]
    assert [(one.key, dict(one.scores), one.more["age"]) for one in poll.voters] == [
        ("v1", {"10": 1, "9": 1}, "14"),
        ("v2", {"9": 1}, "15"),
        ("v3", {}, "16"),
        ("v4", {"10": 1, "9": 1}, ""),
    ]
    assert pabulib.read(pabulib.written(poll).encode()) == poll


def test_points_and_order_become_scores() -> None:
    points = GOOD.replace("approval", "cumulative").replace("voter_id;vote;age", "voter_id;vote;points")
    poll = read(
        points.replace("9;14", "9;3,0").replace("9;15", "9;5").replace(";16", ";").replace("10,9;\n", "10,9;1,2\n")
    )
    assert [dict(one.scores) for one in poll.voters] == [{"10": 3}, {"9": 5}, {}, {"10": 1, "9": 2}]
    assert pabulib.read(pabulib.written(poll).encode()).voters == poll.voters
    ordinal = read(GOOD.replace("approval", "ordinal"))
    assert [dict(one.scores) for one in ordinal.voters][:2] == [{"10": 2, "9": 1}, {"9": 1}]
    assert pabulib.read(pabulib.written(ordinal).encode()) == ordinal


# What can stand in a cell; nothing is kept of the spaces around it.
words = st.text("aé €;,\"'\n-1", max_size=8).map(str.strip)
keys = st.text('ab9 ;"é-', min_size=1, max_size=6).map(str.strip).filter(bool)


@st.composite
def polls(draw: st.DrawFn) -> pabulib.Poll:
    vote_type = draw(st.sampled_from(pabulib.VOTE_TYPES))
    names = draw(st.lists(keys, min_size=1, max_size=5, unique=True))
    projects = [
        pabulib.Project(key, draw(st.integers(0, 10**6)), draw(words), draw(st.booleans()), {"category": draw(words)})
        for key in names
    ]
    voters = []
    for n in range(draw(st.integers(0, 4))):
        said = draw(st.lists(st.sampled_from(names), unique=True))
        scores = {
            "approval": lambda _, said=said: 1,
            "ordinal": lambda at, said=said: len(said) - at,
        }.get(vote_type, lambda _: draw(st.integers(1, 9)))
        voters.append(pabulib.Voter(f"v{n}", {key: scores(at) for at, key in enumerate(said)}, {"age": draw(words)}))
    meta = {"description": draw(words), "vote_type": vote_type, "budget": str(draw(st.integers(0, 10**9)))}
    meta |= {"num_projects": str(len(projects)), "num_votes": str(len(voters))}
    return pabulib.Poll(int(meta["budget"]), projects, voters, vote_type, meta)


@settings(max_examples=60, deadline=None)
@given(polls())
def test_what_is_written_is_read_back_as_the_same(poll: pabulib.Poll) -> None:
    assert pabulib.read(pabulib.written(poll).encode()) == poll


@pytest.mark.parametrize(
    ("before", "after", "line", "says"),
    [
        ("META\nkey;value", "key;value", 1, "begint met het deel META"),
        ("VOTES\nvoter_id", "voter_id", 0, "het deel VOTES ontbreekt"),
        ("PROJECTS\n", "VOTES\n", 9, "ontbreekt de kolom voter_id"),
        ("project_id;cost;name", "project_id;price;name", 9, "ontbreekt de kolom cost"),
        ("project_id;cost;name", "cost;cost;name", 9, "ontbreekt de kolom project_id"),
        ("budget;1000\n", "", 1, "ontbreekt budget"),
        ("budget;1000", "budget;1.000,00", 6, "heel bedrag"),
        ("budget;1000", "budget;-5", 6, "heel bedrag"),
        ("10;400", "10;vier", 10, "heel bedrag"),
        ("9;600.00", "9;600.50", 11, "heel bedrag"),
        ("9;600.00", "10;600", 11, "project 10 staat hier twee keer"),
        ("v2;9", "v1;9", 16, "stem v1 staat hier twee keer"),
        ("v2;9", "v2;8", 16, "project 8 bestaat niet"),
        ("v2;9", "v2;9,9", 16, "een project twee keer"),
        ("v2;9;15", "v2;9;15;x", 16, "4 waarden onder 3 kolommen"),
        ("num_votes;4", "num_votes;5", 5, "het zijn er 4"),
        ("num_projects;3", "num_projects;2", 4, "het zijn er 3"),
        ("approval", "gevoel", 1, "vote_type"),
        ("approval", "cumulative", 15, "keer punten"),
        ("v3;;16\n", "VOTES\n", 17, "VOTES staat hier twee keer"),
        ("v3;;16\n", 'v3;"9;16\n', 0, "aanhalingstekens"),
        ("budget;1000", "budget;1000\nbudget;1000", 7, "twee keer onder META"),
    ],
)
def test_a_broken_file_is_refused_with_a_sentence_and_its_line(before: str, after: str, line: int, says: str) -> None:
    assert before in GOOD
    with pytest.raises(FileRefused) as refused:
        read(GOOD.replace(before, after, 1))
    assert [(at, sentence) for at, sentence in refused.value.faults if at == line and says in sentence]


@pytest.mark.parametrize("data", [b"", b"\n \n", b"PK\x03\x04\x00\x00", "META\nkey;value\nbudget;é".encode("latin-1")])
def test_what_is_no_text_is_refused_too(data: bytes) -> None:
    with pytest.raises(FileRefused):
        pabulib.read(data)
