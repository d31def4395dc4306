"""Who decides what: on a day, for who lives somewhere, and by what the law leaves."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.template.loader import render_to_string
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape

from regiotafel.history.models import Entry
from regiotafel.history.rules import ChangedMeanwhile
from regiotafel.mandates.agreeing import actions as agreeing
from regiotafel.mandates.models import DecisionLevel, Subject
from regiotafel.mandates.queries import law_facts_of
from regiotafel.mandates.register import actions
from regiotafel.mandates.register.queries import (
    changes_of,
    for_resident,
    found_in,
    history_of,
    newest_mandate,
    register_of,
    settled_on,
    titles_to_take_over,
)
from regiotafel.mandates.register.rules import DeviatesAlready, InOpenRound, SubjectRetired, TitleTaken
from regiotafel.mandates.rounds.actions import drop_subject, open_round, prepare_round
from regiotafel.mandates.rules import LEVELS, Incomplete, allowed_levels
from regiotafel.publishing.register.actions import paper
from regiotafel.publishing.register.queries import sheet_of
from regiotafel.regions.models import Mark, Region, RegionMunicipality, Role
from regiotafel.regions.parties.actions import add_municipality, invent_municipality
from tests.factories import NOW, RegionFactory, make_member
from tests.forms import forms_in

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate(NOW)
DAY = timedelta(days=1)
TOLD = {"holder": "het college van elke gemeente", "ground": "de Jeugdwet"}


@dataclass
class Register:
    region: Region
    places: list[RegionMunicipality]
    dyslexia: Subject
    complaints: Subject

    def add(self, title: str, **values: str) -> Subject:
        return actions.add_subject(by=None, at=NOW, region=self.region, title=title, **values)

    def decide(self, subject: Subject, level: str, from_on: date, number: int, **more: Any) -> Any:
        told = TOLD | more
        return actions.set_mandate(
            by=None, at=NOW, subject=subject, number=number, level=level, from_on=from_on, **told
        )

    def deviates(self, level: str, from_on: date, ends_on: date) -> Any:
        told = {
            "municipality": self.places[0].municipality,
            "level": level,
            "motive": "Te klein.",
            "ground": "een besluit",
        }
        return actions.add_deviation(by=None, at=NOW, subject=self.dyslexia, from_on=from_on, ends_on=ends_on, **told)


@pytest.fixture
def register(db: None) -> Register:
    region = RegionFactory(slug="proef")
    places = [
        add_municipality(by=None, at=NOW, region=region, municipality=invent_municipality(name=name))
        for name in ("Berkerwold", "Heikerveen", "Roggerade")
    ]
    for place in places:
        RegionMunicipality.objects.filter(pk=place.pk).update(access_point=f"Het loket van {place.municipality}")
    add = lambda title, words: actions.add_subject(by=None, at=NOW, region=region, title=title, words=words)  # noqa: E731
    made = Register(
        region,
        list(RegionMunicipality.objects.filter(region=region).select_related("municipality", "sub_region")),
        add("Dyslexiezorg", "dyslexie, lezen, woordblind"),
        add("Klachten en vertrouwenspersoon", "klacht, klacht indienen, ontevreden"),
    )
    made.decide(made.dyslexia, DecisionLevel.LOCAL, TODAY - 90 * DAY, 0)
    return made


# --- on a day


def test_of_two_decisions_the_one_that_began_last_holds(register: Register) -> None:
    register.decide(register.dyslexia, DecisionLevel.REGIONAL, TODAY + 30 * DAY, 1, holder="de colleges samen")
    today = settled_on(register.dyslexia, TODAY)
    assert today.now is not None
    assert (today.now.level, [one.level for one in today.later]) == ("lokaal", ["regionaal"])
    then = settled_on(register.dyslexia, TODAY + 30 * DAY)
    assert then.now is not None
    assert (then.now.holder, then.later) == ("de colleges samen", [])


def test_what_was_written_down_wrongly_holds_no_more_and_stays_to_be_read(register: Register) -> None:
    wrong = register.decide(register.dyslexia, DecisionLevel.NATIONAL, TODAY, 1)
    actions.withdraw_mandate(by=None, at=NOW, mandate=wrong, reason="Verkeerde knop.")
    now = settled_on(register.dyslexia, TODAY).now
    assert now is not None
    assert now.level == "lokaal"
    page = Client().get(reverse("mandates:subject", args=["proef", register.dyslexia.slug])).content.decode()
    assert "Verkeerde knop." in page


def test_the_same_decision_twice_is_written_once(register: Register) -> None:
    one, two = (register.decide(register.dyslexia, DecisionLevel.REGIONAL, TODAY, 1) for _n in range(2))
    assert one.pk == two.pk


def test_who_did_not_read_the_last_decision_writes_nothing_over_it(register: Register) -> None:
    register.decide(register.dyslexia, DecisionLevel.REGIONAL, TODAY, 1)
    with pytest.raises(ChangedMeanwhile):
        register.decide(register.dyslexia, DecisionLevel.NATIONAL, TODAY, 1)


def test_changes_stand_by_day_with_who_decided_before(register: Register) -> None:
    register.decide(register.dyslexia, DecisionLevel.REGIONAL, TODAY + DAY, 1)
    first, last = changes_of(register.region)
    assert (first.on, first.level, last.level) == (TODAY + DAY, "regionaal", "lokaal")
    assert "Eerst: het college van elke gemeente (lokaal)." in first.told
    assert "Eerst" not in last.told


# --- for who lives somewhere


def test_a_whole_question_finds_its_subject(register: Register) -> None:
    rows = register_of(register.region, TODAY)
    asked = {
        "dyslexie": [register.dyslexia],
        "Ik wil een klacht indienen over jeugdhulp": [register.complaints],
        "wie betaalt het onderzoek als mijn kind woordblind is?": [register.dyslexia],
        "fietspad": [],
    }
    found = {question: [one.settled.subject for one in found_in(rows, question)] for question in asked}
    assert found == asked
    first = actions.add_subject(
        by=None, at=NOW, region=register.region, title="Geld", about="Over woordblind zijn ook."
    )
    rows = sorted(register_of(register.region, TODAY), key=lambda one: one.subject != first)
    assert [one.settled.subject for one in found_in(rows, "woordblind")] == [register.dyslexia, first]


def test_who_lives_where_it_is_done_in_another_way_reads_that_and_the_neighbours_read_it_too(
    register: Register,
) -> None:
    here, there = register.places[:2]
    actions.add_deviation(
        by=None,
        at=NOW,
        subject=register.dyslexia,
        municipality=here.municipality,
        level=DecisionLevel.SUBREGIONAL,
        motive="Te klein om dit alleen te doen.",
        ground="de verordening",
        from_on=TODAY,
        ends_on=TODAY + 10 * DAY,
    )
    settled = settled_on(register.dyslexia, TODAY)
    mine, theirs = for_resident(settled, here), for_resident(settled, there)
    assert (mine.level, theirs.level) == ("subregionaal", "lokaal")
    assert (mine.others, [one.municipality for one in theirs.others]) == ([], [here.municipality])
    assert theirs.holder == "het college van Heikerveen"
    after = settled_on(register.dyslexia, TODAY + 11 * DAY)
    assert (after.deviations, [one.municipality for one in after.other_deviations]) == ([], [here.municipality])
    newest = newest_mandate(register.dyslexia)
    assert newest is not None
    change: dict[str, Any] = {"level": DecisionLevel.REGIONAL, "holder": "de colleges samen", "ground": "een akkoord"}
    for number, days in enumerate((5, 11), start=newest.number):
        from_on = TODAY + days * DAY
        actions.set_mandate(by=None, at=NOW, subject=register.dyslexia, number=number, from_on=from_on, **change)
    settled = settled_on(register.dyslexia, TODAY)
    soon, then = settled.later
    mine, theirs = for_resident(settled, here), for_resident(settled, there)
    assert (mine.later, mine.later_elsewhere) == ([then], [soon]), "until then it is done in another way here"
    assert (theirs.later, theirs.later_elsewhere) == ([soon, then], [])
    actions.add_deviation(
        by=None,
        at=NOW,
        subject=register.dyslexia,
        municipality=there.municipality,
        level=DecisionLevel.SUBREGIONAL,
        motive="Wij ook.",
        ground="de verordening",
        from_on=TODAY,
        ends_on=TODAY + DAY,
    )
    both = settled_on(register.dyslexia, TODAY)
    answer = {"answer": for_resident(both, here), "region": register.region}
    read = " ".join(render_to_string("mandates/_answer.html", answer).split())
    assert "Net als hier: Heikerveen. In de andere gemeenten van de regio: lokaal." in read


def test_a_resident_finds_who_decides_about_dyslexia_in_berkerwold(register: Register) -> None:
    place = register.places[0]
    address = reverse("mandates:index", args=["proef"])
    page = Client().get(address, {"zoek": "dyslexie", "gemeente": place.municipality_id}).content.decode()
    assert "Wie beslist in Berkerwold?" in page
    assert "Het college van Berkerwold" in page
    assert "Het loket van Berkerwold" in page


def test_help_comes_before_who_decides_for_who_may_be_in_danger_in_whatever_register(register: Register) -> None:
    """The word stands in no subject of this region: what is dangerous is said by nobody's list of words."""
    address = reverse("mandates:index", args=["proef"])
    page = Client().get(address, {"zoek": "mijn broer wordt geslagen"}).content.decode()
    for number in ('href="tel:112"', 'href="tel:08002000"', 'href="tel:113"'):
        assert page.index(number) < page.index('name="zoek"')
    assert "tel:112" not in Client().get(address, {"zoek": "dyslexie"}).content.decode()


