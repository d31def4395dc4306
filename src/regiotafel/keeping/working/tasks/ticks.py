"""What happens again and again, without a cron: every worker looks, and one of them does it."""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.utils import timezone

from regiotafel.brakes.actions import forget as forget_tallies
from regiotafel.consultations.outcome.tasks import count_by_the_clock
from regiotafel.consultations.telling.rules import STEP_EVERY
from regiotafel.contributions.answering.actions import call_it_promised
from regiotafel.councils.papers.tasks import tie_what_was_before as tie_councils
from regiotafel.keeping.clock.actions import forget_cached, is_steady
from regiotafel.keeping.clock.queries import CLEANING
from regiotafel.keeping.messages import MESSAGES
from regiotafel.keeping.proving.actions import inspect
from regiotafel.keeping.retention import clean_up
from regiotafel.keeping.working.actions import set_tick, take_tick
from regiotafel.mandates.agreeing.tasks import tie_what_was_before as tie_mandates
from regiotafel.mandates.rounds.tasks import warn_by_the_clock
from regiotafel.plan.agreements.actions import show_by_the_clock
from regiotafel.plan.ballots.tasks import warn_choosers_by_the_clock
from regiotafel.plan.progress.tasks import ask_by_the_clock
from regiotafel.publishing.heads.actions import tell_heads
from regiotafel.thread.linking.actions import tell_of_moves
from regiotafel.thread.mailing.actions import send_notices

logger = logging.getLogger(__name__)

# Who does it and dies leaves it to others after this.
TRIED_AGAIN_AFTER = timedelta(minutes=10)
NIGHT = time(3, 30)
# The clocks of two machines.
CLOCKS_APART = timedelta(minutes=2)


@dataclass(frozen=True)
class Periodic:
    name: str
    do: Callable[[], object]
    # None: once a night.
    every: timedelta | None
    # It takes away for good: only by a clock that can be believed.
    cleans: bool = False

    def next_after(self, at: datetime) -> datetime:
        if self.every is not None:
            return at + self.every
        tonight = timezone.localtime(at).replace(hour=NIGHT.hour, minute=NIGHT.minute, second=0, microsecond=0)
        return tonight if tonight > at else tonight + timedelta(days=1)

    def furthest(self, at: datetime) -> datetime:
        """A next time later than this was set by a clock that was ahead."""
        return max(self.next_after(at), at + TRIED_AGAIN_AFTER) + CLOCKS_APART


def _send_notices() -> object:
    return send_notices(messages=MESSAGES)


def _tell_of_moves() -> object:
    return tell_of_moves(at=timezone.now())


def _forget() -> object:
    at = timezone.now()
    return forget_tallies(at=at), forget_cached(at=at)


def _show_arrangements() -> object:
    return show_by_the_clock(at=timezone.now())


def _inspect() -> object:
    """What is whole is told outside; what is not, staff read."""
    found = inspect(at=timezone.now())
    return tell_heads(at=timezone.now()) if found.is_sound else found


def _call_it_promised() -> object:
    return call_it_promised(at=timezone.now())


def _tie_what_was_before() -> object:
    return tie_mandates(), tie_councils()


def _clean_up() -> object:
    return clean_up(at=timezone.now())


PERIODIC: Sequence[Periodic] = (
    # The letters of the week go with it: on Monday morning they are due like any other.
    Periodic("send_notices", _send_notices, timedelta(seconds=20)),
    Periodic("tell_of_moves", _tell_of_moves, timedelta(minutes=1)),
    # What is told of a consultation that runs moves by the clock: nobody who keeps looking sees when people came.
    Periodic("count", count_by_the_clock, STEP_EVERY),
    # Just before a round of municipalities closes: each of them gets this letter once.
    Periodic("warn", warn_by_the_clock, timedelta(minutes=30)),
    # On the day on which it is due: who sees to measures gets this letter once.
    Periodic("ask_progress", ask_by_the_clock, timedelta(minutes=30)),
    # What is agreed with providers, and was to be read by everybody from today on.
    Periodic("show_arrangements", _show_arrangements, timedelta(minutes=30)),
    Periodic("warn_choosers", warn_choosers_by_the_clock, timedelta(minutes=30)),
    # What is counted for minutes does not wait for the night; of it a clock that leaps takes nothing that matters.
    Periodic("forget", _forget, timedelta(minutes=10)),
    # What an older release of this site, or a backup of then, called a change that was not made.
    Periodic("call_it_promised", _call_it_promised, None),
    # The same: agreements, rounds, and routes and papers of councils, of before these stood on the thread.
    Periodic("tie_what_was_before", _tie_what_was_before, None),
    Periodic(CLEANING, _clean_up, None, cleans=True),
    # After it: what was cleaned away must not be missed.
    Periodic("verify_history", _inspect, None),
)


def tick(*, at: datetime, periodic: Sequence[Periodic] = PERIODIC) -> list[str]:
    """Does what is due, and says what that was. A fault in one does not keep the others from their turn."""
    done = []
    for one in periodic:
        if not take_tick(at=at, name=one.name, until=at + TRIED_AGAIN_AFTER, furthest=one.furthest(at)):
            continue
        if one.cleans and not is_steady(at=at):
            set_tick(name=one.name, next_at=one.next_after(at))
            continue
        try:
            one.do()
        except Exception as fault:
            # Not the fault's own words: they may hold what people wrote.
            logger.error("%s failed and is tried again: %s", one.name, type(fault).__name__)
            continue
        set_tick(name=one.name, next_at=one.next_after(at))
        done.append(one.name)
    return done
