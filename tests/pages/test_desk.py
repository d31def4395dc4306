"""Mijn werk: what waits for a member, what is late, and what was promised for a day."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from regiotafel.contributions.answering.rules import Promise
from regiotafel.contributions.models import Answer
from regiotafel.pages.queries.desk import due_soon, headline
from regiotafel.publishing.releasing.actions import release
from regiotafel.regions.menu import Due, Turn
from regiotafel.regions.models import Role
from regiotafel.regions.parties.actions import add_municipality, invent_municipality
from regiotafel.regions.places.actions import change_municipality
from regiotafel.regions.settings.actions import agree_on_work
from regiotafel.vision.deciding.actions import note_decision
from regiotafel.vision.models import Release
from tests.contributions.people import World, answered, make_world, opened, send
from tests.factories import ConsultationFactory, RegionFactory, UserFactory, make_member

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


@pytest.fixture
def world() -> World:
    return make_world()


def desk(client: Client, world: World) -> str:
    response = client.get(reverse("pages:desk", args=[world.region.slug]))
    assert (response.status_code, response["Cache-Control"]) == (200, "no-store")
    return str(response.content.decode().split("<main")[1])


def test_logging_in_leads_to_the_desk_of_who_has_one(client: Client, world: World) -> None:
    begin = reverse("pages:begin")
    assert reverse("account_login") in client.get(begin)["Location"]
    for user, where in (
        (world.editor, reverse("pages:desk", args=[world.region.slug])),
        (make_member(world.region, Role.RESIDENT), reverse("people:profile")),
        (UserFactory(), reverse("people:profile")),
    ):
        client.force_login(user)
        assert client.get(begin)["Location"] == where
    make_member(RegionFactory(), Role.CLERK, user=world.editor)
    client.force_login(world.editor)
    assert client.get(begin)["Location"] == reverse("people:profile")


def test_the_desk_says_what_waits_what_is_late_and_where_to_begin(client: Client, world: World) -> None:
    first, second = opened(world), opened(world)
    send(world.region)
    client.force_login(world.editor)
    page = desk(client, world)
    assert "Niets is te laat" in page
    assert reverse("contributions:answer", args=[world.region.slug, first.number]) in page
    assert "op een moderator" not in page
    agree_on_work(by=None, at=timezone.now(), region=world.region, answer_weeks=1)
    for one, days in ((first, 8), (second, 6)):
        one.sent_in_at = timezone.now() - timedelta(days=days)
        one.save()
    page = desk(client, world)
    assert "Eén ding is te laat" in page
    assert "1 te laat" in page
    assert "de oudste wacht 8 dagen" in page
    assert "Op de openbare site wachten er 3 op antwoord" in page
    answered(world, second, verdict="promised", promise=Promise("de werkgroep", TODAY + timedelta(days=1)))
    late = {"due_on": TODAY - timedelta(days=1), "at": timezone.now() - timedelta(days=3)}
    Answer.objects.filter(about=second.knot).update(**late)
    page = desk(client, world)
    # It is counted once, though its day stands among the days too.
    assert "2 dingen zijn te laat" in page
    assert "de oudste wacht 3 dagen" in page
    assert page.count("1 te laat") == 2
    assert reverse("contributions:answer", args=[world.region.slug, second.number]) in page


def test_the_desk_takes_as_many_queries_for_one_as_for_ten(
    client: Client, world: World, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client.force_login(make_member(world.region, Role.REGION_ADMINISTRATOR))
    for n in (1, 9):
        for _again in range(n):
            opened(world)
            send(world.region)
            ConsultationFactory(region=world.region)
            ConsultationFactory(region=world.region, opened_at=None)
        # two of them: what the law asks that must be looked at again, and exceptions whose day comes
        desk(client, world)
        with django_assert_num_queries(24):
            desk(client, world)


def test_a_day_that_passed_is_late_only_when_something_was_promised() -> None:
    yesterday = TODAY - timedelta(days=1)
    dues = [
        Due(yesterday, "sluit", "/"),
        Due(yesterday, "antwoord", "/", is_promise=True),
        Due(TODAY, "sluit", "/"),
        Due(TODAY + timedelta(days=7), "sluit", "/"),
        Due(TODAY + timedelta(days=8), "sluit", "/"),
    ]
    assert [one.state for one in due_soon(dues, TODAY)] == ["late", "today", "soon", "later"]


def test_what_is_late_is_said_first() -> None:
    late = due_soon([Due(TODAY - timedelta(days=1), "antwoord", "/", is_promise=True)], TODAY)
    assert headline([Turn("wachten", "/", 3, n_late=2)], late) == "3 dingen zijn te laat"
    assert headline([Turn("wachten", "/", 3)], []) == "Er wacht werk op jou. Niets is te laat."
    theirs = Due(TODAY - timedelta(days=1), "toezegging", "/", is_promise=True, is_yours=False)
    assert headline([Turn("wachten", "/", 3)], due_soon([theirs], TODAY)) == "Er wacht werk op jou"
    of_others = due_soon([Due(TODAY - timedelta(days=1), "antwoord", "/", is_promise=True, is_yours=False)], TODAY)
    assert headline([], of_others) == headline([], []) == "Er wacht niets op jou"


def test_who_is_there_for_one_municipality_sees_its_text_its_note_and_its_day(client: Client, world: World) -> None:
    place = add_municipality(
        by=None, at=timezone.now(), region=world.region, municipality=invent_municipality(name="Vlietdonk")
    )
    client.force_login(make_member(world.region, Role.CLERK, municipality=place.municipality))
    page = desk(client, world)
    assert "Jouw gemeente: Vlietdonk" in page
    assert "De dag is nog niet ingevuld." in page
    assert "Er is nog geen versie gepubliceerd." in page
    made = release(by=world.editor, at=timezone.now(), document=world.document, name="Ontwerp")
    values = {"sub_region": None, "n_young_people": None, "access_point": "", "n_people": None, "people_from": ""}
    day = timezone.localdate() + timedelta(days=30)
    change_municipality(by=None, at=timezone.now(), place=place, council_decides_on=day, **values)
    page = desk(client, world)
    assert "nog 30 dagen" in page
    assert reverse("publishing:note", args=[world.region.slug, world.document.slug, made.number]) in page
    assert "Er is nog niet ingevuld wat jouw gemeenteraad heeft besloten." in page
    past = timezone.localdate() - timedelta(days=3)
    change_municipality(by=None, at=timezone.now(), place=place, council_decides_on=past, **values)
    page = desk(client, world)
    assert "De gemeenteraad zou beslissen op" in page
    assert "De gemeenteraad beslist<" not in page
    asked = "Wat besloot de gemeenteraad van Vlietdonk over"
    assert asked not in page, "the version came after that evening"
    Release.objects.filter(pk=made.pk).update(at=timezone.now() - timedelta(days=9))
    page = desk(client, world)
    assert asked in page
    assert "Eén ding is te laat" in page
    note_decision(
        by=None, at=timezone.now(), release=made, municipality=place.municipality, number=0, decision="adopted",
        decided_on=timezone.localdate(), body="de gemeenteraad",
    )  # fmt: skip
    assert asked not in desk(client, world)
    client.force_login(make_member(world.region, Role.CLERK))
    assert "Jouw gemeente" not in desk(client, world)
