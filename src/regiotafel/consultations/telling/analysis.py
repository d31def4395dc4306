"""From who waits to the next steps, and from what was told to a report."""

from collections.abc import Sequence
from itertools import takewhile

from regiotafel.consultations.models import Consultation, Statement, Step
from regiotafel.consultations.telling.queries import Totals, Untold
from regiotafel.consultations.telling.rules import NOBODY, counts_of, n_to_tell
from regiotafel.engine.opinions import report_of_totals
from regiotafel.engine.results import opinions as results


def next_steps(consultation: Consultation, waits: Untold) -> list[Step]:
    """The steps that can be taken now, of the people first: no statement is told of
    somebody who was not told to take part."""
    choices = [choice for _, choice in waits.people]
    n = n_to_tell(choices, most=len(choices), is_mixed=False)
    steps = []
    if n:
        # Who took everything back took part: they may come again, and would then be one more.
        steps.append(Step(consultation=consultation, until=waits.people[n - 1][0], as_of=waits.as_of, n_people=n))
    # Who waits as somebody who takes part waits with every answer, and so does who answered after them.
    newcomers = {first for first, _ in waits.people[n:]}
    for statement, answers in waits.statements.items():
        choices = [choice for _, choice, _ in answers]
        known = [*takewhile(lambda one: one[2] not in newcomers, answers)]
        if n := n_to_tell(choices, most=sum(choice is not None for _, choice, _ in known)):
            n_agree, n_disagree, n_unsure = counts_of(choices[:n])
            steps.append(
                Step(
                    consultation=consultation,
                    statement_id=statement,
                    until=answers[n - 1][0],
                    as_of=waits.as_of,
                    n_people=n_agree + n_disagree + n_unsure,
                    n_agree=n_agree,
                    n_disagree=n_disagree,
                )
            )
    return steps


def after(told: Totals, steps: Sequence[Step]) -> Totals:
    """What is told once these steps are taken."""
    n_people, counts = told.n_people, dict(told.counts)
    for step in steps:
        if step.statement_id is None:
            n_people += step.n_people
            continue
        before = counts.get(step.statement_id, NOBODY)
        n_unsure = step.n_people - step.n_agree - step.n_disagree
        counts[step.statement_id] = (
            before[0] + step.n_agree,
            before[1] + step.n_disagree,
            before[2] + n_unsure,
        )
    return Totals(n_people, counts)


def totals_report(told: Totals, statements: Sequence[Statement], before: results.Report | None) -> results.Report:
    """How often each answer was given, as far as it is told; of everybody together. before: what is told until now."""
    return report_of_totals(
        [told.counts.get(one.pk, NOBODY) for one in statements],
        n_people=told.n_people,
        statements=[one.number for one in statements],
        texts={str(one.number): one.text for one in statements},
        before=before,
    )
