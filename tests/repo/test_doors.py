"""Every address × every state of everything × everybody: nobody reads words that are not theirs to read.

The world has something in each state, with words of its own. Who may read them in which state stands here as data,
apart from the rules of the site. Each answer is searched for all of them. What is made later joins by itself: a new
state, a new word in an address or a new field that may hide something fails here until the tables below know it.
"""

import json
import re
import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cache
from typing import Any, ClassVar, NamedTuple
from urllib.parse import quote

import pytest
from django.apps import apps
from django.core.handlers.wsgi import WSGIRequest
from django.db import models, transaction
from django.http import QueryDict
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from regiotafel.consultations.inviting.actions import make_invitations, use_invitation, withdraw_unused
from regiotafel.consultations.models import (
    Consultation,
    ImportState,
    Invitation,
    ModerationDecision,
    PaperTable,
    Participant,
    Statement,
    StatementState,
    VoteImport,
)
from regiotafel.consultations.taking_part.access import COOKIE, seat_of
from regiotafel.contributions.linking import actions as linking
from regiotafel.contributions.merging import actions as merging
from regiotafel.contributions.models import Contribution, Kind, State
from regiotafel.contributions.moderating import actions as moderating
from regiotafel.contributions.sending.actions import send_in
from regiotafel.contributions.sending.queries import code_made_for
from regiotafel.contributions.withdrawing.actions import withdraw
from regiotafel.councils.models import PaperState
from regiotafel.formats.positions import written
from regiotafel.mandates.models import (
    Accord,
    Floor,
    Neighbour,
    Offer,
    Position,
    Reply,
    Reweighing,
    Round,
    RoundParty,
    RoundSubject,
    Sheet,
    Subject,
    Visibility,
)
from regiotafel.plan.agreements.actions import add_arrangement, set_extension, set_milestone, set_prerequisite
from regiotafel.plan.indicators.actions import add_indicator
from regiotafel.plan.making.actions import begin_plan
from regiotafel.plan.measures.actions import add_measure, set_size
from regiotafel.plan.models import (
    Arrangement,
    ArrangementState,
    ChoiceRound,
    ExtensionState,
    Measure,
    MeasureState,
    MilestoneState,
    Plan,
    PlanState,
)
from regiotafel.plan.progress.actions import hide_progress, tell_progress
from regiotafel.plan.seconding.actions import set_secondment
from regiotafel.plan.years.actions import keep_variant
from regiotafel.regions.models import Membership, Municipality, Region, Role
from regiotafel.regions.parties.actions import add_municipality, invent_municipality
from regiotafel.regions.permissions import JUDGES, OF_MUNICIPALITY, PERMISSIONS, STAFF, WRITERS
from regiotafel.tables.models import Meeting
from regiotafel.thread.following.actions import follow_with_code
from regiotafel.thread.models import Knot, Link, LinkState, Mode, Relation
from regiotafel.vision.models import CheckState, Passage, ProposalKind, ProposalState, Section
from regiotafel.vision.proposing import actions as proposing
from regiotafel.vision.remarking import actions as remarking
from tests.everything import ADDRESSES, ROLES, Address, either, filled_in, is_sent_to_log_in, make_world, told_round
from tests.factories import (
    ConsultationFactory,
    MunicipalityFactory,
    OrganisationFactory,
    PaperTableFactory,
    ParticipantFactory,
    StatementFactory,
    UserFactory,
    make_member,
)
from tests.forms import Form, forms_in
from tests.mandates.rounds import NEIGHBOUR
from tests.publishing.loop import Loop, begin, on

# One world for all who walk, so all on one worker; another than that of the permissions.
pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("doors")]

Readers = frozenset[str]
NOBODY: Readers = frozenset()
# Beside roles that may do the same, those for one municipality: what they read of it differs.
WALKING = tuple(role.value for role in Role if role in ROLES or role in OF_MUNICIPALITY)
VISITORS = ("anonymous", "participant", "sender", *WALKING, "administrator elsewhere")
EVERYBODY: Readers = frozenset(VISITORS)
SENDER: Readers = frozenset({"sender"})


def roles(*some: frozenset[Role]) -> Readers:
    return frozenset(role.value for group in some for role in group)


# Of one municipality. Its councillor reads what it said when the round has closed.
LOCAL: Readers = roles(OF_MUNICIPALITY)
COUNCILLOR: Readers = frozenset({Role.COUNCILLOR.value})


