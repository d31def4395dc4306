"""A page of a region where many take part asks the database as often as that of one where few do, for no more work.

The text, the statements and the parties are the same in both; what differs comes from people.
"""

from collections.abc import Iterator
from typing import Any

import pytest
from benchmarks.pages.region import Filled, Size, fill
from benchmarks.pages.walk import Cost, cost_of, pages
from django.core.cache import cache
from django.test import Client, override_settings

from tests.everything import ADDRESSES

# How often a page asks is said by the page.
pytestmark = [pytest.mark.xdist_group("size"), pytest.mark.either]
# More than one page of every list in both.
SAME: dict[str, int] = {"answers": 12, "passages": 30, "statements": 60, "parties": 12, "findings": 24}
SIZES = {
    "klein": Size(people=120, contributions=240, links=480, proposals=80, acts=60, **SAME),
    "groot": Size(people=480, contributions=960, links=1920, proposals=160, acts=180, **SAME),
}
# What somebody looks for is sought in all that there is, and a file has all of it; of parties all that waits is listed,
# and of one passage or proposal all that hangs on it. Proposals stand in the order of the text; coverage counts all.
READS_ALL = ("zoek=", "stand=", "note_", "open_loops", "publishing:report", "margin", "thread:way", "history_lines")
READS_ALL += ("vision:of_passage", "vision:proposal", "thread_json", "publishing:coverage")


@pytest.fixture(scope="module")
def filled(undone: None) -> dict[str, Filled]:
    return {slug: fill(slug, size) for slug, size in SIZES.items()}


@pytest.fixture
def regions(db: None, filled: dict[str, Filled]) -> Iterator[dict[str, Filled]]:
    with override_settings(BRAKES=False):
        yield filled
    cache.clear()


def costs(client: Client, region: Filled, addresses: Any = None) -> dict[str, Cost]:
    # What stands after a question mark was found in a page, and not asked for yet.
    found = pages(client, region.things, addresses)
    return {name: cost_of(client, url, was_asked="?" not in url) for name, url in found.items()}


def test_no_page_asks_more_of_the_database_where_more_people_take_part(regions: dict[str, Filled]) -> None:
    found = {slug: costs(Client(), region) for slug, region in regions.items()}
    small, large = found["klein"], found["groot"]
    assert len(small) > 80
    assert {name: (one.queries, large[name].queries) for name, one in small.items()} == {
        name: (one.queries, one.queries) for name, one in small.items()
    }
    # Reading all of four times as many is four times the work; going through all of it for each would be sixteen.
    each = {name: (one.steps, large[name].steps) for name, one in small.items()}
    assert {name: both for name, both in each.items() if both[1] > 8 * both[0] + 500} == {}
    told = {name: one for name, one in small.items() if not any(part in name for part in READS_ALL)}
    steps = {name: (one.steps, large[name].steps) for name, one in told.items()}
    assert {name: both for name, both in steps.items() if both[1] > 1.3 * both[0] + 500} == {}


def test_who_works_on_it_asks_as_often_where_more_people_take_part(regions: dict[str, Filled]) -> None:
    found = {}
    for slug, region in regions.items():
        client = Client()
        client.force_login(region.editor)
        found[slug] = costs(client, region, (one for one in ADDRESSES if ":" in one.name))
    small, large = found["klein"], found["groot"]
    # A long reaction note is printed in parts, and a bundle has them all.
    small.pop("publishing:bundle_zip")
    assert {name: (one.queries, large[name].queries) for name, one in small.items() if name in large} == {
        name: (one.queries, one.queries) for name, one in small.items() if name in large
    }
