"""What a first look at an outcome says: short, beside a picture."""

from collections.abc import Sequence

from regiotafel.reports.language import _
from regiotafel.reports.numbers import capital, in_words, large
from regiotafel.reports.opinions.conclusions import Conclusion
from regiotafel.reports.opinions.groups import Group
from regiotafel.reports.opinions.outcome import Outcome
from regiotafel.reports.opinions.presence import Presence
from regiotafel.reports.opinions.quarters import AGAINST, MAJORITY, MINORITY, TOGETHER, Quarter, Spot
from regiotafel.reports.opinions.rows import FEW, Row

from .conclusions import card_answer
from .parts import part, parts, together
from .shared import divided_title, shared_title
from .whole import few_people


def short_number(row: Row, answer: str) -> str:
    """Beside a bar: a share in per cent, of few people how many of them; nothing where only the others are told."""
    count = getattr(row, f"n_{answer}")
    if row.n_untold and not count:
        return "–"
    share = f"{getattr(row, answer)}%"
    if row.n_people < FEW:
        share = _("%(count)s van %(n)s") % {"count": large(count), "n": large(row.n_people)}
    return _("%(share)s of meer") % {"share": share} if row.n_untold else share


def card_number(row: Row, conclusion: Conclusion) -> str:
    """Beside the bar of one group: how many agree, or disagree where that is what they share."""
    return short_number(row, conclusion.answer)


def card_line(conclusion: Conclusion, outcome: Outcome) -> str:
    """Under the bars, which have the numbers. How easily it would be otherwise stands with the statement itself."""
    return together((_LINES[conclusion.kind](conclusion, outcome), _doubt(conclusion)))


def _shared(conclusion: Conclusion, outcome: Outcome) -> str:
    """Nothing without groups: then the bar itself is of everybody."""
    if not outcome.groups_found:
        return ""
    everybody = short_number(conclusion.statement.everybody, conclusion.answer)
    return _("Iedereen samen: %(some)s %(answer)s.") % {"some": everybody, "answer": card_answer(conclusion)}


def _divides(conclusion: Conclusion, outcome: Outcome) -> str:
    """Which of the groups say otherwise: in the one most agree, in the other they do not."""
    if conclusion.group is None or conclusion.other is None:
        return ""
    words = _("%(begin)s %(name)s is het eens, %(part)s %(other)s niet.")
    return words % {
        "begin": capital(part(outcome)),
        "part": part(outcome),
        "name": conclusion.group.name,
        "other": conclusion.other.name,
    }


def _doubt(conclusion: Conclusion) -> str:
    if conclusion.statement.is_kept:
        return _("Dit is nu net niet meer zeker.")
    lost = conclusion.is_lost_when_weighted, conclusion.is_lost_without_same_votes
    if any(lost) or conclusion.is_lost_without_straight_liners:
        return _("Tel je anders, dan is dit niet zeker.")
    return ""


_LINES = {"common_ground_all_groups": _shared, "common_disagreement": _shared, "divide": _divides}


def quarter_name(name: str) -> str:
    return {
        TOGETHER: _("samen eens"),
        MAJORITY: _("verdeeld: de meesten eens"),
        MINORITY: _("verdeeld: de meesten niet eens"),
        AGAINST: _("samen oneens"),
    }[name]


def quarter_corner(quarter: Quarter) -> str:
    """In its corner of the picture, where there is little room."""
    short = {MAJORITY: _("meesten eens"), MINORITY: _("meesten niet")}
    return f"{short.get(quarter.name) or quarter_name(quarter.name)}: {len(quarter.spots)}"


def quarter_says(quarter: Quarter, outcome: Outcome) -> str:
    """What it means, and of how many statements that is sure."""
    words = {
        TOGETHER: _("Ook in de %(part)s die het minst meegaat, zijn de meesten het eens."),
        MAJORITY: _("Alles bij elkaar zijn de meesten het eens, maar niet in elke %(part)s."),
        MINORITY: _("Alles bij elkaar zijn de meesten het niet eens, maar niet elke %(part)s zegt nee."),
        AGAINST: _("In elke %(part)s zijn de meesten het oneens."),
    }[quarter.name] % {"part": part(outcome)}
    n = len(quarter.spots) - quarter.n_sure
    if not n:
        return words
    close = _("Bij %(sure)s daarvan is dat zeker. De andere %(n)s kunnen net anders liggen.")
    return together((words, close % {"sure": in_words(quarter.n_sure), "n": in_words(n)}))


