from django.urls import path

from regiotafel.contributions import views

app_name = "contributions"
urlpatterns = [
    # Sending in, without an account, and following it.
    path("", views.index, name="index"),
    path("insturen/", views.send_in, name="send_in"),
    path("<int:number>/", views.read, name="read"),
    # The margin of a passage: its voices and findings.
    path("bij/<slug:document>/<int:number>/", views.margin, name="margin"),
    # For members.
    path("namens/", views.enter_for, name="enter_for"),
    path("wachtrij/", views.queue, name="queue"),
    path("wachtrij/<int:number>/", views.moderate, name="moderate"),
    path("werkbank/", views.workbench, name="workbench"),
    path("<int:number>/koppelen/", views.link, name="link"),
    path("<int:number>/samenvoegen/", views.merge, name="merge"),
    path("<int:number>/splitsen/", views.split, name="split"),
    path("<int:number>/antwoord/", views.answer, name="answer"),
    path("na-te-kijken/", views.reviews, name="reviews"),
    path("na-te-kijken/<int:link>/", views.clear_review, name="clear_review"),
    path("uitkomsten/", views.findings, name="findings"),
    path("uitkomsten/<int:finding>/antwoord/", views.answer_finding, name="answer_finding"),
    path("organisaties/", views.open_loops, name="open_loops"),
]
