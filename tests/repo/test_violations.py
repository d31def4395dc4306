"""The house defends itself: each deliberate violation, one at a time in a copy, is caught by the check it concerns."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest

from tests.repo import house
from tests.repo.house import ROOT

# They start a program each: together on one worker, beside the rest of the suite on the other.
pytestmark = pytest.mark.xdist_group("violations")


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The code without its content: enough for every check."""
    root = tmp_path_factory.mktemp("house")
    shutil.copytree(
        ROOT / "src",
        root / "src",
        ignore=shutil.ignore_patterns("__pycache__", "static", "templates", "content", "*.csv", "*.woff2"),
    )
    shutil.copy(ROOT / "pyproject.toml", root)
    return root


@pytest.fixture
def copy(whole: Path) -> Iterator[Path]:
    """One copy for all tests of a worker, as it was again after each of them."""
    yield whole
    put_back()


def put_back() -> None:
    for path, text in CHANGED.items():
        if text is not None:
            path.write_text(text, encoding="utf-8")
            continue
        path.unlink()
        for folder in path.parents:
            if any(folder.iterdir()):
                break
            folder.rmdir()
    CHANGED.clear()


# What a test wrote, and what stood there before.
CHANGED: dict[Path, str | None] = {}


def write(path: Path, text: str) -> None:
    CHANGED.setdefault(path, path.read_text(encoding="utf-8") if path.exists() else None)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


@cache
def standing(check: Callable[[Path], list[str]]) -> list[str]:
    """What a check finds in the house as it stands."""
    return check(ROOT)


def to_the_right(root: Path) -> list[str]:
    return house.paths_to_the_right(root, house.reverse_names(house.line_of_apps(root)))


def long(name: str, lines: int, decorator: str = "") -> str:
    """A function of so many lines, below its decorator."""
    return f"{decorator}\ndef {name}(request):\n" + "    request += 1\n" * (lines - 1)


def add(root: Path, name: str, text: str) -> None:
    """Writes at the end of the file, or makes a new one."""
    path = root / "src" / "regiotafel" / name
    write(path, (path.read_text(encoding="utf-8") if path.exists() else "") + f"\n{text}\n")


def broken_contracts(root: Path) -> str:
    """What `lint-imports` says about this folder; empty when every contract is kept."""
    ran = subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-logo", "--cache-dir", str(root / "cache")],
        cwd=root,
        env={**os.environ, "PYTHONPATH": str(root / "src"), "COLUMNS": "200"},
        capture_output=True,
        text=True,
        check=False,
    )
    return "" if ran.returncode == 0 else ran.stdout + ran.stderr


def test_the_house_as_it_stands_keeps_every_contract(copy: Path) -> None:
    assert broken_contracts(copy) == ""


