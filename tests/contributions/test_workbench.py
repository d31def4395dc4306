"""What waits for an editor."""

import pytest
from django.test import Client

from tests.contributions.people import World, opened, url

pytestmark = pytest.mark.django_db


def test_an_editor_finds_what_waits_about_one_chapter(editor: Client, world: World) -> None:
    opened(world, "De bus rijdt hier niet meer.", passage=world.passages[0])
    opened(world, "Over iets heel anders gaat dit.")
    html = editor.get(url("workbench"), {"hoofdstuk": world.passages[0].section_id}).content.decode()
    assert "2 reacties wachten op antwoord" in html
    assert "1 reactie past bij je keuze." in html
    assert "De bus rijdt" in html
    assert "iets heel anders" not in html
    assert "Een van je keuzes kennen we niet." in editor.get(url("workbench"), {"soort": "x"}).content.decode()
    assert "0 reacties passen bij je keuze." in editor.get(url("workbench"), {"zoek": "vliegtuig"}).content.decode()
