"""A PDF that a screen reader can read, made from our own files only."""

import io
import os
import re
import select
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from regiotafel.reports import html
from regiotafel.reports.opinions.outcome import read
from regiotafel.reports.printer import NotPrintable, print_apart
from tests.conftest import NO_PDF
from tests.reports.sample import report

pdf = pytest.importorskip("regiotafel.reports.pdf", exc_type=OSError, reason=NO_PDF)


@pytest.fixture(scope="module")
def printed() -> PdfReader:
    page = html.page(
        read(report(n_people=40, n_statements=6)), title="Uitkomst: hulp dichtbij", folded=False, place="Proefregio"
    )
    return PdfReader(io.BytesIO(pdf.write(page)))


def elements(one: Any) -> Iterator[Any]:
    one = one.get_object()
    if isinstance(one, list):
        for child in one:
            yield from elements(child)
    elif isinstance(one, dict):
        if "/S" in one:
            yield one
        if "/K" in one and not isinstance(one["/K"], int):
            yield from elements(one["/K"])


def test_pdf_is_tagged_dutch_and_titled(printed: PdfReader) -> None:
    root = printed.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"] is True or root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "nl"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert printed.metadata is not None
    assert printed.metadata.title == "Uitkomst: hulp dichtbij"
    assert "pdfuaid:part" in root["/Metadata"].get_object().get_data().decode()


def test_structure_has_headings_tables_lists_and_a_picture_with_words(printed: PdfReader) -> None:
    tree = list(elements(printed.trailer["/Root"]["/StructTreeRoot"]))
    kinds = {one["/S"] for one in tree}
    assert {"/H1", "/H2", "/H3", "/Table", "/TH", "/TD", "/Caption", "/L", "/LI", "/Figure"} <= kinds
    assert all(one.get("/Alt") for one in tree if one["/S"] == "/Figure")
    assert next(one["/S"] for one in tree if one["/S"].startswith("/H") and one["/S"] != "/Header") == "/H1"


def test_a_term_and_its_words_are_one_item_of_a_list(printed: PdfReader) -> None:
    tree = list(elements(printed.trailer["/Root"]["/StructTreeRoot"]))
    kinds = {(one["/P"]["/S"], one["/S"]) for one in tree if "/S" in one["/P"]}
    assert {inner for outer, inner in kinds if outer == "/L"} <= {"/LI", "/Caption"}
    assert {inner for outer, inner in kinds if outer == "/LI"} == {"/Lbl", "/LBody"}
    assert {outer for outer, inner in kinds if inner in ("/Lbl", "/LBody")} == {"/LI"}


def test_bookmarks_and_page_numbers_are_there(printed: PdfReader) -> None:
    assert printed.outline
    last = len(printed.pages)
    assert f"Pagina {last} van {last}" in printed.pages[-1].extract_text()
    assert "Proefregio" in printed.pages[1].extract_text()


def test_paper_has_the_first_look_and_all_statements_in_one_table() -> None:
    """Also of many statements it is a few pages: the numbers of each by role and municipality are no paper."""
    outcome = read(report(n_people=60, n_statements=40))
    page = html.page(outcome, title="x", folded=False)
    shown = [one for one in outcome.statements if not one.is_hidden]
    assert all(f'id="stelling-{one.id}"' in page for one in shown)
    assert 'id="tabel-1"' not in page
    links = set(re.findall(r'href="#([^"]+)"', page))
    assert links <= set(re.findall(r'id="([^"]+)"', page))
    assert len(PdfReader(io.BytesIO(pdf.write(page))).pages) <= 12


def test_picture_without_words_is_refused() -> None:
    with pytest.raises(NotPrintable, match="alt"):
        pdf.write('<html lang="nl"><title>x</title><h1>x</h1><img src="regiotafel:regiotafel/icon.svg"></html>')


