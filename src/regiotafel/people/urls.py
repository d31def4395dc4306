from django.urls import path

from regiotafel.people import views

app_name = "people"
urlpatterns = [path("profiel/", views.profile, name="profile")]
