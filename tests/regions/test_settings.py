import struct
import zlib
from datetime import date, timedelta
from itertools import pairwise

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings

from regiotafel.history.models import Entry
from regiotafel.regions.models import Region, Role
from regiotafel.regions.settings.rules import proposed_steps
from tests.factories import RegionFactory, make_member
from tests.forms import forms_in, hidden

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_media(settings: Settings, tmp_path: object) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def region(client: Client) -> Region:
    region = RegionFactory(slug="noord", name="Regio Noord")
    client.force_login(make_member(region, Role.REGION_ADMINISTRATOR))
    return region


def png(width: int = 8, height: int = 8) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    rows = zlib.compress(b"".join(b"\0" + b"\x80" * width for _ in range(height)))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


THEME = '[theme]\nname = "Noord"\nmain = "#1f4e79"\n'


def send_theme(client: Client, text: str = THEME, **more: object) -> object:
    address = reverse("regions:theme", args=["noord"])
    [form] = [form for form in forms_in(client.get(address)) if "text" in form.values]
    carried = {name: value for name, value in form.values.items() if name not in ("file", "logo")}
    return client.post(address, {**carried, "text": text, **more})


def test_name_and_text_are_kept_and_stand_in_the_history(client: Client, region: Region) -> None:
    address = reverse("regions:settings", args=["noord"])
    sent = {**hidden(client.get(address)), "name": "Regio Noordoost", "about": "Wij."}
    assert client.post(address, sent).status_code == 302
    region.refresh_from_db()
    assert (region.name, region.about) == ("Regio Noordoost", "Wij.")
    assert Entry.objects.get(act="region.described").data["before"]["name"] == "Regio Noord"
    response = client.post(address, {"name": "", "about": "Nog getypt"})
    assert response.status_code == 422
    assert "Nog getypt" in response.content.decode()


def steps(*rows: tuple[str, str, str, str], **more: str) -> dict[str, str]:
    data = {"form-TOTAL_FORMS": str(len(rows)), "form-INITIAL_FORMS": "0", **more}
    for number, (name, explanation, starts_on, ends_on) in enumerate(rows):
        data |= {
            f"form-{number}-name": name,
            f"form-{number}-explanation": explanation,
            f"form-{number}-starts_on": starts_on,
            f"form-{number}-ends_on": ends_on,
        }
    return data


def send_steps(client: Client, rows: dict[str, str]) -> int:
    address = reverse("regions:steps", args=["noord"])
    seen = hidden(client.get(address))["seen"]
    return client.post(address, {"seen": seen, **rows}).status_code


def test_steps_are_kept_in_the_order_of_their_dates(client: Client, region: Region) -> None:
    rows = steps(
        ("Vaststellen", "", "2027-04-01", "2027-06-30"),
        ("Ophalen", "We luisteren.", "2026-09-01", "2026-12-31"),
        ("", "", "", ""),
    )
    assert send_steps(client, rows) == 302
    assert list(region.steps.values_list("position", "name")) == [(1, "Ophalen"), (2, "Vaststellen")]
    page = client.get(reverse("regions:steps", args=["noord"])).content.decode()
    assert 'value="2026-09-01"' in page
    assert page.count("-name") >= 4


def test_a_step_can_be_taken_away(client: Client, region: Region) -> None:
    send_steps(client, steps(("A", "", "2026-01-01", "2026-02-01"), ("B", "", "2026-03-01", "2026-04-01")))
    rows = steps(
        ("A", "", "2026-01-01", "2026-02-01"),
        ("B", "", "2026-03-01", "2026-04-01"),
        **{"form-0-DELETE": "on", "form-INITIAL_FORMS": "2"},
    )
    assert send_steps(client, rows) == 302
    assert [step.name for step in region.steps.all()] == ["B"]


def test_a_step_that_ends_before_it_begins_is_refused_with_what_was_typed(client: Client, region: Region) -> None:
    rows = steps(("Ophalen", "Blijft staan", "2026-09-01", "2026-08-01"))
    response = client.post(reverse("regions:steps", args=["noord"]), rows)
    assert response.status_code == 422
    page = response.content.decode()
    assert "Deze dag ligt voor het begin van de stap." in page
    assert "Blijft staan" in page
    assert not region.steps.exists()


