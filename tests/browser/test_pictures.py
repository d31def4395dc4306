"""The pictures in the documents, taken of the example region as it is. `make pictures` writes them anew."""

import os
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Page

from regiotafel.consultations.models import Consultation
from regiotafel.demo.actions import seed

IMAGES = Path(__file__).resolve().parents[2] / "docs" / "images"


@pytest.mark.parametrize("context", ["1280 with scripts"], indirect=True)
def test_a_visitor_sees_what_is_asked_and_what_is_fixed(live: str, page: Page, tmp_path: Path) -> None:
    region = seed(at=timezone.now())
    running = Consultation.objects.filter(region=region).latest("closes_at")
    page.set_viewport_size({"width": 1280, "height": 1700})
    page.goto(f"{live}/{region.slug}/gesprekken/{running.slug}/")
    assert running.question in page.inner_text("main")
    folder = IMAGES if os.environ.get("REGIOTAFEL_PICTURES") == "1" else tmp_path
    folder.mkdir(parents=True, exist_ok=True)
    taken = page.screenshot(path=folder / "consultation.png")
    assert taken.startswith(b"\x89PNG")


@pytest.mark.parametrize("name", ["consultation.png"])
def test_the_pictures_of_the_documents_are_there(name: str) -> None:
    assert (IMAGES / name).stat().st_size > 10_000, "make pictures"
