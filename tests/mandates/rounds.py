"""A region with municipalities, subjects and a round, made by what people do there."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.test import Client
from django.utils import timezone

from regiotafel.formats.positions import Position, Positions
from regiotafel.mandates.filling_in.actions import fill_in
from regiotafel.mandates.filling_in.rules import Filled
from regiotafel.mandates.models import Round, Sheet, Subject, Visibility
from regiotafel.mandates.register.actions import add_subject
from regiotafel.mandates.rounds.actions import open_round, prepare_round
from regiotafel.regions.models import Municipality, Region, Role
from regiotafel.regions.parties.actions import add_municipality, invent_municipality
from tests.factories import RegionFactory, make_member

# What another region wants, in its file.
NEIGHBOUR = Positions(
    ["lokaal", "subregionaal", "regionaal", "bovenregionaal", "landelijk"],
    dict.fromkeys("abc"),
    {"Acute hulp": None},
    {party: {"Acute hulp": Position("regionaal")} for party in "abc"},
    words={"Acute hulp": ["spoed"]},
)


@dataclass
class Played:
    """A round, and who take part in it."""

    region: Region
    subjects: list[Subject]
    places: list[Municipality]
    round: Round
    clients: dict[str, Client] = field(default_factory=dict)

    def official(self, place: Municipality) -> Client:
        return self._client(f"official of {place.pk}", Role.OFFICIAL, place)

    def of(self, place: Municipality, role: Role) -> Client:
        return self._client(f"{role} of {place.pk}", role, place)

    def staff(self, role: Role = Role.EDITOR) -> Client:
        return self._client(role, role, None)

    def _client(self, name: str, role: Role, place: Municipality | None) -> Client:
        if name not in self.clients:
            client = Client()
            client.force_login(make_member(self.region, role, municipality=place))
            self.clients[name] = client
        return self.clients[name]

    def address(self, name: str, place: Municipality | None = None) -> str:
        below = f"{place.pk}/" if place else ""
        return f"/{self.region.slug}/wie-beslist-wat/ronde/{self.round.slug}/{below}{name}"

    def says(
        self,
        place: Municipality,
        *filled: Filled,
        at: datetime | None = None,
        number: int = 0,
        is_final: bool = True,
        is_on_paper: bool = False,
    ) -> Sheet:
        return fill_in(
            by=None,
            at=at or timezone.now(),
            round=self.round,
            municipality=place,
            number=number,
            filled=filled,
            is_final=is_final,
            authority="het college",
            is_on_paper=is_on_paper,
        )

    def wants(self, place: Municipality, levels: Sequence[str], **more: object) -> Sheet:
        """A level for each subject, with the points shared alike."""
        share, rest = divmod(100, len(levels))
        filled = [
            Filled(subject, level, share + (n < rest))
            for n, (subject, level) in enumerate(zip(self.subjects, levels, strict=False))
        ]
        return self.says(place, *filled, **more)  # type: ignore[arg-type]


def play(
    *,
    slug: str = "ronde",
    n_subjects: int = 3,
    n_places: int = 3,
    visibility: str = Visibility.AFTER,
    opened: timedelta = timedelta(days=-5),
    closes: timedelta = timedelta(days=20),
) -> Played:
    now = timezone.now()
    region = RegionFactory(slug=slug)
    places = [invent_municipality(name=f"Dorp {n:02}") for n in range(1, n_places + 1)]
    for one in places:
        add_municipality(by=None, at=now, region=region, municipality=one)
    titles = ("Crisishulp", "Toegang", "Pleegzorg", *(f"Onderwerp {n}" for n in range(4, n_subjects + 1)))
    subjects = [add_subject(by=None, at=now, region=region, title=title) for title in titles[:n_subjects]]
    moments = {"opens_at": now + opened, "closes_at": now + closes}
    made = prepare_round(by=None, at=now, region=region, title="Wie doet wat?", visibility=visibility, **moments)
    opened_round = open_round(by=None, at=now + opened, round=made, version=made.version)
    opened_round.region = region
    return Played(region, subjects, places, opened_round)


def closed(played: Played) -> None:
    """It closes now."""
    Round.objects.filter(pk=played.round.pk).update(closes_at=timezone.now())
    played.round.refresh_from_db()
