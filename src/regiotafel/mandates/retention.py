"""What we keep about who writes the register and fills in rounds. What a municipality says is the municipality's."""

from collections.abc import Mapping

from regiotafel.people.retention import ACCOUNT
from regiotafel.terms import Clean, Fields, Term, about_nobody

TERMS: tuple[Term, ...] = ()

FIELDS: Mapping[str, Fields] = {
    "mandates.Subject": about_nobody(
        "id region slug position title once about words found_by in_order level_wanted turn_to learning equality scale "
        "passage version retired_at retired_reason knot"
    ),
    "mandates.LawFact": about_nobody("id subject text article levels in_force_from mark source checked_on"),
    "mandates.Mandate": Fields(
        "id subject number level holder ground from_on body decided_on reason agreement withdrawn_at withdrawn_reason"
        " at",
        {ACCOUNT: "by"},
    ),
    "mandates.Deviation": about_nobody(
        "id subject municipality level motive ground body decided_on from_on ends_on review_on at ended_at"
    ),
    "mandates.Agreement": Fields("id subject number level holder text from_on round knot at", {ACCOUNT: "by"}),
    "mandates.Consent": Fields("id agreement municipality number stance body decided_on until at", {ACCOUNT: "by"}),
    "mandates.Round": about_nobody(
        "id region slug title in_order about visibility opens_at closes_at opened_at published_at version"
    ),
    "mandates.RoundSubject": about_nobody("id round subject position dropped_at dropped_reason"),
    "mandates.RoundParty": about_nobody("id round municipality votes reminded_at warned_at gave_up_at"),
    "mandates.Condition": about_nobody(
        "id round if_subject if_comparison if_level then_subject then_comparison then_level because"
    ),
    "mandates.Sheet": Fields(
        "id round municipality number is_final is_on_paper authority at",
        {ACCOUNT: "by"},
    ),
    "mandates.Neighbour": Fields("id round name document at", {ACCOUNT: "by"}),
    "mandates.SubjectPair": Fields("id neighbour subject other is_same at", {ACCOUNT: "by"}),
    "mandates.PackageSearch": about_nobody(
        "id round kind asked key data n_done n asked_at told_at finished_at stopped_at"
    ),
    "mandates.Position": about_nobody("id sheet subject wants points accepts never because"),
    "mandates.Reweighing": Fields("id round municipality number points reason authority at", {ACCOUNT: "by"}),
    "mandates.Floor": Fields("id round municipality number percent because at", {ACCOUNT: "by"}),
    "mandates.Offer": Fields(
        "id round number municipality authority reason made_from made_of changed levels shares before shares_before "
        "counted_from at withdrawn_at withdrawn_reason",
        {ACCOUNT: "by"},
    ),
    "mandates.Exchange": about_nobody("id offer municipality subject in_return given_by"),
    "mandates.Reply": Fields("id offer municipality number living reason at", {ACCOUNT: "by"}),
    "mandates.Accord": Fields("id round number offer reason at", {ACCOUNT: "by"}),
}


CLEANING: Mapping[Term, Clean] = {}
