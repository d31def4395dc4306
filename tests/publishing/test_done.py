"""What was done with what people sent in: sentences, answers to search, and a feed."""

from datetime import date, datetime
from xml.etree import ElementTree

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.html import strip_tags
from pytest_django import DjangoAssertNumQueries

from regiotafel.contributions.answering import actions as answering
from regiotafel.contributions.linking import actions as linking
from regiotafel.contributions.models import Verdict
from regiotafel.contributions.withdrawing import actions as withdrawing
from regiotafel.publishing.done.queries import Done, answers_in, answers_to_read, done_in
from regiotafel.web.links import whole
from tests.factories import ConsultationFactory, RegionFactory, StatementFactory
from tests.publishing.loop import Loop, begin, closed, on, taken

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"


def page(client: Client, loop: Loop, query: str = "") -> str:
    response = client.get(reverse("publishing:done", args=[loop.region.slug]) + query)
    assert response.status_code == 200
    return response.content.decode()


def test_the_sentences_count_voices_and_not_what_editors_made_of_them(client: Client) -> None:
    loop = closed()
    loop.voice("Wanneer hoor ik iets van jullie?", loop.school, day=2)
    done = done_in(loop.region, on(12))
    assert (done.received, done.answered, done.led_to_change, done.unanswered) == (4, 3, 2, 1)
    assert (done.longest_wait, done.median_wait) == (10, 2)
    text = page(client, loop)
    assert "3 van de 4 reacties hebben antwoord" in text
    assert "2 reacties leidden tot een andere tekst" in text
    assert "Eén wacht nog op antwoord." in text


@pytest.mark.parametrize(
    ("done", "headline", "lead"),
    [
        (Done(0, 0, 0, 0, None, None), "Er is nog niets ingestuurd", "Stuurt iemand iets in, dan zie je hier wat"),
        (
            Done(1, 0, 0, 1, 1, None),
            "0 van 1 reactie heeft antwoord",
            "De tekst veranderde er nog niet door. Eén wacht nog op antwoord. De oudste reactie wacht 1 dag.",
        ),
        (
            Done(9, 7, 3, 2, 0, 0),
            "7 van de 9 reacties hebben antwoord",
            "3 reacties leidden tot een andere tekst, helemaal of voor een deel. 2 wachten nog op antwoord. "
            "De helft kreeg binnen een dag antwoord.",
        ),
        (
            Done(9, 9, 1, 0, None, 14),
            "9 van de 9 reacties hebben antwoord",
            "1 reactie leidde tot een andere tekst, helemaal of voor een deel. Niemand wacht nog op antwoord. "
            "De helft kreeg binnen 14 dagen antwoord.",
        ),
    ],
)
def test_how_far_we_are_is_said_in_sentences(done: Done, headline: str, lead: str) -> None:
    assert done.headline == headline
    assert done.lead.startswith(lead)


def test_how_far_we_are_with_one_consultation_names_its_outcomes_and_its_day() -> None:
    one = ConsultationFactory(answer_by=date(2027, 3, 1))
    assert Done(2, 1, 0, 1, 3, 1, one).headline == "1 van de 2 uitkomsten hebben antwoord"
    assert Done(2, 2, 1, 0, None, 1, one, promised=1).lead.startswith(
        "1 uitkomst leidde tot een andere tekst, helemaal of voor een deel. Bij 1 uitkomst is iets toegezegd dat"
    )
    assert Done(1, 1, 0, 0, None, 1, one).headline == "1 van 1 uitkomst heeft antwoord"
    nothing = Done(0, 0, 0, 0, None, None, one)
    assert nothing.headline == "Er is nog niets gedaan met deze uitkomst"
    assert nothing.lead == "Uiterlijk op 1 maart 2027 staat hier wat de gemeenten met de uitkomst doen."
    one.answer_by = None
    assert nothing.lead == "Hier staat straks wat de gemeenten met de uitkomst doen."


def test_a_region_where_nothing_was_sent_in_invites(client: Client) -> None:
    text = page(client, begin())
    assert "Er is nog niets ingestuurd" in text
    assert "Stuur zelf iets in" in text


