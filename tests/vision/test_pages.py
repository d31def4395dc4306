"""The pages of the text, as a reader, an editor and somebody who tries things see them."""

import re
from collections.abc import Sequence
from urllib.parse import quote

import pytest
from django.core.cache import caches
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from regiotafel.people.models import User
from regiotafel.publishing.releasing.actions import release
from regiotafel.regions.models import Region, Role
from regiotafel.thread.models import Knot
from regiotafel.vision import queries
from regiotafel.vision.models import Document, Passage, Section, Wording
from regiotafel.vision.writing.actions import add_passage, add_section, draft_document, retire, reword
from regiotafel.web.links import whole
from tests.factories import KnotFactory, RegionFactory, UserFactory, make_member
from tests.forms import hidden

pytestmark = pytest.mark.django_db
NOW = timezone.now()


@pytest.fixture
def region() -> Region:
    return RegionFactory(slug="noord", name="Regio Noord")


@pytest.fixture
def editor(region: Region) -> User:
    return make_member(region, Role.EDITOR, UserFactory(name="Roos Redacteur"))


@pytest.fixture
def section(region: Region) -> Section:
    document = draft_document(by=None, at=NOW, region=region, title="Regiovisie")
    return add_section(by=None, at=NOW, document=document, title="Wachten")


@pytest.fixture
def document(section: Section) -> Document:
    return section.document


@pytest.fixture
def passage(section: Section, editor: User) -> Passage:
    return add_passage(
        by=editor, at=NOW, section=section, text="Niemand wacht langer dan 12 weken.", reason="Uit de ronde"
    )


def at(name: str, *args: object) -> str:
    app = "publishing" if name == "new_release" else "vision"
    return reverse(f"{app}:{name}", args=["noord", "regiovisie", *args])


def page(client: Client, name: str, *args: object, status: int = 200) -> str:
    response = client.get(at(name, *args))
    assert response.status_code == status
    return " ".join(response.content.decode().split())  # as a browser reads it


