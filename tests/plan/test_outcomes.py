"""What comes out of a round: counted once, read by editors, told, compared, tried otherwise and decided about."""

import re
import subprocess
import sys
from dataclasses import dataclass
from datetime import timedelta
from html import unescape
from pathlib import Path
from typing import Any

import msgspec
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from regiotafel.formats import pabulib
from regiotafel.formats.pabulib import Poll, Project, Voter
from regiotafel.history.models import Entry
from regiotafel.history.rules import ChangedMeanwhile
from regiotafel.keeping.working.tasks.worker import Worker
from regiotafel.plan.ballots.actions import close_round, open_round, prepare_round
from regiotafel.plan.making.actions import move_plan
from regiotafel.plan.measures.actions import add_measure, move_measure, set_effort
from regiotafel.plan.models import Ballot, ChoiceRound, Decision, Measure, Outcome, PartyKind, Plan
from regiotafel.plan.outcomes import actions
from regiotafel.plan.outcomes.queries import answers_in
from regiotafel.plan.outcomes.rules import NoOutcome
from regiotafel.plan.rules import Amount, PlanRefused
from regiotafel.regions.models import Role
from tests.factories import make_member
from tests.plan.conftest import Planned

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("plan")]
SHARES = {PartyKind.MUNICIPALITIES: 40, PartyKind.CLIENTS: 40, PartyKind.RESIDENTS: 20}
# By kind: how many gave a form, and what they chose, by position.
GIVEN = (
    (PartyKind.MUNICIPALITIES, 6, {"1": 1}),
    (PartyKind.CLIENTS, 7, {"1": 1, "2": 1}),
    (PartyKind.CLIENTS, 3, {"3": 1}),
    (PartyKind.RESIDENTS, 2, {"3": 1}),
    (PartyKind.RESIDENTS, 1, {}),
)


@dataclass
class Closed:
    planned: Planned
    plan: Plan
    round: ChoiceRound

    def done(self) -> dict[str, Any]:
        return self.planned.done()

    def now(self) -> ChoiceRound:
        return ChoiceRound.objects.select_related("plan__region").get(pk=self.round.pk)

    def address(self, name: str = "outcome") -> str:
        return reverse(f"plan:{name}", args=[self.planned.loop.region.slug, self.plan.slug, self.round.number])

    def editor(self) -> Client:
        client = Client()
        client.force_login(self.planned.editor)
        return client

    def told(self) -> ChoiceRound:
        self.counted()
        return actions.tell_outcome(**self.done(), round=self.now(), version=self.now().version)

    def counted(self) -> Outcome:
        self.editor().post(self.address("count_outcome"))
        work()
        return Outcome.objects.get(round=self.round)


def work() -> None:
    Worker("here").run_waiting()


def text(answer: Any, status: int = 200) -> str:
    assert answer.status_code == status, answer.status_code
    return unescape(re.sub(r"\s+", " ", answer.content.decode()))


@pytest.fixture(scope="module")
def closed(planned: Planned, undone: None) -> Closed:
    done = planned.done()
    plan = Plan.objects.select_related("region").get(pk=planned.plan.pk)
    for n, money in enumerate((150_000, 120_000, 160_000)):
        move_measure(**done, measure=planned.now(n), version=1, state="proposed")
        set_effort(**done, measure=planned.now(n), version=2, amounts={2027: Amount(money, 100)})
    law = add_measure(**done, plan=plan, title="Meldcode", state="proposed", is_statutory=True, ground="Jeugdwet 4.1.7")
    set_effort(**done, measure=law, version=1, amounts={2027: Amount(50_000, 0)})
    plan = move_plan(**done, plan=plan, version=plan.version, state="open")
    asked: dict[str, Any] = {"title": "Wat komt eerst?", "question": "Wat?", "shares": SHARES, "completion": "none"}
    asked |= {"closes_on": timezone.localdate() + timedelta(days=3), "measures": [planned.now(n) for n in range(3)]}
    round = open_round(**done, round=prepare_round(**done, plan=plan, **asked), version=1)
    kinds = [(kind, said) for kind, n, said in GIVEN for _n in range(n)]
    Ballot.objects.bulk_create(
        Ballot(round=round, giver=n, kind=kind, channel="file", said=said, is_blank=not said, at=timezone.now())
        for n, (kind, said) in enumerate(kinds, start=1)
    )
    return Closed(planned, plan, close_round(**done, round=round, version=round.version))


