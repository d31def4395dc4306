"""What is agreed with providers: its days, what must be ready before them, who reads it, and what leaves the site."""

from datetime import date, timedelta
from typing import Any

import icalendar
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from regiotafel.formats.faults import FileRefused
from regiotafel.formats.tables import write_csv, write_xlsx
from regiotafel.history.rules import ChangedMeanwhile
from regiotafel.plan.agreements.actions import (
    add_arrangement,
    change_arrangement,
    let_wait,
    move_arrangement,
    say_ready,
    set_extension,
    set_milestone,
    set_prerequisite,
    show_by_the_clock,
)
from regiotafel.plan.agreements.queries import arrangements_of, calendar_of
from regiotafel.plan.measures.actions import set_effort
from regiotafel.plan.measures.queries import parties_by_word
from regiotafel.plan.menu import dues
from regiotafel.plan.models import Arrangement, Milestone, Prerequisite
from regiotafel.plan.rules import Amount, PlanRefused
from regiotafel.plan.seconding.actions import remove_secondment, set_secondment
from regiotafel.plan.timetable.queries import COLUMNS, Read, read_arrangements, rows_of
from regiotafel.regions.models import Role
from regiotafel.regions.permissions import Standing
from regiotafel.thread.models import GONE, Relation
from tests.factories import OrganisationFactory, make_member
from tests.forms import forms_in
from tests.plan.conftest import Planned

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("plan")]
EDITOR = frozenset({Standing(Role.EDITOR)})


def today(days: int = 0) -> date:
    return timezone.localdate() + timedelta(days=days)


class Agreed:
    """A contract with two days: one that everybody reads, and one that only members read."""

    def __init__(self, planned: Planned) -> None:
        self.planned, self.region = planned, planned.loop.region
        self.provider = OrganisationFactory(region=self.region, name="Jeugdhulp Noord")
        about: dict[str, Any] = {"kind": "contract", "from_on": today(100), "until_on": today(800)}
        about |= {"public_from": today(), "owner": planned.place, "parties": ["region", self.provider]}
        self.it = add_arrangement(**planned.done(), region=self.region, title="Contract crisishulp", **about)
        self.award = self.day(kind="award", on=today(30))
        self.consultation = self.day(kind="consultation", on=today(10), public_from=today())

    def now(self) -> Arrangement:
        return Arrangement.objects.select_related("region", "knot", "municipality").get(pk=self.it.pk)

    def day(self, milestone: Milestone | None = None, **said: Any) -> Milestone:
        now = self.now()
        return set_milestone(**self.planned.done(), arrangement=now, version=now.version, milestone=milestone, **said)

    def need(self, **said: Any) -> Prerequisite:
        return set_prerequisite(**self.planned.done(), milestone=self.award, version=self.now().version, **said)

    def page(self, client: Client, name: str = "arrangement", *more: int) -> str:
        address = reverse(f"plan:{name}", args=[self.region.slug, *([1] if name == "arrangement" else []), *more])
        answer = client.get(address)
        return b"".join(answer).decode() if answer.streaming else answer.content.decode()

    def member(self, role: Role = Role.EDITOR) -> Client:
        client = Client()
        client.force_login(make_member(self.region, role))
        return client


@pytest.fixture
def agreed(planned: Planned) -> Agreed:
    return Agreed(planned)


def events(content: str) -> dict[str, Any]:
    return {str(one["UID"]): one for one in icalendar.Calendar.from_ical(content).walk("VEVENT")}


def test_a_day_that_moves_keeps_its_earlier_days_and_the_last_to_save_has_seen_the_first(agreed: Agreed) -> None:
    agreed.day(agreed.award, kind="award", on=today(44), reason="Er zijn vragen.")
    seen = agreed.now().version
    with pytest.raises(ChangedMeanwhile):
        set_milestone(**agreed.planned.done(), arrangement=agreed.it, version=1, kind="review", on=today(50))
    again = agreed.day(agreed.award, kind="award", on=today(44), reason="Er zijn vragen.")
    assert (again.steps.count(), agreed.now().version) == (2, seen), "the same again is no news"
    page = agreed.page(agreed.member())
    assert "Stond eerder op" in page
    assert "Er zijn vragen." in page
    with pytest.raises(PlanRefused, match="waarom"):
        agreed.day(agreed.award, kind="award", on=today(44), state="dropped")
    with pytest.raises(PlanRefused, match="wat er dan gebeurt"):
        agreed.day(kind="own", on=today(3))


