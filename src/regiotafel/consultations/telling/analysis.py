"""From who waits to the next steps, and from what was told to a report."""

from collections.abc import Sequence

from regiotafel.consultations.models import Consultation, Statement, Step
from regiotafel.consultations.telling.queries import Told, Untold
from regiotafel.consultations.telling.rules import n_to_tell
from regiotafel.engine.opinions import report_of_totals
from regiotafel.engine.results import opinions as results


def next_steps(consultation: Consultation, told: Told, waits: Untold) -> list[Step]:
    """The steps that can be taken now, of the people first: no statement is told of more people than take part."""
    choices = [choice for _, choice in waits.people]
    n = n_to_tell(choices, most=len(choices), is_mixed=False)
    n_people = sum(choice is not None for choice in choices[:n])
    steps = []
    if n:
        steps.append(
            Step(consultation=consultation, until=waits.people[n - 1][0], as_of=waits.as_of, n_people=n_people)
        )
    for statement, waiting in waits.statements.items():
        choices = [choice for _, choice in waiting]
        most = told.n_people + n_people - sum(told.counts.get(statement, ()))
        if n := n_to_tell(choices, most=most):
            now = choices[:n]
            steps.append(
                Step(
                    consultation=consultation,
                    statement_id=statement,
                    until=waiting[n - 1][0],
                    as_of=waits.as_of,
                    n_people=sum(choice is not None for choice in now),
                    n_agree=now.count(1),
                    n_disagree=now.count(-1),
                )
            )
    return steps


def after(told: Told, steps: Sequence[Step]) -> Told:
    """What is told once these steps are taken."""
    n_people, counts = told.n_people, dict(told.counts)
    for step in steps:
        if step.statement_id is None:
            n_people += step.n_people
            continue
        before = counts.get(step.statement_id, (0, 0, 0))
        n_unsure = step.n_people - step.n_agree - step.n_disagree
        counts[step.statement_id] = (
            before[0] + step.n_agree,
            before[1] + step.n_disagree,
            before[2] + n_unsure,
        )
    return Told(n_people, counts)


def totals_report(told: Told, statements: Sequence[Statement]) -> results.Report:
    """How often each answer was given, as far as it is told; of everybody together."""
    return report_of_totals(
        [told.counts.get(one.pk, (0, 0, 0)) for one in statements],
        n_people=told.n_people,
        statements=[one.number for one in statements],
        texts={str(one.number): one.text for one in statements},
    )
