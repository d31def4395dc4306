"""Somebody who has the whole database and not the secret key: what they try, and what finds it.

What finds it: the nightly look, with the signed ends that the database keeps, or a number and code that somebody
outside wrote down. The last holds whatever they do to the database.
"""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from django.test import override_settings
from django.utils import timezone

from regiotafel.consultations.models import Consultation, Participant, Report, SelfDescription, Vote, VoteEvent
from regiotafel.history.actions import publish_head
from regiotafel.history.models import Entry, Head, PublishedHead, Seal, VouchedKey
from regiotafel.history.queries import head_of, text_of
from regiotafel.history.rules import public_key, sign
from regiotafel.keeping.proving.actions import inspect
from regiotafel.keeping.retention import clean_up
from regiotafel.people.models import User
from regiotafel.publishing.heads.actions import tell_heads
from regiotafel.regions.members.actions import delete_account
from regiotafel.regions.models import Region
from regiotafel.regions.settings.actions import describe_region
from regiotafel.thread.models import Knot
from tests.chains import chain_again
from tests.factories import UserFactory
from tests.keeping.world import SLUG, do_everything, make_world

pytestmark = pytest.mark.django_db
TOLD = "Verteld"


def night() -> tuple[str, ...]:
    return inspect(at=timezone.now() + timedelta(hours=4)).faults


def says(number: int, code: str) -> bool:
    try:
        call_command("verify_history", was=[str(number), code], region=SLUG)
    except CommandError:
        return False
    return True


def _of(title: str) -> dict[str, object]:
    return {"participant__consultation": Consultation.objects.get(title=title)}


def _swap_votes() -> None:
    """Two people get each other's answer, in the events too: every total stays what it was."""
    one = VoteEvent.objects.filter(**_of(TOLD), choice=1).earliest("pk")
    other = VoteEvent.objects.filter(**_of(TOLD), choice=-1).earliest("pk")
    for event, choice in ((one, -1), (other, 1)):
        VoteEvent.objects.filter(pk=event.pk).update(choice=choice)
        Vote.objects.filter(participant=event.participant, statement=event.statement).update(choice=choice)


def _swap_roles() -> None:
    """What somebody said, in both places."""
    SelfDescription.objects.filter(role="parent", **_of(TOLD)).update(role="school")
    Participant.objects.filter(role="parent", consultation__title=TOLD).update(role="school")


def _other_report() -> None:
    report = Report.objects.get(kind="final", consultation__title=TOLD)
    report.data["seed"] += 1
    report.save()


def _no_report() -> None:
    report = Report.objects.get(kind="final", consultation__title=TOLD)
    report.data = {"smallest": 5}
    report.save()


def _no_data() -> None:
    """Nothing of what the checks read is there, and the chain fits."""
    for entry in Entry.objects.exclude(data={}):
        entry.data = {"x": []}
        entry.save()
    chain_again(SLUG)


def _cut() -> None:
    last = Entry.objects.filter(region=SLUG).latest("number").number
    Entry.objects.filter(region=SLUG, number__gt=last - 5).delete()
    chain_again(SLUG)


def _rewrite() -> None:
    Entry.objects.filter(region=SLUG, act="statement.refused").update(act="statement.accepted")
    chain_again(SLUG)


def _rewrite_and_sign() -> None:
    """All of it anew, with a key of their own, which vouches for itself."""
    _rewrite()
    own = "a secret of theirs"
    for head in PublishedHead.objects.filter(region=SLUG):
        head.hash = Entry.objects.get(region=SLUG, number=head.number).hash
        head.public_key = public_key(own)
        head.signature = sign(text_of(head), own)
        head.save()
    VouchedKey.objects.create(
        public_key=public_key(own), vouched_by=public_key(own), signature="0" * 128, at=timezone.now()
    )


def _forget_told() -> None:
    _rewrite()
    PublishedHead.objects.all().delete()


def _other_day() -> None:
    Entry.objects.filter(region=SLUG, act="councildecision.noted").update(at=timezone.now() - timedelta(days=900))
    chain_again(SLUG)


NIGHT: dict[str, Callable[[], object]] = {
    "the newest acts are gone": _cut,
    "a word in a decision": lambda: Entry.objects.filter(act="statement.refused").update(data={"reason": "other"}),
    "all of the chain again": _rewrite,
    "all of the chain again, signed by themselves": _rewrite_and_sign,
    "another day": _other_day,
    "two people have each other's answer": _swap_votes,
    "another role than somebody gave": lambda: Participant.objects.filter(role="gp").update(role="school"),
    "another role, said by themselves": _swap_roles,
    "another outcome with the same counts": _other_report,
    "an outcome that cannot be read": _no_report,
    "acts that cannot be read": _no_data,
    "an outcome that is gone": lambda: Report.objects.filter(kind="final").delete(),
    "another end in the letter": lambda: Knot.objects.filter(kind="history").update(title="het einde (regel 1)"),
    "a vote in another consultation": lambda: Participant.objects.filter(consultation__title=TOLD).update(
        consultation=Consultation.objects.get(title="Later")
    ),
}


def _everything_is_done() -> None:
    do_everything(make_world())
    tell_heads(at=timezone.now())
    describe_region(
        by=None, at=timezone.now(), region=Region.objects.get(slug=SLUG), name="Regio Proef", about="Na het einde."
    )


def test_what_somebody_with_the_database_does_is_found_in_the_night() -> None:
    _everything_is_done()
    assert night() == ()
    for what, attack in NIGHT.items():
        with transaction.atomic():
            attack()
            faults = night()
            transaction.set_rollback(True)
        assert faults, what
    assert night() == ()


def test_what_no_look_at_the_database_finds_is_found_by_a_code_that_was_kept_outside() -> None:
    """Who makes everything anew, seals and all, and forgets what was told: then only the copies outside say it."""
    _everything_is_done()
    kept = head_of(SLUG)
    assert says(kept.number, kept.hash)
    for what, attack in {
        "all of the chain again": _forget_told,
        "nothing left": lambda: [table.objects.all().delete() for table in (Entry, Head, Seal, PublishedHead)],
        "the newest acts are gone": lambda: (_cut(), PublishedHead.objects.all().delete()),
    }.items():
        with transaction.atomic():
            attack()
            assert not says(kept.number, kept.hash), what
            transaction.set_rollback(True)
    assert says(kept.number, kept.hash)


def test_what_is_odd_and_rightful_is_no_fault() -> None:
    """Withdrawn words, people who left, what was read in, cleaning years later, and another secret key."""
    _everything_is_done()
    leaver = UserFactory()
    delete_account(by=leaver, at=timezone.now())
    delete_account(by=User.objects.get(name="Roos"), at=timezone.now())
    publish_head(at=timezone.now(), region=SLUG)
    clean_up(at=timezone.now() + timedelta(days=6 * 365))
    assert night() == ()
    with override_settings(SECRET_KEY="another", SECRET_KEY_FALLBACKS=[]):
        assert all("sleutel die deze site niet kent" in fault for fault in night())
        call_command("verify_history", trust_key=public_key_of_before())
        assert night() == ()


def public_key_of_before() -> str:
    return str(PublishedHead.objects.order_by("pk").values_list("public_key", flat=True).first())
