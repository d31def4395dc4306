"""What we keep about who writes a plan and scores its measures. The measures themselves are everybody's."""

from collections.abc import Mapping

from regiotafel.people.retention import ACCOUNT
from regiotafel.terms import Clean, Fields, Term, about_nobody

TERMS: tuple[Term, ...] = ()

FIELDS: Mapping[str, Fields] = {
    "plan.Plan": about_nobody("id region slug title once about document first_year last_year state version"),
    "plan.PlanYear": about_nobody("id plan year money hours"),
    "plan.OneOf": about_nobody("id plan name once"),
    "plan.Measure": about_nobody(
        "id plan number title once in_order about theme municipality organisation is_of_region level earliest_year "
        "latest_year is_statutory ground result measured_by one_of found_by state version knot"
    ),
    "plan.MeasureStep": Fields("id measure number state reason at", {ACCOUNT: "by"}),
    "plan.Progress": Fields(
        "id measure number pace done late needed expected_year corrects found_by hidden_at hidden_reason at",
        {ACCOUNT: "by"},
    ),
    "plan.Rhythm": about_nobody("id plan months first_on version"),
    "plan.Asking": about_nobody("id measure due_on asked_at"),
    "plan.Indicator": about_nobody(
        "id measure number name once unit counts_people direction every target target_year source is_kept version"
    ),
    "plan.Figure": about_nobody("id indicator period value note broken"),
    "plan.Size": about_nobody("id measure name about"),
    "plan.Effort": about_nobody("id measure size year money hours"),
    "plan.Dependency": about_nobody("id measure on"),
    "plan.Variant": about_nobody("id plan name once version"),
    "plan.Place": about_nobody("id variant measure size first_year"),
    # Who agree are organisations. The day of who wrote a step down is that of the act.
    "plan.Arrangement": about_nobody(
        "id region number title once in_order kind theme about municipality organisation is_of_region from_on until_on "
        "notice_months public_from state reason found_by version knot"
    ),
    "plan.ArrangementParty": about_nobody("id arrangement municipality organisation is_of_region"),
    "plan.Extension": about_nobody("id arrangement number months decide_by state"),
    "plan.Milestone": about_nobody("id arrangement number kind name on state public_from"),
    "plan.MilestoneStep": Fields("id milestone number on state reason at", {ACCOUNT: "by"}),
    "plan.Prerequisite": about_nobody("id milestone what knot municipality organisation is_of_region by_on is_ready"),
    # A role or an expertise and hours, and no name.
    "plan.Secondment": about_nobody(
        "id region number municipality organisation is_of_region to team role hours from_on until_on measure "
        "arrangement version"
    ),
    "plan.Criterion": about_nobody(
        "id plan position name once definition anchor_1 anchor_2 anchor_3 anchor_4 anchor_5 weight version retired_at"
    ),
    # The number of who scores is a number in that plan: without the account nobody can tell whose it was.
    "plan.Score": Fields("id measure criterion scorer number value reason at", {ACCOUNT: "by"}),
    "plan.ChoiceRound": about_nobody(
        "id plan number title once question form points at_least scarce by_year rule utility completion start "
        "least_support cap agreed_by names_told closes_on capacity opened_at closes_at stopped_at stopped_reason "
        "reminded_at warned_at told_at version salt"
    ),
    "plan.Share": about_nobody("id round kind share"),
    "plan.Candidate": about_nobody("id round measure position part size title takes one_of"),
    "plan.Ballot": Fields(
        "id round giver number is_newest kind municipality organisation channel outside_id said is_blank "
        "void_reason at",
        {ACCOUNT: "by"},
    ),
    "plan.Outcome": about_nobody("id round asked how digest document n_done n asked_at alive_at finished_at"),
    "plan.Decision": Fields("id round number body decided_on at", {ACCOUNT: "by"}),
    "plan.Verdict": about_nobody("id decision measure state was_in reason"),
}

CLEANING: Mapping[Term, Clean] = {}
