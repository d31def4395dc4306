"""The pages: for somebody without an account, for the sender with a code, and for members."""

import re
import uuid
from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from regiotafel import codes
from regiotafel.contributions.following import actions as following
from regiotafel.contributions.following.queries import token_of
from regiotafel.contributions.linking import actions as linking
from regiotafel.contributions.merging import actions as merging
from regiotafel.contributions.models import Contribution, Kind, LinkState, State, Subscription, Via
from regiotafel.contributions.moderating import actions as moderating
from regiotafel.contributions.reviewing.queries import reviews
from regiotafel.contributions.sending import actions as sending
from regiotafel.contributions.withdrawing import actions as withdrawing
from regiotafel.people.models import User
from regiotafel.regions.models import Role
from regiotafel.vision import actions as vision
from tests.contributions.people import TEXT, WORDS, World, answered, make_world, opened, send
from tests.factories import (
    NOW,
    ConsultationFactory,
    OrganisationFactory,
    ParticipantFactory,
    StatementFactory,
    UserFactory,
    make_member,
)

pytestmark = pytest.mark.django_db
CHILD = "Mijn zoon van 9 wacht al een jaar op hulp bij ons in het dorp."


@pytest.fixture
def world() -> World:
    return make_world()


@pytest.fixture
def editor(client: Client, world: World) -> Client:
    client.force_login(world.editor)
    return client


def url(name: str, *args: object) -> str:
    return reverse(f"contributions:{name}", args=["noord", *args])


def receipt(code: str, name: str = "receipt") -> str:
    return reverse(f"receipts:{name}", args=[code])


def filled(**more: object) -> dict[str, object]:
    return {"kind": "worry", "text": TEXT, "key": str(uuid.uuid4()), "seen": "", **more}


# --- Sending in


def test_sending_in_gives_a_receipt_with_a_code_and_a_drawing(client: Client, world: World) -> None:
    answer = client.post(url("send_in"), filled())
    assert answer.status_code == 302
    page = client.get(answer["Location"])
    html = page.content.decode()
    assert re.search(r'class="rt-code">[2-9A-Z]{4}-[2-9A-Z]{4}-[2-9A-Z]{4}<', html)
    assert "<svg" in html
    assert "Dank je wel! Bewaar deze code" in html
    assert (page["Cache-Control"], page["X-Robots-Tag"]) == ("no-store", "noindex")
    later = client.get(answer["Location"].partition("?")[0]).content.decode()
    assert "rt-code" not in later
    assert "Een moderator leest je inbreng nog" in later


def test_free_text_about_a_child_is_warned_about_and_sent_at_the_second_press(client: Client, world: World) -> None:
    form = filled(text=CHILD)
    first = client.post(url("send_in"), form)
    assert first.status_code == 200
    assert "Is een kind of iemand anders hieraan te herkennen?" in first.content.decode()
    assert "Er is nog niets verstuurd." in first.content.decode()
    assert Contribution.objects.count() == 0
    changed = client.post(url("send_in"), {**form, "text": CHILD + " Echt.", "seen": CHILD})
    assert changed.status_code == 200
    assert client.post(url("send_in"), {**form, "seen": CHILD}).status_code == 302


def test_a_reaction_carries_the_passage_along(client: Client, world: World) -> None:
    about = {"document": "regiovisie", "passage": world.passages[1].number}
    html = client.get(url("send_in"), about).content.decode()
    assert "Jongeren beslissen zelf mee" in html
    client.post(url("send_in"), filled(kind="reaction", **about))
    assert Contribution.objects.get().about_passage == world.passages[1]


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"kind": "klacht"}, "Kies een van de vier soorten."),
        ({"kind": ""}, "Kies wat je wilt insturen."),
        ({"text": "kort"}, "Dit is wel heel kort."),
        ({"text": ""}, "Schrijf eerst op wat je kwijt wilt."),
        ({"text": "woord " * 180_000}, "Dat mogen er hooguit 5000 zijn."),
        ({"key": "geen sleutel"}, "Er gaat iets niet goed"),
    ],
)
def test_bad_input_keeps_the_words_and_says_what_to_do(
    client: Client, world: World, wrong: dict[str, str], said: str
) -> None:
    page = client.post(url("send_in"), filled(**wrong))
    assert page.status_code == 422
    html = page.content.decode()
    assert said in html
    assert "text" in wrong or TEXT in html
    assert Contribution.objects.count() == 0


