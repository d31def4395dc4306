"""One region with a text and three municipalities, for whoever walks along councils."""

from dataclasses import dataclass
from datetime import timedelta

import pytest
from django.utils import timezone

from regiotafel.councils.calendars.actions import keep_days
from regiotafel.councils.calendars.rules import Meeting
from regiotafel.councils.models import Body, Route
from regiotafel.councils.planning.actions import plan_text
from regiotafel.councils.planning.queries import route_of
from regiotafel.regions.models import Municipality
from regiotafel.regions.parties.actions import add_municipality, invent_municipality
from tests.publishing.loop import Loop, begin

TODAY = timezone.localdate()
WANTED = TODAY + timedelta(days=400)
# The council of the first municipality meets every four weeks.
EVENINGS = [TODAY + timedelta(days=28 * n) for n in range(1, 20)]


@dataclass
class Ways:
    """A text on its way along the councils of three municipalities, of which the first says when it meets."""

    loop: Loop
    places: list[Municipality]
    pattern: Route

    def route(self, n: int = 0) -> Route:
        found = route_of(self.loop.document, self.places[n])
        assert found is not None
        return found


@pytest.fixture(scope="module")
def ways(undone: None) -> Ways:
    """Made once; each test takes back what it adds."""
    loop, now = begin("raden"), timezone.now()
    places = [invent_municipality(name=name) for name in ("Aaldorp", "Beekdam", "Ceesveen")]
    for place in places:
        add_municipality(by=None, at=now, region=loop.region, municipality=place)
    meetings = [Meeting(on, Body.COUNCIL) for on in EVENINGS]
    given = {"region": loop.region, "municipality": places[0], "version": 0, "meetings": meetings}
    keep_days(by=loop.editor, at=now, **given)
    return Ways(loop, places, plan_text(by=loop.editor, at=now, document=loop.document, wanted_on=WANTED))
