"""The thread of a region as what came from what, for other programs: only what everybody can read, and no people."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from itertools import chain
from typing import Any, NamedTuple

from django.db.models import BooleanField, Case, Q, QuerySet, Value, When
from django.utils import timezone
from django.utils.translation import gettext as _

from regiotafel.consultations.models import Consultation
from regiotafel.contributions.models import GROUND, VOICE, Answer, Contribution, Finding
from regiotafel.councils.models import PAPER, WAY, Paper, PaperStep, Route, StepOutcome
from regiotafel.formats.prov import Record, moment, named
from regiotafel.mandates.models import AGREEMENT, MANDATE_ROUND, SUBJECT, Consent, Deviation, Mandate
from regiotafel.plan.models import ARRANGEMENT, MEASURE, Progress
from regiotafel.regions.models import Municipality, Organisation, Region
from regiotafel.tables.models import Meeting
from regiotafel.thread.linking.queries import LIVE, MOVED
from regiotafel.thread.models import Knot, Link, LinkState, Relation
from regiotafel.thread.rules import SENTENCES
from regiotafel.vision.models import (
    PASSAGE,
    PROPOSAL,
    REQUIREMENT,
    CouncilDecision,
    Proposal,
    ProposalsFor,
    Release,
    ReleasedPassage,
    Remark,
    Wording,
)
from regiotafel.web.links import link, whole

# What can stand at the end of a link, by the code of its kind. What only can be followed is not among these.
TYPES = {
    PASSAGE.code: "Passage",
    VOICE.code: "Voice",
    GROUND.code: "Finding",
    PROPOSAL.code: "Proposal",
    REQUIREMENT.code: "Requirement",
    SUBJECT.code: "Subject",
    AGREEMENT.code: "Agreement",
    MANDATE_ROUND.code: "MandateRound",
    PAPER.code: "CouncilPaper",
    WAY.code: "CouncilRoute",
    MEASURE.code: "Measure",
    ARRANGEMENT.code: "Arrangement",
}
# Of these the later one came from the earlier one. The others only say that they have to do with each other.
DERIVES = frozenset(
    {Relation.COMES_FROM, Relation.ANSWERS, Relation.DECIDED_BY, Relation.CARRIED_OUT_BY, Relation.GOES_ON_IN}
)
OWN = "region"
AT_A_TIME = 500

Part = tuple[str, Iterable[Record]]


def prefixes(region: Region) -> dict[str, str]:
    """A name such as `rt:knot-12` is an address: of this file, and what it says of number 12."""
    return {"rt": f"{link('publishing:thread_json', region.slug)}#", "regiotafel": "urn:regiotafel:thread:"}


def thread_of(region: Region) -> list[Part]:
    """As many queries however much there is; nothing is held but a few hundred rows."""
    return [
        ("entity", chain(_knots(region), *(_entities(kind, region) for kind in KINDS))),
        ("activity", chain(_rounds(region), _meetings(region), _publishings(region))),
        ("agent", chain(_itself(region), _municipalities(region), _organisations(region))),
        (
            "wasDerivedFrom",
            chain(*(came(region) for came in CAME)),
        ),
        ("wasInfluencedBy", _links(region, derives=False)),
        ("specializationOf", chain(*(_specialized(kind, region) for kind in KINDS))),
        ("wasGeneratedBy", chain(_generated(region), *(_made(kind, region) for kind in KINDS))),
        ("wasAttributedTo", chain(_attributed(region), *(_owned(kind, region) for kind in KINDS))),
        ("wasAssociatedWith", _associated(region)),
    ]


# --- What there is


def _of_kind(name: str, label: str, **more: object) -> dict[str, object]:
    return {"prov:label": label, "prov:type": named(f"regiotafel:{name}"), **more}


def _is_public(region: Region, knot: str = "") -> Q:
    """knot: the path to it. A join, no row of keys: among those a database would look again for each row."""
    return Q(**{f"{knot}region": region, f"{knot}is_public": True, f"{knot}kind__in": tuple(TYPES)})


def _public(region: Region) -> QuerySet[Knot]:
    return Knot.objects.filter(_is_public(region))


def _knots(region: Region) -> Iterator[Record]:
    for knot in _public(region).order_by("pk").iterator(AT_A_TIME):
        knot.region = region
        more = {"regiotafel:address": whole(knot.url), "regiotafel:isGone": knot.is_gone or None}
        yield f"rt:knot-{knot.pk}", _of_kind(TYPES[knot.kind], knot.title, **more)


def _day(one: date | None) -> str | None:
    return one.isoformat() if one else None


class Said(NamedTuple):
    label: str
    more: Mapping[str, object]


def _labelled(label: str, **more: object) -> Said:
    return Said(label, {f"regiotafel:{name}": value for name, value in more.items()})


def _no_names(_row: object) -> Iterable[str]:
    return ()


def _nothing(_row: object) -> None:
    return None


@dataclass(frozen=True)
class Kind:
    """Rows that stand beside the knots: each is an entity `rt:<name>-<key>`.

    rows: in order, those that follow each other together. said: its label and what else is told of it. Then, as names
    of other records: what it came from, what it is an edition or a step of, whose it is, and by which activity it was
    made; and when. series: the fields by which one revises the one before it.
    """

    name: str
    type: str
    rows: Callable[[Region], QuerySet[Any]]
    said: Callable[[Any], Said]
    comes_from: Callable[[Any], Iterable[str]] = _no_names
    of: Callable[[Any], str | None] = _nothing
    by: Callable[[Any], str | None] = _nothing
    activity: Callable[[Any], str | None] = _nothing
    at: Callable[[Any], datetime | None] = _nothing
    series: tuple[str, ...] = ()

    def each(self, region: Region) -> Iterator[Any]:
        yield from self.rows(region).iterator(AT_A_TIME)

    def name_of(self, row: Any) -> str:
        return f"{self.name}-{row.pk}"


def _entities(kind: Kind, region: Region) -> Iterator[Record]:
    for row in kind.each(region):
        said = kind.said(row)
        yield f"rt:{kind.name_of(row)}", _of_kind(kind.type, said.label, **said.more)


# --- The text, and what councils decided about it


def _wordings(region: Region) -> QuerySet[Wording]:
    rows = Wording.objects.filter(passage__document__region=region).order_by("passage", "number")
    return rows.select_related("passage__document").defer("text", "reason")


def _say_wording(one: Wording) -> Said:
    words = {"edition": one.number, "number": one.passage.number, "title": one.passage.document.title}
    return _labelled(_("tekst %(edition)d van passage %(number)d van “%(title)s”") % words, number=one.number)


def _releases(region: Region) -> QuerySet[Release]:
    rows = Release.objects.filter(document__region=region).select_related("document__region")
    return rows.order_by("document", "number")


def _say_release(one: Release) -> Said:
    words = {"number": one.number, "title": one.document.title, "name": one.name}
    label = _("versie %(number)d van “%(title)s”: %(name)s") % words
    return _labelled(label, address=link("vision:release", one.document.region.slug, one.document.slug, one.number))


def _answers(region: Region) -> QuerySet[Answer]:
    """To what everybody can read."""
    rows = Answer.objects.filter(_is_public(region, "about__")).order_by("about", "number")
    return rows.select_related("about").only("number", "verdict", "at", "about__title")


def _say_answer(one: Answer) -> Said:
    label = _("antwoord %(number)d op %(about)s") % {"number": one.number, "about": one.about.title}
    return _labelled(label, verdict=one.verdict)


def _decisions(region: Region) -> QuerySet[CouncilDecision]:
    rows = CouncilDecision.objects.filter(release__document__region=region).select_related("release", "municipality")
    return rows.defer("text", "reason").order_by("release", "municipality", "number")


def _say_decision(one: CouncilDecision) -> Said:
    words = {"body": one.body, "number": one.release.number, "decision": one.get_decision_display()}
    label = _("besluit van %(body)s over versie %(number)d: %(decision)s") % words
    return _labelled(label, decision=one.decision, decidedOn=_day(one.decided_on))


def _remarks(region: Region) -> QuerySet[Remark]:
    """Beside a text that shows to everybody what is proposed for it; without what was hidden, with its answers and what
    stands beside it."""
    shown = Q(document__region=region, document__proposals_for=ProposalsFor.PUBLIC, hidden_at=None)
    beside = Q(proposal=None) | Q(proposal__hidden_at=None)
    rows = Remark.objects.filter(shown, beside, Q(answers=None) | Q(answers__hidden_at=None)).order_by("pk")
    return rows.select_related("document", "passage__knot", "proposal__knot").defer("text", "quote", "named")


def _say_remark(one: Remark) -> Said:
    words = {"n": one.pk, "about": str(one.proposal or one.passage or _("de tekst")), "title": one.document.title}
    label = _("opmerking %(n)d bij %(about)s van “%(title)s”") % words
    return _labelled(label, isResolved=True if one.resolved_at else None)


def _about_remark(one: Remark) -> Iterator[str]:
    if one.answers_id is not None:
        yield f"remark-{one.answers_id}"
    elif (about := one.proposal or one.passage) and about.knot.is_public:
        yield f"knot-{about.knot_id}"


# --- Who decides what


def _mandates(region: Region) -> QuerySet[Mandate]:
    rows = Mandate.objects.filter(_is_public(region, "subject__knot__")).order_by("subject", "number")
    return rows.select_related("subject", "agreement__knot").defer("reason", "ground")


def _say_mandate(one: Mandate) -> Said:
    words = {"number": one.number, "subject": one.subject, "holder": one.holder}
    label = _("%(number)d: wie beslist over “%(subject)s”: %(holder)s") % words
    told = {"level": one.level, "from": _day(one.from_on), "decidedOn": _day(one.decided_on)}
    return _labelled(label, **told, isWithdrawn=True if one.withdrawn_at else None)


def _agreed(one: Mandate) -> Iterator[str]:
    if one.agreement is not None and one.agreement.knot is not None and one.agreement.knot.is_public:
        yield f"knot-{one.agreement.knot_id}"


def _deviations(region: Region) -> QuerySet[Deviation]:
    rows = Deviation.objects.filter(_is_public(region, "subject__knot__")).order_by("pk")
    return rows.select_related("subject", "municipality").defer("motive", "ground")


def _say_deviation(one: Deviation) -> Said:
    words = {"municipality": one.municipality, "subject": one.subject}
    label = _("%(municipality)s doet het anders bij “%(subject)s”") % words
    return _labelled(label, level=one.level, **{"from": _day(one.from_on)}, until=_day(one.ends_on))


def _consents(region: Region) -> QuerySet[Consent]:
    rows = Consent.objects.filter(_is_public(region, "agreement__knot__"))
    return rows.select_related("agreement__subject").order_by("agreement", "municipality", "number")


def _say_consent(one: Consent) -> Said:
    words = {"body": one.body, "number": one.agreement.number, "subject": one.agreement.subject}
    label = _("besluit van %(body)s over akkoord %(number)d over “%(subject)s”: %(stance)s")
    label %= {**words, "stance": one.get_stance_display()}
    return _labelled(label, decision=one.stance, decidedOn=_day(one.decided_on))


# --- The way through the councils


def _outcomes(region: Region) -> QuerySet[StepOutcome]:
    """What came of a meeting of a body of a municipality."""
    rows = StepOutcome.objects.filter(_is_public(region, "step__route__knot__")).order_by("step", "number")
    return rows.select_related("step__route__municipality").defer("text", "reason")


def _say_outcome(one: StepOutcome) -> Said:
    words = {"step": one.step, "place": one.step.route.municipality, "outcome": one.get_outcome_display()}
    label = _("uitkomst in %(place)s, %(step)s: %(outcome)s") % words
    return _labelled(label, outcome=one.outcome, on=_day(one.on))


def _paper_steps(region: Region) -> QuerySet[PaperStep]:
    rows = PaperStep.objects.filter(_is_public(region, "paper__knot__")).order_by("paper", "number")
    return rows.select_related("paper__knot").defer("note")


def _say_paper_step(one: PaperStep) -> Said:
    words = {"number": one.number, "paper": one.paper.knot, "state": one.get_state_display()}
    label = _("stap %(number)d van %(paper)s: %(state)s") % words
    return _labelled(label, paper=one.paper.kind, state=one.state, on=_day(one.on))


# --- How measures go


def _progress(region: Region) -> QuerySet[Progress]:
    rows = Progress.objects.filter(_is_public(region, "measure__knot__"), hidden_at=None)
    return rows.select_related("measure__knot").defer("done", "late", "needed").order_by("measure", "number")


def _say_progress(one: Progress) -> Said:
    words = {"number": one.number, "measure": one.measure.knot, "pace": one.get_pace_display()}
    label = _("melding %(number)d over %(measure)s: %(pace)s") % words
    return _labelled(label, pace=one.pace, expectedYear=one.expected_year)


KINDS: tuple[Kind, ...] = (
    Kind(
        "wording",
        "Wording",
        _wordings,
        _say_wording,
        of=lambda one: f"knot-{one.passage.knot_id}",
        at=lambda one: one.at,
        series=("passage_id",),
    ),
    Kind(
        "release",
        "Release",
        _releases,
        _say_release,
        by=lambda _one: OWN,
        at=lambda one: one.at,
        activity=lambda one: f"publishing-{one.pk}",
        series=("document_id",),
    ),
    Kind(
        "answer",
        "Answer",
        _answers,
        _say_answer,
        comes_from=lambda one: [f"knot-{one.about_id}"],
        by=lambda _one: OWN,
        at=lambda one: one.at,
        series=("about_id",),
    ),
    Kind(
        "decision",
        "CouncilDecision",
        _decisions,
        _say_decision,
        comes_from=lambda one: [f"release-{one.release_id}"],
        by=lambda one: f"municipality-{one.municipality_id}",
        series=("release_id", "municipality_id"),
    ),
    Kind("remark", "Remark", _remarks, _say_remark, comes_from=_about_remark, at=lambda one: one.at),
    Kind(
        "mandate",
        "Mandate",
        _mandates,
        _say_mandate,
        comes_from=_agreed,
        of=lambda one: f"knot-{one.subject.knot_id}",
        at=lambda one: one.at,
        series=("subject_id",),
    ),
    Kind(
        "deviation",
        "Deviation",
        _deviations,
        _say_deviation,
        comes_from=lambda one: [f"knot-{one.subject.knot_id}"],
        by=lambda one: f"municipality-{one.municipality_id}",
        at=lambda one: one.at,
    ),
    Kind(
        "consent",
        "Consent",
        _consents,
        _say_consent,
        comes_from=lambda one: [f"knot-{one.agreement.knot_id}"],
        by=lambda one: f"municipality-{one.municipality_id}",
        series=("agreement_id", "municipality_id"),
    ),
    Kind(
        "outcome",
        "CouncilOutcome",
        _outcomes,
        _say_outcome,
        comes_from=lambda one: [f"knot-{one.step.route.knot_id}"],
        by=lambda one: f"municipality-{one.step.route.municipality_id}",
        series=("step_id",),
    ),
    Kind(
        "paperstep",
        "CouncilPaperStep",
        _paper_steps,
        _say_paper_step,
        of=lambda one: f"knot-{one.paper.knot_id}",
        series=("paper_id",),
    ),
    Kind(
        "progress",
        "MeasureProgress",
        _progress,
        _say_progress,
        of=lambda one: f"knot-{one.measure.knot_id}",
        at=lambda one: one.at,
        series=("measure_id",),
    ),
)


# --- What happened


def _rounds(region: Region) -> Iterator[Record]:
    """Of which some outcome was taken along."""
    taken = Finding.objects.filter(consultation__region=region, knot__is_public=True).values("consultation")
    for one in Consultation.objects.filter(pk__in=taken).order_by("pk"):
        more = {"prov:startTime": moment(one.opened_at), "prov:endTime": moment(one.closes_at)}
        yield f"rt:round-{one.pk}", _of_kind("Round", one.title, **more)


def _meetings_of(region: Region) -> QuerySet[Meeting]:
    """Where something was said that everybody can read. Who led it is nobody's business here."""
    said = Contribution.objects.filter(_is_public(region, "knot__"), table__isnull=False).values("table")
    return Meeting.objects.filter(region=region, pk__in=said).defer("facilitator").order_by("pk")


