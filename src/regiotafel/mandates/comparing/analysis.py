"""Are the differences as big as they look: two parts of a round, or a round and the file of another region."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from hashlib import sha256

from regiotafel.engine import compromise
from regiotafel.engine.results import differences as results
from regiotafel.formats.positions import Position, Positions, part_of, words_of_subjects, written
from regiotafel.mandates.comparing.queries import SubRegionPart
from regiotafel.mandates.models import SubjectPair
from regiotafel.text.same_subject import Pair, same_subjects
from regiotafel.web.files import print_once


def bare(read: Positions) -> Positions:
    """Only what is compared: which level each municipality wants. Not who it is, nor why or how heavily it wants it."""
    said = [
        {
            subject: Position(one.wants)
            for subject, one in read.positions.get(party, {}).items()
            if compromise.wants_one(one, read.subjects[subject] or read.levels)
        }
        for party in read.parties
    ]
    names = [str(number) for number in range(1, len(said) + 1)]
    return Positions(
        levels=read.levels,
        parties=dict.fromkeys(names),
        subjects=dict.fromkeys(read.subjects),
        positions=dict(zip(names, said, strict=True)),
        words=read.words,
    )


def of_parts(positions: Positions, one: SubRegionPart, other: SubRegionPart) -> results.Differences:
    here, there = part_of(positions, one.municipalities), part_of(positions, other.municipalities)
    return beside(here, there, [Pair(name, name) for name in positions.subjects], (one.name, other.name))


def pairs_between(here: Positions, there: Positions, judged: Iterable[SubjectPair]) -> list[Pair]:
    """What a person said of them comes first."""
    said: dict[bool, list[tuple[str, str]]] = {True: [], False: []}
    for one in judged:
        said[one.is_same].append((one.subject.title, one.other))
    return same_subjects(words_of_subjects(here), words_of_subjects(there), same=said[True], different=said[False])


def beside(here: Positions, there: Positions, pairs: Sequence[Pair], names: tuple[str, str]) -> results.Differences:
    """Counted once for the same positions."""
    asked = [*(written(replace(one, links=(), title="")) for one in (here, there)), repr(pairs), repr(names)]
    key = f"differences-{results.SCHEMA}-{sha256(chr(0).join(asked).encode()).hexdigest()}"

    def count() -> bytes:
        return results.as_text(compromise.beside(here, there, pairs, names)).encode()

    return results.read(print_once(key, count))
