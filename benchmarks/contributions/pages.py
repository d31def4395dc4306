# ruff: noqa: PLC0415  # Django is set up first
"""How long the pages of contributions take in a large region, and how many queries.

    nice -n 19 python benchmarks/contributions/pages.py [contributions] [passages] [links]

Makes an invented region in a database of its own, in a folder that is thrown away. Rows are put in directly: what is
measured is reading.
"""

import os
import random
import statistics
import sys
import tempfile
import time
import uuid
from datetime import UTC, datetime, timedelta
from pathlib import Path

WORDS = ["hulp", "gezin", "wachtlijst", "school", "jongeren", "dorp", "team", "vraag", "week", "ouders", "crisis"]
START = datetime(2026, 1, 1, tzinfo=UTC)


def main(n_contributions: int, n_passages: int, n_links: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {
            "REGIOTAFEL_DATA": folder,
            "REGIOTAFEL_DEBUG": "1",
            "DJANGO_SETTINGS_MODULE": "regiotafel.settings",
        }
        import django

        django.setup()
        from django.core.management import call_command

        call_command("migrate", verbosity=0)
        call_command("createcachetable")
        fill(n_contributions, n_passages, n_links)
        measure()


def sentence(chance: random.Random) -> str:
    return " ".join(chance.choices(WORDS, k=14)).capitalize() + f" {chance.randrange(10_000)}."


def fill(n_contributions: int, n_passages: int, n_links: int) -> None:
    from regiotafel.contributions.models import Answer, Contribution, Link
    from regiotafel.people.models import User
    from regiotafel.regions.models import Membership, Region, Role
    from regiotafel.vision.models import Document, Passage, Section, Wording

    chance = random.Random(5)
    region = Region.objects.create(slug="groot", name="Groot")
    editor = User.objects.create(email="redactie@example.org", name="Redactie")
    Membership.objects.create(user=editor, region=region, role=Role.EDITOR, since=START)
    document = Document.objects.create(region=region, slug="visie", title="Visie", created_at=START)
    sections = [Section.objects.create(document=document, position=n, title=f"Deel {n}") for n in range(8)]
    passages = Passage.objects.bulk_create(
        Passage(document=document, section=sections[n % 8], number=n + 1, position=n, version=2)
        for n in range(n_passages)
    )
    wordings = [
        Wording.objects.bulk_create(
            Wording(passage=passage, number=number, text=sentence(chance), reason="r", at=START) for passage in passages
        )
        for number in (1, 2)
    ]
    contributions = Contribution.objects.bulk_create(
        Contribution(
            region=region,
            number=n + 1,
            kind="idea",
            text=sentence(chance),
            via="site",
            state=("waiting", "open", "answered", "answered")[n % 4],
            sent_in_at=START + timedelta(hours=n),
            state_since=START + timedelta(hours=n),
            receipt_hash=str(n),
            key=uuid.uuid4(),
        )
        for n in range(n_contributions)
    )
    Answer.objects.bulk_create(
        Answer(contribution=one, number=1, heard="h", verdict="no", why="w", at=one.sent_in_at + timedelta(days=9))
        for one in contributions
        if one.state == "answered"
    )
    pairs = {(chance.randrange(n_passages), chance.randrange(n_contributions)) for _ in range(n_links * 2)}
    Link.objects.bulk_create(
        (
            Link(
                passage=passages[p],
                contribution=contributions[c],
                state="confirmed",
                # One in two hundred was last held against the earlier words.
                wording=wordings[0 if n % 200 == 0 else 1][p],
                told_wording=wordings[1][p],
                at=START,
            )
            for n, (p, c) in enumerate(sorted(pairs, key=lambda _: chance.random())[:n_links])
        ),
        batch_size=500,
    )


def measure() -> None:
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from regiotafel.people.models import User

    client = Client(SERVER_NAME="localhost")
    client.force_login(User.objects.get())
    pages = ["", "?zoek=crisis", "?hoofdstuk=1", "2/", "bij/visie/1/", "werkbank/", "2/koppelen/", "2/samenvoegen/"]
    pages += ["2/antwoord/", "na-te-kijken/", "organisaties/"]
    for page in pages:
        address = f"/groot/inbreng/{page}"
        times = []
        for _ in range(5):
            begun = time.perf_counter()
            with CaptureQueriesContext(connection) as queries:
                response = client.get(address)
            times.append(time.perf_counter() - begun)
            assert response.status_code == 200, (address, response.status_code)
        print(f"{address:40} {statistics.median(times) * 1000:7.0f} ms  {len(queries):3} queries")


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "src"))
    wanted = [int(word) for word in sys.argv[1:]]
    main(*(wanted + [5_000, 500, 20_000][len(wanted) :]))
