"""Saying that a contribution or a finding belongs to a passage, or does not."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from regiotafel.contributions.acts import LINK_CONFIRMED, LINK_REJECTED
from regiotafel.contributions.following.actions import tell
from regiotafel.contributions.linking.rules import check_in_text, source_of
from regiotafel.contributions.models import Contribution, Finding, Link, LinkState, NoticeKind
from regiotafel.contributions.states.actions import locked
from regiotafel.contributions.states.rules import check_live, check_passage
from regiotafel.history.actions import record
from regiotafel.history.rules import Act
from regiotafel.people.models import User
from regiotafel.regions.models import Region
from regiotafel.text.substance import is_substantial
from regiotafel.vision.models import Passage
from regiotafel.vision.queries import current_wordings


@transaction.atomic
def suggest_links(
    *, at: datetime, contribution: Contribution, passages: Sequence[Passage], by: User | None = None
) -> list[Link]:
    """Puts passages beside it for an editor to judge. What a person decided before stays decided."""
    found = locked(contribution)
    check_live(found)
    made = []
    for passage in passages:
        check_passage(passage, found.region)
        now = current_wordings({passage.pk})[passage.pk]
        link, _ = Link.objects.get_or_create(
            passage=passage,
            contribution=found,
            defaults={"state": LinkState.SUGGESTED, "wording": now, "told_wording": now, "by": by, "at": at},
        )
        made.append(link)
    return made


@transaction.atomic
def confirm_link(
    *,
    by: User | None,
    at: datetime,
    passage: Passage,
    contribution: Contribution | None = None,
    finding: Finding | None = None,
) -> Link:
    """A person says that these belong together, as the passage reads now."""
    source = source_of(contribution, finding)
    region = source.region if isinstance(source, Contribution) else source.consultation.region
    check_passage(passage, region)
    check_in_text(passage)
    if isinstance(source, Contribution):
        check_live(locked(source))
    now = current_wordings({passage.pk})[passage.pk]
    link, is_new = Link.objects.select_for_update().get_or_create(
        passage=passage,
        contribution=contribution,
        finding=finding,
        defaults={"state": LinkState.CONFIRMED, "wording": now, "told_wording": now, "by": by, "at": at},
    )
    if not is_new and link.state == LinkState.CONFIRMED:
        return link
    if not is_new:
        link.state, link.wording, link.told_wording, link.by, link.at = LinkState.CONFIRMED, now, now, by, at
        link.save()
    record_link(LINK_CONFIRMED, link, region, by=by, at=at)
    if isinstance(source, Contribution):
        tell(contribution=source, kind=NoticeKind.LINKED, about={"link": link.pk}, at=at)
    return link


@transaction.atomic
def reject_link(*, by: User | None, at: datetime, link: Link) -> Link:
    """It does not belong here: it leaves the margin and is not suggested again."""
    found = locked_link(link)
    if found.state != LinkState.REJECTED:
        found.state, found.by, found.at = LinkState.REJECTED, by, at
        found.save(update_fields=["state", "by", "at"])
        record_link(LINK_REJECTED, found, found.passage.document.region, by=by, at=at)
    return found


@transaction.atomic
def reject_suggestion(*, by: User | None, at: datetime, contribution: Contribution, passage: Passage) -> Link:
    """A passage that the words suggested does not belong to it after all."""
    (link,) = suggest_links(by=by, at=at, contribution=contribution, passages=[passage])
    return reject_link(by=by, at=at, link=link)


def locked_link(link: Link) -> Link:
    rows = Link.objects.select_for_update(of=("self",))
    return rows.select_related("passage__document__region", "contribution", "finding__statement").get(pk=link.pk)


def record_link(act: Act, link: Link, region: Region, *, by: User | None, at: datetime) -> None:
    number = link.contribution.number if link.contribution else None
    record(
        by=by,
        at=at,
        act=act,
        about=link,
        region=region.slug,
        data={
            "what": f"inbreng {number}" if number else f"stelling {link.finding.statement.number}",  # type: ignore[union-attr]
            "passage": link.passage.number,
        },
    )


def suggest_pointed_at(contribution: Contribution, at: datetime) -> None:
    passage = contribution.about_passage
    if passage is None:
        return
    now = current_wordings({passage.pk})[passage.pk]
    Link.objects.get_or_create(
        passage=passage,
        contribution=contribution,
        defaults={"state": LinkState.SUGGESTED, "wording": now, "told_wording": now, "at": at},
    )


@transaction.atomic
def tell_of_move(*, at: datetime, link: Link) -> int:
    """Tells the sender, and everybody whose contribution went into this one, that the text at a link has changed.

    The link remembers what was told in the same transaction, so a repeat tells nothing twice."""
    held = (
        Link.objects.select_for_update(of=("self",))
        .select_related("passage", "told_wording", "contribution")
        .get(pk=link.pk)
    )
    current = held.passage.wordings.order_by("-number").first()
    if held.state != LinkState.CONFIRMED or held.contribution is None or current is None:
        return 0
    if held.told_wording_id == current.pk:
        return 0
    before, held.told_wording = held.told_wording, current
    held.save(update_fields=["told_wording"])
    if not is_substantial(before.text, current.text):
        return 0
    about = {"link": held.pk, "passage": held.passage_id, "was": before.pk, "becomes": current.pk}
    return len(tell(contribution=held.contribution, kind=NoticeKind.PASSAGE_CHANGED, about=about, at=at))
