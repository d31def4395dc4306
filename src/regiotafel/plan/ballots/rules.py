"""Who gives a ballot, when, what it can say, and which scores follow from it. No database here."""

import hashlib
import random
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from fractions import Fraction
from typing import Any, NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from regiotafel.history.models import REASON_LENGTH
from regiotafel.history.rules import check_seen
from regiotafel.plan.models import (
    TITLE_LENGTH,
    Candidate,
    ChoiceForm,
    ChoiceRound,
    ChoiceRule,
    Completion,
    PartyKind,
    Scarce,
    Start,
    Utility,
)
from regiotafel.plan.rules import PlanRefused, check_lengths, is_seen
from regiotafel.refused import Refused
from regiotafel.regions.models import OrganisationKind, Role
from regiotafel.regions.permissions import SeenBy, Standing, may, sees

# A round that is prepared is there for who writes the plan and who reads of it in the log.
SEEN_BY: SeenBy = {
    "prepared": ("plan.write", "history.read"),
    "open": ("plan.read",),
    "closed": ("plan.read",),
    "told": ("plan.read",),
    "stopped": ("plan.read",),
}
STATES: Mapping[str, str | Promise] = {
    "prepared": gettext_lazy("in voorbereiding"),
    "open": gettext_lazy("open"),
    "closed": gettext_lazy("gesloten"),
    "told": gettext_lazy("uitkomst bekend"),
    "stopped": gettext_lazy("gestopt"),
}
# Which kind of party an organisation is. Others give on paper, where who enters it says which kind they are.
KIND_OF: Mapping[str, PartyKind] = {
    OrganisationKind.MUNICIPALITY: PartyKind.MUNICIPALITIES,
    OrganisationKind.PROVIDER: PartyKind.PROVIDERS,
    OrganisationKind.CERTIFIED_INSTITUTION: PartyKind.PROVIDERS,
    OrganisationKind.LOCAL_TEAM: PartyKind.PROFESSIONALS,
    OrganisationKind.SCHOOL_PARTNERSHIP: PartyKind.PROFESSIONALS,
    OrganisationKind.GP_GROUP: PartyKind.PROFESSIONALS,
    OrganisationKind.YOUTH_HEALTH: PartyKind.PROFESSIONALS,
    OrganisationKind.EXPERT_TEAM: PartyKind.PROFESSIONALS,
    OrganisationKind.CLIENT_ORGANISATION: PartyKind.CLIENTS,
    OrganisationKind.ADVISORY_COUNCIL: PartyKind.CLIENTS,
    OrganisationKind.YOUTH_COUNCIL: PartyKind.CLIENTS,
}
# Who chooses on behalf of a municipality. A councillor decides about the plan, later.
FOR_MUNICIPALITY = frozenset({Role.OFFICIAL, Role.ALDERMAN})
# When the letter goes that nobody has to ask for, and how long after one that was asked for the next may go.
WARNED_BEFORE, REMINDED_AGAIN_AFTER = timedelta(days=5), timedelta(days=1)
MOST_CANDIDATES = 300
MOST_POINTS, MOST_PLACES, MOST_FOURS = 1000, 20, 40
HEAVIEST_SHARE = 1000
FEWEST = 5
# One score of fours: how often it was the most important minus the least, of how often it was shown, in sixtieths:
# every number of times up to six divides it.
WHOLE = 60

Said = dict[str, int]
# What a measure takes: of each year that has something [year, money, hours].
Takes = list[list[int]]
Fours = list[list[Any]]
# Of either form: which one it is, the round says.
AnySaid = Any


class NotOpen(Refused):
    """A ballot is given between opening and closing."""


class CannotGive(Refused):
    """This person gives no ballot, or not on behalf of this party."""


class Behalf(NamedTuple):
    """For whom somebody can give: a municipality, an organisation, or neither, which is for themselves."""

    kind: PartyKind | None
    municipality_id: int | None = None
    organisation_id: int | None = None

    @property
    def word(self) -> str:
        """As an address and a form say it."""
        if self.municipality_id:
            return f"gemeente-{self.municipality_id}"
        return f"organisatie-{self.organisation_id}" if self.organisation_id else "zelf"


