"""The door of a form in which somebody writes something new: what they began is kept until they send it.

A view behind `@keeps_draft(name)` begins its form with `access.begun_in(request)`, and its template shows
`components/draft.html` in that form. Keeping and throwing away what was begun the view never sees.
"""

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from regiotafel.history.actions import drop_draft, keep_draft
from regiotafel.history.rules import check_draft_length
from regiotafel.refused import Refused
from regiotafel.regions.access import RegionRequest, member
from regiotafel.regions.begun.queries import begun_at
from regiotafel.regions.models import OwnDraft
from regiotafel.text.tidy import tidy
from regiotafel.web.fields import number_of
from regiotafel.web.marks import View
from regiotafel.web.pages import autosaved, is_part

SAVE, DROP = "save", "drop"
# What a form sends along that nobody wrote.
NOT_WRITTEN = frozenset({"csrfmiddlewaretoken", "do", "draft"})


def keeps_draft(name: str | Promise) -> Callable[[View], View]:
    """`name`: what the desk calls what is being written. Behind a door: there is somebody."""

    def wrap(view: View) -> View:
        @wraps(view)
        def kept(request: RegionRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            by = member(request)
            assert by is not None  # noqa: S101  # for the type checker: no such door is open to all
            about = {"by": by, "place": request.path}
            seen = number_of(request.POST.get("draft", "")) or 0
            draft = begun_at(by, request.path)
            request.own_draft = draft  # type: ignore[attr-defined]  # for the template
            request.begun = draft.values if draft else {}  # type: ignore[attr-defined]
            pressed = request.POST.get("do", "")
            try:
                if pressed == SAVE:
                    return _save(request, str(name), about, seen)
                if pressed == DROP:
                    drop_draft(OwnDraft, about=about, seen=seen)
                    messages.success(request, _("Het concept is weg."))
                    return redirect(request.path)
            except Refused as refused:
                return _written_still(request, view, refused, args, kwargs)
            if request.method != "POST":
                return view(request, *args, **kwargs)
            # What was made and the end of its draft: both, or neither. What was begun in another window stays.
            with transaction.atomic():
                response = view(request, *args, **kwargs)
                if response.status_code == 302:
                    OwnDraft.objects.filter(**about, version=seen).delete()
            return response

        return kept

    return wrap


def _save(request: RegionRequest, name: str, about: Mapping[str, Any], seen: int) -> HttpResponse:
    check_draft_length(request.POST)  # before it is made tidy: of a megabyte that takes seconds
    # For not every database can hold every sign that a browser can send.
    sent = {name: tidy(str(text)) for name, text in request.POST.items() if name.isidentifier()}
    values = {name: text for name, text in sent.items() if text and name not in NOT_WRITTEN}
    said: dict[str, Any] = {"by": about["by"], "at": timezone.now(), "about": about, "values": values, "seen": seen}
    written = Truncator(str(next(iter(values.values()), ""))).words(8)[:150]
    called = f"{name}: {written}" if written else name
    draft = keep_draft(OwnDraft, **said, region=request.region, name=called)
    if is_part(request):
        return autosaved(draft.version, draft.saved_at)
    messages.success(request, _("Het concept is opgeslagen. Alleen jij ziet het."))
    return redirect(request.path)


def _written_still(
    request: RegionRequest, view: View, refused: Refused, args: tuple[Any, ...], kwargs: Mapping[str, Any]
) -> HttpResponseBase:
    """The form with what stood in it, also when there is no draft (any more). Saving it again is a choice: what is in
    the other window is known by now."""
    if is_part(request):
        return HttpResponse(status=refused.status)
    request.begun = request.POST.dict()  # type: ignore[attr-defined]
    messages.error(request, str(refused))
    request.method, request.POST = "GET", QueryDict()  # nothing is sent
    response = view(request, *args, **kwargs)
    response.status_code = refused.status
    return response
