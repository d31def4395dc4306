"""Moments as a person would say them, for templates."""

from datetime import datetime

from django import template
from django.forms import BaseForm
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from regiotafel.web import conflicts
from regiotafel.web.days import days_between

register = template.Library()


@register.filter
def days_since(moment: datetime) -> int:
    """Days until now, by the calendar; none for what lies ahead."""
    return days_between(moment, timezone.now())


@register.simple_tag
def begun(form: BaseForm) -> SafeString:
    """For a form that several people change: the hidden field with what this person began with."""
    return format_html('<input type="hidden" name="{}" value="{}">', conflicts.BEGUN, conflicts.beginning(form))