# Where something is written, what, and what then stands under which broken contract.
IMPORTS = [
    pytest.param(
        "engine/opinions/votes.py",
        "import django.utils.timezone",
        ["The engine is pure", "regiotafel.engine is not allowed to import django", "engine.opinions.votes"],
        id="the_engine_imports_django",
    ),
    pytest.param(
        "engine/opinions/votes.py",
        "import time\n\n\ndef now() -> float:\n    return time.monotonic()",
        ["The engine is pure", "regiotafel.engine is not allowed to import time"],
        id="the_engine_reads_the_clock",
    ),
    pytest.param(
        "engine/opinions/sorting.py",
        "from typing import TYPE_CHECKING\n\nif TYPE_CHECKING:\n    from .analysis import Analysis",
        ["every step knows only the steps before it", "regiotafel.engine.opinions.sorting"],
        id="a_step_of_the_engine_knows_a_later_one",
    ),
    pytest.param(
        "engine/common/shares.py",
        "from regiotafel.engine.opinions.votes import Votes",
        ["The parts of the engine do not know each other", "regiotafel.engine.common is not allowed to import"],
        id="what_parts_share_knows_one_of_them",
    ),
    pytest.param(
        "consultations/outcome/views.py",
        "from regiotafel.engine.opinions import analyse",
        ["Only analysis.py and the command line reach the engine", "regiotafel.consultations.outcome.views"],
        id="a_view_calls_the_engine",
    ),
    pytest.param(
        "regions/queries.py",
        "from regiotafel.consultations.models import Consultation",
        ["An app imports only apps to its left", "regiotafel.regions is not allowed to import"],
        id="an_app_imports_one_to_its_right",
    ),
    pytest.param(
        "history/models.py",
        "import regiotafel.history.views",
        ["Inside an app every file uses only the files below it", "regiotafel.history.models"],
        id="a_model_imports_a_view",
    ),
    pytest.param(
        "consultations/taking_part/actions.py",
        "from regiotafel.regions.members.forms import Anything",
        ["Views, forms and addresses are private to their app", "regiotafel.consultations.taking_part.actions"],
        id="an_action_imports_the_form_of_another_app",
    ),
    pytest.param(
        "regions/parties/actions.py",
        "from regiotafel.regions.members.queries import members_of",
        ["A subject of regions uses only the subjects below it", "regiotafel.regions.parties"],
        id="a_subject_of_regions_imports_one_to_its_right",
    ),
    pytest.param(
        "consultations/taking_part/rules.py",
        "from regiotafel.consultations.taking_part.queries import asked_in",
        ["Inside an app every file uses only the files below it", "regiotafel.consultations.taking_part.rules"],
        id="rules_import_queries",
    ),
    pytest.param(
        "formats/polis.py",
        "from django.utils.text import slugify",
        ["Foreign files are read and written without Django", "regiotafel.formats.polis"],
        id="a_format_imports_django",
    ),
    pytest.param(
        "consultations/taking_part/forms.py",
        "from regiotafel.consultations.taking_part import actions",
        ["Inside an app every file uses only the files below it", "regiotafel.consultations.taking_part.forms"],
        id="a_form_acts",
    ),
    pytest.param(
        "contributions/sending/queries.py",
        "from regiotafel.contributions.answering.queries import way_of",
        ["A subject of contributions uses only the subjects below it", "regiotafel.contributions.sending.queries"],
        id="a_subject_uses_one_above_it",
    ),
    pytest.param(
        "contributions/answering/rules.py",
        "from regiotafel.contributions.answering.queries import way_of",
        ["Inside an app every file uses only the files below it", "regiotafel.contributions.answering.rules"],
        id="rules_of_a_subject_import_its_queries",
    ),
    pytest.param(
        "publishing/note/views.py",
        "from regiotafel.contributions.answering.forms import AnswerForm",
        ["Views, forms and addresses are private to their app", "regiotafel.publishing.note.views"],
        id="a_view_imports_the_form_of_a_subject_of_another_app",
    ),
    pytest.param(
        "contributions/answering/services.py",
        "ANYTHING = 1",
        ["Inside an app every file uses only the files below it", "regiotafel.contributions.answering.services"],
        id="a_new_kind_of_file_appears_in_a_subject",
    ),
    pytest.param(
        "consultations/statements/queries.py",
        "from regiotafel.consultations.taking_part.queries import asked_in",
        ["A subject of consultations uses only the subjects below it", "regiotafel.consultations.statements"],
        id="a_subject_imports_one_to_its_right",
    ),
    pytest.param(
        "consultations/paper/views.py",
        "from regiotafel.consultations.statements.forms import SeedsForm",
        ["Views, forms and addresses are private to their app or subject", "regiotafel.consultations.paper.views"],
        id="a_page_uses_the_form_of_another_subject",
    ),
    pytest.param(
        "consultations/chatting.py",
        "ANYTHING = 1",
        ["A subject of consultations uses only the subjects below it", "regiotafel.consultations.chatting"],
        id="a_subject_appears_outside_the_row",
    ),
    pytest.param(
        "consultations/paper/services.py",
        "ANYTHING = 1",
        ["Inside an app every file uses only the files below it", "regiotafel.consultations.paper.services"],
        id="a_new_kind_of_file_appears_in_another_subject",
    ),
    pytest.param(
        "tables/services.py",
        "ANYTHING = 1",
        ["Inside an app every file uses only the files below it", "regiotafel.tables.services"],
        id="a_new_kind_of_file_appears",
    ),
    pytest.param(
        "publishing/done/queries.py",
        "from regiotafel.contributions.answering.actions import give_answer",
        ["Who reads does not act, in no app", "regiotafel.publishing.done.queries"],
        id="a_query_imports_an_act_of_another_app",
    ),
]


