"""Reading everything at one moment, into one file that any of our databases can be filled with again."""

import base64
import hashlib
import json
import struct
import zlib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import IO, Any, TypeVar
from uuid import UUID
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile, ZipInfo

from django.apps import apps
from django.conf import settings
from django.db import connection, models, transaction
from django.db.migrations.recorder import MigrationRecorder
from django.utils.translation import gettext as _

from regiotafel import __version__, codes
from regiotafel.keeping.backup.rules import (
    FORMAT,
    LEFT_OUT,
    MADE_READY,
    MANIFEST,
    MANIFEST_SUM,
    MEDIA,
    TABLES,
    Damaged,
    Manifest,
    Part,
    check_names,
)

T = TypeVar("T")
AT_ONCE = 2000
BLOCK = 1024 * 1024
# What unpacking a file that was cut off, changed or made by somebody else can raise; a wrong value in it is a
# ValueError of ours. A mistake of our own (AttributeError, TypeError, LookupError) is none of these.
DAMAGE = (BadZipFile, zlib.error, struct.error, OverflowError, ValueError, EOFError, OSError, RuntimeError)


def tables() -> list[type[models.Model]]:
    """Every table of every app, but the ones that stay behind."""
    found = apps.get_models(include_auto_created=True)
    kept = [m for m in found if m._meta.managed and not m._meta.proxy and m._meta.label not in LEFT_OUT]
    return sorted(kept, key=lambda model: model._meta.label)


def filled_tables() -> list[str]:
    """Tables that hold the work of people."""
    return [m._meta.label for m in tables() if m._meta.label not in MADE_READY and m._base_manager.exists()]


def migrations_done() -> list[str]:
    done = MigrationRecorder(connection).applied_migrations()
    return sorted(f"{app}.{name}" for app, name in done)


def mark_of_key(key: str) -> str:
    return codes.mark("backup", "", key)[:16]


def marks_of_our_keys() -> list[str]:
    return [mark[:16] for mark in codes.marks("backup", "")]


# --- writing


@contextmanager
def one_moment() -> Iterator[None]:
    """Everything read in here is as it was at one moment, while others go on writing."""
    if connection.in_atomic_block:  # whoever calls sees to it
        yield
        return
    if connection.vendor == "sqlite":
        # Django's own transactions begin by keeping writers out; this one only reads.
        with connection.cursor() as cursor:
            cursor.execute("BEGIN DEFERRED")
            try:
                yield
            finally:
                cursor.execute("ROLLBACK")
        return
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield


def write_backup(out: IO[bytes], at: datetime) -> Manifest:
    parts: dict[str, Part] = {}
    with ZipFile(out, "w", ZIP_DEFLATED) as archive:
        with one_moment():
            migrations = migrations_done()
            for model in tables():
                name = f"{TABLES}{model._meta.label}.jsonl"
                parts[name] = _add(archive, name, _lines(model), at, n_rows=True)
        for path in sorted(Path(settings.MEDIA_ROOT).rglob("*")):
            if path.is_file():
                name = MEDIA + path.relative_to(settings.MEDIA_ROOT).as_posix()
                parts[name] = _add(archive, name, _blocks(path), at, n_rows=False)
        manifest = Manifest(__version__, at.isoformat(), migrations, mark_of_key(settings.SECRET_KEY), parts)
        text = _as_json(manifest)
        archive.writestr(_info(MANIFEST, at), text, ZIP_DEFLATED)
        archive.writestr(_info(MANIFEST_SUM, at), hashlib.sha256(text).hexdigest(), ZIP_DEFLATED)
    return manifest


def _add(archive: ZipFile, name: str, blocks: Iterable[bytes], at: datetime, *, n_rows: bool) -> Part:
    digest, size, n = hashlib.sha256(), 0, 0
    info = _info(name, at)
    info.compress_type = ZIP_DEFLATED
    with archive.open(info, "w", force_zip64=True) as part:
        for block in blocks:
            part.write(block)
            digest.update(block)
            size, n = size + len(block), n + 1
    return Part(digest.hexdigest(), size, n if n_rows else None)


def _info(name: str, at: datetime) -> ZipInfo:
    info = ZipInfo(name, at.timetuple()[:6])
    info.external_attr = 0o600 << 16
    return info


def _blocks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while block := file.read(BLOCK):
            yield block


