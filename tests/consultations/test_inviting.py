import re
import uuid
from datetime import datetime, timedelta

import pytest
from django.conf import LazySettings
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from regiotafel.consultations.inviting.actions import ask_codes, make_invitations, use_invitation
from regiotafel.consultations.inviting.rules import Pace, about
from regiotafel.consultations.models import Choice, Consultation, Invitation, Participant
from regiotafel.consultations.rules import VotingClosed
from regiotafel.consultations.taking_part.actions import begin_with_vote, cast_vote
from regiotafel.history.models import Entry
from regiotafel.regions.models import Role
from regiotafel.web.links import whole, without_scheme
from tests.consultations.conftest import address
from tests.factories import ConsultationFactory, OrganisationFactory, StatementFactory, make_member

pytestmark = pytest.mark.django_db
CODE = re.compile(r'<span class="rt-code">([2-9A-Z]{5}-[2-9A-Z]{5})</span>')


def typed(**changes: object) -> dict[str, object]:
    until = timezone.localdate() + timedelta(days=10)
    form = {"number": 3, "organisation": "", "note": "Ouderavond", "expires_on": until.isoformat()}
    return {**form, "key": uuid.uuid4(), **changes}


def test_codes_are_shown_once_with_a_qr_code_that_the_policy_allows(editor: Client, running: Consultation) -> None:
    sheet = editor.post(address("invitation_sheet", running), typed())
    codes = CODE.findall(sheet.text)
    assert len(set(codes)) == 3
    assert sheet["Cache-Control"] == "no-store"
    assert sheet.text.count("<title>QR-code</title>") == 3
    assert "style=" not in sheet.text
    assert without_scheme(whole(f"/u/{codes[0]}/")) in sheet.text
    overview = editor.get(address("invitations", running)).text
    assert not any(code in overview for code in codes)
    assert editor.get(address("invitation_sheet", running)).status_code == 302
    assert Invitation.objects.count() == 3


def test_a_printed_code_lets_one_person_in(editor: Client, running: Consultation) -> None:
    organisation = OrganisationFactory(region=running.region)
    sheet = editor.post(address("invitation_sheet", running), typed(number=1, organisation=organisation.pk))
    (code,) = CODE.findall(sheet.text)
    person = use_invitation(at=timezone.now(), consultation=running, code=code)
    assert person.organisation == organisation
    page = editor.get(address("invitations", running)).text
    assert "minder dan 5" in page


def test_printed_codes_work_after_the_site_got_another_secret_key(
    editor: Client, running: Consultation, settings: LazySettings
) -> None:
    sheet = editor.post(address("invitation_sheet", running), typed(number=2))
    first, second = CODE.findall(sheet.text)
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "another"
    person = Client()
    where = address("enter_code", running)
    assert person.get(reverse("codes:use", args=[first])).url == f"{where}?code={first}"  # type: ignore[attr-defined]
    assert person.post(where, {"code": first}).status_code == 302
    assert person.post(where, {"code": first}).status_code == 409
    settings.SECRET_KEY_FALLBACKS = []
    assert person.get(reverse("codes:use", args=[second])).status_code == 404


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"number": 0}, "Maak er minstens één."),
        ({"number": 501}, "Maak er hooguit 500 tegelijk."),
        ({"number": "veel"}, "Vul een heel getal in."),
        ({"note": ""}, "Kies een organisatie, of schrijf op voor wie ze zijn."),
        ({"expires_on": "2020-01-01"}, "Deze datum is al voorbij."),
        ({"expires_on": "morgen"}, "Schrijf de datum zo: 31-01-2027."),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_made(
    editor: Client, running: Consultation, changes: dict[str, object], message: str
) -> None:
    answer = editor.post(address("invitation_sheet", running), typed(**changes))
    assert answer.status_code == 422
    assert message in answer.text
    assert Invitation.objects.count() == 0


def test_an_organisation_of_another_region_is_refused(editor: Client, running: Consultation) -> None:
    answer = editor.post(address("invitation_sheet", running), typed(organisation=OrganisationFactory().pk))
    assert answer.status_code == 422
    assert "Deze organisatie doet niet mee in deze regio." in answer.text


