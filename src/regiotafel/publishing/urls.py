from django.urls import path

from regiotafel.publishing import views

app_name = "publishing"
urlpatterns = [
    path("<slug:slug>/uitkomst/verslag.pdf", views.report_pdf, name="report_pdf"),
    path("<slug:slug>/uitkomst/verslag.json", views.report_json, name="report_json"),
    path("<slug:slug>/uitkomst/verslag.csv", views.report_csv, name="report_csv"),
    path("<slug:slug>/uitkomst/comments.csv", views.statements_csv, name="statements_csv"),
    path("<slug:slug>/uitkomst/votes.csv", views.votes_csv, name="votes_csv"),
    path(
        "<slug:slug>/uitkomst/participants-votes.csv",
        views.participants_votes_csv,
        name="participants_votes_csv",
    ),
]
