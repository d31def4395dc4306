from django.urls import path

from regiotafel.regions.beginning import views as beginning
from regiotafel.regions.logos import views as logos
from regiotafel.regions.members import views as members
from regiotafel.regions.parties import views as parties
from regiotafel.regions.places import views as places
from regiotafel.regions.reference import views as reference
from regiotafel.regions.settings import views as settings
from regiotafel.regions.theme import views as theme

app_name = "regions"
urlpatterns = [
    path("beheer/", beginning.site, name="site"),
    path("beheer/nieuwe-regio/", beginning.new_region, name="new_region"),
    path("regios/", reference.reference, name="reference"),
    path("profiel/verwijderen/", members.delete_account, name="delete_account"),
    path("rechten/", members.permissions, name="permissions"),
    path("thema/<slug:region>/<int:version>.css", theme.theme_css, name="theme_css"),
    path("thema/<slug:region>/<int:version>.logo", theme.theme_logo, name="theme_logo"),
    path("<slug:region>/wie-doen-er-mee/", parties.parties, name="parties"),
    path("<slug:region>/wie-doen-er-mee/nieuw/", parties.new_organisation, name="new_organisation"),
    path("<slug:region>/wie-doen-er-mee/<int:organisation>/", parties.organisation, name="organisation"),
    path("<slug:region>/wie-doen-er-mee/gemeente/<int:place>/", places.municipality, name="municipality"),
    path("<slug:region>/wie-doen-er-mee/<int:organisation>/logo/", logos.of_organisation, name="organisation_logo"),
    path(
        "<slug:region>/wie-doen-er-mee/<int:organisation>/<slug:logo>.png",
        logos.organisation_picture,
        name="organisation_picture",
    ),
    path(
        "<slug:region>/wie-doen-er-mee/gemeente/<int:place>/<slug:logo>.png",
        logos.municipality_picture,
        name="municipality_picture",
    ),
    path("<slug:region>/leden/", members.members, name="members"),
    path("<slug:region>/leden/<int:membership>/intrekken/", members.take_role, name="take_role"),
    path("<slug:region>/instellingen/", settings.settings, name="settings"),
    path("<slug:region>/instellingen/gemeenten/", places.places, name="places"),
    path("<slug:region>/instellingen/gemeenten/<int:place>/", places.place, name="place"),
    path("<slug:region>/instellingen/gemeenten/<int:place>/weg/", places.place_leaves, name="place_leaves"),
    path("<slug:region>/instellingen/gemeenten/<int:place>/logo/", logos.of_municipality, name="municipality_logo"),
    path("<slug:region>/instellingen/deelregios/nieuw/", places.new_sub_region, name="new_sub_region"),
    path("<slug:region>/instellingen/deelregios/<int:sub_region>/", places.sub_region, name="sub_region"),
    path("<slug:region>/instellingen/contact/", settings.contact, name="contact"),
    path("<slug:region>/instellingen/gegevens/", settings.responsible, name="responsible"),
    path("<slug:region>/instellingen/stappen/", settings.steps, name="steps"),
    path("<slug:region>/instellingen/werkafspraken/", settings.work, name="work"),
    path("<slug:region>/instellingen/thema/", theme.theme, name="theme"),
]
