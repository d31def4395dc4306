"""What an act is, how an entry's hash is made, and how the end of a chain is told outside.

Anyone can check a hash by hand with `sha256sum`, and a signature with `openssl`.
"""

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from string import Formatter
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.db.models import Model
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from regiotafel import codes
from regiotafel.history.models import FIRST_HASH, SHORT, Draft, Entry
from regiotafel.refused import Refused

# Who did what nobody did.
SYSTEM = "system"
# More digits than any chain has rows; and a number of the database has nineteen.
MOST_DIGITS = 12

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


def actor_code(user_id: int | None, mark: str) -> str:
    """A code for who acted. Without the mark, which goes with the account, nobody can tell whose it is."""
    if user_id is None:
        return SYSTEM
    return hashlib.sha256(f"{mark}:{user_id}".encode()).hexdigest()


def plain(value: object) -> str:
    """As JSON with sorted keys and no spaces: one text for one value."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def hash_of_data(data: Mapping[str, object], salt: str) -> str:
    """With a salt: who knows the hash cannot try which words were meant."""
    return _sha256(salt + plain(data))


def content_of(entry: Entry) -> dict[str, object]:
    """What an entry says, for its hash: its words only by their own hash."""
    return {
        "act": entry.act,
        "actor": entry.actor,
        "at": entry.at.astimezone(UTC).isoformat(timespec="microseconds"),
        "behind": entry.is_behind,
        "data_hash": entry.data_hash,
        "held": entry.held,
        "number": entry.number,
        "region": entry.region,
        "subject": entry.subject,
    }


def content_hash(entry: Entry) -> str:
    return _sha256(plain(content_of(entry)))


def entry_hash(previous_hash: str, content_hash: str) -> str:
    """SHA-256 over the two hashes behind each other: who has only these can follow the chain, and reads nothing."""
    return _sha256(previous_hash + content_hash)


def seal_of(salt: str, subject: str, field: str, value: object) -> str:
    """What one field of one row says. So long that nobody finds other words with the same."""
    said = json.dumps(value, default=str, sort_keys=True, ensure_ascii=False)
    return _sha256(plain([salt, subject, field, said]))[:SHORT]


def subject_at(model: type[Model], key: object) -> str:
    return f"{model._meta.model_name}:{key}"


def subject_of(row: Model) -> str:
    # Who asks stands behind a proxy, whose `type` is its own.
    return subject_at(row.__class__, row.pk)


def digest(*values: object) -> str:
    """Of words that stand elsewhere: an act keeps it in its data, and the words can be held against it later."""
    return _sha256(json.dumps(values, default=str, ensure_ascii=False))


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


# --- The end of a chain, as it is told outside


class NotACode(Refused):
    """What was typed is no number and code of ours."""

    status = 422


def read_code(number: str, code: str) -> tuple[int, str]:
    """What somebody typed over: however they group it, in capitals or not, whole or in its short form."""
    number = "".join(number.split()).replace(".", "")
    if number.isascii() and number.isdigit() and len(number) > MOST_DIGITS:
        raise NotACode(_("Zo'n regel is er niet: het nummer is te groot. Controleer het nummer."), field="number")
    if not (number.isascii() and number.isdigit() and int(number) > 0):
        raise NotACode(_("Het nummer van een regel is een getal van 1 of meer, zoals 120."), field="number")
    digits = codes.tidy(code).lower()
    if strange := sorted(set(digits) - set("0123456789abcdef")):
        raise NotACode(
            _("In een code staan alleen cijfers en de letters a tot en met f. Hier staat ook: %(signs)s.")
            % {"signs": " ".join(strange[:5])},
            field="code",
        )
    if not SHORT <= len(digits) <= len(FIRST_HASH):
        raise NotACode(
            _("Een code heeft %(short)d tekens in het kort, of 64. Hier staan er %(n)d.")
            % {"short": SHORT, "n": len(digits)},
            field="code",
        )
    return int(number), digits


def signed_text(*, site: str, region: str, number: int, code: str, at: datetime) -> str:
    """What is signed, word for word: which chain of which site, how long, how it ends, and when it was told."""
    moment = at.astimezone(UTC).isoformat(timespec="seconds")
    return f"regiotafel-head/1\n{site}\n{region}\n{number}\n{code}\n{moment}\n"


def vouching_text(key: str) -> str:
    """What a later key signs of an earlier one."""
    return f"regiotafel-key/1\n{key}\n"


def is_key(text: str) -> bool:
    return bool(re.fullmatch("[0-9a-f]{64}", text))


def _private_key(secret: str) -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(bytes.fromhex(codes.mark("history-signature", "", secret)))


def public_key(secret: str) -> str:
    return _private_key(secret).public_key().public_bytes_raw().hex()


def sign(text: str, secret: str) -> str:
    return _private_key(secret).sign(text.encode()).hex()


def is_signed(text: str, key: str, signature: str) -> bool:
    try:
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(key)).verify(bytes.fromhex(signature), text.encode())
    except (InvalidSignature, ValueError):
        return False
    return True


def as_pem(key: str) -> str:
    """The public key as programs such as openssl read it."""
    pem = Ed25519PublicKey.from_public_bytes(bytes.fromhex(key)).public_bytes(
        Encoding.PEM, PublicFormat.SubjectPublicKeyInfo
    )
    return pem.decode("ascii")


# --- Somebody was before you ---


class ChangedMeanwhile(Refused):
    """Somebody else saved in between. Nothing is lost: `theirs` is what stands now."""

    def __init__(self, theirs: Any, message: object = "") -> None:
        self.theirs = theirs
        super().__init__(message or _("Dit is intussen veranderd. Er is niets kwijt: kies zelf wat er moet staan."))


def says(row: Model | None, said: Mapping[str, Any]) -> bool:
    """Whether this row holds these values: then the same again is no news."""
    return row is not None and all(getattr(row, name) == value for name, value in said.items())


def check_seen(seen: object, current: object, theirs: Any, message: object = "") -> None:
    """Who saves has seen what stands now: its number, or its fingerprint."""
    if seen != current:
        raise ChangedMeanwhile(theirs, message)


# What is not finished may be longer than it will be, but not a book.
LONGEST_DRAFT = 40_000


class DraftTooLong(Refused):
    pass


def check_draft_length(values: Mapping[str, Any]) -> None:
    if sum(len(str(value)) for value in values.values()) > LONGEST_DRAFT:
        raise DraftTooLong(
            _("Dit is te lang om als concept op te slaan. Het mag hooguit %(most)d tekens zijn.")
            % {"most": LONGEST_DRAFT}
        )


def check_draft_seen(draft: Draft | None, seen: int) -> None:
    """Nobody writes over a draft that they did not read. seen: 0 when there was none."""
    check_seen(
        seen,
        draft.version if draft else 0,
        draft,
        _("Dit concept is intussen ergens anders opgeslagen. Er is niets kwijt: vergelijk en kies opnieuw."),
    )


def check_loses_nothing(draft: Draft | None, seen: int, by_id: int | None) -> None:
    """What is published ends the draft: that of a colleague goes only after it was read. The last one to save has seen
    it."""
    if draft is not None and (by_id is None or draft.by_id != by_id):
        check_draft_seen(draft, seen)


def fingerprint(*values: object) -> str:
    """Of what has no number: short, and another one as soon as one of these values is another."""
    return hashlib.sha256(json.dumps(values, default=str).encode()).hexdigest()[:16]
