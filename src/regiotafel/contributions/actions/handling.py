"""What an editor does with contributions: merge, split, link, answer."""

from collections.abc import Sequence
from datetime import datetime
from typing import TypeVar

from django.db import transaction

from regiotafel.contributions.actions.notices import new_key, tell
from regiotafel.contributions.actions.sending import add, locked, move, suggest_pointed_at
from regiotafel.contributions.models import (
    Answer,
    Contribution,
    Finding,
    Kind,
    Lineage,
    Link,
    LinkState,
    NoticeKind,
    State,
    Verdict,
    Via,
)
from regiotafel.contributions.queries.counting import unanswered_on
from regiotafel.contributions.queries.reading import current_wordings, receipt_code
from regiotafel.contributions.rules import (
    UnansweredLeft,
    check_answer,
    check_answer_number,
    check_can_merge,
    check_can_split,
    check_in_text,
    check_kind,
    check_live,
    check_move,
    check_passage,
    check_still_current,
    check_text,
    check_wordings,
    source_of,
    tidy_text,
)
from regiotafel.history.actions import record
from regiotafel.people.models import User
from regiotafel.regions.models import Region
from regiotafel.vision.actions import mark_adopted
from regiotafel.vision.models import Passage, Release, Wording

T = TypeVar("T")

# --- Merging and splitting ---


@transaction.atomic
def merge(
    *, by: User | None, at: datetime, contributions: Sequence[Contribution], text: str, kind: Kind | str
) -> Contribution:
    """One new contribution that says what these say. The originals stay to be read, and hear what happens to it."""
    text = tidy_text(text)
    check_kind(kind)
    check_text(text)
    originals = _lock_all(contributions)
    check_can_merge(originals)
    result = _make(
        at,
        originals,
        text=text,
        kind=kind,
        about_passage=_shared([one.about_passage for one in originals]),
        about_release=_newest([one.about_release for one in originals]),
    )
    for original in originals:
        move(original, State.MERGED, at)
        Lineage.objects.create(original=original, result=result, at=at, by=by)
        _hand_on_links(original, result, LinkState.CONFIRMED)
    _record_made("contribution.merged", result, originals, by=by, at=at)
    # The result now speaks for its originals, so this reaches all of them.
    tell(contribution=result, kind=NoticeKind.MERGED, about={}, at=at)
    return result


@transaction.atomic
def split(*, by: User | None, at: datetime, contribution: Contribution, parts: Sequence[str]) -> list[Contribution]:
    """Each thought on its own, so each gets its own answer. The original stays to be read."""
    texts = [text for text in map(tidy_text, parts) if text]
    (original,) = _lock_all([contribution])
    check_can_split(original, texts)
    made = []
    for text in texts:
        part = _make(
            at,
            [original],
            text=text,
            kind=original.kind,
            about_passage=original.about_passage,
            about_release=original.about_release,
        )
        Lineage.objects.create(original=original, result=part, at=at, by=by)
        # Which of them belongs to which passage is for a person to say.
        _hand_on_links(original, part, LinkState.SUGGESTED)
        suggest_pointed_at(part, at)
        made.append(part)
    move(original, State.SPLIT, at)
    _record_made("contribution.split", original, made, by=by, at=at)
    return made


def _lock_all(contributions: Sequence[Contribution]) -> list[Contribution]:
    """The region first, for the numbers; then the rows in one order, so that two editors never wait for each other."""
    Region.objects.select_for_update().filter(pk__in={one.region_id for one in contributions}).first()
    rows = Contribution.objects.select_for_update(of=("self",)).filter(pk__in={one.pk for one in contributions})
    return list(rows.select_related("region", "organisation", "table", "about_passage", "about_release").order_by("pk"))


def _make(at: datetime, originals: Sequence[Contribution], **more: object) -> Contribution:
    """It waits as long as the oldest of what it was made of, and names only a party that all of them share."""
    key = new_key()
    return add(
        at=at,
        region=originals[0].region,
        key=key,
        code=receipt_code(key),
        via=Via.MADE,
        state=State.OPEN,
        sent_in_at=min(one.sent_in_at for one in originals),
        organisation=_shared([one.organisation for one in originals]),
        table=_shared([one.table for one in originals]),
        **more,
    )


def _shared(values: Sequence[T | None]) -> T | None:
    return values[0] if all(value == values[0] for value in values) else None


def _newest(releases: Sequence[Release | None]) -> Release | None:
    return max((one for one in releases if one is not None), key=lambda one: one.number, default=None)


def _hand_on_links(original: Contribution, result: Contribution, state: LinkState) -> None:
    for link in original.links.filter(state=LinkState.CONFIRMED).select_related("wording"):
        there, is_new = Link.objects.get_or_create(
            passage_id=link.passage_id,
            contribution=result,
            defaults={
                "state": state,
                "wording": link.wording,
                "told_wording_id": link.told_wording_id,
                "by_id": link.by_id,
                "at": link.at,
            },
        )
        # Of two that were held against different words, the older is the one to look at again.
        if not is_new and link.wording.number < there.wording.number:
            there.wording, there.at = link.wording, link.at
            there.save(update_fields=["wording", "at"])


