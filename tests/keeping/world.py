"""A region in which everything was done that can be done, each thing by its act."""

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from django.utils import timezone

from regiotafel.consultations.benchmark.actions import set_benchmark
from regiotafel.consultations.benchmark.queries import Given, values_of
from regiotafel.consultations.importing.actions import store_import
from regiotafel.consultations.importing.rules import ReadPerson, ReadStatement, ReadVotes
from regiotafel.consultations.inviting.actions import ask_codes, make_invitations, use_invitation, withdraw_unused
from regiotafel.consultations.models import (
    Choice,
    Consultation,
    DeclaredRole,
    Level,
    PointKind,
    Property,
    Statement,
    StatementState,
    VoteImport,
)
from regiotafel.consultations.outcome.actions import count_all
from regiotafel.consultations.paper.actions import PaperBallot, enter_ballots, plan_table, use_meeting
from regiotafel.consultations.preparing import actions as preparing
from regiotafel.consultations.preparing.actions import PointText
from regiotafel.consultations.statements import actions as statements
from regiotafel.consultations.taking_part.actions import begin_with_vote, cast_vote, describe_self
from regiotafel.consultations.telling.actions import take_steps
from regiotafel.contributions.answering.actions import give_answer, save_answer_draft
from regiotafel.contributions.answering.rules import Promise
from regiotafel.contributions.assigning.actions import assign
from regiotafel.contributions.findings.actions import take_finding
from regiotafel.contributions.linking.actions import confirm_link, reject_suggestion
from regiotafel.contributions.merging.actions import merge, split
from regiotafel.contributions.models import Contribution
from regiotafel.contributions.moderating import actions as moderating
from regiotafel.contributions.phrases.actions import remove_phrase, save_phrase
from regiotafel.contributions.sending import actions as sending
from regiotafel.contributions.withdrawing.actions import clean, remove, withdraw
from regiotafel.councils.calendars.actions import keep_days
from regiotafel.councils.calendars.rules import Meeting
from regiotafel.councils.letterheads.actions import keep_letterhead
from regiotafel.councils.models import Body, Paper, Route
from regiotafel.councils.papers import actions as papers
from regiotafel.councils.papers.tasks import tie_what_was_before as tie_councils
from regiotafel.councils.planning import actions as planning
from regiotafel.councils.planning.queries import route_of, steps_of, texts_of
from regiotafel.formats.pabulib import Poll, Project, Voter
from regiotafel.formats.prose.docx_out import write
from regiotafel.formats.prose.out import OutPassage, OutSection, OutText
from regiotafel.history.actions import keep_draft, remove_words
from regiotafel.history.models import Entry
from regiotafel.mandates.agreeing import actions as agreeing
from regiotafel.mandates.agreeing.tasks import tie_what_was_before
from regiotafel.mandates.comparing import actions as comparing
from regiotafel.mandates.filling_in.actions import fill_in, give_up
from regiotafel.mandates.filling_in.rules import Filled
from regiotafel.mandates.mending import actions as mending
from regiotafel.mandates.models import Agreement, DecisionLevel, Round, RoundParty, Stance, Subject, Visibility
from regiotafel.mandates.offers import actions as offers
from regiotafel.mandates.offers.rules import Swap
from regiotafel.mandates.packages import actions as packages
from regiotafel.mandates.register import actions as register
from regiotafel.mandates.rounds import actions as rounds
from regiotafel.people.models import User
from regiotafel.plan.agreements import actions as agreements
from regiotafel.plan.ballots import actions as ballots
from regiotafel.plan.ballots.rules import Behalf
from regiotafel.plan.bringing import queries as bringing_measures
from regiotafel.plan.criteria import actions as criteria
from regiotafel.plan.criteria.rules import GivenScore
from regiotafel.plan.entering import actions as entering
from regiotafel.plan.entering.rules import Sheet
from regiotafel.plan.indicators import actions as indicators
from regiotafel.plan.indicators.rules import Given as Measured
from regiotafel.plan.making import actions as planning_years
from regiotafel.plan.measures import actions as measures
from regiotafel.plan.models import ChoiceRound, Measure, PartyKind, Plan, Size
from regiotafel.plan.outcomes import actions as outcomes
from regiotafel.plan.outcomes.analysis import answer_of, from_kept
from regiotafel.plan.progress import actions as progress
from regiotafel.plan.rules import Amount
from regiotafel.plan.seconding import actions as seconding
from regiotafel.plan.years import actions as years
from regiotafel.plan.years.queries import given_of
from regiotafel.plan.years.rules import At
from regiotafel.regions.beginning.actions import make_first_link
from regiotafel.regions.logos.actions import set_logo
from regiotafel.regions.members.actions import delete_account, give_role, name_site_administrator, take_role
from regiotafel.regions.models import Municipality, OrganisationKind, OwnDraft, Reach, Region, RegionMunicipality, Role
from regiotafel.regions.parties import actions as parties
from regiotafel.regions.permissions import Standing
from regiotafel.regions.places import actions as places
from regiotafel.regions.queries import standings_of
from regiotafel.regions.settings.actions import (
    StepText,
    agree_on_work,
    describe_region,
    name_responsible,
    open_region,
    plan_steps,
    set_contact,
)
from regiotafel.regions.theme.actions import set_theme
from regiotafel.thread.linking.actions import clear_review
from regiotafel.vision.arranging import actions as arranging
from regiotafel.vision.bringing import actions as bringing
from regiotafel.vision.bringing.actions import Chosen
from regiotafel.vision.checking.actions import judge
from regiotafel.vision.checking.rules import requirement_of
from regiotafel.vision.deciding.actions import note_decision
from regiotafel.vision.drafting import actions as drafting
from regiotafel.vision.models import Intent, Particulars, Passage, ProposalKind, WhoActs
from regiotafel.vision.naming import actions as naming
from regiotafel.vision.proposing import actions as proposing
from regiotafel.vision.proposing.actions import Judged
from regiotafel.vision.remarking import actions as remarking
from regiotafel.vision.writing import actions as writing
from regiotafel.vision.writing.rules import seen_of
from tests.factories import UserFactory
from tests.mandates.rounds import NEIGHBOUR
from tests.publishing.loop import Loop, begin, closed, on

SLUG = "proef"
TEXTS = ("De bus rijdt te weinig.", "School is dichtbij genoeg.", "Ouders weten de weg.")


