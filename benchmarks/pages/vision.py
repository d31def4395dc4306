# ruff: noqa: PLC0415  # Django is set up first
"""What the pages of a large text cost, for each who reads or works on it; and holding its links again.

    nice -n 19 python benchmarks/pages/vision.py [--database postgresql://…] [--folder KEPT] [--only PART …]
    nice -n 19 python benchmarks/pages/vision.py --folder KEPT --profile "editor vision:edit"

2,000 passages, 20,000 links, 5,000 contributions, 300 proposals, 16 municipalities with their routes. In one process:
what a server adds is told by measure.py.
"""

import argparse
import cProfile
import os
import pstats
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

LARGE = {
    "people": 400,
    "answers": 20,
    "contributions": 5_000,
    "links": 20_000,
    "passages": 2_000,
    "statements": 40,
    "parties": 48,
    "findings": 30,
    "proposals": 300,
    "acts": 2_000,
}
TIMES = 5
EVERYBODY = (
    ("read", ""),
    ("passage", ""),
    ("words", "?van=1&tot=2"),
    ("releases", ""),
    ("release", ""),
    ("differences", ""),
    ("proposals", ""),
    ("proposals", "?pagina=3"),
    ("proposals", "?status=besloten"),
    ("proposal", ""),
    ("of_passage", ""),
)
# By role: the addresses that are measured, the app before the colon, and what is asked besides.
ASKED: dict[str, tuple[str, ...]] = {
    "visitor": (
        *(f"vision:{name}{more}" for name, more in EVERYBODY),
        "contributions:margin",
        "contributions:index",
        "contributions:read",
        "publishing:done",
        "publishing:notes",
        "publishing:note",
        "publishing:note?groep=thema",
        "publishing:decisions",
        "publishing:coverage",
        "publishing:coverage?lijst=herkomst&wanneer=nu",
        "publishing:thread_json",
        "vision:checks",
        "councils:index",
        "councils:overview",
        "councils:route",
        "councils:standing",
        "councils:papers",
        "councils:paper",
        "councils:whole_calendar",
        "thread:way",
        "pages:region_home",
        "pages:search?zoek=crisis",
        "publishing:text_pdf",
        "publishing:text_docx",
        "publishing:release_pdf",
        "publishing:release_docx",
        "publishing:release_docx?met=1",
        "publishing:note_pdf",
        "publishing:note_csv",
        "publishing:note_xlsx",
    ),
    "editor": (
        "pages:desk",
        "pages:history",
        "pages:search?zoek=crisis",
        "vision:edit",
        "vision:read",
        "vision:passage",
        "vision:reword",
        "vision:move",
        "publishing:new_release",
        "vision:proposals",
        "vision:proposal",
        "vision:intend",
        "vision:decide_proposal",
        "vision:propose",
        "vision:propose_passage",
        "vision:remark",
        "vision:remark_on_passage",
        "vision:bring",
        "vision:judge",
        "publishing:coverage?lijst=koppelingen",
        "thread:reviews",
        "thread:judge",
        "councils:plan",
        "councils:overview",
        "contributions:workbench",
        "contributions:link",
        "contributions:answer",
    ),
    "clerk": ("pages:desk", "pages:history", "councils:overview", "councils:outcome", "councils:papers"),
    "alderman": ("pages:desk", "councils:overview", "councils:papers"),
    "councillor": ("pages:desk", "councils:route", "vision:proposals"),
    "official": ("pages:desk", "councils:change", "councils:days"),
    "moderator": ("pages:desk", "contributions:queue"),
    "region_administrator": ("pages:desk", "pages:history"),
    "organisation_member": ("vision:propose", "vision:proposals"),
}
# Of the newest of two versions.
OF_SECOND = ("vision:differences", "publishing:note", "publishing:decisions", "publishing:coverage")
OF_MUNICIPALITY = ("clerk", "alderman", "councillor", "official")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--database", default="sqlite:///", help="an empty database")
    parser.add_argument("--folder", help="keep what was made here, and measure it again next time")
    parser.add_argument("--only", nargs="*", default=[], help="rows whose name has one of these; RESULTS.md stays")
    parser.add_argument("--profile", help="one row: where its time goes")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        os.environ |= {
            "REGIOTAFEL_DATA": options.folder or scratch,
            "REGIOTAFEL_DATABASE": options.database,
            "REGIOTAFEL_DEBUG": "0",
            "REGIOTAFEL_BRAKES": "0",
            "DJANGO_SETTINGS_MODULE": "regiotafel.settings",
        }
        import django

        django.setup()
        _measure(options)


