"""The chain of acts: whole, or it says where it is not."""

from datetime import timedelta

import pytest
from django.db import transaction

from regiotafel.history.actions import publish_head, record, remove_words
from regiotafel.history.models import FIRST_HASH, Entry, Head, PublishedHead
from regiotafel.history.queries import head_of, verify_chains
from regiotafel.history.rules import content_hash, entry_hash, hash_of_data
from regiotafel.regions.acts import REGION_DESCRIBED
from tests.chains import chain_again
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
    assert verify_chains().faults == (fault("regel 3 is later veranderd."),)


def test_a_row_that_was_brought_to_another_region_is_missed_there_and_found_here(entries):
    Entry.objects.filter(number=3).update(region="elders")
    faults = verify_chains().faults
    assert "Regio elders: regel 1 ontbreekt: na regel 0 komt regel 3." in faults
    assert "Regio elders: regel 3 is later veranderd." in faults
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
    entry.data_hash = hash_of_data(entry.data, entry.salt)
    entry.hash = entry_hash(entry.previous_hash, content_hash(entry))
    entry.save()
    assert verify_chains().faults == (fault("regel 3 sluit niet aan op de regel ervoor."),)


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
    assert verify_chains().faults == ("Regio zuid: regel 2 is later veranderd.",)


def test_an_act_reads_the_end_of_its_chain_once(entries, django_assert_num_queries):
    with transaction.atomic(), django_assert_num_queries(3):  # the head, the entry, the head again
        record(by=None, at=NOW, act=REGION_DESCRIBED, about="region:1", region="noord")


# --- What a fitting chain does not show by itself ---


def test_a_chain_made_again_is_found_by_what_was_told_outside(entries):
    publish_head(at=NOW, region="noord")
    Entry.objects.filter(number=3).update(data={"n": "mooier"})
    chain_again("noord")
    assert verify_chains().faults == (fault("regel 5 is niet meer wat we op 22 november 2026 aan anderen gaven."),)


def test_a_tail_that_was_cut_off_with_its_head_is_found_by_what_was_told_outside(entries):
    publish_head(at=NOW, region="noord")
    Entry.objects.filter(number__gt=3).delete()
    chain_again("noord")
    assert verify_chains().faults == (fault("regel 5 is niet meer wat we op 22 november 2026 aan anderen gaven."),)


def test_a_chain_that_is_wholly_gone_is_found_by_what_was_told_outside(entries):
    publish_head(at=NOW, region="noord")
    Entry.objects.all().delete()
    Head.objects.all().delete()
    assert verify_chains().faults == (fault("regel 5 is niet meer wat we op 22 november 2026 aan anderen gaven."),)


def test_what_was_told_outside_cannot_be_changed_along(entries):
    publish_head(at=NOW, region="noord")
    Entry.objects.filter(number=3).update(data={"n": "mooier"})
    chain_again("noord")
    PublishedHead.objects.update(hash=head_of("noord").hash)
    assert verify_chains().faults == (fault("de handtekening bij regel 5 van 22 november 2026 klopt niet."),)


def test_another_person_at_a_row_is_found(entries):
    Entry.objects.filter(number=3).update(by=UserFactory())
    assert verify_chains().faults == (fault("bij regel 3 staat iemand anders dan wie het deed."),)


def test_a_person_who_is_still_here_and_was_taken_from_a_row_is_found(entries):
    Entry.objects.filter(number=3).update(by=None)
    assert verify_chains().faults == (fault("bij regel 3 staat iemand anders dan wie het deed."),)


def test_a_row_of_nobody_that_was_given_to_somebody_is_found(entries):
    with transaction.atomic():
        record(by=None, at=NOW, act=REGION_DESCRIBED, about="region:1", region="noord")
    assert verify_chains().is_sound
    Entry.objects.filter(number=6).update(by=entries[0].by)
    assert verify_chains().faults == (fault("bij regel 6 staat iemand anders dan wie het deed."),)


def test_two_rows_that_changed_places_are_found(entries):
    for number, other in ((2, 99), (3, 2), (99, 3)):
        Entry.objects.filter(number=number).update(number=other)
    faults = verify_chains().faults
    assert fault("regel 2 sluit niet aan op de regel ervoor.") in faults
    assert fault("regel 2 is later veranderd.") in faults
    assert fault("regel 3 is later veranderd.") in faults


def test_a_row_that_was_put_in_between_is_found(entries):
    for number in (5, 4, 3):
        Entry.objects.filter(number=number).update(number=number + 1)
    extra = Entry.objects.get(number=2)
    extra.pk, extra.number, extra.previous_hash = None, 3, extra.hash
    extra.hash = entry_hash(extra.previous_hash, content_hash(extra))
    extra.save(force_insert=True)
    assert fault("regel 4 sluit niet aan op de regel ervoor.") in verify_chains().faults


def test_a_moment_that_goes_back_is_found(entries):
    Entry.objects.filter(number=4).update(at=NOW - timedelta(days=3))
    chain_again("noord")
    assert verify_chains().faults == (fault("regel 4 heeft een moment van vóór regel 3."),)


def test_a_clock_that_was_set_back_is_no_fault_for_the_row_says_so(entries):
    with transaction.atomic():
        back = record(by=None, at=NOW - timedelta(days=1), act=REGION_DESCRIBED, about="region:1", region="noord")
    assert back.is_behind
    assert verify_chains().is_sound
    Entry.objects.filter(number=6).update(is_behind=False)
    assert verify_chains().faults == (fault("regel 6 is later veranderd."),)


def test_words_that_must_go_leave_a_whole_chain_that_says_so(entries):
    before = head_of("noord").hash
    remove_words(by=entries[0].by, at=NOW, entry=entries[2], reason="Er stond een naam in.")
    row = Entry.objects.get(number=3)
    assert (row.data, row.salt) == ({}, "")
    assert verify_chains().is_sound
    assert Entry.objects.get(number=6).previous_hash == before


def test_words_that_went_without_a_row_that_says_so_are_missed(entries):
    Entry.objects.filter(number=3).update(data={}, salt="")
    assert verify_chains().faults == (fault("van regel 3 is de tekst weg, en geen regel zegt dat."),)


def test_a_thousand_faults_are_counted_and_a_hundred_told(entries):
    with transaction.atomic():
        for _number in range(150):
            record(by=None, at=NOW, act=REGION_DESCRIBED, about="region:1", region="noord")
    Entry.objects.update(act="x")
    found = verify_chains()
    assert (len(found.faults), found.n_faults, found.n_untold) == (100, 155, 55)


def test_every_part_of_a_row_is_held_by_its_hash(entries):
    """A column that comes later joins by itself: change it, and the row is found."""
    other = {"by": UserFactory(), "is_behind": True, "at": NOW + timedelta(days=9), "data": {"n": 99}}
    for field in Entry._meta.concrete_fields:
        if field.name in ("id", "region", "number"):  # these make it another row, elsewhere or missing
            continue
        value = other.get(field.name, "f" * 30)
        before = Entry.objects.get(number=3)
        Entry.objects.filter(number=3).update(**{field.name: value})
        assert not verify_chains().is_sound, field.name
        Entry.objects.filter(number=3).update(**{field.name: getattr(before, field.name)})
        assert verify_chains().is_sound, field.name


def test_the_first_row_of_a_chain_stands_on_nothing(entries):
    assert Entry.objects.get(number=1).previous_hash == FIRST_HASH