def test_what_must_be_ready_warns_and_hangs_on_the_thread(agreed: Agreed) -> None:
    planned, first = agreed.planned, agreed.planned.now()
    set_effort(**planned.done(), measure=first, version=first.version, amounts={today().year + 2: Amount(1, 1)})
    agreed.need(knot=planned.now().knot)
    late = agreed.need(what="Besluit van de colleges", owner=planned.place, by_on=today(31))
    client = agreed.member()
    for page in (agreed.page(client), agreed.page(client, "arrangements")):
        assert "volgens het plan pas klaar in" in page
        assert "Dit is pas klaar op" in page
    measure = reverse("plan:measure", args=[agreed.region.slug, planned.plan.slug, 1])
    assert "Deze maatregel moet klaar zijn voor gunning" in client.get(measure).content.decode()
    let_wait(**planned.done(), arrangement=agreed.it, measure=planned.now(1))
    assert agreed.now().knot.links_in.filter(relation=Relation.CARRIED_OUT_BY).count() == 1
    waits = reverse("plan:measure", args=[agreed.region.slug, planned.plan.slug, 2])
    assert "Deze maatregel wacht op die afspraak" in client.get(waits).content.decode()
    say_ready(**planned.done(), prerequisite=late, is_ready=True)
    assert "Dit is pas klaar op" not in agreed.page(client)


def test_only_who_works_there_says_that_something_is_ready(agreed: Agreed) -> None:
    need = agreed.need(what="Besluit", owner=agreed.planned.place)
    args = [agreed.region.slug, 1, agreed.award.number, need.pk]
    own, other = Client(), Client()
    own.force_login(make_member(agreed.region, Role.OFFICIAL, municipality=agreed.planned.place))
    other.force_login(make_member(agreed.region, Role.CLERK))
    assert "Dit is klaar" in agreed.page(own)
    assert "Dit is klaar" not in agreed.page(other)
    assert other.post(reverse("plan:say_ready", args=args), {"is_ready": "on"}).status_code == 403
    assert own.post(reverse("plan:say_ready", args=args), {"is_ready": "on"}).status_code == 302
    assert Prerequisite.objects.get(pk=need.pk).is_ready
    # Somebody read the page before it stopped.
    stopped: dict[str, Any] = {"version": agreed.now().version, "state": "dropped", "reason": "Nee."}
    move_arrangement(**agreed.planned.done(), arrangement=agreed.now(), **stopped)
    assert (
        "Deze afspraak gaat niet door" in own.post(reverse("plan:say_ready", args=args), follow=True).content.decode()
    )


def test_days_and_what_must_be_ready_stand_on_the_desk_of_who_sees_to_them(agreed: Agreed) -> None:
    agreed.need(what="Besluit", owner=agreed.planned.place, by_on=today(20))
    agreed.need(what="Tekst van het contract", owner=agreed.provider, by_on=today(20))
    at = timezone.now()
    works = {Standing(Role.OFFICIAL, municipality_id=agreed.planned.place.pk)}
    of_place = [one.name for one in dues(agreed.region, works, at)]
    assert [name.partition(" ")[0] for name in of_place] == ["marktconsultatie", "gunning", "Besluit"]
    assert [one.name.partition(" ")[0] for one in dues(agreed.region, EDITOR, at)] == ["Tekst"]
    assert list(dues(agreed.region, {Standing(Role.RESIDENT)}, at)) == []


def test_everybody_reads_what_is_public_and_no_more_from_that_day_on(agreed: Agreed) -> None:
    agreed.need(what="Intern advies")
    hidden = {"kind": "subsidy", "public_from": today(1), "from_on": today(5)}
    other = add_arrangement(**agreed.planned.done(), region=agreed.region, title="Subsidie ouders", **hidden)
    visitor, inside = Client(), agreed.member(Role.OFFICIAL)
    provider = agreed.member(Role.ORGANISATION_MEMBER)
    lists = ("arrangements", "arrangements_ics", "arrangements_csv")
    for client in (visitor, provider):
        for page in [agreed.page(client, name) for name in lists]:
            assert "Contract crisishulp" in page
            assert "arktconsultatie" in page
            for secret in ("Subsidie ouders", "gunning", "Intern advies", "opzeggen"):
                assert secret not in page
        assert "Gunning" not in agreed.page(client)
        assert client.get(reverse("plan:arrangement", args=[agreed.region.slug, 2])).status_code == 404
    for page in [agreed.page(inside, name) for name in lists]:
        assert "Subsidie ouders" in page
    assert not other.knot.is_public
    assert show_by_the_clock(at=timezone.now()) == 0
    assert show_by_the_clock(at=timezone.now() + timedelta(days=1)) == 1
    other.knot.refresh_from_db()
    assert other.knot.is_public


