"""Addresses that stand in a mail: whoever has the key is the one who follows."""

from django.urls import path

from regiotafel.thread.following import views

app_name = "following"
urlpatterns = [
    path("b/<str:token>/bevestigen/", views.confirm, name="confirm"),
    path("b/<str:token>/afmelden/", views.leave, name="leave"),
]
