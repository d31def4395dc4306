"""Money and hours, as people read them."""

from django import template
from django.utils.translation import gettext as _

from regiotafel.plan.measures.queries import owner_name
from regiotafel.plan.models import Owned
from regiotafel.reports.numbers import large

register = template.Library()
register.filter(large)


@register.filter
def euros(number: int) -> str:
    return f"€\u00a0{large(number)}"


@register.filter
def hours(number: int) -> str:
    return _("%(n)s uur") % {"n": large(number)}


@register.filter
def owner(owned: Owned) -> str:
    return owner_name(owned)
