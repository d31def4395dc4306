"""The parts of an outcome that are folded on the first page of the site: by the name of their heading, the template of
what stands in them."""

PARTS = {
    "gedeeld": "report/shared_rest.html",
    "verdeeld": "report/divided_rest.html",
    "wie-je-ook-bent": "report/whoever.html",
    "toch-samen": "report/shared_by_two.html",
    "tussen": "report/between.html",
    "zelfde-rij": "report/same_votes.html",
    "alles-hetzelfde": "report/straight.html",
    "wie": "report/presence.html",
    "anders-geteld": "report/checks.html",
    "stellingen": "report/statements.html",
}
