"""So many from one place, and no address is kept; who is in already and who works here is not kept out by others."""

import re
import uuid
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from regiotafel import codes
from regiotafel.brakes import actions, rules
from regiotafel.brakes.access import address_of, networks_of
from regiotafel.brakes.actions import brake, count, forget
from regiotafel.brakes.models import Tally
from regiotafel.brakes.queries import DIGITS, check_not_braked
from regiotafel.brakes.rules import Brake, Braked, Limit, when_again
from regiotafel.consultations.inviting import queries as inviting
from regiotafel.consultations.inviting.actions import make_invitations
from regiotafel.consultations.models import Consultation, Participant, Vote
from regiotafel.contributions.models import Contribution
from regiotafel.contributions.sending import queries as sending
from regiotafel.contributions.sending.actions import send_in
from regiotafel.people.models import User
from regiotafel.regions.models import Role
from tests.at_once import N_AT_ONCE, together
from tests.factories import ConsultationFactory, KnotFactory, RegionFactory, StatementFactory, UserFactory, make_member

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 29, 12, 0, tzinfo=UTC)
HERE = ["192.0.2.1"]
MOST = Brake.NEW_PERSON.limits[0].most


def consultation() -> Consultation:
    found = ConsultationFactory()
    StatementFactory.create_batch(3, consultation=found)
    return found


def vote(client: Client, one: Consultation, **headers: Any) -> Any:
    number = one.statements.order_by("number")[0].number
    address = reverse("consultations:vote", args=[one.region.slug, one.slug, number])
    return client.post(address, {"choice": "1", "key": str(uuid.uuid4())}, **headers)


def be_busy(what: rules.Brake, places: list[str], n: int | None = None) -> None:
    for _ in range(n or what.limits[0].most):
        count(at=timezone.now(), brake=what, places=places)


# --- counting


