"""The sentences and numbers of a report, and its pictures, for templates/report/.

Also used without the site (`regiotafel analyse --html`), so nothing here may need a database.
"""

from collections.abc import Iterable

from django import template
from django.utils.safestring import SafeString, mark_safe

from regiotafel.reports import numbers, svg
from regiotafel.reports.language import _
from regiotafel.reports.opinions import sentences
from regiotafel.reports.opinions.groups import Group
from regiotafel.reports.opinions.marks import Place
from regiotafel.reports.opinions.outcome import Outcome
from regiotafel.reports.opinions.statements import Shown

register = template.Library()

# In a template a sentence has the name of its function: `{{ outcome|headline }}`, `{{ conclusion|told:outcome }}`.
for say in (
    numbers.in_words,
    numbers.large,
    sentences.about_checks,
    sentences.about_groups,
    sentences.about_lost,
    sentences.about_margins,
    sentences.about_presence,
    sentences.about_reading,
    sentences.about_same_votes,
    sentences.answer_of,
    sentences.between_values,
    sentences.chance,
    sentences.checks_title,
    sentences.divided_title,
    sentences.doubt_about_the_map,
    sentences.doubt_beforehand,
    sentences.every_vote,
    sentences.group_on_the_map,
    sentences.group_title,
    sentences.groups_are_an_estimate,
    sentences.groups_item,
    sentences.headline,
    sentences.holds,
    sentences.how_firm,
    sentences.how_many_divided,
    sentences.how_many_shared,
    sentences.how_to_read,
    sentences.how_to_read_the_map,
    sentences.in_a_cell,
    sentences.in_each,
    sentences.inside,
    sentences.its_shares,
    sentences.lead,
    sentences.map_title,
    sentences.no_groups_title,
    sentences.no_map,
    sentences.nothing_divides,
    sentences.nothing_marks_it,
    sentences.part,
    sentences.parts,
    sentences.place_word,
    sentences.presence_source,
    sentences.presence_title,
    sentences.read_how_firm,
    sentences.reading_name,
    sentences.row_name,
    sentences.same_row,
    sentences.same_votes_seen,
    sentences.same_votes_title,
    sentences.shape_word,
    sentences.shared_by_two,
    sentences.shared_by_two_item,
    sentences.shared_by_two_title,
    sentences.shared_title,
    sentences.split,
    sentences.statement_lead,
    sentences.statement_line,
    sentences.statement_name,
    sentences.statement_title,
    sentences.status,
    sentences.told,
    sentences.under_the_map,
    sentences.unknown,
    sentences.unplaced,
    sentences.what_is_hidden,
    sentences.who_answered,
    sentences.whom_we_miss,
    sentences.why_no_groups,
):
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
