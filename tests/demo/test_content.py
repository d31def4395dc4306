"""What a machine can check of the invented example region."""

import csv
import re
import tomllib
from collections import Counter
from collections.abc import Iterator
from dataclasses import FrozenInstanceError
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from regiotafel.demo.content import FOLDER, BadContent, Consultation, Content, read_content
from regiotafel.text.marked import words_of

REFERENCE = FOLDER.parents[1] / "regions" / "reference" / "jeugdregios.csv"
CONTENT = read_content()
CONSULTATIONS = (CONTENT.closed, CONTENT.running)
both = pytest.mark.parametrize("consultation", CONSULTATIONS, ids=lambda consultation: consultation.slug)

KINDS = {
    "provider",
    "certified_institution",
    "local_team",
    "school_partnership",
    "gp_group",
    "youth_health",
    "client_organisation",
    "advisory_council",
    "youth_council",
    "national_organisation",
    "expert_team",
    "other",
}
MEMBER_ROLES = {"resident", "organisation_member", "editor", "moderator", "clerk", "region_administrator"}
MEMBER_ROLES |= {"alderman", "councillor"}
DECLARED_ROLES = {
    "parent",
    "young",
    "professional",
    "provider",
    "municipality",
    "councillor",
    "school",
    "gp",
    "other",
}
REFUSALS = {"two_thoughts", "already_there", "off_topic", "personal_data", "hurtful", "not_a_statement"}
# What Dutch prose needs and nothing that can be mistaken for markup or was pasted from a word processor.
ALLOWED = re.compile(r"[A-Za-zÀ-ÖØ-öø-ÿ0-9 .,:?'()-]+")
# Fields with a sentence for a reader; all others hold names, identifiers and numbers.
PROSE = {
    *(
        "tagline",
        "about",
        "result",
        "description",
        "title",
        "question",
        "introduction",
        "promise",
        "for_whom",
    ),
    *("decided_by", "decision", "answer", "what", "why", "text", "old", "explanation"),
    *("short", "long", "lead", "take_part", "follow", "why_role", "why_municipality", "few_people"),
    *("own_statement", "after_sending", "resident", "policy_officer", "clerk"),
    *("note", "heard", "who_then"),
}


def texts(value: Any, key: str = "") -> Iterator[str]:
    """Every piece of Dutch prose in a file."""
    if isinstance(value, dict):
        for name, part in value.items():
            yield from texts(part, name)
    elif isinstance(value, list):
        for part in value:
            yield from texts(part, key)
    elif isinstance(value, str) and key in PROSE:
        yield value


def prose() -> list[str]:
    """Each thing that is read as one: a paragraph, an item of a list, a cell of a table, a note."""
    files = sorted(FOLDER.glob("*.toml"))
    found = [text for file in files for text in texts(tomllib.loads(file.read_text(encoding="utf-8")))]
    lines = [line for text in found for line in (words_of(text).splitlines() if "\n" in text else [text])]
    return [cell.removeprefix("- ") for line in lines if line for cell in line.split(" | ")]


def sentences(text: str) -> list[str]:
    return [part for part in re.split(r"(?<=[.?!:])\s+", text) if part]


def n_words(sentence: str) -> int:
    return len(re.findall(r"[\w'-]+", sentence))


def all_statement_texts(consultation: Consultation) -> list[str]:
    rows = [statement.text for statement in consultation.statements]
    rows += [old.old for old in consultation.reworded]
    rows += [waiting.text for waiting in consultation.waiting]
    return rows + [refused.text for refused in consultation.refused]


# --- How much there is ---


def test_the_region_has_twelve_municipalities_in_three_sub_regions() -> None:
    region = CONTENT.region
    assert len(region.municipalities) == 12
    assert Counter(m.subregion for m in region.municipalities) == {s.slug: 4 for s in region.subregions}
    assert len(region.subregions) == 3


