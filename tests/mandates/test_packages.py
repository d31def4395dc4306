"""Packages of a round on its pages, held against the file that they give."""

from __future__ import annotations

import json
import re
import time
from datetime import timedelta
from html import unescape
from itertools import islice

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.db.models import Case, When
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from regiotafel.engine import compromise
from regiotafel.engine.results import compromise as results
from regiotafel.formats import positions
from regiotafel.history.models import Entry
from regiotafel.keeping.working.tasks.worker import Worker
from regiotafel.mandates.filling_in.rules import Filled
from regiotafel.mandates.models import PackageSearch, Position, RoundSubject, Visibility
from regiotafel.mandates.packages.actions import tell_progress
from regiotafel.mandates.packages.analysis import positions_in, searched_in
from regiotafel.mandates.packages.rules import LOST_AFTER
from regiotafel.regions.models import RegionMunicipality
from tests.mandates.rounds import Played, closed, play

pytestmark = pytest.mark.django_db
ENDLESS = (3600.0, time.monotonic, lambda: False)


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


def _is_proven_when_who_leads_asks(played: Played, page: str, way_out: str) -> None:
    """What is possible without a breekpunt: said at once with how far it is from the best, and then proven."""
    assert "Dit is het snelle antwoord" in page
    assert re.search(r"Nog niet bewezen: het kan hooguit|Hoger kan niet: dat is bewezen|Beter kan niet", page)
    key = re.search(r'name="zoekopdracht" value="([0-9a-f]{64})"', page)
    assert key is not None
    address, asked = played.address("pakketten/zoeken/"), {"do": "prove", "zonder": way_out, "zoekopdracht": key[1]}
    assert played.official(played.places[0]).post(address, asked).status_code == 403
    stale = played.staff().post(address, asked | {"zoekopdracht": "0" * 64}, follow=True)
    assert "Er is intussen iets veranderd." in stale.content.decode()
    assert "Het zoeken is begonnen." in played.staff().post(address, asked, follow=True).content.decode()
    assert "We zoeken nog verder" in text_of(played, f"pakketten/?zonder={way_out}")
    work()
    page = text_of(played, f"pakketten/?zonder={way_out}")
    assert "Dit is het snelle antwoord" not in page
    assert "<strong>Beter kan niet: dat is bewezen.</strong>" in page
    assert results.read(PackageSearch.objects.get(kind="lifted").data).packages["leximin"]


def text_of(played: Played, address: str) -> str:
    answer = played.staff().get(played.address(address))
    assert answer.status_code == 200
    return unescape(re.sub(r"\s+", " ", answer.content.decode()))


def recounted(page: str) -> dict[str, float]:
    """By municipality, what its own table on the page comes to: points times satisfaction, over what the best bring."""
    found = {}
    names = ("Punten", "Tevredenheid", "Hoogste dat mag")
    cells = " ?".join(rf'<td class="num" data-name="{name}">([\d,]+)</td>' for name in names)
    for name, table in re.findall(r'<caption id="t-\d+">([^<]+)</caption>(.*?)</tbody>', page):
        rows = [[float(one.replace(",", ".")) for one in row] for row in re.findall(cells, table)]
        found[name] = 100 * sum(row[0] * row[1] for row in rows) / sum(row[0] * row[2] for row in rows)
    return found


def work() -> None:
    """All that waits is done."""
    Worker("here").run_waiting()


def test_the_page_has_an_answer_at_once_and_the_proven_one_when_the_task_is_done(played: Played) -> None:
    page = text_of(played, "pakketten/")
    assert "minstens" in page
    assert "We zoeken nog verder" in page
    assert 'http-equiv="refresh"' in page, "without scripts it comes by itself too"
    search = PackageSearch.objects.get()
    assert [*results.read(search.data).packages] == ["max_min", "median"]
    text_of(played, "pakketten/")
    assert DBTaskResult.objects.filter(task_path__endswith="prove_packages").count() == 1, "looked at twice, asked once"
    work()
    search.refresh_from_db()
    assert search.finished_at is not None
    assert 0 < search.n_done == search.n
    file = played.staff().get(played.address("pakketten.json"))
    read = positions.read(file.content)
    assert [*read.parties] == ["Dorp 01", "Dorp 02", "Dorp 03", "Dorp 04"]
    found = compromise.found(compromise.problem_of(read), explained=True)
    assert results.read(search.data) == found
    package = found.packages["leximin"]
    assert package is not None
    page = text_of(played, "pakketten/")
    shown = f"{package.lowest:.1f}".replace(".", ",").removesuffix(",0")
    assert f"minstens {shown} procent van wat die het liefst wil" in page
    assert "<strong>Beter kan niet: dat is bewezen.</strong>" in page
    assert "We zoeken" not in page
    assert "<strong>Dorp 04</strong> heeft geen definitief standpunt." in page
    assert recounted(page) == pytest.approx(package.satisfaction, abs=0.01), "as somebody counts it by hand"
    for subject, level in package.levels.items():
        assert re.search(rf'<th scope="row">{subject}</th>( ?<td[^>]*>[a-z]+</td>)*? ?<td[^>]*>{level}</td>', page), (
            subject
        )