# --- When, and who


def is_choice_seen(round: ChoiceRound, standings: Collection[Standing], now: datetime) -> bool:
    return is_seen(round.plan, standings) and sees(SEEN_BY, round.state(now), standings)


def sees_ballots(round: ChoiceRound, standings: Collection[Standing], now: datetime) -> bool:
    """What was chosen: while it is open nobody reads it, also not who made it. When it is closed who writes the plan
    does, and everybody when it was told."""
    state = round.state(now)
    return state == "told" or (state == "closed" and may("plan.write", standings))


def can_give(standings: Collection[Standing]) -> bool:
    return may("ballot.give", standings)


def check_runs(round: ChoiceRound, now: datetime) -> None:
    if round.state(now) != "open":
        raise NotOpen(_("Deze keuzeronde is niet open. Kiezen kan nu niet. Er is niets opgeslagen."))


def check_behalf(behalf: Behalf, among: Collection[Behalf], shares: Mapping[str, int]) -> PartyKind:
    """Which kind of party it counts as."""
    if behalf not in among:
        raise CannotGive(_("Je kunt in deze ronde niet namens deze partij kiezen."))
    if behalf.kind is None:
        raise CannotGive(
            _("We weten niet bij welke soort partij jullie horen. Vraag het projectteam om jullie soort aan te passen.")
        )
    if not shares.get(behalf.kind):
        raise CannotGive(
            _("%(kind)s kiezen in deze ronde niet mee. Zo is het vooraf afgesproken.")
            % {"kind": PartyKind(behalf.kind).label.capitalize()}
        )
    return behalf.kind


def check_is_prepared(round: ChoiceRound, now: datetime) -> None:
    if round.state(now) != "prepared":
        raise PlanRefused(_("Deze keuzeronde is al geopend. Wat je vooraf afsprak, verandert dan niet meer."))


def check_version(round: ChoiceRound, seen: int) -> None:
    check_seen(seen, round.version, round)


# --- What a round asks


def check_round(values: Mapping[str, Any], today: date) -> None:
    """What somebody filled in about a round that is prepared. Whether all of it is there is asked when it opens."""
    if not values["title"]:
        raise PlanRefused(_("Vul in hoe deze keuzeronde heet."), field="title")
    lengths = {"title": TITLE_LENGTH, "question": 500, "agreed_by": 300}
    check_lengths({name: (values[name], most) for name, most in lengths.items()})
    listed = {"form": ChoiceForm, "scarce": Scarce, "rule": ChoiceRule}
    listed |= {"utility": Utility, "completion": Completion, "start": Start}
    for name, choices in listed.items():
        if values[name] not in choices.values:
            raise PlanRefused(_("Kies iets uit de lijst."), field=name)
    check_how_many(values["form"], values["points"], values["at_least"])
    cap = values["cap"]
    if cap is not None and not 20 <= cap <= 100:
        raise PlanRefused(_("Vul een getal in van 20 tot en met 100, of laat dit leeg."), field="cap")
    if values["closes_on"] is not None and values["closes_on"] < today:
        raise PlanRefused(_("Deze dag is al voorbij. Kies een latere dag."), field="closes_on")


_HOW_MANY: Mapping[str, tuple[int, int, Promise]] = {
    ChoiceForm.POINTS: (1, MOST_POINTS, gettext_lazy("Vul in hoeveel punten iemand verdeelt: 1 tot en met %(most)d.")),
    ChoiceForm.RANK: (1, MOST_PLACES, gettext_lazy("Vul in hoe lang de top is: 1 tot en met %(most)d plekken.")),
    ChoiceForm.FOUR: (1, MOST_FOURS, gettext_lazy("Vul in hoe vaak iemand kiest: 1 tot en met %(most)d keer.")),
}


