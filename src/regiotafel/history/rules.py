"""What an act is, and how an entry's hash is made. Anyone can check it by hand with `sha256sum`."""

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from string import Formatter
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from regiotafel import codes
from regiotafel.refused import Refused

# Words that a sentence may ask for besides the data of the entry: what of the data they are made from, if anything.
WORDS = {"who": "", "subject": "", "person": "user"}


@dataclass(frozen=True)
class Act:
    """Something that members do. Each app has its own in `acts.py`; the pages of the history read them all.

    `told` is a sentence with braces, filled from what the entry holds and from `who`, `person`, `role` and `subject`.
    """

    name: str
    told: str | Promise

    def words_missing(self, data: Mapping[str, object]) -> set[str]:
        """What the sentence asks for and an entry with this data does not hold."""
        asked = {re.split(r"[.\[]", field)[0] for _text, field, *_rest in Formatter().parse(str(self.told)) if field}
        return {WORDS.get(word, word) for word in asked} - {"", *data}


@dataclass(frozen=True)
class ActGroup:
    """What somebody can look for in the history: the word in the address, what it is called, how its acts begin."""

    word: str
    name: str | Promise
    begins: tuple[str, ...]


def actor_code(user_id: int | None, key: str) -> str:
    """A code for who acted that reveals nothing without the installation's key."""
    if user_id is None:
        return "system"
    return codes.mark("actor", str(user_id), key)[:32]


def entry_hash(
    *,
    number: int,
    at: datetime,
    actor: str,
    region: str,
    act: str,
    subject: str,
    data: Mapping[str, object],
    previous_hash: str,
) -> str:
    """SHA-256 over the entry as JSON with sorted keys and no spaces."""
    content = {
        "number": number,
        "at": at.astimezone(UTC).isoformat(timespec="microseconds"),
        "actor": actor,
        "region": region,
        "act": act,
        "subject": subject,
        "data": data,
        "previous_hash": previous_hash,
    }
    text = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


# --- Somebody was before you ---


class ChangedMeanwhile(Refused):
    """Somebody else saved in between. Nothing is lost: `theirs` is what stands now."""

    def __init__(self, theirs: Any, message: object = "") -> None:
        self.theirs = theirs
        super().__init__(message or _("Dit is intussen veranderd. Er is niets kwijt: kies zelf wat er moet staan."))


def check_seen(seen: object, current: object, theirs: Any, message: object = "") -> None:
    """Who saves has seen what stands now: its number, or its fingerprint."""
    if seen != current:
        raise ChangedMeanwhile(theirs, message)


def fingerprint(*values: object) -> str:
    """Of what has no number: short, and another one as soon as one of these values is another."""
    return hashlib.sha256(json.dumps(values, default=str).encode()).hexdigest()[:16]
