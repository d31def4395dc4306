"""The map of opinions."""

from regiotafel.reports.language import _, pgettext
from regiotafel.reports.numbers import capital, in_words, large
from regiotafel.reports.opinions.groups import Group
from regiotafel.reports.opinions.outcome import Outcome

from .parts import part, parts, together


def map_title(outcome: Outcome) -> str:
    if outcome.is_small:
        return _("Voor een kaart zijn er te weinig deelnemers")
    if not outcome.groups_found:
        return _("Op de kaart staat iedereen bij elkaar")
    words = _("Op de kaart zie je %(n)s %(parts)s")
    return words % {"n": in_words(len(outcome.groups)), "parts": parts(outcome)}


def no_map(outcome: Outcome) -> str:
    words = _(
        "Elk teken op een kaart staat voor %(n)s of meer deelnemers, zodat niemand te vinden is. Nu zouden er maar een "
        "paar tekens op staan. Dat lijkt al gauw op groepen die er niet zijn."
    )
    return words % {"n": in_words(outcome.smallest)}


def how_to_read_the_map(outcome: Outcome) -> str:
    if outcome.is_dense:
        words = _(
            "Er zijn zo veel deelnemers dat we de kaart in vakjes verdelen. Hoe groter het teken in een vakje, hoe "
            "meer deelnemers daar staan. Het teken is dat van de %(part)s die er het meest staat. Vakjes met minder "
            "dan %(n)s deelnemers blijven leeg. Wie dicht bij elkaar staan, denken vaak hetzelfde. Boven, onder, links "
            "en rechts betekenen zelf niets."
        )
    else:
        words = _(
            "Elk teken staat voor %(n)s of meer deelnemers die ongeveer hetzelfde antwoordden. Hoe groter het teken, "
            "hoe meer deelnemers. Wie dicht bij elkaar staan, denken vaak hetzelfde. Boven, onder, links en rechts "
            "betekenen zelf niets."
        )
    return words % {"n": in_words(outcome.smallest), "part": part(outcome)}


def doubt_about_the_map(outcome: Outcome) -> str:
    if not outcome.alarm:
        return ""
    return _(
        "hoe ver iemand van het midden staat, hangt hier ook af van hoeveel stellingen die persoon beantwoordde. Lees "
        "deze kaart dus voorzichtig."
    )


def doubt_beforehand(_outcome: Outcome) -> str:
    return _(
        "Hoe ver iemand van het midden van de kaart staat, hangt ook af van hoeveel stellingen die persoon "
        "beantwoordde."
    )


def group_on_the_map(group: Group, outcome: Outcome) -> str:
    if not outcome.groups_found:
        return _("iedereen")
    words = _("%(part)s %(name)s (%(shape)s)")
    return words % {"part": part(outcome), "name": group.name, "shape": shape_word(group)}


def shape_word(group: Group) -> str:
    return {
        "circle": _("rondje"),
        "square": _("vierkant"),
        "triangle": _("driehoek"),
        "diamond": _("ruit"),
        "cross": _("kruis"),
    }[group.shape]


def place_word(group: Group) -> str:
    """Where most of a group stands on the map."""
    across = {-1: pgettext("op de kaart", "links"), 0: "", 1: pgettext("op de kaart", "rechts")}[group.across]
    up = {-1: pgettext("op de kaart", "onder"), 0: "", 1: pgettext("op de kaart", "boven")}[group.up]
    return together((across, up)) or pgettext("op de kaart", "in het midden")


def map_in_words(outcome: Outcome, *, with_me: bool = False) -> str:
    """What the picture shows, for who does not see it."""
    words = _("%(part)s %(name)s, %(size)s deelnemers: %(place)s.")
    if outcome.groups_found:
        groups = [
            words
            % {
                "part": capital(part(outcome)),
                "name": group.name,
                "size": large(group.size),
                "place": place_word(group),
            }
            for group in outcome.groups
        ]
    else:
        groups = [_("Er zijn geen groepen die duidelijk los van elkaar staan.")]
    return together((*groups, _("Jouw plek is gemarkeerd.") if with_me else ""))


def under_the_map(outcome: Outcome) -> str:
    explained = _(
        "Deze kaart laat %(explained)s procent van alle verschillen zien. De rest past niet op één kaart."
    ) % {"explained": outcome.explained}
    estimate = _("Elke plek is een schatting: van wie weinig antwoorden gaf, weten we de plek minder goed.")
    if not outcome.n_between:
        return together((explained, estimate))
    between = _("%(n)s deelnemers staan tussen de %(parts)s in.") % {
        "n": large(outcome.n_between),
        "parts": parts(outcome),
    }
    nearest = "" if outcome.is_dense else _("Zij hebben op de kaart het teken waar ze het dichtst bij staan.")
    return together((explained, estimate, between, nearest))


def unplaced(outcome: Outcome) -> str:
    words = _("%(n)s deelnemers gaven te weinig antwoorden voor een plek op de kaart. Hun antwoorden tellen wel mee.")
    return words % {"n": large(outcome.n_unplaced)}
