from django.urls import path

from regiotafel.pages.views import about, desk, front, history, search, set_up
from regiotafel.pages.views.moved import MOVED, Moved

app_name = "pages"
urlpatterns = [
    path("", front.front, name="front"),
    path("over/", about.about, name="about"),
    path("privacy/", about.privacy, name="privacy"),
    path("toegankelijkheid/", about.accessibility, name="accessibility"),
    path("uitleg/methode/", about.method, name="method"),
    path("geschiedenis/", history.history_head, name="history_head"),
    path("geschiedenis/regels.jsonl", history.lines_of_site, name="lines_of_site"),
    path("stijl/", about.style, name="style"),
    path("mijn-werk/", desk.begin, name="begin"),
    path("<slug:region>/mijn-werk/", desk.desk, name="desk"),
    path("<slug:region>/inrichten/", set_up.set_up, name="set_up"),
    path("<slug:region>/zoeken/", search.search, name="search"),
    path("<slug:region>/privacy/", about.region_privacy, name="region_privacy"),
    path("<slug:region>/geschiedenis/", history.history, name="history"),
    path("<slug:region>/geschiedenis/einde/", history.history_end, name="history_end"),
    path("<slug:region>/geschiedenis/codes.jsonl", history.history_lines, name="history_lines"),
    path("<slug:region>/geschiedenis/regels.jsonl", history.history_whole, name="history_whole"),
    *(
        path(f"<slug:region>/{was}/{rest}", Moved.as_view(), {"was": was})
        for was in MOVED
        for rest in ("", "<path:rest>")
    ),
    path("<slug:region>/", front.region_home, name="region_home"),
]
