"""What was agreed about a subject, and who is bound by it."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from regiotafel.mandates.models import Agreement, Consent, Stance, Subject
from regiotafel.mandates.register.queries import last_agreement
from regiotafel.regions.models import Municipality, Region
from regiotafel.regions.parties.queries import municipalities_of


@dataclass(frozen=True)
class OfMunicipality:
    """What one municipality decided about an agreement: the newest holds, the earlier ones stay to be read."""

    municipality: Municipality
    consents: Sequence[Consent] = field(default_factory=list)
    # Whether it takes part now, or left since.
    is_here: bool = True

    @property
    def latest(self) -> Consent | None:
        return self.consents[0] if self.consents else None

    @property
    def is_bound(self) -> bool:
        return self.latest is not None and self.latest.stance == Stance.BOUND


def agreement_in(subject: Subject, number: int) -> Agreement | None:
    found = Agreement.objects.filter(subject=subject, number=number).select_related("round", "knot").first()
    if found is not None:
        found.subject = subject
    return found


def untied_agreements() -> list[Agreement]:
    """Put before the municipalities before an agreement stood on the thread."""
    return list(Agreement.objects.filter(knot__isnull=True).select_related("subject__region").order_by("pk"))


def newest_agreement(subject: Subject) -> Agreement | None:
    found = last_agreement(subject)
    if found is not None:
        found.subject = subject
    return found


def newest_consent(agreement: Agreement, municipality: Municipality) -> Consent | None:
    rows = Consent.objects.filter(agreement=agreement, municipality=municipality)
    return rows.order_by("-number").first()


def by_municipality(agreement: Agreement) -> list[OfMunicipality]:
    """Every municipality of the region, also those that decided nothing yet, and those that left after they decided.
    Two queries."""
    given: dict[int, list[Consent]] = {}
    rows = Consent.objects.filter(agreement=agreement).select_related("municipality", "by")
    for one in rows.order_by("-number"):
        given.setdefault(one.municipality_id, []).append(one)
    here = list(municipalities_of(agreement.subject.region))
    left = [some[0].municipality for some in given.values() if some[0].municipality not in here]
    return [OfMunicipality(one, given.get(one.pk, []), one in here) for one in [*here, *left]]


@dataclass(frozen=True)
class Tally:
    """Of the municipalities that take part now."""

    n: int
    n_bound: int
    # Decided, and not bound: later, or not at all.
    n_not_bound: int


def tally(councils: Sequence[OfMunicipality]) -> Tally:
    here = [one for one in councils if one.is_here]
    decided = [one for one in here if one.latest is not None and one.latest.stance != Stance.NONE]
    n_bound = sum(one.is_bound for one in here)
    return Tally(len(here), n_bound, len(decided) - n_bound)


def unbound_until(region: Region) -> list[Consent]:
    """What municipalities decided last about what was put before them last, where that says until when they are not
    bound. The first day first."""
    rows = Consent.objects.filter(agreement__subject__region=region, agreement__subject__retired_at__isnull=True)
    newest: dict[tuple[int, int], Consent] = {}
    for one in rows.select_related("agreement__subject", "municipality").order_by("agreement__number", "number"):
        newest[one.agreement.subject_id, one.municipality_id] = one
    found = [one for one in newest.values() if one.stance == Stance.LATER and one.until is not None]
    return sorted(found, key=lambda one: (one.until, one.pk))


def undecided(region: Region) -> list[tuple[Agreement, Municipality]]:
    """Of what was put before the municipalities last, about each subject: who decided nothing yet. The longest first.
    Three queries."""
    rows = Agreement.objects.filter(subject__region=region, subject__retired_at__isnull=True).select_related("subject")
    newest = {one.subject_id: one for one in rows.order_by("number")}
    if not newest:
        return []
    given = Consent.objects.filter(agreement__in=newest.values()).order_by("number")
    decided = {(one.agreement_id, one.municipality_id): one.stance != Stance.NONE for one in given}
    here = list(municipalities_of(region))
    return [
        (agreement, municipality)
        for agreement in sorted(newest.values(), key=lambda one: one.at)
        for municipality in here
        if not decided.get((agreement.pk, municipality.pk))
    ]
