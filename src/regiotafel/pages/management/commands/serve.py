import os
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from regiotafel.serving import PortTaken, serve
from regiotafel.web.links import is_of_this_machine, whole


class Command(BaseCommand):
    help = "Start de website."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--host", default=os.environ.get("HOST", "127.0.0.1"))
        parser.add_argument("--port", type=int, default=int(os.environ.get("PORT", "8000")))
        parser.add_argument("--workers", type=int, default=2, help="aantal processen (op PostgreSQL)")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            serve(when_ready=self._say_where, **{name: options[name] for name in ("host", "port", "workers")})
        except PortTaken as fault:
            raise CommandError(str(fault)) from fault

    def _say_where(self) -> None:
        self.stdout.write(f"Regiotafel staat op {whole('/')}")
        if is_of_this_machine():
            self.stdout.write("Dat adres werkt alleen op deze computer. Komen er anderen? Zet dan REGIOTAFEL_ADDRESS.")
        self.stdout.write("Stoppen: Ctrl+C.")
        self.stdout.flush()
