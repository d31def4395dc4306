"""Kill the web server and the worker at random moments while people use the site, and count what is left.

    .venv/bin/python benchmarks/kill/kill.py --rounds 10
    nice -n 19 .venv/bin/python benchmarks/kill/kill.py --rounds 200
    nice -n 19 .venv/bin/python benchmarks/kill/kill.py --rounds 200 --database postgresql://user:password@host/empty

People send in, leave an address, confirm it by the mail they get, get an answer of an editor, and vote: all over HTTP
and SMTP, with what runs in production. On the embedded database one process does everything. On PostgreSQL the web
server and a worker are apart, and either or both are killed (SIGKILL): at any moment, just after a press was sent, at a
step of the conversation with the mail server, or while they start. A press is repeated until it is acknowledged.

Nothing acknowledged may be lost or be there twice, and no letter may be missing. The one repeat that cannot be avoided
(the mail server has the letter, the worker died before its mark) is counted when it happens, and again by Message-ID.
"""

# Django is set up only when the database is known.
# ruff: noqa: PLC0415

import argparse
import http.client
import os
import random
import re
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import uuid
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

REPOSITORY = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(REPOSITORY), str(REPOSITORY / "benchmarks")]

FORM_TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
TOKEN_IN_MAIL = re.compile(r"/b/([0-9a-zA-Z]+)/bevestigen/")
N_STATEMENTS, N_VOTES_EACH, MOST_UNCONFIRMED = 10, 20, 8
AT_ANY_MOMENT, AT_A_PRESS, AT_A_STEP, WHILE_STARTING = "at any moment", "at a press", "at a step of SMTP", "starting"
MOMENTS = (AT_ANY_MOMENT, AT_A_PRESS, AT_A_PRESS, AT_A_STEP, AT_A_STEP, WHILE_STARTING)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=200)
    parser.add_argument("--database", default="sqlite:///", help="an empty database")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        os.environ.update(
            DJANGO_SETTINGS_MODULE="regiotafel.settings",
            REGIOTAFEL_DATA=folder,
            REGIOTAFEL_DATABASE=options.database,
            REGIOTAFEL_DEBUG="0",
            OMP_NUM_THREADS="1",
        )
        return run(options.rounds, random.Random(options.seed))


# --- the people


class Stopped(Exception):
    """The last round is over."""


@dataclass
class Browser:
    """Cookies, and a finger that presses again until the site has answered."""

    house: "House"
    cookies: dict[str, str] = field(default_factory=dict)
    token: str = ""

    def press(self, path: str, fields: dict[str, str]) -> tuple[int, str, bool]:
        """The status, where it leads or the page, and whether an earlier press had no answer."""
        is_repeat = False
        for _ in range(600):
            with suppress(OSError, http.client.HTTPException):
                if not self.token:
                    self._learn_token(path)
                status, page = self._send("POST", path, urlencode({**fields, "csrfmiddlewaretoken": self.token}))
                if status < 500:
                    self.house.n_acknowledged += 1
                    return status, page, is_repeat
                self.house.faults.append(f"{status} {path}")
            is_repeat = True
            time.sleep(0.1)
        raise AssertionError(f"{path} was never acknowledged")

    def _learn_token(self, path: str) -> None:
        _, page = self._send("GET", path)
        found = FORM_TOKEN.search(page)
        assert found, page[:300]
        self.token = found.group(1)

    def _send(self, method: str, path: str, body: str | None = None) -> tuple[int, str]:
        connection = http.client.HTTPConnection("127.0.0.1", self.house.port, timeout=20)
        try:
            headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
            if body:
                headers["Content-Type"] = "application/x-www-form-urlencoded"
            connection.request(method, path, body, headers)
            if method == "POST":
                self.house.on_press()
            response = connection.getresponse()
            page = response.read().decode()
            for header in response.headers.get_all("Set-Cookie") or []:
                name, _, rest = header.partition("=")
                self.cookies[name] = rest.split(";")[0]
            return response.status, response.headers.get("Location") or page
        finally:
            connection.close()


