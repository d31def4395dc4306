"""Who fills in for whom and until when, and what fits on a sheet. No database here."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from regiotafel.history.models import REASON_LENGTH
from regiotafel.history.rules import check_seen
from regiotafel.mandates.models import (
    DecisionLevel,
    Round,
    Sheet,
    Subject,
)
from regiotafel.mandates.rounds.rules import NotOpen, is_for, is_of_team, state
from regiotafel.mandates.rules import LEVELS
from regiotafel.refused import Refused
from regiotafel.regions.permissions import Standing
from regiotafel.text.folding import fold
from regiotafel.text.length import length
from regiotafel.text.tidy import tidy_line

ALL_POINTS = 100
SURE = 100


class NotYours(Refused):
    """Somebody fills in for their own municipality."""

    status = 403


class SheetRefused(Refused):
    """What was filled in does not fit. faults: by subject (0: the whole sheet), each a sentence."""

    status = 422

    def __init__(self, faults: Sequence[tuple[int, str]]) -> None:
        self.faults = list(faults)
        super().__init__(
            ngettext(
                "Er is nog niets opgeslagen. Er is één ding niet goed ingevuld.",
                "Er is nog niets opgeslagen. Er zijn %(n)d dingen niet goed ingevuld.",
                len(self.faults),
            )
            % {"n": len(self.faults)}
        )


@dataclass(frozen=True)
class Filled:
    """What a municipality says about one subject, before it is kept. accepts: in per cent, by level."""

    subject: Subject
    wants: str = ""
    points: int = 0
    accepts: Mapping[str, int] = field(default_factory=dict)
    never: Sequence[str] = ()
    because: str = ""

    @property
    def is_empty(self) -> bool:
        return not (self.wants or self.points or self.accepts or self.never or self.because)


@dataclass(frozen=True)
class HowFar:
    """How far a municipality is in a round. is_asked: by the round, and still in the region. is_settled: what it says
    stands from closing on. gave_up: it was too late, and hands in nothing any more."""

    is_asked: bool
    is_settled: bool
    gave_up: bool


def check_may_fill_in(standings: Collection[Standing], municipality_id: int, newest: Sheet | None) -> bool:
    """True when it is typed over from paper. The project team does not write over what a municipality typed itself."""
    if is_for(standings, municipality_id):
        return False
    if not is_of_team(standings):
        raise NotYours(_("Je kunt alleen invullen voor je eigen gemeente."))
    check_can_type_over(newest)
    return True


def check_can_type_over(newest: Sheet | None) -> None:
    if newest is not None and not newest.is_on_paper:
        raise NotYours(_("Deze gemeente vult zelf in. Vraag de gemeente om het te veranderen."))


def check_can_fill_in(round: Round, now: datetime, how_far: HowFar) -> None:
    """Until closing; who had nothing final by then can still do so once, and it is called late. Not after reading what
    the others say."""
    if not how_far.is_asked:
        raise NotOpen(_("Deze gemeente doet niet mee in deze ronde. Vraag het projectteam waarom."))
    now_is = state(round, now)
    if now_is in ("draft", "planned"):
        raise NotOpen(_("Deze gemeenteronde is nog niet open. Invullen kan nog niet."))
    if now_is == "open":
        return
    if how_far.is_settled:
        raise NotOpen(_("Deze gemeenteronde is gesloten. Jullie standpunt staat vast en verandert niet meer."))
    if how_far.gave_up:
        raise NotOpen(
            _(
                "Jullie hebben laten weten dat jullie niets meer invullen."
                " Jullie kunnen nu lezen wat de andere gemeenten willen."
            )
        )
    if now_is == "published":
        raise NotOpen(_("De uitkomst is gepubliceerd. Iedereen kan die lezen, dus invullen kan niet meer."))


def check_number(number: int, newest: Sheet | None) -> None:
    why = _("Een collega heeft intussen ook iets opgeslagen. Er is niets kwijt: vergelijk het, en sla daarna op.")
    check_seen(number, newest.number if newest else 0, newest, why)


def level_named(text: str) -> str:
    """A level as somebody wrote it: its value or its name, in capitals or not. Unknown: as it came."""
    typed = fold(text)
    return next((one.value for one in LEVELS if typed in (fold(one.value), fold(str(one.label)))), tidy_line(text))


def faults_of(one: Filled, allowed: Collection[DecisionLevel]) -> list[str]:
    """What does not fit in what is said about one subject, each as a sentence."""
    found = [*_faults_of_levels(one), *_faults_of_points(one)]
    if one.wants in DecisionLevel.values and DecisionLevel(one.wants) not in allowed:
        found.append(
            _("De wet laat “%(level)s” niet toe. Dit kan wel: %(allowed)s.")
            % {"level": DecisionLevel(one.wants).label, "allowed": ", ".join(str(level.label) for level in allowed)}
        )
    if one.never and not one.because:
        found.append(_("Schrijf op waarom een breekpunt niet kan. Anderen moeten het kunnen begrijpen."))
    if length(one.because) > REASON_LENGTH:
        found.append(_("De reden is te lang: hooguit %(most)d tekens.") % {"most": REASON_LENGTH})
    if set(LEVELS) and {*allowed} <= {DecisionLevel(level) for level in one.never if level in DecisionLevel.values}:
        found.append(_("Zo blijft er geen niveau over: elk niveau dat mag, is een breekpunt."))
    return found


def _faults_of_levels(one: Filled) -> list[str]:
    names = ", ".join(str(level.label) for level in LEVELS)
    found = [
        _("Het niveau “%(level)s” bestaat niet. Kies uit: %(names)s.") % {"level": level, "names": names}
        for level in dict.fromkeys([one.wants, *one.never, *one.accepts])
        if level and level not in DecisionLevel.values
    ]
    if one.wants and one.wants in one.never:
        found.append(_("Je kiest een niveau dat je ook een breekpunt noemt. Kies één van de twee."))
    for level, share in one.accepts.items():
        if level not in DecisionLevel.values:
            continue
        label = DecisionLevel(level).label
        if not 0 <= share <= SURE:
            found.append(_("“%(level)s”: vul een getal in van 0 tot en met 100.") % {"level": label})
        elif level in one.never and share > 0:
            found.append(
                _("“%(level)s” is een breekpunt, en krijgt toch %(share)d procent. Kies één van de twee.")
                % {"level": label, "share": share}
            )
    return found


def _faults_of_points(one: Filled) -> list[str]:
    if not 0 <= one.points <= ALL_POINTS:
        return [_("Vul van 0 tot en met 100 punten in.")]
    if one.points and not one.wants:
        return [_("Dit onderwerp heeft punten, maar geen niveau. Kies een niveau, of geef 0 punten.")]
    return []


def faults_of_whole(filled: Collection[Filled], authority: str) -> list[str]:
    """What still stands in the way of a final sheet."""
    found = []
    total = sum(one.points for one in filled)
    if not any(one.wants for one in filled):
        found.append(_("Kies bij minstens één onderwerp een niveau."))
    elif total != ALL_POINTS:
        found.append(
            _("De punten zijn samen %(total)d. Verdeel er precies %(all)d.") % {"total": total, "all": ALL_POINTS}
        )
    if not authority:
        found.append(_("Vul in namens wie dit definitief is, zoals: het college, besluit van 12 januari 2027."))
    elif length(authority) > 150:
        found.append(_("Namens wie: dit is te lang, hooguit 150 tekens."))
    return found


def told_besides(filled: Collection[Filled], *, is_final: bool, was_final: bool) -> list[str]:
    """What fits, and what somebody may not have meant."""
    told = []
    if was_final and not is_final:
        told.append(_("Jullie standpunt is nu niet meer definitief. Een concept telt niet mee in de uitkomst."))
    if sum(one.points > 0 for one in filled) == 1 and len(filled) > 1:
        told.append(_("Alle punten staan op één onderwerp. Dat mag, maar bij de andere telt jullie mening dan niet."))
    return told
