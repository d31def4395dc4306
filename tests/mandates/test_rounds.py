"""Preparing a round, and what comes out of it: agreed, disputed, who is late or missing, and for whom."""

import json
import re
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from regiotafel.mandates.filling_in.rules import Filled
from regiotafel.mandates.models import Round, RoundParty, RoundSubject, Visibility
from regiotafel.mandates.outcome.analysis import Outcome, outcome_of
from regiotafel.mandates.register.actions import bring_back_subject, retire_subject
from regiotafel.mandates.rounds.actions import drop_subject, publish_round, warn
from regiotafel.mandates.rounds.queries import handed_in, subjects_in
from regiotafel.mandates.rounds.tasks import warn_by_the_clock
from regiotafel.regions.models import RegionMunicipality, Role
from tests.mandates.rounds import Played, closed, play

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def played(undone: None) -> Played:
    return play(slug="uitkomst")


@pytest.fixture
def here(db: None, played: Played) -> Played:
    played.clients.clear()
    played.round.refresh_from_db()
    return played


def words(response: Any) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def outcome(played: Played) -> Outcome:
    return outcome_of(subjects_in(played.round), handed_in(played.round), timezone.localdate())


# --- preparing


def test_round_is_prepared_changed_and_opened_by_pressing(here: Played) -> None:
    client, base = here.staff(), f"/{here.region.slug}/wie-beslist-wat/ronde/"
    said = {
        "title": "Nieuwe ronde",
        "visibility": "own",
        "opens_at": "2027-03-01T09:00",
        "closes_at": "2027-02-01T09:00",
    }
    early = client.post(f"{base}nieuw/", said)
    assert early.status_code == 422
    assert "De ronde sluit voordat die opent." in words(early)
    said["closes_at"] = "2027-04-01T09:00"
    assert client.post(f"{base}nieuw/", said, follow=True).status_code == 200
    made = Round.objects.get(title="Nieuwe ronde")
    edit = f"{base}{made.slug}/bewerken/"
    both = {"subjects": [one.pk for one in here.subjects[:2]], "municipalities": [here.places[0].pk]}
    assert client.post(edit, {**said, **both, "version": 1}).status_code == 302
    assert [one.subject for one in RoundSubject.objects.filter(round=made)] == here.subjects[:2]
    stale = client.post(edit, {**said, **both, "title": "Mijn titel", "version": 1})
    assert stale.status_code == 409
    assert 'value="Mijn titel"' in stale.content.decode()
    few = client.post(f"{base}{made.slug}/openen/", {"version": 2})
    assert few.status_code == 409
    assert "Kies eerst minstens twee gemeenten." in words(few)
    both["municipalities"] = [one.pk for one in here.places]
    client.post(edit, {**said, **both, "version": 2})
    link = {"add": 1, "if_subject": here.subjects[0].pk, "then_subject": here.subjects[1].pk, "because": "Zo is het."}
    levels = {"if_comparison": "at_least", "then_comparison": "is", "if_level": "regionaal", "then_level": "lokaal"}
    linked = client.post(f"{base}{made.slug}/samenhang/", {**link, **levels}, follow=True)
    assert "Wordt over “Crisishulp” ten minste regionaal beslist?" in words(linked)
    votes = {f"votes_{one.pk}": n for n, one in enumerate(here.places, start=1)}
    client.post(f"{base}{made.slug}/samenhang/", {"votes": 1, **votes})
    assert RoundParty.objects.get(round=made, municipality=here.places[2]).votes == 3
    for _twice in range(2):
        opened = client.post(f"{base}{made.slug}/openen/", {"version": 3}, follow=True)
        assert opened.status_code == 200
    assert here.official(here.places[0]).get(f"{base}{made.slug}/").status_code == 200


def test_draft_is_for_the_project_team_alone(here: Played) -> None:
    Round.objects.filter(pk=here.round.pk).update(opened_at=None)
    assert here.official(here.places[0]).get(here.address("")).status_code == 404
    assert here.staff(Role.CLERK).get(here.address("")).status_code == 404
    assert here.staff().get(here.address("")).status_code == 200