def test_who_leads_the_round_stops_the_search_and_keeps_the_best_so_far(played: Played) -> None:
    text_of(played, "pakketten/")
    before = PackageSearch.objects.get().data
    official = played.official(played.places[0])
    assert official.post(played.address("pakketten/zoeken/"), {"do": "stop"}).status_code == 403
    for told in ("Het zoeken is gestopt.", "Er wordt niet meer gezocht."):
        answer = played.staff().post(played.address("pakketten/zoeken/"), {"do": "stop"}, follow=True)
        assert told in answer.content.decode()
    assert Entry.objects.filter(act="mandateround.packages_stopped").count() == 1
    work()
    assert PackageSearch.objects.get().data == before
    page = text_of(played, "pakketten/")
    assert "Hier staat het beste dat toen was gevonden." in page
    assert "Nog niet bewezen: het kan hooguit" in page or "Hoger kan niet" in page
    assert "Verder zoeken" in page
    played.staff().post(played.address("pakketten/zoeken/"), {"do": "on"})
    work()
    assert "Beter kan niet: dat is bewezen." in text_of(played, "pakketten/")
    proven = PackageSearch.objects.get()
    again = played.staff().post(played.address("pakketten/zoeken/"), {"do": "on"}, follow=True)
    assert "Het zoeken is al klaar." in unescape(again.content.decode())
    assert PackageSearch.objects.get().finished_at == proven.finished_at, "what was proven is not begun again"


def test_other_positions_are_searched_again_and_the_same_ones_are_not(played: Played) -> None:
    kept = RoundSubject.objects.get(round=played.round, subject=played.subjects[1])
    # All points of one municipality are on what is taken out.
    of_second = Position.objects.filter(sheet__municipality=played.places[1])
    of_second.update(points=Case(When(subject=kept.subject_id, then=100), default=0))
    text_of(played, "pakketten/")
    first = PackageSearch.objects.get()
    RoundSubject.objects.filter(pk=kept.pk).update(dropped_at=timezone.now(), dropped_reason="Dit regelt de wet.")
    page = text_of(played, "pakketten/")
    assert "De standpunten zijn veranderd." in page
    first.refresh_from_db()
    assert first.finished_at is not None, "nobody waits for what does not hold any more"
    work()
    assert PackageSearch.objects.exclude(pk=first.pk).get().n_done > 0
    alike = "Elk onderwerp telt hier even zwaar"
    accounts = text_of(played, "pakketten/").split('<details class="rt-wide" id="gemeente-')[1:]
    assert [(f"Dorp 0{n} geeft" in one, alike in one) for n, one in enumerate(accounts, start=1)] == [
        (True, False),
        (True, True),
        (True, False),
    ]
    first.refresh_from_db()
    assert first.n_done == 0
    RoundSubject.objects.filter(pk=kept.pk).update(dropped_at=None, dropped_reason="")
    text_of(played, "pakketten/")
    work()
    first.refresh_from_db()
    assert 0 < first.n_done == first.n, "what was broken off goes on where it holds again"
    n_tasks = DBTaskResult.objects.count()
    text_of(played, "pakketten/")
    assert DBTaskResult.objects.count() == n_tasks