def _meetings(region: Region) -> Iterator[Record]:
    for one in _meetings_of(region):
        day = datetime.combine(one.held_on, datetime.min.time(), timezone.get_default_timezone())
        yield f"rt:meeting-{one.pk}", _of_kind("Meeting", one.name, **{"prov:startTime": moment(day)})


def _publishings(region: Region) -> Iterator[Record]:
    for one in _releases(region):
        more = {"prov:startTime": moment(one.at), "prov:endTime": moment(one.at)}
        words = {"number": one.number, "title": one.document.title}
        label = _("publiceren van versie %(number)d van “%(title)s”") % words
        yield f"rt:publishing-{one.pk}", _of_kind("Publishing", label, **more)


# --- Who: bodies and organisations, never people


def _agent(label: str) -> dict[str, object]:
    return {"prov:label": label, "prov:type": named("prov:Organization")}


def _itself(region: Region) -> Iterator[Record]:
    yield f"rt:{OWN}", _agent(region.name)


def _municipalities(region: Region) -> Iterator[Record]:
    """Of this region, and those that something is of although they left it."""
    acted = (
        CouncilDecision.objects.filter(release__document__region=region),
        Proposal.objects.filter(_is_public(region, "knot__")),
        Deviation.objects.filter(subject__region=region),
        Consent.objects.filter(agreement__subject__region=region),
        Route.objects.filter(document__region=region),
        Paper.objects.filter(release__document__region=region),
    )
    shown = Q(in_regions__region=region)
    for rows in acted:
        shown |= Q(pk__in=rows.order_by().values("municipality"))
    for one in Municipality.objects.filter(shown).distinct().order_by("pk"):
        yield f"rt:municipality-{one.pk}", _agent(one.name)


