"""What everybody reads of an outcome, held against the answers it was counted from."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime

from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from regiotafel.consultations.holding.queries import TOLD_BY, codes_of_descriptions, codes_of_events, digest_of_report
from regiotafel.consultations.models import (
    Channel,
    Consultation,
    Participant,
    Report,
    ReportKind,
    SelfDescription,
    Statement,
    VoteEvent,
)
from regiotafel.consultations.outcome.queries import rows_to_count
from regiotafel.consultations.queries import statements_to_count, told_report
from regiotafel.consultations.telling.queries import as_told, steps_of, told_until_now
from regiotafel.consultations.telling.rules import NOBODY, Counts, counts_of
from regiotafel.engine.results import opinions as results
from regiotafel.history.models import Entry
from regiotafel.history.queries import has_no_words

# What somebody's last description says of them.
DESCRIBED = ("channel", "role", "municipality", "organisation", "table")


def outcome_beside_answers(consultation: Consultation, now: datetime) -> Iterator[str]:
    """Each statement by its number, in the counters, in the steps and in the report; what people said about themselves;
    and all of it in what the history kept whenever something was told."""
    yield from _people_elsewhere(consultation)
    yield from _people_beside_descriptions(consultation)
    yield from _held_beside_rows(consultation)
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


def _people_elsewhere(consultation: Consultation) -> Iterator[str]:
    """Who takes part here answers what is asked here."""
    events = VoteEvent.objects.filter(statement__consultation=consultation)
    if n := events.exclude(participant__consultation=consultation).values("participant").distinct().count():
        yield _("In “%(title)s” antwoordden %(n)d mensen die aan een andere ronde meedoen.") % {
            "title": consultation.title,
            "n": n,
        }


def _people_beside_descriptions(consultation: Consultation) -> Iterator[str]:
    """How somebody came in and what they say is what they said last; who never said anything says nothing."""
    last = SelfDescription.objects.filter(participant=OuterRef("pk")).order_by("-pk")
    people = Participant.objects.filter(consultation=consultation).annotate(
        is_described=Exists(last), **{f"last_{name}": Subquery(last.values(name)[:1]) for name in DESCRIBED}
    )
    as_described = Q(is_described=True)
    for name in DESCRIBED:
        as_described &= Q(**{name: F(f"last_{name}")}) | Q(**{f"{name}__isnull": True, f"last_{name}__isnull": True})
    as_begun = Q(is_described=False, channel=Channel.SITE, role="", municipality=None, organisation=None, table=None)
    if n := people.exclude(as_described | as_begun).count():
        yield _("In “%(title)s” staat van %(n)d mensen iets anders dan zij over zichzelf zeiden.") % {
            "title": consultation.title,
            "n": n,
        }


def _held_beside_rows(consultation: Consultation) -> Iterator[str]:
    """What was answered until then is what it was when it was told, and the report is the one that was told."""
    entries = Entry.objects.filter(
        subject=f"consultation:{consultation.pk}", act__in=[act.name for act in TOLD_BY.values()]
    ).order_by("number")
    kept = {entry.number: entry for entry in entries if not has_no_words(entry)}
    for name, codes in (("events", codes_of_events), ("descriptions", codes_of_descriptions)):
        wanted = {code: number for number, entry in kept.items() if (code := entry.data[name])}
        if wanted:
            for code in codes(consultation):
                wanted.pop(code, None)
        for number in sorted(wanted.values())[:1]:
            yield _WAS_OTHERWISE[name] % {"title": consultation.title, "number": number}
    yield from _reports_beside_entries(consultation, kept.values())


_WAS_OTHERWISE = {
    "events": gettext_lazy(
        "De antwoorden in “%(title)s” zijn andere dan toen zij verteld werden, op regel %(number)d."
    ),
    "descriptions": gettext_lazy(
        "Wat mensen in “%(title)s” over zichzelf zeiden, is anders dan toen het geteld werd, op regel %(number)d."
    ),
}


def _reports_beside_entries(consultation: Consultation, entries: Iterable[Entry]) -> Iterator[str]:
    """Each that is kept was told in these words, and the one that was told last is there."""
    for kind, act in TOLD_BY.items():
        told = [entry.data["digest"] for entry in entries if entry.act == act.name]
        reports = Report.objects.filter(consultation=consultation, kind=kind).only("pk")
        there = {digest_of_report(report) for report in reports}
        if there - {*told} or (told and told[-1] not in there):
            yield _("De uitkomst van “%(title)s” is anders dan toen zij verteld werd.") % {"title": consultation.title}


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
