# ruff: noqa: PLC0415  # Django is set up first
"""An invented region of any size. Its rows are put straight into the tables: what is measured is reading."""

import random
import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from regiotafel.consultations.models import Consultation
    from regiotafel.contributions.models import Contribution
    from regiotafel.people.models import User
    from regiotafel.regions.models import Municipality, Organisation, Region
    from regiotafel.tables.models import Meeting
    from regiotafel.thread.models import Knot
    from regiotafel.vision.models import Passage, Release

WORDS = ["hulp", "gezin", "wachtlijst", "school", "jongeren", "dorp", "team", "vraag", "week", "ouders", "crisis"]
ROLES = ("parent", "young", "professional", "municipality", "")
# Their states turn in a row of six: two in three are answered.
STATES = ("waiting", "open", "answered", "answered", "answered", "answered")


@dataclass(frozen=True)
class Size:
    """people answer `answers` statements each: three in four of them in a consultation that has closed, the others in
    one that runs. passages, statements and parties do not come from people: pages may show all of them."""

    people: int = 20_000
    answers: int = 50
    contributions: int = 5_000
    links: int = 20_000
    passages: int = 500
    statements: int = 120
    parties: int = 60
    findings: int = 100
    # Each with a remark; and so many acts of members stand in the logbook.
    proposals: int = 100
    acts: int = 100


@dataclass
class Filled:
    """The region, and something real for every key of an address."""

    region: "Region"
    editor: "User"
    things: dict[str, Any] = field(default_factory=dict)


