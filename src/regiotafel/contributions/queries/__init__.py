"""Everything that reads contributions. What other apps ask for stands here; the rest by subject."""

from regiotafel.contributions.queries.counting import Counts, OrganisationLoops, counts, open_loops, unanswered_on
from regiotafel.contributions.queries.findings import TakenFinding, findings_of
from regiotafel.contributions.queries.lineage import (
    answer_of,
    answers_of,
    answers_of_all,
    by_key,
    family,
    latest_answers,
    made_of,
    senders_of,
    went_on_in,
)
from regiotafel.contributions.queries.linking import Voice, reviews, voices_of
from regiotafel.contributions.queries.notices import token_of
from regiotafel.contributions.queries.reading import by_receipt, contribution_in

__all__ = [
    "Counts",
    "OrganisationLoops",
    "TakenFinding",
    "Voice",
    "answer_of",
    "answers_of",
    "answers_of_all",
    "by_key",
    "by_receipt",
    "contribution_in",
    "counts",
    "family",
    "findings_of",
    "latest_answers",
    "made_of",
    "open_loops",
    "reviews",
    "senders_of",
    "token_of",
    "unanswered_on",
    "voices_of",
    "went_on_in",
]
