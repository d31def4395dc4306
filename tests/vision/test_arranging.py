"""In another order, in two, together, and back: numbers, words and links are kept, and only a person judges a link."""

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from regiotafel.history.rules import ChangedMeanwhile
from regiotafel.publishing.releasing.actions import release
from regiotafel.refused import Refused
from regiotafel.regions.models import Role
from regiotafel.regions.queries import standings_of
from regiotafel.thread.linking.actions import clear_review, confirm
from regiotafel.thread.linking.queries import to_review
from regiotafel.thread.models import Link, Relation
from regiotafel.vision.arranging.actions import join, revert, split
from regiotafel.vision.arranging.rules import NotReshaped
from regiotafel.vision.drafting.actions import save_draft
from regiotafel.vision.models import Particulars, Passage, PassageDraft, ProposalKind, Wording
from regiotafel.vision.naming.actions import name_kind
from regiotafel.vision.proposing.actions import propose
from regiotafel.vision.reading.queries import current_text
from regiotafel.vision.releasing.queries import released_text
from regiotafel.vision.remarking.actions import remark
from regiotafel.vision.writing.actions import add_passage, add_section, bring_back, draft_document, reword
from regiotafel.vision.writing.rules import PassageHangs
from tests.factories import KnotFactory, RegionFactory, make_member

pytestmark = pytest.mark.django_db
NOW = timezone.now()
DONE: dict[str, Any] = {"by": None, "at": NOW}


@pytest.fixture
def two() -> list[Passage]:
    document = draft_document(**DONE, region=RegionFactory(slug="noord"), title="Visie")
    section = add_section(**DONE, document=document, title="Wachten")
    texts = ("Niemand wacht lang. Wij bellen elke week.", "We tellen mee.")
    return [add_passage(**DONE, section=section, text=text, reason="Begin") for text in texts]


def voice_of(passage: Passage) -> Link:
    knot = KnotFactory(region=passage.document.region)
    return confirm(**DONE, from_knot=passage.knot, to_knot=knot, relation=Relation.COMES_FROM)


def texts(passage: Passage) -> list[tuple[int, str]]:
    return [(one.passage.number, one.wording.text) for part in current_text(passage.document) for one in part.passages]


def waiting(passage: Passage) -> set[int]:
    return {link.from_knot_id for link in to_review(passage.document.region)}


def test_the_first_part_keeps_its_number_and_the_second_gets_a_new_one_with_links_to_look_at(
    two: list[Passage],
) -> None:
    first, other = two
    link = voice_of(first)
    new = split(**DONE, passage=first, version=1, place=0, reason="Twee dingen")
    again = split(**DONE, passage=Passage.objects.get(pk=first.pk), version=1, place=0, reason="Twee dingen")
    assert again.pk == new.pk
    assert texts(first) == [(1, "Niemand wacht lang."), (3, "Wij bellen elke week."), (2, "We tellen mee.")]
    assert waiting(first) == {first.knot_id, new.knot_id}
    handed = Link.objects.get(from_knot=new.knot, to_knot=link.to_knot)
    reword(**DONE, passage=new, version=1, text="Niemand wacht lang. Wij bellen elke week.", reason="Zo was het")
    assert new.knot_id in waiting(first)
    handed.refresh_from_db()
    clear_review(**DONE, link=handed, seen=handed.numbers)
    assert waiting(first) == {first.knot_id}
    assert other.pk


def test_two_become_one_the_other_lapses_and_leads_on(client: Client, two: list[Passage]) -> None:
    first, other = two
    link = voice_of(other)
    noted = remark(**DONE, document=first.document, passage=other, text="Klopt dit?")
    before = release(**DONE, document=first.document, name="Een")
    for _press in range(2):
        join(**DONE, passage=first, version=1, other=other, other_version=1, reason="Eén ding")
        first = Passage.objects.get(pk=first.pk)
    assert texts(first) == [(1, "Niemand wacht lang. Wij bellen elke week.\n\nWe tellen mee.")]
    assert waiting(first) == {first.knot_id}
    assert Link.objects.filter(from_knot=first.knot, to_knot=link.to_knot).exists()
    noted.refresh_from_db()
    assert noted.passage_id == first.pk
    assert [one.wording.text for one in released_text(before)[0].passages][1] == "We tellen mee."
    gone = client.get("/noord/visie/visie/passage/2/").content.decode()
    assert "Samengevoegd in passage 1" in gone
    assert 'href="/noord/visie/visie/passage/1/"' in gone
    assert "is passage 2 hierin samengevoegd" in client.get("/noord/visie/visie/passage/1/").content.decode()
    back = bring_back(**DONE, passage=Passage.objects.get(pk=other.pk), reason="Toch apart")
    back.knot.refresh_from_db()
    assert back.knot.is_live


def test_what_was_split_is_joined_again(two: list[Passage]) -> None:
    first, _other = two
    new = split(**DONE, passage=first, version=1, place=0, reason="Twee dingen")
    join(**DONE, passage=first, version=2, other=new, other_version=1, reason="Toch één")
    assert texts(first) == [(1, "Niemand wacht lang.\n\nWij bellen elke week."), (2, "We tellen mee.")]
    again = split(**DONE, passage=first, version=3, place=0, reason="Twee dingen")
    assert again.number == 4


