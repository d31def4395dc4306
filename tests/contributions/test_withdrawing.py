"""Taking back, and taking away for good."""

import pytest
from django.apps import apps
from django.test import Client

from regiotafel.contributions.following import actions as following
from regiotafel.contributions.loops.queries import counts
from regiotafel.contributions.merging import actions as merging
from regiotafel.contributions.models import Contribution, State
from regiotafel.contributions.moderating import actions as moderating
from regiotafel.contributions.states.rules import NotInThisState
from regiotafel.contributions.withdrawing import actions as withdrawing
from regiotafel.thread.models import Subscription
from tests.contributions.people import TEXT, World, answered, follow, opened, receipt, send, url
from tests.factories import NOW

pytestmark = pytest.mark.django_db


def test_withdrawing_takes_the_words_and_keeps_the_answer_and_the_number(world: World) -> None:
    contribution = opened(world)
    answered(world, contribution)
    withdrawing.withdraw(at=NOW, contribution=contribution)
    contribution.refresh_from_db()
    assert (contribution.state, contribution.text, contribution.knot.answers.count()) == (State.WITHDRAWN, "", 1)
    with pytest.raises(NotInThisState):
        withdrawing.withdraw(at=NOW, contribution=contribution)


def test_removing_takes_words_addresses_and_own_parts_away_but_changes_no_count(world: World) -> None:
    original = opened(world)
    follow(original)
    parts = merging.split(
        by=world.editor, at=NOW, contribution=original, parts=["De wachtlijst duurt te lang.", "Ik woon in het dorp."]
    )
    before = counts(world.region, NOW).received
    withdrawing.remove(at=NOW, contribution=original)
    assert list(Contribution.objects.values_list("text", flat=True)) == [""] * 3
    assert {part.state for part in Contribution.objects.filter(pk__in=[one.pk for one in parts])} == {State.WITHDRAWN}
    assert Subscription.objects.count() == 0
    assert counts(world.region, NOW).received == before
    withdrawing.remove(at=NOW, contribution=original)


def test_removing_leaves_what_was_made_with_others(world: World) -> None:
    first, second = opened(world), opened(world, TEXT + " Echt.")
    merged = merging.merge(by=world.editor, at=NOW, contributions=[first, second], text=TEXT, kind="worry")
    withdrawing.remove(at=NOW, contribution=first)
    first.refresh_from_db()
    merged.refresh_from_db()
    assert (first.text, first.state, merged.text, merged.state) == ("", State.MERGED, TEXT, State.OPEN)


def test_nothing_of_a_withdrawn_text_is_left_in_any_table(world: World) -> None:
    """Whatever holds words: also what is made later."""
    said = "Het meisje met de rode fiets wacht al een jaar op hulp van ons team."
    contribution = opened(world, said)
    answered(world, contribution, heard=f"We hoorden: {said}", why=f"Want {said.lower()}")
    follow(contribution)
    withdrawing.withdraw(at=NOW, contribution=contribution)
    holds = [
        f"{model._meta.label}.{field.attname}"
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        for value in model.objects.values_list(field.attname, flat=True)
        if "rode fiets" in str(value).casefold()
    ]
    assert holds == []
    assert contribution.knot.answers.get().heard == "We hoorden: […]."


def test_what_editors_made_of_words_keeps_what_others_said(world: World) -> None:
    mine, theirs = "Wij wachten nu al een jaar op hulp.", "Er rijdt al jaren geen bus meer naar de school."
    first, second = opened(world, mine), opened(world, theirs)
    merged = merging.merge(
        by=world.editor, at=NOW, contributions=[first, second], text=f"{mine} {theirs}", kind="worry"
    )
    answered(world, merged, heard=f"{theirs} En: {mine}")
    withdrawing.remove(at=NOW, contribution=first)
    merged.refresh_from_db()
    assert merged.text == f"[…]. {theirs}"
    assert merged.knot.answers.get().heard == f"{theirs} En: […]."


def test_what_was_withdrawn_without_an_answer_says_so(client: Client, world: World) -> None:
    contribution, code = send(world.region)
    withdrawing.withdraw(at=NOW, contribution=contribution)
    for address in (receipt(code), url("read", contribution.number)):
        assert "De inbreng is ingetrokken voordat er antwoord was." in client.get(address).content.decode()


def test_withdrawing_asks_first_and_takes_the_words_away_from_all(client: Client, world: World) -> None:
    contribution, code = send(world.region)
    moderating.accept(by=world.editor, at=NOW, contribution=contribution)
    answered(world, contribution)
    client.get(receipt(code, "withdraw"))
    contribution.refresh_from_db()
    assert contribution.state == State.ANSWERED
    client.post(receipt(code, "withdraw"))
    html = client.get(url("read", contribution.number)).content.decode()
    assert TEXT not in html
    assert "Dat kan nu niet." in html
    assert TEXT not in client.get(url("index")).content.decode()
    assert client.post(receipt(code, "withdraw")).status_code == 409
    again = client.get(receipt(code, "withdraw")).content.decode()
    assert "Intrekken kan niet meer" in again
    assert "Ja, trek in" not in again


def test_all_that_we_keep_is_shown_and_can_be_taken_away(client: Client, world: World) -> None:
    contribution, code = send(world.region)
    following.subscribe(at=NOW, contribution=contribution, email="fatma@example.org", mode="direct")
    html = client.get(receipt(code, "my_data")).content.decode()
    assert TEXT in html
    assert "fatma@example.org" in html
    client.post(receipt(code, "my_data"))
    html = client.get(receipt(code, "my_data")).content.decode()
    assert "We bewaren niets meer dat van jou is" in html
    assert TEXT not in html
    assert "fatma" not in html
    assert client.get(receipt(code)).status_code == 200


def test_what_was_taken_away_after_merging_has_no_words_anywhere(client: Client, world: World) -> None:
    first, second = opened(world, TEXT + " Van mij alleen."), opened(world)
    merging.merge(by=world.editor, at=NOW, contributions=[first, second], text=TEXT, kind="worry")
    withdrawing.remove(at=NOW, contribution=first)
    for address in (url("index"), url("read", first.number), url("read", 3)):
        assert "Van mij alleen." not in client.get(address).content.decode()
    assert url("read", first.number) not in client.get(url("index")).content.decode()
    assert "De inzender liet de tekst weghalen." in client.get(url("read", first.number)).content.decode()