# Who may read the words of what, in which state. Whoever has the code of a receipt is the sender: see `is_its_receipt`.
READERS: Mapping[str, Mapping[str, Readers]] = {
    "contributions.Contribution": {
        State.WAITING: roles(JUDGES),
        State.OPEN: EVERYBODY,
        State.ANSWERED: EVERYBODY,
        State.REFUSED: roles(JUDGES),
        State.WITHDRAWN: NOBODY,
        State.MERGED: EVERYBODY,
        State.SPLIT: EVERYBODY,
    },
    "consultations.Statement": {
        StatementState.WAITING: roles(JUDGES) | SENDER,
        StatementState.ACCEPTED: EVERYBODY,
        StatementState.REFUSED: roles(STAFF) | SENDER,
        StatementState.REPLACED: EVERYBODY,
        StatementState.REWORDED: roles(STAFF) | SENDER,
        # About who answers: it stands beside the others, once it was counted.
        StatementState.APART: EVERYBODY,
    },
    # No state of its own: told by its moments.
    "consultations.Consultation": {
        "draft": roles(STAFF),
        "planned": EVERYBODY,
        "running": EVERYBODY,
        "closed": EVERYBODY,
    },
    # Of a text that shows its proposals to everybody, as that of this world does.
    "vision.Proposal": dict.fromkeys(ProposalState.values, EVERYBODY),
    # What councils hand in and decide is public.
    "councils.Paper": dict.fromkeys(PaperState.values, EVERYBODY),
    "councils.PaperStep": dict.fromkeys(PaperState.values, EVERYBODY),
    # A plan that is prepared is there for who writes it, scores or reads the log. How far a measure is hides nothing.
    "plan.Plan": {
        PlanState.DRAFT: roles(STAFF, OF_MUNICIPALITY) | {Role.ORGANISATION_MEMBER.value},
        **dict.fromkeys((PlanState.OPEN, PlanState.RUNNING, PlanState.DONE), EVERYBODY),
    },
    # By their days, told below: who is to bid knows no more than everybody.
    "plan.Arrangement": dict.fromkeys(ArrangementState.values, EVERYBODY),
    "plan.Extension": dict.fromkeys(ExtensionState.values, EVERYBODY),
    **dict.fromkeys(("plan.Milestone", "plan.MilestoneStep"), dict.fromkeys(MilestoneState.values, EVERYBODY)),
    **dict.fromkeys(("plan.Measure", "plan.MeasureStep"), dict.fromkeys(MeasureState.values, EVERYBODY)),
    "plan.Verdict": dict.fromkeys(MeasureState.values, EVERYBODY),
    "consultations.VoteImport": dict.fromkeys(ImportState.values, roles(WRITERS)),
    "thread.Link": dict.fromkeys(LinkState.values, roles(WRITERS)),
    # How a text stands beside what the law asks hides nothing, however it stands.
    "vision.ReleasedRequirement": dict.fromkeys(CheckState.values, EVERYBODY),
    # Told by its moments. What municipalities say in it has its own table below.
    "mandates.Round": {
        "draft": roles(WRITERS),
        "planned": roles(STAFF) | LOCAL,
        "open": roles(STAFF) | LOCAL,
        "closed": roles(STAFF) | LOCAL,
        "published": EVERYBODY,
    },
}
# Who reads what a municipality says, of another municipality than that of the people who walk here: in which state
# of the round, under which promise to the municipalities.
SHEETS: Mapping[tuple[str, str], Readers] = {
    ("open", "own"): NOBODY,
    ("open", "after"): NOBODY,
    ("open", "open"): roles(WRITERS) | LOCAL,
    ("closed", "own"): roles(WRITERS),
    ("closed", "after"): roles(WRITERS) | LOCAL,
    ("closed", "open"): roles(WRITERS) | LOCAL,
    ("published", "after"): EVERYBODY,
    ("published", "open"): EVERYBODY,
}
# Fields that can say that something is not there for everybody; each is in the world, or hides nothing.
MOMENTS_AND_SIGNS = {
    "consultations.Consultation": {"opened_at", "opens_at", "closes_at"},
    "consultations.Invitation": {"used_at", "withdrawn_at"},
    "contributions.Contribution": {"anonymised_at"},
    "mandates.Round": {"opened_at", "published_at"},
    "mandates.Sheet": {"is_on_paper"},
    "plan.ChoiceRound": {"opened_at", "closes_at", "stopped_at", "told_at"},
    "thread.Knot": {"is_public", "is_live"},
    "vision.Passage": {"retired_at"},
    "vision.Proposal": {"hidden_at"},
    "vision.Remark": {"hidden_at"},
    "plan.Progress": {"hidden_at"},
}
# Apps whose tables no address names.
NOT_NAMED = {"brakes", "history", "keeping", "people"}
HIDES_NOTHING = {
    # Whether results come after one's own answers: what else it holds is there for everybody.
    "consultations.Consultation": {
        "accepts_statements",
        "report_asked_at",
        "benchmark_set_at",
        "needs_code",
        "results_after_answers",
    },
    "consultations.Vote": {"at"},
    "consultations.VoteEvent": {"at"},
    "consultations.VoteImport": {"finished_at"},
    "regions.Region": {"is_invented", "second_reader"},
    # A subject that lapsed, and who decided by mistake, stay to be read by everybody.
    "mandates.Subject": {"retired_at"},
    "mandates.Mandate": {"withdrawn_at"},
    "mandates.Deviation": {"at", "ended_at"},
    "plan.Measure": {"is_of_region", "is_statutory"},
    # Whose they are.
    **{f"plan.{name}": {"is_of_region"} for name in ("Arrangement", "ArrangementParty", "Secondment")},
    "plan.Prerequisite": {"is_of_region", "is_ready"},
    # What lapsed stays to be read by who writes.
    "plan.Criterion": {"retired_at"},
    # How it is counted, and whether names will be told: both are told beforehand. A ballot has no page of its own.
    "plan.ChoiceRound": {"by_year", "names_told", "reminded_at", "warned_at"},
    "plan.Ballot": {"is_newest", "is_blank"},
    # What nobody measures any more stays to be read, and so do the numbers of what counts no people.
    "plan.Indicator": {"counts_people", "is_kept"},
    # How far the counting is, and what was counted beside what was decided: both are there for who reads the outcome.
    "plan.Outcome": {"asked_at", "alive_at", "finished_at"},
    "plan.Verdict": {"was_in"},
    # Whether a pair was confirmed or broken: both are told on the page of the comparison.
    "mandates.SubjectPair": {"is_same"},
    # Whose steps they are: everybody reads them.
    "councils.Route": {"is_own"},
    # Both are there for whom the sheet is.
    "mandates.Sheet": {"is_final"},
    # Taken out of a round, it stays to be read by who reads the round; a letter hides nothing.
    "mandates.RoundSubject": {"dropped_at"},
    "mandates.RoundParty": {"reminded_at", "warned_at", "gave_up_at"},
    # How far a search is hides nothing: it is there for who reads what all municipalities say.
    "mandates.PackageSearch": {"asked_at", "told_at", "finished_at", "stopped_at"},
    # What was withdrawn stays to be read by who reads the table.
    "mandates.Offer": {"withdrawn_at"},
    "thread.Knot": {"undelivered_at"},
    "thread.Subscription": {"has_code", "confirmed_at"},
    "thread.Notice": {"sent_at"},
    # Only who judges links is told since when the oldest waits.
    "thread.Link": {"waits_since"},
    # A draft has no address of its own: members see it where the passage is written.
    "vision.PassageDraft": {"asked_at"},
    "vision.ProposalStep": {"agrees"},
    "vision.Remark": {"resolved_at"},
    # Both are there for who writes the text.
    "vision.Brought": {"done_at"},
}


class Thing(NamedTuple):
    """What a word of an address can name: that word, and to whom it is there."""

    value: object
    readers: Readers = EVERYBODY
    # Of an address with more words: which of the words before it this one belongs to; empty: any.
    of: object = ""


@dataclass
class Place:
    """The world, and the words in it that not everybody may read."""

    region: Region
    base: dict[str, Any]
    things: dict[str, list[Thing]] = field(default_factory=dict)
    secrets: dict[str, tuple[str, Readers]] = field(default_factory=dict)
    receipts: dict[str, str] = field(default_factory=dict)
    sender: Participant | None = None
    other: Participant | None = None
    # The municipality of the official.
    own: Municipality | None = None

    def secret(self, about: str, readers: Readers) -> str:
        """Words for something, of which the last is found in no other."""
        number = len(self.secrets) + 1
        self.secrets[f"staart{number}qz"] = about, readers
        return f"Kop{number}qz zegt dat hulp dichtbij moet zijn voor staart{number}qz"


