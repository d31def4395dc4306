# ruff: noqa: PLC0415  # Django is set up first
"""What every page of who decides what costs with 60 subjects and 21 municipalities, beside one with few.

    nice -n 19 python benchmarks/pages/mandates.py

Both regions are made by what people do: a register with agreements and who deviates, a round that closed with packages
on its table, and one that runs. A page that asks the database more often in the large one is named.
"""

import os
import statistics
import sys
import tempfile
import time
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from django.test import Client
    from tests.mandates.rounds import Played

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parents[1]))
# By region: municipalities and subjects.
SIZES = {"weinig": (5, 12), "veel": (21, 60)}
EACH = 2
SEARCHED = 5.0  # seconds, for the packages that the page shows
LEVELS = ("lokaal", "subregionaal", "regionaal", "bovenregionaal")


@dataclass(frozen=True)
class Told:
    """Of one page: milliseconds of processor time, and what it asks and sends."""

    status: int
    milliseconds: float
    queries: int
    kilobytes: float


def main() -> None:
    with tempfile.TemporaryDirectory() as scratch:
        os.environ |= {
            "REGIOTAFEL_DATA": scratch,
            "REGIOTAFEL_DATABASE": "sqlite:///",
            "REGIOTAFEL_DEBUG": "0",
            "REGIOTAFEL_BRAKES": "0",
            "DJANGO_SETTINGS_MODULE": "regiotafel.settings",
        }
        import django

        django.setup()
        from django.core.management import call_command

        call_command("migrate", verbosity=0)
        call_command("createcachetable")
        call_command("collectstatic", interactive=False, verbosity=0)
        tell({slug: walked(slug, *size) for slug, size in SIZES.items()})


def walked(slug: str, n_places: int, n_subjects: int) -> dict[str, Told]:
    """By its name, every page of the two rounds and the register that who may do most can read."""
    from tests.everything import ADDRESSES, filled_in

    played, things = made(slug, n_places, n_subjects)
    found = {}
    for who, client in (("", played.staff()), (" (official)", played.official(played.places[0]))):
        client.defaults["SERVER_NAME"] = "localhost"
        for address in (one for one in ADDRESSES if one.name.startswith("mandates:")):
            for round, told in things["rounds"].items():
                if round != "closed" and "round" not in address.keys:
                    continue
                url = filled_in(address, things | {"round": told})
                one = cost_of(client, url)
                name = f"{address.name.removeprefix('mandates:')}{f', {round}' if 'round' in address.keys else ''}"
                if one.status == 200 and name not in found:
                    found[f"{name}{who}"] = one
                    print(slug, name, one, file=sys.stderr, flush=True)
    return found


def cost_of(client: "Client", url: str) -> Told:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    response: Any = client.get(url)
    if response.status_code != 200:
        return Told(response.status_code, 0.0, 0, 0.0)
    response.getvalue()
    with CaptureQueriesContext(connection) as queries:
        body = client.get(url).getvalue()
    n_queries, taken = len(queries), []  # now: the next request begins to count anew
    for _n in range(EACH):
        begun = time.process_time()
        client.get(url).getvalue()
        taken.append(time.process_time() - begun)
    return Told(200, 1000 * statistics.median(taken), n_queries, len(body) / 1000)


def made(slug: str, n_places: int, n_subjects: int) -> tuple["Played", dict[str, Any]]:
    """A region, and something real for every key of an address."""
    from django.utils import timezone
    from tests.mandates.rounds import NEIGHBOUR, closed, play

    from regiotafel.mandates.comparing.actions import bring_neighbour
    from regiotafel.mandates.models import Visibility
    from regiotafel.mandates.rounds.actions import open_round, prepare_round, publish_round

    now = timezone.now()
    played = play(slug=slug, n_places=n_places, n_subjects=n_subjects, visibility=Visibility.AFTER)
    things = {"region": slug, "subject": played.subjects[0].slug, "agreement": 1, "number": 1, "offer": 1}
    things |= {"municipality": played.places[0].pk} | registered(played)
    for n, place in enumerate(played.places[:-1]):  # the last says nothing
        wanted = [LEVELS[(n + k * k) % len(LEVELS)] for k in range(n_subjects)]
        played.wants(place, wanted, at=now - timedelta(days=1))
    closed(played)
    now = timezone.now()
    publish_round(by=None, at=now, round=played.round)
    laid_on_the_table(played)
    things["neighbour"] = bring_neighbour(by=None, at=now, round=played.round, name="B", positions=NEIGHBOUR).pk
    days = {"opens_at": now - timedelta(days=1), "closes_at": now + timedelta(days=20)}
    runs = prepare_round(by=None, at=now, region=played.region, title="Nog een", visibility=Visibility.OPEN, **days)
    runs = open_round(by=None, at=now, round=runs, version=runs.version)
    things["rounds"] = {"closed": played.round.slug, "runs": runs.slug}
    return played, things


