"""Addresses that stand on a receipt: whoever has the code is the sender."""

from django.urls import path

from regiotafel.contributions.receipts import views as receipts

app_name = "receipts"
urlpatterns = [
    path("o/", receipts.enter_receipt, name="enter"),
    path("o/<str:code>/", receipts.receipt, name="receipt"),
    path("o/<str:code>/berichten/", receipts.subscribe, name="subscribe"),
    path("o/<str:code>/intrekken/", receipts.withdraw, name="withdraw"),
    path("o/<str:code>/mijn-gegevens/", receipts.my_data, name="my_data"),
]
