from django.urls import path

from regiotafel.people import views

app_name = "people"
urlpatterns = [
    path("profiel/", views.profile, name="profile"),
    path("account/inloggen/link/<str:token>/", views.log_in_with_link, name="log_in_with_link"),
]
