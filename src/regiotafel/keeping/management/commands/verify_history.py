from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from regiotafel.history.actions import vouch
from regiotafel.history.models import short_code
from regiotafel.history.queries import heads, recall
from regiotafel.history.rules import NotACode, is_key, read_code
from regiotafel.keeping.proving.actions import inspect

# What was held against it, and what was not: whoever reads it trusts no more than there is.
HELD_BESIDE = (
    "Alles wat mensen met een handeling veranderden, klopt ermee: teksten, inbreng, stellingen, besluiten, antwoorden, "
    "koppelingen, rollen, bijeenkomsten, stappen en rondes. Stemmen en wat deelnemers over zichzelf zeiden, "
    "kloppen met wat er verteld is. Wat na de laatste keer vertellen geantwoord werd, staat nog nergens anders vast. "
    "Niet vergeleken: wie wat volgt, en namen en adressen van accounts."
)


class Command(BaseCommand):
    help = (
        "Controleert of het logboek heel is, die van elke regio en die van de site zelf, en of de "
        "rest van de gegevens zegt wat de geschiedenis zegt. Met --was: of die nog klopt met wat je eerder opschreef."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--was",
            nargs=2,
            metavar=("NUMMER", "CODE"),
            help="staat deze code nog bij deze regel? De korte code van 20 tekens mag ook. "
            "Ja: 0, nee: 1, niet te lezen: 2",
        )
        parser.add_argument(
            "--trust-key",
            metavar="SLEUTEL",
            help="deze sleutel (64 tekens) was van deze site, en de geheime sleutel erbij is weg: neem voortaan "
            "aan wat ermee getekend is. Houd hem eerst naast een papier of bericht dat je toen bewaarde",
        )
        parser.add_argument("--region", metavar="REGIO", help="bij --was: het woord van de regio in het adres")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["was"]:
            self._was(*options["was"], region=options["region"])
        elif options["trust_key"] is not None:
            self._trust(options["trust_key"].strip().lower())
        elif options["region"] is not None:
            raise CommandError("--region hoort bij --was. Zonder --was wordt alles gecontroleerd.", returncode=2)
        else:
            self._all()

    def _was(self, number: str, code: str, *, region: str | None) -> None:
        try:
            line, digits = read_code(number, code)
        except NotACode as fault:
            raise CommandError(str(fault), returncode=2) from fault
        if region is not None and region not in {end.region for end in heads()}:
            raise CommandError(f"Er is geen geschiedenis van de regio “{region}”.", returncode=2)
        found = recall(line, digits, region=region, deep=True)
        if not found.holds:
            raise CommandError(found.sentence, returncode=1)
        self.stdout.write(found.sentence)
        self.stdout.write(f"De regels tot en met {line} zijn nagerekend: daarin is sindsdien niets veranderd.")

    def _trust(self, key: str) -> None:
        if not is_key(key):
            raise CommandError("Een sleutel heeft 64 tekens: cijfers en de letters a tot en met f.", returncode=2)
        vouch(at=timezone.now(), keys=[key])
        self.stdout.write("De sleutel van nu staat voortaan in voor deze sleutel.")

    def _all(self) -> None:
        found = inspect(at=timezone.now(), progress=self._progress)
        if self.stderr.isatty():
            self.stderr.write("\r" + " " * 40 + "\r", ending="")
        if not found.is_sound:
            untold = (f"En nog {found.n_untold} andere.",) if found.n_untold else ()
            raise CommandError("\n".join(("De geschiedenis is beschadigd:", *found.faults, *untold)), returncode=1)
        self.stdout.write(f"De geschiedenis is heel: {found.n_entries} regels. {HELD_BESIDE}")
        for end in heads():
            name = end.region or "de site zelf"
            self.stdout.write(f"  {name}: {end.number} regels, eindigend op {end.hash} (kort: {short_code(end.hash)})")

    def _progress(self, n: int) -> None:
        """Only where somebody waits for it."""
        if self.stderr.isatty():
            self.stderr.write(f"\r{n} regels nagerekend …", ending="")
            self.stderr.flush()
