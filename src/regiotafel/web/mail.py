"""What all our mail shares: whether it can be sent at all, and a subject that no stored name can break."""

from collections.abc import Sequence

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

from regiotafel.text.tidy import tidy_line

# Under this name it stands in the settings when no mail server was set where real people come.
NO_SERVER = "regiotafel.web.mail.NoServer"


class MailNotSent(Exception):
    """No mail server was set: `REGIOTAFEL_SMTP_HOST`."""


class NoServer(BaseEmailBackend):
    """Sends nothing, and writes nothing anywhere: a login code in a log is a login for who reads the log."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        raise MailNotSent


def can_be_sent() -> bool:
    return bool(settings.EMAIL_BACKEND != NO_SERVER)


def subject(text: object) -> str:
    """One line, whatever stands in the names in it: an end of a line would begin a new header. Nor does a name speak
    the language of mail itself, in which a line could end as well (`=?utf-8?q?=0A?=`)."""
    return "".join(c for c in tidy_line(str(text)) if c.isprintable()).replace("=?", "= ?")