def _measure(options: Any) -> None:
    from benchmarks.pages.measure import ready
    from benchmarks.pages.region import Size
    from benchmarks.results import write
    from django.db import connection

    things = ready({"groot": Size(**LARGE)})["groot"] | {"number": 1, "link": 1, "code": "RV-01"}
    rows = list(_rows(things))
    if options.profile:
        [(client, url)] = [(client, url) for name, client, url in rows if name == options.profile]
        client.get(url)
        with cProfile.Profile() as profiler:
            client.get(url)
        pstats.Stats(profiler).sort_stats("cumulative").print_stats("regiotafel|sqlite|backends", 45)
        return
    told = [_told(*row) for row in rows if not options.only or any(part in row[0] for part in options.only)]
    head = ["| who and what | first, ms | ms | queries | kB |", "|---|---|---|---|---|"]
    lines = [
        f"{', '.join(f'{n:,} {what}' for what, n in asdict(Size(**LARGE)).items())}; {LARGE['parties'] // 3}",
        f"municipalities with their routes. Milliseconds of processor time in one process, the least of {TIMES};",
        "first: nothing is kept yet. The names are those of the addresses.",
        "",
        *head,
        *told,
    ]
    if options.only:
        print("\n".join(lines))
        return
    vendor = {"sqlite": "the embedded database", "postgresql": "PostgreSQL"}[connection.vendor]
    write(f"Pages of a large text: {vendor}", [*lines, "", *_links(things)])


def _rows(things: dict[str, Any]) -> Iterator[tuple[str, Any, str]]:
    from django.test import Client
    from tests.everything import ADDRESSES, filled_in

    by_name = {address.name: address for address in ADDRESSES}
    for role, asked in ASKED.items():
        client = Client(SERVER_NAME="localhost")
        if role != "visitor":
            client.force_login(_member(things, role))
        for one in asked:
            name, mark, more = one.partition("?")
            version = {"number": 2} if "release" in name or name.startswith("publishing:note_") else {}
            version |= {"number": 2} if name in OF_SECOND else {}
            version |= {"number": 3} if name.startswith("contributions:") else {}
            yield f"{role} {one}", client, filled_in(by_name[name], things | version) + mark + more


def _member(things: dict[str, Any], role: str) -> Any:
    from django.utils import timezone

    from regiotafel.people.models import User
    from regiotafel.regions.models import Membership, Region

    user, _made = User.objects.get_or_create(email=f"{role}@example.org", defaults={"name": role})
    of = {"municipality_id": things["municipality"]} if role in OF_MUNICIPALITY else {}
    of |= {"organisation_id": things["organisation"]} if role == "organisation_member" else {}
    region = Region.objects.get(slug=things["region"])
    Membership.objects.get_or_create(user=user, region=region, role=role, **of, defaults={"since": timezone.now()})
    return user


def _told(name: str, client: Any, url: str) -> str:
    from benchmarks.pages.walk import cost_of

    status = client.get(url).status_code
    if status != 200:
        return f"| {name} | answers {status} | | | |"
    first = cost_of(client, url, first=True)
    again = [cost_of(client, url, was_asked=True) for _ in range(TIMES)]
    least = min(one.seconds for one in again)
    told = (
        f"| {name} | {first.seconds * 1000:.0f} | {least * 1000:.0f} | {again[0].queries} | {first.bytes / 1000:.0f} |"
    )
    print(told, flush=True)
    return told


def _links(things: dict[str, Any]) -> list[str]:
    """What of the 20,000 links must be looked at again: nothing of it is kept that could be old."""
    from django.db import transaction
    from django.db.models import Count
    from django.utils import timezone

    from regiotafel.publishing.releasing.actions import release
    from regiotafel.regions.models import Region
    from regiotafel.thread.linking.queries import reviews_in, to_review
    from regiotafel.vision.models import Document, Passage
    from regiotafel.vision.writing.actions import reword

    region = Region.objects.get(slug=things["region"])
    done: dict[str, Any] = {"by": None, "at": timezone.now()}
    lines = ["| links | n | clock, ms |", "|---|---|---|"]

    def took(what: str, act: Callable[[], Any]) -> None:
        with transaction.atomic():
            begun = time.perf_counter()
            n = act()
            lines.append(f"| {what} | {n:,} | {(time.perf_counter() - begun) * 1000:.0f} |")
            transaction.set_rollback(True)

    def of_one() -> int:
        most = Passage.objects.annotate(n=Count("knot__links_out")).order_by("-n").select_related("document", "knot")[0]
        reword(**done, passage=most, version=most.version, text="Anders.", reason="Anders.")
        return most.n

    def of_release() -> int:
        document = Document.objects.select_related("region").get(region=region)
        one = Passage.objects.select_related("document", "knot").filter(document=document)[0]
        reword(**done, passage=one, version=one.version, text="Anders.", reason="Anders.")
        begun = time.perf_counter()
        made = release(**done, document=document, name="1.0")
        lines.append(
            f"| a version made of the whole text | {made.released.count():,} |"
            f" {(time.perf_counter() - begun) * 1000:.0f} |"
        )
        return reviews_in(region).n

    def when_all_moved() -> int:
        Passage.objects.model.knot.get_queryset().filter(kind="passage").update(number=3)
        begun = time.perf_counter()
        n = reviews_in(region).n
        lines.append(
            f"| every passage reads otherwise: counted again | {n:,} | {(time.perf_counter() - begun) * 1000:.0f} |"
        )
        return len(to_review(region)[:20])

    took("what is to be looked at again, of all", lambda: reviews_in(region).n)
    took("other words for the passage with the most links", of_one)
    took("a version is made, and all links looked for again", of_release)
    took("every passage reads otherwise: the first page of what to look at", when_all_moved)
    return lines


if __name__ == "__main__":
    main()
