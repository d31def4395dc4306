"""Who can leave an address to hear about a contribution."""

from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from regiotafel.contributions.models import Contribution, Mode, State, Subscription
from regiotafel.refused import Refused


class AddressRefused(Refused):
    pass


class TokenUnknown(Refused):
    pass


MOST_ADDRESSES = 3
CONFIRM_WITHIN = timedelta(days=7)
ASK_AGAIN_AFTER = timedelta(minutes=10)


def check_can_subscribe(contribution: Contribution, mode: str, n_others: int) -> None:
    if contribution.state in (State.WITHDRAWN, State.REFUSED) or contribution.anonymised_at is not None:
        raise AddressRefused(_("Over deze inbreng komt geen nieuws meer."))
    if mode not in Mode.values:
        raise AddressRefused(_("Kies of je meteen bericht wilt, of één keer per week."))
    if n_others >= MOST_ADDRESSES:
        raise AddressRefused(
            _("Er zijn al %(most)d adressen voor deze inbreng. Meld er eerst een af, met de link in een mail.")
            % {"most": MOST_ADDRESSES}
        )


def check_confirmable(subscription: Subscription | None, at: datetime) -> Subscription:
    if subscription is None:
        raise TokenUnknown(_("Deze link werkt niet. Misschien heb je je afgemeld, of is er een nieuwere mail."))
    if subscription.confirmed_at is None and at - subscription.asked_at > CONFIRM_WITHIN:
        raise TokenUnknown(_("Deze link is ouder dan een week. Vul je adres opnieuw in op de pagina van je bewijs."))
    return subscription
