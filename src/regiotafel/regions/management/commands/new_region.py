from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from regiotafel.regions.settings.actions import begin_region
from regiotafel.regions.settings.rules import NameMissing, SlugTaken
from regiotafel.web.fields import check_address


class Command(BaseCommand):
    help = "Begint een nieuwe regio, met een eerste beheerder."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("slug", help="het adres van de regio, zoals: lindestroom")
        parser.add_argument("name", help="de naam, zoals: Jeugdregio Lindestroom")
        parser.add_argument("--administrator", required=True, metavar="EMAIL", help="wie de regio gaat beheren")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            check_address(options["administrator"])
            region = begin_region(
                at=timezone.now(), slug=options["slug"], name=options["name"], administrator=options["administrator"]
            )
        except ValidationError as fault:
            raise CommandError(f"Dit e-mailadres klopt niet: {options['administrator']}") from fault
        except (SlugTaken, NameMissing) as fault:
            raise CommandError(str(fault)) from fault
        self.stdout.write(
            f"{region} staat op /{region.slug}/. {options['administrator']} logt in op /account/inloggen/."
        )
