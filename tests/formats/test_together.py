"""Files of one conversation are held against each other: what does not fit is said, and only that."""

from __future__ import annotations

import time
from collections.abc import Mapping
from itertools import pairwise

import pytest

from regiotafel.formats import polis, tables, together
from regiotafel.formats.people import Role
from regiotafel.formats.polis import Comment, Conversation
from regiotafel.formats.together import Weight, hold_together
from tests import real_data

NOW = 1_790_000_000_000


def conversation(n_people: int = 12, signs: tuple[int, ...] = (1, 1, -1), at: int | None = None) -> Conversation:
    rows = [(str(i), str(j), sign) for i in range(n_people) for j, sign in enumerate(signs)]
    return Conversation(
        person=[person for person, _, _ in rows],
        statement=[statement for _, statement, _ in rows],
        value=[value for _, _, value in rows],
        timestamp=[at] * len(rows),
        people=tuple(dict.fromkeys(person for person, _, _ in rows)),
        statements=tuple(dict.fromkeys(statement for _, statement, _ in rows)),
        n_rows=len(rows),
    )


def comments(*counts: tuple[int | None, int | None]) -> list[Comment]:
    return [Comment(str(j), f"Stelling {j}", n_agree=a, n_disagree=d) for j, (a, d) in enumerate(counts)]


FITTING = comments((12, 0), (12, 0), (0, 12))


def kinds(found: together.Together) -> dict[str, Weight]:
    return {one.kind: one.weight for one in found.doubts}


def held(votes: Conversation, told: list[Comment], roles: Mapping[str, Role] | None = None) -> dict[str, Weight]:
    return kinds(hold_together(votes, told, roles, now=NOW))


def swapped(votes: Conversation) -> Conversation:
    return Conversation(
        votes.statement, votes.person, votes.value, votes.timestamp, votes.statements, votes.people, votes.n_rows
    )


def test_what_fits_is_not_doubted() -> None:
    assert held(conversation(), FITTING) == {}
    assert held(conversation(), comments((13, 0), (14, 1), (2, 12))) == {}  # old counts are a few too high
    assert held(conversation(), comments((None, None), (None, None), (None, None))) == {}
    assert held(conversation(), []) == {}


def test_a_sign_turned_round_is_seen_in_the_counts_also_when_they_are_a_little_off() -> None:
    turned = together.turned_round(conversation())
    for told in (FITTING, comments((13, 0), (14, 1), (2, 12))):
        assert held(turned, told) == {"turned": Weight.CONTRADICTION}
        assert held(together.turned_round(turned), told) == {}


def test_a_matrix_tells_by_itself_that_its_sign_is_turned_round() -> None:
    matrix = "participant,n-agree,n-disagree,0,1,2\n" + "".join(f"{i},2,1,-1,-1,1\n" for i in range(6))
    assert held(polis.read_votes(matrix.encode()), []) == {"turned": Weight.CONTRADICTION}


def test_columns_that_changed_places_are_seen_by_any_other_file() -> None:
    assert held(swapped(conversation()), FITTING)["swapped"] == Weight.CONTRADICTION
    bare = [Comment(str(j), "x", n_agree=None, n_disagree=None) for j in range(3)]
    assert held(swapped(conversation(60)), bare)["swapped"] == Weight.CONTRADICTION
    roles = {str(i): Role("ouder") for i in range(12)}
    assert held(swapped(conversation()), [], roles)["swapped"] == Weight.CONTRADICTION
    # As many people as statements, with the same numbers: only the counts tell.
    square = conversation(3)
    assert held(swapped(square), comments((3, 0), (3, 0), (0, 3)))["swapped"] == Weight.CONTRADICTION
    assert held(swapped(conversation(60)), [])["many statements"] == Weight.DOUBT


