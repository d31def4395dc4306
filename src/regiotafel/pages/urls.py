from django.urls import path

from regiotafel.pages.views import about, front, history

app_name = "pages"
urlpatterns = [
    path("", front.front, name="front"),
    path("over/", about.about, name="about"),
    path("privacy/", about.privacy, name="privacy"),
    path("toegankelijkheid/", about.accessibility, name="accessibility"),
    path("uitleg/methode/", about.method, name="method"),
    path("geschiedenis/", history.history_head, name="history_head"),
    path("stijl/", about.style, name="style"),
    path("<slug:region>/geschiedenis/", history.history, name="history"),
    path("<slug:region>/", front.region_home, name="region_home"),
]
