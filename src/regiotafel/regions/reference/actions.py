"""Reading the country's list of regions and municipalities."""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from regiotafel.formats.faults import Faults
from regiotafel.formats.tables import read_table
from regiotafel.regions.models import (
    Evidence,
    Municipality,
    Placement,
    ReferenceRelease,
    YouthRegion,
)

REFERENCE_FILE = Path(__file__).parent / "jeugdregios.csv"
COLUMNS = ("region", "gemeente", "gm_code", "cbs2025_region_code", "status", "note")

# How people write the names that CBS lists otherwise.
FRIENDLY_NAMES = {"'s-Gravenhage": "Den Haag", "'s-Hertogenbosch": "Den Bosch"}


@transaction.atomic
def load_reference(
    *,
    path: Path = REFERENCE_FILE,
    name: str = "2026",
    source: str = (
        "Gemeenten en jeugdregio's 2025: CBS gebiedsindelingen. Namen van de 41 regio's: "
        "Besluit Jeugdwet artikel 2.2.2, eerste lid, geldend op 1 januari 2026."
    ),
    valid_from: date = date(2026, 1, 1),
    checked_on: date = date(2026, 11, 1),
) -> ReferenceRelease:
    """Reads a release of the country's list once. A release that was read before stays as it is."""
    content = path.read_bytes()
    checksum = hashlib.sha256(content).hexdigest()
    release, is_new = ReferenceRelease.objects.get_or_create(
        name=name,
        defaults={"source": source, "valid_from": valid_from, "checked_on": checked_on, "checksum": checksum},
    )
    if not is_new:
        return release
    table, faults = read_table(content, COLUMNS), Faults()
    rows = [dict(zip(table.header, row, strict=True)) for _line, row in table.whole_rows(faults)]
    faults.refuse_if_any(_("De lijst van gemeenten en jeugdregio's klopt niet."))
    _place(rows, release)
    return release


def _place(rows: Sequence[Mapping[str, str]], release: ReferenceRelease) -> None:
    """Each line of the list: a municipality in its region. A municipality that was there gets its name of now."""
    codes: dict[str, dict[str, None]] = {}
    for row in rows:
        codes.setdefault(row["region"], {})[row["cbs2025_region_code"]] = None
    made = YouthRegion.objects.bulk_create(
        YouthRegion(release=release, name=name, slug=slugify(name)[:60], cbs_codes=" ".join(of_region))
        for name, of_region in codes.items()
    )
    youth_regions = dict(zip(codes, made, strict=True))
    Municipality.objects.bulk_create(
        [
            Municipality(
                gm_code=row["gm_code"],
                name=FRIENDLY_NAMES.get(row["gemeente"], row["gemeente"]),
                official_name=row["gemeente"],
                evidence=Evidence.VERIFIED,
                valid_from=release.valid_from,
            )
            for row in rows
        ],
        update_conflicts=True,
        unique_fields=["gm_code"],
        update_fields=["name", "official_name", "found_by", "in_order", "evidence", "valid_from"],
    )
    municipalities = Municipality.objects.in_bulk([row["gm_code"] for row in rows], field_name="gm_code")
    Placement.objects.bulk_create(
        Placement(
            release=release,
            youth_region=youth_regions[row["region"]],
            municipality=municipalities[row["gm_code"]],
            evidence=Evidence.UNSURE if "wet2026_onzeker" in row["status"] else Evidence.VERIFIED,
            note=row["note"],
        )
        for row in rows
    )
