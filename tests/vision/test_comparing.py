"""What differs between any two releases: chapters, places and who acts too."""

from collections.abc import Sequence

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from regiotafel.publishing.releasing.actions import release
from regiotafel.vision.comparing.queries import compare
from regiotafel.vision.comparing.rules import Kind, moved_among
from regiotafel.vision.models import Document, Passage, Release, ReleasedPassage, ReleasedSection, Section, WhoActs
from regiotafel.vision.rules import NothingChanged
from regiotafel.vision.writing.actions import (
    add_passage,
    add_section,
    change_section,
    draft_document,
    move,
    retire,
    reword,
    say_who_acts,
)
from regiotafel.vision.writing.rules import seen_of
from tests.factories import RegionFactory

NOW = timezone.now()


@given(st.lists(st.integers(0, 30), unique=True), st.randoms(use_true_random=False))
def test_what_did_not_move_keeps_its_order_and_no_more_moved_than_must(before: list[int], draw: object) -> None:
    after = sorted(before, key=lambda _one: draw.random())  # type: ignore[attr-defined]
    moved = moved_among(before, after)
    assert [one for one in before if one not in moved] == [one for one in after if one not in moved]
    assert len(before) - len(moved) == _longest_kept(before, after)


def _longest_kept(before: Sequence[int], after: Sequence[int]) -> int:
    """The textbook way, in the square of the length."""
    place = {one: n for n, one in enumerate(before)}
    best: list[int] = []
    for n, one in enumerate(after):
        best.append(1 + max((best[m] for m in range(n) if place[after[m]] < place[one]), default=0))
    return max(best, default=0)


@pytest.fixture
def document(db: None) -> Document:
    document = draft_document(by=None, at=NOW, region=RegionFactory(slug="noord"), title="Regiovisie")
    for title in ("Wachten", "Dichtbij", "Kosten"):
        section = add_section(by=None, at=NOW, document=document, title=title, theme=title.lower())
        for n in range(3):
            add_passage(by=None, at=NOW, section=section, text=f"{title} {n}.", reason="Begin")
    return document


def passage(document: Document, number: int) -> Passage:
    return Passage.objects.get(document=document, number=number)


def change(section: Section, title: str, theme: str, after: Section | None) -> None:
    change_section(by=None, at=NOW, section=section, seen=seen_of(section), title=title, theme=theme, after=after)


def told(before: Release, after: Release) -> list[tuple[str, str, int | None]]:
    found = compare(before, after).differs
    return [(one.kind.value, one.chapter, one.change.passage.number if one.change else None) for one in found]


def test_all_that_differs_between_any_two_is_told_once(client: Client, document: Document) -> None:
    wait, near, costs = document.sections.order_by("position")
    one = release(by=None, at=NOW, document=document, name="Een")
    change(wait, "Korter wachten", "tijd", near)
    reword(by=None, at=NOW, passage=passage(document, 2), version=1, text="Wachten duurt kort.", reason="Korter")
    two = release(by=None, at=NOW, document=document, name="Twee")
    move(by=None, at=NOW, passage=passage(document, 6), section=near)
    move(by=None, at=NOW, passage=passage(document, 7), section=near)
    say_who_acts(by=None, at=NOW, passage=passage(document, 1), who=WhoActs.TEAM, seen="")
    retire(by=None, at=NOW, passage=passage(document, 9), reason="Dubbel")
    add_passage(by=None, at=NOW, section=costs, text="Nieuw.", reason="Gemist")
    add_section(by=None, at=NOW, document=document, title="Leeg")
    three = release(by=None, at=NOW, document=document, name="Drie")
    assert told(one, two) == [
        ("place", "Dichtbij", None),
        ("renamed", "Korter wachten", None),
        ("theme", "Korter wachten", None),
        ("reworded", "Korter wachten", 2),
    ]
    later = [
        ("new", "Leeg", None),
        ("chapter", "Dichtbij", 7),
        ("place", "Dichtbij", 6),
        ("who_acts", "Korter wachten", 1),
        ("new", "Kosten", 10),
        ("lapsed", "Kosten", 9),
    ]
    assert told(two, three) == later
    assert {*told(one, three)} == {*told(one, two), *later}
    address = reverse("vision:differences", args=["noord", "regiovisie", 1])
    html = client.get(address, {"met": "3"}).content.decode()
    assert "Versie 3 verschilt op 10 plekken van versie 1" in html
    assert "was: Wachten</span>" in html
    assert "nu: Korter wachten</span>" in html
    assert "<del>" in html
    table = reverse("vision:changes_csv", args=["noord", "regiovisie", 3])
    rows = b"".join(client.get(table, {"met": "1"}).streaming_content).decode().splitlines()  # type: ignore[attr-defined]
    assert len(rows) == 11
    assert any("andere tekst" in row and "Korter" in row and "Wachten 1." in row for row in rows)
    assert client.get(reverse("vision:changes_xlsx", args=["noord", "regiovisie", 3])).status_code == 200


def test_another_theme_alone_is_another_release_and_nothing_is_none(document: Document) -> None:
    one = release(by=None, at=NOW, document=document, name="Een")
    with pytest.raises(NothingChanged):
        release(by=None, at=NOW, document=document, name="Twee")
    wait = document.sections.order_by("position")[0]
    change(wait, wait.title, "ander", None)
    two = release(by=None, at=NOW, document=document, name="Twee")
    assert told(one, two) == [("theme", "Wachten", None)]


def test_a_release_of_before_chapters_were_kept_is_compared_as_far_as_it_is_known(document: Document) -> None:
    one = release(by=None, at=NOW, document=document, name="Een")
    ReleasedSection.objects.all().delete()
    ReleasedPassage.objects.update(section=None)
    with pytest.raises(NothingChanged):
        release(by=None, at=NOW, document=document, name="Twee")
    near = document.sections.get(title="Dichtbij")
    move(by=None, at=NOW, passage=passage(document, 1), section=near)
    two = release(by=None, at=NOW, document=document, name="Twee")
    assert told(one, two) == [(Kind.CHAPTER.value, "Dichtbij", 1)]
    assert not compare(one, two).knows_chapters
