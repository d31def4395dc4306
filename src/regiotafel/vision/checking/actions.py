"""Saying how a text stands beside one thing that the law asks, and where it says so."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from regiotafel.history.rules import check_seen, says
from regiotafel.people.models import User
from regiotafel.text.tidy import tidy
from regiotafel.thread.actions import retitle, tie
from regiotafel.thread.linking.actions import clear_review, confirm, reject
from regiotafel.thread.models import Relation
from regiotafel.vision.actions import lock_document, record_in
from regiotafel.vision.acts import REQUIREMENT_JUDGED
from regiotafel.vision.checking.queries import check_of, latest_judgement, links_to
from regiotafel.vision.checking.rules import Requirement, check_judgement, check_judgement_number, check_passages
from regiotafel.vision.models import REQUIREMENT, CheckState, Document, Fulfilment, Judgement, Passage, TextRequirement


@transaction.atomic
def judge(
    *,
    by: User | None,
    at: datetime,
    document: Document,
    requirement: Requirement,
    number: int,
    fulfilment: Fulfilment | str,
    why: str = "",
    passages: Mapping[int, int] | None = None,
) -> Judgement:
    """`number`: of the judgement that this person read, 0 when there was none. `passages`: by their number, which
    meaning of each they read; what moved since is read first."""
    why, pointed_at = tidy(why), dict(passages or {})
    check_judgement(fulfilment, why, list(pointed_at))
    document = lock_document(document)
    row = _row_of(document, requirement)
    latest = latest_judgement(row)
    said = {
        "fulfilment": str(fulfilment),
        "why": why,
        "passages": sorted(pointed_at),
        "of_version": requirement.version,
    }
    if latest is not None and latest.number - number in (0, 1) and says(latest, said) and _stands(document, row):
        return latest  # the same again is no news
    check_judgement_number(latest, number)
    _lean_on(row, document, pointed_at, by=by, at=at)
    retitle(kind=REQUIREMENT, knot=row.knot, it=requirement)  # what the law asks may be called otherwise by now
    judged = Judgement.objects.create(requirement=row, number=number + 1, by=by, at=at, **said)
    told: dict[str, Any] = {"code": row.code, "judged": str(Fulfilment(fulfilment).label)}
    told |= {"fulfilment": str(fulfilment), "why": why}
    record_in(by, at, REQUIREMENT_JUDGED, judged, document, **told, passages=judged.passages, rows=[row])
    return judged


def _row_of(document: Document, requirement: Requirement) -> TextRequirement:
    row = TextRequirement.objects.filter(document=document, code=requirement.code).select_related("knot").first()
    if row is not None:
        return row
    args = [document.slug, requirement.code]
    knot = tie(kind=REQUIREMENT, region=document.region, it=requirement, route_args=args)
    return TextRequirement.objects.create(document=document, code=requirement.code, knot=knot)


def _stands(document: Document, row: TextRequirement) -> bool:
    found = check_of(document, row.code)
    return found is not None and found.state != CheckState.TO_REVIEW


def _lean_on(
    row: TextRequirement, document: Document, pointed_at: Mapping[int, int], *, by: User | None, at: datetime
) -> None:
    """Links to these passages and to no others. Who points at a passage held it against the requirement just now."""
    there = {link.from_knot_id: link for link in links_to(document) if link.to_knot_id == row.knot_id}
    rows = Passage.objects.filter(document=document, number__in=pointed_at, retired_at=None)
    chosen = list(rows.select_related("knot__region").order_by("number"))
    check_passages(pointed_at, [passage.number for passage in chosen])
    for passage in chosen:
        link = there.pop(passage.knot_id, None)
        seen = pointed_at[passage.number]
        if link is not None and any(end.is_moved for end in link.ends):
            clear_review(by=by, at=at, link=link, seen=(seen, link.to_knot.number))
        elif link is None:
            link = confirm(by=by, at=at, from_knot=passage.knot, to_knot=row.knot, relation=Relation.WORKS_OUT)
            check_seen(seen, link.from_knot.number, link)
    for link in there.values():
        reject(by=by, at=at, link=link)
