"""What we keep about who writes down what councils do. What they decided is everybody's."""

from collections.abc import Mapping

from regiotafel.people.retention import ACCOUNT
from regiotafel.terms import Clean, Fields, Term, about_nobody

TERMS: tuple[Term, ...] = ()

FIELDS: Mapping[str, Fields] = {
    "councils.Calendar": about_nobody("id region municipality recess version"),
    "councils.Letterhead": about_nobody("id region municipality name file version"),
    "councils.MeetingDay": about_nobody("id calendar body on name"),
    "councils.Route": about_nobody("id document municipality wanted_on is_own knot version"),
    "councils.RouteStep": about_nobody("id route position body aim term_days papers_days planned_on"),
    "councils.StepOutcome": Fields("id step number outcome on vote text link reason at", {ACCOUNT: "by"}),
    "councils.Paper": about_nobody(
        "id release municipality kind body title text found_by passage proposal owner due_on link state knot version"
    ),
    "councils.PaperStep": Fields("id paper number state on note at", {ACCOUNT: "by"}),
}

CLEANING: Mapping[Term, Clean] = {}
