"""`make demo`: what it hands to the server that it starts."""

import os

import pytest
from django.core.management import call_command

from regiotafel.demo.management.commands import demo


@pytest.fixture
def started(monkeypatch, settings):
    """The command without its rows and its server."""
    settings.DEMO = True
    monkeypatch.delenv("REGIOTAFEL_ADDRESS", raising=False)
    monkeypatch.setattr(demo, "check_port", lambda host, port: None)
    monkeypatch.setattr(demo, "call_command", lambda *args, **options: None)
    told = []
    monkeypatch.setattr(demo, "serve", lambda **options: told.append(os.environ["REGIOTAFEL_ADDRESS"]))
    yield told
    # What the command set is not for the tests that follow.
    os.environ.pop("REGIOTAFEL_ADDRESS", None)


def test_links_in_mail_lead_to_the_port_of_the_demo(started):
    call_command("demo", port=8123)
    assert started == ["http://127.0.0.1:8123"]


def test_an_address_that_was_set_is_kept(started, monkeypatch):
    monkeypatch.setenv("REGIOTAFEL_ADDRESS", "https://proef.example")
    call_command("demo", port=8123)
    assert started == ["https://proef.example"]
