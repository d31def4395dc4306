"""The same answers, counted in another way."""

from regiotafel.reports.language import _, ngettext
from regiotafel.reports.numbers import large
from regiotafel.reports.opinions.checks import Check, CheckCell, Reading
from regiotafel.reports.opinions.conclusions import Conclusion
from regiotafel.reports.opinions.outcome import Outcome

from .parts import some_of


def reading_name(reading: Reading) -> str:
    """What another count of the same answers is called."""
    names = {
        "weighted": _("gewogen"),
        "invited": _("alleen genodigden"),
        "without_same_votes": _("gelijke rijen één keer"),
        "without_straight_liners": _("zonder overal hetzelfde"),
        "declared_role": _("met een rol"),
        "declared_municipality": _("met een gemeente"),
    }
    return names.get(reading.name, reading.name)


def about_reading(reading: Reading) -> str:
    readings = {
        "weighted": _(
            "wie weinig meededen tellen zwaarder, tot elke rol en gemeente zo groot is als in het echt. Daarmee weten "
            "we ongeveer zo veel als met %(n)s deelnemers die even zwaar tellen."
        ),
        "invited": _("alleen de %(n)s deelnemers die met een uitnodiging meededen."),
        "without_same_votes": _(
            "wie precies dezelfde lange rij antwoorden gaf als anderen, telt met hen samen één keer. Zo blijven er "
            "%(n)s deelnemers over."
        ),
        "without_straight_liners": _(
            "zonder de deelnemers die op minstens tien stellingen antwoordden en steeds hetzelfde antwoord gaven. Zo "
            "blijven er %(n)s deelnemers over."
        ),
        "declared_role": _("alleen de %(n)s deelnemers die een rol noemden."),
        "declared_municipality": _("alleen de %(n)s deelnemers die een gemeente noemden."),
    }
    return readings.get(reading.name, _("%(n)s deelnemers.")) % {"n": large(reading.n_people)}


def checks_title(outcome: Outcome) -> str:
    n = outcome.n_lost
    if not n:
        return _("De conclusies hierboven blijven staan als je anders telt")
    words = ngettext(
        "%(n)s conclusie is minder zeker als je anders telt", "%(n)s conclusies zijn minder zeker als je anders telt", n
    )
    return words % {"n": n}


def about_checks(_outcome: Outcome) -> str:
    return _(
        "In de uitkomst telt iedere stem even zwaar. Dat blijft zo. Om te zien hoe stevig een conclusie staat, telden "
        "we ook op deze manieren:"
    )


def about_lost(_outcome: Outcome) -> str:
    return _(
        "‘Nee’ betekent: dan is de conclusie niet meer zeker genoeg. Soms antwoordden deelnemers anders, vaak zijn het "
        "er dan te weinig."
    )


def about_untold(_outcome: Outcome) -> str:
    return _("Een streepje betekent: dat kunnen we niet zeggen zonder te veel over mensen te laten zien.")


def first_count(check: Check) -> str:
    """What the sentence says in the count of the page: `64`, or `64 / 31` of two groups."""
    return " / ".join(
        some_of(row, check.answer) if row.is_counted else str(getattr(row, f"{check.answer}_of")[0])
        for row in check.first
    )


def holds(cell: CheckCell) -> str:
    """Whether a sentence holds in another count, in one word."""
    return "–" if cell.holds is None else _("ja") if cell.holds else _("nee")


def its_shares(cell: CheckCell) -> str:
    return f", {' / '.join(map(str, cell.shares))}" if cell.shares else ""


def answer_of(conclusion: Conclusion) -> str:
    """In one word."""
    words = {"common_ground_all_groups": _("eens"), "common_disagreement": _("oneens")}
    return words.get(conclusion.kind, _("verdeeld"))
