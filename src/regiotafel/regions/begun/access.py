"""What a form begins with that keeps what somebody wrote in it."""

from typing import Any

from regiotafel.regions.access import RegionRequest
from regiotafel.regions.models import OwnDraft


def begun_in(request: RegionRequest) -> dict[str, Any]:
    """Of a view behind `actions.keeps_draft`."""
    draft: OwnDraft | None = getattr(request, "own_draft", None)
    return dict(draft.values) if draft else {}
