"""The short address on a printed invitation."""

from django.urls import path

from regiotafel.consultations.views import taking_part

app_name = "codes"
urlpatterns = [path("u/<str:code>/", taking_part.use_code, name="use")]
