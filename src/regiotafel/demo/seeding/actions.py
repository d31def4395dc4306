"""The invented example region, made through the same actions that people use."""

import random
import uuid
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from datetime import date, datetime, timedelta
from functools import partial

from django.db import transaction

from regiotafel.consultations.benchmark.actions import set_benchmark
from regiotafel.consultations.benchmark.queries import Given
from regiotafel.consultations.inviting import actions as inviting
from regiotafel.consultations.models import (
    Choice,
    Consultation,
    DeclaredRole,
    Level,
    Participant,
    PointKind,
    Property,
    Source,
    Statement,
)
from regiotafel.consultations.outcome.actions import count_all
from regiotafel.consultations.paper import actions as tables
from regiotafel.consultations.preparing import actions as preparing
from regiotafel.consultations.statements import actions as statements
from regiotafel.consultations.taking_part import actions as voting
from regiotafel.consultations.telling.actions import take_steps
from regiotafel.demo import content as example
from regiotafel.demo.agreeing.actions import scenes_of_rounds
from regiotafel.demo.bargaining.actions import scenes_of_table
from regiotafel.demo.choosing.actions import scenes_of_choices
from regiotafel.demo.contracting.actions import scenes_of_agreements
from regiotafel.demo.councils.actions import scenes_of_councils
from regiotafel.demo.deciding.actions import scenes_of_register
from regiotafel.demo.measuring.actions import scenes_of_plan
from regiotafel.demo.proposing.actions import propose
from regiotafel.demo.simulation import Visitor, answer, visitors
from regiotafel.demo.writing.actions import Desk, lay_on_desks, scenes_of_checks, write_and_answer
from regiotafel.formats.picture import as_png
from regiotafel.people.models import User
from regiotafel.publishing.heads.actions import tell_heads
from regiotafel.regions.logos.actions import set_logo
from regiotafel.regions.members import actions as members
from regiotafel.regions.models import (
    Municipality,
    Organisation,
    OrganisationKind,
    Reach,
    Region,
    RegionMunicipality,
    Role,
    SchoolPart,
)
from regiotafel.regions.parties import actions as parties
from regiotafel.regions.parties.queries import places_of
from regiotafel.regions.permissions import OF_MUNICIPALITY
from regiotafel.regions.places.actions import change_municipality
from regiotafel.regions.settings import actions as regions
from regiotafel.web.quiet_days import SUMMER, is_recess, is_working_day

CHOICES = {"agree": Choice.AGREE, "disagree": Choice.DISAGREE, "unsure": Choice.UNSURE}
# The month that the steps of the example were written for.
STEPS_WRITTEN_FOR = date(2026, 11, 1)
# So long before the day that the rounds name the first council decides.
DAYS_OF_COUNCILS_BEFORE = 21
# When whoever works for the region begins, in world time.
MORNING = 8


@dataclass
class Cast:
    """Everybody and everything in the example, by the short name in its files."""

    region: Region
    people: dict[str, User] = field(default_factory=dict)
    municipalities: dict[str, Municipality] = field(default_factory=dict)
    organisations: dict[str, Organisation] = field(default_factory=dict)

    def first(self, role: Role, content: example.Content) -> User:
        return next(self.people[person.slug] for person in content.people if person.role == role)


def is_seeded() -> bool:
    return Region.objects.filter(slug=example.read_content().region.slug).exists()


