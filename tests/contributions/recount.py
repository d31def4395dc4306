"""The figures once more, in plain Python over all rows: no query of the product, and no filter in the database."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median

from django.utils.timezone import localdate

from regiotafel.contributions.models import Answer, Contribution
from regiotafel.regions.models import Region
from regiotafel.thread.models import Link, Relation
from regiotafel.vision.models import Release

LED = {"yes", "partly"}
# A voice whose words went several ways is as far as the least of them.
ORDER = ("waiting", "open", "answered", "refused", "withdrawn")


@dataclass(frozen=True)
class Voice:
    pk: int
    organisation: int | None
    state: str
    sent_in_at: datetime
    first_answer: Answer | None
    led_to_change: bool


@dataclass(frozen=True)
class Recount:
    region: Region
    contributions: dict[int, Contribution]
    # The newest last.
    answers: dict[int, list[Answer]]
    after: dict[int, set[int]]
    voices: list[Voice]

    def in_state(self, *states: str) -> list[Voice]:
        return [voice for voice in self.voices if voice.state in states]

    def led_to_change(self) -> int:
        return sum(voice.led_to_change for voice in self.in_state("answered"))

    def longest_wait(self, now: datetime) -> timedelta | None:
        waits = [localdate(now) - localdate(voice.sent_in_at) for voice in self.in_state("waiting", "open")]
        return max(waits) if waits else None

    def median_wait(self) -> timedelta | None:
        took = [
            (voice.first_answer.at - voice.sent_in_at).total_seconds()
            for voice in self.in_state("answered")
            if voice.first_answer
        ]
        return timedelta(seconds=median(took)) if took else None

    def loops(self) -> dict[int, tuple[int, int]]:
        """Per organisation how much of what it sent in everybody reads, and how much of that has an answer."""
        mine: dict[int, list[Voice]] = {}
        for voice in self.voices:
            if voice.organisation and self.contributions[voice.pk].state not in ("waiting", "refused", "withdrawn"):
                mine.setdefault(voice.organisation, []).append(voice)
        return {pk: (len(some), sum(one.state == "answered" for one in some)) for pk, some in mine.items()}

    def newest_answers(self) -> set[int]:
        return {
            self.answers[pk][-1].pk
            for pk, one in self.contributions.items()
            if one.state == "answered" and pk in self.answers
        }

    def beginnings(self, pk: int) -> set[int]:
        before = {origin for origin, results in self.after.items() if pk in results}
        return {found for origin in before for found in self.beginnings(origin)} or {pk}

    def notes(self) -> dict[int, Counter[str]]:
        """Per release the verdicts of the answers in its note, when the region has one text."""
        releases = sorted(
            (one for one in Release.objects.select_related("document") if one.document.region_id == self.region.pk),
            key=lambda one: one.number,
        )
        found: dict[int, Counter[str]] = {one.pk: Counter() for one in releases}
        for pk, contribution in self.contributions.items():
            if contribution.state != "answered" or not releases:
                continue
            # What was answered before the first release stands in the note of the first.
            newest: dict[int, str] = {}
            for answer in self.answers[pk]:
                then = [one for one in releases if one.at <= answer.at] or releases[:1]
                newest[then[-1].pk] = answer.verdict
            for release, verdict in newest.items():
                found[release][verdict] += 1
        return found


def recount(region: Region) -> Recount:
    contributions = {one.pk: one for one in Contribution.objects.all() if one.region_id == region.pk}
    answers: dict[int, list[Answer]] = {}
    by_knot = {one.knot_id: one.pk for one in contributions.values()}
    for answer in sorted(Answer.objects.all(), key=lambda one: one.number):
        if answer.about_id in by_knot:
            answers.setdefault(by_knot[answer.about_id], []).append(answer)
    after: dict[int, set[int]] = {}
    made = set()
    for row in Link.objects.filter(relation=Relation.GOES_ON_IN):
        if row.from_knot_id in by_knot:
            after.setdefault(by_knot[row.from_knot_id], set()).add(by_knot[row.to_knot_id])
            made.add(by_knot[row.to_knot_id])

    def ends(pk: int) -> set[int]:
        return {end for result in after[pk] for end in ends(result)} if pk in after else {pk}

    voices = []
    for pk, one in contributions.items():
        if pk in made:
            continue
        reached = ends(pk)
        given = sorted((answers[end][0] for end in reached if end in answers), key=lambda answer: answer.at)
        voices.append(
            Voice(
                pk=pk,
                organisation=one.organisation_id,
                state=min((contributions[end].state for end in reached), key=ORDER.index),
                sent_in_at=one.sent_in_at,
                first_answer=given[0] if given else None,
                led_to_change=any(answers[end][-1].verdict in LED for end in reached if end in answers),
            )
        )
    return Recount(region, contributions, answers, after, voices)
