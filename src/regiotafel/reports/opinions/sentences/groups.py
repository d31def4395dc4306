"""The groups, or why there are none."""

from math import exp

from regiotafel.reports.language import _
from regiotafel.reports.numbers import capital, decimals, large
from regiotafel.reports.opinions.groups import Group
from regiotafel.reports.opinions.outcome import Outcome
from regiotafel.reports.opinions.rows import FEW

from .parts import part, parts, together

# What the engine asks before it looks for groups: of one person, and of all of them together.
FEWEST_STATEMENTS, FEWEST_ANSWERS = 3, 100


def about_groups(outcome: Outcome) -> str:
    """What a group or a side is, before they are described."""
    if outcome.is_tendency:
        words = _(
            "Deze %(parts)s verschillen vooral in hoe vaak zij ‘eens’ zeggen. Dat kan een gewoonte zijn. Betekent "
            "‘eens’ bij alle stellingen hetzelfde? Dan kan het ook hun mening zijn: dat kunnen we niet uit "
            "elkaar houden."
        ) % {"parts": parts(outcome)}
    elif outcome.has_sides:
        words = _(
            "Er zijn uitersten, maar ertussenin staan ook veel deelnemers. Daarom noemen we de kanten geen groepen. "
            "We laten ermee zien waarover de meningen uit elkaar lopen."
        )
    else:
        words = _(
            "Een groep bestaat hier uit deelnemers die vaak hetzelfde antwoord gaven. Ze kennen elkaar niet. De "
            "computer maakt de groepen. Waar de ene groep ophoudt en de andere begint, is niet precies te zeggen."
        )
    return together((words, _perhaps_gradual(outcome), _said_before(outcome), _in_between(outcome)))


def _perhaps_gradual(outcome: Outcome) -> str:
    if outcome.has_sides or outcome.is_sharp:
        return ""
    return _(
        "Misschien is er zelfs geen grens, en verschillen deelnemers geleidelijk. Met deze antwoorden weten we dat "
        "niet zeker."
    )


def _said_before(outcome: Outcome) -> str:
    if not outcome.is_kept:
        return ""
    return _("Dit zeiden we de vorige keer ook. Het is nu minder zeker, maar iets anders is niet duidelijk genoeg.")


def _in_between(outcome: Outcome) -> str:
    if not outcome.n_between:
        return ""
    words = _(
        "%(n)s deelnemers staan ertussenin: hun antwoorden passen niet duidelijk bij één %(part)s. Ze tellen mee bij "
        "de %(part)s waar ze het dichtst bij staan."
    )
    return words % {"n": large(outcome.n_between), "part": part(outcome)}


def what_predicts(outcome: Outcome) -> str:
    """Whether groups or something else tells most of what somebody answers."""
    found = outcome.prediction
    if found is None:
        return ""
    if outcome.is_tendency:
        return _together_then(outcome)
    known = _("Stel, je kent van iemand een deel van de antwoorden.")
    words = {
        "nothing": _("Dan raad je de rest niet duidelijk beter dan zonder."),
        "tendency": _("Dan raad je de rest het best als je kijkt hoe vaak die ‘eens’ zegt."),
        "trait": _("Dan raad je de rest het best als je iedereen op één lijn zet, van de ene mening naar de andere."),
        "groups": _("Dan raad je de rest het best met deze %(parts)s, beter dan als je iedereen op één lijn zet."),
        "alike": _(
            "Dan raad je de rest met deze %(parts)s ongeveer even goed als wanneer je iedereen op één lijn zet."
        ),
    }
    return together((known, words[found.best] % {"parts": parts(outcome)}))


def _together_then(outcome: Outcome) -> str:
    """What the headline would be without groups that only say yes more often."""
    words = _(
        "Zonder deze %(parts)s, met iedereen samen, is bij %(n)s van de %(total)s stellingen een duidelijke "
        "meerderheid het eens."
    )
    return words % {"parts": parts(outcome), "n": outcome.n_clear, "total": outcome.n_statements}


def how_well_predicted(outcome: Outcome) -> str:
    """The figures behind it; nothing where they are not told."""
    found = outcome.prediction
    if found is None:
        return ""
    ways = [
        (_("hoe vaak iemand ‘eens’ zegt"), found.tendency),
        (_("één lijn"), found.trait),
        (parts(outcome), found.groups),
    ]
    told = ", ".join(f"{name} {_figure(gain)}" for name, gain in ways if gain is not None)
    words = _(
        "We hielden een deel van de antwoorden apart en probeerden die te raden. Hoeveel keer zo veel kans gaven we "
        "het echte antwoord als wanneer je alleen de stelling kent? Bij 1 keer helpt het niets. Dit kwam eruit: "
        "%(told)s."
    )
    return words % {"told": told}


def _figure(gain: float) -> str:
    """In nats per answer; so many times the chance is what a person can picture."""
    return _("%(times)s keer") % {"times": decimals(exp(gain), 2)}


def same_rows_in(group: Group, outcome: Outcome) -> str:
    """Where people with exactly the same answers may be most of a group, that is said with the group."""
    n = max((one.n_people for one in outcome.same_votes), default=0)
    if 2 * n < group.size:
        return ""
    words = _(
        "Let op: %(n)s deelnemers gaven precies dezelfde antwoorden. Misschien zijn zij een groot deel van deze "
        "%(part)s."
    )
    return words % {"n": large(n), "part": part(outcome)}


