"""The thread of a region as what came from what, for other programs: only what everybody can read, and no people."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from typing import Any

from django.db.models import BooleanField, Case, Q, QuerySet, Value, When
from django.urls import reverse
from django.utils.translation import gettext as _

from regiotafel.consultations.models import Consultation
from regiotafel.contributions.models import GROUND, VOICE, Answer, Contribution, Finding
from regiotafel.councils.models import PAPER
from regiotafel.formats.prov import Record, moment, named
from regiotafel.mandates.models import AGREEMENT, MANDATE_ROUND, SUBJECT
from regiotafel.regions.models import Municipality, Organisation, Region
from regiotafel.thread.linking.queries import LIVE, MOVED
from regiotafel.thread.models import Knot, Link, LinkState, Relation
from regiotafel.thread.rules import SENTENCES
from regiotafel.vision.models import (
    PASSAGE,
    PROPOSAL,
    REQUIREMENT,
    CouncilDecision,
    Proposal,
    Release,
    ReleasedPassage,
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
    """Some twenty queries, however much there is; nothing is held but a few hundred rows."""
    return [
        ("entity", chain(_knots(region), _wordings(region), _releases(region), _answers(region), _decisions(region))),
        ("activity", chain(_rounds(region), _publishings(region))),
        ("agent", chain(_itself(region), _municipalities(region), _organisations(region))),
        ("wasDerivedFrom", chain(_derived(region), _revised(region), _composed(region), _proposed(region))),
        ("wasInfluencedBy", _links(region, derives=False)),
        ("specializationOf", _words_of_passages(region)),
        ("wasGeneratedBy", _generated(region)),
        ("wasAttributedTo", _attributed(region)),
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


def _wordings_of(region: Region) -> QuerySet[Wording]:
    rows = Wording.objects.filter(passage__document__region=region).order_by("passage", "number")
    return rows.select_related("passage__document")


def _wordings(region: Region) -> Iterator[Record]:
    for one in _wordings_of(region).defer("text", "reason").iterator(AT_A_TIME):
        words = {"edition": one.number, "number": one.passage.number, "title": one.passage.document.title}
        label = _("tekst %(edition)d van passage %(number)d van “%(title)s”") % words
        yield f"rt:wording-{one.pk}", _of_kind("Wording", label, **{"regiotafel:number": one.number})


def _releases_of(region: Region) -> QuerySet[Release]:
    return Release.objects.filter(document__region=region).select_related("document").order_by("document", "number")


def _releases(region: Region) -> Iterator[Record]:
    for one in _releases_of(region):
        args = [region.slug, one.document.slug, one.number]
        words = {"number": one.number, "title": one.document.title, "name": one.name}
        label = _("versie %(number)d van “%(title)s”: %(name)s") % words
        address = whole(reverse("vision:release", args=args))
        yield f"rt:release-{one.pk}", _of_kind("Release", label, **{"regiotafel:address": address})


def _answers_of(region: Region) -> QuerySet[Answer]:
    """To what everybody can read."""
    rows = Answer.objects.filter(_is_public(region, "about__")).order_by("about", "number")
    return rows.select_related("about").only("number", "verdict", "at", "about__title")


def _answers(region: Region) -> Iterator[Record]:
    for one in _answers_of(region).iterator(AT_A_TIME):
        label = _("antwoord %(number)d op %(about)s") % {"number": one.number, "about": one.about.title}
        yield f"rt:answer-{one.pk}", _of_kind("Answer", label, **{"regiotafel:verdict": one.verdict})


def _decisions_of(region: Region) -> QuerySet[CouncilDecision]:
    rows = CouncilDecision.objects.filter(release__document__region=region).select_related("release", "municipality")
    return rows.order_by("release", "municipality", "number")


def _decisions(region: Region) -> Iterator[Record]:
    for one in _decisions_of(region).iterator(AT_A_TIME):
        words = {"body": one.body, "number": one.release.number, "decision": one.get_decision_display()}
        label = _("besluit van %(body)s over versie %(number)d: %(decision)s") % words
        day = one.decided_on.isoformat() if one.decided_on else None
        more = {"regiotafel:decision": one.decision, "regiotafel:decidedOn": day}
        yield f"rt:decision-{one.pk}", _of_kind("CouncilDecision", label, **more)


def _rounds(region: Region) -> Iterator[Record]:
    """Of which some outcome was taken along."""
    taken = Finding.objects.filter(consultation__region=region, knot__is_public=True).values("consultation")
    for one in Consultation.objects.filter(pk__in=taken).order_by("pk"):
        more = {"prov:startTime": moment(one.opened_at), "prov:endTime": moment(one.closes_at)}
        yield f"rt:round-{one.pk}", _of_kind("Round", one.title, **more)


def _publishings(region: Region) -> Iterator[Record]:
    for one in _releases_of(region):
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
    decided = CouncilDecision.objects.filter(release__document__region=region).values("municipality")
    proposed = Proposal.objects.filter(_is_public(region, "knot__")).values("municipality")
    shown = Q(in_regions__region=region) | Q(pk__in=decided) | Q(pk__in=proposed)
    for one in Municipality.objects.filter(shown).distinct().order_by("pk"):
        yield f"rt:municipality-{one.pk}", _agent(one.name)


def _organisations(region: Region) -> Iterator[Record]:
    sent_in = Contribution.objects.filter(_is_public(region, "knot__")).values("organisation")
    proposed = Proposal.objects.filter(_is_public(region, "knot__")).values("organisation")
    for one in Organisation.objects.filter(Q(pk__in=sent_in) | Q(pk__in=proposed), region=region).order_by("pk"):
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
    yield from _links(region, derives=True)
    for one in _answers_of(region).iterator(AT_A_TIME):
        yield f"_:answers-{one.pk}", _came_from(f"answer-{one.pk}", f"knot-{one.about_id}")
    for decision in _decisions_of(region).iterator(AT_A_TIME):
        yield f"_:decides-{decision.pk}", _came_from(f"decision-{decision.pk}", f"release-{decision.release_id}")


def _revised(region: Region) -> Iterator[Record]:
    """W3C PROV-JSON has no `wasRevisionOf`: that is a derivation of the type prov:Revision."""
    rows: Mapping[str, tuple[Iterable[Any], tuple[str, ...]]] = {
        "wording": (_wordings_of(region).defer("text", "reason").iterator(AT_A_TIME), ("passage_id",)),
        "answer": (_answers_of(region).iterator(AT_A_TIME), ("about_id",)),
        "decision": (_decisions_of(region).iterator(AT_A_TIME), ("release_id", "municipality_id")),
        "release": (_releases_of(region), ("document_id",)),
    }
    for name, (some, keys) in rows.items():
        last: tuple[tuple[object, ...], int] | None = None
        for one in some:
            of = tuple(getattr(one, key) for key in keys)
            if last is not None and last[0] == of:
                revision = {"prov:type": named("prov:Revision")}
                yield f"_:revises-{name}-{one.pk}", _came_from(f"{name}-{one.pk}", f"{name}-{last[1]}", **revision)
            last = (of, one.pk)


def _composed(region: Region) -> Iterator[Record]:
    rows = ReleasedPassage.objects.filter(release__document__region=region).order_by("pk")
    for pk, release, wording in rows.values_list("pk", "release", "wording").iterator(AT_A_TIME):
        said = {"prov:activity": f"rt:publishing-{release}"}
        yield f"_:composes-{pk}", _came_from(f"release-{release}", f"wording-{wording}", **said)


def _proposed(region: Region) -> Iterator[Record]:
    rows = Proposal.objects.filter(_is_public(region, "knot__"), wording__isnull=False).order_by("pk")
    for pk, wording, knot in rows.values_list("pk", "wording", "knot").iterator(AT_A_TIME):
        yield f"_:proposes-{pk}", _came_from(f"wording-{wording}", f"knot-{knot}")


def _words_of_passages(region: Region) -> Iterator[Record]:
    rows = _wordings_of(region).values_list("pk", "passage__knot")
    for pk, knot in rows.iterator(AT_A_TIME):
        ends = {"prov:specificEntity": f"rt:wording-{pk}", "prov:generalEntity": f"rt:knot-{knot}"}
        yield f"_:words-{pk}", ends


# --- How and when, and on whose account


def _generated(region: Region) -> Iterator[Record]:
    for release in _releases_of(region):
        by = {"prov:activity": f"rt:publishing-{release.pk}", "prov:time": moment(release.at)}
        yield f"_:made-release-{release.pk}", {"prov:entity": f"rt:release-{release.pk}", **by}
    for pk, at in _wordings_of(region).values_list("pk", "at").iterator(AT_A_TIME):
        yield f"_:made-wording-{pk}", {"prov:entity": f"rt:wording-{pk}", "prov:time": moment(at)}
    for answer in _answers_of(region).iterator(AT_A_TIME):
        yield f"_:made-answer-{answer.pk}", {"prov:entity": f"rt:answer-{answer.pk}", "prov:time": moment(answer.at)}
    taken = Finding.objects.filter(_is_public(region, "knot__")).order_by("pk")
    for pk, knot, consultation in taken.values_list("pk", "knot", "consultation").iterator(AT_A_TIME):
        yield f"_:made-finding-{pk}", {"prov:entity": f"rt:knot-{knot}", "prov:activity": f"rt:round-{consultation}"}


def _by(entity: str, agent: str) -> dict[str, object]:
    return {"prov:entity": f"rt:{entity}", "prov:agent": f"rt:{agent}"}


def _attributed(region: Region) -> Iterator[Record]:
    public = _is_public(region, "knot__")
    for release in _releases_of(region):
        yield f"_:by-release-{release.pk}", _by(f"release-{release.pk}", OWN)
    for pk in _public(region).filter(kind=PASSAGE.code).order_by("pk").values_list("pk", flat=True).iterator(AT_A_TIME):
        yield f"_:by-knot-{pk}", _by(f"knot-{pk}", OWN)
    for pk in _answers_of(region).values_list("pk", flat=True).iterator(AT_A_TIME):
        yield f"_:by-answer-{pk}", _by(f"answer-{pk}", OWN)
    for decision in _decisions_of(region).iterator(AT_A_TIME):
        by = _by(f"decision-{decision.pk}", f"municipality-{decision.municipality_id}")
        yield f"_:by-decision-{decision.pk}", by
    voices = Contribution.objects.filter(public, organisation__isnull=False).order_by("pk")
    for knot, organisation in voices.values_list("knot", "organisation").iterator(AT_A_TIME):
        yield f"_:by-knot-{knot}", _by(f"knot-{knot}", f"organisation-{organisation}")
    proposals = Proposal.objects.filter(public).order_by("pk")
    for knot, organisation, municipality in proposals.values_list("knot", "organisation", "municipality"):
        if organisation or municipality:
            body = f"organisation-{organisation}" if organisation else f"municipality-{municipality}"
            yield f"_:by-knot-{knot}", _by(f"knot-{knot}", body)


def _associated(region: Region) -> Iterator[Record]:
    for one in _releases_of(region):
        ends = {"prov:activity": f"rt:publishing-{one.pk}", "prov:agent": f"rt:{OWN}"}
        yield f"_:with-{one.pk}", ends
