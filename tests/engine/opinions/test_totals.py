"""A report of totals: what may be told while people still answer."""

import numpy as np
import pytest

from regiotafel.engine.opinions import analyse, report_of, report_of_totals
from regiotafel.engine.results.opinions import CommonDisagreement, CommonGround, Report, as_text, read

from .people import conversation

COUNTS = np.array([[90, 5, 5], [40, 50, 10], [3, 90, 7], [2, 1, 0], [0, 0, 0]])
TEXTS = {"7": "Hulp hoort dichtbij te zijn."}


def totals() -> Report:
    return report_of_totals(COUNTS, n_people=110, statements=[7, 8, 9, 10, 11], texts=TEXTS)


def test_totals_tell_what_everybody_together_answered() -> None:
    report = totals()
    first = report.statements[0]
    assert (report.n_people, report.n_votes, report.n_statements) == (110, 300, 5)
    assert (first.id, first.text, first.everybody.counts) == ("7", TEXTS["7"], (90, 5, 5))
    assert report.common_ground == ("7",)
    assert report.common_disagreement == ("9",)
    assert isinstance(report.conclusions[0], CommonGround)


def test_totals_of_fewer_than_five_people_are_hidden() -> None:
    report = totals()
    assert [one.hidden for one in report.statements] == [False, False, False, True, False]
    assert report.statements[3].n_agree is None


def test_totals_divide_nobody_in_parts() -> None:
    report = totals()
    assert report.groups_reason == "running"
    assert report.is_running
    assert [group.size for group in report.groups] == [110]
    assert all(cell.counts == one.everybody.counts for one in report.statements for cell in one.by_group)
    assert not any(
        (report.declared, report.crossings, report.readings, report.weights, report.same_votes, report.space.marks)
    )
    assert all(one.holds == {} for one in report.conclusions if isinstance(one, CommonGround))


def test_totals_say_of_everybody_what_the_whole_report_says() -> None:
    votes, _ = conversation(n_people=80, n_groups=1, apart=0.0)
    whole = report_of(analyse(votes, n_resamples=2), statements=votes.statements)
    counts = np.array([one.everybody.counts for one in whole.statements])
    report = report_of_totals(counts, n_people=80, statements=votes.statements)
    assert [one.everybody for one in report.statements] == [one.everybody for one in whole.statements]
    assert not whole.groups_found
    assert report.common_ground == whole.common_ground
    assert report.unknown == whole.unknown


def test_totals_are_a_document_like_any_other() -> None:
    assert read(as_text(totals())) == totals()


def test_nothing_is_counted_yet() -> None:
    report = report_of_totals([], n_people=0)
    assert (report.n_people, report.n_statements, report.statements) == (0, 0, ())


@pytest.mark.parametrize("counts", [[[1, 2]], [[1, 2, -3]], [[1, 2, 3], [4, 5, 6]]])
def test_totals_that_do_not_fit_are_refused(counts: list[list[int]]) -> None:
    with pytest.raises(ValueError, match=r"\d|fewer than no times|reshape"):
        report_of_totals(counts, n_people=6, statements=["one"])


def told_in_turn(*counts: tuple[int, int, int]) -> list[Report]:
    """Of one statement, as it was told step after step."""
    told: list[Report] = []
    for one in counts:
        before = told[-1] if told else None
        told.append(report_of_totals([one], n_people=sum(one), statements=[7], before=before))
    return told


def test_what_was_said_stays_until_it_is_likely_no_more() -> None:
    sure, less_sure, unlikely, again = told_in_turn((35, 10, 5), (36, 24, 5), (33, 34, 3), (43, 36, 6))
    assert (sure.common_ground, sure.kept) == (("7",), ())
    assert (less_sure.common_ground, less_sure.kept) == (("7",), ("7",))
    assert (unlikely.common_ground, unlikely.kept) == ((), ())
    # As sure as when it was kept, but it was not said just now.
    assert (again.common_ground, again.kept) == ((), ())


def test_only_what_was_said_stays() -> None:
    [first] = told_in_turn((36, 24, 5))
    assert first.common_ground == ()
    assert first.kept == ()


def test_what_stays_is_a_conclusion_that_nobody_needs_to_change() -> None:
    _, less_sure = told_in_turn((10, 35, 5), (24, 36, 5))
    assert less_sure.common_disagreement == less_sure.kept == ("7",)
    [conclusion] = less_sure.conclusions
    assert isinstance(conclusion, CommonDisagreement)
    assert conclusion.voters_to_flip == 0
    assert read(as_text(less_sure)) == less_sure