def words_of(page: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


# --- reading


def test_a_reader_gets_the_text_and_the_numbers_beside_every_passage(client: Client, passage: Passage) -> None:
    text = page(client, "read")
    assert "Niemand wacht langer dan 12 weken." in text
    assert "nog geen reacties" in text
    # A link to it says what it is, and can be passed on without scripts.
    assert '<meta property="og:title" content="Regiovisie">' in text
    assert f"https://wa.me/?text=Regiovisie%20{quote(whole(at('read')), safe='')}" in text
    assert "hx-get" not in text
    assert "Tekst bewerken" not in text
    assert "Roos Redacteur" not in text + page(client, "passage", 1)


def test_the_region_with_one_text_leads_there_at_once(client: Client, document: Document) -> None:
    index = reverse("vision:index", args=["noord"])
    assert client.get(index)["Location"] == at("read")
    draft_document(by=None, at=NOW, region=document.region, title="Bijlage")
    assert "Bijlage" in client.get(index).content.decode()


def test_the_navigation_leads_to_the_text_where_there_is_one(client: Client, region: Region) -> None:
    home = reverse("pages:region_home", args=["noord"])
    link = f'href="{reverse("vision:index", args=["noord"])}"'
    assert link not in client.get(home).content.decode()
    draft_document(by=None, at=NOW, region=region, title="Regiovisie")
    assert link in client.get(home).content.decode()
    assert re.search(r'aria-current="true">De visie<', page(client, "read"))


def test_an_empty_region_and_an_empty_text_say_what_can_be_done(client: Client, region: Region, editor: User) -> None:
    index = reverse("vision:index", args=["noord"])
    assert "De visie wordt nog geschreven." in client.get(index).content.decode()
    document = draft_document(by=None, at=NOW, region=region, title="Regiovisie")
    assert "Aan deze tekst wordt nog geschreven." in page(client, "read")
    assert "Er is nog geen gepubliceerde versie" in page(client, "releases")
    client.force_login(editor)
    assert "Begin met schrijven" in page(client, "read")
    assert "Er is nog geen hoofdstuk." in page(client, "edit")
    add_section(by=None, at=NOW, document=document, title="Wachten")
    assert "In dit hoofdstuk staat nog niets." in page(client, "edit")


def test_a_passage_shows_its_history_and_marks_what_differs_with_more_than_colour(
    client: Client, passage: Passage, editor: User
) -> None:
    reword(by=editor, at=NOW, passage=passage, version=1, text="Niemand wacht langer dan 6 weken.", reason="Advies")
    text = page(client, "passage", 1)
    assert re.search(r"<del>.*12.*</del><ins>.*6.*</ins>", text)
    assert "[eruit:] 12 [tot hier]" in words_of(text)
    assert "Reden: Advies" in text
    assert "Reden: Uit de ronde" in text
    client.force_login(editor)
    assert "Roos Redacteur" in page(client, "passage", 1)


def test_a_passage_that_lapsed_stays_at_its_address(client: Client, passage: Passage, editor: User) -> None:
    retire(by=None, at=NOW, passage=passage, reason="Staat al in de wet.")
    text = page(client, "passage", 1)
    assert "Staat al in de wet." in text
    assert "Reageer op deze passage" not in text
    assert "Niemand wacht" not in page(client, "read")
    client.force_login(editor)
    assert "Vervallen passages" in page(client, "edit")


def test_what_people_wrote_is_never_markup(client: Client, section: Section, editor: User) -> None:
    nasty = "<script>alert(1)</script> & <b>vet</b>"
    passage = add_passage(by=None, at=NOW, section=section, text=nasty, reason=nasty)
    reword(by=editor, at=NOW, passage=passage, version=1, text=f"{nasty} niet", reason=nasty)
    client.force_login(editor)
    for name, *args in (("read",), ("edit",), ("passage", 1), ("reword", 1), ("move", 1), ("retire", 1)):
        assert "<script>alert" not in page(client, name, *args)
        assert "<b>vet" not in page(client, name, *args)


@pytest.mark.parametrize(("name", "n"), [("read", 12), ("edit", 8)])
def test_five_hundred_passages_take_as_many_queries_as_one(
    client: Client, section: Section, editor: User, name: str, n: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client.force_login(editor)
    add_passage(by=None, at=NOW, section=section, text="Eerste.", reason="Begin")
    page(client, name)
    caches["texts"].clear()
    # session, person, region, roles, document, chapters, passages, last release or lapsed ones, memberships, steps; of
    # what is read how large its files are; and
    # twice the end of the history: for the text that is kept, and for what stands beside it
    with django_assert_num_queries(n):
        page(client, name)
    knots = Knot.objects.bulk_create(KnotFactory.build_batch(499, region=section.document.region))
    rows = Passage.objects.bulk_create(
        Passage(document=section.document, section=section, number=number, position=number, knot=knot)
        for number, knot in enumerate(knots, start=2)
    )
    Wording.objects.bulk_create(
        Wording(passage=row, number=1, text=f"Passage {row.number}.", reason="Begin", at=NOW) for row in rows
    )
    with django_assert_num_queries(n):
        assert "Passage 200." in page(client, name)
    with django_assert_num_queries(n):
        assert "Passage 500." in client.get(at(name) + "?passage=500").content.decode()


def test_a_long_text_is_read_by_the_chapter_and_printed_whole(
    client: Client, passage: Passage, editor: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queries, "WHOLE", 1)
    document, first = passage.document, passage.section
    second = add_section(by=None, at=NOW, document=document, title="Overgangen")
    there = add_passage(by=None, at=NOW, section=second, text="Achttien is geen grens.", reason="Begin")
    release(by=None, at=NOW, document=document, name="Concept")
    client.force_login(editor)
    pages: dict[str, tuple[Sequence[int], Sequence[int]]] = {
        "read": ((), (first.pk, second.pk)),
        "edit": ((), (first.pk, second.pk)),
        "release": ((1,), (1, 2)),
    }
    for name, (more, keys) in pages.items():
        opened = {
            "": first,
            f"?hoofdstuk={keys[1]}": second,
            f"?passage={there.number}": second,
            "?hoofdstuk=999999": first,
        }
        for asked, chapter in opened.items():
            told = client.get(at(name, *more) + asked).content.decode()
            found = "Niemand wacht langer" in told, "Achttien is" in told
            assert found == (chapter == first, chapter == second), (name, asked)
            assert f'href="?hoofdstuk={keys[chapter == first]}"' in told
        whole = client.get(at(name, *more) + "?alles").content.decode()
        assert "Niemand wacht" in whole
        assert "Achttien is" in whole
        assert f'href="#hoofdstuk-{keys[1]}"' in whole
    assert 'data-whole="?alles"' in page(client, "read")
    _chosen_by_the_chapter(client, passage, there)


def test_a_chapter_too_long_for_a_page_is_read_in_parts(
    client: Client, passage: Passage, editor: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queries, "WHOLE", 1)
    monkeypatch.setattr(queries, "LONGEST", 2)
    for n in (2, 3, 4, 5):
        add_passage(by=None, at=NOW, section=passage.section, text=f"Zin {n}.", reason="Begin")
    key = passage.section_id
    client.force_login(editor)
    for name in ("read", "edit"):
        opened = {"": {2}, f"?hoofdstuk={key}": {2}, f"?hoofdstuk={key}&passage=3": {3, 4}, "?passage=5": {5}}
        for asked, there in opened.items():
            told = client.get(at(name) + asked).content.decode()
            assert {n for n in (2, 3, 4, 5) if f"Zin {n}." in told} == there, asked
            assert "(deel 2 van 3)" in told
            assert f"hoofdstuk={key}&amp;passage=3" in told
    assert all(f"Zin {n}." in client.get(at("read") + "?alles").content.decode() for n in (2, 3, 4, 5))


# --- writing


def test_an_editor_writes_a_text_from_nothing(client: Client, region: Region, editor: User) -> None:
    client.force_login(editor)
    new = client.post(reverse("vision:new_document", args=["noord"]), {"title": "Regiovisie", "about": "Voor 2027"})
    assert new["Location"] == at("add_section")
    chapter = client.post(at("add_section"), {"title": "Wachten", "theme": "wachttijd"})
    section = Section.objects.get()
    assert chapter["Location"] == at("add_passage", section.pk)
    written = {"text": "Eerste.\r\n\r\nTweede alinea.", "reason": "Begin"}
    assert client.post(at("add_passage", section.pk), written)["Location"] == at("edit") + "?passage=1#passage-1"
    assert "<p>Tweede alinea.</p>" in page(client, "read")
    assert Wording.objects.get().text == "Eerste.\n\nTweede alinea."


def test_new_words_need_a_reason_and_what_was_typed_stays(client: Client, passage: Passage, editor: User) -> None:
    client.force_login(editor)
    response = client.post(at("reword", 1), {"text": "Hooguit zes weken.", "reason": " ", "version": 1})
    assert response.status_code == 422
    assert "Hooguit zes weken." in response.content.decode()
    assert "Schrijf op waarom." in response.content.decode()
    assert Wording.objects.count() == 1


def test_who_saves_second_merges_and_nothing_is_lost(client: Client, passage: Passage, editor: User) -> None:
    client.force_login(editor)
    other = UserFactory(name="Bram Collega")
    reword(by=other, at=NOW, passage=passage, version=1, text="Niemand wacht langer dan 6 weken.", reason="Advies")
    mine = {"text": "Niemand wacht langer dan 12 weken op hulp.", "reason": "Duidelijker", "version": 1}
    response = client.post(at("reword", 1), mine)
    merge = response.content.decode()
    assert response.status_code == 409
    for there in ("Niemand wacht langer dan 6 weken.", mine["text"], "Bram Collega", "Reden: Advies", "Duidelijker"):
        assert there in merge
    assert "[erbij:] 12 [tot hier]" in words_of(merge)
    assert merge.count("<textarea") == 1
    assert 'name="version" value="2"' in merge
    assert Wording.objects.count() == 2
    # A third one saves while this person is merging: again a merge page.
    passage.refresh_from_db()
    reword(by=other, at=NOW, passage=passage, version=2, text="Niemand wacht lang.", reason="Weer anders")
    result = {**mine, "text": "Niemand wacht langer dan 6 weken op hulp.", "version": 2}
    assert client.post(at("reword", 1), result).status_code == 409
    assert client.post(at("reword", 1), {**result, "version": 3}).status_code == 302
    texts = list(Wording.objects.order_by("number").values_list("text", flat=True))
    assert texts[1:] == ["Niemand wacht langer dan 6 weken.", "Niemand wacht lang.", result["text"]]


def test_words_for_a_passage_that_lapsed_meanwhile_are_given_back(
    client: Client, passage: Passage, editor: User
) -> None:
    client.force_login(editor)
    retire(by=None, at=NOW, passage=passage, reason="Weg")
    response = client.post(at("reword", 1), {"text": "Mijn lange tekst.", "reason": "Beter", "version": 1})
    assert response.status_code == 409
    assert "Mijn lange tekst." in response.content.decode()
    assert "vervallen" in response.content.decode()


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"text": ""}, "Schrijf de tekst van de passage op."),
        ({"text": " \r\n "}, "Schrijf de tekst van de passage op."),
        ({"text": "woord " * 175_000}, "Dat is te lang: het mogen er 5000 zijn."),
        ({"text": "Niemand wacht langer dan 12 weken."}, "Dit is dezelfde tekst."),
        ({"reason": "x" * 301}, "Houd de reden kort"),
        ({"version": "een"}, "Controleer wat je hebt ingevuld"),
        ({"version": ""}, "Controleer wat je hebt ingevuld"),
    ],
)
def test_bad_input_gets_a_sentence_and_stores_nothing(
    client: Client, passage: Passage, editor: User, changed: dict[str, str], said: str
) -> None:
    client.force_login(editor)
    form = {"text": "Hooguit zes weken.", "reason": "Advies", "version": "1", **changed}
    response = client.post(at("reword", 1), form)
    assert response.status_code == 422
    assert said in response.content.decode()
    assert Wording.objects.count() == 1


