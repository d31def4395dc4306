"""The code of a receipt, and what was sent in with it."""

import hashlib
import hmac
import uuid

from django.conf import settings
from django.db.models import QuerySet

from regiotafel.consultations.models import TableMeeting
from regiotafel.consultations.queries.inviting import ALPHABET, tidy_code
from regiotafel.contributions.models import Contribution
from regiotafel.contributions.states.queries import RELATED
from regiotafel.regions.models import Region

CODE_LENGTH = 12


def receipt_code(key: uuid.UUID) -> str:
    """The code of what was sent with this form. Made from the key, so a form sent twice gets the same code."""
    digest = hmac.new(settings.SECRET_KEY.encode(), b"receipt:" + key.bytes, hashlib.sha256).digest()
    number = int.from_bytes(digest, "big")
    code = ""
    for _ in range(CODE_LENGTH):
        number, rest = divmod(number, len(ALPHABET))
        code += ALPHABET[rest]
    return code


def shown_code(code: str) -> str:
    """In three groups, easier to type over."""
    tidy = tidy_code(code)
    return "-".join(tidy[start : start + 4] for start in range(0, len(tidy), 4))


def hash_of_receipt(code: str, secret: str = "") -> str:
    key = (secret or settings.SECRET_KEY).encode()
    return hmac.new(key, b"receipt-code:" + tidy_code(code).encode(), hashlib.sha256).hexdigest()


def by_receipt(code: str) -> Contribution | None:
    """Whoever has the code is the sender; also after the site got another secret key."""
    hashes = [hash_of_receipt(code, secret) for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)]
    return Contribution.objects.select_related("region", *RELATED).filter(receipt_hash__in=hashes).first()


def by_key(key: uuid.UUID) -> Contribution | None:
    return Contribution.objects.select_related("region").filter(key=key).first()


def tables_in(region: Region) -> QuerySet[TableMeeting]:
    return TableMeeting.objects.filter(consultation__region=region).select_related("consultation")