def registered(played: "Played") -> dict[str, Any]:
    """Who decides about each subject; every fifth has a law, and every tenth an agreement and who deviates."""
    from django.utils import timezone

    from regiotafel.mandates.agreeing.actions import carry_out, note_consent, offer_agreement
    from regiotafel.mandates.register.actions import add_deviation, add_law_fact, set_mandate

    now, today = timezone.now(), timezone.localdate()
    by: dict[str, Any] = {"by": None, "at": now}
    things: dict[str, Any] = {}
    for n, subject in enumerate(played.subjects):
        ground = {"holder": "het college van elke gemeente", "ground": "de Jeugdwet", "from_on": today}
        set_mandate(**by, subject=subject, number=0, level="lokaal", **ground)
        if n % 5 == 0:
            law = {"text": "Zo staat het er.", "article": f"Artikel {n}", "mark": "derived"}
            things.setdefault("fact", add_law_fact(**by, subject=subject, **law).pk)
        if n % 10 == 0:
            said: dict[str, Any] = {"level": "regionaal", "holder": "de colleges samen", "text": "Samen."}
            agreed = offer_agreement(**by, subject=subject, number=0, from_on=today, **said)
            for place in played.places[:-1]:
                decided = {"stance": "bound", "body": f"de raad van {place}", "decided_on": today}
                note_consent(**by, agreement=agreed, municipality=place, number=0, **decided)
            carry_out(**by, agreement=agreed)
            other: dict[str, Any] = {"level": "lokaal", "motive": "Klein.", "ground": "een besluit", "from_on": today}
            place, until = played.places[n // 10 % len(played.places)], today + timedelta(days=90)
            made = add_deviation(**by, subject=subject, municipality=place, review_on=until, **other)
            things.setdefault("deviation", made.pk)
    return things


def laid_on_the_table(played: "Played") -> None:
    """Packages with what is said to them, and what a search of some seconds found."""
    from django.utils import timezone

    from regiotafel.engine.results import compromise as results
    from regiotafel.mandates.models import Offer
    from regiotafel.mandates.offers.actions import agree_on, give_reply, make_offer
    from regiotafel.mandates.packages.actions import begin_search, finish_search, tell_progress
    from regiotafel.mandates.packages.analysis import key_of, positions_in, quick_in, searched_in

    now = timezone.now()
    by: dict[str, Any] = {"by": None, "at": now}
    for n in range(6):
        levels = {one.pk: LEVELS[(k // (n + 1) + n) % len(LEVELS)] for k, one in enumerate(played.subjects)}
        offer = make_offer(**by, round=played.round, number=n, levels=levels, reason="Hiermee kunnen we verder.")
        for place in played.places:
            give_reply(**by, offer=offer, municipality=place, number=0, living="can")
    agree_on(**by, offer=Offer.objects.get(round=played.round, number=6), number=0, reason="Zo afgesproken.")
    positions = positions_in(played.round, timezone.localdate())
    quick = results.plain(quick_in(positions))
    search = begin_search(at=now, round=played.round, key=key_of(positions), data=quick)
    for n_done, n, data in searched_in(positions, SEARCHED, time.monotonic, lambda: False, explained=False):
        tell_progress(at=now, search=search, n_done=n_done, n=n, data=data)
    finish_search(at=now, search=search)


def tell(found: dict[str, dict[str, Told]]) -> None:
    from benchmarks.results import write

    few, many = found.values()
    rows = [
        f"| {name} | {few[name].milliseconds:.0f} | {one.milliseconds:.0f} | {few[name].queries} | {one.queries} "
        f"| {few[name].kilobytes:.0f} | {one.kilobytes:.0f} | {'queries' if one.queries > few[name].queries else ''} |"
        for name, one in many.items()
        if name in few
    ]
    sizes = " beside ".join(f"{places} municipalities and {subjects} subjects" for places, subjects in SIZES.values())
    lines = [
        f"{sizes}. Processor time in milliseconds within one process (the median of {EACH} after the first), queries,",
        "and kB before gzip.",
        "As who leads the rounds; of what only a municipality reads, its official.",
        "",
        "| page | few | many | queries, few | many | kB, few | many | grows |",
        "|---|---|---|---|---|---|---|---|",
        *rows,
    ]
    write("Pages of who decides what", lines)


if __name__ == "__main__":
    main()
