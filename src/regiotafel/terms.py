"""How long we keep what is about a person. Each app says it in its `retention.py`, in three names:

- `TERMS`: its kinds of personal data, in the order of the page about privacy;
- `FIELDS`: for every field of every table of its own, which term it has, or that it is about nobody;
- `CLEANING`: for every term that ends by itself, the function that cleans: it gets the moment, and the moment before
  which something is past its term, and says how many rows it cleaned. Done again it finds nothing more.

`keeping` gathers them; the page about privacy is made from them, so what people read is what happens.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.functional import Promise

Clean = Callable[[datetime, datetime], int]

# Instead of words that were taken out: the tables that hold words ask for some.
TAKEN_OUT = "[weggehaald]"
# Before what makes a row itself where a number led to a person.
GONE = "weg:"


@dataclass(frozen=True, eq=False)
class Term:
    """What it is, how long it stays and what happens then, as it stands on the page about privacy."""

    what: str | Promise
    how_long: str | Promise
    then: str | Promise
    # None: cleaning up leaves it alone; something else ends it, or nothing does.
    after: timedelta | None


@dataclass(frozen=True)
class Fields:
    """Which fields of a table are about nobody, and which are about a person. Together they are all."""

    nobody: str
    personal: Mapping[Term, str]


def about_nobody(fields: str) -> Fields:
    return Fields(fields, {})
