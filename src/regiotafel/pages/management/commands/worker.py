from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand


class Command(BaseCommand):
    help = "Voert taken uit die op de achtergrond lopen. Op PostgreSQL mogen er meer naast elkaar draaien."

    def handle(self, *args: Any, **options: Any) -> None:
        call_command("db_worker", queue_name="*", interval=1, reload=False, verbosity=options["verbosity"])