@dataclass
class World:
    """A region where everything was done by an act: members, a text, voices, answers, statements and votes."""

    region: Region
    editor: User
    loop: Loop
    consultation: Consultation
    refused: Statement
    accepted: Statement


def make_world() -> World:
    region = open_region(by=None, at=on(-1), slug=SLUG, name="Regio Proef")
    set_contact(by=None, at=on(-1), region=region, sender="de gemeenten van Proef", contact_email="proef@example.org")
    editor = UserFactory(name="Roos")
    give_role(by=None, at=on(-1), region=region, user=editor, role=Role.EDITOR)
    loop = closed(begin(region=region, editor=editor))
    council = parties.invent_municipality(name="Roggerade")
    adopted = {"decision": "adopted", "body": "de gemeenteraad van Roggerade", "decided_on": on(3).date()}
    note_decision(by=editor, at=on(4), release=loop.first, municipality=council, number=0, **adopted)
    for day, do in ((5, "refuse"), (6, "withdraw")):
        sent, _code = sending.send_in(
            at=on(day), region=region, kind="idea", text=f"Een idee dat nergens heen gaat, {do}.", key=uuid.uuid4()
        )
        if do == "refuse":
            moderating.refuse(by=editor, at=on(day), contribution=sent, reason="spam", explanation="Reclame.")
        else:
            withdraw(at=on(day), contribution=sent)
    consultation = opened(region, editor, "Wachttijden", ["Hulp is dichtbij.", "Wachten duurt te lang."])
    now = timezone.now()
    seeds = list(consultation.statements.order_by("number")[:2])
    voters = [
        begin_with_vote(at=now, consultation=consultation, statement=seeds[0], choice=choice, key=uuid.uuid4())
        for choice in (Choice.AGREE, Choice.DISAGREE, Choice.UNSURE)
    ]
    for choice in (Choice.AGREE, Choice.DISAGREE, None):
        cast_vote(
            at=now,
            consultation=consultation,
            participant_id=voters[0].pk,
            statement=seeds[1],
            choice=choice,
            key=uuid.uuid4(),
        )
    sent_in = [
        statements.send_in(at=now, consultation=consultation, participant=voters[0], text=text)
        for text in ("De buurvrouw van nummer vier wacht al lang.", "Scholen weten veel.", "Er is te weinig vervoer.")
    ]
    refused = statements.refuse(
        by=editor, at=now, statement=sent_in[0], reason="personal_data", explanation="Je herkent de buurvrouw."
    )
    accepted = statements.accept(by=editor, at=now, statement=sent_in[1])
    statements.accept_reworded(
        by=editor, at=now, statement=sent_in[2], text="Er is vervoer nodig.", explanation="Eén zin."
    )
    _more_in(region, editor, consultation)
    return World(region, editor, loop, consultation, refused, accepted)


def opened(region: Region, editor: User, title: str, texts: list[str]) -> Consultation:
    """A consultation that runs, with everything that it must have."""
    now = timezone.now()
    before = now - timedelta(days=6)
    drafted = preparing.draft(by=editor, at=before, region=region, title=title)
    filled: dict[str, Any] = {
        "title": title,
        "question": "Wat moet dichtbij?",
        "level": Level.ADVISE,
        "promise": "Jullie advies weegt zwaar.",
        "audience": "Iedereen",
        "decided_by": "De raden",
        "decided_on": (now + timedelta(days=90)).date(),
        "answer_by": (now + timedelta(days=60)).date(),
        "opens_at": now - timedelta(days=5),
        "closes_at": now + timedelta(days=20),
    }
    points = [PointText(PointKind.FIXED, "Het budget", "De raad besloot."), PointText(PointKind.OPEN, "Waar hulp is")]
    changed = preparing.change(
        by=editor, at=before, consultation=drafted, version=drafted.version, values=filled, points=points
    )
    statements.add_seeds(by=editor, at=before, consultation=changed, texts=[*texts, *TEXTS][:3])
    return preparing.open_consultation(by=editor, at=before, consultation=changed)


def _more_in(region: Region, editor: User, consultation: Consultation) -> None:
    """A party, invitations, and a consultation that is being prepared."""
    council = parties.add_organisation(
        by=editor, at=on(7), region=region, name="Raad", kind=OrganisationKind.YOUTH_COUNCIL, reach=Reach.REGIONAL
    )
    parties.change_organisation(
        by=editor,
        at=on(7),
        organisation=council,
        name="Jongerenraad",
        kind=OrganisationKind.YOUTH_COUNCIL,
        reach=Reach.LOCAL,
        municipality=None,
        about="Wij denken mee.",
    )
    now = timezone.now()
    make_invitations(by=editor, at=now, consultation=consultation, number=3, expires_at=now + timedelta(days=9))
    later = preparing.draft(by=editor, at=on(7), region=region, title="Later")
    preparing.change(
        by=editor,
        at=on(7),
        consultation=later,
        version=later.version,
        values={
            "title": "Later",
            "question": "Wat  helpt? ",
            "promise": "Wij antwoorden.",
            "decided_on": on(90).date(),
        },
        points=[PointText(PointKind.OPEN, "Hoe?", ""), PointText(PointKind.FIXED, "Het geld ", "Zo besloten.")],
    )


# --- And everything else


def do_everything(world: World) -> None:
    """Whatever act there is besides, so that each of them is seen to leave a history that holds."""
    _in_the_region(world)
    _in_the_text(world)
    _with_voices(world)
    _in_consultations(world)
    _in_the_register(world)
    _in_a_plan(world)
    _along_councils(world)
    leaver = UserFactory()
    give_role(by=None, at=on(8), region=world.region, user=leaver, role=Role.CLERK)
    delete_account(by=leaver, at=on(8))
    entry = Entry.objects.filter(act="region.described").latest("pk")
    remove_words(by=world.editor, at=on(9), entry=entry, reason="Er stond een naam in.")


