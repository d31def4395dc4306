from django.urls import path

from regiotafel.regions import views

app_name = "regions"
urlpatterns = [
    path("regios/", views.reference, name="reference"),
    path("profiel/verwijderen/", views.delete_account, name="delete_account"),
    path("rechten/", views.permissions, name="permissions"),
    path("thema/<slug:region>/<int:version>.css", views.theme_css, name="theme_css"),
    path("thema/<slug:region>/<int:version>.logo", views.theme_logo, name="theme_logo"),
    path("<slug:region>/partijen/", views.parties, name="parties"),
    path("<slug:region>/partijen/nieuw/", views.new_organisation, name="new_organisation"),
    path("<slug:region>/partijen/<int:organisation>/", views.organisation, name="organisation"),
    path("<slug:region>/leden/", views.members, name="members"),
    path("<slug:region>/leden/<int:membership>/intrekken/", views.take_role, name="take_role"),
    path("<slug:region>/instellingen/", views.settings, name="settings"),
    path("<slug:region>/instellingen/stappen/", views.steps, name="steps"),
    path("<slug:region>/instellingen/thema/", views.theme, name="theme"),
]