def _lines(model: type[models.Model]) -> Iterator[bytes]:
    """A row is a line: a list, in the order of the model's fields."""
    columns = [field.attname for field in model._meta.concrete_fields]
    rows = model._base_manager.order_by(model._meta.pk.attname).values_list(*columns)
    for row in rows.iterator(chunk_size=AT_ONCE):
        yield json.dumps(row, ensure_ascii=False, separators=(",", ":"), default=_plain).encode() + b"\n"


def _plain(value: Any) -> Any:
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, bytes | memoryview):
        return base64.b64encode(bytes(value)).decode("ascii")
    raise TypeError(f"{type(value)} has no place in a backup yet")


def _as_json(manifest: Manifest) -> bytes:
    parts = {
        name: {"sha256": part.sha256, "size": part.size} | ({} if part.n_rows is None else {"rows": part.n_rows})
        for name, part in manifest.parts.items()
    }
    whole = {
        "format": FORMAT,
        "version": manifest.version,
        "made_at": manifest.made_at,
        "key": manifest.key,
        "migrations": list(manifest.migrations),
        "parts": parts,
    }
    return json.dumps(whole, indent=1, ensure_ascii=False).encode() + b"\n"


# --- reading


def open_backup(path: Path) -> ZipFile:
    try:
        return ZipFile(path)
    except DAMAGE as fault:
        raise Damaged(_("Dit is geen reservekopie van Regiotafel, of het bestand is beschadigd.")) from fault


def read_manifest(archive: ZipFile) -> Manifest:
    """Checks every byte of the file against the manifest, and the manifest against its own sum."""
    try:
        manifest = _manifest(archive)
        check_names(manifest, archive.namelist())
        for name, part in manifest.parts.items():
            _check_part(archive, name, part)
    except DAMAGE as fault:
        raise Damaged(_("De reservekopie is beschadigd. Er is niets veranderd. Gebruik een andere.")) from fault
    return manifest


def _manifest(archive: ZipFile) -> Manifest:
    if not {MANIFEST, MANIFEST_SUM} <= set(archive.namelist()):
        raise ValueError("there is no manifest")
    text = archive.read(MANIFEST)
    if hashlib.sha256(text).hexdigest() != archive.read(MANIFEST_SUM).decode("ascii").strip():
        raise ValueError("the manifest does not fit its sum")
    whole = _object(json.loads(text))
    if (found := _given(whole, "format", str)) != FORMAT:
        raise ValueError(f"unknown format {found}")
    return Manifest(
        _given(whole, "version", str),
        _given(whole, "made_at", str),
        [str(name) for name in _given(whole, "migrations", list)],
        _given(whole, "key", str),
        {name: _part(_object(one)) for name, one in _given(whole, "parts", dict).items()},
    )


def _part(one: Mapping[str, object]) -> Part:
    n_rows = _given(one, "rows", int) if "rows" in one else None
    return Part(_given(one, "sha256", str), _given(one, "size", int), n_rows)


def _object(value: object) -> Mapping[str, object]:
    if not isinstance(value, dict):
        raise ValueError(f"{value!r:.50} is no object")
    return value


def _given(whole: Mapping[str, object], name: str, kind: type[T]) -> T:
    value = whole.get(name)
    if not isinstance(value, kind):
        raise ValueError(f"{name} is missing or no {kind.__name__}")
    return value


def _check_part(archive: ZipFile, name: str, part: Part) -> None:
    digest, size, n_rows = hashlib.sha256(), 0, 0
    with archive.open(name) as file:
        while block := file.read(BLOCK):
            digest.update(block)
            size += len(block)
            n_rows += block.count(b"\n")
    is_table = name.startswith(TABLES)
    if (digest.hexdigest(), size) != (part.sha256, part.size) or (is_table and n_rows != part.n_rows):
        raise ValueError(f"{name} is not what the manifest says")


def rows_of(archive: ZipFile, model: type[models.Model]) -> Iterator[list[Any]]:
    """The rows of a table, as values that its fields take."""
    fields = model._meta.concrete_fields
    with archive.open(f"{TABLES}{model._meta.label}.jsonl") as file:
        for line in file:
            values = json.loads(line)
            if not isinstance(values, list) or len(values) != len(fields):
                raise Damaged(_("De reservekopie past niet op de tabel %s.") % model._meta.label)
            yield [_value(field, value) for field, value in zip(fields, values, strict=True)]


def _value(field: models.Field[Any, Any], value: Any) -> Any:
    if isinstance(field, models.ForeignKey):
        return _value(field.target_field, value)
    if value is None or isinstance(field, models.JSONField):
        return value
    if isinstance(value, list | dict):
        raise Damaged(_("De reservekopie past niet op de tabel %s.") % field.model._meta.label)
    return field.to_python(value)