def test_a_version_out_of_reach_leads_to_the_merge_page(client: Client, passage: Passage, editor: User) -> None:
    client.force_login(editor)
    for version in ("0", "-3", "9" * 30):
        form = {"text": "Hooguit zes weken.", "reason": "Advies", "version": version}
        assert client.post(at("reword", 1), form).status_code == 409
    assert Wording.objects.count() == 1


def test_readers_see_who_does_what_a_passage_says_and_choose_by_it(
    client: Client, section: Section, editor: User
) -> None:
    for text in ("Dit doet elke gemeente.", "Dit doen wij samen."):
        add_passage(by=None, at=NOW, section=section, text=text, reason="Begin")
    assert "rt-filter" not in page(client, "read")
    client.force_login(editor)
    assert client.post(at("who_acts", 1), {"who_acts": "each", "seen": ""}).status_code == 302
    late = client.post(at("who_acts", 1), {"who_acts": "together", "seen": ""})
    assert late.status_code == 409
    assert client.post(at("who_acts", 2), {"who_acts": "together", "seen": ""}).status_code == 302
    assert client.post(at("who_acts", 2), {"who_acts": "onzin", "seen": "together"}).status_code == 422
    text = page(client, "read")
    assert "Elke gemeente zelf" in text
    assert "de gemeenten samen (1)" in text
    each = client.get(at("read"), {"wie": "each"}).content.decode()
    assert "Dit doet elke gemeente." in each
    assert "Dit doen wij samen." not in each
    assert "Dit doen wij samen." in client.get(at("read"), {"wie": "onzin"}).content.decode()
    made = release(by=None, at=NOW, document=section.document, name="Concept 1")
    assert client.post(at("who_acts", 1), {"who_acts": "", "seen": "each"}).status_code == 302
    assert Passage.objects.get(number=1).who_acts == ""
    # What a version says of it, it goes on to say; and that alone is another version.
    assert "Elke gemeente zelf" in page(client, "release", made.number)
    assert "Elke gemeente zelf" not in page(client, "read")
    release(by=None, at=NOW, document=section.document, name="Concept 2")