def test_only_who_writes_reads_it_until_it_is_told(closed: Closed) -> None:
    visitor = Client()
    names = ("outcome", "compare_rules", "what_if", "outcome_csv", "outcome_json", "ballots_json", "ballots_pb")
    assert [visitor.get(closed.address(name)).status_code for name in names[:5]] == [404] * 5
    page = text(closed.editor().get(closed.address()))
    assert "De uitkomst is nog niet uitgerekend." in page
    assert closed.editor().get(closed.address("compare_rules")).status_code == 404, "there is nothing to compare yet"
    with pytest.raises(NoOutcome):
        actions.tell_outcome(**closed.done(), round=closed.now(), version=closed.now().version)
    closed.editor().post(closed.address("count_outcome"))
    assert "We rekenen de uitkomst uit" in text(closed.editor().get(closed.address()))
    assert "0 van 2 klaar" in text(closed.editor().get(closed.address() + "?stand=0"))
    work()
    assert "Alleen jullie zien deze uitkomst." in text(closed.editor().get(closed.address()))
    assert [visitor.get(closed.address(name)).status_code for name in names[:5]] == [404] * 5
    assert "iedereen kan die nu lezen" in text(closed.editor().post(closed.address("tell_outcome"), follow=True))
    assert [visitor.get(closed.address(name)).status_code for name in names] == [200] * 5 + [302, 302]


def test_the_same_input_has_the_same_outcome_and_the_history_holds_it(closed: Closed, tmp_path: Path) -> None:
    found = closed.counted()
    first = answers_in(found)[0]
    entry = Entry.objects.get(act="choice.counted")
    assert entry.data["digest"] == found.digest
    again = text(closed.editor().post(closed.address("count_outcome"), follow=True))
    assert "dezelfde keuzes geven dezelfde uitkomst" in again
    assert Outcome.objects.get().document == found.document
    path = tmp_path / "keuzes.json"
    path.write_bytes(closed.editor().get(closed.address("ballots_json")).content)
    page = text(closed.editor().get(closed.address()))
    command = re.search(r"<code>regiotafel prioritise keuzes.json (.*?)</code>", page)
    assert command is not None
    asked = [sys.executable, "-m", "regiotafel.cli", "prioritise", str(path), *command[1].split(), "--json", "-"]
    told = msgspec.json.decode(subprocess.run(asked, capture_output=True, check=True).stdout)
    assert told["winners"] == first.winners
    # A score by criteria that changed later changes what is counted, until it is told.
    Ballot.objects.filter(round=closed.round, giver=1).update(said={"3": 1})
    assert actions.begin_counting(at=timezone.now(), round=closed.now()).digest != found.digest


def test_each_measure_says_why_and_nothing_of_fewer_than_five(closed: Closed) -> None:
    closed.told()
    page = text(Client().get(closed.address()))
    assert "Eén van de" not in page
    assert "Dit moet van de wet: Jeugdwet 4.1.7." in page
    # Of 350,000, municipalities decide about 140,000; residents are three and stand beside another kind.
    assert "13 deelnemers betaalden dit samen" in page
    assert "gemeenten en inwoners" in page or "inwoners en gemeenten" in page
    assert "Inwoners beslisten" not in page
    csv = b"".join(Client().get(closed.address("outcome_csv")).streaming_content).decode()  # type: ignore[attr-defined]
    assert "iedereen een eerlijk deel" in csv
    told = msgspec.json.decode(Client().get(closed.address("outcome_json")).content)
    assert told["code"] == Outcome.objects.get().digest


