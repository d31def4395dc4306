"""Rules by value: no row is saved here."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest

from regiotafel.consultations.benchmark.rules import BenchmarkRefused, check_benchmark
from regiotafel.consultations.importing.rules import ImportNotPossible, check_can_import
from regiotafel.consultations.inviting.rules import InvitationNotValid, check_can_invite, check_invitation
from regiotafel.consultations.models import (
    Consultation,
    Invitation,
    Level,
    Point,
    PointKind,
    Statement,
    StatementState,
)
from regiotafel.consultations.preparing.rules import (
    AlreadyOpened,
    NotReadyToOpen,
    PromiseFixed,
    check_can_close,
    check_can_open,
    check_change,
    closing_of,
    missing_to_open,
    remarks_on_moments,
)
from regiotafel.consultations.rules import (
    NothingAsked,
    VotingClosed,
    VotingNotOpenYet,
    check_running,
    check_version,
    is_readable,
    role_named,
)
from regiotafel.consultations.statements.rules import (
    AlreadyModerated,
    NoStatementsAccepted,
    StatementNotAsked,
    TextRefused,
    check_accepts_statements,
    check_can_mend,
    check_can_moderate,
    check_can_replace,
    check_statement_text,
    check_takes_statements,
    warnings_about,
)
from regiotafel.history.rules import ChangedMeanwhile
from regiotafel.regions.models import Region, Role
from regiotafel.regions.permissions import Standing
from regiotafel.regions.rules import RecessUnreadable, periods_in
from tests.factories import NOW

DAY = timedelta(days=1)


def a_consultation(state: str = "running", **more: object) -> Consultation:
    opens = {"draft": 1, "planned": 1, "running": -2, "closed": -9}[state]
    values: dict[str, object] = {
        "question": "Wat moet dichtbij?",
        "level": Level.ADVISE,
        "promise": "Jullie advies weegt zwaar.",
        "audience": "Iedereen",
        "decided_by": "De raden",
        "decided_on": date(2027, 3, 1),
        "answer_by": date(2027, 2, 1),
        "opens_at": NOW + opens * DAY,
        "closes_at": NOW + (opens + 5) * DAY,
        "opened_at": None if state == "draft" else NOW - 10 * DAY,
    }
    region = Region(sender="de gemeenten", contact_email="regio@example.org")
    return Consultation(**{"region": region} | values | more)


UNTOUCHED = {"changes_points": False, "now": NOW}
# Days like any other.
ORDINARY = {
    "opens_at": datetime(2027, 3, 30, 8, tzinfo=UTC),
    "closes_at": datetime(2027, 4, 19, 8, tzinfo=UTC),
    "answer_by": date(2027, 5, 27),
}
POINTS = [Point(kind=PointKind.FIXED, text="Het budget", why="Besloten"), Point(kind=PointKind.OPEN, text="Waar")]


@pytest.mark.parametrize("state", ["draft", "planned", "running", "closed"])
def test_what_each_state_allows(state: str) -> None:
    consultation = a_consultation(state)
    assert consultation.state(NOW) == state
    for check, refused_in in (
        (check_running, {"draft", "planned", "closed"}),
        (check_can_close, {"draft", "closed"}),
        (check_can_invite, {"closed"}),
        (check_takes_statements, {"closed"}),
        (check_accepts_statements, {"draft", "planned", "closed"}),
    ):
        if state in refused_in:
            with pytest.raises((VotingClosed, VotingNotOpenYet)):
                check(consultation, NOW)
        else:
            check(consultation, NOW)


def test_statements_of_others_can_be_shut_out() -> None:
    with pytest.raises(NoStatementsAccepted):
        check_accepts_statements(a_consultation(accepts_statements=False), NOW)


def test_it_opens_when_nothing_is_missing_and_once() -> None:
    check_can_open(a_consultation("draft"), POINTS, 3, NOW)
    with pytest.raises(AlreadyOpened):
        check_can_open(a_consultation("planned"), POINTS, 3, NOW)
    with pytest.raises(NotReadyToOpen) as refused:
        check_can_open(a_consultation("draft", question="", answer_by=date(2026, 11, 1)), POINTS[:1], 2, NOW)
    assert [gap.field for gap in refused.value.missing] == ["question", "open", "statements", "answer_by"]


@pytest.mark.parametrize(
    ("contact", "is_missing"),
    [
        ({}, True),
        ({"sender": "de gemeenten"}, True),
        ({"contact_email": "regio@example.org"}, True),
        ({"sender": "de gemeenten", "contact_email": "regio@example.org"}, False),
        ({"sender": "de gemeenten", "contact_phone": "014 043"}, False),
    ],
    ids=["nothing", "nowhere", "nobody", "mail", "phone"],
)
def test_nobody_is_asked_anything_by_a_region_that_cannot_be_reached(contact: dict[str, str], is_missing: bool) -> None:
    drafted = a_consultation("draft", region=Region(**contact))
    assert [gap.field for gap in missing_to_open(drafted, POINTS, 3, NOW)] == ["contact"] * is_missing


@pytest.mark.parametrize(
    ("closes", "missing"),
    [(-1, ["closes_at", "closes_at"]), (0.5, ["closes_at"]), (2, [])],
    ids=range(3),
)
def test_a_closing_lies_after_now_and_after_the_opening(closes: float, missing: list[str]) -> None:
    consultation = a_consultation("draft", closes_at=NOW + closes * DAY)
    assert [gap.field for gap in missing_to_open(consultation, POINTS, 3, NOW)] == missing


def test_the_decision_is_not_before_the_closing_and_what_is_odd_is_only_remarked_on() -> None:
    closes_at = NOW + 6 * DAY
    early = a_consultation("draft", closes_at=closes_at, decided_on=(closes_at - DAY).date())
    assert [gap.field for gap in missing_to_open(early, POINTS, 3, NOW)] == ["decided_on"]
    with pytest.raises(PromiseFixed):
        check_change(a_consultation(decided_on=closes_at.date()), {"closes_at": closes_at + 2 * DAY}, **UNTOUCHED)
    quiet = {
        "opens_at": datetime(2027, 3, 29, 8, tzinfo=UTC),
        "closes_at": datetime(2027, 4, 18, 22, tzinfo=UTC),
        "answer_by": date(2027, 7, 27),
        "decided_on": date(2027, 6, 1),
    }
    odd = a_consultation("draft", **quiet)
    assert missing_to_open(odd, POINTS, 3, NOW) == []
    assert remarks_on_moments(odd) == [
        "De opening valt op tweede paasdag: maandag 29 maart 2027.",
        "De sluiting valt in het weekend: zondag 18 april 2027.",
        "Het antwoord aan deelnemers valt in juli of augustus, als veel mensen weg zijn: dinsdag 27 juli 2027.",
        "Deelnemers horen pas na het besluit wat er met hun antwoorden is gedaan.",
    ]
    assert remarks_on_moments(a_consultation("draft", **quiet | ORDINARY)) == []
    odd.region.recess = "29-3-2027: stilte\n 1 april 2027 tot en met 20-4-2027 :  pauze van de raden\n"
    assert remarks_on_moments(odd)[1] == (
        "De sluiting valt in een vrije periode van de regio (pauze van de raden): zondag 18 april 2027."
    )


@pytest.mark.parametrize(
    "line",
    ["carnaval", "13-2-2027", "21-2-2027 t/m 13-2-2027: om", "31-2-2027: nee", "13-2-2027 : …", "1-2 t/m 3-2: x"],
)
def test_a_period_that_cannot_be_read_is_refused_by_its_line(line: str) -> None:
    with pytest.raises(RecessUnreadable, match=re.escape(line)):
        periods_in(f"13-2-2027 t/m 21-2-2027: carnaval\n\n{line}")


def test_information_asks_nothing_and_stays() -> None:
    told = {"level": Level.INFORM, "introduction": "Dit gaat er gebeuren.", "closes_at": None, "answer_by": None}
    consultation = a_consultation("draft", **told, question="")
    assert missing_to_open(consultation, POINTS[:1], 0, NOW) == []
    asking = a_consultation("draft", **told | {"answer_by": date(2027, 2, 1), "introduction": ""})
    assert [gap.field for gap in missing_to_open(asking, POINTS, 0, NOW)] == ["introduction", "open", "answer_by"]
    opened = a_consultation(**told)
    assert (opened.state(NOW), opened.state(NOW + 4000 * DAY)) == ("information", "information")
    for check in (check_running, check_accepts_statements):
        with pytest.raises(NothingAsked):
            check(opened, NOW)


def test_a_round_of_the_lowest_level_that_was_opened_with_a_question_still_asks_it() -> None:
    """So they were opened before there was information."""
    for state in ("planned", "running", "closed"):
        before = a_consultation(state, level=Level.INFORM)
        assert (before.state(NOW), before.is_information) == (state, False)
    check_running(a_consultation(level=Level.INFORM), NOW)


def test_who_decides_along_reads_about_what() -> None:
    together = a_consultation("draft", level=Level.CODECIDE)
    assert [gap.field for gap in missing_to_open(together, POINTS, 3, NOW)] == ["decided_together"]
    together.decided_together = "hoe het geld voor preventie wordt verdeeld"
    assert missing_to_open(together, POINTS, 3, NOW) == []


@pytest.mark.parametrize(
    ("state", "values"),
    [
        ("running", {"promise": "Iets anders"}),
        ("running", {"audience": ""}),
        ("running", {"closes_at": NOW}),
        ("running", {"closes_at": NOW + 100 * DAY}),
        ("closed", {"closes_at": NOW + DAY}),
    ],
)
def test_after_the_opening_the_promise_stands(state: str, values: dict[str, object]) -> None:
    with pytest.raises(PromiseFixed):
        check_change(a_consultation(state), values, changes_points=False, now=NOW)
    check_change(a_consultation("draft"), values, changes_points=True, now=NOW)


def test_what_explains_and_more_time_may_change_after_the_opening() -> None:
    values = {"introduction": "Beter gezegd", "closes_at": NOW + 6 * DAY, "promise": "Jullie advies weegt zwaar."}
    check_change(a_consultation(), values, changes_points=False, now=NOW)
    with pytest.raises(PromiseFixed):
        check_change(a_consultation(), values, changes_points=True, now=NOW)


def test_nobody_saves_over_a_version_that_was_not_read() -> None:
    consultation = a_consultation(version=4)
    check_version(consultation, 4)
    with pytest.raises(ChangedMeanwhile) as refused:
        check_version(consultation, 3)
    assert refused.value.theirs is consultation


@pytest.mark.parametrize("role", list(Role))
def test_a_draft_is_readable_for_staff_only(role: Role) -> None:
    is_staff = role in {Role.EDITOR, Role.MODERATOR, Role.CLERK, Role.REGION_ADMINISTRATOR}
    assert is_readable(a_consultation("draft"), {Standing(role)}) == is_staff
    assert is_readable(a_consultation("planned"), {Standing(role)})


@pytest.mark.parametrize(
    ("invitation", "sentence"),
    [
        (None, "klopt niet"),
        (Invitation(expires_at=NOW + DAY, withdrawn_at=NOW, used_at=NOW), "ingetrokken"),
        (Invitation(expires_at=NOW + DAY, used_at=NOW - DAY), "al gebruikt"),
        (Invitation(expires_at=NOW), "verlopen"),
    ],
    ids=["unknown", "withdrawn", "used", "expired"],
)
def test_a_code_that_does_not_work_says_why(invitation: Invitation | None, sentence: str) -> None:
    with pytest.raises(InvitationNotValid, match=sentence):
        check_invitation(invitation, NOW)


def test_a_code_works_until_it_expires() -> None:
    invitation = Invitation(expires_at=NOW + timedelta(seconds=1))
    assert check_invitation(invitation, NOW) is invitation


@pytest.mark.parametrize("state", list(StatementState))
def test_what_may_be_done_with_a_statement_in_each_state(state: StatementState) -> None:
    statement = Statement(consultation=a_consultation("draft"), state=state)
    for check, allowed, refusal in (
        (check_can_moderate, {StatementState.WAITING}, AlreadyModerated),
        (check_can_replace, {StatementState.ACCEPTED, StatementState.WAITING}, StatementNotAsked),
    ):
        if state in allowed:
            check(statement)
        else:
            with pytest.raises(refusal):
                check(statement)


def test_words_are_mended_only_before_anybody_read_them() -> None:
    in_draft = Statement(consultation=a_consultation("draft"), state=StatementState.ACCEPTED)
    check_can_mend(in_draft, has_votes=False)
    opened = Statement(consultation=a_consultation("planned"), state=StatementState.ACCEPTED)
    for statement, has_votes in ((in_draft, True), (opened, False)):
        with pytest.raises(StatementNotAsked):
            check_can_mend(statement, has_votes=has_votes)


@pytest.mark.parametrize("text", ["Te kort.", "x" * 141, "Is dit wel een stelling?"])
def test_a_text_that_is_no_statement_is_refused(text: str) -> None:
    with pytest.raises(TextRefused):
        check_statement_text(text)


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("Jongeren en ouders beslissen samen.", []),
        ("Hulp hoort dichtbij te zijn en gemeenten moeten dat betalen.", ["two_thoughts"]),
        ("Mijn zoon wacht te lang op hulp.", ["personal_data"]),
        ("Hulp komt te laat. Mijn dochter wacht al een jaar.", ["two_thoughts", "personal_data"]),
    ],
)
def test_what_a_sender_is_asked_to_think_about(text: str, kinds: list[str]) -> None:
    assert [remark.kind for remark in warnings_about(text)] == kinds


@pytest.mark.parametrize(
    ("source", "year", "numbers"),
    [
        (" ", 2025, {"a": 1, "b": 2}),
        ("CBS", 1899, {"a": 1, "b": 2}),
        ("CBS", 2027, {"a": 1, "b": 2}),
        ("CBS", 2025, {"a": 1, "elsewhere": 2}),
        ("CBS", 2025, {"a": -1, "b": 2}),
        ("CBS", 2025, {"a": 1}),
        ("CBS", 2025, {"a": 0, "b": 0}),
    ],
)
def test_figures_that_cannot_be_compared_with_are_refused(source: str, year: int, numbers: dict[str, int]) -> None:
    check_benchmark("CBS", 2026, {"a": 1, "b": 2}, ["a", "b"], NOW)
    with pytest.raises(BenchmarkRefused):
        check_benchmark(source, year, numbers, ["a", "b"], NOW)


@pytest.mark.parametrize(
    ("state", "n_votes", "n_texts"),
    [("running", 0, 0), ("planned", 0, 0), ("draft", 1, 0), ("closed", 0, 1)],
)
def test_a_file_is_read_into_an_empty_consultation_that_is_not_open(state: str, n_votes: int, n_texts: int) -> None:
    check_can_import(a_consultation("draft"), NOW, 0, 0)
    with pytest.raises(ImportNotPossible):
        check_can_import(a_consultation(state), NOW, n_votes, n_texts)


@pytest.mark.parametrize(
    ("text", "role"),
    [("", ""), ("  Jongere ", "young"), ("young", "young"), ("ouder of  verzorger", "parent"), ("koning", None)],
)
def test_a_role_is_known_by_its_key_and_its_word(text: str, role: str | None) -> None:
    assert role_named(text) == role


def test_who_stops_a_consultation_reads_what_that_means_now() -> None:
    planned, running = closing_of(a_consultation("planned"), NOW), closing_of(a_consultation("running"), NOW)
    assert (planned.question, planned.button) == ("Weer een concept maken?", "Maak er weer een concept van")
    assert planned.told == (
        "De ronde is nog niet begonnen. Die gaat weer dicht en je kunt alles weer veranderen. "
        "Daarna open je het opnieuw.",
    )
    assert not planned.is_final
    assert (running.question, running.button) == ("De ronde nu sluiten?", "Sluit de ronde nu")
    assert running.is_final
    end = datetime(2027, 1, 8, 17, 0, tzinfo=UTC)
    assert closing_of(a_consultation("running", closes_at=end), NOW).told == (
        "Je hebt beloofd dat mensen kunnen antwoorden tot 8 januari 2027, 18.00 uur. Sluit je nu, dan kan "
        "niemand meer antwoorden. Dit is niet terug te draaien.",
        "Uiterlijk op 1 februari 2027 krijgen deelnemers antwoord. Dat blijft zo.",
    )
    for state in ("draft", "closed"):
        stopped = closing_of(a_consultation(state), NOW)
        assert (stopped.question, stopped.told, stopped.button) == ("Deze ronde is niet open", (), "")
