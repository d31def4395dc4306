"""What everybody reads of an outcome, held against the answers it was counted from."""

from collections.abc import Iterator, Mapping
from datetime import datetime

from django.utils.translation import gettext as _

from regiotafel.consultations.models import Consultation, Report, ReportKind, Statement
from regiotafel.consultations.outcome.queries import rows_to_count
from regiotafel.consultations.queries import statements_to_count, told_report
from regiotafel.consultations.telling.queries import as_told, steps_of, told_until_now
from regiotafel.consultations.telling.rules import NOBODY, Counts, counts_of
from regiotafel.engine.results import opinions as results


def outcome_beside_answers(consultation: Consultation, now: datetime) -> Iterator[str]:
    """Each statement by its number, in the counters, in the steps and in the report."""
    told = told_until_now(consultation).counts
    yield from _counters_beside(told, consultation)
    yield from _steps_beside_events(told, consultation)
    if report := told_report(consultation, now):
        numbers = dict(statements_to_count(consultation).values_list("pk", "number"))
        is_last = report.kind == ReportKind.FINAL
        counted = _counted(consultation) if is_last else {numbers[key]: told[key] for key in told.keys() & numbers}
        yield from _report_beside(report, consultation, dict.fromkeys(numbers.values(), NOBODY) | counted)


def _counted(consultation: Consultation) -> dict[int, Counts]:
    """By the number of the statement: how often each answer was given, as far as the last count may tell of it."""
    given: dict[int, list[int]] = {}
    for _person, number, choice in rows_to_count(consultation).votes:
        given.setdefault(number, []).append(choice)
    return {number: counts_of(choices) for number, choices in given.items()}


def _counters_beside(told: Mapping[int, Counts], consultation: Consultation) -> Iterator[str]:
    """What is told of a statement is what all steps together told of it."""
    rows = Statement.objects.filter(consultation=consultation).order_by("number")
    for key, number, n, n_agree in rows.values_list("pk", "number", "n_told", "n_told_agree"):
        counts = told.get(key, NOBODY)
        if (n, n_agree) != (sum(counts), counts[0]):
            yield _("De tellers van stelling %(number)d van “%(title)s” kloppen niet met wat we lieten zien.") % {
                "number": number,
                "title": consultation.title,
            }


def _report_beside(report: Report, consultation: Consultation, counted: Mapping[int, Counts]) -> Iterator[str]:
    told = {int(one.id): one for one in results.read(report.data).statements}
    missing = (number for number, counts in counted.items() if sum(counts) >= report.data["smallest"])
    for number in sorted({*told, *missing} & {*counted}):
        if number not in told or not _says(told[number], counted[number]):
            yield _("De uitkomst van “%(title)s” zegt van stelling %(number)d iets anders dan de antwoorden.") % {
                "title": consultation.title,
                "number": number,
            }


def _says(one: results.Statement, counts: Counts) -> bool:
    """Where nearly everybody said the same it tells "at least", and where it says nothing nothing can be held."""
    if one.hidden:
        return True
    if not one.n_untold:
        return one.everybody.counts == counts
    return one.n_votes == sum(counts) and all(least <= n for least, n in zip(one.everybody.counts, counts, strict=True))


def _steps_beside_events(told: Mapping[int, Counts], consultation: Consultation) -> Iterator[str]:
    numbers = dict(consultation.statements.values_list("pk", "number"))
    for key, steps in steps_of(consultation).items():
        if key is not None and counts_of([choice for _who, choice in as_told(consultation, key, steps)]) != told[key]:
            yield _(
                "Wat we van stelling %(number)d van “%(title)s” lieten zien, is niet wat mensen toen antwoordden."
            ) % {
                "number": numbers[key],
                "title": consultation.title,
            }