def test_a_closed_consultation_gets_no_new_codes(editor: Client, running: Consultation) -> None:
    Consultation.objects.filter(pk=running.pk).update(closes_at=timezone.now())
    assert editor.post(address("invitation_sheet", running), typed()).status_code == 409
    assert Invitation.objects.count() == 0


def test_the_same_form_once_more_shows_the_same_codes(editor: Client, running: Consultation) -> None:
    page, form = address("invitation_sheet", running), typed(number=3)
    first = CODE.findall(editor.post(page, form).text)
    assert CODE.findall(editor.post(page, form).text) == first
    assert Invitation.objects.count() == 3
    assert Entry.objects.filter(act="invitations.made").count() == 1
    other = CODE.findall(editor.post(page, typed(number=3)).text)
    assert not set(other) & set(first)
    made_at = Invitation.objects.order_by("pk")[0].made_at.isoformat()
    editor.post(address("withdraw_invitations", running), {"batch": made_at})
    again = editor.post(page, form)
    assert (again.status_code, Invitation.objects.count()) == (409, 6)
    assert "weer ingetrokken" in again.text


def test_withdrawing_asks_first_and_does_not_tell_who_came(editor: Client, running: Consultation) -> None:
    sheet = editor.post(address("invitation_sheet", running), typed())
    person = use_invitation(at=timezone.now(), consultation=running, code=CODE.findall(sheet.text)[0])
    batch = Invitation.objects.values_list("made_at", flat=True)[0].isoformat()
    page = address("withdraw_invitations", running)
    assert "Deze uitnodigingen intrekken?" in editor.get(page, {"batch": batch}).text
    assert Invitation.objects.filter(withdrawn_at__isnull=False).count() == 0
    assert editor.post(page, {"batch": batch}).status_code == 302
    told = Entry.objects.get(act="invitations.withdrawn").data
    assert editor.post(page, {"batch": batch}).status_code == 302
    assert Entry.objects.filter(act="invitations.withdrawn").count() == 1, "twice is once"
    # Two were left of three: whoever reads that, knows that one came.
    assert told["number"] == 3
    assert Invitation.objects.filter(withdrawn_at__isnull=False).count() == 3
    statement = StatementFactory(consultation=running)
    press = {"consultation": running, "statement": statement, "choice": Choice.AGREE, "key": uuid.uuid4()}
    assert cast_vote(at=timezone.now(), participant_id=person.pk, **press), "who used a code takes part"
    assert "ingetrokken" in editor.get(address("invitations", running)).text


def shown(client: Client, path: str) -> str:
    """A page without the token and the key of its form."""
    return re.sub(r'name="(csrfmiddlewaretoken|key)" value="[\w-]+"', "", client.get(path).text)


def test_codes_that_are_used_are_told_in_fives_and_by_the_day(editor: Client, running: Consultation) -> None:
    """As it was found: of one code the link to withdraw it went at the moment when that one person took part."""
    now = timezone.now()
    made = make_invitations(by=None, at=now, consultation=running, number=9, expires_at=now + timedelta(days=3))
    alone = make_invitations(by=None, at=now + timedelta(seconds=1), consultation=running, number=1, expires_at=now)
    Invitation.objects.update(expires_at=now + timedelta(days=3))
    overview = address("invitations", running)
    before = shown(editor, overview)
    for code in (*made[:7], *alone):
        use_invitation(at=now, consultation=running, code=code)
        assert shown(editor, overview) == before
    Invitation.objects.filter(used_at__isnull=False).update(used_at=now - timedelta(days=1))
    assert editor.get(overview).text.count("ongeveer 5") == 1


# --- how fast people come, and letting in only who has a code


def came(consultation: Consultation, at: datetime, n: int) -> None:
    statement = consultation.statements.first() or StatementFactory(consultation=consultation)
    for _ in range(n):
        begin_with_vote(at=at, consultation=consultation, statement=statement, choice=Choice.AGREE, key=uuid.uuid4())


def test_staff_read_what_is_usual_and_what_is_not(editor: Client) -> None:
    now = timezone.now()
    running = ConsultationFactory(opens_at=now - timedelta(days=5), region__slug="noord")
    editor.force_login(make_member(running.region, Role.EDITOR))
    noon = timezone.localtime(now).replace(hour=12)
    for back in range(1, 5):
        came(running, noon - timedelta(days=back), 12)
    page = editor.get(address("newcomers", running)).text
    assert "Vandaag kwamen er minder dan 5 nieuwe mensen bij zonder code, anders ongeveer 10 op een dag." in page
    assert "veel meer dan anders" not in page
    came(running, now, 42)
    page = editor.get(address("newcomers", running)).text
    assert "Vandaag kwamen er ongeveer 40 nieuwe mensen bij zonder code, anders ongeveer 10 op een dag." in page
    assert "In het laatste uur waren dat er ongeveer 40." in page
    assert "Dat is veel meer dan anders." in page