def test_what_stands_nowhere_leads_to_a_question_and_to_the_own_municipality(register: Register) -> None:
    place, address = register.places[0], reverse("mandates:index", args=["proef"])
    RegionMunicipality.objects.filter(pk=place.pk).update(
        access_url="https://jeugd.example/", access_phone="088 1234567"
    )
    page = Client().get(address, {"zoek": "fietspad", "gemeente": place.municipality_id}).content.decode()
    for there in (reverse("contributions:send_in", args=["proef"]), "https://jeugd.example/", "tel:0881234567"):
        assert f'href="{there}"' in page
    assert "Het loket van Berkerwold" in page
    assert "Kies hierboven je gemeente." in Client().get(address, {"zoek": "fietspad"}).content.decode()


def test_who_keeps_the_region_finds_on_the_desk_which_municipality_says_no_access_point(register: Register) -> None:
    client, desk = Client(), reverse("pages:desk", args=["proef"])
    client.force_login(make_member(register.region, Role.REGION_ADMINISTRATOR))
    told = "laat nog niet weten waar je terechtkunt"
    assert told not in client.get(desk).content.decode()
    RegionMunicipality.objects.filter(pk=register.places[1].pk).update(access_point="")
    page = client.get(desk).content.decode()
    assert told in page
    assert reverse("regions:place", args=["proef", register.places[1].pk]) in page


