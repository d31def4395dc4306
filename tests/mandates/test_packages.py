"""Packages of a round on its pages, held against the file that they give."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from html import unescape

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from regiotafel.engine import compromise
from regiotafel.formats import positions
from regiotafel.mandates.models import Visibility
from regiotafel.mandates.packages.analysis import positions_in
from regiotafel.mandates.rounds.rules import Filled
from tests.mandates.rounds import Played, closed, play

pytestmark = pytest.mark.django_db


@pytest.fixture
def played() -> Played:
    """Three municipalities that handed in, of four; one has a breekpunt."""
    played = play(n_places=4, visibility=Visibility.AFTER)
    first, second, third, _silent = played.places
    at = timezone.now() - timedelta(days=1)
    crisis, access, foster = played.subjects
    played.says(
        first,
        Filled(crisis, "regionaal", 20),
        Filled(access, "lokaal", 60, {}, ["regionaal", "bovenregionaal", "landelijk"], "Dichtbij is beter."),
        Filled(foster, "subregionaal", 20, {"regionaal": 90}),
        at=at,
    )
    played.wants(second, ["bovenregionaal", "regionaal", "regionaal"], at=at)
    played.wants(third, ["regionaal", "subregionaal", "lokaal"], at=at)
    closed(played)
    return played


def text_of(played: Played, address: str) -> str:
    answer = played.staff().get(played.address(address))
    assert answer.status_code == 200
    return unescape(re.sub(r"\s+", " ", answer.content.decode()))


def test_the_page_shows_what_the_file_gives(played: Played) -> None:
    file = played.staff().get(played.address("pakketten.json"))
    read = positions.read(file.content)
    assert [*read.parties] == ["Dorp 01", "Dorp 02", "Dorp 03", "Dorp 04"]
    found = compromise.found(compromise.problem_of(read))
    package = found.packages["leximin"]
    assert package is not None
    page = text_of(played, "pakketten/")
    shown = f"{package.lowest:.1f}".replace(".", ",").removesuffix(",0")
    assert f"minstens {shown} procent van wat die het liefst wil" in page
    assert "telt niet mee: Dorp 04." in page
    for subject, level in package.levels.items():
        assert re.search(rf'<th scope="row">{subject}</th>( ?<td>[a-z]+</td>)*? ?<td>{level}</td>', page), subject


def test_one_level_changed_tells_who_gains_and_what_is_crossed(played: Played) -> None:
    page = text_of(played, "pakketten/?o2=landelijk")
    assert "Jouw tegenvoorstel" in page
    assert "Toegang: landelijk in plaats van" in page
    assert "het breekpunt van Dorp 01 over Toegang" in page
    assert "Wie gaat erop vooruit en wie achteruit" in page
    assert "Jouw tegenvoorstel" not in text_of(played, "pakketten/?o2=maan&o99=lokaal")


def test_who_may_not_read_what_all_say_has_no_packages(played: Played) -> None:
    for name in ("pakketten/", "pakketten.json"):
        assert Client().get(played.address(name)).status_code == 404


def test_more_municipalities_and_subjects_ask_no_more_of_the_database() -> None:
    asked = []
    for slug, n_places, n_subjects in (("klein", 2, 2), ("groot", 6, 9)):
        played = play(slug=slug, n_places=n_places, n_subjects=n_subjects)
        for place in played.places:
            played.wants(place, ["regionaal"] * n_subjects, at=timezone.now() - timedelta(days=1))
        closed(played)
        with CaptureQueriesContext(connection) as queries:
            positions_in(played.round, timezone.localdate())
        asked.append(len(queries))
    assert asked[0] == asked[1]


def test_when_nobody_handed_in_it_says_so() -> None:
    played = play(slug="leeg", visibility=Visibility.AFTER)
    closed(played)
    assert "Er zijn nog geen pakketten" in text_of(played, "pakketten/")
    assert json.loads(played.staff().get(played.address("pakketten.json")).content)["positions"] is not None
