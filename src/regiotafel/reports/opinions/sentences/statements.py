"""One statement, and the numbers in its table."""

from collections.abc import Mapping

from regiotafel.reports.language import _
from regiotafel.reports.numbers import capital, large
from regiotafel.reports.opinions.outcome import FEW_PEOPLE, Outcome
from regiotafel.reports.opinions.rows import Row
from regiotafel.reports.opinions.statements import Shown

from .parts import in_each, part, parts, some_of, together


def statement_line(statement: Shown) -> str:
    """In a list: its number and its words."""
    return f"{statement.id}. {statement.text or _('(deze stelling heeft geen tekst)')}"


def statement_name(statement: Shown) -> str:
    """Its words, or its number when it has none."""
    if statement.text:
        return f"“{statement.text}”"
    return _("stelling %(number)s") % {"number": statement.id}


def status(statement: Shown, outcome: Outcome) -> str:
    """In a few words what came out; empty when there is nothing to say."""
    called: Mapping[str, str] = {"part": part(outcome), "parts": parts(outcome)}
    words = {
        "common_ground": _("elke %(part)s eens") if outcome.groups_found else _("duidelijk eens"),
        "common_disagreement": _("elke %(part)s oneens") if outcome.groups_found else _("duidelijk oneens"),
        "divide": _("%(parts)s verdeeld"),
        "unknown": _("nog te weinig antwoorden"),
    }
    if statement.status == "unknown" and statement.hides_a_group:
        return _("niet per %(part)s te zien") % called
    few = words["unknown"] if statement.is_hidden else ""
    return words.get(statement.status, few) % called


def statement_lead(statement: Shown) -> str:
    row = statement.everybody
    if row.n_untold:
        return together((_("%(n)s deelnemers gaven antwoord.") % {"n": large(row.n_people)}, nearly_all(row)))
    if row.n_people >= FEW_PEOPLE:
        words = _(
            "%(n)s deelnemers gaven antwoord. Van elke 100 zijn er %(agree)s het eens en %(disagree)s het oneens."
        )
        return words % {"n": large(row.n_people), "agree": row.agree, "disagree": row.disagree}
    words = _("%(n)s deelnemers gaven antwoord: %(agree)s eens en %(disagree)s oneens.")
    return words % {"n": row.n_people, "agree": row.n_agree, "disagree": row.n_disagree}


def nearly_all(row: Row) -> str:
    """What is told where nearly everybody answered the same: not how many did not, for then it may be nobody."""
    words = {
        "agree": _("Zij zijn het bijna allemaal eens: %(some)s."),
        "disagree": _("Zij zijn het bijna allemaal oneens: %(some)s."),
        "unsure": _("Zij weten het bijna allemaal niet: %(some)s."),
    }
    answer = max(words, key=lambda name: getattr(row, f"n_{name}"))
    return words[answer] % {"some": some_of(row, answer)}


def statement_title(statement: Shown, outcome: Outcome) -> str:
    """What came out of one statement, above its numbers."""
    called = {"each": in_each(outcome), "begin": capital(in_each(outcome)), "parts": parts(outcome)}
    if outcome.groups_found:
        titles = {
            "common_ground": _("%(begin)s zijn de meeste deelnemers het hiermee eens"),
            "common_disagreement": _("%(begin)s zijn de meeste deelnemers het hiermee oneens"),
        }
        otherwise = _("Niet %(each)s zeggen de meeste deelnemers hetzelfde")
    else:
        titles = {
            "common_ground": _("Een duidelijke meerderheid is het eens"),
            "common_disagreement": _("Een duidelijke meerderheid is het oneens"),
        }
        otherwise = _("Er is geen duidelijke meerderheid")
    titles |= {
        "divide": _("De %(parts)s denken hier anders over"),
        "unknown": _("Er zijn nog te weinig antwoorden om er iets over te zeggen"),
    }
    return titles.get(statement.status, otherwise) % called


def how_to_read(outcome: Outcome) -> str:
    words = _(
        "Zo lees je de cijfers: van elke 100 deelnemers zijn er zoveel het eens of oneens. Daarbij staat de marge: als "
        "veel meer mensen zoals zij hadden geantwoord, ligt het getal waarschijnlijk daartussen. Bij weinig deelnemers "
        "staat er hoeveel van hen."
    )
    if not any(group.pull for group in outcome.groups):
        return words
    nearer = _(
        "Een antwoord helpt ook te bepalen bij welke %(part)s iemand hoort. Daardoor lijken %(parts)s verder uit "
        "elkaar dan zij zijn. De marge is daarvoor verbeterd, dus een getal kan er net buiten liggen."
    )
    return together((words, nearer % {"part": part(outcome), "parts": parts(outcome)}))


def what_is_hidden(outcome: Outcome) -> str:
    words = _(
        "Over minder dan %(n)s deelnemers laten we geen cijfers zien. Soms verbergen we nog een rij, omdat je anders "
        "de eerste kunt uitrekenen. Er staat dan: tonen we niet."
    )
    at_least = _(
        "Waar bijna iedereen hetzelfde zei, staat ‘ten minste’. Zo weet niemand of echt iedereen dat antwoord gaf. "
        "Soms staat het ook bij een andere rij, omdat je de eerste anders kunt uitrekenen."
    )
    return together((words % {"n": outcome.smallest}, at_least))


def row_name(row: Row, outcome: Outcome) -> str:
    if row.group is None:
        return row.label
    return _("%(part)s %(group)s") % {"part": part(outcome), "group": row.label}


def number_of(row: Row, answer: str) -> str:
    """A number of its own: of a hundred, or of few people how many of them; nothing where only the others are told."""
    count = getattr(row, f"{answer}_of")[0]
    if not row.n_untold:
        return large(count)
    return _("ten minste %(count)s") % {"count": large(count)} if count else "–"


def number_in_table(row: Row, answer: str) -> str:
    """`7 van de 12`; nothing where only the other answers are told."""
    return "–" if row.n_untold and not getattr(row, f"n_{answer}") else some_of(row, answer)


def out_of(row: Row) -> str:
    return _("van de %(out_of)s") % {"out_of": large(row.out_of)}


def in_a_cell(row: Row) -> str:
    """How many of a hundred agree, with the margin; of few people how many of them."""
    if row.hidden:
        return _("te weinig")
    if row.is_counted and row.n_people:
        return some_of(row, "agree")
    return f"{row.agree} ({row.agree_low}–{row.agree_high})" if row.n_people else "–"
