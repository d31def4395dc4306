"""What is braked, how many times it may be done from one place and in how long: one table. The numbers are explained in
docs/decisions/0027-brakes.md."""

from datetime import datetime, timedelta
from enum import Enum
from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from regiotafel.refused import Refused

MINUTE, TEN_MINUTES = timedelta(minutes=1), timedelta(minutes=10)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
# One household has a whole IPv6 network, and could be a new address at each attempt. A whole site has a great many of
# those, and so many times as much may be done from there.
HOUSEHOLD, SITE = 64, 48
WIDER = 10


class Limit(NamedTuple):
    most: int
    within: timedelta


class Brake(Enum):
    """A row each: how often in how long, and what somebody reads who is braked: what happened, and that nothing is
    lost. When to go on is said after it."""

    NEW_PERSON = (
        (Limit(60, MINUTE), Limit(300, HOUR), Limit(1000, DAY)),
        _(
            "Vanaf jouw internetverbinding begonnen net heel veel mensen tegelijk met meedoen. We laten er nu even "
            "niemand bij, want zo kan één computer niet doen alsof hij veel mensen is. Wat je koos of schreef, staat "
            "er nog. Deed je al mee, of heb je een code? Dan kun je gewoon verder."
        ),
    )
    # Of codes only wrong ones are braked (`actions.count_wrong`): nobody with a right one waits for what another
    # person did. What keeps codes from being guessed is how many there are: see there.
    INVITATION_TRIED = (
        (Limit(40, TEN_MINUTES), Limit(200, DAY)),
        _(
            "Deze code klopt niet, en vanaf jouw internetverbinding zijn net vaak codes geprobeerd die niet kloppen. "
            "Een code die klopt, werkt ook nu: kijk of je hem precies hebt overgenomen. Lukt het niet?"
        ),
    )
    RECEIPT_TRIED = (
        (Limit(40, TEN_MINUTES), Limit(200, DAY)),
        _(
            "Deze code klopt niet, en vanaf jouw internetverbinding zijn net vaak codes geprobeerd die niet kloppen. "
            "De code van je ontvangstbewijs werkt ook nu: kijk of je hem precies hebt overgenomen. Lukt het niet?"
        ),
    )
    SENT_IN = (
        (Limit(60, TEN_MINUTES), Limit(300, DAY)),
        _(
            "Vanaf jouw internetverbinding is net heel veel ingestuurd. We nemen nu even niets aan. Je tekst is nog "
            "niet verstuurd, maar is niet weg: hij staat hieronder."
        ),
    )
    SUBSCRIBED = (
        (Limit(40, TEN_MINUTES), Limit(150, DAY)),
        _(
            "Vanaf jouw internetverbinding zijn net heel veel e-mailadressen opgegeven. We sturen nu even geen mail, "
            "zodat niemand ongevraagd post krijgt. Wat je invulde, staat er nog."
        ),
    )
    SIGNED_UP = (
        (Limit(40, TEN_MINUTES), Limit(150, DAY)),
        _(
            "Vanaf jouw internetverbinding zijn net heel veel accounts gemaakt. We maken er nu even geen bij. Je adres "
            "staat er nog. Meedoen aan een ronde kan zonder account."
        ),
    )
    # Only what was not printed yet counts: a class that opens one report asks for one print.
    PRINTED = (
        (Limit(6, MINUTE), Limit(60, HOUR)),
        _("Vanaf jouw internetverbinding zijn net veel bestanden aangevraagd. We maken er nu even geen bij."),
    )
    # A file of every entry of a chain: computed whole, for anybody.
    CHAIN_TAKEN = (
        (Limit(20, MINUTE), Limit(200, HOUR)),
        _("Vanaf jouw internetverbinding is de geschiedenis net vaak opgehaald. We maken nu even geen nieuw bestand."),
    )
    # Looks through thousands of texts, for anybody: a class that searches at once is let in.
    SEARCHED = (
        (Limit(120, MINUTE), Limit(1500, HOUR)),
        _("Vanaf jouw internetverbinding is net heel vaak gezocht. We zoeken nu even niet."),
    )
    # Mails that ask somebody to confirm, to one address: so many, and fewer of those from one place, so that one place
    # cannot use them up for who lives at that address. Whoever asks is not told: the page says the same to everybody.
    ASKED_OF_ONE = ((Limit(10, DAY),), "")
    ASKED_OF_ONE_HERE = ((Limit(5, DAY),), "")

    def __init__(self, limits: tuple[Limit, ...], told: str | Promise) -> None:
        self.limits = limits
        self.told = told

    @property
    def code(self) -> str:
        return self.name.lower().replace("_", "-")


LONGEST = max(limit.within for brake in Brake for limit in brake.limits)


class Braked(Refused):
    """Too many of these from one place. It says when it goes on."""

    status = 429

    def __init__(self, brake: Brake, left: timedelta) -> None:
        self.retry_after = max(1, round(left.total_seconds()))
        super().__init__(f"{brake.told} {when_again(self.retry_after)}")


def when_again(seconds: int) -> str:
    minutes = -(-seconds // 60)
    if minutes < 60:
        return ngettext(
            "Wacht een minuut en probeer het dan opnieuw.",
            "Wacht %(n)d minuten en probeer het dan opnieuw.",
            minutes,
        ) % {"n": minutes}
    hours = -(-minutes // 60)
    return ngettext("Probeer het over een uur opnieuw.", "Probeer het over %(n)d uur opnieuw.", hours) % {
        "n": hours
    } + gettext(" Kun je niet zo lang wachten? Vraag de regio om hulp.")


def is_running(until: datetime, at: datetime, within: timedelta) -> bool:
    """A count that ends later than it can was begun by a clock that was ahead: it counts for nothing."""
    return at < until <= at + within
