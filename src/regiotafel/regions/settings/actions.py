"""Opening a region, saying what it is, whose and how it is reached, and planning its steps."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from regiotafel.history.actions import record
from regiotafel.history.rules import Act, check_seen
from regiotafel.people.models import User
from regiotafel.regions.actions import lock_region
from regiotafel.regions.acts import (
    CONTACT_SET,
    REGION_DESCRIBED,
    REGION_OPENED,
    RESPONSIBLE_NAMED,
    STEPS_PLANNED,
    WORK_AGREED,
)
from regiotafel.regions.models import ProcessStep, Region
from regiotafel.regions.rules import periods_in
from regiotafel.regions.settings.queries import planned_steps
from regiotafel.regions.settings.rules import (
    SlugTaken,
    check_contact,
    check_named,
    check_responsible,
    check_slug,
    check_work,
    seen_of_region,
    seen_of_steps,
)
from regiotafel.text.tidy import tidy, tidy_line


@transaction.atomic
def open_region(
    *,
    by: User | None,
    at: datetime,
    slug: str,
    name: str,
    about: str = "",
    youth_region_name: str = "",
    is_invented: bool = False,
) -> Region:
    check_slug(slug)
    name = tidy_line(name)
    check_named(name)
    region = Region(slug=slug, name=name, about=about, youth_region_name=youth_region_name, is_invented=is_invented)
    try:
        with transaction.atomic():
            region.save(force_insert=True)
    except IntegrityError as there:  # the database decides who was first
        raise SlugTaken(_("Er is al een regio met dit adres.")) from there
    record(by=by, at=at, act=REGION_OPENED, about=region, region=slug, data={"name": name})
    return region


@dataclass(frozen=True)
class StepText:
    name: str
    explanation: str
    starts_on: date
    ends_on: date


@transaction.atomic
def plan_steps(
    *, by: User | None, at: datetime, region: Region, steps: Sequence[StepText], seen: str | None = None
) -> None:
    """Replaces the steps of the process; the old ones stay readable in the history. `seen`: what this person read."""
    lock_region(region)
    old = planned_steps(region)
    if [asdict(step) for step in steps] == old:
        return  # the same again is no news
    if seen is not None:
        check_seen(seen, seen_of_steps(old), old)
    gone = list(region.steps.all())
    region.steps.all().delete()
    made = ProcessStep.objects.bulk_create(
        ProcessStep(
            region=region,
            position=position,
            name=step.name,
            explanation=step.explanation,
            starts_on=step.starts_on,
            ends_on=step.ends_on,
        )
        for position, step in enumerate(steps, start=1)
    )
    record(
        by=by,
        at=at,
        act=STEPS_PLANNED,
        about=region,
        region=region.slug,
        data={"before": old, "after": [step.name for step in steps]},
        rows=made,
        gone=gone,
    )


def describe_region(
    *, by: User | None, at: datetime, region: Region, name: str, about: str, seen: str | None = None
) -> None:
    """`seen`: what this person read."""
    _say(
        by=by,
        at=at,
        region=region,
        act=REGION_DESCRIBED,
        seen=seen,
        said={"name": tidy_line(name), "about": tidy(about)},
    )


def set_contact(
    *,
    by: User | None,
    at: datetime,
    region: Region,
    sender: str,
    contact_email: str = "",
    contact_phone: str = "",
    seen: str | None = None,
) -> None:
    sender, phone = tidy_line(sender), tidy_line(contact_phone)
    check_contact(sender, contact_email, phone)
    said = {"sender": sender, "contact_email": contact_email, "contact_phone": phone}
    _say(by=by, at=at, region=region, act=CONTACT_SET, seen=seen, said=said)


def name_responsible(
    *,
    by: User | None,
    at: datetime,
    region: Region,
    controller: str,
    privacy_officer: str,
    privacy_email: str,
    legal_ground: str = "",
    recipients: str = "",
    seen: str | None = None,
) -> None:
    controller, officer = tidy_line(controller), tidy_line(privacy_officer)
    check_responsible(controller, officer, privacy_email)
    said = {"controller": controller, "privacy_officer": officer, "privacy_email": privacy_email}
    said |= {"legal_ground": tidy(legal_ground), "recipients": tidy(recipients)}
    _say(by=by, at=at, region=region, act=RESPONSIBLE_NAMED, seen=seen, said=said)


def agree_on_work(
    *,
    by: User | None,
    at: datetime,
    region: Region,
    answer_weeks: int | None = None,
    second_reader: bool = False,
    school_part: str = "",
    recess: str = "",
    seen: str | None = None,
) -> None:
    """How the members of this region work together: what they promise, who publishes what, and when schools are
    closed."""
    check_work(answer_weeks)
    periods_in(recess)
    said = {"answer_weeks": answer_weeks, "second_reader": second_reader, "school_part": school_part}
    said |= {"recess": tidy(recess)}
    _say(by=by, at=at, region=region, act=WORK_AGREED, seen=seen, said=said)


@transaction.atomic
def _say(
    *, by: User | None, at: datetime, region: Region, act: Act, said: Mapping[str, object], seen: str | None
) -> None:
    now = lock_region(region)
    before = {name: getattr(now, name) for name in said}
    if before == said:
        return  # the same again is no news
    if seen is not None:
        check_seen(seen, seen_of_region(now, [*said]), now)
    for name, value in said.items():
        setattr(region, name, value)
    region.save(update_fields=[*said])
    record(by=by, at=at, act=act, about=region, region=region.slug, data={"before": before, "after": said})
