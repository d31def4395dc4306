"""Writing the text together: what is kept, what is refused, what stays frozen. Through the real actions."""

import pytest
from django.db import transaction
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from regiotafel.history.models import Entry
from regiotafel.history.rules import ChangedMeanwhile
from regiotafel.people.models import User
from regiotafel.publishing.releasing.actions import release
from regiotafel.regions.models import Region, Role
from regiotafel.vision.models import Document, Passage, ReleasedPassage, Section, Wording
from regiotafel.vision.queries import document_in, passage_in
from regiotafel.vision.reading.queries import current_text, current_wording, history_of, wordings_of
from regiotafel.vision.releasing.queries import changes_between, released_text
from regiotafel.vision.rules import NothingChanged, TextRefused
from regiotafel.vision.writing.actions import (
    add_passage,
    add_section,
    bring_back,
    change_section,
    draft_document,
    move,
    retire,
    reword,
)
from regiotafel.vision.writing.rules import PassageRetired, PassageStands, ReasonMissing, WrongPlace, seen_of
from tests.factories import RegionFactory, make_member

pytestmark = pytest.mark.django_db
NOW = timezone.now()


@pytest.fixture
def region() -> Region:
    return RegionFactory(slug="noord")


@pytest.fixture
def editor(region: Region) -> User:
    return make_member(region, Role.EDITOR)


@pytest.fixture
def document(region: Region, editor: User) -> Document:
    return draft_document(by=editor, at=NOW, region=region, title="Regiovisie jeugdhulp")


@pytest.fixture
def section(document: Document, editor: User) -> Section:
    return add_section(by=editor, at=NOW, document=document, title="Wachten", theme="wachttijd")


def write(section: Section, text: str = "Niemand wacht langer dan 12 weken.") -> Passage:
    return add_passage(by=None, at=NOW, section=section, text=text, reason="Begin")


def say(passage: Passage, text: str, version: int | None = None) -> Wording:
    return reword(by=None, at=NOW, passage=passage, version=version or passage.version, text=text, reason="Beter")


def texts(document: Document) -> list[tuple[str, list[str]]]:
    return [(part.title, [item.wording.text for item in part.passages]) for part in current_text(document)]


def test_a_document_gets_an_address_of_its_own_that_is_not_one_of_ours(region: Region) -> None:
    slugs = [draft_document(by=None, at=NOW, region=region, title=title).slug for title in ("Nieuw", "Nieuw!", "!!!")]
    assert slugs == ["nieuw-2", "nieuw-3", "tekst"]


def test_a_passage_keeps_its_number_when_its_words_and_its_place_change(section: Section, document: Document) -> None:
    first, second = write(section, "Een."), write(section, "Twee.")
    say(first, "Een, maar beter.")
    move(by=None, at=NOW, passage=first, section=section, after=second)
    assert texts(document) == [("Wachten", ["Twee.", "Een, maar beter."])]
    assert [passage_in(document, n) for n in (1, 2)] == [first, second]


def test_a_number_is_never_given_again(section: Section) -> None:
    write(section)
    last = write(section, "Een ander.")
    retire(by=None, at=NOW, passage=last, reason="Dubbel")
    assert write(section).number == 3


def test_every_wording_stays_with_its_reason_and_its_author(section: Section, editor: User) -> None:
    passage = write(section)
    reword(by=editor, at=NOW, passage=passage, version=1, text="Niemand wacht lang.", reason="  Korter\nen rustig ")
    assert [(w.number, w.reason, w.by) for w in wordings_of(passage)] == [
        (2, "Korter en rustig", editor),
        (1, "Begin", None),
    ]
    newest, first = history_of(passage)
    assert (newest.was, newest.wording.text) == (first.wording.text, "Niemand wacht lang.")
    assert first.was is None


def test_two_editors_at_once_lose_nothing(section: Section) -> None:
    passage = write(section)
    mine, theirs = Passage.objects.get(pk=passage.pk), Passage.objects.get(pk=passage.pk)
    say(theirs, "Woorden van de ander.", version=1)
    with pytest.raises(ChangedMeanwhile) as conflict:
        say(mine, "Mijn woorden.", version=1)
    assert conflict.value.theirs.text == "Woorden van de ander."
    assert current_wording(passage_in(section.document, 1)).text == "Woorden van de ander."  # type: ignore[arg-type]
    say(mine, "Samen de beste woorden.", version=2)
    assert [w.text for w in wordings_of(passage)][:2] == ["Samen de beste woorden.", "Woorden van de ander."]


def test_the_same_press_twice_is_one_wording(section: Section) -> None:
    passage = write(section)
    assert say(passage, "Beter.", version=1) == say(passage, "Beter.", version=1)
    assert wordings_of(passage).count() == 2


def test_a_version_that_never_was_is_a_conflict(section: Section) -> None:
    passage = write(section)
    for version in (99, -1):
        with pytest.raises(ChangedMeanwhile):
            say(passage, "Beter.", version=version)