def test_there_are_forty_two_organisations_of_every_kind_besides_the_municipalities() -> None:
    assert len(CONTENT.organisations) == 42
    assert {organisation.kind for organisation in CONTENT.organisations} == KINDS


def test_there_are_fifteen_members_with_every_role_and_six_ways_in() -> None:
    assert len(CONTENT.people) == 15
    assert {person.role for person in CONTENT.people} == MEMBER_ROLES
    ways_in = [person.way_in for person in CONTENT.people if person.way_in]
    assert (
        sorted(ways_in)
        == ["advisory_council", "alderman", "clerk", "councillor", "policy_officer", "resident"]
        == sorted(CONTENT.texts.ways_in)
    )


@both
def test_a_consultation_is_complete(consultation: Consultation) -> None:
    assert len(consultation.statements) == 40
    assert 4 <= len(consultation.fixed) <= 6
    assert 4 <= len(consultation.open) <= 6
    assert len(consultation.refused) == 6
    assert {refused.reason for refused in consultation.refused} == REFUSALS
    assert len(consultation.reworded) == 2
    assert len(consultation.table.ballots) == 14
    assert sum(consultation.simulation.people.values()) >= 250


def test_only_the_running_consultation_has_statements_that_wait() -> None:
    assert len(CONTENT.running.waiting) == 8
    assert CONTENT.closed.waiting == ()


# --- One consultation runs, one is closed, whenever the demo is started ---


def test_the_moments_of_the_consultations_fit_today() -> None:
    closed, running = CONTENT.closed, CONTENT.running
    assert closed.opens_in_days < closed.closes_in_days < 0 < closed.answer_by_in_days
    assert running.opens_in_days < 0 < running.closes_in_days < running.answer_by_in_days
    assert all(consultation.answer_by_in_days < consultation.decided_in_days for consultation in CONSULTATIONS)


@both
def test_everything_happens_while_the_consultation_is_open_and_before_now(consultation: Consultation) -> None:
    last_day = min(consultation.closes_in_days, 0) - consultation.opens_in_days
    rows: tuple[Any, ...] = (*consultation.statements, *consultation.refused, *consultation.reworded)
    days = [row.day for row in rows]
    assert 0 <= min(days) <= max(days) < last_day
    hours_open = 24 * -consultation.opens_in_days
    assert all(0 < waiting.hours_ago < hours_open for waiting in consultation.waiting)


@both
def test_a_ballot_asks_only_statements_that_were_there_at_the_table(consultation: Consultation) -> None:
    table = consultation.table
    meeting_day = table.held_in_days - consultation.opens_in_days
    day_of = {statement.slug: statement.day for statement in consultation.statements}
    assert all(day_of[slug] <= meeting_day for slug in table.statements)
    from_the_table = [statement.day for statement in consultation.statements if statement.source == "table"]
    assert from_the_table
    assert all(day > meeting_day for day in from_the_table)
    assert [ballot.number for ballot in table.ballots] == list(range(1, 15))
    assert all(ballot.answers for ballot in table.ballots)


def test_the_steps_follow_each_other_and_one_is_now() -> None:
    steps = CONTENT.region.steps
    assert [step.name for step in steps] == [
        "Start",
        "Meningen ophalen",
        "Wat delen we, wat verschilt?",
        "Concept en reacties",
        "Besluit van twaalf raden",
        "Uitvoeren en volgen",
    ]
    assert all(step.starts_on <= step.ends_on for step in steps)
    assert all((later.starts_on - earlier.ends_on).days == 1 for earlier, later in pairwise(steps))
    assert {day.year for step in steps for day in (step.starts_on, step.ends_on)} == {2026, 2027}
    assert CONTENT.region.now in {step.slug for step in steps}


# --- The text of the vision, and what people send in ---

VISION, VOICES = CONTENT.vision, CONTENT.voices
PASSAGES = {passage.slug: passage for passage in VISION.passages}
PARTS = [part for split in VOICES.splits for part in split.parts]
SOURCES: tuple[Any, ...] = (*VOICES.contributions, *VOICES.merges, *PARTS, *VOICES.findings)
ANSWERS = [answer for source in SOURCES for answer in source.answers]


