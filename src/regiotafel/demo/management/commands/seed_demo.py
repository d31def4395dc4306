from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from regiotafel.demo.seeding.actions import is_seeded, seed


class Command(BaseCommand):
    help = "Maakt de verzonnen voorbeeldregio, als die er nog niet is."

    def handle(self, *args: Any, **options: Any) -> None:
        if is_seeded():
            self.stdout.write("De voorbeeldregio staat er al.")
            return
        self.stdout.write("De voorbeeldregio wordt gemaakt. Dat duurt ongeveer een halve minuut …")
        self.stdout.flush()
        region = seed(at=timezone.now())
        self.stdout.write(f"Klaar: {region.name}.")
