"""Who is answering, without knowing who it is.

A signed cookie holds a number that means something in one consultation only. Its path is that of the
consultation, so a browser never sends it to another one.
"""

import secrets

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse

from regiotafel import codes
from regiotafel.consultations.models import Consultation, Participant

COOKIE = "rt_deelname"
KEPT_FOR = 180 * 24 * 3600
# No participant has such a number: under another secret key something larger is read.
MOST = 2**32


def participant_id(request: HttpRequest, consultation: Consultation) -> int | None:
    """The participant of this browser in this consultation. A cookie that we did not sign counts as none."""
    value = request.COOKIES.get(COOKIE)
    if value is None:
        return None
    try:
        drawn, _, hidden = _signer(consultation).unsign(value).partition("-")
        found = int(hidden, 16)
    except (signing.BadSignature, ValueError):
        return None
    read = (found ^ _mask(mark) for mark in codes.marks("deelname", f"{consultation.pk} {drawn}"))
    return next((number for number in read if number < MOST), None)


def remember(response: HttpResponseBase, consultation: Consultation, participant: Participant) -> None:
    path = reverse("consultations:read", args=[consultation.region.slug, consultation.slug])
    _set(response, seat_of(consultation, participant.pk), path)


def bring_along(request: HttpRequest, response: HttpResponseBase, path: str) -> None:
    """Who began at an address as it was goes on at this one."""
    if (value := request.COOKIES.get(COOKIE)) is not None:
        _set(response, value, path)


def _set(response: HttpResponseBase, value: str, path: str) -> None:
    response.set_cookie(
        COOKIE,
        value,
        max_age=KEPT_FOR,
        path=path,
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )


def seat_of(consultation: Consultation, participant: int) -> str:
    """What the cookie holds: the number, unreadable. Who reads it could count how many people came in between."""
    drawn = secrets.token_hex(8)
    mark = codes.mark("deelname", f"{consultation.pk} {drawn}")
    return _signer(consultation).sign(f"{drawn}-{participant ^ _mask(mark):016x}")


def _mask(mark: str) -> int:
    return int(mark[:16], 16)


def _signer(consultation: Consultation) -> signing.Signer:
    return signing.Signer(salt=f"deelname:{consultation.pk}")
