"""What a template writes for the modules of `web`."""

from urllib.parse import quote

from django import template
from django.forms import BaseForm, BoundField
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from regiotafel.text.changes import Shape, changes, without
from regiotafel.text.looks import Look
from regiotafel.text.marked import as_html, in_one_line, parsed
from regiotafel.text.recognisable import marked
from regiotafel.text.shown import Telling, shown
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


@register.simple_tag
def passage_changes(
    was: str | None, becomes: str | None, level: int, *named: object, only: str = "", in_file: bool = False
) -> SafeString:
    """Two texts of a passage as one, with what differs marked in it; only: "was" leaves out what came, "becomes" what
    went. None: there is nothing to compare with. The rest as of `passage_text`."""
    name = "-".join(map(str, (*named, only) if only else named))
    if was is None or becomes is None or (was == becomes and not only):
        return passage_text((becomes if was is None else was) or "", level, name, in_file)
    found = changes(was, becomes)
    if only:
        found = without(found, "added" if only == "was" else "removed")
    telling = Telling(_("[erbij:]"), _("[eruit:]"), _("[tot hier]"), _looks_told, _becomes_told)
    site = whole("") if in_file else ""
    html = as_html(shown(found, telling), level, prefix=f"p{name}-", back=_("Terug naar de tekst"), site=site)
    return mark_safe(html)  # noqa: S308  # see passage_text


def _looks_told(was: Look, now: Look) -> str:
    told = []
    if was.strong != now.strong:
        told.append(_("nu vet") if now.strong else _("niet meer vet"))
    if was.emphasis != now.emphasis:
        told.append(_("nu schuin") if now.emphasis else _("niet meer schuin"))
    if was.link != now.link:
        links = {"was": was.link, "now": now.link}
        told.append(
            _("geen link meer; de link was %(was)s") % links
            if not now.link
            else _("nu een link naar %(now)s") % links
            if not was.link
            else _("de link gaat nu naar %(now)s en ging naar %(was)s") % links
        )
    return f"({', '.join(told)})"


def _becomes_told(was: Shape, now: Shape) -> str:
    names = {"was": _shape_told(was), "now": _shape_told(now)}
    if names["was"] == names["now"]:
        return _("(de nummers beginnen nu bij %(start)d)") % {"start": now.start}
    return _("(was %(was)s, is nu %(now)s)") % names


def _shape_told(shape: Shape) -> str:
    if shape.kind == "heading":
        return _("een kop") if shape.level == 1 else _("een kleinere kop")
    if shape.kind == "paragraph":
        return _("gewone tekst")
    if shape.under:
        return _("tekst onder een punt van een lijst")
    if shape.level:
        return _("een punt onder een ander punt")
    return _("een punt met een nummer") if shape.kind == "numbered" else _("een punt van een lijst")


@register.filter
def words_only(text: str) -> str:
    """A passage without its marks, for a line of a list."""
    return in_one_line(text)
