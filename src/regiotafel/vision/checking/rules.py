"""What the law asks of a text, read from `requirements.toml`, and what an editor may say of it. No database here."""

import tomllib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from django.utils.translation import gettext_lazy as _

from regiotafel.history.rules import check_seen
from regiotafel.refused import Refused
from regiotafel.regions.models import Mark
from regiotafel.text.length import length
from regiotafel.vision.models import MOTIVE_LENGTH, CheckState, Fulfilment, Judgement

# What a requirement is about, in the order of the page.
GROUPS = {
    "text": _("Wat in de tekst moet staan"),
    "making": _("Hoe de tekst tot stand komt"),
    "region": _("Hoe de regio is geregeld"),
}
LEANS_ON_PASSAGES = frozenset({Fulfilment.MET, Fulfilment.PARTLY})


@dataclass(frozen=True)
class Requirement:
    """One thing that the law asks, in our own plain words, with its source and how sure that is."""

    code: str
    group: str
    title: str
    sentence: str
    article: str
    mark: Mark
    checked_on: date
    version: int = 1
    # The text of the law that was read, by the day from which it held.
    law_version: date | None = None
    # What of it nobody could verify, though the article was read.
    unverified: str = ""
    in_force_from: date | None = None
    in_force_mark: Mark | None = None

    @property
    def is_verified(self) -> bool:
        """All of it: what it asks, and since when."""
        return {self.mark, self.in_force_mark or Mark.VERIFIED} == {Mark.VERIFIED} and not self.unverified

    @property
    def is_sure_since(self) -> bool:
        return self.in_force_mark == Mark.VERIFIED

    def as_json(self) -> dict[str, Any]:
        """To be frozen with a release."""
        return {
            name: value.isoformat() if isinstance(value, date) else value
            for name, value in asdict(self).items()
            if value not in (None, "")
        }


DAYS = ("checked_on", "law_version", "in_force_from")


def requirement_from(row: Mapping[str, Any]) -> Requirement:
    """From the file, or as it was frozen."""
    days = {name: date.fromisoformat(str(row[name])) for name in DAYS if row.get(name)}
    marks = {name: Mark(row[name]) for name in ("mark", "in_force_mark") if row.get(name)}
    return Requirement(**{**row, **days, **marks})


@cache
def requirements() -> tuple[Requirement, ...]:
    """In the order of their groups. A field that is not known or missing raises."""
    rows = tomllib.loads((Path(__file__).parent / "requirements.toml").read_text(encoding="utf-8"))["requirements"]
    order = list(GROUPS)
    return tuple(sorted(map(requirement_from, rows), key=lambda one: order.index(one.group)))


def requirement_of(code: str) -> Requirement | None:
    return next((one for one in requirements() if one.code == code), None)


def state_of(
    requirement: Requirement, judgement: Judgement | None, standing: Sequence[int], *, moved: bool
) -> CheckState:
    """standing: the numbers of the passages that somebody links to it now and that are in the text. moved: one of these
    changed since somebody held it against the requirement."""
    if judgement is None:
        return CheckState.OPEN
    is_other = moved or judgement.of_version != requirement.version or sorted(standing) != sorted(judgement.passages)
    if is_other:
        return CheckState.TO_REVIEW
    if judgement.fulfilment == Fulfilment.MET and not requirement.is_verified:
        return CheckState.MET_UNVERIFIED
    return CheckState(judgement.fulfilment)


class NotJudged(Refused):
    pass


def check_judgement(fulfilment: str, why: str, passages: Sequence[int]) -> None:
    """What is met is met somewhere; of what is not, a reader wants to know why."""
    if fulfilment not in Fulfilment.values:
        raise NotJudged(_("Kies hoe het ervoor staat."), field="fulfilment")
    if fulfilment in LEANS_ON_PASSAGES and not passages:
        raise NotJudged(
            _("Kies de passages waarin dit staat. Zonder passage kan niemand het nalezen."), field="passages"
        )
    if fulfilment not in LEANS_ON_PASSAGES and passages:
        raise NotJudged(
            _("Je koos passages. Kies dan ook dat het er (deels) in staat, of haal ze weg."), field="passages"
        )
    if fulfilment != Fulfilment.MET and not why:
        raise NotJudged(_("Schrijf op waarom. Iedereen kan dit lezen."), field="why")
    if length(why) > MOTIVE_LENGTH:
        raise NotJudged(_("Dit is te lang: hooguit 1.000 tekens."), field="why")


# Also what a page says of a passage that is no more as it was shown there.
PASSAGE_GONE = _("Een passage die je koos, is intussen veranderd of vervallen. Lees de tekst en kies opnieuw.")


def check_passages(pointed_at: Collection[int], standing: Collection[int]) -> None:
    """What somebody points at stands in the text: else it would be judged again at once."""
    if not {*pointed_at} <= {*standing}:
        raise NotJudged(PASSAGE_GONE, field="passages")


def check_judgement_number(latest: Judgement | None, number: int) -> None:
    """Nobody writes over what they did not see."""
    check_seen(
        number,
        latest.number if latest else 0,
        latest,
        _("Iemand anders beoordeelde dit intussen. Er is niets kwijt: vergelijk, en sla daarna op."),
    )
