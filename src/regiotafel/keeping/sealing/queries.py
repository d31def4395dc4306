"""Each row of the tables, held against the seal of the last act that changed it.

Which fields of which table that are, and which are not and why, its model says: `sealed`. What an act left behind is
there, says what it said then, and nothing is there that no act left behind.
"""

from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any, NamedTuple

from django.apps import apps
from django.db.models import CharField, Exists, Model, OuterRef, Value
from django.db.models.functions import Cast, Concat
from django.utils.translation import gettext as _

from regiotafel.history.models import Entry, Seal, Sealed
from regiotafel.history.queries import name_of_chain, said_by, sealed_of
from regiotafel.history.rules import seal_of, subject_at
from regiotafel.keeping.sealing.rules import name_of

AT_ONCE = 500


class Row(NamedTuple):
    """`meeting:3`."""

    subject: str

    @property
    def table(self) -> str:
        return self.subject.partition(":")[0]

    @property
    def key(self) -> str:
        return self.subject.partition(":")[2]


def sealed_tables() -> Mapping[str, tuple[type[Model], Sealed]]:
    """By the word for them in a subject."""
    found = ((model, sealed_of(model)) for model in apps.get_models())
    return {str(model._meta.model_name): (model, sealed) for model, sealed in found if sealed}


def rows_beside_seals() -> Iterator[str]:
    yield from _entries_beside_seals()
    yield from _seals_beside_rows()
    for model, sealed in sealed_tables().values():
        yield from _rows_without_seal(model, sealed)


def _entries_beside_seals() -> Iterator[str]:
    """The seal of a row is that of the last entry that speaks of it: an older row with its older seal is found."""
    rows = Entry.objects.exclude(held={}).order_by("pk").values_list("region", "number", "held").iterator(AT_ONCE)
    while some := list(islice(rows, AT_ONCE)):
        subjects = {subject for _region, _number, held in some for subject in held}
        seals = {seal.subject: seal for seal in Seal.objects.filter(subject__in=subjects)}
        for region, number, held in some:
            for subject in held:
                seal = seals.get(subject)
                if seal is None or seal.region != region or seal.number < number:
                    yield f"{name_of_chain(region)}: " + _(
                        "wat regel %(number)d zegt van %(what)s, staat er niet meer."
                    ) % {
                        "number": number,
                        "what": _named(Row(subject)),
                    }


def _seals_beside_rows() -> Iterator[str]:
    tables = sealed_tables()
    seals = Seal.objects.order_by("subject").iterator(AT_ONCE)
    while some := list(islice(seals, AT_ONCE)):
        keys: dict[str, set[str]] = {}
        for seal in some:
            keys.setdefault(Row(seal.subject).table, set()).add(Row(seal.subject).key)
        said = {one: what for table in keys for one, what in said_by(tables[table][0], keys[table]).items()}
        held = _held_by(some)
        for seal in some:
            yield from _seal_beside_row(seal, *tables[Row(seal.subject).table], held.get(seal.subject, {}), said)


def _held_by(seals: list[Seal]) -> dict[str, Mapping[str, str] | None]:
    """By subject: what the entry says that its seal points at. A row that went has nothing there."""
    wanted: dict[str, dict[int, list[str]]] = {}
    for seal in seals:
        wanted.setdefault(seal.region, {}).setdefault(seal.number, []).append(seal.subject)
    found: dict[str, Mapping[str, str] | None] = {}
    for region, numbers in wanted.items():
        entries = Entry.objects.filter(region=region, number__in=numbers).values_list("number", "held")
        for number, held in entries:
            found |= {subject: held[subject] for subject in numbers[number] if subject in held}
    return found


def _seal_beside_row(
    seal: Seal,
    model: type[Model],
    sealed: Sealed,
    held: Mapping[str, str] | None,
    all_said: Mapping[str, Mapping[str, Any]],
) -> Iterator[str]:
    what, said = _named(Row(seal.subject)), all_said.get(seal.subject)
    if held is None:
        if said is not None:
            yield _("Er staat weer wat de geschiedenis zegt dat weg is: %(what)s.") % {"what": what}
        return
    if said is None:
        yield _("Weg, en geen regel zegt dat: %(what)s.") % {"what": what}
        return
    # A field that joined later is not in the entries of before.
    other = [
        name
        for name in sealed.names
        if not held or (name in held and held[name] != seal_of(seal.salt, seal.subject, name, said[name]))
    ]
    if other:
        fields = ", ".join(str(getattr(model._meta.get_field(name), "verbose_name", name)) for name in other)
        yield _("Anders dan de geschiedenis zegt: %(what)s (%(fields)s).") % {"what": what, "fields": fields}


def _rows_without_seal(model: type[Model], sealed: Sealed) -> Iterator[str]:
    subject = Concat(Value(subject_at(model, "")), Cast("pk", CharField()))
    rows = model._base_manager.filter(sealed.when).annotate(sealed_as=subject)
    there = Seal.objects.filter(subject=OuterRef("sealed_as"))
    for (found,) in rows.filter(~Exists(there)).order_by("pk").values_list("sealed_as").iterator(AT_ONCE):
        yield _("In de geschiedenis staat niet: %(what)s.") % {"what": _named(Row(found))}


def _named(row: Row) -> str:
    return f"{name_of(row.table)} {row.key}"