GONE = 987_654


@pytest.fixture(scope="module")
def place(undone: None) -> Place:
    return make_place()


def make_place() -> Place:
    base = make_world()
    here, elsewhere = Place(base["a_region"], base), begin("elders")
    loop = Loop(here.region, make_member(here.region, Role.EDITOR), *_text(here.region))
    _consultations(here)
    _contributions(here, loop)
    _rows(here, elsewhere)
    _mandate_rounds(here)
    _plans(here)
    _agreed(here)
    return here


def _plans(here: Place) -> None:
    """One that everybody reads, and one that is prepared."""
    base, may = here.base, READERS["plan.Plan"][PlanState.DRAFT]
    done: dict[str, Any] = {"by": None, "at": timezone.now()}
    title = here.secret("a plan that is prepared", may)
    draft = begin_plan(**done, region=here.region, title=title, first_year=2027, last_year=2028)
    made = add_measure(**done, plan=draft, title=here.secret("a measure of a plan that is prepared", may))
    size = set_size(**done, measure=made, version=1, name="Klein", amounts={})
    criterion = draft.criteria.first()
    assert criterion is not None
    here.things["plan"] = [Thing(base["plan"]), Thing(draft.slug, may), Thing("bestaat-niet", NOBODY)]
    name = here.secret("a variant of a plan that is prepared", may)[-60:]  # its end is what is sought
    variant = keep_variant(**done, plan=draft, name=name, places={})
    indicator = add_indicator(**done, measure=made, name=here.secret("what is measured of it", may), unit="weken")
    rows = {"measure": made.number, "size": size.pk, "criterion": criterion.pk, "indicator": indicator.number}
    rows |= {"variant": variant.pk}
    for key, hidden in rows.items():
        here.things[key] = [Thing(base[key], of=base["plan"]), Thing(hidden, may, draft.slug), Thing(GONE, NOBODY)]
    hides = roles(JUDGES)
    said = {"pace": "on", "done": here.secret("what was told of a measure and hidden", hides)}
    open_one = Measure.objects.get(plan__slug=base["plan"], plan__region=here.region, number=base["measure"])
    told = tell_progress(**done, measure=open_one, number=base["progress"], **said)
    hide_progress(**done, progress=told, reason="Er staat een naam in.")
    seen = [Thing(base["progress"], of=base["plan"]), Thing(told.number, hides, base["plan"]), Thing(GONE, NOBODY)]
    here.things["progress"] = seen
    _outcomes(here, Plan.objects.select_related("region").get(slug=base["plan"]))
    _choices(here, Plan.objects.select_related("region").get(slug=base["plan"]))


def _outcomes(here: Place, plan: Plan) -> None:
    """What came out of a round: told, and counted but not told yet."""
    counted = told_round(plan, "Wat komt daarna?", is_told=False)
    there = [Thing(here.base["outcome"], of=plan.slug), Thing(counted.number, roles(WRITERS), plan.slug)]
    here.things["outcome"] = [*there, Thing(GONE, NOBODY)]


# Who reads what is agreed with providers before everybody does.
INSIDE: Readers = roles(STAFF, OF_MUNICIPALITY)


def _agreed(here: Place) -> None:
    """An arrangement that nobody else reads yet, and of one that everybody reads what is for who works at it."""
    base, today = here.base, timezone.localdate()
    done: dict[str, Any] = {"by": None, "at": timezone.now()}
    soon = today + timedelta(days=3)
    about: dict[str, Any] = {"about": here.secret("the words of an arrangement", INSIDE), "from_on": today}
    about |= {"until_on": today + timedelta(days=400), "kind": "contract", "public_from": soon}
    title = here.secret("an arrangement that is not public yet", INSIDE)
    hidden = add_arrangement(**done, region=here.region, title=title, **about)
    shown = Arrangement.objects.get(region=here.region, number=base["arrangement"])
    things: dict[str, list[Thing]] = {"arrangement": [Thing(base["arrangement"]), Thing(hidden.number, INSIDE)]}
    for key in ("extension", "milestone", "prerequisite"):
        things[key] = [Thing(base[key], of=base["arrangement"])]
    for of in (hidden, shown):
        version = Arrangement.objects.get(pk=of.pk).version
        why = here.secret(f"why a day of {of.number} moved", INSIDE)
        kept: dict[str, Any] = {"arrangement": of, "kind": "award", "on": soon, "version": version, "reason": why}
        name = here.secret(f"a day of {of.number}", INSIDE)
        day = set_milestone(**done, **kept, name=name, public_from=soon if of is shown else today)
        what = here.secret(f"what must be ready for a day of {of.number}", INSIDE)
        need = set_prerequisite(**done, milestone=day, version=version + 1, what=what)
        option = set_extension(**done, arrangement=of, version=version + 2, months=12 + of.number)
        keys = {"extension": option.number, "milestone": day.number, "prerequisite": need.pk}
        for key, value in keys.items():
            things[key].append(Thing(value, INSIDE, of.number))
    review = shown.milestones.get(number=base["milestone"])
    what = here.secret("what must be ready for a day that everybody reads", INSIDE)
    set_prerequisite(**done, milestone=review, version=Arrangement.objects.get(pk=shown.pk).version, what=what)
    role, place = here.secret("a secondment", INSIDE), shown.municipality
    lent = set_secondment(**done, region=here.region, owner=place, team="Zuid", role=role, hours=4, from_on=today)
    things["secondment"] = [Thing(base["secondment"]), Thing(lent.number, INSIDE)]
    here.things |= {key: [*some, Thing(GONE, NOBODY)] for key, some in things.items()}


def _choices(here: Place, plan: Plan) -> None:
    """Rounds of choosing in each state; forms are found only in the round that they are of."""
    base, now, of = here.base, timezone.now(), here.base["plan"]
    here.things["choice"] = [Thing(GONE, NOBODY), Thing(base["choice"], of=of)]
    here.things["ballot"] = [Thing(GONE, NOBODY), Thing(base["ballot"], of=base["choice"])]
    past = {"opened_at": now - timedelta(days=9), "closes_at": now - timedelta(days=1)}
    moments: dict[str, dict[str, Any]] = {"prepared": {}, "closed": past, "told": {**past, "told_at": now}}
    moments["stopped"] = {**past, "stopped_at": now, "stopped_reason": "Het geld is op."}
    for number, (state, when) in enumerate(moments.items(), start=50):
        may = roles(STAFF) if state == "prepared" else EVERYBODY
        title = here.secret(f"a round of choosing that is {state}", may)
        made = ChoiceRound.objects.create(plan=plan, number=number, title=title, question="Wat eerst?", **when)
        assert made.state(now) == state
        here.things["choice"].append(Thing(number, may, of))