def test_the_search_of_the_site_finds_it_by_the_words_that_people_use(register: Register) -> None:
    page = Client().get(reverse("pages:search", args=["proef"]), {"zoek": "woordblind"}).content.decode()
    assert reverse("mandates:subject", args=["proef", register.dyslexia.slug]) in page
    assert "Wie beslist: het college van elke gemeente." in page
    assert "tel:112" not in page
    assert "tel:112" in Client().get(reverse("pages:search", args=["proef"]), {"zoek": "mishandeling"}).content.decode()


def test_what_changes_is_told_in_the_feed_with_who_decided_before(register: Register) -> None:
    register.decide(register.dyslexia, DecisionLevel.REGIONAL, TODAY + DAY, 1, holder="de colleges samen")
    feed = Client().get(reverse("mandates:changes_feed", args=["proef"])).content.decode()
    assert "Dyslexiezorg: vanaf" in feed
    assert "de colleges samen, op grond van de Jeugdwet." in feed
    assert "Niveau: regionaal." in feed
    assert "Eerst: het college van elke gemeente (lokaal)." in feed


def test_what_was_withdrawn_stays_among_the_changes_and_in_the_feed_as_what_ended(register: Register) -> None:
    coming = register.decide(register.dyslexia, DecisionLevel.NATIONAL, TODAY + 30 * DAY, 1, holder="het Rijk")
    held = register.decide(register.dyslexia, DecisionLevel.REGIONAL, TODAY - 2 * DAY, 2, holder="de colleges samen")
    for one, why in ((coming, "Het besluit is uitgesteld."), (held, "Verkeerde dag.")):
        actions.withdraw_mandate(by=None, at=NOW, mandate=one, reason=why)
    off, over, first = changes_of(register.region)
    assert (off.on, off.is_off, off.at) == (TODAY + 30 * DAY, True, NOW)
    assert "gaat niet door" in off.title
    assert "het Rijk (landelijk) zou dan beslissen." in off.told
    assert off.told.endswith("Het besluit is uitgesteld.")
    assert (over.on, over.is_off, first.is_off) == (TODAY, False, False)
    assert "Wat dan geldt: het college van elke gemeente (lokaal). Ingetrokken op" in over.told
    assert over.told.endswith("Verkeerde dag.")
    page, feed = (Client().get(reverse(f"mandates:{one}", args=["proef"])).text for one in ("changes", "changes_feed"))
    for text in (page, feed):
        assert "Het besluit is uitgesteld." in text
        assert "Verkeerde dag." in text
    assert "Er staat nu geen verandering gepland" in page


