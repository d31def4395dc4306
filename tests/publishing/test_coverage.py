"""Where the words of a release come from, who decides about them, and what waits: figures with the list behind each."""

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.html import strip_tags
from pytest_django import DjangoAssertNumQueries

from regiotafel.contributions.answering.rules import Promise
from regiotafel.contributions.linking.actions import confirm_link
from regiotafel.contributions.models import Verdict
from regiotafel.councils.models import PaperKind
from regiotafel.councils.papers.actions import add_paper
from regiotafel.publishing.coverage.queries import coverage_of, owners_in, queues_of
from regiotafel.publishing.models import Waited, Waiting
from regiotafel.publishing.queries import links_to_review, waits_of
from regiotafel.regions.parties.actions import invent_municipality
from regiotafel.thread.linking.actions import clear_review
from regiotafel.vision.models import ReleasedPassage
from tests.publishing.loop import Loop, begin, on

pytestmark = pytest.mark.django_db


def page(client: Client, loop: Loop, number: int, query: str = "") -> str:
    address = reverse("publishing:coverage", args=[loop.region.slug, loop.document.slug, number])
    response = client.get(address + query)
    assert response.status_code == 200
    return " ".join(strip_tags(response.content.decode().replace("<", " <")).split())


def table(client: Client, loop: Loop, number: int) -> str:
    address = reverse("publishing:coverage_csv", args=[loop.region.slug, loop.document.slug, number])
    return b"".join(client.get(address).streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]


def linked() -> Loop:
    """A voice belongs to the first passage, which then reads otherwise; the second release is made before that."""
    loop = begin()
    voice = loop.voice("Tien weken is te lang voor een kind.", loop.waiting)
    confirm_link(by=loop.editor, at=on(1), passage=loop.waiting, contribution=voice)
    loop.reword(loop.school, "Hulp is er op elke school.", day=1.5)
    loop.release("Tweede versie", day=2)
    loop.reword(loop.waiting, "Je wacht hooguit acht weken.", day=3)
    return loop


