"""The code of a receipt, and what was sent in with it."""

import uuid

from regiotafel import codes
from regiotafel.contributions.models import Contribution
from regiotafel.contributions.states.queries import RELATED

CODE_LENGTH = 12


def receipt_code(key: uuid.UUID) -> str:
    """The code of what was sent with this form. Made from the key, so a form sent twice gets the same code."""
    return codes.derived("receipt", str(key), CODE_LENGTH)


def code_made_for(contribution: Contribution) -> str | None:
    """The code that its sender got: made under the secret key of then. None when that key is gone, or the code is past
    its term."""
    made = codes.derived_before("receipt", str(contribution.key), CODE_LENGTH)
    held = contribution.receipt_hash
    return next((code for code in made if held in codes.marks_of_code("receipt-code", code)), None)


def hash_of_receipt(code: str) -> str:
    return codes.mark_of_code("receipt-code", code)


def by_receipt(code: str) -> Contribution | None:
    """Whoever has the code is the sender; also after the site got another secret key."""
    marks = codes.marks_of_code("receipt-code", code)
    return Contribution.objects.select_related("region", *RELATED).filter(receipt_hash__in=marks).first()


def by_key(key: uuid.UUID) -> Contribution | None:
    return Contribution.objects.select_related("region").filter(key=key).first()