# --- what the law leaves


@pytest.mark.parametrize(
    ("mark", "in_force_from", "left"),
    [
        (Mark.VERIFIED, TODAY, ["regionaal"]),
        (Mark.VERIFIED, TODAY + DAY, list(LEVELS)),
        (Mark.VERIFIED, None, list(LEVELS)),
        *((mark, TODAY, list(LEVELS)) for mark in Mark if mark != Mark.VERIFIED),
    ],
)
def test_only_what_was_seen_in_the_law_and_is_in_force_binds(
    register: Register, mark: Mark, in_force_from: date | None, left: list[str]
) -> None:
    told = {"text": "Alleen samen.", "article": "Artikel 1", "levels": ["regionaal"], "in_force_from": in_force_from}
    actions.add_law_fact(by=None, at=NOW, subject=register.dyslexia, mark=mark, **told)
    facts = law_facts_of(register.dyslexia)
    assert allowed_levels(facts, TODAY) == left
    if left == ["regionaal"]:
        with pytest.raises(Incomplete, match="Dit kan wel: regionaal"):
            register.decide(register.dyslexia, DecisionLevel.LOCAL, TODAY, 1)
        with pytest.raises(Incomplete, match="Dit kan wel: regionaal"):
            register.deviates(DecisionLevel.LOCAL, TODAY, TODAY + DAY)


def test_laws_that_contradict_each_other_are_named_to_everybody_and_first_to_who_writes(register: Register) -> None:
    client, slug = Client(), register.dyslexia.slug
    page, desk = (
        reverse(f"{name}", args=args)
        for name, args in (("mandates:subject", ["proef", slug]), ("pages:desk", ["proef"]))
    )
    editor = Client()
    editor.force_login(make_member(register.region, Role.EDITOR))
    told = {"text": "Zo.", "mark": Mark.VERIFIED, "in_force_from": TODAY}
    for article, level in (("Artikel 1", "lokaal"), ("Artikel 2", "regionaal")):
        assert "spreken elkaar tegen" not in client.get(page).text + editor.get(desk).text
        actions.add_law_fact(by=None, at=NOW, subject=register.dyslexia, article=article, levels=[level], **told)
    assert allowed_levels(law_facts_of(register.dyslexia), TODAY) == list(LEVELS)
    assert "De regels over de wet spreken elkaar tegen" in client.get(page).text
    assert "regels over de wet spreken elkaar tegen bij “Dyslexiezorg”" in editor.get(desk).text
    assert "Deze regels spreken elkaar tegen" in editor.get(f"{page}wet/").text
    table = b"".join(client.get(reverse("mandates:register_csv", args=["proef"])).streaming_content).decode()  # type: ignore[attr-defined]
    assert "de regels over de wet spreken elkaar tegen; Artikel 1: Zo." in table
    assert "De regels over de wet spreken elkaar tegen:" in paper(
        sheet_of(register.region, TODAY), "https://x.example/"
    )


