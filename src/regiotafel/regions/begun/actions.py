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
from regiotafel.refused import Refused
from regiotafel.regions.access import RegionRequest, member
from regiotafel.regions.begun.queries import begun_at
from regiotafel.regions.models import OwnDraft
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
            request.own_draft = begun_at(by, request.path)  # type: ignore[attr-defined]  # for the template too
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
    values = {key: text for key, text in request.POST.dict().items() if key not in NOT_WRITTEN and str(text).strip()}
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
    """The form with what stood in it. Saving it again is a choice: what is in the other window is known by now."""
    if is_part(request):
        return HttpResponse(status=refused.status)
    draft: OwnDraft | None = request.own_draft  # type: ignore[attr-defined]
    if draft is not None:
        draft.values = request.POST.dict()
    messages.error(request, str(refused))
    request.method, request.POST = "GET", QueryDict()  # nothing is sent
    response = view(request, *args, **kwargs)
    response.status_code = refused.status
    return response
