"""The same answer again is no news: no row in the history, no notice, no edition, no other version."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone

from regiotafel.consultations.benchmark.actions import set_benchmark
from regiotafel.consultations.benchmark.queries import Given
from regiotafel.consultations.inviting.actions import make_invitations, withdraw_unused
from regiotafel.consultations.models import Benchmark, Choice, PointKind, Property, VoteEvent
from regiotafel.consultations.preparing.actions import PointText, change, draft
from regiotafel.consultations.taking_part.actions import cast_vote, join
from regiotafel.contributions.answering.actions import give_answer
from regiotafel.contributions.models import Answer, Verdict
from regiotafel.history.models import Entry
from regiotafel.mandates.models import Visibility
from regiotafel.mandates.rounds.actions import prepare_round
from regiotafel.regions.members.actions import give_role
from regiotafel.regions.models import OrganisationKind, Reach, Role
from regiotafel.regions.parties.actions import change_organisation
from regiotafel.regions.settings.actions import StepText, describe_region, plan_steps
from regiotafel.regions.theme.actions import set_theme
from regiotafel.thread.models import Notice
from regiotafel.vision.models import Wording
from regiotafel.vision.rules import NothingChanged
from regiotafel.vision.writing import actions as vision
from regiotafel.vision.writing.rules import seen_of
from tests.contributions.people import WORDS, World, follow, make_world, opened
from tests.factories import NOW, ConsultationFactory, OrganisationFactory, StatementFactory

pytestmark = pytest.mark.django_db

Press = Callable[[], Any]


def an_answer(world: World) -> Press:
    contribution = opened(world)
    follow(contribution)
    said = {"heard": "Het duurt te lang.", "verdict": Verdict.NO, "why": "Er is geen geld voor."}
    return lambda: give_answer(by=world.editor, at=NOW, number=0, contribution=contribution, **said)  # type: ignore[arg-type]


def the_answer_that_stands(world: World) -> Press:
    press = an_answer(world)
    stands = press()
    said = {"heard": " Het duurt  te lang. ", "verdict": Verdict.NO, "why": "Er is geen geld voor.\u200b"}
    contribution = stands.contribution
    return lambda: give_answer(by=world.editor, at=NOW, number=1, contribution=contribution, **said)  # type: ignore[arg-type]


def words_of_a_passage(world: World) -> Press:
    def press() -> None:
        try:
            passage = world.passages[0]
            passage.refresh_from_db()
            text = "Gezinnen krijgen hulp binnen één week."
            vision.reword(by=world.editor, at=NOW, passage=passage, version=passage.version, text=text, reason="korter")
        except NothingChanged:
            pass

    return press


def the_region(world: World) -> Press:
    return lambda: describe_region(by=world.editor, at=NOW, region=world.region, name="Noord", about="Wij\u00ad zijn")


def the_steps(world: World) -> Press:
    step = StepText("Ophalen", "We vragen het iedereen.", NOW.date(), NOW.date() + timedelta(days=9))
    return lambda: plan_steps(by=world.editor, at=NOW, region=world.region, steps=[step])


def the_theme(world: World) -> Press:
    world.region.refresh_from_db()
    theme = '[theme]\nname = "Noord"\nmain = "#1f4e79"\n'
    return lambda: set_theme(by=world.editor, at=NOW, region=world.region, theme=theme, version=0)


def a_role(world: World) -> Press:
    return lambda: give_role(by=None, at=NOW, region=world.region, user=world.editor, role=Role.MODERATOR)


def an_organisation(world: World) -> Press:
    found = OrganisationFactory(region=world.region, name="Eerst")
    values = {"kind": OrganisationKind.OTHER, "reach": Reach.REGIONAL, "municipality": None, "about": "Samen."}
    return lambda: change_organisation(by=world.editor, at=NOW, organisation=found, name="Café", **values)  # type: ignore[arg-type]


def the_frame_of_a_consultation(world: World) -> Press:
    found = ConsultationFactory(region=world.region, opened_at=None, opens_at=None)
    points = [PointText(PointKind.OPEN, "Waar de hulp is"), PointText(PointKind.FIXED, "De wet", "Die is er.")]
    values = {"title": "Hulp", "question": "Waar?"}
    return lambda: change(
        by=world.editor, at=NOW, consultation=found, version=found.version, values=values, points=points
    )


def the_place_of_a_passage(world: World) -> Press:
    first, second = world.passages[:2]
    return lambda: vision.move(by=world.editor, at=NOW, passage=second, section=first.section, after=first)


def a_vote(world: World) -> Press:
    """With another key, as a page gives that was loaded again."""
    statement = StatementFactory(consultation=ConsultationFactory(region=world.region))
    about = {"consultation": statement.consultation, "statement": statement}
    person = join(at=timezone.now(), consultation=statement.consultation, key=uuid4())
    return lambda: cast_vote(at=timezone.now(), participant_id=person.pk, choice=Choice.AGREE, key=uuid4(), **about)


def a_vote_that_is_not_there(world: World) -> Press:
    statement = StatementFactory(consultation=ConsultationFactory(region=world.region))
    about = {"consultation": statement.consultation, "statement": statement}
    person = join(at=timezone.now(), consultation=statement.consultation, key=uuid4())
    return lambda: cast_vote(at=timezone.now(), participant_id=person.pk, choice=None, key=uuid4(), **about)


def how_many_people_there_are(world: World) -> Press:
    found = ConsultationFactory(region=world.region)
    given = {Property.ROLE: Given("CBS", 2026, {"parent": 10, "school": 20})}

    def press() -> None:
        found.refresh_from_db()
        set_benchmark(by=world.editor, at=NOW, consultation=found, version=found.version, given=given)

    return press


def codes_that_were_withdrawn(world: World) -> Press:
    found = ConsultationFactory(region=world.region)
    make_invitations(by=None, at=NOW, consultation=found, number=2, expires_at=NOW + timedelta(days=9))
    return lambda: withdraw_unused(by=world.editor, at=NOW, consultation=found, made_at=NOW)


def a_chapter(world: World) -> Press:
    section = world.passages[0].section
    seen = seen_of(section)

    def press() -> None:
        section.refresh_from_db()
        vision.change_section(
            by=world.editor, at=NOW, section=section, seen=seen_of(section) or seen, title="Hulp nabij"
        )

    return press


def a_new_chapter(world: World) -> Press:
    about = {"by": world.editor, "at": NOW, "document": world.document}
    return lambda: vision.add_section(**about, title="Samen", theme="toegang")


def a_new_passage(world: World) -> Press:
    section = world.passages[0].section
    return lambda: vision.add_passage(by=world.editor, at=NOW, section=section, text="Niemand wacht.", reason="Nieuw.")


def a_new_text(world: World) -> Press:
    return lambda: vision.draft_document(by=world.editor, at=NOW, region=world.region, title="Bijlage", about="Meer.")


def a_new_round(world: World) -> Press:
    return lambda: draft(by=world.editor, at=NOW, region=world.region, title="De eerste vraag")


def a_new_round_of_municipalities(world: World) -> Press:
    days = {"opens_at": NOW + timedelta(days=1), "closes_at": NOW + timedelta(days=9)}
    about = {"title": "Wie doet wat?", "visibility": Visibility.AFTER, **days}
    return lambda: prepare_round(by=world.editor, at=NOW, region=world.region, **about)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "again",
    [
        an_answer,
        the_answer_that_stands,
        words_of_a_passage,
        the_region,
        the_steps,
        the_theme,
        a_role,
        an_organisation,
        the_frame_of_a_consultation,
        a_chapter,
        a_new_chapter,
        a_new_passage,
        a_new_text,
        a_new_round,
        a_new_round_of_municipalities,
        the_place_of_a_passage,
        a_vote,
        a_vote_that_is_not_there,
        how_many_people_there_are,
        codes_that_were_withdrawn,
    ],
)
def test_the_same_again_is_no_news(again: Callable[[World], Press], settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path
    press = again(make_world())
    press()
    before = told()
    press()
    assert told() == before
    assert before[Wording] >= len(WORDS)


def told() -> dict[Any, int]:
    return {model: model.objects.count() for model in (Entry, Notice, Answer, Wording, VoteEvent, Benchmark)}