@pytest.mark.parametrize(
    "data", [{}, {"form-TOTAL_FORMS": "x"}, {"form-TOTAL_FORMS": "999999", "form-INITIAL_FORMS": "0"}]
)
def test_steps_that_somebody_made_up_do_not_break_the_page(
    client: Client, region: Region, data: dict[str, str]
) -> None:
    assert client.post(reverse("regions:steps", args=["noord"]), data).status_code in (302, 422)


def test_a_theme_reaches_every_page_at_an_address_of_its_own_version(client: Client, region: Region) -> None:
    assert send_theme(client).status_code == 302
    home = client.get(reverse("pages:region_home", args=["noord"])).content.decode()
    address = reverse("regions:theme_css", args=["noord", 1])
    assert address in home
    css = client.get(address)
    assert css["Content-Type"] == "text/css; charset=utf-8"
    assert "immutable" in css["Cache-Control"]
    assert "#1f4e79" in css.content.decode()
    assert client.get(reverse("regions:theme_css", args=["noord", 2])).status_code == 404


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("kleuren = 1", "begint met een regel [theme]"),
        ("[theme", "geen TOML"),
        ('[theme]\nname = "N"\nmain = "red; } body { display: none"', "is geen kleur"),
        ('[theme]\nname = "N"\nmain = "#ffff00"', "contrast"),
        ('[theme]\nname = "N"\nlogo = "logo.svg"', "Het logo moet hier een PNG zijn"),
        ('[theme]\nname = "N"\nlogo = "logo.png"', "Stuur het mee als PNG"),
    ],
)
def test_a_theme_that_cannot_be_used_says_why(client: Client, region: Region, text: str, words: str) -> None:
    response = send_theme(client, text)
    assert response.status_code == 422
    assert words in response.content.decode()
    region.refresh_from_db()
    assert region.theme == ""


def test_colours_are_measured_while_somebody_picks_them(client: Client, region: Region) -> None:
    address = reverse("regions:theme", args=["noord"])
    for asked, told in (
        ({"main": "#ffff00"}, "Deze kleuren kun je niet opslaan."),
        ({"main": "#1F4E79"}, "Met deze kleuren is alles goed te zien."),
        ({"main": "rood"}, "Met deze kleuren is alles goed te zien."),
    ):
        part = client.get(address, asked, headers={"HX-Request": "true"}).text
        assert told in " ".join(part.split()), asked
        assert "<h1>" not in part


def test_a_theme_can_come_as_a_file_and_be_taken_away(client: Client, region: Region) -> None:
    send_theme(client, "", file=SimpleUploadedFile("thema.toml", THEME.encode()))
    region.refresh_from_db()
    assert "#1f4e79" in region.theme
    send_theme(client, "")
    region.refresh_from_db()
    assert (region.theme, region.theme_version) == ("", 2)
    assert send_theme(client, "", file=SimpleUploadedFile("thema.toml", b"\xff\xfe\x00")).status_code == 422


def test_a_preview_changes_nothing_for_others(client: Client, region: Region) -> None:
    response = send_theme(client, preview="1")
    page = response.content.decode()
    assert "Dit is nog niet opgeslagen" in page
    region.refresh_from_db()
    assert region.theme == ""
    address = page.split('<link rel="stylesheet" href="')[-1].split('"')[0].replace("&amp;", "&")
    css = client.get(address)
    assert "#1f4e79" in css.content.decode()
    assert css["Cache-Control"] == "no-store"
    assert client.get(reverse("regions:theme_css", args=["noord", 0]), {"proef": "verzonnen"}).status_code == 404