def test_answers_can_be_searched_and_filtered(client: Client) -> None:
    loop = closed()
    assert "2 antwoorden gevonden" not in page(client, loop)
    assert "1 antwoord gevonden" in page(client, loop, "?zoek=bus")
    assert "1 antwoord gevonden" in page(client, loop, "?wijziging=yes")
    assert "0 antwoorden gevonden" in page(client, loop, "?zoek=bus&wijziging=yes")
    assert "1 antwoord gevonden" in page(client, loop, f"?hoofdstuk={loop.waiting.section_id}")


@pytest.mark.parametrize(
    "query",
    ["?pagina=abc", "?pagina=99999", "?wijziging=misschien", "?hoofdstuk=x", "?zoek=%00", "?zoek=" + "a" * 4000],
)
def test_an_address_that_was_tampered_with_is_a_page(client: Client, query: str) -> None:
    page(client, closed(), query)


def test_only_the_newest_answer_is_told_and_nothing_that_was_withdrawn() -> None:
    loop = closed()
    idea = loop.voice("Een goed idee voor jullie.")
    loop.answer(idea, heard="Eerst dit.")
    loop.answer(idea, heard="Nu beter.", day=4)
    gone = loop.voice("Dit trek ik later in.")
    loop.answer(gone)
    withdrawing.withdraw(at=on(5), contribution=gone)
    heard = [answer.heard for answer in answers_in(answers_to_read(loop.region))]
    assert heard[0] == "Nu beter."
    assert "Eerst dit." not in heard
    assert len(heard) == 3


