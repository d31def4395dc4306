"""The pictures in the documents, taken of the example region as it is. `make pictures` writes them anew."""

import os
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Page

from regiotafel.consultations.models import Consultation
from regiotafel.demo.seeding.actions import seed

IMAGES = Path(__file__).resolve().parents[2] / "docs" / "images"
# name: address in the region, what stands in its main part, and how much of it the picture shows
PICTURES = {
    "consultation": ("rondes/{running}/", "Hoe zorgen we dat kinderen", 1700),
    "text": ("visie/regiovisie-jeugdhulp-lindestroom/", "Elke passage (stukje tekst) heeft een nummer", 1500),
}


@pytest.mark.parametrize("context", ["1280 with scripts"], indirect=True)
def test_the_example_region_shows_what_the_pictures_show(live: str, page: Page, tmp_path: Path) -> None:
    region = seed(at=timezone.now())
    running = Consultation.objects.filter(region=region).latest("closes_at").slug
    folder = IMAGES if os.environ.get("REGIOTAFEL_PICTURES") == "1" else tmp_path
    folder.mkdir(parents=True, exist_ok=True)
    for name, (address, words, height) in PICTURES.items():
        page.set_viewport_size({"width": 1280, "height": height})
        page.goto(f"{live}/{region.slug}/{address.format(running=running)}")
        page.wait_for_load_state("networkidle")
        assert words.lower() in page.inner_text("main").lower()
        assert page.screenshot(path=folder / f"{name}.png").startswith(b"\x89PNG")


@pytest.mark.parametrize("name", PICTURES)
def test_the_pictures_of_the_documents_are_there(name: str) -> None:
    assert (IMAGES / f"{name}.png").stat().st_size > 10_000, "make pictures"