def _organisations(region: Region) -> Iterator[Record]:
    shown = Q(pk__in=_meetings_of(region).order_by().values("organisation"))
    for table in (Contribution, Proposal):
        rows: QuerySet[Any] = table._default_manager.filter(_is_public(region, "knot__"))
        shown |= Q(pk__in=rows.order_by().values("organisation"))
    for one in Organisation.objects.filter(shown, region=region).order_by("pk"):
        yield f"rt:organisation-{one.pk}", _agent(one.name)


# --- What came from what


def _came_from(later: str, earlier: str, **more: object) -> dict[str, object]:
    return {"prov:generatedEntity": f"rt:{later}", "prov:usedEntity": f"rt:{earlier}", **more}


def _links_of(region: Region, *, derives: bool) -> QuerySet[Link, Any]:
    of_kind = Q(relation__in=DERIVES)
    public = _is_public(region, "from_knot__") & _is_public(region, "to_knot__")
    rows = Link.objects.filter(
        public, Q(state=LinkState.CONFIRMED), LIVE | Q(relation=Relation.GOES_ON_IN), of_kind if derives else ~of_kind
    )
    is_moved = Case(When(MOVED, then=Value(True)), default=Value(False), output_field=BooleanField())
    return (
        rows.annotate(is_moved=is_moved)
        .order_by("pk")
        .values_list("pk", "from_knot", "to_knot", "relation", "is_moved")
    )


