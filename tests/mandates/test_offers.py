"""What lies on the table of a round: kept, answered, agreed on, improved and compared; by whom, and who reads it."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from regiotafel.history.models import Entry
from regiotafel.keeping.working.tasks.worker import Worker
from regiotafel.mandates.filling_in.rules import Filled
from regiotafel.mandates.mending import actions as mending
from regiotafel.mandates.models import (
    Accord,
    Floor,
    Offer,
    PackageSearch,
    Reply,
    Reweighing,
    Round,
    SearchKind,
    Visibility,
)
from regiotafel.mandates.offers import actions
from regiotafel.mandates.offers.analysis import ground_in, improve, packages_of_rules
from regiotafel.mandates.offers.queries import offer_in
from regiotafel.mandates.offers.rules import Swap
from regiotafel.mandates.offers.tasks import search_improvement
from regiotafel.mandates.packages.actions import begin_search
from regiotafel.mandates.packages.analysis import key_of, positions_in, searched_in
from regiotafel.refused import Refused
from regiotafel.regions.models import Municipality, RegionMunicipality, Role
from tests.forms import forms_in, hidden
from tests.mandates.rounds import Played, closed, play

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def played(undone: None) -> Played:
    """Four municipalities, of which the last handed in nothing; the first has a breekpunt. The round has closed."""
    return make_played()


def work() -> None:
    """All that waits is done."""
    Worker("here").run_waiting()


def make_played(slug: str = "tafel", visibility: str = Visibility.AFTER) -> Played:
    played = play(slug=slug, n_places=4, visibility=visibility)
    first, second, third, _silent = played.places
    at = timezone.now() - timedelta(days=1)
    crisis, access, foster = played.subjects
    played.says(
        first,
        Filled(crisis, "regionaal", 20),
        Filled(access, "lokaal", 60, {}, ["bovenregionaal", "landelijk"], "Dichtbij is beter."),
        Filled(foster, "subregionaal", 20, {"regionaal": 90}),
        at=at,
    )
    played.wants(second, ["bovenregionaal", "regionaal", "regionaal"], at=at)
    played.wants(third, ["regionaal", "subregionaal", "lokaal"], at=at)
    closed(played)
    return played


@pytest.fixture
def here(db: None, played: Played) -> Played:
    played.clients.clear()
    played.round.refresh_from_db()
    return played


def text(response: Any) -> str:
    return unescape(" ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split()))


def offer(here: Played, levels: str, *, number: int = 0, place: Municipality | None = None, **more: Any) -> Offer:
    """levels: by their first letter, in the order of the subjects."""
    named = {"l": "lokaal", "s": "subregionaal", "r": "regionaal", "b": "bovenregionaal", "n": "landelijk"}
    said: dict[str, Any] = {"reason": "Hier kunnen we van uitgaan.", "authority": "het college", **more}
    said["levels"] = {one.pk: named[letter] for one, letter in zip(here.subjects, levels, strict=True)}
    return actions.make_offer(by=None, at=timezone.now(), round=here.round, number=number, municipality=place, **said)


def reread(one: Offer) -> Offer:
    found = offer_in(one.round, one.number)
    assert found is not None
    return found


def sent(page: Any, **more: Any) -> dict[str, Any]:
    """What stands in the form of an offer, with these changes."""
    html = page.content.decode()
    levels = re.findall(r'<select name="(o\d+)".*?<option value="(\w+)" selected', html, re.S)
    return {**hidden(page), **dict(levels), "reason": "Zo komt iedereen verder.", **more}


def whole(page: Any) -> dict[str, Any]:
    """The same, with what is exchanged."""
    return {**forms_in(page)[-1].values, **sent(page)}


# --- Keeping a package


def test_package_of_a_rule_is_looked_at_changed_kept_and_read(here: Played) -> None:
    client, address = here.staff(), here.address("tafel/nieuw/")
    assert "Er ligt nog geen pakket op tafel" in text(client.get(here.address("tafel/")))
    page = client.get(f"{address}?van=max_min")
    assert "Begonnen met: het pakket “hoogste ondergrens”" in text(page)
    look = client.post(address, sent(page, o2="landelijk", look="1"))
    assert look.status_code == 200
    assert "het breekpunt van Dorp 01 over Toegang: Dichtbij is beter." in text(look)
    assert "Toegang: landelijk in plaats van" in text(look)
    assert not Offer.objects.exists(), "looking keeps nothing"
    kept = client.post(address, sent(page, o3="landelijk"), follow=True)
    made = Offer.objects.get()
    assert (made.number, made.made_from, made.municipality, made.before) == (1, "max_min", None, None)
    assert set(made.changed) == {str(here.subjects[2].pk)}
    assert made.levels[str(here.subjects[2].pk)] == "landelijk"
    assert {int(key) for key in made.shares} == {one.pk for one in here.places[:3]}
    told = text(kept)
    assert "van het projectteam" in told
    assert "met één niveau anders" in told
    listed = text(client.get(here.address("tafel/")))
    assert "Er is één pakket op tafel gelegd" in listed
    assert "Nog geen antwoord: Dorp 01, Dorp 02, Dorp 03 en Dorp 04." in listed


def test_counter_proposal_is_told_against_the_one_before_with_what_is_exchanged(here: Played) -> None:
    offer(here, "rss")
    place, other = here.places[:2]
    client, address = here.official(place), here.address("tafel/nieuw/") + f"{place.pk}/"
    page = client.get(f"{address}?van=pakket-1")
    line = f"{place.pk}-{here.subjects[1].pk}"
    swap = {"ruil1": line, "ruil1_voor": "Er komt een eigen loket.", "ruil1_door": str(other.pk)}
    half = client.post(address, sent(page, o2="bovenregionaal", ruil1=line))
    assert half.status_code == 422
    assert "Schrijf op wat er tegenover het breekpunt staat." in text(half)
    whole = client.post(
        address, sent(page, o2="bovenregionaal", authority="het college, 12 januari", **swap), follow=True
    )
    assert whole.status_code == 200
    made = Offer.objects.get(number=2)
    assert (made.municipality, made.made_from, made.made_of, made.before.number) == (place, "offer", made.before, 1)
    told = text(whole)
    assert "Pakket 2: tegenvoorstel van Dorp 01" in told
    assert (
        "Dorp 01 geeft het breekpunt over Toegang op. In ruil daarvoor, van Dorp 02: Er komt een eigen loket." in told
    )
    assert "Toegang: bovenregionaal in plaats van subregionaal" in told
    assert "Tegenover pakket 1" in told
    entry = Entry.objects.filter(region=here.region.slug).latest("pk")
    assert entry.act == "offer.countered"
    assert entry.data == {"round": "Wie doet wat?", "number": 2, "municipality": "Dorp 01"}, "no words of theirs"


def test_offer_stays_as_it_was_counted_when_points_change_later(here: Played) -> None:
    place = here.places[0]
    made = offer(here, "rrr")
    frozen = dict(made.shares)
    client, address = here.official(place), here.address("punten/", place)
    crisis, access, foster = here.subjects
    points = {f"points_{crisis.pk}": 80, f"points_{access.pk}": 10, f"points_{foster.pk}": 10, "number": 0}
    why = {"reason": "Crisis weegt nu zwaarder.", "authority": "het college"}
    short = client.post(address, {**points, **why, f"points_{crisis.pk}": 70})
    assert short.status_code == 422
    assert "De punten zijn samen 90. Verdeel er precies 100." in text(short)
    for _twice in range(2):
        assert client.post(address, {**points, **why}).status_code == 302
    assert Reweighing.objects.count() == 1
    assert Offer.objects.get().shares == frozen
    page = text(here.staff().get(here.address("tafel/1/")))
    assert "Sinds dit pakket op tafel kwam, is er iets veranderd" in page
    for name in ("uitkomst/", "pakketten/", "tafel/", "tafel/1/", "vergelijken/", "tafel/verbetering/"):
        told = text(here.staff().get(here.address(name)))
        assert "Gewijzigd na de uitkomst" in told, name
        assert "Crisis weegt nu zwaarder." in told, name
    beside = text(client.get(here.address("punten/")))
    assert "Crisishulp 20 80" in beside
    assert "Met de oude punten Met de nieuwe punten" in beside
    assert "gewijzigd na de uitkomst: Dorp 01" in client.get(here.address("pakketten.json")).content.decode()
    rows = json.loads(client.get(here.address("uitkomst.json")).content)["standpunten"]
    assert [(row["punten"], row["punten achteraf gewijzigd"]) for row in rows[:4]] == [
        *((20, 80), (60, 10), (20, 10)),
        (34, None),
    ]
    stale = client.post(address, {**points, **why, f"points_{crisis.pk}": 70, f"points_{foster.pk}": 20})
    assert stale.status_code == 409, "who did not see the change of a colleague"


def test_points_change_only_after_the_outcome_by_who_reads_it(here: Played) -> None:
    place, silent = here.places[0], here.places[3]
    nothing = here.official(silent).get(here.address("punten/", silent))
    assert nothing.status_code == 409
    assert "Jullie hadden bij de sluiting geen definitief standpunt." in text(nothing)
    assert here.official(place).get(here.address("punten/", silent)).status_code == 403
    assert here.staff().get(here.address("punten/", place)).status_code == 403, "the project team has no points"
    Round.objects.filter(pk=here.round.pk).update(visibility=Visibility.OWN)
    assert "lezen gemeenten de uitkomst niet" in text(here.official(place).get(here.address("punten/", place)))
    Round.objects.filter(pk=here.round.pk).update(closes_at=timezone.now() + timedelta(days=1))
    assert "Verander de punten in het standpunt zelf." in text(here.official(place).get(here.address("punten/", place)))


# --- Answers, the floor, and the provisional agreement


def test_municipality_answers_with_its_reason_changes_that_and_is_on_the_desk_until_it_did(here: Played) -> None:
    offer(here, "rss", place=here.places[1])
    place, desk = here.places[0], f"/{here.region.slug}/mijn-werk/"
    client, address = here.official(place), here.address(f"tafel/1/{place.pk}/")
    waits = "tegenvoorstel van Dorp 02 wacht op antwoord"
    assert f"{waits} (Dorp 01)" in text(client.get(desk))
    assert "Tegenvoorstel van Dorp 02 wacht op antwoord, van 3 gemeenten" in text(here.staff().get(desk))
    bare = client.post(address, {"living": "cannot", "number": 0})
    assert bare.status_code == 422
    assert "Schrijf op waarom niet." in text(bare)
    for _twice in range(2):
        client.post(address, {"living": "not_yet", "reason": "De raad moet nog.", "number": 0})
    assert client.post(address, {"living": "can", "number": 0}).status_code == 409
    client.post(address, {"living": "can", "number": 1})
    assert [one.living for one in Reply.objects.order_by("number")] == ["not_yet", "can"]
    told = text(client.get(here.address("tafel/1/")))
    assert "2 van de 4 gemeenten kunnen hiermee leven." in told
    assert "nog niet. De raad moet nog." in told, "what it said earlier stays"
    assert waits.lower() not in text(client.get(desk)).lower()
    own = here.official(here.places[1]).get(here.address(f"tafel/1/{here.places[1].pk}/"))
    assert "Pakket 1 intrekken" in text(own), "to its own counter-proposal nobody answers"
    assert client.get(here.address(f"tafel/1/{here.places[2].pk}/")).status_code == 403


def test_package_below_a_floor_is_marked_for_who_set_it(here: Played) -> None:
    place = here.places[0]
    offer(here, "bbb")
    client, address = here.official(place), here.address("ondergrens/", place)
    assert client.post(address, {"percent": 0, "number": 0}).status_code == 422
    assert client.post(address, {"percent": "veel", "number": 0}).status_code == 422
    for _twice in range(2):
        assert client.post(address, {"percent": 70, "because": "Minder past niet.", "number": 0}).status_code == 302
    assert Floor.objects.count() == 1
    for name in ("tafel/", "tafel/1/"):
        assert "onder de ondergrens van Dorp 01 (70 procent)" in text(here.staff().get(here.address(name)))
    assert json.loads(here.staff().get(here.address("tafel.json")).content)["ondergrenzen"] == {"Dorp 01": 70}
    client.post(address, {"percent": "", "number": 1})
    assert "onder de ondergrens" not in text(here.staff().get(here.address("tafel/")))
    assert "geen ondergrens" in text(client.get(address)), "what stood there stays"
    assert client.post(address, {"percent": 50, "number": 1}).status_code == 409


def test_provisional_agreement_has_nothing_in_its_way_and_is_history_when_it_ends(here: Played) -> None:
    offer(here, "rbs")
    client = here.staff()
    why = {"reason": "Afgesproken in het overleg.", "number": 0}
    refused = client.post(here.address("tafel/1/akkoord/"), why)
    assert refused.status_code == 422
    assert "In de weg staat: het breekpunt van Dorp 01 over Toegang." in text(refused)
    swaps = [Swap(here.places[0], here.subjects[1], "Een eigen loket.")]
    offer(here, "rbs", number=1, swaps=swaps)
    for _twice in range(2):
        assert client.post(here.address("tafel/2/akkoord/"), why).status_code == 302
    assert Accord.objects.count() == 1
    assert "Pakket 2 is het voorlopig akkoord" in text(client.get(here.address("tafel/")))
    with pytest.raises(Refused, match="Dit pakket is het voorlopig akkoord"):
        actions.withdraw_offer(by=None, at=timezone.now(), offer=Offer.objects.get(number=2), reason="Weg.")
    client.post(here.address("tafel/2/akkoord/"), {"reason": "Toch niet.", "number": 1, "end": "1"})
    listed = text(client.get(here.address("tafel/")))
    assert "Geen akkoord meer" in listed
    assert "Afgesproken in het overleg." in listed, "it stays to be read"
    gone = client.post(here.address("tafel/1/intrekken/"), {"reason": "Er ligt een beter pakket."}, follow=True)
    assert "Er ligt een beter pakket." in text(gone)
    assert client.post(here.address("tafel/1/akkoord/"), {**why, "number": 2}).status_code == 422


# --- Better for all, and two side by side


def test_from_the_provisional_agreement_up_nobody_loses_and_that_is_said_when_it_cannot_be(here: Played) -> None:
    client, address = here.staff(), here.address("tafel/verbetering/")
    assert "Er is nog geen voorlopig akkoord" in text(client.get(address))
    first = offer(here, "lln")
    actions.agree_on(by=None, at=timezone.now(), offer=first, number=0, reason="Zo afgesproken.")
    page = text(client.get(address))
    assert "We zoeken een verbetering waarbij niemand iets verliest" in page
    search = PackageSearch.objects.get(kind=SearchKind.IMPROVEMENT)
    for do, told in (("stop", "Het zoeken is gestopt."), ("on", "Het zoeken gaat verder.")):
        pressed = client.post(f"{address}zoeken/", {"do": do, "zoekopdracht": search.key}, follow=True)
        assert told in text(pressed)
    assert here.official(here.places[0]).post(f"{address}zoeken/", {"do": "stop"}).status_code == 403
    text(client.get(address))
    work()
    other = client.post(here.address("pakketten/zoeken/"), {"do": "stop", "zoekopdracht": search.key}, follow=True)
    assert "Er is nog niet gezocht." in other.content.decode(), "each search has a task of its own"
    search_improvement.func(search.pk)
    search.refresh_from_db()
    assert search.n_done == search.n > 0
    page = text(client.get(address))
    assert "Er is een verbetering waarbij niemand iets verliest" in page
    assert "dat is bewezen" in page
    assert "We zoeken" not in page
    assert "gaat erop achteruit" not in page.replace("nul gaan erop achteruit", "")
    new = client.get(here.address("tafel/nieuw/") + "?van=improvement")
    client.post(here.address("tafel/nieuw/"), sent(new))
    better = Offer.objects.get(number=2)
    assert (better.made_from, better.made_of) == ("improvement", first)
    assert all(better.shares[key] >= share - 1e-6 for key, share in first.shares.items())
    assert max(better.shares[key] - share for key, share in first.shares.items()) > 1
    actions.agree_on(by=None, at=timezone.now(), offer=reread(better), number=1, reason="Beter.")
    text(client.get(address))
    work()
    page = text(client.get(address))
    assert "Beter kan niet zonder dat iemand iets verliest" in page
    assert "Dat is bewezen" in page


def test_an_improvement_carries_what_was_exchanged_or_says_that_it_does_not(here: Played) -> None:
    client, place = here.staff(), here.places[0]
    swap = Swap(place, here.subjects[1], "Twee plekken in het lokale team.", here.places[1])
    first = offer(here, "lls", swaps=[swap])
    actions.agree_on(by=None, at=timezone.now(), offer=first, number=0, reason="Zo afgesproken.")
    client.get(here.address("tafel/verbetering/"))
    work()
    page = text(client.get(here.address("tafel/verbetering/")))
    assert "Deze verbetering gaat ervan uit dat de ruil van pakket 1 doorgaat." in page
    assert "Twee plekken in het lokale team." in page
    new = client.get(here.address("tafel/nieuw/") + "?van=improvement")
    client.post(here.address("tafel/nieuw/"), whole(new))
    better = Offer.objects.get(number=2)
    [kept] = better.exchanges.all()
    assert (kept.municipality, kept.subject, kept.in_return, kept.given_by) == (
        place,
        here.subjects[1],
        swap.in_return,
        here.places[1],
    )
    assert "niet overgenomen" not in text(client.get(here.address("tafel/2/")))
    again = client.get(here.address("tafel/nieuw/") + "?van=pakket-2")
    refused = client.post(here.address("tafel/nieuw/"), whole(again))
    assert "Dit pakket ligt al op tafel: het is pakket 2." in text(refused)
    none = {"ruil1": "", "ruil1_voor": "", "ruil1_door": "", "o3": "landelijk"}
    client.post(here.address("tafel/nieuw/"), whole(again) | none)
    page = text(client.get(here.address("tafel/3/")))
    assert f"Dit is niet overgenomen uit pakket 2: het breekpunt van {place} over {here.subjects[1]}." in page


def test_search_brings_who_set_a_floor_to_it_where_that_can_be(here: Played) -> None:
    place = here.places[1]
    first = offer(here, "lln")
    ground, clock = ground_in(here.round, timezone.localdate()), (lambda: 0.0)
    floors = [Floor(round=here.round, municipality=place, number=1, percent=60, at=timezone.now())]
    assert improve(ground, reread(first), floors, clock).reaches_floors
    floors[0].percent = 100
    told = improve(ground, reread(first), floors, clock)
    assert told.levels is not None
    assert not told.reaches_floors


def test_any_two_stand_beside_each_other_at_an_address_that_stays(here: Played) -> None:
    offer(here, "rss")
    offer(here, "lll", number=1)
    client = here.staff()
    address = here.address("vergelijken/") + "?een=pakket-1&ander=pakket-2"
    page = text(client.get(address))
    assert "3 onderwerpen hebben een ander niveau" in page
    assert "Crisishulp regionaal lokaal" in page
    assert page == text(client.get(address))
    tried = text(
        client.get(here.address("vergelijken/") + "?een=max_min&ander=geprobeerd&o1=landelijk&o2=lokaal&o3=lokaal")
    )
    assert "Wat je net probeerde" in tried
    assert "Crisishulp" in tried
    odd = client.get(here.address("vergelijken/") + "?een=maan&ander=pakket-99&o1=zon&o77=lokaal&een=" + "x" * 500)
    assert odd.status_code == 200
    link = re.search(
        r'href="([^"]*vergelijken/[^"]+)"', client.get(here.address("pakketten/?o1=landelijk")).content.decode()
    )
    assert link is not None
    assert "Crisishulp" in text(client.get(unescape(link[1])))


def test_bargain_begins_with_what_the_search_of_the_round_proved_also_where_people_are_counted(here: Played) -> None:
    RegionMunicipality.objects.filter(region=here.region).update(n_people=10_000, people_from="CBS")
    today = timezone.localdate()
    positions, ground = positions_in(here.round, today), ground_in(here.round, today)
    assert "leximin" not in packages_of_rules(here.round, ground), "that is no answer at once"
    *_, (_n_done, _n, data) = searched_in(positions, 60.0, lambda: 0.0, lambda: False)
    begin_search(at=timezone.now(), round=here.round, key=key_of(positions), data=data)
    assert "leximin" in packages_of_rules(here.round, ground)


def test_where_breekpunten_leave_no_package_a_bargain_begins_with_the_middle() -> None:
    here = play(slug="vast", n_subjects=2, n_places=2)
    crisis, access = here.subjects
    at = timezone.now() - timedelta(days=1)
    for place, level in zip(here.places, ("lokaal", "landelijk"), strict=True):
        never = [one for one in ("lokaal", "subregionaal", "regionaal", "bovenregionaal", "landelijk") if one != level]
        here.says(place, Filled(crisis, level, 60, {}, never, "Anders niet."), Filled(access, level, 40), at=at)
    closed(here)
    page = here.staff().get(here.address("tafel/nieuw/"))
    assert "Begonnen met: het pakket “midden per onderwerp”" in text(page)
    line = f"{here.places[0].pk}-{crisis.pk}"
    swap = {"ruil1": line, "ruil1_voor": "Een eigen loket.", "o1": "landelijk", "o2": "lokaal"}
    made = here.staff().post(here.address("tafel/nieuw/"), sent(page, **swap), follow=True)
    assert "Dorp 01 geeft het breekpunt over Crisishulp op." in text(made)
    assert "Dit staat in de weg" not in text(made), "what is exchanged is in nobody's way"
    why = {"reason": "Zo afgesproken.", "number": 0}
    assert here.staff().post(here.address("tafel/1/akkoord/"), why).status_code == 302


# --- Who, when, and two at once

BAD: dict[str, tuple[dict[str, Any], str]] = {
    "no reason": ({"reason": " . "}, "Schrijf op waarom dit pakket op tafel komt."),
    "a level that does not exist": ({"o1": "provinciaal"}, "provinciaal"),
    "no level at all": ({"o1": ""}, "Dit veld is verplicht."),
    "a breekpunt that nobody has": ({"ruil1": "1-1", "ruil1_voor": "Iets."}, "1-1"),
    "something in return for nothing": ({"ruil1_voor": "Een loket."}, "Kies welk breekpunt wordt opgegeven."),
    "a reason without an end": ({"reason": "a" * 600}, "500"),
    "for who read nothing": ({"number": ""}, "Dit veld is verplicht."),
}


@pytest.mark.parametrize("case", BAD)
def test_what_does_not_fit_is_said_and_stays_in_the_form(here: Played, case: str) -> None:
    client, address = here.staff(), here.address("tafel/nieuw/")
    changed, sentence = BAD[case]
    answer = client.post(address, sent(client.get(address), **changed))
    assert answer.status_code == 422
    assert sentence in text(answer)
    assert not Offer.objects.exists()


def test_same_press_twice_and_the_same_package_again_are_kept_once(here: Played) -> None:
    client, address = here.staff(), here.address("tafel/nieuw/")
    page = client.get(address)
    for _twice in range(2):
        assert client.post(address, sent(page)).status_code == 302
    assert Offer.objects.count() == 1
    again = client.post(address, sent(client.get(address), reason="Nog een keer."))
    assert again.status_code == 422
    assert "Dit pakket ligt al op tafel: het is pakket 1." in text(again)
    stale = client.post(address, sent(page, o1="landelijk"))
    assert stale.status_code == 409
    assert "Intussen heeft iemand anders een pakket op tafel gelegd." in text(stale)
    assert client.post(address, {**sent(page, o1="landelijk"), **hidden(stale)}).status_code == 302


def test_table_is_shut_while_the_round_runs_and_to_who_does_not_read_the_outcome(here: Played) -> None:
    official = here.official(here.places[0])
    pages = ["tafel/", "tafel/1/", "tafel.json", "tafel.csv", "tafel/verbetering/", "vergelijken/", "punten/"]
    offer(here, "rss")
    for name in pages:
        assert Client().get(here.address(name)).status_code == 404
        assert official.get(here.address(name)).status_code == 200
    Round.objects.filter(pk=here.round.pk).update(visibility=Visibility.OWN)
    for name in [*pages, f"tafel/nieuw/{here.places[0].pk}/", f"tafel/1/{here.places[0].pk}/"]:
        assert official.get(here.address(name)).status_code == 404
    assert "wacht op antwoord" not in text(official.get(f"/{here.region.slug}/mijn-werk/"))
    assert here.staff(Role.CLERK).get(here.address("tafel/")).status_code == 404
    runs = {"visibility": Visibility.OPEN, "closes_at": timezone.now() + timedelta(days=1)}
    Round.objects.filter(pk=here.round.pk).update(**runs)
    shut = here.staff().get(here.address("tafel/nieuw/"))
    assert shut.status_code == 409
    assert "kan pas als de gemeenteronde gesloten is" in text(shut)


def test_files_of_the_table_name_no_people(here: Played) -> None:
    place = here.places[1]
    offer(here, "rss", place=place)
    said = {"living": "cannot", "reason": "Te duur.", "number": 0}
    here.official(here.places[0]).post(here.address(f"tafel/1/{here.places[0].pk}/"), said)
    rows = b"".join(here.staff().get(here.address("tafel.csv")).streaming_content).decode()
    assert "Te duur." in rows
    made = json.loads(here.staff().get(here.address("tafel.json")).content)
    assert made["pakketten"][0]["niveaus"]["Crisishulp"] == "regionaal"
    assert made["pakketten"][0]["antwoorden"][0]["antwoord"] == "hier kunnen we niet mee leven"
    for words in (rows, json.dumps(made)):
        assert "@" not in words
        assert "Lid" not in words


def test_many_packages_and_municipalities_ask_no_more_of_the_database() -> None:
    asked = []
    for slug, n_places, n_subjects, n_offers in (("weinig", 2, 3, 2), ("veel", 9, 12, 6)):
        played = play(slug=slug, n_places=n_places, n_subjects=n_subjects)
        for place in played.places:
            played.wants(place, ["regionaal"] * n_subjects, at=timezone.now() - timedelta(days=1))
        closed(played)
        for number in range(n_offers):
            made = offer(played, "r" * (n_subjects - number - 1) + "l" * (number + 1), number=number)
            for place in played.places[number % 2 :]:
                reply: dict[str, Any] = {"offer": made, "municipality": place, "number": 0, "living": "can"}
                actions.give_reply(by=None, at=timezone.now(), **reply)
            own: dict[str, Any] = {"round": played.round, "municipality": played.places[number % 2]}
            mending.set_floor(by=None, at=timezone.now(), **own, number=number // 2, percent=20 + number)
        client, queries = played.staff(), {}
        for name in ("tafel/", "tafel/2/", "vergelijken/", "punten/", "tafel.json", "tafel.csv"):
            client.get(played.address(name))
            with CaptureQueriesContext(connection) as looked:
                answer = client.get(played.address(name))
                assert answer.status_code == 200
                if answer.streaming:
                    b"".join(answer.streaming_content)
            queries[name] = len(looked)
        with CaptureQueriesContext(connection) as looked:
            client.get(f"/{played.region.slug}/mijn-werk/")
        asked.append({**queries, "desk": len(looked)})
    assert asked[0] == asked[1]
