"""Every address of the site, and a world with something real for each of them, for whoever walks them all."""

import uuid
from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

import pytest
from django.conf import settings
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone
from django.views.generic import RedirectView

from regiotafel.consultations.inviting.actions import make_invitations
from regiotafel.consultations.models import Invitation, Statement, StatementState, VoteImport
from regiotafel.contributions.findings.actions import take_finding
from regiotafel.contributions.following.actions import subscribe
from regiotafel.contributions.models import Kind
from regiotafel.contributions.sending.actions import send_in
from regiotafel.councils.models import RouteStep
from regiotafel.councils.papers.actions import add_paper
from regiotafel.councils.planning.actions import plan_text
from regiotafel.formats.pabulib import Poll, Project, Voter
from regiotafel.mandates.agreeing.actions import offer_agreement
from regiotafel.mandates.comparing.actions import bring_neighbour
from regiotafel.mandates.filling_in.actions import fill_in
from regiotafel.mandates.filling_in.rules import Filled
from regiotafel.mandates.models import Deviation, LawFact, Round, Subject, Visibility
from regiotafel.mandates.offers.actions import make_offer
from regiotafel.mandates.register.actions import add_deviation, add_law_fact, add_subject, set_mandate
from regiotafel.mandates.rounds.actions import open_round, prepare_round
from regiotafel.mandates.rounds.queries import subjects_in
from regiotafel.people.queries import link_token
from regiotafel.plan.agreements.actions import add_arrangement, set_extension, set_milestone, set_prerequisite
from regiotafel.plan.ballots import actions as ballots
from regiotafel.plan.bringing.queries import seen_of
from regiotafel.plan.entering import actions as entering
from regiotafel.plan.entering.rules import Sheet
from regiotafel.plan.indicators.actions import add_indicator
from regiotafel.plan.making.actions import begin_plan, move_plan
from regiotafel.plan.measures.actions import add_measure, move_measure, set_effort, set_size
from regiotafel.plan.models import ChoiceRound, Measure, PartyKind, Plan
from regiotafel.plan.outcomes import actions as outcomes
from regiotafel.plan.outcomes.analysis import answer_of, from_kept
from regiotafel.plan.progress.actions import tell_progress
from regiotafel.plan.rules import Amount
from regiotafel.plan.seconding.actions import set_secondment
from regiotafel.plan.years.actions import keep_variant
from regiotafel.plan.years.rules import At
from regiotafel.regions.logos.actions import set_logo
from regiotafel.regions.members.actions import name_site_administrator
from regiotafel.regions.models import Membership, Municipality, Region, RegionMunicipality, Role
from regiotafel.regions.parties.actions import add_municipality, invent_municipality
from regiotafel.regions.permissions import PERMISSIONS
from regiotafel.regions.theme.actions import set_theme
from regiotafel.thread.following.actions import follow_with_code
from regiotafel.thread.models import Link, Mode
from regiotafel.vision.models import Brought, BroughtAs, Document, ProposalKind, ProposalsFor, Release
from regiotafel.vision.proposing.actions import propose, show_proposals
from regiotafel.vision.remarking.actions import remark
from tests.crowd import count, crowd
from tests.factories import (
    OrganisationFactory,
    PaperTableFactory,
    StatementFactory,
    UserFactory,
    make_member,
)
from tests.mandates.rounds import NEIGHBOUR
from tests.publishing.loop import begin

ANONYMOUS = "not logged in"
# Of roles that may do the same, one goes for all of them.
_BY_WHAT_THEY_MAY = {
    frozenset(one.act for one in PERMISSIONS.values() if role in one.roles | one.own): role for role in Role
}
ROLES = tuple(role for role in Role if role in _BY_WHAT_THEY_MAY.values())
# Who looks after the installation: begins regions, and has no role in any.
SITE = "administrator of the site"


