"""What a form begins with that keeps what somebody wrote in it."""

from typing import Any

from regiotafel.regions.access import RegionRequest


def begun_in(request: RegionRequest) -> dict[str, Any]:
    """Of a view behind `actions.keeps_draft`."""
    return dict(getattr(request, "begun", {}))