def _in_the_region(world: World) -> None:
    region, editor, at = world.region, world.editor, on(8)
    step = StepText("Ophalen", "We vragen wat mensen vinden.", at.date(), at.date() + timedelta(days=9))
    for steps in ([step], [step, StepText("Schrijven", "", at.date(), at.date() + timedelta(days=20))]):
        plan_steps(by=editor, at=at, region=region, steps=steps)
    describe_region(by=editor, at=at, region=region, name="Regio Proef", about="Tien gemeenten.")
    office = {"privacy_officer": "de FG van Proef", "privacy_email": "fg@example.org"}
    office |= {"legal_ground": "De Jeugdwet en ons besluit.", "recipients": "Het bedrijf van de server."}
    name_responsible(by=editor, at=at, region=region, controller="het college van Proef", **office)
    agree_on_work(by=editor, at=at, region=region, answer_weeks=6, school_part="zuid", recess="13-2-2027: carnaval")
    set_theme(by=editor, at=at, region=region, theme='[theme]\nname = "N"', version=0)
    place = parties.invent_municipality(name="Lindestroom")
    for municipality, part in ((place, "Noord"), (parties.invent_municipality(name="Vliet"), "")):
        parties.add_municipality(
            by=editor, at=at, region=region, municipality=municipality, sub_region_name=part, n_young_people=900
        )
    _in_the_places(world, place)
    name_site_administrator(at=at, email="site@example.org")
    first = give_role(by=editor, at=at, region=region, user=UserFactory(), role=Role.REGION_ADMINISTRATOR)
    make_first_link(by=editor, at=at, held=first, can_mail=False)
    for municipality in (None, place):
        held = give_role(
            by=editor, at=at, region=region, user=UserFactory(), role=Role.CLERK, municipality=municipality
        )
        take_role(by=editor, at=at, membership=held)
    give_role(by=editor, at=at, region=region, user=UserFactory(), role=Role.CLERK, municipality=place)


def _in_the_places(world: World, municipality: Municipality) -> None:
    done = {"by": world.editor, "at": on(8)}
    one, other = RegionMunicipality.objects.filter(region=world.region).order_by("pk")
    given = {"n_young_people": 901, "access_point": "Het jeugdteam", "council_decides_on": on(30).date()}
    given |= {"access_url": "https://jeugd.example/", "access_phone": "088 000 00 01"}
    given |= {"n_people": 3500, "people_from": "CBS, 1 januari 2026"}
    places.change_municipality(**done, place=other, sub_region=one.sub_region, **given)
    more = parties.add_municipality(
        **done, region=world.region, municipality=parties.invent_municipality(name="Veen"), sub_region_name="Zuid"
    )
    for name, some in (("Vennen", [one, other, more]), ("Veenland", [more])):
        made = places.set_sub_region(**done, region=world.region, name=name, places=some)
    places.set_sub_region(**done, region=world.region, name="Venen", places=[other], sub_region=made)
    places.remove_sub_region(**done, sub_region=made)
    for party in (one, more, world.region.organisations.first()):
        set_logo(**done, party=party, logo=b"\x89PNG")
    set_logo(**done, party=one, logo=None)
    places.let_municipality_leave(**done, place=more)


def _in_the_text(world: World) -> None:
    loop, editor, at = world.loop, world.editor, on(8)
    section = writing.add_section(by=editor, at=at, document=loop.document, title="Samen")
    writing.change_section(by=editor, at=at, section=section, seen=seen_of(section), title="Samen sterk")
    writing.move(by=editor, at=at, passage=loop.school, section=section)
    writing.say_who_acts(by=editor, at=at, passage=loop.own, who=WhoActs.EACH, seen="")
    trunk = naming.name_kind(by=editor, at=at, passage=loop.waiting, seen=0, what=Particulars("principle"))
    naming.name_kind(by=editor, at=at, passage=loop.school, seen=0, what=Particulars("agreement"))
    hangs = Particulars("exception", trunk.pk, "Hier kan het niet anders.", on(60).date(), on(90).date())
    naming.name_kind(by=editor, at=at, passage=loop.school, seen=1, what=hangs, reason="Het geldt niet overal.")
    writing.retire(by=editor, at=at, passage=loop.own, reason="Niet meer nodig.")
    writing.bring_back(by=editor, at=at, passage=loop.own, reason="Toch wel.")
    more = writing.add_passage(by=editor, at=at, section=section, text="Dit staat er niet lang.", reason="Nieuw.")
    drafted = {"by": editor, "passage": more, "base": 1, "text": "Dit staat er nog niet.", "reason": "Beter."}
    drafting.save_draft(at=at, seen=0, **drafted)
    drafting.drop_draft(passage=more, seen=1)
    drafting.save_draft(at=at, seen=0, **drafted)
    drafting.ask_reader(at=at, passage=more, seen=1)
    drafting.publish(by=editor, at=at, passage=more, version=1, seen=1, text=drafted["text"], reason="Beter.")
    writing.retire(by=editor, at=at, passage=more, reason="Dubbel.")
    writing.move_section(by=editor, at=at, section=section, after=loop.own.section)
    two = writing.add_passage(by=editor, at=at, section=section, text="Dit is een. Dit is twee.", reason="Nieuw.")
    part = arranging.split(by=editor, at=at, passage=two, version=1, place=0, reason="Dit zijn twee dingen.")
    read: dict[str, Any] = {"version": two.version, "other": part, "other_version": 1}
    arranging.join(by=editor, at=at, passage=two, **read, reason="Toch niet.")
    arranging.revert(by=editor, at=at, passage=two, version=two.version, to=2, reason="Kort is beter.")
    begun = {"about": {"by": editor, "place": "/proef/visie/nieuw/"}, "values": {"title": "Nog"}, "seen": 0}
    keep_draft(OwnDraft, by=editor, at=at, **begun, region=world.region, name="Nog")
    council = loop.first.decisions.get().municipality
    corrected = {"decision": "amended", "body": "de raad van Roggerade", "decided_on": on(3).date(), "number": 1}
    note_decision(
        by=editor, at=at, release=loop.first, municipality=council, reason="Er was een amendement.", **corrected
    )
    asked = [requirement_of(code) for code in ("RV-01", "RV-02")]
    judged: dict[str, Any] = {"by": editor, "at": at, "document": loop.document, "number": 0}
    judge(**judged, requirement=asked[0], fulfilment="met", passages={loop.own.number: loop.own.knot.number})
    judge(**judged, requirement=asked[1], fulfilment="missing", why="Dit staat er nog niet.")
    _proposed(world)
    loop.release("Tweede versie", day=9)