def test_a_worker_that_died_loses_nothing_and_another_begins_again(played: Played) -> None:
    text_of(played, "pakketten/")
    search = PackageSearch.objects.get()
    for n_done, n, data in islice(searched_in(positions_in(played.round, timezone.localdate()), *ENDLESS), 4):
        tell_progress(at=timezone.now(), search=search, n_done=n_done, n=n, data=data)
    search.refresh_from_db()
    told = search.data
    tell_progress(at=timezone.now(), search=search, n_done=1, n=search.n, data={})
    search.refresh_from_db()
    assert (search.n_done, search.data) == (4, told), "who begins again tells nothing less"
    DBTaskResult.objects.all().delete()
    later = timezone.now() - LOST_AFTER
    PackageSearch.objects.update(told_at=later)
    text_of(played, "pakketten/")
    work()
    search.refresh_from_db()
    assert search.finished_at is not None
    assert search.n_done == search.n


def test_one_level_changed_tells_who_gains_and_what_is_crossed(played: Played) -> None:
    page = text_of(played, "pakketten/?o2=landelijk")
    assert "Jouw tegenvoorstel" in page
    assert "Toegang: landelijk in plaats van" in page
    assert "het breekpunt van Dorp 01 over Toegang" in page
    assert "Wie gaat erop vooruit en wie achteruit" in page
    assert "Jouw tegenvoorstel" not in text_of(played, "pakketten/?o2=maan&o99=lokaal")


def test_where_nothing_is_possible_each_way_out_leads_to_what_is_possible_then() -> None:
    played = play(slug="vast", n_subjects=1, n_places=3, visibility=Visibility.AFTER)
    (crisis,) = played.subjects
    here, there, _late = played.places
    at = timezone.now() - timedelta(days=1)
    played.says(here, Filled(crisis, "lokaal", 100, {}, ["regionaal"], "Dichtbij."), at=at)
    others = ["lokaal", "subregionaal", "bovenregionaal", "landelijk"]
    played.says(there, Filled(crisis, "regionaal", 100, {}, others, "Alleen samen."), at=at)
    closed(played)
    assert "Er is geen pakket mogelijk" in text_of(played, "pakketten/")
    work()
    page = text_of(played, "pakketten/")
    assert "Er is geen pakket mogelijk" in page
    assert "Verbanden zijn genummerd" not in page  # there are none
    ways = re.findall(r'<a href="(\?zonder=\d)">(Het kan weer zonder het breekpunt van Dorp 0\d over [^<]+)</a>', page)
    assert len(ways) == 2
    address, _sentence = next(way for way in ways if "Dorp 02" in way[1])
    then = text_of(played, f"pakketten/{address}")
    assert "<li>Het breekpunt van Dorp 02 over Crisishulp</li>" in then
    assert "minstens 75 procent van wat die het liefst wil" in then
    assert "Hoeveel krijgt elke gemeente?" in then
    number = address.removeprefix("?zonder=")
    _is_proven_when_who_leads_asks(played, then, number)
    assert f'name="zonder" value="{number}"' in then, "a counter-proposal keeps what was given up"
    assert "Jouw tegenvoorstel" in text_of(played, f"pakketten/{address}&o1=landelijk")
    assert "Er is geen pakket mogelijk" in text_of(played, "pakketten/?zonder=99")


def test_where_inhabitants_are_known_of_all_they_stand_beside_one_municipality_one_vote(played: Played) -> None:
    text_of(played, "pakketten/")
    work()
    assert "elke inwoner" not in text_of(played, "pakketten/")
    places = RegionMunicipality.objects.filter(region=played.region).order_by("pk")
    for n, place in enumerate(places, start=1):
        RegionMunicipality.objects.filter(pk=place.pk).update(n_people=1000 * n**3, people_from="CBS, 2026")
    text_of(played, "pakketten/")
    work()
    page = text_of(played, "pakketten/")
    assert "Het aantal inwoners komt van: CBS, 2026." in page
    read = positions.read(played.staff().get(played.address("pakketten.json")).content)
    assert [*read.parties.values()] == [1000, 8000, 27000, 64000]
    found = compromise.found(compromise.problem_of(read)).by_people["utilitarian"]
    assert found is not None
    shown, plain = f"{found.mean:.1f}".replace(".", ","), re.sub(r' data-name="[^"]*"', "", page)
    assert re.search(rf'<td>elke inwoner</td> <td class="num">[\d,]+</td> <td class="num">{shown}</td>', plain)


