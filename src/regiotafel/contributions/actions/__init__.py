"""Everything that a person can do with a contribution."""

from regiotafel.contributions.actions.findings import take_finding
from regiotafel.contributions.actions.handling import (
    adopt_release,
    clear_review,
    confirm_link,
    give_answer,
    merge,
    reject_link,
    reject_suggestion,
    split,
    suggest_links,
)
from regiotafel.contributions.actions.notices import confirm, subscribe, tell, unsubscribe
from regiotafel.contributions.actions.sending import (
    accept,
    anonymise,
    enter_for,
    refuse,
    remove,
    send_in,
    take_down,
    withdraw,
)

__all__ = [
    "accept",
    "adopt_release",
    "anonymise",
    "clear_review",
    "confirm",
    "confirm_link",
    "enter_for",
    "give_answer",
    "merge",
    "refuse",
    "reject_link",
    "reject_suggestion",
    "remove",
    "send_in",
    "split",
    "subscribe",
    "suggest_links",
    "take_down",
    "take_finding",
    "tell",
    "unsubscribe",
    "withdraw",
]
