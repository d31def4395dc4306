import inspect
import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries, Settings

from regiotafel.consultations.models import Report, ReportKind, StatementState
from regiotafel.pages import menu
from regiotafel.regions.models import ProcessStep, Region, Role
from regiotafel.regions.permissions import PERMISSIONS
from regiotafel.vision.writing.actions import draft_document
from tests.contributions.people import make_world, opened, send
from tests.factories import (
    ConsultationFactory,
    ParticipantFactory,
    RegionFactory,
    StatementFactory,
    UserFactory,
    make_member,
)

pytestmark = pytest.mark.django_db
SOURCE = Path(__file__).resolve().parents[2] / "src" / "regiotafel"


@pytest.fixture
def region() -> Region:
    return RegionFactory(slug="noord", name="Regio Noord", about="Eerste alinea.\n\nTweede alinea.")


def home(client: Client) -> str:
    return client.get(reverse("pages:region_home", args=["noord"])).content.decode()


def front(client: Client) -> str:
    return client.get(reverse("pages:front")).content.decode()


def test_the_first_page_shows_regions_and_what_can_be_done(client: Client, region: Region) -> None:
    RegionFactory(name="Verzonnen regio", is_invented=True)
    assert "Er loopt nu geen ronde" in front(client)
    ConsultationFactory(region=region)
    ConsultationFactory(region=region, opened_at=None)
    page = front(client)
    assert "je kunt nu meedoen" in page
    assert page.index("Regio Noord") < page.index("Verzonnen regio")
    assert "alles hier is verzonnen" in page