def test_the_vision_has_forty_five_passages_in_nine_chapters() -> None:
    assert len(VISION.passages) == len(PASSAGES) == 45
    assert {section.slug for section in VISION.sections} == {passage.section for passage in VISION.passages}
    assert len(VISION.sections) == 9
    assert {section.theme for section in VISION.sections} <= {theme.slug for theme in CONTENT.region.themes}
    assert sum(bool(passage.later) for passage in VISION.passages) >= 15
    reasons = [passage.reason for passage in VISION.passages]
    reasons += [later.reason for passage in VISION.passages for later in passage.later]
    assert all(ALLOWED.fullmatch(reason) and len(reason) <= 300 and reason.endswith(".") for reason in reasons)


def test_a_release_freezes_words_that_are_there_and_one_rewording_comes_after_the_last() -> None:
    first, last = VISION.releases
    assert VISION.written_in_days < first.in_days < last.in_days < 0
    days = [later.in_days for passage in VISION.passages for later in passage.later]
    assert first.in_days < min(days) < last.in_days < max(days) < 0
    assert sum(day > last.in_days for day in days) == 1


def test_a_hundred_and_twenty_contributions_come_from_every_kind_of_party_over_every_channel() -> None:
    kind_of = {organisation.slug: organisation.kind for organisation in CONTENT.organisations}
    parties = {kind_of[one.organisation] for one in VOICES.contributions if one.organisation}
    private = {one.who for one in VOICES.contributions if one.who}
    assert len(VOICES.contributions) == len({one.slug for one in VOICES.contributions}) == 120
    assert parties == KINDS
    assert {"parent", "young", "foster", "professional", "school", "gp", "councillor", "resident"} == private
    assert {one.via for one in VOICES.contributions} == {"site", "table", "phone", "paper", "mail"}
    assert {one.kind for one in VOICES.contributions} == {"idea", "worry", "barrier", "reaction"}
    assert {one.table for one in VOICES.contributions if one.table} == {one.slug for one in CONSULTATIONS}


def test_contributions_are_in_every_state_and_every_verdict_is_given() -> None:
    outcomes = Counter(one.outcome for one in VOICES.contributions)
    assert set(outcomes) == {"waiting", "refused", "open", "answered", "merged", "split", "withdrawn"}
    assert outcomes["merged"] == sum(len(merge.of) for merge in VOICES.merges)
    assert outcomes["split"] == len(VOICES.splits)
    assert {one.refusal.reason for one in VOICES.contributions if one.refusal} == {
        "personal_data",
        "hurtful",
        "spam",
        "other",
    }
    assert {answer.verdict for answer in ANSWERS} == {"yes", "partly", "promised", "no", "not_needed", "out_of_scope"}
    assert sum(len(one.answers) > 1 for one in VOICES.contributions) >= 3
    for one in VOICES.contributions:
        assert bool(one.answers) == (one.outcome == "answered"), one.slug
        assert (one.refusal is not None) == (one.outcome == "refused"), one.slug
        assert (one.withdrawn_in_days is not None) == (one.outcome == "withdrawn"), one.slug


def test_every_reaction_on_the_first_release_is_settled() -> None:
    first, last = VISION.releases
    for one in VOICES.contributions:
        if one.about and one.in_days < last.in_days:
            assert one.in_days > first.in_days, one.slug
            assert one.outcome not in {"waiting", "open"}, one.slug


