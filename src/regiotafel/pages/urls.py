from django.urls import path

from regiotafel.pages import views

app_name = "pages"
urlpatterns = [
    path("", views.front, name="front"),
    path("over/", views.about, name="about"),
    path("privacy/", views.privacy, name="privacy"),
    path("toegankelijkheid/", views.accessibility, name="accessibility"),
    path("uitleg/methode/", views.method, name="method"),
    path("geschiedenis/", views.history_head, name="history_head"),
    path("stijl/", views.style, name="style"),
    path("<slug:region>/", views.region_home, name="region_home"),
]