def test_the_first_page_takes_one_query_however_many_regions(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for n in (1, 9):
        for region in RegionFactory.create_batch(n):
            ConsultationFactory(region=region)
        with django_assert_num_queries(1):
            front(client)


def test_an_installation_without_regions_says_how_to_begin(client: Client) -> None:
    assert "regiotafel new-region" in front(client)


def test_a_region_says_what_can_be_done_now_and_for_how_long(client: Client, region: Region) -> None:
    now = timezone.now()
    ConsultationFactory(region=region, title="Loopt", closes_at=now + timedelta(days=12))
    ConsultationFactory(region=region, title="Laatste dag", closes_at=now + timedelta(minutes=1))
    ConsultationFactory(region=region, title="Straks", opens_at=now + timedelta(days=3), opened_at=now)
    ConsultationFactory(region=region, title="Nog geheim", opened_at=None)
    page = home(client)
    assert "Regio Noord vraagt wat jij vindt" in page
    assert "Nog 12 dagen" in page
    assert "Begint op" in page
    assert "Nog geheim" not in page
    assert "<p>Tweede alinea.</p>" in page
    assert re.search(r"Sluit (vandaag|morgen)", page)


def test_a_region_says_where_it_stands_and_what_comes_next(client: Client, region: Region) -> None:
    today = timezone.localdate()
    for position, (name, begin) in enumerate((("Start", -60), ("Ophalen", -10), ("Schrijven", 60)), start=1):
        starts_on = today + timedelta(days=begin)
        ProcessStep.objects.create(
            region=region, position=position, name=name, starts_on=starts_on, ends_on=starts_on + timedelta(days=30)
        )
    page = home(client)
    assert "Stap 2 van 3" in page
    assert re.search(r'rt-moment--now" aria-current="step">\s*<h3>Ophalen', page)
    assert "Schrijven" in page


def test_a_region_says_what_came_out_last(client: Client, region: Region) -> None:
    now = timezone.now()
    closed = {"opens_at": now - timedelta(days=60), "opened_at": now - timedelta(days=60)}
    ConsultationFactory(region=region, title="Lang geleden", closes_at=now - timedelta(days=40), **closed)
    last = ConsultationFactory(region=region, title="Net klaar", closes_at=now - timedelta(days=4), **closed)
    assert "Dit kwam er het laatst uit" not in home(client)
    Report.objects.create(
        consultation=last,
        kind=ReportKind.FINAL,
        counted_until=now,
        made_at=now,
        n_people=181,
        n_statements=40,
        n_votes=5000,
        data={"common_ground": ["1", "2"]},
    )
    page = home(client)
    assert "181 deelnemers gaven antwoord in “Net klaar”." in page
    assert "Bij 2 stellingen is een duidelijke meerderheid het eens." in page


def test_nothing_is_said_about_fewer_than_five_people(client: Client, region: Region) -> None:
    now = timezone.now()
    past = now - timedelta(days=60)
    last = ConsultationFactory(region=region, opens_at=past, opened_at=past, closes_at=now - timedelta(days=4))
    Report.objects.create(
        consultation=last,
        kind=ReportKind.FINAL,
        counted_until=now,
        made_at=now,
        n_people=4,
        n_statements=3,
        n_votes=9,
        data={},
    )
    page = home(client)
    assert "4 deelnemers" not in page
    assert "is gesloten" in page


def test_members_see_whose_turn_it_is(client: Client, region: Region) -> None:
    running = ConsultationFactory(region=region, title="Hulp dichtbij")
    ConsultationFactory(region=region, title="Concept van Roos", opened_at=None)
    StatementFactory.create_batch(3, consultation=running, state=StatementState.WAITING)
    assert "Dit wacht op jou" not in home(client)
    client.force_login(make_member(region, Role.MODERATOR))
    page = home(client)
    assert "3 stellingen wachten op jou in “Hulp dichtbij”" in page
    assert "Concept van Roos" not in page.split("<main")[1]
    client.force_login(make_member(region, Role.EDITOR))
    page = home(client)
    assert "Concept van Roos" not in page.split("<main")[1]  # that is on the desk
    assert "wachten op jou in" not in page
    client.force_login(make_member(region, Role.RESIDENT))
    assert "Dit wacht op jou" not in home(client)


def test_members_see_how_much_of_what_people_sent_in_waits_for_them(client: Client) -> None:
    world = make_world()
    opened(world)
    opened(world)
    send(world.region)
    client.force_login(make_member(world.region, Role.MODERATOR))
    page = home(client)
    assert "1 reactie wacht op een moderator" in page
    assert "wachten op antwoord</a>" not in page
    client.force_login(world.editor)
    page = home(client)
    assert "2 reacties wachten op antwoord</a>" in page
    assert "op een moderator" not in page


def test_the_home_of_a_region_takes_as_many_queries_for_one_consultation_as_for_ten(
    client: Client, region: Region, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client.force_login(make_member(region, Role.REGION_ADMINISTRATOR))
    for n in (1, 9):
        for consultation in ConsultationFactory.create_batch(n, region=region):
            StatementFactory(consultation=consultation, state=StatementState.WAITING)
            ParticipantFactory.create_batch(2, consultation=consultation)
        # session, person, region, standings, consultations, what is unfinished, steps; four count what people sent in
        # when somebody did something; whether the clock is believed; two say what an administrator still sets up;
        # the municipalities, the last answers, what was promised, the rounds of municipalities that run,
        # and what must be looked at again of what the law asks
        home(client)
        with django_assert_num_queries(20):
            home(client)


def test_pages_about_this_site_open(client: Client) -> None:
    for name in ("pages:about", "pages:privacy", "pages:accessibility", "regions:permissions", "pages:style"):
        response = client.get(reverse(name))
        assert response.status_code == 200, name
        assert response.content.decode().count("<h1") == 1, name


def test_the_privacy_page_names_every_cookie_that_the_code_sets(client: Client, settings: Settings) -> None:
    page = client.get(reverse("pages:privacy")).content.decode()
    # Who reads what was refused or reworded: all that the page names, and nobody else.
    readers = {Role.EDITOR, Role.CLERK, Role.MODERATOR, Role.REGION_ADMINISTRATOR}
    assert PERMISSIONS["moderation.read_log"].roles == readers
    assert "Dan kunnen ook het projectteam en de griffiers lezen" in page
    cookie = re.compile(r'^COOKIE = "(\w+)"', re.MULTILINE)
    named = {name for path in SOURCE.rglob("*.py") for name in cookie.findall(path.read_text(encoding="utf-8"))}
    assert named == {"rt_deelname"}
    for name in (*named, settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME):
        assert f"{name}</th>" in page


def test_a_visitor_gets_no_cookie_for_reading(client: Client, region: Region) -> None:
    for address in (reverse("pages:front"), reverse("pages:region_home", args=["noord"]), reverse("pages:privacy")):
        assert not client.get(address).cookies


def test_the_permissions_page_is_the_table_itself(client: Client) -> None:
    page = client.get(reverse("regions:permissions")).content.decode()
    row = page.split("bijhouden wie welke rol heeft")[1].split("</tr>")[0]
    assert row.count("<strong>ja</strong>") == 1
    assert row.count("nee") == 9


def test_demo_buttons_are_there_in_a_demo_only(client: Client, settings: Settings) -> None:
    settings.DEMO = False
    assert "demo/inloggen" not in front(client)
    settings.DEMO = True
    page = front(client)
    assert page.count("/demo/inloggen/") == 9
    assert page.count('method="post"') == 9


@pytest.mark.parametrize(
    ("who", "role"),
    [
        ("inwoner", Role.RESIDENT),
        ("beleidsmedewerker", Role.EDITOR),
        ("griffier", Role.CLERK),
        ("moderator", Role.MODERATOR),
        ("beheerder", Role.REGION_ADMINISTRATOR),
    ],
)
def test_one_click_in_for_each_role_of_the_example(client: Client, settings: Settings, who: str, role: Role) -> None:
    settings.DEMO = True
    example = RegionFactory(slug="lindestroom", is_invented=True)
    make_member(RegionFactory(), role)
    user = make_member(example, role)
    # As a link too: the terminal prints them.
    response = client.get(reverse("demo:log_in", args=[who]))
    # Who works here begins at what waits for them.
    begins = "pages:region_home" if role == Role.RESIDENT else "pages:desk"
    assert response["Location"] == reverse(begins, args=["lindestroom"])
    assert client.session["_auth_user_id"] == str(user.pk)


def test_demo_logins_do_not_exist_otherwise(client: Client, settings: Settings) -> None:
    make_member(RegionFactory(is_invented=True), Role.RESIDENT)
    settings.DEMO = False
    assert client.post(reverse("demo:log_in", args=["inwoner"])).status_code == 404
    settings.DEMO = True
    assert client.post(reverse("demo:log_in", args=["directeur"])).status_code == 404
    assert client.post(reverse("demo:log_in", args=["griffier"])).status_code == 404
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(reverse("demo:log_in", args=["inwoner"])).status_code == 403
    assert "_auth_user_id" not in client.session


def test_a_demo_login_never_reaches_a_real_region(client: Client, settings: Settings) -> None:
    settings.DEMO = True
    make_member(RegionFactory(is_invented=False), Role.REGION_ADMINISTRATOR, UserFactory())
    assert client.post(reverse("demo:log_in", args=["beheerder"])).status_code == 404


def test_what_every_app_brings_to_the_menus_is_gathered(region: Region) -> None:
    said = {path.parent.name for path in SOURCE.glob("*/menu.py")} - {"pages"}
    ours = (value.__name__.split(".") for value in vars(menu).values() if inspect.ismodule(value))
    gathered = {name for first, name, *_rest in ours if first == "regiotafel"}
    assert said == gathered
    assert {turns.__module__.split(".")[1] for turns in menu.TURNS} <= gathered
    assert {tool.act for tool in menu.TOOLS} <= set(PERMISSIONS)
    assert len({item.word for item in menu.MENU}) == len(menu.MENU)


def test_the_menu_leads_to_the_text_from_its_beginning(client: Client, region: Region) -> None:
    links = ["De visie", "Inbreng", "Geef je mening", "Wie doen er mee", "Zoeken", "Inloggen"]
    assert menu_of(home(client)) == links[1:]
    draft_document(by=None, at=timezone.now(), region=region, title="Regiovisie")
    links.insert(1, "Reactienota")
    assert menu_of(home(client)) == links
    client.force_login(make_member(region, Role.EDITOR))
    assert menu_of(home(client)) == ["Mijn werk", *links[:-1], "Mijn account"]


def menu_of(page: str) -> list[str]:
    nav = page.split('<nav class="rt-nav"')[1].split("</nav>", maxsplit=1)[0]
    return re.findall(r">([^<>]+)</a>", nav)
