"""Plays what lies on the table of the closed round in the example, through the real actions."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from functools import partial
from itertools import count as counting
from typing import Any

from django.utils import timezone

from regiotafel.demo import content as example
from regiotafel.demo.writing.actions import Desk, Scene
from regiotafel.mandates.mending import actions as mending
from regiotafel.mandates.models import Offer, Origin, Round
from regiotafel.mandates.offers import actions as offers
from regiotafel.mandates.offers.analysis import Ground, carried_swaps, count, ground_in, improve, in_the_way, levels_of
from regiotafel.mandates.offers.analysis import packages_of_rules as by_rule
from regiotafel.mandates.offers.queries import newest_accord, newest_offer, offer_in
from regiotafel.mandates.offers.rules import RedLine, Swap
from regiotafel.mandates.rounds.queries import counted_sheet, positions_of
from regiotafel.people.models import User
from regiotafel.regions.models import Membership, Municipality, Role

Places = Mapping[str, Municipality]


def scenes_of_table(desk: Desk, plan: example.Rounds, places: Places) -> Sequence[Scene]:
    """A package, a counter-proposal with an exchange, answers, a provisional agreement, one that is better for all, and
    points that one municipality spreads anew. An hour after each other, on the morning after the round closed."""
    opened = desk.on(plan.closed.closes_in_days + 1)
    acts = (_first, _counter, _answer, _agree, _improve, _weigh_anew)
    return [
        (opened + timedelta(hours=hours), partial(act, desk, plan, places)) for hours, act in enumerate(acts, start=1)
    ]


def _round(desk: Desk, plan: example.Rounds) -> Round:
    return Round.objects.select_related("region").get(region=desk.region, title=plan.closed.title)


def _official(desk: Desk, place: Municipality) -> User:
    """Who works there longest, where there are two."""
    officials = Membership.objects.filter(region=desk.region, municipality=place, role=Role.OFFICIAL)
    return officials.select_related("user").order_by("pk")[0].user


def _ground(round: Round, at: datetime) -> Ground:
    return ground_in(round, timezone.localdate(at))


def _first(desk: Desk, plan: example.Rounds, places: Places, at: datetime) -> None:
    """Of the first rule that has a package, with what the project team changed in it by hand."""
    round, table = _round(desk, plan), plan.table
    ground = _ground(round, at)
    rule, there = next(iter(by_rule(round, ground).items()))
    titles = {one.title: one.pk for one in ground.subjects}
    levels = {**_within_red_lines(ground, there), **{titles[title]: level for title, level in table.changed.items()}}
    mending.set_floor(
        by=_official(desk, places[table.floor_of]),
        at=at,
        round=round,
        municipality=places[table.floor_of],
        number=0,
        percent=table.floor,
        because=table.floor_because,
    )
    said: dict[str, Any] = {"levels": levels, "there": there, "made_from": Origin(rule), "reason": table.reason}
    offers.make_offer(by=desk.editor, at=at, round=round, number=0, **said)


def _within_red_lines(ground: Ground, levels: Mapping[int, str]) -> dict[int, str]:
    """With the nearest level that nobody rules out, where there is one."""
    found = dict(levels)
    for subject in ground.subjects:
        never = {level for line, said in ground.red_lines.items() if line.subject == subject.pk for level in said.never}
        left = [level.value for level in ground.allowed[subject.pk] if level not in never]
        if left and found[subject.pk] not in left:
            found[subject.pk] = left[0]
    return found


def _counter(desk: Desk, plan: example.Rounds, places: Places, at: datetime) -> None:
    """Two municipalities give up a breekpunt, and another does something in return."""
    round, table = _round(desk, plan), plan.table
    ground, place, first = _ground(round, at), places[table.counter_of], offer_in(round, 1)
    subject = next(one for one in ground.subjects if one.title == table.gives_up)
    giving = [place, places[table.gives_up_too]]
    if first is None or any(RedLine(one.pk, subject.pk) not in ground.red_lines for one in giving):
        raise example.BadContent(f"{giving} have no breekpunt about {subject}")
    there = levels_of(first)
    said: dict[str, Any] = {"municipality": place, "authority": f"het college van {place}", "made_of": first}
    said |= {"made_from": Origin.OFFER, "there": there, "levels": {**there, subject.pk: table.gives_up_for}}
    said |= {"swaps": [Swap(one, subject, table.in_return, places[table.given_by]) for one in giving]}
    reason = table.counter_reason
    offers.make_offer(by=_official(desk, place), at=at, round=round, number=1, reason=reason, **said)


def _answer(desk: Desk, plan: example.Rounds, places: Places, at: datetime) -> None:
    round = _round(desk, plan)
    offer = offer_in(round, 2)
    for slug, (living, reason) in plan.table.answers.items():
        said: dict[str, Any] = {"offer": offer, "municipality": places[slug], "living": living, "reason": reason}
        offers.give_reply(by=_official(desk, places[slug]), at=at, number=0, **said)


def _agree(desk: Desk, plan: example.Rounds, places: Places, at: datetime) -> None:
    """On the counter-proposal, when nothing stands in its way."""
    round = _round(desk, plan)
    offer = offer_in(round, 2)
    if offer is not None and not in_the_way(offer, count(_ground(round, at), levels_of(offer))):
        offers.agree_on(by=desk.editor, at=at, offer=offer, number=0, reason=plan.table.agreed)


def _improve(desk: Desk, plan: example.Rounds, places: Places, at: datetime) -> None:
    """What a search finds from there. Its clock is a count of looks, so that each machine finds the same."""
    round, accord = _round(desk, plan), newest_accord(_round(desk, plan))
    agreed: Offer | None = offer_in(round, accord.offer.number) if accord and accord.offer else None
    if agreed is None:
        return
    ground, looks = _ground(round, at), counting()
    better = improve(ground, agreed, (), lambda: next(looks) / 10_000)
    newest = newest_offer(round)
    if better.levels is not None and newest is not None:
        said: dict[str, Any] = {"levels": better.levels, "there": levels_of(agreed), "reason": plan.table.better}
        said |= {"made_from": Origin.IMPROVEMENT, "made_of": agreed, "swaps": carried_swaps(ground, agreed)}
        offers.make_offer(by=desk.editor, at=at, round=round, number=newest.number, **said)


def _weigh_anew(desk: Desk, plan: example.Rounds, places: Places, at: datetime) -> None:
    """Points go from what a municipality got anyway to what it lost."""
    round, table = _round(desk, plan), plan.table
    place = places[table.anew_of]
    said = {one.subject_id: one.points for one in positions_of(counted_sheet(round, place)) if one.wants}
    titles = {one.title: one.pk for one in _ground(round, at).subjects}
    taken, given = titles[table.anew_from], titles[table.anew_to]
    points = {**said, taken: 0, given: said[given] + said[taken]}
    whose: dict[str, Any] = {"municipality": place, "authority": f"het college van {place}"}
    by, reason = _official(desk, place), table.anew_because
    mending.change_points(by=by, at=at, round=round, number=0, points=points, reason=reason, **whose)
