"""Which figures can be compared with."""

from collections.abc import Collection, Mapping
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from regiotafel.refused import Refused


class BenchmarkRefused(Refused):
    """These figures cannot be compared with. `field`: the source or the year; none when it is about the numbers."""


MOST_PEOPLE = 100_000_000
FIRST_YEAR = 1900


def check_benchmark(source: str, year: int, numbers: Mapping[str, int], known: Collection[str], now: datetime) -> None:
    """Figures about who there are carry their source, and say something about at least two values."""
    if not source.strip():
        raise BenchmarkRefused(_("Vul in waar deze cijfers vandaan komen."), field="source")
    if not FIRST_YEAR <= year <= now.year:
        raise BenchmarkRefused(_("Vul het jaar van de cijfers in, van 1900 tot en met dit jaar."), field="year")
    if not numbers.keys() <= set(known):
        raise BenchmarkRefused(_("Deze rol of gemeente hoort niet bij deze ronde. Laad de pagina opnieuw."))
    if not all(0 <= number <= MOST_PEOPLE for number in numbers.values()):
        raise BenchmarkRefused(_("Een aantal is een heel getal vanaf 0."))
    if len(numbers) < 2 or sum(numbers.values()) == 0:
        raise BenchmarkRefused(_("Vul minstens twee aantallen in. Anders valt er niets te vergelijken."))
