"""Addresses as they once were, which stand on paper and in mails."""

from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.views.generic import RedirectView

from regiotafel.consultations.taking_part.access import bring_along

ROUNDS = "rondes"
MOVED = {"gesprekken": ROUNDS, "partijen": "wie-doen-er-mee"}


class Moved(RedirectView):
    """Leads on to the same place. Who was answering there goes on with the same answers."""

    permanent = True
    query_string = True
    http_method_names = ["get", "head"]

    def get_redirect_url(self, *_args: Any, region: str, was: str, rest: str = "") -> str | None:
        self.url = f"/{region}/{MOVED[was]}/{rest}".replace("%", "%%")
        return super().get_redirect_url()

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = super().dispatch(request, *args, **kwargs)
        leads_on = response.status_code == HTTPStatus.MOVED_PERMANENTLY
        if leads_on and MOVED[kwargs["was"]] == ROUNDS and "rest" in kwargs:
            slug = kwargs["rest"].split("/")[0]
            bring_along(request, response, f"/{kwargs['region']}/{ROUNDS}/{slug}/")
        return response