def _chosen_by_the_chapter(client: Client, passage: Passage, other: Passage) -> None:
    """Of a long text the passages of one chapter are there to choose from: its own first."""
    behind, elsewhere = f'value="{other.section.pk}-{other.number}"', f"?hoofdstuk={other.section.pk}"
    for name, choice in (("move", behind), ("join", "Achttien is")):
        own = client.get(at(name, passage.number)).content.decode()
        assert "Uit welk hoofdstuk?" in own
        assert choice not in own
        assert choice in client.get(at(name, passage.number) + elsewhere).content.decode()
    both = client.get(at("join", passage.number) + f"?met={other.number}").content.decode()
    assert "Achttien is geen grens." in both
    place = {"place": f"{other.section.pk}-{other.number}"}
    assert client.post(at("move", passage.number) + elsewhere, place).status_code == 302


def test_an_editor_moves_a_passage_by_saying_after_which(client: Client, section: Section, editor: User) -> None:
    client.force_login(editor)
    for text in ("Een.", "Twee.", "Drie."):
        add_passage(by=None, at=NOW, section=section, text=text, reason="Begin")
    assert f'value="{section.pk}-2" selected' in page(client, "move", 3)
    assert client.post(at("move", 1), {"place": f"{section.pk}-3"}).status_code == 302
    text = page(client, "read")
    assert text.index("Twee.") < text.index("Drie.") < text.index("Een.")
    for place in ("", "0-0", "onzin", f"{section.pk}-1", f"{section.pk}-99", "1-2-3"):
        assert client.post(at("move", 1), {"place": place}).status_code == 422