@dataclass
class People:
    """What was acknowledged to them: their own books, beside the database."""

    house: "House"
    draw: random.Random
    sent: dict[str, str] = field(default_factory=dict)  # text → code of the receipt
    confirmed: dict[str, str] = field(default_factory=dict)  # address → text
    answered: dict[str, str] = field(default_factory=dict)  # text → why
    votes: dict[str, tuple[int, int]] = field(default_factory=dict)  # key → statement and choice
    faults: list[str] = field(default_factory=list)

    def send_in(self) -> Iterator[None]:
        browser = Browser(self.house)
        while not self.house.is_over:
            yield
            number = len(self.sent)
            if number - len(self.confirmed) >= MOST_UNCONFIRMED:
                continue
            text = f"Open loket {number} ook op zaterdag."
            form = {"kind": "idea", "text": text, "seen": text, "key": str(uuid.UUID(int=self.draw.getrandbits(128)))}
            status, place, _ = browser.press("/linde/inbreng/insturen/", form)
            self._expect(status == 302, "sent in", place)
            code = place.split("/o/")[1].split("/")[0]
            self.sent[text] = code
            address = {"email": f"ouder{number}@example.org", "mode": "direct"}
            status, place, _ = browser.press(f"/o/{code}/berichten/", address)
            self._expect(status == 302, "subscribed", place)

    def answer(self) -> Iterator[None]:
        """The sender confirms as soon as the mail is there; then the editor lets it in and answers."""
        sender, editor = Browser(self.house), Browser(self.house, dict(self.house.editor_cookies))
        seen = 0
        while not (self.house.is_over and len(self.confirmed) == len(self.sent)):
            yield
            letters = self.house.mail.letters
            if seen == len(letters):
                continue
            letter, seen = letters[seen], seen + 1
            found, address = TOKEN_IN_MAIL.search(str(letter.get_body(("plain",)))), str(letter["To"])
            if not found or address in self.confirmed:
                continue
            status, page, _ = sender.press(f"/b/{found.group(1)}/bevestigen/", {})
            self._expect(status == 200, "confirmed", page)
            number = int(address.removeprefix("ouder").partition("@")[0])
            text = f"Open loket {number} ook op zaterdag."
            self.confirmed[address] = text
            place = f"/linde/inbreng/{number + 1}/"  # the only one who sends in: numbers follow each other
            status, page, is_repeat = editor.press(f"/linde/inbreng/wachtrij/{number + 1}/", {"verdict": "accept"})
            self._expect(status == 302 or (status == 409 and is_repeat), "accepted", page)
            why = f"Reden {uuid.UUID(int=self.draw.getrandbits(128))}."
            words = {"heard": "Zaterdag open.", "verdict": "no", "why": why, "number": "0"}
            status, page, is_repeat = editor.press(f"{place}antwoord/", words)
            self._expect(status == 302 or (status == 409 and is_repeat), "answered", page)
            self.answered[text] = why

    def vote(self) -> Iterator[None]:
        while not self.house.is_over:
            browser = Browser(self.house)
            for _ in range(N_VOTES_EACH):
                yield
                number, choice = self.draw.randint(1, N_STATEMENTS), self.draw.choice([-1, 0, 1])
                key = str(uuid.UUID(int=self.draw.getrandbits(128)))
                path = f"/linde/rondes/thuis/stem/{number}/"
                status, page, _ = browser.press(path, {"key": key, "choice": str(choice)})
                self._expect(status == 302, "voted", page)
                self.votes[key] = (number, choice)

    def _expect(self, is_so: bool, what: str, page: str) -> None:
        if not is_so:
            self.faults.append(what)
            print(what, re.sub(r"<[^>]+>|\s+", " ", page)[:2000], file=sys.stderr)
            raise Stopped

    def start(self) -> list[threading.Thread]:
        threads = [
            threading.Thread(target=self._live, args=(does(),)) for does in (self.send_in, self.answer, self.vote)
        ]
        for thread in threads:
            thread.start()
        return threads

    def _live(self, presses: Iterator[None]) -> None:
        try:
            for _ in presses:
                time.sleep(0.05)
        except (Stopped, AssertionError) as fault:
            self.faults.append(str(fault))


# --- what is killed


