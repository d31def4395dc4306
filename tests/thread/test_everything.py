"""All that stands on the thread, in a region in which everything was done: what it is called, and the file that tells
it to other programs."""

import json
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
from django.apps import apps
from prov.model import ProvDocument

from regiotafel.consultations.models import ROUND, Consultation
from regiotafel.contributions.models import GROUND, VOICE
from regiotafel.councils.models import PAPER, WAY, Paper
from regiotafel.councils.papers.actions import change_paper
from regiotafel.formats.prov import write
from regiotafel.mandates.models import AGREEMENT, MANDATE_ROUND, SUBJECT, Round, Subject
from regiotafel.mandates.register.actions import change_subject
from regiotafel.plan.models import ARRANGEMENT, MEASURE
from regiotafel.publishing.heads.actions import tell_heads
from regiotafel.publishing.heads.rules import HISTORY
from regiotafel.publishing.provenance.queries import KINDS, TYPES, prefixes, thread_of
from regiotafel.regions.models import Region
from regiotafel.tables.models import Meeting
from regiotafel.thread.models import Knot
from regiotafel.thread.rules import KnotKind
from regiotafel.vision.checking.rules import requirement_of
from regiotafel.vision.models import PASSAGE, PROPOSAL, REQUIREMENT, TEXT, Document, Remark
from regiotafel.vision.proposing.actions import show_proposals
from tests.keeping.world import World, do_everything, make_world, on

pytestmark = pytest.mark.django_db

KIND_OF = {
    kind.code: kind
    for kind in (
        PASSAGE, TEXT, PROPOSAL, REQUIREMENT, SUBJECT, MANDATE_ROUND, AGREEMENT, PAPER, WAY, ROUND, VOICE, GROUND,
        HISTORY, MEASURE, ARRANGEMENT,
    )
}  # fmt: skip
# Of what has no column for its knot: the thing of a knot, by what its page asks.
BY_ADDRESS: dict[KnotKind, Callable[[Knot], Any]] = {
    TEXT: lambda knot: Document.objects.get(region=knot.region, slug=knot.route_args[0]),
    ROUND: lambda knot: Consultation.objects.get(region=knot.region, slug=knot.route_args[0]),
    MANDATE_ROUND: lambda knot: Round.objects.get(region=knot.region, slug=knot.route_args[0]),
}


def all_called_otherwise(world: World) -> None:
    """Each thing that can get another name gets one."""
    paper = Paper.objects.filter(knot__isnull=False).latest("pk")
    kept = {"passage": paper.passage, "due_on": paper.due_on, "owner": paper.owner, "link": paper.link}
    said = {**kept, "text": paper.text, "body": paper.body, "title": "Geld en tijd"}
    change_paper(by=world.editor, at=on(30), paper=paper, version=paper.version, **said)
    agreed = Subject.objects.filter(agreements__knot__isnull=False, retired_at=None).latest("pk")
    said = {"title": "Spoedhulp", "about": agreed.about, "words": agreed.words, "level_wanted": agreed.level_wanted}
    said |= {name: getattr(agreed, name) for name in ("turn_to", "learning", "equality", "scale")}
    change_subject(by=world.editor, at=on(30), subject=agreed, version=agreed.version, passage=agreed.passage, **said)


def things() -> dict[int, Any]:
    """By the key of the knot: every row that has one."""
    found: dict[int, Any] = {}
    for model in apps.get_models():
        if any(field.name == "knot" and field.one_to_one for field in model._meta.concrete_fields):
            found |= {row.knot_id: row for row in model._default_manager.filter(knot__isnull=False)}
    return found


def as_it_is_called(knot: Knot, rows: dict[int, Any]) -> str:
    kind = KIND_OF[knot.kind]
    if kind in BY_ADDRESS:
        return kind.title_of(BY_ADDRESS[kind](knot))
    row = rows[knot.pk]
    return kind.title_of(requirement_of(row.code) if kind is REQUIREMENT else row)


def test_each_knot_is_called_as_its_thing_and_the_file_tells_all_of_it() -> None:
    world = make_world()
    do_everything(world)
    all_called_otherwise(world)
    tell_heads(at=on(31))
    rows = things()
    # That of the history is called after the end that was told, which `tests/keeping` holds against it; and that world
    # has two that were tied anew.
    of_address = [kind.code for kind in BY_ADDRESS]
    knots = [one for one in Knot.objects.select_related("region") if one.pk in rows or one.kind in of_address]
    assert {knot.kind for knot in knots} == {*KIND_OF} - {HISTORY.code}
    for knot in knots:
        assert knot.title == as_it_is_called(knot, rows), knot.kind
    assert Knot.objects.filter(title__contains="Geld en tijd").count() == 1
    assert {knot.kind for knot in knots if "Spoedhulp" in knot.title} == {SUBJECT.code, AGREEMENT.code}
    file_tells_all(world)


def file_tells_all(world: World) -> None:
    region = Region.objects.get(pk=world.region.pk)
    table = Meeting.objects.filter(region=region).latest("pk")
    Meeting.objects.update(facilitator="Xandra van der Voorzitter")
    world.loop.voice("Aan tafel gezegd.", day=30, table=table)
    document = Remark.objects.latest("pk").document
    show_proposals(by=world.editor, at=on(30), document=document, readers="public", seen="members")
    text = "".join(write(prefixes(region), thread_of(region)))
    found = ProvDocument.deserialize(content=text, format="json")
    named = {str(one.identifier) for one in found.get_records() if one.is_element()}
    for one in found.get_records():
        if one.is_relation():
            ends = {str(value) for name, value in one.formal_attributes if value and str(name) != "prov:time"}
            assert ends <= named, one
    entities = json.loads(text)["entity"]
    types = Counter(one["prov:type"]["$"].removeprefix("regiotafel:") for one in entities.values())
    assert {*types} == {*TYPES.values(), *(kind.type for kind in KINDS)}, types
    # People have no name in it, and nothing of what they wrote.
    hidden = Remark.objects.exclude(hidden_at=None).get()
    assert f"remark-{hidden.pk}" not in text
    for private in (world.editor.name, "Xandra", "Welke scholen zijn dit?", "Aan tafel gezegd.", hidden.text):
        assert private not in text
    assert table.name in text
