"""Other words for the text: proposed, read together, judged, answered and written, with all reasons kept."""

from dataclasses import dataclass
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from regiotafel.history.models import Entry
from regiotafel.history.rules import ChangedMeanwhile
from regiotafel.keeping.messages import MESSAGES
from regiotafel.refused import Refused
from regiotafel.regions.models import Role
from regiotafel.regions.queries import standings_of
from regiotafel.regions.settings.actions import agree_on_work
from regiotafel.thread.mailing.actions import send_notices
from regiotafel.thread.models import Link, LinkState
from regiotafel.vision.models import Behalf, Intent, Passage, Proposal, ProposalKind, ProposalsFor, Remark, Wording
from regiotafel.vision.proposing import actions
from regiotafel.vision.proposing.actions import Judged
from regiotafel.vision.proposing.rules import For
from regiotafel.vision.queries import standing
from regiotafel.vision.writing.actions import retire
from tests.factories import MunicipalityFactory, OrganisationFactory, make_member
from tests.publishing.loop import Loop, begin

pytestmark = pytest.mark.django_db
SIX, EIGHT = "Je wacht hooguit zes weken.", "Je wacht hooguit acht weken."


@dataclass
class Table:
    """A text, somebody who writes it, and somebody who proposes."""

    loop: Loop
    maker: Any

    def propose(self, text: str = SIX, *, by: Any = None, **more: Any) -> Proposal:
        passage = Passage.objects.select_related("section__document__region").get(pk=self.loop.waiting.pk)
        by = by or self.maker
        said = {"kind": ProposalKind.REWORD, "base": 1, "passage": passage, "reason": "Tien weken is te lang.", **more}
        standings = standings_of(by, self.loop.region)
        return actions.propose(
            by=by, at=timezone.now(), standings=standings, section=passage.section, text=text, **said
        )

    def decide(self, *judged: Judged, text: str = "", version: int = 1, by: Any = None) -> Wording | None:
        return actions.decide(by=by or self.loop.editor, at=timezone.now(), judged=judged, text=text, version=version)

    def address(self, name: str, *more: object) -> str:
        return reverse(f"vision:{name}", args=[self.loop.region.slug, self.loop.document.slug, *more])


@pytest.fixture
def table() -> Table:
    loop = begin()
    return Table(loop, make_member(loop.region, Role.RESIDENT))