def _text(region: Region) -> Any:
    [document] = region.documents.all()
    first, second, third = document.passages.order_by("number")[:3]
    return document, first, second, third, document.releases.get()


def _consultations(here: Place) -> None:
    """One in each of its states, with a statement in each state in the one that runs."""
    now, base = timezone.now(), here.base
    running = Consultation.objects.get(region=here.region, slug=base["slug"])
    readers = READERS["consultations.Consultation"]
    far = {"opens_at": now + timedelta(days=3), "closes_at": now + timedelta(days=9)}
    past = {"opens_at": now - timedelta(days=9), "closes_at": now - timedelta(days=3)}
    kinds: dict[str, dict[str, Any]] = {"draft": {"opened_at": None}, "planned": far, "closed": past}
    slugs = [Thing(running.slug, readers["running"])]
    for name, moments in kinds.items():
        title = here.secret(f"a consultation that is {name}", readers[name])
        made = ConsultationFactory(region=here.region, title=title, **moments)
        assert made.state(now) == name
        slugs.append(Thing(made.slug, readers[name]))
        text = here.secret(f"a statement of a consultation that is {name}", readers[name])
        StatementFactory(consultation=made, number=1, text=text, state=StatementState.ACCEPTED)
        here.things.setdefault("statement", []).append(Thing(1, readers[name], made.slug))
    here.things["slug"] = [*slugs, Thing("elders-ronde", NOBODY), Thing("bestaat-niet", NOBODY)]
    here.sender = ParticipantFactory(consultation=running)
    here.other = running.participants.exclude(pk=here.sender.pk).first()
    for number, state in enumerate(StatementState, start=200):
        may = READERS["consultations.Statement"][state]
        text = here.secret(f"a statement that is {state}", may)
        sent = {"sent_in_by": here.sender, "sent_in_at": now - timedelta(hours=1)}
        made = StatementFactory(consultation=running, number=number, state=state, text=text, **sent)
        if state != StatementState.WAITING:
            reason = "other" if state == StatementState.REFUSED else ""
            ModerationDecision.objects.create(statement=made, verdict=state, reason=reason, at=now)
        here.things["statement"].append(Thing(number, may, running.slug))
    here.things["statement"].append(Thing(GONE, NOBODY))
    # On the ballot a hidden statement is there for nobody, also who reads it elsewhere.
    here.things["asked"] = [
        one._replace(readers=NOBODY) if one.of == running.slug and one.readers != EVERYBODY else one
        for one in here.things["statement"]
    ]
    for state in ImportState:
        row = VoteImport.objects.create(consultation=running, votes_file="imports/geen.csv", at=now, state=state)
        if state in (ImportState.DONE, ImportState.REFUSED):
            row.finished_at = now
            row.save()
        here.things.setdefault("import", []).append(Thing(row.pk, of=running.slug))
    here.things["import"].append(Thing(GONE, NOBODY))
    _codes(here, running)


def _codes(here: Place, running: Consultation) -> None:
    now = timezone.now()
    made = {"by": None, "at": now, "consultation": running, "number": 1}
    [used] = make_invitations(**made, expires_at=now + timedelta(days=5))
    use_invitation(at=now, consultation=running, code=used)
    [late] = make_invitations(**made | {"at": now - timedelta(days=9)}, expires_at=now - timedelta(days=5))
    at = now + timedelta(seconds=1)
    [gone] = make_invitations(**made | {"at": at}, expires_at=now + timedelta(days=5))
    withdraw_unused(by=None, at=now, consultation=running, made_at=at)
    assert Invitation.objects.filter(withdrawn_at__isnull=False).exists()
    codes = [here.base["code"]["codes"], used, late, gone]
    here.things["invitation"] = [*map(Thing, codes), Thing("ABCDEFGHJK", NOBODY)]


def _contributions(here: Place, loop: Loop) -> None:
    """One in each state, brought there by what people do."""
    may = READERS["contributions.Contribution"]
    by, at = loop.editor, on(1)
    made: dict[State, Contribution] = {}
    for state in State:
        text = here.secret(f"a contribution that is {state}", may[state])
        key = uuid.uuid4()
        made[state], _code = send_in(at=at, region=here.region, kind=Kind.IDEA, text=text, key=key)
        if state != State.WAITING and state != State.REFUSED:
            moderating.accept(by=by, at=at, contribution=made[state])
    moderating.refuse(by=by, at=at, contribution=made[State.REFUSED], reason="hurtful")
    for state in (State.ANSWERED, State.WITHDRAWN):
        made[state].refresh_from_db()
        loop.answer(made[state])
    withdraw(at=at, contribution=made[State.WITHDRAWN])
    more = loop.voice("Nog iemand zegt dat hulp dichtbij hoort.")
    merging.merge(by=by, at=at, contributions=[made[State.MERGED], more], text="Hulp dichtbij.", kind="idea")
    merging.split(by=by, at=at, contribution=made[State.SPLIT], parts=["Hulp dichtbij is goed.", "Hulp thuis is goed."])
    # By another way than from the queue: it stood in the margin, and was followed, when a moderator took it down.
    text = here.secret("a contribution that was taken down", may[State.REFUSED])
    down = loop.voice(text, loop.waiting)
    linking.confirm_link(by=by, at=at, passage=loop.waiting, contribution=down)
    follow_with_code(at=at, knot=down.knot, email="volgt@example.org", mode=Mode.DIRECT)
    moderating.take_down(by=by, at=at, contribution=down, reason="personal_data")
    here.things["contribution"], here.things["receipt"], here.things["knot"] = [], [], []
    for state, one in (*made.items(), (State.REFUSED, down)):
        one.refresh_from_db()
        assert one.state == state
        code = code_made_for(one)
        there = EVERYBODY if state == State.WITHDRAWN else may[state]
        here.things["contribution"].append(Thing(one.number, there))
        here.things["receipt"].append(Thing(code))
        is_hidden = not one.knot.is_public
        here.things["knot"].append(Thing(one.knot_id, roles(WRITERS) if is_hidden else EVERYBODY))
        if state != State.WITHDRAWN:
            here.receipts[str(code)] = one.text.rpartition(" ")[2]
    here.things["contribution"].append(Thing(GONE, NOBODY))
    here.things["receipt"].append(Thing("ABCDEFGHJKMN", NOBODY))