@transaction.atomic
def seed(*, at: datetime) -> Region:
    """The whole example region as it stands at this moment: all of it, or nothing."""
    content = example.read_content()
    morning = (at - timedelta(hours=MORNING)).replace(hour=MORNING, minute=0, second=0, microsecond=0)
    began_at = morning - timedelta(days=120)
    region = regions.open_region(
        by=None,
        at=began_at,
        slug=content.region.slug,
        name=content.region.name,
        about="\n\n".join(content.region.about),
        is_invented=True,
    )
    cast = Cast(region)
    regions.set_contact(by=None, at=began_at, region=region, **asdict(content.region.contact))
    regions.agree_on_work(by=None, at=began_at, region=region, answer_weeks=6, school_part=SchoolPart.MIDDLE)
    regions.name_responsible(by=None, at=began_at, region=region, **asdict(content.region.responsible))
    _gather(cast, content, began_at)
    _plan_steps(cast, content, at, began_at)
    _plan_councils(cast, content, at, began_at)
    meetings = [_hold(cast, content, plan, at) for plan in (content.closed, content.running)]
    desk = _desk(cast, content, meetings, morning)
    measures = {one.slug: one.title for one in content.plan.measures}
    besides = [
        *scenes_of_register(desk, content.register, cast.municipalities),
        *scenes_of_councils(desk, content.councils, cast.municipalities),
        *scenes_of_plan(desk, content.plan, cast.municipalities, cast.people),
        *scenes_of_agreements(desk, content.agreements, measures, cast.municipalities),
        *scenes_of_choices(desk, content, cast.municipalities, cast.people),
        *scenes_of_rounds(desk, content.rounds, cast.municipalities),
        *scenes_of_table(desk, content.rounds, cast.municipalities),
        *scenes_of_checks(desk, content.checks),
    ]
    write_and_answer(desk, content.vision, content.voices, besides)
    editors = [cast.people[person.slug] for person in content.people if person.role == Role.EDITOR]
    lay_on_desks(desk, editors, content.desks)
    propose(desk, cast.people, content.desks.proposals)
    tell_heads(at=at)
    return region


def _desk(cast: Cast, content: example.Content, meetings: list["Meeting"], now: datetime) -> Desk:
    """Where the text is written and answers are given."""
    return Desk(
        now=now,
        region=cast.region,
        editor=cast.first(Role.EDITOR, content),
        moderator=cast.first(Role.MODERATOR, content),
        organisations=cast.organisations,
        statements={slug: statement for meeting in meetings for slug, statement in meeting.by_slug.items()},
        tables={meeting.plan.slug: meeting.consultation.tables.get().meeting for meeting in meetings},
        themes={theme.slug: theme.name for theme in content.region.themes},
        written_at=now + timedelta(days=content.vision.written_in_days),
    )


def _gather(cast: Cast, content: example.Content, at: datetime) -> None:
    sub_regions = {sub_region.slug: sub_region.name for sub_region in content.region.subregions}
    for place in content.region.municipalities:
        municipality = parties.invent_municipality(name=place.name)
        cast.municipalities[place.slug] = municipality
        joined = parties.add_municipality(
            by=None,
            at=at,
            region=cast.region,
            municipality=municipality,
            sub_region_name=sub_regions[place.subregion],
            n_young_people=place.under_23,
        )
        if picture := example.logo_of(place.slug):
            set_logo(by=None, at=at, party=joined, logo=as_png(picture))
    for party in content.organisations:
        cast.organisations[party.slug] = parties.add_organisation(
            by=None,
            at=at,
            region=cast.region,
            name=party.name,
            kind=OrganisationKind(party.kind),
            reach=Reach(party.reach),
            municipality=cast.municipalities[party.municipality] if party.municipality else None,
            about=party.about,
        )
    for person in content.people:
        user = User.objects.filter(email=person.email).first() or User.objects.create_user(
            person.email, person.first_name
        )
        cast.people[person.slug] = user
        members.give_role(
            by=None,
            at=at,
            region=cast.region,
            user=user,
            role=Role(person.role),
            # Where a resident lives is nobody's business; these are there for one municipality.
            municipality=cast.municipalities[person.municipality]
            if person.municipality and person.role in {Role.CLERK, *OF_MUNICIPALITY}
            else None,
            # Who looks after the region works somewhere too, and has that role for all of it.
            organisation=cast.organisations[person.organisation]
            if person.organisation and person.role != Role.REGION_ADMINISTRATOR
            else None,
        )


def _plan_steps(cast: Cast, content: example.Content, now: datetime, at: datetime) -> None:
    """The steps move along with the month of seeding, so that the example never gets old."""
    n_months = months_between(STEPS_WRITTEN_FOR, now.date())
    began_on = [in_months(step.starts_on, n_months) for step in content.region.steps]
    # What the councils decide, and what comes after, waits for the end of their recess.
    deciding = next(n for n, step in enumerate(content.region.steps) if step.slug == "besluit")
    while {began_on[deciding].month, in_months(began_on[deciding], 1).month} & set(SUMMER):
        began_on[deciding:] = [in_months(day, 1) for day in began_on[deciding:]]
    last_on = in_months(content.region.steps[-1].ends_on.replace(day=1), n_months + 1)
    ends_on = [day - timedelta(days=1) for day in (*began_on[1:], max(last_on, in_months(began_on[-1], 6)))]
    regions.plan_steps(
        by=cast.first(Role.REGION_ADMINISTRATOR, content),
        at=at,
        region=cast.region,
        steps=[
            regions.StepText(step.name, step.about, first, last)
            for step, first, last in zip(content.region.steps, began_on, ends_on, strict=True)
        ],
    )


