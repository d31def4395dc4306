"""The outcome in a heading and a few lines."""

from regiotafel.reports.language import _, ngettext
from regiotafel.reports.numbers import in_words, large
from regiotafel.reports.opinions.outcome import Outcome

from .parts import in_each, parts, together


def headline(outcome: Outcome) -> str:
    numbers = {"n": outcome.n_common_ground, "total": outcome.n_statements, "each": in_each(outcome)}
    if outcome.is_too_small:
        return _("Er zijn nog te weinig antwoorden om iets te laten zien")
    if outcome.groups_found and outcome.n_common_ground:
        return _("Bij %(n)s van de %(total)s stellingen is %(each)s een meerderheid het eens") % numbers
    if outcome.groups_found:
        return _("Er is nog geen stelling waar %(each)s de meeste deelnemers het mee eens zijn") % numbers
    if outcome.n_common_ground:
        return _("Met %(n)s van de %(total)s stellingen is een duidelijke meerderheid het eens") % numbers
    return _("Er is nog geen stelling waar een duidelijke meerderheid het mee eens is")


def lead(outcome: Outcome) -> str:
    if outcome.is_too_small:
        words = _("We laten pas iets zien als minstens %(n)s deelnemers antwoord gaven. Zo is niemand te herkennen.")
        return words % {"n": in_words(outcome.smallest)}
    return together((_how_many(outcome), few_people(outcome), _how_they_differ(outcome)))


def _how_many(outcome: Outcome) -> str:
    if outcome.is_running:
        return _at_least(outcome)
    words = ngettext(
        "%(people)s deelnemers gaven samen %(votes)s antwoorden op %(statements)s stelling.",
        "%(people)s deelnemers gaven samen %(votes)s antwoorden op %(statements)s stellingen.",
        outcome.n_statements,
    )
    return words % {
        "people": large(outcome.n_people),
        "votes": large(outcome.n_votes),
        "statements": large(outcome.n_statements),
    }


def _at_least(outcome: Outcome) -> str:
    """While people answer, the newest of them wait for the next step."""
    words = ngettext(
        "Ten minste %(people)s deelnemers gaven samen al %(votes)s antwoorden op %(statements)s stelling.",
        "Ten minste %(people)s deelnemers gaven samen al %(votes)s antwoorden op %(statements)s stellingen.",
        outcome.n_statements,
    )
    told = words % {
        "people": large(outcome.n_people),
        "votes": large(outcome.n_votes),
        "statements": large(outcome.n_statements),
    }
    return together((told, _("De laatste antwoorden tellen mee in een volgende stap.")))


def few_people(outcome: Outcome) -> str:
    if not outcome.is_small:
        return ""
    return _("Dat zijn weinig deelnemers. Lees dit als een begin van een gesprek, niet als de mening van iedereen.")


def _how_they_differ(outcome: Outcome) -> str:
    n = {"n": in_words(len(outcome.groups)), "parts": parts(outcome)}
    if outcome.is_tendency:
        return _("We laten %(n)s %(parts)s zien. Die verschillen vooral in hoe vaak zij ‘eens’ zeggen.") % n
    if outcome.has_sides:
        gradual = _("Mensen verschillen geleidelijk: we zien geen duidelijke grens tussen groepen.")
        return together((gradual, _("We laten zien hoe het verschil loopt, met %(n)s kanten.") % n))
    if outcome.groups_found:
        seen = _("We zagen %(n)s groepen van deelnemers die vaak hetzelfde antwoordden.") % n
        perhaps = _("Of er echt een grens tussen die groepen is, weten we niet zeker.")
        return seen if outcome.is_sharp else together((seen, perhaps))
    return ""
