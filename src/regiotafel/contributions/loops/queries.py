"""How far we are with answering: for everybody to see, and recounted from the rows after every act in the region."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from statistics import median

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from regiotafel.contributions.answering.queries import with_moment_of_change
from regiotafel.contributions.answering.rules import CHANGES_THE_TEXT
from regiotafel.contributions.models import Answer, Contribution, State, Verdict, Via
from regiotafel.contributions.states.queries import received
from regiotafel.contributions.states.rules import PUBLIC, UNANSWERED
from regiotafel.history.queries import until_next_act
from regiotafel.regions.models import Organisation, Region
from regiotafel.thread.models import Link, LinkState, Relation
from regiotafel.thread.queries import family
from regiotafel.vision.models import Release
from regiotafel.web.days import days_between


@dataclass(frozen=True)
class Counts:
    """Voices: what people sent in. What was merged or split counts as what came of it."""

    received: int
    waiting: int
    open: int
    answered: int
    refused: int
    withdrawn: int
    led_to_change: int
    # Promised, and not in the text yet; of those the day of some has passed.
    promised: int
    late: int
    # How long the oldest without an answer has been waiting, in days of the calendar.
    longest_wait: timedelta | None
    # How long it took until the first answer, for half of those that have one.
    median_wait: timedelta | None

    @property
    def left_out(self) -> int:
        """Not let in, or taken back by the sender."""
        return self.refused + self.withdrawn

    @property
    def unanswered(self) -> int:
        """What a moderator still has, too: who sent it in waits as well."""
        return self.waiting + self.open

    @property
    def taking_part(self) -> int:
        return self.received - self.left_out


@dataclass(frozen=True)
class OrganisationLoops:
    """What one organisation is still waiting for."""

    organisation: Organisation
    n_received: int
    n_answered: int
    unanswered: list[Contribution]


@dataclass(frozen=True)
class _Voice:
    knot: int
    sent_in_at: datetime
    state: State
    led_to_change: bool
    # Each time that something was promised: its day, as far as there is one.
    promised: tuple[date | None, ...]
    first_answered_at: datetime | None


def counts(region: Region, now: datetime | None = None) -> Counts:
    found, since, promised = _counted(region.slug, region.pk)
    now = now or timezone.now()
    return replace(
        found,
        longest_wait=_wait(since, now) if since else None,
        late=sum(any(day is not None and day < timezone.localdate(now) for day in days) for days in promised),
    )


@until_next_act(200)
def _counted(region: int) -> tuple[Counts, datetime | None, list[tuple[date | None, ...]]]:
    """All but what goes on without an act: since when the oldest waits, and until when things were promised."""
    found = voices(region)
    since = min((one.sent_in_at for one in found if one.state in UNANSWERED), default=None)
    return count(found), since, [one.promised for one in found if one.state == State.ANSWERED and one.promised]


@until_next_act(20)
def _states(region: int) -> dict[int, State]:
    return {voice.knot: voice.state for voice in voices(region)}


def voices(region: Region | int) -> list[_Voice]:
    """Each voice with the state that its words have reached, in three queries whatever the size."""
    tree = family(region)
    rows = list(
        Contribution.objects.filter(region=region).order_by("pk").values_list("knot", "state", "via", "sent_in_at")
    )
    states = {knot: State(state) for knot, state, _via, _at in rows}
    newest: dict[int, Answer] = {}
    first: dict[int, datetime] = {}
    answers = with_moment_of_change(Answer.objects.filter(about__region=region)).order_by("number")
    for answer in answers.only("about", "verdict", "due_on", "at"):
        newest[answer.about_id] = answer
        first.setdefault(answer.about_id, answer.at)
    found = []
    for knot, _state, via, sent_in_at in rows:
        if via == Via.MADE:
            continue
        ends = tree.ends(knot)
        found.append(
            _Voice(
                knot=knot,
                sent_in_at=sent_in_at,
                state=_reached([states[end] for end in ends]),
                led_to_change=any(end in newest and _led(newest[end], sent_in_at) for end in ends),
                promised=tuple(
                    newest[end].due_on for end in ends if end in newest and newest[end].verdict == Verdict.PROMISED
                ),
                first_answered_at=min((first[end] for end in ends if end in first), default=None),
            )
        )
    return found


def _led(answer: Answer, sent_in_at: datetime) -> bool:
    """Who asked the same after the text had changed, did not bring that about."""
    return answer.verdict in CHANGES_THE_TEXT and (answer.becomes_at is None or answer.becomes_at > sent_in_at)


def _reached(states: list[State]) -> State:
    """A voice has an answer when all that came of it has one."""
    for state in (State.WAITING, State.OPEN, State.ANSWERED, State.REFUSED):
        if state in states:
            return state
    return State.WITHDRAWN


def count(voices: Iterable[_Voice]) -> Counts:
    all_of_them = list(voices)
    by_state = {state: [voice for voice in all_of_them if voice.state == state] for state in State}
    took = [
        voice.first_answered_at - voice.sent_in_at
        for voice in by_state[State.ANSWERED]
        if voice.first_answered_at is not None
    ]
    return Counts(
        received=len(all_of_them),
        waiting=len(by_state[State.WAITING]),
        open=len(by_state[State.OPEN]),
        answered=len(by_state[State.ANSWERED]),
        refused=len(by_state[State.REFUSED]),
        withdrawn=len(by_state[State.WITHDRAWN]),
        led_to_change=sum(voice.led_to_change for voice in by_state[State.ANSWERED]),
        promised=sum(bool(voice.promised) for voice in by_state[State.ANSWERED]),
        late=0,
        longest_wait=None,
        median_wait=timedelta(seconds=median(one.total_seconds() for one in took)) if took else None,
    )


def beside_public_numbers(region: Region, n_open: int) -> str:
    """Why an editor counts another number of reactions than everybody reads; empty when both are the same.

    Everybody reads of voices: what people sent in and has no answer, also while a moderator still has it. An editor
    handles what can be answered now, and what was merged is one thing to answer.
    """
    found, told = counts(region), []
    if found.open != n_open:
        told.append(
            ngettext(
                "Ze gaan over %(n)d ingestuurde reactie: wat is samengevoegd of gesplitst, telt hier anders.",
                "Ze gaan over %(n)d ingestuurde reacties: wat is samengevoegd of gesplitst, telt hier anders.",
                found.open,
            )
            % {"n": found.open}
        )
    if found.waiting:
        told.append(
            _("Op de openbare site wachten er %(all)d op antwoord: daar telt mee wat een moderator nog leest (%(n)d).")
            % {"all": found.unanswered, "n": found.waiting}
        )
    return " ".join(told)


def beside_promises(region: Region, n_promises: int) -> str:
    """Why another page counts another number of promises; empty when both are the same.

    There we count voices: of two that were merged one promise counts twice, of one that was split it counts when all
    parts have an answer, and what was promised about an outcome is no voice.
    """
    found = counts(region)
    if found.promised == n_promises:
        return ""
    return _(
        "Op de pagina “Wat is er met je inbreng gedaan?” is dit aantal anders (%(n)d). Daar tellen we reacties, en pas "
        "als alles in de reactie antwoord heeft."
    ) % {"n": found.promised}


def _wait(since: datetime, now: datetime) -> timedelta:
    """In days of the calendar, as each of them says beside itself how long it waits."""
    return timedelta(days=days_between(since, now))


def open_loops(region: Region) -> list[OrganisationLoops]:
    """Per organisation that sent something in: how much has an answer, and what has not, the oldest first.

    Only what everybody reads: that a moderator has something of theirs, and then has not, tells what was refused.
    """
    states = _states(region.slug, region.pk)
    rows = (
        received(region)
        .filter(organisation__isnull=False, state__in=PUBLIC)
        .select_related("organisation", "table")
        .order_by("organisation__in_order", "sent_in_at", "pk")
    )
    loops: dict[int, list[Contribution]] = {}
    for contribution in rows:
        loops.setdefault(contribution.organisation_id or 0, []).append(contribution)
    return [
        OrganisationLoops(
            organisation=some[0].organisation,
            n_received=len(some),
            n_answered=sum(states[one.knot_id] == State.ANSWERED for one in some),
            unanswered=[one for one in some if states[one.knot_id] in UNANSWERED],
        )
        for some in loops.values()
        if some[0].organisation is not None
    ]


def unanswered_on(release: Release, *, until: date | None = None) -> list[Contribution]:
    """What people sent in about this text until the next release came out, and nobody has answered yet; with `until`:
    what they sent in until that day, the day itself too.

    That is every reaction on this release or an earlier one, and whatever else points at the text or was linked to it
    and came in before the next release. What is about a later release, or came in after it was made, waits for that
    one: so an old release does not fall open again, and nobody loses their answer because a number went by.
    """
    of_text = Q(from_knot__passage__document=release.document_id, state=LinkState.CONFIRMED)
    linked = Link.objects.filter(of_text, relation=Relation.COMES_FROM).values("to_knot")
    points_at = Q(about_passage__document=release.document_id) | Q(knot__in=linked)
    found = (
        Contribution.objects.filter(points_at | Q(about_release__document=release.document_id))
        .filter(state__in=UNANSWERED)
        .exclude(about_release__document=release.document_id, about_release__number__gt=release.number)
    )
    following = Release.objects.filter(document=release.document_id, number=release.number + 1).first()
    if following is not None:
        found = found.filter(sent_in_at__lt=following.at)
    if until is not None:
        found = found.filter(sent_in_at__date__lte=until)
    return list(found.order_by("number"))