def test_a_logo_is_drawn_again_and_follows_the_theme_to_its_next_version(client: Client, region: Region) -> None:
    assert send_theme(client, logo=SimpleUploadedFile("logo.png", png() + b"verstopt")).status_code == 302
    first = client.get(reverse("regions:theme_logo", args=["noord", 1]))
    assert first["Content-Type"] == "image/png"
    assert first["X-Content-Type-Options"] == "nosniff"
    drawn = first.content
    assert drawn.startswith(b"\x89PNG")
    assert b"verstopt" not in drawn
    region.refresh_from_db()
    send_theme(client, region.theme.replace("#1f4e79", "#14505a"))
    assert client.get(reverse("regions:theme_logo", args=["noord", 2])).content == drawn
    home = client.get(reverse("pages:region_home", args=["noord"])).content.decode()
    assert reverse("regions:theme_logo", args=["noord", 2]) in home


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", "geen PNG, JPEG of WebP"),
        (b"GIF89a" + b"\0" * 40, "geen PNG, JPEG of WebP"),
        (b"\x89PNG\r\n\x1a\n", "geen PNG, JPEG of WebP"),
        (png()[:-30], "geen PNG, JPEG of WebP"),
        (png() + b"x" * 2_100_000, "hooguit 2 MB"),
        (png(width=4000, height=4000), "te veel beeldpunten"),
    ],
)
def test_a_file_that_is_no_picture_or_too_large_is_refused(
    client: Client, region: Region, content: bytes, words: str
) -> None:
    response = send_theme(client, logo=SimpleUploadedFile("logo.png", content, content_type="image/png"))
    assert response.status_code == 422
    assert words in response.content.decode()


def test_colours_are_chosen_with_pickers_and_measured(client: Client, region: Region) -> None:
    address = reverse("regions:theme", args=["noord"])
    start = client.get(address)
    assert start.text.count('type="color"') == 4
    [form] = [form for form in forms_in(start) if "kleuren" in form.values]
    chosen = {**form.values, "main": "#1f4e79"}
    preview = client.post(address, {**chosen, "preview": "1"}).text
    assert "Dit is nog niet opgeslagen" in preview
    assert 'value="#1f4e79"' in preview
    assert client.post(address, chosen).status_code == 302
    region.refresh_from_db()
    assert region.theme == '[theme]\nname = "Regio Noord"\nmain = "#1f4e79"'
    dim = client.post(address, {**chosen, "main": "#ffff00", "version": region.theme_version})
    assert dim.status_code == 422
    assert "contrast" in dim.text
    assert client.post(address, {**chosen, "main": "rood"}).status_code == 422
    late = client.post(address, {**chosen, "main": "#7d3a86"})
    assert late.status_code == 409
    assert "#1f4e79" in late.text


def test_what_a_theme_was_before_stays_in_the_history(client: Client, region: Region) -> None:
    send_theme(client)
    assert Entry.objects.get(act="region.theme_set").data["after"].startswith("[theme]")
    assert Entry.objects.get(act="region.theme_set").at <= timezone.now()


@pytest.mark.parametrize("day", ["2028-01-31", "2028-02-29", "2027-12-01", "2029-03-15"])
def test_a_proposal_is_of_whole_months_back_from_the_last_council(day: str) -> None:
    proposed = proposed_steps(date.fromisoformat(day))
    for before, after in pairwise(proposed):
        assert after["starts_on"] == before["ends_on"] + timedelta(days=1)
    for step in proposed:
        assert (step["starts_on"].day, (step["ends_on"] + timedelta(days=1)).day) == (1, 1)
    decision = next(step for step in proposed if step["name"] == "Besluit")
    assert f"{decision['ends_on']:%Y-%m}" == day[:7]


def test_a_proposal_is_looked_at_and_saved_as_it_stands(client: Client, region: Region) -> None:
    address = reverse("regions:steps", args=["noord"])
    assert client.get(address, {"raden": "onzin"}).status_code == 200
    page = client.get(address, {"raden": "14-10-2060"})
    assert "Dit is een voorstel" in page.text
    assert "geen regel uit de wet" in page.text
    assert not region.steps.exists()
    [form] = [form for form in forms_in(page) if form.method == "post"]
    assert client.post(address, form.values).status_code == 302
    assert [step.name for step in region.steps.all()][:2] == ["Startfase", "Meningen ophalen"]
    # Where there are steps, nothing is proposed over them.
    assert "Voorstel maken" not in client.get(address, {"raden": "14-10-2061"}).text


def test_a_proposal_warns_for_what_has_been_and_for_the_recess(client: Client, region: Region) -> None:
    address = reverse("regions:steps", args=["noord"])
    assert "had de eerste stap al moeten beginnen" in client.get(address, {"raden": "1-10-2026"}).text
    assert "vergaderen veel gemeenteraden niet" in client.get(address, {"raden": "27-7-2060"}).text
    assert "vergaderen veel gemeenteraden niet" not in client.get(address, {"raden": "27-9-2060"}).text
