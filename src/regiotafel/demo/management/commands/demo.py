import os
import shutil
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.urls import reverse

from regiotafel.serving import PortTaken, check_port, is_embedded, serve


class Command(BaseCommand):
    help = "Start de website met de verzonnen voorbeeldregio. Je gegevens blijven bewaard."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--host", default=os.environ.get("HOST", "127.0.0.1"))
        parser.add_argument("--port", type=int, default=int(os.environ.get("PORT") or "8000"))
        parser.add_argument("--reset", action="store_true", default=os.environ.get("RESET") == "1")

    def handle(self, *args: Any, **options: Any) -> None:
        host, port = options["host"], options["port"]
        if not settings.DEMO:
            raise CommandError("Zet REGIOTAFEL_DEMO=1, of start met: make demo")
        try:
            check_port(host, port)
            if options["reset"]:
                self._reset()
            call_command("prepare", verbosity=0)
            call_command("seed_demo")
            serve(host=host, port=port, workers=2, when_ready=lambda: self._say_where(f"http://{host}:{port}"))
        except PortTaken as fault:
            raise CommandError(str(fault)) from fault

    def _reset(self) -> None:
        """Throws the data of the demo away. Only the embedded database: elsewhere that is too easy a mistake."""
        if not is_embedded():
            raise CommandError("RESET=1 werkt alleen met de ingebouwde database.")
        connection.close()
        database = Path(str(settings.DATABASES["default"]["NAME"]))
        for path in (database, *(database.with_name(database.name + end) for end in ("-wal", "-shm"))):
            path.unlink(missing_ok=True)
        shutil.rmtree(settings.MEDIA_ROOT, ignore_errors=True)
        self.stdout.write("De gegevens van het voorbeeld zijn weggegooid.")

    def _say_where(self, address: str) -> None:
        self.stdout.write(f"\nRegiotafel staat klaar op {address}/\n")
        self.stdout.write("Met één klik naar binnen, op die pagina of hier:")
        for who in ("inwoner", "beleidsmedewerker", "griffier"):
            self.stdout.write(f"  als {who:<18} {address}{reverse('demo:log_in', args=[who])}")
        if not settings.EMAIL_HOST:
            self.stdout.write("\nE-mail wordt niet verstuurd, maar staat hieronder.")
        self.stdout.write("\nStoppen: Ctrl+C.")
        self.stdout.flush()