def test_another_regions_passage_is_not_carried_along(client: Client, world: World) -> None:
    elsewhere = make_world("zuid")
    elsewhere.document.slug = "andere-visie"
    elsewhere.document.save()
    client.post(url("send_in"), filled(document="andere-visie", passage="1"))
    assert Contribution.objects.get().about_passage is None


def test_the_same_form_sent_twice_leads_to_the_same_receipt(client: Client, world: World) -> None:
    form = filled()
    first, second = (client.post(url("send_in"), form)["Location"] for _ in range(2))
    assert first == second
    other = client.post(url("send_in"), {**form, "text": TEXT + " Iets anders."})
    assert other.status_code == 409
    assert "Met dit formulier heb je al iets ingestuurd" in other.content.decode()


def test_words_of_people_are_never_markup(client: Client, world: World) -> None:
    contribution = opened(world, "<script>alert(1)</script> en {{ 7|add:7 }} <b>vet</b>")
    linking.confirm_link(by=None, at=NOW, contribution=contribution, passage=world.passages[0])
    pages = (url("index"), url("read", contribution.number), url("margin", "regiovisie", world.passages[0].number))
    for address in pages:
        html = client.get(address).content.decode()
        assert "<script>alert" not in html
        assert "&lt;script&gt;alert" in html


# --- With the code


def test_a_guessed_code_finds_nothing(client: Client, world: World) -> None:
    for name in ("receipt", "subscribe", "withdraw", "my_data"):
        assert client.get(receipt("2222-3333-4444", name)).status_code == 404
    page = client.post(reverse("receipts:enter"), {"code": "2222-3333-4444"})
    assert page.status_code == 422
    assert "Deze code kennen we niet." in page.content.decode()


def test_a_code_mistyped_in_the_address_can_be_mended_at_once(client: Client, world: World) -> None:
    page = client.get(receipt("2222-3333-4444"))
    html = page.content.decode()
    assert (page.status_code, page["Cache-Control"]) == (404, "no-store")
    assert "Deze code kennen we niet." in html
    assert 'value="2222-3333-4444"' in html
    assert f'action="{reverse("receipts:enter")}"' in html


def test_a_code_is_found_however_it_was_typed(client: Client, world: World) -> None:
    _contribution, code = send(world.region)
    page = client.post(reverse("receipts:enter"), {"code": f" {code.lower()[:5]} {code[5:]}"})
    assert page["Location"] == receipt(codes.show(code))


def test_the_receipt_tells_the_whole_way(client: Client, world: World) -> None:
    contribution, code = send(world.region)
    passage = world.passages[0]
    moderating.accept(by=world.editor, at=NOW, contribution=contribution)
    linking.confirm_link(by=world.editor, at=NOW, contribution=contribution, passage=passage)
    assert "Je inbreng wacht op antwoord" in client.get(receipt(code)).content.decode()
    answered(world, contribution, verdict="yes", passage=passage, why="We maken het korter.")
    vision.reword(
        by=world.editor, at=NOW + timedelta(days=9), passage=passage, version=1, text="Binnen 2 weken.", reason="korter"
    )
    html = client.get(receipt(code)).content.decode()
    assert "Je hebt antwoord" in html
    assert "We maken het korter." in html
    assert "Binnen 2 weken." in html
    assert "Wat er later veranderde" in html
    assert "<del>" in html


def test_an_answer_marks_what_changed_in_the_text(client: Client, world: World) -> None:
    passage = world.passages[0]
    was = passage.wordings.get()
    becomes = vision.reword(
        by=world.editor, at=NOW, passage=passage, version=1, text=was.text.replace("4 weken", "2 weken"), reason="r"
    )
    contribution = opened(world)
    answered(world, contribution, verdict="yes", passage=passage, was=was, becomes=becomes)
    html = client.get(url("read", contribution.number)).content.decode()
    facts = html.partition('class="rt-facts"')[2].partition("</dl>")[0]
    assert re.search(r"Dit stond er.*<del>.*4.*</del>.*Dit werd het.*<ins>.*2.*</ins>", facts, re.DOTALL)


