"""Moments as a person would say them, for templates."""

from datetime import datetime

from django import template
from django.forms import BaseForm
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from regiotafel.web import conflicts, days

register = template.Library()


@register.filter
def days_since(since: datetime) -> int:
    """Days until now, by the calendar; none for what lies ahead."""
    return days.days_between(since, timezone.now())


@register.filter
def moment(at: datetime | None) -> str:
    """The one way in which a page writes a day with its hour."""
    return days.moment(at) if at else ""


@register.filter
def until(ends_at: datetime | None, form: str = "j F Y") -> str:
    """Behind “tot en met”: something that ends at 00:00 ends with the day before."""
    return days.until(ends_at, form) if ends_at else ""


@register.filter
def last_day(ends_at: datetime | None, form: str = "j F Y") -> str:
    return days.last_day(ends_at, form) if ends_at else ""


@register.simple_tag
def begun(form: BaseForm) -> SafeString:
    """For a form that several people change: the hidden field with what this person began with."""
    return format_html('<input type="hidden" name="{}" value="{}">', conflicts.BEGUN, conflicts.beginning(form))