def test_an_answer_comes_after_the_question_and_after_the_words_that_it_names() -> None:
    for source in SOURCES:
        assert [answer.in_days for answer in source.answers] == sorted(answer.in_days for answer in source.answers)
        for answer in source.answers:
            asked = getattr(source, "in_days", -90)
            assert asked < answer.in_days < 0
            assert answer.passage or answer.verdict in {"no", "not_needed", "out_of_scope"}
            assert (bool(answer.owner), answer.due_in_days is not None) == (answer.verdict == "promised",) * 2
            assert bool(answer.who_then) == (answer.verdict == "out_of_scope")
            if answer.wording > 1:
                assert answer.passage
                assert PASSAGES[answer.passage].later[answer.wording - 2].in_days <= answer.in_days


def test_what_people_send_in_refers_only_to_what_exists() -> None:
    named = {slug for source in SOURCES for slug in source.links}
    named |= {one.about for one in VOICES.contributions if one.about}
    named |= {answer.passage for answer in ANSWERS if answer.passage}
    assert named <= set(PASSAGES)
    assert {slug for merge in VOICES.merges for slug in merge.of} <= {one.slug for one in VOICES.contributions}
    assert {finding.statement for finding in VOICES.findings} <= {s.slug for s in CONTENT.closed.statements}
    assert len(VOICES.findings) == 8
    assert all(finding.answers and finding.links for finding in VOICES.findings)
    assert all(finding.in_days > CONTENT.closed.closes_in_days for finding in VOICES.findings)


# --- References point at something ---


def test_every_municipality_referred_to_exists() -> None:
    known = {municipality.slug for municipality in CONTENT.region.municipalities}
    named = {organisation.municipality for organisation in CONTENT.organisations}
    named |= {person.municipality for person in CONTENT.people}
    for consultation in CONSULTATIONS:
        named |= {consultation.table.municipality}
        named |= {ballot.municipality for ballot in consultation.table.ballots}
    assert named - {None} <= known


def test_exactly_the_local_organisations_have_a_municipality() -> None:
    for organisation in CONTENT.organisations:
        assert organisation.reach in {"local", "regional", "national"}
        assert (organisation.municipality is not None) == (organisation.reach == "local"), organisation.name


def test_organisation_members_have_an_organisation_and_it_exists() -> None:
    known = {organisation.slug for organisation in CONTENT.organisations}
    for person in CONTENT.people:
        assert person.organisation is None or person.organisation in known
        assert person.role != "organisation_member" or person.organisation
        assert person.organisation or person.municipality


def test_sizes_agree_with_the_numbers() -> None:
    for municipality in CONTENT.region.municipalities:
        n = municipality.under_23
        assert municipality.size == ("small" if n < 4000 else "medium" if n < 10000 else "large")


def test_slugs_names_and_addresses_are_unique() -> None:
    region = CONTENT.region
    rows: tuple[tuple[Any, ...], ...] = (
        (*region.municipalities, *CONTENT.organisations),
        region.subregions,
        region.steps,
        region.themes,
        region.levels,
    )
    for group in rows:
        assert len({row.slug for row in group}) == len({row.name for row in group}) == len(group)
    assert len({person.email for person in CONTENT.people}) == len(CONTENT.people)
    assert len({person.first_name for person in CONTENT.people}) == len(CONTENT.people)
    assert all(person.email.endswith("@example.org") for person in CONTENT.people)


@both
def test_a_consultation_refers_only_to_what_exists(consultation: Consultation) -> None:
    themes = {theme.slug for theme in CONTENT.region.themes}
    slugs = {statement.slug for statement in consultation.statements}
    people = {person.slug: person.role for person in CONTENT.people}
    rows: tuple[Any, ...] = (*consultation.statements, *consultation.waiting, *consultation.refused)
    assert {row.theme for row in rows} <= themes
    assert {row.role for row in rows} - {None} <= DECLARED_ROLES
    assert {ballot.role for ballot in consultation.table.ballots} - {None} <= DECLARED_ROLES
    assert set(consultation.table.statements) <= slugs
    assert people[consultation.table.facilitator] == "editor"
    assert consultation.level in {"inform", "consult", "advise", "coproduce", "codecide"}


