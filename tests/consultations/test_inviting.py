import re
from datetime import timedelta

import pytest
from django.conf import LazySettings
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from regiotafel.consultations.inviting.actions import use_invitation
from regiotafel.consultations.models import Consultation, Invitation
from regiotafel.web.links import whole, without_scheme
from tests.consultations.conftest import address
from tests.factories import OrganisationFactory

pytestmark = pytest.mark.django_db
CODE = re.compile(r'<span class="rt-code">([2-9A-Z]{5}-[2-9A-Z]{5})</span>')


def typed(**changes: object) -> dict[str, object]:
    until = timezone.localdate() + timedelta(days=10)
    return {"number": 3, "organisation": "", "note": "Ouderavond", "expires_on": until.isoformat(), **changes}


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


def test_withdrawing_asks_first_and_leaves_used_codes_alone(editor: Client, running: Consultation) -> None:
    sheet = editor.post(address("invitation_sheet", running), typed())
    use_invitation(at=timezone.now(), consultation=running, code=CODE.findall(sheet.text)[0])
    batch = Invitation.objects.values_list("made_at", flat=True)[0].isoformat()
    page = address("withdraw_invitations", running)
    assert "Deze uitnodigingen intrekken?" in editor.get(page, {"batch": batch}).text
    assert Invitation.objects.filter(withdrawn_at__isnull=False).count() == 0
    assert editor.post(page, {"batch": batch}).status_code == 302
    assert Invitation.objects.filter(withdrawn_at__isnull=False).count() == 2
    assert Invitation.objects.get(used_at__isnull=False).withdrawn_at is None
    assert "ingetrokken" in editor.get(address("invitations", running)).text