def check_how_many(form: str, points: int, at_least: int) -> None:
    if form in _HOW_MANY:
        least, most, told = _HOW_MANY[form]
        if not least <= points <= most:
            raise PlanRefused(str(told) % {"most": most}, field="points")
        if at_least > points:
            raise PlanRefused(_("Dit is meer dan iemand kan kiezen. Kies een lager getal."), field="at_least")


def check_shares(shares: Mapping[str, int]) -> None:
    for kind, share in shares.items():
        if kind not in PartyKind.values or not 0 <= share <= HEAVIEST_SHARE:
            told = _("Vul bij elke soort partij een heel getal in van 0 tot en met %(most)d.")
            raise PlanRefused(told % {"most": HEAVIEST_SHARE}, field=f"share_{kind}")


def check_can_open(
    round: ChoiceRound, *, n_choices: int, shares: Mapping[str, int], missing: Sequence[int], today: date
) -> None:
    """missing: numbers of measures on the form of which nobody filled in what they take."""
    if not round.plan.is_public:
        raise PlanRefused(_("Niemand kan dit plan nog lezen. Zet het eerst in bespreking."))
    if not round.question:
        raise PlanRefused(_("Schrijf eerst op wat de vraag is."))
    fewest = FEWEST if round.form == ChoiceForm.FOUR else 2
    if n_choices < fewest:
        raise PlanRefused(_("Kies eerst ten minste %(n)d maatregelen om uit te kiezen.") % {"n": fewest})
    if n_choices > MOST_CANDIDATES:
        raise PlanRefused(_("Dit zijn te veel maatregelen: hooguit %(n)d.") % {"n": MOST_CANDIDATES})
    if round.form in (ChoiceForm.RANK, ChoiceForm.APPROVE) and max(round.at_least, round.points) > n_choices:
        raise PlanRefused(_("Iemand moet meer kiezen dan er maatregelen zijn. Kies een lager getal."))
    if not any(shares.values()):
        raise PlanRefused(_("Spreek eerst af hoeveel elke soort partij te verdelen heeft."))
    if round.closes_on is None or round.closes_on < today:
        raise PlanRefused(_("Kies eerst tot en met welke dag partijen kunnen kiezen."))
    if missing:
        told = ngettext(
            "Van maatregel %(numbers)s weten we niet wat die kost. Vul dat eerst in.",
            "Van de maatregelen %(numbers)s weten we niet wat ze kosten. Vul dat eerst in.",
            len(missing),
        )
        raise PlanRefused(told % {"numbers": ", ".join(map(str, missing[:10]))})


def check_title_free(is_taken: bool) -> None:
    if is_taken:
        raise PlanRefused(_("Een andere keuzeronde van dit plan heet al zo. Kies een andere titel."), field="title")


def check_can_prolong(round: ChoiceRound, closes_on: date, now: datetime) -> None:
    check_is_open(round, now)
    if round.closes_on is not None and closes_on <= round.closes_on:
        raise PlanRefused(
            _("Kies een latere dag dan nu. Eerder sluiten kan ook: klik op “Nu sluiten”."), field="closes_on"
        )


def check_is_open(round: ChoiceRound, now: datetime) -> None:
    if round.state(now) != "open":
        raise PlanRefused(_("Deze keuzeronde is niet open, dus dit kan niet."))


def is_reminder_due(round: ChoiceRound, now: datetime) -> bool:
    """Somebody asks for letters: not when they went today."""
    return round.reminded_at is None or round.reminded_at + REMINDED_AGAIN_AFTER <= now


def is_warning_due(round: ChoiceRound, now: datetime) -> bool:
    """The letters that nobody has to ask for: once."""
    closes_at = round.closes_at
    is_near = closes_at is not None and closes_at - WARNED_BEFORE <= now
    return round.state(now) == "open" and is_near and round.warned_at is None


def check_can_stop(round: ChoiceRound, reason: str, now: datetime) -> None:
    if round.state(now) not in ("open", "closed"):
        raise PlanRefused(_("Stoppen kan alleen met een keuzeronde die loopt of die nog geen uitkomst heeft."))
    check_reason(reason)