def test_nothing_that_hangs_on_a_passage_is_lost_for_want_of_a_thought(two: list[Passage]) -> None:
    first, other = two
    editor = make_member(first.document.region, Role.EDITOR)
    both: dict[str, Any] = {"passage": first, "version": 1, "other": other, "other_version": 1, "reason": "Eén"}
    save_draft(**DONE, passage=other, base=1, seen=0, text="Beter.")
    with pytest.raises(NotReshaped, match="passage 2"):
        join(**DONE, **both)
    PassageDraft.objects.all().delete()
    said: dict[str, Any] = {"by": editor, "at": NOW, "standings": standings_of(editor, first.document.region)}
    propose(**said, kind=ProposalKind.DROP, section=other.section, passage=other, base=1, reason="Weg.")
    with pytest.raises(NotReshaped, match="voorstel open: 1"):
        join(**DONE, **both)
    name_kind(**DONE, passage=first, seen=0, what=Particulars("principle"))
    hangs = Particulars("exception", first.pk, "Geen plek.", None, timezone.localdate(NOW))
    name_kind(**DONE, passage=other, seen=0, what=hangs)
    with pytest.raises(PassageHangs):
        join(**DONE, passage=other, version=1, other=first, other_version=1, reason="Eén")
    with pytest.raises(NotReshaped):
        split(**DONE, passage=other, version=1, place=0, reason="Twee")
    reword(**DONE, passage=first, version=1, text="Anders.", reason="Beter")
    for act in (lambda: split(**DONE, passage=first, version=1, place=0, reason="Twee"), lambda: join(**DONE, **both)):
        with pytest.raises(Refused):
            act()
    with pytest.raises(ChangedMeanwhile):
        split(**DONE, passage=first, version=1, place=0, reason="Twee")
    assert len(texts(first)) == 2


def test_earlier_words_stand_again_and_a_second_reader_reads_them_first(two: list[Passage]) -> None:
    first, _other = two
    reword(**DONE, passage=first, version=1, text="Anders.", reason="Beter")
    made = revert(**DONE, passage=first, version=2, to=1, reason="Toch niet")
    assert isinstance(made, Wording)
    assert (made.number, made.text) == (3, "Niemand wacht lang. Wij bellen elke week.")
    with pytest.raises(NotReshaped):
        revert(**DONE, passage=first, version=3, to=3, reason="Toch niet")
    region = first.document.region
    region.second_reader = True
    region.save()
    waits = revert(**DONE, passage=first, version=3, to=2, reason="Kort")
    assert isinstance(waits, PassageDraft)
    assert waits.asked_at
    assert Wording.objects.filter(passage=first).count() == 3


def test_whoever_writes_does_all_of_it_on_pages_without_scripts(client: Client, two: list[Passage]) -> None:
    document = two[0].document
    client.force_login(make_member(document.region, Role.EDITOR))
    later = add_section(**DONE, document=document, title="Later")
    at, chapter = "/noord/visie/visie/", two[0].section_id
    edit = client.get(f"{at}bewerken/").content.decode()
    assert f'value="{later.pk}-0"' in edit
    assert client.post(f"{at}passage/2/verplaatsen/", {"place": f"{chapter}-0"}).status_code == 302
    assert client.post(f"{at}hoofdstuk/{chapter}/verplaatsen/", {"after": later.pk}).status_code == 302
    assert client.post(f"{at}hoofdstuk/{chapter}/verplaatsen/", {"after": "onzin"}).status_code == 302
    assert [part.title for part in current_text(document)] == ["Later", "Wachten"]
    assert "Wij bellen elke week." in client.get(f"{at}passage/1/splitsen/").content.decode()
    cut = {"place": 0, "version": 1, "reason": "Twee dingen"}
    assert client.post(f"{at}passage/1/splitsen/", cut | {"place": 9}).status_code == 422
    assert client.post(f"{at}passage/1/splitsen/", cut).status_code == 302
    assert "Afgesplitst van passage 1" in client.get(f"{at}passage/3/").content.decode()
    assert '<option value="3" selected>Passage 3:' in client.get(f"{at}passage/1/samenvoegen/").content.decode()
    assert "Passage 3 vervalt" in client.get(f"{at}passage/1/samenvoegen/?met=3").content.decode()
    both = {"version": 2, "other_version": 1, "reason": "Toch één"}
    late = client.post(f"{at}passage/1/samenvoegen/?met=3", both | {"version": 1})
    assert late.status_code == 409
    assert client.post(f"{at}passage/1/samenvoegen/?met=3", both).status_code == 302
    assert "Zet tekst 1 terug" in client.get(f"{at}passage/1/").content.decode()
    assert client.get(f"{at}passage/1/eerder/1/").status_code == 200
    assert client.post(f"{at}passage/1/eerder/1/", {"version": 3, "reason": "Terug"}).status_code == 302
    assert client.post(f"{at}passage/1/eerder/99/", {"version": 4, "reason": "Terug"}).status_code == 404
    assert texts(two[0])[-1] == (1, "Niemand wacht lang. Wij bellen elke week.")
