from django.urls import path

from regiotafel.vision.arranging import views as arranging
from regiotafel.vision.bringing import views as bringing
from regiotafel.vision.checking import views as checking
from regiotafel.vision.comparing import views as comparing
from regiotafel.vision.drafting import views as drafting
from regiotafel.vision.naming import views as naming
from regiotafel.vision.proposing import views as proposing
from regiotafel.vision.reading import views as reading
from regiotafel.vision.releasing import views as releasing
from regiotafel.vision.remarking import views as remarking
from regiotafel.vision.writing import views as writing

app_name = "vision"
urlpatterns = [
    path("", reading.index, name="index"),
    path("concepten/", drafting.drafts, name="drafts"),
    path("volledigheid/", checking.all_checks, name="all_checks"),
    path("nieuw/", writing.new_document, name="new_document"),
    path("<slug:document>/", reading.read, name="read"),
    path("<slug:document>/volgen/", reading.follow, name="follow"),
    path("<slug:document>/bewerken/", arranging.edit, name="edit"),
    path("<slug:document>/hoofdstuk/", writing.add_section, name="add_section"),
    path("<slug:document>/hoofdstuk/<int:section>/", writing.change_section, name="change_section"),
    path("<slug:document>/hoofdstuk/<int:section>/verplaatsen/", arranging.move_section, name="move_section"),
    path("<slug:document>/hoofdstuk/<int:section>/soorten/", naming.kinds, name="kinds"),
    path("<slug:document>/hoofdstuk/<int:section>/soorten/terug/", naming.kinds_back, name="kinds_back"),
    path("<slug:document>/hoofdstuk/<int:section>/passage/", naming.add_passage, name="add_passage"),
    path("<slug:document>/passage/<int:number>/", reading.passage, name="passage"),
    path("<slug:document>/passage/<int:number>/verschil/", reading.words, name="words"),
    path("<slug:document>/passage/<int:number>/tekst/", drafting.reword, name="reword"),
    path("<slug:document>/passage/<int:number>/verplaatsen/", writing.move, name="move"),
    path("<slug:document>/passage/<int:number>/wie/", writing.who_acts, name="who_acts"),
    path("<slug:document>/passage/<int:number>/splitsen/", arranging.split, name="split"),
    path("<slug:document>/passage/<int:number>/samenvoegen/", arranging.join, name="join"),
    path("<slug:document>/passage/<int:number>/eerder/<int:version>/", arranging.revert, name="revert"),
    path("<slug:document>/passage/<int:number>/soort/", naming.kind, name="kind"),
    path("<slug:document>/passage/<int:number>/laten-vervallen/", writing.retire, name="retire"),
    path("<slug:document>/passage/<int:number>/terugzetten/", writing.bring_back, name="bring_back"),
    path("<slug:document>/volledigheid/", checking.checks, name="checks"),
    path("<slug:document>/volledigheid/<slug:code>/", checking.requirement, name="requirement"),
    path("<slug:document>/volledigheid/<slug:code>/beoordelen/", checking.judge, name="judge"),
    path("<slug:document>/versies/", releasing.releases, name="releases"),
    path("<slug:document>/versies/<int:number>/", releasing.release, name="release"),
    path("<slug:document>/versies/<int:number>/volledigheid/", checking.released, name="released_checks"),
    path("<slug:document>/versies/<int:number>/verschillen/", comparing.differences, name="differences"),
    path("<slug:document>/versies/<int:number>/wijzigingen.csv", comparing.changes_csv, name="changes_csv"),
    path("<slug:document>/versies/<int:number>/wijzigingen.xlsx", comparing.changes_xlsx, name="changes_xlsx"),
    path("<slug:document>/voorstellen/", proposing.proposals, name="proposals"),
    path("<slug:document>/voorstellen/lezers/", proposing.proposal_readers, name="proposal_readers"),
    path("<slug:document>/voorstellen/<int:proposal>/", proposing.proposal, name="proposal"),
    path("<slug:document>/voorstellen/<int:proposal>/voornemen/", proposing.intend, name="intend"),
    path("<slug:document>/voorstellen/<int:proposal>/besluit/", proposing.decide, name="decide_proposal"),
    path("<slug:document>/voorstellen/<int:proposal>/antwoord/", proposing.reply, name="reply"),
    path("<slug:document>/voorstellen/<int:proposal>/verbergen/", proposing.hide_proposal, name="hide_proposal"),
    path(
        "<slug:document>/voorstellen/<int:proposal>/opmerking/", remarking.remark_on_proposal, name="remark_on_proposal"
    ),
    path("<slug:document>/passage/<int:number>/voorstellen/", proposing.of_passage, name="of_passage"),
    path("<slug:document>/passage/<int:number>/voorstellen/nieuw/", proposing.propose, name="propose"),
    path("<slug:document>/passage/<int:number>/opmerking/", remarking.remark_on_passage, name="remark_on_passage"),
    path(
        "<slug:document>/hoofdstuk/<int:section>/voorstellen/nieuw/", proposing.propose_passage, name="propose_passage"
    ),
    path("<slug:document>/inlezen/", bringing.bring, name="bring"),
    path("<slug:document>/inlezen/<int:brought>/", bringing.brought, name="brought"),
    path("<slug:document>/opmerkingen/<int:remark>/", remarking.remark, name="remark"),
    path("<slug:document>/opmerkingen/<int:remark>/verbergen/", remarking.hide_remark, name="hide_remark"),
]
