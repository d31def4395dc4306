from django.urls import path

from regiotafel.plan.agreements.views import reading as agreed
from regiotafel.plan.agreements.views import writing as agreeing
from regiotafel.plan.ballots.views import giving, rounds
from regiotafel.plan.bringing import views as bringing
from regiotafel.plan.criteria import views as criteria
from regiotafel.plan.entering import views as entering
from regiotafel.plan.indicators import views as indicators
from regiotafel.plan.making import views as making
from regiotafel.plan.measures import views as writing
from regiotafel.plan.order import views as order
from regiotafel.plan.origins import views as origins
from regiotafel.plan.outcomes import views as outcomes
from regiotafel.plan.progress import views as progress
from regiotafel.plan.reading import views as reading
from regiotafel.plan.seconding import views as seconding
from regiotafel.plan.telling import views as telling
from regiotafel.plan.timetable import views as timetable
from regiotafel.plan.years import views as years

app_name = "plan"
OUTCOME = "<slug:plan>/keuzerondes/<int:outcome>/uitkomst/"
CHOICE = "<slug:plan>/keuzerondes/<int:choice>/"
MEASURE = "<slug:plan>/maatregelen/<int:measure>/"
VARIANT = "<slug:plan>/jaren/varianten/<int:variant>/"
ARRANGEMENT = "afspraken/<int:arrangement>/"
MILESTONE = f"{ARRANGEMENT}momenten/<int:milestone>/"
PREREQUISITE = f"{MILESTONE}eerst/<int:prerequisite>/"
urlpatterns = [
    path("", making.index, name="index"),
    path("nieuw/", making.new_plan, name="new_plan"),
    path("bij/<int:knot>/", origins.at_knot, name="at_knot"),
    path("bij/<int:knot>/nieuw/", origins.begin_from, name="begin_from"),
    path("bij/<int:knot>/koppelen/", origins.tie, name="tie"),
    path("afspraken/", agreed.arrangements, name="arrangements"),
    path("afspraken.ics", timetable.arrangements_ics, name="arrangements_ics"),
    path("afspraken.csv", timetable.arrangements_csv, name="arrangements_csv"),
    path("afspraken.xlsx", timetable.arrangements_xlsx, name="arrangements_xlsx"),
    path("afspraken/nieuw/", agreeing.new_arrangement, name="new_arrangement"),
    path("afspraken/inlezen/", timetable.bring_arrangements, name="bring_arrangements"),
    path("afspraken/overnemen/", timetable.take_arrangements, name="take_arrangements"),
    path(ARRANGEMENT, agreed.arrangement, name="arrangement"),
    path(f"{ARRANGEMENT}bewerken/", agreeing.change_arrangement, name="change_arrangement"),
    path(f"{ARRANGEMENT}status/", agreeing.move_arrangement, name="move_arrangement"),
    path(f"{ARRANGEMENT}maatregel/", agreeing.let_wait, name="let_wait"),
    path(f"{ARRANGEMENT}opties/nieuw/", agreeing.new_extension, name="new_extension"),
    path(f"{ARRANGEMENT}opties/<int:extension>/", agreeing.change_extension, name="change_extension"),
    path(f"{ARRANGEMENT}momenten/nieuw/", agreeing.new_milestone, name="new_milestone"),
    path(MILESTONE, agreeing.change_milestone, name="change_milestone"),
    path(f"{MILESTONE}eerst/nieuw/", agreeing.new_prerequisite, name="new_prerequisite"),
    path(PREREQUISITE, agreeing.change_prerequisite, name="change_prerequisite"),
    path(f"{PREREQUISITE}klaar/", agreeing.say_ready, name="say_ready"),
    path(f"{PREREQUISITE}weg/", agreeing.remove_prerequisite, name="remove_prerequisite"),
    path("detacheringen/", seconding.secondments, name="secondments"),
    path("detacheringen.csv", seconding.secondments_csv, name="secondments_csv"),
    path("detacheringen.xlsx", seconding.secondments_xlsx, name="secondments_xlsx"),
    path("detacheringen/nieuw/", seconding.new_secondment, name="new_secondment"),
    path("detacheringen/<int:secondment>/", seconding.change_secondment, name="change_secondment"),
    path("detacheringen/<int:secondment>/weg/", seconding.remove_secondment, name="remove_secondment"),
    path("<slug:plan>/", reading.plan, name="plan"),
    path("<slug:plan>/plan.json", telling.plan_json, name="plan_json"),
    path("<slug:plan>/atom.xml", telling.moves_feed, name="moves_feed"),
    path("<slug:plan>/insluiten/", telling.embed, name="embed"),
    path("<slug:plan>/ingesloten/", telling.embedded, name="embedded"),
    path("<slug:plan>/bewerken/", making.change_plan, name="change_plan"),
    path("<slug:plan>/geld-en-inzet/", making.capacity, name="capacity"),
    path("<slug:plan>/status/", making.move_plan, name="move_plan"),
    path("<slug:plan>/maatregelen/", reading.measures, name="measures"),
    path("<slug:plan>/maatregelen.csv", bringing.measures_csv, name="measures_csv"),
    path("<slug:plan>/maatregelen.xlsx", bringing.measures_xlsx, name="measures_xlsx"),
    path("<slug:plan>/maatregelen/inlezen/", bringing.bring, name="bring"),
    path("<slug:plan>/maatregelen/overnemen/", bringing.take, name="take"),
    path("<slug:plan>/maatregelen/nieuw/", writing.new_measure, name="new_measure"),
    path(MEASURE, reading.measure, name="measure"),
    path(f"{MEASURE}bewerken/", writing.change_measure, name="change_measure"),
    path(f"{MEASURE}geld-en-inzet/", writing.effort, name="effort"),
    path(f"{MEASURE}kleiner/", writing.new_size, name="new_size"),
    path(f"{MEASURE}kleiner/<int:size>/", writing.change_size, name="change_size"),
    path(f"{MEASURE}kleiner/<int:size>/weg/", writing.remove_size, name="remove_size"),
    path(f"{MEASURE}samenhang/", writing.needs, name="needs"),
    path(f"{MEASURE}status/", writing.move_measure, name="move_measure"),
    path(f"{MEASURE}herkomst/", origins.origins, name="origins"),
    path(f"{MEASURE}voortgang/", progress.tell_progress, name="tell_progress"),
    path(f"{MEASURE}voortgang/<int:progress>/", progress.correct_progress, name="correct_progress"),
    path(f"{MEASURE}voortgang/<int:progress>/verbergen/", progress.hide_progress, name="hide_progress"),
    path(f"{MEASURE}indicatoren/", indicators.new_indicator, name="new_indicator"),
    path(f"{MEASURE}indicatoren/<int:indicator>/", indicators.change_indicator, name="change_indicator"),
    path(f"{MEASURE}indicatoren/<int:indicator>/metingen/", indicators.figures, name="figures"),
    path(f"{MEASURE}scores/", criteria.score, name="score"),
    path("<slug:plan>/voortgang/", progress.progress, name="progress"),
    path("<slug:plan>/voortgang/vragen/", progress.rhythm, name="rhythm"),
    path("<slug:plan>/metingen.csv", indicators.figures_csv, name="figures_csv"),
    path("<slug:plan>/metingen/inlezen/", indicators.bring_figures, name="bring_figures"),
    path("<slug:plan>/metingen/overnemen/", indicators.take_figures, name="take_figures"),
    path("<slug:plan>/ontbreekt/", origins.missing, name="missing"),
    path("<slug:plan>/ontbreekt.csv", origins.missing_csv, name="missing_csv"),
    path("<slug:plan>/criteria/", criteria.criteria, name="criteria"),
    path("<slug:plan>/criteria/nieuw/", criteria.new_criterion, name="new_criterion"),
    path("<slug:plan>/criteria/<int:criterion>/", criteria.change_criterion, name="change_criterion"),
    path("<slug:plan>/criteria/<int:criterion>/vervallen/", criteria.retire_criterion, name="retire_criterion"),
    path("<slug:plan>/criteria/<int:criterion>/terug/", criteria.bring_back_criterion, name="bring_back_criterion"),
    path("<slug:plan>/scores/", criteria.scores, name="scores"),
    path("<slug:plan>/jaren/", years.years, name="years"),
    path("<slug:plan>/jaren/eigenaren/", years.owners, name="owners"),
    path("<slug:plan>/jaren/schuiven/", years.shift, name="shift"),
    path("<slug:plan>/jaren/vergelijken/", years.compare, name="compare"),
    path("<slug:plan>/jaren/varianten/bewaren/", years.keep, name="keep_variant"),
    path(VARIANT, years.variant, name="variant"),
    path(f"{VARIANT}schuiven/", years.change, name="change_variant"),
    path(f"{VARIANT}naam/", years.rename, name="rename_variant"),
    path(f"{VARIANT}weg/", years.remove, name="remove_variant"),
    path(f"{VARIANT}kiezen/", years.choose, name="choose_variant"),
    path("<slug:plan>/jaren.csv", years.schedule_csv, name="schedule_csv"),
    path("<slug:plan>/keuzerondes/", rounds.choices, name="choices"),
    path("<slug:plan>/keuzerondes/nieuw/", rounds.new_choice, name="new_choice"),
    path(CHOICE, rounds.choice, name="choice"),
    path(f"{CHOICE}bewerken/", rounds.change_choice, name="change_choice"),
    path(f"{CHOICE}openen/", rounds.open_choice, name="open_choice"),
    path(f"{CHOICE}beheer/", rounds.run_choice, name="run_choice"),
    path(f"{CHOICE}uitnodigen/", rounds.invite, name="invite_choice"),
    path(f"{CHOICE}kiezen/", giving.give, name="give"),
    path(f"{CHOICE}kiezen/begin/", giving.give_begin, name="give_begin"),
    path(f"{CHOICE}kiezen/vier/", giving.give_four, name="give_four"),
    path(f"{CHOICE}kiezen/vier/<int:turn>/", giving.give_four, name="give_four_again"),
    path(f"{CHOICE}gekozen/", giving.chosen, name="chosen"),
    path(f"{CHOICE}papier/", entering.print_sheets, name="choice_paper"),
    path(f"{CHOICE}overtypen/", entering.enter, name="enter_choices"),
    path(f"{CHOICE}overtypen/<int:ballot>/", entering.undo, name="undo_ballot"),
    path(f"{CHOICE}inlezen/", entering.bring, name="bring_ballots"),
    path(f"{CHOICE}overnemen/", entering.take, name="take_ballots"),
    path(f"{CHOICE}leeg.xlsx", entering.empty_table, name="empty_ballots"),
    path(f"{CHOICE}formulieren.csv", entering.ballots_csv, name="ballots_csv"),
    path(f"{CHOICE}formulieren.xlsx", entering.ballots_xlsx, name="ballots_xlsx"),
    path("<slug:plan>/volgorde/", order.order, name="order"),
    path("<slug:plan>/keuzerondes/inlezen/", outcomes.bring_poll, name="bring_poll"),
    path("<slug:plan>/keuzerondes/overnemen/", outcomes.take_poll, name="take_poll"),
    path(OUTCOME, outcomes.outcome, name="outcome"),
    path(f"{OUTCOME}regels/", outcomes.compare, name="compare_rules"),
    path(f"{OUTCOME}wat-als/", outcomes.what_if, name="what_if"),
    path(f"{OUTCOME}uitrekenen/", outcomes.count, name="count_outcome"),
    path(f"{OUTCOME}vertellen/", outcomes.tell, name="tell_outcome"),
    path(f"{OUTCOME}besluit/", outcomes.decide, name="decide"),
    path(f"{OUTCOME}uitkomst.csv", outcomes.outcome_csv, name="outcome_csv"),
    path(f"{OUTCOME}uitkomst.json", outcomes.outcome_json, name="outcome_json"),
    path(f"{OUTCOME}keuzes.json", outcomes.ballots_json, name="ballots_json"),
    path(f"{OUTCOME}keuzes.pb", outcomes.ballots_pb, name="ballots_pb"),
]
