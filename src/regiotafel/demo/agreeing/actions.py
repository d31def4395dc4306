"""Plays the rounds of municipalities in the example, through the real actions: from links between subjects to what was
put before the municipalities."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any

from django.utils import timezone

from regiotafel.demo import content as example
from regiotafel.demo.writing.actions import Desk, Scene
from regiotafel.formats import positions
from regiotafel.formats.tables import write_xlsx
from regiotafel.history.rules import ChangedMeanwhile
from regiotafel.mandates.agreeing import actions as agreeing
from regiotafel.mandates.comparing import actions as comparing
from regiotafel.mandates.filling_in.actions import fill_in
from regiotafel.mandates.filling_in.queries import COLUMNS, read_sheet, rows_of_sheet
from regiotafel.mandates.filling_in.rules import ALL_POINTS, Filled
from regiotafel.mandates.models import Comparison, DecisionLevel, Position, Round, Stance, Subject
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
# When a municipality fills in, in world time, and how long after closing one that is too late does.
OFFICE_HOURS, LATE_BY = range(8, 16), timedelta(hours=7)


@dataclass
class Stage:
    """What the scenes of the rounds share. officials: two of one municipality, where the plan says so."""

    desk: Desk
    plan: example.Rounds
    municipalities: Mapping[str, Municipality]
    officials: dict[str, User] = field(default_factory=dict)
    colleagues: dict[str, User] = field(default_factory=dict)
    made: dict[str, Round] = field(default_factory=dict)


def scenes_of_rounds(desk: Desk, plan: example.Rounds, municipalities: Mapping[str, Municipality]) -> Sequence[Scene]:
    """A round that has closed and one that runs, with who fills in when; and what was agreed after the first."""
    stage = Stage(desk, plan, municipalities)
    scenes: list[Scene] = []
    for name, one in (("closed", plan.closed), ("open", plan.open)):
        opened_at = desk.on(one.opens_in_days)
        scenes.append((opened_at - timedelta(hours=3), partial(_prepare, stage, one, name)))
        said = [slug for slug in municipalities if slug in plan.kinds and (name == "closed" or slug in one.saved)]
        step = (desk.on(one.closes_in_days) - opened_at) / (len(municipalities) + 2)
        for number, slug in enumerate(said, start=1):
            at = desk.on(one.closes_in_days) + LATE_BY if slug == one.late else opened_at + step * number
            scenes.append((_in_office_hours(at), partial(_fill_in, stage, one, slug, name)))
        if one.published_in_days is not None:
            published_at = desk.on(one.published_in_days) + timedelta(hours=1)
            scenes.append((published_at, partial(_publish, stage, name)))
            scenes.append((published_at + timedelta(hours=2), partial(_put_forward, stage, one, name)))
            scenes.append((desk.on(one.published_in_days + 1), partial(_decide, stage, one, name)))
    return [*scenes, (desk.on(plan.neighbour.in_days), partial(_compare, desk, plan.neighbour, stage.made))]


def _in_office_hours(moment: datetime) -> datetime:
    """Some hours earlier, where somebody would sit up at night."""
    while moment.hour not in OFFICE_HOURS:
        moment -= timedelta(hours=4)
    return moment


def _prepare(stage: Stage, one: example.MandateRound, name: str, at: datetime) -> None:
    desk, plan = stage.desk, stage.plan
    if not stage.officials:
        _hire(stage, plan.officials, stage.officials, at)
        _hire(stage, plan.colleagues, stage.colleagues, at)
    asked = list(one.subjects) or [wish.subject for wish in plan.wishes]
    by_title = {subject.title: subject for subject in Subject.objects.filter(region=desk.region)}
    said: dict[str, Any] = {"title": one.title, "about": one.about, "visibility": one.visibility}
    said |= {"opens_at": desk.on(one.opens_in_days), "closes_at": desk.on(one.closes_in_days)}
    done: dict[str, Any] = {"by": desk.editor, "at": at}
    draft = rounds.prepare_round(**done, region=desk.region, **said)
    draft = rounds.change_round(
        **done,
        round=draft,
        version=draft.version,
        subjects=[by_title[title] for title in asked],
        municipalities=list(stage.municipalities.values()),
        **said,
    )
    for link in plan.links:
        if {link.subject, link.other} <= {*asked}:
            _link(draft, link, by_title, done)
    votes = {one.pk: plan.votes.get(slug, 1) for slug, one in stage.municipalities.items()}
    rounds.set_votes(**done, round=draft, votes=votes)
    stage.made[name] = rounds.open_round(**done, round=draft, version=draft.version)


def _hire(stage: Stage, names: Mapping[str, str], among: dict[str, User], at: datetime) -> None:
    for slug, first_name in names.items():
        among[slug] = User.objects.create_user(f"{first_name.lower().replace('é', 'e')}@example.org", first_name)
        whose: dict[str, Any] = {"role": Role.OFFICIAL, "municipality": stage.municipalities[slug]}
        give_role(by=None, at=at, region=stage.desk.region, user=among[slug], **whose)


def _link(draft: Round, link: example.Linked, by_title: Mapping[str, Subject], done: Mapping[str, Any]) -> None:
    rounds.add_condition(
        **done,
        round=draft,
        if_subject=by_title[link.subject],
        if_comparison=Comparison.AT_LEAST,
        if_level=link.level,
        then_subject=by_title[link.other],
        then_comparison=Comparison.AT_LEAST,
        then_level=link.other_level,
        because=link.because,
    )


def _fill_in(stage: Stage, one: example.MandateRound, slug: str, name: str, at: datetime) -> None:
    subjects, municipality = subjects_in(stage.made[name]), stage.municipalities[slug]
    filled, number = _wishes(stage.plan, slug, subjects), 0
    is_on_paper = slug == one.on_paper
    said: dict[str, Any] = {"at": at, "round": stage.made[name], "municipality": municipality}
    by = stage.desk.editor if is_on_paper else stage.officials[slug]
    if slug == one.by_file:
        filled = read_sheet(_workbook(subjects, filled), subjects, timezone.localdate(at))
    if slug == one.two_at_once:
        by, number = _both(stage, slug, filled, said), 1
    authority = f"het college van {municipality}"
    more: dict[str, Any] = {"is_final": name == "closed", "authority": authority, "is_on_paper": is_on_paper}
    fill_in(by=by, number=number, filled=filled, **said, **more)


def _workbook(subjects: Sequence[Subject], filled: Sequence[Filled]) -> bytes:
    """What somebody filled in with a spreadsheet."""
    names = ("subject", "wants", "points", "accepts", "never", "because")
    positions = [Position(**{name: getattr(one, name) for name in names}) for one in filled]
    return write_xlsx(COLUMNS, rows_of_sheet(subjects, positions), sheet="Standpunt")


def _both(stage: Stage, slug: str, filled: Sequence[Filled], said: Mapping[str, Any]) -> User:
    """The official saves one half; a colleague who began with the same page saves the other half, and is asked to look
    at both. Who that is, saves both together."""
    half, earlier = len(filled) // 2, said["at"] - timedelta(minutes=20)
    fill_in(by=stage.officials[slug], number=0, filled=filled[:half], **{**said, "at": earlier})
    colleague = stage.colleagues[slug]
    with suppress(ChangedMeanwhile):
        fill_in(by=colleague, number=0, filled=filled[half:], **said)
    return colleague


def _publish(stage: Stage, name: str, at: datetime) -> None:
    stage.made[name] = rounds.publish_round(by=stage.desk.editor, at=at, round=stage.made[name])


def _put_forward(stage: Stage, one: example.MandateRound, name: str, at: datetime) -> None:
    """What all municipalities want lies before them as an agreement."""
    for plan in one.put_forward:
        agreeing.offer_agreement(
            by=stage.desk.editor,
            at=at,
            subject=Subject.objects.get(region=stage.desk.region, title=plan.subject),
            number=0,
            level=plan.level,
            holder=plan.holder,
            text=plan.text,
            from_on=date(timezone.localdate(stage.desk.now).year + 1, 1, 1),
            round=stage.made[name],
        )


def _decide(stage: Stage, one: example.MandateRound, name: str, at: datetime) -> None:
    """Some decided on the day that it was put before them."""
    done: dict[str, Any] = {"by": stage.desk.editor, "at": at, "number": 0, "stance": Stance.BOUND}
    for plan in one.put_forward:
        agreement = stage.made[name].agreements.select_related("subject").get(subject__title=plan.subject)
        for slug in plan.bound:
            place = stage.municipalities[slug]
            whose: dict[str, Any] = {"municipality": place, "body": f"het college van {place}"}
            whose["decided_on"] = timezone.localdate(at) - timedelta(days=1)
            agreeing.note_consent(**done, agreement=agreement, **whose)


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