def test_words_that_the_answer_shows_are_not_shown_again_until_they_change(client: Client, world: World) -> None:
    passage = world.passages[0]
    contribution = opened(world, passage=passage)
    linking.confirm_link(by=world.editor, at=NOW, contribution=contribution, passage=passage)
    answered(world, contribution, verdict="yes", passage=passage, becomes=passage.wordings.get())
    html = client.get(url("read", contribution.number)).content.decode()
    assert html.count(WORDS[0]) == 1
    assert "De tekst is nu nog zoals in het antwoord hierboven." in html
    vision.reword(
        by=world.editor, at=NOW + timedelta(days=9), passage=passage, version=1, text="Binnen 2 weken.", reason="korter"
    )
    html = client.get(url("read", contribution.number)).content.decode()
    assert "<p>Binnen 2 weken.</p>" in html
    assert "De tekst is nu nog zoals in het antwoord hierboven." not in html


def test_words_that_stood_there_from_the_beginning_did_not_become_anything(client: Client, world: World) -> None:
    passage = world.passages[0]
    contribution = opened(world)
    answered(world, contribution, verdict="yes", passage=passage, becomes=passage.wordings.get())
    html = client.get(url("read", contribution.number)).content.decode()
    assert "Dit staat in de tekst" in html
    assert "Dit werd het" not in html


def test_a_refusal_says_why_to_the_sender_and_to_nobody_else(client: Client, world: World) -> None:
    contribution, code = send(world.region)
    moderating.refuse(
        by=world.editor, at=NOW, contribution=contribution, reason="personal_data", explanation="Laat de school weg."
    )
    html = client.get(receipt(code)).content.decode()
    assert "iemand is te herkennen" in html
    assert "Laat de school weg." in html
    assert client.get(url("read", contribution.number)).status_code == 404


def test_an_address_is_asked_confirmed_and_left_without_an_account(client: Client, world: World) -> None:
    _contribution, code = send(world.region)
    wrong = client.post(receipt(code, "subscribe"), {"email": "geen adres", "mode": "direct"})
    assert wrong.status_code == 422
    client.post(receipt(code, "subscribe"), {"email": "fatma@example.org", "mode": "digest"})
    subscription = Subscription.objects.get()
    token = token_of(subscription)
    confirm = reverse("receipts:confirm", args=[token])
    client.get(confirm)
    subscription.refresh_from_db()
    assert subscription.confirmed_at is None
    assert "Je adres is bevestigd" in client.post(confirm).content.decode()
    assert client.get(reverse("receipts:confirm", args=["geraden"])).status_code == 404
    assert client.post(reverse("receipts:confirm", args=["geraden"])).status_code == 409
    assert mail.outbox == []


def test_who_confirmed_an_address_before_is_not_sent_to_a_mail_that_never_comes(client: Client, world: World) -> None:
    _contribution, code = send(world.region)
    address = {"email": "fatma@example.org", "mode": "direct"}
    page = client.post(receipt(code, "subscribe"), address, follow=True).content.decode()
    assert "Kijk in je mail." in page
    following.confirm(at=timezone.now(), token=token_of(Subscription.objects.get()))
    changed = {"email": "Fatma@example.org", "mode": "digest"}
    page = client.post(receipt(code, "subscribe"), changed, follow=True).content.decode()
    assert "Je keuze is bewaard: één keer per week alles bij elkaar." in page
    assert "Kijk in je mail." not in page


def test_the_page_after_confirming_leads_on_to_the_contribution(client: Client, world: World) -> None:
    contribution, _code = send(world.region)
    token = following.subscribe(at=NOW, contribution=contribution, email="fatma@example.org", mode="direct")
    confirm = reverse("receipts:confirm", args=[token])
    assert reverse("receipts:enter") in client.post(confirm).content.decode()
    moderating.accept(by=world.editor, at=NOW, contribution=contribution)
    assert url("read", contribution.number) in client.post(confirm).content.decode()


def test_one_press_in_a_mail_program_leaves_and_a_second_says_the_same(world: World) -> None:
    contribution, _code = send(world.region)
    token = following.subscribe(at=NOW, contribution=contribution, email="a@example.org", mode="direct")
    strict = Client(enforce_csrf_checks=True)
    address = reverse("receipts:unsubscribe", args=[token])
    strict.get(address)
    assert Subscription.objects.count() == 1
    for _ in range(2):
        page = strict.post(address, {"List-Unsubscribe": "One-Click"})
        assert (page.status_code, "Je bent afgemeld" in page.content.decode()) == (200, True)
    assert Subscription.objects.count() == 0


