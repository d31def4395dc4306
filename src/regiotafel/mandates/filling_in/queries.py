"""How far a municipality is with filling in, and what it says in a file."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date

from django.utils.translation import gettext as _

from regiotafel.formats import cells
from regiotafel.formats.faults import Faults
from regiotafel.formats.tables import read_table
from regiotafel.mandates.filling_in.rules import Filled, HowFar, faults_of, level_named
from regiotafel.mandates.models import Position, Round, Sheet, Subject
from regiotafel.mandates.rounds.queries import law_facts_in, party_in
from regiotafel.mandates.rules import LEVELS, allowed_levels
from regiotafel.regions.models import Municipality
from regiotafel.regions.parties.queries import takes_part
from regiotafel.text.folding import fold, fold_name
from regiotafel.text.tidy import tidy_line

# The columns of the file of a municipality, besides one for each level.
TITLE, WANTS, POINTS, BECAUSE = "onderwerp", "niveau", "punten", "reden"
COLUMNS = (TITLE, WANTS, POINTS, *(str(one.value) for one in LEVELS), BECAUSE)


def how_far(round: Round, municipality: Municipality) -> HowFar:
    party = party_in(round, municipality.pk)
    rows = Sheet.objects.filter(round=round, municipality=municipality).order_by("number")
    said = list(rows.values_list("at", "is_final"))
    in_time = [is_final for at, is_final in said if at < round.closes_at]
    return HowFar(
        is_asked=party is not None and takes_part(round.region, municipality),
        # The last before closing, or any since.
        is_settled=in_time[-1:] == [True] or any(is_final for at, is_final in said if at >= round.closes_at),
        gave_up=party is not None and party.gave_up_at is not None,
    )


def read_sheet(data: bytes, subjects: Sequence[Subject], today: date) -> list[Filled]:
    """What a municipality says in a file with the columns of `COLUMNS`. Raises FileRefused with what is wrong on which
    line, and in which column."""
    table = read_table(data, COLUMNS, COLUMNS)
    faults, nothing_used = Faults(), _("Het bestand klopt niet. Er is niets van gebruikt en niets opgeslagen.")
    for name in (TITLE, WANTS, POINTS):
        if name not in table.header:
            faults.add(table.line, _("De kolom “%(name)s” ontbreekt.") % {"name": name})
    for name in table.header:
        if name not in COLUMNS:
            faults.add(table.line, _("De kolom “%(name)s” kennen we niet.") % {"name": name[:40]})
    faults.refuse_if_any(nothing_used)
    by_title = {fold_name(one.title): one for one in subjects}
    filled: dict[int, Filled] = {}
    for line, row in table.whole_rows(faults):
        one, wrong = _read_line(dict(zip(table.header, row, strict=True)), by_title, today)
        if one is not None and one.subject.pk in filled:
            wrong.append(_("Dit onderwerp staat er twee keer."))
        for fault in wrong:
            faults.add(line, fault)
        if one is not None:
            filled[one.subject.pk] = one
    if not any(not one.is_empty for one in filled.values()) and not faults.found:
        faults.add(table.line, _("Er is bij geen enkel onderwerp iets ingevuld."))
    faults.refuse_if_any(nothing_used)
    return list(filled.values())


def _read_line(row: Mapping[str, str], by_title: Mapping[str, Subject], today: date) -> tuple[Filled | None, list[str]]:
    subject = by_title.get(fold_name(tidy_line(row[TITLE])))
    if subject is None:
        words = _("Kolom %(column)s: het onderwerp “%(title)s” staat niet in deze ronde.")
        return None, [words % {"column": TITLE, "title": row[TITLE].strip()[:60]}]
    accepts, never, faults = {}, [], []
    for level in LEVELS:
        typed = cells.plain(row.get(level.value, ""))
        share = cells.number(typed.removesuffix("%"))
        if fold(typed) in ("breekpunt", "x", "never"):
            never.append(str(level.value))
        elif share is not None:
            accepts[str(level.value)] = share
        elif typed:
            words = _("Kolom %(column)s: “%(text)s” kennen we niet. Vul 0 tot en met 100 in, of: breekpunt.")
            faults.append(words % {"column": level.value, "text": typed[:20]})
    points = cells.number(typed.removesuffix("%")) if (typed := cells.plain(row[POINTS])) else 0
    if points is None:
        faults.append(_("Kolom %(column)s: “%(text)s” is geen heel getal.") % {"column": POINTS, "text": typed[:20]})
    if runs_on := cells.fault_in_line(BECAUSE, row.get(BECAUSE, "")):
        faults.append(runs_on)
    wants = level_named(row[WANTS])
    accepts.pop(wants, None)  # what it wants is the best that there is
    one = Filled(subject, wants, points or 0, accepts, never, tidy_line(row.get(BECAUSE, "")))
    return one, faults + faults_of(one, allowed_levels(law_facts_in(subject), today))


def rows_of_sheet(subjects: Sequence[Subject], positions: Iterable[Position]) -> Iterator[list[object]]:
    """The file to fill in, with what the municipality said before."""
    said = {one.subject_id: one for one in positions}
    for subject in subjects:
        one = said.get(subject.pk)
        shares: Collection[object] = [
            "breekpunt" if one and level.value in one.never else one.accepts.get(level.value) if one else None
            for level in LEVELS
        ]
        yield [
            subject.title,
            one.wants if one else "",
            one.points if one else None,
            *shares,
            one.because if one else "",
        ]
