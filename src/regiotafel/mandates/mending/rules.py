"""When a municipality may say below what it does not sign, and spread its points anew. No database here."""

from collections.abc import Collection, Mapping
from datetime import datetime

from django.utils.translation import gettext as _

from regiotafel.history.models import REASON_LENGTH
from regiotafel.history.rules import check_seen
from regiotafel.mandates.filling_in.rules import ALL_POINTS
from regiotafel.mandates.models import Floor, Reweighing, Round, Sheet, Visibility
from regiotafel.mandates.rounds.rules import NotOpen, is_closed, state
from regiotafel.mandates.rules import Incomplete, check_filled, check_length


def check_is_party(is_party: bool) -> None:
    if not is_party:
        raise NotOpen(_("Deze gemeente doet niet mee in deze ronde. Vraag het projectteam waarom."))


def check_can_set_floor(round: Round, now: datetime) -> None:
    """From opening on: it belongs to the negotiation too, so it goes on after closing."""
    if state(round, now) in ("draft", "planned"):
        raise NotOpen(_("Deze gemeenteronde is nog niet open. Een ondergrens invullen kan nog niet."))


def check_floor(percent: int | None, because: str) -> None:
    if percent is not None and not 1 <= percent <= 100:
        raise Incomplete(_("Vul een getal in van 1 tot en met 100, of laat het leeg."), field="percent")
    check_length(because, REASON_LENGTH, field="because")


def check_floor_number(number: int, newest: Floor | None) -> None:
    why = _("Een collega heeft de ondergrens intussen veranderd. Controleer die, en sla daarna op.")
    check_seen(number, newest.number if newest else 0, newest, why)


def is_told(round: Round, now: datetime) -> bool:
    """The municipalities read what came out. Nobody does where they were told that nobody would."""
    return is_closed(round, now) and round.visibility != Visibility.OWN


def check_can_reweigh(round: Round, now: datetime, counted: Sheet | None) -> None:
    if not is_closed(round, now):
        raise NotOpen(_("De gemeenteronde loopt nog. Verander de punten in het standpunt zelf."))
    if not is_told(round, now):
        raise NotOpen(_("In deze ronde lezen gemeenten de uitkomst niet. Punten veranderen daarna kan dus ook niet."))
    if counted is None:
        raise NotOpen(_("Jullie hadden bij de sluiting geen definitief standpunt. Er zijn dus geen punten."))


def check_points(points: Mapping[int, int], before: Mapping[int, int], with_level: Collection[int]) -> None:
    """points, before: by subject; with_level: where it chose a level, so where points count."""
    if any(not 0 <= n <= ALL_POINTS for n in points.values()):
        raise Incomplete(_("Vul bij elk onderwerp van 0 tot en met 100 punten in."), field="points")
    if any(n and subject not in with_level for subject, n in points.items()):
        raise Incomplete(_("Punten geef je alleen aan een onderwerp waarbij jullie een niveau kozen."), field="points")
    total = sum(points.values())
    if total != ALL_POINTS:
        told = _("De punten zijn samen %(total)d. Verdeel er precies %(all)d.")
        raise Incomplete(told % {"total": total, "all": ALL_POINTS}, field="points")
    if {subject: n for subject, n in points.items() if n} == {subject: n for subject, n in before.items() if n}:
        raise Incomplete(_("Dit zijn dezelfde punten als nu. Er is niets veranderd."), field="points")


def check_why(reason: str, authority: str) -> None:
    why = _("Schrijf op waarom. Dit staat straks bij elke uitkomst.")
    check_filled(reason, REASON_LENGTH, why, field="reason")
    check_filled(
        authority, 150, _("Vul in namens wie, zoals: het college, besluit van 12 januari 2027."), field="authority"
    )


def check_points_number(number: int, newest: Reweighing | None) -> None:
    why = _("Een collega heeft de punten intussen veranderd. Controleer die, en sla daarna op.")
    check_seen(number, newest.number if newest else 0, newest, why)
