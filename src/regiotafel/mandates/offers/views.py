"""The table of a round: what lies there, what municipalities say to it, what is better, and two side by side."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from regiotafel.formats.tables import write_csv
from regiotafel.history.rules import ChangedMeanwhile
from regiotafel.mandates.loading import is_refused
from regiotafel.mandates.mending.queries import floors_seen, is_asked, reweighings_in
from regiotafel.mandates.models import Offer, PackageSearch, Round, SearchKind
from regiotafel.mandates.offers import actions
from regiotafel.mandates.offers.analysis import (
    HEADER,
    NOTHING_YET,
    Ground,
    Levels,
    ToImprove,
    between,
    by_both,
    carried_swaps,
    count,
    document,
    effect,
    ground_at_closing,
    improved,
    in_the_way,
    levels_of,
    not_given_up,
    packages_of_rules,
    points_beside,
    table_of,
    told,
)
from regiotafel.mandates.offers.forms import (
    OFFER,
    TRIED,
    AccordForm,
    AskedForm,
    OfferForm,
    ReplyForm,
    WithdrawForm,
    compare_choices,
    is_tried,
    levels_in,
    name_of,
    reply_form,
    rule_label,
    swaps_typed,
)
from regiotafel.mandates.offers.loading import (
    Start,
    ground_of,
    improvement_of,
    load_offer,
    start_named,
    whose_reply,
)
from regiotafel.mandates.offers.queries import (
    accords_in,
    answers_to,
    newest_accord,
    newest_offer,
    newest_reply,
    not_carried,
    offers_in,
    tally,
)
from regiotafel.mandates.offers.rules import check_can_offer, is_waiting
from regiotafel.mandates.offers.tasks import search_improvement as search_for_better
from regiotafel.mandates.packages.loading import pressed_about, search_state, searching
from regiotafel.mandates.packages.queries import search_with
from regiotafel.mandates.packages.rules import NotSearching
from regiotafel.mandates.packages.tasks import looked_for, press
from regiotafel.mandates.rounds.loading import load_with_result, public_round_page, whose_sheet
from regiotafel.mandates.rounds.rules import is_of_team
from regiotafel.refused import Refused
from regiotafel.regions.access import RegionRequest, door, member
from regiotafel.regions.models import Municipality
from regiotafel.regions.permissions import may
from regiotafel.web.conflicts import sent_again
from regiotafel.web.files import as_file, csv_file
from regiotafel.web.pages import posted


def _page(request: RegionRequest, template: str, round: Round, ground: Ground, **context: Any) -> HttpResponse:
    """With whom somebody speaks for, and whose points were changed after the outcome."""
    shared = {
        "sees_result": True,
        "own": [one for one in ground.municipalities if may("offer.speak", request.standings, of=one)],
        "reweighed": [one for one in ground.counted if one.reweighed],
        "shows_names": is_of_team(request.standings),
    }
    return public_round_page(request, f"mandates/offers/{template}.html", round, **{**shared, **context})


# --- What lies there ---


@door("mandate.read")
@require_safe
def offers(request: RegionRequest, round: str) -> HttpResponse:
    """All that was put on the table, the newest first, with what changed and who gained and lost."""
    found = load_with_result(request, round)
    ground, accords = ground_of(found), accords_in(found)
    floors = floors_seen(found, request.standings, timezone.now())
    parties = [one.party for one in ground.handed if one.takes_part_now]
    accord = accords[0] if accords else None
    rows = [
        (told(ground, one, floors), tally(answers_to(one, parties)), is_waiting(one, accord))
        for one in offers_in(found)
    ]
    context = {"rows": rows, "accords": accords, "agreed": accord.offer if accord else None}
    return _page(request, "index", found, ground, **context)


@door("mandate.read")
@require_safe
def kept_offer(request: RegionRequest, round: str, offer: int) -> HttpResponse:
    found = load_offer(request, round, offer)
    ground, accord = ground_of(found.round), newest_accord(found.round)
    return _page(request, "offer", found.round, ground, **_of_offer(request, ground, found), accord=accord)


def _of_offer(request: RegionRequest, ground: Ground, offer: Offer) -> dict[str, Any]:
    floors = floors_seen(offer.round, request.standings, timezone.now())
    levels = levels_of(offer)
    now, shown = count(ground, levels), told(ground, offer, floors)
    parties = [one.party for one in ground.handed if one.takes_part_now]
    before = {} if shown.beside is None else {one.name: one for one in [*shown.beside.gains, *shown.beside.loses]}
    rows = [
        (one, shown.shares.get(key), now.shares.get(key), before.get(one.municipality.name), floors.get(key))
        for one in answers_to(offer, parties)
        for key in [one.municipality.pk]
    ]
    hand = {subject.pk: was for subject, was, _now in shown.by_hand}
    return {
        "told": shown,
        "tally": tally([row[0] for row in rows]),
        "offer": offer,
        "not_carried": not_carried(offer),
        "counted": replace(now, crossed=not_given_up(offer, now)),
        "in_the_way": in_the_way(offer, now),
        "rows": rows,
        "levels": [(one, levels[one.pk], hand.get(one.pk, "")) for one in ground.subjects if one.pk in levels],
        "offer_name": f"{OFFER}{offer.number}",
    }


@door("mandate.read")
@require_safe
def offers_csv(request: RegionRequest, round: str) -> HttpResponseBase:
    """Without names of people."""
    found = load_with_result(request, round)
    rows = table_of(offers_in(found), ground_of(found), newest_accord(found))
    return csv_file(write_csv(HEADER, rows), request.region.slug, found.slug, _("pakketten-op-tafel"))


@door("mandate.read")
@require_safe
def offers_json(request: RegionRequest, round: str) -> HttpResponse:
    found = load_with_result(request, round)
    floors = floors_seen(found, request.standings, timezone.now())
    made = document(found.title, offers_in(found), ground_of(found), accords_in(found), floors)
    return as_file(JsonResponse(made), request.region.slug, found.slug, _("pakketten-op-tafel"), ending="json")


# --- Putting a package there ---


@door("mandateround.write")
def new_offer(request: RegionRequest, round: str) -> HttpResponse:
    return _make(request, load_with_result(request, round), None)


@door("offer.speak", of=whose_sheet)
def counter_offer(request: RegionRequest, round: str, municipality: int) -> HttpResponse:
    """As the counter-proposal of a municipality."""
    return _make(request, load_with_result(request, round), whose_sheet(request, round, municipality))


def _make(request: RegionRequest, round: Round, place: Municipality | None) -> HttpResponse:
    ground = ground_of(round)
    try:
        check_can_offer(round, timezone.now(), is_party=place is None or is_asked(round, place))
    except Refused as fault:
        return _page(request, "closed", round, ground, why=fault, status=fault.status)
    asked = AskedForm(request.POST if request.method == "POST" else request.GET).named("van")
    start = start_named(round, ground, asked, request.standings)
    if start is None:
        return _page(request, "closed", round, ground, why=_("Er is nog geen pakket om mee te beginnen."))
    if request.method == "POST" and "look" not in request.POST:
        return _keep(request, round, ground, start, place)
    return _look(request, round, ground, start, place)


def _form(ground: Ground, start: Start, place: Municipality | None, **more: Any) -> OfferForm:
    return OfferForm(choices=ground.choices, start=start.levels, is_counter=place is not None, **more)


def _look(
    request: RegionRequest, round: Round, ground: Ground, start: Start, place: Municipality | None
) -> HttpResponse:
    """With the levels in the address or the form, and what they do. Nothing is kept."""
    typed: Mapping[str, Any] = request.POST.dict() if request.method == "POST" else request.GET.dict()
    newest = newest_offer(round)
    initial = {"number": newest.number if newest else 0, "authority": _("het college van %s") % place if place else ""}
    initial |= swaps_typed(carried_swaps(ground, start.offer)) if start.offer else {}
    levels = levels_in(typed, ground.choices, start.levels)
    form = _form(ground, start, place, initial={**initial, **typed, "van": start.name})
    return _form_page(request, round, ground, start, place, form, levels)


def _keep(
    request: RegionRequest, round: Round, ground: Ground, start: Start, place: Municipality | None
) -> HttpResponse:
    form, fault = _form(ground, start, place, data=request.POST), None
    if form.is_valid():
        try:
            if made := _made(request, round, start, place, form):
                messages.success(request, _("Het pakket ligt op tafel."))
                return redirect("mandates:kept_offer", request.region.slug, round.slug, made.number)
        except ChangedMeanwhile as changed:
            fault = changed
            form = _form(ground, start, place, data=sent_again(request.POST, changed.theirs))
    levels = levels_in(request.POST, ground.choices, start.levels)
    return _form_page(request, round, ground, start, place, form, levels, fault=fault)


def _made(
    request: RegionRequest, round: Round, start: Start, place: Municipality | None, form: OfferForm
) -> Offer | None:
    said: dict[str, Any] = {name: form.cleaned_data.get(name, "") for name in ("reason", "authority", "number")}
    said |= {"levels": form.levels(), "swaps": form.swaps(), "there": start.levels, "municipality": place}
    said |= {"made_from": start.origin, "made_of": start.offer, "by": member(request), "at": timezone.now()}
    made: list[Offer] = []
    is_refused(form, lambda: made.append(actions.make_offer(round=round, **said)))
    return made[0] if made else None


def _form_page(
    request: RegionRequest,
    round: Round,
    ground: Ground,
    start: Start,
    place: Municipality | None,
    form: OfferForm,
    levels: Levels,
    **more: Any,
) -> HttpResponse:
    counted = count(ground, levels)
    shares = count(ground, start.levels).shares, counted.shares
    context: dict[str, Any] = {
        "form": form,
        "start": start,
        "place": place,
        "counted": counted,
        "effect": effect(ground, (start.levels, levels), shares),
    }
    return _page(request, "new", round, ground, **context, **more)


@door("mandateround.write")
def withdraw_offer(request: RegionRequest, round: str, offer: int) -> HttpResponse:
    """Of the project team."""
    return _withdraw(request, load_offer(request, round, offer), None)


def _withdraw(request: RegionRequest, offer: Offer, place: Municipality | None) -> HttpResponse:
    form = WithdrawForm(posted(request))
    if form.is_bound and form.is_valid():
        said: dict[str, Any] = {"offer": offer, "municipality": place, "reason": form.cleaned_data["reason"]}
        if not is_refused(form, lambda: actions.withdraw_offer(by=member(request), at=timezone.now(), **said)):
            messages.success(request, _("Het pakket is van tafel. Het blijft te lezen."))
            return _to(request, offer)
    return _page(request, "withdraw", offer.round, ground_of(offer.round), offer=offer, form=form)


def _to(request: RegionRequest, offer: Offer) -> HttpResponse:
    return redirect("mandates:kept_offer", request.region.slug, offer.round.slug, offer.number)


# --- What is said to it ---


@door("offer.speak", of=whose_reply)
def reply(request: RegionRequest, round: str, offer: int, municipality: int) -> HttpResponse:
    """Of a municipality; to its own counter-proposal: taking it back."""
    found, place = load_offer(request, round, offer), whose_sheet(request, round, municipality)
    if found.municipality_id == place.pk:
        return _withdraw(request, found, place)
    form, fault = ReplyForm(request.POST) if request.method == "POST" else reply_form(newest_reply(found, place)), None
    if form.is_valid():
        try:
            if _replied(request, found, place, form):
                return _to(request, found)
        except ChangedMeanwhile as changed:
            form, fault = ReplyForm(sent_again(request.POST, changed.theirs)), changed
    context = {"offer": found, "place": place, "form": form, "fault": fault}
    return _page(request, "reply", found.round, ground_of(found.round), **context)


def _replied(request: RegionRequest, offer: Offer, place: Municipality, form: ReplyForm) -> bool:
    said: dict[str, Any] = {"offer": offer, "municipality": place, **form.cleaned_data}
    if is_refused(form, lambda: actions.give_reply(by=member(request), at=timezone.now(), **said)):
        return False
    messages.success(request, _("Jullie antwoord is opgeslagen."))
    return True


@door("mandateround.write")
def accord(request: RegionRequest, round: str, offer: int) -> HttpResponse:
    """The offer that the municipalities go on from; or none any more."""
    found = load_offer(request, round, offer)
    ground, newest, fault = ground_of(found.round), newest_accord(found.round), None
    form = AccordForm(posted(request), initial={"number": newest.number if newest else 0})
    if form.is_bound and form.is_valid():
        try:
            if _agreed(request, found, form):
                return redirect("mandates:offers", request.region.slug, round)
        except ChangedMeanwhile as changed:
            form, fault = AccordForm(sent_again(request.POST, changed.theirs)), changed
    context = {"form": form, "fault": fault, "accord": newest, **_of_offer(request, ground, found)}
    return _page(request, "accord", found.round, ground, **context)


def _agreed(request: RegionRequest, offer: Offer, form: AccordForm) -> bool:
    done: dict[str, Any] = {"by": member(request), "at": timezone.now(), **form.cleaned_data}
    if "end" in request.POST:
        is_done = not is_refused(form, lambda: actions.end_accord(round=offer.round, **done))
        told = _("Er is geen voorlopig akkoord meer.")
    else:
        is_done = not is_refused(form, lambda: actions.agree_on(offer=offer, **done))
        told = _("Dit pakket is het voorlopig akkoord. Van hieruit kunnen jullie verder zoeken.")
    if is_done:
        messages.success(request, told)
    return is_done


# --- What is better, and two side by side ---


@door("mandate.read")
@require_safe
def improvement(request: RegionRequest, round: str) -> HttpResponse:
    """From the provisional agreement up: a package with which nobody loses and somebody gains."""
    found = load_with_result(request, round)
    if "stand" in request.GET:
        return search_state(request, found, request.path, [SearchKind.IMPROVEMENT])
    ground, newest = ground_of(found), newest_accord(found)
    if newest is None or newest.offer is None:
        return _page(request, "improvement", found, ground, agreed=None)
    agreed = load_offer(request, round, newest.offer.number)
    return _page(request, "improvement", found, ground, agreed=agreed, **_better(request, ground, agreed))


def _better(request: RegionRequest, ground: Ground, agreed: Offer) -> dict[str, Any]:
    """What is known by now."""
    asked = improvement_of(agreed.round, ground, agreed, request.standings)
    search = _search(agreed, asked)
    better = improved(ground, search.data)
    return {
        "better": better,
        "effect": between(ground, levels_of(agreed), better.levels) if better.levels else None,
        "has_floors": bool(asked.least),
        **searching(search, seen=search.n_done, page=request.path),
    }


def _search(agreed: Offer, asked: ToImprove) -> PackageSearch:
    kind, round = SearchKind.IMPROVEMENT, agreed.round
    said: dict[str, Any] = {"asked": {"offer": agreed.number, "least": asked.least}, "data": NOTHING_YET}
    found = search_with(round, kind, asked.key)
    return looked_for(search_for_better, found, round=round, key=asked.key, begin=lambda: {"kind": kind, **said})


@door("mandateround.write")
@require_POST
def search_improvement(request: RegionRequest, round: str) -> HttpResponse:
    """Stops a search for what is better, which keeps the best so far; or goes on with it."""
    found = load_with_result(request, round)
    search, pressed = pressed_about(request, found, [SearchKind.IMPROVEMENT])
    try:
        messages.success(request, press(search_for_better, search, pressed, by=member(request)))
    except NotSearching as fault:
        messages.error(request, str(fault))
    return redirect("mandates:improvement", request.region.slug, found.slug)


@door("mandate.read")
@require_safe
def compare(request: RegionRequest, round: str) -> HttpResponse:
    """Any two: of a rule, kept, or tried. Both are named in the address, and counted from the sheets of now."""
    found = load_with_result(request, round)
    ground, kept = ground_of(found), offers_in(found)
    rules = packages_of_rules(found, ground)
    among = {f"{OFFER}{one.number}": levels_of(one) for one in kept} | rules
    if among and is_tried(request.GET, ground.choices):
        among = {TRIED: levels_in(request.GET, ground.choices, next(iter(among.values()))), **among}
    choices = compare_choices([*rules], kept, has_tried=TRIED in among)
    context: dict[str, Any] = {"choices": choices, **_two(request, ground, among, dict(choices))}
    return _page(request, "compare", found, ground, **context)


def _two(
    request: RegionRequest, ground: Ground, among: Mapping[str, Levels], names: Mapping[str, str]
) -> dict[str, Any]:
    asked = AskedForm(request.GET)
    first = asked.named("een") if asked.named("een") in among else next(iter(among), "")
    others = [one for one in among if one != first]
    second = asked.named("ander") if asked.named("ander") in among else next(iter(others), first)
    if not first:
        return {"one": "", "other": ""}
    counted = count(ground, among[first]), count(ground, among[second])
    return {
        "one": first,
        "other": second,
        "names": (names[first], names[second]),
        "both": counted,
        "tried": [(name, value) for name, value in request.GET.items() if name.startswith("o") and TRIED in among],
        "effect": effect(ground, (among[first], among[second]), (counted[0].shares, counted[1].shares)),
    }


@door("mandate.read")
@require_safe
def changed_points(request: RegionRequest, round: str) -> HttpResponse:
    """Points that were changed after the outcome, beside those that stood at closing; and what they do to packages."""
    found = load_with_result(request, round)
    now = ground_of(found)
    then = ground_at_closing(found, timezone.localdate(), now)
    rules = packages_of_rules(found, now)
    packages = [(name_of(one), levels_of(one)) for one in offers_in(found) if one.withdrawn_at is None]
    packages += [(rule_label(rule), levels) for rule, levels in [*rules.items()][:1]]
    context = {
        "changes": reweighings_in(found),
        "points": points_beside(now),
        "packages": [(name, by_both(then, now, levels)) for name, levels in packages],
    }
    return _page(request, "points", found, now, **context)
