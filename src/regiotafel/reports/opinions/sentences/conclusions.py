"""One conclusion of the engine."""

from collections.abc import Iterable

from regiotafel.engine.results.opinions import CommonGroundDeclared, Marking
from regiotafel.reports.language import _, ngettext
from regiotafel.reports.numbers import capital, in_words, large, of_ten
from regiotafel.reports.opinions.conclusions import Conclusion
from regiotafel.reports.opinions.outcome import FEW_PEOPLE, Outcome
from regiotafel.reports.opinions.rows import Row

from .parts import at_most_of, inside, some_of, together

# From here of every hundred it is nearly everybody.
MOST_NEARLY = 95


def told(conclusion: Conclusion, outcome: Outcome) -> str:
    """What the engine concluded, how easily that would be otherwise, and in which other count it does not hold."""
    tell = _FACTS[conclusion.kind]
    return together((tell(conclusion, outcome), _how_many_would_change_it(conclusion), *_where_it_is_lost(conclusion)))


def card_answer(conclusion: Conclusion) -> str:
    """What that number counts, for who does not see the bar."""
    return _("oneens") if conclusion.kind == "common_disagreement" else _("eens")


def they_agree(row: Row) -> str:
    """`Van de 212 deelnemers die antwoordden, zijn ongeveer zes van de tien het eens.`; of few: `19 van de 21 …`."""
    return _they(row, row.n_agree, _("het eens"))


def they_disagree(row: Row) -> str:
    return _they(row, row.n_disagree, _("het oneens"))


def _they(row: Row, count: int, answer: str) -> str:
    """Says of how many people it holds: not everybody answers every statement."""
    numbers = {"count": large(count), "n": large(row.n_people), "answer": answer}
    if row.n_untold:
        return _("Ten minste %(count)s van de %(n)s deelnemers die antwoordden, zijn %(answer)s.") % numbers
    if count == row.n_people:
        return _("Alle %(n)s deelnemers die antwoordden, zijn %(answer)s.") % numbers
    if row.n_people < FEW_PEOPLE:
        return _("%(count)s van de %(n)s deelnemers die antwoordden, zijn %(answer)s.") % numbers
    if 100 * count >= MOST_NEARLY * row.n_people:
        return _("Bijna alle %(n)s deelnemers die antwoordden, zijn %(answer)s.") % numbers
    return _("Van de %(n)s deelnemers die antwoordden, zijn %(part)s %(answer)s.") % {
        **numbers,
        "part": of_ten(count, row.n_people),
    }


def _shared_by_all(conclusion: Conclusion, outcome: Outcome) -> str:
    row = conclusion.row
    words = _("%(inside)s %(group)s het minst: daar zijn %(some)s deelnemers het eens.")
    least = _least(words, conclusion, outcome, row, "agree") if row else ""
    return together((they_agree(conclusion.statement.everybody), least))


def _refused_by_all(conclusion: Conclusion, outcome: Outcome) -> str:
    row = conclusion.row
    words = _("%(inside)s %(group)s het minst: daar zijn %(some)s deelnemers het oneens.")
    least = _least(words, conclusion, outcome, row, "disagree") if row else ""
    return together((they_disagree(conclusion.statement.everybody), least))


def _least(words: str, conclusion: Conclusion, outcome: Outcome, row: Row, answer: str) -> str:
    """Where fewest give the answer, unless all of them do."""
    if not outcome.groups_found or conclusion.group is None or getattr(row, f"n_{answer}") == row.n_people:
        return ""
    group = conclusion.group.name
    return words % {"inside": capital(inside(outcome)), "group": group, "some": some_of(row, answer)}


def _shared_whoever_you_are(conclusion: Conclusion, _outcome: Outcome) -> str:
    """Not every role or municipality gave enough answers to every statement, so it says of how many it speaks."""
    if not isinstance(conclusion.numbers, CommonGroundDeclared):
        return ""
    by, n, total = conclusion.numbers.by, conclusion.numbers.agree_groups, conclusion.numbers.n_groups
    values = {"by": by, "n": in_words(total) if n == total else n, "total": total}
    some = {
        "municipality": _(
            "In %(n)s van de %(total)s gemeenten met genoeg antwoorden zijn de meeste deelnemers het eens."
        ),
        "role": _("Bij %(n)s van de %(total)s rollen met genoeg antwoorden zijn de meeste deelnemers het eens."),
    }
    every = {
        "municipality": _("In alle %(n)s gemeenten met genoeg antwoorden zijn de meeste deelnemers het eens."),
        "role": _("Bij alle %(n)s rollen met genoeg antwoorden zijn de meeste deelnemers het eens."),
    }
    if by in some:
        first = (every if n == total else some)[by] % values
    else:
        words = _(
            "Naar %(by)s: in %(n)s van de %(total)s delen met genoeg antwoorden zijn de meeste deelnemers het eens."
        )
        first = words % {**values, "n": n}
    row = conclusion.row
    if row is None:
        return first
    least = _("Laagste aandeel: %(value)s (%(some)s).")
    return together((first, least % {"value": row.label, "some": some_of(row, "agree")}))


