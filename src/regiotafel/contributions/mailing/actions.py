"""Sending notices. Each goes out once: a row is claimed, sent under its own fixed Message-ID, and marked.

A worker that dies in between leaves a claim that ends by itself, after which the same notice is sent under the same
Message-ID. So nothing is lost, and a repeat (only after the mail server took it and before we marked it) can be seen.
"""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import format_datetime
from smtplib import SMTPDataError, SMTPException, SMTPRecipientsRefused, SMTPSenderRefused
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from regiotafel.contributions.following.queries import leave_all_token, token_of
from regiotafel.contributions.mailing.queries import digest_id, unsent, week_of
from regiotafel.contributions.mailing.rules import is_no_such_address
from regiotafel.contributions.models import Contribution, Mode, Notice, NoticeKind, Subscription
from regiotafel.contributions.states.rules import PUBLIC

logger = logging.getLogger(__name__)
# Longer than a mail server may take to answer (EMAIL_TIMEOUT, a few times): after it the sender counts as dead.
CLAIMED_FOR = timedelta(minutes=5)
FIRST_WAIT, LONGEST_WAIT = timedelta(minutes=1), timedelta(hours=6)
# The mail server is there and refuses this one letter; the next may go.
THIS_LETTER_ONLY = (SMTPSenderRefused, SMTPDataError)


class MailServerAway(Exception):
    """Nothing can be sent now. What waits is sent later."""


def back_off(n_tries: int) -> timedelta:
    """How long to wait after so many tries: one minute, two, four … and never longer than six hours."""
    doubled: int = 2 ** min(n_tries - 1, 20)
    return min(FIRST_WAIT * doubled, LONGEST_WAIT)


def send_letter(*, at: datetime, notices: Sequence[int], connection: BaseEmailBackend) -> bool:
    """Sends these notices as one letter; False when another worker has them, or the server refused this letter."""
    claimed = _claim(at, notices)
    if not claimed:
        return False
    rows = Notice.objects.filter(pk__in=[notice.pk for notice in claimed])
    try:
        _letter(claimed, connection).send()
    except SMTPRecipientsRefused as fault:
        email = claimed[0].subscription.email
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
    rows.update(sent_at=at)
    return True


def is_refused_for_good(fault: SMTPRecipientsRefused) -> bool:
    """A letter has one reader, so there is one answer about them."""
    return all(
        is_no_such_address(code, words.decode(errors="replace") if isinstance(words, bytes) else words)
        for code, words in fault.recipients.values()
    )


@transaction.atomic
def forget_address(*, at: datetime, email: str) -> None:
    """The address goes, with all that waits for it. Its senders read on their receipt that nothing arrived."""
    mine = Subscription.objects.filter(email=email)
    Contribution.objects.filter(pk__in=mine.values("contribution")).update(undelivered_at=at)
    mine.delete()


@transaction.atomic
def _claim(at: datetime, notices: Sequence[int]) -> list[Notice]:
    """All of them or none: the letter of a week is not divided over two workers."""
    # In one order, so that two workers never wait for each other.
    rows = Notice.objects.filter(pk__in=notices).order_by("pk").select_for_update()
    taken = {notice.pk for notice in rows if notice.sent_at is not None or notice.next_try_at > at}
    if taken:
        return []
    claimed = list(unsent(at).filter(pk__in=notices).order_by("made_at", "pk"))
    for notice in claimed:
        notice.n_tries = min(notice.n_tries + 1, 32_000)
        notice.next_try_at = at + CLAIMED_FOR
    Notice.objects.bulk_update(claimed, ["n_tries", "next_try_at"])
    return claimed


@dataclass(frozen=True)
class Item:
    """One line of a letter: which contribution, what happened, where to read it. Never the words themselves."""

    contribution: Contribution
    what: str
    url: str
    needs_code: bool


def _letter(notices: Sequence[Notice], connection: BaseEmailBackend) -> EmailMultiAlternatives:
    first = notices[0]
    subscription = first.subscription
    if first.kind == NoticeKind.CONFIRM:
        token, name, message_id = token_of(subscription), "confirm", first.message_id
        subject = _("Bevestig je e-mailadres")
    elif subscription.mode == Mode.DIGEST:
        token, name = leave_all_token(notice.subscription for notice in notices), "news"
        message_id = digest_id(subscription.email, week_of(first.made_at), urlsplit(settings.ADDRESS).hostname or "")
        subject = _("Nieuws over je inbreng van deze week")
    else:
        token, name, message_id = token_of(subscription), "news", first.message_id
        subject = _("Inbreng %(number)d: %(what)s") % {
            "number": subscription.contribution.number,
            "what": first.get_kind_display(),
        }
    context = {
        "items": [_item(notice) for notice in notices],
        "region": subscription.contribution.region,
        "is_digest": name == "news" and subscription.mode == Mode.DIGEST,
        "confirm_url": _address("receipts:confirm", token),
        "leave_url": _address("receipts:unsubscribe", token),
    }
    headers = {
        "Message-ID": message_id,
        "Date": _date_of(notices),
        "Auto-Submitted": "auto-generated",
        "List-Unsubscribe": f"<{context['leave_url']}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }
    letter = EmailMultiAlternatives(
        subject, _text(name, context), to=[subscription.email], headers=headers, connection=connection
    )
    letter.attach_alternative(render_to_string(f"contributions/mail/{name}.html", context), "text/html")
    return letter


def _text(name: str, context: dict[str, object]) -> str:
    return render_to_string(f"contributions/mail/{name}.txt", context)


def _date_of(notices: Sequence[Notice]) -> str:
    """A repeat is the same letter, so it has the same date."""
    return format_datetime(max(notice.made_at for notice in notices))


def _item(notice: Notice) -> Item:
    contribution = notice.subscription.contribution
    is_public = contribution.state in PUBLIC
    return Item(
        contribution=contribution,
        what=notice.get_kind_display(),
        url=_address("contributions:read", contribution.region.slug, contribution.number)
        if is_public
        else _address("receipts:enter"),
        needs_code=not is_public,
    )


def _address(name: str, *args: object) -> str:
    return settings.ADDRESS + reverse(name, args=args)