def _record_made(
    act: str, about: Contribution, others: Sequence[Contribution], *, by: User | None, at: datetime
) -> None:
    record(
        by=by,
        at=at,
        act=act,
        about=about,
        region=about.region.slug,
        data={"number": about.number, "others": ", ".join(str(other.number) for other in others)},
    )


# --- Linking ---


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
    _record_link("link.confirmed", link, region, by=by, at=at)
    if isinstance(source, Contribution):
        tell(contribution=source, kind=NoticeKind.LINKED, about={"link": link.pk}, at=at)
    return link


@transaction.atomic
def reject_link(*, by: User | None, at: datetime, link: Link) -> Link:
    """It does not belong here: it leaves the margin and is not suggested again."""
    found = _locked_link(link)
    if found.state != LinkState.REJECTED:
        found.state, found.by, found.at = LinkState.REJECTED, by, at
        found.save(update_fields=["state", "by", "at"])
        _record_link("link.rejected", found, found.passage.document.region, by=by, at=at)
    return found


@transaction.atomic
def reject_suggestion(*, by: User | None, at: datetime, contribution: Contribution, passage: Passage) -> Link:
    """A passage that the words suggested does not belong to it after all."""
    (link,) = suggest_links(by=by, at=at, contribution=contribution, passages=[passage])
    return reject_link(by=by, at=at, link=link)


@transaction.atomic
def clear_review(*, by: User | None, at: datetime, link: Link, seen: int | None = None) -> Link:
    """A person held the two beside each other again: they still belong together. `seen`: the wording they read."""
    found = _locked_link(link)
    now = current_wordings({found.passage_id})[found.passage_id]
    check_still_current(seen, now)
    found.wording, found.by, found.at = now, by, at
    found.save(update_fields=["wording", "by", "at"])
    _record_link("link.cleared", found, found.passage.document.region, by=by, at=at)
    return found


def _locked_link(link: Link) -> Link:
    rows = Link.objects.select_for_update(of=("self",))
    return rows.select_related("passage__document__region", "contribution", "finding__statement").get(pk=link.pk)


def _record_link(act: str, link: Link, region: Region, *, by: User | None, at: datetime) -> None:
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


# --- Answering ---


@transaction.atomic
def give_answer(
    *,
    by: User | None,
    at: datetime,
    heard: str,
    verdict: Verdict | str,
    why: str,
    number: int,
    contribution: Contribution | None = None,
    finding: Finding | None = None,
    who_then: str = "",
    passage: Passage | None = None,
    was: Wording | None = None,
    becomes: Wording | None = None,
) -> Answer:
    """A first answer, or a better one: `number` is the answer that this one improves, 0 when there was none."""
    source = _lock_source(contribution, finding)
    region = source.region if isinstance(source, Contribution) else source.consultation.region
    if isinstance(source, Contribution):
        check_move(source, State.ANSWERED)
    check_answer_number(source.answers.order_by("-number").first(), number)
    heard, why, who_then = tidy_text(heard), tidy_text(why), tidy_text(who_then)
    check_answer(heard=heard, verdict=verdict, why=why, who_then=who_then, is_placed=passage is not None)
    check_passage(passage, region)
    check_wordings(passage, was, becomes)
    answer = Answer.objects.create(
        contribution=contribution,
        finding=finding,
        number=number + 1,
        heard=heard,
        verdict=verdict,
        why=why,
        who_then=who_then,
        passage=passage,
        was=was,
        becomes=becomes,
        by=by,
        at=at,
    )
    _record_answer(answer, source, region, by=by, at=at)
    if isinstance(source, Contribution):
        move(source, State.ANSWERED, at)
        kind = NoticeKind.ANSWERED if answer.number == 1 else NoticeKind.ANSWER_IMPROVED
        tell(contribution=source, kind=kind, about={"answer": answer.pk}, at=at)
    return answer


def _lock_source(contribution: Contribution | None, finding: Finding | None) -> Contribution | Finding:
    source = source_of(contribution, finding)
    if isinstance(source, Contribution):
        return locked(source)
    rows = Finding.objects.select_for_update(of=("self",)).select_related("consultation__region", "statement")
    return rows.get(pk=source.pk)


def _record_answer(
    answer: Answer, source: Contribution | Finding, region: Region, *, by: User | None, at: datetime
) -> None:
    what = f"inbreng {source.number}" if isinstance(source, Contribution) else f"stelling {source.statement.number}"
    data = {"what": what, "number": answer.number, "verdict": answer.verdict}
    if answer.number == 1:
        record(by=by, at=at, act="answer.given", about=answer, region=region.slug, data=data)
    else:
        record(by=by, at=at, act="answer.improved", about=answer, region=region.slug, data=data)


# --- A text that stands ---


@transaction.atomic
def adopt_release(*, by: User | None, at: datetime, release: Release) -> Release:
    """A text is adopted only when everybody who reacted to it has an answer."""
    # Nothing comes in between the count and the mark.
    Region.objects.select_for_update().get(pk=release.document.region_id)
    if left := unanswered_on(release):
        raise UnansweredLeft(left)
    return mark_adopted(by=by, at=at, release=release)
