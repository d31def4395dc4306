import logging
from smtplib import SMTPException
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from regiotafel import codes
from regiotafel.brakes.access import address_of, networks_of
from regiotafel.web.mail import MailNotSent

logger = logging.getLogger(__name__)


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth has no types
    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": _("Dit account is gesloten."),
        "incorrect_code": _("Deze code klopt niet. Kijk in de nieuwste e-mail en typ de code nog een keer."),
        "too_many_login_attempts": _(
            "Er is te vaak een verkeerde code ingevuld. Die code werkt niet meer. Vraag een nieuwe code aan."
        ),
        "rate_limited": _("Dit ging te snel achter elkaar. Wacht een minuut en probeer het opnieuw."),
    }

    def get_client_ip(self, request: HttpRequest) -> str:
        """A keyed hash instead of the address: attempts can be counted, nobody's address is stored."""
        return codes.mark("address", networks_of(address_of(request))[0])[:32]

    def populate_username(self, request: HttpRequest, user: Any) -> None:
        """Accounts have no user name."""

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        try:
            super().send_mail(template_prefix, email, context)
        except (OSError, SMTPException) as fault:
            # Never the address or the words: only what kind of fault it was.
            logger.warning("a mail about logging in was not sent: %s", type(fault).__name__)
            raise MailNotSent from fault

    def send_account_already_exists_mail(self, email: str) -> None:
        """Somebody signs up again: the mail points to logging in. There is no password to forget."""
        login_url = self.request.build_absolute_uri(reverse("account_login"))
        self.send_mail("account/email/account_already_exists", email, {"login_url": login_url})