def test_a_calendar_moves_days_takes_away_what_was_dropped_and_no_title_adds_a_line(agreed: Agreed) -> None:
    before = events(agreed.page(Client(), "arrangements_ics"))
    assert set(before) == {
        f"moment-{agreed.consultation.pk}@regiotafel",
        *(f"{word}-{agreed.it.pk}@regiotafel" for word in ("ingang", "einde")),
    }
    said = {"kind": "own", "name": "Praten\r\nBEGIN:VEVENT\nSUMMARY:Vals; , \\n", "public_from": today()}
    agreed.day(agreed.consultation, on=today(12), reason="Later.", **said)
    content = agreed.page(Client(), "arrangements_ics")
    after = events(content)
    key = f"moment-{agreed.consultation.pk}@regiotafel"
    assert len(after) == len(before)
    assert content.count("\nBEGIN:VEVENT") == len(before)
    assert after[key]["DTSTART"].dt == today(12)
    assert after[key]["SEQUENCE"] > before[key]["SEQUENCE"]
    agreed.day(agreed.consultation, on=today(12), state="dropped", reason="Niet nodig.", **said)
    dropped = events(agreed.page(Client(), "arrangements_ics"))[key]
    assert (dropped["STATUS"], dropped["SEQUENCE"] > after[key]["SEQUENCE"]) == ("CANCELLED", True)
    now = agreed.now()
    move_arrangement(
        **agreed.planned.done(), arrangement=now, version=now.version, state="dropped", reason="Gaat anders."
    )
    assert {one["STATUS"] for one in events(agreed.page(Client(), "arrangements_ics")).values()} == {"CANCELLED"}
    assert agreed.now().knot.number == GONE
    with pytest.raises(PlanRefused, match="gaat niet door"):
        agreed.day(kind="review", on=today(3))


def test_an_arrangement_is_kept_once_and_an_option_needs_an_end(agreed: Agreed) -> None:
    done, now = agreed.planned.done(), agreed.now()
    with pytest.raises(PlanRefused, match="heet al zo"):
        add_arrangement(**done, region=agreed.region, title="contract  Crisishulp", kind="contract")
    backwards: dict[str, Any] = {"from_on": today(9), "until_on": today(1)}
    with pytest.raises(PlanRefused, match="voor de dag"):
        add_arrangement(**done, region=agreed.region, title="Achteruit", kind="contract", **backwards)
    one = set_extension(**done, arrangement=now, version=now.version, months=12, decide_by=today(500))
    again = set_extension(**done, arrangement=now, version=now.version, months=12, decide_by=today(500))
    assert (one.pk, agreed.now().version) == (again.pk, now.version + 1)
    writer = agreed.member()
    assert "Kan de afspraak langer doorgaan?" in agreed.page(writer, "change_extension", 1, one.number)
    refused = writer.post(reverse("plan:let_wait", args=[agreed.region.slug, 1])).content.decode()
    assert "<h1>Welke maatregel wacht hierop?" in refused
    open_end = add_arrangement(**done, region=agreed.region, title="Zonder einde", kind="partnership")
    with pytest.raises(PlanRefused, match="tot wanneer"):
        set_extension(**done, arrangement=open_end, version=1, months=12)
    same: dict[str, Any] = {"title": "Zonder einde", "kind": "partnership", "parties": [agreed.provider]}
    changed = change_arrangement(**done, arrangement=open_end, version=1, **same)
    assert change_arrangement(**done, arrangement=open_end, version=1, **same).version == changed.version
    assert not change_arrangement(
        **done, arrangement=open_end, version=changed.version, **same | {"parties": []}
    ).parties.exists()


def read(agreed: Agreed, data: bytes) -> list[Read]:
    return read_arrangements(data, parties_by_word(agreed.region), arrangements_of(agreed.region))


def test_what_goes_out_as_a_table_comes_in_as_it_was(agreed: Agreed) -> None:
    calendar = calendar_of(arrangements_of(agreed.region), EDITOR, today())
    rows = list(rows_of(calendar, sees_everything=True))
    for data in ("".join(write_csv(COLUMNS, rows)).encode(), write_xlsx(COLUMNS, rows)):
        [one] = read(agreed, data)
        assert (one.number, len(one.days), one.parties) == (1, 2, ["region", agreed.provider])
        assert one.values["until_on"] == agreed.it.until_on
        assert {day.number for day in one.days} == {agreed.award.number, agreed.consultation.number}
    [same] = read(agreed, b"afspraak;datum;moment\ncontract crisishulp;1-5-2030;evaluatie\n")
    assert (same.number, same.values["owner"]) == (1, agreed.planned.place), "what has no column stays"