@dataclass
class House:
    """The processes of the site, their mail server, and who kills them."""

    mail: Any
    is_embedded: bool
    draw: random.Random
    port: int
    editor_cookies: dict[str, str] = field(default_factory=dict)
    processes: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)
    n_acknowledged: int = 0
    is_over: bool = False
    on_press: Callable[[], None] = lambda: None
    killing: threading.Lock = field(default_factory=threading.Lock)

    def start(self) -> None:
        """Whatever does not run."""
        for name in ("web",) if self.is_embedded else ("web", "worker"):
            if name not in self.processes or self.processes[name].poll() is not None:
                command = ["serve", "--port", str(self.port)] if name == "web" else ["worker"]
                self.processes[name] = subprocess.Popen(
                    [sys.executable, "-m", "regiotafel.cli", *command],
                    cwd=REPOSITORY, start_new_session=True, stderr=subprocess.DEVNULL,
                )  # fmt: skip

    def kill(self, victims: set[str], only_child: bool = False) -> None:
        with self.killing:
            for name in victims:
                process = self.processes[name]
                if process.poll() is not None:
                    continue
                if only_child and (children := children_of(process.pid)):
                    for pid in children:
                        os.kill(pid, signal.SIGKILL)
                    continue
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()


def children_of(pid: int) -> list[int]:
    """The server's own worker process, without its keeper of shared memory."""
    listed = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()
    return [int(one) for one in listed if b"resource_tracker" not in Path(f"/proc/{one}/cmdline").read_bytes()]


@dataclass
class Death:
    """Waits for the moment of a round, and kills."""

    house: House
    victims: set[str]
    moment: str
    step: str
    only_child: bool
    reached: bool = False
    n_before: int = 0
    done: threading.Event = field(default_factory=threading.Event)

    def __post_init__(self) -> None:
        self.n_before = self.house.n_acknowledged
        self.house.mail.at_step = self._at_step
        self.house.on_press = self._on_press

    def _strike(self) -> None:
        if not self.done.is_set():
            self.done.set()
            self.house.kill(self.victims, self.only_child)

    def _at_step(self, here: str) -> None:
        self.reached = True
        if self.moment == AT_A_STEP and here == self.step:
            self._strike()

    def _on_press(self) -> None:
        if self.moment == AT_A_PRESS and self._works():
            time.sleep(self.house.draw.random() * 0.06)
            self._strike()

    def _works(self) -> bool:
        needs_mail = self.house.is_embedded or "worker" in self.victims
        return self.house.n_acknowledged > self.n_before and (self.reached or not needs_mail)

    def happens(self) -> None:
        end = time.monotonic() + (2.5 * self.house.draw.random() if self.moment == WHILE_STARTING else 15)
        is_late = False
        while time.monotonic() < end and not self.done.is_set():
            if not is_late and self.moment != WHILE_STARTING and self._works():
                is_late = True
                waits = 0.6 if self.moment == AT_ANY_MOMENT else 3
                end = min(end, time.monotonic() + waits * self.house.draw.random())
            time.sleep(0.01)
        self._strike()
        self.house.mail.at_step = lambda here: None
        self.house.on_press = lambda: None


# --- the rounds


