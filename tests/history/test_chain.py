"""The chain of acts: whole, or it says where it is not."""

import hashlib
import json
from datetime import UTC

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction

from regiotafel.history.actions import record
from regiotafel.history.models import Entry, Head
from regiotafel.history.queries import head_of, verify_chains
from regiotafel.regions.acts import REGION_DESCRIBED
from tests.factories import NOW, RegionFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def entries() -> list[Entry]:
    user, region = UserFactory(), RegionFactory(slug="noord")
    with transaction.atomic():
        return [
            record(by=user, at=NOW, act=REGION_DESCRIBED, about=region, region=region.slug, data={"n": n, "é": "ë"})
            for n in range(5)
        ]


def fault(told: str) -> str:
    return f"Regio noord: {told}"


def test_an_untouched_chain_is_sound(entries):
    verification = verify_chains()
    assert verification.is_sound
    assert verification.n_entries == 5
    assert head_of("noord").hash == entries[-1].hash


@pytest.mark.parametrize(
    "change",
    [
        {"data": {"n": 99}},
        {"act": "region.opened"},
        {"actor": "somebody else"},
        {"subject": "region:0"},
        {"at": NOW.replace(year=2020)},
    ],
)
def test_a_changed_row_is_found_and_named(entries, change):
    Entry.objects.filter(number=3).update(**change)
    assert verify_chains().faults == (fault("regel 3 is veranderd nadat zij geschreven is."),)


def test_a_row_that_was_brought_to_another_region_is_missed_there_and_found_here(entries):
    Entry.objects.filter(number=3).update(region="elders")
    faults = verify_chains().faults
    assert "Regio elders: regel 1 ontbreekt: na regel 0 komt regel 3." in faults
    assert "Regio elders: regel 3 is veranderd nadat zij geschreven is." in faults
    assert "Regio noord: regel 3 ontbreekt: na regel 2 komt regel 4." in faults


def test_a_removed_row_is_found(entries):
    Entry.objects.filter(number=2).delete()
    faults = verify_chains().faults
    assert "regel 2 ontbreekt" in faults[0]
    assert len(faults) == 2


def test_a_removed_end_is_found_by_the_head_that_was_kept_apart(entries):
    Entry.objects.filter(number=5).delete()
    assert "het einde klopt niet" in verify_chains().faults[0]


def test_a_rewritten_row_with_a_fitting_hash_breaks_the_link_after_it(entries):
    """Somebody who can write the table and computes a new hash still has to change everything after it."""
    entry = Entry.objects.get(number=2)
    entry.data = {"n": "mooier"}
    content = {
        "number": 2,
        "at": entry.at.astimezone(UTC).isoformat(timespec="microseconds"),
        "actor": entry.actor,
        "region": entry.region,
        "act": entry.act,
        "subject": entry.subject,
        "data": entry.data,
        "previous_hash": entry.previous_hash,
    }
    text = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    entry.hash = hashlib.sha256(text.encode()).hexdigest()
    entry.save()
    assert verify_chains().faults == (fault("regel 3 sluit niet aan op de regel ervoor."),)


def test_the_command_says_whole_or_damaged_and_exits_accordingly(entries, capsys):
    call_command("verify_history")
    assert "De geschiedenis is heel: 5 regels" in capsys.readouterr().out
    Entry.objects.filter(number=1).update(act="x")
    with pytest.raises(CommandError, match="regel 1 is veranderd"):
        call_command("verify_history")


def failing_act() -> None:
    with transaction.atomic():
        record(by=None, at=NOW, act=REGION_DESCRIBED, about="region:1")
        raise ZeroDivisionError


def test_an_act_that_fails_leaves_no_entry(entries):
    with pytest.raises(ZeroDivisionError):
        failing_act()
    assert Entry.objects.count() == 5
    assert Head.objects.get(region="noord").number == 5
    assert verify_chains().is_sound


@pytest.mark.django_db(transaction=True)
def test_an_entry_outside_the_transaction_of_its_act_is_refused():
    with pytest.raises(RuntimeError, match="transaction"):
        record(by=None, at=NOW, act=REGION_DESCRIBED, about="region:1")


def test_the_chain_holds_no_names_and_survives_a_removed_account(entries):
    Entry.objects.first().by.delete()
    assert verify_chains().is_sound
    assert Entry.objects.first().by is None


def test_every_region_counts_its_own_acts_and_what_belongs_to_none_is_apart(entries):
    with transaction.atomic():
        elsewhere = [record(by=None, at=NOW, act=REGION_DESCRIBED, about="region:2", region="zuid") for _ in range(2)]
        of_nobody = record(by=None, at=NOW, act=REGION_DESCRIBED, about="user:1")
    assert [entry.number for entry in (*elsewhere, of_nobody)] == [1, 2, 1]
    assert {end.region: end.number for end in Head.objects.all()} == {"noord": 5, "zuid": 2, "": 1}
    assert verify_chains().is_sound
    Entry.objects.filter(region="zuid", number=2).update(act="y")
    assert verify_chains().faults == ("Regio zuid: regel 2 is veranderd nadat zij geschreven is.",)


def test_an_act_reads_the_end_of_its_chain_once(entries, django_assert_num_queries):
    with transaction.atomic(), django_assert_num_queries(3):  # the head, the entry, the head again
        record(by=None, at=NOW, act=REGION_DESCRIBED, about="region:1", region="noord")
