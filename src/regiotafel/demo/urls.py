from django.urls import path

from regiotafel.demo import views

app_name = "demo"
urlpatterns = [path("demo/inloggen/<str:who>/", views.log_in, name="log_in")]