def test_a_table_is_seen_and_then_taken_over_and_every_fault_has_its_line(agreed: Agreed) -> None:
    client, where = agreed.member(), [agreed.region.slug]
    data = b"afspraak;soort;partijen;moment;datum\nNieuw;subsidie;Jeugdhulp Noord;gunning;1-5-2030\n"
    sent = {"brought": SimpleUploadedFile("a.csv", data)}
    shown = client.post(reverse("plan:bring_arrangements", args=where), sent)
    assert "Er is nog niets opgeslagen" in shown.content.decode()
    [form] = [one for one in forms_in(shown) if "rows" in one.hidden]
    for _press in range(2):
        assert client.post(reverse("plan:take_arrangements", args=where), form.values).status_code in (302, 409, 422)
    made = Arrangement.objects.get(number=2)
    assert [one.organisation for one in made.parties.all()] == [agreed.provider]
    assert made.milestones.get().on == date(2030, 5, 1)
    broken = {**form.values, "rows": "x"}
    assert client.post(reverse("plan:take_arrangements", args=where), broken).status_code == 422
    rows = "afspraak;partijen;gaat_in_op;moment;datum;nummer\n;;;;;\nEen;Nergens;31-2-2030;feest;;\nTwee;;;gunning;;9\n"
    with pytest.raises(FileRefused) as refused:
        read(agreed, rows.encode())
    lines = [line for line, _fault in refused.value.faults]
    assert {3, 4} <= set(lines)
    told = " ".join(str(fault) for _line, fault in refused.value.faults)
    for words in ("“Nergens”", "geen dag", "“feest”", "vul een dag in", "Afspraak 9 is er niet"):
        assert words in told


def test_who_works_in_the_team_of_another_is_added_up_and_for_members_only(agreed: Agreed) -> None:
    done: dict[str, Any] = {**agreed.planned.done(), "region": agreed.region}
    lent: dict[str, Any] = {"owner": agreed.provider, "role": "Psycholoog", "hours": 10}
    lent |= {"from_on": date(2027, 1, 1), "until_on": date(2027, 12, 31)}
    one = set_secondment(**done, team="Team Noord", **lent)
    assert set_secondment(**done, team="Team Noord", **lent).pk == one.pk, "the same again is no news"
    with pytest.raises(ChangedMeanwhile):
        set_secondment(**done, secondment=one, version=7, team="Team Zuid", **lent)
    with pytest.raises(PlanRefused, match="organisatie, of vul een team in"):
        set_secondment(**done, **lent)
    with pytest.raises(PlanRefused, match="Schrijf geen naam op"):
        set_secondment(**done, team="Team Noord", **lent | {"role": ""})
    page = agreed.page(agreed.member(Role.OFFICIAL), "secondments")
    assert "Psycholoog" in page
    assert "520\N{NO-BREAK SPACE}uur" in page or "520 uur" in page
    for role in (Role.RESIDENT, Role.ORGANISATION_MEMBER):
        assert "Psycholoog" not in agreed.page(agreed.member(role), "secondments")
    for _press in range(2):
        remove_secondment(**agreed.planned.done(), secondment=one)
    assert not agreed.region.secondments.exists()


def test_many_arrangements_are_read_in_as_many_queries_as_one(agreed: Agreed) -> None:
    client = agreed.member()
    agreed.need(knot=agreed.planned.now().knot)
    names = ("arrangements", "arrangement", "arrangements_ics", "arrangements_csv")
    few = [_n_queries(agreed, client, name) for name in names]
    for n in range(12):
        said: dict[str, Any] = {"title": f"Afspraak {n}", "kind": "other", "parties": [agreed.provider]}
        made = add_arrangement(
            **agreed.planned.done(), region=agreed.region, from_on=today(), until_on=today(9), **said
        )
        day = set_milestone(**agreed.planned.done(), arrangement=made, version=1, kind="review", on=today(3))
        set_prerequisite(**agreed.planned.done(), milestone=day, version=2, knot=agreed.planned.now(n % 3).knot)
        set_extension(**agreed.planned.done(), arrangement=made, version=3, months=6)
        agreed.day(kind="review", on=today(60 + n))
    assert [_n_queries(agreed, client, name) for name in names] == few


def _n_queries(agreed: Agreed, client: Client, name: str) -> int:
    with CaptureQueriesContext(connection) as asked:
        agreed.page(client, name)
    return len(asked)