def _rows(here: Place, elsewhere: Loop) -> None:
    """What is found by the key of its row: of here, of another region, and gone."""
    base = here.base
    voice = elsewhere.voice(here.secret("a contribution elsewhere", EVERYBODY), elsewhere.waiting)
    ConsultationFactory(region=elsewhere.region, slug="elders-ronde", title=here.secret("elsewhere", EVERYBODY))
    other: dict[str, object] = {
        "section": elsewhere.waiting.section_id,
        "knot": voice.knot_id,
        "link": Link.objects.filter(to_knot=voice.knot).first(),
        "table": PaperTableFactory().pk,
        "membership": Membership.objects.filter(region=elsewhere.region).values_list("pk", flat=True).first(),
    }
    other["link"] = other["link"].pk if isinstance(other["link"], Link) else GONE
    there = add_municipality(
        by=None,
        at=timezone.now(),
        region=elsewhere.region,
        municipality=invent_municipality(name="Elders"),
        sub_region_name="Elders",
    )
    other |= {"place": there.pk, "sub_region": there.sub_region_id, "municipality": there.municipality_id}
    parts = ("place", "sub_region", "municipality")
    for key in ("section", "knot", "link", "table", "membership", "organisation", "finding", *parts):
        mine = [Thing(base[key])]
        here.things[key] = [*mine, *here.things.get(key, []), Thing(other.get(key, GONE), NOBODY), Thing(GONE, NOBODY)]
    links = Link.objects.filter(from_knot__region=here.region)
    relations = (Relation.IN_CONFLICT_WITH, Relation.LIMITED_BY, Relation.DECIDED_BY)
    for state, relation in zip(LinkState, relations, strict=True):
        clone = links.exclude(relation=Relation.GOES_ON_IN).first()
        assert clone is not None
        clone.pk, clone.state, clone.relation = None, state, relation
        clone.save()
        here.things["link"].append(Thing(clone.pk))
    document = here.region.documents.get()
    here.things["document"] = [Thing(document.slug), Thing(elsewhere.document.slug + "-elders", NOBODY)]
    here.things["subject"] = [Thing(base["subject"]), Thing("bestaat-niet", NOBODY)]
    for key in ("fact", "deviation"):
        here.things[key] = [Thing(base[key]), Thing(GONE, NOBODY)]
    for key in ("proposal", "remark", "brought", "step", "paper"):
        here.things[key] = [Thing(base[key]), Thing(GONE, NOBODY)]
    may = roles(JUDGES)
    noted = remarking.remark(by=None, at=on(1), document=document, text=here.secret("a remark that was hidden", may))
    remarking.hide(by=None, at=on(1), remark=noted, reason="Een naam.")
    here.things["remark"].append(Thing(noted.pk, may))
    waiting = document.passages.select_related("section").get(number=1)
    of: dict[str, Any] = {"kind": ProposalKind.REWORD, "section": waiting.section, "passage": waiting, "base": 1}
    said = {"text": "Je wacht hooguit vijf weken.", "reason": here.secret("a proposal that was hidden", may)}
    proposed = proposing.propose(by=None, at=on(1), standings=(), **of, **said)
    proposing.hide(by=None, at=on(1), proposal=proposed, reason="Een naam.")
    here.things["proposal"].append(Thing(proposed.number, may))
    here.things["agreement"] = [Thing(1), Thing(GONE, NOBODY)]
    here.things["mandate"] = [Thing(1), Thing(GONE, NOBODY)]
    here.things["passage"] = [Thing(number) for number in (1, 2)] + [Thing(GONE, NOBODY)]
    here.things["release"] = [Thing(1), Thing(GONE, NOBODY)]
    passage = document.passages.get(number=2)
    passage.retired_at, passage.retired_reason = timezone.now(), "Dubbel"
    passage.save()


def _mandate_rounds(here: Place) -> None:
    """One in each state, under each promise, with what two municipalities say in it: the first is that of the
    people who walk here."""
    first, second = Municipality.objects.filter(in_regions__region=here.region).order_by("pk")[:2]
    here.own = first
    elsewhere = Municipality.objects.exclude(in_regions__region=here.region).first()
    assert elsewhere is not None
    there = [first.pk, second.pk, _third(here.region).pk]
    here.things["party"] = [*map(Thing, there), Thing(elsewhere.pk, NOBODY), Thing(GONE, NOBODY)]
    here.things["neighbour"] = [Thing(GONE, NOBODY)]
    readers = READERS["mandates.Round"]
    here.things["round"] = [Thing(here.base["round"][""], readers["open"]), Thing("bestaat-niet", NOBODY)]
    for state in ("draft", "planned"):
        made = _mandate_round(here, state, Visibility.AFTER)
        here.things["round"].append(Thing(made.slug, readers[state]))
    for (state, visibility), others in SHEETS.items():
        made = _mandate_round(here, state, visibility)
        here.things["round"].append(Thing(made.slug, readers[state]))
        name = here.secret(f"a region beside a round that is {state} and {visibility}", others)
        document = json.loads(written(NEIGHBOUR))
        beside = Neighbour.objects.create(round=made, name=name, document=document, at=timezone.now())
        here.things["neighbour"].append(Thing(beside.pk, others, made.slug))
        about = f"what %s said in a round that is {state} and {visibility}"
        mine = LOCAL - COUNCILLOR if state == "open" else LOCAL
        _sheet(made, first, here.secret(about % "the first municipality", others | mine))
        _sheet(made, second, here.secret(about % "the second municipality", others))
        told = here.secret(f"a paper sheet in a round that is {state} and {visibility}", others | roles(WRITERS))
        _sheet(made, _third(here.region), told, is_on_paper=True)
        _on_the_table(here, made, second, others, f"a round that is {state} and {visibility}")
    # Who can still hand in waits: the municipality of the people who walk here said nothing in time.
    for visibility in (Visibility.AFTER, Visibility.OWN):
        made = _mandate_round(here, "closed", visibility, slug=f"owing-{visibility}")
        here.things["round"].append(Thing(made.slug, READERS["mandates.Round"]["closed"]))
        told = here.secret(f"what others said in a round that is {visibility}, to who owes", roles(WRITERS))
        _sheet(made, second, told)


def _third(region: Region) -> Municipality:
    found = Municipality.objects.filter(name="Papierdam").first()
    if found is None:
        found = invent_municipality(name="Papierdam")
        add_municipality(by=None, at=timezone.now(), region=region, municipality=found)
    return found