def test_statements_and_people_of_another_conversation_are_never_used() -> None:
    other = [Comment("900", "Iets anders")]
    assert held(conversation(), other)["other statements"] == Weight.IMPOSSIBLE
    assert held(conversation(), FITTING, {"x": Role("ouder")})["other people"] == Weight.IMPOSSIBLE
    # With numbers that are there too, the counts tell.
    assert held(conversation(), comments((400, 90), (70, 80), (55, 400)))["other counts"] == Weight.CONTRADICTION


def test_how_many_have_no_text_and_whose_role_is_of_nobody_is_said() -> None:
    assert held(conversation(), FITTING[:2])["without text"] == Weight.NOTE
    assert held(conversation(), FITTING[:1])["without text"] == Weight.CONTRADICTION
    roles = {str(i): Role("ouder") for i in range(14)}
    assert held(conversation(), FITTING, roles) == {"unknown people": Weight.NOTE}
    roles = {str(i): Role("ouder") for i in range(11, 40)}
    assert held(conversation(), FITTING, roles) == {"unknown people": Weight.DOUBT}


@pytest.mark.parametrize(("at", "is_odd"), [(12, True), (NOW + 1000, True), (NOW - 1000, False), (None, False)])
def test_moments_of_1970_and_of_the_future_are_doubted(at: int | None, is_odd: bool) -> None:
    assert held(conversation(at=at), FITTING) == ({"odd moments": Weight.DOUBT} if is_odd else {})


def test_letters_that_were_saved_wrongly_before_are_doubted() -> None:
    garbled = [*FITTING[:2], Comment("2", "EÃ©n vaste contactpersoon", n_agree=0, n_disagree=12)]
    assert held(conversation(), garbled) == {"garbled": Weight.DOUBT}


def test_what_was_refused_and_what_is_about_people_does_not_count_nor_does_who_answered_only_that() -> None:
    votes = conversation(2)
    votes.person.append("stil")
    votes.statement.append("0")
    votes.value.append(1)
    votes.timestamp.append(None)
    told = [
        Comment("0", "x", moderated=-1, n_agree=3),
        Comment("1", "y", is_meta=True, n_agree=2),
        Comment("2", "z", n_agree=0, n_disagree=2),
    ]
    assert held(votes, told) == {"refused": Weight.NOTE, "about people": Weight.NOTE}
    counted = together.to_count(votes, told)
    assert (counted.people, counted.statements, counted.value) == (("0", "1"), ("2",), [-1, -1])
    all_refused = [Comment(str(j), "x", moderated=-1, n_agree=None, n_disagree=None) for j in range(3)]
    assert held(votes, all_refused)["nothing left"] == Weight.IMPOSSIBLE


def test_people_without_a_vote_are_not_people_who_voted() -> None:
    matrix = polis.read_votes(b"participant,0,1\na,1,-1\nb,,\n")
    assert held(matrix, []) == {"silent people": Weight.NOTE}
    assert together.to_count(matrix, []).people == ("a",)


def test_names_are_the_same_when_only_zeros_or_letters_differ_and_nothing_else_fits() -> None:
    assert together.same_names(["7", "08", "x"], ["007", "8"]) == {"7": "007", "08": "8", "x": "x"}
    assert together.same_names(["7"], ["007", "07"]) == {"7": "7"}
    assert together.same_names(["07", "7"], ["007"]) == {"07": "07", "7": "7"}
    assert together.same_names(["JAN"], ["jan"]) == {"JAN": "jan"}


@pytest.mark.data
@pytest.mark.parametrize("file", ["votes.csv", "participants-votes.csv"])
@pytest.mark.parametrize("name", real_data.CONVERSATIONS)
def test_real_conversations_are_not_doubted_and_their_opposite_is(name: str, file: str) -> None:
    folder = real_data.folder(name)
    told = polis.read_comments(tables.load(folder / "comments.csv"))
    votes = polis.read_votes(tables.load(folder / file), statements={one.id for one in told})
    now = int(time.time() * 1000)
    assert kinds(hold_together(votes, told, now=now)) == {"refused": Weight.NOTE}
    turned = hold_together(together.turned_round(votes), told, now=now)
    assert turned.doubts[0].kind == "turned"
    counted = together.to_count(votes, told)
    assert (len(counted.people), len(counted.statements), len(counted.value)) == real_data.COUNTED[name]


