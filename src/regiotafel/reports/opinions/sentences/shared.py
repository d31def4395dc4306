"""What is shared and what divides, around the list of conclusions."""

from regiotafel.reports.language import _, ngettext
from regiotafel.reports.opinions.conclusions import Shared
from regiotafel.reports.opinions.outcome import Outcome

from .parts import in_each, inside, part, parts, some_of


def shared_title(outcome: Outcome) -> str:
    if not outcome.common_ground and not outcome.common_disagreement:
        return _("We vonden nog niets waar bijna iedereen hetzelfde over denkt")
    if not outcome.groups_found:
        return _("Hierover denken de meeste mensen hetzelfde")
    return _("Hierover denken %(each)s de meeste mensen hetzelfde") % {"each": in_each(outcome)}


def how_many_shared(outcome: Outcome) -> str:
    """Of a list that shows only some of them."""
    words = _(
        "Dit zijn de duidelijkste. In totaal zijn er %(agree)s stellingen waar de meeste mensen het mee eens zijn."
    )
    if outcome.n_common_disagreement:
        words = _(
            "Dit zijn de duidelijkste. In totaal zijn er %(agree)s stellingen waar de meeste mensen het mee eens zijn, "
            "en %(disagree)s waar ze het mee oneens zijn."
        )
    return words % {"agree": outcome.n_common_ground, "disagree": outcome.n_common_disagreement}


def whoever_not_known(_outcome: Outcome) -> str:
    return _(
        "Waar de meeste rollen of gemeenten het over eens zijn, weten we nog niet. Daarvoor moeten genoeg mensen uit "
        "genoeg rollen of gemeenten hetzelfde zeggen."
    )


def divided_title(outcome: Outcome) -> str:
    if outcome.divides:
        return _("Hierover lopen de meningen uit elkaar")
    return _("De %(parts)s staan nergens lijnrecht tegenover elkaar") % {"parts": parts(outcome)}


def how_many_divided(outcome: Outcome) -> str:
    words = _("Dit zijn de grootste verschillen. Er zijn %(n)s zulke stellingen.")
    return words % {"n": outcome.n_divides}


def nothing_divides(outcome: Outcome) -> str:
    words = _("Er is geen stelling waar de ene %(part)s het duidelijk mee eens is en de andere niet.")
    return words % {"part": part(outcome)}


def shared_by_two(shared: Shared, outcome: Outcome) -> str:
    """An answer that two groups share, while they mostly differ."""
    if shared.agrees:
        words = _("Eens: %(inside)s %(one)s %(some)s mensen, %(inside)s %(other)s %(other_some)s.")
    else:
        words = _("Oneens: %(inside)s %(one)s %(some)s mensen, %(inside)s %(other)s %(other_some)s.")
    return words % {
        "inside": inside(outcome),
        "one": shared.one.name,
        "some": some_of(shared.row, shared.answer),
        "other": shared.other.name,
        "other_some": some_of(shared.other_row, shared.answer),
    }


def shared_by_two_title(outcome: Outcome) -> str:
    return _("Dit delen %(parts)s die vaak verschillen") % {"parts": parts(outcome)}


def shared_by_two_item(outcome: Outcome) -> str:
    """In the list of contents."""
    return _("Wat %(parts)s delen die vaak verschillen") % {"parts": parts(outcome)}


def unknown(outcome: Outcome) -> str:
    words = ngettext(
        "Over %(n)s stelling kunnen we nog niets zeggen. Daarvoor gaven te weinig mensen antwoord.",
        "Over %(n)s stellingen kunnen we nog niets zeggen. Daarvoor gaven te weinig mensen antwoord.",
        outcome.n_unknown,
    )
    return words % {"n": outcome.n_unknown}