def test_rules_are_compared_and_other_agreements_tried(closed: Closed) -> None:
    closed.told()
    page = text(Client().get(closed.address("compare_rules")))
    assert "Vooraf is afgesproken dat deze regel leidt: iedereen een eerlijk deel." in page
    assert "Er zijn geen scores op criteria" in page
    tried = text(Client().get(closed.address("what_if"), {"er_is": "2000000"}))
    assert "Dan verandert het plan: " in tried
    assert "Crisisdienst uitbreiden" in tried
    assert "Geef ten minste één soort partij" in text(
        Client().get(closed.address("what_if"), {f"deel_{kind}": "0" for kind in PartyKind.values})
    )
    assert Outcome.objects.get().n_done == 2, "nothing of it is kept"


def test_what_a_few_people_chose_is_not_found_by_giving_only_them_a_part(closed: Closed) -> None:
    """Three residents are told with the municipalities: also here they have one part together."""
    closed.told()
    alone = {f"deel_{kind}": str(int(kind == PartyKind.RESIDENTS)) for kind in PartyKind.values}
    page = text(Client().get(closed.address("what_if"), alone))
    assert "Deel van gemeenten en inwoners" in page
    assert "Geef ten minste één soort partij" in page, "nobody can be asked about alone"
    few = {"deel_clients": "0", "deel_municipalities": "60", "er_is": "2000000"}
    assert "Verwijzers scholen" in text(Client().get(closed.address("what_if"), few)), "nine people together"
    assert 'name="deel_residents"' not in page


def test_a_body_decides_and_says_why_where_it_departs(closed: Closed) -> None:
    today = timezone.localdate()

    def decide(seen: int, body: str, **more: Any) -> Decision:
        said: dict[str, Any] = {"decided_on": today, "verdicts": {}, **more}
        return actions.decide(**closed.done(), round=closed.now(), seen=seen, body=body, **said)

    with pytest.raises(NoOutcome, match="Vertel eerst"):
        decide(0, "x")
    closed.told()
    answer = answers_in(Outcome.objects.get())[0]
    out = next(one.number for one in answer.judged if not one.is_in)
    page = text(closed.editor().get(closed.address("decide")))
    assert "Wat is er besloten?" in page
    said: dict[str, Any] = {"body": "de bestuurlijke tafel", "decided_on": today.isoformat(), "seen": "0"}
    for number in range(1, 5):
        is_in = next(one.is_in for one in answer.judged if one.number == number)
        said |= {f"m{number}": "planned" if is_in or number == out else "not", f"m{number}_reason": ""}
    wrong = text(closed.editor().post(closed.address("decide"), said), 422)
    assert "Hier wijkt het besluit af van de uitkomst. Schrijf op waarom." in wrong
    said[f"m{out}_reason"] = "De crisisdienst kan niet wachten."
    done = text(closed.editor().post(closed.address("decide"), said, follow=True))
    told = "Op één van de vier maatregelen waarover de bestuurlijke tafel besloot, week het besluit af van de uitkomst."
    assert told in done
    assert "De crisisdienst kan niet wachten." in text(Client().get(closed.address()))
    story = Client().get(reverse("plan:measure", args=[closed.plan.region.slug, closed.plan.slug, out]))
    assert "De bestuurlijke tafel besloot: in het plan" in text(story), "it stands in the story of the measure"
    states = dict(Measure.objects.filter(plan=closed.plan).values_list("number", "state"))
    assert states[out] == "planned"
    assert {states[one.number] for one in answer.judged if one.is_in} == {"planned"}
    assert closed.editor().post(closed.address("decide"), said).status_code == 302, "pressed twice"
    assert Decision.objects.count() == 1
    with pytest.raises(ChangedMeanwhile):
        decide(0, "y", verdicts={out: ("planned", "Anders.")})
    # A later decision turns it back; the earlier one stays to be read.
    decide(1, "de raad")
    assert Measure.objects.get(plan=closed.plan, number=out).state == "not"
    assert "Eerdere besluiten" in text(Client().get(closed.address()))
    with pytest.raises(PlanRefused, match="moet nog komen"):
        decide(2, "z", decided_on=today + timedelta(days=2))


