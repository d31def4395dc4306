from datetime import date, datetime, time
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from regiotafel.keeping.clock.queries import last_look
from regiotafel.keeping.clock.rules import is_leap_by_hand
from regiotafel.keeping.retention import clean_up
from regiotafel.web.days import day


class Command(BaseCommand):
    help = "Haalt persoonsgegevens weg die langer bewaard zijn dan we beloven. De werker doet dit elke nacht."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--at", metavar="DATUM", help="alsof het die dag is, zoals 2027-01-31 (vandaag)")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["at"] is None:
            _check_clock()
        done = clean_up(at=_moment(options["at"]))
        for term, n in done.items():
            if n:
                self.stdout.write(f"{n} × {term.what}: {term.then}")
        if not any(done.values()):
            self.stdout.write("Er was niets op te ruimen.")


def _check_clock() -> None:
    """Who names the day has looked at it. A clock that leapt is asked about first."""
    at, seen_at = timezone.now(), last_look().seen_at
    if seen_at is not None and is_leap_by_hand(at, seen_at):
        raise CommandError(
            f"Volgens de klok is het {day(at)}, maar hier gebeurde voor het laatst iets op {day(seen_at)}. Wat "
            f"opgeruimd is, komt niet terug. Klopt de klok? Typ dan: regiotafel clean-up --at {at:%Y-%m-%d}"
        )


def _moment(day: str | None) -> datetime:
    if day is None:
        return timezone.now()
    try:
        return timezone.make_aware(datetime.combine(date.fromisoformat(day), time()))
    except ValueError as fault:
        raise CommandError(f"Dit is geen datum: {day}. Schrijf hem als 2027-01-31.") from fault
