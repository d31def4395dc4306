"""Which kind a passage is: the principles are the trunk, an exception hangs on one, with a motive and a last day."""

import re
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from regiotafel.history.rules import ChangedMeanwhile
from regiotafel.publishing.releasing.actions import release
from regiotafel.publishing.texts.queries import as_document, whole
from regiotafel.refused import Refused
from regiotafel.regions.models import Role
from regiotafel.regions.queries import standings_of
from regiotafel.vision import menu
from regiotafel.vision.models import NamedKind, Particulars, Passage, ProposalKind
from regiotafel.vision.naming.actions import name_kind
from regiotafel.vision.naming.rules import WrongKind
from regiotafel.vision.proposing.actions import Judged, decide, propose
from regiotafel.vision.releasing.queries import released_text
from regiotafel.vision.writing.actions import add_passage, add_section, bring_back, draft_document, retire
from regiotafel.vision.writing.rules import PassageHangs, ReasonMissing
from tests.factories import RegionFactory, make_member

pytestmark = pytest.mark.django_db
NOW = timezone.now()
LATER = timezone.localdate(NOW) + timedelta(days=30)
DONE: dict[str, Any] = {"by": None, "at": NOW}
PRINCIPLE = Particulars("principle")


@pytest.fixture
def three() -> list[Passage]:
    document = draft_document(**DONE, region=RegionFactory(slug="noord"), title="Visie")
    section = add_section(**DONE, document=document, title="Wachten")
    texts = ("Niemand wacht lang.", "In Vliet wel.", "We tellen mee.")
    return [add_passage(**DONE, section=section, text=text, reason="Begin") for text in texts]


def name(passage: Passage, what: Particulars, reason: str = "") -> Passage:
    seen = NamedKind.objects.filter(passage=passage).count()
    return name_kind(**DONE, passage=passage, seen=seen, what=what, reason=reason)


def hang(passage: Passage, principle: Passage, **other: object) -> Passage:
    told: dict[str, object] = {"motive": "Daar is geen plek.", "review_on": LATER} | other
    return name(passage, Particulars("exception", principle.pk, **told))  # type: ignore[arg-type]


def test_an_exception_hangs_on_a_principle_of_its_own_text_with_a_motive_and_a_day_to_come(
    three: list[Passage],
) -> None:
    principle, other, plain = three
    for wrong in (plain, other):
        with pytest.raises(WrongKind):
            hang(other, wrong)
    name(principle, PRINCIPLE)
    for told in ({"motive": ""}, {"review_on": None}, {"ends_on": LATER - timedelta(days=60)}):
        with pytest.raises(WrongKind):
            hang(other, principle, **told)
    assert not NamedKind.objects.filter(passage=other).exists()
    hang(other, principle)
    assert Passage.objects.get(pk=other.pk).particulars == other.particulars
    elsewhere = draft_document(**DONE, region=principle.document.region, title="Anders")
    chapter = add_section(**DONE, document=elsewhere, title="Wachten")
    with pytest.raises(WrongKind):
        hang(add_passage(**DONE, section=chapter, text="Ook.", reason="Begin"), principle)


def test_a_kind_changes_with_a_reason_and_every_earlier_one_stays(three: list[Passage]) -> None:
    first = three[0]
    name(first, PRINCIPLE)
    name(first, PRINCIPLE)
    with pytest.raises(ReasonMissing):
        name(first, Particulars("agreement"))
    with pytest.raises(ChangedMeanwhile):
        name_kind(**DONE, passage=first, seen=0, what=Particulars("agreement"), reason="Dit is afgesproken.")
    name(first, Particulars("agreement"), "Dit is afgesproken.")
    rows = NamedKind.objects.filter(passage=first).values_list("number", "kind", "reason")
    assert list(rows) == [(2, "agreement", "Dit is afgesproken."), (1, "principle", "")]


def test_a_principle_stays_one_while_exceptions_hang_on_it(three: list[Passage]) -> None:
    principle, other, _plain = three
    name(principle, PRINCIPLE)
    hang(other, principle)
    with pytest.raises(PassageHangs, match="passage 2"):
        retire(**DONE, passage=principle, reason="Weg")
    with pytest.raises(PassageHangs, match="passage 2"):
        name(principle, Particulars("ambition"), "Het is meer een wens.")
    retire(**DONE, passage=other, reason="Weg")
    retire(**DONE, passage=principle, reason="Weg")
    with pytest.raises(PassageHangs, match="passage 1"):
        bring_back(**DONE, passage=other, reason="Toch")
    bring_back(**DONE, passage=principle, reason="Toch")
    assert bring_back(**DONE, passage=other, reason="Toch").principle_id == principle.pk


