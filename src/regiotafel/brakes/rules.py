"""What is braked, how many times it may be done from one place and in how long: one table. The numbers are explained in
docs/decisions/0027-brakes.md."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from regiotafel.refused import Refused

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
# One household has a whole IPv6 network, and could be a new address at each attempt. A whole site has a great many of
# those, and so many times as much may be done from there.
HOUSEHOLD, SITE = 64, 48
WIDER = 10


@dataclass(frozen=True)
class Limit:
    most: int
    within: timedelta


@dataclass(frozen=True)
class Brake:
    code: str
    limits: tuple[Limit, ...]
    # What somebody reads who is braked: what happened, and that nothing is lost. When to go on is said after it.
    told: str | Promise = ""


NEW_PERSON = Brake(
    "new-person",
    (Limit(60, MINUTE), Limit(300, HOUR), Limit(1000, DAY)),
    gettext_lazy(
        "Vanaf jouw internetverbinding begonnen net heel veel mensen tegelijk met meedoen. We laten er even niemand "
        "bij, want zo kan één computer niet doen alsof hij veel mensen is. Wat je koos of schreef, staat er nog. Deed "
        "je al mee, of heb je een code? Dan kun je gewoon verder."
    ),
)
INVITATION_TRIED = Brake(
    "invitation-tried",
    (Limit(40, timedelta(minutes=10)), Limit(200, DAY)),
    gettext_lazy(
        "Vanaf jouw internetverbinding is net vaak een code geprobeerd die niet klopt. We kijken er even geen meer na, "
        "zodat niemand een code kan raden. Je eigen code blijft geldig."
    ),
)
RECEIPT_TRIED = Brake(
    "receipt-tried",
    (Limit(40, timedelta(minutes=10)), Limit(200, DAY)),
    gettext_lazy(
        "Vanaf jouw internetverbinding is net vaak een code geprobeerd die niet klopt. We kijken er even geen meer na, "
        "zodat niemand leest wat een ander instuurde. Je bewijs blijft geldig."
    ),
)
SENT_IN = Brake(
    "sent-in",
    (Limit(60, timedelta(minutes=10)), Limit(300, DAY)),
    gettext_lazy(
        "Vanaf jouw internetverbinding is net heel veel ingestuurd. We nemen er even niets bij aan. "
        "Je tekst is nog niet verstuurd, maar is niet weg: hij staat hieronder."
    ),
)
SUBSCRIBED = Brake(
    "subscribed",
    (Limit(40, timedelta(minutes=10)), Limit(150, DAY)),
    gettext_lazy(
        "Vanaf jouw internetverbinding zijn net heel veel e-mailadressen opgegeven. We sturen er even geen mail bij, "
        "zodat niemand ongevraagd post krijgt. Wat je invulde, staat er nog."
    ),
)
SIGNED_UP = Brake(
    "signed-up",
    (Limit(40, timedelta(minutes=10)), Limit(150, DAY)),
    gettext_lazy(
        "Vanaf jouw internetverbinding zijn net heel veel accounts gemaakt. We maken er even geen bij. "
        "Je adres staat er nog. Meedoen met een gesprek kan zonder account."
    ),
)
# Only what was not printed yet counts: a class that opens one report asks for one print.
PRINTED = Brake(
    "printed",
    (Limit(6, MINUTE), Limit(60, HOUR)),
    gettext_lazy("Vanaf jouw internetverbinding zijn net veel PDF’s aangevraagd. We maken er even geen bij."),
)
# A file of every entry of a chain: computed whole, for anybody.
CHAIN_TAKEN = Brake(
    "chain-taken",
    (Limit(20, MINUTE), Limit(200, HOUR)),
    gettext_lazy(
        "Vanaf jouw internetverbinding is de geschiedenis net vaak opgehaald. We maken er even geen bestand bij."
    ),
)
# Mails that ask somebody to confirm, to one address: so many, and fewer of those from one place, so that one place
# cannot use them up for who lives at that address. Whoever asks is not told: the page says the same to everybody.
ASKED_OF_ONE = Brake("asked-of-one", (Limit(10, DAY),))
ASKED_OF_ONE_HERE = Brake("asked-of-one-here", (Limit(5, DAY),))

BRAKES = (
    NEW_PERSON,
    INVITATION_TRIED,
    RECEIPT_TRIED,
    SENT_IN,
    SUBSCRIBED,
    SIGNED_UP,
    PRINTED,
    CHAIN_TAKEN,
    ASKED_OF_ONE,
    ASKED_OF_ONE_HERE,
)
LONGEST = max(limit.within for brake in BRAKES for limit in brake.limits)


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
    } + _(" Kun je niet zo lang wachten? Vraag de regio om hulp.")


def is_running(until: datetime, at: datetime, within: timedelta) -> bool:
    """A count that ends later than it can was begun by a clock that was ahead: it counts for nothing."""
    return at < until <= at + within
