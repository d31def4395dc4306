"""What the clock brings about in agreements, and in the rounds that they came out of."""

from django.utils import timezone

from regiotafel.mandates.agreeing.actions import tie_agreement
from regiotafel.mandates.agreeing.queries import untied_agreements
from regiotafel.mandates.rounds.actions import tie_round
from regiotafel.mandates.rounds.queries import untied_rounds


def tie_what_was_before() -> int:
    """A place on the thread for what is older than that. Each is a transaction of its own. How many."""
    now = timezone.now()
    rounds = sum(tie_round(at=now, round=one) for one in untied_rounds())
    return rounds + sum(tie_agreement(at=now, agreement=one) for one in untied_agreements())
