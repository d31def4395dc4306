import os
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from regiotafel.serving import PortTaken, serve


class Command(BaseCommand):
    help = "Start de website."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--host", default=os.environ.get("HOST", "127.0.0.1"))
        parser.add_argument("--port", type=int, default=int(os.environ.get("PORT", "8000")))
        parser.add_argument("--workers", type=int, default=2, help="aantal processen (op PostgreSQL)")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            serve(host=options["host"], port=options["port"], workers=options["workers"])
        except PortTaken as fault:
            raise CommandError(str(fault)) from fault
