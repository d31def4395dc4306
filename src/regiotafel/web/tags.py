"""What a template writes for the modules of `web`."""

from urllib.parse import quote

from django import template
from django.forms import BaseForm, BoundField
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from regiotafel.text.marked import as_html, parsed, words_of
from regiotafel.text.recognisable import marked
from regiotafel.web import conflicts
from regiotafel.web.links import whole

register = template.Library()


@register.simple_tag
def begun(form: BaseForm) -> SafeString:
    """For a form that several people change: the hidden field with what this person began with."""
    return format_html('<input type="hidden" name="{}" value="{}">', conflicts.BEGUN, conflicts.beginning(form))


@register.filter
def missing(form: BaseForm) -> list[BoundField]:
    """What must be filled in before a draft is finished, and is still empty."""
    return [field for field in form.visible_fields() if field.field.required and not field.value()]


@register.filter
def whole_address(path: str) -> str:
    """The address of a page of ours, for who reads it elsewhere."""
    return whole(path)


@register.filter
def mail_to(address: str) -> str:
    """A link that mails to this address and nobody else: behind a question mark a mail program reads more of them."""
    return f"mailto:{quote(address, safe='@')}"


@register.filter
def dial(number: str) -> str:
    """A link that calls this number, however somebody wrote it down: from abroad without the nought in brackets."""
    is_whole = number.lstrip(" (").startswith("+")
    digits = "".join(one for one in (number.replace("(0)", "") if is_whole else number) if one.isdecimal())
    return f"tel:{'+' if is_whole else ''}{digits}"


@register.filter
def with_marks(text: str) -> SafeString:
    """What somebody wrote, with the words marked by which a person may be recognised: for who judges it."""
    mark = format_html('<mark><span class="rt-hide">{} </span>{{}}</mark>', _("let op:"))
    parts = ((format_html(mark, words) if is_marked else words,) for words, is_marked in marked(text))
    return format_html_join("", "{}", parts)


@register.simple_tag
def passage_text(text: str, level: int, named: object = "", in_file: bool = False) -> SafeString:
    """A passage as it is read, with what its marks mean. level: of its first headings; named: tells its notes apart
    from those of others on the page; in_file: it is read elsewhere, so its links say of which site they are."""
    html = as_html(
        parsed(text or ""), level, prefix=f"p{named}-", back=_("Terug naar de tekst"), site=whole("") if in_file else ""
    )
    return mark_safe(html)  # noqa: S308  # as_html writes the elements of its own list and escapes all words


@register.filter
def words_only(text: str) -> str:
    """A passage without its marks, for a line of a list."""
    return words_of(text)
