"""The meetings where a consultation is answered on paper, and the sheets that are in."""

from django.db.models import Count, F, Q, QuerySet

from regiotafel.consultations.models import Consultation, PaperTable, Participant
from regiotafel.tables.models import Meeting
from regiotafel.tables.queries import meetings_in


def tables_of(consultation: Consultation) -> QuerySet[PaperTable]:
    return (
        PaperTable.objects.filter(consultation=consultation)
        .select_related("meeting__organisation")
        .annotate(
            n_ballots=Count("meeting__participants", filter=Q(meeting__participants__consultation=F("consultation")))
        )
        .order_by("-meeting__held_on", "meeting__in_order", "pk")
    )


def table_in(consultation: Consultation, table_id: int) -> PaperTable | None:
    found = tables_of(consultation).filter(pk=table_id).first()
    if found is not None:
        found.consultation = consultation
    return found


def other_meetings(consultation: Consultation) -> QuerySet[Meeting]:
    """Meetings of the region where ballots of this consultation can still be put on the table."""
    return meetings_in(consultation.region).exclude(paper__consultation=consultation)


def entered_numbers(table: PaperTable) -> list[str]:
    """The sheets that are in, in the order of their numbers."""
    numbers = Participant.objects.filter(consultation=table.consultation, table=table.meeting).values_list(
        "outside_id", flat=True
    )
    return sorted(numbers, key=lambda number: (0, int(number), "") if number.isdecimal() else (1, 0, number))