def either(values: Iterable[object], *, both: Container[object] = ()) -> list[object]:
    """Values to try on the embedded database, of which `both` are tried on PostgreSQL too: what somebody may is decided
    before a database is asked, and these ask all that the others do."""
    return [one if one in both else pytest.param(one, marks=pytest.mark.either) for one in values]


@dataclass(frozen=True)
class Address:
    name: str
    keys: tuple[str, ...]
    act: str


def every_address(
    resolver: URLResolver | None = None, prefix: str = "", keys: tuple[str, ...] = ()
) -> Iterator[Address]:
    for pattern in (resolver or get_resolver()).url_patterns:
        wanted = (*keys, *pattern.pattern.converters)
        if isinstance(pattern, URLResolver):
            yield from every_address(pattern, f"{prefix}{pattern.namespace}:" if pattern.namespace else prefix, wanted)
        elif issubclass(getattr(pattern.callback, "view_class", object), RedirectView):
            continue  # an address as it once was only leads on
        elif isinstance(pattern, URLPattern):
            assert pattern.name, f"an address without a name: {pattern.pattern}"
            yield Address(prefix + pattern.name, wanted, getattr(pattern.callback, "act", ""))


ADDRESSES = sorted(every_address(), key=lambda address: address.name)


@pytest.fixture(scope="module")
def world(undone: None) -> dict[str, Any]:
    """Something real for every key that an address may ask for, made once; each test takes back what it adds."""
    return make_world()


def make_world() -> dict[str, Any]:
    now = timezone.now()
    loop = begin("alles")
    region = loop.region
    Region.objects.filter(pk=region.pk).update(is_invented=True)
    set_theme(
        by=None, at=now, region=region, version=0, theme='[theme]\nname = "N"\nlogo = "logo.png"', logo=b"\x89PNG"
    )
    consultation = crowd(n_people=40, n_statements=5, region=region, runs=True)
    count(consultation)
    StatementFactory(consultation=consultation, number=90, state=StatementState.WAITING)
    [code] = make_invitations(by=None, at=now, consultation=consultation, number=1, expires_at=now + timedelta(days=5))
    table = PaperTableFactory(consultation=consultation)
    reading = VoteImport.objects.create(consultation=consultation, votes_file="imports/geen.csv", at=now)
    opened = loop.voice("De wachtlijst duurt te lang.", about=loop.waiting)
    waiting, receipt = send_in(at=now, region=region, kind=Kind.IDEA, text="Begin in de wijk.", key=uuid.uuid4())
    token = subscribe(at=now, contribution=waiting, email="wie@example.org", mode=Mode.DIRECT)
    following = follow_with_code(at=now, knot=loop.waiting.knot, email="wie@example.org", mode=Mode.DIRECT)
    statement = Statement.objects.get(consultation=consultation, number=1)
    places = [
        add_municipality(by=None, at=now, region=region, municipality=invent_municipality(name=name), **part)
        for name, part in (("Elsmeer", {"sub_region_name": "Venneland"}), ("Oudestroom", {}))
    ]
    place, organisation = places[0], OrganisationFactory(region=region)
    for party in (place, organisation):
        set_logo(by=None, at=now, party=party, logo=b"\x89PNG")
    subject, fact, deviation = _register(region, place.municipality)
    plan_text(by=None, at=now, document=loop.document, wanted_on=timezone.localdate() + timedelta(days=400))
    asked, told = _mandate_round(region), _mandate_round(region)
    show_proposals(by=None, at=now, document=loop.document, readers=ProposalsFor.PUBLIC, seen=ProposalsFor.MEMBERS)
    of = {"kind": ProposalKind.REWORD, "section": loop.waiting.section, "passage": loop.waiting, "base": 1}
    words = {"text": "Je wacht hooguit zes weken.", "reason": "Tien is te lang."}
    proposed = propose(by=loop.editor, at=now, standings=(), **of, **words)
    noted = remark(by=loop.editor, at=now, document=loop.document, passage=loop.waiting, text="Klopt dit getal?")
    _lay_on_the_table(told, place.municipality)
    return {
        "a_region": region,
        "region": region.slug,
        "document": loop.document.slug,
        "section": loop.waiting.section_id,
        "slug": consultation.slug,
        "proposal": proposed.number,
        "remark": noted.pk,
        "brought": _brought(loop.document).pk,
        "step": RouteStep.objects.get(route__municipality=place.municipality, position=1).pk,
        "paper": add_paper(**_paper(loop.first, place.municipality)).pk,
        **_plan(region),
        "subject": subject.slug,
        "fact": fact.pk,
        "deviation": deviation.pk,
        "organisation": organisation.pk,
        "logo": organisation.logo,
        "agreement": 1,
        "round": {
            **{f"mandates:round_result{ending}": told.slug for ending in ("", "_csv", "_xlsx", "_json")},
            "mandates:sheets": told.slug,
            "mandates:search_packages": told.slug,
            "mandates:search_improvement": told.slug,
            **{f"mandates:packages{ending}": told.slug for ending in ("", "_file")},
            **{f"mandates:{name}": told.slug for name in ("differences", "neighbour", "new_neighbour")},
            **{f"mandates:{name}": told.slug for name in ("judge_pair", "remove_neighbour", "neighbour_file")},
            **dict.fromkeys(TABLE, told.slug),
            "": asked.slug,
        },
        "neighbour": bring_neighbour(by=None, at=now, round=told, name="Maasvallei", positions=NEIGHBOUR).pk,
        "offer": 1,
        "place": place.pk,
        "municipality": place.municipality_id,
        "sub_region": place.sub_region_id,
        "membership": Membership.objects.get(user=make_member(region, Role.RESIDENT)).pk,
        "knot": loop.waiting.knot_id,
        "link": Link.objects.get(to_knot=opened.knot).pk,
        "finding": take_finding(by=None, at=now, statement=statement).pk,
        "table": table.pk,
        "token": {"following": following, "people": link_token(UserFactory()), "": token},
        "code": {"receipts": receipt, "codes": code, "vision": "RV-01"},
        "batch": Invitation.objects.get().made_at.isoformat(),
        "who": "inwoner",
        "version": 1,
        "pk": 1,
        # The first that fits: one address, all of an app, anything else.
        "number": {
            "consultations:import_progress": reading.pk,
            "consultations:moderate": 90,
            "contributions:margin": loop.waiting.number,
            "contributions:moderate": waiting.number,
            "contributions": opened.number,
            "": 1,
        },
    }


