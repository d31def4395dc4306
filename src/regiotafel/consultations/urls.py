from django.urls import path

from regiotafel.consultations.benchmark import views as benchmark
from regiotafel.consultations.importing import views as importing
from regiotafel.consultations.inviting import views as inviting
from regiotafel.consultations.outcome import views as outcome
from regiotafel.consultations.paper import views as paper
from regiotafel.consultations.preparing import views as preparing
from regiotafel.consultations.statements import views as statements
from regiotafel.consultations.taking_part import views as taking_part

app_name = "consultations"
urlpatterns = [
    path("", preparing.index, name="index"),
    path("nieuw/", preparing.new, name="new"),
    path("over/<slug:subject>/", outcome.about_subject, name="about_subject"),
    path("<slug:slug>/", taking_part.read, name="read"),
    path("<slug:slug>/volgen/", taking_part.follow, name="follow"),
    # Taking part, without an account.
    path("<slug:slug>/stem/", taking_part.ballot, name="ballot"),
    path("<slug:slug>/stem/<int:number>/", taking_part.vote, name="vote"),
    path("<slug:slug>/mijn-antwoorden/", taking_part.my_answers, name="my_answers"),
    path("<slug:slug>/over-mij/", taking_part.about_me, name="about_me"),
    path("<slug:slug>/stelling-insturen/", taking_part.send_in, name="send_in"),
    path("<slug:slug>/code/", inviting.enter_code, name="enter_code"),
    # What came out.
    path("<slug:slug>/uitkomst/", outcome.outcome, name="outcome"),
    path("<slug:slug>/uitkomst/stellingen/", outcome.statements, name="outcome_statements"),
    path("<slug:slug>/uitkomst/groepen/", outcome.groups, name="outcome_groups"),
    path("<slug:slug>/uitkomst/deelnemers/", outcome.people, name="outcome_people"),
    path("<slug:slug>/uitkomst/rekenen/", outcome.counting, name="outcome_counting"),
    path("<slug:slug>/uitkomst/alles/", outcome.whole, name="outcome_whole"),
    path("<slug:slug>/uitkomst/stelling/<int:number>/", outcome.statement, name="outcome_statement"),
    path("<slug:slug>/moderatie/", statements.counts, name="moderation_counts"),
    # Making it.
    path("<slug:slug>/bewerken/", preparing.edit, name="edit"),
    path("<slug:slug>/stellingen/", statements.statements, name="statements"),
    path("<slug:slug>/stellingen/<int:number>/vervangen/", statements.replace, name="replace_statement"),
    path("<slug:slug>/wie-er-zijn/", benchmark.benchmark, name="benchmark"),
    path("<slug:slug>/openen/", preparing.open_consultation, name="open"),
    path("<slug:slug>/sluiten/", preparing.close, name="close"),
    # Keeping it good.
    path("<slug:slug>/moderatie/wachtrij/", statements.queue, name="moderation_queue"),
    path("<slug:slug>/moderatie/wachtrij/<int:number>/", statements.decide, name="moderate"),
    path("<slug:slug>/moderatie/logboek/", statements.log, name="moderation_log"),
    # Bringing people in.
    path("<slug:slug>/uitnodigingen/", inviting.invitations, name="invitations"),
    path("<slug:slug>/uitnodigingen/vel/", inviting.sheet, name="invitation_sheet"),
    path("<slug:slug>/uitnodigingen/intrekken/", inviting.withdraw, name="withdraw_invitations"),
    path("<slug:slug>/nieuwe-deelnemers/", inviting.newcomers, name="newcomers"),
    path("<slug:slug>/bijeenkomsten/", paper.tables, name="tables"),
    path("<slug:slug>/bijeenkomsten/formulier/", paper.paper_ballot, name="paper_ballot"),
    path("<slug:slug>/bijeenkomsten/<int:table>/", paper.enter, name="enter_ballots"),
    path("<slug:slug>/bijeenkomsten/<int:table>/bestand/", paper.enter_file, name="enter_ballots_file"),
    path("<slug:slug>/inlezen/", importing.imports, name="imports"),
    path("<slug:slug>/inlezen/<int:number>/", importing.progress, name="import_progress"),
]
