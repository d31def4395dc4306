"""The short address on a printed invitation."""

from django.urls import path

from regiotafel.consultations.inviting import views

app_name = "codes"
urlpatterns = [path("u/<str:code>/", views.use_code, name="use")]
