"""Reading the country's list of regions and municipalities."""

import hashlib
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
    youth_regions: dict[str, YouthRegion] = {}
    table, faults = read_table(content, COLUMNS), Faults()
    for _line, row in table.whole_rows(faults):
        _place(dict(zip(table.header, row, strict=True)), release, youth_regions)
    faults.refuse_if_any(_("De lijst van gemeenten en jeugdregio's klopt niet."))
    return release


def _place(row: dict[str, str], release: ReferenceRelease, youth_regions: dict[str, YouthRegion]) -> None:
    """One line of the list: a municipality in its region."""
    region_name = row["region"]
    if region_name not in youth_regions:
        youth_regions[region_name] = YouthRegion.objects.create(
            release=release,
            name=region_name,
            slug=slugify(region_name)[:60],
            cbs_codes=row["cbs2025_region_code"],
        )
    youth_region = youth_regions[region_name]
    if row["cbs2025_region_code"] not in youth_region.cbs_codes.split():
        youth_region.cbs_codes += f" {row['cbs2025_region_code']}"
        youth_region.save()
    municipality, _is_new = Municipality.objects.update_or_create(
        gm_code=row["gm_code"],
        defaults={
            "name": FRIENDLY_NAMES.get(row["gemeente"], row["gemeente"]),
            "official_name": row["gemeente"],
            "evidence": Evidence.VERIFIED,
            "valid_from": release.valid_from,
        },
    )
    Placement.objects.create(
        release=release,
        youth_region=youth_region,
        municipality=municipality,
        evidence=Evidence.UNSURE if "wet2026_onzeker" in row["status"] else Evidence.VERIFIED,
        note=row["note"],
    )
