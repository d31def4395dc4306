"""What every test gets: pages that render without a collected manifest, and Debian's Chromium for the journeys."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import hypothesis
import pytest
from django.conf import settings
from django.core.cache import caches
from django.db import connection, transaction
from django.test import override_settings
from pytest_django import DjangoDbBlocker
from pytest_django.live_server_helper import LiveServer

from regiotafel.consultations.queries import read_once
from regiotafel.history.queries import FORGET
from regiotafel.reports.printer import can_print
from tests import migrated

ROOT = Path(__file__).resolve().parent.parent
DATA_SETS = ROOT.parent / "shared" / "data"

# Playwright's event loop stays "running" in the main thread once it has started, so Django would refuse its own
# database there, in these and in all later tests of the process.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")


def find_chromium() -> str | None:
    """Debian's Chromium, or a Chrome that stands in its place. Playwright's own download is never used."""
    names = ("chromium", "chromium-browser", "google-chrome")
    return next((path for name in names if (path := shutil.which(name, path="/usr/bin:/usr/local/bin"))), None)


def find_office() -> str | None:
    return shutil.which("soffice")


CHROMIUM = find_chromium()
FOLDER = TemporaryDirectory(prefix="regiotafel-test-")
NO_CHROMIUM = "the browser journeys need Chromium: apt-get install chromium"
NO_PDF = "PDFs need WeasyPrint's libraries: apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"
NO_OFFICE = "what LibreOffice makes of our documents needs it: apt-get install libreoffice-writer-nogui"
NO_DATA = "the real data sets are not beside the repository: README.md says where they can be had"


TOUCH_THE_DATABASE = {
    "db",
    "transactional_db",
    "django_db_reset_sequences",
    "django_db_serialized_rollback",
    "live_server",
}

# A timing never decides a test.
hypothesis.settings.register_profile("regiotafel", deadline=None)
hypothesis.settings.load_profile("regiotafel")


def pytest_configure() -> None:
    # Static files come from their sources: no `collectstatic` before a test.
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    settings.WHITENOISE_AUTOREFRESH = True
    settings.WHITENOISE_USE_FINDERS = True
    # A database of its own for every run and worker: runs beside each other do not meet, and a run that was stopped
    # leaves nothing for the next one to stumble over.
    if "embedded" in settings.DATABASES["default"]["ENGINE"] and "REGIOTAFEL_TEST_DATABASE" not in os.environ:
        settings.DATABASES["default"]["TEST"]["NAME"] = str(Path(FOLDER.name) / "test.sqlite3")


def pytest_unconfigure() -> None:
    FOLDER.cleanup()


# first, so that `-m database` already sees what is marked here; and last, after others have put tests in their order
@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> Iterator[None]:
    for item in items:
        if item.get_closest_marker("django_db") or TOUCH_THE_DATABASE & set(getattr(item, "fixturenames", ())):
            item.add_marker(pytest.mark.database)
        if "/tests/browser/" in item.path.as_posix():
            item.add_marker(pytest.mark.browser)
        if item.get_closest_marker("browser") and CHROMIUM is None:
            item.add_marker(pytest.mark.skip(reason=NO_CHROMIUM))
        if item.get_closest_marker("pdf") and not can_print():
            item.add_marker(pytest.mark.skip(reason=NO_PDF))
        if item.get_closest_marker("office") and find_office() is None:
            item.add_marker(pytest.mark.skip(reason=NO_OFFICE))
        if item.get_closest_marker("data") and not DATA_SETS.is_dir():
            item.add_marker(pytest.mark.skip(reason=NO_DATA))
    yield
    # The journeys come last: Playwright leaves a "running" event loop and greenlets behind in its process, and what
    # asks for a loop of its own, or parses deep, fails beside them. Those along all pages come first among them: one
    # that begins as the last keeps one worker busy for minutes, while the other has nothing left to do.
    items.sort(key=lambda item: (_is(item, "browser"), not _is(item, "long")))


def _is(item: pytest.Item, mark: str) -> bool:
    return item.get_closest_marker(mark) is not None


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    skipped = terminalreporter.stats.get("skipped", [])
    for reason in (NO_CHROMIUM, NO_DATA, NO_OFFICE, NO_PDF):
        if n := sum(reason in str(report.longrepr) for report in skipped):
            terminalreporter.write_line(f"{n} tests were skipped: {reason}", yellow=True)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    """The database of the tests begins as a copy of one in which all migrations were done."""
    at = settings.DATABASES["default"]
    at["TEST"]["MIGRATE"] = False
    if "embedded" in at["ENGINE"]:
        migrated.copy_to(Path(at["TEST"]["NAME"]))
    else:
        at["TEST"]["TEMPLATE"] = migrated.on_server(at)
        type(connection.ops).sql_flush = migrated.sql_flush(type(connection.ops).sql_flush)


@pytest.fixture(scope="session")
def django_db_keepdb() -> bool:
    """A file is there already; it goes with its folder."""
    return "embedded" in settings.DATABASES["default"]["ENGINE"]


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    flags = [
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
    ]
    if os.geteuid() == 0:
        flags.append("--no-sandbox")  # Chromium refuses its sandbox to root
    return {**browser_type_launch_args, "executable_path": CHROMIUM, "args": flags}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    return {**browser_context_args, "locale": "nl-NL", "timezone_id": "Europe/Amsterdam"}


@pytest.fixture(scope="module")
def undone(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[None]:
    """For what a module makes once, in a region of the example: gone again, with its files, when the module is done."""
    files = override_settings(DEMO=True, MEDIA_ROOT=tmp_path_factory.mktemp("media"))
    with files, django_db_blocker.unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def _nothing_drawn_before() -> None:
    """Rows of two tests may have the same number, which no row of a site has twice; and a region in which nobody did
    anything the same end of its chain."""
    for name in ("pieces", "texts"):
        caches[name].clear()
    for forget in (read_once.cache_clear, *FORGET):
        forget()


@pytest.fixture
def live(transactional_db: None, live_server: LiveServer) -> str:
    """The address of the whole site, served beside the test on the same database."""
    return str(live_server.url)
