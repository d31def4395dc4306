"""What every response and every upload must carry, whoever's page it is."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import FileUploadHandler
from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _

from regiotafel.web.caching import say_who_keeps

HEADERS = {
    "Content-Security-Policy": "; ".join(
        [
            "default-src 'none'",
            "script-src 'self'",
            "style-src 'self'",
            "img-src 'self' data:",
            "font-src 'self'",
            "connect-src 'self'",
            "manifest-src 'self'",
            "form-action 'self'",
            "base-uri 'none'",
            "frame-ancestors 'none'",
        ]
    ),
    "X-Frame-Options": "DENY",
    "Permissions-Policy": (
        "camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=(), "
        "publickey-credentials-get=(self), publickey-credentials-create=(self)"
    ),
    "Cross-Origin-Resource-Policy": "same-origin",
}

# For a page that stands in a page of another site. It has nothing to press that does something here, and a browser
# sends no cookie of ours with it: whoever looks is a visitor.
FRAMED = {
    **{name: value for name, value in HEADERS.items() if name != "X-Frame-Options"},
    "Content-Security-Policy": HEADERS["Content-Security-Policy"]
    .replace("frame-ancestors 'none'", "frame-ancestors *")
    .replace("form-action 'self'", "form-action 'none'")
    .replace("script-src 'self'", "script-src 'none'"),
}
_IS_FRAMED = "regiotafel.is_framed"


def framed_elsewhere(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """For a page that other sites may show inside theirs."""

    @wraps(view)
    def shown(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = view(request, *args, **kwargs)
        request.META[_IS_FRAMED] = True  # only now: an error page is for nobody else's
        return response

    return shown


class SecurityHeadersMiddleware:
    """Sets the headers on every response, the error pages included: it stands outermost."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        length = str(request.META.get("CONTENT_LENGTH") or "0")
        if not length.isascii() or not length.isdigit():
            # No length at all: so it was read so far, and so all that comes after this reads it.
            request.META["CONTENT_LENGTH"] = "0"
        # Letters come in as UTF-8, whatever their sender calls them: among the names that Python knows are some that
        # break off, and some that are no letters at all.
        if request.encoding:
            request.encoding = settings.DEFAULT_CHARSET
        response = self.get_response(request)
        for name, value in (FRAMED if _IS_FRAMED in request.META else HEADERS).items():
            response.headers[name] = value
        say_who_keeps(request, response)
        return response


class SizeLimitUploadHandler(FileUploadHandler):
    """Refuses a request body above the limit before a byte of it is kept."""

    def handle_raw_input(
        self,
        input_data: Any,
        META: dict[str, Any],  # noqa: N803  # Django's name
        content_length: int,
        boundary: Any,
        encoding: str | None = None,
    ) -> None:
        if content_length > settings.UPLOAD_MAX_BYTES:
            raise RequestDataTooBig(_("Het bestand is te groot."))

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        return raw_data

    def file_complete(self, file_size: int) -> None:
        return None
