from django.db.models import QuerySet

from regiotafel.consultations.models import Consultation, Statement, Vote, VoteImport


def imports_of(consultation: Consultation) -> QuerySet[VoteImport]:
    return VoteImport.objects.filter(consultation=consultation).select_related("by").order_by("-at", "-pk")


def import_in(consultation: Consultation, number: int) -> VoteImport | None:
    return imports_of(consultation).filter(pk=number).first()


def n_own_votes(consultation: Consultation) -> int:
    return Vote.objects.filter(participant__consultation=consultation).count()


def n_own_statements(consultation: Consultation) -> int:
    return Statement.objects.filter(consultation=consultation).count()
