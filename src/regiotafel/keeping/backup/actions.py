"""Making a backup, and putting one back: wholly or not at all."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Any
from zipfile import ZipFile

from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.exceptions import ValidationError
from django.core.management.color import no_style
from django.db import DatabaseError, connection, models, transaction
from django.utils.translation import gettext as _

from regiotafel import __version__
from regiotafel.keeping.backup.queries import (
    filled_tables,
    marks_of_our_keys,
    migrations_done,
    open_backup,
    read_manifest,
    rows_of,
    tables,
    write_backup,
)
from regiotafel.keeping.backup.rules import (
    MEDIA,
    TABLES,
    Damaged,
    FileExists,
    Manifest,
    NotEmpty,
    check_key,
    check_version,
)

AT_ONCE = 1000


def make_backup(*, at: datetime, path: Path, force: bool = False) -> Manifest:
    """Writes beside the file and renames at the end: a half backup never has the name of a whole one."""
    if path.exists() and not force:
        raise FileExists(_("%s bestaat al. Kies een andere naam, of --force.") % path)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")  # for its owner only
    try:
        with os.fdopen(handle, "w+b") as out:
            manifest = write_backup(out, at)
            out.flush()
            os.fsync(out.fileno())
        with open_backup(Path(name)) as archive:
            read_manifest(archive)  # what was written can be read again
        Path(name).replace(path)
    finally:
        with suppress(FileNotFoundError):
            Path(name).unlink()
    return manifest


def restore_backup(*, path: Path, force: bool = False, other_key: bool = False) -> Manifest:
    """Checks all of it first. Then the rows in one transaction; the files change places just before it ends."""
    with open_backup(path) as archive:
        manifest = read_manifest(archive)
        check_version(manifest, __version__, migrations_done())
        if not other_key:
            check_key(manifest, marks_of_our_keys())
        expected = {f"{TABLES}{model._meta.label}.jsonl" for model in tables()}
        if {name for name in manifest.parts if name.startswith(TABLES)} != expected:
            raise Damaged(_("De tabellen in de reservekopie zijn andere dan die van deze site."))
        media = Path(settings.MEDIA_ROOT)
        if not force and (filled_tables() or (media.is_dir() and any(p.is_file() for p in media.rglob("*")))):
            raise NotEmpty(_("Er staan hier al gegevens. Met --force gooi je die weg en komt de reservekopie ervoor."))
        media.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=media.parent, prefix=".restore-") as scratch:
            _unpack_media(archive, manifest, Path(scratch) / "new")
            _fill(archive, manifest, media, Path(scratch))
    return manifest


def _unpack_media(archive: ZipFile, manifest: Manifest, folder: Path) -> None:
    folder.mkdir()
    for name in manifest.parts:
        if name.startswith(MEDIA):
            target = folder / name.removeprefix(MEDIA)
            target.parent.mkdir(parents=True, exist_ok=True)
            with archive.open(name) as source, target.open("wb") as out:
                shutil.copyfileobj(source, out)
            target.chmod(settings.FILE_UPLOAD_PERMISSIONS)


def _fill(archive: ZipFile, manifest: Manifest, media: Path, scratch: Path) -> None:
    swapped = False
    try:
        with transaction.atomic():
            everything: list[type[models.Model]] = [*tables(), Session]  # who is logged in may be another there
            for model in everything:
                _empty(model)
            for model in tables():
                _insert(archive, model)
            connection.check_constraints()
            _check_counts(manifest)
            _set_sequences()
            if media.exists():
                media.rename(scratch / "old")
            swapped = True
            (scratch / "new").rename(media)
    except BaseException as fault:
        if swapped:
            if media.exists():
                media.rename(scratch / "refused")
            if (scratch / "old").exists():
                (scratch / "old").rename(media)
        if isinstance(fault, (DatabaseError, ValidationError, ValueError)):
            raise Damaged(_("De rijen in de reservekopie kloppen niet met elkaar. Er is niets veranderd.")) from fault
        raise


def _empty(model: type[models.Model]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {connection.ops.quote_name(model._meta.db_table)}")  # noqa: S608  # our own name


def _insert(archive: ZipFile, model: type[models.Model]) -> None:
    """Column by column as it was: no moment is set to now, nothing is counted again."""
    fields = model._meta.concrete_fields
    quote = connection.ops.quote_name
    columns = ", ".join(quote(str(field.column)) for field in fields)
    places = ", ".join(["%s"] * len(fields))
    insert = f"INSERT INTO {quote(model._meta.db_table)} ({columns}) VALUES ({places})"  # noqa: S608  # our own names
    rows = _prepared(rows_of(archive, model), fields)
    with connection.cursor() as cursor:
        while some := list(islice(rows, AT_ONCE)):
            cursor.executemany(insert, some)


def _prepared(rows: Iterator[list[Any]], fields: Any) -> Iterator[list[Any]]:
    for row in rows:
        yield [field.get_db_prep_save(value, connection) for field, value in zip(fields, row, strict=True)]


def _check_counts(manifest: Manifest) -> None:
    for model in tables():
        if model._base_manager.count() != manifest.parts[f"{TABLES}{model._meta.label}.jsonl"].n_rows:
            raise Damaged(_("De tabel %s kreeg niet alle rijen. Er is niets veranderd.") % model._meta.label)


def _set_sequences() -> None:
    """The next row gets a number that is not in use."""
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), tables()):
            cursor.execute(statement)