def check_reason(reason: str) -> None:
    if not reason:
        raise PlanRefused(_("Schrijf op waarom. Iedereen kan deze reden lezen."), field="reason")
    check_lengths({"reason": (reason, REASON_LENGTH)})


def check_can_tell(round: ChoiceRound, now: datetime) -> None:
    if round.state(now) != "closed":
        raise PlanRefused(_("De uitkomst vertellen kan pas als de keuzeronde gesloten is."))


# --- What a ballot says


class WrongBallot(PlanRefused):
    """A ballot cannot be kept like this; the sentence says what to do."""


WRONG_FORM = gettext_lazy("Zo kies je niet in deze keuzeronde. Laad de pagina opnieuw.")
GONE_ON = gettext_lazy("Deze vier zijn nog niet aan de beurt. Laad de pagina opnieuw.")


def check_said(round: ChoiceRound, said: Said, positions: Collection[int], *, is_blank: bool) -> None:
    """said: by the position of a candidate 1, points or a place. positions: of what is on the form."""
    if is_blank:
        if said:
            raise WrongBallot(_("Je koos iets en ook blanco. Haal een van de twee weg."))
        return
    if any(int(key) not in positions for key in said):
        raise WrongBallot(_("Een van deze maatregelen staat niet op het formulier. Laad de pagina opnieuw."))
    if not said:
        raise WrongBallot(_("Je hebt nog niets gekozen. Kies iets, of geef aan dat je geen voorkeur hebt."))
    _check_values(round, said)
    if len(said) < round.at_least:
        told = _("Je koos %(n)d. Kies ten minste %(least)d maatregelen, of geef aan dat je geen voorkeur hebt.")
        raise WrongBallot(told % {"n": len(said), "least": round.at_least})


def _check_values(round: ChoiceRound, said: Said) -> None:
    if min(said.values()) < 1:
        raise WrongBallot(_("Vul hele getallen in van 1 en hoger, of laat het leeg."))
    if round.form == ChoiceForm.APPROVE and max(said.values()) > 1:
        raise WrongBallot(_("Aankruisen kan één keer per maatregel."))
    if round.form == ChoiceForm.POINTS and (n := sum(said.values())) > round.points:
        told = _("Je verdeelde %(n)d punten, en je hebt er %(points)d. Haal er %(over)d weg.")
        raise WrongBallot(told % {"n": n, "points": round.points, "over": n - round.points})
    if round.form == ChoiceForm.RANK:
        _check_places(round, sorted(said.values()))


def _check_places(round: ChoiceRound, places: Sequence[int]) -> None:
    if places[-1] > round.points:
        told = _("Plek %(place)d is er niet: de top heeft %(n)d plekken.")
        raise WrongBallot(told % {"place": places[-1], "n": round.points})
    for place, want in zip(places, range(1, len(places) + 1), strict=True):
        if place < want:
            told = _("Op plek %(place)d staan twee maatregelen. Geef elke maatregel een eigen plek.")
            raise WrongBallot(told % {"place": place})
        if place > want:
            told = _("Plek %(place)d is nog leeg. Vul de plekken zonder gaten, met de belangrijkste op plek 1.")
            raise WrongBallot(told % {"place": want})


def check_four(shown: Sequence[int], best: int | None, worst: int | None) -> None:
    """Of one four. Neither: skipped."""
    if (best is None) != (worst is None):
        raise WrongBallot(_("Kies de belangrijkste én de minst belangrijke. Weet je het niet? Sla deze vier dan over."))
    if best is None or worst is None:
        return
    if best == worst:
        raise WrongBallot(_("Dezelfde maatregel kan niet de belangrijkste en de minst belangrijke zijn."))
    if not {best, worst} <= set(shown):
        raise WrongBallot(_("Deze maatregel hoort niet bij deze vier. Laad de pagina opnieuw."))


def n_chosen(form: str, said: AnySaid) -> int:
    """How much a ballot says."""
    if form == ChoiceForm.FOUR:
        return sum(one[1] is not None for one in said)
    return len(said)