@pytest.mark.parametrize(
    "address",
    ["https://example.org/x.png", "file:///etc/passwd", "regiotafel:../settings.py", "regiotafel:nothing.png"],
)
def test_nothing_else_than_our_own_static_files_is_read(address: str) -> None:
    with pytest.raises(NotPrintable, match="not one of our own files"):
        pdf.write(f'<html lang="nl"><title>x</title><h1>x</h1><img alt="x" src="{address}"></html>')


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="pdftotext is not here")
def test_emoji_and_other_scripts_are_in_the_print_whatever_fonts_there_are(tmp_path: Path) -> None:
    """A font that is missing leaves a box on paper, and never breaks the print."""
    words = "Gezin 👨‍👩‍👧, vlag 🇳🇱: 😀 ❤ 日本 हि"
    page = f'<html lang="nl"><head><title>{words}</title></head><body><h1>Kop</h1><p>{words}.</p></body></html>'
    (tmp_path / "a.pdf").write_bytes(pdf.write(page))
    read_by = ["pdftotext", str(tmp_path / "a.pdf"), "-"]
    found = subprocess.run(read_by, capture_output=True, text=True, check=True).stdout
    for sign in ("😀", "❤", "日本", "👨", "🇳🇱"):
        assert sign in found


PAGE = '<html lang="nl"><title>Een</title><p>Woorden</p></html>'


def test_a_process_of_its_own_prints_the_same(printed: PdfReader) -> None:
    [page] = PdfReader(io.BytesIO(print_apart(PAGE))).pages
    assert page.extract_text() == "Woorden"


@pytest.mark.parametrize(
    ("page", "limits", "why"),
    [
        ('<html lang="nl"><title>Een</title><img src="regiotafel:regiotafel/icon.svg"></html>', {}, "alt"),
        ("<p>x" * 100_000, {"seconds": 1}, "SIGKILL|SIGXCPU"),
        (PAGE, {"n_bytes": 64 * 1024**2}, "ended"),
    ],
    ids=["a picture without words", "too long", "too large"],
)
def test_what_cannot_be_printed_says_so_and_ends(page: str, limits: dict[str, int], why: str) -> None:
    with pytest.raises(NotPrintable, match=why):
        print_apart(page, **limits)


def test_a_printer_is_told_no_keys_or_passwords(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tells = tmp_path / "tells"
    tells.write_text("#!/bin/sh\nexec env\n")
    tells.chmod(0o700)
    monkeypatch.setattr(sys, "executable", str(tells))
    for name in ("REGIOTAFEL_SECRET_KEY", "REGIOTAFEL_DATABASE", "REGIOTAFEL_SMTP_PASSWORD", "PGPASSWORD"):
        monkeypatch.setenv(name, "secret")
    monkeypatch.setenv("FONTCONFIG_PATH", "/fonts")
    told = print_apart(PAGE).decode()
    assert "secret" not in told
    assert {"PATH", "FONTCONFIG_PATH"} <= {line.partition("=")[0] for line in told.splitlines()}


# Starts the printer as `print_apart` does, but with a page that never comes to its end: it never ends by itself.
ASKS = """
import os, subprocess, sys
limits = ["60", str(2**31), str(os.getpid())]
command = [sys.executable, "-P", "-m", "regiotafel.apart", *limits, "regiotafel.reports.pdf:written"]
asked = subprocess.Popen(command, stdin=sys.stdin, stdout=subprocess.DEVNULL)
print(asked.pid, flush=True)
asked.wait()
"""


def test_nobody_prints_for_who_is_gone() -> None:
    """A server that was killed leaves nothing behind that goes on drawing."""
    with subprocess.Popen([sys.executable, "-c", ASKS], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as asks:
        assert asks.stdout is not None
        printer = os.pidfd_open(int(asks.stdout.readline()))
        try:
            asks.kill()
            ended, _, _ = select.select([printer], [], [], 60)
            assert ended
        finally:
            with suppress(ProcessLookupError):
                signal.pidfd_send_signal(printer, signal.SIGKILL)
            os.close(printer)
