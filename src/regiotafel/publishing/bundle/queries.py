"""What a council gets with a proposal, as far as the site knows it: above all the four things that councils miss most
often. What nobody knows here stands there as still empty."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.utils.text import Truncator, capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from regiotafel.councils.models import Aim, Paper
from regiotafel.councils.papers.queries import advice_in, papers_beside
from regiotafel.councils.papers.rules import is_open
from regiotafel.councils.planning.queries import RouteNow, planning_of
from regiotafel.publishing.note.queries import Outline, outline_of
from regiotafel.publishing.texts.queries import Whole, whole
from regiotafel.regions.models import Municipality
from regiotafel.text.marked import in_one_line
from regiotafel.vision.checking.queries import Completeness, released_checks
from regiotafel.vision.models import Document, Release
from regiotafel.vision.queries import release_in
from regiotafel.vision.releasing.queries import Changed, changes_between
from regiotafel.web.days import day

# The four that councils miss most often: a template has a place for each of them.
MISSED_MOST = ("uitvoering", "participatie", "geld", "planning")
# Words by which a passage speaks of money: not those of a family with worries about it.
OF_MONEY = re.compile(r"\b(?:euro|kosten|kost|budget|begroting|betaalt|betalen|financieren|financiering)\b|€")
# On the one page of the summary.
MOST_CHAPTERS, MOST_OF_CHAPTER, MOST_OF_PART = 10, 110, 200


@dataclass(frozen=True)
class Part:
    """name: of its place in the template of a municipality."""

    name: str
    title: str
    lines: Sequence[str]
    is_empty: bool = False

    @property
    def place(self) -> str:
        return "{{ " + self.name + " }}"

    @property
    def as_told(self) -> Mapping[str, Any]:
        """For who writes the document."""
        must = self.name in MISSED_MOST
        return {"name": self.name, "title": self.title, "lines": list(self.lines), "must": must}


@dataclass(frozen=True)
class Bundle:
    """All that is known for the council of one municipality about one version. before: the version it follows on.
    notes: the reaction notes that a council reads with it, those with something in them."""

    release: Release
    before: Release | None
    municipality: Municipality
    text: Whole
    # How it stood beside what the law asks when it was published; None: nobody had looked.
    checks: Completeness | None
    notes: Sequence[tuple[Release, Outline]]
    parts: Sequence[Part]

    @cached_property
    def changes(self) -> Sequence[Changed]:
        """Since the version before."""
        return changes_between(self.before, self.release) if self.before else []

    @property
    def still_empty(self) -> list[Part]:
        return [one for one in self.parts if one.is_empty]


def bundle_of(release: Release, municipality: Municipality, today: date) -> Bundle:
    document = release.document
    before = release_in(document, release.number - 1)
    if before is not None:
        before.document = document
    notes = [(one, outline_of(one)) for one in (before, release) if one is not None]
    notes = [(one, told) for one, told in notes if told.entries or told.own_changes]
    text = whole(document, release)
    parts, checks = _parts(release, municipality, text, notes, today), released_checks(release)
    return Bundle(release, before, municipality, text, checks, notes, parts)


def _parts(
    release: Release, municipality: Municipality, text: Whole, notes: Sequence[tuple[Release, Outline]], today: date
) -> list[Part]:
    """The title first, then what a proposal tells, in order."""
    document = release.document
    planning = planning_of(document, today)
    way = next((one for one in planning.routes if one.municipality == municipality), None) if planning else None
    about = [one for one in document.about.split("\n") if one.strip()]
    given = {"title": document.title, "name": municipality.name, "number": release.number, "called": release.name}
    proposed = _("De gemeenteraad van %(name)s stelt “%(title)s” vast: versie %(number)d (%(called)s).") % given
    return [
        Part("titel", _("Titel"), [_("Voorstel: %(title)s") % given]),
        Part("gemeente", _("Gemeente"), [municipality.name]),
        Part("versie", _("Over welke tekst"), [_("%(title)s, versie %(number)d: %(called)s") % given]),
        _part("voorstel", _("Wat vragen we de raad?"), [proposed, *about]),
        _part("uitvoering", _("Wie voert het uit, en hoe bewaken we de voortgang?"), _carried_out(text, municipality)),
        _part("participatie", _("Wie deed mee, en wat is ermee gedaan?"), _taken_part(notes, way)),
        _money(text),
        _part("adviezen", _("Welke adviezen zijn er, en wat is ermee gedaan?"), _advised(document, municipality)),
        _part("planning", _("Wanneer gebeurt wat, en wanneer beslist de raad?"), _planned(way)),
    ]


def _part(name: str, title: str, lines: Sequence[str] | Iterator[str]) -> Part:
    found = list(lines)
    return Part(name, title, found or [_("Nog leeg. De site weet dit niet: vul het zelf aan.")], is_empty=not found)


def _carried_out(text: Whole, municipality: Municipality) -> Iterator[str]:
    for who, numbers in text.who_acts:
        yield _numbered(who.capitalize(), numbers)
    for paper in papers_beside(text.document, municipality):
        if is_open(paper) and paper.owner:
            yield _promised(paper)


def _numbered(who: str, numbers: Sequence[int]) -> str:
    told = ngettext("%(who)s: passage %(numbers)s.", "%(who)s: passages %(numbers)s.", len(numbers))
    return told % {"who": who, "numbers": ", ".join(map(str, sorted(numbers)))}


def _promised(paper: Paper) -> str:
    named = {"kind": paper.get_kind_display().capitalize(), "title": paper.title, "owner": paper.owner}
    if paper.due_on is None:
        return _("%(kind)s “%(title)s”: %(owner)s.") % named
    return _("%(kind)s “%(title)s”: %(owner)s, uiterlijk op %(on)s.") % {**named, "on": day(paper.due_on)}


def _taken_part(notes: Sequence[tuple[Release, Outline]], way: RouteNow | None) -> Iterator[str]:
    for release, note in notes:
        if n := note.n_voices:
            told = ngettext("%(n)d reactie kreeg antwoord.", "%(n)d reacties kregen antwoord.", n) % {"n": n}
            changed = ngettext(
                "%(n)d antwoord leidde tot een andere tekst.",
                "%(n)d antwoorden leidden tot een andere tekst.",
                note.n_changed,
            ) % {"n": note.n_changed}
            yield _("Op versie %(number)d: %(told)s %(changed)s Zie de reactienota.") % {
                "number": release.number,
                "told": told,
                "changed": changed,
            }
    for one in way.steps if way else ():
        if one.step.aim in (Aim.ADVISE, Aim.AGREE) and one.done_on:
            text = one.outcome.text if one.outcome else ""
            named = {"step": capfirst(str(one.step)), "told": one.told, "on": day(one.done_on), "text": text}
            yield (_("%(step)s: %(told)s (%(on)s). %(text)s") % named).strip()


def _advised(document: Document, municipality: Municipality) -> Iterator[str]:
    """Every point of advice with the answer to it."""
    for advice in advice_in(document, municipality):
        for point in advice.points:
            named = {"who": capfirst(advice.body), "n": point.number, "title": point.paper.title}
            if point.answer is None:
                yield _("%(who)s, punt %(n)d (%(title)s): nog geen antwoord.") % named
            else:
                named |= {"told": str(point.answer.get_state_display()), "why": point.answer.note}
                yield _("%(who)s, punt %(n)d (%(title)s): %(told)s. %(why)s") % named


def _money(text: Whole) -> Part:
    """Where the text speaks of it; what it costs, the site does not know."""
    passages = [one for part in text.sections for one in part.passages]
    numbers = [one.passage.number for one in passages if OF_MONEY.search(one.wording.text.lower())]
    empty = _("Nog leeg: wat het kost en wie het betaalt. De site kent geen bedragen. Vul ze zelf aan.")
    where = [_numbered(_("In de tekst gaat dit over geld"), numbers)] if numbers else []
    return Part("geld", _("Wat kost het, en wie betaalt het?"), [*where, empty], is_empty=True)


def _planned(way: RouteNow | None) -> Iterator[str]:
    for one in way.steps if way else ():
        named = {"step": capfirst(str(one.step)), "told": one.told}
        if one.done_on:
            yield _("%(step)s: %(told)s op %(on)s.") % {**named, "on": day(one.done_on)}
        elif one.last_on:
            yield _("%(step)s: uiterlijk op %(on)s.") % {**named, "on": day(one.last_on)}


# --- What is printed besides the text and the note


@dataclass(frozen=True)
class Summary:
    """One page that anybody can read. chapters: each with how it begins."""

    bundle: Bundle
    chapters: Sequence[tuple[str, str]]
    n_more: int
    n_changed: int
    parts: Sequence[tuple[str, str]]


def summary_of(bundle: Bundle) -> Summary:
    written = [(part.title, part.passages[0].wording.text) for part in bundle.text.sections if part.passages]
    chapters = [(title, _short(in_one_line(text), MOST_OF_CHAPTER)) for title, text in written[:MOST_CHAPTERS]]
    short = [(one.title, _short(" ".join(one.lines), MOST_OF_PART)) for one in bundle.parts if one.name in MISSED_MOST]
    return Summary(bundle, chapters, len(written) - len(chapters), len(bundle.changes), short)


def _short(text: str, most: int) -> str:
    """Whole sentences as far as they fit, else cut off."""
    line = " ".join(text.split())
    end = line.rfind(". ", 0, most)
    return line if len(line) <= most else line[: end + 1] if end > most // 3 else Truncator(line).chars(most)