def test_round_does_not_open_about_what_lapsed_for_who_left_or_without_its_version(here: Played) -> None:
    Round.objects.filter(pk=here.round.pk).update(opened_at=None)
    client, address = here.staff(), here.address("openen/")
    assert client.post(address, {"version": "x"}).status_code == 409, "what was read is not known"
    sent = {"version": here.round.version}
    lapsed = retire_subject(by=None, at=timezone.now(), subject=here.subjects[0], version=1, reason="Dubbel.")
    assert "Het onderwerp “Crisishulp” is vervallen." in words(client.post(address, sent))
    bring_back_subject(by=None, at=timezone.now(), subject=lapsed, version=2, reason="Toch niet.")
    RegionMunicipality.objects.filter(region=here.region, municipality__in=here.places[1:]).delete()
    assert "Kies eerst minstens twee gemeenten." in words(client.post(address, sent))


def test_running_round_is_moved_and_closed_but_not_backwards(here: Played) -> None:
    client, address = here.staff(), here.address("beheer/")
    earlier = timezone.localtime(here.round.closes_at - timedelta(days=2)).strftime("%Y-%m-%dT%H:%M")
    refused = client.post(address, {"do": "move", "closes_at": earlier, "version": here.round.version})
    assert refused.status_code == 422
    assert "Wil je eerder sluiten?" in words(refused)
    later = timezone.localtime(here.round.closes_at + timedelta(days=2)).strftime("%Y-%m-%dT%H:%M")
    assert client.post(address, {"do": "move", "closes_at": later, "version": here.round.version}).status_code == 302
    missing = client.post(address, {"do": "drop", "subject": here.subjects[0].pk, "reason": ""})
    assert missing.status_code == 422
    assert client.post(address, {"do": "close"}).status_code == 302
    again = client.post(address, {"do": "close"})
    assert again.status_code == 409
    assert "loopt niet" in words(again)


def test_last_subject_stays(here: Played) -> None:
    client, address = here.staff(), here.address("beheer/")
    for subject in here.subjects:
        last = client.post(address, {"do": "drop", "subject": subject.pk, "reason": "Dubbel"})
    assert last.status_code == 409
    assert "Dit is het laatste onderwerp." in words(last)
    assert len(subjects_in(here.round)) == 1


# --- what comes out


def test_nobody_answered_is_said(here: Played) -> None:
    closed(here)
    page = words(here.staff().get(here.address("uitkomst/")))
    assert "Er is geen uitkomst" in page
    assert "Wie nu nog invult, is te laat en telt niet mee." in page
    assert page.count("heeft geen definitief standpunt") == 3


def test_agreed_first_then_what_is_furthest_apart_and_heaviest(here: Played) -> None:
    crisis, access, care = here.subjects
    first, second, third = here.places
    no = {"never": ("regionaal",), "because": "Onze gezinnen kennen we zelf"}
    far = {"lokaal": 20}
    here.says(
        first,
        Filled(crisis, "regionaal", 10),
        Filled(access, "lokaal", 30, **no),
        Filled(care, "lokaal", 60, {"regionaal": 10}),
    )
    here.says(
        second, Filled(crisis, "subregionaal", 10), Filled(access, "regionaal", 30, far), Filled(care, "landelijk", 60)
    )
    here.says(third, Filled(crisis, "regionaal", 50), Filled(access, "regionaal", 50, {**far, "subregionaal": 20}))
    found = outcome(here)
    assert [(one.subject, one.agreed[0].level) for one in found.agreed] == [(crisis, "regionaal")]
    assert [one.subject for one in found.disputed] == [care, access]
    apart = found.disputed[1].stands_apart
    assert apart == (
        "Twee gemeenten willen regionaal en één gemeente wil lokaal. "
        "Met regionaal kunnen de meeste leven, maar Dorp 01 niet."
    )
    assert [one.municipality for one in found.disputed[0].silent] == [third]
    closed(here)
    page = words(here.official(first).get(here.address("uitkomst/")))
    assert "Over één van de 3 onderwerpen zijn de gemeenten het eens" in page
    assert "Dorp 01 kan niet leven met regionaal. Onze gezinnen kennen we zelf" in page
    assert page.index("Al eens") < page.index("Nog niet eens")


