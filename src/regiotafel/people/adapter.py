import logging
from smtplib import SMTPException
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.core.mail import EmailMessage
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from regiotafel import codes
from regiotafel.brakes.access import address_of, networks_of
from regiotafel.web import links
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
        self.send_mail("account/email/account_already_exists", email, {"login_url": links.link("account_login")})

    def render_mail(
        self, template_prefix: str, email: str | list[str], context: dict[str, Any], headers: Any = None
    ) -> EmailMessage:
        """Every mail of allauth passes here: its links are of the machine that the visitor named, ours of the site."""
        home = {name: links.moved_home(value) for name, value in context.items() if name.endswith("_url")}
        context = {**context, **home, "site": links.host()}
        letter: EmailMessage = super().render_mail(template_prefix, email, context, headers)
        return letter

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """Counted for the site: under the name that a visitor writes, another name would be a new beginning."""
        login = str(credentials.get("email", credentials.get("username", ""))).lower()
        return f"{links.host()}:{login}"


class PasskeyAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # allauth has no types
    def _get_site_name(self) -> str:
        """What a device writes beside a passkey: the name of the site, not what this visitor calls it."""
        return links.host()
