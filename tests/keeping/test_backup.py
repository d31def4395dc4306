"""What is backed up can be put back, wholly or not at all."""

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import caches
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.models import F
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from regiotafel.consultations.models import Consultation, Statement, Vote, VoteEvent
from regiotafel.consultations.outcome.views import TABS
from regiotafel.consultations.paper.queries import tables_of
from regiotafel.history.actions import record
from regiotafel.history.models import Entry
from regiotafel.history.queries import verify_chains
from regiotafel.keeping.backup import queries as reading
from regiotafel.keeping.backup.actions import make_backup, restore_backup
from regiotafel.keeping.backup.queries import tables
from regiotafel.keeping.backup.rules import Damaged, FileExists, NotEmpty, OtherKey, OtherVersion
from regiotafel.people.models import User
from regiotafel.publishing.releasing.actions import release
from regiotafel.regions.acts import REGION_DESCRIBED
from regiotafel.regions.models import ReferenceRelease, Region, Role
from regiotafel.regions.reference.queries import youth_regions
from regiotafel.vision.queries import documents_of
from regiotafel.vision.writing.actions import add_passage, add_section, draft_document
from tests import migrated
from tests.crowd import count, crowd
from tests.factories import ConsultationFactory, ParticipantFactory, RegionFactory, StatementFactory, make_member

pytestmark = pytest.mark.django_db(transaction=True)
PAGES = ["/", "/linde/", "/linde/rondes/", "/linde/rondes/thuis/", "/linde/inbreng/"]


@pytest.fixture
def full(settings: Any, tmp_path: Path) -> Region:
    """A region with people, answers, an act in the history and a file."""
    settings.MEDIA_ROOT = tmp_path / "media"
    region = RegionFactory(slug="linde", name="Regio “Linde” – ë ✓")
    make_member(region, Role.EDITOR)
    consultation = ConsultationFactory(region=region, slug="thuis")
    statement = StatementFactory(consultation=consultation)
    for choice in (1, 0, -1):
        participant = ParticipantFactory(consultation=consultation)
        Vote.objects.create(participant=participant, statement=statement, choice=choice, at=timezone.now())
        VoteEvent.objects.create(
            participant=participant,
            statement=statement,
            choice=choice,
            at=timezone.now(),
            key=reading.UUID(int=choice + 1),
        )
    act(region)
    default_storage.save("imports/blad.csv", ContentFile("één\n".encode()))
    return region


def act(region: Region) -> None:
    from django.db import transaction  # noqa: PLC0415

    with transaction.atomic():
        record(by=None, at=timezone.now(), act=REGION_DESCRIBED, about=region, region=region.slug, data={"a": [1, "ë"]})


def contents() -> dict[str, list[Any]]:
    return {m._meta.label: list(m._base_manager.order_by("pk").values_list()) for m in tables()}


def public_pages() -> dict[str, bytes]:
    return {path: Client().get(path).content for path in PAGES}


def destroy() -> None:
    call_command("flush", interactive=False, verbosity=0)
    for path in Path(default_storage.location).rglob("*"):
        if path.is_file():
            path.unlink()


def test_same_rows_files_and_pages_come_back(full: Region, tmp_path: Path) -> None:
    rows, pages = contents(), public_pages()
    path = tmp_path / "regio.zip"
    call_command("backup", str(path), verbosity=0)
    assert path.stat().st_mode & 0o077 == 0, "for its owner only"
    destroy()
    assert contents() != rows
    call_command("restore", str(path), verbosity=0)
    assert contents() == rows
    assert public_pages() == pages
    assert Path(default_storage.path("imports/blad.csv")).read_bytes() == "één\n".encode()
    assert verify_chains().is_sound
    # The next rows get numbers of their own.
    User.objects.create_user("nieuw@example.org")
    RegionFactory(slug="nieuw")
    act(full)
    assert verify_chains().is_sound


def test_pages_do_not_lean_on_the_order_in_which_a_database_happens_to_keep_things(full: Region) -> None:
    """A query that counts rows loses the order of its table."""
    consultation = Consultation.objects.get()
    for listed in (youth_regions(ReferenceRelease(pk=1)), tables_of(consultation), documents_of(full)):
        assert listed.ordered, listed.query


