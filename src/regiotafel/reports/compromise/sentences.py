"""What was found, as a person would say it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

from regiotafel.engine.results.compromise import (
    Account,
    Compromise,
    Concession,
    Member,
    Package,
    Pair,
    Paradox,
    Return,
    Stability,
)
from regiotafel.reports.language import _, ngettext
from regiotafel.reports.numbers import capital, in_a_row, in_words

MOST_TOLD, MOST_ALIKE, MOST_NAMED = 5, 2, 3
UNKNOWN = 0.5  # of a gap so large nothing useful is told


def rule_name(rule: str) -> str:
    return {
        "utilitarian": _("hoogste gemiddelde"),
        "max_min": _("hoogste ondergrens"),
        "leximin": _("eerst wie het minst krijgt"),
        "nash": _("onderhandeling (Nash)"),
        "median": _("midden per onderwerp"),
    }[rule]


def rule_told(rule: str) -> str:
    """What the rule does, in one sentence."""
    return {
        "utilitarian": _("Alle gemeenten samen krijgen zo veel mogelijk; één gemeente kan weinig krijgen."),
        "max_min": _("De gemeente die het minst krijgt, krijgt zo veel mogelijk."),
        "leximin": _("Wie het minst krijgt, krijgt zo veel mogelijk. Daarna de volgende, en zo verder."),
        "nash": _("Wat elke gemeente wint vergeleken met geen afspraak, vermenigvuldigd, is zo groot mogelijk."),
        "median": _("Per onderwerp het midden van wat gemeenten willen; breekpunten en verbanden tellen hier niet."),
    }[rule]


def in_tenths(share: float) -> str:
    """To stand beside others: with one decimal and the comma of Dutch; never 100 for what is less, nor 0 for what is
    more."""
    rounded = round(share, 1)
    if rounded == 100.0 and share < 100.0 - 1e-6:
        rounded = 99.9
    if rounded == 0.0 and share > 1e-6:
        rounded = 0.1
    return f"{rounded:.1f}".replace(".", ",")


def percent(share: float) -> str:
    """The same for a sentence: without a decimal that says nothing."""
    return in_tenths(share).removesuffix(",0")


def proposed(found: Compromise) -> tuple[str, Package] | None:
    """The rule that is shown first, with its package."""
    package = found.packages.get(found.proposal or "")
    return (found.proposal or "", package) if package else None


def headline(found: Compromise) -> str:
    if not found.feasible:
        if not names_links(found):
            return _("Er is geen pakket mogelijk: breekpunten sluiten elkaar uit.")
        return _("Er is geen pakket mogelijk: breekpunten en verbanden sluiten elkaar uit.")
    first = proposed(found)
    if first is None:
        return _("Met deze regel is er geen pakket.")
    return _("In dit pakket krijgt elke gemeente minstens %(share)s procent van wat die het liefst wil.") % {
        "share": percent(first[1].lowest)
    }


def names_links(found: Compromise) -> bool:
    """Whether a link stands among what cannot be together, or what repairs that."""
    return any(one.link is not None for members in (*found.conflicts, *found.repairs) for one in members)


def agreed_told(found: Compromise) -> str:
    n = len(found.agreed)
    if not n:
        return _("Er is nog geen onderwerp waarover iedereen het al eens is.")
    words = ngettext(
        "Over %(n)s onderwerp is iedereen het al eens.", "Over %(n)s onderwerpen is iedereen het al eens.", n
    )
    return words % {"n": in_words(n)}


def unheard_told(found: Compromise) -> str:
    if not found.unheard:
        return ""
    words = ngettext(
        "Deze gemeente heeft geen standpunt en telt niet mee: %(names)s.",
        "Deze gemeenten hebben geen standpunt en tellen niet mee: %(names)s.",
        len(found.unheard),
    )
    return words % {"names": in_a_row(found.unheard)}


def late_told(found: Compromise) -> str:
    if not found.late:
        return ""
    words = ngettext(
        "Deze gemeente was te laat en telt niet mee: %(names)s.",
        "Deze gemeenten waren te laat en tellen niet mee: %(names)s.",
        len(found.late),
    )
    return words % {"names": in_a_row(found.late)}


def certainty(package: Package) -> str:
    if package.proven:
        return _("Beter kan niet: dat is bewezen.")
    if not package.gap:
        return _("Hoger kan niet: dat is bewezen. Tussen pakketten die even hoog uitkomen, is nog niet gekozen.")
    if package.gap >= UNKNOWN:
        return _("Nog niet bewezen: hoeveel beter het kan, weten we niet.")
    return _("Nog niet bewezen: het kan hooguit %(gap)s procent beter.") % {"gap": percent(100 * package.gap)}


def in_row(rule: str, package: Package | None) -> str:
    if package is None:
        return _("%(rule)s: geen enkel pakket geeft iedereen minstens wat er nu al geldt.") % {
            "rule": capital(rule_name(rule))
        }
    return _("%(rule)s: laagste %(lowest)s procent, gemiddeld %(mean)s procent. %(certainty)s") % {
        "rule": capital(rule_name(rule)),
        "lowest": in_tenths(package.lowest),
        "mean": in_tenths(package.mean),
        "certainty": certainty(package) if rule != "median" else rule_told(rule),
    }


def member(one: Member) -> str:
    if one.link is not None:
        return _("verband %(number)d") % {"number": one.link + 1}  # people count from 1, the file from 0
    return _("het breekpunt van %(party)s over %(subject)s") % {"party": one.party, "subject": one.subject}


def link_told(link: tuple[Mapping[str, Sequence[str]], Mapping[str, Sequence[str]]], number: int) -> str:
    """link: the levels that are meant, by subject: where the first hold, so must the second. number: from 1."""
    when, then = (in_a_row([f"{subject} {_or(levels)}" for subject, levels in side.items()]) for side in link)
    return _("Verband %(number)d: is het %(when)s? Dan is het %(then)s.") % {
        "number": number,
        "when": when,
        "then": then,
    }


def _or(levels: Sequence[str]) -> str:
    return _(" of ").join(part for part in (", ".join(levels[:-1]), *levels[-1:]) if part)


def concession_told(one: Concession, found: Compromise) -> str:
    """What it brings to whoever has least, when one breekpunt is given up."""
    words = _("Zonder het breekpunt van %(party)s over %(subject)s stijgt het laagste met %(price)s procentpunt.")
    if not found.feasible:
        words = _(
            "Zonder het breekpunt van %(party)s over %(subject)s kan iedereen minstens %(price)s procent krijgen."
        )
    return words % {"party": one.party, "subject": one.subject, "price": percent(one.price)}


def pair_told(one: Pair, found: Compromise) -> str:
    """Where no single breekpunt helps: what two bring together."""
    words = _("Eén breekpunt opgeven helpt niet. Zonder %(lines)s samen stijgt het laagste met %(price)s procentpunt.")
    if not found.feasible:
        words = _(
            "Eén breekpunt opgeven helpt niet. Zonder %(lines)s samen kan iedereen minstens %(price)s procent krijgen."
        )
    return words % {"lines": in_a_row([member(line) for line in one.lines]), "price": percent(one.price)}


def returns_told(one: Concession) -> str:
    """What could be offered to who gives up the breekpunt, and that nobody then has less than the lowest now."""
    offered = [each for each in one.returns if each.gain > LEAST_TOLD]
    if not offered:
        return ""
    also = [each for each in one.returns if each.gain <= LEAST_TOLD]
    words = _("In ruil kan %(party)s dit krijgen: %(offered)s.")
    told = words % {"party": one.party, "offered": in_a_row([_moved(each) for each in offered])}
    if also:
        told += " " + _("Daarvoor verandert ook: %(also)s.") % {"also": in_a_row([_moved(each) for each in also])}
    worth = _("Voor %(party)s is dat %(gain)s procentpunt waard.") % {
        "party": one.party,
        "gain": percent(sum(each.gain for each in one.returns)),
    }
    return f"{told} {worth} {_cost_told(one.returns)}"


LEAST_TOLD = 0.05  # of a gain, in percent


def _moved(one: Return) -> str:
    return _("%(subject)s %(level)s in plaats van %(before)s") % {
        "subject": one.subject,
        "level": one.level,
        "before": one.before,
    }


def _cost_told(offered: Sequence[Return]) -> str:
    costly = [one for one in offered if one.dearest]
    if not costly:
        return _("Het kost geen enkele andere gemeente iets.")
    dearest = max(costly, key=lambda one: one.most)
    words = _("Het meest kost het %(party)s, bij %(subject)s: %(most)s procentpunt.")
    told = words % {"party": dearest.dearest, "subject": dearest.subject, "most": percent(dearest.most)}
    return told + " " + _("Niemand komt lager uit dan de laagste nu.")


def paradox_told(one: Paradox) -> str:
    """What looks odd about the package, and is not."""
    told = {"party": one.party, "n": one.n, "of": one.of, "share": percent(one.satisfaction)}
    told |= {"members": _first_members(one.members)}
    told |= {"levels": in_a_row([f"{subject} {level}" for subject, level in one.levels.items()])}
    words = {
        "outvoted_yet_content": _(
            "%(party)s is bij %(n)s van de %(of)s onderwerpen overstemd, en is toch voor %(share)s procent tevreden met"
            " het pakket: wat voor die gemeente zwaar weegt, krijgt die wel."
        ),
        "served_yet_last": _(
            "%(party)s krijgt bij %(n)s van de %(of)s onderwerpen het beste dat kan, en is toch het minst tevreden,"
            " voor %(share)s procent: de andere onderwerpen wegen voor die gemeente zwaarder."
        ),
        "most_outvoted": _(
            "%(n)s van de %(of)s gemeenten zijn bij de meeste onderwerpen overstemd. Dat kan: het zijn niet steeds"
            " dezelfde onderwerpen, en ze wegen niet even zwaar."
        ),
        "majority_breaks_link": _(
            "Per onderwerp wil een meerderheid dit: %(levels)s. Samen kan dat niet, door %(members)s."
        ),
        "median_crosses": _("Het midden per onderwerp lijkt eerlijk, maar gaat in tegen %(members)s."),
    }[one.kind]
    return words % told


def _first_members(members: Sequence[Member]) -> str:
    """All of a few; of many the first, and how many others there are."""
    names = [member(each) for each in members]
    if len(names) > MOST_NAMED:
        more = len(names) - MOST_NAMED
        words = ngettext("nog %(n)s breekpunt of verband", "nog %(n)s breekpunten of verbanden", more)
        names[MOST_NAMED:] = [words % {"n": in_words(more)}]
    return in_a_row(names)


def most_paradoxes(found: Compromise) -> list[str]:
    """Of each kind the first few, so that a long list hides none of them."""
    kinds = dict.fromkeys(one.kind for one in found.paradoxes)
    first = [[one for one in found.paradoxes if one.kind == kind][:MOST_ALIKE] for kind in kinds]
    return [paradox_told(one) for some in first for one in some]


def stability_told(one: Stability) -> str:
    """When weights move."""
    words = _(
        "Veranderen alle punten hooguit een tiende? Dan krijgt elke gemeente nog minstens %(floor)s procent."
        " Een ander pakket is dan hooguit %(regret)s procentpunt beter voor wie het minst krijgt."
    )
    return words % {"floor": percent(one.floor), "regret": percent(one.regret)}


def without_told(one: Stability) -> str:
    """Without the party that lies furthest from the others."""
    words = _(
        "%(party)s wil het meest iets anders dan de rest. Zonder die gemeente kan het laagste van de andere hooguit"
        " %(regret)s procentpunt hoger."
    )
    return words % {"party": one.without, "regret": percent(one.others_regret)}


class Counted(Protocol):
    """A package that somebody made, beside the one that it was made of."""

    @property
    def gains(self) -> Sequence[object]: ...
    @property
    def loses(self) -> Sequence[object]: ...
    @property
    def lowest(self) -> float: ...
    @property
    def mean(self) -> float: ...


def tried_told(one: Counted) -> str:
    """Who gains and who loses, and what the lowest is then."""
    gains, loses = len(one.gains), len(one.loses)
    words = [
        ngettext("%(n)s gemeente gaat erop vooruit", "%(n)s gemeenten gaan erop vooruit", gains or 1)
        % {"n": in_words(gains) if gains else _("geen enkele")},
        ngettext("%(n)s gaat erop achteruit", "%(n)s gaan erop achteruit", loses) % {"n": in_words(loses)}
        if loses
        else _("geen enkele erop achteruit"),
    ]
    return _("%(who)s. De laagste heeft dan %(lowest)s procent, gemiddeld is het %(mean)s procent.") % {
        "who": capital(in_a_row(words)),
        "lowest": in_tenths(one.lowest),
        "mean": in_tenths(one.mean),
    }


def difference_told(difference: float) -> str:
    """In points of a percentage, with its sign."""
    return f"{'+' if difference > 0 else '−'}{in_tenths(abs(difference))}"


def conflict_told(members: Sequence[Member]) -> str:
    if len(members) == 1:
        return _("Hiermee kan geen enkel pakket: %(members)s.") % {"members": member(members[0])}
    return _("Dit kan niet samen: %(members)s.") % {"members": in_a_row([member(one) for one in members])}


def repair_told(members: Sequence[Member]) -> str:
    return _("Het kan weer zonder %(members)s.") % {"members": in_a_row([member(one) for one in members])}


def number(value: float) -> str:
    """As somebody would write it down: 12; 0,75."""
    return f"{value:.4f}".rstrip("0").rstrip(".").replace(".", ",")


def in_one_column(values: Sequence[float]) -> list[str]:
    """The same beneath each other: as many decimals as the one with most has."""
    most = max((len(number(one).partition(",")[2]) for one in values), default=0)
    return [f"{one:.{most}f}".replace(".", ",") for one in values]


def gives_told(one: Account) -> str:
    if not one.gives:
        return _("%(party)s geeft niets op.") % {"party": one.party}
    return _("%(party)s geeft het meest toe bij %(subjects)s.") % {
        "party": one.party,
        "subjects": in_a_row(one.gives),
    }


def alike_told(one: Account) -> str:
    """Points on nothing of this are reckoned as one on each, and that stands in the column of points."""
    if any(line.points != 1 for line in one.lines):
        return ""
    return _(
        "Elk onderwerp telt hier even zwaar, voor één punt. Zo rekenen we als een gemeente op geen van deze onderwerpen"
        " punten heeft."
    )


def gets_told(one: Account) -> str:
    if not one.gets:
        return _("Er is geen onderwerp waarbij anderen hiervoor toegeven.")
    words = ngettext(
        "Daar staat tegenover: %(subjects)s gaat zoals deze gemeente het liefst wil.",
        "Daar staat tegenover: %(subjects)s gaan zoals deze gemeente het liefst wil.",
        len(one.gets),
    )
    return words % {"subjects": in_a_row(one.gets)}


def others_told(one: Account) -> str:
    if not one.others:
        return ""
    return _("Daarvoor geven het meest toe: %(parties)s.") % {"parties": in_a_row(one.others)}


def picture_told(package: Package) -> str:
    least = min(package.satisfaction.items(), key=lambda one: (one[1], one[0]))
    return _("%(party)s krijgt het minst: %(share)s procent. Gemiddeld krijgt een gemeente %(mean)s procent.") % {
        "party": least[0],
        "share": in_tenths(least[1]),
        "mean": in_tenths(package.mean),
    }


def summary(found: Compromise) -> list[str]:
    """For a terminal."""
    said = [headline(found), *filter(None, [late_told(found), unheard_told(found)])]
    if not found.feasible:
        told = [*map(conflict_told, found.conflicts[:MOST_TOLD]), *map(repair_told, found.repairs[:MOST_TOLD])]
        told += _of_concessions(found)
        if max(len(found.conflicts), len(found.repairs)) > MOST_TOLD:
            told.append(_("Dit is niet de hele lijst. Met --json krijg je alles wat is gevonden."))
        if not (found.conflicts_complete and found.repairs_complete):
            told.append(_("Misschien is er meer: het zoeken is gestopt voordat alles was bekeken."))
        return [*said, "", *told]
    first = proposed(found)
    levels = [f"- {subject}: {level}" for subject, level in first[1].levels.items()] if first else []
    rows = [in_row(rule, one) for rule, one in found.packages.items()]
    people = [
        _("%(rule)s, elke inwoner telt: laagste %(lowest)s procent, gemiddeld %(mean)s procent.")
        % {
            "rule": capital(rule_name(rule)),
            "lowest": in_tenths(one.lowest),
            "mean": in_tenths(one.mean),
        }
        for rule, one in found.by_people.items()
        if one
    ]
    more = [*most_paradoxes(found), *_of_concessions(found)]
    more += [stability_told(found.stability), without_told(found.stability)] if found.stability else []
    return [*said, agreed_told(found), "", *rows, *people, *([""] if levels else []), *levels, *more]


def _of_concessions(found: Compromise) -> list[str]:
    some = found.concessions[:MOST_TOLD]
    told = [concession_told(one, found) for one in some]
    told[1:1] = filter(None, [returns_told(some[0])] if some else [])
    return [*told, *([pair_told(found.pair, found)] if found.pair else [])]
