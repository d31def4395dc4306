"""What is measured of a measure: as a picture, as a table, and as a file both ways."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from regiotafel.formats import cells
from regiotafel.formats.faults import Faults
from regiotafel.formats.tables import read_table
from regiotafel.history.rules import fingerprint
from regiotafel.plan.indicators.rules import (
    FEW,
    SHAPES,
    SOME,
    Given,
    check_figure,
    moment_of,
    name_of,
    period_in,
    says_few,
    value_in,
)
from regiotafel.plan.models import Direction, Every, Figure, Indicator, Measure, Plan
from regiotafel.plan.rules import PlanRefused
from regiotafel.reports.series import Point, number, series
from regiotafel.text.folding import fold_name
from regiotafel.text.tidy import tidy_line
from regiotafel.web.files import translated

MEASURE, INDICATOR, UNIT, PERIOD = "maatregel", "indicator", "eenheid", "periode"
VALUE, NOTE, BROKEN = "waarde", "toelichting", "reeksbreuk"
COLUMNS = (MEASURE, INDICATOR, UNIT, PERIOD, VALUE, NOTE, BROKEN)
NEEDED = (MEASURE, INDICATOR, PERIOD, VALUE)
MOST_ROWS = 2_000
NOTHING_USED = gettext_lazy("Het bestand klopt niet. Er is niets van gebruikt en niets opgeslagen.")
# How long a period is, in years.
STEP: Mapping[str, float] = {Every.YEAR: 1.0, Every.QUARTER: 0.25, Every.MONTH: 1 / 12}


def indicators_of(measure: Measure) -> list[Indicator]:
    """With what was measured, in order of time; what nobody measures any more comes last. Two queries."""
    rows = _with_figures(Indicator.objects.filter(measure=measure)).order_by("-is_kept", "number")
    found = list(rows)
    for one in found:
        one.measure = measure
    return found


def _with_figures(rows: QuerySet[Indicator]) -> QuerySet[Indicator]:
    return rows.prefetch_related(Prefetch("figures", Figure.objects.order_by("period")))


def indicator_in(measure: Measure, number: int) -> Indicator | None:
    found = Indicator.objects.filter(measure=measure, number=number).first()
    if found is not None:
        found.measure = measure
    return found


def indicators_in(plan: Plan) -> list[Indicator]:
    """Of all measures, with what was measured. Two queries."""
    rows = _with_figures(Indicator.objects.filter(measure__plan=plan).select_related("measure"))
    return list(rows.order_by("measure__number", "number"))


def figures_of(indicator: Indicator) -> dict[str, Given]:
    rows = Figure.objects.filter(indicator=indicator).order_by("period")
    return {one.period: Given(one.value, one.note, one.broken) for one in rows}


def is_name_taken(measure: Measure, name: str, but: Indicator | None = None) -> bool:
    same = Indicator.objects.filter(measure=measure, once=fold_name(name))
    return (same.exclude(pk=but.pk) if but else same).exists()


# --- As it is read


def told(value: Decimal | None) -> str:
    return str(FEW) if value is None else number(float(value))


@dataclass(frozen=True)
class Row:
    """One period in the table: the newest first."""

    period: str
    name: str
    value: str
    note: str
    broken: str


@dataclass(frozen=True)
class Shown:
    """An indicator as a page shows it. sentences: what it is now and where it should come, and no more than the figures
    say."""

    indicator: Indicator
    rows: Sequence[Row]
    picture: SafeString
    sentences: Sequence[str]


def shown(indicator: Indicator) -> Shown:
    figures = list(indicator.figures.all())
    rows = [Row(one.period, name_of(one.period), told(one.value), one.note, one.broken) for one in figures]
    return Shown(indicator, rows[::-1], _picture(indicator, figures), sentences(indicator, figures))


def _picture(indicator: Indicator, figures: Sequence[Figure]) -> SafeString:
    points = [
        Point(
            moment_of(one.period),
            name_of(one.period),
            None if one.value is None else float(one.value),
            f"{name_of(one.period)}: {told(one.value)} {indicator.unit}",
            bool(one.broken),
        )
        for one in figures
    ]
    named = {"name": indicator.name, "unit": indicator.unit}
    title = _("%(name)s, in %(unit)s") % named
    drawn = series(
        points,
        _target_point(indicator, points),
        title=title,
        description=" ".join(sentences(indicator, figures)),
        break_word=_("reeksbreuk"),
        name=f"reeks-{indicator.pk}",
    )
    return mark_safe(drawn)  # noqa: S308  # every word in it is escaped by `reports.series`


def _target_point(indicator: Indicator, points: Sequence[Point]) -> Point | None:
    """At the end of its year; without a year beside the last figure."""
    if indicator.target is None or not points:
        return None
    step = STEP[indicator.every]
    at = indicator.target_year + 1 - step if indicator.target_year else points[-1].at + step
    return Point(at, _("doel"), float(indicator.target), target_of(indicator))


def target_of(indicator: Indicator) -> str:
    """Empty: there is none."""
    if indicator.target is None:
        return ""
    words = {"value": told(indicator.target), "unit": indicator.unit, "year": indicator.target_year}
    told_so = {
        (Direction.DOWN, True): _("Het doel is hooguit %(value)s %(unit)s in %(year)s."),
        (Direction.DOWN, False): _("Het doel is hooguit %(value)s %(unit)s."),
        (Direction.UP, True): _("Het doel is minstens %(value)s %(unit)s in %(year)s."),
        (Direction.UP, False): _("Het doel is minstens %(value)s %(unit)s."),
        (Direction.NONE, True): _("Het doel is %(value)s %(unit)s in %(year)s."),
        (Direction.NONE, False): _("Het doel is %(value)s %(unit)s."),
    }
    return told_so[Direction(indicator.direction), bool(indicator.target_year)] % words


def sentences(indicator: Indicator, figures: Sequence[Figure]) -> list[str]:
    """The newest figure, the target, and how few there are. Whether it goes well is for who reads."""
    found = []
    if figures:
        last = figures[-1]
        words = {"period": name_of(last.period), "value": told(last.value), "unit": indicator.unit}
        found.append(_("In %(period)s: %(value)s %(unit)s.") % words)
    if target := target_of(indicator):
        found.append(target)
    if (n := n_since_break(figures)) and n < SOME:
        since = any(one.broken for one in figures)
        few = ngettext(
            "Er is één meting. Daaruit blijkt nog niet welke kant het op gaat.",
            "Er zijn %(n)d metingen. Daaruit blijkt nog niet welke kant het op gaat.",
            n,
        )
        few_since = ngettext(
            "Sinds de reeksbreuk is er één meting. Daaruit blijkt nog niet welke kant het op gaat.",
            "Sinds de reeksbreuk zijn er %(n)d metingen. Daaruit blijkt nog niet welke kant het op gaat.",
            n,
        )
        found.append((few_since if since else few) % {"n": n})
    return found


def n_since_break(figures: Sequence[Figure]) -> int:
    n = 0
    for one in reversed(figures):
        n += 1
        if one.broken:
            break
    return n


# --- As a file


def rows_of(plan: Plan) -> Iterator[list[object]]:
    """The cells of COLUMNS; of what was never measured only its name, to be filled in."""
    for indicator in indicators_in(plan):
        named = [indicator.measure.number, indicator.name, indicator.unit]
        if not indicator.figures.all():
            yield [*named, "", "", "", ""]
        for one in indicator.figures.all():
            value = "<5" if one.value is None else number(float(one.value))
            yield [*named, one.period, value, one.note, one.broken]


def seen_of(plan: Plan) -> str:
    """What somebody knew of the indicators of a plan."""
    rows = Indicator.objects.filter(measure__plan=plan).order_by("measure__number", "number")
    return fingerprint(*rows.values_list("measure__number", "number", "version"))


@dataclass(frozen=True)
class Read:
    """One row of a file: of which indicator, and what it says of which period."""

    indicator: Indicator
    period: str
    given: Given

    @property
    def period_name(self) -> str:
        return name_of(self.period)

    @property
    def told(self) -> str:
        return told(self.given.value)


def read_figures(data: bytes, indicators: Sequence[Indicator]) -> list[Read]:
    """What a file with COLUMNS says. Raises FileRefused with what is wrong on which line. indicators: what there is."""
    table, faults = read_table(data, COLUMNS, COLUMNS), Faults()
    for name in NEEDED:
        if name not in table.header:
            faults.add(table.line, _("De kolom “%(name)s” ontbreekt.") % {"name": name})
    for name in table.header:
        if name not in COLUMNS:
            faults.add(table.line, _("De kolom “%(name)s” kennen we niet.") % {"name": name[:40]})
    faults.refuse_if_any(str(NOTHING_USED))
    there = {(one.measure.number, one.once): one for one in indicators}
    found: dict[tuple[int, str], Read] = {}
    for line, cells_of_row in table.whole_rows(faults):
        row = dict(zip(table.header, cells_of_row, strict=True))
        if not (cells.plain(row[PERIOD]) or cells.plain(row[VALUE])):
            continue  # as it went out: nobody filled it in
        one, wrong = _read(row, there)
        if one is not None and (one.indicator.pk, one.period) in found:
            wrong.append(_("Deze periode staat er twee keer voor deze indicator."))
        for fault in wrong:
            faults.add(line, fault)
        if one is not None:
            found[one.indicator.pk, one.period] = one
        if len(found) > MOST_ROWS:  # what follows is not read: it can be a hundred thousand rows
            faults.add(line, _("Er staan meer dan %(n)d metingen in. Splits het bestand.") % {"n": MOST_ROWS})
            break
    if not found and not faults.found:
        faults.add(table.line, _("Er staat geen meting in dit bestand."))
    faults.refuse_if_any(str(NOTHING_USED))
    return list(found.values())


def _read(row: Mapping[str, str], there: Mapping[tuple[int, str], Indicator]) -> tuple[Read | None, list[str]]:
    faults: list[str] = []
    for name in (INDICATOR, NOTE, BROKEN):
        if odd := cells.fault_in_line(name, row.get(name, "")):
            faults.append(translated(odd))
    measure = cells.number(row[MEASURE])
    if measure is None:
        typed = tidy_line(row[MEASURE])[:20]
        return None, [*faults, _("Kolom maatregel: “%(text)s” is geen nummer van een maatregel.") % {"text": typed}]
    name = tidy_line(row[INDICATOR])
    indicator = there.get((measure, fold_name(name)))
    if indicator is None:
        words = {"number": measure, "name": name[:60]}
        told_so = _("Maatregel %(number)d heeft geen indicator “%(name)s”. Voeg die eerst toe.")
        return None, [*faults, told_so % words]
    unit = tidy_line(row.get(UNIT, ""))
    if unit and fold_name(unit) != fold_name(indicator.unit):
        words_of_unit = {"text": unit[:40], "unit": indicator.unit}
        faults.append(_("De eenheid is hier “%(text)s”, en bij ons “%(unit)s”.") % words_of_unit)
    period = period_in(row[PERIOD], indicator.every)
    if period is None:
        said: dict[str, Any] = {"text": tidy_line(row[PERIOD])[:20], "shape": SHAPES[indicator.every]}
        return None, [*faults, _("Kolom periode: “%(text)s” kennen we niet. Vul in: %(shape)s.") % said]
    few, value = says_few(row[VALUE]), value_in(row[VALUE], is_typed=False)
    given = Given(value, tidy_line(row.get(NOTE, "")), tidy_line(row.get(BROKEN, "")))
    if value is None and not few:
        typed = tidy_line(row[VALUE])[:20]
        faults.append(_("Kolom waarde: “%(text)s” is geen getal. Schrijf 1250 of 12,5.") % {"text": typed})
    else:
        try:
            check_figure(indicator, period, given)
        except PlanRefused as refused:
            faults.append(str(refused))
    return Read(indicator, period, given), faults


def as_carried(rows: Sequence[Read]) -> list[Any]:
    """What was read, as a page sends it back."""
    return [
        [one.indicator.pk, one.period, None if one.given.value is None else str(one.given.value), *_words(one.given)]
        for one in rows
    ]


def _words(given: Given) -> list[str]:
    return [given.note, given.broken]


def from_carried(indicators: Sequence[Indicator], rows: Sequence[Any]) -> list[Read]:
    """Of what is still there."""
    there = {one.pk: one for one in indicators}
    return [
        Read(there[pk], period, Given(None if value is None else Decimal(value), note, broken))
        for pk, period, value, note, broken in rows
        if pk in there
    ]
