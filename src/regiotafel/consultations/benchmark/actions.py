"""How many people there are, beside how many took part."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from regiotafel.consultations.acts import CONSULTATION_BENCHMARK_SET
from regiotafel.consultations.benchmark.queries import Given, benchmark_of, values_of
from regiotafel.consultations.benchmark.rules import check_benchmark
from regiotafel.consultations.models import Benchmark, BenchmarkFigure, Consultation, Property
from regiotafel.consultations.rules import check_version
from regiotafel.history.actions import record
from regiotafel.people.models import User


@transaction.atomic
def set_benchmark(
    *, by: User | None, at: datetime, consultation: Consultation, version: int, given: Mapping[Property, Given]
) -> Consultation:
    """What is given replaces what was there, unless somebody else saved in between. The next report counts with it. The
    same again is no news."""
    locked = Consultation.objects.select_for_update().select_related("region").get(pk=consultation.pk)
    check_version(locked, version)
    names = {of: dict(values) for of, values in values_of(locked).items()}
    for of, one in given.items():
        check_benchmark(one.source, one.year, one.numbers, names[of].keys(), at)
    if dict(given) == benchmark_of(locked):
        return locked
    before = Benchmark.objects.filter(consultation=locked)
    gone = [*before, *BenchmarkFigure.objects.filter(benchmark__in=before)]
    before.delete()
    made: list[Benchmark | BenchmarkFigure] = []
    for of, one in given.items():
        benchmark = Benchmark.objects.create(consultation=locked, by=of, source=one.source, year=one.year)
        figures = [_figure(benchmark, key, number) for key, number in one.numbers.items()]
        made += [benchmark, *BenchmarkFigure.objects.bulk_create(figures)]
    locked.benchmark_set_at = at
    locked.version += 1
    locked.save(update_fields=["benchmark_set_at", "version"])
    record(
        by=by,
        at=at,
        act=CONSULTATION_BENCHMARK_SET,
        about=locked,
        region=locked.region.slug,
        data={
            "benchmark": {
                of.value: [one.source, one.year, {names[of][key]: number for key, number in one.numbers.items()}]
                for of, one in given.items()
            }
        },
        rows=made,
        gone=gone,
    )
    return locked


def _figure(benchmark: Benchmark, key: str, number: int) -> BenchmarkFigure:
    if benchmark.by == Property.ROLE:
        return BenchmarkFigure(benchmark=benchmark, role=key, number=number)
    return BenchmarkFigure(benchmark=benchmark, municipality_id=int(key), number=number)
