"""What writing and releasing both ask of the text."""

from collections.abc import Collection, Iterable

from django.utils.translation import gettext_lazy as _

from regiotafel.history.rules import digest
from regiotafel.refused import Refused
from regiotafel.regions.permissions import Standing, may, sees
from regiotafel.text.length import length
from regiotafel.vision.models import Document, Proposal, Release, ReleasedPassage, ReleasedSection, Remark, Wording

# The word of the text in the menu of a region.
PART = "visie"

# Who reads the proposals and remarks of a text that shows them to these.
SEEN_BY = {"public": ("vision.read",), "members": ("proposal.make",)}


def are_proposals_seen(document: Document, standings: Collection[Standing]) -> bool:
    return sees(SEEN_BY, document.proposals_for, standings)


def is_proposal_seen(proposal: Proposal, standings: Collection[Standing]) -> bool:
    """What was hidden is there for who can hide."""
    if proposal.hidden_at is not None and not may("remark.hide", standings):
        return False
    return are_proposals_seen(proposal.document, standings)


def is_remark_seen(remark: Remark, standings: Collection[Standing]) -> bool:
    """What was hidden is there for who can hide, and so is what stands beside a hidden proposal."""
    is_hidden = remark.hidden_at is not None or (remark.proposal is not None and remark.proposal.hidden_at is not None)
    if is_hidden and not may("remark.hide", standings):
        return False
    return are_proposals_seen(remark.document, standings)


class TextRefused(Refused):
    pass


class NothingChanged(Refused):
    pass


def check_title(title: str, most: int) -> None:
    if not title:
        raise TextRefused(_("Geef een titel."))
    if length(title) > most:
        raise TextRefused(_("Deze titel is te lang: hooguit %(most)d tekens.") % {"most": most})


# --- What the history holds of the words, so that they can be held against it later


def digest_of_wording(wording: Wording) -> str:
    return digest(wording.number, wording.text, wording.reason)


def digest_of_release(
    release: Release, rows: Iterable[ReleasedPassage], sections: Iterable[ReleasedSection] = ()
) -> str:
    """`rows` in their order: which words of which passage, in which chapter; who acts and which kind
    it is, where that was said.
    `sections`: the chapters in theirs; a release of before these were kept has none."""
    frozen = [
        [
            row.passage_id,
            row.wording_id,
            row.section_title,
            row.position,
            *filter(None, [row.who_acts]),
            *([row.particulars] if row.kind else []),
        ]
        for row in rows
    ]
    chapters = [[one.section_id, one.position, one.title, one.theme] for one in sections]
    return digest(release.number, release.name, release.note, frozen, *([chapters] if chapters else []))