def _proposed(world: World) -> None:
    """Other words are proposed, judged, answered and decided about; and something is noted beside them."""
    loop, editor, at = world.loop, world.editor, on(8)
    school = Passage.objects.select_related("section__document__region").get(pk=loop.school.pk)
    made: dict[str, Any] = {"by": editor, "at": at, "standings": standings_of(editor, world.region)}
    of = {"section": school.section, "passage": school, "reason": "Dit is beter."}
    one = proposing.propose(**made, **of, kind=ProposalKind.REWORD, base=1, text="Hulp is er op elke school.")
    other = proposing.propose(**made, **of, kind=ProposalKind.DROP, base=1)
    third = proposing.propose(**made, **of, kind=ProposalKind.ADD, text="Ook mbo-scholen doen mee.")
    said: dict[str, Any] = {"proposal": one, "reason": "Dat is kort."}
    done: dict[str, Any] = {"by": editor, "at": at}
    proposing.intend(**done, **said, seen=0, intent=Intent.CHANGED, text="Hulp is er op alle scholen.")
    proposing.reply(**made, **said, seen=1, agrees=True)
    judged = [Judged(one, 2, Intent.CHANGED, "Zo is het goed."), Judged(other, 0, Intent.REJECT, "Dit blijft.")]
    proposing.decide(**done, judged=judged, version=1, text="Hulp is er op alle scholen.")
    proposing.withdraw(**made, proposal=third, seen=0, reason="Dat kan later.")
    named = proposing.propose(**made, **of, kind=ProposalKind.REWORD, base=2, text="Hulp is er op de school van Sam.")
    proposing.hide(**done, proposal=named, reason="Er stond een naam in.")
    noted = remarking.remark(**done, document=loop.document, passage=school, text="Welke scholen zijn dit?")
    answered = remarking.remark(**done, document=loop.document, answers=noted, text="Alle basisscholen.")
    remarking.resolve(**made, remark=noted)
    remarking.hide(**done, remark=answered, reason="Er stond een naam in.")
    went = [OutPassage(9, 1, "Dit kende niemand.", was="Weg.")]
    out = OutText("Onze visie", "", [], [OutSection("Samen", went)], author="Anna")
    brought = bringing.bring(**done, document=loop.document, what="return", name="terug.docx", data=write(out))
    kept = [(True, 0)]
    chosen = Chosen(kept * len(brought.plan["items"]), kept * len(brought.plan["remarks"]))
    bringing.take_over(**made, brought=brought, chosen=chosen)
    proposing.show_proposals(**done, document=loop.document, readers="public", seen="members")


def _in_the_register(world: World) -> None:
    done: dict[str, Any] = {"by": world.editor, "at": on(9)}
    crisis, access, gone = (
        register.add_subject(**done, region=world.region, title=title) for title in ("Crisishulp", "Toegang", "Dubbel")
    )
    crisis = register.change_subject(
        **done, subject=crisis, version=1, passage=world.loop.school, title="Crisishulp", words="nood"
    )
    register.move_subject(**done, subject=gone)
    gone = register.retire_subject(**done, subject=gone, version=1, reason="Dubbel.")
    gone = register.bring_back_subject(**done, subject=gone, version=2, reason="Toch niet.")
    register.retire_subject(**done, subject=gone, version=3, reason="Toch wel.")
    law: dict[str, Any] = {"text": "Dag en nacht bereikbaar.", "mark": "verified", "levels": ["regionaal"]}
    for article in ("Jeugdwet 2.6", "Jeugdwet 2.7"):
        fact = register.add_law_fact(**done, subject=crisis, article=article, **law)
    register.remove_law_fact(**done, fact=fact)
    decided: dict[str, Any] = {"holder": "de colleges samen", "ground": "de regeling", "from_on": on(9).date()}
    for number, level in enumerate((DecisionLevel.LOCAL, DecisionLevel.REGIONAL)):
        mandate = register.set_mandate(**done, subject=crisis, number=number, level=level, **decided)
    register.withdraw_mandate(**done, mandate=mandate, reason="Het was nog niet besloten.")
    place = RegionMunicipality.objects.filter(region=world.region).order_by("pk")[0].municipality
    deviation = register.add_deviation(
        **done,
        subject=crisis,
        municipality=place,
        level=DecisionLevel.REGIONAL,
        motive="Er is geen eigen team.",
        ground="de verordening",
        body="de raad van Lindestroom",
        decided_on=on(8).date(),
        from_on=on(9).date(),
        review_on=on(90).date(),
    )
    register.end_deviation(**done, deviation=deviation)
    _agreed(world, crisis, place)
    _tied_later(world, access)
    _in_a_mandate_round(world, crisis, access, place)


def _agreed(world: World, crisis: Subject, place: Municipality) -> None:
    done: dict[str, Any] = {"by": world.editor, "at": on(9)}
    agreement = agreeing.offer_agreement(
        **done,
        subject=crisis,
        number=0,
        level=DecisionLevel.REGIONAL,
        holder="de colleges samen",
        text="Crisishulp regelen we samen.",
        from_on=on(40).date(),
    )
    agreeing.note_consent(
        **done,
        agreement=agreement,
        municipality=place,
        number=0,
        stance=Stance.BOUND,
        body="het college van Lindestroom",
        decided_on=on(9).date(),
    )
    agreeing.carry_out(**done, agreement=agreement)
    agreeing.propose_wording(**done, agreement=agreement)


def _tied_later(world: World, access: Subject) -> None:
    """What is older than its place on the thread."""
    said: dict[str, Any] = {"level": "lokaal", "holder": "elk college", "text": "Samen.", "from_on": on(40).date()}
    agreement = agreeing.offer_agreement(by=world.editor, at=on(9), subject=access, number=0, **said)
    Agreement.objects.filter(pk=agreement.pk).update(knot=None)
    days = {"opens_at": on(1), "closes_at": on(2), "opened_at": on(1), "published_at": on(3)}
    told: dict[str, Any] = {"slug": "eerder", "title": "Een eerdere ronde", "visibility": Visibility.AFTER, **days}
    round = Round.objects.create(region=world.region, **told)
    assert agreeing.tie_agreement(at=on(9), agreement=agreement)
    assert rounds.tie_round(at=on(9), round=round)
    assert tie_what_was_before() == 0, "each once"