def _brought(document: Document) -> Brought:
    """A document that was read, and that nobody took over yet."""
    item = {"kind": "reword", "passage": 1, "base": 1, "was": "Toen.", "text": "Nu.", "author": "Anna", "date": ""}
    noted = {"passage": 1, "text": "Klopt dit?", "quote": "", "author": "Bram", "date": "", "answers": None}
    item |= {"is_tracked": True, "is_too_long": False, "changes": [0]}
    plan = {"items": [item], "remarks": [noted | {"is_resolved": False, "is_comment": True}]}
    said = {"name": "terug.docx", "digest": "0" * 64, "at": timezone.now(), "plan": plan, "report": ["1 wijziging."]}
    return Brought.objects.create(document=document, what=BroughtAs.RETURN, **said)


def _register(region: Region, municipality: Municipality) -> tuple[Subject, LawFact, Deviation]:
    """A subject about which somebody decides, with a law and a municipality that does it in another way."""
    done: dict[str, Any] = {"by": None, "at": timezone.now()}
    today = timezone.localdate()
    subject = add_subject(**done, region=region, title="Crisishulp")
    fact = add_law_fact(**done, subject=subject, text="Dag en nacht.", article="Jeugdwet 2.6", mark="verified")
    decided = {"level": "regionaal", "holder": "de colleges samen", "ground": "de regeling", "from_on": today}
    set_mandate(**done, subject=subject, number=0, **decided)
    other = {
        "level": "lokaal",
        "motive": "Een eigen team.",
        "ground": "de verordening",
        "from_on": today,
        "review_on": today,
    }
    agreed = {"level": "regionaal", "holder": "de colleges", "text": "We doen dit samen.", "from_on": today}
    offer_agreement(**done, subject=subject, number=0, **agreed)
    return subject, fact, add_deviation(**done, subject=subject, municipality=municipality, **other)


