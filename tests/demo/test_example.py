"""The example region as it stands after seeding, made once: what the demonstration has to show, what its history tells,
and each page as everybody who can come by."""

import re
from collections import Counter, deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urldefrag, urljoin, urlsplit

import pytest
from django.db import connection
from django.test import Client
from django.urls import Resolver404, URLPattern, URLResolver, get_resolver, resolve, reverse
from django.utils import timezone

from regiotafel.consultations.models import Consultation, PaperTable
from regiotafel.consultations.outcome.tasks import refresh_report
from regiotafel.contributions.loops.queries import counts, unanswered_on
from regiotafel.contributions.models import Answer, Contribution, Finding, State
from regiotafel.demo.seeding.actions import seed
from regiotafel.pages.acts import ACTS
from regiotafel.pages.queries.history import acts_of, tell
from regiotafel.people.models import User
from regiotafel.regions.models import Membership, Organisation, Region, Role
from regiotafel.reports.printer import can_print
from regiotafel.thread.linking.queries import to_review
from regiotafel.vision.models import Document, Passage, Release
from tests.everything import ROLES
from tests.factories import ConsultationFactory

pytestmark = pytest.mark.django_db
WAITED_FOR = (".pdf", ".odt", ".epub")
PAGES_PER_NAME = 2  # of pages with one name, such as forty statements, two are opened


@dataclass
class Found(HTMLParser):
    """What stands in a page that matters here."""

    links: list[str] = field(default_factory=list)
    ids: list[str] = field(default_factory=list)
    n_headings: int = 0
    lang: str = ""
    title: str = ""
    in_title: bool = False

    def __post_init__(self) -> None:
        super().__init__()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        of = dict(attrs)
        self.in_title = tag == "title" and not self.title
        if tag == "html":
            self.lang = of.get("lang") or ""
        if tag == "h1":
            self.n_headings += 1
        if of.get("id"):
            self.ids.append(str(of["id"]))
        if tag == "a" and of.get("href"):
            self.links.append(str(of["href"]))
        for name in ("hx-get", "data-address"):
            if of.get(name):
                self.links.append(str(of[name]))

    def handle_data(self, data: str) -> None:
        if self.in_title:
            self.title += data
            self.in_title = False


def every_name(
    resolver: URLResolver | None = None, prefix: str = "", keys: tuple[str, ...] = ()
) -> Iterator[tuple[str, tuple[str, ...]]]:
    """All URL names, each with the parameters that its address asks for."""
    for pattern in (resolver or get_resolver()).url_patterns:
        wanted = (*keys, *pattern.pattern.converters, *pattern.pattern.regex.groupindex)
        if isinstance(pattern, URLResolver):
            yield from every_name(pattern, f"{prefix}{pattern.namespace}:" if pattern.namespace else prefix, wanted)
        elif isinstance(pattern, URLPattern) and pattern.name:
            yield prefix + pattern.name, tuple(dict.fromkeys(wanted))


def addresses(region: Region) -> list[str]:
    """Every URL name, with the example's own things filled in, for each of its consultations."""
    found = []
    document = Document.objects.filter(region=region)[0]
    for consultation in Consultation.objects.filter(region=region):
        table = PaperTable.objects.filter(consultation=consultation).first()
        values = {
            "region": region.slug,
            "slug": consultation.slug,
            "document": document.slug,
            "section": document.sections.all()[0].pk,
            "number": 1,
            "table": table.pk if table else 0,
            "organisation": Organisation.objects.filter(region=region)[0].pk,
            "membership": Membership.objects.filter(region=region)[0].pk,
            "version": 1,
            "code": "ABCDEFGHJK",
            "who": "resident",
        }
        found += [reverse(name, kwargs={key: values.get(key, 1) for key in keys}) for name, keys in every_name()]
    return list(dict.fromkeys(found))


def faults_of(address: str, text: str, page: Found) -> list[str]:
    """What is wrong with a page that was shown, whoever asked for it."""
    twice = {one for one in page.ids if page.ids.count(one) > 1}
    whole = "<html" in text
    wrong = {
        "the language is not said": whole and page.lang != "nl",
        "there is no title": whole and not page.title.strip(" ·\n"),
        f"{page.n_headings} headings of the first level": whole and page.n_headings != 1,
        f"these ids stand there twice: {sorted(twice)}": bool(twice),
        # A page may say how to write one: as code.
        "a template tag was left over": "{%" in text or "{{" in re.sub(r"<code>[^<]*</code>", "", text),
        "a value is missing": ">None<" in text,
    }
    return [f"{address}: {what}" for what, is_wrong in wrong.items() if is_wrong]


def walk(client: Client, start: list[str]) -> list[str]:
    """Opens the addresses, and from there every link to a kind of page that was not opened often enough yet."""
    faults = []
    opened: Counter[str] = Counter()
    statuses: dict[str, int] = {}
    linked: dict[str, str] = {}
    waiting = deque(start)
    while waiting:
        address = waiting.popleft()
        if address in statuses:
            continue
        response = client.get(address)
        statuses[address] = response.status_code
        text = response.getvalue().decode(errors="replace")  # what is streamed must arrive whole
        if response.status_code != 200 or not response.get("Content-Type", "").startswith("text/html"):
            continue
        page = Found()
        page.feed(text)
        faults += faults_of(address, text, page)
        for path in (urldefrag(urljoin(address, link)).url for link in page.links):
            if not path.startswith("/") or path in linked:
                continue
            linked[path] = address
            try:
                name = resolve(urlsplit(path).path).view_name
            except Resolver404:
                faults.append(f"{address}: the link {path} leads to no page of ours")
                continue
            if opened[name] < PAGES_PER_NAME and not path.endswith(WAITED_FOR):
                opened[name] += 1
                waiting.append(path)
    faults += [
        f"{address}: {status}"
        for address, status in statuses.items()
        if status >= 500 and not _cannot_be_printed_here(address, status)
    ]
    faults += [
        f"{linked[address]}: the link {address} gives {status}"
        for address, status in statuses.items()
        if address in linked and status not in (200, 202, 302)
    ]
    return faults


