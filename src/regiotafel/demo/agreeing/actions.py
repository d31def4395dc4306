"""Plays the rounds of municipalities in the example, through the real actions."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from regiotafel.demo import content as example
from regiotafel.demo.writing.actions import Desk, Scene
from regiotafel.formats import positions
from regiotafel.mandates.comparing import actions as comparing
from regiotafel.mandates.filling_in.actions import fill_in
from regiotafel.mandates.filling_in.rules import ALL_POINTS, Filled
from regiotafel.mandates.models import DecisionLevel, Round, Subject
from regiotafel.mandates.rounds import actions as rounds
from regiotafel.mandates.rounds.queries import subjects_in
from regiotafel.mandates.rules import LEVELS
from regiotafel.people.models import User
from regiotafel.regions.members.actions import give_role
from regiotafel.regions.models import Municipality, Role

# Behind a level in the file: all others are a breekpunt.
HARD = "!"
# A level two steps away, and a layer between the municipality and the region, are liked less than they are far.
TOO_FAR, FAR_AWAY = 2, 40
NO_LAYER_FOR, BETWEEN = frozenset({"centre_city", "commuter_town", "in_deficit"}), 25
# How heavy a subject weighs beside one that nobody said anything of.
WEIGHT_OF_HARD, WEIGHT_OF_HEAVY = 5, 4


def scenes_of_rounds(desk: Desk, plan: example.Rounds, municipalities: Mapping[str, Municipality]) -> Sequence[Scene]:
    """A round that has closed and one that runs, with who fills in when."""
    officials: dict[str, User] = {}
    made: dict[str, Round] = {}
    scenes: list[Scene] = []
    for name, one in (("closed", plan.closed), ("open", plan.open)):
        opened_at = desk.on(one.opens_in_days)
        scenes.append(
            (opened_at - timedelta(hours=3), partial(_prepare, desk, plan, one, municipalities, officials, made, name))
        )
        said = [slug for slug in municipalities if slug in plan.kinds and (name == "closed" or slug in one.saved)]
        step = (desk.on(one.closes_in_days) - opened_at) / (len(municipalities) + 2)
        for number, slug in enumerate(said, start=1):
            at = opened_at + step * number
            if slug == one.late:
                at = desk.on(one.closes_in_days) + timedelta(hours=20)
            act = partial(_fill_in, desk, plan, one, slug, municipalities[slug], officials, made, name)
            scenes.append((at, act))
    return [*scenes, (desk.on(plan.neighbour.in_days), partial(_compare, desk, plan.neighbour, made))]


def _prepare(
    desk: Desk,
    plan: example.Rounds,
    one: example.MandateRound,
    municipalities: Mapping[str, Municipality],
    officials: dict[str, User],
    made: dict[str, Round],
    name: str,
    at: datetime,
) -> None:
    if not officials:
        for slug, first_name in plan.officials.items():
            email = f"{first_name.lower().replace('é', 'e')}@example.org"
            officials[slug] = User.objects.create_user(email, first_name)
            whose: dict[str, Any] = {
                "user": officials[slug],
                "role": Role.OFFICIAL,
                "municipality": municipalities[slug],
            }
            give_role(by=None, at=at, region=desk.region, **whose)
    asked = list(one.subjects) or [wish.subject for wish in plan.wishes]
    by_title = {subject.title: subject for subject in Subject.objects.filter(region=desk.region)}
    said: dict[str, Any] = {"title": one.title, "about": one.about, "visibility": one.visibility}
    said |= {"opens_at": desk.on(one.opens_in_days), "closes_at": desk.on(one.closes_in_days)}
    draft = rounds.prepare_round(by=desk.editor, at=at, region=desk.region, **said)
    draft = rounds.change_round(
        by=desk.editor,
        at=at,
        round=draft,
        version=draft.version,
        subjects=[by_title[title] for title in asked],
        municipalities=list(municipalities.values()),
        **said,
    )
    made[name] = rounds.open_round(by=desk.editor, at=at, round=draft, version=draft.version)


def _fill_in(
    desk: Desk,
    plan: example.Rounds,
    one: example.MandateRound,
    slug: str,
    municipality: Municipality,
    officials: Mapping[str, User],
    made: Mapping[str, Round],
    name: str,
    at: datetime,
) -> None:
    subjects = subjects_in(made[name])
    filled = _wishes(plan, slug, subjects)
    is_on_paper = slug == one.on_paper
    fill_in(
        by=desk.editor if is_on_paper else officials[slug],
        at=at,
        round=made[name],
        municipality=municipality,
        number=0,
        filled=filled,
        is_final=name == "closed",
        authority=f"het college van {municipality}",
        is_on_paper=is_on_paper,
    )


def _compare(desk: Desk, plan: example.Neighbour, made: Mapping[str, Round], at: datetime) -> None:
    """The file of a region beside ours, and what somebody says of its subjects."""
    done: dict[str, Any] = {"by": desk.editor, "at": at}
    read = positions.read(example.file_of_neighbour())
    beside = comparing.bring_neighbour(**done, round=made["closed"], name=plan.name, positions=read)
    by_title = {subject.title: subject for subject in subjects_in(made["closed"])}
    for (ours, theirs), is_same in ((plan.same, True), (plan.different, False)):
        comparing.judge_pair(**done, neighbour=beside, subject=by_title[ours], other=theirs, is_same=is_same)


def _wishes(plan: example.Rounds, slug: str, subjects: Sequence[Subject]) -> list[Filled]:
    kind = plan.kinds[slug]
    by_title = {wish.subject: wish for wish in plan.wishes}
    wishes = [
        (subject, getattr(by_title[subject.title], kind), by_title[subject.title].because) for subject in subjects
    ]
    weights = [
        WEIGHT_OF_HARD if level.endswith(HARD) else WEIGHT_OF_HEAVY if subject.title in plan.heavy[kind] else 1
        for subject, level, _because in wishes
    ]
    points = [ALL_POINTS * weight // sum(weights) for weight in weights]
    for place in range(ALL_POINTS - sum(points)):
        points[place] += 1
    return [
        Filled(
            subject, level.removesuffix(HARD), n, _accepts(level, kind), _never(level), because * level.endswith(HARD)
        )
        for (subject, level, because), n in zip(wishes, points, strict=True)
    ]


def _never(level: str) -> list[str]:
    """All other levels than one with a ! behind it."""
    return [str(one.value) for one in LEVELS if one.value != level.removesuffix(HARD)] if level.endswith(HARD) else []


def _accepts(level: str, kind: str) -> dict[str, int]:
    if level.endswith(HARD):
        return {}
    values = [str(one.value) for one in LEVELS]
    wanted = values.index(level)
    accepts = {one: FAR_AWAY for place, one in enumerate(values) if abs(place - wanted) == TOO_FAR}
    if kind in NO_LAYER_FOR and level != DecisionLevel.SUBREGIONAL:
        accepts[str(DecisionLevel.SUBREGIONAL.value)] = BETWEEN
    return accepts