def _links(region: Region, *, derives: bool) -> Iterator[Record]:
    """What a person says belongs together, from what was there later to what was there first."""
    ends = ("prov:generatedEntity", "prov:usedEntity") if derives else ("prov:influencee", "prov:influencer")
    for pk, from_knot, to_knot, relation, is_moved in _links_of(region, derives=derives).iterator(AT_A_TIME):
        both = (to_knot, from_knot) if SENTENCES[relation].earlier == "from" else (from_knot, to_knot)
        waits = is_moved and relation != Relation.GOES_ON_IN
        said = {name: f"rt:knot-{knot}" for name, knot in zip(ends, both, strict=True)}
        yield f"_:link-{pk}", {**said, "regiotafel:relation": relation, "regiotafel:toReview": waits}


def _derived(region: Region) -> Iterator[Record]:
    """W3C PROV-JSON has no `wasRevisionOf`: that is a derivation of the type prov:Revision."""
    for kind in KINDS:
        if kind.comes_from is not _no_names or kind.series:
            yield from _derived_of(kind, region)


def _derived_of(kind: Kind, region: Region) -> Iterator[Record]:
    last: tuple[tuple[object, ...], str] | None = None
    for row in kind.each(region):
        name, series = kind.name_of(row), tuple(getattr(row, field) for field in kind.series)
        for n, earlier in enumerate(kind.comes_from(row)):
            yield f"_:from-{n}-{name}", _came_from(name, earlier)
        if last is not None and series and last[0] == series:
            yield f"_:revises-{name}", _came_from(name, last[1], **{"prov:type": named("prov:Revision")})
        last = series, name