def test_the_same_words_are_no_change(section: Section) -> None:
    passage = write(section)
    with pytest.raises(NothingChanged):
        say(passage, " Niemand wacht langer dan 12 weken.\n")


@pytest.mark.parametrize("text", ["", "   \n", "\x00", "x" * 5001, "woord " * 200_000])
def test_text_that_cannot_be_a_passage_is_refused(section: Section, text: str) -> None:
    passage = write(section)
    with pytest.raises(TextRefused):
        write(section, text)
    with pytest.raises(TextRefused):
        say(passage, text)
    assert Wording.objects.count() == 1


@pytest.mark.parametrize("reason", ["", "  ", "x" * 301])
def test_nothing_changes_without_a_reason(section: Section, reason: str) -> None:
    passage = write(section)
    with pytest.raises(ReasonMissing):
        reword(by=None, at=NOW, passage=passage, version=1, text="Anders.", reason=reason)
    with pytest.raises(ReasonMissing):
        retire(by=None, at=NOW, passage=passage, reason=reason)
    with pytest.raises(ReasonMissing):
        add_passage(by=None, at=NOW, section=section, text="Nog een.", reason=reason)
    assert Wording.objects.count() == 1


def test_what_lapsed_stays_to_be_read_and_does_not_change_any_more(section: Section, document: Document) -> None:
    passage, other = write(section), write(section, "Blijft.")
    retire(by=None, at=NOW, passage=passage, reason="Staat al in de wet")
    assert texts(document) == [("Wachten", ["Blijft."])]
    found = passage_in(document, 1)
    assert found is not None
    assert found.retired_reason == "Staat al in de wet"
    for act in (
        lambda: say(found, "Toch anders."),
        lambda: retire(by=None, at=NOW, passage=found, reason="Nog eens"),
        lambda: move(by=None, at=NOW, passage=found, section=section, after=other),
    ):
        with pytest.raises(PassageRetired):
            act()


def test_what_lapsed_comes_back_with_its_number_and_words(section: Section, document: Document) -> None:
    passage = write(section)
    retire(by=None, at=NOW, passage=passage, reason="Dubbel")
    with pytest.raises(ReasonMissing):
        bring_back(by=None, at=NOW, passage=passage, reason=" ")
    bring_back(by=None, at=NOW, passage=passage, reason="Toch niet dubbel")
    assert [item.passage.number for item in current_text(document)[0].passages] == [passage.number]
    assert current_wording(passage).number == 1
    assert "Toch niet dubbel" in str(Entry.objects.latest("pk").data)
    with pytest.raises(PassageStands):
        bring_back(by=None, at=NOW, passage=passage, reason="Nog eens")
    say(passage, "En zij verandert weer.")


def test_a_chapter_gets_another_title_and_place_and_a_release_keeps_the_old(
    section: Section, document: Document
) -> None:
    write(section)
    second = add_section(by=None, at=NOW, document=document, title="Samen")
    third = add_section(by=None, at=NOW, document=document, title="Geld")
    made = release(by=None, at=NOW, document=document, name="Concept")
    change_section(
        by=None, at=NOW, section=section, seen=seen_of(section), title="Korter wachten", theme="tijd", after=second
    )
    assert [part.title for part in current_text(document)] == ["Samen", "Korter wachten", "Geld"]
    change_section(by=None, at=NOW, section=third, seen=seen_of(third), title="Geld")
    assert [part.title for part in current_text(document)] == ["Geld", "Samen", "Korter wachten"]
    assert [part.title for part in released_text(made)] == ["Wachten"]


def test_who_changes_a_chapter_has_read_its_title_and_keeps_it_in_its_text(
    section: Section, document: Document, region: Region
) -> None:
    with pytest.raises(ChangedMeanwhile, match="Wachten"):
        change_section(by=None, at=NOW, section=section, seen="Wat er eerst stond", title="Anders")
    other = draft_document(by=None, at=NOW, region=region, title="Bijlage")
    elsewhere = add_section(by=None, at=NOW, document=other, title="Elders")
    for after in (section, elsewhere):
        with pytest.raises(WrongPlace):
            change_section(by=None, at=NOW, section=section, seen=seen_of(section), title="Anders", after=after)
    assert [part.title for part in current_text(document)] == ["Wachten"]


def test_who_retires_has_read_the_words_that_stand(section: Section) -> None:
    passage = write(section)
    say(passage, "Intussen veel beter.")
    with pytest.raises(ChangedMeanwhile):
        retire(by=None, at=NOW, passage=passage, reason="Slecht", version=1)


