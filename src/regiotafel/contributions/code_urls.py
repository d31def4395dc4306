"""Addresses that stand on a receipt or in a mail: whoever has the code is the sender."""

from django.urls import path

from regiotafel.contributions import views

app_name = "receipts"
urlpatterns = [
    path("o/", views.enter_receipt, name="enter"),
    path("o/<str:code>/", views.receipt, name="receipt"),
    path("o/<str:code>/berichten/", views.subscribe, name="subscribe"),
    path("o/<str:code>/intrekken/", views.withdraw, name="withdraw"),
    path("o/<str:code>/mijn-gegevens/", views.my_data, name="my_data"),
    path("b/<str:token>/bevestigen/", views.confirm, name="confirm"),
    path("b/<str:token>/afmelden/", views.unsubscribe, name="unsubscribe"),
]
