"""`make demo PORT=…`: where the links in its mail lead."""

import os
import subprocess
import sys

import pytest


@pytest.mark.parametrize(
    ("environment", "address"),
    [
        ({}, "http://localhost:8000"),
        ({"PORT": "8123"}, "http://localhost:8123"),
        # By another terminal, while the web server runs.
        ({"served at": "8124"}, "http://localhost:8124"),
        ({"served at": "8124", "REGIOTAFEL_ADDRESS": "https://proef.example"}, "https://proef.example"),
        ({"PORT": "8123", "REGIOTAFEL_ADDRESS": "https://proef.example/"}, "https://proef.example"),
        ({"PORT": "8123", "REGIOTAFEL_ORIGINS": "https://tafel.example"}, "https://tafel.example"),
    ],
)
def test_links_in_mail_lead_to_where_the_site_listens(environment, address, tmp_path):
    set_elsewhere = ("PORT", "REGIOTAFEL_ADDRESS", "REGIOTAFEL_ORIGINS")
    rest = {name: value for name, value in os.environ.items() if name not in set_elsewhere}
    rest["REGIOTAFEL_DATA"] = str(tmp_path)
    environment = dict(environment)
    if served_at := environment.pop("served at", ""):
        (tmp_path / "port").write_text(served_at)
    # A process of its own: settings are read once, when they are loaded.
    told = subprocess.run(
        [sys.executable, "-c", "from regiotafel import settings; print(settings.ADDRESS)"],
        env={**rest, **environment},
        capture_output=True,
        text=True,
        check=True,
    )
    assert told.stdout.strip() == address
