"""Everything that writes the text: one function is one thing an editor can do, with its history."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from regiotafel.addresses import address_of
from regiotafel.history.queries import next_number
from regiotafel.history.rules import ChangedMeanwhile, check_seen
from regiotafel.people.models import User
from regiotafel.regions.actions import begin_part, lock_region
from regiotafel.regions.models import Region
from regiotafel.text.tidy import tidy, tidy_line
from regiotafel.thread.actions import move as move_knot
from regiotafel.thread.actions import show, tie
from regiotafel.thread.models import GONE
from regiotafel.thread.rules import meaning
from regiotafel.vision.actions import lock_document, lock_passage, record_in, tell_readers
from regiotafel.vision.acts import (
    DOCUMENT_DRAFTED,
    PASSAGE_ADDED,
    PASSAGE_BROUGHT_BACK,
    PASSAGE_MOVED,
    PASSAGE_RETIRED,
    PASSAGE_REWORDED,
    PASSAGE_WHO_ACTS,
    SECTION_ADDED,
    SECTION_CHANGED,
    SECTION_MOVED,
)
from regiotafel.vision.messages import TEXT_CHANGED
from regiotafel.vision.models import PASSAGE, TEXT, Document, Passage, Section, WhoActs, Wording
from regiotafel.vision.reading.queries import current_wording
from regiotafel.vision.rules import PART, check_title, digest_of_wording
from regiotafel.vision.writing.queries import editions_of, exceptions_of
from regiotafel.vision.writing.rules import (
    check_changes,
    check_hangs,
    check_nothing_hangs,
    check_place,
    check_reason,
    check_retired,
    check_section,
    check_section_place,
    check_stands,
    check_text,
    check_version,
)


@transaction.atomic
def draft_document(*, by: User | None, at: datetime, region: Region, title: str, about: str = "") -> Document:
    """A text without chapters; pressed twice it is one."""
    title, about = tidy_line(title), tidy(about)
    check_title(title, 150)
    lock_region(region)
    last = Document.objects.filter(region=region).order_by("-pk").first()
    if last and (last.title, last.about) == (title, about) and not last.sections.exists():
        return last
    taken = set(Document.objects.filter(region=region).values_list("slug", flat=True))
    slug = address_of(title, otherwise="tekst", beside="<slug:region>/visie/", taken=taken)
    document = Document.objects.create(region=region, slug=slug, title=title, about=about, created_at=at)
    begin_part(region=region, part=PART)
    tie(kind=TEXT, region=region, it=document, route_args=[slug])
    record_in(by, at, DOCUMENT_DRAFTED, document, document, rows=[region])
    return document


@transaction.atomic
def add_section(*, by: User | None, at: datetime, document: Document, title: str, theme: str = "") -> Section:
    """A new chapter at the end; pressed twice it is one."""
    title, theme = tidy_line(title), tidy_line(theme)[:60]
    check_title(title, 150)
    lock_document(document)
    position = next_number(Section.objects.filter(document=document), "position")
    there = Section.objects.filter(document=document, position=position - 1, title=title, theme=theme, passages=None)
    if (pressed_before := there.first()) is not None:
        return pressed_before
    section = Section.objects.create(document=document, position=position, title=title, theme=theme)
    record_in(by, at, SECTION_ADDED, section, document, title=title)
    return section


@transaction.atomic
def change_section(
    *,
    by: User | None,
    at: datetime,
    section: Section,
    seen: str,
    title: str,
    theme: str = "",
    after: Section | None = None,
) -> Section:
    """Another title, theme or place: at the beginning, or behind another chapter. `seen`: what was read."""
    title, theme = tidy_line(title), tidy_line(theme)[:60]
    check_title(title, 150)
    document = lock_document(section.document)
    found = Section.objects.select_for_update().get(pk=section.pk)
    check_section(found, seen)
    check_section_place(found, after)
    others = list(Section.objects.filter(document=document).exclude(pk=found.pk).order_by("position"))
    place = next(n for n, one in enumerate(others, start=1) if one.pk == after.pk) if after else 0
    if (found.title, found.theme, sum(one.position < found.position for one in others)) == (title, theme, place):
        return found  # the same again is no news
    found.title, found.theme = title, theme
    found.save(update_fields=["title", "theme"])
    _number([*others[:place], found, *others[place:]])
    record_in(by, at, SECTION_CHANGED, found, document, title=title, rows=others)
    return found


@transaction.atomic
def move_section(*, by: User | None, at: datetime, section: Section, after: Section | None = None) -> Section:
    """To the beginning of the text, or behind another chapter. Where it stands already is no news."""
    document = lock_document(section.document)
    found = Section.objects.select_for_update().get(pk=section.pk)
    check_section_place(found, after)
    there = list(Section.objects.filter(document=document).order_by("position"))
    others = [one for one in there if one.pk != found.pk]
    place = next(n for n, one in enumerate(others, start=1) if one.pk == after.pk) if after else 0
    order = [*others[:place], found, *others[place:]]
    if order != there:
        _number(order)
        record_in(by, at, SECTION_MOVED, found, document, title=found.title, rows=others)
    return found


def _number(sections: list[Section]) -> None:
    """In this order. By way of numbers that nobody has: two chapters never share a place, not even for a moment."""
    free = max(section.position for section in sections) + 1
    for start in (free, 1):
        for position, section in enumerate(sections, start=start):
            section.position = position
            section.save(update_fields=["position"])


@transaction.atomic
def add_passage(*, by: User | None, at: datetime, section: Section, text: str, reason: str) -> Passage:
    """A new passage at the end of its chapter; pressed twice it is one. Its number was never given before."""
    text, reason = tidy(text), tidy_line(reason)
    check_text(text)
    check_reason(reason)
    section.document = lock_document(section.document)
    position = next_number(Passage.objects.filter(section=section), "position")
    last = Passage.objects.filter(section=section, position=position - 1, version=1, retired_at=None)
    said = last.filter(wordings__text=text, wordings__reason=reason)
    if (pressed_before := said.select_related("document__region").first()) is not None:
        return pressed_before
    return make_passage(by=by, at=at, section=section, text=text, reason=reason)


def make_passage(
    *, by: User | None, at: datetime, section: Section, text: str, reason: str, who_acts: str = ""
) -> Passage:
    """At the end of its chapter, in the act of who holds the document."""
    document = section.document
    number = next_number(Passage.objects.filter(document=document))
    position = next_number(Passage.objects.filter(section=section), "position")
    knot = tie(
        kind=PASSAGE,
        region=document.region,
        it=Passage(document=document, number=number),
        route_args=[document.slug, number],
    )
    of = {"document": document, "section": section, "number": number, "position": position, "knot": knot}
    passage = Passage.objects.create(**of, version=1, who_acts=who_acts)
    first = Wording.objects.create(passage=passage, number=1, text=text, reason=reason, by=by, at=at)
    words: dict[str, Any] = {"reason": reason, "digest": digest_of_wording(first)}
    _tell_of_change(document, at)
    record_in(by, at, PASSAGE_ADDED, passage, document, number=passage.number, rows=[first], **words)
    return passage


@transaction.atomic
def reword(*, by: User | None, at: datetime, passage: Passage, version: int, text: str, reason: str) -> Wording:
    """New words for a passage, unless somebody else saved in between: `ChangedMeanwhile` has theirs."""
    text, reason = tidy(text), tidy_line(reason)
    check_text(text)
    check_reason(reason)
    locked = lock_passage(passage)
    check_stands(locked)
    editions = editions_of(locked)
    current = editions[-1]
    try:
        check_version(locked, version, current)
    except ChangedMeanwhile:
        if current.text == text:
            return current  # the same press twice, or two people with one thought
        raise
    check_changes(current.text, text)
    wording = Wording.objects.create(passage=locked, number=locked.version + 1, text=text, reason=reason, by=by, at=at)
    locked.version = passage.version = wording.number
    locked.save(update_fields=["version"])
    move_knot(knot=locked.knot, number=meaning([*editions, wording]), at=at)
    _tell_of_change(locked.document, at)
    record_in(
        by,
        at,
        PASSAGE_REWORDED,
        locked,
        locked.document,
        number=locked.number,
        version=wording.number,
        reason=reason,
        digest=digest_of_wording(wording),
        rows=[wording],
    )
    return wording


@transaction.atomic
def move(*, by: User | None, at: datetime, passage: Passage, section: Section, after: Passage | None = None) -> Passage:
    """To the beginning of a chapter, or behind another passage in it. Its number and words stay its own. Where
    it stands already is no news."""
    document = lock_document(passage.document)
    locked = lock_passage(passage)
    check_stands(locked)
    if after is not None:
        after.refresh_from_db()
    check_place(locked, section, after)
    others = list(Passage.objects.filter(section=section).exclude(pk=locked.pk).order_by("position", "number"))
    place = next(n for n, one in enumerate(others, start=1) if one.pk == after.pk) if after else 0
    order = [*others[:place], locked, *others[place:]]
    there = Passage.objects.filter(section=section).order_by("position", "number")
    if locked.section_id == section.pk and list(there) == order:
        return locked
    locked.section = section
    for position, one in enumerate(order, start=1):
        one.position = position
    Passage.objects.bulk_update(order, ["section", "position"])
    passage.section, passage.position = section, locked.position
    record_in(by, at, PASSAGE_MOVED, locked, document, number=locked.number, section=section.title, rows=order)
    return locked


@transaction.atomic
def say_who_acts(*, by: User | None, at: datetime, passage: Passage, who: WhoActs | None, seen: str) -> Passage:
    """Who does what the passage says, beside its words: those stay as they are. `seen`: what this person read."""
    lock_document(passage.document)
    locked = lock_passage(passage)
    check_stands(locked)
    wanted = who.value if who else ""
    if locked.who_acts == wanted:
        return locked  # the same again is no news
    check_seen(seen, locked.who_acts, locked)
    locked.who_acts = passage.who_acts = wanted
    locked.save(update_fields=["who_acts"])
    acts = str(who.label) if who else _("dat weten we nog niet")
    record_in(by, at, PASSAGE_WHO_ACTS, locked, locked.document, number=locked.number, acts=acts)
    return locked


@transaction.atomic
def retire(*, by: User | None, at: datetime, passage: Passage, reason: str, version: int | None = None) -> Passage:
    """Takes a passage out of the text. Its page, its words and its number stay. `version`: what this person read."""
    reason = tidy_line(reason)
    check_reason(reason)
    lock_document(passage.document)
    locked = lock_passage(passage)
    check_stands(locked)
    if version is not None:
        check_version(locked, version, current_wording(locked))
    check_nothing_hangs(exceptions_of(locked))
    locked.retired_at, locked.retired_reason = at, reason
    locked.save(update_fields=["retired_at", "retired_reason"])
    passage.retired_at, passage.retired_reason = at, reason
    move_knot(knot=locked.knot, number=GONE, at=at)
    _tell_of_change(locked.document, at)
    record_in(by, at, PASSAGE_RETIRED, locked, locked.document, number=locked.number, reason=reason)
    return locked


@transaction.atomic
def bring_back(*, by: User | None, at: datetime, passage: Passage, reason: str) -> Passage:
    """Puts a lapsed passage back into the text, in its chapter, with the words and the number that it had."""
    reason = tidy_line(reason)
    check_reason(reason)
    document = lock_document(passage.document)
    locked = lock_passage(passage)
    check_retired(locked)
    check_hangs(locked, locked.principle)
    show(knot=locked.knot, is_public=True, is_live=True)
    locked.retired_at, locked.retired_reason = None, ""
    locked.save(update_fields=["retired_at", "retired_reason"])
    passage.retired_at, passage.retired_reason = None, ""
    move_knot(knot=locked.knot, number=meaning(editions_of(locked)), at=at)
    _tell_of_change(document, at)
    record_in(by, at, PASSAGE_BROUGHT_BACK, locked, document, number=locked.number, reason=reason)
    return locked


def _tell_of_change(document: Document, at: datetime) -> None:
    """Once a day: an editor saves often."""
    tell_readers(document, TEXT_CHANGED, at=at, once=timezone.localdate(at).isoformat())
