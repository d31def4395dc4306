"""Addresses as they once were, which stand on paper and in mails."""

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

    def get_redirect_url(self, *_args: Any, **kwargs: Any) -> str | None:
        self.url = f"/{kwargs['region']}/{MOVED[kwargs['was']]}/{kwargs.get('rest', '')}".replace("%", "%%")
        return super().get_redirect_url()

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = super().get(request, *args, **kwargs)
        if MOVED[kwargs["was"]] == ROUNDS and "rest" in kwargs:
            bring_along(request, response, f"/{kwargs['region']}/{ROUNDS}/{kwargs['rest'].split('/')[0]}/")
        return response
