from django.urls import path

from regiotafel.contributions.views import answering, handling, moderating, reading, sending

app_name = "contributions"
urlpatterns = [
    # Sending in, without an account, and following it.
    path("", reading.index, name="index"),
    path("insturen/", sending.send_in, name="send_in"),
    path("<int:number>/", reading.read, name="read"),
    # The margin of a passage: its voices and findings. And what was done with the outcome of a consultation.
    path("bij/<slug:document>/<int:number>/", reading.margin, name="margin"),
    path("uit-gesprek/<slug:slug>/", reading.of_consultation, name="of_consultation"),
    path("organisaties/", reading.open_loops, name="open_loops"),
    # For members.
    path("namens/", sending.enter_for, name="enter_for"),
    path("wachtrij/", moderating.queue, name="queue"),
    path("wachtrij/<int:number>/", moderating.moderate, name="moderate"),
    path("werkbank/", handling.workbench, name="workbench"),
    path("<int:number>/koppelen/", handling.link, name="link"),
    path("<int:number>/samenvoegen/", handling.merge, name="merge"),
    path("<int:number>/splitsen/", handling.split, name="split"),
    path("<int:number>/antwoord/", answering.answer, name="answer"),
    path("na-te-kijken/", answering.reviews, name="reviews"),
    path("na-te-kijken/<int:link>/", answering.clear_review, name="clear_review"),
    path("uitkomsten/", answering.findings, name="findings"),
    path("uitkomsten/<int:finding>/antwoord/", answering.answer_finding, name="answer_finding"),
]
