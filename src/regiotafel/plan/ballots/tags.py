"""The sentences that tell how a round is counted, with an example in the figures of the plan itself."""

from collections.abc import Mapping, Sequence

from django import template
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from regiotafel.plan.ballots.queries import KindRow, Option
from regiotafel.plan.ballots.rules import STATES
from regiotafel.plan.measures.queries import owner_name
from regiotafel.plan.models import Ballot, ChoiceForm, ChoiceRound, ChoiceRule, Scarce
from regiotafel.plan.tags import euros, hours
from regiotafel.reports.numbers import in_words

register = template.Library()

_FORMS = {
    ChoiceForm.APPROVE: gettext_lazy(
        "Je kruist aan welke maatregelen in het plan moeten. Het mogen er veel of weinig zijn."
    ),
    ChoiceForm.POINTS: gettext_lazy("Je verdeelt %(n)s punten. Geef meer punten aan wat je belangrijker vindt."),
    ChoiceForm.RANK: gettext_lazy("Je maakt een top %(points)d, met het belangrijkste op plek 1."),
    ChoiceForm.FOUR: gettext_lazy(
        "Je ziet %(n)s keer vier maatregelen. Daarvan kies je steeds de belangrijkste en de minst belangrijke."
    ),
}
_RULES = {
    ChoiceRule.EQUAL_SHARES: gettext_lazy(
        "Elke soort partij beslist over een vast deel van %(what)s. Een maatregel komt in het plan als wie ervoor "
        "kiezen, die samen kunnen betalen uit hun eigen deel."
    ),
    ChoiceRule.GREEDY: gettext_lazy(
        "De maatregel met de meeste punten voor elke euro komt eerst, dan de volgende, tot er niets meer bij past."
    ),
    ChoiceRule.CRITERIA: gettext_lazy(
        "De scores op de criteria bepalen de volgorde. De keuzes van partijen staan ernaast, om te vergelijken."
    ),
}


@register.filter
def how_to_choose(round: ChoiceRound) -> str:
    found = [str(_FORMS[ChoiceForm(round.form)]) % {"points": round.points, "n": in_words(round.points)}]
    if round.at_least:
        least = ngettext("Kies er ten minste één.", "Kies er ten minste %(n)d.", round.at_least)
        found.append(least % {"n": round.at_least})
    found.append(_("Geen voorkeur? Dan geef je dat aan: ook dat is een keuze."))
    return " ".join(found)


@register.filter
def how_it_counts(round: ChoiceRound) -> str:
    what = _("het geld") if round.scarce == Scarce.MONEY else _("de uren")
    found = [str(_RULES[ChoiceRule(round.rule)]) % {"what": what}]
    if round.by_year:
        found.append(_("We kiezen voor elk jaar apart. Wat iemand overhoudt, gaat mee naar het volgende jaar."))
    if round.least_support:
        n = round.least_support
        least = ngettext(
            "Een maatregel die niemand kiest, komt er niet in.",
            "Een maatregel die door minder dan %(n)d partijen of mensen is gekozen, komt er niet in.",
            n,
        )
        found.append(least % {"n": n})
    return " ".join(found)


@register.filter
def amount(number: int, scarce: str) -> str:
    return euros(number) if scarce == Scarce.MONEY else hours(number)


def together(round: ChoiceRound, capacity: Mapping[str, Sequence[int]]) -> int:
    """What there is over all years of what is scarce."""
    return sum(amounts[round.scarce == Scarce.HOURS] for amounts in capacity.values())


@register.filter
def part_of(row: KindRow, rows: Sequence[KindRow]) -> int:
    """The share of a kind, in percent."""
    whole = sum(one.share for one in rows)
    return round(100 * row.share / whole) if whole else 0


@register.simple_tag
def shares_example(choice: ChoiceRound, rows: Sequence[KindRow], there_is: int) -> str:
    """The same as the table, said of the kind that decides about most."""
    whole = sum(one.share for one in rows)
    if not whole:
        return ""
    first = max(rows, key=lambda one: one.share)
    part = there_is * first.share // whole
    words = {"kind": first.kind.label, "share": first.share, "whole": whole, "all": amount(there_is, choice.scarce)}
    words |= {"part": amount(part, choice.scarce), "each": amount(part // 10, choice.scarce)}
    if not there_is:
        return (
            _("Voorbeeld: %(kind)s beslissen over %(share)d van de %(whole)d delen, met hoeveel ze ook zijn.") % words
        )
    return _(
        "Voorbeeld: er is %(all)s. %(kind)s beslissen over %(share)d van de %(whole)d delen: samen over %(part)s. "
        "Kiezen er tien mee, dan is dat %(each)s voor ieder. Kiezen er meer mee, dan wordt het deel niet groter."
    ) % {**words, "kind": capfirst(str(words["kind"]))}


@register.filter
def cap_example(round: ChoiceRound) -> str:
    """Empty: there is no cap."""
    if round.cap is None:
        return ""
    return _(
        "Waar zonder delen wordt geteld, heeft één soort partij nooit meer dan %(cap)d procent van het gewicht. "
        "Voorbeeld: zijn 90 van de 100 formulieren van inwoners, dan tellen die samen voor %(cap)d procent."
    ) % {"cap": round.cap}


@register.filter
def state_name(state: str) -> str:
    return str(STATES[state])


@register.filter
def about_option(option: Option) -> str:
    """What it costs and when, and who would see to it."""
    takes, measure = option.takes, option.measure
    found = [_("Kost %(money)s en %(hours)s werk.") % {"money": euros(takes.money), "hours": hours(takes.hours)}]
    if option.years:
        first, last = option.years
        when = _("In %(first)d.") if first == last else _("Van %(first)d tot en met %(last)d.")
        found.append(when % {"first": first, "last": last})
    who = owner_name(measure)
    found.append(_("%(who)s zorgt ervoor.") % {"who": capfirst(who)} if who else _("Nog niemand zorgt ervoor."))
    if measure.is_of_region:
        found[-1] = _("De gemeenten zorgen er samen voor.")
    return " ".join(found)


@register.filter
def chosen_in(ballot: Ballot, options: Sequence[Option]) -> list[tuple[Option, int]]:
    """What a ballot says, the highest first; of a top the first place."""
    said = ballot.said or {}
    found = [(one, said[key]) for one in options if (key := str(one.candidate.position)) in said]
    is_top = ballot.round.form == ChoiceForm.RANK
    return sorted(found, key=lambda pair: pair[1] if is_top else -pair[1])


@register.filter
def fours_of(ballot: Ballot, options: Sequence[Option]) -> list[tuple[str, str]]:
    """Of each four the titles of the most and the least important; both empty: skipped."""
    titles = {one.candidate.position: one.candidate.title for one in options}
    return [(titles.get(best, ""), titles.get(worst, "")) for _shown, best, worst in ballot.said]