def test_who_leaves_reads_about_which_contribution_it_is(client: Client, world: World) -> None:
    contribution, _code = send(world.region)
    token = following.subscribe(at=NOW, contribution=contribution, email="a@example.org", mode="direct")
    address = reverse("receipts:unsubscribe", args=[token])
    assert f"Wil je geen bericht meer over inbreng {contribution.number}?" in client.get(address).content.decode()


def test_what_was_withdrawn_without_an_answer_says_so(client: Client, world: World) -> None:
    contribution, code = send(world.region)
    withdrawing.withdraw(at=NOW, contribution=contribution)
    for address in (receipt(code), url("read", contribution.number)):
        assert "De inbreng is ingetrokken voordat er antwoord was." in client.get(address).content.decode()


def test_withdrawing_asks_first_and_takes_the_words_away_from_all(client: Client, world: World) -> None:
    contribution, code = send(world.region)
    moderating.accept(by=world.editor, at=NOW, contribution=contribution)
    answered(world, contribution)
    client.get(receipt(code, "withdraw"))
    contribution.refresh_from_db()
    assert contribution.state == State.ANSWERED
    client.post(receipt(code, "withdraw"))
    html = client.get(url("read", contribution.number)).content.decode()
    assert TEXT not in html
    assert "Dat kan nu niet." in html
    assert TEXT not in client.get(url("index")).content.decode()
    assert client.post(receipt(code, "withdraw")).status_code == 409
    again = client.get(receipt(code, "withdraw")).content.decode()
    assert "Intrekken kan niet meer" in again
    assert "Ja, trek in" not in again


def test_all_that_we_keep_is_shown_and_can_be_taken_away(client: Client, world: World) -> None:
    contribution, code = send(world.region)
    following.subscribe(at=NOW, contribution=contribution, email="fatma@example.org", mode="direct")
    html = client.get(receipt(code, "my_data")).content.decode()
    assert TEXT in html
    assert "fatma@example.org" in html
    client.post(receipt(code, "my_data"))
    html = client.get(receipt(code, "my_data")).content.decode()
    assert "We bewaren niets meer dat van jou is" in html
    assert TEXT not in html
    assert "fatma" not in html
    assert client.get(receipt(code)).status_code == 200


def test_what_was_taken_away_after_merging_has_no_words_anywhere(client: Client, world: World) -> None:
    first, second = opened(world, TEXT + " Van mij alleen."), opened(world)
    merging.merge(by=world.editor, at=NOW, contributions=[first, second], text=TEXT, kind="worry")
    withdrawing.remove(at=NOW, contribution=first)
    for address in (url("index"), url("read", first.number), url("read", 3)):
        assert "Van mij alleen." not in client.get(address).content.decode()
    assert url("read", first.number) not in client.get(url("index")).content.decode()
    assert "De inzender liet de woorden weghalen." in client.get(url("read", first.number)).content.decode()


# --- What everybody reads


def test_nobody_is_named(client: Client, world: World) -> None:
    clerk = make_member(world.region, Role.CLERK, UserFactory(name="Griet de Griffier"))
    moderator = make_member(world.region, Role.MODERATOR, UserFactory(name="Mo de Moderator"))
    party = OrganisationFactory(region=world.region, name="Pleegzorg Noord")
    values = {"by": clerk, "at": NOW, "region": world.region, "kind": Kind.BARRIER, "text": TEXT}
    by_party, _code = sending.enter_for(**values, key=uuid.uuid4(), via=Via.PAPER, organisation=party)
    by_person, code = sending.enter_for(**values, key=uuid.uuid4(), via=Via.PHONE)
    for one in (by_party, by_person):
        moderating.accept(by=moderator, at=NOW, contribution=one)
        answered(world, one)
    addresses = [
        url("index"),
        url("read", 1),
        url("read", 2),
        url("open_loops"),
        receipt(code),
        receipt(code, "my_data"),
    ]
    pages = [client.get(address).content.decode() for address in addresses]
    for page in pages:
        assert "Griet" not in page
        assert "Mo de" not in page
        assert world.editor.name not in page
        assert world.editor.email not in page
    assert "Pleegzorg Noord" in pages[1]
    assert "een inwoner" in pages[2]


