"""A page of a large region asks the database as often as the same page of a small one."""

from collections.abc import Iterator

import pytest
from benchmarks.contributions.pages import Size, fill, pages, read
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

# More than one page of every list in both.
SIZES = {
    "klein": Size(contributions=240, passages=24, links=480),
    "groot": Size(contributions=960, passages=96, links=1920),
}


@pytest.fixture
def editors(db: None) -> Iterator[dict[str, Client]]:
    yield {slug: fill(slug, size) for slug, size in SIZES.items()}
    cache.clear()


def n_queries(client: Client, address: str) -> int:
    read(client, address)  # what is kept for the next reader is kept now
    with CaptureQueriesContext(connection) as queries:
        read(client, address)
    return len(queries)


def test_the_number_of_queries_does_not_depend_on_the_size(editors: dict[str, Client]) -> None:
    asked = {page: {slug: n_queries(client, f"/{slug}/{page}") for slug, client in editors.items()} for page in pages()}
    assert {page: some for page, some in asked.items() if some["klein"] != some["groot"]} == {}
