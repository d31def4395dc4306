"""What members do in the register and in its rounds, and how the history tells it. Never what a municipality filled
in: that is for whom the round says."""

from django.utils.translation import gettext_lazy as _

from regiotafel.history.rules import Act, ActGroup

SUBJECT_ADDED = Act("subject.added", _("{who} zette het onderwerp “{title}” in het register."))
SUBJECT_CHANGED = Act("subject.changed", _("{who} veranderde het onderwerp “{title}”."))
SUBJECT_MOVED = Act("subject.moved", _("{who} gaf het onderwerp “{title}” een andere plek in het register."))
SUBJECT_RETIRED = Act("subject.retired", _("{who} liet het onderwerp “{title}” vervallen. Reden: {reason}"))
SUBJECT_BROUGHT_BACK = Act(
    "subject.brought_back", _("{who} zette het onderwerp “{title}” terug in het register. Reden: {reason}")
)
LAW_FACT_ADDED = Act("lawfact.added", _("{who} schreef bij “{title}” een regel over de wet op: {article}."))
LAW_FACT_REMOVED = Act("lawfact.removed", _("{who} haalde bij “{title}” een regel over de wet weg: {article}."))
MANDATE_SET = Act("mandate.set", _("{who} schreef op wie vanaf {from_on} beslist over “{title}”: {holder} ({level})."))
MANDATE_WITHDRAWN = Act(
    "mandate.withdrawn", _("{who} trok in wie vanaf {from_on} beslist over “{title}”. Reden: {reason}")
)
DEVIATION_ADDED = Act("deviation.added", _("{who} schreef op dat {municipality} afwijkt bij “{title}”."))
DEVIATION_ENDED = Act("deviation.ended", _("{who} schreef op dat {municipality} niet meer afwijkt bij “{title}”."))
AGREEMENT_OFFERED = Act("agreement.offered", _("{who} legde een akkoord over “{title}” voor aan de gemeenten."))
AGREEMENT_CARRIED_OUT = Act("agreement.carried_out", _("{who} zette het akkoord over “{title}” in het register."))
AGREEMENT_TIED = Act("agreement.tied", _("{who} gaf een eerder akkoord over “{title}” een plek in de draad."))
CONSENT_NOTED = Act("consent.noted", _("{who} schreef op wat {body} besloot over het akkoord over “{title}”."))
ROUND_PREPARED = Act("mandateround.prepared", _("{who} begon aan de gemeenteronde “{round}”."))
ROUND_CHANGED = Act("mandateround.changed", _("{who} veranderde de gemeenteronde “{round}”."))
ROUND_OPENED = Act("mandateround.opened", _("{who} opende de gemeenteronde “{round}”."))
ROUND_CLOSED = Act("mandateround.closed", _("{who} sloot de gemeenteronde “{round}”."))
ROUND_MOVED = Act("mandateround.moved", _("{who} laat de gemeenteronde “{round}” later sluiten."))
ROUND_PUBLISHED = Act(
    "mandateround.published", _("{who} maakte voor iedereen leesbaar wat er uit de gemeenteronde “{round}” kwam.")
)
ROUND_TIED = Act("mandateround.tied", _("{who} gaf de gepubliceerde gemeenteronde “{round}” een plek in de draad."))
SUBJECT_DROPPED = Act(
    "mandateround.subject_dropped", _("{who} haalde “{title}” uit de gemeenteronde “{round}”. Reden: {reason}")
)
CONDITION_ADDED = Act(
    "mandateround.condition_added", _("{who} legde in “{round}” vast dat twee onderwerpen samenhangen.")
)
CONDITION_REMOVED = Act(
    "mandateround.condition_removed", _("{who} haalde in “{round}” weg dat twee onderwerpen samenhangen.")
)
VOTES_SET = Act("mandateround.votes_set", _("{who} vulde in “{round}” de stemmen van elke gemeente in."))
NEIGHBOUR_BROUGHT = Act("mandateround.neighbour_brought", _("{who} zette {name} naast de uitkomst van “{round}”."))
NEIGHBOUR_REMOVED = Act("mandateround.neighbour_removed", _("{who} haalde {name} weg bij de uitkomst van “{round}”."))
PAIR_CONFIRMED = Act(
    "mandateround.pair_confirmed", _("{who} koos in “{round}” dat “{title}” bij {name} “{other}” heet.")
)
PAIR_BROKEN = Act(
    "mandateround.pair_broken", _("{who} koos in “{round}” dat “{title}” iets anders is dan “{other}” bij {name}.")
)
PACKAGES_STOPPED = Act(
    "mandateround.packages_stopped", _("{who} stopte het zoeken naar een beter pakket in “{round}”.")
)
PACKAGES_RESUMED = Act(
    "mandateround.packages_resumed", _("{who} liet verder zoeken naar een beter pakket in “{round}”.")
)
SHEET_SAVED = Act("sheet.saved", _("{who} sloeg het standpunt van {municipality} op in “{round}”."))
SHEET_MADE_FINAL = Act("sheet.made_final", _("{who} maakte het standpunt van {municipality} in “{round}” definitief."))
SHEET_GIVEN_UP = Act("sheet.given_up", _("{who} schreef op dat {municipality} in “{round}” niets meer invult."))
FLOOR_SET = Act("floor.set", _("{who} veranderde de ondergrens van {municipality} in “{round}”."))
POINTS_CHANGED = Act("reweighing.made", _("{who} veranderde na de uitkomst de punten van {municipality} in “{round}”."))
OFFER_MADE = Act("offer.made", _("{who} legde pakket {number} op tafel in “{round}”."))
COUNTER_OFFER_MADE = Act(
    "offer.countered", _("{who} legde pakket {number} op tafel in “{round}”, als tegenvoorstel van {municipality}.")
)
OFFER_WITHDRAWN = Act("offer.withdrawn", _("{who} trok pakket {number} in “{round}” in."))
REPLY_GIVEN = Act("reply.given", _("{who} gaf het antwoord van {municipality} op pakket {number} in “{round}”."))
ACCORD_REACHED = Act("accord.reached", _("{who} maakte in “{round}” van pakket {number} het voorlopig akkoord."))
ACCORD_ENDED = Act("accord.ended", _("{who} schreef op dat er in “{round}” geen voorlopig akkoord meer is."))

GROUPS = (
    ActGroup(
        "wie-beslist-wat",
        _("wie beslist wat"),
        (
            *("subject.", "lawfact.", "mandate.", "deviation.", "agreement.", "consent.", "mandateround.", "sheet."),
            *("floor.", "reweighing.", "offer.", "reply.", "accord."),
        ),
    ),
)
