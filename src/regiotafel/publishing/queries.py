"""How an answer is answered: who asked, where it stands in the text, and what it changed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from regiotafel.contributions.models import Answer, Contribution, Finding
from regiotafel.regions.models import Region
from regiotafel.thread.queries import family_of
from regiotafel.vision.models import Passage, Section


@dataclass(frozen=True)
class Sender:
    """Who sent it in. A private person has a number and no name."""

    label: str
    contribution: Contribution | None = None
    # An organisation or a table: its number is not in its name.
    is_named: bool = False


@dataclass(frozen=True)
class Answered:
    """One answer with everybody who gets it: what was merged shares an answer, each part of what was split has its own.

    `was` and `becomes` are the words side by side; None: there were none, or none are named.
    """

    answer: Answer
    source: Contribution | Finding
    senders: Sequence[Sender]
    passage: Passage | None

    @property
    def was(self) -> str | None:
        return self.answer.was_text

    @property
    def becomes(self) -> str | None:
        return self.answer.becomes_text

    @property
    def section(self) -> Section | None:
        return self.passage.section if self.passage else None

    @property
    def finding(self) -> Finding | None:
        return self.source if isinstance(self.source, Finding) else None

    @property
    def contribution(self) -> Contribution | None:
        return self.source if isinstance(self.source, Contribution) else None


def with_senders(
    region: Region, answers: Iterable[Answer], passages: dict[int, Passage] | None = None
) -> list[Answered]:
    """Two queries, and one more for each time that something was merged again. `passages`: where a contribution
    belongs when its answer names no passage."""
    chosen = list(answers)
    tree = family_of({answer.about_id for answer in chosen}, only_before=True)
    beginnings = {answer.about_id: tree.beginnings(answer.about_id) for answer in chosen}
    keys = {knot for some in beginnings.values() for knot in some}
    rows = Contribution.objects.filter(knot__in=keys).select_related("organisation", "table")
    sent_in = {one.knot_id: one for one in rows}
    found = []
    for answer in chosen:
        source = answer.contribution or answer.finding
        if source is None:
            continue
        if isinstance(source, Finding):
            senders = [Sender(_("uitkomst van de ronde “%(title)s”") % {"title": source.consultation.title})]
        else:
            numbers = sorted((sent_in[knot] for knot in beginnings[source.knot_id]), key=lambda one: one.number)
            senders = [Sender(name_of(one), one, is_named(one)) for one in numbers]
        passage = answer.passage or (passages or {}).get(answer.pk)
        found.append(Answered(answer, source, senders, passage))
    return found


def name_of(contribution: Contribution) -> str:
    """An organisation or a table by its name; a private person by the number that only they know as theirs."""
    if contribution.organisation is not None:
        return contribution.organisation.name
    if contribution.table is not None:
        return contribution.table.name
    return _("inzender %(number)d") % {"number": contribution.number}


def is_named(contribution: Contribution) -> bool:
    return contribution.organisation_id is not None or contribution.table_id is not None