def test_late_missing_and_gone_are_named_with_what_they_would_change(here: Played) -> None:
    first, second, third = here.places
    here.wants(first, ["lokaal"] * 3)
    closed(here)
    no = {"never": ("lokaal", "subregionaal", "regionaal"), "because": "Dit hoort bij het Rijk"}
    late = [Filled(one, "landelijk", 34 if one == here.subjects[0] else 33, **no) for one in here.subjects]
    here.says(second, *late, at=here.round.closes_at + timedelta(hours=1))
    left = here.official(third)
    here.wants(third, ["lokaal"] * 3, at=here.round.closes_at + timedelta(hours=1))
    assert left.get(here.address("", first)).status_code == 200
    RegionMunicipality.objects.filter(region=here.region, municipality=third).delete()
    for visibility in Visibility:
        Round.objects.filter(pk=here.round.pk).update(visibility=visibility)
        for closed_to in ("uitkomst/", "pakketten.json", f"{first.pk}/"):
            assert left.get(here.address(closed_to)).status_code == 404, "it is none of the municipalities any more"
        own = words(left.get(here.address("")))
        assert "Hoort niet meer bij deze regio." in own
        assert "Alles wat is opgeslagen" in own
        assert "Ondergrens" not in own, "nothing is offered that would be refused"
    Round.objects.filter(pk=here.round.pk).update(visibility=Visibility.AFTER)
    found = outcome(here)
    assert [one.party.municipality for one in found.late] == [second]
    assert [one.party.municipality for one in found.left] == [third]
    assert found.no_longer_agreed == here.subjects
    page = words(here.staff().get(here.address("uitkomst/")))
    assert "Dorp 02 was te laat." in page
    assert "Dorp 03 hoort niet meer bij deze regio." in page
    assert "Dan zijn de gemeenten het hierover niet meer eens: Crisishulp" in page
    assert "Dit is gemaakt van de standpunten van 1 van de 2 gemeenten." in page


def test_result_is_for_whom_the_round_promised_and_files_name_no_people(here: Played) -> None:
    here.wants(here.places[0], ["lokaal"] * 3)
    official, address = here.official(here.places[0]), here.address("uitkomst/")
    assert official.get(address).status_code == 404
    assert here.staff().get(address).status_code == 404, "while it runs, nor does the project team"
    closed(here)
    assert official.get(address).status_code == 200
    assert Client().get(address).status_code == 404
    outside = here.staff(Role.MODERATOR)
    for visibility in Visibility:
        Round.objects.filter(pk=here.round.pk).update(visibility=visibility)
        for closed_to in (address, here.address("", here.places[0]), here.address("tafel/")):
            assert outside.get(closed_to).status_code == 404, "promised to municipalities, and a moderator is of none"
    assert here.round.title not in words(Client().get(f"/{here.region.slug}/wie-beslist-wat/ronde/"))
    Round.objects.filter(pk=here.round.pk).update(visibility=Visibility.OWN)
    assert official.get(address).status_code == 404
    assert here.staff().get(address).status_code == 200
    refused = here.staff().post(here.address("beheer/"), {"do": "publish"})
    assert refused.status_code == 409
    assert "kregen de belofte dat anderen niet zien wat ze invullen" in words(refused)
    Round.objects.filter(pk=here.round.pk).update(visibility=Visibility.AFTER)
    here.round.refresh_from_db()
    publish_round(by=None, at=timezone.now(), round=here.round)
    public = Client().get(address)
    assert public.status_code == 200
    assert "Mijn werk" not in words(public)
    assert address in Client().get(f"/{here.region.slug}/wie-beslist-wat/ronde/").content.decode()
    found = Client().get(f"/{here.region.slug}/zoeken/?zoek=doet+wat")
    assert address in found.content.decode(), "and whoever looks for it"
    assert "Volg dit per e-mail" in words(public)
    told = json.loads(Client().get(here.address("uitkomst.json")).content)["standpunten"]
    assert len(told) == 9
    assert told[0] | {"gemeente": "Dorp 01", "telt mee": "ja", "gewenst niveau": "lokaal", "punten": 34} == told[0]
    rows = b"".join(Client().get(here.address("uitkomst.csv")).streaming_content).decode()
    assert "@" not in rows
    assert "Lid" not in rows


