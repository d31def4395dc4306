from typing import Any

from django.core.management.base import BaseCommand, CommandError

from regiotafel.history.queries import heads, verify_chains


class Command(BaseCommand):
    help = "Controleert of de geschiedenis van handelingen heel is: die van elke regio, en die van de site zelf."

    def handle(self, *args: Any, **options: Any) -> None:
        verification = verify_chains()
        if not verification.is_sound:
            raise CommandError("\n".join(("De geschiedenis is beschadigd:", *verification.faults)), returncode=1)
        self.stdout.write(f"De geschiedenis is heel: {verification.n_entries} regels.")
        for end in heads():
            self.stdout.write(f"  {end.region or 'de site zelf'}: {end.number} regels, eindigend op {end.hash}")
