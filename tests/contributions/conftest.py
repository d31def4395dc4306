"""The cast that the tests of all subjects share."""

import pytest
from django.test import Client

from tests.contributions.people import World, make_world


@pytest.fixture
def world() -> World:
    return make_world()


@pytest.fixture
def editor(client: Client, world: World) -> Client:
    client.force_login(world.editor)
    return client
