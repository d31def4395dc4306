"""The sentences and the picture of a compromise, for templates/report/compromise/."""

from django import template
from django.utils.safestring import SafeString, mark_safe

from regiotafel.engine.results.compromise import Package
from regiotafel.reports import numbers
from regiotafel.reports.language import _

from . import picture, sentences

register = template.Library()

for name in (
    "headline", "agreed_told", "unheard_told", "certainty", "rule_name", "rule_told", "percent", "conflict_told",
    "repair_told", "number", "member", "link_told", "tried_told", "difference_told", "concession_told",
    "stability_told", "without_told",
    "gives_told", "gets_told", "others_told",
):  # fmt: skip
    register.filter(name, getattr(sentences, name))
register.filter("capital", numbers.capital)


@register.simple_tag
def satisfaction_picture(package: Package) -> SafeString:
    drawn = picture.bars(
        package.satisfaction,
        title=_("Hoeveel krijgt elke gemeente?"),
        description=sentences.picture_told(package),
    )
    return mark_safe(drawn)  # noqa: S308  # numbers; the words in it are escaped
