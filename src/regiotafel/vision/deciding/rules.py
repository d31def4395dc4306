"""When it can be written down what a council decided about a release."""

from datetime import date

from django.utils.translation import gettext_lazy as _

from regiotafel.history.models import REASON_LENGTH
from regiotafel.history.rules import check_seen
from regiotafel.refused import Refused
from regiotafel.text.addresses import is_web_address
from regiotafel.text.length import length
from regiotafel.vision.models import CouncilDecision, Decision

LONGEST_BODY, LONGEST_VOTE, LONGEST_TEXT, LONGEST_LINK = 150, 200, 3000, 300


class DecisionIncomplete(Refused):
    pass


def is_correction(latest: CouncilDecision | None, decision: str) -> bool:
    """After what was held over or tied, and after a mistake that was taken back, the next decision is just the next."""
    return latest is not None and (latest.is_final or decision == Decision.NONE)


def check_decision(
    *,
    decision: str,
    body: str,
    decided_on: date | None,
    vote: str,
    text: str,
    link: str,
    reason: str,
    released_on: date,
    today: date,
    corrects: bool,
) -> None:
    """Which council, what, and on which day: after the release was there, and not in a time to come."""
    if decision not in Decision.values:
        raise DecisionIncomplete(_("Kies wat er is besloten."), field="decision")
    if not body or length(body) > LONGEST_BODY:
        raise DecisionIncomplete(_("Vul in wie het besluit nam, in hooguit 150 tekens."), field="body")
    if corrects and not reason:
        raise DecisionIncomplete(_("Schrijf op waarom je dit verandert. Dat blijft te lezen."), field="reason")
    for name, words, most in (
        ("reason", reason, REASON_LENGTH),
        ("vote", vote, LONGEST_VOTE),
        ("text", text, LONGEST_TEXT),
        ("link", link, LONGEST_LINK),
    ):
        if length(words) > most:
            raise DecisionIncomplete(_("Dit is te lang: hooguit %(n)d tekens.") % {"n": most}, field=name)
    if link and not is_web_address(link):
        raise DecisionIncomplete(_("Een link begint met https://."), field="link")
    if decision == Decision.NONE:
        return
    if decided_on is None:
        raise DecisionIncomplete(_("Vul in op welke dag het besluit is genomen."), field="decided_on")
    check_day_has_come(decided_on, today)
    if decided_on < released_on:
        raise DecisionIncomplete(_("Op deze dag was deze versie er nog niet. Kies een latere dag."), field="decided_on")


def check_day_has_come(decided_on: date, today: date) -> None:
    if decided_on > today:
        raise DecisionIncomplete(_("Deze dag moet nog komen. Vul het besluit in als het er is."), field="decided_on")


def check_decision_number(latest: CouncilDecision | None, number: int) -> None:
    """Nobody writes over what they did not see."""
    check_seen(
        number,
        latest.number if latest else 0,
        latest,
        _("Iemand anders vulde dit besluit intussen in. Er is niets kwijt: vergelijk, en sla daarna op."),
    )