@both
def test_a_reworded_statement_ends_when_the_new_one_begins(consultation: Consultation) -> None:
    statements = {statement.slug: statement for statement in consultation.statements}
    for old in consultation.reworded:
        assert old.added_day < old.day == statements[old.new].day
        assert old.slug not in statements


@both
def test_participants_send_in_and_the_others_do_not(consultation: Consultation) -> None:
    sources = Counter(statement.source for statement in consultation.statements)
    assert sources["seed"] >= 20
    assert sources["participant"] >= 10
    assert sources["table"] >= 3
    assert set(sources) == {"seed", "participant", "table"}
    for statement in consultation.statements:
        assert (statement.role is not None) == (statement.source == "participant"), statement.slug


def test_every_theme_of_the_region_is_used() -> None:
    used = {statement.theme for consultation in CONSULTATIONS for statement in consultation.statements}
    assert used == {theme.slug for theme in CONTENT.region.themes}


# --- Planted opinions ---


@both
def test_every_row_of_odds_sums_to_at_most_one(consultation: Consultation) -> None:
    rows = [odds for statement in consultation.statements for odds in statement.odds.values()]
    for odds in (*rows, *(old.odds for old in consultation.reworded)):
        assert min(odds.agree, odds.disagree, odds.unsure) >= 0
        assert odds.agree + odds.disagree + odds.unsure <= 1 + 1e-9


@both
def test_shares_and_leans_cover_every_role_group_and_sub_region(consultation: Consultation) -> None:
    plan = consultation.simulation
    groups = set(plan.groups)
    assert all(set(statement.odds) == groups for statement in consultation.statements)
    assert set(plan.people) == set(plan.mix) == DECLARED_ROLES
    assert set(plan.lean) == {subregion.slug for subregion in CONTENT.region.subregions}
    for shares in plan.mix.values():
        assert set(shares) == groups
        assert sum(shares.values()) == pytest.approx(1)
    for factors in plan.lean.values():
        assert set(factors) == groups
        assert min(factors.values()) > 0
    assert 0 < plan.least_answers <= plan.most_answers == 40
    shares_of_people = (plan.finish_share, plan.skip_role_share, plan.skip_municipality_share)
    assert all(0 < share < 1 for share in shares_of_people)


@both
def test_some_statements_unite_some_divide_and_some_leave_people_unsure(consultation: Consultation) -> None:
    agrees = [[odds.agree for odds in statement.odds.values()] for statement in consultation.statements]
    disagrees = [[odds.disagree for odds in statement.odds.values()] for statement in consultation.statements]
    unsures = [[odds.unsure for odds in statement.odds.values()] for statement in consultation.statements]
    assert sum(min(row) >= 0.7 for row in agrees) >= 10
    assert sum(max(row) - min(row) >= 0.4 for row in agrees) >= 10
    assert sum(max(row) >= 0.3 for row in unsures) >= 3
    assert sum(min(row) >= 0.6 for row in disagrees) >= 1


def test_the_planted_groups_are_not_named_in_any_text() -> None:
    names = {group for consultation in CONSULTATIONS for group in consultation.simulation.groups}
    assert len(names) == 5
    assert not [text for text in prose() if any(name in text.lower() for name in names)]


# --- What is asked and told ---


@both
def test_every_statement_is_short_unique_and_one_sentence(consultation: Consultation) -> None:
    rows = all_statement_texts(consultation)
    assert max(len(text) for text in rows) <= 140
    assert len({text.casefold() for text in rows}) == len(rows)
    for text in rows:
        assert len(sentences(text)) == 1, text
        assert text.endswith("."), text
        assert text[0].isupper(), text


def test_no_text_has_forbidden_characters() -> None:
    wrong = [text for text in prose() if not ALLOWED.fullmatch(text) or "  " in text or text != text.strip()]
    assert wrong == []


def test_sentences_are_short() -> None:
    lengths = [n_words(sentence) for text in prose() for sentence in sentences(text)]
    assert sum(lengths) / len(lengths) <= 14
    assert max(lengths) <= 25


