from datetime import date, datetime, time
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from regiotafel.keeping.retention import clean_up


class Command(BaseCommand):
    help = "Haalt persoonsgegevens weg die langer bewaard zijn dan we beloven. De werker doet dit elke nacht."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--at", metavar="DATUM", help="alsof het die dag is, zoals 2027-01-31 (vandaag)")

    def handle(self, *args: Any, **options: Any) -> None:
        done = clean_up(at=_moment(options["at"]))
        for term, n in done.items():
            if n:
                self.stdout.write(f"{n} × {term.what}: {term.then}")
        if not any(done.values()):
            self.stdout.write("Er was niets op te ruimen.")


def _moment(day: str | None) -> datetime:
    if day is None:
        return timezone.now()
    try:
        return timezone.make_aware(datetime.combine(date.fromisoformat(day), time()))
    except ValueError as fault:
        raise CommandError(f"Dit is geen datum: {day}. Schrijf hem als 2027-01-31.") from fault
