"""What councils decided about a release."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import QuerySet

from regiotafel.history.queries import entries_of_region
from regiotafel.history.rules import subject_of
from regiotafel.regions.models import Municipality, Region
from regiotafel.regions.parties.queries import municipalities_of
from regiotafel.vision.acts import RELEASE_ADOPTED
from regiotafel.vision.models import CouncilDecision, Decision, Release


@dataclass(frozen=True)
class OfCouncil:
    """What one municipality decided: the newest holds, and the earlier ones stay to be read."""

    municipality: Municipality
    decisions: Sequence[CouncilDecision] = field(default_factory=list)
    # Whether the municipality takes part now, or left since.
    is_here: bool = True

    @property
    def latest(self) -> CouncilDecision | None:
        return self.decisions[0] if self.decisions else None

    @property
    def is_adopted(self) -> bool:
        return self.latest is not None and self.latest.is_adopted


@dataclass(frozen=True)
class Tally:
    """Of the municipalities that take part now: how many there are, and what their councils did with a release."""

    n: int
    n_adopted: int = 0
    # Adopted with other words: that is another text than this one.
    n_amended: int = 0


@dataclass(frozen=True)
class Later:
    """What became of the text after a release: of the municipalities that take part now, how many councils decided
    about a later release for good, and how many adopted one. Until all decided, answers that led to it are a concept.
    """

    n: int = 0
    n_decided: int = 0
    n_adopted: int = 0

    @property
    def is_settled(self) -> bool:
        """Without municipalities there is nobody to wait for."""
        return self.n_decided >= self.n


def later_than(region: Region, releases: Collection[Release]) -> dict[int, Later]:
    """By release of this region. Two queries, however many there are."""
    here = set(municipalities_of(region).values_list("pk", flat=True))
    documents = {one.document_id for one in releases}
    rows = CouncilDecision.objects.filter(release__document__in=documents, municipality__in=here)
    newest = {(one.release_id, one.municipality_id): one for one in rows.select_related("release").order_by("number")}
    found = {}
    for release in releases:
        after = [one for one in newest.values() if _is_after(one.release, release)]
        decided = {one.municipality_id for one in after if one.is_final}
        adopted = {one.municipality_id for one in after if one.is_adopted}
        found[release.pk] = Later(len(here), len(decided), len(adopted))
    return found


def _is_after(one: Release, release: Release) -> bool:
    return one.document_id == release.document_id and one.number > release.number


def by_council(release: Release) -> list[OfCouncil]:
    """Every municipality of the region, also those that decided nothing yet, and those that left after they decided.
    Two queries."""
    given: dict[int, list[CouncilDecision]] = {}
    rows = CouncilDecision.objects.filter(release=release).select_related("municipality", "by")
    for one in rows.order_by("-number"):
        given.setdefault(one.municipality_id, []).append(one)
    here = list(municipalities_of(release.document.region))
    left = [some[0].municipality for some in given.values() if some[0].municipality not in here]
    return [OfCouncil(one, given.get(one.pk, []), one in here) for one in [*here, *left]]


def tally(councils: Sequence[OfCouncil]) -> Tally:
    newest = [one.latest for one in councils if one.is_here]
    given = [one for one in newest if one is not None]
    return Tally(len(newest), sum(one.is_adopted for one in given), sum(one.is_amended for one in given))


def latest_of(release: Release, municipality: Municipality) -> CouncilDecision | None:
    return CouncilDecision.objects.filter(release=release, municipality=municipality).order_by("-number").first()


def newest_by(
    releases: Collection[Release] | QuerySet[Release], municipalities: Collection[int] | QuerySet[Municipality]
) -> dict[tuple[int, int], CouncilDecision]:
    """By release and municipality, of these only. One query."""
    rows = CouncilDecision.objects.filter(release__in=releases, municipality__in=municipalities).order_by("number")
    return {(one.release_id, one.municipality_id): one for one in rows}


def decided_by(region: Region, municipality: Municipality) -> list[CouncilDecision]:
    """What its council decided last about each release of the region, the newest text first. One query."""
    rows = CouncilDecision.objects.filter(release__document__region=region, municipality=municipality)
    newest = {one.release_id: one for one in rows.select_related("release__document").order_by("number")}
    decided = (one for one in newest.values() if one.decision != Decision.NONE)
    return sorted(decided, key=lambda one: one.release.at, reverse=True)


def n_adopted(region: Region) -> dict[int, int]:
    """By release: how many councils of municipalities that take part now adopted it. One query."""
    newest = newest_by(Release.objects.filter(document__region=region), municipalities_of(region))
    return Counter(one.release_id for one in newest.values() if one.is_adopted)


def told_as_adopted(region: Region) -> dict[str, datetime]:
    """By subject of a release: when somebody wrote down that it was adopted, before each council had a decision of its
    own. The history kept it. One query."""
    told = entries_of_region(region.slug).filter(act=RELEASE_ADOPTED.name)
    return dict(told.values_list("subject", "at"))


def when_told_as_adopted(release: Release) -> datetime | None:
    return told_as_adopted(release.document.region).get(subject_of(release))
