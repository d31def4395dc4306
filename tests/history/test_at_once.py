"""Acts at the same moment: in one region they wait for each other, in two they do not."""

import threading

import pytest
from django.db import connection, transaction

from regiotafel.history.actions import record
from regiotafel.history.models import Entry, Head
from regiotafel.history.queries import verify_chains
from regiotafel.regions.acts import REGION_DESCRIBED
from tests.at_once import N_AT_ONCE, together
from tests.factories import NOW

pytestmark = pytest.mark.django_db(transaction=True)


def act_in(region: str) -> Entry:
    with transaction.atomic():
        return record(by=None, at=NOW, act=REGION_DESCRIBED, about="region:1", region=region)


@pytest.mark.parametrize("begun", [False, True], ids=["the first act", "a later act"])
def test_acts_of_one_region_get_their_own_number_each(begun: bool) -> None:
    if begun:
        act_in("noord")
    told = together(lambda _number: act_in("noord"))
    numbers = sorted(entry.number for entry in told if isinstance(entry, Entry))
    assert numbers == list(range(1 + begun, N_AT_ONCE + 1 + begun)), told
    assert verify_chains().is_sound


def test_acts_of_many_regions_at_once_are_each_the_first_of_their_own() -> None:
    told = together(lambda number: act_in(f"regio-{number}"))
    assert [entry.number for entry in told if isinstance(entry, Entry)] == [1] * N_AT_ONCE
    assert Head.objects.count() == N_AT_ONCE
    assert verify_chains().is_sound


@pytest.mark.skipif(connection.vendor == "sqlite", reason="one writer at a time, whatever it writes")
def test_an_act_in_one_region_does_not_wait_for_one_in_another() -> None:
    done = threading.Event()

    def elsewhere() -> None:
        try:
            act_in("zuid")
            done.set()
        finally:
            connection.close()

    act_in("zuid")
    with transaction.atomic():
        record(by=None, at=NOW, act=REGION_DESCRIBED, about="region:1", region="noord")
        other = threading.Thread(target=elsewhere)
        other.start()
        # Were it to wait for us, it would wait for ever: we go on only when it is done.
        assert done.wait(60)
    other.join()
    assert verify_chains().is_sound
