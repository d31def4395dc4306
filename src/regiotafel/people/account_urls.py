"""Logging in and out with allauth: only what we use, so that every page of it has our face."""

from django.urls import include, path

urlpatterns = [path("", include("allauth.urls"))]