def test_every_law_stands_with_its_mark_and_what_nobody_checked_is_no_law(register: Register) -> None:
    """Over all of the start list: on its page, in the table and on paper."""
    actions.take_over_list(by=None, at=NOW, region=register.region)
    client = Client()
    table = b"".join(client.get(reverse("mandates:register_csv", args=["proef"])).streaming_content).decode()  # type: ignore[attr-defined]
    printed = " ".join(paper(sheet_of(register.region, TODAY), "https://tafel.example/").split())
    n = 0
    for subject in Subject.objects.filter(region=register.region).prefetch_related("law_facts"):
        page = " ".join(client.get(reverse("mandates:subject", args=["proef", subject.slug])).text.split())
        for fact in subject.law_facts.all():
            n += 1
            if fact.mark == Mark.UNVERIFIED:
                assert fact.text not in page + table
                assert f"{fact.article};" not in printed
                continue
            assert f"{escape(fact.text)} <span" in page
            assert f"Bewijs: {fact.get_mark_display()}" in page
            assert f"{fact.text} ({fact.get_mark_display()})" in table.replace('""', '"')
            sign = " *" if fact.mark == Mark.VERIFIED else " °"
            is_plain = fact.mark == Mark.VERIFIED and fact.in_force_from is not None
            assert escape(fact.article) + ("" if is_plain else sign) in printed
    assert n >= 15


def test_what_nobody_checked_is_shown_to_who_writes_and_to_nobody_else(register: Register) -> None:
    told = {"text": "Dit zegt men.", "article": "Artikel 1"}
    actions.add_law_fact(by=None, at=NOW, subject=register.dyslexia, mark=Mark.UNVERIFIED, **told)
    client, path = Client(), reverse("mandates:subject", args=["proef", register.dyslexia.slug])
    table = b"".join(client.get(reverse("mandates:register_csv", args=["proef"])).streaming_content).decode()  # type: ignore[attr-defined]
    assert "Dit zegt men." not in client.get(path).content.decode() + table
    client.force_login(make_member(register.region, Role.EDITOR))
    assert "Dit zegt men." in client.get(f"{path}wet/").content.decode()
    assert "Artikel 1: Dit zegt men." in client.get(path).text, "and in the history beside the subject"
    log = client.get("/proef/geschiedenis/").content.decode()
    assert "een regel over de wet op: Artikel 1." in log, "nor is it called what the law says where all staff read"


# --- keeping it


def test_what_the_law_says_may_be_written_again_when_it_is_surer(register: Register) -> None:
    told = {"text": "Alleen samen.", "article": "Artikel 1"}
    for mark in (Mark.UNVERIFIED, Mark.VERIFIED, Mark.VERIFIED):
        actions.add_law_fact(by=None, at=NOW, subject=register.dyslexia, mark=mark, **told)
    assert {one.mark for one in law_facts_of(register.dyslexia)} == {Mark.UNVERIFIED, Mark.VERIFIED}
    assert register.dyslexia.law_facts.count() == 2


def test_a_municipality_does_it_in_one_other_way_at_a_time(register: Register) -> None:
    def deviates(first: int, last: int) -> Any:
        return register.deviates(DecisionLevel.REGIONAL, TODAY + first * DAY, TODAY + last * DAY)

    first = deviates(0, 10)
    assert deviates(0, 10).pk == first.pk
    with pytest.raises(DeviatesAlready, match="Berkerwold doet het in deze tijd al anders"):
        deviates(10, 20)
    deviates(11, 20)
    actions.end_deviation(by=None, at=NOW, deviation=first)
    deviates(5, 10)


def test_the_start_list_comes_with_one_press_and_not_twice(register: Register) -> None:
    client = Client()
    client.force_login(make_member(register.region, Role.EDITOR))
    n_left = len(titles_to_take_over(register.region))
    for n_more in (n_left, 0):
        before = Subject.objects.count()
        client.post(reverse("mandates:take_over", args=["proef"]))
        assert Subject.objects.count() == before + n_more
    assert n_left > 15
    assert titles_to_take_over(register.region) == []


def test_two_editors_of_one_subject_lose_nothing(register: Register) -> None:
    client, path = Client(), reverse("mandates:change_subject", args=["proef", register.dyslexia.slug])
    client.force_login(make_member(register.region, Role.EDITOR))
    mine = theirs = forms_in(client.get(path))[-1].values
    assert client.post(path, {**theirs, "about": "Hulp bij lezen."}).status_code == 302
    page = client.post(path, {**mine, "turn_to": "De school."})
    assert page.status_code == 409
    together = forms_in(page)[-1].values
    assert (together["about"], together["turn_to"]) == ("Hulp bij lezen.", "De school.")
    assert client.post(path, together).status_code == 302


