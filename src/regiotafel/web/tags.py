"""What a template writes for the modules of `web`."""

from django import template
from django.forms import BaseForm
from django.utils.html import format_html
from django.utils.safestring import SafeString

from regiotafel.web import conflicts

register = template.Library()


@register.simple_tag
def begun(form: BaseForm) -> SafeString:
    """For a form that several people change: the hidden field with what this person began with."""
    return format_html('<input type="hidden" name="{}" value="{}">', conflicts.BEGUN, conflicts.beginning(form))
