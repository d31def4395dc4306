"""Two parts of a region, and two regions, beside each other on the pages of a round."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from regiotafel.formats.positions import Position, Positions, read, written
from regiotafel.history.models import Entry
from regiotafel.mandates.comparing.actions import bring_neighbour, judge_pair
from regiotafel.mandates.comparing.rules import MOST_NEIGHBOURS, PairTaken, TooMany
from regiotafel.mandates.models import Neighbour, Subject, SubjectPair, Visibility
from regiotafel.mandates.register.actions import change_subject
from regiotafel.mandates.register.rules import FIELDS
from regiotafel.mandates.rounds.actions import publish_round
from regiotafel.mandates.rules import Incomplete
from regiotafel.regions.models import Municipality, RegionMunicipality, Role
from regiotafel.regions.places.actions import set_sub_region
from tests.mandates.rounds import NEIGHBOUR, Played, closed, play

pytestmark = pytest.mark.django_db
LEVELS = NEIGHBOUR.levels
# Of six municipalities, three in each part: about the first subject they agree, about the others the parts do not.
WANTED = [
    ["regionaal", "lokaal", "lokaal"],
    ["regionaal", "lokaal", "subregionaal"],
    ["regionaal", "lokaal", "regionaal"],
    ["regionaal", "regionaal", "regionaal"],
    ["regionaal", "regionaal", "regionaal"],
    ["regionaal", "regionaal", "regionaal"],
]


def played_with(wanted: list[list[str]], *, slug: str = "ronde", visibility: str = Visibility.AFTER) -> Played:
    """Half of the municipalities in each of two parts."""
    played = play(slug=slug, n_places=len(wanted), n_subjects=len(wanted[0]), visibility=visibility)
    half = len(wanted) // 2
    for name, places in (("Stad", played.places[:half]), ("Land", played.places[half:])):
        make_part(played, name, places)
    for place, levels in zip(played.places, wanted, strict=True):
        played.wants(place, levels, at=timezone.now() - timedelta(days=1))
    closed(played)
    return played


def make_part(played: Played, name: str, municipalities: list[Municipality]) -> None:
    places = [*RegionMunicipality.objects.filter(region=played.region, municipality__in=municipalities)]
    set_sub_region(by=None, at=timezone.now(), region=played.region, name=name, places=places)


@pytest.fixture
def played() -> Played:
    return played_with(WANTED)


def text_of(client: Client, address: str) -> str:
    answer = client.get(address, follow=True)
    assert answer.status_code == 200
    return unescape(re.sub(r"\s+", " ", answer.content.decode()))


def brought(played: Played, positions: Positions = NEIGHBOUR, name: str = "Maasvallei") -> Neighbour:
    return bring_neighbour(by=None, at=timezone.now(), round=played.round, name=name, positions=positions)


def of_neighbour(played: Played, neighbour: Neighbour, below: str = "") -> str:
    return played.address(f"verschillen/{neighbour.pk}/{below}")


def with_words(subject: Subject, words: str) -> None:
    values = {name: getattr(subject, name) for name in FIELDS} | {"words": words}
    told = {"passage": None, "level_wanted": "", "version": subject.version}
    change_subject(by=None, at=timezone.now(), subject=subject, **told, **values)


# --- Two parts


def test_two_parts_are_told_in_one_sentence_and_counted_in_a_table(played: Played) -> None:
    page = text_of(played.staff(), played.address("verschillen/"))
    # Between: 0, 1 and 1/4; within: 0, 0 and 1/3.
    assert "“Land” en “Stad” verschillen meer van elkaar dan de gemeenten binnen die groepen" in page
    assert "Van alle verschil zit 78,9 procent tussen de groepen, en 21,1 procent binnen de groepen." in page
    assert "Bij ongeveer 10 van de 100 verdelingen is dat evenveel als nu, of meer." in page
    assert "We hebben alle 20 verdelingen geteld." in page
    assert "<strong>Land</strong>: Dorp 04, Dorp 05, Dorp 06" in page
    rows = re.findall(r'<th scope="row">(\w+)</th>' + 3 * r" ?<td[^>]*>([^<]+)</td>", page)
    assert rows == [
        ("Toegang", "3 regionaal", "3 lokaal", "Ander niveau"),
        ("Pleegzorg", "3 regionaal", "1 lokaal, 1 subregionaal, 1 regionaal", "Een groep is zelf verdeeld"),
        ("Crisishulp", "3 regionaal", "3 regionaal", "Zelfde niveau, zelfde naam"),
    ]
    assert "Beide groepen noemen elk onderwerp hetzelfde." in page
    assert '<svg class="rt-chart"' in page


def test_an_odd_choice_of_parts_shows_the_first_two(played: Played) -> None:
    for odd in ("?een=x&ander=9", "?een=1&ander=1", "?een=99999999999999999999"):
        assert "“Land” en “Stad” verschillen" in text_of(played.staff(), played.address(f"verschillen/{odd}"))


def test_too_few_say_so_and_no_parts_and_nobody_too() -> None:
    few = played_with(WANTED[1:5], slug="weinig")
    page = text_of(few.staff(), few.address("verschillen/"))
    assert "Er zijn te weinig standpunten om “Land” en “Stad” te vergelijken" in page
    assert "pas mee als minstens drie gemeenten er een niveau kiezen" in page
    bare = play(slug="kaal")
    closed(bare)
    assert "Deze regio heeft geen twee deelregio’s." in text_of(bare.staff(), bare.address("verschillen/"))
    for name in ("Stad", "Land"):
        place = bare.places["SL".index(name[0])]
        make_part(bare, name, [place])
    page = text_of(bare.staff(), bare.address("verschillen/"))
    assert "Geen enkele gemeente heeft een definitief standpunt." in page


@pytest.mark.parametrize("visibility", [Visibility.OWN, Visibility.AFTER, Visibility.OPEN])
def test_it_is_there_for_whom_the_outcome_is(visibility: str) -> None:
    played = played_with(WANTED, slug="geheim", visibility=visibility)
    neighbour = brought(played)
    clients = {"visitor": Client(), "official": played.official(played.places[0]), "clerk": played.staff(Role.CLERK)}
    for client in clients.values():
        outcome = client.get(played.address("uitkomst/")).status_code
        beside = (of_neighbour(played, neighbour, below) for below in ("", "regio.json"))
        for address in (played.address("verschillen/"), *beside):
            assert client.get(address).status_code == outcome
    if visibility != Visibility.OWN:
        publish_round(by=None, at=timezone.now(), round=played.round)
        assert "“Land” en “Stad” verschillen" in text_of(Client(), played.address("verschillen/"))
        page = text_of(Client(), of_neighbour(played, neighbour))
        assert "Kloppen de paren?" not in page
        assert "Dorp 0" not in page


def test_more_subjects_and_municipalities_ask_no_more_of_the_database() -> None:
    asked = []
    for slug, n in (("klein", 1), ("groot", 2)):
        played = played_with([["regionaal"] * 3 * n] * 6 * n, slug=slug)
        neighbour = brought(played)
        client = played.staff()
        counts = []
        for address in (played.address("verschillen/"), of_neighbour(played, neighbour)):
            client.get(address)
            with CaptureQueriesContext(connection) as queries:
                client.get(address)
            counts.append(len(queries))
        asked.append(counts)
    assert asked[0] == asked[1]


# --- Another region


FILE = written(NEIGHBOUR).encode()


def send(played: Played, data: bytes, client: Client | None = None, **more: str) -> Any:
    sent = {"name": "Maasvallei", "is_public": "on", **more, "file": SimpleUploadedFile("x.json", data)}
    return (client or played.staff()).post(played.address("verschillen/nieuw/"), sent)


def test_a_file_stands_beside_the_round_and_a_person_judges_the_pairs(played: Played) -> None:
    with_words(played.subjects[0], "crisis, spoed")
    client = played.staff()
    assert send(played, FILE).status_code == 302
    assert send(played, FILE).status_code == 302
    neighbour = Neighbour.objects.get()
    page = text_of(client, of_neighbour(played, neighbour))
    assert "Waarschijnlijk hetzelfde onderwerp: beide gebruiken “spoed”." in page
    assert "Eén onderwerp lijkt te verschillen. Bij één daarvan is alleen de naam anders" in page
    assert "Eén paar is een voorstel van de computer" in page
    about = {"subject": str(played.subjects[0].pk), "other": "Acute hulp"}
    address = of_neighbour(played, neighbour, "paar/")
    for _twice in range(2):
        page = text_of(client, client.post(address, {**about, "judged": "zelfde"})["Location"])
        assert "Iemand heeft bevestigd dat dit hetzelfde onderwerp is." in page
        assert "is een voorstel van de computer" not in page
    page = text_of(client, client.post(address, {**about, "judged": "anders"})["Location"])
    assert "Er zijn nog geen paren." in page
    assert "Alleen bij Maasvallei: Acute hulp." in page
    acts = [*Entry.objects.filter(act__startswith="mandateround.").order_by("pk").values_list("act", flat=True)]
    assert acts[-3:] == ["mandateround.neighbour_brought", "mandateround.pair_confirmed", "mandateround.pair_broken"]
    for _twice in range(2):
        client.post(of_neighbour(played, neighbour, "weg/"))
    assert not Neighbour.objects.exists()
    assert not SubjectPair.objects.exists()
    assert client.get(of_neighbour(played, neighbour)).status_code == 404


def test_of_a_file_only_levels_and_words_are_kept(played: Played) -> None:
    named = Positions(
        LEVELS,
        {"Jan de Vries": 12.0, "b": None},
        {"Acute hulp": ["regionaal", "landelijk"], "Toegang": None},
        {
            "Jan de Vries": {
                "Acute hulp": Position("regionaal", 60.0, {"landelijk": 1.0}),
                "Toegang": Position("lokaal", 40.0, {}, ["landelijk"], "Omdat Piet het zegt."),
            }
        },
        [({"Toegang": ["lokaal"]}, {"Acute hulp": ["regionaal"]})],
        title="Geheim",
    )
    neighbour = brought(played, named)
    kept = json.dumps(neighbour.document)
    for word in ("Jan", "Piet", "12", "60", "Geheim", "never"):
        assert word not in kept
    given = played.staff().get(of_neighbour(played, neighbour, "regio.json"))
    assert read(given.content).words == named.words
    assert json.loads(given.content) == neighbour.document
    # Who likes all that is left as much wants none of it.
    assert neighbour.document["positions"] == {"1": {"Toegang": {"wants": "lokaal", "points": 0}}, "2": {}}


BAD = {
    b"": "Dit bestand is leeg.",
    b"\xff\xfe": "Dit is geen tekst in UTF-8.",
    b"{": "geen goede YAML of JSON",
    b"[" * 5000: "te veel lagen in elkaar",
    b"a: &a [1]\nb: *a": "Regel 1: hier staat een verwijzing",
    b"levels: [a, b]\nparties: {x: }\nsubjects: {s: }\npositions: {x: {s: {wants: a}}}": "niet evenveel niveaus",
    FILE.replace(b'"wants": "regionaal"', b'"wants": "maan"'): "dit niveau bestaat niet: maan",
    FILE.replace(b'"regionaal"', b'"lokaal"', 1): "lokaal staat hier twee keer",
    b"x" * 1_000_001: "Het mag hooguit 1 MB zijn.",
}


def test_a_bad_file_is_told_at_its_field_and_nothing_is_kept(played: Played) -> None:
    for data, told in BAD.items():
        answer = send(played, data)
        page = unescape(answer.content.decode())
        assert answer.status_code == 422
        assert told in page, told
        assert "Maasvallei" in page
    assert not Neighbour.objects.exists()


def test_names_in_a_hostile_file_stay_text(played: Played) -> None:
    evil = "<script>alert(1)</script>"
    hostile = Positions(LEVELS, dict.fromkeys("abc"), {evil: None}, {p: {evil: Position("lokaal")} for p in "abc"})
    neighbour = brought(played, hostile, name="<img src=x>")
    judge_pair(by=None, at=timezone.now(), neighbour=neighbour, subject=played.subjects[0], other=evil, is_same=True)
    for address in (of_neighbour(played, neighbour), played.address("verschillen/")):
        page = played.staff().get(address).content.decode()
        assert "<script>alert" not in page
        assert "<img src=x" not in page
    assert "&lt;script&gt;alert" in played.staff().get(of_neighbour(played, neighbour)).content.decode()


def test_what_rules_refuse_of_neighbours_and_pairs(played: Played) -> None:
    answer = send(played, FILE, is_public="")
    assert "Vraag dit eerst aan de andere regio." in answer.content.decode()
    alike = Position("lokaal", 0, dict.fromkeys(LEVELS, 1.0))
    nothing = Positions(LEVELS, {"a": None}, {"X": None}, {"a": {"X": alike}})
    with pytest.raises(Incomplete):
        brought(played, nothing)
    neighbour = brought(played)
    done = {"by": None, "at": timezone.now(), "neighbour": neighbour, "other": "Acute hulp"}
    crisis, access, _foster = played.subjects
    judge_pair(**done, subject=crisis, is_same=True)
    with pytest.raises(PairTaken):
        judge_pair(**done, subject=access, is_same=True)
    with pytest.raises(Incomplete):
        judge_pair(**{**done, "other": "Bestaat niet"}, subject=crisis, is_same=False)
    client = played.staff()
    for odd in ({}, {"subject": "x"}, {"subject": str(crisis.pk), "other": "Nee", "judged": "zelfde"}):
        page = text_of(client, client.post(of_neighbour(played, neighbour, "paar/"), odd)["Location"])
        assert "Er is niets veranderd." in page
    for number in range(1, MOST_NEIGHBOURS):
        brought(played, name=f"Regio {number}")
    with pytest.raises(TooMany):
        brought(played, name="Nog een")


def test_only_who_makes_rounds_brings_and_judges(played: Played) -> None:
    neighbour = brought(played)
    for client in (played.official(played.places[0]), played.staff(Role.CLERK)):
        assert send(played, FILE, client).status_code == 403
        for below in ("paar/", "weg/"):
            assert client.post(of_neighbour(played, neighbour, below)).status_code == 403
    elsewhere = play(slug="elders")
    closed(elsewhere)
    assert elsewhere.staff().get(of_neighbour(elsewhere, neighbour)).status_code == 404