def run(rounds: int, draw: random.Random) -> int:
    import django

    django.setup()
    from django.conf import settings
    from django.core.management import call_command
    from django.db import connection
    from django.test import Client
    from django.utils import timezone
    from django_tasks_db.models import DBTaskResult
    from tests.factories import ConsultationFactory, RegionFactory, StatementFactory, make_member
    from tests.mail_server import STEPS, MailServer

    from regiotafel.consultations.outcome.tasks import refresh_report
    from regiotafel.keeping.models import Lease, Tick
    from regiotafel.regions.models import Role
    from regiotafel.thread.models import Notice

    call_command("migrate", verbosity=0)
    call_command("createcachetable")
    region = RegionFactory(slug="linde")
    consultation = ConsultationFactory(region=region, slug="thuis")
    for number in range(1, N_STATEMENTS + 1):
        StatementFactory(consultation=consultation, number=number)
    client = Client()
    client.force_login(make_member(region, Role.EDITOR, make_member(region, Role.MODERATOR)))
    mail = MailServer().start()
    os.environ.update(REGIOTAFEL_SMTP_HOST="127.0.0.1", REGIOTAFEL_SMTP_PORT=str(mail.port), REGIOTAFEL_SMTP_TLS="0")
    house = House(mail, connection.vendor == "sqlite", draw, free_port())
    house.editor_cookies = {settings.SESSION_COOKIE_NAME: client.cookies[settings.SESSION_COOKIE_NAME].value}

    def unmarked(since: int) -> int:
        """Letters that arrived and whose notice does not say so: each will come again."""
        ids = mail.ids()[since:]
        return Notice.objects.filter(message_id__in=ids, sent_at__isnull=True).count()

    def time_passes(worker_died: bool) -> None:
        past = timezone.now() - timedelta(seconds=1)
        if worker_died:
            Notice.objects.filter(sent_at__isnull=True).update(next_try_at=past)
            Lease.objects.update(until=past)
        Tick.objects.exclude(name="clean_up").update(next_at=past)

    house.start()
    people = People(house, random.Random(draw.random()))
    threads = people.start()
    kills: Counter[str] = Counter()
    n_expected_repeats, n_letters_before, begun = 0, 0, time.monotonic()
    for number in range(rounds):
        victims = {"web"} if house.is_embedded else draw.choice([{"web"}, {"worker"}, {"web", "worker"}])
        has_worker = house.is_embedded or "worker" in victims
        moment = draw.choice([one for one in MOMENTS if has_worker or one != AT_A_STEP])
        only_child = victims == {"web"} and draw.random() < 0.15
        refresh_report.enqueue(consultation.pk)
        if not has_worker:
            time_passes(worker_died=False)
        connection.close()
        Death(house, victims, moment, draw.choice(STEPS), only_child).happens()
        kills[moment] += 1
        kills[" and ".join(sorted(victims))] += 1
        if has_worker:
            time.sleep(0.1)  # what was on its way to the mail server arrives
            n_expected_repeats += unmarked(n_letters_before)
            n_letters_before = len(mail.letters)
            time_passes(worker_died=True)
        house.start()
        if (number + 1) % 20 == 0:
            seconds = (time.monotonic() - begun) / (number + 1)
            print(f"{number + 1} rounds, {seconds:.1f} s each, {len(mail.letters)} letters", flush=True)
    seconds = time.monotonic() - begun

    # People finish what they began, and the worker what is left.
    house.is_over, is_last_asked = True, False
    end = time.monotonic() + 180
    while time.monotonic() < end:
        is_quiet = not any(thread.is_alive() for thread in threads)
        waiting = Notice.objects.filter(sent_at__isnull=True).exists()
        if is_quiet and not waiting and not DBTaskResult.objects.exclude(status__in=("SUCCESSFUL", "FAILED")).exists():
            if is_last_asked:
                break
            refresh_report.enqueue(consultation.pk)
            is_last_asked = True
        house.start()
        time_passes(worker_died=False)
        time.sleep(0.5)
    house.kill({*house.processes})
    mail.stop()
    counted = count(people, mail)
    counted["repeats that were not foreseen"] = abs(counted["repeats"] - n_expected_repeats)
    counted["faults of people or pages"] = len(people.faults) + len(house.faults)
    print(people.faults, Counter(house.faults), flush=True)
    tell(connection.vendor, rounds, seconds / rounds, kills, people, counted, n_expected_repeats)
    return int(any(counted[name] for name in MUST_BE_NONE))


MUST_BE_NONE = (
    "contributions lost",
    "contributions twice",
    "votes lost",
    "votes twice",
    "answers lost",
    "answers twice",
    "addresses lost",
    "letters lost",
    "letters nobody wrote",
    "notices never made",
    "votes not in the report",
    "tasks left",
    "breaks in the history",
    "repeats that were not foreseen",
    "faults of people or pages",
)


