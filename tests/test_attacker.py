"""Somebody who keeps everything that is public of a running consultation, and subtracts.

They are given more than anybody has: the order in which people answered each statement, and every telling. What they
look for is a difference about one to four people, or about people of whom it is then known what each answered.
"""

import csv
import io
import json
import random
import re
import uuid
from collections.abc import Iterator, Sequence
from datetime import timedelta
from itertools import pairwise

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from regiotafel.consultations.models import Choice, Consultation, DeclaredRole, Step, Vote, VoteEvent
from regiotafel.consultations.outcome.rules import at_last
from regiotafel.consultations.outcome.tasks import refresh_report
from regiotafel.consultations.queries import statements_to_count, told_report
from regiotafel.consultations.taking_part.actions import describe_self, store_press
from regiotafel.consultations.telling import analysis
from regiotafel.consultations.telling.actions import take_steps
from regiotafel.consultations.telling.analysis import after, next_steps
from regiotafel.consultations.telling.queries import Totals, Untold, told_until_now
from regiotafel.consultations.telling.rules import counts_of
from regiotafel.demo import content
from regiotafel.demo.simulation import answer, visitors
from regiotafel.formats import polis
from regiotafel.publishing.downloads.actions import paper_of
from tests import real_data
from tests.crowd import crowd
from tests.factories import MunicipalityFactory, ParticipantFactory

SMALLEST = 5
Answer = tuple[str, str, int]  # person, statement, choice, in the order of time
Counts = tuple[int, int, int]
Telling = dict[str, Counts]


def found_out(answers: Sequence[Answer], tellings: Sequence[Telling]) -> list[str]:
    """What the attacker finds: blocks of people between two tellings who are too few, or who all said the same.

    The last telling is the one after closing; what is told then for the first time falls under the rules of one
    report. Blocks between other tellings are sums of these.
    """
    found = []
    rows = {row for telling in tellings for row in telling}
    for row in sorted(rows):
        for before, now in pairwise(({}, *tellings)):
            block = [b - a for a, b in zip(before.get(row, (0, 0, 0)), now.get(row, (0, 0, 0)), strict=True)]
            if not any(block):
                continue
            if min(block) < 0 or sum(block) < SMALLEST:
                found.append(f"statement {row}: a block of {block}")
            elif (row in before or now is not tellings[-1]) and sum(block) - max(block) < 2:
                found.append(f"statement {row}: of {sum(block)} people it is known what they answered")
    return found


# --- the three real conversations and the example, vote by vote, by the rule alone


class Replay:
    """Answers in the order of time; after each person the clock asks whether something can be told."""

    def __init__(self, answers: Sequence[Answer]) -> None:
        self.answers = answers
        self.consultation = Consultation()
        self.statements = {name: n for n, name in enumerate(sorted({statement for _, statement, _ in answers}), 1)}
        self.waiting: dict[int, list[tuple[int, int | None, int]]] = {}
        self.people: list[tuple[int, int | None]] = []
        self.began: dict[str, int] = {}
        # Of each statement who was told, with the answer.
        self.named: dict[int, list[tuple[int, int]]] = {}
        self.told = Totals()
        self.tellings: list[Telling] = []
        self.n_people: list[int] = []

    def run(self, every: int = 1) -> "Replay":
        for event, (person, statement, choice) in enumerate(self.answers, 1):
            if person not in self.began:
                self.began[person] = event
                self.people.append((event, 1))
            self.waiting.setdefault(self.statements[statement], []).append((event, choice, self.began[person]))
            if event % every == 0:
                self._tell(event)
        self.tellings.append(self._closed())
        return self

    def _tell(self, event: int) -> None:
        steps = next_steps(self.consultation, Untold(event, self.people, self.waiting))
        if not steps:
            return
        self.told = after(self.told, steps)
        for step in steps:
            self._take(step)
        names = {n: name for name, n in self.statements.items()}
        self.tellings.append({names[n]: counts for n, counts in self.told.counts.items()})
        self.n_people.append(self.told.n_people)

    def _take(self, step: Step) -> None:
        if step.statement_id is None:
            self.people = [one for one in self.people if one[0] > step.until]
        else:
            row = self.waiting[step.statement_id]
            now = [(began, choice) for event, choice, began in row if event <= step.until and choice is not None]
            self.named.setdefault(step.statement_id, []).extend(now)
            self.waiting[step.statement_id] = [one for one in row if one[0] > step.until]

    def _closed(self) -> Telling:
        """What is counted at last, by the rule of the site. Of fewer than five people a report tells nothing."""
        rows = [(self.began[person], self.statements[statement], choice) for person, statement, choice in self.answers]
        came = [*self.began.values()][: self.told.n_people]
        votes, people = at_last(rows, told=self.named, came=came)
        self.n_people.append(len(people))
        names = {n: name for name, n in self.statements.items()}
        whole: dict[str, list[int]] = {}
        for _, statement, choice in votes:
            whole.setdefault(names[statement], []).append(choice)
        return {name: counts_of(choices) for name, choices in whole.items() if len(choices) >= SMALLEST}


