"""What can be put on the table of a round, answered and agreed on, and by whom. No database here."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from regiotafel.history.models import REASON_LENGTH
from regiotafel.history.rules import check_seen
from regiotafel.mandates.models import Accord, DecisionLevel, Living, Offer, Reply, Round, Subject
from regiotafel.mandates.rounds.rules import NotOpen, is_closed
from regiotafel.mandates.rules import Incomplete, check_filled, check_length
from regiotafel.refused import Refused
from regiotafel.regions.models import Municipality

# So many breekpunten can be given up in one offer.
MOST_EXCHANGES = 3


class OnTheTable(Refused):
    """The same package lies there already."""


class NotForYou(Refused):
    """An offer is of who made it."""


class IsGone(Refused):
    """An offer was withdrawn."""


class NotPossible(Refused):
    """Law, breekpunten or links stand in the way of a package."""


@dataclass(frozen=True)
class Swap:
    """Who gives up a breekpunt about what, and what stands against it. given_by: None for all of them together."""

    municipality: Municipality
    subject: Subject
    in_return: str
    given_by: Municipality | None = None


# Whose breekpunt about what, by their keys, and what is given for it.
Swapped = frozenset[tuple[int, int, str]]


@dataclass(frozen=True)
class RedLine:
    """A breekpunt of a municipality, by the keys of both."""

    municipality: int
    subject: int


def check_can_offer(round: Round, now: datetime, *, is_party: bool) -> None:
    if not is_closed(round, now):
        raise NotOpen(_("Een pakket op tafel leggen kan pas als de gemeenteronde gesloten is."))
    if not is_party:
        raise NotOpen(_("Deze gemeente doet niet mee in deze ronde. Vraag het projectteam waarom."))


def check_levels(levels: Mapping[int, str], allowed: Mapping[int, Collection[DecisionLevel]]) -> None:
    """A level for each subject, that the law leaves. Both by subject."""
    for subject, among in allowed.items():
        if levels.get(subject) not in {level.value for level in among}:
            raise Incomplete(_("Kies bij elk onderwerp een niveau dat mag van de wet."), field=f"o{subject}")
    if levels.keys() - allowed.keys():
        raise Incomplete(_("Een van de onderwerpen staat niet in deze ronde. Laad de pagina opnieuw."))


def check_offer(reason: str, authority: str, *, is_counter: bool) -> None:
    check_filled(reason, 500, _("Schrijf op waarom dit pakket op tafel komt."), field="reason")
    if is_counter:
        whom = _("Vul in namens wie dit tegenvoorstel is, zoals: het college.")
        check_filled(authority, 150, whom, field="authority")


def check_swaps(swaps: Sequence[Swap], red_lines: Collection[RedLine]) -> None:
    """red_lines: that stand in the sheets that count."""
    if len(swaps) > MOST_EXCHANGES:
        raise Incomplete(_("Een pakket ruilt hooguit %(n)d breekpunten.") % {"n": MOST_EXCHANGES})
    seen: set[RedLine] = set()
    for one in swaps:
        line = RedLine(one.municipality.pk, one.subject.pk)
        if line not in red_lines:
            raise Incomplete(
                _("%(name)s heeft geen breekpunt over “%(title)s”. Kies een breekpunt uit de lijst.")
                % {"name": one.municipality, "title": one.subject}
            )
        if line in seen:
            raise Incomplete(_("Hetzelfde breekpunt staat er twee keer. Schrijf in één regel wat ertegenover staat."))
        seen.add(line)
        check_filled(one.in_return, REASON_LENGTH, _("Schrijf op wat er tegenover het breekpunt staat."), field="")
        if one.given_by is not None and one.given_by.pk == one.municipality.pk:
            raise Incomplete(_("Een ander doet iets terug voor %(name)s.") % {"name": one.municipality})


def check_offer_number(number: int, newest: Offer | None) -> None:
    why = _("Intussen heeft iemand anders een pakket op tafel gelegd. Bekijk dat, en leg het jouwe daarna op tafel.")
    check_seen(number, newest.number if newest else 0, newest, why)


def check_is_new(levels: Mapping[str, str], swapped: Swapped, standing: Sequence[tuple[Offer, Swapped]]) -> None:
    """Another package than lies there; with other things in return it may be the same levels. standing: each with what
    is exchanged in it."""
    same = next((one for one, there in standing if one.levels == levels and (not swapped or swapped == there)), None)
    if same is not None:
        raise OnTheTable(_("Dit pakket ligt al op tafel: het is pakket %(number)d.") % {"number": same.number})


def check_stands(offer: Offer) -> None:
    if offer.withdrawn_at is not None:
        raise IsGone(_("Dit pakket is ingetrokken: het ligt niet meer op tafel."))


def check_can_withdraw(offer: Offer, municipality: Municipality | None, accord: Accord | None, reason: str) -> None:
    """municipality: for whom somebody withdraws it, None for the project team."""
    check_stands(offer)
    if offer.municipality_id != (municipality.pk if municipality else None):
        raise NotForYou(
            _("Dit is een tegenvoorstel van %(name)s. Alleen die gemeente kan het intrekken.")
            % {"name": offer.municipality}
            if offer.municipality
            else _("Dit pakket is van het projectteam. Alleen het projectteam kan het intrekken.")
        )
    if accord is not None and accord.offer_id == offer.pk:
        raise NotForYou(_("Dit pakket is het voorlopig akkoord. Kies eerst een ander, of hef het akkoord op."))
    check_filled(reason, REASON_LENGTH, _("Schrijf op waarom het pakket van tafel gaat."), field="reason")


def check_can_reply(offer: Offer, round: Round, municipality: Municipality, now: datetime, *, is_party: bool) -> None:
    check_can_offer(round, now, is_party=is_party)
    check_stands(offer)
    if offer.municipality_id == municipality.pk:
        raise NotForYou(_("Dit is jullie eigen tegenvoorstel. De andere gemeenten antwoorden erop."))


def check_reply(living: str, reason: str) -> None:
    if living not in Living.values:
        raise Incomplete(_("Kies of jullie hiermee kunnen leven."), field="living")
    if living == Living.CAN:
        check_length(reason, REASON_LENGTH, field="reason")
    else:
        check_filled(
            reason, REASON_LENGTH, _("Schrijf op waarom niet. Dan weten anderen wat er nodig is."), field="reason"
        )


def check_reply_number(number: int, newest: Reply | None) -> None:
    why = _("Een collega heeft intussen ook een antwoord gegeven. Controleer dat, en sla daarna op.")
    check_seen(number, newest.number if newest else 0, newest, why)


def check_accord_number(number: int, newest: Accord | None) -> None:
    why = _("Intussen heeft iemand het voorlopig akkoord veranderd. Controleer dat, en kies daarna.")
    check_seen(number, newest.number if newest else 0, newest, why)


def check_can_agree(offer: Offer, *, is_allowed: bool, in_the_way: Sequence[str]) -> None:
    """in_the_way: the breekpunten that nobody gives up in it and the links that it breaks, in words."""
    check_stands(offer)
    if not is_allowed:
        raise NotPossible(_("De wet laat dit pakket nu niet toe. Leg een ander pakket op tafel."))
    if in_the_way:
        raise NotPossible(
            _("In de weg staat: %(what)s. Leg een pakket op tafel waarin dat is opgelost of geruild.")
            % {"what": "; ".join(in_the_way)}
        )


def check_reason(reason: str) -> None:
    check_filled(reason, REASON_LENGTH, _("Schrijf op waarom, en waar dat is afgesproken."), field="reason")


def is_waiting(offer: Offer, accord: Accord | None) -> bool:
    """It asks for answers: it lies on the table, and nothing newer was made the provisional agreement."""
    return offer.withdrawn_at is None and (
        accord is None or accord.offer is None or offer.number >= accord.offer.number
    )
