"""Several people at one table at the same moment: one is next, and the others look first."""

from typing import Any

import pytest
from django.utils import timezone

from regiotafel.history.rules import ChangedMeanwhile
from regiotafel.mandates.models import Offer, Reply
from regiotafel.mandates.offers import actions
from tests.at_once import together
from tests.mandates.test_offers import make_played, offer


@pytest.mark.django_db(transaction=True)
def test_of_many_at_once_one_is_next_and_the_others_look_first() -> None:
    here = make_played(slug="samen")
    letters = ("rss", "lll", "sss", "rrr", "bss", "lls")
    told = together(lambda n: offer(here, letters[n], place=here.places[n % 3]))
    assert sum(isinstance(one, Offer) for one in told) == 1, told
    assert sum(isinstance(one, ChangedMeanwhile) for one in told) == len(letters) - 1
    first = Offer.objects.get()
    place = next(one for one in here.places[:3] if one.pk != first.municipality_id)
    saying: dict[str, Any] = {"by": None, "at": timezone.now(), "offer": first, "municipality": place, "number": 0}
    said = together(lambda n: actions.give_reply(**saying, living="cannot", reason=f"Reden {n}."))
    assert sum(isinstance(one, Reply) for one in said) == 1
    assert sum(isinstance(one, ChangedMeanwhile) for one in said) == len(said) - 1