def test_the_list_is_searched_and_filtered(client: Client, world: World) -> None:
    first = opened(world, "Een idee over pleegzorg in het dorp.")
    second = opened(world, "Een zorg over de wachtlijst in de stad.")
    linking.confirm_link(by=world.editor, at=NOW, contribution=second, passage=world.passages[0])
    answered(world, second)
    hidden, _code = send(world.region, "Nog niet toegelaten woorden hier.")

    def shown(**query: object) -> list[bool]:
        html = client.get(url("index"), query).content.decode()
        return [one.text in html for one in (first, second, hidden)]

    assert shown() == [True, True, False]
    assert shown(zoek="pleegzorg") == [True, False, False]
    assert shown(stand="answered") == [False, True, False]
    assert shown(hoofdstuk=world.passages[0].section_id) == [False, True, False]
    assert shown(soort="idea") == [False, False, False]
    assert shown(soort="onzin", hoofdstuk="x", pagina="9999") == [True, True, False]


def test_what_was_not_let_in_cannot_be_read(client: Client, world: World) -> None:
    contribution, _code = send(world.region)
    assert client.get(url("read", contribution.number)).status_code == 404
    assert client.get(url("read", 999)).status_code == 404


def test_lineage_is_shown_both_ways(client: Client, world: World) -> None:
    first, second = opened(world), opened(world, TEXT + " Echt.")
    merged = merging.merge(by=world.editor, at=NOW, contributions=[first, second], text=TEXT, kind="worry")
    answered(world, merged)
    original = client.get(url("read", first.number)).content.decode()
    assert url("read", merged.number) in original
    assert "Dat kan nu niet." in original
    result = client.get(url("read", merged.number)).content.decode()
    assert url("read", first.number) in result
    assert url("read", second.number) in result


def test_beside_the_whole_text_stand_a_few_voices_and_how_many_more(client: Client, world: World) -> None:
    for number in range(5):
        voice = opened(world, f"{TEXT} Nummer {number}.")
        linking.confirm_link(by=world.editor, at=NOW, passage=world.passages[0], contribution=voice)
    address = url("margin", "regiovisie", world.passages[0].number)
    short = client.get(address + "?kort=1", headers={"HX-Request": "true"}).content.decode()
    assert "Nog 2 stemmen" in short
    assert "Nummer 2." in short
    assert "Nummer 3." not in short
    assert "Nummer 4." in client.get(address).content.decode()


def test_the_list_is_put_in_order_and_says_when_it_does_not_know_one(client: Client, world: World) -> None:
    for day, words in enumerate(("Oudste", "Nieuwste")):
        opened(world, f"{words}: {TEXT}", at=NOW + timedelta(days=day))
    newest, oldest = (client.get(url("index") + query).content.decode() for query in ("", "?volgorde=oud"))
    assert newest.index("Nieuwste: ") < newest.index("Oudste: ")
    assert oldest.index("Oudste: ") < oldest.index("Nieuwste: ")
    odd = client.get(url("index") + "?volgorde=duurste").content.decode()
    assert "Een van je keuzes kennen we niet." in odd
    assert "Oudste: " in odd


def test_each_part_of_what_was_split_shows_its_own_answer(client: Client, world: World) -> None:
    whole = opened(world)
    first, second = merging.split(by=world.editor, at=NOW, contribution=whole, parts=[f"{TEXT} Een.", f"{TEXT} Twee."])
    answered(world, first)
    page = client.get(url("read", whole.number)).content.decode()
    assert "Er is één antwoord" in page
    assert f"Antwoord op inbreng {first.number}" in page
    assert f"Antwoord op inbreng {second.number}" not in page


def test_a_moderator_takes_down_what_was_let_in_by_mistake(client: Client, world: World) -> None:
    mistake = opened(world)
    client.force_login(make_member(world.region, Role.MODERATOR))
    address = url("moderate", mistake.number)
    assert address in client.get(url("read", mistake.number)).content.decode()
    assert "Haal je inbreng" in client.get(address).content.decode()
    assert client.post(address, {"verdict": "take_down"}).status_code == 422
    late = client.post(address, {"verdict": "accept"})
    assert late.status_code == 409
    assert "al beslist" in late.content.decode()
    assert client.post(address, {"verdict": "take_down", "reason": "personal_data"}).status_code == 302
    assert client.get(url("read", mistake.number)).status_code == 404