def _mandate_round(here: Place, state: str, visibility: str, slug: str = "") -> Round:
    now = timezone.now()
    title = here.secret(f"a round of municipalities that is {state} and {visibility}", READERS["mandates.Round"][state])
    is_over = state in ("closed", "published")
    moments = {"opens_at": now + timedelta(days=2 if state == "planned" else -9)}
    moments["closes_at"] = now + timedelta(days=-3 if is_over else 9)
    made = Round.objects.create(
        region=here.region,
        slug=slug or f"{state}-{visibility}",
        title=title,
        visibility=visibility,
        opened_at=None if state == "draft" else now,
        published_at=now if state == "published" else None,
        **moments,
    )
    for position, subject in enumerate(Subject.objects.filter(region=here.region), start=1):
        RoundSubject.objects.create(round=made, subject=subject, position=position)
    for one in Municipality.objects.filter(in_regions__region=here.region):
        RoundParty.objects.create(round=made, municipality=one)
    return made


def _sheet(made: Round, municipality: Municipality, because: str, *, is_on_paper: bool = False) -> None:
    RoundParty.objects.get_or_create(round=made, municipality=municipality)
    by = UserFactory()
    told: dict[str, Any] = {"at": made.opens_at + timedelta(days=1), "by": by, "is_on_paper": is_on_paper}
    sheet = Sheet.objects.create(
        round=made, municipality=municipality, number=1, is_final=True, authority="het college", **told
    )
    subject = Subject.objects.filter(region=made.region)[0]
    Position.objects.create(
        sheet=sheet, subject=subject, wants="lokaal", points=100, never=["landelijk"], because=because
    )


def _on_the_table(here: Place, made: Round, place: Municipality, others: Readers, where: str) -> None:
    """What a municipality says besides its sheet, and a package: as secret as the sheets."""
    now, own = timezone.now(), {"round": made, "municipality": place, "number": 1, "at": timezone.now()}
    Floor.objects.create(**own, percent=99, because=here.secret(f"a floor in {where}", others))
    points = {str(one.pk): 100 for one in Subject.objects.filter(region=here.region)[:1]}
    told: dict[str, Any] = {"points": points, "authority": "het college"}
    Reweighing.objects.create(**own, **told, reason=here.secret(f"points of {where}", others))
    levels = {str(one.pk): "lokaal" for one in Subject.objects.filter(region=here.region)}
    offer = Offer.objects.create(
        **own,
        authority="het college",
        reason=here.secret(f"a package on the table of {where}", others),
        made_from="leximin",
        levels=levels,
        shares={str(place.pk): 50.0},
        counted_from="x",
    )
    said = here.secret(f"an answer to a package of {where}", others)
    third = _third(here.region)
    Reply.objects.create(offer=offer, municipality=third, number=1, living="not_yet", reason=said, at=now)
    reason = here.secret(f"the provisional agreement of {where}", others)
    Accord.objects.create(round=made, number=1, offer=offer, reason=reason, at=now)
    here.things.setdefault("offer", [Thing(GONE, NOBODY)]).append(Thing(1, others, made.slug))


# Which things a word of an address names: of one address, of all of an app, or wherever it stands.
NAMES = {
    "region": None,
    "who": None,
    "version": None,
    # A sum of a picture: it is there for whom the party is there.
    "logo": None,
    "token": None,
    "slug": "slug",
    "document": "document",
    "section": "section",
    "proposal": "proposal",
    "remark": "remark",
    "brought": "brought",
    "organisation": "organisation",
    "place": "place",
    "plan": "plan",
    "measure": "measure",
    "size": "size",
    "criterion": "criterion",
    "variant": "variant",
    "progress": "progress",
    "indicator": "indicator",
    "outcome": "outcome",
    "arrangement": "arrangement",
    "extension": "extension",
    "milestone": "milestone",
    "prerequisite": "prerequisite",
    "secondment": "secondment",
    "choice": "choice",
    "ballot": "ballot",
    # Which four: what is not the turn of who asks is not there.
    "turn": None,
    "subject": "subject",
    "fact": "fact",
    "deviation": "deviation",
    "agreement": "agreement",
    "mandates:number": "mandate",
    "step": "step",
    "paper": "paper",
    "round": "round",
    "offer": "offer",
    "mandates:municipality": "party",
    "neighbour": "neighbour",
    "publishing:paper_form_pdf:municipality": "party",
    "municipality": "municipality",
    "sub_region": "sub_region",
    "membership": "membership",
    "knot": "knot",
    "link": "link",
    "finding": "finding",
    "table": "table",
    "code": "invitation",
    "receipts:code": "receipt",
    "consultations:number": "statement",
    "consultations:vote:number": "asked",
    "consultations:import_progress:number": "import",
    "contributions:number": "contribution",
    "contributions:of_statement:number": "statement",
    "contributions:finding_words:number": "statement",
    "contributions:margin:number": "passage",
    "vision:number": "passage",
    "vision:release:number": "release",
    "vision:differences:number": "release",
    "publishing:number": "release",
}
# Pages on which somebody sees no more than a visitor does, whoever they are.
FOR_VISITORS = {"contributions:read", "thread:follow"}
# Logging in and what belongs to one's own account: another's tests are about those.
SKIPPED = re.compile(r"^(account_|mfa_|demo:|people:|regions:delete_account)")
WALKED = [address for address in ADDRESSES if not SKIPPED.match(address.name)]


def kind_of(address: Address, key: str) -> str | None:
    app = address.name.partition(":")[0]
    for name in (f"{address.name}:{key}", f"{app}:{key}", key):
        if name in NAMES:
            return NAMES[name]
    raise AssertionError(f"{address.name} has <{key}> in its address: say in NAMES what that names, in all its states")


def rows_of(place: Place, address: Address) -> list[tuple[dict[str, object], Readers]]:
    """Each way to fill in the address, and to whom what it names is there."""
    rows: list[tuple[dict[str, object], Readers]] = [({}, EVERYBODY)]
    for key in address.keys:
        kind = kind_of(address, key)
        things = place.things[kind] if kind else [Thing(None)]
        rows = [
            (values if thing.value is None else {**values, key: thing.value}, readers & thing.readers)
            for values, readers in rows
            for thing in things
            if thing.of in ("", *values.values())
        ]
    return rows


def client_of(visitor: str, place: Place) -> Client:
    client = Client()
    if visitor in ("participant", "sender"):
        person = place.sender if visitor == "sender" else place.other
        assert person is not None
        client.cookies[COOKIE] = seat_of(person.consultation, person.pk)
    elif visitor == "administrator elsewhere":
        client.force_login(make_member(Region.objects.get(slug="elders"), Role.REGION_ADMINISTRATOR))
    elif visitor != "anonymous":
        own = place.own if visitor in LOCAL else None
        client.force_login(make_member(place.region, Role(visitor), municipality=own))
    return client


