"""Finding contributions: by number, by receipt, in a list."""

import hashlib
import hmac
import uuid

from django.conf import settings
from django.db.models import F, Q, QuerySet

from regiotafel.consultations.models import TableMeeting
from regiotafel.consultations.queries.inviting import ALPHABET, tidy_code
from regiotafel.contributions.models import Contribution, LinkState, State, Via
from regiotafel.contributions.rules import PUBLIC
from regiotafel.regions.models import Region
from regiotafel.vision.models import Passage, Section, Wording

CODE_LENGTH = 12
_RELATED = ("organisation", "table", "about_passage__document", "about_release")


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
    return Contribution.objects.select_related("region", *_RELATED).filter(receipt_hash__in=hashes).first()


def by_key(key: uuid.UUID) -> Contribution | None:
    return Contribution.objects.select_related("region").filter(key=key).first()


def contribution_in(region: Region, number: int) -> Contribution | None:
    found = Contribution.objects.select_related(*_RELATED).filter(region=region, number=number).first()
    if found is not None:
        found.region = region
    return found


def contributions_in(region: Region, numbers: list[int]) -> list[Contribution]:
    return list(
        Contribution.objects.select_related(*_RELATED).filter(region=region, number__in=numbers).order_by("number")
    )


def waiting(region: Region) -> QuerySet[Contribution]:
    """For a moderator: what waits longest first."""
    return (
        Contribution.objects.filter(region=region, state=State.WAITING)
        .select_related(*_RELATED)
        .order_by("sent_in_at", "pk")
    )


def open_ones(region: Region) -> QuerySet[Contribution]:
    """For an editor: what waits longest for an answer first."""
    return (
        Contribution.objects.filter(region=region, state=State.OPEN)
        .select_related(*_RELATED)
        .order_by("sent_in_at", "pk")
    )


# The word in the address → what stands first.
ORDERS = {"": "-number", "oud": "sent_in_at", "veranderd": "-state_since"}


def listed(
    region: Region, *, words: str = "", kind: str = "", state: str = "", section: int | None = None, order: str = ""
) -> QuerySet[Contribution]:
    """What everybody can read. A chapter has what is linked to its passages or points at them."""
    found = Contribution.objects.filter(region=region, state__in=PUBLIC, anonymised_at__isnull=True)
    if state:
        found = found.filter(state=state)
    found = narrowed(found, words=words, kind=kind, section=section)
    return found.select_related(*_RELATED).order_by(ORDERS[order], "-number")


def narrowed(
    found: QuerySet[Contribution], *, words: str = "", kind: str = "", section: int | None = None
) -> QuerySet[Contribution]:
    """Those with all of these words, of this kind, about this chapter."""
    for word in words.split():
        found = found.filter(text__icontains=word)
    if kind:
        found = found.filter(kind=kind)
    if section is not None:
        linked = Q(links__passage__section=section, links__state=LinkState.CONFIRMED)
        found = found.filter(linked | Q(about_passage__section=section)).distinct()
    return found


def sections_of(region: Region) -> QuerySet[Section]:
    """All chapters of all texts of the region."""
    return (
        Section.objects.filter(document__region=region)
        .select_related("document")
        .order_by("document__title", "position")
    )


def tables_in(region: Region) -> QuerySet[TableMeeting]:
    return TableMeeting.objects.filter(consultation__region=region).select_related("consultation")


def standing_in(region: Region) -> list[Wording]:
    """Every passage that is in a text of the region now, with its words, in reading order. One query."""
    return list(
        Wording.objects.filter(
            passage__document__region=region, passage__retired_at__isnull=True, number=F("passage__version")
        )
        .select_related("passage__document", "passage__section")
        .order_by("passage__document__title", "passage__section__position", "passage__position", "passage__number")
    )


def passage_by_key(region: Region, pk: int | None) -> Passage | None:
    if pk is None:
        return None
    return Passage.objects.filter(document__region=region, pk=pk).select_related("document", "section").first()


def passage_at(region: Region, document: str, number: int) -> Passage | None:
    return (
        Passage.objects.filter(document__region=region, document__slug=document, number=number)
        .select_related("document", "section")
        .first()
    )


def wording_by_key(pk: int | None) -> Wording | None:
    if pk is None:
        return None
    return Wording.objects.filter(pk=pk).select_related("passage").first()


def wordings_to_name(passage_ids: set[int]) -> list[Wording]:
    """For an answer that says what the words were and what they became."""
    return list(
        Wording.objects.filter(passage__in=passage_ids).select_related("passage").order_by("passage__number", "number")
    )


def current_wordings(passage_ids: set[int]) -> dict[int, Wording]:
    """The words of these passages as they are now."""
    rows = Wording.objects.filter(passage__in=passage_ids, number=F("passage__version")).select_related(
        "passage__document", "passage__section"
    )
    return {wording.passage_id: wording for wording in rows}


def received(region: Region) -> QuerySet[Contribution]:
    """What somebody sent in. What an editor made out of it is not a voice more."""
    return Contribution.objects.filter(region=region).exclude(via=Via.MADE)
