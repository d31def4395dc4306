"""Looking something up among what waits."""

from regiotafel.contributions.reading.forms import FilterForm


class WorkForm(FilterForm):
    """Looking something up among what waits for an answer: its state and order are known."""

    stand = None  # type: ignore[assignment]
    volgorde = None  # type: ignore[assignment]
