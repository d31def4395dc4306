"""The ways of what councils hand in beside a text: amendments, motions and promises."""

from collections.abc import Collection, Mapping
from datetime import date

from django.utils.translation import gettext_lazy as _

from regiotafel.councils.models import LONGEST_NAME, Body, Paper, PaperKind, PaperState
from regiotafel.councils.rules import LONGEST_LINK, CouncilRefused, check_lengths, check_link
from regiotafel.history.models import REASON_LENGTH
from regiotafel.regions.permissions import Standing
from regiotafel.vision.models import TEXT_LENGTH, Behalf
from regiotafel.vision.proposing.rules import For, may_speak_for

# An amendment gives a whole passage in its new words.
LONGEST_TEXT = TEXT_LENGTH
_BEFORE_THE_VOTE = (
    PaperState.CHANGED,
    PaperState.ADOPTED,
    PaperState.REJECTED,
    PaperState.WITHDRAWN,
    PaperState.HELD,
)
_DISCUSSED: Mapping[str, tuple[PaperState, ...]] = dict.fromkeys(
    (PaperState.SUBMITTED, PaperState.CHANGED, PaperState.HELD), _BEFORE_THE_VOTE
)
# What each of them begins as, and what can become of it from there. From a state that is not here nothing does.
BEGINS: Mapping[str, PaperState] = {
    PaperKind.AMENDMENT: PaperState.SUBMITTED,
    PaperKind.MOTION: PaperState.SUBMITTED,
    PaperKind.PROMISE: PaperState.PROMISED,
    PaperKind.ADVICE: PaperState.SUBMITTED,
}
# Who gives advice or a view, and does not decide about the text with it. The council: its wishes, or its view.
ADVISERS = (Body.ADVISORY, Body.PARTNERS, Body.COUNCIL)
WAYS: Mapping[str, Mapping[str, tuple[PaperState, ...]]] = {
    PaperKind.AMENDMENT: _DISCUSSED,
    PaperKind.MOTION: {**_DISCUSSED, PaperState.ADOPTED: (PaperState.KEPT,)},
    PaperKind.PROMISE: {PaperState.PROMISED: (PaperState.KEPT, PaperState.WITHDRAWN)},
    PaperKind.ADVICE: {PaperState.SUBMITTED: (PaperState.TAKEN, PaperState.PARTLY, PaperState.NOT_TAKEN)},
}


def next_states(paper: Paper) -> tuple[PaperState, ...]:
    return WAYS[paper.kind].get(paper.state, ())


def is_open(paper: Paper) -> bool:
    """Something is still to be done with it."""
    return bool(next_states(paper))


def is_unanswered(paper: Paper) -> bool:
    """A point of advice that waits for its answer."""
    return paper.kind == PaperKind.ADVICE and paper.state == PaperState.SUBMITTED


def is_late(paper: Paper, today: date) -> bool:
    return is_open(paper) and paper.due_on is not None and paper.due_on < today


def back_to(paper: Paper) -> PaperState | None:
    """What was written down wrongly begins anew, and stays to be read. Not once a proposal grew from it."""
    begin = BEGINS[paper.kind]
    return None if paper.state == begin or paper.proposal_id is not None else begin


def may_become_proposal(paper: Paper) -> bool:
    """One council changed the words of a passage: the others may want the same."""
    is_adopted = paper.kind == PaperKind.AMENDMENT and paper.state == PaperState.ADOPTED
    return is_adopted and paper.passage_id is not None and paper.proposal_id is None


def may_propose_for_all(paper: Paper, standings: Collection[Standing]) -> bool:
    """Whoever may speak for this council."""
    whose = For(Behalf.COUNCIL, municipality_id=paper.municipality_id)
    return may_become_proposal(paper) and may_speak_for(whose, standings)


def check_paper(*, kind: str, body: str, title: str, text: str, owner: str, due_on: date | None, link: str) -> None:
    if kind not in PaperKind.values:
        raise CouncilRefused(_("Kies wat het is, zoals een amendement of een toezegging."), field="kind")
    if kind == PaperKind.ADVICE and body not in ADVISERS:
        raise CouncilRefused(_("Kies van wie dit punt is."), field="body")
    if not title:
        raise CouncilRefused(_("Vul een titel in."), field="title")
    if not text:
        raise CouncilRefused(_("Schrijf op wat erin staat."), field="text")
    check_lengths(
        {
            "title": (title, LONGEST_NAME),
            "text": (text, LONGEST_TEXT),
            "owner": (owner, LONGEST_NAME),
            "link": (link, LONGEST_LINK),
        }
    )
    check_link(link)
    if kind == PaperKind.PROMISE and not owner:
        raise CouncilRefused(_("Vul in wie dit doet, zoals: de wethouder jeugd."), field="owner")
    if kind == PaperKind.PROMISE and due_on is None:
        raise CouncilRefused(_("Vul in wanneer dit klaar is."), field="due_on")


def check_move(paper: Paper, *, state: str, on: date, note: str, since: date, today: date) -> None:
    """since: the day of the step before."""
    back = back_to(paper)
    if state != back and state not in next_states(paper):
        raise CouncilRefused(_("Dat kan nu niet met dit raadsstuk. Kies iets uit de lijst."), field="state")
    check_day(on, today)
    if on < since:
        raise CouncilRefused(_("Deze dag ligt voor de vorige stap. Kies een latere dag."), field="on")
    if state == back and not note:
        raise CouncilRefused(_("Schrijf op waarom je dit terugzet. Iedereen kan dat lezen."), field="note")
    if paper.kind == PaperKind.ADVICE and not note:
        raise CouncilRefused(_("Schrijf op waarom. Wie het advies gaf, leest dit antwoord."), field="note")
    check_lengths({"note": (note, REASON_LENGTH)})


def check_day(on: date, today: date) -> None:
    if on > today:
        raise CouncilRefused(_("Deze dag moet nog komen. Vul het in als het er is."), field="on")


def check_may_become_proposal(paper: Paper) -> None:
    if not may_become_proposal(paper):
        told = _("Alleen een aangenomen amendement op een passage wordt een voorstel, en maar één keer.")
        raise CouncilRefused(told)
