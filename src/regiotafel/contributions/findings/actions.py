"""Taking the outcome of a consultation along to the text."""

from datetime import datetime

from django.db import transaction

from regiotafel.consultations.models import Statement
from regiotafel.contributions.acts import FINDING_TAKEN
from regiotafel.contributions.findings.queries import tally_of
from regiotafel.contributions.findings.rules import check_can_take, check_told_to_all
from regiotafel.contributions.models import GROUND, Finding
from regiotafel.history.actions import record
from regiotafel.people.models import User
from regiotafel.thread.actions import tie


@transaction.atomic
def take_finding(*, by: User | None, at: datetime, statement: Statement) -> Finding:
    """The statement with what everybody may know of the answers to it. Taken along twice is one finding."""
    found = (
        Statement.objects.select_for_update(of=("self",)).select_related("consultation__region").get(pk=statement.pk)
    )
    there = Finding.objects.filter(statement=found).first()
    if there is not None:
        return there
    consultation = found.consultation
    check_told_to_all(consultation, at)
    tally = check_can_take(tally_of(found, at))
    knot = tie(
        kind=GROUND,
        region=consultation.region,
        it=Finding(statement=found, consultation=consultation),
        route_args=[consultation.slug, found.number],
    )
    finding = Finding.objects.create(
        knot=knot,
        consultation=consultation,
        statement=found,
        n_votes=tally.n_votes,
        n_agree=tally.n_agree,
        n_disagree=tally.n_disagree,
        n_untold=tally.n_untold,
        counted_until=tally.counted_until,
        made_at=at,
    )
    record(
        by=by,
        at=at,
        act=FINDING_TAKEN,
        about=finding,
        region=consultation.region.slug,
        data={"number": found.number, "title": consultation.title},
    )
    return finding
