"""What is shared and what divides, around the list of conclusions."""

from regiotafel.reports.language import _, ngettext
from regiotafel.reports.numbers import in_words
from regiotafel.reports.opinions.conclusions import Shared
from regiotafel.reports.opinions.outcome import Outcome

from .parts import in_each, inside, part, parts, some_of, together


def shared_title(outcome: Outcome) -> str:
    if not outcome.common_ground and not outcome.common_disagreement:
        return _("We vonden nog niets waar bijna iedereen hetzelfde over denkt")
    if not outcome.groups_found:
        return _("Hierover denken de meeste deelnemers hetzelfde")
    return _("Hierover denken %(each)s de meeste deelnemers hetzelfde") % {"each": in_each(outcome)}


def how_many_shared(outcome: Outcome) -> str:
    """Of a list that shows only some of them."""
    words = _(
        "Dit zijn de duidelijkste. In totaal zijn er %(agree)s stellingen waar %(each)s de meeste deelnemers het mee "
        "eens zijn."
    )
    if not outcome.groups_found:
        words = _(
            "Dit zijn de duidelijkste. In totaal zijn er %(agree)s stellingen waar de meeste deelnemers het mee eens "
            "zijn."
        )
    if outcome.n_common_disagreement:
        words = together((words, _("Bij %(disagree)s andere zijn de meeste deelnemers het oneens.")))
    return words % {
        "agree": outcome.n_common_ground,
        "disagree": in_words(outcome.n_common_disagreement),
        "each": in_each(outcome),
    }


def whoever_not_known(_outcome: Outcome) -> str:
    return _(
        "Waar de meeste rollen of gemeenten het over eens zijn, weten we nog niet. Daarvoor moeten genoeg deelnemers "
        "uit genoeg rollen of gemeenten hetzelfde zeggen."
    )


def divided_title(outcome: Outcome) -> str:
    if outcome.divides:
        return _("Hierover verschillen de meningen")
    return _("Nergens is zeker dat de %(parts)s tegenover elkaar staan") % {"parts": parts(outcome)}


def how_many_divided(outcome: Outcome) -> str:
    words = _("Dit zijn de grootste verschillen. Er zijn %(n)s zulke stellingen.")
    return words % {"n": outcome.n_divides}


def nothing_divides(outcome: Outcome) -> str:
    words = _("Van geen stelling weten we zeker dat de ene %(part)s het ermee eens is en de andere niet.")
    return words % {"part": part(outcome)}


def shared_by_two(shared: Shared, outcome: Outcome) -> str:
    """An answer that two groups share, while they mostly differ."""
    if shared.agrees:
        words = _("Eens: %(inside)s %(one)s %(some)s deelnemers, %(inside)s %(other)s %(other_some)s.")
    else:
        words = _("Oneens: %(inside)s %(one)s %(some)s deelnemers, %(inside)s %(other)s %(other_some)s.")
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
    """Also why: what is hidden of a group or a side may be of many people, and then they were not too few."""
    words = ngettext(
        "Over één stelling kunnen we nog niets zeggen.",
        "Over %(n)s stellingen kunnen we nog niets zeggen.",
        outcome.n_unknown,
    )
    why = _("Daarvoor gaven te weinig deelnemers antwoord.")
    if outcome.some_unknown_are_hidden:
        why = _("Daarvoor gaven te weinig deelnemers antwoord, of mogen we de cijfers per %(part)s niet laten zien.")
    return together((words, why)) % {"n": outcome.n_unknown, "part": part(outcome)}
