"""What everybody can read: the list, and what stands beside a passage."""

from dataclasses import dataclass

from django.db.models import F, Q, QuerySet

from regiotafel.contributions.answering.queries import latest_answers
from regiotafel.contributions.linking.queries import links_with_both_ends
from regiotafel.contributions.models import Answer, Contribution, Finding, Link, LinkState
from regiotafel.contributions.reviewing.queries import LIVE_SOURCE, is_moved
from regiotafel.contributions.states.queries import RELATED
from regiotafel.contributions.states.rules import PUBLIC
from regiotafel.regions.models import Region
from regiotafel.vision.models import Passage
from regiotafel.vision.queries import current_wordings

# The word in the address → what stands first.
ORDERS = {"": "-number", "oud": "sent_in_at", "veranderd": "-state_since"}


def listed(
    region: Region, *, words: str = "", kind: str = "", state: str = "", section: int | None = None, order: str = ""
) -> QuerySet[Contribution]:
    """What everybody can read. A chapter has what is linked to its passages or points at them."""
    found = Contribution.objects.filter(region=region, state__in=PUBLIC, anonymised_at__isnull=True)
    if state:
        found = found.filter(state=state)
    found = narrowed(found, words=words, kind=kind, section=section)
    return found.select_related(*RELATED).order_by(ORDERS[order], "-number")


def narrowed(
    found: QuerySet[Contribution], *, words: str = "", kind: str = "", section: int | None = None
) -> QuerySet[Contribution]:
    """Those with all of these words, of this kind, about this chapter."""
    for word in words.split():
        found = found.filter(text__icontains=word)
    if kind:
        found = found.filter(kind=kind)
    if section is not None:
        linked = Q(links__passage__section=section, links__state=LinkState.CONFIRMED)
        found = found.filter(linked | Q(about_passage__section=section)).distinct()
    return found


@dataclass(frozen=True)
class Voice:
    """A contribution or finding beside a passage, with its answer."""

    link: Link
    answer: Answer | None
    is_to_review: bool

    @property
    def contribution(self) -> Contribution | None:
        return self.link.contribution

    @property
    def finding(self) -> Finding | None:
        return self.link.finding


def voices_of(passage: Passage) -> list[Voice]:
    """What stands in the margin: confirmed and readable for everybody, newest last."""
    links = list(
        links_with_both_ends()
        .filter(passage=passage, state=LinkState.CONFIRMED)
        .filter(LIVE_SOURCE)
        # The findings after them; without saying so, that differs by database.
        .order_by(F("contribution__number").asc(nulls_last=True), "finding__pk")
    )
    answers = latest_answers(link.contribution_id for link in links if link.contribution_id)
    found = Answer.objects.filter(finding__in=[link.finding_id for link in links if link.finding_id])
    of_findings = {answer.finding_id: answer for answer in found.order_by("number")}
    now = current_wordings({passage.pk}).get(passage.pk)
    return [
        Voice(
            link,
            answers.get(link.contribution_id or 0) or of_findings.get(link.finding_id),
            now is not None and is_moved(link, now),
        )
        for link in links
    ]
