"""How long somebody may have a task in hand without a sign of life."""

from datetime import timedelta

# A worker renews its lease every quarter of this. Long enough for a busy machine, short for who waits on a page.
LEASE = timedelta(minutes=1)
# A task whose worker died so many times is what kills them.
MOST_TRIES = 5


def is_hopeless(n_tries: int) -> bool:
    return n_tries >= MOST_TRIES