def quarters_title(_outcome: Outcome) -> str:
    return _("Een meerderheid is nog geen overeenstemming")


def quarters_read(outcome: Outcome) -> str:
    words = _(
        "Elk rondje is een stelling. Rechts: de meeste deelnemers zijn het eens. Boven: ook de %(part)s die het minst "
        "meegaat, gaat mee. Een open rondje ligt met de marge over een grens."
    )
    return words % {"part": part(outcome)}


def quarters_in_words(quarters: Sequence[Quarter]) -> str:
    """The picture, for who does not see it."""
    return "; ".join(f"{quarter_name(one.name)}: {len(one.spots)}" for one in quarters) + "."


def spot_up(spot: Spot, outcome: Outcome) -> str:
    """How many go along in the group that goes along least, with the interval."""
    share = _share_between(spot.up.estimate, spot.up.low, spot.up.high)
    return _("%(share)s in %(part)s %(name)s") % {
        "share": share,
        "part": part(outcome),
        "name": outcome.groups[spot.least].name,
    }


def spot_across(spot: Spot) -> str:
    return _share_between(spot.across.estimate, spot.across.low, spot.across.high)


def _share_between(share: float, low: float, high: float) -> str:
    words = _("%(share)s%% (%(low)s–%(high)s)")
    return words % {"share": round(100 * share), "low": round(100 * low), "high": round(100 * high)}


def map_glance(outcome: Outcome) -> str:
    """Under the small map of the first page."""
    marks = _("Elk teken is een paar deelnemers. Dicht bij elkaar: vaak hetzelfde antwoord.")
    if not outcome.n_between:
        return marks
    words = _("%(n)s staan tussen de %(parts)s in.")
    return together((marks, words % {"n": large(outcome.n_between), "parts": parts(outcome)}))


def map_heading(outcome: Outcome) -> str:
    if not outcome.groups_found:
        return _("Er zijn geen aparte groepen")
    called = {"n": in_words(len(outcome.groups)), "parts": parts(outcome)}
    return _("Zo staan de %(n)s %(parts)s bij elkaar") % called


def glance_lead(outcome: Outcome) -> str:
    """Under the headline of a first look; the page of the groups tells what is not sure about them."""
    words = _("%(people)s deelnemers gaven %(votes)s antwoorden.")
    if outcome.is_running:
        words = _("Ten minste %(people)s deelnemers gaven al %(votes)s antwoorden.")
    told = words % {"people": large(outcome.n_people), "votes": large(outcome.n_votes)}
    if not outcome.groups_found:
        return together((told, few_people(outcome)))
    called = {"n": capital(in_words(len(outcome.groups))), "parts": parts(outcome)}
    groups = _("%(n)s %(parts)s denken er anders over.") % called
    sharp = "" if outcome.is_sharp else _("Misschien zonder scherpe grens ertussen.")
    return together((told, few_people(outcome), groups, sharp))


def glance_shared(outcome: Outcome) -> str:
    """Above the three that are shared most; the whole sentence where there are none."""
    return _("Dit delen we") if outcome.most_shared else shared_title(outcome)


def glance_divided(outcome: Outcome) -> str:
    return _("Dit verdeelt ons") if outcome.most_divided else divided_title(outcome)


def group_short(group: Group, outcome: Outcome) -> str:
    """Beside its sign."""
    return _("%(part)s %(name)s: %(n)s") % {"part": part(outcome), "name": group.name, "n": large(group.size)}


def who_title(outcome: Outcome) -> str:
    if outcome.is_running:
        return _("Ten minste %(n)s deelnemers") % {"n": large(outcome.n_people)}
    return _("Wie deden mee? %(n)s deelnemers") % {"n": large(outcome.n_people)}


def no_sample(outcome: Outcome) -> str:
    """Said with who took part."""
    missed = _("We missen vooral: %(who)s.") % {"who": ", ".join(outcome.missed)} if outcome.missed else ""
    return together((_("Dit is geen steekproef: iedereen mocht meedoen."), missed))


def how_many(presence: Presence) -> str:
    names = {"role": _("Wie zijn zij?"), "municipality": _("Uit welke gemeente?")}
    return names.get(presence.name, capital(presence.name))
