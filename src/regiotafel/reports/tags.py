"""The sentences and numbers of a report, and its pictures, for templates/report/.

Also used without the site (`regiotafel analyse --html`), so nothing here may need a database.
"""

from collections.abc import Iterable

from django import template
from django.utils.safestring import SafeString, mark_safe

from regiotafel.reports import numbers, svg
from regiotafel.reports.language import _
from regiotafel.reports.opinions import sentences
from regiotafel.reports.opinions.conclusions import Conclusion
from regiotafel.reports.opinions.groups import Group, Place
from regiotafel.reports.opinions.outcome import Outcome
from regiotafel.reports.opinions.rows import Row
from regiotafel.reports.opinions.statements import Shown
from regiotafel.reports.scatter import scatter

register = template.Library()

# In a template a sentence has the name of its function: `{{ outcome|headline }}`, `{{ conclusion|told:outcome }}`.
for name in sentences.__all__:
    register.filter(name, getattr(sentences, name))
for say in (numbers.in_words, numbers.large):
    register.filter(say.__name__, say)


@register.filter
def hidden_ones(statements: Iterable[Shown]) -> list[Shown]:
    """The statements that too few people answered."""
    return [one for one in statements if one.is_hidden]


@register.filter
def status_look(statement: Shown) -> str:
    """The rest of the class of its badge."""
    looks = {"common_ground": " rt-badge--done", "common_disagreement": " rt-badge--done", "divide": " rt-badge--warn"}
    return looks.get(statement.status, "")


@register.filter
def sign(group: Group) -> SafeString:
    return mark_safe(svg.sign(group.shape, group.index, sentences.shape_word(group)))  # noqa: S308  # our own numbers and words


@register.filter
def group_sign(outcome: Outcome, index: int) -> SafeString:
    return sign(outcome.groups[index])


@register.filter
def margin(row: Row, conclusion: Conclusion) -> tuple[int, int]:
    return row.margin(conclusion.answer)


@register.simple_tag
def quarters_picture(outcome: Outcome) -> SafeString:
    """Majority against agreement between groups."""
    picture = scatter(
        outcome.quarters,
        {one.name: sentences.quarter_corner(one) for one in outcome.quarters},
        title=sentences.quarters_title(outcome),
        description=sentences.quarters_in_words(outcome.quarters),
    )
    return mark_safe(picture)  # noqa: S308  # numbers; the words in it are escaped


@register.simple_tag
def opinion_map(outcome: Outcome, me: Place | None = None) -> SafeString:
    """The picture of all opinions; with the reader's own place when that is known."""
    picture = svg.opinion_map(
        outcome.marks,
        [group.shape for group in outcome.groups],
        title=_("De kaart van meningen"),
        description=sentences.map_in_words(outcome, with_me=bool(me)),
        dense=outcome.is_dense,
        you=(me.x, me.y) if me else None,
        you_label=_("jij"),
    )
    return mark_safe(picture)  # noqa: S308  # numbers; the words in it are escaped