def test_a_version_keeps_the_kinds_that_it_was_made_with(three: list[Passage]) -> None:
    principle, other, _plain = three
    name(principle, PRINCIPLE)
    hang(other, principle)
    document = principle.document
    first = release(**DONE, document=document, name="Een")
    name(other, Particulars("explanation"), "Het is uitleg.")
    second = release(**DONE, document=document, name="Twee")
    kinds = [[one.of_then.kind for one in released_text(made)[0].passages] for made in (first, second)]
    assert kinds == [["principle", "exception", ""], ["principle", "explanation", ""]]
    out = as_document(whole(document, first))
    told = out.sections[0].passages[1]
    assert (told.kind, told.motive, told.review_on) == (
        "uitzondering op passage 1",
        "Daar is geen plek.",
        LATER.isoformat(),
    )
    assert ("Leidend principe", "passage 1") in out.facts


def test_a_new_passage_can_be_proposed_with_its_kind_but_not_as_an_exception(three: list[Passage]) -> None:
    editor = make_member(three[0].document.region, Role.EDITOR)
    said = {"by": editor, "at": NOW, "standings": standings_of(editor, three[0].document.region)}
    of = {"section": three[0].section, "reason": "Dit mist.", "text": "We luisteren."}
    with pytest.raises(Refused):
        propose(**said, **of, kind=ProposalKind.ADD, passage_kind="exception")
    made = propose(**said, **of, kind=ProposalKind.ADD, passage_kind="ambition")
    decide(by=editor, at=NOW, judged=[Judged(made, 0, "adopt", "Goed.")])
    assert Passage.objects.latest("pk").kind == "ambition"


def test_whoever_writes_names_a_passage_and_readers_choose_by_it(client: Client, three: list[Passage]) -> None:
    editor = make_member(three[0].document.region, Role.EDITOR)
    client.force_login(editor)
    at = "/noord/visie/visie/"
    assert client.post(f"{at}passage/1/soort/", {"kind": "principle", "seen": 0}).status_code == 302
    wrong = client.post(f"{at}passage/2/soort/", {"kind": "exception", "seen": 0, "principle": three[0].pk})
    assert wrong.status_code == 422
    assert b'<details class="rt-more" open>' in wrong.content
    told = {"kind": "exception", "principle": three[0].pk, "motive": "Geen plek.", "review_on": LATER.isoformat()}
    chapter = three[0].section_id
    new = {"text": "In Veen ook.", "reason": "Nieuw"}
    assert client.post(f"{at}hoofdstuk/{chapter}/passage/", told | new).status_code == 302
    late = client.post(f"{at}passage/1/soort/", {"kind": "ambition", "seen": 0, "reason": "Liever."})
    assert late.status_code == 409
    assert client.post(f"{at}passage/1/laten-vervallen/", {"reason": "Weg", "version": 1}).status_code == 409
    page = client.get(f"{at}passage/4/").content.decode()
    assert "Dit is een uitzondering op passage 1" in page
    assert "Geen plek." in page
    assert "Op dit principe is één uitzondering" in client.get(f"{at}passage/1/").content.decode()
    chosen = client.get(at, {"soort": "exception"}).content.decode()
    assert "In Veen ook." in chosen
    assert "Niemand wacht lang." not in chosen
    assert client.get(at, {"soort": "exception", "wie": "each"}).status_code == 200
    due = list(menu.dues(three[0].document.region, standings_of(editor, three[0].document.region), NOW))
    assert [(one.on, one.is_promise) for one in due] == [(LATER, True)]


# --- Of a whole chapter at once


def chapter(passage: Passage, name: str = "kinds") -> str:
    return reverse(f"vision:{name}", args=["noord", passage.document.slug, passage.section_id])


def seen(client: Client, passage: Passage) -> str:
    found = re.search(r'name="seen" value="([^"]*)"', client.get(chapter(passage)).content.decode())
    assert found
    return found[1]


