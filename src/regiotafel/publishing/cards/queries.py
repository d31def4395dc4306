"""What of an outcome a card can show in one bar."""

from django.utils.translation import gettext as _

from regiotafel.reports.opinions.outcome import Outcome


def bar_of(outcome: Outcome) -> tuple[tuple[int, ...], str]:
    """Of the statement on which most agree: how many of each hundred agree, do not know and disagree. None where it is
    not told."""
    first = next((one for one in outcome.in_order("eens") if not one.is_hidden), None)
    if first is None or first.everybody.agree is None:
        return (), ""
    row = first.everybody
    told = _("%(n)d van de 100 eens: “%(text)s”") % {"n": row.agree, "text": first.text}
    return (row.agree, row.unsure, row.disagree), told
