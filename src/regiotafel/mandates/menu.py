"""What the register brings to the frame of a region: a link as soon as there is a subject, and what waits for whom."""

from collections.abc import Collection, Iterator
from datetime import datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from regiotafel.mandates.agreeing.queries import unbound_until, undecided
from regiotafel.mandates.offers.queries import tables_of
from regiotafel.mandates.offers.rules import is_waiting
from regiotafel.mandates.queries import subjects_in_conflict
from regiotafel.mandates.register.queries import deviations_that_hold
from regiotafel.mandates.rounds.queries import missing_in, not_reading, owing_since, rounds_that_run, spread_again
from regiotafel.mandates.rounds.rules import is_for, is_of_team, reads_own, sees_result
from regiotafel.mandates.rules import PART
from regiotafel.regions.menu import Due, MenuItem, Task, Tool, Turn
from regiotafel.regions.models import Region
from regiotafel.regions.parties.queries import places_without_access
from regiotafel.regions.permissions import Standing, may
from regiotafel.web.days import days_between, last_date

MENU = (MenuItem(PART, _("Wie beslist wat"), "mandates:index", from_its_beginning=True),)
DESK = (
    Tool("mandate.write", _("Wie beslist wat"), "mandates:index"),
    Tool("mandateround.read", _("Gemeenterondes"), "mandates:rounds"),
)


def turns(region: Region, standings: Collection[Standing], now: datetime) -> Iterator[Turn]:
    yield from _consents(region, standings)
    yield from _sheets(region, standings, now)
    yield from _late_sheets(region, standings, now)
    yield from _offers(region, standings, now)
    if PART in region.parts:
        yield from _law(region, standings, now)
        yield from _access_points(region, standings)


def _law(region: Region, standings: Collection[Standing], now: datetime) -> Iterator[Turn]:
    """Subjects of which what the law says cannot all be true."""
    wrong = subjects_in_conflict(region, timezone.localdate(now)) if may("mandate.write", standings) else []
    for subject in wrong:
        told = gettext("regels over de wet spreken elkaar tegen bij “%(title)s”") % {"title": subject.title}
        url = reverse("mandates:law", args=[region.slug, subject.slug])
        yield Turn(told, url, is_awaited=False, first=url)


def _access_points(region: Region, standings: Collection[Standing]) -> Iterator[Turn]:
    """Where the register sends who lives there: municipalities that do not say where that is."""
    if missing := places_without_access(region) if may("region.write", standings) else []:
        told = ngettext(
            "één gemeente laat nog niet weten waar je terechtkunt",
            "%(n)d gemeenten laten nog niet weten waar je terechtkunt",
            len(missing),
        ) % {"n": len(missing)}
        first = reverse("regions:place", args=[region.slug, missing[0].pk])
        url = reverse("regions:places", args=[region.slug])
        yield Turn(told, url, is_awaited=False, first=first)


def _sheets(region: Region, standings: Collection[Standing], now: datetime) -> Iterator[Turn]:
    """Rounds in which a municipality has nothing final yet: for who fills in there or decides about that, and for who
    asks all of them."""
    for one in rounds_that_run(now).filter(region=region) if may("mandateround.read", standings) else ():
        waiting, days = missing_in(one), days_between(now, one.closes_at)
        for party in (party for party in waiting if reads_own(one, party.municipality_id, standings, now)):
            fills_in = is_for(standings, party.municipality_id)
            address = [region.slug, one.slug, *([party.municipality_id] if fills_in else [])]
            url = reverse("mandates:fill_in" if fills_in else "mandates:round", args=address)
            told = _told_to_fill_in(days) if fills_in else _told_to_make_final(days)
            yield Turn(told % {"title": one.title, "days": days}, url, first=url)
        for party in spread_again(one):
            if is_for(standings, party.municipality_id):
                told = gettext("punten opnieuw verdelen in “%(title)s”: er is een onderwerp weggehaald")
                url = reverse("mandates:fill_in", args=[region.slug, one.slug, party.municipality_id])
                yield Turn(told % {"title": one.title}, url, first=url)
        if waiting and is_of_team(standings):
            told = ngettext(
                "één van de gemeenten heeft nog geen definitief standpunt in “%(title)s”",
                "%(n)d gemeenten hebben nog geen definitief standpunt in “%(title)s”",
                len(waiting),
            )
            url = reverse("mandates:round", args=[region.slug, one.slug])
            # The municipalities wait for nobody, so they are no rows of a queue: their number stands in the sentence.
            yield Turn(told % {"title": one.title, "n": len(waiting)}, url, is_awaited=False)


def _told_to_fill_in(days: int) -> str:
    return ngettext(
        "standpunt invullen in “%(title)s”, sluit over %(days)d dag",
        "standpunt invullen in “%(title)s”, sluit over %(days)d dagen",
        days,
    )


def _told_to_make_final(days: int) -> str:
    return ngettext(
        "standpunt van jouw gemeente in “%(title)s” is nog niet definitief, sluit over %(days)d dag",
        "standpunt van jouw gemeente in “%(title)s” is nog niet definitief, sluit over %(days)d dagen",
        days,
    )


