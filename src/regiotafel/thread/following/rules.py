"""Who may follow what, and how many mails that may cost. We keep no addresses of machines: what is asked is counted."""

from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from regiotafel.refused import Refused
from regiotafel.thread.models import Knot, Mode, Subscription

# Of those who have the code of one thing.
MOST_WITH_CODE = 3
# Each asks somebody to confirm by mail: so many for one address, and for one thing, in a day.
MOST_ASKED_OF_ONE = 5
MOST_ASKED_ABOUT_ONE = 100
ASKED_WITHIN = timedelta(days=1)
CONFIRM_WITHIN = timedelta(days=7)
ASK_AGAIN_AFTER = timedelta(minutes=10)


class AddressRefused(Refused):
    pass


class TokenUnknown(Refused):
    pass


def can_follow(knot: Knot) -> bool:
    """Without a code: what everybody can read, and what can still move."""
    return knot.is_public and knot.is_live and not knot.is_gone


def check_can_follow(knot: Knot, mode: str) -> None:
    if not can_follow(knot):
        raise AddressRefused(_("Hierover komt geen nieuws meer."))
    check_mode(mode)


def may_be_asked(there: Subscription | None, at: datetime, n_asked_of_one: int) -> bool:
    """Whether a mail to confirm goes out. It is never said: it would tell what others asked of this address."""
    if n_asked_of_one >= MOST_ASKED_OF_ONE:
        return False
    return there is None or (there.confirmed_at is None and at - there.asked_at >= ASK_AGAIN_AFTER)


def check_can_follow_with_code(mode: str, n_others: int) -> None:
    check_mode(mode)
    if n_others >= MOST_WITH_CODE:
        raise AddressRefused(
            _("Er zijn al %(most)d adressen die dit volgen. Meld er eerst een af, met de link in een mail.")
            % {"most": MOST_WITH_CODE}
        )


def check_mode(mode: str) -> None:
    if mode not in Mode.values:
        raise AddressRefused(_("Kies of je meteen bericht wilt, of één keer per week."), field="mode")


def check_confirmable(subscription: Subscription | None, at: datetime) -> Subscription:
    if subscription is None:
        raise TokenUnknown(_("Deze link werkt niet. Misschien heb je je afgemeld, of is er een nieuwere mail."))
    if subscription.confirmed_at is None and at - subscription.asked_at > CONFIRM_WITHIN:
        raise TokenUnknown(_("Deze link is ouder dan een week. Vul je adres opnieuw in waar je dat eerder deed."))
    return subscription
