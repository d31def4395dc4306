"""While people still answer the outcome has totals only, and says why in plain words."""

from regiotafel.engine.opinions import report_of_totals
from regiotafel.reports.html import page, render
from regiotafel.reports.opinions import sentences
from regiotafel.reports.opinions.outcome import Outcome, read
from regiotafel.reports.opinions.table import write_table
from regiotafel.reports.pdf import write

TEXTS = {"1": "Hulp hoort dichtbij te zijn.", "2": "Ouders kiezen zelf.", "3": "Er is te veel papier."}
REPORT = report_of_totals([[180, 10, 15], [70, 90, 40], [6, 0, 0]], n_people=205, statements=[1, 2, 3], texts=TEXTS)


def outcome() -> Outcome:
    return read(REPORT)


def test_the_lead_says_that_at_least_so_many_answered() -> None:
    assert sentences.lead(outcome()) == (
        "Ten minste 205 deelnemers gaven samen al 411 antwoorden op 3 stellingen. "
        "De laatste antwoorden tellen mee in een volgende stap."
    )


def test_it_is_said_why_there_are_no_groups_yet() -> None:
    assert sentences.no_groups_title(outcome()) == "Of er groepen zijn, kijken we als de ronde sluit"
    assert "twee tellingen te vergelijken" in sentences.why_no_groups(outcome())


def test_the_page_shows_each_statement_and_no_map() -> None:
    html = render(REPORT)
    assert all(text in html for text in TEXTS.values())
    assert html.count('class="rt-bar"') == 3 + len(REPORT.common_ground)
    assert "op-de-kaart" not in html
    assert '<svg class="rt-chart"' not in html
    assert "De tussenstand gaat in stappen." in html
    assert "toeval met startgetal" not in html


def test_paper_and_table_show_the_same() -> None:
    assert write(page(outcome(), title="Uitkomst", folded=False)).startswith(b"%PDF")
    rows = "".join(write_table(outcome())).splitlines()
    assert len(rows) == 4
    assert "iedereen" in rows[1]
    assert ";180;10;15;" in rows[1].replace(",", ";")


def test_what_is_sure_no_more_says_so() -> None:
    before = report_of_totals([[35, 10, 5]], n_people=50, statements=[1], texts=TEXTS)
    after = report_of_totals([[36, 24, 5]], n_people=65, statements=[1], texts=TEXTS, before=before)
    said = "Dit stond hier al. Het is nu net niet meer zeker"
    assert said in render(after)
    assert said not in render(before)