def test_writers_go_on_while_a_backup_is_made(full: Region, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import threading  # noqa: PLC0415

    from django.db import connection  # noqa: PLC0415

    def join() -> None:
        RegionFactory(slug="intussen")
        connection.close()

    seen = reading._lines
    started = []

    def lines(model: Any) -> Any:
        rows = list(seen(model))
        if not started:
            started.append(thread := threading.Thread(target=join))
            thread.start()
            thread.join(15)
            assert not thread.is_alive(), "a backup keeps writers out"
        return rows

    monkeypatch.setattr(reading, "_lines", lines)
    make_backup(at=timezone.now(), path=tmp_path / "regio.zip")
    monkeypatch.undo()
    assert Region.objects.count() == 2
    restore_backup(path=tmp_path / "regio.zip", force=True)
    assert Region.objects.count() == 1, "the backup is of one moment"


def test_database_with_work_in_it_is_not_written_over(full: Region, tmp_path: Path) -> None:
    path = tmp_path / "regio.zip"
    make_backup(at=timezone.now(), path=path)
    RegionFactory(slug="later")
    with pytest.raises(NotEmpty):
        restore_backup(path=path)
    assert Region.objects.count() == 2
    restore_backup(path=path, force=True)
    assert Region.objects.count() == 1


def test_backup_is_not_written_over_another(full: Region, tmp_path: Path) -> None:
    path = tmp_path / "regio.zip"
    path.write_text("precious")
    with pytest.raises(FileExists):
        make_backup(at=timezone.now(), path=path)
    assert path.read_text() == "precious"
    assert [p.name for p in tmp_path.iterdir() if p.is_file()] == ["regio.zip"]
    with pytest.raises(CommandError, match="bestaat al"):
        call_command("backup", str(path))


def test_damaged_file_changes_nothing(full: Region, tmp_path: Path) -> None:
    path = tmp_path / "regio.zip"
    make_backup(at=timezone.now(), path=path)
    whole, rows = path.read_bytes(), contents()
    harmed = tmp_path / "harmed.zip"
    versions = [b"", whole[: len(whole) // 2], b"x" * 300]
    versions += [
        whole[:at] + bytes([whole[at] ^ 0x55]) + whole[at + 1 :] for at in range(60, len(whole) - 60, len(whole) // 25)
    ]
    n_refused = 0
    for version in versions:
        harmed.write_bytes(version)
        try:
            restore_backup(path=harmed, force=True)
        except Damaged:
            n_refused += 1
        # A byte that says nothing (the time of a file in the archive) may change: then all is as it was.
        assert contents() == rows
    assert n_refused > len(versions) / 2


def rewritten(path: Path, change: Any) -> Path:
    """The same archive with other parts, as somebody else's program would write it, with a sum that fits."""
    other = path.with_name("other.zip")
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    manifest = json.loads(parts["manifest.json"])
    change(manifest, parts)
    parts["manifest.json"] = json.dumps(manifest).encode()
    parts["manifest.sha256"] = reading.hashlib.sha256(parts["manifest.json"]).hexdigest().encode()
    with zipfile.ZipFile(other, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return other


def _other_version(manifest: dict[str, Any], parts: dict[str, bytes]) -> None:
    manifest["version"] = "9.9.9"


def _other_tables(manifest: dict[str, Any], parts: dict[str, bytes]) -> None:
    manifest["migrations"].append("regions.9999_later")


def _row_gone(manifest: dict[str, Any], parts: dict[str, bytes]) -> None:
    name = "tables/consultations.Vote.jsonl"
    parts[name] = b"".join(parts[name].splitlines(keepends=True)[1:])


def _part_gone(manifest: dict[str, Any], parts: dict[str, bytes]) -> None:
    del parts["tables/consultations.Vote.jsonl"]


def _table_gone(manifest: dict[str, Any], parts: dict[str, bytes]) -> None:
    del parts["tables/consultations.Vote.jsonl"], manifest["parts"]["tables/consultations.Vote.jsonl"]


def _out_of_the_folder(manifest: dict[str, Any], parts: dict[str, bytes]) -> None:
    content = b"boo"
    parts["media/../../evil"] = content
    manifest["parts"]["media/../../evil"] = {"sha256": reading.hashlib.sha256(content).hexdigest(), "size": 3}


def _orphan(manifest: dict[str, Any], parts: dict[str, bytes]) -> None:
    """Sums and counts fit, but a vote belongs to a participant who is not there."""
    name = "tables/consultations.Participant.jsonl"
    parts[name] = b""
    manifest["parts"][name] = {"sha256": reading.hashlib.sha256(b"").hexdigest(), "size": 0, "rows": 0}


@pytest.mark.parametrize(
    ("change", "refused"),
    [
        (_other_version, OtherVersion),
        (_other_tables, OtherVersion),
        (_row_gone, Damaged),
        (_part_gone, Damaged),
        (_table_gone, Damaged),
        (_out_of_the_folder, Damaged),
        (_orphan, Damaged),
    ],
)
def test_file_that_does_not_fit_changes_nothing(full: Region, tmp_path: Path, change: Any, refused: Any) -> None:
    path = tmp_path / "regio.zip"
    make_backup(at=timezone.now(), path=path)
    rows = contents()
    with pytest.raises(refused):
        restore_backup(path=rewritten(path, change), force=True)
    assert contents() == rows
    assert default_storage.exists("imports/blad.csv")
    assert not (tmp_path.parent / "evil").exists()


@pytest.mark.parametrize(
    "change",
    [
        {"format": None},
        {"format": "iets-anders/1"},
        {"version": 1},
        {"migrations": "alles"},
        {"key": None},
        {"parts": ["tables/regions.Region.jsonl"]},
        {"parts": {"tables/regions.Region.jsonl": "3"}},
        {"parts": {"tables/regions.Region.jsonl": {"sha256": "x", "size": "3", "rows": 1}}},
        {"parts": {"tables/regions.Region.jsonl": {"sha256": "x", "size": 3, "rows": None}}},
    ],
    ids=str,
)
def test_manifest_of_somebody_else_is_damage(full: Region, tmp_path: Path, change: dict[str, Any]) -> None:
    path = tmp_path / "regio.zip"
    make_backup(at=timezone.now(), path=path)
    with pytest.raises(Damaged):
        restore_backup(path=rewritten(path, lambda manifest, _parts: manifest.update(change)), force=True)


@pytest.mark.parametrize("line", [b"5", b'{"a": 1}', b"[[1]" + b", []" * 30 + b"]", b"[1, 2]", b"[", b"null"])
def test_row_of_somebody_else_is_damage(full: Region, tmp_path: Path, line: bytes) -> None:
    def change(manifest: dict[str, Any], parts: dict[str, bytes]) -> None:
        name, content = "tables/regions.Region.jsonl", line + b"\n"
        parts[name] = content
        sha256 = reading.hashlib.sha256(content).hexdigest()
        manifest["parts"][name] = {"sha256": sha256, "size": len(content), "rows": 1}

    path = tmp_path / "regio.zip"
    make_backup(at=timezone.now(), path=path)
    with pytest.raises(Damaged):
        restore_backup(path=rewritten(path, change), force=True)
    assert Region.objects.get() == full


def test_file_that_is_no_archive_or_has_no_manifest_is_damage(tmp_path: Path) -> None:
    with pytest.raises(Damaged):
        restore_backup(path=tmp_path / "nergens.zip")
    with zipfile.ZipFile(tmp_path / "leeg.zip", "w") as archive:
        archive.writestr("iets.txt", "x")
    with pytest.raises(Damaged):
        restore_backup(path=tmp_path / "leeg.zip")


@pytest.mark.parametrize("mistake", [AttributeError, TypeError, KeyError, IndexError, ZeroDivisionError])
def test_a_mistake_of_our_own_is_not_told_as_a_damaged_file(
    full: Region, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, mistake: type[Exception]
) -> None:
    def broken(*args: object) -> None:
        raise mistake

    path = tmp_path / "regio.zip"
    make_backup(at=timezone.now(), path=path)
    monkeypatch.setattr(reading, "_check_part", broken)
    with pytest.raises(mistake):
        restore_backup(path=path, force=True)


def test_other_secret_key_is_told_before_codes_stop_working(full: Region, tmp_path: Path, settings: Any) -> None:
    path = tmp_path / "regio.zip"
    make_backup(at=timezone.now(), path=path)
    assert settings.SECRET_KEY not in path.read_bytes().decode("latin-1")
    settings.SECRET_KEY = "another"
    with pytest.raises(OtherKey):
        restore_backup(path=path, force=True)
    restore_backup(path=path, force=True, other_key=True)


def test_nobody_is_logged_in_by_a_backup(full: Region, tmp_path: Path, client: Client) -> None:
    client.force_login(User.objects.get())
    make_backup(at=timezone.now(), path=tmp_path / "regio.zip")
    with zipfile.ZipFile(tmp_path / "regio.zip") as archive:
        assert not [name for name in archive.namelist() if "session" in name.lower()]


FILL = """
import django; django.setup()
from django.core.management import call_command
from datetime import UTC, datetime
from django.db import transaction
from regiotafel.history.actions import record
from regiotafel.regions.acts import REGION_DESCRIBED
from regiotafel.regions.models import Role
from tests.factories import ConsultationFactory, RegionFactory, StatementFactory, make_member
region = RegionFactory(slug="linde", name="Regio Linde ✓")
user = make_member(region, Role.EDITOR)
for number in range(1, 6): StatementFactory(consultation=ConsultationFactory(region=region), number=number)
with transaction.atomic():
    at = datetime(2026, 11, 22, 12, 0, 0, 123456, tzinfo=UTC)
    record(by=user, at=at, act=REGION_DESCRIBED, about=region, region="linde", data={"b": 1.5, "a": None})
call_command("backup", "regio.zip")
"""


def test_embedded_database_moves_to_the_database_of_this_suite(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"
    (tmp_path / "elsewhere").mkdir()
    migrated.copy_to(tmp_path / "elsewhere" / "regiotafel.sqlite3")
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "regiotafel.settings",
        "PYTHONPATH": str(Path(__file__).parents[2]),
        "REGIOTAFEL_DATA": str(tmp_path / "elsewhere"),
        "REGIOTAFEL_DATABASE": "sqlite:///",
        "REGIOTAFEL_SECRET_KEY": settings.SECRET_KEY,
    }
    subprocess.run([sys.executable, "-W", "ignore", "-c", FILL], env=environment, cwd=tmp_path, check=True, timeout=120)
    call_command("restore", str(tmp_path / "regio.zip"), verbosity=0)
    assert Region.objects.get().name == "Regio Linde ✓"
    assert Statement.objects.count() == 5
    assert Entry.objects.get().at.microsecond == 123456
    assert verify_chains().is_sound
    assert User.objects.create_user("nieuw@example.org").pk > Entry.objects.get().by_id  # type: ignore[operator]


def put_back(path: Path) -> None:
    """As PostgreSQL does on both: numbers that the backup does not have are given again."""
    restore_backup(path=path, force=True)
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            for model in tables():
                last = f"SELECT MAX(ROWID) FROM {model._meta.db_table}"  # our own name
                cursor.execute(f"UPDATE sqlite_sequence SET seq = ({last}) WHERE name = %s", [model._meta.db_table])


def test_what_a_process_remembers_of_before_is_not_shown_after_a_restore(full: Region, tmp_path: Path) -> None:
    """The server may go on meanwhile, and what comes next gets the numbers of what was there before."""
    first, second = "Niemand wacht langer dan twaalf weken.", "Iedereen krijgt binnen een week antwoord."
    document = draft_document(by=None, at=timezone.now(), region=full, title="Regiovisie")
    section = add_section(by=None, at=timezone.now(), document=document, title="Wachten")
    asked = crowd(60, 6, region=full, slug="samen")
    path = tmp_path / "regio.zip"
    make_backup(at=timezone.now(), path=path)

    def written(text: str, times: int) -> tuple[list[int], list[str]]:
        """Writes a text, publishes it, and counts answers; gives their numbers and the pages that tell of it."""
        passage = add_passage(by=None, at=timezone.now(), section=section, text=text, reason="Zo is besloten")
        made = release(by=None, at=timezone.now(), document=document, name="concept")
        Vote.objects.filter(statement__consultation=asked).update(choice=F("choice") * times)
        outcome = reverse("consultations:outcome_whole", args=["linde", "samen"])
        paths = [
            reverse("vision:read", args=["linde", document.slug]),
            reverse("vision:release", args=["linde", document.slug, made.number]),
            reverse("consultations:outcome", args=["linde", "samen"]),
            outcome,
            *(reverse(f"consultations:{tab.route}", args=["linde", "samen"]) for tab in TABS),
        ]
        numbers = [passage.pk, made.pk, count(Consultation.objects.get(pk=asked.pk)).pk]
        return numbers, [Client().get(one).content.decode() for one in paths]

    put_back(path)  # whatever was numbered before this test, it begins as the next two do
    before, _pages = written(first, 1)
    put_back(path)
    after, remembered = written(second, -1)
    assert after == before
    for name in ("pieces", "texts"):
        caches[name].clear()
    put_back(path)
    _numbers, drawn_anew = written(second, -1)
    assert first not in "".join(remembered)
    assert remembered == drawn_anew
