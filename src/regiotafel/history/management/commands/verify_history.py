from typing import Any

from django.core.management.base import BaseCommand, CommandError

from regiotafel.history.queries import verify_chain


class Command(BaseCommand):
    help = "Controleert of de geschiedenis van handelingen heel is."

    def handle(self, *args: Any, **options: Any) -> None:
        verification = verify_chain()
        if not verification.is_sound:
            raise CommandError("\n".join(("De geschiedenis is beschadigd:", *verification.faults)), returncode=1)
        self.stdout.write(
            f"De geschiedenis is heel: {verification.n_entries} regels, eindigend op {verification.head_hash}."
        )