def test_who_can_still_hand_in_reads_nothing_of_others_until_it_did_or_gave_up(here: Played) -> None:
    first, second, third = here.places
    here.wants(first, ["lokaal"] * 3)
    closed(here)
    other = here.address("", first)
    for place in (second, third):
        official, page = here.official(place), words(here.official(place).get(here.address("")))
        assert "lees je zodra jouw gemeente definitief heeft ingevuld" in page
        assert "van 3 gemeenten" not in page, "how many are ready is for who reads what they say"
        desk = words(official.get(f"/{here.region.slug}/mijn-werk/"))
        assert "Standpunt ontbreekt in “Wie doet wat?”" in desk
        for role in (Role.ALDERMAN, Role.COUNCILLOR, Role.CLERK, Role.OFFICIAL):
            for address in (other, here.address("uitkomst/"), here.address("uitkomst.csv"), here.address("pakketten/")):
                assert here.of(place, role).get(address).status_code == 404, (role, address)
    here.wants(second, ["landelijk"] * 3)
    assert here.official(second).get(other).status_code == 200
    again = here.official(second).get(here.address("invullen/", second))
    assert again.status_code == 409
    assert "Jullie standpunt staat vast" in words(again)
    assert "Vult Dorp 03 niets meer in?" in words(here.official(third).get(here.address("afzien/", third)))
    assert here.official(second).post(here.address("afzien/", third)).status_code == 403
    for _twice in range(2):
        gave_up = here.official(third).post(here.address("afzien/", third), follow=True)
        assert "Jullie kunnen nu lezen wat de andere gemeenten willen." in words(gave_up)
    assert here.official(third).get(here.address("uitkomst/")).status_code == 200
    late = here.official(third).get(here.address("invullen/", third))
    assert late.status_code == 409
    assert "Jullie hebben laten weten dat jullie niets meer invullen" in words(late)
    publish_round(by=None, at=timezone.now(), round=here.round)
    assert "standpunt ontbreekt" not in words(here.official(third).get(f"/{here.region.slug}/mijn-werk/")).lower()


def test_an_agreement_says_out_of_which_round_it_came_to_who_reads_that(here: Played) -> None:
    subject, other = here.subjects[0], here.places[1]
    for place in here.places:
        here.wants(place, ["regionaal"] * 3)
    editor, offer = here.staff(), f"/{here.region.slug}/wie-beslist-wat/{subject.slug}/akkoord/"
    said = {"level": "regionaal", "holder": "de colleges", "text": "Samen.", "from_on": "2027-01-01", "number": 0}
    early = editor.post(offer, {**said, "round": here.round.slug})
    assert early.status_code == 404, "while it runs nobody reads what it would come out of"
    closed(here)
    leads = f"{offer}?niveau=regionaal&amp;ronde={here.round.slug}"
    assert leads in editor.get(here.address("uitkomst/")).content.decode()
    assert f'value="{here.round.slug}"' in editor.get(leads.replace("&amp;", "&")).content.decode()
    for _twice in range(2):
        assert editor.post(offer, {**said, "round": here.round.slug}).status_code == 302
    page = f"{offer}1/"
    assert here.round.title in words(here.official(other).get(page))
    assert here.round.title not in words(Client().get(page)), "the round is not there for everybody yet"
    assert page in editor.get(here.address("uitkomst/")).content.decode()
    publish_round(by=None, at=timezone.now(), round=here.round)
    assert here.address("uitkomst/") in Client().get(page).content.decode()
    way = Client().get(f"/{here.region.slug}/draad/{subject.knot_id}/")
    assert f"gemeenteronde “{here.round.title}”" in words(way), "and it stands at the subject"


def test_after_publishing_nobody_hands_in_any_more(here: Played) -> None:
    place = here.places[0]
    closed(here)
    publish_round(by=None, at=timezone.now(), round=here.round)
    page = here.official(place).get(here.address("invullen/", place))
    assert page.status_code == 409
    assert "De uitkomst is gepubliceerd." in words(page)
    gone = here.official(place).post(here.address("afzien/", place))
    assert gone.status_code == 409
    assert "voordat de uitkomst is gepubliceerd" in words(gone)


