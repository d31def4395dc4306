from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from regiotafel.keeping.backup.actions import make_backup
from regiotafel.refused import Refused


class Command(BaseCommand):
    help = "Maakt een reservekopie van alle gegevens en bestanden, zoals die op één moment zijn."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", metavar="BESTAND", type=Path)
        parser.add_argument("--force", action="store_true", help="schrijf over een bestaand bestand heen")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            manifest = make_backup(at=timezone.now(), path=options["file"], force=options["force"])
        except (Refused, OSError) as fault:
            raise CommandError(str(fault)) from fault
        n_rows = sum(part.n_rows or 0 for part in manifest.parts.values())
        n_files = sum(part.n_rows is None for part in manifest.parts.values())
        self.stdout.write(
            f"{options['file']}: {n_rows} rijen en {n_files} bestanden. "
            "Bewaar de geheime sleutel apart: die zit er niet in."
        )