def kinds_of(passages: list[Passage]) -> list[str]:
    return [Passage.objects.get(pk=one.pk).kind for one in passages]


def test_the_kinds_of_a_chapter_are_saved_together_and_taken_back_together(
    three: list[Passage], client: Client
) -> None:
    first, second, _third = three
    name(second, Particulars("agreement"))
    client.force_login(make_member(first.document.region, Role.EDITOR))
    said = {"seen": seen(client, first), "passage-1": "principle", "passage-2": "agreement", "passage-3": "explanation"}
    saved = client.post(chapter(first), said)
    assert saved["Location"] == chapter(first)
    assert kinds_of(three) == ["principle", "agreement", "explanation"]
    # Only what was chosen otherwise was named.
    assert NamedKind.objects.count() == 3
    page = client.get(chapter(first)).content.decode()
    assert "heb je hier de soort van 2 passages opgeslagen" in page
    last = re.search(r'name="last" value="([0-9]+)"', page)
    assert last
    for _pressed_twice in range(2):
        client.post(chapter(first, "kinds_back"), {"last": last[1]})
        assert kinds_of(three) == ["", "agreement", ""]
    assert NamedKind.objects.filter(passage=first).first().reason == "Teruggezet naar wat er daarvoor stond."  # type: ignore[union-attr]
    # What is said anew needs a reason, and nothing is saved without.
    said |= {"seen": seen(client, first), "passage-2": "ambition"}
    assert client.post(chapter(first), said).status_code == 422
    assert kinds_of(three) == ["", "agreement", ""]


def test_a_colleague_who_named_one_meanwhile_is_read_first_and_nothing_is_lost(
    three: list[Passage], client: Client
) -> None:
    first, second, third = three
    client.force_login(make_member(first.document.region, Role.EDITOR))
    before = seen(client, first)
    name(first, PRINCIPLE)
    name(second, Particulars("explanation"))
    said = {"seen": before, "passage-1": "ambition", "passage-2": "", "passage-3": "agreement", "reason": "Beter."}
    refused = client.post(chapter(first), said)
    assert refused.status_code == 409
    assert kinds_of(three) == ["principle", "explanation", ""]
    page = unescape(refused.content.decode())
    assert "Nu staat er: leidend principe." in page
    assert page.count("selected") == 3
    for value in ("ambition", "explanation", "agreement"):  # mine, theirs where I chose nothing, mine
        assert f'<option value="{value}" selected>' in page
    again = re.search(r'name="seen" value="([^"]*)"', page)
    assert again
    said |= {"seen": again[1], "passage-2": "explanation"}
    assert client.post(chapter(first), said).status_code == 302
    assert kinds_of(three) == ["ambition", "explanation", "agreement"]
    # A principle on which something hangs stays one, and so does all the rest.
    name(third, PRINCIPLE, "Toch.")
    hung = Particulars("exception", third.pk, "Geen plek.", review_on=LATER)
    name(second, hung, "Hier niet.")
    said |= {"seen": seen(client, first), "passage-1": "explanation", "passage-2": "exception", "passage-3": ""}
    assert client.post(chapter(first), said).status_code == 409
    assert kinds_of(three) == ["ambition", "exception", "principle"]
    # Together with what hangs on it, it goes; and comes back.
    said |= {"seen": seen(client, first), "passage-2": "explanation"}
    assert client.post(chapter(first), said).status_code == 302
    assert kinds_of(three) == ["explanation", "explanation", ""]
    last = re.search(r'name="last" value="([0-9]+)"', client.get(chapter(first)).content.decode())
    assert last
    client.post(chapter(first, "kinds_back"), {"last": last[1]})
    assert kinds_of(three) == ["ambition", "exception", "principle"]


@pytest.mark.parametrize("broken", ["", "1", "1:x:", "1:0:principle:x", "a:b:c"])
def test_a_form_that_was_tampered_with_saves_nothing(three: list[Passage], client: Client, broken: str) -> None:
    client.force_login(make_member(three[0].document.region, Role.EDITOR))
    assert client.post(chapter(three[0]), {"seen": broken, "passage-1": "principle"}).status_code == 422
    client.post(chapter(three[0], "kinds_back"), {"last": broken})
    assert not NamedKind.objects.exists()