def test_nobody_is_addressed_formally() -> None:
    assert [text for text in prose() if re.search(r"\b(u|uw)\b", text.lower())] == []


@both
def test_every_fixed_point_says_why_and_every_law_has_a_verified_source(consultation: Consultation) -> None:
    for point in consultation.fixed:
        assert point.what
        assert point.why
        assert point.kind in {"law", "choice"}
        assert (point.mark == "V" and bool(point.source)) == (point.kind == "law"), point.what
        # Room to show the source behind the reason in one field of 300 characters.
        assert len(point.what) <= 200
        assert len(point.why) + len(point.source) <= 290
    assert all(point.what and point.why for point in consultation.open)


def test_texts_fit_the_room_they_get() -> None:
    for consultation in CONSULTATIONS:
        assert len(consultation.title) <= 120
        assert len(consultation.question) <= 500
        assert len("\n\n".join(consultation.introduction)) <= 3000
        assert len(consultation.promise) <= 600
        short = (consultation.for_whom, consultation.decided_by, consultation.decision)
        assert max(len(text) for text in short) <= 300
        assert max(len(refused.explanation) for refused in consultation.refused) <= 500
        assert len(consultation.table.name) <= 120
    assert max(len(organisation.about) for organisation in CONTENT.organisations) <= 300
    assert max(len(step.about) for step in CONTENT.region.steps) <= 300
    assert max(len(theme.name) for theme in CONTENT.region.themes) <= 60


# --- Invented ---


def test_no_invented_name_is_a_real_municipality_or_region() -> None:
    if not REFERENCE.exists():
        pytest.skip("the list of real municipalities (regions/reference/jeugdregios.csv) is not there")
    with REFERENCE.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    real = {bare(row["gemeente"]) for row in rows} | {bare(row["region"]) for row in rows}
    region = CONTENT.region
    places: tuple[Any, ...] = (*region.municipalities, *region.subregions)
    invented = {bare(place.name) for place in places}
    invented.add(bare(region.name.removeprefix("Jeugdregio ")))
    assert invented & real == set()


def bare(name: str) -> str:
    """Without case, marks and the letters of a province: «Bergen (NH.)» is «bergen»."""
    return re.sub(r"[^a-z]", "", re.sub(r"\(.*\)", "", name.casefold()))


def test_the_readme_says_that_everything_is_invented() -> None:
    assert "everything here is invented" in (FOLDER / "README.md").read_text(encoding="utf-8")
    assert "verzonnen" in CONTENT.texts.invented["short"]
    assert "verzonnen" in CONTENT.region.about[0]


# --- The loader ---


def test_content_cannot_be_changed_after_reading() -> None:
    content: Content = read_content()
    assert content == CONTENT
    with pytest.raises(FrozenInstanceError):
        content.region.name = "Iets anders"  # type: ignore[misc]
    with pytest.raises(TypeError):
        content.running.simulation.people["gp"] = 400  # type: ignore[index]


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("vision.toml", "written_in_days = ", "written_on_day = "),
        ("contributions.toml", "who = ", "whom = "),
        ("contributions.toml", 'who = "parent"', 'who = "parent"\norganisation = "ouderkring-lindestroom"'),
        ("people.toml", "first_name", "firstname"),
        ("region.toml", "tagline", "tag_line"),
        ("consultation-running.toml", 'answers = "', 'answers = "x'),
        ("consultation-closed.toml", "odds.samen-tenzij = [", "odds.samen-tenzij = [0.0, "),
    ],
)
def test_a_file_that_does_not_fit_is_refused(tmp_path: Path, file: str, old: str, new: str) -> None:
    for source in FOLDER.glob("*.toml"):
        text = source.read_text(encoding="utf-8")
        (tmp_path / source.name).write_text(text.replace(old, new, 1) if source.name == file else text)
    with pytest.raises(BadContent):
        read_content(tmp_path)
