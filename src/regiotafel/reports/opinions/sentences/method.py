"""How it was computed."""

from regiotafel.reports.language import _
from regiotafel.reports.numbers import in_words
from regiotafel.reports.opinions.outcome import Outcome


def every_vote(outcome: Outcome) -> str:
    words = _("Iedere stem telt even zwaar. Over groepen van minder dan %(n)s deelnemers laten we niets zien.")
    return words % {"n": in_words(outcome.smallest)}


def who_answered(outcome: Outcome) -> str:
    if not outcome.presences and not outcome.is_running:
        return _("De cijfers gaan over wie antwoordde, niet over alle inwoners.")
    return _(
        "Er deden niet evenveel deelnemers mee van elke rol en uit elke gemeente. De cijfers gaan over wie antwoordde, "
        "niet over alle inwoners."
    )


def in_steps(outcome: Outcome) -> str:
    """Why the counts of a conversation that still runs do not move with each answer."""
    words = _(
        "De tussenstand gaat in stappen. Bij elke stelling komen er steeds minstens %(n)s deelnemers tegelijk bij. De "
        "nieuwste antwoorden wachten. Als de ronde gesloten is, tellen we alles."
    )
    return words % {"n": in_words(outcome.smallest)}


def about_margins(_outcome: Outcome) -> str:
    return _(
        "Achter elk getal staat tussen welke twee getallen het waarschijnlijk ligt. Dat noemen we de marge. Bij weinig "
        "deelnemers is de marge groot."
    )
