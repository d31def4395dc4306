"""The repository tests itself: the rules of the house that no import contract can hold."""

import subprocess
from pathlib import Path

import allauth
import django
import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db.models import Model

from tests.repo import house
from tests.repo.house import ROOT


def tracked_files() -> list[str]:
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if listed.returncode != 0:
        pytest.skip("this folder is not a clone: git cannot say which files belong to it")
    return sorted(name for name in listed.stdout.splitlines() if (ROOT / name).is_file())


def none(faults: list[str]) -> None:
    assert not faults, "\n" + "\n".join(faults)


def test_no_file_has_a_name_that_says_nothing() -> None:
    none(house.vague_file_names(ROOT))


# Small apps that are still cut by kind of file. A name may go from here, and none may come.
CUT_BY_KIND = {"pages"}


def test_a_large_app_is_a_row_of_subjects() -> None:
    faults = house.apps_without_their_subjects(ROOT)
    none([fault for fault in faults if fault.partition(":")[0] not in CUT_BY_KIND])
    assert {fault.partition(":")[0] for fault in faults} == CUT_BY_KIND


def test_foreign_keys_point_left() -> None:
    none(house.foreign_keys_to_the_right(ROOT))


def test_foreign_keys_point_left_in_the_models_as_django_sees_them() -> None:
    line = house.line_of_apps(ROOT)
    right = [
        f"{model._meta.label}.{field.name} → {field.related_model._meta.label}"
        for app in line
        for model in apps.get_app_config(app).get_models()
        for field in model._meta.get_fields()
        if field.is_relation
        and field.concrete
        and field.related_model is not None
        and field.related_model._meta.app_label in line[line.index(app) + 1 :]
    ]
    none(right)


def test_the_line_of_apps_is_the_order_in_the_settings() -> None:
    ours = [name.removeprefix("regiotafel.") for name in settings.INSTALLED_APPS if name.startswith("regiotafel.")]
    assert ours == house.line_of_apps(ROOT)


def test_every_model_says_which_row_it_is() -> None:
    none(house.models_without_words(ROOT))


def test_views_and_forms_leave_tables_to_queries_and_actions() -> None:
    none(house.pages_that_write(ROOT))


def test_rules_do_not_read_tables() -> None:
    none(house.rules_that_read_tables(ROOT))


def test_who_reads_does_not_write() -> None:
    none(house.readers_that_write(ROOT))
    none(house.retention_that_writes_beside_cleaning(ROOT))


def test_no_name_of_a_relation_leads_right() -> None:
    none(house.paths_to_the_right(ROOT, house.reverse_names(house.line_of_apps(ROOT))))


def test_what_an_address_names_is_found_by_the_one_question() -> None:
    none(house.things_found_without_the_question(ROOT))


def test_an_app_asks_for_no_permission_of_an_app_to_its_right() -> None:
    none(house.permissions_to_the_right(ROOT))


def test_every_act_in_the_history_is_a_constant_with_its_sentence() -> None:
    none(house.acts_as_text(ROOT))


def test_every_model_says_which_row_it_is_as_django_sees_it() -> None:
    silent = [
        model._meta.label
        for app in house.line_of_apps(ROOT)
        for model in apps.get_app_config(app).get_models()
        if model.__str__ is Model.__str__
    ]
    none(silent)


def test_a_function_reads_in_one_screen() -> None:
    none(house.long_functions(ROOT))
    none(house.long_views(ROOT))


def test_what_is_kept_of_a_page_is_kept_for_each_language() -> None:
    none(house.kept_without_language(ROOT))


# How many views of an app are longer than 15 lines. These numbers may come down, and not go up.
LONGER_VIEWS = {"regions": 4, "thread": 2, "vision": 5, "consultations": 18, "contributions": 15}


def test_most_views_have_at_most_15_lines() -> None:
    counted = house.views_over_15_lines(ROOT)
    assert counted.pop("views") > 100
    assert {app: n for app, n in counted.items() if n > LONGER_VIEWS.get(app, 0)} == {}


def test_few_imports_hide_in_a_function() -> None:
    # What the command line does not need for every command, and what only an extra brings.
    assert len(found := house.imports_inside_functions(ROOT)) <= 11, "\n" + "\n".join(found)


def test_a_line_of_a_template_fits_on_a_screen() -> None:
    none(house.long_template_lines(ROOT))


def test_dutch_is_marked_for_translation() -> None:
    none(house.unmarked_dutch(ROOT))


def test_the_site_says_nothing_that_no_reader_would_say() -> None:
    none(house.stiff_dutch(ROOT))


def test_a_day_is_written_in_one_place() -> None:
    none(house.days_written_elsewhere(ROOT))


def test_no_day_is_asked_for_that_is_not_there_every_year() -> None:
    none(house.days_that_are_not_there(ROOT))


def test_the_engine_reads_no_clock_no_files_and_no_shared_chance() -> None:
    none(house.impure_engine(ROOT))


def test_public_functions_of_the_engine_are_explained() -> None:
    none(house.engine_without_docstrings(ROOT))


def test_no_script_or_style_stands_in_a_page() -> None:
    none(house.inline_code(ROOT))


def test_every_template_is_used() -> None:
    # A template that replaces one of a library is rendered by the library.
    libraries = [Path(module.__file__).parent for module in (allauth, django)]
    replaced = {
        path.relative_to(folder).as_posix()
        for library in libraries
        for folder in library.rglob("templates")
        for path in [*folder.rglob("*.html"), *folder.rglob("*.txt")]
    }
    none(house.unused_templates(ROOT, known_elsewhere=frozenset(replaced)))


def test_no_file_names_a_place_on_one_machine_or_holds_a_secret() -> None:
    none(house.places_and_secrets(ROOT, tracked_files()))


def test_every_dependency_says_what_it_is_for() -> None:
    none(house.dependencies_without_reason(ROOT))


@pytest.mark.django_db
def test_no_migration_is_missing() -> None:
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)
