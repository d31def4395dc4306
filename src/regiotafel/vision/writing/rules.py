"""What may happen to the text, and the sentence a person reads when it may not. No database here."""

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from regiotafel.history.models import REASON_LENGTH
from regiotafel.history.rules import check_seen, fingerprint
from regiotafel.refused import Refused
from regiotafel.text.length import length
from regiotafel.vision.models import TEXT_LENGTH, Passage, PassageKind, Section, Wording
from regiotafel.vision.rules import NothingChanged, TextRefused


class ReasonMissing(Refused):
    pass


class PassageRetired(Refused):
    pass


class PassageStands(Refused):
    pass


class WrongPlace(Refused):
    pass


TEXT_TOO_LONG = _(
    "De tekst heeft %(show_value)d tekens. Dat is te lang: het mogen er %(limit_value)d zijn. Maak er twee "
    "passages van."
)


def check_text(text: str) -> None:
    if not text:
        raise TextRefused(_("Schrijf de tekst van de passage op."))
    if length(text) > TEXT_LENGTH:
        raise TextRefused(TEXT_TOO_LONG % {"show_value": length(text), "limit_value": TEXT_LENGTH})


def check_reason(reason: str) -> None:
    if not reason:
        raise ReasonMissing(_("Schrijf op waarom. Lezers zien deze reden bij de passage."))
    if length(reason) > REASON_LENGTH:
        raise ReasonMissing(_("Houd de reden kort: hooguit %(most)d tekens.") % {"most": REASON_LENGTH})


def check_draft_length(text: str, reason: str) -> None:
    """What is not finished may be empty, never too long."""
    if text:
        check_text(text)
    if reason:
        check_reason(reason)


def check_stands(passage: Passage) -> None:
    if passage.retired_at is not None:
        raise PassageRetired(
            _("Deze passage is vervallen. Zet de passage eerst terug in de tekst, dan kun je die veranderen.")
        )


def check_retired(passage: Passage) -> None:
    if passage.retired_at is None:
        raise PassageStands(_("Deze passage staat al in de tekst."))


class PassageHangs(Refused):
    pass


def check_nothing_hangs(exceptions: Sequence[Passage]) -> None:
    """A principle stays one while exceptions hang on it: an exception to nothing would read as a rule of its own, and
    nobody would have decided that."""
    if exceptions:
        numbers = ", ".join(str(one.number) for one in exceptions)
        told = ngettext(
            "Aan dit principe hangt nog een uitzondering: passage %(numbers)s. Geef die eerst een ander principe of "
            "een andere soort, of laat die vervallen.",
            "Aan dit principe hangen nog uitzonderingen: passage %(numbers)s. Geef die eerst een ander principe of "
            "een andere soort, of laat die vervallen.",
            len(exceptions),
        )
        raise PassageHangs(told % {"numbers": numbers})


def check_hangs(passage: Passage, principle: Passage | None) -> None:
    """An exception hangs on a principle that stands in the same text."""
    if principle is None or (principle.retired_at is None and principle.kind == PassageKind.PRINCIPLE):
        return
    told = _(
        "Passage %(number)d is een uitzondering op passage %(principle)d, en die is geen leidend principe meer in de "
        "tekst. Zet eerst dat principe terug."
    )
    raise PassageHangs(told % {"number": passage.number, "principle": principle.number})


def check_version(passage: Passage, version: int, current: Wording) -> None:
    """Who saves started from the words that stand now."""
    check_seen(
        version,
        passage.version,
        current,
        _("Deze passage is intussen veranderd. Er is niets kwijt: kies samen de beste tekst."),
    )


def check_changes(before: str, after: str) -> None:
    if before == after:
        raise NothingChanged(_("Dit is dezelfde tekst. Verander iets, of ga terug."))


def seen_of(section: Section) -> str:
    """What somebody has read who changes a chapter."""
    return fingerprint(section.title, section.theme)


def check_section(section: Section, seen: str) -> None:
    """Who changes a chapter started from the title and the theme that it has now."""
    why = _("Dit hoofdstuk is intussen veranderd. Het heet nu “%(title)s”. Controleer of je nog wilt opslaan.")
    check_seen(seen, seen_of(section), section, why % {"title": section.title})


def check_section_place(section: Section, after: Section | None) -> None:
    """At the beginning of its document, or behind another chapter of it."""
    if after is not None and (after.pk == section.pk or after.document_id != section.document_id):
        raise WrongPlace(_("Deze plek is er niet meer. Kies een andere."))


def check_place(passage: Passage, section: Section, after: Passage | None) -> None:
    """A passage stays in its document, and stands at the beginning of a section or after another one in it."""
    if section.document_id != passage.document_id:
        raise WrongPlace(_("Dit hoofdstuk hoort bij een andere tekst."))
    if after is not None and (after.pk == passage.pk or after.section_id != section.pk or after.retired_at is not None):
        raise WrongPlace(_("Deze plek is er niet meer. Kies een andere."))
