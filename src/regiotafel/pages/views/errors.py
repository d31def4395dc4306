"""What somebody sees when something goes wrong."""

import errno
import sys
from collections.abc import Iterator
from http import HTTPStatus

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.db import InterfaceError, InternalError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from regiotafel.pages.menu import page_of_nobody
from regiotafel.regions.access import enter
from regiotafel.regions.queries import region_by_slug

# What is wrong with a disk, and what with too many open files: who runs the machine mends it.
NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EFBIG, errno.EIO, errno.EMFILE, errno.ENFILE})
PASSES_IN = 60
# The longest window in which logging in is counted: ACCOUNT_RATE_LIMITS in the settings.
WAIT_MINUTES = 10
# Fields whose words a person would lose when a form is refused, but never a code or a key.
NOT_GIVEN_BACK = frozenset({"csrfmiddlewaretoken", "code", "credential", "key"})


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400, and 413 when the reason is that somebody sent too much."""
    too_big = isinstance(exception, RequestDataTooBig)
    context = {"too_big": too_big, "most": settings.UPLOAD_MAX_BYTES // 1024**2}
    status = HTTPStatus.REQUEST_ENTITY_TOO_LARGE if too_big else HTTPStatus.BAD_REQUEST
    return render(request, "400.html", context, status=status)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "403.html", {"why": str(exception)}, status=HTTPStatus.FORBIDDEN)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    # Our own sentences are for people; Django's name the address that was tried.
    why = exception.args[0] if exception.args and isinstance(exception.args[0], str) else ""
    return render(request, "404.html", {"why": why}, status=HTTPStatus.NOT_FOUND)


def too_many_requests(request: HttpRequest) -> HttpResponse:
    response = render(request, "429.html", {"minutes": WAIT_MINUTES}, status=HTTPStatus.TOO_MANY_REQUESTS)
    response.headers["Retry-After"] = str(WAIT_MINUTES * 60)
    return response


def server_error(request: HttpRequest) -> HttpResponse:
    """No request, context or database: one of them may be what is broken. 503 when it goes by itself, or when there is
    room again: a database that is away, locked or full, a disk without room."""
    passes = any(_passes(fault) for fault in _chain(sys.exc_info()[1]))
    status = HTTPStatus.SERVICE_UNAVAILABLE if passes else HTTPStatus.INTERNAL_SERVER_ERROR
    response = HttpResponse(page_of_nobody("503.html" if passes else "500.html"), status=status)
    if passes:
        response.headers["Retry-After"] = str(PASSES_IN)
    return response


def _chain(fault: BaseException | None) -> Iterator[BaseException]:
    """The fault, and those that led to it."""
    seen: set[int] = set()
    while fault is not None and id(fault) not in seen:
        seen.add(id(fault))
        yield fault
        fault = fault.__cause__ or fault.__context__


def _passes(fault: BaseException) -> bool:
    # An internal error is, among others, a database that may only be read now.
    if isinstance(fault, OperationalError | InterfaceError | InternalError):
        return True
    return isinstance(fault, OSError) and fault.errno in NO_ROOM


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Gives back what somebody typed, so that nothing is lost but a click. No door was passed yet: which region it is,
    says the address."""
    if request.resolver_match and (found := region_by_slug(request.resolver_match.kwargs.get("region", ""))):
        enter(request, found)
    typed = [
        value
        for name, values in request.POST.lists()
        if name not in NOT_GIVEN_BACK
        for value in values
        if len(value) > len("1234567890")
    ]
    return render(request, "pages/csrf_failure.html", {"typed": typed}, status=HTTPStatus.FORBIDDEN)