def _plan_councils(cast: Cast, content: example.Content, now: datetime, at: datetime) -> None:
    """Every council decides on an evening of its own, in the weeks around the day that the rounds name."""
    day = (now + timedelta(days=content.running.decided_in_days - DAYS_OF_COUNCILS_BEFORE)).date()
    plans = {cast.municipalities[one.slug].pk: one for one in content.region.municipalities}
    for place in places_of(cast.region).select_related("sub_region").order_by("municipality__in_order"):
        day, plan = on_a_council_evening(day), plans[place.municipality_id]
        change_municipality(
            by=cast.first(Role.REGION_ADMINISTRATOR, content),
            at=at,
            place=place,
            sub_region=place.sub_region,
            n_young_people=place.n_young_people,
            access_point=plan.access_point,
            access_url=plan.access_url,
            access_phone=plan.access_phone,
            council_decides_on=day,
            n_people=plan.people,
            people_from=f"Verzonnen, 1 januari {at.year}",
        )
        day += timedelta(days=1)


def months_between(first: date, last: date) -> int:
    return 12 * (last.year - first.year) + last.month - first.month


def in_months(day: date, n_months: int) -> date:
    """The first of the month that lies so many months from the month of this day."""
    months = 12 * day.year + day.month - 1 + n_months
    return date(months // 12, months % 12 + 1, 1)


def on_a_council_evening(day: date) -> date:
    """The first Tuesday or Thursday from this day on which councils meet."""
    while is_recess(day) or not is_working_day(day) or day.weekday() not in (1, 3):
        day += timedelta(days=1)
    return day


def on_a_working_day(day: date) -> date:
    while not is_working_day(day):
        day += timedelta(days=1)
    return day


@dataclass
class Meeting:
    """One consultation of the example while it is being played."""

    cast: Cast
    plan: example.Consultation
    consultation: Consultation
    opens_at: datetime
    editor: User
    moderator: User
    draw: random.Random
    asked: dict[int, tuple[Statement, Callable[[str], example.Odds]]] = field(default_factory=dict)
    by_slug: dict[str, Statement] = field(default_factory=dict)
    visited: list[Participant] = field(default_factory=list)

    def on(self, day: float, hour: float = 9.0) -> datetime:
        return self.opens_at + timedelta(days=int(day), hours=hour - 9)


def _hold(cast: Cast, content: example.Content, plan: example.Consultation, now: datetime) -> "Meeting":
    """Plays a consultation in the order of time: drafted, opened, answered, moderated, met, reworded, closed."""
    opens_at = (now + timedelta(days=plan.opens_in_days)).replace(hour=8, minute=0, second=0, microsecond=0)
    editor, moderator = cast.first(Role.EDITOR, content), cast.first(Role.MODERATOR, content)
    consultation = _prepare(cast, plan, editor, now, opens_at)
    draw = random.Random(plan.simulation.seed)  # noqa: S311  # an example, not a secret
    meeting = Meeting(cast, plan, consultation, opens_at, editor, moderator, draw)
    last_day = min(plan.closes_in_days, 0) - plan.opens_in_days - 1
    for moment, _, play in sorted(_scenes(meeting, content, last_day, now), key=lambda scene: scene[:2]):
        play(moment)
    _tell(meeting.consultation, now)
    return meeting


def _tell(consultation: Consultation, now: datetime) -> None:
    """What the clock has brought by now: a step of one that runs, everything of one that has closed."""
    closed_at = consultation.closes_at
    if closed_at is not None and closed_at < now:
        count_all(at=closed_at + timedelta(hours=1), consultation=consultation)
    else:
        take_steps(at=now, consultation=consultation)


Scene = tuple[datetime, int, Callable[[datetime], object]]


def _scenes(meeting: Meeting, content: example.Content, last_day: int, now: datetime) -> list[Scene]:
    """What happens at which moment; the number keeps scenes of one moment in order."""
    plan, before = meeting.plan, meeting.opens_at - timedelta(days=2)

    def morning(day: int) -> datetime:
        return before if day == 0 else meeting.on(day, 8.5)

    by_slug = {statement.slug: statement for statement in plan.statements}
    better_words = {reworded.new for reworded in plan.reworded}
    scenes: list[tuple[datetime, Callable[[datetime], object]]] = [
        (meeting.opens_at - timedelta(days=1), partial(_open, meeting)),
        (meeting.opens_at, partial(_invite, meeting)),
        ((now + timedelta(days=plan.table.held_in_days)).replace(hour=18, minute=30), partial(_meet, meeting)),
    ]
    for statement in plan.statements:
        if statement.slug not in better_words:
            scenes.append((morning(statement.day), partial(_add, meeting, statement)))
    for reworded in plan.reworded:
        new = by_slug[reworded.new]
        scenes.append((morning(reworded.added_day), partial(_add_old, meeting, reworded, new)))
        scenes.append((meeting.on(reworded.day, 8.6), partial(_reword, meeting, reworded, new)))
    for refused in plan.refused:
        scenes.append((meeting.on(refused.day, 15), partial(_refuse, meeting, refused)))
    for visitor in visitors(plan, content.region.municipalities, last_day, meeting.draw):
        scenes.append((meeting.on(visitor.day, visitor.hour), partial(_visit, meeting, visitor)))
    for waiting in plan.waiting:
        scenes.append((now - timedelta(hours=waiting.hours_ago), partial(_send_in, meeting, waiting.text)))
    return [(moment, number, play) for number, (moment, play) in enumerate(scenes)]


def _open(meeting: Meeting, at: datetime) -> None:
    meeting.consultation = preparing.open_consultation(by=meeting.editor, at=at, consultation=meeting.consultation)


def _prepare(cast: Cast, plan: example.Consultation, editor: User, now: datetime, opens_at: datetime) -> Consultation:
    at = opens_at - timedelta(days=10)
    drafted = preparing.draft(by=editor, at=at, region=cast.region, title=plan.title)
    drafted = _compare(cast, drafted, editor, at + timedelta(hours=1))
    closes_at = (now + timedelta(days=plan.closes_in_days)).replace(hour=20, minute=0, second=0, microsecond=0)
    return preparing.change(
        by=editor,
        at=at + timedelta(hours=3),
        consultation=drafted,
        version=drafted.version,
        values={
            "question": plan.question,
            "introduction": "\n\n".join(plan.introduction),
            "level": Level(plan.level),
            "promise": plan.promise,
            "audience": plan.for_whom,
            "decided_by": plan.decided_by,
            "decided_on": on_a_council_evening((now + timedelta(days=plan.decided_in_days)).date()),
            "answer_by": on_a_working_day((now + timedelta(days=plan.answer_by_in_days)).date()),
            "opens_at": opens_at,
            "closes_at": closes_at,
        },
        points=[
            *(
                preparing.PointText(PointKind.FIXED, p.what, f"{p.why} ({p.source})" if p.source else p.why)
                for p in plan.fixed
            ),
            *(preparing.PointText(PointKind.OPEN, p.what, p.why) for p in plan.open),
        ],
    )


def _compare(cast: Cast, drafted: Consultation, editor: User, at: datetime) -> Consultation:
    places = RegionMunicipality.objects.filter(region=cast.region, n_young_people__isnull=False)
    numbers = {str(place.municipality_id): place.n_young_people or 0 for place in places}
    given = {Property.MUNICIPALITY: Given("Verzonnen: inwoners jonger dan 23", at.year - 1, numbers)}
    return set_benchmark(by=editor, at=at, consultation=drafted, version=drafted.version, given=given)


def _add(meeting: Meeting, plan: example.Statement, at: datetime) -> None:
    if plan.source == "participant":
        statement = statements.accept(
            by=meeting.moderator, at=at, statement=_send_in(meeting, plan.text, at - timedelta(hours=12))
        )
    else:
        statement = statements.add_seed(
            by=meeting.editor,
            at=at,
            consultation=meeting.consultation,
            text=plan.text,
            theme=plan.theme,
            source=Source.TABLE if plan.source == "table" else Source.SEED,
        )
    meeting.asked[statement.pk] = (statement, plan.odds.__getitem__)
    meeting.by_slug[plan.slug] = statement


def _add_old(meeting: Meeting, plan: example.Reworded, new: example.Statement, at: datetime) -> None:
    statement = statements.add_seed(
        by=meeting.editor, at=at, consultation=meeting.consultation, text=plan.old, theme=new.theme
    )
    meeting.asked[statement.pk] = (statement, lambda _: plan.odds)
    meeting.by_slug[plan.slug] = statement


def _reword(meeting: Meeting, plan: example.Reworded, new: example.Statement, at: datetime) -> None:
    old = meeting.by_slug[plan.slug]
    statement = statements.replace(by=meeting.moderator, at=at, statement=old, text=new.text, explanation=plan.why)
    del meeting.asked[old.pk]
    meeting.asked[statement.pk] = (statement, new.odds.__getitem__)
    meeting.by_slug[new.slug] = statement


def _send_in(meeting: Meeting, text: str, at: datetime) -> Statement:
    """Sent in by somebody who was here before, or by somebody new."""
    if meeting.visited:
        participant = meeting.draw.choice(meeting.visited)
    else:
        participant = voting.join(at=max(at, meeting.opens_at), consultation=meeting.consultation, key=_key(meeting))
    return statements.send_in(
        at=max(at, meeting.opens_at), consultation=meeting.consultation, participant=participant, text=text
    )


def _refuse(meeting: Meeting, plan: example.RefusedStatement, at: datetime) -> None:
    statements.refuse(
        by=meeting.moderator,
        at=at,
        statement=_send_in(meeting, plan.text, at - timedelta(hours=6)),
        reason=plan.reason,
        explanation=plan.explanation,
    )


def _visit(meeting: Meeting, visitor: Visitor, at: datetime) -> None:
    draw, consultation = meeting.draw, meeting.consultation
    participant = voting.join(at=at, consultation=consultation, key=_key(meeting))
    meeting.visited.append(participant)
    if visitor.says_role or visitor.says_municipality:
        voting.describe_self(
            at=at,
            consultation=consultation,
            participant=participant,
            role=DeclaredRole(visitor.role) if visitor.says_role else "",
            municipality=meeting.cast.municipalities[visitor.municipality] if visitor.says_municipality else None,
        )
    asked = list(meeting.asked.values())
    draw.shuffle(asked)
    for number, (statement, odds_of) in enumerate(asked[: visitor.n_answers]):
        choice = answer(odds_of(visitor.group), draw)
        if choice is not None:
            voting.cast_vote(
                at=at + timedelta(seconds=9 * number),
                consultation=consultation,
                participant_id=participant.pk,
                statement=statement,
                choice=Choice(choice),
                key=_key(meeting),
            )


def _meet(meeting: Meeting, at: datetime) -> None:
    plan = meeting.plan.table
    table = tables.plan_table(
        by=meeting.editor,
        at=at - timedelta(days=3, hours=6),
        consultation=meeting.consultation,
        name=plan.name,
        held_on=at.date(),
        facilitator=meeting.cast.people[plan.facilitator].name,
    )
    tables.enter_ballots(
        by=meeting.editor,
        at=at + timedelta(hours=15),
        table=table,
        ballots=[
            tables.PaperBallot(
                number=str(ballot.number),
                answers={
                    meeting.by_slug[slug]: CHOICES[choice]
                    for slug, choice in ballot.answers.items()
                    if meeting.by_slug[slug].pk in meeting.asked
                },
                role=DeclaredRole(ballot.role) if ballot.role else "",
                municipality=meeting.cast.municipalities[ballot.municipality] if ballot.municipality else None,
            )
            for ballot in plan.ballots
        ],
    )


def _invite(meeting: Meeting, at: datetime) -> None:
    party = next(p for p in meeting.cast.organisations.values() if p.kind == OrganisationKind.CLIENT_ORGANISATION)
    inviting.make_invitations(
        by=meeting.editor,
        at=at,
        consultation=meeting.consultation,
        number=12,
        expires_at=meeting.consultation.closes_at or at,
        organisation=party,
        note="Leden",
    )


def _key(meeting: Meeting) -> uuid.UUID:
    return uuid.UUID(int=meeting.draw.getrandbits(128))