def test_who_decides_in_a_municipality_reads_what_it_says_and_nobody_elses(here: Played) -> None:
    first, second, _third = here.places
    alderman, councillor = here.of(first, Role.ALDERMAN), here.of(first, Role.COUNCILLOR)
    desk = f"/{here.region.slug}/mijn-werk/"
    assert "Standpunt van jouw gemeente in “Wie doet wat?” is nog niet definitief" in words(alderman.get(desk))
    for place in (first, second):
        here.wants(place, ["lokaal"] * 3)
    assert "nog niet definitief" not in words(alderman.get(desk))
    assert alderman.get(here.address("", first)).status_code == 200
    assert councillor.get(here.address("", first)).status_code == 404
    assert "lees je hier als de gemeenteronde gesloten is" in words(councillor.get(here.address("")))
    for who in (alderman, councillor):
        assert who.get(here.address("", second)).status_code == 404
        assert who.get(here.address("uitkomst/")).status_code == 404
        assert who.get(here.address("invullen/", first)).status_code == 403
    closed(here)
    for who in (alderman, councillor):
        assert who.get(here.address("", first)).status_code == 200
        assert who.get(here.address("uitkomst/")).status_code == 200
        assert "Standpunt invullen" not in words(who.get(here.address("")))
    Round.objects.filter(pk=here.round.pk).update(visibility=Visibility.OWN)
    for who in (alderman, councillor):
        assert who.get(here.address("", first)).status_code == 200
        assert who.get(here.address("uitkomst/")).status_code == 404


# --- letters and the desk


def test_letters_go_to_who_is_not_ready_and_never_twice(here: Played, django_capture_on_commit_callbacks: Any) -> None:
    first, second, _third = here.places
    for place in here.places[:2]:
        here.official(place)
    here.wants(first, ["lokaal"] * 3)
    for _twice in range(2):
        with django_capture_on_commit_callbacks(execute=True):
            here.staff().post(here.address("herinneren/"))
    [letter] = mail.outbox
    assert f"{second.name} heeft nog geen definitief standpunt" in " ".join(letter.body.split())
    assert here.address("invullen/", second) in letter.body
    soon = here.round.closes_at - timedelta(days=3)
    with django_capture_on_commit_callbacks(execute=True):
        assert [warn(at=soon, round=here.round) for _again in range(2)] == [1, 0]
    assert len(mail.outbox) == 2
    assert warn_by_the_clock() == 0, "it does not close soon"


def test_desk_says_whose_turn_it_is(here: Played) -> None:
    place = here.places[0]
    desk = f"/{here.region.slug}/mijn-werk/"
    assert "Standpunt invullen in “Wie doet wat?”" in words(here.official(place).get(desk))
    assert "gemeenten hebben nog geen definitief standpunt in “Wie doet wat?”" in words(here.staff().get(desk))
    here.wants(place, ["lokaal"] * 3)
    assert "standpunt invullen" not in words(here.official(place).get(desk)).lower()
    # A final sheet with points on a subject that was taken out waits for who fills it in, and for nobody else.
    drop_subject(by=None, at=timezone.now(), round=here.round, subject=here.subjects[1], reason="Dit regelt de wet.")
    again = "unten opnieuw verdelen in “Wie doet wat?”"
    assert again in words(here.official(place).get(desk))
    assert "Verdeel de punten opnieuw." in words(here.official(place).get(here.address("")))
    for other in (here.official(here.places[1]), here.staff()):
        assert again not in words(other.get(desk))
        assert "Verdeel de punten opnieuw." not in words(other.get(here.address("")))
    here.says(place, Filled(here.subjects[0], "lokaal", 100), number=1)
    assert again not in words(here.official(place).get(desk))


# --- many of them


def test_pages_ask_as_much_of_the_database_for_many_as_for_few() -> None:
    counted = []
    for slug, n_subjects, n_places in (("klein", 3, 3), ("groot", 60, 21)):
        played = play(slug=slug, n_subjects=n_subjects, n_places=n_places, visibility=Visibility.OPEN)
        for place in played.places:
            played.wants(place, [("lokaal", "regionaal")[n % 2] for n in range(n_subjects)])
        place, client = played.places[0], played.official(played.places[0])
        addresses = [played.address(name) for name in ("", "uitkomst/", "uitkomst.json", "papier/")]
        addresses += [played.address(name, place) for name in ("", "invullen/", "bestand/", "standpunt.xlsx")]
        queries = {}
        for address in addresses:
            client.get(address)
            with CaptureQueriesContext(
                connection,
            ) as asked:
                assert client.get(address).status_code == 200
            queries[re.sub(r".*/ronde/[\w-]+/(\d+/)?", "", address)] = len(asked)
        counted.append(queries)
    assert counted[0] == counted[1]
