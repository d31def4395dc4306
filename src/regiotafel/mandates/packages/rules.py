"""Until when there is searched for packages, and by whom that is stopped. No database here."""

from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from regiotafel.mandates.models import PackageSearch
from regiotafel.refused import Refused

# So long a task searches at most: as `regiotafel compromise` does.
SECONDS = 300.0
# Without a sign of life for so long its worker died, or never had it.
LOST_AFTER = timedelta(minutes=10)


# Of a file that somebody looks at, so that nobody waits long for an answer at once. Larger ones are for the command.
MOST_PARTIES, MOST_SUBJECTS, MOST_LEVELS = 60, 100, 8


class TooLarge(Refused):
    """A file with more than the site counts while somebody waits."""

    status = 422


class NotSearching(Refused):
    """Stopping is for a search that runs, going on for one that does not."""


def is_running(search: PackageSearch) -> bool:
    return search.finished_at is None


def is_lost(search: PackageSearch, now: datetime) -> bool:
    """Told after now: by a clock that was ahead."""
    return is_running(search) and not timedelta(0) <= now - search.told_at < LOST_AFTER


def is_broken_off(search: PackageSearch) -> bool:
    """Other positions came before it was ready."""
    return not is_running(search) and search.stopped_at is None and (search.n_done < search.n or not search.n)


def check_can_stop(search: PackageSearch) -> None:
    if not is_running(search):
        raise NotSearching(_("Er wordt niet meer gezocht. Het beste dat is gevonden, staat op de pagina."))


def check_can_go_on(search: PackageSearch) -> None:
    if is_running(search):
        raise NotSearching(_("Er wordt al gezocht."))
    if search.stopped_at is None:
        raise NotSearching(_("Het zoeken is al klaar."))


def check_can_look(n_parties: int, n_subjects: int, n_levels: int) -> None:
    if n_parties > MOST_PARTIES or n_subjects > MOST_SUBJECTS or n_levels > MOST_LEVELS:
        raise TooLarge(
            _(
                "In dit bestand staat te veel om meteen te rekenen: hooguit %(parties)d gemeenten, %(subjects)d"
                " onderwerpen en %(levels)d niveaus. Reken het uit met het programma “regiotafel compromise”."
            )
            % {"parties": MOST_PARTIES, "subjects": MOST_SUBJECTS, "levels": MOST_LEVELS}
        )


def may_replace(search: PackageSearch, n_done: int) -> bool:
    """A search that begins again, after its worker died, tells nothing less than was told before."""
    return is_running(search) and n_done >= search.n_done
