"""What stands in the tables, held against what the history says was done.

A chain can fit and still tell another story than the tables do: a decision that was changed, a role that nobody gave,
an answer that was counted otherwise. Each `Held` is a table that members fill, with the acts that fill it.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext as _

from regiotafel.consultations.acts import (
    CONSULTATION_CHANGED,
    CONSULTATION_DRAFTED,
    INVITATIONS_MADE,
    STATEMENT_ACCEPTED,
    STATEMENT_ADDED,
    STATEMENT_MENDED,
    STATEMENT_REFUSED,
    STATEMENT_REPLACED,
    VOTES_IMPORTED,
)
from regiotafel.consultations.models import (
    Consultation,
    ImportState,
    Invitation,
    ModerationDecision,
    RefusalReason,
    Source,
    Statement,
    StatementState,
    Vote,
    VoteEvent,
    VoteImport,
)
from regiotafel.consultations.statements.rules import digest_of_decision
from regiotafel.contributions.acts import (
    ANSWER_GIVEN,
    ANSWER_IMPROVED,
    ANSWER_MENDED,
    CONTRIBUTION_ACCEPTED,
    CONTRIBUTION_REFUSED,
    CONTRIBUTION_WITHDRAWN,
)
from regiotafel.contributions.answering.rules import digest_of_answer
from regiotafel.contributions.models import Answer, Contribution, State, Via
from regiotafel.contributions.moderating.rules import digest_of_refusal
from regiotafel.contributions.states.rules import PUBLIC
from regiotafel.councils.acts import OUTCOME_CORRECTED, OUTCOME_NOTED, PAPER_ADDED, PAPER_MOVED
from regiotafel.councils.models import PaperStep, StepOutcome
from regiotafel.history.models import Entry
from regiotafel.history.queries import has_no_words, name_of_chain
from regiotafel.history.rules import Act
from regiotafel.keeping.outcomes.queries import outcome_beside_answers
from regiotafel.keeping.sealing.queries import rows_beside_seals
from regiotafel.mandates.acts import (
    ACCORD_ENDED,
    ACCORD_REACHED,
    AGREEMENT_OFFERED,
    CONSENT_NOTED,
    COUNTER_OFFER_MADE,
    FLOOR_SET,
    MANDATE_SET,
    NEIGHBOUR_BROUGHT,
    OFFER_MADE,
    PAIR_BROKEN,
    PAIR_CONFIRMED,
    POINTS_CHANGED,
    REPLY_GIVEN,
    SHEET_MADE_FINAL,
    SHEET_SAVED,
)
from regiotafel.mandates.models import (
    Accord,
    Agreement,
    Consent,
    Floor,
    Mandate,
    Neighbour,
    Offer,
    Reply,
    Reweighing,
    Sheet,
    SubjectPair,
)
from regiotafel.plan.acts import (
    CHOICE_DECIDED,
    MEASURE_ADDED,
    MEASURE_MOVED,
    MILESTONE_SET,
    PROGRESS_CORRECTED,
    PROGRESS_TOLD,
    SCORED,
)
from regiotafel.plan.models import Decision, MeasureStep, MilestoneStep, Progress, Score
from regiotafel.publishing.heads.queries import told_last
from regiotafel.publishing.heads.rules import HISTORY
from regiotafel.regions.acts import ORGANISATION_ADDED, ORGANISATION_CHANGED, REGION_OPENED, ROLE_GIVEN, ROLE_GIVEN_FOR
from regiotafel.regions.models import Membership, Organisation, Region
from regiotafel.regions.parties.rules import ORGANISATION_FIELDS
from regiotafel.text.tidy import tidy_line
from regiotafel.thread.acts import LINK_REJECTED
from regiotafel.thread.models import Knot, Link, LinkState
from regiotafel.vision.acts import (
    DECISION_CORRECTED,
    DECISION_NOTED,
    DOCUMENT_BROUGHT,
    PASSAGE_ADDED,
    PASSAGE_JOINED,
    PASSAGE_NAMED,
    PASSAGE_REWORDED,
    PASSAGE_SPLIT,
    PROPOSAL_ANSWERED,
    PROPOSAL_DECIDED,
    PROPOSAL_INTENDED,
    PROPOSAL_MADE,
    RELEASE_MADE,
    REMARK_MADE,
    REQUIREMENT_JUDGED,
)
from regiotafel.vision.models import (
    Brought,
    CouncilDecision,
    Judgement,
    NamedKind,
    Proposal,
    ProposalStep,
    Release,
    ReleasedPassage,
    ReleasedSection,
    Remark,
    Reshaped,
    Wording,
)
from regiotafel.vision.rules import digest_of_release, digest_of_wording
from regiotafel.web.days import day

AT_ONCE = 500
# Two presses of one person at one moment: the one whose event came first may be the last to be stored.
AT_ONE_MOMENT = timedelta(seconds=30)


@dataclass(frozen=True)
class Held:
    """Rows that members made, each by an act at the same moment: what the entry of that act must say."""

    rows: Callable[[], QuerySet[Any]]
    acts: Sequence[Act]
    # What the entry is about: the name of the model, and of the field with its key.
    about: tuple[str, str]
    # What a fault calls the row.
    name: Callable[[Any], str]
    says: Callable[[Any], Mapping[str, object]]
    by: str = "by_id"
    at: str = "at"
    # By which its words were taken out or mended since: the last of them says how they read now.
    mended: Sequence[Act] = ()
    # Whether the row stays as long as the act that made it is told.
    stays: bool = True

    def subject(self, row: Any) -> str:
        return f"{self.about[0]}:{getattr(row, self.about[1])}"


def _decisions() -> QuerySet[ModerationDecision]:
    """By moderators here. What was refused where it was read in from is told by the act of reading in."""
    return ModerationDecision.objects.exclude(reason=RefusalReason.ELSEWHERE).select_related("statement__consultation")


def _says_of_decision(row: ModerationDecision) -> Mapping[str, object]:
    act = {
        StatementState.ACCEPTED: STATEMENT_ACCEPTED,
        StatementState.REFUSED: STATEMENT_REFUSED,
        StatementState.REPLACED: STATEMENT_REPLACED,
        StatementState.REWORDED: STATEMENT_REPLACED,
    }[StatementState(row.verdict)]
    reason = {} if act is STATEMENT_REPLACED else {"reason": row.reason}
    # After its term the explanation is gone, and with it the salt.
    return {"act": act.name, **reason, **({"digest": digest_of_decision(row)} if row.salt or row.explanation else {})}


def _says_of_refusal(row: Contribution) -> Mapping[str, object]:
    is_kept = row.refusal_salt or row.refusal_explanation
    return {"number": row.number, "reason": row.refusal, **({"digest": digest_of_refusal(row)} if is_kept else {})}


def _says_of_release(row: Release) -> Mapping[str, object]:
    frozen = ReleasedPassage.objects.filter(release=row).order_by("position")
    sections = ReleasedSection.objects.filter(release=row).order_by("position")
    return {"number": row.number, "name": row.name, "digest": digest_of_release(row, frozen, sections)}


HELD: Mapping[str, Held] = {
    "consultations.ModerationDecision": Held(
        _decisions,
        (STATEMENT_ACCEPTED, STATEMENT_REFUSED, STATEMENT_REPLACED),
        ("statement", "statement_id"),
        lambda row: (
            _("het besluit over stelling %(number)d van “%(title)s”")
            % {"number": row.statement.number, "title": row.statement.consultation.title}
        ),
        _says_of_decision,
    ),
    "vision.Wording": Held(
        lambda: Wording.objects.select_related("passage__document"),
        (PASSAGE_ADDED, PASSAGE_REWORDED),
        ("passage", "passage_id"),
        lambda row: (
            _("tekst %(edition)d van passage %(number)d van “%(title)s”")
            % {"edition": row.number, "number": row.passage.number, "title": row.passage.document.title}
        ),
        lambda row: {"number": row.passage.number, "digest": digest_of_wording(row)},
    ),
    "vision.Release": Held(
        lambda: Release.objects.select_related("document"),
        (RELEASE_MADE,),
        ("release", "pk"),
        lambda row: _("versie %(number)d van “%(title)s”") % {"number": row.number, "title": row.document.title},
        _says_of_release,
    ),
    "vision.CouncilDecision": Held(
        lambda: CouncilDecision.objects.select_related("release", "municipality"),
        (DECISION_NOTED, DECISION_CORRECTED),
        ("councildecision", "pk"),
        lambda row: _("wat %(body)s besloot over versie %(number)d") % {"body": row.body, "number": row.release.number},
        lambda row: {"number": row.release.number, "decision": row.decision, "body": row.body, "reason": row.reason},
    ),
    "vision.Proposal": Held(
        lambda: Proposal.objects.select_related("document"),
        (PROPOSAL_MADE,),
        ("proposal", "pk"),
        lambda row: _("voorstel %(number)d bij “%(title)s”") % {"number": row.number, "title": row.document.title},
        lambda row: {"number": row.number},
    ),
    "vision.ProposalStep": Held(
        lambda: ProposalStep.objects.select_related("proposal__document"),
        (PROPOSAL_INTENDED, PROPOSAL_ANSWERED, PROPOSAL_DECIDED),
        ("proposal", "proposal_id"),
        lambda row: (
            _("wat is gezegd over voorstel %(number)d bij “%(title)s”")
            % {"number": row.proposal.number, "title": row.proposal.document.title}
        ),
        lambda row: {"number": row.proposal.number},
    ),
    "vision.Remark": Held(
        lambda: Remark.objects.select_related("document"),
        (REMARK_MADE,),
        ("remark", "pk"),
        lambda row: _("een opmerking bij “%(title)s”") % {"title": row.document.title},
        lambda row: {},
    ),
    "vision.Brought": Held(
        lambda: Brought.objects.filter(done_at__isnull=False).select_related("document"),
        (DOCUMENT_BROUGHT,),
        ("brought", "pk"),
        lambda row: _("dat “%(name)s” is ingelezen bij “%(title)s”") % {"name": row.name, "title": row.document.title},
        lambda row: {"name": row.name},
        by="",
        at="done_at",
    ),
    "vision.NamedKind": Held(
        lambda: NamedKind.objects.select_related("passage__document"),
        (PASSAGE_NAMED,),
        ("passage", "passage_id"),
        lambda row: (
            _("wat voor passage nummer %(number)d van “%(title)s” is")
            % {"number": row.passage.number, "title": row.passage.document.title}
        ),
        lambda row: {"number": row.passage.number},
    ),
    "vision.Reshaped": Held(
        lambda: Reshaped.objects.select_related("kept__document", "other"),
        (PASSAGE_SPLIT, PASSAGE_JOINED),
        ("reshaped", "pk"),
        lambda row: (
            _("het splitsen of samenvoegen van passage %(number)d van “%(title)s”")
            % {"number": row.kept.number, "title": row.kept.document.title}
        ),
        lambda row: {"number": row.kept.number, "other": row.other.number, "reason": row.reason},
    ),
    "vision.Judgement": Held(
        lambda: Judgement.objects.select_related("requirement"),
        (REQUIREMENT_JUDGED,),
        ("judgement", "pk"),
        lambda row: _("het oordeel over %(code)s") % {"code": row.requirement.code},
        lambda row: {"fulfilment": row.fulfilment, "why": row.why, "passages": row.passages},
    ),
    "mandates.Mandate": Held(
        lambda: Mandate.objects.select_related("subject"),
        (MANDATE_SET,),
        ("mandate", "pk"),
        lambda row: _("wie vanaf %(day)s beslist over “%(title)s”") % {"day": row.from_on, "title": row.subject.title},
        lambda row: {"number": row.number, "holder": row.holder},
    ),
    "mandates.Agreement": Held(
        lambda: Agreement.objects.select_related("subject"),
        (AGREEMENT_OFFERED,),
        ("agreement", "pk"),
        lambda row: _("akkoord %(number)d over “%(title)s”") % {"number": row.number, "title": row.subject.title},
        lambda row: {"number": row.number, "level": row.level},
    ),
    "mandates.Consent": Held(
        lambda: Consent.objects.select_related("agreement__subject", "municipality"),
        (CONSENT_NOTED,),
        ("consent", "pk"),
        lambda row: (
            _("wat %(body)s besloot over “%(title)s”") % {"body": row.body, "title": row.agreement.subject.title}
        ),
        lambda row: {"body": row.body, "stance": row.stance, "municipality": row.municipality.name},
    ),
    "councils.StepOutcome": Held(
        lambda: StepOutcome.objects.select_related("step__route__municipality"),
        (OUTCOME_NOTED, OUTCOME_CORRECTED),
        ("stepoutcome", "pk"),
        lambda row: (
            _("wat in %(place)s uit de stap “%(step)s” kwam") % {"place": row.step.route.municipality, "step": row.step}
        ),
        lambda row: {"outcome": row.outcome, "reason": row.reason, "municipality": str(row.step.route.municipality)},
    ),
    "councils.PaperStep": Held(
        lambda: PaperStep.objects.select_related("paper__municipality"),
        (PAPER_ADDED, PAPER_MOVED),
        ("paper", "paper_id"),
        lambda row: (
            _("wat in %(place)s is gedaan met “%(title)s”")
            % {"place": row.paper.municipality, "title": row.paper.title}
        ),
        lambda row: {"municipality": str(row.paper.municipality)},
    ),
    "plan.MeasureStep": Held(
        lambda: MeasureStep.objects.select_related("measure__plan"),
        (MEASURE_ADDED, MEASURE_MOVED),
        ("measure", "measure_id"),
        lambda row: (
            _("status %(number)d van maatregel “%(title)s”") % {"number": row.number, "title": row.measure.title}
        ),
        lambda row: {"number": row.measure.number},
    ),
    "plan.Progress": Held(
        lambda: Progress.objects.select_related("measure__plan"),
        (PROGRESS_TOLD, PROGRESS_CORRECTED),
        ("measure", "measure_id"),
        lambda row: (
            _("melding %(number)d over maatregel “%(title)s”") % {"number": row.number, "title": row.measure.title}
        ),
        lambda row: {"number": row.measure.number},
    ),
    "plan.MilestoneStep": Held(
        lambda: MilestoneStep.objects.select_related("milestone__arrangement").annotate(
            arrangement_id=F("milestone__arrangement_id")
        ),
        (MILESTONE_SET,),
        ("arrangement", "arrangement_id"),
        lambda row: (
            _("dag %(number)d van een moment van “%(title)s”")
            % {"number": row.number, "title": row.milestone.arrangement.title}
        ),
        lambda row: {"number": row.milestone.arrangement.number, "on": day(row.on)},
        # What is said of a moment without another day is no step.
        stays=False,
    ),
    "plan.Score": Held(
        lambda: Score.objects.select_related("measure__plan", "criterion"),
        (SCORED,),
        ("measure", "measure_id"),
        lambda row: (
            _("een score op “%(name)s” voor maatregel “%(title)s”")
            % {"name": row.criterion.name, "title": row.measure.title}
        ),
        lambda row: {"number": row.measure.number},
    ),
    "plan.Decision": Held(
        lambda: Decision.objects.select_related("round__plan"),
        (CHOICE_DECIDED,),
        ("choiceround", "round_id"),
        lambda row: (
            _("besluit %(number)d na de keuzeronde “%(title)s”") % {"number": row.number, "title": row.round.title}
        ),
        lambda row: {"body": row.body},
    ),
    # What it says is for whom the round says: the entry knows only whose it is, and the seals hold the rest.
    "mandates.Sheet": Held(
        lambda: Sheet.objects.select_related("round", "municipality"),
        (SHEET_SAVED, SHEET_MADE_FINAL),
        ("sheet", "pk"),
        lambda row: _("standpunt %(number)d van %(name)s") % {"number": row.number, "name": row.municipality.name},
        lambda row: {"municipality": row.municipality.name, "round": row.round.title},
    ),
    "mandates.Floor": Held(
        lambda: Floor.objects.select_related("round", "municipality"),
        (FLOOR_SET,),
        ("floor", "pk"),
        lambda row: _("ondergrens %(number)d van %(name)s") % {"number": row.number, "name": row.municipality.name},
        lambda row: {"municipality": row.municipality.name, "round": row.round.title},
    ),
    "mandates.Reweighing": Held(
        lambda: Reweighing.objects.select_related("round", "municipality"),
        (POINTS_CHANGED,),
        ("reweighing", "pk"),
        lambda row: _("andere punten %(number)d van %(name)s") % {"number": row.number, "name": row.municipality.name},
        lambda row: {"municipality": row.municipality.name, "round": row.round.title},
    ),
    "mandates.Offer": Held(
        lambda: Offer.objects.select_related("round"),
        (OFFER_MADE, COUNTER_OFFER_MADE),
        ("offer", "pk"),
        lambda row: _("pakket %(number)d in “%(title)s”") % {"number": row.number, "title": row.round.title},
        lambda row: {"number": row.number, "round": row.round.title},
    ),
    "mandates.Reply": Held(
        lambda: Reply.objects.select_related("offer__round", "municipality"),
        (REPLY_GIVEN,),
        ("reply", "pk"),
        lambda row: (
            _("antwoord van %(name)s op pakket %(number)d")
            % {"name": row.municipality.name, "number": row.offer.number}
        ),
        lambda row: {"municipality": row.municipality.name, "number": row.offer.number},
    ),
    "mandates.Accord": Held(
        lambda: Accord.objects.select_related("round"),
        (ACCORD_REACHED, ACCORD_ENDED),
        ("accord", "pk"),
        lambda row: _("voorlopig akkoord %(number)d in “%(title)s”") % {"number": row.number, "title": row.round.title},
        lambda row: {"round": row.round.title},
    ),
    "mandates.Neighbour": Held(
        lambda: Neighbour.objects.select_related("round"),
        (NEIGHBOUR_BROUGHT,),
        ("neighbour", "pk"),
        lambda row: _("%(name)s naast “%(title)s”") % {"name": row.name, "title": row.round.title},
        lambda row: {"name": row.name, "round": row.round.title},
        stays=False,
    ),
    "mandates.SubjectPair": Held(
        lambda: SubjectPair.objects.select_related("subject", "neighbour"),
        (PAIR_CONFIRMED, PAIR_BROKEN),
        ("subjectpair", "pk"),
        lambda row: (
            _("of “%(title)s” en “%(other)s” hetzelfde zijn") % {"title": row.subject.title, "other": row.other}
        ),
        lambda row: {"name": row.neighbour.name, "other": row.other},
        stays=False,
    ),
    "contributions.Answer": Held(
        lambda: Answer.objects.select_related("about"),
        (ANSWER_GIVEN, ANSWER_IMPROVED),
        ("answer", "pk"),
        lambda row: _("antwoord %(number)d op %(what)s") % {"number": row.number, "what": row.about.title},
        lambda row: {"number": row.number, "verdict": row.verdict, "digest": digest_of_answer(row)},
        mended=(ANSWER_MENDED,),
    ),
    "contributions.Contribution refused": Held(
        lambda: Contribution.objects.filter(state=State.REFUSED),
        (CONTRIBUTION_REFUSED,),
        ("contribution", "pk"),
        lambda row: _("dat reactie %(number)d niet is geplaatst") % {"number": row.number},
        _says_of_refusal,
        by="",
        at="state_since",
    ),
    "contributions.Contribution withdrawn": Held(
        lambda: Contribution.objects.filter(state=State.WITHDRAWN),
        (CONTRIBUTION_WITHDRAWN,),
        ("contribution", "pk"),
        lambda row: _("dat reactie %(number)d is ingetrokken") % {"number": row.number},
        lambda row: {"number": row.number},
        by="",
        at="state_since",
    ),
    "thread.Link rejected": Held(
        lambda: Link.objects.filter(state=LinkState.REJECTED),
        (LINK_REJECTED,),
        ("link", "pk"),
        lambda row: _("dat koppeling %(number)d niet klopt") % {"number": row.pk},
        lambda row: {},
        stays=False,
    ),
    "consultations.VoteImport": Held(
        lambda: VoteImport.objects.filter(state=ImportState.DONE).select_related("consultation"),
        (VOTES_IMPORTED,),
        ("consultation", "consultation_id"),
        lambda row: _("wat er is ingelezen in “%(title)s”") % {"title": row.consultation.title},
        lambda row: {"people": row.n_people, "statements": row.n_statements, "votes": row.n_votes},
        at="finished_at",
        stays=False,
    ),
    "regions.Membership": Held(
        lambda: Membership.objects.select_related("region"),
        (ROLE_GIVEN, ROLE_GIVEN_FOR),
        ("membership", "pk"),
        lambda row: (
            _("de rol van account %(account)d in %(region)s") % {"account": row.user_id, "region": row.region.name}
        ),
        lambda row: {"user": row.user_id, "role": row.role},
        by="",
        at="since",
        stays=False,
    ),
}


def faults_beside_the_chains(now: datetime) -> Iterator[str]:
    """Everything that the tables say otherwise than the history does."""
    for look in _looks(now):
        try:
            yield from look
        except UNREADABLE as fault:
            # Somebody left what no act leaves. The other looks go on, and this night does not pass for a good one.
            yield _("Een deel kon niet worden gecontroleerd, want de gegevens zijn niet te lezen (%(fault)s).") % {
                "fault": type(fault).__name__
            }


UNREADABLE = (LookupError, TypeError, ValueError, AttributeError, ObjectDoesNotExist)


def _looks(now: datetime) -> Iterator[Iterator[str]]:
    yield _regions_without_history()
    yield rows_beside_seals()
    for held in HELD.values():
        yield _rows_without_act(held)
        if held.stays:
            yield _acts_without_row(held)
    yield _states_of_statements()
    yield _words_of_statements()
    yield _states_of_contributions()
    yield _organisations()
    yield _invitations()
    yield _told_by_mail()
    for consultation in Consultation.objects.order_by("pk"):
        yield _words_of(consultation)
        yield _votes_beside_events(consultation)
        yield outcome_beside_answers(consultation, now)


def _regions_without_history() -> Iterator[str]:
    """The first act of every region is that it was opened."""
    opened = Entry.objects.filter(region=OuterRef("slug"), number=1, act=REGION_OPENED.name)
    for region in Region.objects.filter(~Exists(opened)).order_by("slug"):
        if Entry.objects.filter(region=region.slug).exists():
            yield f"{name_of_chain(region.slug)}: " + _("regel 1 zegt niet dat de regio hier begon.")
        else:
            yield f"{name_of_chain(region.slug)}: " + _("de regio is er, maar heeft geen geschiedenis.")


def _told_by_mail() -> Iterator[str]:
    """Whoever follows a history gets an end that was told."""
    for knot in Knot.objects.filter(kind=HISTORY.code).select_related("region").order_by("pk"):
        if told_last(knot) is None:
            yield f"{name_of_chain(knot.region.slug)}: " + _("het einde in de berichten is nooit naar buiten gezegd.")


def _chunks(rows: QuerySet[Any]) -> Iterator[list[Any]]:
    found = rows.order_by("pk").iterator(chunk_size=AT_ONCE)
    while some := list(islice(found, AT_ONCE)):
        yield some


def _rows_without_act(held: Held) -> Iterator[str]:
    names = [act.name for act in held.acts]
    for rows in _chunks(held.rows()):
        entries: dict[tuple[str, Any], list[Entry]] = {}
        for entry in Entry.objects.filter(act__in=names, subject__in={held.subject(row) for row in rows}):
            entries.setdefault((entry.subject, entry.at), []).append(entry)
        mended = _mended(held, rows)
        for row in rows:
            told = entries.get((held.subject(row), getattr(row, held.at)), [])
            if not told:
                yield _("In de geschiedenis staat niet: %(what)s.") % {"what": held.name(row)}
            elif not any(_is_told(held, row, entry, mended.get(held.subject(row))) for entry in told):
                yield _("Anders dan de geschiedenis zegt: %(what)s.") % {"what": held.name(row)}


def _mended(held: Held, rows: Sequence[Any]) -> dict[str, Entry]:
    """By subject: the entry of the last time that its words were mended."""
    subjects = {held.subject(row) for row in rows}
    found = Entry.objects.filter(act__in=[act.name for act in held.mended], subject__in=subjects)
    return {entry.subject: entry for entry in found.order_by("number")} if held.mended else {}


def _is_told(held: Held, row: Any, entry: Entry, mended: Entry | None) -> bool:
    if held.by and getattr(row, held.by) != entry.by_id:
        return False
    said = {"act": entry.act, **entry.data, **(mended.data if mended else {})}
    is_silent = has_no_words(entry) or (mended is not None and has_no_words(mended))
    return all(
        name in said and said[name] == value for name, value in held.says(row).items() if name == "act" or not is_silent
    )


def _acts_without_row(held: Held) -> Iterator[str]:
    """What was done is still there."""
    names = [act.name for act in held.acts]
    for entries in _chunks(Entry.objects.filter(act__in=names)):
        keys = [int(entry.subject.rpartition(":")[2]) for entry in entries]
        rows = held.rows().filter(**{f"{held.about[1]}__in": keys})
        there = {(held.subject(row), getattr(row, held.at)) for row in rows}
        for entry in entries:
            if (entry.subject, entry.at) not in there:
                yield f"{name_of_chain(entry.region)}: " + _(
                    "wat regel %(number)d zegt, is nergens meer te vinden (%(subject)s)."
                ) % {"number": entry.number, "subject": entry.subject}


# --- What was told last of something that can be changed


def _organisations() -> Iterator[str]:
    """As added, or as changed last."""
    names = [ORGANISATION_ADDED.name, ORGANISATION_CHANGED.name]
    for rows in _chunks(Organisation.objects.select_related("region")):
        entries = Entry.objects.filter(act__in=names, subject__in=[f"organisation:{row.pk}" for row in rows])
        last = {entry.subject: entry for entry in entries.order_by("number")}
        for row in rows:
            entry = last.get(f"organisation:{row.pk}")
            what = {"name": row.name, "region": row.region.name}
            if entry is None:
                yield _("In de geschiedenis staat niet: de organisatie “%(name)s” in %(region)s.") % what
            elif not has_no_words(entry):
                said = entry.data.get("after", entry.data)
                # A field that joined later is not in the entries of before.
                if any(name in said and said[name] != getattr(row, name) for name in ORGANISATION_FIELDS):
                    yield _("Anders dan de geschiedenis zegt: de organisatie “%(name)s” in %(region)s.") % what


def _invitations() -> Iterator[str]:
    """As many as were made at that moment."""
    made = Invitation.objects.order_by("consultation", "made_at").values(
        "consultation", "made_at", "consultation__title"
    )
    for row in made.annotate(n=Count("pk")).iterator():
        entries = Entry.objects.filter(
            act=INVITATIONS_MADE.name, subject=f"consultation:{row['consultation']}", at=row["made_at"]
        )
        if not any(has_no_words(entry) for entry in entries) and row["n"] != sum(
            entry.data["number"] for entry in entries
        ):
            yield _("Er zijn andere uitnodigingen voor “%(title)s” dan de geschiedenis zegt.") % {
                "title": row["consultation__title"]
            }


# What a consultation asks and promises, and the columns that nothing but an editor fills.
WORDS = ("title", "question", "introduction", "level", "promise", "decided_together", "audience", "decided_by")


def _words_of(consultation: Consultation) -> Iterator[str]:
    """What is asked and promised, as editors wrote it last."""
    entries = Entry.objects.filter(
        subject=f"consultation:{consultation.pk}", act__in=(CONSULTATION_DRAFTED.name, CONSULTATION_CHANGED.name)
    )
    said: dict[str, Any] = {}
    points: list[list[str]] | None = None
    for entry in entries.order_by("number"):
        if has_no_words(entry):
            return
        if entry.act == CONSULTATION_DRAFTED.name:
            said["title"] = entry.data["title"]
            continue
        said |= {name: words[1] for name, words in entry.data["changed"].items()}
        points = points if entry.data["points"] is None else entry.data["points"]
    columns = {one.name: one for one in Consultation._meta.fields if one.name in WORDS and one.name in said}
    is_other = any(column.get_prep_value(said[name]) != getattr(consultation, name) for name, column in columns.items())
    if not is_other and points is not None:
        there = consultation.points.order_by("kind", "position").values_list("kind", "text", "why")
        wanted = sorted(points, key=lambda point: point[0])
        is_other = [(kind, tidy_line(text), tidy_line(why)) for kind, text, why in wanted] != list(there)
    if is_other:
        yield _("Wat “%(title)s” vraagt en belooft, is anders dan de geschiedenis zegt.") % {
            "title": consultation.title
        }


# --- The state that something is in now


def _states_of_statements() -> Iterator[str]:
    """As the last decision said. Nobody decided: a statement of a participant waits, of the editors it takes part."""
    last = ModerationDecision.objects.filter(statement=OuterRef("pk")).order_by("-at", "-pk").values("verdict")[:1]
    rows = Statement.objects.exclude(source=Source.IMPORTED).annotate(last=Subquery(last))
    is_waiting = Q(source=Source.PARTICIPANT, replaces__isnull=True)
    as_begun = Q(last__isnull=True) & (
        Q(is_waiting, state=StatementState.WAITING) | Q(~is_waiting, state=StatementState.ACCEPTED)
    )
    for row in (
        rows.exclude(as_begun | Q(last__isnull=False, state=F("last")))
        .select_related("consultation")
        .order_by("pk")
        .iterator()
    ):
        yield _("Stelling %(number)d van “%(title)s” is “%(state)s”, en niemand besloot dat.") % {
            "number": row.number,
            "title": row.consultation.title,
            "state": row.get_state_display(),
        }


def _words_of_statements() -> Iterator[str]:
    """Words of editors stand in the history. What participants sent in does not: they may take it away."""
    for rows in _chunks(Statement.objects.exclude(source=Source.IMPORTED).select_related("consultation")):
        words = _words_told(rows)
        for row in rows:
            if row.pk in words and words[row.pk] != row.text:
                yield _("Stelling %(number)d van “%(title)s” luidt anders dan de geschiedenis zegt.") % {
                    "number": row.number,
                    "title": row.consultation.title,
                }


def _words_told(rows: Sequence[Statement]) -> dict[int, str]:
    """By statement: its words, as added, as given instead of another, or as mended last."""
    subjects = {f"statement:{key}" for row in rows for key in (row.pk, row.replaces_id) if key}
    acts = (STATEMENT_ADDED, STATEMENT_MENDED, STATEMENT_REPLACED)
    entries = Entry.objects.filter(subject__in=subjects, act__in=[act.name for act in acts])
    words: dict[int, str] = {}
    for entry in entries.order_by("number").iterator(chunk_size=AT_ONCE):
        if has_no_words(entry):
            continue
        key = entry.data["new"] if entry.act == STATEMENT_REPLACED.name else int(entry.subject.rpartition(":")[2])
        text = entry.data["text"]
        words[key] = text[-1] if isinstance(text, list) else text
    return words


def _states_of_contributions() -> Iterator[str]:
    """Who can be read was let in, and not let out again after it; who waits was neither."""
    acts = (CONTRIBUTION_ACCEPTED, CONTRIBUTION_REFUSED, CONTRIBUTION_WITHDRAWN)
    for rows in _chunks(Contribution.objects.exclude(state__in=(State.REFUSED, State.WITHDRAWN))):
        entries = Entry.objects.filter(
            subject__in=[f"contribution:{row.pk}" for row in rows], act__in=[act.name for act in acts]
        )
        last = {entry.subject: entry.act for entry in entries.order_by("number")}
        for row in rows:
            # Made by an editor out of others, it was never waiting.
            is_open = row.state in PUBLIC
            begun = None if row.via == Via.MADE or not is_open else CONTRIBUTION_ACCEPTED.name
            if last.get(f"contribution:{row.pk}") != begun:
                yield _("Reactie %(number)d is “%(state)s”, en niemand besloot dat.") % {
                    "number": row.number,
                    "state": row.get_state_display(),
                }


# --- Answers


def _votes_beside_events(consultation: Consultation) -> Iterator[str]:
    """The answer that stands is the last that was given; the last that was given stands, unless it was taken back."""
    mine = VoteEvent.objects.filter(participant=OuterRef("participant"), statement=OuterRef("statement"))
    last = mine.order_by("-pk")
    votes = Vote.objects.filter(statement__consultation=consultation).annotate(
        last_choice=Subquery(last.values("choice")[:1]), last_at=Subquery(last.values("at")[:1])
    )
    other = votes.exclude(last_choice__isnull=False, last_choice=F("choice"))
    n = sum(1 for vote in other.iterator(chunk_size=AT_ONCE) if not _came_at_one_moment(vote, vote.last_at))
    stands = Vote.objects.filter(participant=OuterRef("participant"), statement=OuterRef("statement"))
    lost = VoteEvent.objects.filter(
        ~Exists(stands), ~Exists(mine.filter(pk__gt=OuterRef("pk"))), statement__consultation=consultation
    ).exclude(choice=None)
    n_lost = sum(1 for event in lost.iterator(chunk_size=AT_ONCE) if not _was_taken_at_one_moment(event))
    if n:
        yield _("In “%(title)s” zijn %(n)d antwoorden anders dan ze zijn gegeven.") % {
            "title": consultation.title,
            "n": n,
        }
    if n_lost:
        yield _("In “%(title)s” ontbreken %(n)d antwoorden die wel gegeven zijn.") % {
            "title": consultation.title,
            "n": n_lost,
        }


def _came_at_one_moment(vote: Vote, last_at: datetime | None) -> bool:
    if vote.at is None or last_at is None:  # read in from a file that did not say
        return False
    same = VoteEvent.objects.filter(
        participant=vote.participant_id, statement=vote.statement_id, choice=vote.choice, at=vote.at
    )
    return abs(last_at - vote.at) <= AT_ONE_MOMENT and same.exists()


def _was_taken_at_one_moment(event: VoteEvent) -> bool:
    taken = VoteEvent.objects.filter(participant=event.participant_id, statement=event.statement_id, choice=None)
    return taken.filter(at__range=(event.at - AT_ONE_MOMENT, event.at + AT_ONE_MOMENT)).exists()
