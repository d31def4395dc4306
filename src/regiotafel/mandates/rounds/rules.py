"""When a round can be filled in, by whom, what fits on a sheet, and who reads it. No database here."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from regiotafel.history.models import REASON_LENGTH
from regiotafel.history.rules import check_seen
from regiotafel.mandates.models import (
    Comparison,
    DecisionLevel,
    Round,
    RoundParty,
    Sheet,
    Subject,
    Visibility,
)
from regiotafel.mandates.rules import LEVELS, Incomplete, check_filled, check_length, check_level
from regiotafel.refused import Refused
from regiotafel.regions.permissions import PERMISSIONS, WRITERS, Standing, may
from regiotafel.text.folding import fold
from regiotafel.text.length import length
from regiotafel.text.tidy import tidy_line

ALL_POINTS = 100
SURE = 100
# What somebody sees of a round in which state: who may do one of these acts.
SEEN_BY = {
    "draft": ("mandateround.write",),
    "planned": ("mandateround.read",),
    "open": ("mandateround.read",),
    "closed": ("mandateround.read",),
    "published": ("mandate.read",),
}
# When the letter goes that nobody has to ask for, and how long after one that was asked for the next may go.
WARNED_BEFORE = timedelta(days=5)
REMINDED_AGAIN_AFTER = timedelta(days=1)


class NotOpen(Refused):
    """A round is filled in between opening and closing."""


class NotYours(Refused):
    """Somebody fills in for their own municipality."""

    status = 403


class SubjectNotAsked(Refused):
    status = 422


class RoundIncomplete(Refused):
    """A round cannot be opened like this."""


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


# --- When


def state(round: Round, now: datetime) -> str:
    """`draft`, `planned`, `open`, `closed` or `published`."""
    if round.opened_at is None:
        return "draft"
    if now < round.opens_at:
        return "planned"
    if now < round.closes_at:
        return "open"
    return "published" if round.published_at is not None else "closed"


def is_closed(round: Round, now: datetime) -> bool:
    return state(round, now) in ("closed", "published")


def check_round(*, title: str, about: str, visibility: str, opens_at: datetime, closes_at: datetime) -> None:
    check_filled(title, 100, _("Vul in hoe deze ronde heet."), field="title")
    check_length(about, 1000, field="about")
    if visibility not in Visibility.values:
        raise Incomplete(_("Kies wie ziet wat een gemeente invult."), field="visibility")
    if closes_at <= opens_at:
        raise Incomplete(_("De ronde sluit voordat die opent. Kies een later moment."), field="closes_at")


def check_is_draft(round: Round) -> None:
    if round.opened_at is not None:
        raise RoundIncomplete(
            _("Deze gemeenteronde is al geopend. De onderwerpen en wie wat ziet, veranderen dan niet meer.")
        )


def check_version(round: Round, version: int) -> None:
    check_seen(version, round.version, round)


def check_can_open(subjects: Sequence[Subject], n_parties: int, closes_at: datetime, now: datetime) -> None:
    """n_parties: of who still takes part in the region."""
    if not subjects:
        raise RoundIncomplete(_("Kies eerst minstens één onderwerp."))
    if gone := next((one for one in subjects if one.retired_at is not None), None):
        raise RoundIncomplete(
            _("Het onderwerp “%(title)s” is vervallen. Bewerk de ronde, en sla de andere onderwerpen op.")
            % {"title": gone.title}
        )
    if n_parties < 2:
        raise RoundIncomplete(_("Kies eerst minstens twee gemeenten."))
    if closes_at <= now:
        raise RoundIncomplete(_("De ronde zou al gesloten zijn. Kies een later moment om te sluiten."))


def check_can_close(round: Round, now: datetime) -> None:
    if state(round, now) != "open":
        raise NotOpen(_("Deze gemeenteronde loopt niet, dus sluiten kan niet."))


def check_runs(round: Round, now: datetime) -> None:
    if state(round, now) != "open":
        raise NotOpen(_("Deze gemeenteronde loopt niet. Een herinnering heeft dan geen zin."))


def check_can_move(round: Round, closes_at: datetime, now: datetime) -> None:
    if state(round, now) not in ("planned", "open"):
        raise NotOpen(_("Deze gemeenteronde loopt niet, dus later sluiten kan niet."))
    if closes_at < round.closes_at:
        raise Incomplete(
            _("Later sluiten kan. Wil je eerder sluiten? Gebruik dan de knop “Nu sluiten”."), field="closes_at"
        )


def check_can_drop(round: Round, now: datetime, n_subjects: int, reason: str) -> None:
    if state(round, now) not in ("planned", "open"):
        raise NotOpen(_("Dat kan alleen in een gemeenteronde die loopt."))
    check_filled(reason, REASON_LENGTH, _("Schrijf op waarom. De gemeenten lezen deze reden."), field="reason")
    if n_subjects < 2:
        raise RoundIncomplete(_("Dit is het laatste onderwerp. Sluit de gemeenteronde, dan vult niemand meer iets in."))


def check_can_publish(round: Round, now: datetime) -> None:
    if round.visibility == Visibility.OWN:
        raise RoundIncomplete(
            _("De gemeenten is beloofd dat anderen niet zien wat zij invullen. Publiceren kan daarom niet.")
        )
    if not is_closed(round, now):
        raise NotOpen(_("Publiceren kan pas als de gemeenteronde gesloten is."))


def is_reminder_due(party: RoundParty, now: datetime) -> bool:
    """Somebody asks for a letter: not when one went today."""
    return party.reminded_at is None or party.reminded_at + REMINDED_AGAIN_AFTER <= now


def is_warning_due(round: Round, now: datetime) -> bool:
    return state(round, now) == "open" and round.closes_at - WARNED_BEFORE <= now


def check_condition(*, if_comparison: str, if_level: str, then_comparison: str, then_level: str, because: str) -> None:
    for name, comparison in (("if_comparison", if_comparison), ("then_comparison", then_comparison)):
        if comparison not in Comparison.values:
            raise Incomplete(_("Kies ten minste, ten hoogste of precies."), field=name)
    check_level(if_level, field="if_level")
    check_level(then_level, field="then_level")
    check_length(because, REASON_LENGTH, field="because")


def check_two_subjects(if_subject: Subject, then_subject: Subject, asked: Collection[int]) -> None:
    if if_subject.pk == then_subject.pk:
        raise Incomplete(_("Kies twee verschillende onderwerpen."), field="then_subject")
    check_asked([if_subject, then_subject], asked)


def check_asked(subjects: Iterable[Subject], asked: Collection[int]) -> None:
    for subject in subjects:
        if subject.pk not in asked:
            raise SubjectNotAsked(
                _("Het onderwerp “%(title)s” staat niet in deze ronde. Laad de pagina opnieuw.")
                % {"title": subject.title}
            )


# --- Who


def is_of_team(standings: Collection[Standing]) -> bool:
    """Works for all municipalities together: writes, and not for one of them alone."""
    return any(one.role in WRITERS and one.municipality_id is None for one in standings)


def is_for(standings: Collection[Standing], municipality_id: int) -> bool:
    """Fills in for this municipality."""
    own = PERMISSIONS["position.fill_in"].own | WRITERS
    return any(one.role in own and one.municipality_id == municipality_id for one in standings)


def is_sheet_seen(
    round: Round, municipality_id: int, standings: Collection[Standing], now: datetime, *, is_on_paper: bool = False
) -> bool:
    """The one rule of secrecy: who reads what a municipality filled in. Every page, feed, file and search asks this.

    Its own people always do. The project team reads what it typed over from paper. When the round has closed the
    project team reads everything, and where the round says so, whoever may read rounds. In an open one all do at once.
    What was published is for everybody.
    """
    if state(round, now) == "published":
        return True
    if is_for(standings, municipality_id) and may("mandateround.read", standings):
        return True
    if not may("mandateround.read", standings) or round.opened_at is None:
        return False
    if round.visibility == Visibility.OPEN:
        return True
    if not is_closed(round, now):
        return is_on_paper and is_of_team(standings)
    return round.visibility == Visibility.AFTER or is_of_team(standings)


def sees_result(round: Round, standings: Collection[Standing], now: datetime) -> bool:
    """What all of them say together tells what each of them said: it is for who reads all sheets."""
    return is_sheet_seen(round, 0, standings, now)


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


# --- What


def is_late(round: Round, sheet: Sheet) -> bool:
    return sheet.at >= round.closes_at


def check_can_fill_in(round: Round, now: datetime, *, is_party: bool, had_final_in_time: bool) -> None:
    """Until closing; who had nothing final by then can still do so, and it is called late."""
    if not is_party:
        raise NotOpen(_("Deze gemeente doet niet mee in deze ronde. Vraag het projectteam waarom."))
    now_is = state(round, now)
    if now_is in ("draft", "planned"):
        raise NotOpen(_("Deze gemeenteronde is nog niet open. Invullen kan nog niet."))
    if now_is not in ("draft", "planned", "open") and had_final_in_time:
        raise NotOpen(_("Deze gemeenteronde is gesloten. Jullie standpunt staat vast en verandert niet meer."))


def check_number(number: int, newest: Sheet | None) -> None:
    why = _("Een collega sloeg intussen ook iets op. Er is niets kwijt: vergelijk, en sla daarna op.")
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


def told_besides(filled: Collection[Filled]) -> list[str]:
    """What fits, and what somebody may not have meant."""
    with_points = [one for one in filled if one.points]
    if len(with_points) == 1 and len(filled) > 1:
        return [_("Alle punten staan op één onderwerp. Dat mag, maar bij de andere telt jullie mening dan niet.")]
    return []
