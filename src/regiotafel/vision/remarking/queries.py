"""What members noted beside the text: each remark with its answers."""

from collections.abc import Sequence
from dataclasses import dataclass

from regiotafel.vision.models import Document, Passage, Proposal, Remark


@dataclass(frozen=True)
class Talk:
    """A remark and what was answered to it, oldest first."""

    remark: Remark
    replies: Sequence[Remark]


def talks(
    *,
    document: Document | None = None,
    passage: Passage | None = None,
    proposal: Proposal | None = None,
    with_hidden: bool = False,
) -> list[Talk]:
    """Of a passage, a proposal, or of the text as a whole, in the order in which they were made. One query."""
    rows = Remark.objects.select_related("by").order_by("at", "pk")
    if document is not None:
        rows = rows.filter(document=document, passage=None, proposal=None)
    elif proposal is not None:
        rows = rows.filter(proposal=proposal)
    else:
        rows = rows.filter(passage=passage, proposal=None)
    found = list(rows if with_hidden else rows.filter(hidden_at=None))
    return [Talk(one, [some for some in found if some.answers_id == one.pk]) for one in found if one.answers_id is None]


def talk_of(remark: Remark, *, with_hidden: bool = False) -> Talk:
    replies = Remark.objects.filter(answers=remark).select_related("by").order_by("at", "pk")
    return Talk(remark, list(replies if with_hidden else replies.filter(hidden_at=None)))