def counts(form: str, said: AnySaid, *, is_blank: bool) -> bool:
    """What was only begun says nothing yet."""
    return is_blank or n_chosen(form, said) > 0


# --- Which four somebody sees


def fours(positions: Sequence[int], n: int, *, salt: str, giver: int) -> list[list[int]]:
    """The first n fours of this giver, the same whenever it is asked. Somebody sees every candidate once before any of
    them comes again; and of so many people one after another as there are fours in a walk, each begins elsewhere, so
    that what is shown first is spread too."""
    every = sorted(positions)
    step = max(1, len(every) // 4)
    group, place = divmod(giver, step)
    found: list[list[int]] = []
    row: list[int] = []
    walk = 0
    while len(found) < n:
        if len(row) < 4:
            next_walk = _shuffled(every, f"{salt} {group} {walk}")
            at = 4 * place
            turned = next_walk[at:] + next_walk[:at]
            # What is left over comes first, and not beside itself.
            row += [one for one in turned if one not in row] + [one for one in turned if one in row]
            walk += 1
        four, row = row[:4], row[4:]
        found.append(four)
    return found


def _shuffled(positions: Sequence[int], seed: str) -> list[int]:
    found = list(positions)
    number = int.from_bytes(hashlib.sha256(seed.encode()).digest()[:8])
    random.Random(number).shuffle(found)  # noqa: S311  # who sees what first, and no secret
    return found


# --- What follows from it


def scores(form: str, points: int, said: AnySaid) -> dict[int, int]:
    """By the position of a candidate, whole numbers above 0; docs/priorities.md says why these.

    approve: 1; points: the points; rank: of a top of n, n for the first and 1 for the last. Of fours: how often it was
    the most important minus how often the least, of how often it was shown, plus one; what was not shown has none."""
    if form == ChoiceForm.FOUR:
        return {
            position: score
            for position, (shown, best, worst) in tallied(said).items()
            if (score := (WHOLE * (shown + best - worst)) // shown)
        }
    if form == ChoiceForm.RANK:
        return {int(key): points + 1 - place for key, place in said.items()}
    return {int(key): value for key, value in said.items()}


def tallied(said: Iterable[Sequence[Any]]) -> dict[int, tuple[int, int, int]]:
    """Of fours that were not skipped: how often each was shown, was the most important and the least."""
    found: dict[int, tuple[int, int, int]] = {}
    for shown, best, worst in said:
        if best is None:
            continue
        for position in shown:
            n, n_best, n_worst = found.get(position, (0, 0, 0))
            found[position] = (n + 1, n_best + (position == best), n_worst + (position == worst))
    return found


def weights(n_ballots: Mapping[str, int], cap: int | None) -> dict[str, Fraction]:
    """By kind of party, how heavy one ballot of it weighs when no kind may have more than `cap` percent of all weight.

    The weight of a kind is at first the number of its ballots. What is above the cap makes way; the others keep what
    they have, and rise in share. When the cap cannot be kept, as too few kinds gave a ballot, all kinds weigh alike."""
    there = {kind: Fraction(n) for kind, n in n_ballots.items() if n}
    if cap is None or not there:
        return dict.fromkeys(there, Fraction(1))
    most = Fraction(cap, 100)
    if most * len(there) <= 1:
        return {kind: Fraction(1) / n for kind, n in there.items()}
    capped: set[str] = set()
    while True:
        free = sum(n for kind, n in there.items() if kind not in capped)
        # Each that is capped has `most` of the whole, and the others the rest.
        whole = free / (1 - most * len(capped))
        over = {kind for kind, n in there.items() if kind not in capped and n > most * whole}
        if not over:
            return {kind: (most * whole / n if kind in capped else Fraction(1)) for kind, n in there.items()}
        capped |= over


def has_changed(candidate: Candidate, takes: Takes) -> bool:
    """Its measure is called otherwise or takes something else than when the round opened. takes: what it takes now.
    What became of it since, and who sees to it, changes nothing about what was chosen."""
    return (candidate.measure.title, takes) != (candidate.title, candidate.takes)