def test_an_editor_lets_a_passage_lapse_with_a_reason(client: Client, passage: Passage, editor: User) -> None:
    client.force_login(editor)
    assert client.post(at("retire", 1), {"reason": "", "version": 1}).status_code == 422
    stale = client.post(at("retire", 1), {"reason": "Dubbel", "version": 0})
    assert stale.status_code == 409
    assert "Deze passage is intussen veranderd." in stale.content.decode()
    assert client.post(at("retire", 1), {"reason": "Dubbel", "version": 1})["Location"] == at("passage", 1)
    assert client.post(at("retire", 1), {"reason": "Dubbel", "version": 1}).status_code == 409
    assert Passage.objects.get().retired_reason == "Dubbel"


# --- versions


def test_a_version_is_read_as_it_was_and_beside_the_one_before(client: Client, passage: Passage, editor: User) -> None:
    client.force_login(editor)
    assert client.post(at("new_release"), {"name": ""}).status_code == 422
    assert client.post(at("new_release"), {"name": "Concept", "note": "Reageer tot 1 mei"})["Location"] == at(
        "release", 1
    )
    assert client.post(at("new_release"), {"name": "Concept"}).status_code == 409
    reword(by=None, at=NOW, passage=passage, version=1, text="Niemand wacht langer dan 6 weken.", reason="Advies")
    assert "Eén passage veranderde sinds versie 1" in page(client, "new_release")
    client.post(at("new_release"), {"name": "Ontwerp"})
    client.logout()
    assert "Niemand wacht langer dan 12 weken." in page(client, "release", 1)
    assert "Niemand wacht langer dan 6 weken." in page(client, "release", 2)
    differ = page(client, "differences", 2)
    assert "Versie 2 verschilt op één plek van versie 1" in differ
    assert re.search(r"<h3>Was</h3> *<p>.*<del>.*12.*</del>.*<h3>Wordt</h3> *<p>.*<ins>.*6.*</ins>", differ, re.DOTALL)
    assert "Dit is de eerste versie" in page(client, "differences", 1)
    assert page(client, "releases").index("Versie 2") < page(client, "releases").index("Versie 1")


