"""Reading a document that somebody brought, and taking over what stands in it after a person looked at it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from regiotafel.documents import read_returned_apart, read_whole_apart
from regiotafel.formats.prose.document import Whole
from regiotafel.formats.prose.telling import counted
from regiotafel.people.models import User
from regiotafel.regions.permissions import Standing
from regiotafel.text.tidy import tidy, tidy_line
from regiotafel.vision.actions import lock_document, record_in
from regiotafel.vision.acts import DOCUMENT_BROUGHT
from regiotafel.vision.bringing.queries import brought_before, is_proposed, noted_before, ours, passages_by_number
from regiotafel.vision.bringing.rules import (
    NotBrought,
    Plan,
    at_home,
    became,
    chapters_of,
    check_plan,
    in_pieces,
    plan_of,
)
from regiotafel.vision.models import Behalf, Brought, BroughtAs, Document, Passage, ProposalKind, Remark, Section
from regiotafel.vision.proposing.actions import propose
from regiotafel.vision.proposing.rules import For
from regiotafel.vision.queries import sections_of
from regiotafel.vision.remarking.actions import remark, resolve
from regiotafel.vision.writing.actions import add_passage, add_section
from regiotafel.web.files import translated
from regiotafel.web.links import whole


def bring(*, by: User | None, at: datetime, document: Document, what: str, name: str, data: bytes) -> Brought:
    """Reads it, and keeps what is planned with it; the text does not change. The same file is taken over once; until
    then it is planned anew, for the text may be another by now. Raises FileRefused."""
    digest = sha256(data).hexdigest()
    before = brought_before(document, what, digest)
    if before is not None and before.done_at is not None:
        return before
    plan, report = (_returned if what == BroughtAs.RETURN else _whole)(document, name, data)
    said = {"name": tidy_line(name)[-150:], "by": by, "at": at, "plan": plan, "report": report}
    of: dict[str, Any] = {"document": document, "what": what, "digest": digest}
    with transaction.atomic():
        lock_document(document)
        done = Brought.objects.filter(**of, done_at__isnull=False).first()
        return done or Brought.objects.update_or_create(**of, defaults=said)[0]


def _returned(document: Document, name: str, data: bytes) -> tuple[dict[str, Any], list[str]]:
    returned = at_home(read_returned_apart(name, data), whole(""))
    plan = plan_of(returned, ours(document))
    check_plan(plan)
    told = counted(returned.document, became(plan, returned.document.changes))
    report = [translated(told), *_explained(plan), *returned.document.warnings]
    return asdict(plan), report


def _explained(plan: Plan) -> list[str]:
    """What a person must look at."""
    untracked = sum(not one["is_tracked"] for one in plan.items)
    too_long = sum(one["is_too_long"] for one in plan.items)
    told = (
        (
            untracked,
            ngettext(
                "Eén passage is anders zonder bijgehouden wijziging. Ook dat wordt een voorstel.",
                "%(n)d passages zijn anders zonder bijgehouden wijziging. Ook dat worden voorstellen.",
                untracked,
            ),
        ),
        (
            too_long,
            ngettext(
                "Eén voorstel is te lang voor een passage. Maak daar zelf meer passages van.",
                "%(n)d voorstellen zijn te lang voor een passage. Maak daar zelf meer passages van.",
                too_long,
            ),
        ),
    )
    return [words % {"n": n} for n, words in told if n]


def _whole(document: Document, name: str, data: bytes) -> tuple[dict[str, Any], list[str]]:
    read = read_whole_apart(name, data)
    chapters = chapters_of(read, whole(""))
    n = sum(len(one["passages"]) for one in chapters)
    if not n:
        raise NotBrought(_("In dit document vinden we geen tekst."))
    told = (
        ngettext("één hoofdstuk", "%(n)d hoofdstukken", len(chapters)) % {"n": len(chapters)},
        ngettext("één passage", "%(n)d passages", n) % {"n": n},
    )
    head = _("In dit document staan %(chapters)s en %(passages)s.") % {"chapters": told[0], "passages": told[1]}
    n_more = read.document.counts.comments_in_file + (0 if read.has_changes else read.document.counts.changes_read)
    return {"sections": chapters, "n_more": n_more}, [head, *_not_proposed(read), *read.document.warnings]


def _not_proposed(read: Whole) -> list[str]:
    """What others did in it is no part of a new text."""
    n_changes, n_comments = read.document.counts.changes_read, read.document.counts.comments_in_file
    told = []
    if n_changes and read.has_changes:
        told.append(_("In dit document is alle tekst als wijziging bijgehouden. Die tekst staat hieronder."))
    elif n_changes:
        told.append(
            ngettext(
                "Eén bijgehouden wijziging staat niet in deze tekst, want daarover is nog niet besloten.",
                "%(n)d bijgehouden wijzigingen staan niet in deze tekst, want daarover is nog niet besloten.",
                n_changes,
            )
            % {"n": n_changes}
        )
    if n_comments:
        told.append(
            ngettext("Eén opmerking nemen we nu niet over.", "%(n)d opmerkingen nemen we nu niet over.", n_comments)
            % {"n": n_comments}
        )
    if told:
        told.append(
            _("Lees het document daarna nog eens in, met de eerste keuze. Dan worden dat voorstellen en opmerkingen.")
        )
    return told


@dataclass(frozen=True)
class Chosen:
    """What a person chose with what was read: of each item whether it is taken over, and beside which passage."""

    items: Sequence[tuple[bool, int]]
    remarks: Sequence[tuple[bool, int]]


@transaction.atomic
def take_over(
    *, by: User | None, at: datetime, standings: Collection[Standing], brought: Brought, chosen: Chosen
) -> Brought:
    """Its changes become proposals by the name of who made them, its comments remarks. Pressed twice it is one; what
    an earlier file brought does not come twice."""
    found = _locked(brought)
    if found.done_at is not None:
        return found
    numbered = passages_by_number(found.document)
    done: dict[str, Any] = {"by": by, "at": at, "standings": standings}
    became = [
        _propose(found, item, numbered.get(number), done) if is_kept else False
        for item, (is_kept, number) in zip(found.plan["items"], chosen.items, strict=True)
    ]
    noted = _note(found, chosen.remarks, numbered, done)
    n_left = len(became) + len(noted) - sum(became) - sum(noted)
    proposals = ngettext("één voorstel", "%(n)d voorstellen", sum(became)) % {"n": sum(became)}
    remarks = ngettext("één opmerking", "%(n)d opmerkingen", sum(noted)) % {"n": sum(noted)}
    told = [_("Overgenomen: %(proposals)s en %(remarks)s.") % {"proposals": proposals, "remarks": remarks}]
    left = ngettext("Eén ervan was er al of is niet gekozen.", "%(n)d ervan waren er al of zijn niet gekozen.", n_left)
    told += [left % {"n": n_left}] if n_left else []
    return _finish(found, by, at, told, proposals=proposals, remarks=remarks)


def _propose(found: Brought, item: Mapping[str, Any], passage: Passage | None, done: Mapping[str, Any]) -> bool:
    """Whether it was new. A new passage may come at the very beginning; else it is about one that stands."""
    kind, named = ProposalKind(item["kind"]), tidy_line(item["author"])[:150] or _("een onbekende schrijver")
    section = passage.section if passage else sections_of(found.document).first()
    if item["is_too_long"] or section is None or (passage is None and kind != ProposalKind.ADD):
        return False
    text = tidy(item["text"])
    if is_proposed(found.document, kind, passage, text, named):
        return False
    section.document = found.document
    if passage is not None:
        passage.document = found.document
    how = (
        _("Wijziging in het document “%(name)s”.")
        if item["is_tracked"]
        else _("Anders in het document “%(name)s”, zonder bijgehouden wijziging.")
    )
    is_same = passage is not None and passage.number == item["passage"]
    base = item["base"] if is_same else (passage.version if passage else 0)
    of: dict[str, Any] = {"kind": kind, "section": section, "passage": passage, "base": base, "text": text}
    propose(**done, **of, reason=how % {"name": found.name}, whose=For(Behalf.NAMED, named=named))
    return True


def _note(
    found: Brought, chosen: Sequence[tuple[bool, int]], numbered: Mapping[int, Passage], done: Mapping[str, Any]
) -> list[bool]:
    """Of each whether it was new; answers after what they answer. To what was hidden nobody answers."""
    made: dict[int, Remark] = {}
    new = []
    of: dict[str, Any] = {"by": done["by"], "at": done["at"], "document": found.document}
    for n, (row, (is_chosen, number)) in enumerate(zip(found.plan["remarks"], chosen, strict=True)):
        passage, named = numbered.get(number), tidy_line(row["author"])[:150]
        answers = made.get(row["answers"]) if row["answers"] is not None else None
        is_kept = is_chosen and not (answers and answers.hidden_at)
        pieces = [tidy(piece) for piece in in_pieces(tidy(row["text"]) or "…")]
        said: dict[str, Any] = {"named": named, "quote": tidy(row["quote"]), "answers": answers}
        said |= {"text": pieces[0], "passage": answers.passage if answers else passage}
        if (before := noted_before(found.document, said, made.values()) if is_kept else None) is not None:
            made[n] = before
        is_new = is_kept and before is None
        new.append(is_new)
        if not is_new:
            continue
        made[n] = remark(**of, **said, beside=made.values())
        for more in pieces[1:]:
            remark(**of, named=named, text=more, passage=passage, answers=answers or made[n])
        if row["is_resolved"] and answers is None:
            resolve(**done, remark=made[n])
    return new


@transaction.atomic
def begin_with(*, by: User | None, at: datetime, brought: Brought, kept: Collection[tuple[int, int]]) -> Brought:
    """A whole new text: its headings as chapters behind those that are there, with these of its passages, each by
    the place of its chapter and its own. Pressed twice it is one."""
    found = _locked(brought)
    if found.done_at is not None:
        return found
    n_made = 0
    for place, one in enumerate(found.plan["sections"]):
        texts = [text for n, text in enumerate(one["passages"]) if (place, n) in kept]
        if one["passages"] and not texts:
            continue
        section: Section = add_section(by=by, at=at, document=found.document, title=one["title"])
        reason = _("Uit het document “%(name)s”.") % {"name": found.name}
        for text in texts:
            add_passage(by=by, at=at, section=section, text=text, reason=reason)
        n_made += len(texts)
    made = ngettext("één passage", "%(n)d passages", n_made) % {"n": n_made}
    none = ngettext("één opmerking", "%(n)d opmerkingen", 0) % {"n": 0}
    return _finish(found, by, at, [_("Overgenomen: %(made)s.") % {"made": made}], proposals=made, remarks=none)


def _locked(brought: Brought) -> Brought:
    document = lock_document(brought.document)
    found = Brought.objects.get(pk=brought.pk)
    found.document = document
    return found


def _finish(
    found: Brought, by: User | None, at: datetime, told: Sequence[str], *, proposals: str, remarks: str
) -> Brought:
    """What came of it stays; what was planned with it goes."""
    found.report = [*found.report, *told]
    found.plan, found.done_at = {}, at
    found.save(update_fields=["plan", "done_at", "report"])
    said: dict[str, Any] = {"name": found.name, "proposals": proposals, "remarks": remarks}
    record_in(by, at, DOCUMENT_BROUGHT, found, found.document, **said)
    return found


def forget_brought(at: datetime, before: datetime) -> int:
    """What was read and never taken over."""
    return Brought.objects.filter(done_at=None, at__lt=before).delete()[0]
