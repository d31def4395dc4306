"""Who may follow what. How many mails that may cost is counted in `brakes`."""

from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from regiotafel.refused import Refused
from regiotafel.thread.models import Knot, Mode, Subscription

# Of those who have the code of one thing.
MOST_WITH_CODE = 3
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


def may_be_asked(there: Subscription | None, at: datetime) -> bool:
    """Whether a mail to confirm may go out. It is never said: it would tell what others asked of this address."""
    if there is None:
        return True
    # Asked by a clock that was ahead: it may be asked again.
    is_just_asked = timedelta(0) <= at - there.asked_at < ASK_AGAIN_AFTER
    return there.confirmed_at is None and not is_just_asked


def check_can_follow_with_code(mode: str, n_others: int) -> None:
    check_mode(mode)
    if n_others >= MOST_WITH_CODE:
        raise AddressRefused(
            _("Er zijn al %(most)d adressen die dit volgen. Meld er eerst een af, met de link in een mail.")
            % {"most": MOST_WITH_CODE}
        )


def check_mode(mode: str) -> None:
    if mode not in Mode.values:
        raise AddressRefused(_("Kies hoe vaak je bericht wilt: meteen of één keer per week."), field="mode")


def check_confirmable(subscription: Subscription | None, at: datetime) -> Subscription:
    if subscription is None:
        raise TokenUnknown(_("Deze link werkt niet. Misschien heb je je afgemeld, of is er een nieuwere mail."))
    if subscription.confirmed_at is None and at - subscription.asked_at > CONFIRM_WITHIN:
        raise TokenUnknown(_("Deze link is ouder dan een week. Vul je adres opnieuw in waar je dat eerder deed."))
    return subscription
