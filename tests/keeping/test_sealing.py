"""Whatever a person can change through an act is held against that act: by one table, which the models fill."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, models, transaction
from django.utils import timezone

from regiotafel.columns import Folded
from regiotafel.consultations.models import SelfDescription
from regiotafel.history.models import Entry, Seal, Sealed
from regiotafel.history.queries import sealed_of
from regiotafel.keeping.proving.actions import inspect
from regiotafel.keeping.retention import clean_up
from regiotafel.keeping.sealing.queries import rows_beside_seals, sealed_tables
from regiotafel.keeping.sealing.rules import NAMES
from regiotafel.pages.acts import ACTS
from regiotafel.regions.settings.actions import describe_region
from tests.chains import chain_again
from tests.keeping.world import SLUG, do_everything, make_world

pytestmark = pytest.mark.django_db
MODELS = [model for model in apps.get_models() if model.__module__.startswith("regiotafel.")]

# What no act of a person fills, or what is held otherwise.
ELSEWHERE = {
    **dict.fromkeys(
        ("history.Entry", "history.Head", "history.Seal", "history.PublishedHead", "history.VouchedKey"),
        "the history itself, held against itself",
    ),
    "history.Inspection": "what came of this",
    "people.User": "an account is nobody's but the person's: name and address change and go without an act",
    **dict.fromkeys(
        ("regions.ReferenceRelease", "regions.YouthRegion", "regions.Municipality", "regions.Placement"),
        "read from a file that comes with Regiotafel",
    ),
    "contributions.AnswerDraft": "nobody reads it but members, until it is an answer",
    "contributions.Phrase": "a help in writing: the answers that hold its words are held",
    "regions.OwnDraft": "nobody reads it but who is writing it",
    "vision.PassageDraft": "nobody reads it but members, until its words are a wording",
    **dict.fromkeys(
        ("thread.Subscription", "thread.Notice"), "who follows what is private, and the history keeps everything"
    ),
    **dict.fromkeys(
        ("consultations.Participant", "consultations.SelfDescription", "consultations.Vote", "consultations.VoteEvent"),
        "held against each other, and by a code in the history whenever something is told",
    ),
    **dict.fromkeys(
        ("consultations.Step", "consultations.Report"), "held against the answers, and by the code of what was told"
    ),
    "plan.Asking": "that a letter went is no act: nobody did it",
    "plan.Ballot": "it would tell who chose while a round is open: by a code in the history when it closes and is told",
    "mandates.PackageSearch": "counted from the sheets, which are held, and at any time again",
    **dict.fromkeys(("brakes.Tally", "keeping.Lease", "keeping.Tick"), "what the machine does"),
}


def names_of(model: type[models.Model]) -> set[str]:
    """Without its number, and without what follows from its other columns by itself."""
    return {
        field.name for field in model._meta.concrete_fields if not field.primary_key and not isinstance(field, Folded)
    }


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_every_field_is_held_or_says_why_not(model: type[models.Model]) -> None:
    """A table or a field that comes later fails here until it has its place."""
    sealed = sealed_of(model)
    if sealed is None:
        assert ELSEWHERE[model._meta.label]
        return
    assert model._meta.label not in ELSEWHERE
    assert {*sealed.names} | {*sealed.others} == names_of(model)
    assert not {*sealed.names} & {*sealed.others}
    assert all(sealed.others.values())
    assert model._meta.model_name in NAMES


def test_a_word_for_a_row_is_of_one_table() -> None:
    names = [model._meta.model_name for model in MODELS]
    assert len(names) == len(set(names))
    assert {*NAMES} == {*sealed_tables()}


def test_whatever_is_done_leaves_a_history_that_holds_and_whatever_is_changed_beside_it_is_found() -> None:
    """Every act there is was done once; then each field of each table is changed by who has the database."""
    world = make_world()
    do_everything(world)
    assert inspect(at=timezone.now()).faults == ()
    assert {*ACTS} - {*Entry.objects.values_list("act", flat=True)} == {"statements.cleaned", "release.adopted"}
    # What somebody said about themselves is never in a seal.
    assert SelfDescription.objects.exists()
    assert not Seal.objects.filter(subject__startswith="participant").exists()
    tables = sealed_tables()
    for plant in (_change_each_field, _take_out, _put_in):
        with transaction.atomic():
            wanted = {table: plant(model, sealed) for table, (model, sealed) in tables.items()}
            faults = list(rows_beside_seals())
            transaction.set_rollback(True)
        for table, words in wanted.items():
            mine = [fault for fault in faults if f": {NAMES[table]} " in fault]
            assert mine, (table, plant)
            assert [word for word in words if not any(word in fault for fault in mine)] == [], (table, plant)
    clean_up(at=timezone.now() + timedelta(days=4 * 365))
    assert Entry.objects.filter(act="statements.cleaned").exists()
    assert inspect(at=timezone.now()).faults == ()


def _change_each_field(model: type[models.Model], sealed: Sealed) -> list[str]:
    """Each in one row, to whatever the database takes. Returns what the fields are called."""
    rows = list(model._base_manager.filter(sealed.when).order_by("-pk"))
    assert [name for name in sealed.names if not _change(model, rows, name)] == []
    return [str(model._meta.get_field(name).verbose_name) for name in sealed.names]


def _change(model: type[models.Model], rows: list[models.Model], name: str) -> bool:
    field = model._meta.get_field(name)
    for row in rows:
        for value in _others(field, getattr(row, name)):
            try:
                with transaction.atomic():
                    return bool(model._base_manager.filter(pk=row.pk).update(**{name: value}))
            except DatabaseError:
                continue
    return False


def _others(field: Any, value: Any) -> Iterator[Any]:
    if isinstance(field, models.ForeignKey):
        others = field.related_model._base_manager.exclude(pk=getattr(value, "pk", None))
        yield from (*others.values_list("pk", flat=True), 1_000_000)
    elif field.choices:
        yield from (one for one, _name in field.flatchoices if one != value)
    elif isinstance(value, bool):
        yield not value
    elif isinstance(value, int):
        yield from (value + 1, value + 1000)
    elif isinstance(value, datetime | date):
        yield from (value + timedelta(days=1), value - timedelta(days=1))
    elif isinstance(value, str):
        yield from (one for one in (f"{value}x", "") if one != value)
    elif isinstance(value, list):
        yield [*value, "x"]
    elif isinstance(value, dict):
        yield {**value, "x": 1}
    elif value is None:
        yield from ({"DateTimeField": [timezone.now()], "DateField": [timezone.now().date()]}).get(
            field.get_internal_type(), [1]
        )


def _take_out(model: type[models.Model], sealed: Sealed) -> list[str]:
    row = model._base_manager.filter(sealed.when).latest("pk")
    with connection.constraint_checks_disabled():
        model._base_manager.filter(pk=row.pk)._raw_delete(using="default")
    return ["Weg, en geen regel zegt dat"]


def _put_in(model: type[models.Model], sealed: Sealed) -> list[str]:
    """A row that no act made: one that is there under a number of its own."""
    row = model._base_manager.filter(sealed.when).latest("pk")
    with connection.constraint_checks_disabled():
        model._base_manager.filter(pk=row.pk).update(**{model._meta.pk.name: row.pk + 1_000_000})
    return ["In de geschiedenis staat niet"]


def test_an_old_row_put_back_with_its_old_seal_is_found() -> None:
    world = make_world()
    region = world.region
    before = region.about
    seal = Seal.objects.get(subject=f"region:{region.pk}")
    describe_region(by=world.editor, at=timezone.now(), region=region, name=region.name, about="Nieuw.")
    type(region).objects.filter(pk=region.pk).update(about=before)
    seal.save()
    assert any("staat er niet meer" in fault for fault in inspect(at=timezone.now()).faults)


def test_a_seal_without_its_salt_or_gone_is_found() -> None:
    world = make_world()
    for damage in (
        lambda: Seal.objects.filter(subject=f"region:{world.region.pk}").update(salt=""),
        lambda: Seal.objects.filter(subject=f"region:{world.region.pk}").delete(),
        lambda: Seal.objects.all().delete(),
        lambda: (Entry.objects.filter(region=SLUG).update(held={}), chain_again(SLUG)),
    ):
        with transaction.atomic():
            damage()
            assert inspect(at=timezone.now()).faults
            transaction.set_rollback(True)
