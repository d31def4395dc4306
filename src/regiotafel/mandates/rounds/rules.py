"""When a round can be prepared, opened, closed and published, and who reads what is said in it. No database here."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from regiotafel.history.models import REASON_LENGTH
from regiotafel.history.rules import check_seen
from regiotafel.mandates.models import (
    Comparison,
    Round,
    RoundParty,
    Subject,
    Visibility,
)
from regiotafel.mandates.rules import Incomplete, check_filled, check_length, check_level
from regiotafel.refused import Refused
from regiotafel.regions.models import Role
from regiotafel.regions.permissions import PERMISSIONS, WRITERS, Standing, may

# What somebody sees of a round in which state: who may do one of these acts.
SEEN_BY = {
    "draft": ("mandateround.write",),
    "planned": ("mandateround.read",),
    "open": ("mandateround.read",),
    "closed": ("mandateround.read",),
    "published": ("mandate.read",),
}
# A municipality can live with a level that it finds at least so acceptable, in per cent, and does not call a breekpunt.
LIVE_WITH = 50
# Who serve the council of a municipality.
OF_COUNCIL = frozenset({Role.COUNCILLOR, Role.CLERK})
# When the letter goes that nobody has to ask for, and how long after one that was asked for the next may go.
WARNED_BEFORE = timedelta(days=5)
REMINDED_AGAIN_AFTER = timedelta(days=1)


class NotOpen(Refused):
    """A round is filled in between opening and closing."""


class SubjectNotAsked(Refused):
    status = 422


class RoundIncomplete(Refused):
    """A round cannot be opened like this."""


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
            _("De gemeenten kregen de belofte dat anderen niet zien wat ze invullen. Publiceren kan daarom niet.")
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


def reads_own(round: Round, municipality_id: int, standings: Collection[Standing], now: datetime) -> bool:
    """Who reads what their own municipality fills in. An alderman like who fills it in, for it is said on behalf of the
    college. A councillor and the clerk of the council when it stands: until closing it is the college's to change."""
    if is_for(standings, municipality_id):
        return True
    roles = {Role.ALDERMAN, *(OF_COUNCIL if is_closed(round, now) else ())}
    return any(one.role in roles and one.municipality_id == municipality_id for one in standings)


def is_sheet_seen(
    round: Round,
    municipality_id: int,
    standings: Collection[Standing],
    now: datetime,
    *,
    owing: Collection[int],
    is_on_paper: bool = False,
) -> bool:
    """The one rule of secrecy: who reads what a municipality filled in. Every page, feed, file and search asks this.

    Its own people always do. The project team reads what it typed over from paper, and everything when the round has
    closed. Others of municipalities read it then, where the round promised that; but nobody of one that left, or that
    can still hand in (`owing`): it would say what it wants after seeing what others want. In an open one all of these
    do at once. Who is there for neither, such as a moderator, waits for what is published: that is for everybody.
    """
    if state(round, now) == "published":
        return True
    if not may("mandateround.read", standings) or round.opened_at is None:
        return False
    if reads_own(round, municipality_id, standings, now):
        return True
    if is_of_team(standings):
        return is_on_paper or round.visibility == Visibility.OPEN or is_closed(round, now)
    is_of_municipality = any(one.municipality_id is not None for one in standings)
    return is_of_municipality and is_told_to_others(round, now) and not waits_for_own(standings, owing)


def waits_for_own(standings: Collection[Standing], owing: Collection[int]) -> bool:
    """Somebody is there for a municipality that can still hand in, or that left."""
    return any(one.municipality_id in owing for one in standings)


def is_told_to_others(round: Round, now: datetime) -> bool:
    """Municipalities read each other now, and not yet everybody: it matters for which of them somebody is there."""
    if round.visibility == Visibility.OPEN:
        return state(round, now) in ("open", "closed")
    return round.visibility == Visibility.AFTER and state(round, now) == "closed"


def sees_result(round: Round, standings: Collection[Standing], now: datetime, *, owing: Collection[int]) -> bool:
    """What all of them say together tells what each of them said: it is for who reads all sheets."""
    return is_sheet_seen(round, 0, standings, now, owing=owing)


def sees_who_is_ready(round: Round, standings: Collection[Standing], now: datetime, *, owing: Collection[int]) -> bool:
    """The project team, which reminds the others; and who reads what they say anyway."""
    return is_of_team(standings) or sees_result(round, standings, now, owing=owing)


def check_can_give_up(round: Round, now: datetime, *, is_owing: bool) -> None:
    if state(round, now) != "closed":
        raise NotOpen(_("Dat kan alleen in een gesloten gemeenteronde, voordat de uitkomst is gepubliceerd."))
    if not is_owing:
        raise NotOpen(_("Jullie standpunt staat vast. Je hoeft niets meer te laten weten."))