@pytest.fixture(scope="module")
def said(whole: Path) -> str:
    """What is said of all of them at once: each alone would have the whole house read again."""
    for app in ("regions/members/forms.py", "history/views.py"):
        add(whole, app, "")  # both sides of the import exist
    for one in IMPORTS:
        where, line, _named = one.values
        add(whole, where, line)
    said = broken_contracts(whole)
    put_back()
    return said


@pytest.mark.parametrize(("where", "line", "named"), IMPORTS)
def test_import_contracts_catch(said: str, where: str, line: str, named: list[str]) -> None:
    contract, *words = named
    [told] = [part for part in parts_of(said) if contract in part.partition("\n")[0]]
    assert [one for one in words if one not in told] == [], told


def parts_of(said: str) -> list[str]:
    """Each broken contract with its name above it."""
    lines = said.partition("Broken contracts")[2].splitlines()
    heads = [n for n, line in enumerate(lines[1:]) if line and set(line) == {"-"} and lines[n]]
    return ["\n".join(lines[at:end]) for at, end in zip(heads, [*heads[1:], len(lines)], strict=True)]


@pytest.mark.parametrize(
    ("check", "where", "line", "named"),
    [
        pytest.param(
            house.apps_without_their_subjects,
            "history/queries.py",
            "N = 1\n" * 1500,
            "lines, more than 1500, and no row of subjects",
            id="a_large_app_of_one_subject",
        ),
        pytest.param(house.vague_file_names, "regions/utils.py", "", "regions/utils.py", id="a_utils_py"),
        pytest.param(house.vague_file_names, "people/signals.py", "", "people/signals.py", id="a_signals_py"),
        pytest.param(
            house.vague_file_names, "engine/helpers/__init__.py", "", "engine/helpers", id="a_folder_of_helpers"
        ),
        pytest.param(
            house.foreign_keys_to_the_right,
            "regions/models.py",
            "class Wrong(models.Model):\n"
            '    consultation = models.ForeignKey("consultations.Consultation", on_delete=models.CASCADE)',
            "a ForeignKey of regions points right, to consultations",
            id="a_foreign_key_points_right",
        ),
        pytest.param(
            house.models_without_words,
            "regions/models.py",
            "class Silent(models.Model):\n    name = models.CharField(max_length=9)",
            "Silent has no __str__",
            id="a_model_without_words",
        ),
        pytest.param(
            house.impure_engine,
            "engine/opinions/votes.py",
            "START = np.datetime64('now') if np.random.random() else None",
            "np.random.random uses the random numbers that everybody shares",
            id="the_engine_uses_global_chance",
        ),
        pytest.param(
            house.impure_engine,
            "engine/opinions/votes.py",
            "import time\n\nSTART = time.monotonic()",
            "imports time",
            id="the_engine_reads_the_clock",
        ),
        pytest.param(
            house.hosts_of_requests,
            "publishing/done/views.py",
            "def wrong(request):\n    return request.build_absolute_uri()",
            "build_absolute_uri; links come from regiotafel.web.links",
            id="a_link_says_what_a_visitor_wrote",
        ),
        pytest.param(
            house.pages_that_write,
            "pages/views/front.py",
            "def wrong(request):\n    return Region.objects.all()",
            ".objects belongs in queries or actions",
            id="a_view_reads_a_table",
        ),
        pytest.param(
            house.rules_that_read_tables,
            "regions/rules.py",
            "def is_wrong():\n    return Region.objects.exists()",
            "a rule does not read tables",
            id="a_rule_reads_a_table",
        ),
        pytest.param(
            house.models_without_words,
            "regions/models/parties.py",
            "class Silent(models.Model):\n    name = models.CharField(max_length=9)",
            "models/parties.py:2: Silent has no __str__",
            id="a_model_without_words_in_a_package",
        ),
        pytest.param(
            house.models_without_words,
            "vision/models.py",
            "class Shape(models.Model):\n    class Meta:\n        abstract = True\n\n"
            "class Silent(Shape):\n    name = models.CharField(max_length=9)",
            "Silent has no __str__",
            id="a_model_without_words_made_of_another",
        ),
        pytest.param(
            house.rules_that_read_tables,
            "keeping/rules/retention.py",
            "def is_wrong():\n    return Region.objects.exists()",
            "keeping/rules/retention.py",
            id="a_rule_in_a_package_reads_a_table",
        ),
        pytest.param(
            house.days_written_elsewhere,
            "templates/vision/wrong.html",
            '{{ release.at|date:"j F Y" }}',
            "write |date with a filter of web.days",
            id="a_template_that_formats_a_day",
        ),
        pytest.param(
            house.days_that_are_not_there,
            "vision/queries.py",
            "def wrong(at):\n    return at.replace(year=at.year + 1)",
            ".replace(year=) of a day that moves",
            id="a_year_later_on_the_29th_of_february",
        ),
        pytest.param(
            house.stiff_dutch,
            "templates/vision/wrong.html",
            "Antwoordt één\n  mens anders, dan klopt het niet.",
            "say persoon",
            id="a_person_is_called_een_mens",
        ),
        pytest.param(
            house.days_written_elsewhere,
            "vision/queries.py",
            'def wrong(at):\n    return f"{at:%d-%m-%Y}"',
            "write '%d-%m-%Y' with web.days",
            id="a_day_in_the_time_of_greenwich",
        ),
        pytest.param(
            house.unmarked_dutch,
            "vision/loading.py",
            'WRONG = "Deze tekst bestaat niet."',
            "mark this, as one text: 'Deze tekst bestaat niet.'",
            id="a_sentence_that_nobody_can_translate",
        ),
        pytest.param(
            house.unmarked_dutch,
            "vision/rules.py",
            'def wrong(n):\n    return _(f"Er zijn nog {n} passages.")',
            "mark this, as one text: 'Er zijn nog … passages.'",
            id="a_sentence_put_together_before_it_is_marked",
        ),
        pytest.param(
            house.unmarked_dutch,
            "vision/rules.py",
            'def wrong(day):\n    return f"{day} tot en met {day}"',
            "mark this, as one text: '… tot en met …'",
            id="a_part_of_a_sentence_between_two_values",
        ),
        pytest.param(
            house.rules_that_read_tables,
            "vision/rules.py",
            "def is_wrong(passage):\n    return passage.wordings.filter(number=1)",
            "a rule does not read tables (.filter())",
            id="a_rule_asks_a_table_through_its_row",
        ),
        pytest.param(
            house.rules_that_read_tables,
            "vision/rules.py",
            "def is_wrong(passage):\n    return passage.wordings.first()",
            "a rule does not read tables (.first())",
            id="a_rule_asks_a_table_with_first",
        ),
        pytest.param(
            house.rules_that_read_tables,
            "vision/rules.py",
            "def is_wrong(passage):\n    return passage.wordings.all()",
            "a rule does not read tables (.all())",
            id="a_rule_asks_a_table_with_all",
        ),
        pytest.param(
            house.rules_that_read_tables,
            "vision/rules.py",
            "def is_wrong(passage):\n    return passage.wordings.get(number=1)",
            "a rule does not read tables (.get())",
            id="a_rule_asks_a_table_with_get",
        ),
        pytest.param(
            house.rules_that_read_tables,
            "vision/rules.py",
            "def is_wrong(passage):\n    return passage.refresh_from_db()",
            "a rule does not read tables (.refresh_from_db())",
            id="a_rule_asks_a_table_with_refreshed",
        ),
        pytest.param(
            house.rules_that_read_tables,
            "vision/rules.py",
            "def is_wrong(passage):\n    return passage.wordings.count()",
            "a rule does not read tables (.count())",
            id="a_rule_asks_a_table_with_count",
        ),
        pytest.param(
            house.rules_that_read_tables,
            "vision/rules.py",
            'def is_wrong(passage):\n    return passage.wordings.values("text")',
            "a rule does not read tables (.values())",
            id="a_rule_asks_a_table_with_values",
        ),
        pytest.param(
            house.pages_that_write,
            "pages/views/front.py",
            "def wrong(passage):\n    return passage.delete()",
            ".delete() belongs in queries or actions",
            id="a_view_asks_for_delete",
        ),
        pytest.param(
            house.pages_that_write,
            "pages/views/front.py",
            'def wrong(passage):\n    return passage.wordings.create(text="")',
            ".create() belongs in queries or actions",
            id="a_view_asks_for_create",
        ),
        pytest.param(
            house.pages_that_write,
            "pages/views/front.py",
            "def wrong(passage):\n    return passage.wordings.filter(number=1)",
            ".filter() belongs in queries or actions",
            id="a_view_asks_for_filter",
        ),
        pytest.param(
            house.pages_that_write,
            "pages/views/front.py",
            "def wrong(passage):\n    return passage.wordings.update(number=1)",
            ".update() belongs in queries or actions",
            id="a_view_asks_for_update",
        ),
        pytest.param(
            house.pages_that_write,
            "pages/views/front.py",
            "def wrong(passage):\n    return passage.wordings.first()",
            ".first() belongs in queries or actions",
            id="a_view_asks_for_first",
        ),
        pytest.param(
            house.readers_that_write,
            "consultations/menu.py",
            "def wrong(row):\n    type(row).objects.all().delete()\n    row.save()",
            ".delete() writes, and belongs in actions",
            id="consultations_menu_deletes",
        ),
        pytest.param(
            house.readers_that_write,
            "contributions/loading.py",
            "def wrong(row):\n    type(row).objects.all().delete()\n    row.save()",
            ".delete() writes, and belongs in actions",
            id="contributions_loading_deletes",
        ),
        pytest.param(
            house.readers_that_write,
            "regions/access.py",
            "def wrong(row):\n    type(row).objects.all().delete()\n    row.save()",
            ".delete() writes, and belongs in actions",
            id="regions_access_deletes",
        ),
        pytest.param(
            house.readers_that_write,
            "consultations/outcome/analysis.py",
            "def wrong(row):\n    type(row).objects.all().delete()\n    row.save()",
            ".delete() writes, and belongs in actions",
            id="consultations_outcome_analysis_deletes",
        ),
        pytest.param(
            house.readers_that_write,
            "vision/acts.py",
            "def wrong(row):\n    type(row).objects.all().delete()\n    row.save()",
            ".delete() writes, and belongs in actions",
            id="vision_acts_deletes",
        ),
        pytest.param(
            house.readers_that_write,
            "consultations/outcome/analysis.py",
            "def wrong(row):\n    row.save()",
            ".save() writes, and belongs in actions",
            id="an_analysis_saves",
        ),
        pytest.param(
            house.retention_that_writes_beside_cleaning,
            "thread/retention.py",
            "def n_kept(rows):\n    return rows.delete()[0]",
            ".delete() writes; CLEANING does not lead here",
            id="a_count_of_what_is_kept_deletes",
        ),
        pytest.param(
            house.pages_that_write,
            "consultations/voting/views.py",
            "def wrong(request):\n    return Region.objects.all()",
            "consultations/voting/views.py:3: .objects belongs in queries or actions",
            id="a_view_of_a_subject_reads_a_table",
        ),
        pytest.param(
            house.readers_that_write,
            "vision/queries.py",
            "def passage_at(passage):\n    passage.save()",
            ".save() writes, and belongs in actions",
            id="a_query_saves",
        ),
        pytest.param(
            house.readers_that_write,
            "contributions/loops/queries.py",
            "def seen(rows):\n    return rows.filter(n=1).update(n=2)",
            ".update() writes, and belongs in actions",
            id="a_query_of_a_package_updates",
        ),
        pytest.param(
            house.readers_that_write,
            "consultations/voting/queries.py",
            'SQL = """\n  delete from votes where n = 1"""'.replace("delete from", "DELETE FROM"),
            "this SQL writes, and belongs in actions",
            id="a_query_of_a_subject_deletes_by_hand",
        ),
        pytest.param(
            house.readers_that_write,
            "publishing/done/queries.py",
            "from regiotafel.contributions.answering.actions import give_answer",
            "asks regiotafel.contributions.answering.actions, which writes",
            id="a_query_asks_an_action_of_another_app",
        ),
        pytest.param(
            to_the_right,
            "regions/actions.py",
            "def wrong():\n    return Region.objects.exclude(consultations__isnull=True)",
            "`consultations` leads right, to consultations.Consultation",
            id="a_filter_names_what_lies_to_the_right",
        ),
        pytest.param(
            to_the_right,
            "vision/queries.py",
            'def wrong(passages):\n    return passages.annotate(n=Count("section__document__region__contributions"))',
            "`contributions` leads right, to contributions.Contribution",
            id="a_count_names_what_lies_to_the_right",
        ),
        pytest.param(
            to_the_right,
            "people/views.py",
            "def wrong(user):\n    return user.memberships.all()",
            "`memberships` leads right, to regions.Membership",
            id="a_row_is_asked_for_what_lies_to_its_right",
        ),
        pytest.param(
            to_the_right,
            "templates/regions/wrong.html",
            "{% for document in region.documents.all %}{{ document }}{% endfor %}",
            "`documents` leads right, to vision.Document",
            id="a_template_asks_for_what_lies_to_the_right",
        ),
        pytest.param(
            house.permissions_to_the_right,
            "thread/linking/queries.py",
            'def wrong(standings):\n    return may("contribution.read", standings)',
            "contribution.read is of contributions, to the right",
            id="an_app_asks_for_a_permission_to_its_right",
        ),
        pytest.param(
            house.permissions_to_the_right,
            "vision/menu.py",
            'def wrong(standings):\n    return may("statement.moderate", standings)',
            "statement.moderate is of consultations, to the right",
            id="an_app_asks_for_a_permission_with_another_name_to_its_right",
        ),
        pytest.param(
            house.acts_as_text,
            "vision/actions.py",
            'def wrong(by, at):\n    record(by=by, at=at, act="passage.burned", subject="1")',
            "the act of record() is text",
            id="an_act_without_its_sentence",
        ),
        pytest.param(
            house.kept_without_language,
            "pages/views/front.py",
            "@cache\ndef sentence():\n    return _('Welkom')",
            "sentence is kept for every language",
            id="a_sentence_kept_without_its_language",
        ),
        pytest.param(
            house.long_functions,
            "formats/polis.py",
            long("endless", 51),
            "endless has 51 lines, more than 50",
            id="a_function_longer_than_a_screen",
        ),
        pytest.param(
            house.long_views,
            "keeping/views.py",
            long("endless", 41, "@open_to_all"),
            "endless has 41 lines, more than 40",
            id="a_view_longer_than_40_lines",
        ),
        pytest.param(
            house.things_found_without_the_question,
            "vision/reading/views.py",
            "@door('vision.read')\ndef peek(request, document, number):\n    return passage_at(document, number)",
            "`number` of the address of peek() goes to a load",
            id="a_view_finds_what_its_address_names_by_itself",
        ),
        pytest.param(
            house.things_found_without_the_question,
            "contributions/linking/views.py",
            "def _found(thing):\n    if thing is None:\n        raise Http404('Dit is er niet.')",
            "contributions/linking/views.py",
            id="a_view_says_itself_that_something_is_not_there",
        ),
        pytest.param(
            house.things_found_without_the_question,
            "vision/loading.py",
            "def load_draft(request, slug):\n    return document_in(request.region, slug)",
            "load_draft() does not ask `shown`",
            id="a_load_asks_nothing",
        ),
        pytest.param(
            house.imports_inside_functions,
            "history/rules.py",
            "def hidden():\n    from regiotafel.vision import models",
            "history/rules.py",
            id="an_import_hides_in_a_function",
        ),
        pytest.param(
            house.long_template_lines,
            "templates/wrong.html",
            "<p>" + "x" * 158,
            "templates/wrong.html:2: 161 characters, more than 160",
            id="a_line_of_a_template_runs_off_the_screen",
        ),
        pytest.param(
            house.long_template_lines,
            "templates/regions/mail/wrong.txt",
            "x" * 161,
            "templates/regions/mail/wrong.txt:2: 161 characters, more than 160",
            id="a_line_of_a_mail_runs_off_the_screen",
        ),
        pytest.param(
            house.inline_code,
            "templates/wrong.html",
            '<p style="color: red" onclick="go()">x</p><script>go()</script>',
            "onclick= on <p>",
            id="a_handler_in_a_page",
        ),
        pytest.param(
            house.unused_templates,
            "templates/nobody.html",
            "x",
            "nobody.html: no view renders it",
            id="a_template_that_nobody_renders",
        ),
    ],
)
def test_the_repository_catches(
    copy: Path, check: Callable[[Path], list[str]], where: str, line: str, named: str
) -> None:
    add(copy, where, line)
    new = [fault for fault in check(copy) if fault not in standing(check)]
    assert any(named in fault for fault in new), new


