"""Who is answering, without knowing who it is.

A signed cookie holds a number that means something in one consultation only. Its path is that of the
consultation, so a browser never sends it to another one.
"""

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse

from regiotafel.consultations.models import Consultation, Participant

COOKIE = "rt_deelname"
KEPT_FOR = 180 * 24 * 3600


def participant_id(request: HttpRequest, consultation: Consultation) -> int | None:
    """The participant of this browser in this consultation. A cookie that we did not sign counts as none."""
    value = request.COOKIES.get(COOKIE)
    if value is None:
        return None
    try:
        return int(_signer(consultation).unsign(value))
    except (signing.BadSignature, ValueError):
        return None


def remember(response: HttpResponseBase, consultation: Consultation, participant: Participant) -> None:
    response.set_cookie(
        COOKIE,
        _signer(consultation).sign(str(participant.pk)),
        max_age=KEPT_FOR,
        path=reverse("consultations:read", args=[consultation.region.slug, consultation.slug]),
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )


def _signer(consultation: Consultation) -> signing.Signer:
    return signing.Signer(salt=f"deelname:{consultation.pk}")
