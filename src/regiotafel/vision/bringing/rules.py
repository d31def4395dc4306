"""What is planned with a document that was read: which passage each change is about, and what it becomes. No database.

Nothing that stands in the file is dropped in silence: a change is part of a proposal, or becomes a remark, or is
counted by name.
"""

from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from msgspec.structs import replace
from rapidfuzz import fuzz

from regiotafel.formats.prose.document import Change, Comment, Part, Returned, Version, Whole
from regiotafel.formats.prose.normal import canonical
from regiotafel.formats.prose.telling import Became
from regiotafel.refused import Refused
from regiotafel.text.length import length
from regiotafel.vision.models import MOTIVE_LENGTH, TEXT_LENGTH, ProposalKind

# So much (0 to 100) a paragraph must be like one of ours to be taken for it.
ALIKE = 60
# More than so many proposals from one file are no longer looked through by a person.
MOST = 400


class NotBrought(Refused):
    pass


@dataclass(frozen=True)
class Ours:
    """A passage that stands in the text: the number of its words now, and all its words by number."""

    number: int
    version: int
    texts: Mapping[int, str]

    @property
    def text(self) -> str:
        return self.texts[self.version]


@dataclass
class Plan:
    """As it stands in the row of the document. `items`: what is proposed; `remarks`: what is noted."""

    items: list[dict[str, Any]] = field(default_factory=list)
    remarks: list[dict[str, Any]] = field(default_factory=list)
    # Changes by their place in the document: of white space only; that read so already; that became a remark.
    blank: list[int] = field(default_factory=list)
    present: list[int] = field(default_factory=list)
    noted: list[int] = field(default_factory=list)


def plan_of(returned: Returned, ours: Sequence[Ours]) -> Plan:
    """In the order of the document."""
    plan, by_number = Plan(), {one.number: one for one in ours}
    found = _matched(returned.parts, ours)
    moves = moves_in(returned.document.changes)
    last = 0
    taken: set[int] = set()
    for part, one, words in found:
        last = one.number if one else last
        if one is None:
            _without_passage(plan, part, last, by_number, taken)
            continue
        _reworded(plan, part, one, words, taken, moves)
        for version in part.added:
            if _stands(part, one, words, version.author, moves):
                plan.present += version.changes
                taken |= {*version.changes}
                continue
            plan.items.append(_item(ProposalKind.ADD, one.number, 0, version.text, "", version))
            taken |= {*version.changes}
    _note_moves(plan, returned)
    _note_beside(plan, returned, taken)
    _note_comments(plan, returned, [one.number if one else 0 for _part, one, _words in found])
    return plan


def moves_in(changes: Sequence[Change]) -> set[int]:
    return {n for n, change in enumerate(changes) if change.kind.endswith("move")}


def became(plan: Plan, changes: Sequence[Change]) -> Became:
    """Each change counts once: a move as what it is, and else in a proposal before anything else."""
    moves = moves_in(changes)
    of_items = [set(item["changes"]) for item in plan.items if item["is_tracked"]]
    proposed = set().union(*of_items) - moves
    noted = {*plan.noted} - moves - proposed
    present = {*plan.present} - moves - proposed - noted
    n_of_moves = sum(of <= moves for of in of_items)
    return Became(
        n_proposals=len(of_items) - n_of_moves,
        proposed=len(proposed),
        noted=len(noted),
        present=len(present),
        blank=len({*plan.blank} - moves),
        n_of_moves=n_of_moves,
    )


def at_home(returned: Returned, site: str) -> Returned:
    """In a document a link to a page of ours has the name of our site before it."""
    parts = [
        replace(
            part,
            text=_at_home(part.text, site),
            versions=[replace(one, text=_at_home(one.text, site)) for one in part.versions],
            added=[replace(one, text=_at_home(one.text, site)) for one in part.added],
        )
        for part in returned.parts
    ]
    return replace(returned, parts=parts)


def _at_home(text: str, site: str) -> str:
    return text.replace(f"]({site}/", "](/")


Matched = tuple[Part, Ours | None, int]


