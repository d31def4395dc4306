from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.urls import reverse
from django.utils import timezone

from regiotafel.people.queries import LINK_WORKS_FOR, link_token
from regiotafel.regions.management.commands.new_region import make_ready
from regiotafel.regions.members.actions import name_site_administrator
from regiotafel.web.fields import check_address
from regiotafel.web.links import link


class Command(BaseCommand):
    help = "Maakt iemand beheerder van de hele site: die begint nieuwe regio's. Toont een link om in te loggen."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email", metavar="E-MAILADRES")

    def handle(self, *args: Any, **options: Any) -> None:
        make_ready()
        try:
            check_address(options["email"])
        except ValidationError as fault:
            raise CommandError(f"Dit e-mailadres klopt niet: {options['email']}") from fault
        user = name_site_administrator(at=timezone.now(), email=options["email"])
        self.stdout.write(f"{options['email']} is beheerder van de site, en logt in met deze link:")
        self.stdout.write(f"  {link('people:log_in_with_link', link_token(user))}?next={reverse('regions:site')}")
        self.stdout.write(f"Hij werkt één keer, {LINK_WORKS_FOR // 60} minuten lang.")
