from django.urls import path

from regiotafel.contributions.answering import views as answering
from regiotafel.contributions.findings import views as findings
from regiotafel.contributions.linking import views as linking
from regiotafel.contributions.loops import views as loops
from regiotafel.contributions.merging import views as merging
from regiotafel.contributions.moderating import views as moderating
from regiotafel.contributions.phrases import views as phrases
from regiotafel.contributions.reading import views as reading
from regiotafel.contributions.sending import views as sending
from regiotafel.contributions.workbench import views as workbench

app_name = "contributions"
urlpatterns = [
    # Sending in, without an account, and following it.
    path("", reading.index, name="index"),
    path("insturen/", sending.send_in, name="send_in"),
    path("<int:number>/", reading.read, name="read"),
    # The margin of a passage: its voices and findings. And what was done with the outcome of a consultation.
    path("bij/<slug:document>/<int:number>/", reading.margin, name="margin"),
    path("uit-ronde/<slug:slug>/", reading.of_consultation, name="of_consultation"),
    path("uit-ronde/<slug:slug>/<int:number>/", reading.of_consultation, name="of_statement"),
    path("toezeggingen/", loops.promises, name="promises"),
    path("organisaties/", loops.open_loops, name="open_loops"),
    # For members.
    path("namens/", sending.enter_for, name="enter_for"),
    path("wachtrij/", moderating.queue, name="queue"),
    path("wachtrij/<int:number>/", moderating.moderate, name="moderate"),
    path("werkbank/", workbench.workbench, name="workbench"),
    path("standaardzinnen/", phrases.phrases, name="phrases"),
    path("<int:number>/koppelen/", linking.link, name="link"),
    path("<int:number>/samenvoegen/", merging.merge, name="merge"),
    path("<int:number>/splitsen/", merging.split, name="split"),
    path("<int:number>/tekst/", reading.words, name="words"),
    path("<int:number>/antwoord/", answering.answer, name="answer"),
    path("uitkomsten/", findings.findings, name="findings"),
    path("uitkomsten/<slug:slug>/<int:number>/", findings.words, name="finding_words"),
    path("uitkomsten/<int:finding>/antwoord/", findings.answer_finding, name="answer_finding"),
]