def _composed(region: Region) -> Iterator[Record]:
    rows = ReleasedPassage.objects.filter(release__document__region=region).order_by("pk")
    for pk, release, wording in rows.values_list("pk", "release", "wording").iterator(AT_A_TIME):
        said = {"prov:activity": f"rt:publishing-{release}"}
        yield f"_:composes-{pk}", _came_from(f"release-{release}", f"wording-{wording}", **said)


def _proposed(region: Region) -> Iterator[Record]:
    rows = Proposal.objects.filter(_is_public(region, "knot__"), wording__isnull=False).order_by("pk")
    for pk, wording, knot in rows.values_list("pk", "wording", "knot").iterator(AT_A_TIME):
        yield f"_:proposes-{pk}", _came_from(f"wording-{wording}", f"knot-{knot}")


def _papers(region: Region) -> Iterator[Record]:
    """Of each the release that it is about, and the passage that would read otherwise."""
    rows = Paper.objects.filter(_is_public(region, "knot__")).order_by("pk")
    for knot, release, passage in rows.values_list("knot", "release", "passage__knot").iterator(AT_A_TIME):
        yield f"_:paper-{knot}", _came_from(f"knot-{knot}", f"release-{release}")
        if passage is not None:
            yield f"_:amends-{knot}", _came_from(f"knot-{knot}", f"knot-{passage}")