def test_the_file_of_a_round_comes_in_as_it_went_out_and_nothing_is_kept(played: Played) -> None:
    client, address = played.staff(), f"/{played.region.slug}/wie-beslist-wat/ronde/bestand/"
    content = client.get(played.address("pakketten.json")).content
    heading = re.compile(r"<h1>(.*?)</h1>")
    shown = heading.findall(text_of(played, "pakketten/"))
    page = client.post(address, {"file": SimpleUploadedFile("r.json", content)}).content.decode()
    assert [*map(unescape, heading.findall(page))] == shown
    assert "Van dit bestand is niets opgeslagen." in page
    assert "Deze gemeente heeft geen standpunt en telt niet mee: Dorp 04." in page
    assert PackageSearch.objects.count() == 1, "that of the round"
    many = {name: {} for name in map(str, range(61))}
    large = {"levels": ["a", "b"], "parties": many, "subjects": {"y": {}}, "positions": {"1": {"y": {"wants": "a"}}}}
    for hostile, told in (
        (b"levels: [lokaal", "geen goede YAML"),
        (content.replace(b'"regionaal"', b'"overal"', 1), "dit niveau bestaat niet: regionaal."),
        (b"a: &a [x, x]", "verwijzing"),
        (b" " * 1_000_001, "Dit bestand is te groot."),
        (json.dumps(large).encode(), "te veel om meteen te rekenen: hooguit 60 gemeenten"),
    ):
        refused = client.post(address, {"file": SimpleUploadedFile("r.json", hostile)})
        assert refused.status_code == 422
        assert told in unescape(refused.content.decode())


def test_votes_that_differ_stand_beside_the_power_they_give(played: Played) -> None:
    assert "Hoeveel macht geven de stemmen?" not in text_of(played, "pakketten/"), "all have as many"
    for party, votes in zip(played.round.parties.all(), (3, 1, 1, 1), strict=True):
        played.round.parties.filter(pk=party.pk).update(votes=votes)
    # Four of six are enough: the first is needed in each of the 7 that win with it, every other in the 1 with it alone.
    page = text_of(played, "pakketten/")
    page = re.sub(r' data-name="[^"]*"', "", page)
    rows = re.findall(r'<th scope="row">(Dorp 0\d)</th><td class="num">(\d)</td> <td class="num">50,0</td>', page)
    assert rows == [("Dorp 01", "3")]
    assert '<td class="num">70,0</td>' in page
    assert "Let op: Dorp 01 heeft meer dan de helft van de macht" in page
    assert "beslist dan alleen" not in page
    played.round.parties.filter(municipality=played.places[0]).update(votes=4)
    page = text_of(played, "pakketten/")
    assert "Let op: Dorp 01 heeft meer dan de helft van de stemmen. Die gemeente beslist dan alleen." in page
    assert re.search(r'<td class="num"[^>]*>100,0</td>', page)


def test_who_may_not_read_what_all_say_has_no_packages(played: Played) -> None:
    for name in ("pakketten/", "pakketten.json"):
        assert Client().get(played.address(name)).status_code == 404


def test_more_municipalities_and_subjects_ask_no_more_of_the_database() -> None:
    asked: dict[str, set[int]] = {}
    for slug, n_places, n_subjects in (("klein", 2, 2), ("groot", 6, 9)):
        played = play(slug=slug, n_places=n_places, n_subjects=n_subjects)
        for place in played.places:
            played.wants(place, ["regionaal"] * n_subjects, at=timezone.now() - timedelta(days=1))
        closed(played)
        client = played.staff()
        client.get(played.address("pakketten/"))  # the first who looks begins the search, and logs in
        work()
        for name in ("pakketten/", "pakketten/?o1=lokaal", "pakketten/?stand=0", "pakketten.json"):
            with CaptureQueriesContext(connection) as queries:
                assert client.get(played.address(name)).status_code == 200
            asked.setdefault(name, set()).add(len(queries))
    assert {name: len(one) for name, one in asked.items()} == dict.fromkeys(asked, 1), asked


def test_when_nobody_handed_in_it_says_so() -> None:
    played = play(slug="leeg", visibility=Visibility.AFTER)
    closed(played)
    assert "Er zijn geen pakketten" in text_of(played, "pakketten/")
    assert json.loads(played.staff().get(played.address("pakketten.json")).content)["positions"] is not None
