"""An agreement: each municipality decides for itself, and who is not bound stays visible."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from regiotafel.history.rules import ChangedMeanwhile
from regiotafel.mandates.agreeing import actions
from regiotafel.mandates.agreeing.queries import by_municipality, tally
from regiotafel.mandates.agreeing.rules import NotEveryone, NotProposed, NotTheNewest
from regiotafel.mandates.models import Agreement, DecisionLevel, Stance, Subject
from regiotafel.mandates.register import actions as register
from regiotafel.mandates.register.queries import for_resident, levels_on_map, settled_on
from regiotafel.publishing.register.actions import paper
from regiotafel.publishing.register.queries import sheet_of
from regiotafel.regions.models import Municipality, RegionMunicipality, Role
from regiotafel.regions.parties.actions import add_municipality, invent_municipality
from regiotafel.regions.parties.queries import places_of
from regiotafel.thread.linking.queries import to_review
from regiotafel.thread.models import Knot
from regiotafel.vision.drafting.queries import draft_of
from regiotafel.web.days import day
from tests.factories import NOW, make_member
from tests.publishing.loop import Loop, begin

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate(NOW)
BY: dict[str, Any] = {"by": None, "at": NOW}


@pytest.fixture
def loop(db: None) -> Loop:
    return begin()


@pytest.fixture
def agreement(loop: Loop) -> Agreement:
    for name in ("Berkerwold", "Heikerveen"):
        add_municipality(**BY, region=loop.region, municipality=invent_municipality(name=name))
    subject = register.add_subject(**BY, region=loop.region, title="Hulp op school")
    subject = register.change_subject(**BY, subject=subject, version=1, passage=loop.school, title="Hulp op school")
    agreed = {"level": "regionaal", "holder": "de colleges samen", "text": "Op elke school is **hulp**."}
    return actions.offer_agreement(**BY, subject=subject, number=0, from_on=TODAY + timedelta(days=30), **agreed)


def place(name: str) -> Municipality:
    return Municipality.objects.get(name=name)


def waiting(loop: Loop) -> list[tuple[Knot, Knot]]:
    """What is to be held against each other again."""
    return [(link.from_knot, link.to_knot) for link in to_review(loop.region)]


def consent(agreement: Agreement, name: str, stance: Stance, number: int = 0, **more: Any) -> Any:
    told = {"body": f"het college van {name}", "decided_on": TODAY, **more}
    return actions.note_consent(
        **BY, agreement=agreement, municipality=place(name), number=number, stance=stance, **told
    )


def test_who_is_not_bound_and_until_when_stays_to_be_read(agreement: Agreement) -> None:
    consent(agreement, "Berkerwold", Stance.BOUND)
    consent(agreement, "Heikerveen", Stance.LATER, until=TODAY + timedelta(days=200))
    told = tally(by_municipality(agreement))
    assert (told.n, told.n_bound, told.n_not_bound) == (2, 1, 1)
    page = Client().get(reverse("mandates:agreement", args=["proef", agreement.subject.slug, 1])).content.decode()
    assert "Eén van de 2 gemeenten is akkoord" in page
    assert "Nog niet gebonden" in page


def test_a_decision_that_was_written_down_wrongly_is_corrected_beside_the_first(agreement: Agreement) -> None:
    consent(agreement, "Berkerwold", Stance.REFUSED)
    consent(agreement, "Berkerwold", Stance.BOUND, number=1)
    [row] = [one for one in by_municipality(agreement) if one.municipality.name == "Berkerwold"]
    assert [one.stance for one in row.consents] == [Stance.BOUND, Stance.REFUSED]
    with pytest.raises(ChangedMeanwhile):
        consent(agreement, "Berkerwold", Stance.LATER, number=1)


def test_what_was_agreed_comes_in_the_register_when_somebody_is_bound(agreement: Agreement, loop: Loop) -> None:
    with pytest.raises(NotEveryone):
        actions.carry_out(**BY, agreement=agreement)
    consent(agreement, "Berkerwold", Stance.BOUND)
    one, two = (actions.carry_out(**BY, agreement=agreement) for _n in range(2))
    assert one.pk == two.pk
    about = (agreement.subject.knot, agreement.subject.passage.knot)  # type: ignore[union-attr]
    assert waiting(loop) == [about], "that the register says so is no reason to look at the agreement again"
    later = settled_on(Subject.objects.get(pk=agreement.subject_id), agreement.from_on).now
    assert later is not None
    assert (later.level, later.holder, later.ground) == (
        DecisionLevel.REGIONAL,
        "de colleges samen",
        "akkoord 1 van de gemeenten",
    )


def test_who_is_not_bound_is_told_wherever_the_register_is_read(agreement: Agreement) -> None:
    """It holds for who is bound; in the other municipality it stays as it was, and nobody speaks for it."""
    until, then = TODAY + timedelta(days=200), agreement.from_on
    told = {"level": "lokaal", "holder": "het college van elke gemeente", "ground": "de verordening"}
    register.set_mandate(**BY, subject=agreement.subject, number=0, from_on=TODAY, **told)
    consent(agreement, "Berkerwold", Stance.BOUND)
    consent(agreement, "Heikerveen", Stance.LATER, until=until)
    actions.carry_out(**BY, agreement=agreement)
    settled = settled_on(agreement.subject, then)
    here, there = place("Berkerwold"), place("Heikerveen")
    assert (settled.level_in(here.pk), settled.level_in(there.pk)) == ("regionaal", "lokaal")
    places = list(places_of(agreement.subject.region))
    assert [(one.name, len(one.places)) for one in levels_on_map(settled, places)] == [("lokaal", 1), ("regionaal", 1)]
    mine, theirs = (for_resident(settled, one) for one in sorted(places, key=lambda one: one.name))
    assert (mine.holder, theirs.holder) == ("de colleges samen", "het college van Heikerveen")
    free = f"Heikerveen (nog niet gebonden, tot en met {day(until)})"
    assert "Heikerveen" in theirs.place.name
    today = settled_on(agreement.subject, TODAY)
    assert [for_resident(today, one.place).later for one in (theirs,)] == [[]], "nothing changes for who is not bound"
    client, slug = Client(), agreement.subject.slug
    table = b"".join(client.get(reverse("mandates:register_csv", args=["proef"])).streaming_content).decode()  # type: ignore[attr-defined]
    assert f"niet gebonden: {free}" in table
    grouped = f"nog niet gebonden, tot en met {day(until)}: Heikerveen"
    page = client.get(reverse("mandates:subject", args=["proef", slug])).content.decode()
    assert grouped in " ".join(page.split())
    assert "Niet gebonden: Heikerveen." in client.get(reverse("mandates:changes", args=["proef"])).content.decode()
    assert "Heikerveen is tot en met" in client.get(reverse("mandates:changes_feed", args=["proef"])).content.decode()
    printed = " ".join(paper(sheet_of(agreement.subject.region, then), "https://tafel.example/").split())
    assert grouped in printed
    assert "niet gebonden: Heikerveen" in " ".join(paper(sheet_of(agreement.subject.region, TODAY), "").split())
    page = client.get(reverse("mandates:agreement", args=["proef", slug, 1])).content.decode()
    assert "<p>Op elke school is <strong>hulp</strong>.</p>" in page
    client.force_login(make_member(agreement.subject.region, Role.EDITOR))
    desk = client.get(reverse("pages:desk", args=["proef"])).content.decode()
    assert "niet gebonden aan het akkoord “Hulp op school”" in desk


def test_what_holds_by_an_agreement_is_told_to_who_lives_where_nobody_is_bound(agreement: Agreement) -> None:
    consent(agreement, "Berkerwold", Stance.BOUND)
    said = {"level": "regionaal", "holder": "de colleges samen", "text": "Nu al.", "from_on": TODAY}
    now = actions.offer_agreement(**BY, subject=agreement.subject, number=1, **said)
    consent(now, "Berkerwold", Stance.BOUND)
    actions.carry_out(**BY, agreement=now)
    [live] = RegionMunicipality.objects.filter(municipality=place("Heikerveen"))
    page = (
        Client()
        .get(reverse("mandates:subject", args=["proef", now.subject.slug]), {"gemeente": live.municipality_id})
        .content.decode()
    )
    assert "Heikerveen is niet gebonden aan het akkoord" in page
    assert "Dat staat nog niet in het register." in page
    assert "nog niet bekend" in page.casefold()


def test_an_agreement_that_gave_way_to_another_goes_nowhere(agreement: Agreement) -> None:
    consent(agreement, "Berkerwold", Stance.BOUND)
    said = {"level": "lokaal", "holder": "elk college", "text": "Anders.", "from_on": TODAY}
    actions.offer_agreement(**BY, subject=agreement.subject, number=1, **said)
    for act in (actions.carry_out, actions.propose_wording):
        with pytest.raises(NotTheNewest, match="een ander voorgelegd"):
            act(**BY, agreement=agreement)


def test_its_words_are_proposed_for_the_passage_once_and_what_hangs_together_is_looked_at_again(
    agreement: Agreement, loop: Loop
) -> None:
    for _n in range(2):
        draft = actions.propose_wording(**BY, agreement=agreement)
        assert (draft.text, draft.reason) == ("Op elke school is **hulp**.", "Akkoord 1 over Hulp op school.")
    loop.reword(loop.school, "Op elke school is **hulp**.")
    assert waiting(loop) == [(agreement.subject.knot, loop.school.knot), (agreement.knot, loop.school.knot)]
    agreement.subject.passage.refresh_from_db()  # type: ignore[union-attr]
    with pytest.raises(NotProposed, match="Deze tekst staat al in de visie"):
        actions.propose_wording(**BY, agreement=agreement)


def test_another_law_is_a_reason_to_look_again_and_what_nobody_checked_is_none(
    agreement: Agreement, loop: Loop
) -> None:
    told = {"subject": agreement.subject, "text": "Alleen samen.", "article": "Artikel 1"}
    register.add_law_fact(**BY, mark="unverified", **told)
    assert list(to_review(loop.region)) == []
    register.add_law_fact(**BY, mark="verified", **told)
    about, school = agreement.subject.knot, loop.school.knot
    assert waiting(loop) == [(about, school), (agreement.knot, about)], "the agreement beside what it is about too"
    client, desk = Client(), reverse("thread:reviews", args=["proef"])
    client.force_login(make_member(loop.region, Role.EDITOR))
    assert "Akkoord over “Hulp op school”" in client.get(desk).content.decode()
    said = {"level": "lokaal", "holder": "elk college", "text": "Anders.", "from_on": TODAY}
    actions.offer_agreement(**BY, subject=agreement.subject, number=1, **said)
    assert waiting(loop) == [(about, school)], "nobody looks again at what gave way to another"


def test_a_draft_of_a_colleague_is_not_written_over(agreement: Agreement, loop: Loop) -> None:
    from_colleague = {"text": "Iets heel anders.", "reason": "Beter.", "base": 1, "seen": 0}
    actions.save_draft(**BY, passage=loop.school, **from_colleague)
    with pytest.raises(NotProposed, match="Er is al een ander concept"):
        actions.propose_wording(**BY, agreement=agreement)
    draft = draft_of(loop.school)
    assert draft is not None
    assert draft.text == "Iets heel anders."


@pytest.mark.parametrize("role", [Role.CLERK, Role.OFFICIAL])
def test_who_works_for_a_municipality_writes_down_its_decision_and_no_other(agreement: Agreement, role: Role) -> None:
    client = Client()
    client.force_login(make_member(agreement.subject.region, role, municipality=place("Berkerwold")))
    sent = {"stance": "bound", "body": "het college", "decided_on": str(TODAY), "number": "0"}
    answers = {
        name: client.post(
            reverse("mandates:consent", args=["proef", agreement.subject.slug, 1, place(name).pk]), sent
        ).status_code
        for name in ("Berkerwold", "Heikerveen")
    }
    assert answers == {"Berkerwold": 302, "Heikerveen": 403}
    assert agreement.consents.count() == 1


def test_who_writes_down_for_a_municipality_finds_on_the_desk_what_it_decided_nothing_about(
    agreement: Agreement,
) -> None:
    client, region = Client(), agreement.subject.region
    client.force_login(make_member(region, Role.CLERK, municipality=place("Berkerwold")))
    desk = reverse("pages:desk", args=["proef"])
    told = "besluit van Berkerwold over het akkoord “Hulp op school” invullen"
    assert told in client.get(desk).content.decode()
    consent(agreement, "Berkerwold", Stance.BOUND)
    assert told not in client.get(desk).content.decode()