def _specialized(kind: Kind, region: Region) -> Iterator[Record]:
    for row in kind.each(region) if kind.of is not _nothing else ():
        name = kind.name_of(row)
        yield f"_:of-{name}", {"prov:specificEntity": f"rt:{name}", "prov:generalEntity": f"rt:{kind.of(row)}"}


CAME: tuple[Callable[[Region], Iterator[Record]], ...] = (
    lambda region: _links(region, derives=True),
    _derived,
    _composed,
    _proposed,
    _papers,
)


# --- How and when, and on whose account


def _made(kind: Kind, region: Region) -> Iterator[Record]:
    for row in kind.each(region) if kind.at is not _nothing else ():
        name, at, activity = kind.name_of(row), kind.at(row), kind.activity(row)
        if at is not None:
            by = {"prov:activity": f"rt:{activity}"} if activity else {}
            yield f"_:made-{name}", {"prov:entity": f"rt:{name}", **by, "prov:time": moment(at)}


def _generated(region: Region) -> Iterator[Record]:
    """Outcomes of rounds, and what was said at a meeting."""
    public = _is_public(region, "knot__")
    taken = Finding.objects.filter(public).order_by("pk")
    for knot, consultation in taken.values_list("knot", "consultation").iterator(AT_A_TIME):
        yield f"_:made-knot-{knot}", {"prov:entity": f"rt:knot-{knot}", "prov:activity": f"rt:round-{consultation}"}
    said = Contribution.objects.filter(public, table__isnull=False).order_by("pk")
    for knot, meeting in said.values_list("knot", "table").iterator(AT_A_TIME):
        yield f"_:made-knot-{knot}", {"prov:entity": f"rt:knot-{knot}", "prov:activity": f"rt:meeting-{meeting}"}


def _by(entity: str, agent: str) -> dict[str, object]:
    return {"prov:entity": f"rt:{entity}", "prov:agent": f"rt:{agent}"}


def _owned(kind: Kind, region: Region) -> Iterator[Record]:
    for row in kind.each(region) if kind.by is not _nothing else ():
        yield f"_:by-{kind.name_of(row)}", _by(kind.name_of(row), str(kind.by(row)))


def _attributed(region: Region) -> Iterator[Record]:
    public = _is_public(region, "knot__")
    for pk in _public(region).filter(kind=PASSAGE.code).order_by("pk").values_list("pk", flat=True).iterator(AT_A_TIME):
        yield f"_:by-knot-{pk}", _by(f"knot-{pk}", OWN)
    voices = Contribution.objects.filter(public, organisation__isnull=False).order_by("pk")
    for knot, organisation in voices.values_list("knot", "organisation").iterator(AT_A_TIME):
        yield f"_:by-knot-{knot}", _by(f"knot-{knot}", f"organisation-{organisation}")
    proposals = Proposal.objects.filter(public).order_by("pk")
    for knot, organisation, municipality in proposals.values_list("knot", "organisation", "municipality"):
        if organisation or municipality:
            body = f"organisation-{organisation}" if organisation else f"municipality-{municipality}"
            yield f"_:by-knot-{knot}", _by(f"knot-{knot}", body)
    for table in (Paper, Route):
        rows: QuerySet[Any] = table._default_manager.filter(public, municipality__isnull=False).order_by("pk")
        for knot, municipality in rows.values_list("knot", "municipality").iterator(AT_A_TIME):
            yield f"_:by-knot-{knot}", _by(f"knot-{knot}", f"municipality-{municipality}")


def _associated(region: Region) -> Iterator[Record]:
    for one in _releases(region):
        yield f"_:with-{one.pk}", {"prov:activity": f"rt:publishing-{one.pk}", "prov:agent": f"rt:{OWN}"}
    for meeting in _meetings_of(region):
        if meeting.organisation_id is not None:
            agent = f"rt:organisation-{meeting.organisation_id}"
            yield f"_:with-meeting-{meeting.pk}", {"prov:activity": f"rt:meeting-{meeting.pk}", "prov:agent": agent}
