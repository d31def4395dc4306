"""The commands of the site: those of Django, under the names that people type."""

from __future__ import annotations

import os

# The name that people type, and what it is for. The name with "_" is the management command.
COMMANDS = {
    "demo": "vul de database met de verzonnen voorbeeldregio",
    "new-region": "begin een regio, met de gemeenten en een eerste beheerder",
    "site-administrator": "maak iemand beheerder van de hele site",
    "serve": "start de website",
    "worker": "voer taken uit die op de achtergrond lopen",
    "backup": "maak een reservekopie van alle gegevens",
    "restore": "zet een reservekopie terug",
    "clean-up": "verwijder gegevens waarvan de bewaartermijn voorbij is",
    "login-link": "toon een link waarmee iemand één keer inlogt",
    "verify-history": "controleer of de geschiedenis nog klopt",
}


def manage(typed: list[str]) -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "regiotafel.settings")
    from regiotafel.cli.running import run

    return run(typed)
