"""A text stands when everybody who reacted to it has an answer."""

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from regiotafel.contributions.models import Contribution
from regiotafel.refused import Refused


class UnansweredLeft(Refused):
    """A text is adopted only when everybody who reacted to it has an answer."""

    def __init__(self, left: Sequence[Contribution]) -> None:
        self.left = list(left)
        super().__init__(
            _(
                "Van voor dit besluit zijn er nog reacties zonder antwoord: nummer %(numbers)s. Beantwoord die eerst. "
                "Vul daarna het besluit in."
            )
            % {"numbers": ", ".join(str(contribution.number) for contribution in self.left[:10])}
        )
