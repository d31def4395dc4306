"""Several people at the same moment, each with a connection of their own."""

import threading

import pytest
from django.db import connection, transaction

from regiotafel.thread.actions import move
from regiotafel.thread.following import actions as following
from regiotafel.thread.following.queries import token_of
from regiotafel.thread.following.rules import TokenUnknown
from regiotafel.thread.linking import actions as linking
from regiotafel.thread.linking.queries import to_review
from regiotafel.thread.messages import ASKED
from regiotafel.thread.models import Knot, Link, Notice, Relation, Subscription
from tests.at_once import N_AT_ONCE, together
from tests.factories import NOW, KnotFactory, RegionFactory

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def two() -> list[Knot]:
    return list(KnotFactory.create_batch(2, region=RegionFactory(slug="noord")))


def confirmed(two: list[Knot]) -> Link:
    return linking.confirm(by=None, at=NOW, from_knot=two[0], to_knot=two[1], relation=Relation.COMES_FROM)


def test_two_things_are_linked_once(two: list[Knot]) -> None:
    results = together(lambda _n: confirmed(two))
    assert len(set(results)) == 1, results
    assert Link.objects.count() == 1


def test_links_in_both_directions_wait_for_nobody(two: list[Knot]) -> None:
    results = together(lambda n: confirmed(two if n % 2 else two[::-1]))
    assert {type(result) for result in results} == {Link}, results
    assert Link.objects.count() == 2


def test_an_address_filled_in_many_times_is_asked_once(two: list[Knot]) -> None:
    results = together(lambda _n: following.follow(at=NOW, knot=two[0], email="ouder@example.org", mode="direct"))
    assert set(results) == {None}, results
    assert Subscription.objects.count() == Notice.objects.count() == 1


def test_a_move_is_told_once_by_however_many_workers(two: list[Knot]) -> None:
    confirmed(two)
    following.follow(at=NOW, knot=two[1], email="ouder@example.org", mode="direct")
    following.confirm(at=NOW, token=token_of(Subscription.objects.get()))
    move(knot=two[0], number=2, at=NOW)
    results = together(lambda _n: linking.tell_of_moves(at=NOW))
    assert all(isinstance(result, int) for result in results), results
    assert Notice.objects.exclude(message=ASKED.code).count() == 1


def test_who_moves_while_others_look_is_never_taken_for_seen(two: list[Knot]) -> None:
    link = confirmed(two)

    def act(number: int) -> object:
        if number == 0:
            return move(knot=Knot.objects.get(pk=two[0].pk), number=2, at=NOW)
        return linking.clear_review(by=None, at=NOW, link=link, seen=(1, 1))

    together(act)
    assert list(to_review(two[0].region)) == [link], f"{N_AT_ONCE - 1} people saw the first words"


def test_confirming_a_link_and_telling_what_moved_wait_for_nobody_in_a_circle(two: list[Knot]) -> None:
    if connection.vendor == "sqlite":
        pytest.skip("one writes at a time there")
    third = KnotFactory(region=two[0].region)
    confirmed(two)
    for knot in (*two, third):
        following.follow(at=NOW, knot=knot, email=f"{knot.pk}@example.org", mode="direct")
        following.confirm(at=NOW, token=token_of(Subscription.objects.get(knot=knot)))
        move(knot=knot, number=2, at=NOW)
    told: list[object] = []

    def tell() -> None:
        try:
            told.append(linking.tell_of_moves(at=NOW))
        finally:
            connection.close()

    worker = threading.Thread(target=tell)
    with transaction.atomic():
        ends = {"from_knot": two[0], "to_knot": third, "relation": Relation.COMES_FROM}
        linking.suggest(by=None, at=NOW, **ends)
        # The worker has all that it holds while this act goes on.
        worker.start()
        worker.join(timeout=1)
        linking.confirm(by=None, at=NOW, **ends)
    worker.join()
    assert told == [5]


def test_who_confirms_and_leaves_at_once_reads_a_sentence(two: list[Knot]) -> None:
    for number in range(5):
        following.follow(at=NOW, knot=two[0], email=f"{number}@example.org", mode="direct")
        token = token_of(Subscription.objects.get())

        def act(number: int, token: str = token) -> object:
            return following.leave(token=token) if number % 2 else following.confirm(at=NOW, token=token)

        results = together(act)
        assert {type(result) for result in results} <= {Subscription, bool, TokenUnknown}, results
        assert results.count(True) == 1, results