def real(name: str) -> list[Answer]:
    data = polis.read_votes((real_data.folder(name) / "votes.csv").read_bytes())
    rows = zip(data.timestamp, data.person, data.statement, data.value, strict=True)
    return [(person, statement, value) for _, person, statement, value in sorted(rows, key=lambda row: row[0] or 0)]


def example() -> list[Answer]:
    """As the people of the running consultation of the example answer, one after the other."""
    read = content.read_content()
    plan, draw = read.running, random.Random(7)  # an example, not a secret
    found = []
    for n, visitor in enumerate(visitors(plan, read.region.municipalities, 30, draw)):
        for statement in plan.statements:
            choice = answer(statement.odds[visitor.group], draw)
            if choice is not None:
                found.append((str(n), statement.slug, choice))
    return found


CONVERSATIONS = [*(pytest.param(name, marks=pytest.mark.data) for name in real_data.CONVERSATIONS), "example"]


@pytest.mark.parametrize("name", CONVERSATIONS)
def test_attacker_finds_nothing_in_a_conversation_that_is_replayed_vote_by_vote(name: str) -> None:
    answers = example() if name == "example" else real(name)
    # Of the largest two every vote would take a minute: they are asked after some votes each time, at other places.
    replay = Replay(answers).run(every=max(1, len(answers) // 800))
    assert found_out(answers, replay.tellings) == []
    assert all(later - before >= SMALLEST or later == before for before, later in pairwise((0, *replay.n_people)))
    assert len(replay.tellings) > (5 if len(answers) > 2000 else 1)


def test_attacker_finds_a_step_of_one_that_is_planted(monkeypatch: pytest.MonkeyPatch) -> None:
    def one_by_one(waiting: Sequence[int | None], *, most: int, is_mixed: bool = True) -> int:
        return len(waiting)

    monkeypatch.setattr(analysis, "n_to_tell", one_by_one)
    replay = Replay(example()[:400]).run()
    assert len(found_out(replay.answers, replay.tellings)) > 100


# --- the site: everything that anybody can open


def public_addresses(consultation: Consultation) -> list[str]:
    """Every address that needs no more than the region, the consultation and the number of a statement."""
    known = {"region": consultation.region.slug, "slug": consultation.slug}
    found = []
    for name, keys in _patterns(get_resolver(), "", ()):
        more = [key for key in keys if key not in known]
        if not more:
            found.append(reverse(name, kwargs={key: known[key] for key in keys}))
        elif more == ["number"] and "slug" in keys:
            numbers = consultation.statements.order_by("number").values_list("number", flat=True)[:4]
            found += [reverse(name, kwargs={**known, "number": number}) for number in numbers]
    return [address for address in found if "/accounts/" not in address]


def _patterns(resolver: URLResolver, prefix: str, keys: tuple[str, ...]) -> Iterator[tuple[str, tuple[str, ...]]]:
    for pattern in resolver.url_patterns:
        wanted = (*keys, *pattern.pattern.converters)
        if isinstance(pattern, URLResolver):
            yield from _patterns(pattern, f"{prefix}{pattern.namespace}:" if pattern.namespace else prefix, wanted)
        elif isinstance(pattern, URLPattern) and pattern.name:
            yield prefix + pattern.name, wanted


TOKENS = re.compile(
    r'<input[^>]*csrfmiddlewaretoken[^>]*>|csrf[-_]?token[^,]*|name="(?:key|form_key)" value="[0-9a-f-]{36}"'
    r'|value="[0-9a-f]{8}-[0-9a-f-]{27}"'
)


def everything(client: Client, consultation: Consultation, within: str = "/") -> dict[str, str]:
    """What each address says, but for tokens that are drawn anew each time; and the heads of the answer."""
    found = {}
    for address in public_addresses(consultation):
        if not address.startswith(within):
            continue
        response = client.get(address)
        body = response.getvalue() if response.streaming else response.content
        # Who logs in is given a token of another form; nothing of a consultation stands there.
        if response.status_code == 200 and not address.startswith("/account/"):
            heads = {name: value for name, value in response.items() if name not in ("Set-Cookie", "X-Request-Id")}
            found[address] = f"{sorted(heads.items())} {TOKENS.sub('', body.decode('utf-8', 'backslashreplace'))}"
    return found


@pytest.mark.django_db
def test_one_person_who_votes_on_six_statements_and_tells_about_themselves_changes_no_byte(client: Client) -> None:
    """As it was found: 335 people became 336, with all six answers, the role and the municipality of the last."""
    consultation = crowd(40, 8, runs=True)
    take_steps(at=timezone.now(), consultation=consultation)
    spy = Client()
    for number in (1, 2, 3):
        vote(spy, consultation, number, 1)
    read = reverse("consultations:read", args=[consultation.region.slug, consultation.slug])
    everything(client, consultation, read)  # what is made on the first look is there
    before = [everything(reader, consultation, within) for reader, within in ((client, "/"), (spy, read))]
    assert len(before[0]) > 20
    victim = Client()
    for number, choice in ((4, 1), (5, -1), (6, 0), (7, 1), (8, -1), (2, 1)):
        assert vote(victim, consultation, number, choice) == 302
    victim.post(
        reverse("consultations:about_me", args=[consultation.region.slug, consultation.slug]),
        {"role": DeclaredRole.PARENT, "key": str(uuid.uuid4())},
    )
    assert consultation.participants.count() == 42
    after_ = [everything(reader, consultation, within) for reader, within in ((client, "/"), (spy, read))]
    for one, other in zip(before, after_, strict=True):
        assert one.keys() == other.keys()
        assert [address for address in one if one[address] != other[address]] == []


@pytest.mark.django_db
@pytest.mark.parametrize("runs", [True, False])
def test_pages_files_feeds_and_paper_say_nothing_that_is_not_in_the_report(client: Client, runs: bool) -> None:
    """Without a single answer in the database not a byte differs, so who reads the JSON has read everything."""
    consultation = crowd(40, 8, runs=runs)
    if runs:
        take_steps(at=timezone.now(), consultation=consultation)
    else:
        refresh_report.func(consultation.pk)
    report = told_report(consultation, timezone.now())
    assert report is not None
    everything(client, consultation)  # what is made on the first look is there

    def said() -> dict[str, str]:
        return {**everything(client, consultation), "paper": TOKENS.sub("", paper_of(report, "https://tafel.example/"))}

    before = said()
    VoteEvent.objects.all().delete()
    Vote.objects.all().delete()
    after_ = said()
    assert len(before) > 20
    assert "8 stellingen" in before["paper"]
    assert [address for address in before if before[address] != after_.get(address)] == []


def vote(client: Client, consultation: Consultation, number: int, choice: int) -> int:
    address = reverse("consultations:vote", args=[consultation.region.slug, consultation.slug, number])
    return client.post(address, {"choice": str(choice), "key": str(uuid.uuid4())}).status_code


def figures(client: Client, consultation: Consultation) -> tuple[Telling, int]:
    """Of each statement, as every public file and page has it: they all say the same. And how many people took part."""
    place = [consultation.region.slug, consultation.slug]
    document = json.loads(client.get(reverse("publishing:report_json", args=place)).content)
    told = {
        one["id"]: (one["n_agree"] or 0, one["n_disagree"] or 0, one["n_unsure"] or 0) for one in document["statements"]
    }
    table = client.get(reverse("publishing:report_csv", args=place)).getvalue().decode("utf-8-sig")
    delimiter = ";" if ";" in table.splitlines()[0] else ","
    rows = list(csv.DictReader(io.StringIO(table), delimiter=delimiter))
    assert {row["verdeling"] for row in rows} == {"iedereen"}
    columns = ("eens", "oneens", "weet_ik_niet")
    assert {row["stelling"]: tuple(int(row[name] or 0) for name in columns) for row in rows} == told
    comments = polis.read_comments(client.get(reverse("publishing:statements_csv", args=place)).getvalue())
    is_exact = {one["id"]: not one["n_untold"] for one in document["statements"]}
    assert {one.id: (one.n_agree, one.n_disagree) for one in comments} == {
        id_: counts[:2] if is_exact[id_] else (None, None) for id_, counts in told.items()
    }
    # Where it says "at least", whoever subtracts is given what it is.
    exact = {str(one.number): (0, 0, 0) for one in statements_to_count(consultation)}
    numbers = dict(consultation.statements.values_list("pk", "number"))
    exact |= {str(numbers[pk]): counts for pk, counts in told_until_now(consultation).counts.items()}
    for id_, counts in told.items():
        assert counts == exact[id_] if is_exact[id_] else max(counts) == sum(exact[id_]) - 2
    assert not any(document[name] for name in ("declared", "crossings", "readings", "same_votes", "variance_shares"))
    n_people = document["n_people"]
    if consultation.state(timezone.now()) == "running":
        listed = client.get(reverse("consultations:index", args=place[:1])).content.decode()
        assert f"ten minste {n_people} mensen" in listed
    return exact, n_people


@pytest.mark.django_db
@pytest.mark.parametrize("changes", [False, True])
def test_attacker_who_reads_the_whole_site_at_every_telling_finds_nothing(client: Client, changes: bool) -> None:
    """changes: some people give another answer later, or take it back."""
    chance = random.Random(11)  # a test, not a secret
    consultation = crowd(0, 4, runs=True)
    place = MunicipalityFactory()
    statements = list(consultation.statements.order_by("number"))
    answers: list[Answer] = []
    tellings: list[Telling] = []
    n_told: list[int] = []
    at = timezone.now() - timedelta(days=2)
    for _ in range(44):
        person = ParticipantFactory(consultation=consultation)
        for statement in statements:
            if chance.random() < 0.9:
                choice = chance.choice([1, 1, 1, 0, -1])
                at += timedelta(minutes=3)
                store_press(
                    at=at, participant_id=person.pk, statement_id=statement.pk, choice=Choice(choice), key=uuid.uuid4()
                )
                answers.append((str(person.pk), str(statement.number), choice))
        if changes and answers:
            earlier, number, _ = chance.choice(answers)
            other = chance.choice([Choice.AGREE, Choice.DISAGREE, None])
            statement_id = statements[int(number) - 1].pk
            store_press(at=at, participant_id=int(earlier), statement_id=statement_id, choice=other, key=uuid.uuid4())
        describe_self(at=timezone.now(), consultation=consultation, participant=person, role="gp", municipality=place)
        if take_steps(at=at + timedelta(minutes=3), consultation=consultation) is not None:
            told, n_people = figures(client, consultation)
            tellings.append(told)
            n_told.append(n_people)
    assert len(tellings) > 4
    Consultation.objects.update(closes_at=timezone.now() - timedelta(minutes=3))
    consultation.refresh_from_db()
    refresh_report.func(consultation.pk)
    document = json.loads(
        client.get(reverse("publishing:report_json", args=[consultation.region.slug, consultation.slug])).content
    )
    tellings.append({one["id"]: (one["n_agree"], one["n_disagree"], one["n_unsure"]) for one in document["statements"]})
    n_told.append(document["n_people"])
    assert found_out(answers, tellings) == []
    assert all(later == before or later - before >= SMALLEST for before, later in pairwise((0, *n_told)))
    assert document["n_people"] == 44 or changes
