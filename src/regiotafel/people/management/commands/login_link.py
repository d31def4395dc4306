from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.urls import reverse

from regiotafel.people.queries import LINK_WORKS_FOR, link_token, user_with


class Command(BaseCommand):
    help = "Toont op dit scherm een link waarmee iemand één keer kan inloggen, ook als er geen mailserver is."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email", metavar="E-MAILADRES", help="van het account")

    def handle(self, *args: Any, **options: Any) -> None:
        user = user_with(options["email"])
        if user is None:
            raise CommandError("Er is geen account met dit e-mailadres. Begin met: regiotafel new-region")
        minutes = LINK_WORKS_FOR // 60
        self.stdout.write(f"{settings.ADDRESS}{reverse('people:log_in_with_link', args=[link_token(user)])}")
        self.stdout.write(f"Deze link werkt één keer, {minutes} minuten lang. Wie hem heeft, is dan ingelogd.")
