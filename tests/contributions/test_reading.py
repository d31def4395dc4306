"""What everybody can read."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from regiotafel.contributions.linking import actions as linking
from regiotafel.contributions.models import Contribution, State
from regiotafel.contributions.reading.rules import answers_headline, headline, receipt_headline
from regiotafel.regions.models import Organisation
from regiotafel.tables.models import Meeting
from tests.contributions.people import TEXT, World, answered, opened, reworded, send, url
from tests.factories import (
    NOW,
)

pytestmark = pytest.mark.django_db


def test_the_list_is_searched_and_filtered(client: Client, world: World) -> None:
    first = opened(world, "Een idee over pleegzorg in het dorp.")
    second = opened(world, "Een zorg over de wachtlijst in de stad.")
    linking.confirm_link(by=world.editor, at=NOW, contribution=second, passage=world.passages[0])
    answered(world, second)
    hidden, _code = send(world.region, "Nog niet geplaatst woorden hier.")

    def shown(**query: object) -> list[bool]:
        html = client.get(url("index"), query).content.decode()
        return [one.text in html for one in (first, second, hidden)]

    assert shown() == [True, True, False]
    assert shown(zoek="pleegzorg") == [True, False, False]
    assert shown(stand="answered") == [False, True, False]
    assert shown(hoofdstuk=world.passages[0].section_id) == [False, True, False]
    assert shown(soort="idea") == [False, False, False]
    assert shown(soort="onzin", hoofdstuk="x", pagina="9999") == [True, True, False]


def test_what_was_not_let_in_cannot_be_read(client: Client, world: World) -> None:
    contribution, _code = send(world.region)
    assert client.get(url("read", contribution.number)).status_code == 404
    assert client.get(url("read", 999)).status_code == 404


def test_beside_the_whole_text_stand_how_many_said_something_and_a_few_of_them(client: Client, world: World) -> None:
    voices = [opened(world, f"{TEXT} Nummer {number}.") for number in range(5)]
    for voice in voices:
        linking.confirm_link(by=world.editor, at=NOW, passage=world.passages[0], contribution=voice)
    newer = {"passage": world.passages[0], "becomes": reworded(world, world.passages[0])}
    answered(world, voices[0], verdict="partly", **newer)
    address = reverse("vision:read", args=["noord", "regiovisie"])
    text = client.get(address).content.decode()
    assert "5 reacties" in text
    assert "één leidde tot een aanpassing" in text
    assert [url("read", voice.number) in text for voice in voices] == [True, False, False, True, True]
    # An answer changes what stands beside the text, though no word of the text changes.
    answered(world, voices[1], verdict="yes", **newer)
    text = client.get(address).content.decode()
    assert "2 leidden tot een aanpassing" in text
    assert [url("read", voice.number) in text for voice in voices] == [True, True, False, False, True]
    assert "Nummer 2." in client.get(url("margin", "regiovisie", world.passages[0].number)).content.decode()


def test_the_list_is_put_in_order_and_says_when_it_does_not_know_one(client: Client, world: World) -> None:
    for day, words in enumerate(("Oudste", "Nieuwste")):
        opened(world, f"{words}: {TEXT}", at=NOW + timedelta(days=day))
    newest, oldest = (client.get(url("index") + query).content.decode() for query in ("", "?volgorde=oud"))
    assert newest.index("Nieuwste: ") < newest.index("Oudste: ")
    assert oldest.index("Oudste: ") < oldest.index("Nieuwste: ")
    odd = client.get(url("index") + "?volgorde=duurste").content.decode()
    assert "Een van je keuzes kennen we niet." in odd
    assert "Oudste: " in odd


def test_the_margin_is_a_part_for_htmx_and_a_page_for_others(client: Client, world: World) -> None:
    contribution = opened(world)
    address = url("margin", "regiovisie", world.passages[0].number)
    assert "Nog niemand zei iets over passage 1" in client.get(address).content.decode()
    part = client.get(address, headers={"HX-Request": "true"}).content.decode()
    assert "Hier is nog geen inbreng bij." in part
    linking.confirm_link(by=world.editor, at=NOW, contribution=contribution, passage=world.passages[0])
    part = client.get(address, headers={"HX-Request": "true"})
    assert part["Vary"].startswith("HX-Request")
    assert "<html" not in part.content.decode()
    assert url("read", contribution.number) in part.content.decode()
    assert "<html" in client.get(address).content.decode()
    assert client.get(url("margin", "regiovisie", 99)).status_code == 404


def test_lists_take_as_many_queries_for_two_as_for_twelve(
    client: Client, world: World, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    client.force_login(world.editor)
    for n in (2, 10):
        for number in range(n):
            contribution = opened(world, f"{TEXT} Nummer {n} en {number}.")
            linking.confirm_link(by=world.editor, at=NOW, contribution=contribution, passage=world.passages[0])
        for name, most in (("index", 17), ("workbench", 20), ("queue", 12), ("open_loops", 15)):
            with django_assert_max_num_queries(most):
                client.get(url(name))


@pytest.mark.parametrize(
    ("row", "n_made_of", "n_went_on_in", "is_answered", "said"),
    [
        ({"state": "withdrawn"}, 3, 0, True, "De inzender trok deze inbreng in"),
        ({"via": "made"}, 2, 0, True, "Dit zeiden meer mensen, en dit is het antwoord"),
        ({"via": "made"}, 2, 0, False, "Dit zeiden meer mensen"),
        ({"via": "made"}, 1, 0, True, "Dit stuurde iemand in, en dit is het antwoord"),
        ({}, 0, 1, True, "Dit stuurde iemand in, en dit is het antwoord"),
        ({}, 0, 2, True, "Dit stuurde iemand in"),
        ({}, 0, 0, False, "Dit stuurde iemand in"),
    ],
)
def test_the_page_of_a_contribution_says_what_it_is(
    row: dict[str, str], n_made_of: int, n_went_on_in: int, is_answered: bool, said: str
) -> None:
    one = Contribution(**{"state": "open", "via": "site", **row})
    assert headline(one, n_made_of=n_made_of, n_went_on_in=n_went_on_in, is_answered=is_answered) == said


def test_a_sender_is_a_party_a_table_or_nobody_by_name() -> None:
    assert Contribution(organisation=Organisation(name="Jeugdhuis")).sender == "Jeugdhuis"
    assert Contribution(table=Meeting(name="Avond in de bieb")).sender == "Avond in de bieb"
    assert Contribution(via="made").sender == "samengesteld uit andere inbreng"
    assert Contribution(via="site").sender == "een inwoner"


@pytest.mark.parametrize(
    ("state", "is_new", "is_for_somebody", "is_answered", "said"),
    [
        ("waiting", True, True, False, "De reactie is ingevoerd. Geef deze code aan de inzender"),
        ("waiting", True, False, False, "Bedankt! Bewaar deze volgcode"),
        ("waiting", False, False, False, "Een moderator leest je inbreng nog"),
        ("refused", False, False, False, "Je inbreng is niet geplaatst"),
        ("refused", False, False, True, "Je inbreng is niet geplaatst"),
        ("withdrawn", False, False, True, "Je inbreng is ingetrokken"),
        ("open", False, False, False, "Je inbreng wacht op antwoord"),
        ("answered", False, False, True, "Je hebt antwoord"),
        ("merged", False, False, True, "Je hebt antwoord"),
        ("split", False, False, False, "Je inbreng wacht op antwoord"),
    ],
)
def test_a_receipt_says_first_what_the_sender_needs_now(
    state: str, is_new: bool, is_for_somebody: bool, is_answered: bool, said: str
) -> None:
    one = Contribution(state=state)
    told = receipt_headline(one, is_new=is_new, is_for_somebody=is_for_somebody, is_answered=is_answered)
    assert told == said


@pytest.mark.parametrize("state", list(State))
@pytest.mark.parametrize(
    ("n_answers", "n_went_on_in", "said"),
    [
        (0, 0, {True: "Er komt geen antwoord meer", False: "Er is nog geen antwoord"}),
        (1, 0, "Dit is het antwoord"),
        (1, 1, "Dit is het antwoord"),
        (1, 2, "Er is één antwoord"),
        (2, 2, "Er zijn 2 antwoorden"),
    ],
)
def test_how_many_answers_there_are_stands_above_them(
    state: State, n_answers: int, n_went_on_in: int, said: str | dict[bool, str]
) -> None:
    told = answers_headline(Contribution(state=state), n_answers=n_answers, n_went_on_in=n_went_on_in)
    assert told == (said if isinstance(said, str) else said[state in ("refused", "withdrawn")])
