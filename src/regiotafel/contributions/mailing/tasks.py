"""Mail to who asked to hear.

It may run twice, or on two machines at once: a row is claimed before anything is done with it.
"""

from contextlib import suppress
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import get_connection
from django.utils import timezone
from django_tasks import task

from regiotafel.contributions.mailing.actions import MailServerAway, send_letter
from regiotafel.contributions.mailing.queries import due_letters

AT_ONCE = 100


@task()
def send_notices() -> int:
    """Sends what is due, directly or as the letter of the week. A mail server that is away only delays."""
    if settings.EMAIL_BACKEND.endswith("console.EmailBackend") and not (settings.DEBUG or settings.DEMO):
        return 0  # no mail server was set: what waits is kept, and no address is written to a log
    letters = due_letters(timezone.now(), AT_ONCE)
    if not letters:
        return 0
    connection = get_connection()
    try:
        return sum(send_letter(at=timezone.now(), notices=letter, connection=connection) for letter in letters)
    except MailServerAway:
        return 0
    finally:
        with suppress(OSError, SMTPException):  # what was accepted is accepted, also when the goodbye fails
            connection.close()