def group_title(group: Group, outcome: Outcome) -> str:
    words = _("%(part)s %(name)s: %(size)s deelnemers (%(share)s van de 100)")
    if outcome.n_people < FEW:
        words = _("%(part)s %(name)s: %(size)s van de %(all)s deelnemers")
    return words % {
        "all": outcome.n_people,
        "part": capital(part(outcome)),
        "name": group.name,
        "size": large(group.size),
        "share": group.of_hundred,
    }


def no_groups_title(outcome: Outcome) -> str:
    titles = {
        "one_group": _("We zagen geen aparte groepen"),
        "gradual": _("Mensen verschillen geleidelijk, zonder aparte groepen"),
        "unstable": _("We zagen geen groepen die bij elkaar blijven"),
        "running": _("Of er groepen zijn, kijken we als de ronde sluit"),
    }
    return titles.get(outcome.groups_reason, _("We kunnen nog niet zeggen of er groepen zijn"))


def why_no_groups(outcome: Outcome) -> str:
    reasons = {
        "one_group": _(
            "Er zijn verschillen, maar de deelnemers vallen niet uiteen in groepen. Als je weet wat iemand op de ene "
            "stelling antwoordt, kun je het antwoord op de andere nog niet goed raden. Daarom tellen we iedereen samen."
        ),
        "gradual": _(
            "Wie op de ene stelling eens zegt, zegt dat ook vaker op sommige andere. Maar we zien geen duidelijke "
            "grens: tussen de uitersten staan ook veel deelnemers. Daarom tellen we iedereen samen."
        ),
        "unstable": _(
            "We zochten naar deelnemers die vaak hetzelfde antwoordden. Steeds als we een paar deelnemers of "
            "stellingen weglieten, kwamen er andere groepen uit. Zulke groepen laten we niet zien. Daarom tellen we "
            "iedereen samen."
        ),
        "too_few_people": _("Daarvoor gaven te weinig deelnemers antwoord. We tellen nu iedereen samen."),
        "running": _(
            "We delen deelnemers één keer in: als de ronde gesloten is. Tot dan tellen we iedereen samen. Zo kan "
            "niemand iemands antwoord vinden door twee tellingen te vergelijken. En niemand antwoordt met een groep "
            "mee."
        ),
    }
    few = _("Daarvoor kozen te weinig deelnemers bij genoeg stellingen eens of oneens. We tellen nu iedereen samen.")
    if outcome.n_statements < FEWEST_STATEMENTS:
        few = _("Daarvoor zijn er te weinig stellingen. We tellen nu iedereen samen.")
    elif outcome.n_people * outcome.n_statements < FEWEST_ANSWERS:
        few = _(
            "Daarvoor zijn er te weinig deelnemers en stellingen, ook al antwoordt iedereen overal. "
            "We tellen nu iedereen samen."
        )
    return reasons.get(outcome.groups_reason, few)


def how_firm(outcome: Outcome) -> str:
    """How the groups were found, and whether they come back."""
    called = {"parts": parts(outcome)}
    if outcome.is_running:
        return ""
    if not outcome.groups_found:
        return _("Groepen zijn altijd bij benadering. Daarom laten we ze alleen zien als ze steeds weer opduiken.")
    if not outcome.n_resamples:
        words = _("De %(parts)s zijn bij benadering. We deelden niet opnieuw in, dus hoe vast ze zijn is onbekend.")
        return words % called
    words = _(
        "De %(parts)s zijn bij benadering. We deelden %(n)s keer opnieuw in, steeds met een deel van de deelnemers en "
        "stellingen."
    )
    again = words % {**called, "n": outcome.n_resamples}
    if outcome.stability is None:
        return again
    words = _("Hoe vast ze zijn: %(stability)s. Daarbij is 100 steeds precies dezelfde %(parts)s en 0 toeval.")
    return together((again, words % {**called, "stability": outcome.stability}))


def chance(outcome: Outcome) -> str:
    if outcome.is_running:
        return _("We tellen alleen. Daar komt geen toeval bij (rekenwijze %(version)s).") % {
            "version": outcome.engine_version
        }
    words = _(
        "De computer gebruikt daarbij toeval met startgetal %(seed)s (rekenwijze %(version)s). Met hetzelfde "
        "startgetal komt er altijd hetzelfde uit."
    )
    return words % {"seed": outcome.seed, "version": outcome.engine_version}


def groups_item(outcome: Outcome) -> str:
    """In the list of contents."""
    if outcome.groups_found:
        return _("Hoe je de %(parts)s herkent") % {"parts": parts(outcome)}
    return _("Of er groepen zijn")


def nothing_marks_it(outcome: Outcome) -> str:
    words = _("Bij geen enkele stelling weten we zeker dat deze %(part)s anders antwoordt dan de rest.")
    return words % {"part": part(outcome)}


def groups_are_an_estimate(outcome: Outcome) -> str:
    words = _(
        "Welke deelnemers bij elkaar horen, is een schatting. Met iets andere deelnemers of stellingen zouden de "
        "%(parts)s er anders uitzien."
    )
    return words % {"parts": parts(outcome)}


def read_how_firm(outcome: Outcome) -> str:
    return _("Lees hoe vast de %(parts)s zijn") % {"parts": parts(outcome)}
