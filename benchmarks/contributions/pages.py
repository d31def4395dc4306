# ruff: noqa: PLC0415  # Django is set up first
"""How long the pages of a large region take, and how many queries: its text, contributions, answers and notes.

    nice -n 19 python benchmarks/contributions/pages.py
    nice -n 19 python benchmarks/contributions/pages.py --database postgresql://user:password@host/empty

Makes an invented region in a database of its own. Rows are put in directly: what is measured is reading. A test fills
regions of two sizes with this and compares the numbers of queries (`tests/contributions/test_size.py`).
"""

import argparse
import os
import random
import sys
import tempfile
import time
import uuid
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

WORDS = ["hulp", "gezin", "wachtlijst", "school", "jongeren", "dorp", "team", "vraag", "week", "ouders", "crisis"]
START = datetime(2026, 1, 1, tzinfo=UTC)
TIMES = 7


@dataclass(frozen=True)
class Size:
    contributions: int = 5_000
    passages: int = 500
    links: int = 20_000


# Below /<region>/; the last two kinds are for who may edit.
FOR_EVERYBODY = (
    "inbreng/",
    "inbreng/?zoek=crisis",
    "inbreng/?stand=answered",
    "inbreng/2/",
    "inbreng/bij/visie/1/",
    "inbreng/organisaties/",
    "visie/visie/",
    "visie/visie/passage/1/",
    "visie/visie/versies/",
    "visie/visie/versies/1/",
    "visie/visie/versies/2/verschillen/",
    "visie/visie/versies/1/reactienota/",
    "visie/visie/versies/1/reactienota/?pagina=2",
    "visie/visie/versies/1/reactienota/reactienota.csv",
    "wat-is-er-gedaan/",
    "wat-is-er-gedaan/atom.xml",
)
FOR_EDITORS = (
    "inbreng/wachtrij/",
    "inbreng/werkbank/",
    "inbreng/2/koppelen/",
    "inbreng/2/samenvoegen/",
    "inbreng/3/antwoord/",
    "inbreng/na-te-kijken/",
    "inbreng/uitkomsten/",
    "visie/visie/bewerken/",
    "visie/visie/passage/1/woorden/",
    "visie/visie/versies/nieuw/",
)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--database", default="sqlite:///", help="an empty database")
    for name in ("contributions", "passages", "links"):
        parser.add_argument(f"--{name}", type=int, default=getattr(Size, name))
    parser.add_argument("--profile", help="one page: where its time goes")
    options = parser.parse_args()
    size = Size(options.contributions, options.passages, options.links)
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {
            "REGIOTAFEL_DATA": folder,
            "REGIOTAFEL_DATABASE": options.database,
            "REGIOTAFEL_DEBUG": "0",
            "DJANGO_SETTINGS_MODULE": "regiotafel.settings",
        }
        import django

        django.setup()
        from django.core.management import call_command
        from django.db import connection

        call_command("migrate", verbosity=0)
        call_command("createcachetable")
        call_command("collectstatic", interactive=False, verbosity=0)
        client = fill("groot", size)
        if connection.vendor == "postgresql":
            connection.cursor().execute("ANALYZE")  # as its own housekeeper does within a minute
        if options.profile:
            profile(client, options.profile)
            return
        tell(connection.vendor, size, [(page, *measured(client, f"/groot/{page}")) for page in pages()])


def pages() -> tuple[str, ...]:
    return (*FOR_EVERYBODY, *FOR_EDITORS)


def sentence(chance: random.Random) -> str:
    return " ".join(chance.choices(WORDS, k=14)).capitalize() + f" {chance.randrange(10_000)}."


