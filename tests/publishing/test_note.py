"""The reaction note: every reaction with its answer, equal ones once, and what we changed ourselves."""

import csv
import io
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django_tasks_db.models import DBTaskResult
from pypdf import PdfReader
from pytest_django import DjangoAssertNumQueries
from python_calamine import CalamineWorkbook

from regiotafel.contributions.answering import actions as answering
from regiotafel.contributions.linking import actions as linking
from regiotafel.contributions.models import Verdict
from regiotafel.contributions.withdrawing import actions as withdrawing
from regiotafel.publishing.note.actions import paper
from regiotafel.publishing.note.queries import (
    BY_CHAPTER,
    BY_THEME,
    Note,
    contents_of,
    entries_in,
    note_of,
    outline_of,
    outline_of_page,
)
from regiotafel.publishing.note.tasks import print_note
from regiotafel.regions.models import Municipality, Role
from regiotafel.regions.parties import actions as parties
from regiotafel.regions.parties import queries as parties_queries
from regiotafel.vision.actions import record_in
from regiotafel.vision.acts import RELEASE_ADOPTED
from regiotafel.vision.deciding.queries import OfCouncil, Tally, tally
from regiotafel.vision.models import CouncilDecision, Release
from regiotafel.vision.queries import release_in
from regiotafel.vision.writing import actions as vision
from regiotafel.vision.writing.rules import seen_of
from regiotafel.web.days import day
from tests.factories import RegionFactory, StatementFactory, make_member
from tests.publishing.loop import Loop, begin, closed, on, taken

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def read(loop: Loop, number: int = 1) -> Note:
    release = release_in(loop.document, number)
    assert release is not None
    return note_of(release)


def address(loop: Loop, name: str = "note", number: int = 1) -> str:
    return reverse(f"publishing:{name}", args=[loop.region.slug, loop.document.slug, number])


def test_equal_reactions_share_one_answer_and_a_private_person_has_a_number_for_a_name() -> None:
    note = read(closed())
    first, second = note.entries
    assert [sender.label for sender in first.answered.senders] == ["inzender 1", "Ouders Samen"]
    assert [sender.label for sender in second.answered.senders] == ["inzender 3"]
    assert (note.n_voices, note.n_changed) == (3, 1)
    assert note.verdicts == [
        ("ja", 1),
        ("deels", 0),
        ("toegezegd, nog niet verwerkt", 0),
        ("nee", 0),
        ("niet nodig", 0),
        ("hoort niet in deze visie", 1),
    ]


def test_was_and_becomes_are_the_words_before_and_after() -> None:
    told = read(closed()).entries[0].answered
    assert told.was == "Je wacht hooguit tien weken."
    assert told.becomes == "Je wacht hooguit acht weken."


def test_a_change_that_no_answer_names_is_our_own() -> None:
    loop = closed()
    (change,) = read(loop).own_changes
    assert change.passage == loop.own
    assert change.becomes == "De regio telt elk jaar mee."
    assert change.reason == "Zo is het beter."
    # The same when the next version is out, and what comes after it belongs to the next note.
    loop.release("Tweede versie", day=4)
    loop.reword(loop.school, "Hulp is er op elke school.", day=5)
    assert [change.passage for change in read(loop).own_changes] == [loop.own]
    assert [change.passage for change in read(loop, 2).own_changes] == [loop.school]


def test_a_new_and_a_lapsed_passage_are_told_as_our_own() -> None:
    loop = begin()
    section = loop.school.section
    new = vision.add_passage(by=loop.editor, at=on(1), section=section, text="Nieuw stuk.", reason="Dit misten we.")
    vision.retire(by=loop.editor, at=on(1), passage=loop.own, reason="Dit stond er dubbel.")
    own = {change.passage.pk: change for change in read(loop).own_changes}
    assert own[new.pk].is_new
    assert own[new.pk].reason == "Dit misten we."
    assert own[loop.own.pk].is_gone
    assert own[loop.own.pk].reason == "Dit stond er dubbel."


def test_entries_keep_their_number_whatever_the_grouping() -> None:
    note = read(closed())
    by_chapter, by_theme = note.grouped(BY_CHAPTER), note.grouped(BY_THEME)
    assert [group.title for group in by_chapter] == ["Wachten", "Dichtbij"]
    assert [group.title for group in by_theme] == ["Wachttijden", "Toegang"]
    numbers = [[entry.nr for group in groups for entry in group.entries] for groups in (by_chapter, by_theme)]
    assert numbers == [[1, 2], [1, 2]]