def test_what_was_said_about_a_subject_is_read_as_a_history(register: Register) -> None:
    subject, path = register.dyslexia, reverse("mandates:subject", args=["proef", register.dyslexia.slug])
    values = {"title": "Dyslexie", "equality": "Eén school, veel gemeenten.", "level_wanted": "regionaal"}
    actions.change_subject(by=make_member(register.region, Role.EDITOR), at=NOW, subject=subject, version=2, **values)
    newest, first = history_of(settled_on(subject, TODAY))
    assert (first.name, first.changes) == ("In het register gezet", [])
    assert [name for name, _parts in newest.changes] == [
        "onderwerp",
        "woorden die mensen gebruiken",
        "gewenst niveau",
        "gewenste gelijkheid",
    ]
    assert dict(newest.changes)["onderwerp"] == [("removed", "Dyslexiezorg"), ("added", "Dyslexie")]
    assert dict(newest.changes)["gewenst niveau"] == [("added", "regionaal")]
    page = Client().get(path).text
    assert "Wat is er bij dit onderwerp veranderd?" in page
    assert str(newest.by) not in page, "who wrote it is for who writes"


def test_the_history_of_a_subject_tells_its_law_and_who_did_it_in_another_way(register: Register) -> None:
    subject, told = register.dyslexia, {"text": "Alleen samen.", "article": "Artikel 1", "mark": Mark.VERIFIED}
    fact = actions.add_law_fact(by=None, at=NOW, subject=subject, **told)
    other = register.deviates(DecisionLevel.REGIONAL, TODAY, TODAY + 9 * DAY)
    actions.end_deviation(by=None, at=NOW, deviation=other)
    actions.remove_law_fact(by=None, at=NOW, fact=fact)
    gone, ended, began, added, _first = history_of(settled_on(subject, TODAY))
    assert [one.name for one in (gone, ended, began, added)] == [
        "Regel over de wet weg",
        "Een gemeente doet het niet meer anders",
        "Een gemeente doet het anders",
        "Regel over de wet erbij",
    ]
    assert gone.told == added.told == "Artikel 1: Alleen samen."
    assert began.told.startswith("Berkerwold: regionaal, vanaf ")
    assert began.told.endswith(". Te klein.")
    assert began.told in Client().get(reverse("mandates:subject", args=["proef", subject.slug])).text


def test_what_ends_or_begins_later_stands_among_the_changes(register: Register) -> None:
    register.deviates(DecisionLevel.REGIONAL, TODAY + 5 * DAY, TODAY + 9 * DAY)
    over = register.deviates(DecisionLevel.REGIONAL, TODAY + 20 * DAY, TODAY + 30 * DAY)
    actions.end_deviation(by=None, at=NOW, deviation=over)
    told = [(one.on, one.title.removeprefix("Dyslexiezorg: ")) for one in changes_of(register.region)]
    assert told[:3] == [
        (TODAY + 20 * DAY, "Berkerwold gaat het niet anders doen"),
        (TODAY + 10 * DAY, "Berkerwold doet het niet meer anders"),
        (TODAY + 5 * DAY, "Berkerwold doet het anders"),
    ], "and of what was ended before it began, that it does not come"
    assert len(told) == 4
    page = Client().get(reverse("mandates:changes", args=["proef"])).text
    assert "Berkerwold doet het niet meer anders" in page
    feed = Client().get(reverse("mandates:changes_feed", args=["proef"])).text
    assert "Berkerwold doet het niet meer anders" in feed


def test_a_subject_that_lapsed_is_out_of_the_register_and_keeps_its_page(register: Register) -> None:
    gone = actions.retire_subject(by=None, at=NOW, subject=register.complaints, version=1, reason="Dubbel.")
    assert [one.subject for one in register_of(register.region, TODAY)] == [register.dyslexia]
    assert Client().get(reverse("mandates:subject", args=["proef", gone.slug])).status_code == 200
    with pytest.raises(SubjectRetired):
        register.decide(gone, DecisionLevel.LOCAL, TODAY, 0)
    with pytest.raises(TitleTaken):
        register.add("klachten en Vertrouwenspersoon")