# What is done with one row of a queue: as many of those are linked from the pages of that queue as stand in it.
DONE_BY = {
    "contributions:queue": ("contributions:moderate",),
    "contributions:workbench": ("contributions:answer",),
    "contributions:promises": ("contributions:answer", "contributions:answer_finding"),
    "thread:reviews": ("thread:judge",),
    "consultations:moderation_queue": ("consultations:moderate",),
    "vision:drafts": ("vision:reword",),
    "vision:proposals": ("vision:proposal",),
}


def miscounted(client: Client, region: Region) -> list[str]:
    """Every number on the desk of this member that is not the number of rows on the pages behind it."""
    desk = client.get(reverse("pages:desk", args=[region.slug]))
    if desk.status_code != 200:
        return []
    counted = {turn.url: turn.n for turn in desk.context["turns"] if turn.n is not None}
    faults = []
    for url, n in counted.items():
        rows, page = set(), 1
        while page and (answer := client.get(url, {"pagina": page})).status_code == 200:
            links = re.findall(r'(?:href|action)="([^"]+)"', answer.getvalue().decode())
            paths = {urlsplit(urljoin(url, link)).path for link in links}
            rows |= {path for path in paths if _name_of(path) in DONE_BY[resolve(url).view_name]}
            page = page + 1 if answer.context["page"].has_next() else 0
        if len(rows) != n:
            faults.append(f"{url}: {n} on the desk, {len(rows)} on its pages")
    return faults


def _name_of(path: str) -> str:
    try:
        return resolve(path).view_name
    except Resolver404:
        return ""


@pytest.fixture(scope="module")
def region(undone: None) -> Region:
    return seed(at=timezone.now())


def test_the_example_closes_the_loop(region: Region) -> None:
    document = Document.objects.earliest("pk")
    # One was split off another, and then put into a third.
    assert Passage.objects.filter(document=document).count() == 46
    assert Passage.objects.filter(document=document, retired_at=None).count() == 45
    states = Counter(Contribution.objects.filter(region=region).values_list("state", flat=True))
    assert set(states) == {state.value for state in State}
    found = counts(region)
    assert found.received == 120
    assert found.answered > 80
    assert found.led_to_change > 40
    assert Finding.objects.filter(consultation__region=region, knot__answers__isnull=False).distinct().count() == 8
    assert Answer.objects.filter(number=2).count() == 3
    # The first release has a complete reaction note; people still wait for answers on the second.
    last, first = Release.objects.filter(document=document)
    assert unanswered_on(first) == []
    assert len(unanswered_on(last)) > 5
    # There is something to look at again, and not too much.
    assert 3 <= len(to_review(region)) <= 15


def test_everything_that_was_done_in_the_example_is_told_whole(region: Region) -> None:
    entries = list(acts_of(region))
    assert {entry.act for entry in entries} <= set(ACTS)
    assert len({entry.act for entry in entries}) > 20
    for entry, told in zip(entries, tell(entries), strict=True):
        assert "deze versie niet kent" not in told.sentence, f"{entry.act} {entry.data}"
        assert not re.search(r"\s\s|\s\.|“”", told.sentence), told.sentence
    assert "Het systeem gaf Gerda de rol griffier voor Vlietdonk." in {told.sentence for told in tell(entries)}


def test_every_page_of_the_example_opens_for_every_role(region: Region) -> None:
    for consultation in Consultation.objects.filter(region=region):
        refresh_report.call(consultation.pk)
    ConsultationFactory(region=region, slug="nog-niet-open", opened_at=None)
    # As a database in use does by itself: without it, it plans as if all tables were still empty.
    connection.cursor().execute("ANALYZE")
    start = addresses(region)
    roles = {"nobody": None} | {
        str(role): User.objects.filter(memberships__region=region, memberships__role=role).first()
        for role in ROLES
        if role != Role.VISITOR
    }
    # The others ask a database nothing that these do not: an editor does in `tests/repo/test_permissions.py`.
    if connection.vendor != "sqlite":
        roles = {role: roles[role] for role in ("nobody", Role.REGION_ADMINISTRATOR)}
    faults = []
    # A file that is waited for takes seconds and is the same for everybody: one will do.
    without_pdf = [address for address in start if not address.endswith(WAITED_FOR)]
    one_pdf = next(address for address in start if address.endswith(".pdf"))
    for role, user in roles.items():
        client = Client(raise_request_exception=False)
        if user:
            client.force_login(user)
        walked = walk(client, without_pdf if user else [*without_pdf, one_pdf])
        faults += [f"{role}: {fault}" for fault in [*walked, *miscounted(client, region)]]
    assert not faults, "\n" + "\n".join(faults)


def _cannot_be_printed_here(address: str, status: int) -> bool:
    return status == 501 and address.endswith(".pdf") and not can_print()
