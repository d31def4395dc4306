from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection
from django.utils import timezone

from regiotafel.people.queries import LINK_WORKS_FOR
from regiotafel.regions.beginning.actions import begin_region
from regiotafel.regions.beginning.queries import Plan, first_link, names_of_youth_regions, plan_for, plan_with
from regiotafel.regions.models import ReferenceRelease
from regiotafel.regions.places.queries import named_in
from regiotafel.regions.places.rules import UnknownMunicipality
from regiotafel.regions.settings.rules import NameMissing, SlugTaken
from regiotafel.web.fields import check_address
from regiotafel.web.links import link, whole


class Command(BaseCommand):
    help = "Begint een nieuwe regio, met de gemeenten en een eerste beheerder, en toont een link om in te loggen."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("region", help="een van de jeugdregio's, zoals: zuid-limburg. Of een eigen adres")
        parser.add_argument("name", nargs="?", default="", help="de naam; bij een jeugdregio hoeft dat niet")
        parser.add_argument("--administrator", required=True, metavar="E-MAILADRES", help="wie de regio gaat beheren")
        parser.add_argument(
            "--municipalities", default="", metavar="NAMEN", help="een eigen lijst, zoals: Maastricht, Heerlen"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        make_ready()
        try:
            check_address(options["administrator"])
        except ValidationError as fault:
            raise CommandError(f"Dit e-mailadres klopt niet: {options['administrator']}") from fault
        plan = _plan(options["region"], options["name"], options["municipalities"])
        try:
            held = begin_region(
                by=None,
                at=timezone.now(),
                administrator=options["administrator"],
                login_url=link("account_login"),
                **vars(plan),
            )
        except (SlugTaken, NameMissing) as fault:
            raise CommandError(str(fault)) from fault
        names = ", ".join(one.name for one in plan.municipalities)
        told = f", met {len(plan.municipalities)} gemeenten: {names}" if names else ", nog zonder gemeenten"
        self.stdout.write(f"{held.region} staat op {whole(f'/{plan.slug}/')}{told}.")
        if held.user.last_login is None:
            self.stdout.write(f"\n{options['administrator']} logt de eerste keer in met deze link:")
            self.stdout.write(f"  {first_link(held)}")
            self.stdout.write(
                f"Hij werkt één keer, {LINK_WORKS_FOR // 60} minuten lang. "
                f"Een nieuwe: regiotafel login-link {options['administrator']}"
            )
        self.stdout.write("\nStaat de site nog niet aan? Start hem met: regiotafel serve")


def make_ready() -> None:
    """In an empty folder with data there is no table yet."""
    there = ReferenceRelease._meta.db_table in connection.introspection.table_names()
    if not there or not ReferenceRelease.objects.exists():
        call_command("prepare", verbosity=0)


def _plan(region: str, name: str, municipalities: str) -> Plan:
    today = timezone.localdate()
    known = plan_for(region, today)
    if known is None and not name:
        raise CommandError(_what_there_is(region, today))
    try:
        own = named_in(municipalities)
    except UnknownMunicipality as unknown:
        raise CommandError(str(unknown)) from unknown
    return plan_with(known, slug=region, name=name, municipalities=own)


def _what_there_is(region: str, today: date) -> str:
    names = "\n".join(f"  {slug:<28} {name}" for slug, name in names_of_youth_regions(today))
    return (
        f"Er is geen jeugdregio “{region}”. Kies een van deze:\n{names}\n"
        'Of geef een eigen regio een adres, een naam en gemeenten: regiotafel new-region noord "Jeugdregio Noord" '
        "--municipalities 'Maastricht, Heerlen' --administrator jij@voorbeeld.nl"
    )