def test_what_was_withdrawn_later_is_told_beside_what_was_counted(closed: Closed) -> None:
    now = closed.planned.now(2)
    move_measure(**closed.done(), measure=now, version=now.version, state="withdrawn", reason="Gaat niet meer.")
    closed.told()
    page = text(Client().get(closed.address()))
    assert "Deze maatregel is ingetrokken. De uitkomst is uitgerekend alsof die er nog was." in page


def test_what_goes_out_as_pb_comes_in_again_with_the_same_winners(closed: Closed) -> None:
    closed.told()
    content = closed.editor().get(closed.address("ballots_pb")).content
    poll = pabulib.read(content)
    assert (len(poll.projects), len(poll.voters), poll.budget) == (3, 19, 350_000)
    address = reverse("plan:bring_poll", args=[closed.planned.loop.region.slug, closed.plan.slug])
    client = closed.editor()
    broken = upload(b"META\nkey;value\nbudget;1\nPROJECTS\nproject_id\n1\n")
    wrong = client.post(address, {"file": broken, "kind": "residents"})
    assert "Regel" in text(wrong, 422)


def upload(content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile("ronde.pb", content)


ASSEN = Path(__file__).resolve().parents[3] / "shared/data/pabulib/Netherlands_Assen_2024.pb"


@pytest.mark.skipif(not ASSEN.exists(), reason="the file of Assen is not here")
def test_assen_comes_in_through_the_page_and_has_its_official_winners(closed: Closed) -> None:
    official = {one.name for one in pabulib.read(ASSEN.read_bytes()).projects if one.is_selected}
    region, client = closed.planned.loop.region.slug, closed.editor()
    address = reverse("plan:bring_poll", args=[region, closed.plan.slug])
    preview = text(client.post(address, {"file": upload(ASSEN.read_bytes()), "kind": "clients"}))
    assert "Er staan 14 projecten in en 84 formulieren van jongeren en ouders." in preview
    fields = dict(re.findall(r'name="(poll|kind|seen)" value="([^"]*)"', preview))
    done = text(client.post(reverse("plan:take_poll", args=[region, closed.plan.slug]), fields, follow=True))
    assert "De keuzeronde is ingelezen." in done
    brought = ChoiceRound.objects.get(title="Assen Top Idee")
    outcome = Closed(closed.planned, closed.plan, brought).counted()
    found = answers_in(outcome)[0]
    chosen = [one for one in found.judged if one.is_in]
    assert {one.title for one in chosen if one.how == "chosen"} == official
    assert found.cost == sum(one.cost for one in chosen)


def test_two_hundred_measures_ask_as_much_of_the_database(
    closed: Closed, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    projects = [Project(f"{n:03}", 1_000 + 10 * n, f"Project {n}") for n in range(60)]
    voters = [Voter(str(n), {f"{(n * k) % 60:03}": 1 for k in range(1, 5)}) for n in range(200)]
    poll = Poll(40_000, projects, voters, "approval", {"description": "Veel"})
    seen = actions.seen_of(closed.plan)
    round = actions.take_poll(**closed.done(), plan=closed.plan, seen=seen, poll=poll, kind="residents")
    large = Closed(closed.planned, closed.plan, round)
    large.counted()
    closed.told()
    client = Client()
    client.force_login(make_member(closed.planned.loop.region, Role.EDITOR))
    for name in ("outcome", "compare_rules", "what_if"):
        for one in (closed, large):
            with django_assert_max_num_queries(30):
                client.get(one.address(name))
