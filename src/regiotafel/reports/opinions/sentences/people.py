"""Who took part, and who answered exactly alike."""

from regiotafel.engine.results.opinions import SameVotes
from regiotafel.reports.language import _, ngettext
from regiotafel.reports.numbers import in_a_row, large
from regiotafel.reports.opinions.conclusions import Between
from regiotafel.reports.opinions.outcome import Outcome
from regiotafel.reports.opinions.presence import Presence

from .parts import together


def whom_we_miss(outcome: Outcome) -> str:
    return _("We missen vooral: %(who)s.") % {"who": in_a_row(outcome.missed)}


def presence_title(outcome: Outcome) -> str:
    if outcome.missed:
        return _("We missen vooral: %(who)s") % {"who": in_a_row(outcome.missed)}
    return _("Wie deden mee?")


def about_presence(outcome: Outcome) -> str:
    if outcome.missed:
        return _(
            "Zij deden minder dan half zo vaak mee als je zou verwachten. De uitkomst gaat over wie antwoordde. "
            "Lees die dus niet als de mening van iedereen."
        )
    if outcome.is_weighted:
        return _(
            "Geen rol of gemeente uit deze vergelijking bleef ver achter. Toch gaat de uitkomst alleen over wie "
            "antwoordde."
        )
    return _(
        "Dit zeiden deelnemers over zichzelf. Niet iedereen deed dat. Of zij op alle inwoners lijken, weten we niet. "
        "Daarvoor ontbreken cijfers."
    )


def presence_source(presence: Presence) -> str:
    if not presence.source:
        return ""
    year = "" if presence.year is None else presence.year
    return _("Hoeveel er zijn: %(source)s, %(year)s") % {"source": presence.source, "year": year}


def between_values(between: Between) -> str:
    """Whether it matters who somebody is or where they live."""
    if not between.is_real:
        return _("We zien geen duidelijk verschil. Mensen die hierin gelijk zijn, verschillen onderling net zo veel.")
    words = _("Dit verklaart %(parts)s procent van de verschillen in antwoorden.")
    margin = ""
    if between.low is not None:
        margin = _("Waarschijnlijk ligt dat tussen %(low)s en %(high)s procent.")
        margin %= {"low": between.low, "high": between.high}
        if not between.low:
            margin = together((margin, _("Het kan dus ook bijna niets zijn.")))
    rest = _("De andere verschillen zijn er tussen deelnemers die hierin gelijk zijn.")
    return together((words % {"parts": between.parts}, margin, rest))


def same_votes_title(outcome: Outcome) -> str:
    words = _("Let op: %(n)s deelnemers gaven precies dezelfde rij antwoorden als een ander")
    return words % {"n": large(outcome.n_same)}


def same_votes_seen(outcome: Outcome) -> str:
    words = _("%(n)s deelnemers gaven precies dezelfde rij antwoorden als een ander.")
    return words % {"n": large(outcome.n_same)}


def about_same_votes(outcome: Outcome) -> str:
    n = outcome.n_lost_without_same_votes
    words = _(
        "Dat zijn er meer dan je door toeval verwacht. Misschien dachten zij echt hetzelfde, of vulden zij samen in. "
        "Het kan ook één persoon zijn die vaak meedeed. Dat weten we niet, dus tellen ze gewoon mee."
    )
    stays = _("Tellen we elke rij maar één keer, dan blijven alle conclusies staan.")
    lost = ngettext(
        "Tellen we elke rij maar één keer, dan is %(n)s conclusie minder zeker. Hieronder staat welke.",
        "Tellen we elke rij maar één keer, dan zijn %(n)s conclusies minder zeker. Hieronder staat welke.",
        n,
    )
    return _with_what_changes(words, outcome.has_without_same_votes, lost % {"n": n} if n else stays)


def straight_title(outcome: Outcome) -> str:
    words = _("Let op: %(n)s deelnemers gaven steeds hetzelfde antwoord")
    return words % {"n": large(outcome.straight_liners)}


def straight_seen(outcome: Outcome) -> str:
    words = _("%(n)s deelnemers gaven steeds hetzelfde antwoord.")
    return words % {"n": large(outcome.straight_liners)}


def about_straight(outcome: Outcome) -> str:
    """Whether it is their opinion nobody knows, so what changes without them is said."""
    words = _(
        "Zij beantwoordden minstens tien stellingen, en zeiden steeds eens, steeds oneens of steeds ‘weet ik niet’. "
        "Misschien vinden zij dat. Misschien lazen zij niet alles. Dat weten we niet, dus tellen ze gewoon mee."
    )
    n = outcome.n_lost_without_straight_liners
    stays = _("Laten we hen weg, dan blijven alle conclusies staan.")
    lost = ngettext(
        "Laten we hen weg, dan is %(n)s conclusie minder zeker. Hieronder staat welke.",
        "Laten we hen weg, dan zijn %(n)s conclusies minder zeker. Hieronder staat welke.",
        n,
    )
    return _with_what_changes(words, outcome.has_without_straight_liners, lost % {"n": n} if n else stays)


def _with_what_changes(words: str, was_counted_again: bool, change: str) -> str:
    return together((words, change)) if was_counted_again else words


def same_row(same: SameVotes) -> str:
    words = _("%(n)s deelnemers gaven dezelfde rij.") % {"n": large(same.n_people)}
    if same.minutes is None:
        return words
    hours, days = round(same.minutes / 60), round(same.minutes / (24 * 60))
    if days > 2:
        soon = _("De helft van hen kwam binnen %(n)s dagen.") % {"n": days}
    elif hours > 2:
        soon = _("De helft van hen kwam binnen %(n)s uur.") % {"n": hours}
    else:
        soon = ngettext(
            "De helft van hen kwam binnen %(n)s minuut.", "De helft van hen kwam binnen %(n)s minuten.", same.minutes
        ) % {"n": same.minutes}
    return together((words, soon))
