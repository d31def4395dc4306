"""What the commands have in common: how numbers are typed, and how a command refuses."""

from __future__ import annotations

import argparse

from regiotafel.refused import Refused


def seed(text: str) -> int:
    if not text.isascii() or not text.isdigit():
        raise argparse.ArgumentTypeError("de seed is een geheel getal vanaf 0")
    return int(text)


def count(text: str) -> int:
    number = seed(text)
    if not 1 <= number < 2**31:
        raise argparse.ArgumentTypeError("dit is een geheel getal vanaf 1")
    return number


def needs_scale(missing: ImportError) -> Refused:
    return Refused(f"Hiervoor is {missing.name} nodig. Installeer regiotafel[scale].")
