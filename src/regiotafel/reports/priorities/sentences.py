"""What comes first and why, as a person would say it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from regiotafel.engine.results.priorities import Inside, Outside, Priorities, Year
from regiotafel.reports.language import _, ngettext
from regiotafel.reports.numbers import capital, in_a_row, in_words, large

MOST_TOLD = 3


def title(found: Priorities) -> str:
    return found.title or _("Wat komt eerst?")


def headline(found: Priorities) -> str:
    one = found.years[0]
    if one.short:
        return _("De wettelijke maatregelen kosten %(short)s meer dan er is.") % {"short": large(one.short)}
    n, of = sum(len(year.plan) for year in found.years), len(one.inside) + len(one.losers)
    if not n:
        return _("Er komt geen enkele maatregel in het plan.")
    words = ngettext(
        "%(n)s van de %(of)s maatregelen komt in het plan.", "%(n)s van de %(of)s maatregelen komen in het plan.", n
    )
    return words % {"n": capital(in_words(n)), "of": in_words(of)}


def rule_told(found: Priorities) -> str:
    """What the rule does, in a few sentences."""
    if found.rule == "greedy":
        return {
            "cost": _("De maatregel met de meeste punten komt eerst, zolang het geld reikt."),
            "cardinality": _("De maatregel met de meeste punten voor zijn geld komt eerst, zolang het geld reikt."),
        }[found.utility]
    if found.rule == "criteria":
        return _("De maatregel die het hoogst scoort op de criteria komt eerst, zolang het geld reikt.")
    told = _(
        "Iedereen krijgt een eigen deel van het geld. Kunnen de mensen die een maatregel willen, die samen betalen? Dan"
        " kan die in het plan."
    )
    return f"{told} {_first_told(found)} {completion_told(found)}".strip()


def _first_told(found: Priorities) -> str:
    return {
        "cost": _("Eerst komt de maatregel met de meeste steun van mensen die nog geld hebben."),
        "cardinality": _("Eerst komt de maatregel waarvoor wie meebetaalt, het minst betaalt."),
    }[found.utility]


def completion_told(found: Priorities) -> str:
    if found.completion == "none":
        return ""
    return _(
        "Daarna krijgt iedereen steeds iets meer, tot het plan te duur zou worden. Wat dan nog past, vult het plan aan."
    )


def money_told(one: Year) -> str:
    told = _("Er is %(capacity)s te verdelen. Het plan kost %(cost)s.") % {
        "capacity": large(one.capacity),
        "cost": large(one.cost),
    }
    return " ".join(part for part in (told, _left_told(one)) if part)


def _left_told(one: Year) -> str:
    """Why money is left while there are measures that cost less."""
    left = one.capacity - one.cost
    if not one.kinds or not any(loser.why == "money" and loser.cost <= left for loser in one.losers.values()):
        return ""
    words = _("Er blijft %(left)s over. Dat is van veel mensen samen, en zij willen niet allemaal hetzelfde.")
    return words % {"left": large(left)}


def kind_told(name: str, one: Year) -> str:
    """Which part of the money a kind of party decided about, and what it has left."""
    kind = one.kinds[name]
    words = _("%(who)s (%(n)s): samen %(had)s, gemiddeld %(each)s per persoon. Daarvan is nog %(left)s over.")
    return words % {
        "who": name or _("alle kiezers"),
        "n": large(kind.people),
        "had": amount(kind.endowment),
        "each": amount(kind.endowment / kind.people) if kind.people else amount(0),
        "left": amount(kind.left),
    }


def amount(money: float) -> str:
    return large(round(money))


def called(key: str, one: Inside | Outside) -> str:
    return f"{one.name} ({key})" if one.name else key


def name_of(key: str, year: Year) -> str:
    one = year.inside.get(key) or year.losers.get(key)
    return (one.name or key) if one else key


def inside_told(key: str, year: Year) -> str:
    """Why it is in."""
    one = year.inside[key]
    if one.how == "statutory":
        return _("Moet van de wet. Dit is betaald voordat iemand koos.")
    if one.how == "completed":
        return _("Aangevuld: dit paste nog in wat er over was. Niemand heeft hiervoor betaald.")
    if one.price is None:
        return _("Gekozen: het paste nog toen deze maatregel aan de beurt was.")
    told = _payers_told(one)
    by_kind = [
        _("%(who)s %(paid)s") % {"who": kind, "paid": amount(paid)} for kind, paid in one.paid.items() if kind and paid
    ]
    if by_kind:
        told += " " + _("Wie wat betaalde: %(rows)s.") % {"rows": in_a_row(by_kind)}
    if one.runner_up:
        told += " " + _("Zonder deze maatregel was “%(other)s” aan de beurt.") % {"other": name_of(one.runner_up, year)}
    return told


def _payers_told(one: Inside) -> str:
    """Who paid, how much each of them on average, and why others who want it did not."""
    if not one.payers:
        return _("Dit kost niets, en iemand wil het.")
    told = ngettext(
        "Eén persoon betaalde dit.", "%(n)s mensen betaalden dit samen, gemiddeld %(each)s.", one.payers
    ) % {"n": capital(in_words(one.payers)), "each": amount(one.cost / one.payers)}
    without = one.people - one.payers
    if without > 0:
        words = ngettext(
            "Nog één persoon wilde dit, maar had niets meer over.",
            "Nog %(n)s mensen wilden dit, maar hadden niets meer over.",
            without,
        )
        told += " " + words % {"n": in_words(without)}
    return told


def outside_told(key: str, year: Year) -> str:
    """Why it is not in, and what would have been enough."""
    one = year.losers[key]
    told = [_why(one, year), _short_of(one, year), _spent(one, year), would_win_told(one), _earlier_told(one, year)]
    return " ".join(part for part in told if part)


def _why(one: Outside, year: Year) -> str:
    rivals = in_a_row([f"“{name_of(key, year)}”" for key in one.rivals])
    return {
        "short": _("Er is geen geld meer na de wettelijke maatregelen."),
        "nobody": _("Niemand gaf deze maatregel punten."),
        "support": _("Te weinig mensen gaven deze maatregel punten."),
        "rival": _("Dit kan niet samen met %(rivals)s.") % {"rivals": rivals},
        "money": "",
    }[one.why]


def _short_of(one: Outside, year: Year) -> str:
    if one.why != "money":
        return ""
    if not year.kinds:  # nobody has an own part: it is the money of all that did not reach
        words = _("Van al het geld bleef %(had)s over. Er was %(cost)s nodig.")
        return words % {"had": amount(one.had), "cost": large(one.cost)}
    words = ngettext(
        "Eén persoon wilde dit en had nog %(had)s over. Er was %(cost)s nodig.",
        "%(n)s mensen wilden dit en hadden samen nog %(had)s over. Er was %(cost)s nodig.",
        one.people,
    )
    return words % {"n": capital(in_words(one.people)), "had": amount(one.had), "cost": large(one.cost)}


def _spent(one: Outside, year: Year) -> str:
    first = list(one.spent.items())[:MOST_TOLD]
    if not first:
        return ""
    rows = [f"“{name_of(key, year)}” ({amount(paid)})" for key, paid in first]
    return _("Het meeste van hun geld ging naar %(rows)s.") % {"rows": in_a_row(rows)}


def would_win_told(one: Outside) -> str:
    if one.would_win_at_most is None:
        return ""
    told = {"cost": large(one.would_win_at or 0), "most": large(one.would_win_at_most)}
    if one.would_win_at is None:
        return _("Of een lager bedrag genoeg was, is niet uitgezocht. Meer dan %(most)s is zeker te veel.") % told
    words = _("Kostte deze maatregel %(cost)s, dan was die er wel in gekomen.") % told
    if one.would_win_at == one.would_win_at_most:
        return words + " " + _("Bij elk hoger bedrag niet.")
    return words + " " + _("Misschien ook nog bij iets meer, maar zeker niet boven %(most)s.") % told


def _earlier_told(one: Outside, year: Year) -> str:
    """Why more would have been enough than its supporters have left in the end."""
    if not year.kinds or year.raised or one.would_win_at is None or one.would_win_at <= one.had:
        return ""
    return _("Dan was die eerder aan de beurt, toen deze mensen nog meer over hadden.")


def summary(found: Priorities) -> list[str]:
    """For a terminal."""
    return [headline(found), rule_told(found), *(line for year in found.years for line in _of_year(year))]


def _of_year(year: Year) -> Iterator[str]:
    yield ""
    yield " ".join(part for part in (f"{year.year}:" if year.year else "", money_told(year)) if part)
    yield from (f"  {kind_told(name, year)}" for name in year.kinds)
    yield from _listed(_("In het plan"), [(called(key, year.inside[key]), inside_told(key, year)) for key in year.plan])
    yield from _listed(
        _("Niet in het plan"), [(called(key, year.losers[key]), outside_told(key, year)) for key in year.losers]
    )


def _listed(head: str, rows: Sequence[tuple[str, str]]) -> Iterator[str]:
    if rows:
        yield from ("", f"{head}:", *(f"- {name}: {told}" for name, told in rows))
