"""Several people at the same moment, each with a connection of their own."""

import threading
from collections.abc import Callable

from django.db import connection

N_AT_ONCE = 6


def together(act: Callable[[int], object]) -> list[object]:
    """What each of them got: a result, or the fault that they were told."""
    results: list[object] = [None] * N_AT_ONCE
    begin = threading.Barrier(N_AT_ONCE)

    def run(number: int) -> None:
        begin.wait()
        try:
            results[number] = act(number)
        except Exception as fault:  # told to the caller
            results[number] = fault
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(number,)) for number in range(N_AT_ONCE)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results