def test_a_reader_picks_the_version_to_compare_with(client: Client, passage: Passage) -> None:
    document = passage.document
    for text in ("Een.", "Twee.", "Drie."):
        reword(by=None, at=NOW, passage=passage, version=passage.version, text=text, reason="Anders")
        release(by=None, at=NOW, document=document, name=text)
    assert "versie 2" in client.get(at("differences", 3)).content.decode()
    for asked, other in (("1", "versie 1"), ("3", "versie 2"), ("onzin", "versie 2"), ("99", "versie 2")):
        text = client.get(at("differences", 3), {"met": asked}).content.decode()
        assert f"verschilt op één plek van {other}" in text


def test_a_reader_is_led_from_a_version_to_what_councils_decided(client: Client, passage: Passage) -> None:
    release(by=None, at=NOW, document=passage.document, name="Definitief")
    there = reverse("publishing:decisions", args=[passage.document.region.slug, passage.document.slug, 1])
    for name, *args in (("releases",), ("release", 1)):
        assert there in page(client, name, *args)


def test_versions_take_as_many_queries_for_one_passage_as_for_many(
    client: Client, section: Section, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    passages = [add_passage(by=None, at=NOW, section=section, text=f"{n}.", reason="Begin") for n in range(20)]
    release(by=None, at=NOW, document=section.document, name="Een")
    for n in (1, 20):
        for passage in passages[:n]:
            reword(by=None, at=NOW, passage=passage, version=passage.version, text=f"Anders {n}.", reason="Anders")
        made = release(by=None, at=NOW, document=section.document, name=f"Na {n}")
        with django_assert_num_queries(6):  # one says how large its files are
            page(client, "release", made.number)
        with django_assert_num_queries(10):
            page(client, "differences", made.number)


def test_a_chapter_changes_on_its_page_and_who_is_late_reads_what_it_is_called(
    client: Client, passage: Passage, editor: User
) -> None:
    client.force_login(editor)
    address = at("change_section", passage.section_id)
    seen = hidden(client.get(address))["seen"]
    assert client.post(address, {"title": "", "seen": seen}).status_code == 422
    done = client.post(address, {"title": "Korter wachten", "theme": "tijd", "seen": seen, "after": "0"})
    assert done["Location"] == f"{at('edit')}?hoofdstuk={passage.section_id}#hoofdstuk-{passage.section_id}"
    late = client.post(address, {"title": "Lang wachten", "seen": seen, "after": "0"})
    assert late.status_code == 409
    assert "Het heet nu “Korter wachten”" in late.content.decode()
    assert 'value="Lang wachten"' in late.content.decode()
    assert "<td>Korter wachten</td><td>Lang wachten</td>" in late.content.decode()
    assert "<td>tijd</td><td>–</td>" in late.content.decode()
    again = client.post(address, {"title": "Lang wachten", "seen": hidden(late)["seen"], "after": "0"})
    assert again.status_code == 302


def test_a_lapsed_passage_goes_back_from_its_page(client: Client, passage: Passage, editor: User) -> None:
    retire(by=None, at=NOW, passage=passage, reason="Dubbel")
    client.force_login(editor)
    address = at("bring_back", 1)
    assert address in page(client, "passage", 1)
    assert client.post(address, {"reason": ""}).status_code == 422
    assert client.post(address, {"reason": "Toch nodig"})["Location"] == f"{at('edit')}?passage=1#passage-1"
    assert client.post(address, {"reason": "Toch nodig"}).status_code == 409


def test_many_differences_are_shown_in_pages(client: Client, passage: Passage) -> None:
    release(by=None, at=NOW, document=passage.document, name="Kort")
    for number in range(60):
        add_passage(by=None, at=NOW, section=passage.section, text=f"Zin {number}.", reason="Begin")
    release(by=None, at=NOW, document=passage.document, name="Lang")
    first = page(client, "differences", 2)
    assert "verschilt op 60 plekken" in first
    assert first.count('id="wijziging-') == 50
    second = client.get(f"{at('differences', 2)}?met=1&pagina=2").content.decode()
    assert second.count('id="wijziging-') == 10


def test_all_reasons_between_two_versions_are_told(client: Client, passage: Passage) -> None:
    release(by=None, at=NOW, document=passage.document, name="Kort")
    words = ("Niemand wacht langer dan 10 weken.", "Niemand wacht langer dan 10 weken!", "Niemand wacht 10 weken!")
    for version, (text, reason) in enumerate(zip(words, ("De raad vroeg erom", "Netter", "Netter"), strict=True), 1):
        reword(by=None, at=NOW, passage=passage, text=text, reason=reason, version=version)
    release(by=None, at=NOW, document=passage.document, name="Lang")
    html = page(client, "differences", 2)
    assert html.count("<li>De raad vroeg erom</li>") == 1
    assert html.count("<li>Netter</li>") == 1


# --- who may, and what is not there


WRITING = ("edit", "add_section", "add_passage", "reword", "move", "who_acts", "retire", "bring_back", "new_release")


@pytest.mark.parametrize("role", [None, Role.RESIDENT, Role.MODERATOR, Role.CLERK, Role.ORGANISATION_MEMBER])
def test_only_writers_write(client: Client, passage: Passage, role: Role | None) -> None:
    if role:
        client.force_login(make_member(passage.document.region, role))
    for name in WRITING:
        of_passage = [1] if name in ("reword", "move", "who_acts", "retire", "bring_back") else []
        args = [passage.section_id] if name == "add_passage" else of_passage
        for response in (client.get(at(name, *args)), client.post(at(name, *args), {"text": "x", "reason": "x"})):
            assert response.status_code == (403 if role else 302)
    assert Wording.objects.count() == 1
    assert page(client, "read")


def test_nothing_of_another_region_or_another_text_is_found(client: Client, passage: Passage, editor: User) -> None:
    elsewhere = RegionFactory(slug="zuid")
    make_member(elsewhere, Role.EDITOR, editor)
    client.force_login(editor)
    release(by=None, at=NOW, document=passage.document, name="Concept")
    other = draft_document(by=None, at=NOW, region=passage.document.region, title="Bijlage")
    numbers = [("passage", 1), ("reword", 1), ("move", 1), ("retire", 1), ("release", 1), ("differences", 1)]
    for name, *args in [*numbers, ("add_passage", passage.section_id), ("change_section", passage.section_id)]:
        for where in (["zuid", "regiovisie"], ["noord", other.slug], ["noord", "bestaat-niet"]):
            address = reverse(f"vision:{name}", args=[*where, *args])
            assert client.get(address).status_code == 404
            assert client.post(address, {"text": "x", "reason": "x", "version": 1}).status_code == 404
    for name in ("vision:read", "vision:edit", "vision:add_section", "vision:releases", "publishing:new_release"):
        assert client.get(reverse(name, args=["zuid", "regiovisie"])).status_code == 404
    for number in (0, 99, 10**18, 10**30):
        assert client.get(at("passage", number)).status_code == 404
        assert client.get(at("release", number)).status_code == 404