def test_a_subject_of_a_running_round_lapses_only_when_it_was_taken_out(register: Register) -> None:
    days = {"opens_at": NOW - DAY, "closes_at": NOW + DAY}
    made = prepare_round(by=None, at=NOW, region=register.region, title="Najaar", visibility="own", **days)
    open_round(by=None, at=NOW, round=made, version=made.version)
    gone = {"by": None, "at": NOW, "subject": register.complaints, "version": 1, "reason": "Dubbel."}
    with pytest.raises(InOpenRound, match="Haal het daar eerst uit"):
        actions.retire_subject(**gone)
    drop_subject(by=None, at=NOW, round=made, subject=register.complaints, reason="Dubbel.")
    assert actions.retire_subject(**gone).retired_at == NOW


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({"level": "wereldwijd"}, "Dit niveau bestaat niet."),
        ({"from_on": ""}, "Kies een datum."),
        ({"holder": ""}, "Vul in wie er beslist"),
        ({"ground": ""}, "Vul in op grond waarvan"),
        ({"decided_on": "2027-01-01"}, "Vul ook in wie dat besluit nam."),
        ({"body": "de raad", "decided_on": "2099-01-01"}, "Deze dag moet nog komen."),
        ({"number": "7"}, "Iemand anders schreef intussen op wie hierover beslist."),
    ],
)
def test_what_does_not_fit_is_said_and_nothing_is_written(
    register: Register, sent: dict[str, str], sentence: str
) -> None:
    client, path = Client(), reverse("mandates:decide", args=["proef", register.dyslexia.slug])
    client.force_login(make_member(register.region, Role.EDITOR))
    whole = {"level": "regionaal", "from_on": "2026-12-01", "number": "1", "reason": "", "body": "", "decided_on": ""}
    page = client.post(path, whole | TOLD | sent)
    assert page.status_code in (409, 422)
    assert sentence in page.content.decode()
    assert register.dyslexia.mandates.count() == 1


def test_a_subject_gets_another_place_and_the_same_place_is_no_news(register: Register) -> None:
    client, path = Client(), reverse("mandates:move", args=["proef", register.complaints.slug])
    client.force_login(make_member(register.region, Role.EDITOR))
    moved = Entry.objects.filter(act="subject.moved")
    for after, order, n in (("", [1, 0], 1), ("", [1, 0], 1), (register.dyslexia.pk, [0, 1], 2)):
        assert client.post(path, {"after": after}).status_code == 302
        both = [register.dyslexia, register.complaints]
        assert [one.subject for one in register_of(register.region, TODAY)] == [both[at] for at in order]
        assert moved.count() == n


# --- how much it costs


def test_a_large_register_costs_as_many_queries_as_a_small_one(register: Register) -> None:
    paths = [
        reverse("mandates:index", args=["proef"]) + f"?gemeente={register.places[0].municipality_id}",
        reverse("mandates:subject", args=["proef", register.dyslexia.slug]),
        reverse("mandates:changes", args=["proef"]),
        reverse("mandates:changes_feed", args=["proef"]),
        reverse("mandates:register_xlsx", args=["proef"]),
    ]
    client = Client()
    _agree(register, register.dyslexia)
    few = [_n_queries(client, path) for path in paths]
    for n in range(18):
        add_municipality(by=None, at=NOW, region=register.region, municipality=invent_municipality(name=f"Plaats {n}"))
    for n in range(58):
        subject = register.add(f"Onderwerp {n}")
        register.decide(subject, DecisionLevel.LOCAL, TODAY - n * DAY, 0)
        if n % 10 == 0:
            _agree(register, subject)
        told = {"level": "regionaal", "motive": "Klein.", "ground": "een besluit", "from_on": TODAY}
        told |= {"review_on": TODAY + DAY}
        place = register.places[n % 3].municipality
        actions.add_deviation(by=None, at=NOW, subject=subject, municipality=place, **told)
    assert [_n_queries(client, path) for path in paths] == few
    assert max(few) < 18


def _agree(register: Register, subject: Subject) -> None:
    """One municipality is bound from today on, and the others are not."""
    told: dict[str, Any] = {"by": None, "at": NOW}
    said = {"level": "regionaal", "holder": "de colleges samen", "text": "Samen.", "from_on": TODAY}
    agreed = agreeing.offer_agreement(**told, subject=subject, number=0, **said)
    place = register.places[0].municipality
    agreeing.note_consent(
        **told, agreement=agreed, municipality=place, number=0, stance="bound", body="het college", decided_on=TODAY
    )
    agreeing.carry_out(**told, agreement=agreed)


def _n_queries(client: Client, path: str) -> int:
    with CaptureQueriesContext(connection) as seen:
        assert client.get(path).status_code == 200
    return len(seen)
