"""Who may propose another text and judge what was proposed, and who reads it. No database here."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from regiotafel.history.models import REASON_LENGTH
from regiotafel.history.rules import check_seen
from regiotafel.refused import Refused
from regiotafel.regions.models import Role
from regiotafel.regions.permissions import Standing, may
from regiotafel.text.length import length
from regiotafel.vision.models import (
    MOTIVE_LENGTH,
    TAKEN_OVER,
    Behalf,
    Document,
    Intent,
    PassageKind,
    Proposal,
    ProposalKind,
    ProposalState,
    ProposalStep,
    StepKind,
)
from regiotafel.vision.rules import TextRefused


class NotProposed(Refused):
    pass


class NotJudged(Refused):
    pass


@dataclass(frozen=True)
class For:
    """For whom something is proposed: nobody but its maker, unless one of the others says more."""

    behalf: Behalf = Behalf.SELF
    organisation_id: int | None = None
    municipality_id: int | None = None
    named: str = ""


MYSELF = For()


def may_speak_for(one: For, standings: Collection[Standing]) -> bool:
    """Who writes the text may enter what others handed in; anybody else speaks for themselves or for their own."""
    return one.behalf == Behalf.SELF or may("vision.write", standings) or _has_role_for(one, standings)


def _has_role_for(one: For | Proposal, standings: Collection[Standing]) -> bool:
    """For the organisation, or as clerk for the council, that it is proposed for."""
    if one.behalf == Behalf.ORGANISATION:
        return any(held.organisation_id == one.organisation_id for held in standings if held.organisation_id)
    councils = {held.municipality_id for held in standings if held.role == Role.CLERK and held.municipality_id}
    return one.behalf == Behalf.COUNCIL and one.municipality_id in councils


def check_for(one: For, standings: Collection[Standing]) -> None:
    if not may_speak_for(one, standings):
        raise NotProposed(_("Dit kun je alleen voor jezelf voorstellen, of voor wie jij hier een rol hebt."))


def check_motive(reason: str, *, field: str = "reason") -> None:
    if not reason:
        raise NotProposed(_("Schrijf op waarom. Lezers zien deze reden bij het voorstel."), field=field)
    if length(reason) > MOTIVE_LENGTH:
        raise NotProposed(_("Deze reden is te lang: hooguit %(most)d tekens.") % {"most": MOTIVE_LENGTH}, field=field)


# An exception also says on what it hangs and until when: whoever writes the text fills that in.
PROPOSED_KINDS = [one for one in PassageKind if one != PassageKind.EXCEPTION]


def check_kind_proposed(kind: str, passage_kind: str) -> None:
    """Only a new passage is named, and not as an exception."""
    if passage_kind and (kind != ProposalKind.ADD or passage_kind not in PROPOSED_KINDS):
        raise NotProposed(_("Kies een van deze soorten."), field="passage_kind")


def check_steps(proposal: Proposal, seen: int, theirs: ProposalStep | None) -> None:
    """Who adds to what was said about a proposal has read all of it."""
    words = _("Iemand schreef intussen iets bij dit voorstel. Er is niets kwijt: lees het, en sla daarna op.")
    check_seen(seen, proposal.n_steps, theirs, words)


def check_not_done(proposal: Proposal) -> None:
    if proposal.is_done:
        raise NotJudged(_("Over dit voorstel is al besloten. Wil je meer veranderen? Doe dan een nieuw voorstel."))


def check_intent(proposal: Proposal, intent: str, text: str) -> None:
    if intent not in Intent.values:
        raise NotJudged(_("Kies wat je met dit voorstel wilt doen."), field="intent")
    if intent == Intent.CHANGED and proposal.kind == ProposalKind.DROP:
        raise NotJudged(_("Een passage vervalt of blijft. Kies iets anders dan gewijzigd overnemen."), field="intent")
    if intent == Intent.CHANGED and not text:
        raise TextRefused(_("Schrijf op hoe de tekst wordt."), field="text")
    if intent == Intent.CHANGED and text == proposal.text:
        raise TextRefused(_("Dit is de tekst van het voorstel. Pas die aan, of kies: overnemen."), field="text")


def check_is_intended(proposal: Proposal) -> None:
    if proposal.state != ProposalState.INTENDED:
        raise NotJudged(_("Er is nog geen voornemen om op te antwoorden."))


def check_second_decides(proposal: Proposal, steps: Iterable[ProposalStep], by_id: int | None, text: str) -> None:
    """In a region where a second person reads everything: who decides is somebody else than who wrote what was
    meant, and decides just that."""
    meant = next((one for one in steps if one.kind == StepKind.INTENTION), None)
    if meant is None:
        raise NotJudged(_("In deze regio leest een ander elke nieuwe tekst. Schrijf eerst het voornemen op."))
    if meant.by_id == by_id:
        raise NotJudged(_("Jij schreef het voornemen. Vraag een collega om dat te lezen en te besluiten."))
    if proposal.intent in TAKEN_OVER and text != words_meant(proposal, meant):
        raise NotJudged(_("De tekst is anders dan in het voornemen. Pas eerst het voornemen aan."), field="text")


def short(reason: str) -> str:
    """As it stands beside the new words of a passage; all of it stands at the proposal."""
    return reason if len(reason) <= REASON_LENGTH else f"{reason[: REASON_LENGTH - 1].rstrip()}…"


def words_meant(proposal: Proposal, meant: ProposalStep | None) -> str:
    """How the passage is to read when nothing changes any more."""
    return meant.text if meant is not None and meant.text else proposal.text


def is_maker(proposal: Proposal, by_id: int | None, standings: Collection[Standing]) -> bool:
    """Who made it, or has a role for the organisation or the council that it was made for."""
    return (by_id is not None and proposal.by_id == by_id) or _has_role_for(proposal, standings)


def check_maker(proposal: Proposal, by_id: int | None, standings: Collection[Standing]) -> None:
    if not (is_maker(proposal, by_id, standings) or may("vision.write", standings)):
        raise NotJudged(_("Alleen wie het voorstel deed, kan hier antwoorden."))


def check_of_one_passage(proposals: Sequence[Proposal]) -> None:
    """Judged together is what would change the same words; a new passage is judged by itself."""
    if len(proposals) > 1:
        passages = {one.passage_id for one in proposals}
        if len(passages) > 1 or any(one.kind == ProposalKind.ADD for one in proposals):
            raise NotJudged(_("Deze voorstellen gaan niet over dezelfde passage. Besluit er apart over."))


def check_together(main: Proposal, intent: str, text: str, other: Proposal, other_intent: str) -> None:
    """What is decided beside it: taken over is only what the text says after this, as the first one leaves it."""
    if other_intent not in TAKEN_OVER:
        return
    is_done = intent in TAKEN_OVER and main.kind == other.kind
    if is_done and (other_intent == Intent.CHANGED or other.text == text):
        return
    told = _("De tekst wordt niet zoals voorstel %(n)d vraagt. Kies iets anders, of besluit er apart over.")
    raise NotJudged(told % {"n": other.number})


def check_taken_over_as_it_is(proposal: Proposal, intent: str, text: str) -> None:
    if intent == Intent.ADOPT and text != proposal.text:
        raise NotJudged(_("De tekst is anders dan voorgesteld. Kies dan: gewijzigd overnemen."), field="intent")


def check_shown_to(seen: str, document: Document) -> None:
    check_seen(seen, document.proposals_for, document, _("Een collega koos intussen iets anders. Controleer je keuze."))
