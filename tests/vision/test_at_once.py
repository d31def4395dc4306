"""Several editors at the same moment, each with a connection of their own: every save is kept or given back."""

import pytest
from django.utils import timezone

from regiotafel.history.rules import ChangedMeanwhile
from regiotafel.publishing.releasing.actions import release
from regiotafel.vision.models import Passage, Release, Section, Wording
from regiotafel.vision.releasing.queries import released_text
from regiotafel.vision.rules import NothingChanged
from regiotafel.vision.writing.actions import add_passage, add_section, draft_document, reword
from tests.at_once import N_AT_ONCE, together
from tests.factories import RegionFactory

pytestmark = pytest.mark.django_db(transaction=True)
NOW = timezone.now()


@pytest.fixture
def section() -> Section:
    document = draft_document(by=None, at=NOW, region=RegionFactory(), title="Regiovisie")
    return add_section(by=None, at=NOW, document=document, title="Wachten")


def test_of_those_who_started_from_the_same_words_one_saves_and_all_others_get_both_texts(section: Section) -> None:
    passage = add_passage(by=None, at=NOW, section=section, text="Begin.", reason="Begin")

    def save(number: int) -> object:
        mine = Passage.objects.get(pk=passage.pk)
        return reword(by=None, at=NOW, passage=mine, version=1, text=f"Van editor {number}.", reason="Beter")

    results = together(save)
    saved = [result for result in results if isinstance(result, Wording)]
    conflicts = [result for result in results if isinstance(result, ChangedMeanwhile)]
    assert (len(saved), len(conflicts)) == (1, N_AT_ONCE - 1), results
    assert {conflict.theirs.pk for conflict in conflicts} == {saved[0].pk}
    assert Wording.objects.filter(passage=passage).count() == 2


def test_passages_written_at_once_each_get_a_number_of_their_own(section: Section) -> None:
    together(lambda n: add_passage(by=None, at=NOW, section=section, text=f"Zin {n}.", reason="Begin"))
    assert sorted(Passage.objects.values_list("number", flat=True)) == [1, 2, 3, 4, 5, 6]
    assert sorted(Passage.objects.values_list("position", flat=True)) == [1, 2, 3, 4, 5, 6]


def test_a_press_sent_many_times_makes_one_version(section: Section) -> None:
    add_passage(by=None, at=NOW, section=section, text="Begin.", reason="Begin")
    results = together(lambda _n: release(by=None, at=NOW, document=section.document, name="Concept"))
    made = Release.objects.get()
    assert sum(isinstance(result, NothingChanged) for result in results) == N_AT_ONCE - 1, results
    assert [[item.wording.text for item in part.passages] for part in released_text(made)] == [["Begin."]]