def test_a_reaction_belongs_to_the_version_that_it_was_about() -> None:
    loop = closed()
    loop.release("Tweede versie", day=4)
    late = loop.voice("Acht weken is nog lang.", loop.waiting, day=5)
    loop.answer(late, day=6)
    idea = loop.voice("Doe ook iets met sport, dat helpt.", day=5)
    loop.answer(idea, day=6)
    assert len(read(loop).entries) == 2
    assert {entry.answered.source for entry in read(loop, 2).entries} == {late, idea}


def test_a_note_is_final_when_the_next_version_is_out() -> None:
    """What is answered later, or better, stands in the note of then."""
    loop = closed()
    late = loop.voice("Wanneer hoor ik iets van jullie?", loop.school)
    before = [(one.answered.answer.pk, one.nr) for one in read(loop).entries]
    loop.release("Tweede versie", day=4)
    better = read(loop).entries[0].answered.contribution
    assert better is not None
    loop.answer(better, day=5, why="Dit zeggen we nu beter.")
    loop.answer(late, day=5)
    note = read(loop)
    assert [(one.answered.answer.pk, one.nr) for one in note.entries] == before
    assert note.unanswered == []
    assert {one.answered.source for one in read(loop, 2).entries} == {better, late}


def test_the_contents_name_every_chapter_on_whichever_page_it_is(client: Client, monkeypatch: Any) -> None:
    monkeypatch.setattr("regiotafel.publishing.note.views.ON_A_PAGE", 1)
    loop = closed()
    page = client.get(address(loop)).content.decode()
    assert 'href="?groep=hoofdstuk&amp;pagina=2#nr-2"' in page
    assert [one.title for one in contents_of(loop.first, outline_of(loop.first), BY_CHAPTER, 1)] == [
        "Wachten",
        "Dichtbij",
    ]
    menu = client.get(reverse("publishing:notes", args=[loop.region.slug]))
    assert address(loop) in menu.content.decode()
    assert "concept" in menu.content.decode()
    assert reverse("publishing:notes", args=[loop.region.slug]) in page


def test_what_was_withdrawn_or_refused_or_waits_is_not_in_the_note() -> None:
    loop = closed()
    withdrawing.withdraw(at=on(3), contribution=loop.voice("Ik trek dit straks weer in.", loop.school))
    waiting = loop.voice("Wanneer hoor ik iets van jullie?", loop.school)
    note = read(loop)
    assert len(note.entries) == 2
    assert note.unanswered == [waiting]


def test_a_finding_stands_in_the_note_with_how_people_answered() -> None:
    loop = closed()
    statement = StatementFactory(consultation__region=loop.region, consultation__title="Samen praten")
    finding = taken(statement)
    linking.confirm_link(by=loop.editor, at=on(2), passage=loop.school, finding=finding)
    answering.give_answer(
        by=loop.editor, at=on(3), finding=finding, heard="Op school.", verdict=Verdict.NO, why="Staat er.", number=0
    )
    note = read(loop)
    assert note.n_findings == 1
    (entry,) = [entry for entry in note.entries if entry.answered.finding]
    assert entry.answered.senders[0].label == "uitkomst van de ronde “Samen praten”"
    assert entry.answered.passage == loop.school


def test_the_counts_of_a_note_are_one_sentence_with_spaces(client: Client) -> None:
    loop = closed()
    finding = taken(StatementFactory(consultation__region=loop.region))
    linking.confirm_link(by=loop.editor, at=on(2), passage=loop.school, finding=finding)
    answering.give_answer(
        by=loop.editor, at=on(3), finding=finding, heard="Op school.", verdict=Verdict.NO, why="Staat er.", number=0
    )
    page = " ".join(client.get(address(loop)).content.decode().split())
    assert "Er zijn 3 antwoorden, op 3 reacties over deze tekst en 1 uitkomst van een ronde." in page


def test_the_page_shows_everything_and_escapes_what_people_wrote(client: Client) -> None:
    loop = closed()
    loop.answer(loop.voice("<script>alert(1)</script> wat een tekst", loop.own), heard="<b>vet</b>")
    page = client.get(address(loop)).content.decode()
    assert "Inzender 1" in page
    assert "Ouders Samen" in page
    assert "De provincie." in page
    assert "Wat we uit onszelf veranderden" in page
    assert "<b>vet</b>" not in page
    assert "&lt;b&gt;vet" in page
    assert loop.editor.name not in page
    assert "Besluit invullen" not in page