def _late_sheets(region: Region, standings: Collection[Standing], now: datetime) -> Iterator[Turn]:
    """Rounds that closed without a municipality: it can still say something, or say that it will not."""
    own = {one.municipality_id for one in standings if one.municipality_id and is_for([one], one.municipality_id)}
    for party in owing_since(region, own, now) if own else ():
        told = gettext("standpunt ontbreekt in “%(title)s”: vul in, of laat weten dat het niet meer komt")
        url = reverse("mandates:round", args=[region.slug, party.round.slug])
        yield Turn(told % {"title": party.round.title}, url, first=url, since=party.round.closes_at)


def _offers(region: Region, standings: Collection[Standing], now: datetime) -> Iterator[Turn]:
    """What lies on the table of a round: for each municipality what it did not answer, and for who asks all of them how
    many did not."""
    for table in tables_of(region) if may("mandateround.read", standings) else ():
        owing = not_reading(table.round, standings, now)
        if not sees_result(table.round, standings, now, owing=owing):
            continue
        for offer in (one for one in table.offers if is_waiting(one, table.accord)):
            missing, names = table.missing(offer), {"number": offer.number, "title": table.round.title}
            told = gettext("pakket %(number)d in “%(title)s” wacht op antwoord")
            if offer.municipality is not None:
                told = gettext("tegenvoorstel van %(name)s wacht op antwoord")
            words = told % {**names, "name": offer.municipality}
            for party in (one for one in missing if may("offer.speak", standings, of=one.municipality)):
                address = [region.slug, table.round.slug, offer.number, party.municipality_id]
                url = reverse("mandates:reply", args=address)
                yield Turn(f"{words} ({party.municipality})", url, first=url, since=offer.at)
            if missing and is_of_team(standings):
                url = reverse("mandates:kept_offer", args=[region.slug, table.round.slug, offer.number])
                words += gettext(", van %(n)s") % {"n": _counted(len(missing))}
                yield Turn(words, url, is_awaited=False)


def _counted(n: int) -> str:
    return ngettext("één gemeente", "%(n)d gemeenten", n) % {"n": n}


def _consents(region: Region, standings: Collection[Standing]) -> Iterator[Turn]:
    """Agreements about which a municipality has decided nothing yet: for who writes that down."""
    own = [one for one in standings if one.municipality_id is not None]
    for agreement, municipality in undecided(region) if own else ():
        if any(one.is_for(municipality) and may("consent.note", [one], of=municipality) for one in own):
            told = gettext("besluit van %(place)s over het akkoord “%(title)s” invullen")
            address = [region.slug, agreement.subject.slug, agreement.number, municipality.pk]
            url = reverse("mandates:consent", args=address)
            name = told % {"place": municipality, "title": agreement.subject.title}
            yield Turn(name, url, first=url, since=agreement.at)


def dues(region: Region, standings: Collection[Standing], now: datetime) -> Iterator[Due]:
    """A deviation that would be looked at again, or that ends; and when a round of municipalities closes."""
    for round in rounds_that_run(now).filter(region=region) if may("mandateround.read", standings) else ():
        closing = reverse("mandates:round", args=[region.slug, round.slug])
        yield Due(last_date(round.closes_at), gettext("“%(title)s” sluit") % {"title": round.title}, closing)
    if PART not in region.parts or not may("mandate.write", standings):
        return
    for one in deviations_that_hold(region, timezone.localdate(now)):
        url = f"{reverse('mandates:subject', args=[region.slug, one.subject.slug])}#afwijkingen"
        names = {"place": one.municipality, "title": one.subject.title}
        if one.review_on is not None:
            told = gettext("%(place)s doet het anders bij “%(title)s”: bekijk dit opnieuw")
            yield Due(one.review_on, told % names, url, is_promise=True)
        if one.ends_on is not None:
            yield Due(
                one.ends_on, gettext("%(place)s doet het tot en met deze dag anders bij “%(title)s”") % names, url
            )
    for consent in unbound_until(region):
        agreement = consent.agreement
        names = {"place": consent.municipality, "title": agreement.subject.title}
        told = gettext(
            "%(place)s is tot en met deze dag niet gebonden aan het akkoord “%(title)s”: vul in wat er daarna geldt"
        )
        url = reverse("mandates:agreement", args=[region.slug, agreement.subject.slug, agreement.number])
        if consent.until is not None:
            yield Due(consent.until, told % names, url, is_promise=True)


def to_set_up(region: Region) -> Iterator[Task]:
    is_there = PART in region.parts
    told = (
        gettext("Er staan onderwerpen in. Iedereen kan lezen wie beslist.")
        if is_there
        else gettext("Begin met een lijst van onderwerpen. Die neem je over met één klik.")
    )
    address = "mandates:index" if is_there else "mandates:take_over"
    yield Task(gettext("Wie beslist wat"), told, reverse(address, args=[region.slug]), is_there, may_wait=True)
