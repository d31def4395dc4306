from django.urls import path

from regiotafel.mandates.agreeing import views as agreeing
from regiotafel.mandates.comparing import views as comparing
from regiotafel.mandates.filling_in import views as filling_in
from regiotafel.mandates.mending import views as mending
from regiotafel.mandates.offers import views as offers
from regiotafel.mandates.outcome import views as outcome
from regiotafel.mandates.packages import views as packages
from regiotafel.mandates.register.views import files, reading, writing
from regiotafel.mandates.rounds import views as rounds

app_name = "mandates"
urlpatterns = [
    path("", reading.index, name="index"),
    path("wat-verandert-er/", reading.changes, name="changes"),
    path("wat-verandert-er/atom.xml", files.changes_feed, name="changes_feed"),
    path("wie-beslist-wat.csv", files.register_csv, name="register_csv"),
    path("wie-beslist-wat.xlsx", files.register_xlsx, name="register_xlsx"),
    path("nieuw/", writing.new_subject, name="new_subject"),
    path("startlijst/", writing.take_over, name="take_over"),
    path("ronde/", rounds.rounds, name="rounds"),
    path("ronde/nieuw/", rounds.new_round, name="new_round"),
    path("ronde/bestand/", packages.look_at_file, name="look_at_file"),
    path("ronde/<slug:round>/", rounds.round, name="round"),
    path("ronde/<slug:round>/bewerken/", rounds.edit_round, name="edit_round"),
    path("ronde/<slug:round>/samenhang/", rounds.round_links, name="round_links"),
    path("ronde/<slug:round>/openen/", rounds.open_round, name="open_round"),
    path("ronde/<slug:round>/beheer/", rounds.run_round, name="run_round"),
    path("ronde/<slug:round>/herinneren/", rounds.remind, name="remind"),
    path("ronde/<slug:round>/papier/", filling_in.paper_form, name="paper_form"),
    path("ronde/<slug:round>/uitkomst/", outcome.round_result, name="round_result"),
    path("ronde/<slug:round>/uitkomst.csv", outcome.round_result_csv, name="round_result_csv"),
    path("ronde/<slug:round>/uitkomst.xlsx", outcome.round_result_xlsx, name="round_result_xlsx"),
    path("ronde/<slug:round>/uitkomst.json", outcome.round_result_json, name="round_result_json"),
    path("ronde/<slug:round>/pakketten/", packages.packages, name="packages"),
    path("ronde/<slug:round>/pakketten/zoeken/", packages.search_packages, name="search_packages"),
    path("ronde/<slug:round>/pakketten.json", packages.packages_file, name="packages_file"),
    path("ronde/<slug:round>/verschillen/", comparing.differences, name="differences"),
    path("ronde/<slug:round>/verschillen/nieuw/", comparing.new_neighbour, name="new_neighbour"),
    path("ronde/<slug:round>/verschillen/<int:neighbour>/", comparing.neighbour, name="neighbour"),
    path("ronde/<slug:round>/verschillen/<int:neighbour>/paar/", comparing.judge_pair, name="judge_pair"),
    path("ronde/<slug:round>/verschillen/<int:neighbour>/weg/", comparing.remove_neighbour, name="remove_neighbour"),
    path("ronde/<slug:round>/tafel/", offers.offers, name="offers"),
    path("ronde/<slug:round>/tafel.csv", offers.offers_csv, name="offers_csv"),
    path("ronde/<slug:round>/tafel.json", offers.offers_json, name="offers_json"),
    path("ronde/<slug:round>/tafel/nieuw/", offers.new_offer, name="new_offer"),
    path("ronde/<slug:round>/tafel/nieuw/<int:municipality>/", offers.counter_offer, name="counter_offer"),
    path("ronde/<slug:round>/tafel/verbetering/", offers.improvement, name="improvement"),
    path("ronde/<slug:round>/tafel/<int:offer>/", offers.kept_offer, name="kept_offer"),
    path("ronde/<slug:round>/tafel/<int:offer>/intrekken/", offers.withdraw_offer, name="withdraw_offer"),
    path("ronde/<slug:round>/tafel/<int:offer>/akkoord/", offers.accord, name="accord"),
    path("ronde/<slug:round>/tafel/<int:offer>/<int:municipality>/", offers.reply, name="reply"),
    path("ronde/<slug:round>/vergelijken/", offers.compare, name="compare"),
    path("ronde/<slug:round>/punten/", offers.changed_points, name="changed_points"),
    path("ronde/<slug:round>/<int:municipality>/ondergrens/", mending.floor, name="floor"),
    path("ronde/<slug:round>/<int:municipality>/punten/", mending.points, name="points"),
    path("ronde/<slug:round>/<int:municipality>/", filling_in.sheets, name="sheets"),
    path("ronde/<slug:round>/<int:municipality>/invullen/", filling_in.fill_in, name="fill_in"),
    path("ronde/<slug:round>/<int:municipality>/afzien/", filling_in.give_up, name="give_up"),
    path("ronde/<slug:round>/<int:municipality>/bestand/", filling_in.upload, name="upload"),
    path("ronde/<slug:round>/<int:municipality>/standpunt.csv", filling_in.sheet_csv, name="sheet_csv"),
    path("ronde/<slug:round>/<int:municipality>/standpunt.xlsx", filling_in.sheet_xlsx, name="sheet_xlsx"),
    path("<slug:subject>/", reading.subject, name="subject"),
    path("<slug:subject>/bewerken/", writing.change_subject, name="change_subject"),
    path("<slug:subject>/verplaatsen/", writing.move, name="move"),
    path("<slug:subject>/vervallen/", writing.retire, name="retire"),
    path("<slug:subject>/wet/", writing.law, name="law"),
    path("<slug:subject>/wet/<int:fact>/weg/", writing.remove_law_fact, name="remove_law_fact"),
    path("<slug:subject>/wie-beslist/", writing.decide, name="decide"),
    path("<slug:subject>/wie-beslist/<int:number>/intrekken/", writing.withdraw, name="withdraw"),
    path("<slug:subject>/afwijking/", writing.deviate, name="deviate"),
    path("<slug:subject>/afwijking/<int:deviation>/voorbij/", writing.end_deviation, name="end_deviation"),
    path("<slug:subject>/akkoord/", agreeing.offer, name="offer"),
    path("<slug:subject>/akkoord/<int:agreement>/", agreeing.agreement, name="agreement"),
    path("<slug:subject>/akkoord/<int:agreement>/register/", agreeing.carry_out, name="carry_out"),
    path("<slug:subject>/akkoord/<int:agreement>/passage/", agreeing.propose, name="propose"),
    path("<slug:subject>/akkoord/<int:agreement>/<int:municipality>/", agreeing.consent, name="consent"),
]