def _matched(parts: Sequence[Part], ours: Sequence[Ours]) -> list[Matched]:
    """Each part with its passage, and which paragraph of it; -1: all of it. By its number; else by what it is like,
    each paragraph of ours once."""
    by_number = {one.number: one for one in ours}
    free = {(one.number, n): words for one in ours for n, words in enumerate(one.text.split("\n\n"))}
    found: list[Matched] = []
    for part in parts:
        if part.number:
            found.append((part, by_number.get(part.number), -1))
            continue
        best, score = None, float(ALIKE)
        for place, words in free.items() if part.text else ():
            if (alike := fuzz.ratio(part.text, words, score_cutoff=score)) > score or words == part.text:
                best, score = place, alike
        if best is not None:
            del free[best]
        found.append((part, by_number[best[0]] if best else None, best[1] if best else -1))
    return found


def _whole(one: Ours, paragraph: int, words: str) -> str:
    """The passage with these words in the place of one of its paragraphs."""
    if paragraph < 0:
        return words
    rows = one.text.split("\n\n")
    rows[paragraph] = words
    return "\n\n".join(row for row in rows if row)


def _reworded(plan: Plan, part: Part, one: Ours, paragraph: int, taken: set[int], moves: AbstractSet[int]) -> None:
    base = part.version if part.version in one.texts else one.version
    before = _whole(one, paragraph, part.text) if part.text else one.texts[base]
    if squeezed(before) not in {squeezed(text) for text in one.texts.values()}:
        plan.items.append(_item(ProposalKind.REWORD, one.number, base, before, one.texts[base], None))
    for version in part.versions:
        taken |= {*version.changes}
        becomes = _whole(one, paragraph, version.text)
        is_same = squeezed(becomes) in (squeezed(one.text), squeezed(one.texts[base]))
        if is_same or _stands(part, one, paragraph, version.author, moves):
            plan.present += version.changes
            continue
        kind = ProposalKind.REWORD if becomes else ProposalKind.DROP
        plan.items.append(_item(kind, one.number, base, becomes, one.texts[base], version))


def _stands(part: Part, one: Ours, paragraph: int, author: str, moves: AbstractSet[int]) -> bool:
    """All that this person did here reads so already, as when our own document comes back with its changes in it. What
    somebody took elsewhere has the same words, and stands there no longer."""
    if any(moves & {*version.changes} for version in part.added if version.author == author):
        return False
    own = next((version.text for version in part.versions if version.author == author), part.text)
    texts = [_whole(one, paragraph, own), *(version.text for version in part.added if version.author == author)]
    return squeezed(" ".join(texts)) == squeezed(one.text)


def _without_passage(plan: Plan, part: Part, last: int, by_number: Mapping[int, Ours], taken: set[int]) -> None:
    """Words that we do not know: a whole new paragraph comes behind what stood before it; what was changed in them is
    noted, for nobody can tell where it belongs."""
    new = [*(part.versions if not part.text else ()), *part.added]
    for version in new if by_number else ():
        plan.items.append(_item(ProposalKind.ADD, last, 0, version.text, "", version))
        taken |= {*version.changes}


def _item(kind: str, number: int, base: int, text: str, was: str, version: Version | None) -> dict[str, Any]:
    return {
        "kind": str(kind),
        "passage": number,
        "base": base,
        "text": text,
        "was": was,
        "author": version.author if version else "",
        "date": version.date if version else "",
        "changes": version.changes if version else [],
        "is_tracked": version is not None,
        # Nobody can propose this much at once.
        "is_too_long": length(text) > TEXT_LENGTH,
    }


def _note_moves(plan: Plan, returned: Returned) -> None:
    """A whole passage that somebody took elsewhere: its words stay, so it is no other text. That is noted beside it."""
    changes = returned.document.changes
    moves = moves_in(changes)
    for gone in [item for item in plan.items if item["kind"] == ProposalKind.DROP]:
        for come in [item for item in plan.items if item["kind"] == ProposalKind.ADD]:
            is_one = moves.intersection(gone["changes"], come["changes"])
            if is_one and squeezed(gone["was"]) == squeezed(come["text"]):
                plan.items.remove(gone)
                plan.items.remove(come)
                plan.noted += [*gone["changes"], *come["changes"]]
                told = _("Verplaats passage %(number)d. Het komt dan na passage %(after)d.")
                told %= {"number": gone["passage"], "after": come["passage"]}
                if come["passage"] == gone["passage"]:  # below another heading: there is no passage to name
                    where = changes[min(is_one)].where
                    told = _("Verplaats passage %(number)d (%(where)s).") % {"number": gone["passage"], "where": where}
                plan.remarks.append(_remark(gone["passage"], told, "", gone["author"], gone["date"]))
                break