def test_the_repository_catches_an_app_cut_by_kind_of_file(copy: Path) -> None:
    add(copy, "tables/actions/planning.py", "")
    assert house.apps_without_their_subjects(copy) == house.apps_without_their_subjects(ROOT)
    add(copy, "tables/views/planning.py", "")
    said = "tables: actions and views are folders for a kind of file; make it a row of subjects"
    assert said in house.apps_without_their_subjects(copy)


def test_the_style_guide_is_no_reason_to_keep_a_template(copy: Path) -> None:
    add(copy, "templates/components/lonely.html", "x")
    add(copy, "templates/styleguide.html", '{% include "components/lonely.html" %}')
    assert "src/regiotafel/templates/components/lonely.html: no view renders it, no template includes it" in (
        house.unused_templates(copy)
    )


def test_the_repository_counts_a_view_of_more_than_15_lines(copy: Path) -> None:
    before = house.views_over_15_lines(copy)
    add(copy, "keeping/views/waiting.py", long("short", 15, "@open_to_all") + long("longer", 16, "@open_to_all"))
    assert house.views_over_15_lines(copy) - before == {"keeping": 1, "views": 2}


def test_the_repository_catches_a_dependency_without_a_reason(copy: Path) -> None:
    path = copy / "pyproject.toml"
    text = path.read_text(encoding="utf-8")
    write(path, text.replace("dependencies = [", 'dependencies = [\n  "leftpad>=1",', 1))
    assert house.dependencies_without_reason(copy) == ["pyproject.toml: leftpad>=1 does not say what it is for"]


def test_the_repository_catches_a_path_of_one_machine_and_a_secret(tmp_path: Path) -> None:
    (tmp_path / "notes.md").write_text(
        "See " + "/" + "home/somebody/file.\n" + "AKIA" + "A" * 16 + "\n",
        encoding="utf-8",
    )
    assert house.places_and_secrets(tmp_path, ["notes.md"]) == [
        "notes.md:1: a path of one machine",
        "notes.md:2: looks like a secret",
    ]
