"""No line of the log holds an address, a code or a name, whatever goes wrong and whoever says it."""

import io
import logging
import re
import threading
import uuid
from collections.abc import Iterator
from smtplib import SMTPDataError, SMTPRecipientsRefused
from typing import Any
from unittest import mock

import pytest
from django.conf import settings as site
from django.core.mail.backends.smtp import EmailBackend
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_tasks import task

from regiotafel.contributions.following.actions import subscribe
from regiotafel.contributions.models import Kind
from regiotafel.contributions.sending.actions import send_in
from regiotafel.keeping.messages import MESSAGES
from regiotafel.keeping.working.tasks import ticks
from regiotafel.keeping.working.tasks.worker import Worker
from regiotafel.queues import COUNTING
from regiotafel.regions.members.actions import invite_member
from regiotafel.regions.models import Role
from regiotafel.thread.mailing.actions import send_notices
from regiotafel.web.logs import thread_ended
from regiotafel.web.mail import NO_SERVER
from tests.factories import RegionFactory, UserFactory

pytestmark = pytest.mark.django_db

EMAIL, CODE, NAME = "roos.de.wit@example.org", "ABCD-EFGH-JKMN", "Roos de Wit"
SECRET = re.compile(r"@|ABCD|EFGH|JKMN|[A-Z0-9]{4}-[A-Z0-9]{4}|[Rr]oos|de Wit|example|evil|[0-9a-f]{40}")


@pytest.fixture
def lines() -> Iterator[io.StringIO]:
    """What the log of this site holds, written as in production."""
    formatter = site.LOGGING["formatters"]["line"]["()"]
    module, _, name = formatter.rpartition(".")
    handler = logging.StreamHandler(out := io.StringIO())
    handler.setFormatter(getattr(__import__(module, fromlist=[name]), name)())
    root = logging.getLogger()
    root.addHandler(handler)
    yield out
    root.removeHandler(handler)


def broken(*args: Any, **kwargs: Any) -> Any:
    try:
        raise IntegrityError(f"Key (email)=({EMAIL}) already exists. {CODE} {NAME}")
    except IntegrityError as fault:
        raise ValueError(f"{NAME} <{EMAIL}> {CODE}") from fault


@task(queue_name=COUNTING)
def fails(number: int) -> None:
    broken()


def mail_that_fails(settings: Any) -> None:
    region = RegionFactory(name=NAME)
    contribution, _code = send_in(
        at=timezone.now(), region=region, kind=Kind.IDEA, text="De bus rijdt te weinig.", key=uuid.uuid4()
    )
    subscribe(at=timezone.now(), contribution=contribution, email=EMAIL, mode="direct")
    for fault in (
        OSError(f"connection of {EMAIL}"),
        SMTPDataError(554, f"5.7.1 {EMAIL} {CODE}".encode()),
        SMTPRecipientsRefused({EMAIL: (450, f"{EMAIL} is busy".encode())}),
        ValueError(f"{EMAIL} {CODE}"),
        SMTPRecipientsRefused({EMAIL: (550, f"5.1.1 {EMAIL} {NAME}".encode())}),
    ):
        contribution.knot.subscriptions.first().notices.update(next_try_at=timezone.now())
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        with mock.patch.object(EmailBackend, "send_messages", side_effect=fault):
            send_notices(messages=MESSAGES)
            Client().post(reverse("account_login"), {"email": EMAIL}) if isinstance(fault, OSError) else None
            with mock.patch.object(connection, "run_on_commit", []), transaction.atomic():
                invite_member(
                    by=None,
                    at=timezone.now(),
                    region=region,
                    email=EMAIL,
                    role=Role.CLERK,
                    login_url=f"https://evil.example/{CODE}",
                )
                for _sids, act, _robust in connection.run_on_commit:
                    try:
                        act()
                    except Exception as wrong:
                        logging.getLogger("django.db.backends.base").error(
                            "Error calling %s in on_commit() (%s).", act, wrong, exc_info=True
                        )


def pages_that_fail(settings: Any) -> None:
    settings.DEBUG = False
    client = Client(raise_request_exception=False)
    client.cookies["rt_sessie"] = CODE
    for name, address in (
        ("regiotafel.contributions.receipts.views.by_receipt", reverse("receipts:receipt", args=[CODE])),
        ("regiotafel.consultations.inviting.loading.invitation_of", reverse("codes:use", args=[CODE])),
        ("regiotafel.pages.views.front.regions_now", "/"),
    ):
        with mock.patch(name, broken):
            assert client.get(address, headers={"Referer": f"https://x/{EMAIL}"}).status_code == 500
    assert client.get("/", headers={"Host": f"evil.example{EMAIL}"}).status_code == 400
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(reverse("receipts:receipt", args=[CODE]), {"email": EMAIL}).status_code == 403
    client.get(f"/{CODE}/{EMAIL}/bestaat-niet/")
    client.post(reverse("account_login"), {"email": "a@" + "é" * 70 + ".nl"})


def work_that_fails() -> None:
    fails.enqueue(1)
    Worker("test").run_waiting()
    ticks.tick(at=timezone.now(), periodic=[ticks.Periodic("breaks", broken, None)])
    thread = threading.Thread(target=broken)
    with mock.patch.object(threading, "excepthook", thread_ended):
        thread.start()
        thread.join()


def test_whatever_fails_the_log_holds_no_address_no_code_and_no_name(
    lines: io.StringIO, settings: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    UserFactory(email=EMAIL, name=NAME)
    mail_that_fails(settings)
    pages_that_fail(settings)
    work_that_fails()
    written = lines.getvalue()
    assert [line for line in written.splitlines() if SECRET.search(line.replace(str(site.PACKAGE), ""))] == []
    # And yet it says what went wrong and where.
    for told in ("ValueError", "IntegrityError", "test_logs.py", "broken", "SMTPDataError", "/o/<", "500"):
        assert told in written, told
    printed = capsys.readouterr()
    assert not SECRET.search(printed.out + printed.err)


def test_without_a_mail_server_no_code_is_made_and_none_is_written(
    client: Client, lines: io.StringIO, settings: Any, capfd: pytest.CaptureFixture[str]
) -> None:
    UserFactory(email=EMAIL)
    settings.EMAIL_BACKEND = NO_SERVER
    for name in ("account_login", "account_signup"):
        for answer in (client.get(reverse(name)), client.post(reverse(name), {"email": EMAIL})):
            assert answer.status_code == 503
            page = answer.content.decode()
            assert "We kunnen je nu geen code sturen" in page
            assert "regiotafel login-link" in page
    assert not client.session.keys()
    printed = capfd.readouterr()
    assert not SECRET.search(lines.getvalue() + printed.out + printed.err)
