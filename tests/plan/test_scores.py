"""Criteria with what each score means, and scores of several people."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from regiotafel.history.rules import ChangedMeanwhile
from regiotafel.plan.criteria.actions import bring_back_criterion, change_criterion, give_scores, retire_criterion
from regiotafel.plan.criteria.queries import criteria_of, left_to_score, own_scores, scored_rows, scorer_of, seen_of
from regiotafel.plan.criteria.rules import GivenScore
from regiotafel.plan.measures.actions import move_measure
from regiotafel.plan.models import Criterion, Score
from regiotafel.plan.rules import PlanRefused
from regiotafel.regions.members.actions import delete_account
from regiotafel.regions.models import Role
from tests.factories import make_member
from tests.plan.conftest import Planned

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("plan")]


def test_two_people_see_where_they_differ(planned: Planned) -> None:
    criteria = list(criteria_of(planned.plan))
    official, editor = make_member(planned.loop.region, Role.OFFICIAL), planned.editor
    for by, value in ((editor, 5), (official, 2)):
        given = {criteria[0].pk: GivenScore(value, "Zo zie ik het."), criteria[1].pk: GivenScore(4)}
        give_scores(by=by, at=planned.done()["at"], measure=planned.now(), seen=0, given=given)
    [row, *_rest] = scored_rows(planned.plan, criteria)
    first, second = row.scored[:2]
    assert (first.values, first.mean, first.is_split) == ([2, 5], 3.5, True)
    assert (second.values, second.is_split, row.n_scorers) == ([4, 4], False, 2)
    client = Client()
    client.force_login(official)
    page = client.get(reverse("plan:score", args=[planned.loop.region.slug, planned.plan.slug, 1])).content.decode()
    assert "ver uit elkaar" in page
    assert "Zo zie ik het." in page


def test_a_score_is_replaced_taken_back_and_never_written_over_unseen(planned: Planned) -> None:
    [criterion, *_rest] = criteria_of(planned.plan)
    done = {**planned.done(), "measure": planned.now()}
    give_scores(**done, seen=0, given={criterion.pk: GivenScore(3)})
    assert give_scores(**done, seen=0, given={criterion.pk: GivenScore(3)}) == [], "the same again is no news"
    with pytest.raises(ChangedMeanwhile):
        give_scores(**done, seen=0, given={criterion.pk: GivenScore(4)})
    own = own_scores(planned.now(), scorer_of(planned.plan, planned.editor))
    give_scores(**done, seen=seen_of(own), given={criterion.pk: GivenScore(None)})
    assert Score.objects.count() == 2
    assert scored_rows(planned.plan, [criterion])[0].scored[0].values == []
    with pytest.raises(PlanRefused, match="1 tot en met 5"):
        give_scores(**done, seen=2, given={criterion.pk: GivenScore(6)})


def test_what_somebody_has_not_scored_yet_waits_on_their_own_desk(planned: Planned) -> None:
    for n in (0, 1):
        now = planned.now(n)
        move_measure(**planned.done(), measure=now, version=now.version, state="proposed")
    official = make_member(planned.loop.region, Role.OFFICIAL)
    client, desk = Client(), reverse("pages:desk", args=[planned.loop.region.slug])
    client.force_login(official)
    assert "wachten op jouw scores" in client.get(desk).content.decode()
    [criterion, *_rest] = criteria_of(planned.plan)
    for n in (0, 1):
        given = {criterion.pk: GivenScore(3)}
        give_scores(by=official, at=planned.done()["at"], measure=planned.now(n), seen=0, given=given)
    assert "op jouw scores" not in client.get(desk).content.decode()
    assert [n for _plan, _title, n in left_to_score(planned.loop.region, planned.editor)] == [2]


def test_who_leaves_stays_one_of_who_scored(planned: Planned) -> None:
    [criterion, *_rest] = criteria_of(planned.plan)
    leaver = make_member(planned.loop.region, Role.OFFICIAL)
    for by, value in ((leaver, 1), (planned.editor, 2)):
        give_scores(
            **{**planned.done(), "by": by}, measure=planned.now(), seen=0, given={criterion.pk: GivenScore(value)}
        )
    delete_account(by=leaver, at=planned.done()["at"])
    assert scored_rows(planned.plan, [criterion])[0].scored[0].values == [1, 2]


def test_the_region_changes_its_criteria(planned: Planned) -> None:
    criterion = Criterion.objects.filter(plan=planned.plan).first()
    assert criterion is not None
    said: dict[str, Any] = {"name": criterion.name, "definition": criterion.definition, "weight": 2}
    said |= {f"anchor_{n}": anchor for n, anchor in criterion.anchors}
    with pytest.raises(PlanRefused, match="een 4 geeft"):
        change_criterion(**planned.done(), criterion=criterion, version=1, **{**said, "anchor_4": " "})
    changed = change_criterion(**planned.done(), criterion=criterion, version=1, **said)
    assert (changed.weight, changed.version) == (2, 2)
    gone = retire_criterion(**planned.done(), criterion=changed, version=2)
    assert gone not in criteria_of(planned.plan)
    assert bring_back_criterion(**planned.done(), criterion=gone, version=3) in criteria_of(planned.plan)