def count(people: People, mail: Any) -> dict[str, int]:
    """What people were told, held against the rows and the letters."""
    from django_tasks_db.models import DBTaskResult

    from regiotafel.consultations.models import Report, Vote, VoteEvent
    from regiotafel.contributions.messages import ACCEPTED, ANSWERED
    from regiotafel.contributions.models import Answer, Contribution
    from regiotafel.history.queries import verify_chains
    from regiotafel.keeping.working.rules import is_hopeless
    from regiotafel.thread.models import Notice, Subscription

    unfinished = list(DBTaskResult.objects.exclude(status="SUCCESSFUL"))
    given_up = [one for one in unfinished if one.status == "FAILED" and is_hopeless(len(one.worker_ids))]
    texts = Counter(Contribution.objects.values_list("text", flat=True))
    answers = Counter(Answer.objects.values_list("about__contribution__text", "why"))
    events = list(VoteEvent.objects.values_list("key", "statement__number", "choice"))
    stored_votes = {str(key): (number, choice) for key, number, choice in events}
    addresses = set(Subscription.objects.filter(confirmed_at__isnull=False).values_list("email", flat=True))
    ids, arrived = set(Notice.objects.values_list("message_id", flat=True)), Counter(mail.ids())
    notices = Counter(
        Notice.objects.filter(message__in=(ACCEPTED.code, ANSWERED.code)).values_list(
            "message", "subscription__knot__contribution__text"
        )
    )
    expected = {(message.code, text) for message in (ACCEPTED, ANSWERED) for text in people.answered}
    return {
        "contributions": len(people.sent),
        "contributions lost": len(set(people.sent) - set(texts)),
        "contributions twice": sum(texts.values()) - len(people.sent),
        "votes": len(people.votes),
        "votes lost": len(set(people.votes.items()) - set(stored_votes.items())),
        "votes twice": len(events) - len(people.votes),
        "answers": len(people.answered),
        "answers lost": len(set(people.answered.items()) - set(answers)),
        "answers twice": sum(answers.values()) - len(people.answered),
        "addresses": len(people.confirmed),
        "addresses lost": len(set(people.confirmed) - addresses),
        "notices": len(ids),
        "notices never made": len(expected ^ set(notices)) + sum(notices.values()) - len(notices),
        "letters": sum(arrived.values()),
        "letters lost": len(ids - set(arrived)),
        "letters nobody wrote": len(set(arrived) - ids),
        "repeats": sum(arrived.values()) - len(arrived),
        "tasks": DBTaskResult.objects.count(),
        "tasks given up": len(given_up),
        "tasks left": len(unfinished) - len(given_up),
        "votes not in the report": abs(Vote.objects.count() - Report.objects.order_by("-made_at")[0].n_votes),
        "breaks in the history": int(not verify_chains().is_sound),
    }


def tell(
    vendor: str,
    rounds: int,
    seconds: float,
    kills: Counter[str],
    people: People,
    counted: dict[str, int],
    n_expected_repeats: int,
) -> None:
    from results import write

    who = ", ".join(f"{name} {kills[name]}" for name in ("web", "worker", "web and worker") if kills[name])
    when = ", ".join(f"{name} {kills[name]}" for name in dict.fromkeys(MOMENTS))
    lines = [
        f"{rounds} rounds of {seconds:.1f} s. Killed: {who}. When: {when}.",
        "",
        "| what | acknowledged | lost | twice |",
        "|---|---|---|---|",
        *(
            f"| {name} | {counted[name]} | {counted[f'{name} lost']} | {counted[f'{name} twice']} |"
            for name in ("contributions", "votes", "answers")
        ),
        f"| addresses confirmed | {counted['addresses']} | {counted['addresses lost']} | |",
        f"| notices | {counted['notices']} | {counted['letters lost']} | {counted['repeats']} repeats |",
        f"| tasks | {counted['tasks']} | {counted['tasks left']} | {counted['tasks given up']} given up |",
        "",
        "A task is given up, as it should be, when five workers died with it in hand. The last report "
        f"{'lacks votes' if counted['votes not in the report'] else 'holds every vote'}.",
        "",
        f"{counted['letters']} letters. {counted['repeats']} of them were repeats with the same Message-ID; "
        f"{n_expected_repeats} were foreseen at a kill, because the mail server had the letter and the notice was not "
        f"marked. Notices never made: {counted['notices never made']}; letters nobody wrote: "
        f"{counted['letters nobody wrote']}; pages that failed: {counted['faults of people or pages']}; the history is "
        f"{'broken' if counted['breaks in the history'] else 'sound'}.",
    ]
    name = {"sqlite": "the embedded database", "postgresql": "PostgreSQL"}[vendor]
    write(f"Killed at random moments: {name}", lines)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


if __name__ == "__main__":
    sys.exit(main())