def test_the_page_takes_as_many_queries_for_many_reactions_as_for_few(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    loop = closed()
    for n in (0, 9):
        for number in range(n):
            loop.answer(loop.voice(f"Nog een reactie, nummer {number}.", loop.school))
        client.get(address(loop))  # who looks first after an act has it put in order
        # The end of the history that stands under it is one of them.
        with django_assert_num_queries(22):
            client.get(address(loop))


def test_a_page_of_the_note_is_the_same_part_of_the_whole() -> None:
    loop = closed()
    for number in range(3):
        loop.answer(loop.voice(f"Nog een reactie, nummer {number}.", loop.school))
    release = release_in(loop.document, 1)
    assert release is not None
    note, outline = note_of(release), outline_of(release)
    for first, until in ((0, 2), (2, 5), (0, len(note.entries))):
        assert entries_in(release, outline, first, until) == note.entries[first:until]
    last = outline_of_page(release, outline, is_last=True)
    assert list(last.own_changes) == list(note.own_changes)
    assert last.next == note.next
    assert len(last.unanswered) == len(note.unanswered)
    for name in ("n_voices", "n_findings", "n_changed", "verdicts"):
        assert getattr(outline, name) == getattr(note, name)


def test_a_long_note_has_pages_and_the_print_and_the_table_have_all_of_it(client: Client, monkeypatch: Any) -> None:
    monkeypatch.setattr("regiotafel.publishing.note.views.ON_A_PAGE", 2)
    loop = closed()
    loop.answer(loop.voice("Nog een reactie op de school.", loop.school))
    assert "nr-3" not in client.get(address(loop)).content.decode()
    first, last = (client.get(address(loop) + f"?groep=thema&pagina={n}").content.decode() for n in (1, 2))
    assert 'id="nr-3"' in last
    # What nobody asked for stands behind the answers, and the first page leads there.
    assert ('id="eigen"' in first, 'id="eigen"' in last) == (False, True)
    assert 'href="?groep=thema&amp;pagina=2#eigen"' in first
    assert client.get(address(loop) + "?pagina=x").status_code == 200
    assert 'id="nr-3"' in paper(loop.first, BY_CHAPTER, "https://example.org/")


def test_a_long_note_is_printed_in_parts_that_hold_it_all_once(client: Client, monkeypatch: Any) -> None:
    monkeypatch.setattr("regiotafel.publishing.note.queries.IN_A_PRINT", 2)
    loop = closed()
    loop.answer(loop.voice("Nog een reactie op de school.", loop.school))
    page = client.get(address(loop)).content.decode()
    assert "Print de nota (PDF), in 2 delen" in page
    assert "Deel 2: antwoord 3 tot en met 3" in page
    first, second = (paper(loop.first, BY_CHAPTER, "https://example.org/", part) for part in (1, 2))
    assert [f'id="nr-{number}"' in first for number in (1, 2, 3)] == [True, True, False]
    assert [f'id="nr-{number}"' in second for number in (1, 2, 3)] == [False, False, True]
    for once in ("In het kort", "Deze wijzigingen staan bij geen enkel antwoord"):
        assert (once in first) + (once in second) == 1
    assert client.get(address(loop, "note_pdf") + "?deel=3").status_code == 404
    for odd in ("0", "x", "-1", "٣"):
        assert client.get(address(loop, "note_pdf") + f"?deel={odd}").status_code in (202, 501)


def test_equal_words_are_shown_once(client: Client) -> None:
    loop = closed()
    first = read(loop).entries[0].answered.answer
    was, becomes = (loop.waiting.wordings.get(number=number) for number in (first.was, first.becomes))
    late = loop.voice("Ook ik vind tien weken lang.", loop.waiting)
    loop.answer(late, Verdict.YES, passage=loop.waiting, was=was, becomes=becomes)
    page = client.get(address(loop)).content.decode()
    assert page.count("<del>") == 1
    assert "Zie nummer 1 van deze nota" in page


def test_a_note_without_reactions_invites(client: Client) -> None:
    page = client.get(address(begin())).content.decode()
    assert "zijn nog geen reacties beantwoord" in page
    assert "Bekijk alle inbreng" in page


@pytest.mark.parametrize("name", ["note", "note_pdf", "note_csv", "note_xlsx"])
def test_a_version_of_another_region_or_without_that_number_is_not_found(client: Client, name: str) -> None:
    loop, other = closed(), RegionFactory()
    assert client.get(address(loop, name, 7)).status_code == 404
    elsewhere = reverse(f"publishing:{name}", args=[other.slug, loop.document.slug, 1])
    assert client.get(elsewhere).status_code == 404
    assert client.post(address(loop, name)).status_code == 405


# --- What councils decided


def decide(client: Client, loop: Loop, role: Role | None = Role.EDITOR, **more: object) -> Any:
    """As somebody with this role, in the step that `more` says."""
    council = Municipality.objects.first() or parties.invent_municipality(name="Roggerade")
    if not parties_queries.takes_part(loop.region, council):
        parties.add_municipality(by=None, at=on(0), region=loop.region, municipality=council)
    if role is not None:
        client.force_login(make_member(loop.region, role), BACKEND)
    url = reverse("publishing:decide", args=[loop.region.slug, loop.document.slug, 1, council.pk])
    form = {
        "decision": "adopted",
        "decided_on": on(2).date().isoformat(),
        "body": "de raad van Roggerade",
        "number": "0",
    }
    return client.post(url, form | {name: str(value) for name, value in more.items()})


def test_a_council_adopts_in_two_steps_and_a_mistake_is_corrected_in_sight_of_all(client: Client) -> None:
    loop = closed()
    # Of a page that knew of a decision that is not there: it is asked again.
    assert decide(client, loop, confirmed=1, number=3).status_code == 409
    early = decide(client, loop, decided_on="2099-12-31").content.decode()
    assert "Deze dag moet nog komen." in early
    assert "Klopt dit?" not in early
    first = decide(client, loop)
    assert "Klopt dit?" in first.content.decode()
    assert not CouncilDecision.objects.exists()
    assert decide(client, loop, confirmed=1).status_code == 302
    page = client.get(address(loop, "decisions")).content.decode()
    assert "1 van de 1 gemeenteraden heeft deze versie vastgesteld" in page
    # The page of the municipality asks for the same, in part.
    place = loop.region.memberships_of_municipalities.get().pk
    of_council = reverse("publishing:council", args=[loop.region.slug, place])
    assert of_council in client.get(reverse("regions:municipality", args=[loop.region.slug, place])).text
    part = client.get(of_council, headers={"HX-Request": "true"}).text
    assert "Vastgesteld:" in part
    assert "<h1>" not in part
    assert decide(client, loop, confirmed=1, body="het college").status_code == 409
    assert decide(client, loop, confirmed=1, number=1, decision="amended").status_code == 422
    amended = {"number": 1, "decision": "amended", "reason": "De raad nam een amendement aan."}
    assert decide(client, loop, confirmed=1, **amended).status_code == 302
    page = client.get(address(loop, "decisions")).content.decode()
    assert "Eén gemeenteraad stelde een gewijzigde tekst vast. Die tellen we hier niet mee." in page
    assert "Nog geen gemeenteraad heeft deze versie vastgesteld" in page
    assert (
        decide(client, loop, confirmed=1, number=2, decision="none", reason="Het was de commissie.").status_code == 302
    )
    client.logout()
    assert "nog geen besluit van de gemeenteraad" in " ".join(client.get(of_council).text.split())
    page = client.get(address(loop, "decisions")).content.decode()
    assert "Nog geen gemeenteraad heeft deze versie vastgesteld" in page
    assert "verbeterd, want: Het was de commissie." in page
    assert [one.decision for one in CouncilDecision.objects.order_by("number")] == ["adopted", "amended", "none"]
    left = OfCouncil(Municipality(name="Elders"), [CouncilDecision(decision="adopted")], is_here=False)
    stayed = OfCouncil(Municipality(name="Hier"), [CouncilDecision(decision="adopted_with_more")])
    assert tally([left, stayed, OfCouncil(Municipality(name="Ook hier"))]) == Tally(n=2, n_adopted=1)


def test_what_was_marked_as_adopted_before_councils_had_decisions_is_still_told(client: Client) -> None:
    """The mark is gone from the release; the history kept it."""
    loop = closed()
    release = Release.objects.get(document=loop.document, number=1)
    record_in(loop.editor, on(3), RELEASE_ADOPTED, release, loop.document, number=1, name=release.name)
    told = f"Op {day(on(3))} is gemeld dat deze versie is vastgesteld. Per gemeente is dat nog niet ingevuld."
    assert told in " ".join(client.get(address(loop, "decisions")).text.split())
    assert told in " ".join(client.get(reverse("publishing:notes", args=[loop.region.slug])).text.split())
    assert told in " ".join(paper(release, BY_CHAPTER, "https://voorbeeld.invalid/").split())
    decide(client, loop, confirmed=1)
    page = client.get(address(loop, "decisions")).text
    assert "is gemeld" not in page
    assert "1 van de 1 gemeenteraden heeft" in page


def test_a_version_is_not_adopted_while_somebody_waits_and_the_page_says_who(client: Client) -> None:
    loop = closed()
    waiting = loop.voice("Wanneer hoor ik iets van jullie?", loop.school)
    assert decide(client, loop, confirmed=1).status_code == 409
    page = client.get(address(loop, "decisions")).content.decode()
    assert reverse("contributions:answer", args=[loop.region.slug, waiting.number]) in page
    assert not CouncilDecision.objects.exists()
    loop.answer(waiting)
    assert decide(client, loop, confirmed=1).status_code == 302


@pytest.mark.parametrize("day", ["", (on(900)).date().isoformat(), "2020-01-01"])
def test_a_decision_has_a_day_that_was_there(client: Client, day: str) -> None:
    assert decide(client, closed(), confirmed=1, decided_on=day).status_code == 422


@pytest.mark.parametrize(("role", "status"), [(None, 302), (Role.MODERATOR, 403), (Role.CLERK, 403)])
def test_only_who_writes_the_text_writes_down_a_decision(client: Client, role: Role | None, status: int) -> None:
    assert decide(client, closed(), role, confirmed=1).status_code == status
    assert not CouncilDecision.objects.exists()


def test_a_clerk_writes_down_and_corrects_what_their_own_council_decided_and_no_other(client: Client) -> None:
    loop = closed()
    assert decide(client, loop).status_code == 200
    own, other = Municipality.objects.get(), parties.invent_municipality(name="Zwanendal")
    parties.add_municipality(by=None, at=on(0), region=loop.region, municipality=other)
    clerk = make_member(loop.region, Role.CLERK, municipality=own)
    client.force_login(clerk, BACKEND)
    assert decide(client, loop, None, confirmed=1).status_code == 302
    desk = client.get(reverse("pages:desk", args=[loop.region.slug])).text
    to_own, to_other = (
        reverse("publishing:decide", args=[loop.region.slug, loop.document.slug, 1, one.pk]) for one in (own, other)
    )
    page = client.get(address(loop, "decisions")).text
    assert to_own in page
    assert to_other not in page
    assert client.get(to_other).status_code == 403
    assert client.get(to_own).status_code == 200
    assert "Jouw gemeente" in desk
    assert decide(client, loop, None, confirmed=1, number=1, decision="rejected", reason="Verkeerd.").status_code == 302
    assert CouncilDecision.objects.filter(by=clerk).count() == 2


def test_moving_a_passage_later_changes_no_number_and_no_chapter_of_the_note(client: Client) -> None:
    loop = closed()
    before = [(entry.nr, entry.chapter, entry.answered.senders) for entry in read(loop).entries]
    loop.waiting.refresh_from_db()
    near = loop.school.section
    vision.move(by=loop.editor, at=on(4), passage=loop.waiting, section=near, after=loop.own)
    vision.change_section(
        by=loop.editor, at=on(4), section=near, title="Hulp in de buurt", theme="", seen=seen_of(near), after=None
    )
    assert [(entry.nr, entry.chapter, entry.answered.senders) for entry in read(loop).entries] == before
    assert [chapter for _nr, chapter, _senders in before] == ["Wachten", "Dichtbij"]
    page = client.get(address(loop)).content.decode()
    assert "Passage 1</a> · Wachten" in page


# --- To take along


def test_the_table_has_a_row_for_each_answer_and_each_own_change(client: Client) -> None:
    loop = closed()
    loop.answer(loop.voice("Een rare formule is dit toch.", loop.own), heard="=1+1")
    response = client.get(address(loop, "note_csv"))
    sent = response.getvalue()  # type: ignore[attr-defined]
    rows = list(csv.DictReader(io.StringIO(sent.decode("utf-8-sig")), delimiter=";"))
    assert [row["leidt_tot_wijziging"] for row in rows] == ["ja", "hoort niet in deze visie", "nee", "ja"]
    assert rows[0]["inzender"] == "inzender 1, Ouders Samen"
    assert (rows[0]["was"], rows[0]["wordt"]) == ("Je wacht hooguit tien weken.", "Je wacht hooguit acht weken.")
    assert rows[2]["wat_we_hoorden"] == "'=1+1"
    assert rows[3]["inzender"] == "eigen wijziging"
    assert {row["versie"] for row in rows} == {"1"}
    assert {row["status"] for row in rows} == {"concept"}
    assert 'filename="proef-reactienota-onze-visie-versie-1.csv"' in response["Content-Disposition"]


def test_the_table_opens_in_columns_in_a_dutch_spreadsheet(client: Client) -> None:
    sent = client.get(address(closed(), "note_csv")).getvalue()  # type: ignore[attr-defined]
    assert sent.startswith(b"\xef\xbb\xbfnr;inzender;")


def test_the_workbook_of_a_note_opens_in_another_program_with_text_as_text(client: Client) -> None:
    loop = closed()
    loop.answer(loop.voice("Een rare formule is dit toch.", loop.own), heard="=1+1")
    response = client.get(address(loop, "note_xlsx"))
    header, *rows = CalamineWorkbook.from_filelike(io.BytesIO(response.content)).get_sheet_by_index(0).to_python()
    assert header[:2] == ["nr", "inzender"]
    assert [row[8] for row in rows] == ["ja", "hoort niet in deze visie", "nee", "ja"]
    assert rows[2][6] == "=1+1"
    assert header[-1] == "status"
    assert 'filename="proef-reactienota-onze-visie-versie-1.xlsx"' in response["Content-Disposition"]


def work_off() -> None:
    for waiting in DBTaskResult.objects.all():
        print_note.call(*waiting.args_kwargs["args"])


@pytest.mark.pdf
def test_the_print_is_made_in_a_task_and_is_a_tagged_pdf(client: Client) -> None:
    cache.clear()
    loop = closed()
    for _reader in range(2):
        waiting = client.get(address(loop, "note_pdf"))
        assert waiting.status_code == 202
        assert "De reactienota wordt gemaakt" in waiting.content.decode()
    asking = {"HX-Request": "true"}
    assert "Open de PDF" not in client.get(address(loop, "note_pdf"), headers=asking).content.decode()
    assert DBTaskResult.objects.count() == 1
    work_off()
    assert "Open de PDF" in client.get(address(loop, "note_pdf"), headers=asking).content.decode()
    response = client.get(address(loop, "note_pdf"))
    assert response["Content-Type"] == "application/pdf"
    pdf = PdfReader(io.BytesIO(response.content))
    root = pdf.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "nl"
    assert "pdfuaid:part" in root["/Metadata"].get_object().get_data().decode() or b"pdfuaid" in response.content
    tags = _tags(root["/StructTreeRoot"])
    assert {"/H1", "/H2", "/H3", "/P", "/Link", "/Lbl"} <= tags
    text = " ".join(page.extract_text() for page in pdf.pages)
    assert "Inzender 1" in text
    assert "Ouders Samen" in text
    assert "Wat we uit onszelf veranderden" in text
    assert "Reactienota" in (pdf.metadata or {}).get("/Title", "")


def _tags(node: Any) -> set[str]:
    node = node.get_object()
    found = {str(node["/S"])} if "/S" in node else set()
    kids = node.get("/K", [])
    for one in kids if isinstance(kids, list) else [kids]:
        kid = one.get_object()
        if hasattr(kid, "get") and kid.get("/Type") != "/MCR":
            found |= _tags(kid)
    return found


@pytest.mark.either
def test_a_better_answer_makes_another_print(client: Client) -> None:
    cache.clear()
    loop = closed()
    client.get(address(loop, "note_pdf"))
    work_off()
    assert client.get(address(loop, "note_pdf")).status_code == 200
    loop.answer(loop.voice("Dit vergaten jullie nog.", loop.school))
    assert client.get(address(loop, "note_pdf")).status_code == 202


def test_print_task_of_a_version_that_is_gone_does_nothing() -> None:
    print_note.call(0, BY_CHAPTER, "https://example.org/")