@pytest.mark.parametrize(
    ("n", "told"),
    [(0, "minder dan 5"), (1, "minder dan 5"), (4, "minder dan 5"), (5, "ongeveer 5"), (144, "ongeveer 140")],
)
def test_new_people_are_told_in_fives_and_never_fewer(n: int, told: str) -> None:
    assert about(n) == told


@pytest.mark.parametrize(
    ("today", "usual", "is_unusual"), [(19, 0, False), (20, 0, True), (20, 7, False), (21, 7, True), (200, None, False)]
)
def test_a_day_is_unusual_when_it_is_large_and_much_larger_than_others(
    today: int, usual: int | None, is_unusual: bool
) -> None:
    assert Pace(today=today, last_hour=0, usual=usual, days=()).is_unusual == is_unusual


def test_a_round_is_closed_to_codes_and_opened_again(editor: Client, running: Consultation) -> None:
    statement = StatementFactory(consultation=running)
    vote = address("vote", running, statement.number)
    here, stranger = Client(), Client()
    assert here.post(vote, {"choice": "1", "key": uuid.uuid4()}).status_code == 302
    for _ in range(2):  # pressed twice, told once
        assert editor.post(address("newcomers", running), {"who": "codes"}).status_code == 302
    assert "Nu: nieuwe mensen alleen met een code." in editor.get(address("newcomers", running)).text
    assert "alleen mee met een code" in editor.get(address("edit", running)).text
    # Somebody new reads that, everywhere, and leaves nothing behind.
    for page in ("read", "ballot"):
        assert "Doe mee met een code" in stranger.get(address(page, running)).text
    refused = stranger.post(vote, {"choice": "1", "key": uuid.uuid4()})
    assert (refused.status_code, "alleen mee met een code" in refused.text) == (409, True)
    text = "De bus naar school rijdt te weinig."
    sent = stranger.post(address("send_in", running), {"text": text, "key": uuid.uuid4()})
    assert (sent.status_code, text in sent.text) == (409, True)
    assert stranger.post(address("about_me", running), {"role": "gp", "key": uuid.uuid4()}).status_code == 409
    unknown = stranger.post(address("enter_code", running), {"code": "AAAAA-AAAAA"})
    assert "Meedoen kan ook zonder code" not in unknown.text
    assert Participant.objects.count() == 1
    # Who takes part already goes on, and so does who has a code.
    assert here.post(vote, {"choice": "-1", "key": uuid.uuid4()}).status_code == 302
    assert "Doe mee met een code" not in here.get(address("ballot", running)).text
    (code,) = CODE.findall(editor.post(address("invitation_sheet", running), typed(number=1)).text)
    assert stranger.post(address("enter_code", running), {"code": code}).status_code == 302
    assert stranger.post(vote, {"choice": "1", "key": uuid.uuid4()}).status_code == 302
    assert editor.post(address("newcomers", running), {"who": "all"}).status_code == 302
    assert Client().post(vote, {"choice": "1", "key": uuid.uuid4()}).status_code == 302
    acts = list(Entry.objects.filter(act__startswith="consultation.codes").values_list("act", flat=True))
    assert acts == ["consultation.codes_needed", "consultation.codes_not_needed"]
    told = editor.get(reverse("pages:history", args=[running.region.slug])).text
    assert "nieuwe mensen alleen nog toe met een code" in told


def test_only_who_may_open_a_round_closes_it_to_codes(running: Consultation) -> None:
    moderator = Client()
    moderator.force_login(make_member(running.region, Role.MODERATOR))
    assert moderator.post(address("newcomers", running), {"who": "codes"}).status_code == 403
    closed = ConsultationFactory(closes_at=timezone.now() - timedelta(days=1))
    with pytest.raises(VotingClosed):
        ask_codes(by=None, at=timezone.now(), consultation=closed, needs_code=True)
