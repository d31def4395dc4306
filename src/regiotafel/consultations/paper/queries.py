from django.db.models import Count, QuerySet

from regiotafel.consultations.models import Consultation, Participant, TableMeeting


def tables_of(consultation: Consultation) -> QuerySet[TableMeeting]:
    return (
        TableMeeting.objects.filter(consultation=consultation)
        .select_related("organisation")
        .annotate(n_ballots=Count("participants"))
        .order_by("-held_on", "name", "pk")
    )


def table_in(consultation: Consultation, table_id: int) -> TableMeeting | None:
    found = tables_of(consultation).filter(pk=table_id).first()
    if found is not None:
        found.consultation = consultation
    return found


def entered_numbers(table: TableMeeting) -> list[str]:
    """The sheets that are in, in the order of their numbers."""
    numbers = Participant.objects.filter(table=table).values_list("outside_id", flat=True)
    return sorted(numbers, key=lambda number: (0, int(number), "") if number.isdecimal() else (1, 0, number))
