"""The least that Django can do for a request: a view that says hello, without middleware, session or database."""

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpRequest, HttpResponse
from django.urls import path


def hello(request: HttpRequest) -> HttpResponse:
    return HttpResponse("hello world")


urlpatterns = [path("", hello)]
settings.configure(ROOT_URLCONF=__name__, ALLOWED_HOSTS=["127.0.0.1"], SECRET_KEY="nothing is signed")
application = get_wsgi_application()
