"""The sentences and the picture of a compromise, for templates/report/compromise/."""

from django import template
from django.utils.safestring import SafeString, mark_safe

from regiotafel.engine.results.compromise import Package
from regiotafel.engine.results.differences import Differences
from regiotafel.reports import numbers
from regiotafel.reports.language import _

from . import differences, picture, sentences

register = template.Library()

for name in (
    "headline", "agreed_told", "unheard_told", "certainty", "rule_name", "rule_told", "percent", "conflict_told",
    "repair_told", "member", "link_told", "tried_told", "difference_told", "concession_told",
    "stability_told", "without_told", "pair_told", "returns_told", "most_paradoxes", "late_told",
    "gives_told", "gets_told", "others_told", "alike_told", "names_links", "in_tenths",
):  # fmt: skip
    register.filter(name, getattr(sentences, name))
register.filter("capital", numbers.capital)
for name in (
    "kinds_told", "few_told", "share_told", "chance_told", "counted_told", "words_told", "sure_told", "levels_told",
    "only_told", "is_compared",
):  # fmt: skip
    register.filter(name, getattr(differences, name))
register.filter("differences_headline", differences.headline)


@register.simple_tag
def satisfaction_picture(package: Package) -> SafeString:
    drawn = picture.bars(
        package.satisfaction,
        title=_("Hoeveel krijgt elke gemeente?"),
        description=sentences.picture_told(package),
    )
    return mark_safe(drawn)  # noqa: S308  # numbers; the words in it are escaped


@register.simple_tag
def differences_picture(found: Differences) -> SafeString:
    return mark_safe(differences.picture(found))  # noqa: S308  # numbers; the words in it are escaped


@register.simple_tag
def group_sign(found: Differences, at: int) -> SafeString:
    return mark_safe(differences.group_sign(found, at))  # noqa: S308  # the words in it are escaped


@register.simple_tag
def differences_are_not() -> str:
    return differences.not_told()