def _in_a_mandate_round(world: World, crisis: Subject, access: Subject, place: Municipality) -> None:
    done: dict[str, Any] = {"by": world.editor, "at": on(9)}
    told: dict[str, Any] = {"title": "Wat doen we samen?", "visibility": Visibility.AFTER}
    told |= {"opens_at": on(9), "closes_at": on(20)}
    made = rounds.prepare_round(**done, region=world.region, **told)
    parties = [one.municipality for one in RegionMunicipality.objects.filter(region=world.region)]
    made = rounds.change_round(**done, round=made, version=1, subjects=[access, crisis], municipalities=parties, **told)
    rounds.set_votes(**done, round=made, votes={place.pk: 3})
    condition: dict[str, Any] = {"if_comparison": "at_least", "then_comparison": "is"}
    condition |= {"if_level": DecisionLevel.REGIONAL, "then_level": DecisionLevel.LOCAL}
    for asked, other in ((access, crisis), (crisis, access)):
        added = rounds.add_condition(**done, round=made, if_subject=asked, then_subject=other, **condition)
    rounds.remove_condition(**done, condition=added)
    made = rounds.open_round(**done, round=made, version=made.version)
    far: dict[str, Any] = {"accepts": {DecisionLevel.LOCAL: 20}, "never": ["landelijk"], "because": "Te ver weg."}
    filled = [Filled(crisis, DecisionLevel.REGIONAL, 60, **far), Filled(access, "lokaal", 40)]
    handed: dict[str, Any] = {"round": made, "municipality": place, "filled": filled, "authority": "het college"}
    for number, is_final in enumerate((False, True)):
        fill_in(**done, **handed, number=number, is_final=is_final)
    made = rounds.move_closing(**done, round=made, version=made.version, closes_at=on(21))
    rounds.drop_subject(**done, round=made, subject=access, reason="Dit regelt de wet.")
    made = rounds.close_round(by=world.editor, at=on(10), round=made)
    give_up(by=world.editor, at=on(10), round=made, municipality=next(one for one in parties if one != place))
    made = rounds.publish_round(by=world.editor, at=on(10), round=made)
    _beside_a_round(world, made, crisis)
    search = packages.begin_search(at=on(10), round=made, key="0" * 64, data={})
    search = packages.stop_search(by=world.editor, at=on(10), search=search)
    packages.search_on(by=world.editor, at=on(10), search=search)
    _on_the_table(world, made, place, crisis)


def _beside_a_round(world: World, made: Round, crisis: Subject) -> None:
    """Two regions of which one goes again."""
    done: dict[str, Any] = {"by": world.editor, "at": on(10)}
    kept, gone = (
        comparing.bring_neighbour(**done, round=made, name=name, positions=NEIGHBOUR) for name in ("Oost", "West")
    )
    for neighbour in (kept, gone):
        pair: dict[str, Any] = {"neighbour": neighbour, "subject": crisis, "other": "Acute hulp"}
        for is_same in (False, True):
            comparing.judge_pair(**done, **pair, is_same=is_same)
    comparing.remove_neighbour(**done, neighbour=gone)


def _on_the_table(world: World, made: Round, place: Municipality, crisis: Subject) -> None:
    done: dict[str, Any] = {"by": world.editor, "at": on(11)}
    own: dict[str, Any] = {"round": made, "municipality": place}
    mending.set_floor(**done, **own, number=0, percent=60, because="Minder past niet.")
    anew: dict[str, Any] = {"points": {crisis.pk: 100}, "reason": "Het andere viel weg.", "authority": "het college"}
    mending.change_points(**done, **own, number=0, **anew)
    other = RoundParty.objects.filter(round=made).exclude(municipality=place)[0].municipality
    first = offers.make_offer(**done, round=made, number=0, levels={crisis.pk: "regionaal"}, reason="Dit past.")
    counter: dict[str, Any] = {"levels": {crisis.pk: "landelijk"}, "reason": "Samen.", "authority": "het college"}
    counter |= {"made_of": first, "swaps": [Swap(place, crisis, "Een eigen loket.", other)]}
    second = offers.make_offer(**done, **own, number=1, **counter)
    offers.give_reply(**done, offer=second, municipality=other, number=0, living="not_yet", reason="Nog te vroeg.")
    offers.agree_on(**done, offer=first, number=0, reason="Zo afgesproken.")
    offers.end_accord(**done, round=made, number=1, reason="Toch niet.")
    offers.withdraw_offer(**done, offer=first, reason="Er komt een ander.")


def _in_a_plan(world: World) -> None:
    done: dict[str, Any] = {"by": world.editor, "at": on(9)}
    during = {"first_year": 2027, "last_year": 2029}
    plan = planning_years.begin_plan(**done, region=world.region, title="Plan", **during, document=world.loop.document)
    plan = planning_years.change_plan(**done, plan=plan, version=1, title="Uitvoeringsplan", **during)
    for version, amounts in ((2, {2027: Amount(9, 9), 2028: Amount(9, 9)}), (3, {2027: Amount(8, 8)})):
        plan = planning_years.set_capacity(**done, plan=plan, version=version, amounts=amounts)
    first = measures.add_measure(**done, plan=plan, title="Eén aanmeldpunt", owner="region")
    other = measures.add_measure(**done, plan=plan, title="Crisisdienst", state="proposed")
    duty: dict[str, Any] = {"is_statutory": True, "ground": "Jeugdwet 2.3", "earliest_year": 2027}
    duties = [measures.add_measure(**done, plan=plan, title=f"Wat moet, deel {n}", **duty) for n in range(4)]
    measures.set_size(**done, measure=other, version=1, name="Half", about="Eén.", amounts={2027: Amount(2, 2)})
    other = measures.set_needs(**done, measure=other, version=2, on=duties[:1], one_of="Welke dienst?")
    first = measures.change_measure(**done, measure=first, version=1, title="Eén  aanmeldpunt openen", level="lokaal")
    first = measures.set_effort(**done, measure=first, version=2, amounts={2027: Amount(5, 5), 2028: Amount(5, 5)})
    first = measures.set_effort(**done, measure=first, version=3, amounts={2027: Amount(4, 5)})
    size = measures.set_size(**done, measure=first, version=4, name="Klein", amounts={2027: Amount(1, 1)})
    measures.remove_size(**done, size=size)
    first = measures.set_needs(**done, measure=first, version=6, on=[other], one_of="Eén deur")
    first = measures.set_needs(**done, measure=first, version=7, on=[])
    measures.move_measure(**done, measure=first, version=8, state="withdrawn", reason="Dubbel.")
    _in_variants(plan, done)
    plan = planning_years.move_plan(**done, plan=plan, version=plan.version, state="open")
    _told_of(world, plan, other)
    criterion = plan.criteria.get(position=1)
    said: dict[str, Any] = {"name": "Leren", "definition": "Samen.", **{f"anchor_{n}": "Zo." for n in range(1, 6)}}
    criterion = criteria.change_criterion(**done, criterion=criterion, version=1, **said)
    criteria.give_scores(**done, measure=other, seen=0, given={criterion.pk: GivenScore(4, "Het is  nodig.")})
    criterion = criteria.retire_criterion(**done, criterion=criterion, version=2)
    criteria.bring_back_criterion(**done, criterion=criterion, version=3)
    _contracted(world, other)
    _in_a_choice(world, plan, done)


