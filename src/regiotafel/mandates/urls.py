from django.urls import path

from regiotafel.mandates.register import views as register

app_name = "mandates"
urlpatterns = [
    path("", register.index, name="index"),
    path("nieuw/", register.new_subject, name="new_subject"),
    path("<slug:subject>/", register.subject, name="subject"),
]
