"""The whole site. Words at the root are reserved: `regiotafel.addresses`; everything else is a region."""

from django.urls import include, path

urlpatterns = [
    path("account/", include("regiotafel.people.account_urls")),
    path("", include("regiotafel.people.urls")),
    path("", include("regiotafel.demo.urls")),
    path("", include("regiotafel.consultations.code_urls")),
    path("", include("regiotafel.thread.code_urls")),
    path("", include("regiotafel.contributions.code_urls")),
    path("<slug:region>/draad/", include("regiotafel.thread.urls")),
    path("<slug:region>/visie/", include("regiotafel.vision.urls")),
    path("<slug:region>/wie-beslist-wat/", include("regiotafel.mandates.urls")),
    path("<slug:region>/plan/", include("regiotafel.plan.urls")),
    path("<slug:region>/besluitvorming/", include("regiotafel.councils.urls")),
    path("<slug:region>/inbreng/", include("regiotafel.contributions.urls")),
    path("<slug:region>/rondes/", include("regiotafel.consultations.urls")),
    path("<slug:region>/", include("regiotafel.publishing.urls")),
    path("", include("regiotafel.regions.urls")),
    # Last, because it ends with <region>/, which every single word fits.
    path("", include("regiotafel.pages.urls")),
]

handler400 = "regiotafel.pages.views.errors.bad_request"
handler403 = "regiotafel.pages.views.errors.permission_denied"
handler404 = "regiotafel.pages.views.errors.not_found"
# Not Django's own name: allauth looks it up here.
handler429 = "regiotafel.pages.views.errors.too_many_requests"
handler500 = "regiotafel.pages.views.errors.server_error"