def _in_a_choice(world: World, plan: Plan, done: dict[str, Any]) -> None:
    """One that closes and is told, and one that is stopped."""
    asked = [measures.add_measure(**done, plan=plan, title=title, state="proposed") for title in ("Een", "Twee")]
    for one in asked:
        measures.set_effort(**done, measure=one, version=1, amounts={2028: Amount(3, 3)})
    days = {"closes_on": on(20).date(), "shares": dict.fromkeys(PartyKind.values, 20)}
    made = ballots.prepare_round(**done, plan=plan, title="Wat eerst?", question="Wat?", measures=asked, **days)
    said: dict[str, Any] = {"title": "Wat komt eerst?", "question": "Wat?", "measures": asked[:1], "at_least": 1}
    made = ballots.change_round(**done, round=made, version=1, **said | days)
    made = ballots.change_round(**done, round=made, version=2, **said | days | {"measures": asked})
    made = ballots.open_round(**done, round=made, version=3)
    mine = Behalf(PartyKind.RESIDENTS)
    for seen, chosen in enumerate(({"1": 1}, {"2": 1})):
        ballots.give_ballot(**done, round=made, behalf=mine, among=[mine], seen=seen, said=chosen)
    sheets = [Sheet(str(n), PartyKind.CLIENTS, {"1": 1}) for n in (1, 2)]
    [wrong, _right] = entering.enter_ballots(**done, round=made, sheets=sheets)
    entering.undo_ballot(**done, ballot=wrong, reason="Dubbel getypt.")
    entering.bring_ballots(**done, round=made, sheets=sheets)
    made = ballots.prolong_round(**done, round=made, version=4, closes_on=on(30).date())
    made = ballots.close_round(**done, round=made, version=5)
    _what_came_out(plan, made, done)
    other = ballots.prepare_round(**done, plan=plan, title="Nog een keer", question="Wat?", measures=asked, **days)
    other = ballots.open_round(**done, round=other, version=1)
    ballots.stop_round(**done, round=other, version=2, reason="Het geld is op.")


def _in_variants(plan: Plan, done: dict[str, Any]) -> None:
    """Of the measures 2 to 6: one moves, one becomes smaller, one is taken out."""
    size = Size.objects.get(measure__plan=plan)
    places = {number: At(2027 + number % 3) for number in range(3, 7)}
    kept = years.keep_variant(**done, plan=plan, name="Later ", places=places)
    places = {2: At(2028, size.pk), 3: At(2027), 4: At(2028)}
    kept = years.change_variant(**done, variant=kept, version=1, places=places)
    kept = years.rename_variant(**done, variant=kept, version=2, name="Eerst de  wet")
    seen = given_of(plan, 2026).seen
    years.choose_variant(**done, variant=kept, version=3, seen=seen, reason="Zo past het.")
    other = years.keep_variant(**done, plan=plan, name="Anders", places=places)
    years.remove_variant(**done, variant=other, version=1)


def _told_of(world: World, plan: Plan, measure: Measure) -> None:
    """How a measure goes, what is measured of it, and how often that is asked."""
    done: dict[str, Any] = {"by": world.editor, "at": on(9)}
    moved = Measure.objects.select_related("plan__region").get(pk=measure.pk)  # the planning moved it, or a decision
    if moved.state == "proposed":
        moved = measures.move_measure(**done, measure=moved, version=moved.version, state="planned")
    wrong = progress.tell_progress(**done, measure=moved, number=0, pace="on", done="Het team  is er.")
    better = progress.correct_progress(**done, progress=wrong, pace="late", late="Geen plek.", expected_year=2029)
    progress.hide_progress(**done, progress=better, reason="Er staat  een naam in.")
    for version, months in enumerate((3, 6)):
        progress.set_rhythm(**done, plan=plan, version=version, months=months, first_on=on(9).date())
    named = {"name": "Wie er hulp  krijgt", "unit": "jongeren"}
    made = indicators.add_indicator(**done, measure=moved, **named, target=Decimal(40), target_year=2029)
    figures = {"2027": Measured(Decimal("12.5")), "2028": Measured(Decimal(3), "Een  halve telling.", "Anders.")}
    made = indicators.set_figures(**done, indicator=made, version=1, figures=figures)
    made = indicators.change_indicator(**done, indicator=made, version=2, **named, counts_people=True)
    indicators.set_figures(**done, indicator=made, version=3, figures={"2027": None})


def _what_came_out(plan: Plan, made: ChoiceRound, done: dict[str, Any]) -> None:
    """Counted, told and decided about twice; and an election from a file."""
    counted = outcomes.begin_counting(at=done["at"], round=made)
    outcomes.tell_progress(at=done["at"], outcome=counted, n_done=1)
    asked, rules = from_kept(counted.asked, counted.how)
    outcomes.finish_counting(at=done["at"], outcome=counted, answers=[answer_of(asked, one) for one in rules])
    outcomes.tell_outcome(**done, round=made, version=made.version)
    said: dict[str, Any] = {"round": made, "body": "de  bestuurlijke tafel", "decided_on": done["at"].date()}
    numbers = [one.number for one in made.plan.measures.filter(state="proposed", is_statutory=False)]
    late = dict.fromkeys(numbers, ("later", "Dit kan  nog wachten."))
    outcomes.decide(**done, **said, seen=0, verdicts=late)
    outcomes.decide(**done, **said, seen=1, verdicts={})
    poll = Poll(9, [Project("a", 3, "Van  elders")], [Voter("1", {"a": 1})], meta={"description": "Elders"})
    outcomes.take_poll(**done, plan=plan, seen=bringing_measures.seen_of(plan), poll=poll, kind="residents")