def test_so_many_and_then_no_more_until_it_is_over() -> None:
    limit = Brake.NEW_PERSON.limits[0]
    for second in range(MOST):
        brake(at=NOW + timedelta(seconds=second // 2), brake=Brake.NEW_PERSON, places=HERE)
    with pytest.raises(Braked) as refused:
        brake(at=NOW + timedelta(seconds=40), brake=Brake.NEW_PERSON, places=HERE)
    assert (refused.value.status, refused.value.retry_after) == (429, 20)
    assert "Wacht een minuut" in str(refused.value)
    brake(at=NOW + timedelta(seconds=40), brake=Brake.NEW_PERSON, places=["192.0.2.2"])
    brake(at=NOW + limit.within, brake=Brake.NEW_PERSON, places=HERE)


def test_each_limit_holds_and_the_longest_says_when() -> None:
    at, n = NOW, 0
    while n < Brake.NEW_PERSON.limits[1].most:
        brake(at=at, brake=Brake.NEW_PERSON, places=HERE)
        at, n = at + timedelta(seconds=2), n + 1
    with pytest.raises(Braked) as refused:
        brake(at=at, brake=Brake.NEW_PERSON, places=HERE)
    assert refused.value.retry_after == 3600 - 2 * n


def test_midnight_does_not_begin_a_count_anew_and_no_two_days_share_a_mark() -> None:
    late = NOW.replace(hour=23, minute=59, second=50)
    for _ in range(MOST):
        brake(at=late, brake=Brake.NEW_PERSON, places=HERE)
    with pytest.raises(Braked):
        brake(at=late + timedelta(seconds=15), brake=Brake.NEW_PERSON, places=HERE)
    before = set(Tally.objects.values_list("mark", flat=True))
    forget(at=late + timedelta(days=2))
    brake(at=late + timedelta(days=2), brake=Brake.NEW_PERSON, places=HERE)
    assert not before & set(Tally.objects.values_list("mark", flat=True))


@pytest.mark.parametrize("years", [5, -5])
def test_a_clock_that_was_wrong_brakes_nobody_afterwards(years: int) -> None:
    wrong = NOW + timedelta(days=365 * years)
    for moment in (wrong, NOW):
        for what in Brake:
            for _ in range(what.limits[0].most):
                assert count(at=moment, brake=what, places=HERE) is None
    forget(at=NOW)
    assert not Tally.objects.exclude(until__gt=NOW, until__lte=NOW + rules.LONGEST).exists()


def test_the_table_stays_small_and_leads_to_nobody() -> None:
    for number in range(40):
        brake(at=NOW, brake=Brake.NEW_PERSON, places=[f"192.0.2.{number}"])
    assert all(re.fullmatch(r"[a-z-]+:\d+:[0-9a-f]{5}", row.mark) for row in Tally.objects.all())
    # More addresses of IPv4 than marks: each mark fits thousands of them.
    assert 2**32 // 16**DIGITS > 4000
    assert Tally.objects.count() <= 40 * len(Brake.NEW_PERSON.limits)
    assert forget(at=NOW + rules.LONGEST) == 40 * len(Brake.NEW_PERSON.limits)


def test_every_brake_says_what_happened_or_is_never_told() -> None:
    assert len({one.code for one in Brake}) == len(Brake)
    for one in Brake:
        assert one.limits == tuple(sorted(one.limits, key=lambda limit: limit.within))
        assert all(isinstance(limit, Limit) and limit.within <= rules.LONGEST for limit in one.limits)
    assert [when_again(seconds).split(" en ")[0] for seconds in (1, 60, 61, 3500)] == [
        "Wacht een minuut",
        "Wacht een minuut",
        "Wacht 2 minuten",
        "Wacht 59 minuten",
    ]
    assert when_again(3 * 3600).startswith("Probeer het over 3 uur opnieuw.")


@pytest.mark.django_db(transaction=True)
def test_of_many_at_once_all_are_counted() -> None:
    assert together(lambda number: count(at=NOW, brake=Brake.NEW_PERSON, places=HERE)) == [None] * N_AT_ONCE
    assert {row.n for row in Tally.objects.all()} == {N_AT_ONCE}


# --- which place


def test_an_address_of_ipv6_counts_as_its_household_and_its_site() -> None:
    assert networks_of("2001:db8:1:2:3:4:5:6") == ["2001:db8:1:2::/64", "2001:db8:1::/48"]
    assert networks_of("2001:db8:1:2::1")[0] == networks_of("2001:db8:1:2:ffff::1")[0]
    assert networks_of("::ffff:192.0.2.7") == networks_of("192.0.2.7") == ["192.0.2.7"]
    for number in range(10 * MOST):
        brake(at=NOW, brake=Brake.NEW_PERSON, places=networks_of(f"2001:db8:1:{number:x}::1"))
    with pytest.raises(Braked):
        brake(at=NOW, brake=Brake.NEW_PERSON, places=networks_of("2001:db8:1:ffff::1"))


@pytest.mark.parametrize(
    ("proxies", "forwarded", "found"),
    [
        (0, None, "10.0.0.1"),
        (0, "198.51.100.9", "10.0.0.1"),
        (1, "198.51.100.9", "198.51.100.9"),
        (1, "1.1.1.1, 2.2.2.2, 198.51.100.9", "198.51.100.9"),
        (1, "198.51.100.9:4711", "198.51.100.9"),
        (1, "[2001:db8::1]:4711", "2001:db8::1"),
        (1, "", "10.0.0.1"),
        (2, "1.1.1.1, 198.51.100.9, 10.0.0.2", "198.51.100.9"),
        (2, "198.51.100.9", "10.0.0.1"),
    ],
)
def test_what_a_stranger_says_of_an_address_is_not_believed(
    settings: Any, proxies: int, forwarded: str | None, found: str
) -> None:
    settings.PROXIES = proxies
    headers = {} if forwarded is None else {"X-Forwarded-For": forwarded}
    assert address_of(RequestFactory().get("/", headers=headers, REMOTE_ADDR="10.0.0.1")) == found


def test_another_address_in_a_header_at_each_vote_helps_nobody() -> None:
    one = consultation()
    answers = [vote(Client(), one, headers={"X-Forwarded-For": f"192.0.2.{n}"}).status_code for n in range(MOST + 2)]
    assert answers == [302] * MOST + [429] * 2


# --- taking part


def test_a_class_votes_at_once_and_who_is_in_goes_on_when_others_are_braked() -> None:
    one = consultation()
    pupils = [Client() for _ in range(30)]
    assert {vote(pupil, one).status_code for pupil in pupils} == {302}
    be_busy(Brake.NEW_PERSON, ["127.0.0.1"])
    stranger = vote(Client(), one)
    assert stranger.status_code == 429
    assert 0 < int(stranger["Retry-After"]) <= 60
    page = stranger.content.decode()
    assert "begonnen net heel veel mensen tegelijk" in page
    assert 'aria-pressed="true"' in page or "checked" in page, "what was pressed"
    assert "Trek mijn antwoord in" not in page, "nothing was kept that could be taken back"
    assert {vote(pupil, one).status_code for pupil in pupils} == {302}
    assert (Participant.objects.count(), Vote.objects.count()) == (30, 30)


def test_a_town_hall_behind_one_address_gets_in_within_some_minutes() -> None:
    at, left = NOW, 200
    while left:
        try:
            brake(at=at, brake=Brake.NEW_PERSON, places=HERE)
            left -= 1
        except Braked as refused:
            at += timedelta(seconds=refused.retry_after or 0)
    assert at - NOW <= timedelta(minutes=4)


def test_a_vote_of_who_is_in_costs_no_query_more(django_assert_num_queries: Any) -> None:
    one, client = consultation(), Client()
    vote(client, one)
    with connection.execute_wrapper(_no_tallies):
        assert vote(client, one, headers={"HX-Request": "true"}).status_code == 200


def _no_tallies(execute: Any, sql: str, params: Any, many: Any, context: Any) -> Any:
    assert "brakes_tally" not in sql
    return execute(sql, params, many, context)


def test_who_works_here_is_not_kept_out_by_others_behind_the_same_address() -> None:
    one = consultation()
    for what in Brake:
        be_busy(what, ["127.0.0.1"])
    client = Client()
    client.force_login(make_member(one.region, Role.EDITOR))
    assert vote(client, one).status_code == 302
    assert vote(Client(), one).status_code == 429


def test_an_account_more_is_no_place_more() -> None:
    one = consultation()
    be_busy(Brake.NEW_PERSON, ["127.0.0.1"])
    accounts = [UserFactory(), make_member(RegionFactory(), Role.CLERK)]
    for user in accounts:
        client = Client()
        client.force_login(user)
        assert vote(client, one).status_code == 429, "no role in this region"
    # And an account that goes from place to place counts everywhere.
    client = Client()
    client.force_login(UserFactory())
    answers = []
    for number in range(MOST + 1):
        client.cookies.pop("rt_deelname", None)
        for name in [name for name in client.cookies if name != "rt_sessie"]:
            del client.cookies[name]
        answers.append(vote(client, one, REMOTE_ADDR=f"192.0.2.{number}").status_code)
    assert answers == [302] * MOST + [429]


def test_a_press_that_is_refused_counts_for_nobody() -> None:
    """One pupil who presses what cannot be takes nothing of what a school may do."""
    one, closed, coded = consultation(), consultation(), consultation()
    closed.closes_at = timezone.now() - timedelta(days=1)
    closed.save(update_fields=["closes_at"])
    coded.needs_code = True
    coded.save(update_fields=["needs_code"])
    region = RegionFactory()
    for refused in (closed, coded):
        assert vote(Client(), refused).status_code == 409
        for page, values in (
            ("send_in", {"text": "De bus naar de stad rijdt te weinig.", "seen": ""}),
            ("about_me", {"role": "parent"}),
        ):
            address = reverse(f"consultations:{page}", args=[refused.region.slug, refused.slug])
            assert Client().post(address, {**values, "key": str(uuid.uuid4())}).status_code == 409
    number = one.statements.order_by("number")[0].number
    press = reverse("consultations:vote", args=[one.region.slug, one.slug, number])
    Client().post(press, {"choice": "9", "key": str(uuid.uuid4())})
    Client().post(press, {"choice": "1", "key": "?"})
    sent = reverse("consultations:send_in", args=[one.region.slug, one.slug])
    Client().post(sent, {"text": "", "key": str(uuid.uuid4())})
    for values in ({"kind": "idea", "text": ""}, {"kind": "?", "text": "De wachtlijst is te lang voor ons."}):
        Client().post(reverse("contributions:send_in", args=[region.slug]), {**values, "key": str(uuid.uuid4())})
    assert not Tally.objects.exists()
    assert vote(Client(), one).status_code == 302
    assert {row.n for row in Tally.objects.all()} == {1}
    assert Tally.objects.count() == len(Brake.NEW_PERSON.limits)


def test_who_is_braked_writes_nothing_in_the_table() -> None:
    one = consultation()
    be_busy(Brake.NEW_PERSON, ["127.0.0.1"])
    before = list(Tally.objects.order_by("mark").values())
    assert vote(Client(), one).status_code == 429
    assert list(Tally.objects.order_by("mark").values()) == before


def test_who_makes_account_after_account_is_stopped_and_reads_that_at_the_form() -> None:
    address = reverse("account_signup")
    be_busy(Brake.SIGNED_UP, ["127.0.0.1"], Brake.SIGNED_UP.limits[0].most - 1)
    assert Client().post(address, {"email": "?"}).status_code == 422
    assert Client().post(address, {"email": "een@example.org"}).status_code == 302
    stopped = Client().post(address, {"email": "twee@example.org"})
    assert (stopped.status_code, "twee@example.org" in stopped.content.decode()) == (429, True)
    assert int(stopped["Retry-After"]) > 0
    assert not User.objects.filter(email="twee@example.org").exists()


def test_a_whole_chain_is_given_so_often_to_one_place() -> None:
    region = RegionFactory()
    files = [reverse("pages:history_lines", args=[region.slug]), reverse("pages:lines_of_site")]
    assert [Client().get(file).status_code for file in files] == [200, 200]
    be_busy(Brake.CHAIN_TAKEN, ["127.0.0.1"])
    for file in files:
        stopped = Client().get(file)
        assert (stopped.status_code, "net vaak opgehaald" in stopped.content.decode()) == (429, True)
        assert int(stopped["Retry-After"]) > 0
        assert "no-store" in stopped["Cache-Control"]
        assert Client().get(file, REMOTE_ADDR="192.0.2.9").status_code == 200
    client = Client()
    client.force_login(make_member(region, Role.EDITOR))
    assert client.get(files[0]).status_code == 200


def test_forgetting_goes_in_bites(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(actions, "AT_ONCE", 10)
    Tally.objects.bulk_create([Tally(mark=f"x:{number}", n=1, until=NOW) for number in range(25)])
    Tally.objects.create(mark="stays", n=1, until=NOW + timedelta(hours=1))
    with CaptureQueriesContext(connection) as asked:
        assert forget(at=NOW) == 25
    assert len(asked) <= 7
    assert Tally.objects.get().mark == "stays"


def test_about_me_and_a_statement_of_somebody_new_are_braked_and_their_words_stay() -> None:
    one = consultation()
    be_busy(Brake.NEW_PERSON, ["127.0.0.1"])
    address = reverse("consultations:send_in", args=[one.region.slug, one.slug])
    text = "De bus naar de stad rijdt te weinig."
    answer = Client().post(address, {"text": text, "key": str(uuid.uuid4())})
    assert (answer.status_code, text in answer.content.decode()) == (429, True)
    about = Client().post(
        reverse("consultations:about_me", args=[one.region.slug, one.slug]), {"role": "parent", "key": uuid.uuid4()}
    )
    assert about.status_code == 429
    assert not Participant.objects.exists()


# --- codes, what is sent in, and mail


def test_who_guesses_codes_of_invitations_is_stopped_and_who_has_one_is_not() -> None:
    """In the same school, in the same minute."""
    one, now = consultation(), timezone.now()
    enter = reverse("consultations:enter_code", args=[one.region.slug, one.slug])
    right, used = make_invitations(by=None, at=now, consultation=one, number=2, expires_at=now + timedelta(days=1))
    answers = [Client().post(enter, {"code": f"AAAAA{n:05}"}).status_code for n in range(60)]
    assert (answers[0], answers[39], answers[40], answers[59]) == (409, 409, 429, 429)
    looked = Client().get(reverse("codes:use", args=["AAAAA-AAAAA"]))
    assert (looked.status_code, "Retry-After" in looked) == (429, True)
    assert "geprobeerd die niet kloppen" in looked.content.decode()
    before = list(Tally.objects.values_list("mark", "n"))
    assert Client().get(reverse("codes:use", args=[right])).status_code == 302
    assert Client().post(enter, {"code": right}).status_code == 302
    assert [Client().post(enter, {"code": used}).status_code for _ in range(2)] == [302, 409], "somebody's: no guess"
    assert list(Tally.objects.values_list("mark", "n")) == before


def test_who_guesses_codes_of_receipts_is_stopped_and_who_has_one_is_not() -> None:
    answers = [Client().get(reverse("receipts:receipt", args=[f"AAAA-AAAA-{n:04}"])).status_code for n in range(60)]
    assert (answers[0], answers[39], answers[40]) == (404, 404, 429)
    form = Client().post(reverse("receipts:enter"), {"code": "AAAA-AAAA-AAAA"})
    assert (form.status_code, "AAAA-AAAA-AAAA" in form.content.decode()) == (429, True)
    sent = {"kind": "idea", "text": "De wachtlijst is lang.", "key": uuid.uuid4()}
    _contribution, code = send_in(at=timezone.now(), region=RegionFactory(), **sent)
    assert Client().get(reverse("receipts:receipt", args=[code])).status_code == 200
    assert Client().post(reverse("receipts:enter"), {"code": code}).status_code == 302


def test_there_are_so_many_codes_that_guessing_leads_nowhere() -> None:
    """As `count_wrong` says: in years, when the whole site serves who guesses."""
    a_year = 200 * 365 * 24 * 3600
    assert len(codes.ALPHABET) ** inviting.CODE_LENGTH / 10_000 / a_year > 12
    assert len(codes.ALPHABET) ** sending.CODE_LENGTH / 100_000 / a_year > 1_000


def test_who_sends_in_too_much_reads_that_and_keeps_the_words() -> None:
    region = RegionFactory()
    be_busy(Brake.SENT_IN, ["127.0.0.1"])
    text = "De wachtlijst voor hulp is te lang."
    sent = Client().post(
        reverse("contributions:send_in", args=[region.slug]),
        {"kind": "idea", "text": text, "key": str(uuid.uuid4())},
    )
    assert (sent.status_code, text in sent.content.decode()) == (429, True)
    assert not Contribution.objects.exists()


def test_who_fills_in_address_after_address_is_stopped() -> None:
    region = RegionFactory(slug="noord")
    be_busy(Brake.SUBSCRIBED, ["127.0.0.1"])
    address = reverse("thread:follow", args=["noord", KnotFactory(region=region).pk])
    answer = Client().post(address, {"email": "wie@example.org", "mode": "direct"})
    assert (answer.status_code, "wie@example.org" in answer.content.decode()) == (429, True)


def test_without_brakes_a_machine_can_be_a_thousand_people(settings: Any) -> None:
    settings.BRAKES = False
    for _ in range(MOST + 1):
        brake(at=NOW, brake=Brake.NEW_PERSON, places=HERE)
    check_not_braked(at=NOW, brake=Brake.NEW_PERSON, places=HERE)
    assert not Tally.objects.exists()