def text_of(response: Any) -> str:
    content = b"".join(response.streaming_content) if response.streaming else response.content
    return content.decode(errors="replace")


@cache
def _secret() -> re.Pattern[str]:
    return re.compile(r"staart\d+qz")


def without_what_differs(page: str, path: str) -> str:
    """A page of what is not there, without the address that was asked and the token of its forms."""
    page = page.replace(path, "").replace(quote(path, safe=""), "").replace(quote(path), "")
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", page)


@dataclass
class Walk:
    """One visitor along all addresses."""

    visitor: str
    client: Client
    place: Place
    seen: set[str] = field(default_factory=set)
    faults: list[str] = field(default_factory=list)
    missing: dict[tuple[object, ...], set[str]] = field(default_factory=dict)
    n: int = 0

    def ask(self, method: str, path: str, own: str = "", **more: Any) -> Any:
        self.n += 1
        response = getattr(self.client, method)(path, **more)
        text = text_of(response)
        if response.status_code >= 500:
            self.faults.append(f"{method} {path}: {response.status_code}")
        for word in set(_secret().findall(text)):
            about, readers = self.place.secrets[word]
            self.seen.add(word)
            if self.visitor not in readers and word != own:
                self.faults.append(f"{method} {path} {more or ''}: shows {about}")
        return response, text

    def go(self, address: Address) -> None:
        for values, readers in rows_of(self.place, address):
            path = filled_in(address, {**self.place.base, **values})
            own = self.place.receipts.get(str(values.get("code", "")), "")
            with transaction.atomic():
                response, text = self.ask("get", path, own)
                if "HX-Request" in response.get("Vary", ""):
                    self.ask("get", path, own, headers={"HX-Request": "true"})
                self.held_against(address, values, readers, path, response.status_code, text)
                transaction.set_rollback(True)
            if response.status_code == 403 or is_sent_to_log_in(response):
                break  # the door is shut, whatever stands behind it

    def held_against(
        self, address: Address, values: dict[str, object], readers: Readers, path: str, status: int, text: str
    ) -> None:
        """To whom it is not there, the answer is that of what does not exist, also to what is sent."""
        there = readers == EVERYBODY if address.name in FOR_VISITORS else self.visitor in readers
        if there or status in (302, 403, 405):
            return
        if status != 404:
            self.faults.append(f"get {path}: {status}, and is not there for {self.visitor}")
        *before, _last = (address.name, *values.values())
        self.missing.setdefault(tuple(before), set()).add(without_what_differs(text, path))
        sent, _text = self.ask("post", path, data={"key": str(uuid.uuid4()), "choice": "1", "verdict": "accept"})
        # Who mistyped a code can mend it at once.
        asks_again = address.name.startswith("receipts:") and sent.status_code == 422
        if sent.status_code not in (404, 405) and not asks_again:
            self.faults.append(f"post {path}: {sent.status_code}, and is not there for {self.visitor}")


# Where words can be looked up: all that is in the world has this one.
SEARCHED = (
    "contributions:index",
    "contributions:workbench",
    "consultations:outcome",
    "consultations:moderation_log",
    "pages:search",
)


@pytest.mark.parametrize("visitor", either(VISITORS, both={Role.REGION_ADMINISTRATOR.value}))
def test_nobody_reads_words_that_are_not_theirs(visitor: str, place: Place) -> None:
    walk = Walk(visitor, client_of(visitor, place), place)
    for address in WALKED:
        walk.go(address)
    for name in (*SEARCHED, "publishing:done"):
        address = next(one for one in ADDRESSES if one.name == name)
        walk.ask("get", f"{filled_in(address, place.base)}?zoek=dichtbij")
    assert not walk.faults, "\n".join(walk.faults)
    alike = {" ".join(map(str, where)): len(pages) for where, pages in walk.missing.items() if len(pages) > 1}
    assert alike == {}, "what may not be seen answers otherwise than what does not exist"
    # The walk has eyes: what this visitor may read, they found.
    unread = [about for word, (about, readers) in place.secrets.items() if visitor in readers and word not in walk.seen]
    assert [
        about
        for about in unread
        if "elsewhere" not in about and "of a consultation" not in about and "apart" not in about
    ] == []


def test_every_state_and_every_word_of_an_address_is_known_here() -> None:
    for address in WALKED:
        for key in address.keys:
            kind_of(address, key)
    unknown = []
    for model in apps.get_models():
        label = model._meta.label
        if not model.__module__.startswith("regiotafel.") or model._meta.app_label in NOT_NAMED:
            continue
        for one in model._meta.concrete_fields:
            if one.name == "state" and one.choices:
                new = [state for state, _word in one.choices if state not in READERS.get(label, {})]
                unknown += [f"{label} can be {state!r}: say in READERS who reads it then" for state in new]
            hides = isinstance(one, models.BooleanField) or (isinstance(one, models.DateTimeField) and one.null)
            known = MOMENTS_AND_SIGNS.get(label, set()) | HIDES_NOTHING.get(label, set())
            if hides and one.name not in known:
                unknown.append(f"{label}.{one.name} may hide something: put one in the world, or say that it does not")
    assert not unknown, "\n".join(unknown)


def test_every_permission_of_a_page_is_in_the_table() -> None:
    assert {address.act for address in WALKED} <= {*PERMISSIONS, "open", "own", "site"}
    assert reverse("pages:front") == "/"
    assert Statement._meta.label in READERS


# --- what is named in forms and after the question mark: asked for as for something that does not exist


# Keys of forms, what a form began with, and the codes and pictures of a sheet.
DRAWN_ANEW = re.compile(r'[0-9a-f-]{36}|value="[\w.=-]*:[\w:-]+"|[2-9A-Z]{5}-[2-9A-Z]{5}|<path[^>]*>')


class Asked(QueryDict):
    """What stands after the question mark, keeping which of its names a page looked at."""

    names: ClassVar[set[str]] = set()

    def __getitem__(self, key: str) -> Any:
        self.names.add(key)
        return super().__getitem__(key)

    def getlist(self, key: str, default: Any = None) -> Any:
        self.names.add(key)
        return super().getlist(key, default)

    def __contains__(self, key: object) -> bool:
        self.names.add(str(key))
        return super().__contains__(key)


# As long as what does not exist, and no other number of a page is one of them.
HIDDEN = (987_601, 987_602)
# The history has hundreds of digests, and moments to the microsecond: by chance one of them has the six digits in it.
BY_CHANCE = re.compile(r"\b[0-9a-f]{20,64}\b|(?<=:\d\d)\.\d{6}(?=\+00:00)")


