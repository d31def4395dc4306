"""The steps as their form shows them."""

from typing import Any

from regiotafel.regions.models import ProcessStep, Region


def planned_steps(region: Region) -> list[dict[str, Any]]:
    """The steps as their form shows them, in order of time."""
    rows = ProcessStep.objects.filter(region=region).values("name", "explanation", "starts_on", "ends_on")
    return [{**row} for row in rows]
