"""What councils decided about a release."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from regiotafel.regions.models import Municipality, Region
from regiotafel.regions.parties.queries import municipalities_of
from regiotafel.vision.models import CouncilDecision, Release


@dataclass(frozen=True)
class OfCouncil:
    """What one municipality decided: the newest holds, and the earlier ones stay to be read."""

    municipality: Municipality
    decisions: Sequence[CouncilDecision] = field(default_factory=list)

    @property
    def latest(self) -> CouncilDecision | None:
        return self.decisions[0] if self.decisions else None

    @property
    def now(self) -> tuple[Municipality, CouncilDecision | None]:
        return self.municipality, self.latest

    @property
    def is_adopted(self) -> bool:
        return self.latest is not None and self.latest.is_adopted


def by_council(release: Release) -> list[OfCouncil]:
    """Every municipality of the region, also those that decided nothing yet, and those that left after they decided.
    Two queries."""
    given: dict[int, list[CouncilDecision]] = {}
    rows = CouncilDecision.objects.filter(release=release).select_related("municipality", "by")
    for one in rows.order_by("-number"):
        given.setdefault(one.municipality_id, []).append(one)
    here = list(municipalities_of(release.document.region))
    left = [some[0].municipality for some in given.values() if some[0].municipality not in here]
    return [OfCouncil(one, given.get(one.pk, [])) for one in [*here, *left]]


def latest_of(release: Release, municipality: Municipality) -> CouncilDecision | None:
    return CouncilDecision.objects.filter(release=release, municipality=municipality).order_by("-number").first()


def n_adopted(region: Region) -> dict[int, int]:
    """By release: how many councils adopted it. One query."""
    newest: dict[tuple[int, int], CouncilDecision] = {}
    for one in CouncilDecision.objects.filter(release__document__region=region).order_by("number"):
        newest[one.release_id, one.municipality_id] = one
    counted: dict[int, int] = {}
    for (release, _municipality), one in newest.items():
        counted[release] = counted.get(release, 0) + one.is_adopted
    return counted