def hide(place: Place) -> None:
    """What an editor may not see, of each kind that a form or an address can name: all under these two numbers.

    No page says one of them either: who knows the number knows that it is there, and later that it was refused.
    """
    here, elsewhere = place.region, Region.objects.get(slug="elders")
    running = Consultation.objects.get(region=here, slug=place.base["slug"])
    party = OrganisationFactory(region=here)
    on_passage = Passage.objects.get(document__region=here, number=1)
    draft = Consultation.objects.get(region=here, opened_at=None)
    hidden = (
        (State.REFUSED, running, StatementState.WAITING),
        (State.WAITING, draft, StatementState.ACCEPTED),
    )
    for number, (state, consultation, asked) in zip(HIDDEN, hidden, strict=True):
        one = Contribution.objects.filter(region=here, state=state).order_by("-pk")[0]
        Contribution.objects.filter(pk=one.pk).update(number=number, organisation=party, about_passage=on_passage)
        StatementFactory(pk=number, number=number, state=asked, consultation=consultation)
        OrganisationFactory(pk=number, region=elsewhere)
        MunicipalityFactory(pk=number)
        for row in _rows_of(elsewhere, number):
            row.pk = number
            row.save(force_insert=True)


def _rows_of(region: Region, number: int) -> Iterator[models.Model]:
    """Of another region, each with this number as its key."""
    now, document = timezone.now(), region.documents.get()
    ends = {"from_knot_id": number, "to_knot": Knot.objects.filter(region=region, kind="voice")[0]}
    numbers = dict.fromkeys(("held_from", "held_to", "told_from", "told_to"), 1)
    yield ConsultationFactory.build(region=region)
    yield Meeting(region=region, name=f"Elders {number}", held_on=timezone.localdate())
    yield PaperTable(consultation_id=number, meeting_id=number)
    yield Membership(region=region, user=UserFactory(), role=Role.RESIDENT, since=now)
    yield Section(document=document, position=number, title="Elders")
    yield Knot(region=region, kind="passage", title="Elders", route="vision:passage", route_args=["elders", number])
    yield Passage(document=document, section_id=number, number=number, position=1, knot_id=number)
    yield Link(**ends, **numbers, relation=Relation.COMES_FROM, state=LinkState.SUGGESTED, at=now)


def fields_of(form: Form, html: str) -> list[str]:
    """Of a form all names under which something could be named: no long texts, no keys."""
    buttons = re.findall(r'<button[^>]*\bname="(\w+)"', html)
    areas = set(re.findall(r'<textarea[^>]*\bname="(\w+)"', html))
    passed_over = {"csrfmiddlewaretoken", "key", "begun", "version", "seen"} | areas
    # Of many rows alike, one: the others differ by a number in their name.
    by_kind = {re.sub(r"\d+", "", name): name for name in [*form.values, *buttons] if name not in passed_over}
    return list(by_kind.values())


@dataclass
class Naming:
    """Something hidden is named where something is named, and then what does not exist: the answers are alike."""

    visitor: str
    walk: Walk
    faults: list[str] = field(default_factory=list)
    n: int = 0

    def answer(self, method: str, path: str, name: str, value: object, values: Mapping[str, str]) -> str:
        self.n += 1
        with transaction.atomic():
            data = {**values, name: str(value)}
            response, text = self.walk.ask(method, path, data=data)
            transaction.set_rollback(True)
        # A new thing gets another number each time: PostgreSQL goes on numbering after what was undone.
        goes_to = re.sub(r"\d+", "…", response.get("Location", ""))
        told = re.sub(rf"(?<!\w){re.escape(str(value))}(?!\w)", "…", f"{response.status_code} {goes_to} {text}")
        return without_what_differs(DRAWN_ANEW.sub("", told), path)

    def hold(self, method: str, path: str, name: str, values: Mapping[str, str]) -> None:
        of_nothing = self.answer(method, path, name, GONE, values)
        for value in HIDDEN:
            if self.answer(method, path, name, value, values) != of_nothing:
                self.faults.append(f"{method} {path} {name}={value}: tells that it is there")


def told_of_what_is_hidden(visitor: str, place: Place, addresses: Sequence[Address]) -> list[str]:
    client = client_of(visitor, place)
    naming = Naming(visitor, Walk(visitor, client, place))
    for address in addresses:
        path = filled_in(address, place.base)
        Asked.names.clear()
        with transaction.atomic():
            page = client.get(path)
            transaction.set_rollback(True)
        names = Asked.names - {"batch"}
        text = text_of(page)
        said = BY_CHANCE.sub("", text)
        naming.faults += [f"{path}: shows {value}" for value in HIDDEN if str(value) in said]
        if page.status_code != 200 or page.streaming:
            continue
        for name in sorted(names):
            naming.hold("get", path, name, {})
        for form in forms_in(text) if page["Content-Type"].startswith("text/html") else ():
            if form.method == "post":
                for name in fields_of(form, text):
                    naming.hold("post", form.action or path, name, form.values)
    return [*naming.faults, *naming.walk.faults]


@pytest.fixture
def hiding(place: Place, monkeypatch: pytest.MonkeyPatch) -> Place:
    """The place with what is hidden in it, and a site that keeps which names after a question mark it looked at."""
    asked = property(lambda self: Asked(self.META.get("QUERY_STRING", ""), encoding=self.encoding))
    monkeypatch.setattr(WSGIRequest, "GET", asked)
    hide(place)
    return place


@pytest.mark.parametrize("visitor", either(["anonymous", "editor"], both={"editor"}))
def test_what_is_hidden_is_named_in_vain_and_named_by_no_page(visitor: str, hiding: Place) -> None:
    told = told_of_what_is_hidden(visitor, hiding, WALKED)
    assert not told, "\n".join(told)


def test_a_form_that_tells_what_is_hidden_is_found(hiding: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    """As found: a merge that says of a number why it cannot go along, and a list of what nobody decided about."""
    planted = [one for one in ADDRESSES if one.name in ("contributions:merge", "contributions:open_loops")]
    assert told_of_what_is_hidden("editor", hiding, planted) == []
    monkeypatch.setattr("regiotafel.contributions.loading.is_seen", lambda one, standings: True)
    monkeypatch.setattr("regiotafel.contributions.loops.queries.PUBLIC", list(State))
    told = " ".join(told_of_what_is_hidden("editor", hiding, planted))
    assert f"more={HIDDEN[0]}: tells" in told
    assert f"/organisaties/: shows {HIDDEN[1]}" in told
