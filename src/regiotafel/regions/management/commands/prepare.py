from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand

from regiotafel.regions.reference.actions import load_reference
from regiotafel.serving import mend_modes


class Command(BaseCommand):
    help = (
        "Maakt de database klaar: tabellen, cache, oude sessies en de lijst van jeugdregio's en gemeenten. Mag vaker."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        mend_modes()
        quiet = max(options["verbosity"] - 1, 0)
        call_command("migrate", interactive=False, verbosity=quiet)
        call_command("createcachetable", verbosity=quiet)
        # Sessions that have ended are not kept longer than we say on the page about privacy.
        call_command("clearsessions", verbosity=quiet)
        release = load_reference()
        self.stdout.write(f"Klaar. De lijst van jeugdregio's en gemeenten is versie {release}.")
