"""Following anything that everybody can read: without an account, confirmed by mail, left with one press."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from regiotafel.brakes.rules import Brake
from regiotafel.consultations.models import ROUND
from regiotafel.keeping.messages import MESSAGES
from regiotafel.publishing.heads.actions import tell_heads
from regiotafel.publishing.heads.queries import knot_of_history
from regiotafel.regions.models import Region
from regiotafel.regions.settings.actions import describe_region
from regiotafel.thread.actions import move, show, tie
from regiotafel.thread.following import actions
from regiotafel.thread.following.queries import followers_of, is_confirmed, token_of
from regiotafel.thread.following.rules import AddressRefused, TokenUnknown
from regiotafel.thread.linking.actions import tell_of_moves
from regiotafel.thread.mailing.actions import send_notices
from regiotafel.thread.messages import ASKED
from regiotafel.thread.models import GONE, Knot, Mode, Notice, Subscription
from regiotafel.vision.queries import knot_of_text
from tests.addresses import UNSENDABLE
from tests.crowd import count, crowd
from tests.factories import NOW, KnotFactory, RegionFactory
from tests.publishing.loop import begin, on

pytestmark = pytest.mark.django_db
EMAIL = "ouder@example.org"


@pytest.fixture
def region() -> Region:
    return RegionFactory(slug="noord", name="Regio Noord")


@pytest.fixture
def knot(region: Region) -> Knot:
    return KnotFactory(region=region, title="maatregel 7")


def follower(knot: Knot, email: str = EMAIL, mode: str = Mode.DIRECT) -> Subscription:
    actions.follow(at=NOW, knot=knot, email=email, mode=mode)
    return actions.confirm(at=NOW, token=token_of(Subscription.objects.get(knot=knot, email=email)))


def post(client: Client, address: str, **values: str) -> str:
    return client.post(address, values).content.decode()


def test_a_reader_follows_hears_and_leaves_without_an_account(client: Client, knot: Knot, settings: Any) -> None:
    settings.ADDRESS = "https://tafel.example"
    address = reverse("thread:follow", args=["noord", knot.pk])
    assert "Je hebt geen account nodig" in client.get(address).content.decode()
    assert "Kijk in je mail" in post(client, address, email=f" {EMAIL.upper()} ", mode="direct")
    assert send_notices(messages=MESSAGES) == 1
    (asked,) = mail.outbox
    assert (asked.to, asked.subject) == ([EMAIL], "Bevestig je e-mailadres")
    (link,) = re.findall(r"https://tafel.example(/\S+)", str(asked.body))
    assert "bericht over maatregel 7" in client.get(link).content.decode()
    assert Subscription.objects.get().confirmed_at is None, "looking is not pressing"
    assert "Je adres is bevestigd" in post(client, link)
    move(knot=knot, number=2, at=NOW)
    tell_of_moves(at=timezone.now())
    assert send_notices(messages=MESSAGES) == 1
    letter = mail.outbox[-1]
    assert letter.subject == "Maatregel 7 is veranderd"
    assert f"https://tafel.example{knot.url}" in str(letter.body)
    assert letter.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    leave = letter.extra_headers["List-Unsubscribe"].strip("<>").removeprefix("https://tafel.example")
    assert "geen bericht meer over maatregel 7" in client.get(leave).content.decode()
    assert Subscription.objects.exists(), "looking is not pressing"
    mailer = Client(enforce_csrf_checks=True)
    for heard in ("Je krijgt hierover geen mail meer", "Met deze link volgt niemand meer iets"):
        left = mailer.post(leave, {"List-Unsubscribe": "One-Click"})
        assert (left.status_code, "Je bent afgemeld" in left.content.decode()) == (200, True)
        assert heard in left.content.decode()
    assert not Subscription.objects.exists()
    assert not Notice.objects.exists()


def test_pages_behind_a_mail_are_kept_and_found_by_nobody(client: Client, knot: Knot) -> None:
    for name in ("following:confirm", "following:leave"):
        response = client.get(reverse(name, args=[token_of(follower(knot, f"{name[10:]}@example.org"))]))
        assert (response["Cache-Control"], response["X-Robots-Tag"]) == ("no-store", "noindex")


def test_who_fills_in_the_address_of_another_learns_and_changes_nothing(client: Client, knot: Knot) -> None:
    address = reverse("thread:follow", args=["noord", knot.pk])
    first = post(client, address, email=EMAIL, mode="direct")
    actions.confirm(at=timezone.now(), token=token_of(Subscription.objects.get()))
    before = Subscription.objects.values().get()
    assert re.sub(r'value="[^"]+"', "", post(client, address, email=EMAIL, mode="digest")) == re.sub(
        r'value="[^"]+"', "", first
    )
    assert Subscription.objects.values().get() == before
    assert Notice.objects.count() == 1


@pytest.mark.parametrize(
    ("values", "says"),
    [
        ({"email": "geen adres", "mode": "direct"}, "Dit is geen e-mailadres"),
        ({"email": EMAIL, "mode": "elk uur"}, "Deze keuze is er niet. Kies iets uit de lijst."),
        ({"email": "", "mode": "digest"}, "Vul je e-mailadres in"),
    ],
)
def test_a_form_that_is_not_right_says_why(client: Client, knot: Knot, values: dict[str, str], says: str) -> None:
    response = client.post(reverse("thread:follow", args=["noord", knot.pk]), values)
    assert response.status_code == 422
    assert says in response.content.decode()
    assert not Subscription.objects.exists()


@pytest.mark.parametrize("email", UNSENDABLE)
def test_an_address_that_no_letter_can_be_made_for_is_refused_at_once(client: Client, knot: Knot, email: str) -> None:
    response = client.post(reverse("thread:follow", args=["noord", knot.pk]), {"email": email, "mode": "direct"})
    assert response.status_code == 422
    # In the summary above the form, and at the field.
    assert response.content.decode().count("Een adres ziet eruit als") == 2
    assert not Subscription.objects.exists()


MOST_ASKED_OF_ONE, MOST_ASKED_HERE = (brake.limits[0].most for brake in (Brake.ASKED_OF_ONE, Brake.ASKED_OF_ONE_HERE))


def n_asked() -> int:
    return Notice.objects.filter(message=ASKED.code).count()


def test_one_address_is_asked_a_few_times_a_day_whatever_it_is_about_and_however(region: Region) -> None:
    knots = KnotFactory.create_batch(MOST_ASKED_OF_ONE + 1, region=region)
    for number, knot in enumerate(knots):
        ask = (actions.follow, actions.follow_with_code)[number % 2]
        ask(at=NOW, knot=knot, email=f" {EMAIL.upper()}", mode=Mode.DIRECT)
    assert n_asked() == MOST_ASKED_OF_ONE
    actions.follow(at=NOW + timedelta(days=1), knot=knots[0], email=EMAIL, mode=Mode.DIRECT)
    assert n_asked() == MOST_ASKED_OF_ONE + 1


@pytest.mark.parametrize("ask", [actions.follow, actions.follow_with_code])
def test_who_asks_again_and_again_for_a_day_fills_no_mailbox(knot: Knot, ask: Any) -> None:
    for number in range(24 * 6):
        ask(at=NOW + timedelta(minutes=10 * number), knot=knot, email=EMAIL, mode=Mode.DIRECT)
    assert n_asked() == MOST_ASKED_OF_ONE
    last = Subscription.objects.get()
    assert token_of(last) == token_of(actions.confirm(at=NOW, token=token_of(last))), "the last mail still confirms"


@pytest.mark.parametrize("follows", [True, False])
def test_pages_say_the_same_of_an_address_that_follows_as_of_one_that_does_not(
    client: Client, region: Region, follows: bool
) -> None:
    knots = KnotFactory.create_batch(MOST_ASKED_OF_ONE + 3, region=region)
    if follows:
        follower(knots[3])
    for knot in knots:
        page = client.post(reverse("thread:follow", args=["noord", knot.pk]), {"email": EMAIL, "mode": "direct"})
        assert (page.status_code, "Kijk in je mail" in page.content.decode()) == (200, True)


@pytest.mark.parametrize("of_history", [False, True])
def test_three_places_that_use_up_all_they_may_keep_nobody_else_from_following(
    client: Client, region: Region, of_history: bool
) -> None:
    if of_history:
        describe_region(by=None, at=NOW, region=region, name="Regio Noord", about="Eén")
        tell_heads(at=NOW)
    knot = knot_of_history(region) if of_history else KnotFactory(region=region)
    assert knot is not None
    address = reverse("thread:follow", args=["noord", knot.pk])
    numbers = iter(range(10_000))
    for place in ("192.0.2.1", "192.0.2.2", "192.0.2.3"):
        for _ in range(Brake.SUBSCRIBED.limits[0].most):
            values = {"email": f"{next(numbers)}@example.org", "mode": "direct"}
            assert client.post(address, values, REMOTE_ADDR=place).status_code == 200
        assert client.post(address, {"email": EMAIL, "mode": "direct"}, REMOTE_ADDR=place).status_code == 429
    # What is no address at all, and what is refused, counts for nobody.
    for _ in range(Brake.SUBSCRIBED.limits[0].most):
        assert client.post(address, {"email": "?", "mode": "direct"}, REMOTE_ADDR="192.0.2.4").status_code == 422
    before = n_asked()
    assert client.post(address, {"email": EMAIL, "mode": "direct"}, REMOTE_ADDR="192.0.2.4").status_code == 200
    assert (Subscription.objects.filter(email=EMAIL).count(), n_asked() - before) == (1, 1)


def test_one_place_does_not_use_up_the_mails_of_somebody_elsewhere(client: Client, region: Region) -> None:
    for knot in KnotFactory.create_batch(MOST_ASKED_OF_ONE + 2, region=region):
        address = reverse("thread:follow", args=["noord", knot.pk])
        assert client.post(address, {"email": EMAIL, "mode": "direct"}, REMOTE_ADDR="192.0.2.1").status_code == 200
    assert n_asked() == MOST_ASKED_HERE < MOST_ASKED_OF_ONE
    client.post(address, {"email": EMAIL, "mode": "direct"}, REMOTE_ADDR="192.0.2.2")
    assert n_asked() == MOST_ASKED_HERE + 1


def test_a_whole_site_is_one_place_for_the_mails_to_one_address(client: Client, region: Region) -> None:
    for number, knot in enumerate(KnotFactory.create_batch(MOST_ASKED_OF_ONE + 1, region=region)):
        address = reverse("thread:follow", args=["noord", knot.pk])
        client.post(address, {"email": EMAIL, "mode": "direct"}, REMOTE_ADDR=f"2001:db8:1:{number}::1")
    assert n_asked() == MOST_ASKED_HERE


def test_who_has_the_code_neither_sees_nor_changes_who_follows_without(knot: Knot) -> None:
    reader = follower(knot)
    before = Subscription.objects.values().get()
    token = actions.follow_with_code(at=NOW, knot=knot, email=EMAIL, mode=Mode.DIGEST)
    assert Subscription.objects.values().get(pk=reader.pk) == before
    assert not is_confirmed(knot, EMAIL)
    assert n_asked() == 2, "it is asked as any other address"
    assert followers_of([knot.pk])[knot.pk] == [reader]
    sender = actions.confirm(at=NOW, token=token)
    assert followers_of([knot.pk])[knot.pk] == [sender], "told once"
    move(knot=knot, number=2, at=NOW)
    assert tell_of_moves(at=NOW) == 1
    assert actions.leave(token=token_of(reader))
    assert not Subscription.objects.exists(), "who leaves hears nothing more, in whatever way they followed"


def test_what_nobody_can_read_or_what_speaks_no_more_is_not_followed(client: Client, knot: Knot) -> None:
    address = reverse("thread:follow", args=["noord", knot.pk])
    show(knot=knot, is_public=False, is_live=True)
    assert client.get(address).status_code == client.post(address).status_code == 404
    show(knot=knot, is_public=True, is_live=False)
    assert "geen nieuws meer" in client.get(address).content.decode()
    assert client.post(address, {"email": EMAIL, "mode": "direct"}).status_code == 409
    show(knot=knot, is_public=True, is_live=True)
    move(knot=knot, number=GONE, at=NOW)
    with pytest.raises(AddressRefused):
        actions.follow(at=NOW, knot=knot, email=EMAIL, mode=Mode.DIRECT)


def test_a_link_of_more_than_a_week_confirms_nothing(knot: Knot) -> None:
    actions.follow(at=NOW, knot=knot, email=EMAIL, mode=Mode.DIRECT)
    token = token_of(Subscription.objects.get())
    with pytest.raises(TokenUnknown, match="ouder dan een week"):
        actions.confirm(at=NOW + timedelta(days=8), token=token)
    with pytest.raises(TokenUnknown, match="werkt niet"):
        actions.confirm(at=NOW, token="onbekend")


def test_who_asks_again_at_once_gets_one_mail_and_later_a_new_one(knot: Knot) -> None:
    for minutes in (0, 5, 20):
        actions.follow(at=NOW + timedelta(minutes=minutes), knot=knot, email=EMAIL, mode=Mode.DIRECT)
    assert Notice.objects.count() == 2
    assert Subscription.objects.count() == 1


def test_a_link_in_an_old_mail_still_leaves_after_the_site_got_another_key(knot: Knot, settings: Any) -> None:
    token = token_of(follower(knot))
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "een andere sleutel van deze site"
    assert token_of(Subscription.objects.get()) == token
    assert actions.leave(token=token)
    assert not actions.leave(token=token)


def test_who_has_the_code_changes_how_often_and_shares_it_with_three(knot: Knot) -> None:
    token = actions.follow_with_code(at=NOW, knot=knot, email=EMAIL, mode=Mode.DIRECT)
    actions.confirm(at=NOW, token=token)
    actions.follow_with_code(at=NOW, knot=knot, email=EMAIL, mode=Mode.DIGEST)
    assert Subscription.objects.get().mode == Mode.DIGEST
    for name in ("a", "b"):
        actions.follow_with_code(at=NOW, knot=knot, email=f"{name}@example.org", mode=Mode.DIRECT)
    with pytest.raises(AddressRefused, match="al 3 adressen"):
        actions.follow_with_code(at=NOW, knot=knot, email="c@example.org", mode=Mode.DIRECT)
    # A reader of the page is none of them.
    actions.follow(at=NOW, knot=knot, email="lezer@example.org", mode=Mode.DIRECT)


def test_nobody_hears_of_what_was_taken_back(knot: Knot) -> None:
    follower(knot)
    knot.undelivered_at = NOW
    actions.forget_followers(knot=knot)
    assert not Subscription.objects.exists()
    knot.refresh_from_db()
    assert knot.undelivered_at is None


def test_followers_are_found_in_as_many_queries_for_one_as_for_many(
    region: Region, django_assert_num_queries: Any
) -> None:
    knots = KnotFactory.create_batch(20, region=region)
    for number, one in enumerate(knots):
        follower(one, f"{number}@example.org")
    for some in (knots[:1], knots):
        with django_assert_num_queries(2):
            assert len(followers_of([one.pk for one in some])) == len(some)


@pytest.mark.parametrize("ask", [actions.follow, actions.follow_with_code])
def test_who_follows_and_leaves_again_and_again_fills_no_mailbox(knot: Knot, ask: Any) -> None:
    sent = set()
    for number in range(30):
        ask(at=NOW + timedelta(minutes=11 * number), knot=knot, email=EMAIL, mode=Mode.DIRECT)
        sent |= set(Notice.objects.values_list("message_id", flat=True))
        actions.forget_followers(knot=knot)
    assert len(sent) == MOST_ASKED_OF_ONE


@pytest.mark.parametrize("years", [5, -5])
def test_a_clock_that_was_wrong_keeps_nobody_from_following(knot: Knot, years: int) -> None:
    for moment in (NOW + timedelta(days=365 * years), NOW, NOW + timedelta(days=1)):
        for _ in range(MOST_ASKED_OF_ONE + 1):
            before = n_asked()
            actions.follow(at=moment, knot=knot, email=EMAIL, mode=Mode.DIRECT)
        assert n_asked() == before
        Subscription.objects.update(asked_at=moment)
    assert n_asked() == 3


# --- A whole text, and a round


def test_who_follows_a_text_hears_of_a_version_and_once_a_day_of_changes(client: Client) -> None:
    loop = begin()
    page = client.get(reverse("vision:follow", args=[loop.region.slug, loop.document.slug]))
    knot = knot_of_text(loop.document)
    assert knot is not None
    assert page["Location"] == reverse("thread:follow", args=[loop.region.slug, knot.pk])
    assert "De tekst “Onze visie”" in client.get(page["Location"]).text
    actions.follow(at=on(1), knot=knot, email="lezer@example.org", mode=Mode.DIRECT)
    actions.confirm(at=on(1), token=token_of(knot.subscriptions.get()))
    for n in range(3):
        loop.reword(loop.school, f"Hulp is er op school, zin {n}.", day=2)
    loop.reword(loop.own, "De regio telt elke maand mee.", day=3)
    loop.release("Tweede versie", day=3)
    told = [notice.message for notice in Notice.objects.exclude(message="asked").order_by("pk")]
    assert told == ["text_changed", "text_changed", "text_released"]


def test_who_follows_a_round_hears_once_that_its_outcome_is_there(client: Client) -> None:
    consultation = crowd(6, 3, 1)
    address = reverse("consultations:follow", args=[consultation.region.slug, consultation.slug])
    assert client.get(address)["Location"] == reverse("consultations:read", args=address.split("/")[1:4:2])
    knot = tie(kind=ROUND, region=consultation.region, it="Hulp", route_args=[consultation.slug])
    assert client.get(address)["Location"] == reverse("thread:follow", args=[consultation.region.slug, knot.pk])
    actions.follow(at=NOW, knot=knot, email="lezer@example.org", mode=Mode.DIRECT)
    actions.confirm(at=NOW, token=token_of(knot.subscriptions.get()))
    for _time in range(2):
        count(consultation)
    assert [notice.message for notice in Notice.objects.exclude(message="asked")] == ["outcome_there"]
