"""What a backup holds, and when one may be put back."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from django.utils.translation import gettext_lazy as _

from regiotafel.refused import Refused

FORMAT = "regiotafel-backup/1"
MANIFEST, MANIFEST_SUM = "manifest.json", "manifest.sha256"
TABLES, MEDIA = "tables/", "media/"
# Who is logged in stays behind: a backup from last month does not log anybody in again.
LEFT_OUT = frozenset({"sessions.Session"})
# Filled when a database is made ready (`regiotafel manage prepare`, a worker's first look): no work of people.
MADE_READY = frozenset(
    {
        "auth.Permission",
        "contenttypes.ContentType",
        "regions.ReferenceRelease",
        "regions.YouthRegion",
        "regions.Municipality",
        "regions.Placement",
        "keeping.Tick",
    }
)


class FileExists(Refused):
    pass


class Damaged(Refused):
    pass


class OtherVersion(Refused):
    pass


class OtherKey(Refused):
    pass


class NotEmpty(Refused):
    pass


@dataclass(frozen=True)
class Part:
    """One file in the backup: its checksum, and for a table how many rows it has."""

    sha256: str
    size: int
    n_rows: int | None = None


@dataclass(frozen=True)
class Manifest:
    version: str
    made_at: str
    # Which steps the tables have been through.
    migrations: Sequence[str]
    # Recognises the secret key without telling it.
    key: str
    parts: Mapping[str, Part]


def check_names(manifest: Manifest, names: Collection[str]) -> None:
    """What is in the file is what the manifest says, and nothing that would be written elsewhere."""
    expected = {*manifest.parts, MANIFEST, MANIFEST_SUM}
    if set(names) != expected or len(names) != len(expected):
        raise Damaged(_("In de reservekopie ontbreekt iets of zit iets te veel. Gebruik een andere."))
    for name in manifest.parts:
        path = PurePosixPath(name)
        if path.is_absolute() or ".." in path.parts or "\\" in name or not name.startswith((TABLES, MEDIA)):
            raise Damaged(_("In de reservekopie staat een bestand op een plek waar het niet hoort: %s") % name)


def check_version(manifest: Manifest, version: str, migrations: Sequence[str]) -> None:
    if manifest.version != version:
        raise OtherVersion(
            _("De reservekopie is van Regiotafel %(theirs)s, hier draait %(ours)s. Zet eerst versie %(theirs)s neer.")
            % {"theirs": manifest.version, "ours": version}
        )
    if list(manifest.migrations) != list(migrations):
        raise OtherVersion(
            _("De tabellen hier zijn anders dan in de reservekopie. Maak ze klaar met: regiotafel manage prepare")
        )


def check_key(manifest: Manifest, keys: Collection[str]) -> None:
    if manifest.key not in keys:
        raise OtherKey(
            _(
                "De geheime sleutel is een andere dan bij de reservekopie. Codes op uitnodigingen en bewijzen werken "
                "dan niet. Zet REGIOTAFEL_SECRET_KEY goed, of kies --other-key als je dat weet."
            )
        )
