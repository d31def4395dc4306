"""A kind that the thread never heard of joins with one field and one entry; all the rest works without a change."""

from collections.abc import Iterator

import pytest
from django.core import mail
from django.db import connection, models
from django.test import Client
from django.test.utils import isolate_apps

from regiotafel.keeping.messages import MESSAGES
from regiotafel.thread.actions import move, tie
from regiotafel.thread.following import actions as following
from regiotafel.thread.following.queries import token_of
from regiotafel.thread.linking import actions as linking
from regiotafel.thread.linking.queries import coverage, to_review
from regiotafel.thread.mailing.actions import send_notices
from regiotafel.thread.models import Knot, Relation
from regiotafel.thread.rules import KnotKind
from tests.contributions.people import make_world
from tests.factories import NOW

MEASURE = KnotKind("measure", "maatregelen", "{it}", route="pages:region_home")
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def measure_table() -> Iterator[type[models.Model]]:
    with isolate_apps("regiotafel.thread"):  # a table that no other test meets

        class Measure(models.Model):
            knot = models.OneToOneField(Knot, on_delete=models.PROTECT, related_name="+")

            class Meta:
                app_label = "thread"

            def __str__(self) -> str:
                return str(self.knot)

    with connection.schema_editor() as editor:
        editor.create_model(Measure)
    yield Measure
    with connection.schema_editor() as editor:
        editor.delete_model(Measure)


def test_an_invented_kind_is_linked_moved_reviewed_followed_and_mailed(
    measure_table: type[models.Model], client: Client
) -> None:
    world = make_world()
    knot = tie(kind=MEASURE, region=world.region, it="maatregel 7")
    measure = measure_table._default_manager.create(knot=knot)
    passage = world.passages[0].knot
    link = linking.confirm(by=world.editor, at=NOW, from_knot=passage, to_knot=knot, relation=Relation.CARRIED_OUT_BY)
    for followed, email in ((knot, "ouder@example.org"), (passage, "lezer@example.org")):
        following.follow(at=NOW, knot=followed, email=email, mode="direct")
        following.confirm(at=NOW, token=token_of(followed.subscriptions.get()))
    move(knot=measure.knot, number=2, at=NOW)
    assert list(to_review(world.region)) == [link]
    assert coverage(world.region, MEASURE, Relation.CARRIED_OUT_BY, at_end="to").n_linked == 1
    assert linking.tell_of_moves(at=NOW) == 2
    assert linking.tell_of_moves(at=NOW) == 0
    assert send_notices(messages=MESSAGES) == 4
    subjects = sorted(letter.subject for letter in mail.outbox)
    assert subjects[:2] == ["Bevestig je e-mailadres"] * 2
    assert subjects[2:] == ["Maatregel 7 is veranderd", "Passage 1 van “Regiovisie”: maatregel 7 is veranderd"]
    client.force_login(world.editor)
    reviews = f"/{world.region.slug}/draad/controleren/"
    told = "Passage 1 van “Regiovisie” wordt uitgevoerd met maatregel 7."
    assert told in client.get(reviews).content.decode()
    sent = {"verdict": "clear", "seen_from": "1", "seen_to": "1"}
    assert client.post(f"{reviews}{link.pk}/", sent).status_code == 409
    assert client.post(f"{reviews}{link.pk}/", sent | {"seen_to": "2"}).status_code == 302
    assert not to_review(world.region)
    assert told not in client.get(reviews).content.decode()
    client.logout()
    for shown, says in ((passage, told), (knot, "Maatregel 7 voert passage 1 van “Regiovisie” uit.")):
        assert says in client.get(f"/noord/draad/{shown.pk}/").content.decode()
    client.force_login(world.editor)
    for verdict, n_linked in (("reject", 0), ("confirm", 1)):
        assert client.post(f"{reviews}{link.pk}/", {"verdict": verdict}).status_code == 302
        assert coverage(world.region, MEASURE, Relation.CARRIED_OUT_BY, at_end="to").n_linked == n_linked
