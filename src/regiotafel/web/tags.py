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
def days_since(moment: datetime) -> int:
    """Days until now, by the calendar; none for what lies ahead."""
    return days.days_between(moment, timezone.now())


@register.filter
def until(moment: datetime | None, form: str = "j F Y") -> str:
    """Behind “tot en met”: something that ends at 00:00 ends with the day before."""
    return days.until(moment, form) if moment else ""


@register.filter
def last_day(moment: datetime | None, form: str = "j F Y") -> str:
    return days.last_day(moment, form) if moment else ""


@register.simple_tag
def begun(form: BaseForm) -> SafeString:
    """For a form that several people change: the hidden field with what this person began with."""
    return format_html('<input type="hidden" name="{}" value="{}">', conflicts.BEGUN, conflicts.beginning(form))
