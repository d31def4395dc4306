"""A list of votes: one row a vote, as they were given, of which the last of each person on each statement counts."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Sequence
from itertools import chain, repeat
from operator import add, mul

from .cells import fault_in_name, is_rounded, is_unknown, name, short, vote
from .faults import Faults
from .moments import EARLIEST, LATEST, is_likely, read_moment
from .sentence import Sentence, _, gettext_noop
from .tables import Block, Table

# Of how many rows two columns with moments are compared, and how far they may be apart: any zone on earth.
MOST_COMPARED = 1000
MOST_APART = 26 * 3600 * 1000
ROWS_AT_ONCE = 20_000
LONGEST_NUMBER = 18
Moment = tuple[int, bool] | Sentence | None


class Plain:
    """Numbers that differ in zeros in front only are one and the same to a spreadsheet: two ways of writing in one list
    would make two of one."""

    def __init__(self, column: str) -> None:
        self.column = column
        self.written: dict[str, str] = {}

    def check(self, id_: str, line: int, faults: Faults) -> None:
        if (first := self.other(id_)) is not None:
            words = gettext_noop(
                "%(column)s is %(id)s, en eerder stond er %(first)s. Schrijf hetzelfde nummer overal op één manier."
            )
            faults.add(line, _(words, column=self.column, id=short(id_), first=short(first)))

    def other(self, id_: str) -> str | None:
        """How the same number was written before, when that is another way."""
        if not (id_.isascii() and id_.isdecimal()):
            return None
        first = self.written.setdefault(id_.lstrip("0") or "0", id_)
        return first if first != id_ else None


class Clock:
    """When each row of a table was: by its column timestamp, else by datetime."""

    def __init__(self, table: Table) -> None:
        self.places = [table.header.index(column) for column in ("timestamp", "datetime") if column in table.header]
        self.table = table
        self.n_compared = 0

    def at(self, line: int, row: Sequence[str], faults: Faults) -> int | None:
        """Milliseconds since 1970; None where nothing is said."""
        said = [row[place] for place in self.places if not is_unknown(row[place])]
        found = read_moment(said[0]) if said else None
        if len(said) == 2:
            found = self._of_two(said[0], found, said[1])
        if isinstance(found, Sentence):
            faults.add(line, found)
            return None
        if found is None:
            return None
        moment, is_local = found
        if is_local:
            self._note(_("Bij tijden staat geen tijdzone. We lezen ze als Nederlandse tijd."))
        return moment

    def all_at(self, columns: Sequence[Sequence[str]]) -> Sequence[int | None]:
        """The same of many rows, when nothing is said in any or all are told in milliseconds; else of no rows."""
        if not self.places:
            return [None] * len(columns[0])
        texts = columns[self.places[0]]
        together = "".join(texts)
        is_compared = len(self.places) < 2 or self.n_compared >= MOST_COMPARED
        if not (is_compared and together.isascii() and together.isdecimal()):
            return []
        if not 0 < min(map(len, texts)) <= max(map(len, texts)) <= LONGEST_NUMBER:
            return []
        found = [*map(int, texts)]
        return found if min(found) >= EARLIEST and max(found) < LATEST else []

    def _of_two(self, text: str, found: Moment, other: str) -> Moment:
        """A spreadsheet rounds timestamp and leaves the words of datetime as they were."""
        if is_rounded(text):
            words = gettext_noop(
                "De kolom timestamp is afgerond door een rekenprogramma. We lezen de tijden uit datetime."
            )
            self._note(_(words))
            return read_moment(other)
        self.n_compared += 1
        second = read_moment(other) if self.n_compared <= MOST_COMPARED else None
        if isinstance(found, tuple) and isinstance(second, tuple) and abs(found[0] - second[0]) > MOST_APART:
            self._note(_("De kolommen timestamp en datetime zeggen niet hetzelfde. We lezen de tijden uit timestamp."))
        return found

    def _note(self, note: Sentence) -> None:
        if note not in self.table.notes:
            self.table.notes.append(note)


class Names:
    """The names in one column, in the order in which they came; places: of the texts that were read well."""

    def __init__(self, column: str) -> None:
        self.column = column
        self.ids: dict[str, int] = {}
        self.places: dict[str, int] = {}
        self.plain = Plain(column)

    def place(self, id_: str) -> int:
        return self.ids.setdefault(id_, len(self.ids))

    def all_places(self, texts: Sequence[str]) -> list[int] | None:
        """Of many rows, when all hold a name and nothing is wrong with any; else None."""
        fine = []
        for text in dict.fromkeys(texts):
            if text not in self.places:
                id_ = name(text)
                if not id_ or fault_in_name(self.column, id_) or self.plain.other(id_) is not None:
                    return None
                fine.append((text, id_))
        for text, id_ in fine:
            self.places[text] = self.place(id_)
        return [*map(self.places.__getitem__, texts)]


class Ballots:
    """Every row of a list of votes. person, statement: places of their names; at: milliseconds since 1970, or None."""

    def __init__(self, table: Table) -> None:
        self.people, self.statements = Names("voter-id"), Names("comment-id")
        self.person, self.statement, self.value = array("i"), array("i"), array("b")
        self.at: list[int | None] = []
        self._clock = Clock(table)
        self._columns = [table.header.index(column) for column in ("voter-id", "comment-id", "vote")]

    @staticmethod
    def of(table: Table, faults: Faults) -> Ballots:
        found = Ballots(table)
        # First a few, of which the clock compares its columns.
        for most in chain((MOST_COMPARED,), repeat(ROWS_AT_ONCE)):
            block = table.next_block(faults, most)
            if block is None:
                return found
            if not found._at_once(block):
                found._one_by_one(block, faults)
        return found

    def _at_once(self, block: Block) -> bool:
        """Whether every row of these was read."""
        voters, comments, texts = (block.columns[column] for column in self._columns)
        votes = {text: vote(text) for text in dict.fromkeys(texts)}
        if None in votes.values() or not (at := self._clock.all_at(block.columns)):
            return False
        # Both, also when the first is wrong: what was seen before is compared with what comes later.
        statement, person = self.statements.all_places(comments), self.people.all_places(voters)
        if statement is None or person is None:
            return False
        self.person.extend(person)
        self.statement.extend(statement)
        self.value.extend(map(votes.__getitem__, texts))  # type: ignore[arg-type]  # none of them is None
        self.at.extend(at)
        return True

    def _one_by_one(self, block: Block, faults: Faults) -> None:
        voter, comment, place = self._columns
        for line, row in block.rows():
            value = vote(row[place])
            person, statement = name(row[voter]), name(row[comment])
            if value is None:
                faults.add(line, _("de stem is %(vote)s. Een stem is 1, 0 of -1.", vote=short(row[place]) or _("leeg")))
            elif not person or not statement:
                faults.add(line, _("voter-id of comment-id is leeg."))
            elif fault := fault_in_name("voter-id", person) or fault_in_name("comment-id", statement):
                faults.add(line, fault)
            else:
                self.statements.plain.check(statement, line, faults)
                self.people.plain.check(person, line, faults)
                at = self._clock.at(line, row, faults)
                self.person.append(self.people.place(person))
                self.statement.append(self.statements.place(statement))
                self.value.append(value)
                self.at.append(at)

    def last(self, now: int) -> tuple[list[int], int]:
        """Which rows count, by time and then by row, each where the first of the same person and statement stands; and
        of how many answers another was given at the same moment. Where one of two times is not known, or cannot be
        true, the later row is the last."""
        keys = [*map(add, map(mul, self.person, repeat(len(self.statements.ids))), self.statement)]
        if len(set(keys)) == len(keys):
            return [*range(len(keys))], 0
        again = {key for key, n in Counter(keys).items() if n > 1}
        last: dict[int, int] = {}
        opposed = set()
        for row, key in enumerate(keys):
            if key in again and key in last:
                order = self._order(last[key], row, now)
                if order == 0 and self.value[row] != self.value[last[key]]:
                    opposed.add(key)
                if order < 0:
                    continue
            last[key] = row
        return [*last.values()], len(opposed)

    def _order(self, before: int, row: int, now: int) -> int:
        """Above 0 when the second is later, below it when the first is; 0 when nobody knows. A moment that cannot be
        true is compared with its like only."""
        first, second = self.at[before], self.at[row]
        if first is None or second is None or is_likely(first, now) != is_likely(second, now):
            return 0
        return second - first
