"""The example as it stands after seeding: what the demonstration has to show."""

from collections import Counter

import pytest
from django.utils import timezone

from regiotafel.contributions.loops.queries import counts, unanswered_on
from regiotafel.contributions.models import Answer, Contribution, Finding, State
from regiotafel.demo.actions import seed
from regiotafel.thread.linking.queries import to_review
from regiotafel.vision.models import Document, Passage, Release

pytestmark = pytest.mark.django_db


def test_the_example_closes_the_loop() -> None:
    region = seed(at=timezone.now())
    document = Document.objects.get(region=region)
    assert Passage.objects.filter(document=document).count() == 30
    states = Counter(Contribution.objects.filter(region=region).values_list("state", flat=True))
    assert set(states) == {state.value for state in State}
    found = counts(region)
    assert found.received == 120
    assert found.answered > 80
    assert found.led_to_change > 40
    assert Finding.objects.filter(consultation__region=region, knot__answers__isnull=False).distinct().count() == 8
    assert Answer.objects.filter(number=2).count() == 3
    # The first release has a complete reaction note; people still wait for answers on the second.
    last, first = Release.objects.filter(document=document)
    assert unanswered_on(first) == []
    assert len(unanswered_on(last)) > 5
    # There is something to look at again, and not too much.
    assert 3 <= len(to_review(region)) <= 15