def _contracted(world: World, measure: Measure) -> None:
    """What is agreed with providers, and whose people work where."""
    done: dict[str, Any] = {"by": world.editor, "at": on(9)}
    region, today = world.region, on(9).date()
    place = RegionMunicipality.objects.filter(region=region).order_by("pk")[0].municipality
    parties: list[Any] = [place, "region"]
    said: dict[str, Any] = {"kind": "contract", "from_on": today, "until_on": today + timedelta(days=700)}
    made = agreements.add_arrangement(**done, region=region, title="Contract", parties=parties, **said)
    said |= {
        "public_from": today + timedelta(days=2),
        "owner": place,
        "theme": "Crisis",
        "title": "Contract crisishulp",
    }
    made = agreements.change_arrangement(**done, arrangement=made, version=1, parties=parties[:1], **said)
    parties = [region.organisations.order_by("pk")[0], "region"]
    for n, owner in enumerate((None, *parties)):
        others: dict[str, Any] = said | {"title": f"Kader  {n}", "owner": owner, "parties": parties}
        agreements.add_arrangement(**done, region=region, **others)
    of: dict[str, Any] = {"arrangement": made}
    option = agreements.set_extension(**done, **of, version=2, months=12)
    agreements.set_extension(**done, **of, version=3, months=12, decide_by=today, extension=option, state="taken")
    award = agreements.set_milestone(**done, **of, version=4, kind="award", on=today)
    later: dict[str, Any] = {"kind": "award", "on": today + timedelta(days=9), "reason": "Meer  tijd."}
    award = agreements.set_milestone(**done, **of, version=5, milestone=award, state="tentative", **later)
    needs: list[dict[str, Any]] = [{"knot": measure.knot}]
    needs += [{"what": "Een besluit", "owner": owner, "by_on": today} for owner in (*parties, place)]
    for version, need in enumerate(needs, 6):
        last = agreements.set_prerequisite(**done, milestone=award, version=version, **need)
    agreements.say_ready(**done, prerequisite=last, is_ready=True)
    agreements.remove_prerequisite(**done, prerequisite=last)
    agreements.let_wait(**done, arrangement=made, measure=measure)
    agreements.show_by_the_clock(at=on(12))
    made.refresh_from_db()
    dropped: dict[str, Any] = {"arrangement": made, "version": made.version, "state": "dropped"}
    made = agreements.move_arrangement(**done, **dropped, reason="Te duur.")
    agreements.move_arrangement(**done, arrangement=made, version=made.version, state="stands")
    lent: dict[str, Any] = {"owner": place, "role": "Gedragswetenschapper", "hours": 8, "from_on": today}
    teams = [seconding.set_secondment(**done, region=region, team=f"Team {n}", **lent) for n in range(2)]
    seconding.set_secondment(
        **done, region=region, team="Team van allen", **lent | {"owner": parties[0], "until_on": today}
    )
    seconding.set_secondment(**done, region=region, secondment=teams[0], version=1, team="Team Noord", **lent)
    seconding.remove_secondment(**done, secondment=teams[1])


def _along_councils(world: World) -> None:
    done: dict[str, Any] = {"by": world.editor, "at": on(9)}
    document, region = world.loop.document, world.region
    place = RegionMunicipality.objects.filter(region=region).order_by("pk")[0].municipality
    for version, days in enumerate(((20, 48), (48, 76))):
        meetings = [Meeting(on(day).date(), Body.COUNCIL) for day in days]
        keep_days(**done, region=region, municipality=place, version=version, meetings=meetings)
    for version, content in enumerate((b"PK", b"")):
        keep_letterhead(
            **done, region=region, municipality=place, name="sjabloon.docx", content=content, version=version
        )
    for version, day in ((0, 200), (1, 230)):
        pattern = planning.plan_text(**done, document=document, wanted_on=on(day).date(), version=version)
    texts = texts_of(steps_of(pattern))
    pattern = planning.change_pattern(**done, document=document, version=2, steps=texts[1:])
    route = route_of(document, place)
    assert route is not None
    route = planning.change_route(**done, route=route, version=route.version, steps=texts[3:])
    route = planning.follow_pattern(**done, route=route, version=route.version)
    asked = {"step": steps_of(route)[0], "on": on(9).date()}
    planning.note_outcome(**done, **asked, number=0, outcome="mixed", text="Let op het geld.")
    planning.note_outcome(**done, **asked, number=1, outcome="positive", reason="Het was akkoord.")
    told: dict[str, Any] = {"title": "School eerst", "text": "Hulp begint op school.", "passage": world.loop.school}
    where: dict[str, Any] = {"release": world.loop.first, "municipality": place, "kind": "amendment"}
    paper = papers.add_paper(**done, **where, on=on(9).date(), **told)
    asked_for = {**where, "kind": "advice"}
    point = papers.add_paper(**done, **asked_for, on=on(9).date(), body="advisory", title="Geld", text="Wie betaalt?")
    papers.move_paper(**done, paper=point, version=1, state="partly", on=on(9).date(), note="Het staat er nu in.")
    told["text"] = "Hulp begint altijd op school."
    paper = papers.change_paper(**done, paper=paper, version=1, **told)
    paper = papers.move_paper(**done, paper=paper, version=2, state="adopted", on=on(9).date())
    held = frozenset({Standing(Role.EDITOR)})
    papers.propose_for_all(**done, standings=held, paper=paper, reason="Dit helpt overal.")
    # What is older than its place on the thread.
    Paper.objects.filter(pk=paper.pk).update(knot=None)
    Route.objects.filter(pk=route.pk).update(knot=None)
    assert papers.tie_paper(at=on(9), paper=paper)
    assert planning.tie_route(at=on(9), route=route)
    assert tie_councils() == 0, "each once"


def _voice(world: World, text: str, **more: Any) -> Contribution:
    return world.loop.voice(text, day=8, **more)


