from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from regiotafel.keeping.backup.actions import restore_backup
from regiotafel.refused import Refused


class Command(BaseCommand):
    help = "Zet een reservekopie terug in een lege site. We controleren eerst alles. Stop de website en de werkers."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", metavar="BESTAND", type=Path)
        parser.add_argument("--force", action="store_true", help="gooi weg wat er nu staat")
        parser.add_argument("--other-key", action="store_true", help="ook als de geheime sleutel een andere is")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            manifest = restore_backup(path=options["file"], force=options["force"], other_key=options["other_key"])
        except Refused as fault:
            raise CommandError(str(fault)) from fault
        n_rows = sum(part.n_rows or 0 for part in manifest.parts.values())
        self.stdout.write(f"Teruggezet: {n_rows} rijen, zoals die waren op {manifest.made_at}.")
