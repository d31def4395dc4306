from dataclasses import dataclass, field

from regiotafel.consultations.models import Benchmark, Consultation, DeclaredRole, Property
from regiotafel.regions.parties.queries import municipalities_of


@dataclass(frozen=True)
class Given:
    """How many people there are with each value, by the value's key; who says so, of which year."""

    source: str
    year: int
    numbers: dict[str, int] = field(default_factory=dict)


def values_of(consultation: Consultation) -> dict[Property, list[tuple[str, str]]]:
    """What participants of this consultation may say about themselves: key and name of every value."""
    places = municipalities_of(consultation.region)
    return {
        Property.ROLE: [(str(key), str(name)) for key, name in DeclaredRole.choices],
        Property.MUNICIPALITY: [(str(place.pk), place.name) for place in places],
    }


def benchmark_of(consultation: Consultation) -> dict[Property, Given]:
    """What editors filled in: two queries."""
    return {
        Property(one.by): Given(
            one.source,
            one.year,
            {figure.role or str(figure.municipality_id): figure.number for figure in one.figures.all()},
        )
        for one in Benchmark.objects.filter(consultation=consultation).prefetch_related("figures")
    }


def benchmark_in_words(consultation: Consultation) -> dict[str, Given]:
    """The same by the names that stand in a report."""
    given = benchmark_of(consultation)
    names = {by: dict(values) for by, values in values_of(consultation).items()} if given else {}
    return {
        str(by.value): Given(
            one.source, one.year, {names[by].get(key, key): number for key, number in one.numbers.items()}
        )
        for by, one in given.items()
    }