def fill(slug: str, size: Size) -> Any:
    """A region of this size, and a browser of somebody who may edit it."""
    from django.test import Client

    from regiotafel.contributions.models import VOICE, Answer, Contribution
    from regiotafel.people.models import User
    from regiotafel.regions.models import Membership, Organisation, Region, Role
    from regiotafel.thread.models import Knot, Link
    from regiotafel.vision.models import PASSAGE, Document, Passage, Release, ReleasedPassage, Section, Wording

    chance = random.Random(5)
    region = Region.objects.create(slug=slug, name="Groot", parts=["visie"])
    editor = User.objects.create(email=f"{slug}@example.org", name="Redactie")
    for role in (Role.EDITOR, Role.MODERATOR):
        Membership.objects.create(user=editor, region=region, role=role, since=START)
    parties = [
        Organisation.objects.create(region=region, name=f"Partij {n}", kind="provider", reach="regional")
        for n in range(8)
    ]
    document = Document.objects.create(region=region, slug="visie", title="Visie", created_at=START)
    sections = [Section.objects.create(document=document, position=n, title=f"Deel {n}") for n in range(8)]

    def knots(kind: Any, args: list[list[Any]], *hidden: int) -> list[Any]:
        return Knot.objects.bulk_create(
            Knot(
                region=region,
                kind=kind.code,
                title=f"{kind.code} {n + 1}",
                route=kind.route,
                route_args=some,
                number=2 if kind is PASSAGE else 1,
                is_public=n not in hidden,
                is_live=n not in hidden,
            )
            for n, some in enumerate(args)
        )

    passages = Passage.objects.bulk_create(
        Passage(document=document, section=sections[n % 8], number=n + 1, position=n, version=2, knot=knot)
        for n, knot in enumerate(knots(PASSAGE, [["visie", n + 1] for n in range(size.passages)]))
    )
    middle = START + timedelta(hours=size.contributions - 1)
    wordings = [
        Wording.objects.bulk_create(
            Wording(passage=passage, number=number, text=sentence(chance), reason="r", at=at) for passage in passages
        )
        for number, at in ((1, START), (2, middle))
    ]
    for number, at in ((1, START), (2, middle + timedelta(hours=1))):
        release = Release.objects.create(document=document, number=number, name=f"Versie {number}", at=at)
        ReleasedPassage.objects.bulk_create(
            ReleasedPassage(
                release=release,
                passage=passage,
                wording=wording,
                section_title=passage.section.title,
                position=passage.position,
            )
            for passage, wording in zip(passages, wordings[number - 1], strict=True)
        )
    numbers = [[n + 1] for n in range(size.contributions)]
    contributions = Contribution.objects.bulk_create(
        Contribution(
            region=region,
            number=n + 1,
            kind="idea",
            text=sentence(chance),
            via="site",
            organisation=parties[n % 8] if n % 40 < 8 else None,
            about_passage=passages[n % size.passages],
            state=("waiting", "open", "answered", "answered", "answered", "answered")[n % 6],
            sent_in_at=START + timedelta(hours=n),
            state_since=START + timedelta(hours=n),
            receipt_hash=f"{slug}{n}",
            key=uuid.UUID(int=chance.getrandbits(128)),
            knot=knot,
        )
        for n, knot in enumerate(knots(VOICE, numbers, *range(0, size.contributions, 6)))
    )
    Answer.objects.bulk_create(
        Answer(
            about=one.knot,
            number=1,
            heard=sentence(chance),
            verdict="yes" if one.number % 2 else "no",
            why=sentence(chance),
            place=one.about_passage.knot,
            was=1 if one.number % 2 else None,
            becomes=2 if one.number % 2 else None,
            at=one.sent_in_at + timedelta(days=9),
        )
        for one in contributions
        if one.state == "answered"
    )
    # What is looked at has links, whatever chance says.
    first = [(0, 1), (1, 1), (0, 2)]
    pairs = {(chance.randrange(size.passages), chance.randrange(size.contributions)) for _ in range(size.links * 2)}
    chosen = first + sorted(pairs.difference(first), key=lambda _: chance.random())
    Link.objects.bulk_create(
        (
            Link(
                from_knot=passages[p].knot,
                to_knot=contributions[c].knot,
                relation="comes_from",
                state="confirmed",
                # One in two hundred was last held against the earlier words.
                held_from=1 if n % 200 == 0 else 2,
                held_to=1,
                told_from=2,
                told_to=1,
                at=START,
            )
            for n, (p, c) in enumerate(chosen[: size.links])
        ),
        batch_size=500,
    )
    client = Client(SERVER_NAME="localhost")
    client.force_login(editor)
    return client


def measured(client: Any, address: str) -> tuple[float, int, int]:
    """The quickest of a few times in milliseconds, the number of queries, and the size in kB."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    times = []
    for _ in range(TIMES):
        begun = time.perf_counter()
        response = client.get(address)
        content = b"".join(response.streaming_content) if response.streaming else response.content
        times.append(time.perf_counter() - begun)
        assert response.status_code == 200, (address, response.status_code)
    with CaptureQueriesContext(connection) as queries:
        read(client, address)
    return min(times) * 1000, len(queries), len(content) // 1000


def read(client: Any, address: str) -> None:
    response = client.get(address)
    if response.streaming:
        b"".join(response.streaming_content)


def profile(client: Any, page: str) -> None:
    import cProfile
    import pstats

    read(client, f"/groot/{page}")
    profiler = cProfile.Profile()
    profiler.runcall(read, client, f"/groot/{page}")
    pstats.Stats(profiler).sort_stats("cumulative").print_stats(45)


def tell(vendor: str, size: Size, rows: list[tuple[str, float, int, int]]) -> None:
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
    from results import write

    name = {"sqlite": "the embedded database", "postgresql": "PostgreSQL"}[vendor]
    write(
        f"Pages of a large region: {name}",
        [
            f"{size.contributions:,} contributions, {size.passages} passages, {size.links:,} links. The quickest of",
            f"{TIMES} times, with the page whole; how many queries does not depend on the size (a test).",
            "",
            "| page | ms | queries | kB |",
            "|---|---|---|---|",
            *(f"| {page} | {took:.0f} | {queries} | {kilobytes} |" for page, took, queries, kilobytes in rows),
        ],
    )


if __name__ == "__main__":
    main()