def test_the_page_takes_as_many_queries_for_many_answers_as_for_few(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    loop = closed()
    for n in (0, 7):
        for number in range(n):
            loop.answer(loop.voice(f"Nog een reactie, nummer {number}.", loop.school))
        page(client, loop)  # who looks first after an act has it counted
        with django_assert_num_queries(11):
            page(client, loop)


def test_the_page_says_which_passages_hang_on_nothing_yet(client: Client) -> None:
    loop = closed()
    assert "Bij 0 van de 3 passages hoort inbreng" in page(client, loop)
    voice = loop.voice("Ook ik wacht.", loop.waiting)
    linking.confirm_link(by=loop.editor, at=on(2), passage=loop.waiting, contribution=voice)
    text = page(client, loop)
    assert "Bij 1 van de 3 passages hoort inbreng" in text
    assert loop.school.knot.url in text[text.index("Bij deze passages hoort nog niets") :]


def test_private_persons_and_members_are_not_named(client: Client) -> None:
    loop = closed()
    text = page(client, loop)
    assert "Reactie 1 van een inwoner" in text
    assert loop.editor.name not in text
    assert loop.editor.email not in text


# --- One consultation


def test_a_consultation_tells_what_was_done_with_its_outcome(client: Client) -> None:
    loop = begin()
    statement = StatementFactory(consultation__region=loop.region, text="Hulp moet op school zijn.")
    consultation = statement.consultation
    address = reverse("publishing:done_with", args=[loop.region.slug, consultation.slug])
    assert "Er is nog niets gedaan met deze uitkomst" in client.get(address).content.decode()
    finding = taken(statement)
    assert "0 van 1 uitkomst heeft antwoord" in client.get(address).content.decode()
    answering.give_answer(
        by=loop.editor,
        at=on(3),
        finding=finding,
        heard="School.",
        verdict=Verdict.NOT_NEEDED,
        why="Staat er.",
        passage=loop.school,
        number=0,
    )
    text = client.get(address).content.decode()
    assert "1 van 1 uitkomst heeft antwoord" in text
    assert "9 van 12 mensen waren het eens" in text
    assert f'id="stelling-{statement.number}"' in text


def test_a_draft_or_a_consultation_of_another_region_is_not_found(client: Client) -> None:
    region = RegionFactory()
    draft = ConsultationFactory(region=region, opened_at=None)
    elsewhere = ConsultationFactory()
    for slug in (draft.slug, elsewhere.slug, "nergens"):
        for name in ("done_with", "done_with_feed"):
            assert client.get(reverse(f"publishing:{name}", args=[region.slug, slug])).status_code == 404


# --- The feed


def test_the_feed_is_atom_that_a_parser_reads(client: Client) -> None:
    loop = closed()
    loop.answer(loop.voice("Iets met <tekens> & zo.", loop.school), heard="<b>&amp;</b> “ja”", why="<i>Dus</i>.", day=4)
    response = client.get(reverse("publishing:done_feed", args=[loop.region.slug]))
    assert response["Content-Type"].startswith("application/atom+xml")
    feed = ElementTree.fromstring(response.content)  # our own
    assert feed.tag == f"{ATOM}feed"
    for name in ("id", "title", "updated"):
        assert feed.findtext(f"{ATOM}{name}"), name
    assert feed.findtext(f"{ATOM}author/{ATOM}name") == loop.region.name
    entries = feed.findall(f"{ATOM}entry")
    assert len(entries) == 3
    ids = {entry.findtext(f"{ATOM}id") for entry in entries}
    assert len(ids) == 3
    for entry in entries:
        assert entry.findtext(f"{ATOM}title")
        assert datetime.fromisoformat(entry.findtext(f"{ATOM}updated") or "") <= timezone.now()
        link = entry.find(f"{ATOM}link")
        assert link is not None
        assert link.attrib["href"].startswith(whole("/proef/inbreng/"))
    assert "<b>&amp;</b> “ja”" in (entries[0].findtext(f"{ATOM}title") or "")
    assert (entries[0].findtext(f"{ATOM}summary") or "") == "Leidt tot een wijziging: nee. &lt;i&gt;Dus&lt;/i&gt;."


def test_an_answer_that_got_better_keeps_its_id_and_its_first_day_in_the_feed(client: Client) -> None:
    loop = closed()
    voice = loop.voice("Iets dat later beter antwoord krijgt.")
    loop.answer(voice, day=4)
    loop.answer(voice, heard="Nu beter.", day=6)
    response = client.get(reverse("publishing:done_feed", args=[loop.region.slug]))
    entry = ElementTree.fromstring(response.content).findall(f"{ATOM}entry")[0]  # our own
    moments = [datetime.fromisoformat(entry.findtext(f"{ATOM}{name}") or "") for name in ("published", "updated")]
    assert moments == [on(4), on(6)]
    assert (entry.findtext(f"{ATOM}id") or "").endswith(f"/inbreng/{voice.number}/")


def test_nothing_is_counted_in_no_days(client: Client) -> None:
    loop = begin()
    loop.answer(loop.voice("Vandaag gevraagd en beantwoord.", day=1), day=1)
    text = page(client, loop)
    assert "De tekst veranderde er nog niet door." in text
    assert "De helft kreeg binnen een dag antwoord." in text
    assert "0 dagen" not in text


def test_a_feed_without_answers_is_the_same_each_time(client: Client) -> None:
    address = reverse("publishing:done_feed", args=[RegionFactory(slug="stil").slug])
    first = client.get(address).content
    assert b"2026-01-01" in first
    assert client.get(address).content == first


def test_the_home_of_a_region_leads_to_the_answers_and_the_feed(client: Client) -> None:
    loop = closed()
    home = client.get(reverse("pages:region_home", args=[loop.region.slug])).content.decode()
    assert "3 van 3 reacties hebben antwoord" in " ".join(strip_tags(home).split())
    assert reverse("publishing:done", args=[loop.region.slug]) in home
    assert 'type="application/atom+xml"' in home
    quiet = client.get(reverse("pages:region_home", args=[RegionFactory().slug])).content.decode()
    assert "Wat is er met de reacties gedaan?" not in quiet


def test_what_was_kept_long_ago_never_breaks_the_feed(client: Client) -> None:
    """A row from before there was a tidying, written past every column of ours."""
    loop = closed()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE contributions_answer SET heard = %s", ["Bel\x07 je\x0bnu \uffff\u202e"])
        cursor.execute("UPDATE regions_region SET name = %s", ["Andere\x0bregio\x01"])
    response = client.get(reverse("publishing:done_feed", args=[loop.region.slug]))
    assert response.status_code == 200
    feed = ElementTree.fromstring(response.content)  # our own
    assert "Bel je nu" in "".join(feed.itertext())
    assert "Andere regio" in "".join(feed.itertext())
