from django.urls import path

from regiotafel.councils.calendars import views as calendars
from regiotafel.councils.papers import views as papers
from regiotafel.councils.planning import views as planning

app_name = "councils"
PAPER = "<slug:document>/<int:municipality>/stukken/<int:paper>/"
urlpatterns = [
    path("", planning.index, name="index"),
    path("gemeente/<int:municipality>/vergaderdagen/", calendars.days, name="days"),
    path("gemeente/<int:municipality>/agenda-inlezen/", calendars.bring, name="bring"),
    path("<slug:document>/", planning.overview, name="overview"),
    path("<slug:document>/stand/", papers.standing, name="standing"),
    path("<slug:document>/stand.csv", papers.standing_csv, name="standing_csv"),
    path("<slug:document>/planning.csv", planning.planning_csv, name="planning_csv"),
    path("<slug:document>/planning/", planning.plan, name="plan"),
    path("<slug:document>/vaste-route/", planning.pattern, name="pattern"),
    path("<slug:document>/planning.ics", planning.whole_calendar, name="whole_calendar"),
    path("<slug:document>/<int:municipality>/", planning.route, name="route"),
    path("<slug:document>/<int:municipality>/planning.ics", planning.own_calendar, name="own_calendar"),
    path("<slug:document>/<int:municipality>/stappen/", planning.change, name="change"),
    path("<slug:document>/<int:municipality>/volgen/", planning.follow, name="follow"),
    path("<slug:document>/<int:municipality>/adviezen/", papers.advice, name="advice"),
    path("<slug:document>/<int:municipality>/stukken/", papers.papers, name="papers"),
    path("<slug:document>/<int:municipality>/stukken/nieuw/", papers.add_paper, name="add_paper"),
    path(PAPER, papers.paper, name="paper"),
    path(f"{PAPER}bewerken/", papers.change_paper, name="change_paper"),
    path(f"{PAPER}verder/", papers.move_paper, name="move_paper"),
    path(
        "<slug:document>/<int:municipality>/stukken/<int:paper>/voorstel/", papers.propose_paper, name="propose_paper"
    ),
    path("<slug:document>/<int:municipality>/stap/<int:step>/", planning.outcome, name="outcome"),
]