def _plan(region: Region) -> dict[str, Any]:
    """A plan that everybody reads, with a measure that can be done smaller."""
    done: dict[str, Any] = {"by": None, "at": timezone.now()}
    plan = begin_plan(**done, region=region, title="Plan", first_year=2027, last_year=2028)
    measure = add_measure(**done, plan=plan, title="Eén aanmeldpunt", state="proposed")
    size = set_size(**done, measure=measure, version=1, name="Klein", amounts={2027: Amount(1_000, 10)})
    measure = move_measure(**done, measure=measure, version=2, state="planned")
    told = tell_progress(**done, measure=measure, number=0, pace="on", done="Het team is er.")
    indicator = add_indicator(**done, measure=measure, name="Wachttijd", unit="weken")
    plan = move_plan(**done, plan=plan, version=plan.version, state="open")
    criterion = plan.criteria.first()
    assert criterion is not None
    variant = keep_variant(**done, plan=plan, name="Later", places={measure.number: At(2028, size.pk)})
    rows = {"size": size.pk, "criterion": criterion.pk, "variant": variant.pk}
    rows |= {"progress": told.number, "indicator": indicator.number}
    rows |= {"outcome": told_round(plan, "Wat komt eerst?").number}
    rows |= _choice(plan, measure)
    return {"plan": plan.slug, "measure": measure.number, **rows, **_agreed(region, measure)}


def _agreed(region: Region, measure: Measure) -> dict[str, Any]:
    """What everybody reads that is agreed with providers; and whose people work where."""
    today = timezone.localdate()
    done: dict[str, Any] = {"by": None, "at": timezone.now()}
    place = RegionMunicipality.objects.filter(region=region)[0].municipality
    during: dict[str, Any] = {"from_on": today, "until_on": today + timedelta(days=700), "public_from": today}
    made = add_arrangement(**done, region=region, title="Contract crisishulp", kind="contract", owner=place, **during)
    of: dict[str, Any] = {"arrangement": made}
    option = set_extension(**done, **of, version=1, months=12)
    day = set_milestone(**done, **of, version=2, kind="review", on=today + timedelta(days=90), public_from=today)
    need = set_prerequisite(**done, milestone=day, version=3, knot=measure.knot)
    lent = set_secondment(**done, region=region, owner=place, team="Noord", role="Psycholoog", hours=8, from_on=today)
    keys = {"arrangement": made.number, "extension": option.number, "milestone": day.number}
    return {**keys, "prerequisite": need.pk, "secondment": lent.number}


def told_round(plan: Plan, title: str, *, is_told: bool = True) -> ChoiceRound:
    """A round of which it was counted what came out."""
    done: dict[str, Any] = {"by": None, "at": timezone.now()}
    voters = [Voter(str(n), {"1": 1} if n % 2 else {}) for n in range(8)]
    projects = [Project(str(n), 500 * n, f"{title} {n}") for n in (1, 2)]
    poll = Poll(1_000, projects, voters, meta={"description": title})
    round = outcomes.take_poll(**done, plan=plan, seen=seen_of(plan), poll=poll, kind="residents")
    outcome = outcomes.begin_counting(at=done["at"], round=round)
    asked, rules = from_kept(outcome.asked, outcome.how)
    outcomes.finish_counting(at=done["at"], outcome=outcome, answers=[answer_of(asked, one) for one in rules])
    if is_told:
        round = outcomes.tell_outcome(**done, round=round, version=1)
    return round