def test_votes_with_their_opposite_at_the_same_moment_are_doubted() -> None:
    rows = [(7, str(s), str(p), sign) for p in range(6) for s in range(3) for sign in (1, -1)]
    lines = [f"{at},{statement},{person},{sign}" for at, statement, person, sign in rows]
    votes = polis.read_votes("\n".join(["timestamp,comment-id,voter-id,vote", *lines]).encode())
    [doubt] = [one for one in hold_together(votes, now=NOW).doubts if one.kind == "opposed"]
    assert doubt.weight == Weight.DOUBT
    assert str(doubt.text).startswith("18 antwoorden")
    # Who changed their mind later is no doubt, nor who pressed the same twice.
    calm = "timestamp,comment-id,voter-id,vote\n1,0,a,1\n2,0,a,-1\n1,1,a,1\n1,1,a,1\n"
    assert polis.read_votes(calm.encode()).n_opposed == 0


@pytest.mark.parametrize("other", ["00", "000"])
def test_one_number_written_in_two_ways_in_one_list_is_refused_with_its_line(other: str) -> None:
    votes = f"timestamp,comment-id,voter-id,vote\n1,0,1,1\n1,{other},2,1\n1,1,01,1\n"
    with pytest.raises(polis.FileRefused) as refused:
        polis.read_votes(votes.encode())
    assert [line for line, _ in refused.value.faults] == [3, 4]
    with pytest.raises(polis.FileRefused):
        polis.read_comments(f"comment-id,comment-body\n0,Een\n{other},Twee\n".encode())


# --- kinds of files that do not fit


def votes_of(text: str, comments_: list[Comment] | None = None) -> dict[str, Weight]:
    return held(polis.read_votes(text.encode()), comments_ or [])


def rows(values: list[list[object]], people: str = "p") -> str:
    lines = [f"{j},{people}{i},{v}" for i, row in enumerate(values) for j, v in enumerate(row)]
    return "\n".join(["comment-id,voter-id,vote", *lines])


def test_numbers_of_statements_that_are_one_off_are_seen_in_the_counts() -> None:
    votes = polis.read_votes(rows([[1, 1, -1, 0], [1, -1, -1, 0], [1, 0, -1, 1]] * 4).encode())
    told = comments((12, 0), (4, 4), (0, 12), (4, 0))
    assert held(votes, told) == {}
    later = [Comment(str(int(one.id) + 1), one.text, n_agree=one.n_agree, n_disagree=one.n_disagree) for one in told]
    assert held(votes, later)["shifted"] == Weight.CONTRADICTION
    before = [
        Comment(one.id, one.text, n_agree=last.n_agree, n_disagree=last.n_disagree) for one, last in pairwise(told)
    ]
    assert held(votes, before)["shifted"] == Weight.CONTRADICTION


def test_counts_that_belong_to_other_statements_are_doubted() -> None:
    votes = polis.read_votes(rows([[1, 1, 1, 0], [1, 1, 0, 0], [1, 1, -1, 1]] * 4).encode())
    assert held(votes, comments((12, 0), (12, 0), (4, 4), (4, 0))) == {}
    assert held(votes, comments((12, 0), (12, 0), (4, 0), (4, 4)))["other counts"] == Weight.DOUBT


def test_counts_of_people_that_do_not_fit_their_own_row_are_doubted() -> None:
    table = "participant,n-agree,n-disagree,1,2,3\n" + "".join(f"p{i},{{}},{{}},1,1,-1\n" for i in range(9))
    assert votes_of(table.format(*(2, 1) * 9)) == {}
    assert votes_of(table.format(*(9, 4) * 9)) == {"counts of people": Weight.DOUBT}
    assert votes_of(table.format(*(1, 2) * 9)) == {"turned": Weight.CONTRADICTION}


