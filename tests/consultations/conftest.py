"""The cast of the tests of consultations: a region, who works there, and a consultation that is being made or runs."""

import re

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from regiotafel.consultations.models import Consultation
from regiotafel.consultations.preparing.actions import draft
from regiotafel.regions.models import Region, Role
from tests.factories import ConsultationFactory, RegionFactory, make_member


def address(name: str, consultation: Consultation, *more: object) -> str:
    return reverse(f"consultations:{name}", args=[consultation.region.slug, consultation.slug, *more])


def words(response: HttpResponse) -> str:
    """What a person reads, in one line."""
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


@pytest.fixture
def region() -> Region:
    found: Region = RegionFactory(slug="vecht")
    return found


@pytest.fixture
def editor(client: Client, region: Region) -> Client:
    client.force_login(make_member(region, Role.EDITOR))
    return client


@pytest.fixture
def moderator(client: Client, region: Region) -> Client:
    client.force_login(make_member(region, Role.MODERATOR))
    return client


@pytest.fixture
def drafted(region: Region) -> Consultation:
    return draft(by=None, at=timezone.now(), region=region, title="Hulp dichtbij")


@pytest.fixture
def running(region: Region) -> Consultation:
    found: Consultation = ConsultationFactory(region=region)
    return found
