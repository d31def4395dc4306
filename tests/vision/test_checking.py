"""The text beside what the law asks: nothing is simply met that nobody could verify, nor stays met by itself."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from regiotafel.history.models import Entry
from regiotafel.history.rules import ChangedMeanwhile
from regiotafel.people.models import User
from regiotafel.publishing.releasing.actions import release
from regiotafel.regions.models import Mark, Region, Role
from regiotafel.thread.linking.actions import clear_review, reject
from regiotafel.thread.linking.queries import coverage, to_review
from regiotafel.thread.models import Link, Relation
from regiotafel.vision import queries
from regiotafel.vision.checking.actions import judge
from regiotafel.vision.checking.queries import check_of, checks_of, released_checks, to_judge_again
from regiotafel.vision.checking.rules import (
    GROUPS,
    NotJudged,
    Requirement,
    requirement_from,
    requirement_of,
    requirements,
    state_of,
)
from regiotafel.vision.models import PASSAGE, CheckState, Document, Fulfilment, Judgement, Passage
from regiotafel.vision.writing.actions import add_passage, add_section, draft_document, retire, reword
from tests.factories import RegionFactory, UserFactory, make_member
from tests.forms import hidden

pytestmark = pytest.mark.django_db
NOW = timezone.now()


@pytest.fixture
def region() -> Region:
    return RegionFactory(slug="noord", name="Regio Noord")


@pytest.fixture
def document(region: Region) -> Document:
    document = draft_document(by=None, at=NOW, region=region, title="Regiovisie")
    section = add_section(by=None, at=NOW, document=document, title="Wachten")
    for text in ("Niemand wacht langer dan 12 weken.", "Jongeren praten mee.", "Er is een expertteam."):
        add_passage(by=None, at=NOW, section=section, text=text, reason="Begin")
    return document


@pytest.fixture
def editor(region: Region) -> User:
    return make_member(region, Role.EDITOR, UserFactory(name="Roos"))


def verified() -> Requirement:
    return next(one for one in requirements() if one.is_verified)


def unverified() -> Requirement:
    return next(one for one in requirements() if not one.is_verified)


def said(document: Document, requirement: Requirement, *numbers: int, number: int = 0, **more: Any) -> Judgement:
    passages = {one.number: one.knot.number for one in Passage.objects.filter(document=document, number__in=numbers)}
    words = {"fulfilment": "met", "passages": passages, **more}
    return judge(by=None, at=NOW, document=document, requirement=requirement, number=number, **words)


def state(document: Document, requirement: Requirement) -> CheckState:
    found = check_of(document, requirement.code)
    assert found is not None
    return found.state


def passage(document: Document, number: int) -> Passage:
    return Passage.objects.get(document=document, number=number)


# --- the data


def test_each_requirement_has_its_source_and_a_group_and_is_told_once() -> None:
    codes = [one.code for one in requirements()]
    assert codes[:3] == ["RV-01", "RV-02", "RV-03"]
    assert sorted(codes) == [f"RV-{n:02}" for n in range(1, 25)]
    for one in requirements():
        assert one.group in GROUPS
        assert one.sentence.endswith(".")
        assert one.mark != Mark.UNVERIFIED, "what is only commonly known is never shown as law"
        assert one.mark == Mark.VERIFIED or one.unverified, f"{one.code} does not say what nobody could verify"
        assert requirement_from(one.as_json()) == one


def test_what_nobody_could_verify_is_never_simply_met() -> None:
    for one in requirements():
        judgement = Judgement(fulfilment=Fulfilment.MET, of_version=one.version, passages=[1])
        found = state_of(one, judgement, [1], moved=False)
        assert found == (CheckState.MET if one.is_verified else CheckState.MET_UNVERIFIED)
    sure = verified()
    for other in ({"mark": Mark.SECONDARY}, {"unverified": "De bijlage."}, {"in_force_mark": Mark.DERIVED}):
        assert not replace(sure, **other).is_verified  # type: ignore[arg-type]


# --- judging


def test_met_is_met_somewhere_and_the_rest_says_why(document: Document) -> None:
    one = verified()
    for faulty in (
        {"fulfilment": "met"},
        {"fulfilment": "partly", "why": "Half."},
        {"fulfilment": "missing"},
        {"fulfilment": "not_applicable"},
        {"fulfilment": "onzin", "why": "Zo."},
        {"fulfilment": "missing", "why": "a" * 1001},
    ):
        with pytest.raises(NotJudged):
            said(document, one, **faulty)
    with pytest.raises(NotJudged):
        said(document, one, 1, fulfilment="missing", why="Toch niet.")
    retire(by=None, at=NOW, passage=passage(document, 2), reason="Dubbel")
    for gone in (2, 99):
        with pytest.raises(NotJudged, match="intussen veranderd of vervallen"):
            said(document, one, passages={1: 1, gone: 1})
    assert not Link.objects.exists()
    assert checks_of(document).counts == {CheckState.OPEN: len(requirements())}
    assert not Judgement.objects.exists()


def test_the_same_again_is_no_news_and_nobody_writes_over_what_they_did_not_see(document: Document) -> None:
    one = verified()
    said(document, one, 1)
    said(document, one, 1)
    assert (Judgement.objects.count(), Entry.objects.filter(act="requirement.judged").count()) == (1, 1)
    with pytest.raises(ChangedMeanwhile):
        said(document, one, fulfilment="missing", why="Niet.")
    said(document, one, number=1, fulfilment="missing", why="Niet.")
    assert state(document, one) == CheckState.MISSING
    with pytest.raises(ChangedMeanwhile):
        judge(by=None, at=NOW, document=document, requirement=one, number=2, fulfilment="met", passages={1: 99})
    assert state(document, one) == CheckState.MISSING


def test_no_path_leads_from_changed_to_met_without_a_person(document: Document, region: Region) -> None:
    one = verified()
    said(document, one, 1)
    assert state(document, one) == CheckState.MET
    reword(by=None, at=NOW, passage=passage(document, 1), version=1, text="Wachten mag een jaar duren.", reason="Zo")
    assert state(document, one) == CheckState.TO_REVIEW
    [link] = to_review(region)
    assert to_judge_again(region) == []  # its link waits, and is counted there
    clear_review(by=None, at=NOW, link=link, seen=link.numbers)
    assert state(document, one) == CheckState.MET
    reject(by=None, at=NOW, link=link)
    assert state(document, one) == CheckState.TO_REVIEW
    assert [found.requirement for _document, found in to_judge_again(region)] == [one]
    said(document, one, 1, number=1)
    assert state(document, one) == CheckState.MET
    retire(by=None, at=NOW, passage=passage(document, 1), reason="Dubbel")
    assert state(document, one) == CheckState.TO_REVIEW
    said(document, one, 2, number=2)
    assert state(document, one) == CheckState.MET


def test_another_version_of_what_is_asked_is_judged_again(document: Document) -> None:
    one = verified()
    found = said(document, one, 1)
    assert state_of(replace(one, version=2), found, [1], moved=False) == CheckState.TO_REVIEW


def test_what_the_law_asks_is_no_origin_of_a_passage(document: Document, region: Region) -> None:
    said(document, verified(), 1)
    assert coverage(region, PASSAGE, Relation.COMES_FROM).n_linked == 0
    assert Link.objects.get().relation == Relation.WORKS_OUT


# --- frozen with a release


def test_a_release_keeps_how_it_stood_and_how_it_read_then(document: Document) -> None:
    before = release(by=None, at=NOW, document=document, name="Zonder")
    said(document, verified(), 1)
    said(document, unverified(), 2)
    reword(by=None, at=NOW, passage=passage(document, 3), version=1, text="Het expertteam is er.", reason="Zo")
    made = release(by=None, at=NOW + timedelta(days=1), document=document, name="Met")
    reword(by=None, at=NOW, passage=passage(document, 1), version=1, text="Wachten mag een jaar duren.", reason="Zo")
    assert released_checks(before) is None
    kept = released_checks(made)
    assert kept is not None
    assert (kept.n, kept.n_met, kept.counts[CheckState.MET_UNVERIFIED]) == (len(requirements()), 1, 1)
    assert [one.number for check in kept.checks if check.is_met for one in check.passages] == [2, 1]
    assert checks_of(document).counts[CheckState.TO_REVIEW] == 1


# --- the pages


def at(name: str, *args: object) -> str:
    return reverse(f"vision:{name}", args=["noord", "regiovisie", *args])


def test_an_editor_judges_and_everybody_reads_it(client: Client, document: Document, editor: User) -> None:
    one = verified()
    address = at("judge", one.code)
    assert "Nog niemand heeft bekeken" in client.get(at("checks")).content.decode()
    assert client.get(address).status_code == 302
    client.force_login(editor)
    form = client.get(address)
    sent = {"number": hidden(form)["number"], "fulfilment": "met", "passages": ["1-1"], "why": ""}
    assert client.post(address, sent | {"passages": []}).status_code == 422
    assert client.post(address, sent | {"passages": ["1-7"]}).status_code == 422
    assert client.post(address, sent)["Location"] == at("checks")
    assert client.post(address, sent).status_code == 302
    late = client.post(address, sent | {"fulfilment": "missing", "passages": [], "why": "Niet."})
    assert late.status_code == 409
    assert "Nu staat er: staat erin" in late.content.decode()
    assert (
        client.post(
            address, sent | {"passages": [], "fulfilment": "missing", "why": "Niet.", "number": "1"}
        ).status_code
        == 302
    )
    assert client.post(address, sent | {"number": "2"}).status_code == 302
    client.logout()
    shown = client.get(at("checks")).content.decode()
    assert f"Van de {len(requirements())} eisen staat er 1 zeker in de tekst" in shown
    assert "rt-badge--done" in shown
    told = client.get(at("requirement", one.code)).content.decode()
    assert "Dit is 3 keer beoordeeld" in told
    assert "Roos" not in told
    assert client.get(at("requirement", "RV-99")).status_code == 404
    client.force_login(editor)
    release(by=None, at=NOW, document=document, name="Concept")
    frozen = client.get(at("released_checks", 1)).content.decode()
    assert "eisen staat er 1 zeker" in frozen
    assert "Opnieuw beoordelen" not in frozen
    assert "Roos" in client.get(at("requirement", one.code)).content.decode()
    # Who judges again reads on that page what the passage was and is.
    reword(by=None, at=NOW, passage=passage(document, 1), version=1, text="Niemand wacht.", reason="Korter.")
    again = client.get(address).content.decode()
    assert "Wat veranderde er in passage 1?" in again
    assert reverse("vision:words", args=["noord", document.slug, 1]) + "?van=1&amp;tot=2" in again


def test_of_a_long_text_an_editor_points_at_passages_by_the_chapter(
    client: Client, document: Document, editor: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queries, "WHOLE", 1)
    other = add_section(by=None, at=NOW, document=document, title="Overgangen")
    add_passage(by=None, at=NOW, section=other, text="**Achttien** is geen [grens](https://voorbeeld.nl).", reason="Zo")
    one = verified()
    address = at("judge", one.code)
    client.force_login(editor)
    first = client.get(address).content.decode()
    assert "Passage 1: Niemand wacht" in first
    assert "Passage 4" not in first
    assert f'formaction="?hoofdstuk={other.pk}#id_passages_field">Overgangen' in first
    # What was filled in goes along to the passages of another chapter, and nothing is judged yet.
    sent = {"number": "0", "fulfilment": "partly", "passages": ["2-1"], "why": "Nog niet alles."}
    there = client.post(f"{address}?hoofdstuk={other.pk}", sent | {"elsewhere": "1"})
    assert there.status_code == 200
    told = there.content.decode()
    assert "Passage 4: Achttien is geen grens." in told
    assert "Passage 1:" not in told
    assert (there.context["form"]["passages"].value(), told.count(" checked")) == (["2-1"], 2)
    assert "Nog niet alles." in told
    assert not Judgement.objects.exists()
    assert client.post(address, sent | {"passages": ["2-1", "4-1"]}).status_code == 302
    assert Judgement.objects.get().passages == [2, 4]


def test_the_page_takes_as_many_queries_for_one_judgement_as_for_all(
    client: Client, document: Document, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    one, *others = requirements()
    said(document, one, 1)
    client.get(at("checks"))
    with django_assert_num_queries(8):
        client.get(at("checks"))
    for other in others:
        said(document, other, 1, 2, 3)
    with django_assert_num_queries(8):
        client.get(at("checks"))
    assert requirement_of("onzin") is None