def test_the_margin_is_a_part_for_htmx_and_a_page_for_others(client: Client, world: World) -> None:
    contribution = opened(world)
    address = url("margin", "regiovisie", world.passages[0].number)
    assert "Nog niemand zei iets over passage 1" in client.get(address).content.decode()
    part = client.get(address, headers={"HX-Request": "true"}).content.decode()
    assert "Hier is nog geen inbreng bij." in part
    linking.confirm_link(by=world.editor, at=NOW, contribution=contribution, passage=world.passages[0])
    part = client.get(address, headers={"HX-Request": "true"})
    assert part["Vary"].startswith("HX-Request")
    assert "<html" not in part.content.decode()
    assert url("read", contribution.number) in part.content.decode()
    assert "<html" in client.get(address).content.decode()
    assert client.get(url("margin", "regiovisie", 99)).status_code == 404


def test_lists_take_as_many_queries_for_two_as_for_twelve(
    client: Client, world: World, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    client.force_login(world.editor)
    for n in (2, 10):
        for number in range(n):
            contribution = opened(world, f"{TEXT} Nummer {n} en {number}.")
            linking.confirm_link(by=world.editor, at=NOW, contribution=contribution, passage=world.passages[0])
        for name, most in (("index", 17), ("workbench", 20), ("queue", 12), ("reviews", 12), ("open_loops", 15)):
            with django_assert_max_num_queries(most):
                client.get(url(name))


# --- Members


def enter(**more: object) -> dict[str, object]:
    return filled(**{"via": "phone", "table": "", "organisation": "", **more})


def test_a_facilitator_enters_for_a_table_and_hands_over_the_receipt(client: Client, world: World) -> None:
    client.force_login(make_member(world.region, Role.CLERK))
    missing = client.post(url("enter_for"), enter(via="table"))
    assert missing.status_code == 422
    assert "Kies welke tafel het was." in missing.content.decode()
    form = enter(organisation=OrganisationFactory(region=world.region).pk)
    for _ in range(2):
        answer = client.post(url("enter_for"), form)
    assert "Geef deze code aan de inzender" in client.get(answer["Location"]).content.decode()
    assert Contribution.objects.count() == 1
    assert client.post(url("enter_for"), enter(organisation=OrganisationFactory().pk)).status_code == 422


def test_who_enters_for_another_is_asked_what_the_other_said(editor: Client, world: World) -> None:
    html = editor.get(url("enter_for")).content.decode()
    assert "Wat zei of schreef de ander?" in html
    assert "Wat wil je kwijt?" not in html
    empty = editor.post(url("enter_for"), {"text": ""}).content.decode()
    assert "Schrijf op wat de ander zei of schreef." in empty
    assert "Wat wil je kwijt?" in editor.get(url("send_in")).content.decode()


def test_a_moderator_lets_in_or_says_why_not(client: Client, world: World) -> None:
    client.force_login(make_member(world.region, Role.MODERATOR))
    first, second = send(world.region)[0], send(world.region, CHILD)[0]
    html = client.get(url("queue")).content.decode()
    assert "te herkennen" in html
    assert client.post(url("moderate", first.number), {"verdict": "accept"}).status_code == 302
    no_reason = client.post(url("moderate", second.number), {"verdict": "refuse", "reason": ""})
    assert no_reason.status_code == 422
    values = {"verdict": "refuse", "reason": "personal_data", "explanation": "Noem geen leeftijd."}
    assert client.post(url("moderate", second.number), values).status_code == 302
    too_late = client.post(url("moderate", second.number), {"verdict": "accept"})
    assert too_late.status_code == 409
    assert [Contribution.objects.get(pk=one.pk).state for one in (first, second)] == [State.OPEN, State.REFUSED]


def test_an_editor_links_a_suggestion_and_rejects_another(editor: Client, world: World) -> None:
    contribution = opened(world, "Hulp thuis binnen 4 weken, dat lukt bij gezinnen niet.", passage=world.passages[1])
    html = editor.get(url("link", contribution.number)).content.decode()
    assert "de inzender wees dit aan" in html
    editor.post(url("link", contribution.number), {"confirm": world.passages[0].pk})
    editor.post(url("link", contribution.number), {"reject": world.passages[1].pk})
    editor.post(url("link", contribution.number), {"passage": world.passages[2].pk, "link": "1"})
    states = {link.passage_id: link.state for link in contribution.links.all()}
    assert states == {
        world.passages[0].pk: LinkState.CONFIRMED,
        world.passages[1].pk: LinkState.REJECTED,
        world.passages[2].pk: LinkState.CONFIRMED,
    }
    elsewhere = make_world("zuid").passages[0]
    for wrong, status in (({"confirm": elsewhere.pk}, 404), ({"confirm": "x"}, 404), ({"passage": elsewhere.pk}, 422)):
        assert editor.post(url("link", contribution.number), wrong).status_code == status


def test_an_editor_merges_and_splits(editor: Client, world: World) -> None:
    first, second = opened(world), opened(world, TEXT + " Echt.")
    values = {"others": [second.number], "more": "", "kind": "worry", "text": TEXT}
    assert editor.post(url("merge", first.number), {**values, "others": [], "more": "999"}).status_code == 409
    assert editor.post(url("merge", first.number), {**values, "more": "drie"}).status_code == 422
    merged = editor.post(url("merge", first.number), values)
    assert merged["Location"] == url("answer", 3)
    assert editor.post(url("split", 3), {"part_1": "Een hele gedachte.", "part_2": ""}).status_code == 422
    parts = {"part_1": "De wachtlijst duurt te lang.", "part_2": "Ik woon in het dorp."}
    assert editor.post(url("split", 3), parts).status_code == 302
    assert editor.post(url("split", 3), parts).status_code == 409
    assert Contribution.objects.filter(via=Via.MADE).count() == 3


def test_an_editor_finds_what_waits_about_one_chapter(editor: Client, world: World) -> None:
    opened(world, "De bus rijdt hier niet meer.", passage=world.passages[0])
    opened(world, "Over iets heel anders gaat dit.")
    html = editor.get(url("workbench"), {"hoofdstuk": world.passages[0].section_id}).content.decode()
    assert "2 stukken inbreng wachten op antwoord" in html
    assert "1 stuk past bij je keuze." in html
    assert "De bus rijdt" in html
    assert "iets heel anders" not in html
    assert "Een van je keuzes kennen we niet." in editor.get(url("workbench"), {"soort": "x"}).content.decode()
    assert "0 stukken passen bij je keuze." in editor.get(url("workbench"), {"zoek": "vliegtuig"}).content.decode()


def test_what_has_an_answer_is_shown_beside_a_merge_but_cannot_be_merged(editor: Client, world: World) -> None:
    first, second = opened(world), opened(world, TEXT + " Echt.")
    editor.post(url("answer", second.number), answer_form())
    html = editor.get(url("merge", first.number)).content.decode()
    assert "maar heeft al antwoord" in html
    assert 'name="others"' not in html
    refused = editor.post(url("merge", first.number), {"more": "2", "kind": "worry", "text": TEXT})
    assert refused.status_code == 409
    assert "Inbreng 2 kan niet mee." in refused.content.decode()


def test_splitting_a_long_text_loses_no_paragraph(editor: Client, world: World) -> None:
    thoughts = [f"Dit is gedachte nummer {n}." for n in range(1, 9)]
    html = editor.get(url("split", opened(world, "\n\n".join(thoughts)).number)).content.decode()
    form = html[html.index('name="part_1"') :]
    assert all(thought in form for thought in thoughts)


def test_an_editor_answers_with_the_words_of_the_passage_at_hand(editor: Client, world: World) -> None:
    contribution = opened(world)
    html = editor.get(url("answer", contribution.number)).content.decode()
    assert "nog niet gekoppeld" in html
    editor.post(url("link", contribution.number), {"confirm": world.passages[0].pk})
    html = editor.get(url("answer", contribution.number)).content.decode()
    assert world.passages[0].wordings.get().text in html
    assert reverse("vision:reword", args=["noord", world.passages[0].document.slug, world.passages[0].number]) in html
    assert url("split", contribution.number) in html


def answer_form(**more: object) -> dict[str, object]:
    values = {"heard": "Het duurt te lang.", "verdict": "no", "why": "Dat kan nu niet.", "number": 0}
    return {**values, "who_then": "", "passage": "", "was": "", "becomes": "", **more}


def test_two_editors_who_answer_at_once_see_both_answers(editor: Client, world: World) -> None:
    contribution = opened(world)
    address = url("answer", contribution.number)
    assert editor.post(address, answer_form(why="De eerste redacteur.")).status_code == 302
    late = editor.post(address, answer_form(why="De tweede redacteur."))
    html = late.content.decode()
    assert late.status_code == 409
    assert "De eerste redacteur." in html
    assert "De tweede redacteur." in html
    assert 'name="number" value="1"' in html
    assert editor.post(address, answer_form(why="Samen gemaakt.", number=1)).status_code == 302
    assert [answer.why for answer in contribution.answers.all()] == ["Samen gemaakt.", "De eerste redacteur."]


def test_an_answer_that_misses_something_is_not_given(editor: Client, world: World) -> None:
    address = url("answer", opened(world).number)
    for wrong in ({"verdict": "out_of_scope"}, {"verdict": "yes"}, {"why": ""}, {"verdict": "x"}, {"number": "x"}):
        assert editor.post(address, answer_form(**wrong)).status_code == 422
    passage = world.passages[0]
    assert editor.post(address, answer_form(verdict="yes", passage=passage.pk)).status_code == 302


def test_what_waits_for_a_moderator_gets_no_answer_yet(editor: Client, world: World) -> None:
    contribution, _code = send(world.region)
    html = editor.get(url("answer", contribution.number)).content.decode()
    assert "Hier kun je nu geen antwoord op geven." in html
    assert editor.post(url("answer", contribution.number), answer_form()).status_code == 409


def test_a_link_is_looked_at_again_by_a_person(editor: Client, world: World) -> None:
    passage = world.passages[0]
    link = linking.confirm_link(by=world.editor, at=NOW, contribution=opened(world), passage=passage)
    assert "Er is niets na te kijken" in editor.get(url("reviews")).content.decode()
    vision.reword(by=world.editor, at=NOW, passage=passage, version=1, text="Binnen 9 weken hulp.", reason="r")
    assert "Kijk één koppeling na" in editor.get(url("reviews")).content.decode()
    address = url("clear_review", link.pk)
    assert editor.post(address, {"verdict": "clear", "seen": "1"}).status_code == 409
    assert editor.post(address, {"verdict": "clear", "seen": "2"}).status_code == 302
    assert reviews(world.region) == []
    assert editor.get(url("clear_review", 999)).status_code == 404


def test_an_outcome_is_taken_along_and_participants_see_what_was_done(editor: Client, world: World) -> None:
    consultation = ConsultationFactory(region=world.region, slug="dichtbij")
    few, enough = StatementFactory(consultation=consultation), StatementFactory(consultation=consultation)
    for n in range(6):
        person = ParticipantFactory(consultation=consultation)
        enough.votes.create(participant=person, choice=1 if n else -1, at=NOW)
    assert few.text not in editor.get(url("findings")).content.decode()
    assert editor.post(url("findings"), {"statement": few.pk}).status_code == 409
    taken = editor.post(url("findings"), {"statement": enough.pk})
    finding = enough.finding
    assert taken["Location"] == url("answer_finding", finding.pk)
    assert (finding.n_votes, finding.n_agree, finding.n_disagree) == (6, 5, 1)
    editor.post(taken["Location"], {"passage": world.passages[0].pk, "link": "1"})
    editor.post(taken["Location"], answer_form(verdict="yes", passage=world.passages[0].pk, why="Staat erin."))
    editor.logout()
    part = editor.get(url("of_consultation", "dichtbij"), headers={"HX-Request": "true"}).content.decode()
    assert enough.text in part
    assert "Staat erin." in part
    margin = editor.get(url("margin", "regiovisie", world.passages[0].number)).content.decode()
    assert "Gesprek: 5 van 6 eens" in margin


def test_another_regions_rows_are_not_found(editor: Client, world: World) -> None:
    elsewhere = make_world("zuid")
    for _ in range(3):
        foreign = opened(elsewhere)
    link = linking.confirm_link(by=None, at=NOW, contribution=foreign, passage=elsewhere.passages[0])
    for address in (url("read", foreign.number), url("answer", foreign.number), url("clear_review", link.pk)):
        assert editor.get(address).status_code == 404


@pytest.mark.parametrize("name", ["enter_for", "queue", "workbench", "reviews", "findings"])
def test_pages_for_members_ask_to_log_in(client: Client, world: World, name: str) -> None:
    assert client.get(url(name)).status_code == 302
    stranger: User = UserFactory()
    client.force_login(stranger)
    assert client.get(url(name)).status_code == 403