def _with_voices(world: World) -> None:
    loop, editor, at = world.loop, world.editor, on(9)
    linked = _voice(world, "Hulp moet op school zijn.")
    link = confirm_link(by=editor, at=at, passage=loop.school, contribution=linked)
    loop.reword(loop.school, "Hulp is er altijd op school.", day=10)
    link.refresh_from_db()
    clear_review(by=editor, at=on(11), link=link, seen=link.numbers)
    assign(by=editor, at=at, contribution=linked, to=editor)
    save_answer_draft(by=editor, at=at, source=linked, values={"heard": "Hulp op school."}, seen=0)
    phrase = save_phrase(by=editor, at=at, region=world.region, name="Dank", text="Dank je wel.")
    remove_phrase(by=editor, at=at, phrase=phrase)
    reject_suggestion(
        by=editor,
        at=at,
        contribution=_voice(world, "Dit gaat over iets heel anders.", about=loop.own),
        passage=loop.own,
    )
    twofold = _voice(world, "Er moeten meer bussen komen. En er moet een fietspad komen.", about=loop.school)
    split(
        by=editor, at=at, contribution=twofold, parts=["Er moeten meer bussen komen.", "En er moet een fietspad komen."]
    )
    joined = [
        _voice(world, text) for text in ("Een lange zin over de bus die nooit rijdt.", "De bus rijdt nooit op tijd.")
    ]
    made = merge(by=editor, at=at, contributions=joined, text=f"{joined[0].text} Zei iemand.", kind="idea")
    give_answer(
        by=editor, at=at, contribution=made, number=0, heard=f"We hoorden: {joined[0].text}", verdict="no", why="Geld."
    )
    give_answer(by=editor, at=on(10), contribution=made, number=1, heard="We hoorden je.", verdict="no", why="Geld.")
    promise = Promise("de werkgroep vervoer", on(30).date())
    later = {"heard": "We hoorden je.", "verdict": "promised", "why": "We zoeken geld.", "promise": promise}
    give_answer(by=editor, at=on(10.5), contribution=made, number=2, **later)
    remove(at=on(11), contribution=joined[0])
    withdraw(at=on(11), contribution=_quoted(world))
    moderating.take_down(
        by=editor,
        at=at,
        contribution=_voice(world, "Dit moet weg van deze site."),
        reason="other",
        explanation="Dubbel.",
    )
    gone, _code = sending.send_in(
        at=at, region=world.region, kind="idea", text="Koop nu onze fietsen in de winkel.", key=uuid.uuid4()
    )
    moderating.refuse(by=editor, at=at, contribution=gone, reason="spam")
    gone.refresh_from_db()
    clean(at=on(50), contribution=gone)


def _quoted(world: World) -> Contribution:
    """Whose words stand in an answer."""
    text = "Het meisje met de rode fiets wacht al een jaar."
    sent = _voice(world, text)
    give_answer(
        by=world.editor, at=on(9), contribution=sent, number=0, heard=f"We hoorden: {text}", verdict="no", why="Geld."
    )
    return sent


def _in_consultations(world: World) -> None:
    region, editor, consultation, now = world.region, world.editor, world.consultation, timezone.now()
    drafted = preparing.draft(by=editor, at=now, region=region, title="Nog een")
    seed = statements.add_seed(by=editor, at=now, consultation=drafted, text="Hulp is dichtbij")
    statements.mend(by=editor, at=now, statement=seed, text="Hulp is altijd dichtbij.", seen=seed.text)
    for number in (8, 9):
        places = dict.fromkeys((key for key, _name in values_of(drafted)[Property.MUNICIPALITY]), number)
        given = {
            Property.ROLE: Given("Het register", 2025, dict.fromkeys(DeclaredRole.values[:5], number)),
            Property.MUNICIPALITY: Given("Het register", 2025, places),
        }
        drafted = set_benchmark(by=editor, at=now, consultation=drafted, version=drafted.version, given=given)
    for is_needed in (True, False):
        ask_codes(by=editor, at=now, consultation=consultation, needs_code=is_needed)
    at = now + timedelta(seconds=1)
    until = now + timedelta(days=9)
    codes = make_invitations(by=editor, at=at, consultation=consultation, number=2, expires_at=until, note="De raad")
    use_invitation(at=at, consultation=consultation, code=codes[0])
    withdraw_unused(by=editor, at=at, consultation=consultation, made_at=at)
    _on_paper(world, now)
    _read_in(world, now)
    _told(world, now)


def _on_paper(world: World, now: datetime) -> None:
    editor, consultation = world.editor, world.consultation
    table = plan_table(by=editor, at=now, consultation=consultation, name="Avond", held_on=now.date(), facilitator="An")
    other = opened(world.region, editor, "Op papier", [])
    use_meeting(by=editor, at=now, consultation=other, meeting=table.meeting)
    seed = consultation.statements.get(number=1)
    sheet = PaperBallot("1", {seed: Choice.AGREE}, DeclaredRole.PARENT)
    enter_ballots(by=editor, at=now, table=table, ballots=[sheet])
    statements.replace(by=editor, at=now, statement=seed, text="Hulp is overal dichtbij.")
    preparing.close(by=editor, at=now, consultation=other)


def _read_in(world: World, now: datetime) -> None:
    target = preparing.draft(by=world.editor, at=now, region=world.region, title="Van elders")
    read = ReadVotes(
        people=[ReadPerson("7", DeclaredRole.GP, None), ReadPerson("8", "", None)],
        statements=[
            ReadStatement(1, "Hulp is nodig", StatementState.ACCEPTED, "7", None),
            ReadStatement(2, "Geweigerd", StatementState.REFUSED, "8", None),
        ],
        votes=[("7", 1, 1, now), ("8", 1, -1, None)],
    )
    asked = VoteImport.objects.create(consultation=target, votes_file="x.csv", by=world.editor, at=now)
    store_import(at=now, vote_import=asked, read=read)


def _told(world: World, now: datetime) -> None:
    """Enough people to tell of, what some say about themselves, and a consultation that was counted to its end."""
    consultation = opened(world.region, world.editor, "Verteld", [])
    seed = consultation.statements.get(number=1)
    choices = [Choice.AGREE] * 14 + [Choice.DISAGREE] * 9
    people = [
        begin_with_vote(at=now, consultation=consultation, statement=seed, choice=choice, key=uuid.uuid4())
        for choice in choices
    ]
    for role in (DeclaredRole.GP, DeclaredRole.PARENT):
        describe_self(at=now, consultation=consultation, participant=people[0], role=role, municipality=None)
    told = take_steps(at=now + timedelta(hours=1), consultation=consultation)
    assert told is not None
    ended = preparing.close(by=world.editor, at=now + timedelta(hours=2), consultation=consultation)
    count_all(at=now + timedelta(hours=3), consultation=ended)
    take_finding(by=world.editor, at=now + timedelta(hours=3), statement=seed)
