from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from regiotafel.formats import people, polis, tables
from regiotafel.formats.cells import is_total, name
from regiotafel.formats.faults import FileRefused
from regiotafel.formats.polis import Comment, Conversation, VoteRow
from tests import real_data

VOTES = b"timestamp,datetime,comment-id,voter-id,vote\n1000,x,1,a,1\n2000,x,1,b,-1\n3000,x,2,a,0\n"


def triples(conversation: Conversation) -> list[tuple[str, str, int]]:
    return sorted(zip(conversation.person, conversation.statement, conversation.value, strict=True))


def test_votes_are_read() -> None:
    found = polis.read_votes(VOTES)
    assert triples(found) == [("a", "1", 1), ("a", "2", 0), ("b", "1", -1)]
    assert (found.people, found.statements, found.n_rows) == (("a", "b"), ("1", "2"), 3)
    assert found.timestamp == [1000, 2000, 3000]


def test_columns_may_stand_in_any_order_and_with_semicolons() -> None:
    found = polis.read_votes(b"vote;voter-id;comment-id\n1;a;1\n-1;b;1\n")
    assert triples(found) == [("a", "1", 1), ("b", "1", -1)]
    assert found.timestamp == [None, None]


@pytest.mark.parametrize("start", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("end", [b"\n", b"\r\n"])
def test_a_byte_order_mark_and_windows_line_ends_are_fine(start: bytes, end: bytes) -> None:
    assert len(polis.read_votes(start + VOTES.replace(b"\n", end)).value) == 3


def test_the_last_vote_counts_by_time_and_then_by_row() -> None:
    rows = b"timestamp,comment-id,voter-id,vote\n3,1,a,1\n2,1,a,-1\n5,1,b,1\n5,1,b,-1\n"
    found = polis.read_votes(rows)
    assert triples(found) == [("a", "1", 1), ("b", "1", -1)]
    assert found.n_rows == 4


def test_a_matrix_is_read_with_the_groups_of_polis() -> None:
    matrix = b"participant,group-id,n-comments,n-votes,n-agree,n-disagree,7,8\n0,1,0,2,1,1,1,-1\n1,,0,0,0,0,,\n"
    found = polis.read_votes(matrix)
    assert triples(found) == [("0", "7", 1), ("0", "8", -1)]
    assert (found.people, found.statements, found.group) == (("0", "1"), ("7", "8"), {"0": "1"})


def test_statements_are_read() -> None:
    rows = b'timestamp,comment-id,author-id,agrees,disagrees,moderated,comment-body\n9,4,2,3,1,-1,"Een, twee"\n'
    assert polis.read_comments(rows) == [Comment("4", "Een, twee", "2", 9, 3, 1, -1)]


HEADER = b"timestamp,comment-id,voter-id,vote\n"
REFUSED = {
    "wrong columns": (b"a,b\n1,2\n", 1, "ontbreken"),
    "statements where votes are asked": (b"comment-id,comment-body\n1,x\n", 1, "Het lijkt op een lijst met stellingen"),
    "a vote of 7": (HEADER + b"1,1,a,1\n2,2,a,7\n", 3, "de stem is 7"),
    "an empty vote": (HEADER + b"1,1,a,\n", 2, "de stem is leeg"),
    "nan": (HEADER + b"1,1,a,nan\n", 2, "de stem is nan"),
    "a wrong time": (HEADER + b"gisteren,1,a,1\n", 2, "de tijd gisteren kunnen we niet lezen"),
    "a row that is too short": (HEADER + b"1,1,a\n", 2, "heeft 3 vakken"),
    "a row that is too long": (HEADER + b"1,1,a,1,1\n", 2, "heeft 5 vakken"),
    "no person": (HEADER + b"1,1,,1\n", 2, "voter-id of comment-id is leeg"),
    "broken letters": (HEADER + b"1,1,a,1\n1,2,\xe9\xe9,1\n", 3, "geen UTF-8"),
    "broken UTF-16": (b"\xff\xfev\x00o", 0, "UTF-16"),
    "an empty file": (b"", 0, "leeg"),
    "only white space": (b" \n\n", 0, "leeg"),
    "a binary file": (b"\x00\x01\x02", 1, "geen tekstbestand"),
    "Excel": (b"PK\x03\x04...", 0, "Excel"),
    "double columns": (b"vote,vote,voter-id,comment-id\n", 1, "vote"),
    "a field without end": (HEADER + b'1,1,"' + b"x" * 200_000, 2, "geen goed einde"),
    "the same person twice in a matrix": (b"participant,1\na,1\na,1\n", 3, "staat er al in"),
    "a vote of 7 in a matrix": (b"participant,1\na,7\n", 2, "de stem op stelling 1 is 7"),
    "a column without a name": (b"participant,1,\na,1,1\n", 1, "geen naam"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_wrong_file_is_refused_with_the_line(name: str) -> None:
    data, line, part = REFUSED[name]
    with pytest.raises(FileRefused) as refused:
        polis.read_votes(data)
    assert part in str(refused.value)
    assert [one for one, _ in refused.value.faults][:1] == ([line] if line else [])
    assert refused.value.summary


def test_a_file_that_is_too_large_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "votes.csv"
    path.write_bytes(VOTES)
    with pytest.raises(FileRefused, match="te groot"):
        tables.load(path, most_bytes=10)
    with pytest.raises(FileRefused, match="te groot"):
        polis.read_votes(VOTES, most_bytes=10)


def test_many_errors_are_counted_and_not_all_listed() -> None:
    with pytest.raises(FileRefused) as refused:
        polis.read_votes(HEADER + b"1,1,a,7\n" * 50)
    assert len(refused.value.faults) == 21
    assert refused.value.faults[-1] == (0, "En nog 30 andere fouten.")


def test_statements_and_roles_are_refused_with_the_line_too() -> None:
    with pytest.raises(FileRefused, match="Regel 3: stelling 1 staat er al in"):
        polis.read_comments(b"comment-id,comment-body\n1,x\n1,y\n")
    with pytest.raises(FileRefused, match="Regel 2: de kolom voter-id is leeg"):
        people.read_roles(b"voter-id,role\n,ouder\n")


def test_a_formula_is_written_as_text_and_read_back() -> None:
    text = "".join(polis.write_comments([Comment("1", "=HYPERLINK(1)"), Comment("2", "-1+2"), Comment("3", "'=x")]))
    assert ";'=HYPERLINK(1)" in text
    assert [one.text for one in polis.read_comments(text.encode())] == ["=HYPERLINK(1)", "-1+2", "'=x"]


texts = st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=40).map(str.strip)
# As readers see them: what looks the same is the same.
ids = st.one_of(st.integers(-5, 50).map(str), texts.map(name).filter(bool)).filter(
    lambda one: (one == "0" or one[0] != "0") and not is_total(one)
)


@settings(deadline=None)
@given(st.lists(st.tuples(texts, ids, st.sampled_from([-1, 0, 1])), unique_by=lambda row: row[1], min_size=1))
def test_statements_survive_writing_and_reading(rows: list[tuple[str, str, int]]) -> None:
    comments = [Comment(id_, text, "7", 1_600_000_000_000, 3, 4, moderated) for text, id_, moderated in rows]
    assert polis.read_comments("".join(polis.write_comments(comments)).encode()) == comments


votes = st.lists(
    st.tuples(ids, ids, st.sampled_from([-1, 0, 1]), st.integers(10**12, 4 * 10**12)),
    unique_by=lambda row: row[:2],
    min_size=1,
)


@settings(deadline=None)
@given(votes)
def test_votes_survive_writing_and_reading(rows: list[tuple[str, str, int, int]]) -> None:
    written = polis.write_votes(VoteRow(at, statement, person, value) for person, statement, value, at in rows)
    text = "".join(written)
    found = polis.read_votes(text.encode())
    assert triples(found) == sorted((person, statement, value) for person, statement, value, _ in rows)
    assert sorted(one for one in found.timestamp if one is not None) == sorted(at for *_, at in rows)


@settings(deadline=None)
@given(votes)
def test_a_matrix_survives_writing_and_reading(rows: list[tuple[str, str, int, int]]) -> None:
    written = polis.write_votes(VoteRow(at, f"s{statement}", person, value) for person, statement, value, at in rows)
    one = polis.read_votes("".join(written).encode())
    matrix = polis.write_participants_votes(one.statements, [one], {one.people[0]: 1})
    other = polis.read_votes("".join(matrix).encode())
    assert triples(one) == triples(other)
    assert other.group == {one.people[0]: "1"}


def test_dates_are_written_as_polis_does() -> None:
    assert "1658933760180;Wed Jul 27 14:56:00 UTC 2022;1;2;-1" in "".join(
        polis.write_votes([VoteRow(1658933760180, "1", "2", -1)])
    )


@pytest.mark.data
@pytest.mark.parametrize("name", real_data.CONVERSATIONS)
def test_real_conversations_have_the_numbers_of_their_readme(name: str) -> None:
    folder = real_data.folder(name)
    n_people, n_statements, n_votes = real_data.CONVERSATIONS[name]
    long = polis.read_votes(tables.load(folder / "votes.csv"))
    matrix = polis.read_votes(tables.load(folder / "participants-votes.csv"))
    assert (len(long.people), len(long.statements), len(long.value)) == (n_people, n_statements, n_votes)
    assert triples(long) == triples(matrix)
    assert {one.id for one in polis.read_comments(tables.load(folder / "comments.csv"))} >= set(long.statements)


CELLS = {
    "timestamp": ("1658933760180", "1658933760181", "1658933760", "", "5", "99999999999999999999", "2022-07-27 21:56"),
    "comment-id": ("1", "2", "02", "twee", " 2 ", "", "totaal"),
    "voter-id": ("7", "8", "007", "8.0", "ann", "\u0661", ""),
    "vote": ("1", "0", "-1", "+1", "\u22121", "2", ""),
}


def written(rows: list[dict[str, str]], quote: str, end: str) -> bytes:
    header = ",".join(CELLS)
    lines = [",".join(f"{quote}{row[column]}{quote}" for column in CELLS) for row in rows]
    return end.join([header, *lines, ""]).encode()


def read_or_refused(data: bytes) -> object:
    try:
        return polis.read_votes(data)
    except FileRefused as refused:
        return {(line, str(sentence)) for line, sentence in refused.faults}


ROWS = st.lists(
    st.fixed_dictionaries({name: st.sampled_from([*cells[:2] * 4, *cells]) for name, cells in CELLS.items()}),
    min_size=1,
    max_size=8,
)


@given(ROWS, st.sampled_from(["\n", "\r\n", "\r"]))
def test_rows_read_at_once_say_what_rows_one_by_one_say(rows: list[dict[str, str]], end: str) -> None:
    # What stands between quotes is never read at once.
    assert read_or_refused(written(rows, "", end)) == read_or_refused(written(rows, '"', end))


def test_many_rows_are_read_as_few_are() -> None:
    rows = [
        {"timestamp": str(1658933760180 - i), "comment-id": str(i % 7), "voter-id": str(i % 501), "vote": "1"}
        for i in range(3_000)
    ]
    rows[2_500] |= {"comment-id": "een, twee"}
    found = polis.read_votes(written(rows, "", "\n").replace(b"een, twee", b'"een, twee"'))
    assert found == polis.read_votes(written(rows, '"', "\n"))
    assert "een, twee" in found.statements