def _choice(plan: Plan, measure: Measure) -> dict[str, Any]:
    """A round of choosing that is open, with a form of paper."""
    done: dict[str, Any] = {"by": None, "at": timezone.now()}
    other = add_measure(**done, plan=plan, title="Eén loket", state="proposed")
    other = set_effort(**done, measure=other, version=1, amounts={2027: Amount(500, 5)})
    measure.refresh_from_db()
    measure = set_effort(**done, measure=measure, version=measure.version, amounts={2027: Amount(2_000, 20)})
    said = {"title": "Wat eerst?", "question": "Wat komt eerst?", "shares": {"residents": 1}}
    days = {"closes_on": timezone.localdate() + timedelta(days=30), "measures": [measure, other]}
    round = ballots.prepare_round(**done, plan=plan, **said, **days)
    round = ballots.open_round(**done, round=round, version=1)
    [sheet] = entering.enter_ballots(**done, round=round, sheets=[Sheet("1", PartyKind.RESIDENTS, {"1": 1})])
    return {"choice": round.number, "ballot": sheet.pk, "turn": 1}


def _paper(release: Release, municipality: Municipality) -> dict[str, Any]:
    """A promise, as somebody fills it in."""
    told = {"kind": "promise", "title": "Cijfers", "text": "De raad krijgt cijfers.", "owner": "de wethouder jeugd"}
    days = {"on": timezone.localdate(), "due_on": timezone.localdate() + timedelta(days=90)}
    return {"by": None, "at": timezone.now(), "release": release, "municipality": municipality, **told, **days}


def _mandate_round(region: Region) -> Round:
    """One that runs, in which nobody said anything yet."""
    now = timezone.now()
    made = prepare_round(
        by=None,
        at=now,
        region=region,
        title="Wat doen we samen?",
        visibility=Visibility.AFTER,
        opens_at=now - timedelta(days=1),
        closes_at=now + timedelta(days=20),
    )
    return open_round(by=None, at=now, round=made, version=made.version)


# Pages about what lies on the table of a round: of the one that is over.
TABLE = tuple(
    f"mandates:{name}"
    for name in (
        *("offers", "offers_csv", "offers_json", "new_offer", "counter_offer", "improvement", "kept_offer", "reply"),
        *("withdraw_offer", "accord", "compare", "changed_points", "floor", "points"),
    )
)


def _lay_on_the_table(made: Round, place: Municipality) -> None:
    """A package, in a round that closes now and of which everybody reads what came out."""
    now, subjects = timezone.now(), subjects_in(made)
    done: dict[str, Any] = {"by": None, "round": made}
    filled = [Filled(one, "lokaal", 100 if one == subjects[0] else 0) for one in subjects]
    handed: dict[str, Any] = {"municipality": place, "number": 0, "is_final": True, "authority": "het college"}
    fill_in(**done, **handed, at=now - timedelta(hours=1), filled=filled)
    Round.objects.filter(pk=made.pk).update(closes_at=now, published_at=now)
    levels = {one.pk: "regionaal" for one in subjects}
    make_offer(**done, at=now, number=0, levels=levels, reason="Hier kunnen we van uitgaan.")


@pytest.fixture
def things(db: None, world: dict[str, Any]) -> dict[str, Any]:
    return world


def filled_in(address: Address, things: dict[str, Any]) -> str:
    values = {}
    for key in address.keys:
        values[key] = things[key]
        if isinstance(values[key], dict):
            fits = [name for name in (address.name, address.name.partition(":")[0], "") if name in values[key]]
            values[key] = values[key][fits[0]]
    query = "?" + urlencode({"batch": things["batch"]}) if address.name.endswith("withdraw_invitations") else ""
    return reverse(address.name, kwargs=values) + query


def client_of(who: Role | str, region: Region) -> Client:
    client = Client()
    if who == SITE:
        client.force_login(name_site_administrator(at=timezone.now(), email="site@example.org"))
    elif who != ANONYMOUS:
        client.force_login(make_member(region, Role(who)))
    return client


def is_sent_to_log_in(response: Any) -> bool:
    return response.status_code == 302 and response["Location"].startswith(reverse(settings.LOGIN_URL) + "?next=")
