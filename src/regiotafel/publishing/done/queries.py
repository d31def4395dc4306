"""What was done with what people sent in: how far we are, and the answers to read."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from regiotafel.consultations.models import Consultation
from regiotafel.contributions.answering.queries import by_key, told_now, with_places
from regiotafel.contributions.answering.rules import CHANGES_THE_TEXT, is_late
from regiotafel.contributions.findings.queries import findings_of
from regiotafel.contributions.loops.queries import counts
from regiotafel.contributions.models import Answer, Verdict
from regiotafel.history.queries import until_next_act
from regiotafel.regions.models import Region
from regiotafel.text.folding import fold
from regiotafel.web.days import day, days_between


@dataclass(frozen=True)
class Done:
    """How far we are. `longest_wait` and `median_wait` in whole days."""

    received: int
    answered: int
    led_to_change: int
    unanswered: int
    longest_wait: int | None
    median_wait: int | None
    consultation: Consultation | None = None
    # Of those without an answer: what a moderator has not let in yet.
    with_moderator: int = 0
    promised: int = 0
    late: int = 0

    @property
    def share(self) -> int:
        """How many of a hundred have an answer."""
        return 100 * self.answered // max(self.received, 1)

    @property
    def headline(self) -> str:
        """One sentence: how far we are."""
        counted = {"answered": self.answered, "n": self.received}
        if self.consultation is None:
            if not self.received:
                return _("Er is nog niets ingestuurd")
            return (
                ngettext(
                    "%(answered)s van %(n)s reactie heeft antwoord",
                    "%(answered)s van de %(n)s reacties hebben antwoord",
                    self.received,
                )
                % counted
            )
        if not self.received:
            return _("Er is nog niets gedaan met deze uitkomst")
        return (
            ngettext(
                "%(answered)s van %(n)s uitkomst heeft antwoord",
                "%(answered)s van de %(n)s uitkomsten hebben antwoord",
                self.received,
            )
            % counted
        )

    @property
    def lead(self) -> str:
        """The sentences under it: what changed, who waits, how long."""
        if self.received:
            return " ".join([self._changed, *self._promised, *self._waiting, *self._took])
        if self.consultation is None:
            return _("Stuurt iemand iets in, dan zie je hier wat ermee gebeurt.")
        if self.consultation.answer_by is None:
            return _("Hier staat straks wat de gemeenten met de uitkomst doen.")
        return _("Uiterlijk op %(day)s staat hier wat de gemeenten met de uitkomst doen.") % {
            "day": day(self.consultation.answer_by)
        }

    @property
    def _changed(self) -> str:
        if not self.led_to_change:
            return _("De tekst veranderde er nog niet door.")
        return ngettext(
            "%(these)s leidde tot een andere tekst, helemaal of voor een deel.",
            "%(these)s leidden tot een andere tekst, helemaal of voor een deel.",
            self.led_to_change,
        ) % {"these": self._these(self.led_to_change)}

    def _these(self, n: int) -> str:
        """So many of what is counted here: not answers, of which one can be for several."""
        if self.consultation is None:
            return ngettext("%(n)s reactie", "%(n)s reacties", n) % {"n": n}
        return ngettext("%(n)s uitkomst", "%(n)s uitkomsten", n) % {"n": n}

    @property
    def _promised(self) -> Iterator[str]:
        if not self.promised:
            return
        yield _("Bij %(these)s is iets toegezegd dat nog niet in de tekst staat.") % {
            "these": self._these(self.promised)
        }
        if self.late:
            yield ngettext("Daarvan is één te laat.", "Daarvan zijn er %(n)s te laat.", self.late) % {"n": self.late}

    @property
    def _waiting(self) -> Iterator[str]:
        if not self.unanswered:
            yield _("Niemand wacht nog op antwoord.")
            return
        yield ngettext("Eén wacht nog op antwoord.", "%(n)s wachten nog op antwoord.", self.unanswered) % {
            "n": self.unanswered
        }
        if self.with_moderator:
            yield ngettext(
                "Eén daarvan leest een moderator nog.", "%(n)s daarvan leest een moderator nog.", self.with_moderator
            ) % {"n": self.with_moderator}
        if self.longest_wait:
            yield ngettext(
                "De oudste reactie wacht %(n)s dag.", "De oudste reactie wacht %(n)s dagen.", self.longest_wait
            ) % {"n": self.longest_wait}

    @property
    def _took(self) -> Iterator[str]:
        if self.median_wait:
            yield ngettext(
                "De helft kreeg binnen %(n)s dag antwoord.",
                "De helft kreeg binnen %(n)s dagen antwoord.",
                self.median_wait,
            ) % {"n": self.median_wait}
        elif self.median_wait is not None:
            yield _("De helft kreeg binnen een dag antwoord.")


def done_in(region: Region, now: datetime) -> Done:
    """Voices: what people sent in, in the whole region."""
    found = counts(region, now)
    return Done(
        received=found.taking_part,
        answered=found.answered,
        led_to_change=found.led_to_change,
        promised=found.promised,
        late=found.late,
        unanswered=found.unanswered,
        with_moderator=found.waiting,
        longest_wait=_days(found.longest_wait),
        median_wait=_days(found.median_wait),
    )


def done_with(consultation: Consultation, now: datetime) -> Done:
    """Outcomes of one consultation that an editor took along."""
    taken = findings_of(consultation.region, consultation)
    waits = [days_between(one.finding.made_at, now) for one in taken if one.answer is None]
    answers = [one.answer for one in taken if one.answer is not None]
    took = [(one.answer.at - one.finding.made_at).days for one in taken if one.answer is not None]
    return Done(
        received=len(taken),
        answered=len(answers),
        led_to_change=sum(one.verdict in CHANGES_THE_TEXT for one in answers),
        promised=sum(one.verdict == Verdict.PROMISED for one in answers),
        late=sum(is_late(one, timezone.localdate(now)) for one in answers),
        unanswered=len(waits),
        longest_wait=max(waits, default=None),
        median_wait=max(int(median(took)), 0) if took else None,
        consultation=consultation,
    )


def _days(wait: timedelta | None) -> int | None:
    return None if wait is None else max(wait.days, 0)


def answers_to_read(
    region: Region,
    *,
    consultation: Consultation | None = None,
    words: str = "",
    verdict: str = "",
    section: int | None = None,
) -> Sequence[int]:
    """By key, the newest answer to each contribution and finding, newest first; what was withdrawn is not answered."""
    of = consultation.pk if consultation else None
    if not (words or verdict or section is not None):
        return _all_newest(region.slug, region.pk, of)
    found = _newest(region.pk, of)
    for word in words.split():
        wanted = fold(word, accents=False)
        found = found.filter(
            Q(found_by__contains=wanted)
            | Q(about__contribution__found_by__contains=wanted)
            | Q(about__finding__statement__found_by__contains=wanted)
        )
    if verdict:
        found = found.filter(verdict=verdict)
    if section is not None:
        found = found.filter(place__passage__section=section)
    return _in_order(found)


@until_next_act(50)
def _all_newest(region: int, consultation: int | None) -> Sequence[int]:
    return _in_order(_newest(region, consultation))


def _in_order(found: QuerySet[Answer]) -> Sequence[int]:
    return tuple(found.order_by("-at", "-pk").values_list("pk", flat=True))


def _newest(region: int, consultation: int | None) -> QuerySet[Answer]:
    if consultation is not None:
        return told_now(Answer.objects.filter(about__finding__consultation=consultation))
    return told_now(Answer.objects.filter(about__region=region))


def newest_told(region: Region) -> QuerySet[Answer]:
    """The newest answer to each contribution and finding of a region, for who looks among them."""
    return _newest(region.pk, None)


def answers_in(keys: Sequence[int]) -> list[Answer]:
    """These answers in this order, with what a reader wants to see of them. One query."""
    rows = with_places(Answer.objects.filter(pk__in=keys))
    found = by_key(rows.select_related("about__finding__statement", "about__finding__consultation"))
    return [found[key] for key in keys if key in found]


def first_given_at(answers: Iterable[Answer]) -> dict[int, datetime]:
    """By answer: when its contribution or finding was answered for the first time. One query."""
    chosen = list(answers)
    firsts = Answer.objects.filter(number=1, about__in=[answer.about_id for answer in chosen])
    at = dict(firsts.values_list("about_id", "at"))
    return {answer.pk: at.get(answer.about_id, answer.at) for answer in chosen}