def _divided(conclusion: Conclusion, outcome: Outcome) -> str:
    group, other, row, other_row = conclusion.group, conclusion.other, conclusion.row, conclusion.other_row
    if group is None or other is None or row is None or other_row is None:
        return ""
    if other_row.n_agree or other_row.n_untold:
        words = _("%(begin)s %(group)s zijn %(some)s deelnemers het eens, %(inside)s %(other)s maar %(other_some)s.")
    else:
        words = _(
            "%(begin)s %(group)s zijn %(some)s deelnemers het eens, %(inside)s %(other)s niemand van de %(other_n)s."
        )
    return words % {
        "begin": capital(inside(outcome)),
        "inside": inside(outcome),
        "group": group.name,
        "some": some_of(row, "agree"),
        "other": other.name,
        "other_some": at_most_of(other_row, "agree"),
        "other_n": large(other_row.out_of),
    }


def _marks_a_group(conclusion: Conclusion, _outcome: Outcome) -> str:
    numbers, row = conclusion.numbers, conclusion.row
    if not isinstance(numbers, Marking):
        return ""
    own, others = conclusion.own_and_others
    some = _("%(share)s van de 100") % {"share": own} if row is None or row.hidden else some_of(row, numbers.answer)
    if numbers.answer == "agree":
        words = _("Vaker eens: %(some)s deelnemers, bij de anderen %(others)s.")
    else:
        words = _("Vaker oneens: %(some)s deelnemers, bij de anderen %(others)s.")
    rest = conclusion.others
    told = some_of(rest, numbers.answer) if rest else _("%(share)s van de 100") % {"share": others}
    return words % {"some": some, "others": told}


def _how_many_would_change_it(conclusion: Conclusion) -> str:
    numbers = conclusion.numbers
    if conclusion.statement.is_kept:
        return _("Dit stond hier al. Het is nu net niet meer zeker, maar wel het meest waarschijnlijk.")
    if isinstance(numbers, Marking) or not numbers.voters_to_flip:
        return ""
    n = numbers.voters_to_flip
    if not isinstance(numbers, CommonGroundDeclared):
        words = ngettext(
            "Als één persoon anders antwoordt, is dit niet meer zeker.",
            "Als %(n)s deelnemers anders antwoorden, is dit niet meer zeker.",
            n,
        )
    elif numbers.by == "municipality":
        words = ngettext(
            "Als één persoon anders antwoordt, geldt dit niet meer in de meeste gemeenten.",
            "Als %(n)s deelnemers anders antwoorden, geldt dit niet meer in de meeste gemeenten.",
            n,
        )
    elif numbers.by == "role":
        words = ngettext(
            "Als één persoon anders antwoordt, geldt dit niet meer bij de meeste rollen.",
            "Als %(n)s deelnemers anders antwoorden, geldt dit niet meer bij de meeste rollen.",
            n,
        )
    else:
        words = ngettext(
            "Als één persoon anders antwoordt, geldt dit niet meer in de meeste delen.",
            "Als %(n)s deelnemers anders antwoorden, geldt dit niet meer in de meeste delen.",
            n,
        )
    return words % {"n": n}


def _where_it_is_lost(conclusion: Conclusion) -> Iterable[str]:
    if conclusion.is_lost_when_weighted:
        yield _("Tellen we elke rol en gemeente mee naar grootte, dan is dit niet zeker genoeg.")
    if conclusion.is_lost_without_same_votes:
        yield _("Tellen we deelnemers met precies dezelfde antwoorden één keer, dan is dit niet zeker genoeg.")
    if conclusion.is_lost_without_straight_liners:
        yield _("Zonder de deelnemers die overal hetzelfde antwoord gaven, is dit niet zeker genoeg.")


_FACTS = {
    "common_ground_all_groups": _shared_by_all,
    "common_disagreement": _refused_by_all,
    "common_ground_declared": _shared_whoever_you_are,
    "divide": _divided,
    "distinctive": _marks_a_group,
}
