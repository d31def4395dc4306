from django.urls import path

from regiotafel.publishing.bundle import views as bundle
from regiotafel.publishing.cards import views as cards
from regiotafel.publishing.councils import views as councils
from regiotafel.publishing.coverage import views as coverage
from regiotafel.publishing.done import views as done
from regiotafel.publishing.downloads import views as downloads
from regiotafel.publishing.note import views as note
from regiotafel.publishing.paper_form import views as paper_form
from regiotafel.publishing.plan_sheet import views as plan_sheet
from regiotafel.publishing.provenance import views as provenance
from regiotafel.publishing.register import views as register
from regiotafel.publishing.releasing import views as releasing
from regiotafel.publishing.texts import views as texts
from regiotafel.publishing.texts.rules import TYPES

app_name = "publishing"
OUTCOME = "rondes/<slug:slug>/uitkomst/"
TEXT = "visie/<slug:document>/"
NOTE = "visie/<slug:document>/versies/<int:number>/"
urlpatterns = [
    path(f"{OUTCOME}verslag.pdf", downloads.report_pdf, name="report_pdf"),
    path(f"{OUTCOME}verslag.json", downloads.report_json, name="report_json"),
    path(f"{OUTCOME}verslag.csv", downloads.report_csv, name="report_csv"),
    path(f"{OUTCOME}verslag.xlsx", downloads.report_xlsx, name="report_xlsx"),
    path(f"{OUTCOME}comments.csv", downloads.statements_csv, name="statements_csv"),
    path(f"{OUTCOME}votes.csv", downloads.votes_csv, name="votes_csv"),
    path(f"{OUTCOME}participants-votes.csv", downloads.participants_votes_csv, name="participants_votes_csv"),
    # The pictures that go with a link.
    path("rondes/<slug:slug>/kaart.png", cards.round_card, name="round_card"),
    path(f"{OUTCOME}kaart.png", cards.outcome_card, name="outcome_card"),
    path("visie/<slug:document>/kaart.png", cards.text_card, name="text_card"),
    # A text to print, as it reads now and as it was frozen.
    path("visie/<slug:document>/tekst.pdf", texts.text_pdf, name="text_pdf"),
    *(path(f"{TEXT}tekst.{one}", texts.text_file, name=f"text_{one}") for one in TYPES),
    path(f"{NOTE}tekst.docx", texts.release_docx, name="release_docx"),
    *(path(f"{NOTE}tekst.{one}", texts.release_file, name=f"release_{one}") for one in TYPES if one != "docx"),
    path(f"{NOTE}tekst.pdf", texts.release_pdf, name="release_pdf"),
    path(f"{TEXT}versies/nieuw/", releasing.new_release, name="new_release"),
    # The reaction note of a release, and what the councils decided about the release.
    path("reactienota/", note.notes, name="notes"),
    path(f"{NOTE}reactienota/", note.note, name="note"),
    path(f"{NOTE}reactienota/reactienota.pdf", note.note_pdf, name="note_pdf"),
    path(f"{NOTE}reactienota/reactienota.csv", note.note_csv, name="note_csv"),
    path(f"{NOTE}reactienota/reactienota.xlsx", note.note_xlsx, name="note_xlsx"),
    # Where its words come from, who decides about them, and what waits.
    path(f"{NOTE}herkomst/", coverage.coverage, name="coverage"),
    path(f"{NOTE}herkomst.csv", coverage.coverage_csv, name="coverage_csv"),
    path(f"{NOTE}besluiten/", councils.decisions, name="decisions"),
    path(f"{NOTE}besluiten/<int:municipality>/", councils.decide, name="decide"),
    path(f"{NOTE}raadspakket/<int:municipality>/", bundle.bundle, name="bundle"),
    path(f"{NOTE}raadspakket/<int:municipality>/raadspakket.zip", bundle.bundle_zip, name="bundle_zip"),
    path(f"{NOTE}raadspakket/<int:municipality>/sjabloon-weg/", bundle.remove_letterhead, name="remove_letterhead"),
    path("wie-doen-er-mee/gemeente/<int:place>/besluiten/", councils.of_municipality, name="council"),
    path("wie-beslist-wat/wie-beslist-wat.pdf", register.register_pdf, name="register_pdf"),
    path("plan/<slug:plan>/wat-komt-eerst.pdf", plan_sheet.plan_pdf, name="plan_pdf"),
    path(
        "wie-beslist-wat/ronde/<slug:round>/<int:municipality>/formulier.pdf",
        paper_form.paper_form_pdf,
        name="paper_form_pdf",
    ),
    # All of the thread that everybody can read, for other programs.
    path("draad.json", provenance.thread_json, name="thread_json"),
    # What was done with what people sent in.
    path("wat-is-er-gedaan/", done.done, name="done"),
    path("wat-is-er-gedaan/atom.xml", done.feed, name="done_feed"),
    path("rondes/<slug:slug>/wat-is-er-gedaan/", done.done_with, name="done_with"),
    path("rondes/<slug:slug>/wat-is-er-gedaan/atom.xml", done.feed_with, name="done_with_feed"),
]
