"""What measures hang together with, and where something of the thread has one."""

from collections.abc import Iterator, Sequence

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from regiotafel.plan.models import Measure, MeasureState, Plan, PlanState
from regiotafel.plan.origins.rules import A_VOICE, ASKED, NO_ORIGIN, SAYS_NOTHING_NEW
from regiotafel.plan.queries import measures_of
from regiotafel.plan.rules import OUT
from regiotafel.regions.models import Region
from regiotafel.text.folding import fold
from regiotafel.text.marked import in_one_line
from regiotafel.thread.linking.queries import LIVE, confirmed
from regiotafel.thread.models import GONE, Knot, Link, LinkState
from regiotafel.vision.queries import Standing
from regiotafel.vision.queries import standing as standing_passages
from regiotafel.web.links import link, whole

# Names only, the newest first.
MOST_FOUND, LOOKED_THROUGH = 30, 5_000


def measures_at(knot: Knot, plans: Sequence[Plan]) -> list[Measure]:
    """The measures of these plans that hang on it, but for what was withdrawn. One query."""
    standing = Link.objects.filter(state=LinkState.CONFIRMED).order_by()
    at = Q(knot__in=standing.filter(from_knot=knot).values("to_knot"))
    at |= Q(knot__in=standing.filter(to_knot=knot).values("from_knot"))
    rows = Measure.objects.filter(at, plan__in=plans).exclude(state=MeasureState.WITHDRAWN)
    return list(rows.select_related("plan").order_by("plan", "number"))


def plans_to_write_in(region: Region) -> list[Plan]:
    """The newest first, without what is over."""
    return list(Plan.objects.filter(region=region).exclude(state=PlanState.DONE).order_by("-first_year", "pk"))


def links_at(measure: Measure) -> QuerySet[Link]:
    """All that hangs on it, confirmed: for who judges links."""
    at = Q(from_knot=measure.knot_id) | Q(to_knot=measure.knot_id)
    return confirmed().filter(at).order_by("pk")


def knots_named(region: Region, text: str) -> list[Knot]:
    """What everybody can read and a measure can come from, with these words in its name."""
    rows = Knot.objects.filter(region=region, is_public=True, is_live=True, number__gt=GONE)
    names = rows.exclude(kind__in=NO_ORIGIN).order_by("-pk").values_list("pk", "title")[:LOOKED_THROUGH]
    words = fold(text, accents=False).split()
    keys = [pk for pk, title in names if _is_named(fold(title, accents=False), words)]
    found = list(Knot.objects.filter(pk__in=keys[:MOST_FOUND]).order_by("kind", "pk"))
    for one in found:
        one.region = region
    return found


def _is_named(title: str, words: Sequence[str]) -> bool:
    """A number is that number: whoever looks for reaction 1 means no reaction 10."""
    whole = title.split()
    return all(word in (whole if word.isdigit() else title) for word in words)


# --- What is missing, for who writes


def passages_without(plan: Plan) -> list[Standing]:
    """Of the text that the plan carries out: passages that say what will be done, and have no measure in it. Three
    queries."""
    rows = standing_passages(plan.document) if plan.document else []
    promised = [one for one in rows if one.passage.kind not in SAYS_NOTHING_NEW]
    standing = Link.objects.filter(state=LinkState.CONFIRMED).order_by()
    own = Knot.objects.filter(measure__plan=plan, measure__in=measures_of(plan)).values("pk")
    out = standing.filter(to_knot__in=own).values_list("from_knot", flat=True)
    there = {*out, *standing.filter(from_knot__in=own).values_list("to_knot", flat=True)}
    return [one for one in promised if one.passage.knot_id not in there]


def knots_without(plan: Plan) -> dict[str, list[Knot]]:
    """By their kind, what people and councils asked for and everybody reads, of which no measure of this plan does
    anything: none hangs on it, nor on a passage or another thing that it is about. In the order of their numbers. Three
    queries."""
    standing = Link.objects.filter(LIVE, state=LinkState.CONFIRMED).order_by()
    served = {*measures_of(plan).order_by().values_list("knot", flat=True)}
    for _step in ("what a measure hangs on", "and what hangs on that"):
        at = Q(from_knot__in=served) | Q(to_knot__in=served)
        served |= {end for pair in standing.filter(at).values_list("from_knot", "to_knot") for end in pair}
    rows = Knot.objects.filter(region=plan.region, kind__in=ASKED, is_public=True, is_live=True, number__gt=GONE)
    found: dict[str, list[Knot]] = {kind: [] for kind in ASKED}
    for one in rows.exclude(pk__in=served).order_by("pk"):
        one.region = plan.region
        found[one.kind].append(one)
    for some in found.values():
        some.sort(key=_number)
    return found


def _number(knot: Knot) -> int:
    """By which people name it."""
    return next((one for one in reversed(knot.route_args) if isinstance(one, int)), 0)


def missing_rows(plan: Plan) -> Iterator[list[object]]:
    """All that is missing, with the cells of `MISSING`."""
    for one in passages_without(plan):
        passage = one.passage
        address = link("vision:passage", plan.region.slug, plan.document.slug if plan.document else "", passage.number)
        title = passage.section.title
        yield [_("passage zonder maatregel"), passage.number, in_one_line(one.wording.text), title, address]
    for kind, knots in knots_without(plan).items():
        for knot in knots:
            yield [str(ASKED[kind]), _number(knot) or None, str(knot), "", whole(knot.url)]
    for measure in measures_without_voice(plan):
        address = link("plan:measure", plan.region.slug, plan.slug, measure.number)
        yield [_("maatregel zonder reactie"), measure.number, measure.title, measure.theme, address]


MISSING = ("wat_ontbreekt", "nummer", "naam_of_tekst", "hoofdstuk_of_thema", "adres")


def measures_without_voice(plan: Plan) -> list[Measure]:
    """No voice hangs on them, nor on what they carry out. Three queries."""
    standing = Link.objects.filter(LIVE, state=LinkState.CONFIRMED).order_by()
    voiced = {*standing.filter(to_knot__kind=A_VOICE).values_list("from_knot", flat=True)}
    voiced |= {*standing.filter(from_knot__kind=A_VOICE).values_list("to_knot", flat=True)}
    measures = list(measures_of(plan).exclude(state__in=OUT))
    own = {one.knot_id for one in measures}
    pairs = standing.filter(Q(from_knot__in=own) | Q(to_knot__in=own)).values_list("from_knot", "to_knot")
    heard = own & voiced
    for start, end in pairs:
        heard |= {start} if end in voiced else set()
        heard |= {end} if start in voiced else set()
    return [one for one in measures if one.knot_id not in heard]