def fill(slug: str, size: Size) -> Filled:
    """Draws the same for the same size, whatever else there is."""
    from django.db import transaction
    from django.utils import timezone

    from regiotafel.history.actions import record
    from regiotafel.people.models import User
    from regiotafel.publishing.heads.actions import tell_heads
    from regiotafel.regions.acts import REGION_OPENED
    from regiotafel.regions.models import Membership, Region, Role

    chance = random.Random(5)
    now = timezone.now()
    region = Region.objects.create(slug=slug, name=f"Regio {slug}", about=sentence(chance), parts=["visie"])
    editor = User.objects.create(email=f"{slug}@example.org", name="Redactie")
    for role in (Role.EDITOR, Role.MODERATOR):
        Membership.objects.create(user=editor, region=region, role=role, since=now)
    filled = Filled(region, editor)
    maker = _Maker(filled, size, chance, now)
    maker.parties_and_places()
    passages = maker.text()
    contributions = maker.contributions(passages)
    maker.answers(contributions)
    maker.links(passages, contributions)
    closed = maker.consultation("gesloten", size.people * 3 // 4, runs=False)
    maker.consultation("loopt", size.people - size.people * 3 // 4, runs=True)
    maker.findings(closed, passages)
    maker.proposals(passages)
    maker.councils()
    with transaction.atomic():
        for _ in range(size.acts):
            record(by=None, at=now, act=REGION_OPENED, about=region, region=slug, data={"name": region.name})
    tell_heads(at=now)
    return filled


def sentence(chance: random.Random) -> str:
    return " ".join(chance.choices(WORDS, k=14)).capitalize() + f" {chance.randrange(10_000)}."


class _Maker:
    def __init__(self, filled: Filled, size: Size, chance: random.Random, now: Any) -> None:
        self.filled, self.size, self.chance, self.now = filled, size, chance, now
        self.region, self.editor = filled.region, filled.editor
        self.began = now - timedelta(days=300)
        self.organisations: list[Organisation] = []
        self.municipalities: list[Municipality] = []
        self.meetings: list[Meeting] = []
        self.filled.things |= {"region": self.region.slug, "version": 1, "knot": 0}

    def parties_and_places(self) -> None:
        from regiotafel.regions.models import Municipality, Organisation, RegionMunicipality, SubRegion
        from regiotafel.tables.models import Meeting

        n = self.size.parties
        parts = [SubRegion.objects.create(region=self.region, name=f"Deel {part}") for part in range(3)]
        self.municipalities = Municipality.objects.bulk_create(
            Municipality(name=f"Gemeente {self.region.slug} {number}", evidence="invented") for number in range(n // 3)
        )
        RegionMunicipality.objects.bulk_create(
            RegionMunicipality(region=self.region, municipality=one, sub_region=parts[number % 3])
            for number, one in enumerate(self.municipalities)
        )
        self.organisations = Organisation.objects.bulk_create(
            Organisation(
                region=self.region, name=f"Partij {number}", kind="provider", reach="regional", about=self.words()
            )
            for number in range(n)
        )
        self.meetings = Meeting.objects.bulk_create(
            Meeting(region=self.region, name=f"Tafel {number}", held_on=self.began.date()) for number in range(n)
        )
        self.filled.things["organisation"] = self.organisations[0].pk

    def words(self) -> str:
        return sentence(self.chance)

    def knots(self, kind: Any, args: Iterable[list[Any]], hidden: Iterable[int] = (), number: int = 1) -> "list[Knot]":
        from regiotafel.thread.models import Knot

        unseen = set(hidden)
        return Knot.objects.bulk_create(
            [
                Knot(
                    region=self.region,
                    kind=kind.code,
                    title=f"{kind.code} {n + 1}",
                    route=kind.route,
                    private_route=kind.private_route,
                    words_route=kind.words_route,
                    route_args=some,
                    number=number,
                    is_public=n not in unseen,
                    is_live=n not in unseen,
                )
                for n, some in enumerate(args)
            ],
            batch_size=500,
        )

    def text(self) -> "list[Passage]":
        """A text of two versions: between the two every passage got other words."""
        from regiotafel.vision.models import (
            PASSAGE,
            Document,
            Passage,
            ProposalsFor,
            Release,
            ReleasedPassage,
            Section,
            Wording,
        )

        document = Document.objects.create(
            region=self.region,
            slug="visie",
            title="Visie",
            created_at=self.began,
            proposals_for=ProposalsFor.PUBLIC,
        )
        sections = [Section.objects.create(document=document, position=n, title=f"Deel {n}") for n in range(8)]
        knots = self.knots(PASSAGE, [["visie", n + 1] for n in range(self.size.passages)], number=2)
        passages = Passage.objects.bulk_create(
            Passage(document=document, section=sections[n % 8], number=n + 1, position=n, version=2, knot=knot)
            for n, knot in enumerate(knots)
        )
        for number, at in ((1, self.began), (2, self.now - timedelta(days=20))):
            wordings = Wording.objects.bulk_create(
                Wording(passage=passage, number=number, text=self.words(), reason="r", at=at) for passage in passages
            )
            release = Release.objects.create(document=document, number=number, name=f"Versie {number}", at=at)
            ReleasedPassage.objects.bulk_create(
                ReleasedPassage(
                    release=release,
                    passage=passage,
                    wording=wording,
                    section_title=passage.section.title,
                    position=passage.position,
                )
                for passage, wording in zip(passages, wordings, strict=True)
            )
        self.filled.things |= {"document": document.slug, "section": sections[0].pk, "knot": passages[0].knot_id}
        return passages

    def contributions(self, passages: "list[Passage]") -> "list[Contribution]":
        from regiotafel import codes
        from regiotafel.contributions.models import VOICE, Contribution
        from regiotafel.contributions.sending.queries import hash_of_receipt

        n = self.size.contributions
        step = timedelta(days=280) / n
        code = codes.make(16)
        self.filled.things["code"] = {"receipts": code, "codes": code, "vision": "RV-01"}
        self.filled.things["number"] = {"contributions": 3, "contributions:margin": 1, "contributions:of_statement": 1}
        self.filled.things["number"][""] = 1
        knots = self.knots(VOICE, ([number + 1] for number in range(n)), hidden=range(0, n, 6))
        return Contribution.objects.bulk_create(
            [
                Contribution(
                    region=self.region,
                    number=number + 1,
                    kind="idea",
                    text=self.words(),
                    via="site",
                    organisation=self.organisations[number % len(self.organisations)] if number % 5 == 0 else None,
                    about_passage=passages[number % len(passages)],
                    state=STATES[number % 6],
                    sent_in_at=self.began + number * step,
                    state_since=self.began + number * step,
                    receipt_hash=hash_of_receipt(code) if number == 2 else f"{self.region.slug}{number}",
                    key=uuid.uuid4(),
                    knot=knot,
                )
                for number, knot in enumerate(knots)
            ],
            batch_size=500,
        )

    def answers(self, contributions: "list[Contribution]") -> None:
        from regiotafel.contributions.models import Answer

        Answer.objects.bulk_create(
            [
                Answer(
                    about=one.knot,
                    number=1,
                    heard=self.words(),
                    verdict="yes" if one.number % 2 else "no",
                    why=self.words(),
                    place=one.about_passage.knot if one.about_passage else None,
                    was=1 if one.number % 2 else None,
                    becomes=2 if one.number % 2 else None,
                    at=one.sent_in_at + timedelta(days=9),
                )
                for one in contributions
                if one.state == "answered"
            ],
            batch_size=500,
        )

    def links(self, passages: "list[Passage]", contributions: "list[Contribution]") -> None:
        from regiotafel.thread.models import Link

        # What is looked at has links, whatever chance says.
        first = [(0, 2), (1, 2), (0, 3)]
        size, draw = self.size, self.chance.randrange
        pairs = {(draw(size.passages), draw(size.contributions)) for _ in range(size.links * 2)}
        chosen = first + sorted(pairs.difference(first), key=lambda _: self.chance.random())
        Link.objects.bulk_create(
            [
                Link(
                    from_knot=passages[p].knot,
                    to_knot=contributions[c].knot,
                    relation="comes_from",
                    state="confirmed",
                    # One in two hundred was last held against the earlier words.
                    held_from=1 if n % 200 == 0 else 2,
                    held_to=1,
                    told_from=2,
                    told_to=1,
                    at=self.began,
                )
                for n, (p, c) in enumerate(chosen[: size.links])
            ],
            batch_size=500,
        )

    def consultation(self, slug: str, n_people: int, *, runs: bool) -> "Consultation":
        """With its real count: of one that runs in a step, of one that has closed of everything."""
        from regiotafel.consultations.models import Consultation, PaperTable, Point, Statement
        from regiotafel.consultations.outcome.tasks import refresh_report

        day = timedelta(days=1)
        consultation = Consultation.objects.create(
            region=self.region,
            slug=slug,
            title=f"Ronde {slug}",
            question=self.words(),
            introduction=self.words(),
            level="advise",
            promise=self.words(),
            audience="Iedereen",
            decided_by="De raden",
            decided_on=(self.now + 90 * day).date(),
            answer_by=(self.now + 60 * day).date(),
            opens_at=self.began,
            opened_at=self.began,
            closes_at=self.now + 30 * day if runs else self.now - day,
            created_at=self.began,
        )
        Point.objects.create(consultation=consultation, kind="open", position=1, text="Alles")
        PaperTable.objects.bulk_create(PaperTable(consultation=consultation, meeting=one) for one in self.meetings)
        statements = Statement.objects.bulk_create(
            Statement(
                consultation=consultation,
                number=n + 1,
                text=self.words(),
                source="seed",
                state="refused" if n % 20 == 19 else "accepted",
                sent_in_at=self.began,
            )
            for n in range(self.size.statements)
        )
        self.votes(consultation, [one for one in statements if one.state == "accepted"], n_people)
        refresh_report.func(consultation.pk)
        self.filled.things["slug"] = slug
        return consultation

    def votes(self, consultation: "Consultation", statements: list[Any], n_people: int) -> None:
        """Two kinds of people; a third of the statements is shared by both."""
        from regiotafel.consultations.models import Channel, Participant, Vote, VoteEvent

        people = Participant.objects.bulk_create(
            [
                Participant(
                    consultation=consultation,
                    channel=Channel.SITE,
                    role=ROLES[n % len(ROLES)],
                    municipality=self.municipalities[n % len(self.municipalities)],
                )
                for n in range(n_people)
            ],
            batch_size=500,
        )
        at = self.now - timedelta(days=2)
        for begin in range(0, n_people, 500):
            rows = [
                {"participant_id": person.pk, "statement_id": one.pk, "choice": self.choice(person.pk, one), "at": at}
                for person in people[begin : begin + 500]
                for one in self.chance.sample(statements, k=min(self.size.answers, len(statements)))
            ]
            Vote.objects.bulk_create((Vote(**row) for row in rows), batch_size=2000)
            VoteEvent.objects.bulk_create((VoteEvent(**row, key=uuid.uuid4()) for row in rows), batch_size=2000)

    def choice(self, person: int, statement: Any) -> int:
        if self.chance.random() < 0.05:
            return 0
        leans = 0.9 if statement.number % 3 == 0 or (person + statement.number) % 2 else 0.15
        return 1 if self.chance.random() < leans else -1

    def findings(self, closed: "Consultation", passages: "list[Passage]") -> None:
        """Outcomes that were taken along, and answered."""
        from regiotafel.consultations.models import Statement
        from regiotafel.contributions.models import GROUND, Answer, Finding

        statements = list(Statement.objects.filter(consultation=closed, state="accepted")[: self.size.findings])
        knots = self.knots(GROUND, ([closed.slug, one.number] for one in statements))
        Finding.objects.bulk_create(
            Finding(
                consultation=closed,
                statement=one,
                n_votes=100,
                n_agree=70,
                n_disagree=20,
                counted_until=self.now,
                made_at=self.now,
                knot=knot,
            )
            for one, knot in zip(statements, knots, strict=True)
        )
        Answer.objects.bulk_create(
            Answer(
                about=knot, number=1, heard=self.words(), verdict="no", why=self.words(), at=self.now, place=place.knot
            )
            for knot, place in zip(knots, passages, strict=False)
        )

    def proposals(self, passages: "list[Passage]") -> None:
        """Two in three wait, half of those with an intention; each fifth is about the same words as the one before."""
        from regiotafel.vision.models import PROPOSAL, Proposal, ProposalStep, Remark

        n = self.size.proposals
        knots = self.knots(PROPOSAL, (["visie", number + 1] for number in range(n)))
        states = (("open", ""), ("intended", "changed"), ("done", "reject"))
        about = [passages[(number - (number % 5 == 4)) % len(passages)] for number in range(n)]
        made = Proposal.objects.bulk_create(
            Proposal(
                document=passage.document,
                number=number + 1,
                kind="reword",
                passage=passage,
                section=passage.section,
                base=2,
                text=self.words(),
                reason=self.words(),
                behalf="organisation" if number % 2 else "self",
                organisation=self.organisations[number % len(self.organisations)] if number % 2 else None,
                by=self.editor,
                at=self.began,
                state=states[number % 3][0],
                intent=states[number % 3][1],
                n_steps=number % 3,
                knot=knots[number],
            )
            for number, passage in enumerate(about)
        )
        ProposalStep.objects.bulk_create(
            ProposalStep(
                proposal=one,
                number=number,
                kind="intention" if number == 1 else "decision",
                intent=one.intent,
                text=self.words() if one.intent == "changed" else "",
                reason=self.words(),
                by=self.editor,
                at=self.now,
            )
            for one in made
            for number in range(1, one.n_steps + 1)
        )
        remarks = Remark.objects.bulk_create(
            Remark(document=one.document, **on, text=self.words(), by=self.editor, at=self.now)
            for one in made
            for on in ({"proposal": one}, {"passage": one.passage})
        )
        self.filled.things |= {"proposal": 2, "remark": remarks[0].pk}

    def councils(self) -> None:
        """Each municipality has days, a route of which half was walked, a decision, and what its council handed in."""
        from regiotafel.councils.models import Calendar, MeetingDay, Route, RouteStep, StepOutcome
        from regiotafel.councils.planning.queries import start_steps
        from regiotafel.vision.models import CouncilDecision, Release

        first, last = Release.objects.filter(document__region=self.region).order_by("number")
        today, document = self.now.date(), last.document
        Route.objects.create(document=document, wanted_on=today + timedelta(days=400))
        calendars = Calendar.objects.bulk_create(
            Calendar(region=self.region, municipality=one) for one in self.municipalities
        )
        MeetingDay.objects.bulk_create(
            MeetingDay(calendar=one, body=body, on=today + timedelta(days=days + 14 * n))
            for one in calendars
            for body, days in (("committee", 7), ("council", 14))
            for n in range(26)
        )
        routes = Route.objects.bulk_create(Route(document=document, municipality=one) for one in self.municipalities)
        steps = RouteStep.objects.bulk_create(
            RouteStep(route=route, position=n, body=one.body, aim=one.aim, term_days=one.term_days)
            for route in routes
            for n, one in enumerate(start_steps(), start=1)
        )
        StepOutcome.objects.bulk_create(
            StepOutcome(step=one, number=1, outcome="done", on=today - timedelta(days=30), by=self.editor, at=self.now)
            for one in steps
            if one.position <= 3
        )
        for number, place in enumerate(self.municipalities):
            for of, told in ((first, "adopted"), (last, ("amended", "rejected", "held", "none")[number % 4])):
                CouncilDecision.objects.create(
                    release=of,
                    municipality=place,
                    number=1,
                    decision=told,
                    body="de gemeenteraad",
                    decided_on=None if told == "none" else today,
                    by=self.editor,
                    at=self.now,
                )
        paper = self.papers(last)
        self.filled.things |= {"municipality": self.municipalities[0].pk, "step": steps[0].pk, "paper": paper}

    def papers(self, release: "Release") -> int:
        from regiotafel.councils.models import Paper, PaperStep
        from regiotafel.vision.models import Passage

        passages = list(Passage.objects.filter(document=release.document)[: len(self.municipalities)])
        kinds = (("amendment", "adopted"), ("motion", "adopted"), ("promise", "promised"))
        papers = Paper.objects.bulk_create(
            Paper(
                release=release,
                municipality=place,
                kind=kind,
                title=f"Stuk {number}",
                text=self.words(),
                passage=passages[number] if kind == "amendment" else None,
                owner="" if kind == "amendment" else "de wethouder jeugd",
                due_on=None if kind == "amendment" else self.now.date() + timedelta(days=60),
                state=state,
            )
            for number, place in enumerate(self.municipalities)
            for kind, state in kinds
        )
        PaperStep.objects.bulk_create(
            PaperStep(paper=one, number=1, state=one.state, on=self.now.date(), by=self.editor, at=self.now)
            for one in papers
        )
        return papers[0].pk
