"""What we keep about who sends something in."""

import uuid
from collections.abc import Mapping
from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from regiotafel.contributions.models import Contribution, State
from regiotafel.contributions.withdrawing.actions import clean
from regiotafel.people.retention import ACCOUNT
from regiotafel.terms import GONE, Clean, Fields, Term, about_nobody

CONTRIBUTION = Term(
    _("Je inbreng, als die is geplaatst: de tekst, zonder je naam"),
    _("zolang de tekst van de regio op deze site staat, of tot je de inbreng zelf intrekt of verwijdert"),
    _("Zo kan iedereen zien wat er met alle inbreng gebeurde."),
    None,
)
GONE_CONTRIBUTION = Term(
    _("Inbreng die niet is geplaatst"),
    _("tot 30 dagen daarna; trek je iets in, dan gaat de tekst meteen weg"),
    _("We halen de tekst weg. Dat er iets was ingestuurd, blijft meetellen."),
    timedelta(days=30),
)
RECEIPT = Term(
    _("Het controlegetal van de code op je ontvangstbewijs, en wie de inbreng voor je invoerde"),
    _("tot vijf jaar nadat je de inbreng stuurde"),
    _("De code werkt dan niet meer. Je kunt dan niet meer laten zien dat de inbreng van jou is."),
    timedelta(days=5 * 365),
)
TERMS = (CONTRIBUTION, GONE_CONTRIBUTION, RECEIPT)

FIELDS: Mapping[str, Fields] = {
    "contributions.Contribution": Fields(
        "id region number kind via organisation table about_passage about_release state refusal sent_in_at "
        "state_since anonymised_at version knot",
        {
            CONTRIBUTION: "text found_by",
            GONE_CONTRIBUTION: "refusal_explanation refusal_salt",
            RECEIPT: "entered_by receipt_hash key",
            ACCOUNT: "assignee",
        },
    ),
    "contributions.AnswerDraft": Fields("id about version saved_at", {CONTRIBUTION: "values", ACCOUNT: "by"}),
    "contributions.Phrase": about_nobody("id region name text"),
    "contributions.Finding": about_nobody(
        "id consultation statement n_votes n_agree n_disagree n_untold counted_until made_at knot"
    ),
    "contributions.Answer": Fields(
        "id about number heard verdict why found_by who_then owner due_on place was becomes salt at", {ACCOUNT: "by"}
    ),
}


def _gone_contributions(at: datetime, before: datetime) -> int:
    past = Contribution.objects.filter(
        state__in=(State.REFUSED, State.WITHDRAWN), state_since__lt=before, anonymised_at__isnull=True
    )
    gone = list(past)
    for contribution in gone:
        clean(contribution=contribution, at=at)
    return len(gone)


def _receipts(at: datetime, before: datetime) -> int:
    old = list(Contribution.objects.filter(sent_in_at__lt=before).exclude(receipt_hash__startswith=GONE))
    for contribution in old:
        contribution.receipt_hash = f"{GONE}{uuid.uuid4().hex}"
        contribution.key, contribution.entered_by = uuid.uuid4(), None
    Contribution.objects.bulk_update(old, ["receipt_hash", "key", "entered_by"], batch_size=500)
    return len(old)


CLEANING: Mapping[Term, Clean] = {
    GONE_CONTRIBUTION: _gone_contributions,
    RECEIPT: _receipts,
}