@pytest.mark.parametrize(
    ("values", "doubts"),
    [
        ([[1, 0, 1]] * 12, {"two values": Weight.DOUBT}),
        ([[-1, 0, -1]] * 12, {"two values": Weight.DOUBT}),
        ([[1, 0, -1]] * 12, {}),
        ([[1, 1, 1]] * 12, {}),
        ([[1, -1, 1]] * 12, {}),
        ([[1, 0, 1]] * 5, {}),
    ],
)
def test_answers_that_may_be_counted_from_nought_are_doubted(
    values: list[list[object]], doubts: dict[str, Weight]
) -> None:
    assert votes_of(rows(values)) == doubts


@pytest.mark.parametrize(
    ("second", "is_doubted"),
    [("1,P1,1", True), ("1,e\u0301 p1,1", False), ("1,Ép1,1", True), ("1,p2,1", False), ("1,p-1,1", False)],
)
def test_names_that_differ_in_capitals_or_accents_only_are_doubted(second: str, is_doubted: bool) -> None:
    text = f"comment-id,voter-id,vote\n1,p1,1\n1,ép1,1\n{second}\n2,p1,-1\n2,p2,-1\n"
    assert ("alike voter-id" in votes_of(text)) == is_doubted


@pytest.mark.parametrize("sign", ["\u00e9", "e\u0301", "\u00e9\u200b", "\u00ad\u00e9", "\ufeffe\u0301"])
def test_names_that_look_the_same_are_the_same(sign: str) -> None:
    votes = polis.read_votes(f"comment-id,voter-id,vote\n1,Jos\u00e9,1\n2,Jos{sign},0\n".encode())
    assert votes.people == ("Jos\u00e9",)


@pytest.mark.parametrize(
    ("text", "n"),
    [
        ("{0},1,a,1\n{0},1,a,0\n", 1),
        ("{0},1,a,0\n{0},1,a,-1\n", 1),
        ("{0},1,a,1\n,1,a,0\n", 1),
        (",1,a,1\n,1,a,0\n", 1),
        (",1,a,1\n{0},1,a,-1\n", 1),
        ("{0},1,a,1\n{1},1,a,0\n", 0),
        ("{0},1,a,1\n{0},1,a,1\n,1,a,1\n", 0),
    ],
)
def test_answers_of_which_nobody_knows_which_came_last_are_doubted(text: str, n: int) -> None:
    votes = polis.read_votes(
        f"timestamp,comment-id,voter-id,vote\n{text.format(1600000000000, 1600000001000)}".encode()
    )
    assert votes.n_opposed == n


@pytest.mark.parametrize(
    ("text", "is_garbled"),
    [
        ("Eén café", False), ("EÃ©n cafÃ©", True), ("caf\ufffd", True), ("ge?nformeerd zijn", True),
        ("caf? en hulp", False),
        ("Wil je dat?", False), ("Wat is dat?En waarom", False), ("zie https://x.nl/zoek?waar=hier", False),
        ("Ouders &amp; kinderen", True), ("caf&eacute;", True), ("R&D; en meer", False), ("&#39;s avonds", True),
        ("A&O; ja", False), ("caf+AOk-", True), ("Groep A+B-C", False), ("â€œJa", True), ("Wie?", False),
    ],
)  # fmt: skip
def test_letters_that_were_lost_before_are_doubted(text: str, is_garbled: bool) -> None:
    told = [Comment(str(j), text, n_agree=None, n_disagree=None) for j in range(3)]
    assert ("garbled" in held(conversation(), told)) == is_garbled


def test_statements_without_text_are_named() -> None:
    told = comments((12, 0), (12, 0), (0, 12))
    bare = [*told[:2], Comment("2", "\u200b \u00ad", n_agree=0, n_disagree=12)]
    [doubt] = hold_together(conversation(), bare, now=NOW).doubts
    assert (doubt.weight, doubt.text) == (
        Weight.NOTE,
        "Van de 3 stellingen hebben er 1 geen tekst: 2. Daarvan zie je alleen het nummer.",
    )