def test_a_passage_moves_within_its_document_only(region: Region, section: Section, document: Document) -> None:
    first, second, third = (write(section, f"Zin {n}.") for n in (1, 2, 3))
    elsewhere = add_section(by=None, at=NOW, document=document, title="Samen")
    move(by=None, at=NOW, passage=second, section=elsewhere)
    move(by=None, at=NOW, passage=third, section=section)
    assert texts(document) == [("Wachten", ["Zin 3.", "Zin 1."]), ("Samen", ["Zin 2."])]
    other = draft_document(by=None, at=NOW, region=region, title="Andere tekst")
    foreign = add_section(by=None, at=NOW, document=other, title="Vreemd")
    for where, after in ((foreign, None), (elsewhere, first), (section, first)):
        with pytest.raises(WrongPlace):
            move(by=None, at=NOW, passage=first, section=where, after=after)


def test_a_release_is_frozen(section: Section, document: Document) -> None:
    passage, gone = write(section), write(section, "Dit gaat weg.")
    made = release(by=None, at=NOW, document=document, name="Concept", note="Voor de raden")
    before = [(part.title, [item.wording.text for item in part.passages]) for part in released_text(made)]
    say(passage, "Heel anders.")
    retire(by=None, at=NOW, passage=gone, reason="Weg")
    write(section, "Nieuw.")
    Section.objects.filter(pk=section.pk).update(title="Andere titel")
    after = [(part.title, [item.wording.text for item in part.passages]) for part in released_text(made)]
    assert before == after == [("Wachten", ["Niemand wacht langer dan 12 weken.", "Dit gaat weg."])]


def test_two_chapters_with_one_title_stay_two_in_a_release(section: Section, document: Document) -> None:
    same = add_section(by=None, at=NOW, document=document, title=section.title)
    for chapter, text in ((section, "Een."), (section, "Twee."), (same, "Drie.")):
        add_passage(by=None, at=NOW, section=chapter, text=text, reason="Begin")
    made = release(by=None, at=NOW, document=document, name="Concept")
    assert [[item.passage.number for item in part.passages] for part in released_text(made)] == [[1, 2], [3]]


def test_releases_are_numbered_and_tell_what_changed(section: Section, document: Document) -> None:
    passage, gone, same = write(section), write(section, "Dit gaat weg."), write(section, "Blijft.")
    one = release(by=None, at=NOW, document=document, name="Concept")
    say(passage, "Heel anders.")
    say(passage, "Nog anders.")
    retire(by=None, at=NOW, passage=gone, reason="Weg")
    new = write(section, "Nieuw.")
    two = release(by=None, at=NOW, document=document, name="Ontwerp")
    assert (one.number, two.number) == (1, 2)
    told = [
        (change.passage, change.was and change.was.text, change.becomes and change.becomes.text)
        for change in changes_between(one, two)
    ]
    assert told == [
        (passage, "Niemand wacht langer dan 12 weken.", "Nog anders."),
        (new, None, "Nieuw."),
        (gone, "Dit gaat weg.", None),
    ]
    assert {change.passage for change in changes_between(None, one)} == {passage, gone, same}


def test_a_text_without_changes_gets_no_new_number(section: Section, document: Document) -> None:
    with pytest.raises(NothingChanged, match="nog geen enkele passage"):
        release(by=None, at=NOW, document=document, name="Leeg")
    passage = write(section)
    release(by=None, at=NOW, document=document, name="Concept")
    with pytest.raises(NothingChanged, match="niets veranderd"):
        release(by=None, at=NOW, document=document, name="Concept")
    move(by=None, at=NOW, passage=passage, section=add_section(by=None, at=NOW, document=document, title="Samen"))
    with pytest.raises(TextRefused, match="Versie 1 heet al zo"):
        release(by=None, at=NOW, document=document, name=" concept")
    assert release(by=None, at=NOW, document=document, name="Concept 2").number == 2


def test_every_act_is_in_the_history_and_one_that_fails_leaves_nothing(section: Section, document: Document) -> None:
    passage = write(section)
    say(passage, "Anders.")
    acts = [entry.act for entry in Entry.objects.order_by("number")]
    assert acts == ["document.drafted", "section.added", "passage.added", "passage.reworded"]
    with transaction.atomic():
        say(passage, "Weer anders.")
        transaction.set_rollback(True)
    assert Entry.objects.count() == 4
    assert current_wording(passage_in(document, 1)).text == "Anders."  # type: ignore[arg-type]


def test_reading_takes_as_many_queries_for_one_passage_as_for_fifty(
    document: Document, section: Section, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for n in (1, 50):
        for _ in range(n):
            say(write(section), f"Tekst {n}.")
        with django_assert_num_queries(2):
            [[(item.passage.number, item.wording.text) for item in part.passages] for part in current_text(document)]
    made = release(by=None, at=NOW, document=document, name="Concept")
    assert ReleasedPassage.objects.count() == 51
    with django_assert_num_queries(1):
        [[(item.passage.number, item.wording.text) for item in part.passages] for part in released_text(made)]


def test_a_document_is_found_in_its_own_region_only(document: Document) -> None:
    assert document_in(document.region, document.slug) == document
    assert document_in(RegionFactory(), document.slug) is None
