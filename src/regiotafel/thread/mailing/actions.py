"""Sending notices. Each goes out once: a row is claimed, sent under its own fixed Message-ID, and marked.

A worker that dies in between leaves a claim that ends by itself, after which the same notice is sent under the same
Message-ID. So nothing is lost, and a repeat (only after the mail server took it and before we marked it) can be seen.
"""

import logging
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime
from smtplib import SMTPDataError, SMTPException, SMTPRecipientsRefused, SMTPSenderRefused

from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from regiotafel.text.addresses import is_sendable
from regiotafel.thread.following.actions import forget_address
from regiotafel.thread.following.queries import leave_all_token, token_of
from regiotafel.thread.mailing.queries import digest_id, due_letters, unsent
from regiotafel.thread.mailing.rules import CLAIMED_FOR, FURTHEST, back_off, is_no_such_address, week_of
from regiotafel.thread.messages import ASKED, NEWS
from regiotafel.thread.models import Mode, Notice
from regiotafel.thread.rules import Message
from regiotafel.web import mail
from regiotafel.web.links import host_name, link, whole

logger = logging.getLogger(__name__)

AT_ONCE = 100
# The mail server is there and refuses this one letter; the next may go.
THIS_LETTER_ONLY = (SMTPSenderRefused, SMTPDataError)


class MailServerAway(Exception):
    """Nothing can be sent now. What waits is sent later."""


def send_notices(*, messages: Mapping[str, Message]) -> int:
    """Sends what is due, directly or as the letter of the week. A mail server that is away only delays.

    messages: by code, of every app that tells something.
    """
    if not mail.can_be_sent():
        return 0  # no mail server was set: what waits is kept, and no address is written to a log
    letters = due_letters(timezone.now(), AT_ONCE)
    if not letters:
        return 0
    connection = get_connection()
    try:
        return sum(
            send_letter(at=timezone.now(), notices=letter, messages=messages, connection=connection)
            for letter in letters
        )
    except MailServerAway:
        return 0
    finally:
        with suppress(OSError, SMTPException):  # what was accepted is accepted, also when the goodbye fails
            connection.close()


def send_letter(
    *, at: datetime, notices: Sequence[int], messages: Mapping[str, Message], connection: BaseEmailBackend
) -> bool:
    """Sends these notices as one letter; False when another worker has them, or the server refused this letter."""
    claimed = _claim(at, notices)
    if not claimed:
        return False
    rows = Notice.objects.filter(pk__in=[notice.pk for notice in claimed])
    email = claimed[0].subscription.email
    if not is_sendable(email):
        logger.warning("notice %s has nowhere to go: no letter can be made for its address", claimed[0].pk)
        forget_address(at=at, email=email)
        return False
    try:
        _letter(claimed, messages, connection, at).send()
    except SMTPRecipientsRefused as fault:
        if not is_refused_for_good(fault):
            logger.warning("notice %s is sent later: the mail server does not take it now", claimed[0].pk)
            rows.update(next_try_at=at + back_off(claimed[0].n_tries))
            return False
        logger.warning("notice %s has nowhere to go: the mail server knows no such address", claimed[0].pk)
        forget_address(at=at, email=email)
        return False
    except (OSError, SMTPException) as fault:
        # Never the address or the words: only what kind of fault it was.
        logger.warning("notice %s is sent later: %s", claimed[0].pk, type(fault).__name__)
        rows.update(next_try_at=at + back_off(claimed[0].n_tries))
        if isinstance(fault, THIS_LETTER_ONLY):
            return False
        raise MailServerAway from fault
    except Exception as fault:
        # Something in this letter that nobody thought of: the others do not wait for it.
        logger.error("notice %s could not be made into a letter: %s", claimed[0].pk, type(fault).__name__)
        rows.update(next_try_at=at + back_off(claimed[0].n_tries))
        return False
    rows.update(sent_at=at)
    return True


def is_refused_for_good(fault: SMTPRecipientsRefused) -> bool:
    """A letter has one reader, so there is one answer about them."""
    return all(
        is_no_such_address(code, words.decode(errors="replace") if isinstance(words, bytes) else words)
        for code, words in fault.recipients.values()
    )


@transaction.atomic
def _claim(at: datetime, notices: Sequence[int]) -> list[Notice]:
    """All of them or none: the letter of a week is not divided over two workers."""
    # In one order, so that two workers never wait for each other.
    rows = Notice.objects.filter(pk__in=notices).order_by("pk").select_for_update()
    waits = {notice.pk for notice in rows if at < notice.next_try_at <= at + FURTHEST}
    taken = waits | {notice.pk for notice in rows if notice.sent_at is not None}
    if taken:
        return []
    claimed = list(unsent(at).filter(pk__in=notices).order_by("made_at", "pk"))
    for notice in claimed:
        notice.n_tries = min(notice.n_tries + 1, 32_000)
        notice.next_try_at = at + CLAIMED_FOR
    Notice.objects.bulk_update(claimed, ["n_tries", "next_try_at"])
    return claimed


# --- the letter


@dataclass(frozen=True)
class Item:
    """One line of a letter: what happened, and where to read it. Names of things, never words that people wrote."""

    what: str
    url: str
    needs_code: bool


def _letter(
    notices: Sequence[Notice], messages: Mapping[str, Message], connection: BaseEmailBackend, at: datetime
) -> EmailMultiAlternatives:
    first = notices[0]
    subscription = first.subscription
    # What says the same was told more than once in a week.
    items = list(dict.fromkeys(_item(notice, messages) for notice in notices))
    is_digest = False
    if first.message == ASKED.code:
        token, name, message_id = token_of(subscription), "confirm", first.message_id
        subject = _("Bevestig je e-mailadres")
    elif subscription.mode == Mode.DIGEST:
        token, name, is_digest = leave_all_token(notice.subscription for notice in notices), "news", True
        message_id = digest_id(subscription.email, week_of(first.made_at), host_name())
        subject = _("Nieuws van deze week")
    else:
        token, name, message_id = token_of(subscription), "news", first.message_id
        subject = items[0].what
    context = {
        "items": items,
        "knot": subscription.knot,
        "region": subscription.knot.region,
        "is_digest": is_digest,
        # Who did not ask for it themselves reads why they get it.
        "role": next((one.subscription.with_role for one in notices if one.subscription.with_role), None),
        "confirm_url": link("following:confirm", token),
        "leave_url": link("following:leave", token),
    }
    headers = {
        "Message-ID": message_id,
        # A repeat is the same letter, so it has the same date.
        "Date": format_datetime(min(at, max(notice.made_at for notice in notices))),
        "Auto-Submitted": "auto-generated",
        "List-Unsubscribe": f"<{context['leave_url']}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }
    letter = EmailMultiAlternatives(
        mail.subject(subject),
        render_to_string(f"thread/mail/{name}.txt", context),
        to=[subscription.email],
        headers=headers,
        connection=connection,
    )
    letter.attach_alternative(render_to_string(f"thread/mail/{name}.html", context), "text/html")
    return letter


def _item(notice: Notice, messages: Mapping[str, Message]) -> Item:
    """Read at what it is about; while not everybody can, by who has the code."""
    knot = notice.subscription.knot
    told = str(messages.get(notice.message, NEWS).told)
    if knot.is_public:
        url = whole(knot.url)
    elif knot.private_route:
        url = link(knot.private_route)
    else:
        url = whole(f"/{knot.region.slug}/")
    return Item(
        what=capfirst(told.format(it=knot.title, about=notice.about.title if notice.about else "")),
        url=url,
        needs_code=not knot.is_public and bool(knot.private_route),
    )
