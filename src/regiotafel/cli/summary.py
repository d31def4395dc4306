"""What the terminal tells of a report: the sentences of its page, without tables and pictures."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from regiotafel.engine.results.opinions import Report
from regiotafel.reports.opinions import sentences
from regiotafel.reports.opinions.conclusions import Conclusion
from regiotafel.reports.opinions.outcome import Outcome, read
from regiotafel.text.tidy import tidy_line

MOST_TOLD = 5
LONGEST_TEXT = 100


def summary(report: Report) -> str:
    outcome = read(report)
    return "\n\n".join("\n".join(part) for part in _parts(outcome) if part)


def in_one_line(report: Report) -> str:
    """What a terminal says when the rest is written to a file."""
    outcome = read(report)
    return f"{sentences.headline(outcome)}."


def _parts(outcome: Outcome) -> Iterator[list[str]]:
    yield [f"{sentences.headline(outcome)}."]
    yield [sentences.lead(outcome)]
    if outcome.is_too_small:
        return
    yield _groups(outcome)
    shared = (*outcome.common_ground[:MOST_TOLD], *outcome.common_disagreement[:MOST_TOLD])
    more = outcome.n_common_ground > MOST_TOLD or outcome.n_common_disagreement > MOST_TOLD
    yield [f"{sentences.shared_title(outcome)}{':' if shared else '.'}", *_told(shared, outcome)]
    yield [sentences.how_many_shared(outcome)] if more else []
    if outcome.groups_found:
        divides = outcome.divides[:MOST_TOLD]
        yield [f"{sentences.divided_title(outcome)}{':' if divides else '.'}", *_told(divides, outcome)]
        yield [sentences.how_many_divided(outcome)] if outcome.n_divides > MOST_TOLD else []
    yield _to_keep_in_mind(outcome)


def _groups(outcome: Outcome) -> list[str]:
    if not outcome.groups_found:
        title, why = sentences.no_groups_title(outcome), sentences.why_no_groups(outcome)
        return [sentences.together((f"{title}.", why, sentences.what_predicts(outcome)))]
    groups = [f"- {sentences.group_title(group, outcome)}" for group in outcome.groups]
    about = (sentences.about_groups(outcome), sentences.what_predicts(outcome))
    return [*groups, sentences.together(about), sentences.how_firm(outcome)]


def _told(conclusions: Sequence[Conclusion], outcome: Outcome) -> Iterator[str]:
    for one in conclusions:
        if one.statement:
            text = tidy_line(sentences.statement_line(one.statement))
            yield f"- {text if len(text) <= LONGEST_TEXT else text[: LONGEST_TEXT - 1] + '…'}"
            yield f"  {sentences.told(one, outcome)}"


def _to_keep_in_mind(outcome: Outcome) -> list[str]:
    said = [
        sentences.unknown(outcome) if outcome.n_unknown else "",
        sentences.whom_we_miss(outcome) if outcome.missed else "",
        f"{sentences.same_votes_title(outcome)}." if outcome.same_votes else "",
        sentences.straight_seen(outcome) if outcome.straight_liners else "",
        sentences.doubt_beforehand(outcome) if outcome.alarm else "",
    ]
    return [one for one in said if one]
