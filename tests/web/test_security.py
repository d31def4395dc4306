"""What every response carries, whoever asks and whatever goes wrong."""

import uuid

import pytest
from django.apps import apps
from django.db import models
from django.test import Client, override_settings

from regiotafel.consultations.models import Consultation, Participant
from regiotafel.regions.models import Role
from regiotafel.web.security import FRAMED, HEADERS
from tests.factories import ConsultationFactory, StatementFactory, make_member

pytestmark = pytest.mark.django_db

FORBIDDEN = ("unsafe-inline", "unsafe-eval", "http:", "*")


@pytest.fixture
def consultation() -> Consultation:
    consultation = ConsultationFactory()
    StatementFactory(consultation=consultation, number=1)
    return consultation


def assert_guarded(response) -> None:
    for name, value in HEADERS.items():
        assert response.headers[name] == value, name
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Referrer-Policy"] == "same-origin"
    assert response.headers["Cross-Origin-Opener-Policy"] == "same-origin"


def test_policy_allows_nothing_inline_and_nothing_from_elsewhere():
    policy = HEADERS["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert not [word for word in FORBIDDEN if word in policy]


def test_a_page_that_others_show_inside_theirs_does_nothing_there():
    policy = FRAMED["Content-Security-Policy"]
    assert policy.count("*") == 1
    assert {"frame-ancestors *", "form-action 'none'", "script-src 'none'"} <= {*policy.split("; ")}
    assert not [word for word in FORBIDDEN[:-1] if word in policy]
    assert {*HEADERS} - {*FRAMED} == {"X-Frame-Options"}


def test_every_kind_of_answer_carries_the_headers(client: Client, consultation: Consultation):
    base = f"/{consultation.region.slug}/rondes/{consultation.slug}/"
    pages = {
        base: 200,
        "/bestaat-niet/": 404,
        f"{base}bewerken/": 302,
        f"{base}stem": 301,
    }
    for path, status in pages.items():
        response = client.get(path)
        assert response.status_code == status, path
        assert_guarded(response)
    assert_guarded(client.post(f"{base}stem/1/", {"choice": "7", "key": str(uuid.uuid4())}))


def test_a_static_file_carries_the_headers(client: Client):
    # Only the headers: a test that opens the file must close it too.
    response = client.head("/static/regiotafel/site.css")
    assert response.status_code == 200
    assert_guarded(response)


def test_a_refused_page_carries_the_headers(client: Client, consultation: Consultation):
    client.force_login(make_member(consultation.region, Role.RESIDENT))
    response = client.get(f"/{consultation.region.slug}/leden/")
    assert response.status_code == 403
    assert_guarded(response)


def test_a_broken_page_carries_the_headers(consultation: Consultation, monkeypatch: pytest.MonkeyPatch):
    client = Client(raise_request_exception=False)

    def broken(*args: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(Consultation, "state", broken)
    response = client.get(f"/{consultation.region.slug}/rondes/{consultation.slug}/")
    assert response.status_code == 500
    assert_guarded(response)


def test_a_form_without_its_token_is_refused_and_changes_nothing(consultation: Consultation):
    client = Client(enforce_csrf_checks=True)
    path = f"/{consultation.region.slug}/rondes/{consultation.slug}/stem/1/"
    response = client.post(path, {"choice": "1", "key": str(uuid.uuid4())})
    assert response.status_code == 403
    assert_guarded(response)
    assert not Participant.objects.exists()


def test_an_upload_above_the_limit_is_refused_before_it_is_read(client: Client, consultation: Consultation):
    client.force_login(make_member(consultation.region, Role.EDITOR))
    path = f"/{consultation.region.slug}/rondes/{consultation.slug}/inlezen/"
    response = client.generic(
        "POST",
        path,
        b"--x\r\n",
        content_type="multipart/form-data; boundary=x",
        CONTENT_LENGTH=str(200 * 1024 * 1024),
    )
    assert response.status_code == 413
    assert "te groot" in response.content.decode()
    assert_guarded(response)


def test_cookies_are_functional_named_and_closed_to_scripts(client: Client, consultation: Consultation):
    base = f"/{consultation.region.slug}/rondes/{consultation.slug}/"
    client.get(f"{base}stem/")
    client.post(f"{base}stem/1/", {"choice": "1", "key": str(uuid.uuid4())})
    assert set(client.cookies) <= {"rt_csrf", "rt_deelname", "rt_sessie"}
    for cookie in client.cookies.values():
        assert cookie["httponly"]
        assert cookie["samesite"] == "Lax"


def test_reading_sets_no_cookie(client: Client, consultation: Consultation):
    client.get(f"/{consultation.region.slug}/rondes/{consultation.slug}/")
    assert not client.cookies


@override_settings(ALLOWED_HOSTS=["regiotafel.example"])
def test_a_foreign_host_is_refused(client: Client):
    assert client.get("/", headers={"host": "evil.example"}).status_code == 400


def test_no_model_keeps_the_network_address_of_anybody():
    kinds = (models.IPAddressField, models.GenericIPAddressField)
    found = [
        f"{model.__name__}.{field.name}"
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if isinstance(field, kinds) or "ip" in field.name.split("_")
    ]
    assert found == []


@pytest.mark.parametrize("length", ["een", "-1", "bytes=0-", "²", "1e3"])
def test_a_length_that_is_no_number_is_no_length(client: Client, length: str):
    answer = client.post("/o/", {"code": "ABCD-EFGH-JKMN"}, CONTENT_LENGTH=length)
    assert answer.status_code == 200  # nothing was sent, so the code is asked
    assert_guarded(answer)


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["idna", "punycode", "zlib", "undefined", "unicode_escape", "utf-7", "utf-16"])
def test_letters_are_read_as_utf_8_whatever_their_sender_calls_them(client: Client, name: str) -> None:
    body = b'--x\r\nContent-Disposition: form-data; name="email"\r\n\r\nxn--a\xff\r\n--x--\r\n'
    kind = f"multipart/form-data; boundary=x; charset={name}"
    response = client.generic("POST", "/accounts/login/code/confirm/", body, content_type=kind)
    assert response.status_code < 500
    assert client.generic("POST", "/o/", body, content_type=kind).status_code < 500
