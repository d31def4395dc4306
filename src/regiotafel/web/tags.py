"""Moments as a person would say them, for templates."""

from datetime import datetime

from django import template
from django.utils import timezone

register = template.Library()


@register.filter
def days_since(moment: datetime) -> int:
    """Whole days until now; none for what lies ahead."""
    return max((timezone.now() - moment).days, 0)
