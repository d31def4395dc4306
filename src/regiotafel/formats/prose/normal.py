"""One way to write the same: as a passage would come back from a document."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from regiotafel.text import marked
from regiotafel.text.looks import looked_at
from regiotafel.text.marked import Break, Heading, List, NoteMark, Run, Runs, Strong, Text

from .looks import again, joined, on_one_line, runs_of

DEEPEST_HEADING = 4


def canonical(text: str) -> str:
    """As it would come back from a document: two texts that differ only in how their marks are written are one."""
    return marked.as_text(normal(marked.parsed(text)))


def normal(blocks: Sequence[marked.Block]) -> tuple[marked.Block, ...]:
    """Notes counted in the order of their marks, and at the end, those of the same words as one; the words of an item
    together; and no heading of the second level without one of the first."""
    notes = {one.mark: _runs(one.runs) for one in blocks if isinstance(one, marked.Note)}
    plain = [_plainer(one) for one in blocks if not isinstance(one, marked.Note)]
    named = list(dict.fromkeys(mark for one in plain for mark in _marks(one)))
    if loose := [mark for mark in notes if mark not in named]:
        more = tuple(NoteMark(mark) for mark in loose)
        last = plain[-1] if plain else None
        if isinstance(last, marked.Paragraph):
            plain[-1] = marked.Paragraph((*last.runs, *more))
        else:
            plain.append(marked.Paragraph(more))
    said: dict[Runs, str] = {}
    names = {mark: said.setdefault(notes[mark], str(len(said) + 1)) for mark in [*named, *loose]}
    found = [renamed(one, names) for one in plain]
    has_first = False
    for place, one in enumerate(found):
        if isinstance(one, Heading):
            has_first = has_first or one.level < DEEPEST_HEADING
            found[place] = one if has_first else replace(one, level=DEEPEST_HEADING - 1)
    return (*found, *(marked.Note(name, words) for words, name in said.items()))


def _plainer(block: marked.Block) -> marked.Block:
    if isinstance(block, Heading):
        return replace(block, runs=on_one_line(_runs(block.runs)))
    if isinstance(block, List):
        return replace(block, items=tuple(map(_item, block.items)))
    if isinstance(block, marked.Table):
        head = tuple(on_one_line(_runs(_without_strong(cell))) for cell in block.head)
        return marked.Table(head, tuple(tuple(on_one_line(_runs(cell)) for cell in row) for row in block.rows))
    return replace(block, runs=_runs(block.runs))


def _runs(runs: Runs) -> Runs:
    """Which mark lies around which, always in one way."""
    return runs if all(isinstance(run, Text | Break) for run in runs) else runs_of(looked_at(runs))


def _item(blocks: Sequence[marked.Block]) -> tuple[marked.Block, ...]:
    runs: list[Run] = []
    for one in blocks:
        if isinstance(one, marked.Paragraph):
            runs += [*([Break()] if runs else []), *one.runs]
    return (marked.Paragraph(_runs(tuple(runs))), *(_plainer(one) for one in blocks if isinstance(one, List)))


def _without_strong(runs: Runs) -> Runs:
    found: list[Run] = []
    for run in runs:
        found += _without_strong(run.runs) if isinstance(run, Strong) else [run]
    return tuple(joined(found))


def _marks(block: marked.Block) -> Iterator[str]:
    for runs in _all_runs(block):
        yield from _marks_in(runs)


def _all_runs(block: marked.Block) -> Iterator[Runs]:
    if isinstance(block, List):
        for item in block.items:
            for one in item:
                yield from _all_runs(one)
    elif isinstance(block, marked.Table):
        yield from block.head
        for row in block.rows:
            yield from row
    else:
        yield block.runs


def _marks_in(runs: Runs) -> Iterator[str]:
    for run in runs:
        if isinstance(run, NoteMark):
            yield run.mark
        elif not isinstance(run, Text | Break):
            yield from _marks_in(run.runs)


def renamed(block: marked.Block, names: Mapping[str, str]) -> marked.Block:
    if isinstance(block, List):
        return replace(block, items=tuple(tuple(renamed(one, names) for one in item) for item in block.items))
    if isinstance(block, marked.Table):
        rows = (block.head, *block.rows)
        head, *rest = (tuple(_renamed_in(cell, names) for cell in row) for row in rows)
        return marked.Table(head, tuple(rest))
    return replace(block, runs=_renamed_in(block.runs, names))


def _renamed_in(runs: Runs, names: Mapping[str, str]) -> Runs:
    return tuple(
        NoteMark(names[run.mark])
        if isinstance(run, NoteMark)
        else run
        if isinstance(run, Text | Break)
        else again(run, _renamed_in(run.runs, names))
        for run in runs
    )
