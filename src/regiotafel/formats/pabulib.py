"""Elections about money in the `.pb` format of Pabulib (http://pabulib.org/format): read whole or refused whole.

Three parts, META, PROJECTS and VOTES, each a table with `;` between its cells. Amounts are whole numbers here, for a
rule that adds one to what everybody has must know one of what.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from .faults import Faults, FileRefused
from .sentence import Sentence, _, gettext_noop
from .separated import decoded

MOST_BYTES = 200_000_000
MOST_AMOUNT = 10**15
MOST_POINTS = 10**6
LONGEST_NAME = 200
PARTS = ("META", "PROJECTS", "VOTES")
APPROVAL, ORDINAL = "approval", "ordinal"
# Of which the votes have points beside them.
WITH_POINTS = ("cumulative", "scoring")
VOTE_TYPES = (APPROVAL, ORDINAL, *WITH_POINTS)
NEEDED = {"META": ("key", "value"), "PROJECTS": ("project_id", "cost"), "VOTES": ("voter_id", "vote")}
SUMMARY = gettext_noop("Dit .pb-bestand klopt niet. Er is niets gerekend.")


@dataclass(frozen=True)
class Project:
    """is_selected: whether the outcome that was official had it, where the file says so; more: its other columns."""

    key: str
    cost: int
    name: str = ""
    is_selected: bool | None = None
    more: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Voter:
    """scores: by project, 1 and up. Of a row of preferences the last has 1, the one before it 2, and so on."""

    key: str
    scores: Mapping[str, int]
    more: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Poll:
    """meta: all of it, also what has a place of its own here. Voters with the same ballot may share their scores."""

    budget: int
    projects: Sequence[Project]
    voters: Sequence[Voter]
    vote_type: str = APPROVAL
    meta: Mapping[str, str] = field(default_factory=dict)

    @property
    def title(self) -> str:
        return self.meta.get("description", "")


def is_pabulib(data: bytes) -> bool:
    """By how it begins."""
    return data.removeprefix(b"\xef\xbb\xbf").lstrip()[:4].upper() == b"META"


def read(data: bytes) -> Poll:
    """Raises FileRefused."""
    if len(data) > MOST_BYTES:
        raise FileRefused(_("Dit bestand is te groot. Het mag hooguit %(n)d MB zijn.", n=MOST_BYTES // 1_000_000))
    if not data.strip():
        raise FileRefused(_("Dit bestand is leeg."))
    reader = _Reader(decoded(data))
    poll = reader.all()
    reader.faults.refuse_if_any(_(SUMMARY))
    return poll


Line = tuple[int, dict[str, str]]


class _Reader:
    """What was read, and what is wrong with it by line."""

    def __init__(self, text: str) -> None:
        self.faults = Faults()
        self.lines: dict[str, list[Line]] = {}
        self.heads: dict[str, int] = {}
        try:
            self._divide(csv.reader(io.StringIO(text, newline=""), delimiter=";", strict=True))
        except csv.Error:
            self._refuse(0, _("hier staan aanhalingstekens of regeleinden waar ze niet kunnen."))
        for part in PARTS:
            if part not in self.lines:
                self._refuse(0, _("het deel %(part)s ontbreekt. Nodig zijn: %(all)s.", part=part, all=", ".join(PARTS)))

    def _divide(self, rows: Iterator[list[str]]) -> None:
        """Into parts; a row is what stands under the names of columns."""
        part, at = "", 0
        names: tuple[str, ...] = ()
        for row in rows:
            at, first = at + 1, row[0].strip() if row else ""
            line: int = getattr(rows, "line_num", at)
            if not any(row):
                continue
            if first.upper() in PARTS and not any(row[1:]):
                part, names = first.upper(), ()
                if part in self.lines:
                    self._refuse(line, _("het deel %(part)s staat hier twee keer.", part=part))
                self.lines[part], self.heads[part] = [], line
            elif not part:
                self._refuse(line, _("een .pb-bestand begint met het deel META."))
            elif not names:
                names = tuple(cell.strip().lower() for cell in row)
                self._check_names(part, names, line)
            elif part == "META" and len(row) > len(names):  # a value may have ; in it
                self.lines[part].append((line, {"key": first, "value": ";".join(row[1:]).strip()}))
            elif len(row) > len(names):
                words = gettext_noop("hier staan %(n)d waarden onder %(of)d kolommen. Let op de puntkomma’s.")
                self.faults.add(line, _(words, n=len(row), of=len(names)))
            else:
                cells = [cell.strip() for cell in row] + [""] * (len(names) - len(row))
                self.lines[part].append((line, dict(zip(names, cells, strict=True))))

    def _check_names(self, part: str, names: Sequence[str], line: int) -> None:
        for name in NEEDED[part]:
            if name not in names:
                self._refuse(line, _("onder %(part)s ontbreekt de kolom %(name)s.", part=part, name=name))
        if len(set(names)) < len(names):
            self._refuse(line, _("onder %(part)s heeft elke kolom een eigen naam.", part=part))

    def _refuse(self, line: int, sentence: Sentence) -> None:
        """At once: what follows cannot be understood."""
        raise FileRefused(_(SUMMARY), [*self.faults.found, (line, sentence)])

    def all(self) -> Poll:
        meta = self._meta()
        vote_type = meta.get("vote_type", APPROVAL).lower()
        if vote_type not in VOTE_TYPES:
            words = gettext_noop("deze vote_type kennen we niet: %(name)s. Wel: %(known)s.")
            self._refuse(self.heads["META"], _(words, name=vote_type[:40], known=", ".join(VOTE_TYPES)))
        projects = self._projects()
        voters = self._voters({one.key for one in projects}, vote_type)
        self._check_number(meta, "num_projects", len(projects))
        self._check_number(meta, "num_votes", len(voters))
        budget = 0
        if "budget" not in meta:
            self.faults.add(self.heads["META"], _("onder META ontbreekt budget: hoeveel geld er is."))
        else:
            budget = self._amount(self.where["budget"], meta["budget"], "budget")
        return Poll(budget, projects, voters, vote_type, meta)

    def _meta(self) -> dict[str, str]:
        found: dict[str, str] = {}
        self.where: dict[str, int] = {}
        for line, row in self.lines["META"]:
            if row["key"] in found:
                self.faults.add(line, _("%(name)s staat twee keer onder META.", name=row["key"][:80]))
            found[row["key"]], self.where[row["key"]] = row["value"], line
        return found

    def _check_number(self, meta: Mapping[str, str], name: str, n: int) -> None:
        if name in meta and meta[name] != str(n) and not self.faults.found:
            words = gettext_noop("bij %(name)s staat %(said)s, maar het zijn er %(n)d.")
            self.faults.add(self.where[name], _(words, name=name, said=meta[name][:40], n=n))

    def _projects(self) -> list[Project]:
        found: dict[str, Project] = {}
        for line, row in self.lines["PROJECTS"]:
            key = row.pop("project_id")
            if not 1 <= len(key) <= LONGEST_NAME or "," in key:
                words = gettext_noop("project_id heeft 1 tot en met %(n)d tekens, en geen komma.")
                self.faults.add(line, _(words, n=LONGEST_NAME))
            elif key in found:
                self.faults.add(line, _("project %(key)s staat hier twee keer.", key=key))
            cost = self._amount(line, row.pop("cost"), "cost")
            said = {"1": True, "0": False}.get(row.pop("selected", ""))
            found[key] = Project(key, cost, row.pop("name", ""), said, row)
        if not found:
            self.faults.add(self.heads["PROJECTS"], _("hier staat nog geen project."))
        return list(found.values())

    def _amount(self, line: int, text: str, name: str) -> int:
        whole, _dot, cents = text.partition(".")
        if whole.isascii() and whole.isdigit() and not cents.strip("0") and int(whole[:20]) <= MOST_AMOUNT:
            return int(whole)
        words = gettext_noop("%(name)s is een heel bedrag vanaf 0, zonder punten of tekens. Er staat: %(text)s.")
        self.faults.add(line, _(words, name=name, text=text[:40] or _("niets")))
        return 0

    def _voters(self, known: set[str], vote_type: str) -> list[Voter]:
        """What was said once is checked once."""
        seen: dict[tuple[str, str], Mapping[str, int]] = {}
        found: dict[str, Voter] = {}
        for line, row in self.lines["VOTES"]:
            key, said = row.pop("voter_id"), (row.pop("vote"), row.pop("points", ""))
            if not 1 <= len(key) <= LONGEST_NAME:
                self.faults.add(line, _("voter_id heeft 1 tot en met %(n)d tekens.", n=LONGEST_NAME))
            elif key in found:
                self.faults.add(line, _("stem %(key)s staat hier twee keer.", key=key))
            if said not in seen:
                scores = self._scores(line, *said, known, vote_type)
                if scores is None:
                    continue
                seen[said] = scores
            found[key] = Voter(key, seen[said], row)
        return list(found.values())

    def _scores(self, line: int, vote: str, points: str, known: set[str], vote_type: str) -> dict[str, int] | None:
        """None where something is wrong, which is then told."""
        keys = [key.strip() for key in vote.split(",")] if vote else []
        for key in keys:
            if key not in known:
                self.faults.add(line, _("project %(key)s bestaat niet.", key=key[:80] or _("zonder naam")))
                return None
        if len(set(keys)) < len(keys):
            self.faults.add(line, _("in deze stem staat een project twee keer."))
            return None
        if vote_type == APPROVAL:
            return dict.fromkeys(keys, 1)
        if vote_type == ORDINAL:
            return {key: len(keys) - at for at, key in enumerate(keys)}
        texts = [one.strip() for one in points.split(",")] if points else []
        if len(texts) != len(keys):
            words = gettext_noop("in deze stem staan %(n)d projecten en %(of)d keer punten.")
            self.faults.add(line, _(words, n=len(keys), of=len(texts)))
            return None
        if not all(one.isascii() and one.isdigit() and int(one[:9]) <= MOST_POINTS for one in texts):
            self.faults.add(line, _("punten zijn hele getallen vanaf 0, met komma’s ertussen."))
            return None
        return {key: int(one) for key, one in zip(keys, texts, strict=True) if int(one)}


# --- writing


def written(poll: Poll) -> str:
    """What `read` reads back as the same."""
    out = io.StringIO()
    write = csv.writer(out, delimiter=";", lineterminator="\n").writerow
    meta = {
        **poll.meta,
        "num_projects": str(len(poll.projects)),
        "num_votes": str(len(poll.voters)),
        "budget": str(poll.budget),
        "vote_type": poll.vote_type,
    }
    for row in (["META"], ["key", "value"], *([key, value] for key, value in meta.items())):
        write(row)
    is_known = any(one.is_selected is not None for one in poll.projects)
    columns = dict.fromkeys(name for one in poll.projects for name in one.more)
    write(["PROJECTS"])
    write(["project_id", "cost", "name", *(["selected"] if is_known else []), *columns])
    for one in poll.projects:
        said = [{True: "1", False: "0", None: ""}[one.is_selected]] if is_known else []
        write([one.key, one.cost, one.name, *said, *(one.more.get(name, "") for name in columns)])
    has_points = poll.vote_type in WITH_POINTS
    columns = dict.fromkeys(name for voter in poll.voters for name in voter.more)
    write(["VOTES"])
    write(["voter_id", "vote", *(["points"] if has_points else []), *columns])
    for voter in poll.voters:
        order = sorted(voter.scores, key=lambda key: -voter.scores[key])
        points = [",".join(str(voter.scores[key]) for key in order)] if has_points else []
        write([voter.key, ",".join(order), *points, *(voter.more.get(name, "") for name in columns)])
    return out.getvalue()
