"""What a page of an app to the left says of what people sent in: docs/decisions/0041-beside-the-text-at-once.md."""

from collections.abc import Sequence

from django import template

from regiotafel.contributions.reading.queries import Beside, voices_beside
from regiotafel.vision.models import Document
from regiotafel.vision.queries import SectionText

register = template.Library()


@register.simple_tag
def beside(document: Document, sections: Sequence[SectionText]) -> dict[int, Beside]:
    """By the number of the passage, what stands beside it in these chapters."""
    return voices_beside(document, [one.passage.number for part in sections for one in part.passages])


@register.filter
def of_passage(found: dict[int, Beside], number: int) -> Beside | None:
    return found.get(number)