def _note_beside(plan: Plan, returned: Returned, taken: set[int]) -> None:
    for n, change in enumerate(returned.document.changes):
        if n in taken:
            continue
        if not (change.was.strip() or change.becomes.strip()):
            plan.blank.append(n)
            continue
        plan.noted.append(n)
        plan.remarks.append(_remark(0, told_change(change), "", change.author, change.date))


def told_change(change: Change) -> str:
    """A change that is part of no passage, in words."""
    where = change.where or _("een onbekende plek")
    if not change.was.strip():
        return _("Toegevoegd bij “%(where)s”: “%(becomes)s”") % {"where": where, "becomes": change.becomes.strip()}
    if not change.becomes.strip():
        return _("Weggehaald bij “%(where)s”: “%(was)s”") % {"where": where, "was": change.was.strip()}
    said = {"where": where, "was": change.was.strip(), "becomes": change.becomes.strip()}
    return _("Veranderd bij “%(where)s”: “%(was)s” wordt “%(becomes)s”") % said


def _note_comments(plan: Plan, returned: Returned, numbers: Sequence[int]) -> None:
    """An answer belongs to the first of its row: two levels, no more."""
    comments = returned.document.comments
    first = len(plan.remarks)
    for n, (comment, place) in enumerate(zip(comments, returned.parts_of_comments, strict=True)):
        top = _first_of_row(comments, n)
        number = numbers[place] if place is not None else 0
        row = _remark(number, comment.text, comment.on, comment.author, comment.date)
        row |= {"is_resolved": comment.is_resolved, "is_comment": True}
        if top != n:
            row["answers"] = first + top
        plan.remarks.append(row)


def _first_of_row(comments: Sequence[Comment], n: int) -> int:
    """The place of the comment with which the row began that this one answers in."""
    for _step in comments:  # no longer than all of them: a damaged file can answer in a circle
        before = comments[n].replies_to
        if before is None:
            break
        n = before
    return n


def _remark(number: int, text: str, quote: str, author: str, date: str) -> dict[str, Any]:
    said = {"passage": number, "text": text, "quote": quote[:MOTIVE_LENGTH], "author": author, "date": date}
    return {**said, "is_resolved": False, "is_comment": False, "answers": None}


def squeezed(text: str) -> str:
    """Without what only lays out the words, as marks may be written in more than one way: another program breaks lines
    elsewhere."""
    return " ".join(canonical(text).split())


def in_pieces(text: str) -> Iterator[str]:
    """A remark that is longer than one may be, as more of them."""
    rest = text
    while length(rest) > MOTIVE_LENGTH:
        end = rest.rfind(" ", 1, MOTIVE_LENGTH - 1)
        end = end if end > 0 else MOTIVE_LENGTH - 1
        yield rest[:end]
        rest = rest[end:].strip()
    yield rest


def check_plan(plan: Plan) -> None:
    if len(plan.items) + len(plan.remarks) > MOST:
        raise NotBrought(
            _("In dit document staan meer dan %(n)d wijzigingen en opmerkingen. Deel het op in stukken.") % {"n": MOST}
        )


# --- A whole new text


def chapters_of(whole: Whole, site: str) -> list[dict[str, Any]]:
    """Its headings as chapters, with their passages; too long ones in pieces."""
    found = []
    for one in whole.chapters:
        passages = [piece for text in one.passages for piece in _pieces(_at_home(text, site))]
        found.append({"title": (one.title or whole.title or _("Inleiding"))[:150], "passages": passages})
    return found


def _pieces(text: str) -> Iterator[str]:
    """Between two blocks, else between two sentences."""
    while length(text) > TEXT_LENGTH:
        ends = (text.rfind(sign, 1, TEXT_LENGTH - 2) for sign in ("\n\n", "\n", ". "))
        end = next((end + 1 for end in ends if end > 0), TEXT_LENGTH - 1)
        yield text[:end].strip()
        text = text[end:].strip()
    yield text
