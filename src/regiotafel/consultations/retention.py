"""What we keep about who takes part, and how what led to them is taken out: what is counted stays and says the same."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from itertools import groupby

from django.db.models import Max, Q
from django.utils.translation import gettext_lazy as _

from regiotafel.consultations.acts import STATEMENTS_CLEANED
from regiotafel.consultations.models import (
    Invitation,
    ModerationDecision,
    Participant,
    Statement,
    StatementState,
    VoteImport,
)
from regiotafel.history.actions import record
from regiotafel.people.retention import ACCOUNT
from regiotafel.terms import GONE, TAKEN_OUT, Clean, Fields, Term, about_nobody

ANSWERS = Term(
    _("Het nummer waaronder je antwoordde, en welke stellingen daarbij horen"),
    _("tot een jaar nadat de ronde sloot"),
    _(
        "Je antwoorden tellen mee zoals ze waren, met je rol en gemeente als je die gaf. We halen weg welk nummer "
        "of papier erbij hoorde, en wie welke stelling instuurde."
    ),
    timedelta(days=365),
)
REFUSED_STATEMENT = Term(
    _("Een stelling die niet is geplaatst, met de uitleg van de moderator"),
    _("tot 90 dagen nadat dat besloten is"),
    _("We halen de tekst weg. Dat een stelling niet geplaatst is, en de reden, blijft."),
    timedelta(days=90),
)
INVITATION = Term(
    _("De notitie bij een uitnodiging: voor wie die is"),
    _("tot 180 dagen nadat de uitnodiging verliep"),
    _("We halen de notitie weg."),
    timedelta(days=180),
)
IMPORT = Term(
    _("Een bestand met antwoorden uit een ander systeem"),
    _("tot het is ingelezen of geweigerd; de lijst met fouten 90 dagen langer"),
    _("We gooien het bestand en de lijst weg."),
    timedelta(days=90),
)
TERMS = (ANSWERS, REFUSED_STATEMENT, INVITATION, IMPORT)

FIELDS: Mapping[str, Fields] = {
    "consultations.Consultation": about_nobody(
        "id region slug title in_order question introduction level promise decided_together audience decided_by "
        "decided_on answer_by opens_at closes_at accepts_statements results_after_answers needs_code opened_at "
        "created_at version report_asked_at benchmark_set_at salt"
    ),
    "consultations.Point": about_nobody("id consultation kind position text why"),
    "consultations.PaperTable": about_nobody("id consultation meeting"),
    "consultations.Participant": Fields(
        # Coarse on purpose, and about nobody once the number that led to it is gone.
        "id consultation channel role municipality organisation table",
        {ANSWERS: "start_key outside_id"},
    ),
    "consultations.SelfDescription": about_nobody(
        # As coarse as the participant.
        "id participant channel role municipality organisation table"
    ),
    "consultations.Statement": Fields(
        "id consultation number theme source state sent_in_at replaces n_told n_told_agree",
        {ANSWERS: "sent_in_by", REFUSED_STATEMENT: "text found_by"},
    ),
    "consultations.ModerationDecision": Fields(
        "id statement verdict reason at", {ACCOUNT: "by", REFUSED_STATEMENT: "explanation found_by salt"}
    ),
    "consultations.VoteEvent": about_nobody("id participant statement choice at key"),
    "consultations.Vote": about_nobody("id participant statement choice at"),
    "consultations.Invitation": Fields(
        "id consultation code_hash organisation made_at expires_at used_at withdrawn_at",
        {ACCOUNT: "made_by", INVITATION: "note"},
    ),
    "consultations.VoteImport": Fields(
        "id consultation state percent choice n_people n_statements n_votes at finished_at",
        {ACCOUNT: "by", IMPORT: "votes_file statements_file roles_file faults doubts"},
    ),
    "consultations.Benchmark": about_nobody("id consultation by source year"),
    "consultations.BenchmarkFigure": about_nobody("id benchmark role municipality number"),
    "consultations.Step": about_nobody("id consultation statement until as_of n_people n_agree n_disagree"),
    "consultations.Report": about_nobody(
        "id consultation kind counted_until made_at last_event n_people n_statements n_votes data people"
    ),
}


def _answers(at: datetime, before: datetime) -> int:
    """The rows and what they count for stay. The numbers on paper and in files make way for the row's own."""
    closed = Q(consultation__closes_at__lt=before)
    unlinked = Statement.objects.filter(closed, sent_in_by__isnull=False).update(sent_in_by=None)
    Participant.objects.filter(closed, start_key__isnull=False).update(start_key=None)
    numbered = list(Participant.objects.filter(closed).exclude(outside_id="").exclude(outside_id__startswith=GONE))
    for participant in numbered:
        participant.outside_id = f"{GONE}{participant.pk}"
    Participant.objects.bulk_update(numbered, ["outside_id"], batch_size=500)
    return unlinked + len(numbered)


def _refused_statements(at: datetime, before: datetime) -> int:
    ModerationDecision.objects.filter(at__lt=before).exclude(salt="").update(explanation="", salt="")
    refused = Statement.objects.filter(state=StatementState.REFUSED).annotate(decided_at=Max("decisions__at"))
    past = list(refused.filter(decided_at__lt=before).exclude(text=TAKEN_OUT).select_related("consultation__region"))
    Statement.objects.filter(pk__in=[row.pk for row in past]).update(text=TAKEN_OUT)
    for consultation, rows in groupby(sorted(past, key=_consultation), key=lambda row: row.consultation):
        cleaned = list(rows)
        record(
            by=None,
            at=at,
            act=STATEMENTS_CLEANED,
            about=consultation,
            region=consultation.region.slug,
            data={"number": len(cleaned)},
            rows=cleaned,
        )
    return len(past)


def _consultation(row: Statement) -> int:
    return row.consultation_id


def _invitations(at: datetime, before: datetime) -> int:
    return Invitation.objects.filter(expires_at__lt=before).exclude(note="").update(note="")


def _imports(at: datetime, before: datetime) -> int:
    past = VoteImport.objects.filter(at__lt=before)
    files = ("votes_file", "statements_file", "roles_file")
    n = 0
    for vote_import in past:
        left = [file for name in files if (file := getattr(vote_import, name))]
        if not left and not vote_import.faults and not vote_import.doubts:
            continue
        for file in left:
            file.delete(save=False)
        vote_import.faults, vote_import.doubts = [], []
        vote_import.save(update_fields=["faults", "doubts", *files])
        n += 1
    return n


CLEANING: Mapping[Term, Clean] = {
    ANSWERS: _answers,
    REFUSED_STATEMENT: _refused_statements,
    INVITATION: _invitations,
    IMPORT: _imports,
}
