"""The thread as W3C PROV-JSON, read back by the library of others."""

import json
import uuid
from collections.abc import Iterator

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from prov.model import ProvAgent, ProvDerivation, ProvDocument

from regiotafel.contributions.models import Kind
from regiotafel.contributions.sending.actions import send_in
from regiotafel.formats.prov import write
from regiotafel.publishing.provenance.queries import prefixes, thread_of
from regiotafel.regions.models import Region
from regiotafel.regions.parties.actions import invent_municipality
from regiotafel.regions.queries import standings_of
from regiotafel.vision.deciding.actions import note_decision
from regiotafel.vision.models import Decision, ProposalKind
from regiotafel.vision.proposing import actions as proposing
from tests.factories import RegionFactory
from tests.publishing.loop import Loop, closed, on

pytestmark = pytest.mark.django_db


def read(client: Client, region: Region) -> tuple[ProvDocument, str]:
    """Whatever that library would not take is a warning, and a warning is an error."""
    response = client.get(reverse("publishing:thread_json", args=[region.slug]))
    assert response.status_code == 200
    text = b"".join(response.streaming_content).decode()  # type: ignore[attr-defined]
    found = ProvDocument.deserialize(content=text, format="json")
    assert isinstance(found, ProvDocument)
    return found, text


def told() -> Loop:
    """The loop is closed: two releases, of which a council adopted the second and then somebody put right which day."""
    loop = closed()
    council = invent_municipality(name="Roggerade")
    second = loop.release("Tweede versie", day=4)
    said = {"by": loop.editor, "at": on(6), "release": second, "municipality": council, "body": "de raad van Roggerade"}
    note_decision(**said, decision=Decision.ADOPTED, decided_on=on(5).date(), number=0)  # type: ignore[arg-type]
    right = {"decided_on": on(4).date(), "number": 1, "reason": "Een dag eerder."}
    note_decision(**said, decision=Decision.ADOPTED, **right)  # type: ignore[arg-type]
    return loop


def labels(document: ProvDocument) -> dict[str, str]:
    """By the name of a record."""
    return {str(one.identifier): one.label for one in document.get_records() if one.identifier and one.label}


def derivations(document: ProvDocument, *, revisions: bool) -> Iterator[tuple[str, str]]:
    """Later and earlier, as they are called."""
    called = labels(document)
    for one in document.get_records(ProvDerivation):
        (_, later), (_, earlier), *_ = one.formal_attributes
        is_revision = any(str(kind) == "prov:Revision" for kind in one.get_asserted_types())
        if is_revision == revisions:
            yield called[str(later)], called[str(earlier)]


def test_another_library_reads_what_came_from_what(client: Client) -> None:
    loop = told()
    document, text = read(client, loop.region)
    found = set(derivations(document, revisions=False))
    second = "versie 2 van “Onze visie”: Tweede versie"
    decision = "besluit van de raad van Roggerade over versie 2: vastgesteld"
    assert {
        ("versie 1 van “Onze visie”: Eerste versie", "tekst 1 van passage 1 van “Onze visie”"),
        (second, "tekst 2 van passage 1 van “Onze visie”"),
        (decision, second),
        ("antwoord 1 op reactie 4", "reactie 4"),
        # Merged: what people sent in goes on in another.
        ("reactie 4", "reactie 1"),
        ("reactie 4", "reactie 2"),
    } <= found, found
    assert set(derivations(document, revisions=True)) == {
        ("tekst 2 van passage 1 van “Onze visie”", "tekst 1 van passage 1 van “Onze visie”"),
        ("tekst 2 van passage 3 van “Onze visie”", "tekst 1 van passage 3 van “Onze visie”"),
        (second, "versie 1 van “Onze visie”: Eerste versie"),
        (decision, decision),
    }
    # Each name is said of something that stands in the file, and written again it is the same.
    named = {str(one.identifier) for one in document.get_records() if one.is_element()}
    for one in document.get_records():
        if one.is_relation():
            assert {str(value) for name, value in one.formal_attributes if value and str(name) != "prov:time"} <= named
    again = ProvDocument.deserialize(content=document.serialize(format="json"), format="json")
    assert again == document
    assert json.loads(text)["prefix"]["rt"].endswith(f"/{loop.region.slug}/draad.json#")


def test_only_bodies_and_organisations_act_and_only_what_is_public_is_told(client: Client) -> None:
    loop = told()
    hidden, _code = send_in(at=on(7), region=loop.region, kind=Kind.IDEA, text="Nog niet gelezen.", key=uuid.uuid4())
    made = {"by": loop.editor, "at": on(7), "standings": standings_of(loop.editor, loop.region), "reason": "Beter."}
    proposal = proposing.propose(**made, kind=ProposalKind.ADD, section=loop.own.section, text="Erbij.")
    document, text = read(client, loop.region)
    agents = {one.label for one in document.get_records(ProvAgent)}
    assert agents == {loop.region.name, "Roggerade", "Ouders Samen"}
    for private in (f"reactie {hidden.number}", f"voorstel {proposal.number}", loop.editor.name, "Nog niet gelezen"):
        assert f'"{private}' not in text
    assert '"rt:organisation-' in text
    proposing.show_proposals(by=loop.editor, at=on(8), document=loop.document, readers="public", seen="members")
    assert f'"voorstel {proposal.number}' in read(client, loop.region)[1]


def test_the_file_takes_as_many_queries_for_more() -> None:
    loop = told()

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert "".join(write(prefixes(loop.region), thread_of(loop.region)))
        return len(queries)

    before = asked()
    for n in range(5):
        loop.answer(loop.voice(f"Nog {n} weken wachten is te lang.", loop.school), day=8)
        loop.reword(loop.school, f"Hulp is er op {n + 2} scholen.", day=9 + n)
    loop.release("Derde versie", day=20)
    assert asked() == before < 65


def test_a_region_without_anything_gives_a_file_too(client: Client) -> None:
    document, _text = read(client, RegionFactory(slug="leeg"))
    assert len(list(document.get_records())) == 1