def logged_in(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


def test_a_member_proposes_other_words_and_hears_what_happens(table: Table) -> None:
    client, address = logged_in(table.maker), table.address("propose", table.loop.waiting.number)
    form = client.get(address).content.decode()
    assert "Je wacht hooguit tien weken.</textarea>" in form
    assert "namens" not in form  # nobody but themselves
    sent = {"kind": "reword", "text": SIX, "reason": "Tien is te lang.", "whose": "self", "base": 1}
    for _time in range(2):  # pressed twice it is one
        assert client.post(address, sent)["Location"] == table.address("proposal", 1)
    made = Proposal.objects.get()
    page = client.get(table.address("proposal", 1)).content.decode()
    for words in ("<del>", "tien", "<ins>", "zes", "wacht op een voornemen", "Tien is te lang."):
        assert words in page
    editor = logged_in(table.loop.editor)
    assert (
        "wijzigingsvoorstel wacht op een besluit"
        in editor.get(reverse("pages:desk", args=[table.loop.region.slug])).content.decode()
    )
    meant = {"intent": "adopt", "text": "", "reason": "We halen dat.", "seen": 0}
    assert editor.post(table.address("intend", 1), meant).status_code == 302
    send_notices(messages=MESSAGES)
    [letter] = mail.outbox
    assert letter.to == [table.maker.email]
    assert "voornemen" in letter.body
    answer = {"agrees": "yes", "reason": "", "seen": 1}
    assert client.post(table.address("reply", 1), answer).status_code == 302
    decided = {"intent": "adopt", "text": SIX, "reason": "Zo doen we het.", "seen": 2, "version": 1}
    assert editor.post(table.address("decide_proposal", 1), decided).status_code == 302
    made.refresh_from_db()
    assert (made.state, made.intent, made.wording.text) == ("done", "adopt", SIX)
    assert [step.kind for step in made.steps.order_by("number")] == ["intention", "reply", "decision"]
    page = client.get(table.address("proposal", 1)).content.decode()
    for words in ("We halen dat.", "De indiener is het ermee eens", "Zo doen we het.", "Tien is te lang."):
        assert words in page
    passage = client.get(table.address("passage", table.loop.waiting.number)).content.decode()
    assert "Zo doen we het." in passage
    assert Link.objects.filter(to_knot=made.knot, state=LinkState.CONFIRMED).exists()
    assert made.knot in made.wording.led_by.all()


def test_who_reads_proposals_is_chosen_for_each_text(table: Table) -> None:
    table.propose()
    addresses = [table.address("proposal", 1), table.address("proposals"), table.address("of_passage", 1)]
    assert {Client().get(one).status_code for one in addresses} == {404}
    assert {logged_in(table.maker).get(one).status_code for one in addresses} == {200}
    found = reverse("pages:search", args=[table.loop.region.slug]) + "?zoek=zes+weken"
    assert "Voorstel 1" not in Client().get(found).content.decode()
    editor = logged_in(table.loop.editor)
    chosen = {"readers": "public", "seen": "members"}
    assert editor.post(table.address("proposal_readers"), chosen).status_code == 302
    pages = [Client().get(one) for one in addresses]
    assert {one.status_code for one in pages} == {200}
    assert "Voorstel 1" in Client().get(found).content.decode()
    # Whose it is, is for who works here.
    assert not any(table.maker.name in one.content.decode() for one in pages)
    assert table.maker.name in editor.get(addresses[0]).content.decode()
    # Who chose without having seen what a colleague chose, chooses again.
    assert editor.post(table.address("proposal_readers"), {**chosen, "readers": "members"}).status_code == 409
    made = Proposal.objects.get()
    assert made.knot.is_public
    # Taken over it is no voice beside the words that it led to.
    table.decide(Judged(made, 0, Intent.ADOPT, "Zo doen we het."))
    margin = [table.loop.region.slug, table.loop.document.slug, table.loop.waiting.number]
    for page in (table.address("read"), reverse("contributions:margin", args=margin)):
        told = Client().get(page)
        assert (told.status_code, "één reactie" in told.content.decode()) == (200, False)


def test_what_collides_is_read_together_and_becomes_one_text(table: Table) -> None:
    other = make_member(table.loop.region, Role.RESIDENT)
    one, two = table.propose(), table.propose(EIGHT, by=other, reason="Zes lukt niet.")
    page = logged_in(table.maker).get(table.address("of_passage", 1)).content.decode()
    assert "2 voorstellen wachten" in page
    for words in ("Tien weken is te lang.", "Zes lukt niet."):
        assert words in page
    editor = logged_in(table.loop.editor)
    form = editor.get(table.address("decide_proposal", 1)).content.decode()
    assert "Ook voor deze passage: voorstel 2" in form
    sent = {
        "intent": "changed",
        "text": "Je wacht hooguit zeven weken.",
        "reason": "Het midden.",
        "seen": 0,
        "version": 1,
    }
    sent |= {"intent_of_2": "reject", "reason_of_2": "", "seen_of_2": 0}
    assert "Schrijf op waarom." in editor.post(table.address("decide_proposal", 1), sent).content.decode()
    assert (
        editor.post(table.address("decide_proposal", 1), sent | {"reason_of_2": "Acht is te veel."}).status_code == 302
    )
    one.refresh_from_db()
    two.refresh_from_db()
    assert (one.intent, two.intent) == (Intent.CHANGED, Intent.REJECT)
    assert one.wording.text == "Je wacht hooguit zeven weken."
    assert two.wording is None
    assert Entry.objects.filter(act="proposal.decided").count() == 2


def test_a_new_passage_comes_where_it_was_proposed_and_another_lapses(table: Table) -> None:
    client = logged_in(table.maker)
    school = table.loop.school
    sent = {"after": school.number, "text": "Ook mbo-scholen doen mee.", "reason": "Die ontbreken.", "whose": "self"}
    assert client.post(table.address("propose_passage", school.section_id), sent).status_code == 302
    assert (
        client.post(
            table.address("propose", table.loop.own.number),
            {"kind": "drop", "text": "", "reason": "Dubbel.", "whose": "self", "base": 1},
        ).status_code
        == 302
    )
    added, dropped = Proposal.objects.order_by("number")
    table.decide(Judged(added, 0, Intent.ADOPT, "Goed idee."))
    table.decide(Judged(dropped, 0, Intent.ADOPT, "Klopt."))
    texts = [one.wording.text for one in standing(table.loop.document)]
    assert texts == ["Je wacht hooguit tien weken.", "Hulp is er op school.", "Ook mbo-scholen doen mee."]


def test_nobody_judges_what_they_did_not_read(table: Table) -> None:
    made = table.propose()
    now, by = timezone.now(), table.loop.editor
    meant: dict[str, Any] = {"by": by, "at": now, "proposal": made, "reason": "Zo."}
    actions.intend(**meant, seen=0, intent=Intent.ADOPT)
    actions.intend(**meant, seen=0, intent=Intent.ADOPT)  # the same press twice
    assert made.steps.count() == 1
    with pytest.raises(ChangedMeanwhile):
        actions.intend(**meant, seen=0, intent=Intent.REJECT)
    with pytest.raises(ChangedMeanwhile):
        table.decide(Judged(made, 0, Intent.ADOPT, "Zo."))
    table.loop.reword(table.loop.waiting, "Je wacht hooguit negen weken.")
    with pytest.raises(ChangedMeanwhile):
        table.decide(Judged(made, 1, Intent.ADOPT, "Zo."))
    assert Proposal.objects.get().state == "intended"
    page = logged_in(by).get(table.address("decide_proposal", 1)).content.decode()
    assert "Wat het verandert in de tekst van nu" in page
    assert table.decide(Judged(made, 1, Intent.ADOPT, "Zo."), version=2).number == 3  # type: ignore[union-attr]
    with pytest.raises(Refused, match="al besloten"):
        table.decide(Judged(made, 2, Intent.REJECT, "Toch niet."), version=3)


def test_taking_over_is_taking_over_as_it_is(table: Table) -> None:
    made = table.propose()
    with pytest.raises(Refused, match="gewijzigd overnemen"):
        table.decide(Judged(made, 0, Intent.ADOPT, "Zo."), text=EIGHT)
    with pytest.raises(Refused, match="hoe de tekst wordt"):
        table.decide(Judged(made, 0, Intent.CHANGED, "Zo."))
    assert Wording.objects.filter(passage=table.loop.waiting).count() == 1


@pytest.mark.parametrize(
    ("main", "kind", "beside"),
    [
        (Intent.REJECT, ProposalKind.REWORD, Intent.ADOPT),
        (Intent.REFER, ProposalKind.DROP, Intent.ADOPT),
        (Intent.ADOPT, ProposalKind.REWORD, Intent.ADOPT),
        (Intent.ADOPT, ProposalKind.DROP, Intent.ADOPT),
    ],
)
def test_nothing_beside_it_is_called_taken_over_that_the_text_does_not_say(
    main: Intent, kind: ProposalKind, beside: Intent, table: Table
) -> None:
    one, two = table.propose(), table.propose("" if kind == ProposalKind.DROP else EIGHT, kind=kind)
    with pytest.raises(Refused, match="zoals voorstel 2 vraagt"):
        table.decide(Judged(one, 0, main, "Zo."), Judged(two, 0, beside, "Zo."))
    assert {one.state for one in Proposal.objects.all()} == {"open"}


def test_who_decides_goes_on_after_something_new_was_proposed_or_said_meanwhile(table: Table) -> None:
    """About both: what was read at first, and what came while the page was open."""
    one, two = table.propose(), table.propose(EIGHT, reason="Zes lukt niet.")
    editor, address = logged_in(table.loop.editor), table.address("decide_proposal", 1)
    sent = {"intent": "adopt", "text": SIX, "reason": "Zo doen we het.", "seen": 0, "version": 1}
    sent |= {"intent_of_2": "reject", "reason_of_2": "Acht is te veel.", "seen_of_2": 0}
    three = table.propose("Je wacht niet.", reason="Direct.")
    actions.intend(
        by=table.loop.editor, at=timezone.now(), proposal=two, seen=0, intent=Intent.REJECT, reason="Te lang."
    )
    again = editor.post(address, sent)
    assert "Iemand schreef intussen iets" in again.content.decode()
    now = {name: again.context["form"][name].value() for name in again.context["form"].fields}
    assert editor.post(address, {name: value or "" for name, value in now.items()}).status_code == 302
    for made, intent in ((one, "adopt"), (two, "reject"), (three, "")):
        made.refresh_from_db()
        assert made.intent == intent


def test_a_reason_of_a_few_sentences_stands_whole_at_the_proposal_and_short_at_the_words(table: Table) -> None:
    made, reason = table.propose(), "We halen dat met meer mensen. " * 30
    found = table.decide(Judged(made, 0, Intent.ADOPT, reason))
    assert found is not None
    assert (len(found.reason), found.reason[-1]) == (300, "…")
    assert made.steps.get().reason == reason.strip()


def test_where_a_second_reads_everything_another_decides_what_was_meant(table: Table) -> None:
    region, editor = table.loop.region, table.loop.editor
    agree_on_work(by=editor, at=timezone.now(), region=region, answer_weeks=6, second_reader=True)
    made, other = table.propose(), make_member(region, Role.EDITOR)
    with pytest.raises(Refused, match="Schrijf eerst het voornemen"):
        table.decide(Judged(made, 0, Intent.ADOPT, "Zo."))
    actions.intend(by=editor, at=timezone.now(), proposal=made, seen=0, intent=Intent.CHANGED, text=EIGHT, reason="Zo.")
    with pytest.raises(Refused, match="Vraag een collega"):
        table.decide(Judged(made, 1, Intent.CHANGED, "Zo."), text=EIGHT)
    with pytest.raises(Refused, match="anders dan in het voornemen"):
        table.decide(Judged(made, 1, Intent.CHANGED, "Zo."), text=f"{EIGHT} Of negen.", by=other)
    assert table.decide(Judged(made, 1, Intent.CHANGED, "Zo."), text=EIGHT, by=other) is not None


def test_somebody_speaks_for_their_own_only(table: Table) -> None:
    region = table.loop.region
    council, party = MunicipalityFactory(), OrganisationFactory(region=region)
    clerk = make_member(region, Role.CLERK, municipality=council)
    member = make_member(region, Role.ORGANISATION_MEMBER, organisation=party)
    for_council, for_party = For(Behalf.COUNCIL, municipality_id=council.pk), For(Behalf.ORGANISATION, party.pk)
    for by, whose in ((clerk, for_party), (member, for_council), (table.maker, For(Behalf.NAMED, named="Wie ook"))):
        with pytest.raises(Refused, match="alleen voor jezelf"):
            table.propose(by=by, whose=whose)
    table.propose(by=clerk, whose=for_council)
    made = table.propose(by=member, whose=for_party)
    page = logged_in(table.loop.editor).get(table.address("of_passage", 1)).content.decode()
    assert f"de gemeenteraad van {council.name}" in page
    assert f"namens {party.name}" in page
    # A colleague of the same organisation takes it back; nobody else does.
    colleague = make_member(region, Role.ORGANISATION_MEMBER, organisation=party)
    for by in (table.maker, colleague):
        done = {
            "by": by,
            "at": timezone.now(),
            "standings": standings_of(by, region),
            "seen": 0,
            "reason": "Toch niet.",
        }
        if by == table.maker:
            with pytest.raises(Refused, match="Alleen wie het voorstel deed"):
                actions.withdraw(**done, proposal=made)
        else:
            assert actions.withdraw(**done, proposal=made).intent == Intent.WITHDRAWN


def test_nothing_is_proposed_about_what_lapsed_while_somebody_wrote(table: Table) -> None:
    read = Passage.objects.select_related("section__document__region").get(pk=table.loop.waiting.pk)
    retire(by=table.loop.editor, at=timezone.now(), passage=table.loop.waiting, reason="Dubbel.")
    with pytest.raises(Refused, match="vervallen"):
        table.propose(passage=read)


def test_the_list_costs_the_same_however_many_there_are(table: Table, django_assert_max_num_queries: Any) -> None:
    actions.show_proposals(
        by=table.loop.editor,
        at=timezone.now(),
        document=table.loop.document,
        readers=ProposalsFor.PUBLIC,
        seen=ProposalsFor.MEMBERS,
    )
    for number in range(12):
        table.propose(f"Je wacht hooguit {number} dagen.")
    for name, more in (("proposals", ()), ("of_passage", (1,)), ("proposal", (1,))):
        with django_assert_max_num_queries(14):
            assert Client().get(table.address(name, *more)).status_code == 200


def test_a_proposal_in_which_a_name_stands_is_hidden_with_all_beside_it(table: Table) -> None:
    editor = logged_in(table.loop.editor)
    moderator = logged_in(make_member(table.loop.region, Role.MODERATOR))
    assert editor.post(table.address("proposal_readers"), {"readers": "public", "seen": "members"}).status_code == 302
    made = table.propose("Hulp zoals bij Sam van de Lindeschool.")
    logged_in(table.maker).post(table.address("remark_on_proposal", made.number), {"text": "Welke school?"})
    noted = Remark.objects.get(proposal=made)
    everybody, region = Client(), table.loop.region.slug
    search = reverse("pages:search", args=[region])
    link = table.address("proposal", made.number)
    assert link in everybody.get(search, {"zoek": "Lindeschool"}).content.decode()
    assert logged_in(table.maker).get(table.address("hide_proposal", made.number)).status_code == 403
    assert moderator.post(table.address("hide_proposal", made.number), {"reason": ""}).status_code == 422
    for _time in range(2):
        done = moderator.post(table.address("hide_proposal", made.number), {"reason": "Er stond een naam in."})
        assert done.status_code == 302
    for client in (everybody, logged_in(table.maker), editor):
        for name, more in (("proposals", ()), ("of_passage", (1,)), ("read", ()), ("passage", (1,))):
            page = client.get(table.address(name, *more)).content.decode()
            assert "Lindeschool" not in page, name
            assert "Welke school?" not in page, name
        assert client.get(link).status_code == 404
        # Who may note something is told that it is not there; all others log in first.
        assert client.get(table.address("remark", noted.pk)).status_code in (302, 404)
    assert link not in everybody.get(search, {"zoek": "Lindeschool"}).content.decode()
    told = everybody.get(reverse("publishing:thread_json", args=[region]))
    assert link.encode() not in b"".join(told.streaming_content)
    assert "Er stond een naam in." in moderator.get(link).content.decode()
    made.refresh_from_db()
    assert (made.is_done, made.intent) == (True, Intent.WITHDRAWN)
    # Shown to others again, the text does not bring it back.
    for readers, seen in (("members", "public"), ("public", "members")):
        editor.post(table.address("proposal_readers"), {"readers": readers, "seen": seen})
    made.knot.refresh_from_db()
    assert not made.knot.is_public
    again = table.propose("Hulp zoals bij Sam van de Lindeschool.")
    assert again.pk != made.pk, "the same words by the same person are a new proposal"


def test_a_remark_is_answered_dealt_with_and_hidden(table: Table) -> None:
    client, editor = logged_in(table.maker), logged_in(table.loop.editor)
    for _time in range(2):
        client.post(table.address("remark_on_passage", 1), {"text": "Klopt dit getal?"})
    noted = Remark.objects.get()
    assert editor.post(table.address("remark", noted.pk), {"text": "Ja, uit het rapport."}).status_code == 302
    page = client.get(table.address("of_passage", 1)).content.decode()
    assert page.index("Klopt dit getal?") < page.index("Ja, uit het rapport.")
    answer = Remark.objects.exclude(pk=noted.pk).get()
    # Two levels, no more.
    assert editor.post(table.address("remark", answer.pk), {"text": "En nog iets."}).status_code == 409
    stranger = logged_in(make_member(table.loop.region, Role.RESIDENT))
    assert stranger.post(table.address("remark", noted.pk), {"do": "resolve"}).status_code == 409
    assert client.post(table.address("remark", noted.pk), {"do": "resolve"}).status_code == 302
    assert "afgehandeld" in client.get(table.address("of_passage", 1)).content.decode()
    moderator = logged_in(make_member(table.loop.region, Role.MODERATOR))
    assert client.get(table.address("hide_remark", noted.pk)).status_code == 403
    assert moderator.post(table.address("hide_remark", noted.pk), {"reason": "Een naam."}).status_code == 302
    page = client.get(table.address("of_passage", 1)).content.decode()
    assert "Klopt dit getal?" not in page
    assert "Ja, uit het rapport." not in page
    assert client.get(table.address("remark", noted.pk)).status_code == 404
    assert moderator.get(table.address("remark", noted.pk)).status_code == 200
    made = table.propose()
    client.post(table.address("remark_on_proposal", made.number), {"text": "Dit scheelt veel."})
    assert "Dit scheelt veel." in client.get(table.address("proposal", made.number)).content.decode()