def test_each_figure_leads_to_its_list(client: Client, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    loop = linked()
    text = page(client, loop, 2)
    assert "Bij 1 van de 3 passages staat waar die vandaan komt" in text
    assert "0 van 3 (0 procent)" in text
    assert "1 van 3 (33 procent)" in text
    without = page(client, loop, 2, "?lijst=herkomst")
    assert "Passage 2 Hulp is er op elke school." in without
    assert "Je wacht hooguit" not in without
    # To be looked at again since the release was made, so only in the text of now.
    assert "Er staat niets meer op deze lijst" in page(client, loop, 2, "?lijst=controleren")
    assert "Je wacht hooguit acht weken." in page(client, loop, 2, "?lijst=controleren&wanneer=nu")
    assert "Reactie 1 Tien weken is te lang" in page(client, loop, 2, "?lijst=reacties")
    for unknown in ("?lijst=x", "?lijst=koppelingen", "?lijst=koppelingen&wie=1", "?lijst=herkomst&wanneer=x&pagina=9"):
        page(client, loop, 2, unknown)
    # An older release has no column of now.
    assert "De tekst nu" not in page(client, loop, 1)
    assert "De tekst nu" in text
    release = loop.document.releases.select_related("document__region").get(number=2)
    with django_assert_num_queries(6):
        assert coverage_of(release).table


def test_who_judges_links_sees_whose_they_are_and_others_do_not(client: Client) -> None:
    loop = linked()
    second = loop.document.releases.select_related("document__region").get(number=2)
    # When the releases were made, nothing was to be looked at.
    (owner,) = owners_in(queues_of(second, waits_of(second)))
    assert (owner.user, [one.n for one in owner.counts]) == (loop.editor, [0, 0, 1])
    assert "Wie moet koppelingen opnieuw controleren?" not in page(client, loop, 2, "?lijst=koppelingen")
    editor = Client()
    editor.force_login(loop.editor, "allauth.account.auth_backends.AuthenticationBackend")
    mine = page(editor, loop, 2, f"?lijst=koppelingen&wie={loop.editor.pk}")
    assert "Bij passage 1" in mine
    assert "Bij passage 1" not in page(editor, loop, 2, "?lijst=koppelingen&wie=0")
    assert f";{loop.editor};Nu;1;" in table(editor, loop, 2)
    assert str(loop.editor) not in table(client, loop, 2)
    # With a release it is kept: what is looked at later, waited then.
    loop.reword(loop.own, "De regio telt elk jaar mee.", day=3.2)
    loop.release("Derde versie", day=3.5)
    link = links_to_review(loop.document).get()
    clear_review(by=loop.editor, at=on(4), link=link, seen=link.numbers)
    third = loop.document.releases.select_related("document__region").get(number=3)
    (owner,) = owners_in(queues_of(third, waits_of(third)))
    assert [one.n for one in owner.counts] == [0, 1, 0]
    assert f";{loop.editor};Versie 3;1;" in table(editor, loop, 3)
    Waited.objects.update(owner=None)
    assert "iemand die niet meer meedoet 0 1 0" in page(editor, loop, 3)
    # What was frozen stays, and what everybody reads of now moves along.
    assert "Er staat niets meer op deze lijst" in page(client, loop, 2, "?lijst=controleren&wanneer=nu")


def test_promises_to_people_and_to_councils_are_counted_and_have_no_measure(client: Client) -> None:
    loop = begin()
    assert "Toezeggingen die nog openstaan 0 0" in page(client, loop, 1)
    voice = loop.voice("Kan het korter?", loop.waiting)
    loop.answer(voice, Verdict.PROMISED, promise=Promise("de werkgroep", date(2030, 3, 1)))
    municipality = invent_municipality(name="Roggerade")
    made: dict[str, Any] = {"by": loop.editor, "at": on(5), "on": on(5).date(), "text": "Dat doen we."}
    made |= {"due_on": on(90).date(), "owner": "de wethouder"}
    add_paper(**made, release=loop.first, municipality=municipality, kind=PaperKind.PROMISE, title="Elk half jaar")
    add_paper(**made, release=loop.first, municipality=municipality, kind=PaperKind.MOTION, title="Een motie")
    assert len(waits_of(loop.first).promises) == 2
    text = page(client, loop, 1, "?lijst=toezeggingen")
    # The release was made before anything was promised.
    assert "Toezeggingen die nog openstaan 0 2 bekijken" in text
    assert "Toezeggingen zonder maatregel in een plan 0 2 bekijken" in text
    assert "Toegezegd bij reactie 1 de werkgroep, uiterlijk op 1 maart 2030" in text
    assert "“Elk half jaar” in Roggerade" in text
    assert "Een motie" not in text
    # A next release does not do what was promised about an earlier one.
    loop.reword(loop.school, "Hulp is er op elke school.", day=6)
    loop.release("Tweede versie", day=7)
    assert "“Elk half jaar” in Roggerade" in page(client, loop, 2, "?lijst=zonder-maatregel")
    kept = page(client, loop, 2, "?lijst=zonder-maatregel&wanneer=toen")
    assert "Bij deze toezeggingen stond geen maatregel bij versie 2" in kept
    assert "Toezegging “Elk half jaar” in Roggerade wacht nu nog" in kept


def test_what_waited_when_a_release_was_made_stays_beside_what_waits_now(client: Client) -> None:
    loop = linked()
    voice = loop.voice("Hoe laat is het?", loop.school, day=1.8)
    loop.release("Derde versie", day=3.5)
    loop.answer(voice, day=4)
    text = page(client, loop, 3, "?lijst=reacties&wanneer=toen")
    assert "Reacties zonder antwoord 1 bekijken 2 bekijken 1 bekijken" in text
    assert "Deze reacties hadden nog geen antwoord bij versie 3" in text
    assert "Reactie 1 wacht nu nog" in text
    assert "Reactie 2 wacht niet meer" in text
    rows = table(client, loop, 3).splitlines()
    assert rows[0] == "wat;wie;moment;aantal;van"
    assert "Reacties zonder antwoord;;Versie 3;2;" in rows
    assert "Reacties zonder antwoord;;Nu;1;" in rows
    assert "Er staat bij waar de passage vandaan komt;;Versie 3;1;3" in rows
    # A release of before this was kept says so, in the page and in the table.
    Waited.objects.all().delete()
    assert "Reacties zonder antwoord niet bijgehouden niet bijgehouden 1 bekijken" in page(client, loop, 3)
    assert "Reacties zonder antwoord;;Versie 3;;" in table(client, loop, 3).splitlines()
    assert {row.what for row in waits_of(loop.first).rows} == set(Waiting)


def test_a_release_of_before_this_was_kept_says_so(client: Client) -> None:
    loop = begin()
    ReleasedPassage.objects.filter(release=loop.first).update(n_origins=None, n_decisions=None, n_to_review=None)
    text = page(client, loop, 1, "?lijst=herkomst")
    assert "niet bijgehouden" in text
    assert "Waar komt de tekst vandaan, en wie beslist erover?" in text
