"""What is kept of what people write is tidy, whoever fills the column, and what follows it follows it."""

from collections.abc import Callable, Iterator

import pytest
from django.apps import apps
from django.core.exceptions import ImproperlyConfigured
from django.db import models

from regiotafel.columns import Folded, FoldedRows, Line, Sought, Words
from regiotafel.regions.models import Organisation, OrganisationKind, Reach, Region
from regiotafel.text.folding import fold, reading_order
from tests.factories import OrganisationFactory, RegionFactory
from tests.worst import INVISIBLE, WORST

# Filled by the program itself, or by a file that is not words.
BY_THE_PROGRAM = {
    "kind", "route", "private_route", "words_route", "message", "message_id", "worker", "actor", "act", "subject",
    "gm_code", "cbs_codes", "theme", "checksum", "digest", "key", "counted_from", "password", "mark", "salt",
    "refusal_salt", "code", "period",
}  # fmt: skip


def columns() -> Iterator[tuple[type[models.Model], models.Field[object, object]]]:
    for model in apps.get_models():
        if model.__module__.startswith("regiotafel."):
            yield from ((model, field) for field in model._meta.concrete_fields)


def test_every_column_for_what_people_write_tidies_by_itself() -> None:
    bare = [
        f"{model._meta.label}.{field.name}"
        for model, field in columns()
        if isinstance(field, models.CharField | models.TextField)
        and not isinstance(field, Words | Folded | models.SlugField | models.EmailField)
        and not field.choices
        and not field.name.endswith("hash")
        and not (field.name in BY_THE_PROGRAM or model._meta.app_label in ("history", "keeping", "brakes"))
    ]
    assert not bare, f"use `columns.Line` or `columns.Words`: {bare}"


def test_what_goes_into_a_column_is_tidy() -> None:
    for model, field in columns():
        if isinstance(field, Words):
            for worst in WORST:
                row = model()
                setattr(row, field.attname, worst)
                kept = field.pre_save(row, True)
                assert kept == getattr(row, field.attname) == field.get_prep_value(worst)
                assert not INVISIBLE.search(kept), (model, field)
                assert not (isinstance(field, Line) and "\n" in kept)
        if isinstance(field, Folded):
            assert issubclass(model, Sought), model
            assert isinstance(model._default_manager.get_queryset(), FoldedRows), model


def by_create(region: Region, name: str) -> None:
    OrganisationFactory(region=region, name=name)


def by_update(region: Region, name: str) -> None:
    OrganisationFactory(region=region, name="Eerst")
    Organisation.objects.update(name=name, about="")


def by_save_of_one_field(region: Region, name: str) -> None:
    found = OrganisationFactory(region=region, name="Eerst")
    found.name = name
    found.save(update_fields=["name"])


def by_many_at_once(region: Region, name: str) -> None:
    Organisation.objects.bulk_create(
        [Organisation(region=region, name=name, kind=OrganisationKind.OTHER, reach=Reach.REGIONAL)]
    )


def by_many_changed(region: Region, name: str) -> None:
    found = OrganisationFactory(region=region, name="Eerst")
    found.name = name
    Organisation.objects.bulk_update([found], ["name"])


@pytest.mark.django_db
@pytest.mark.parametrize("way", [by_create, by_update, by_save_of_one_field, by_many_at_once, by_many_changed])
def test_whatever_way_a_row_is_written_it_is_tidy_and_can_be_found(way: Callable[[Region, str], None]) -> None:
    way(RegionFactory(), "\ufeffStich\u00adting Cafe\u0301\u200b ’s-Gravenhage\x07")
    found = Organisation.objects.get()
    assert found.name == "Stichting Café ’s-Gravenhage"
    assert found.once == fold(found.name, accents=False) == "stichting cafe s gravenhage"
    assert found.in_order == reading_order(found.name)
    assert Organisation.objects.filter(found_by__contains=fold("CAFÉ 's-graven", accents=False)).exists()
    assert Organisation.objects.filter(found_by__contains=fold("Den Haag", accents=False)).exists()


@pytest.mark.django_db
def test_a_change_of_many_rows_that_leaves_words_behind_is_refused() -> None:
    """Words that were taken away must be gone from what they are found by too."""
    with pytest.raises(ImproperlyConfigured):
        Organisation.objects.update(about="")
