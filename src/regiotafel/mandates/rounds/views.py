"""A round of municipalities: making it, opening it, and what is done while it runs."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from regiotafel.history.rules import ChangedMeanwhile
from regiotafel.mandates.loading import writing_page
from regiotafel.mandates.models import Round
from regiotafel.mandates.queries import subjects_of
from regiotafel.mandates.rounds import actions
from regiotafel.mandates.rounds.forms import ConditionForm, DropForm, MoveForm, RoundForm, VotesForm
from regiotafel.mandates.rounds.loading import (
    load_condition,
    load_round,
    public_round_page,
    round_page,
)
from regiotafel.mandates.rounds.queries import (
    Handed,
    conditions_in,
    dropped_from,
    handed_in,
    listed_rounds,
    parties_in,
    spread_again,
    subjects_in,
)
from regiotafel.mandates.rounds.rules import OF_COUNCIL, SEEN_BY, is_for, is_of_team, reads_own, state
from regiotafel.refused import Refused
from regiotafel.regions.access import RegionRequest, door, member
from regiotafel.regions.parties.queries import municipalities_of
from regiotafel.regions.permissions import sees
from regiotafel.web import conflicts
from regiotafel.web.fields import number_of
from regiotafel.web.pages import posted


@door("mandate.read")
@require_safe
def rounds(request: RegionRequest) -> HttpResponse:
    now = timezone.now()
    rows = [(one, state(one, now)) for one in listed_rounds(request.region)]
    rows = [row for row in rows if sees(SEEN_BY, row[1], request.standings)]
    return public_round_page(request, "mandates/rounds.html", None, rows=rows)


@door("mandateround.write")
def new_round(request: RegionRequest) -> HttpResponse:
    form, fault = RoundForm(posted(request)), None
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.prepare_round(by=member(request), at=timezone.now(), region=request.region, **form.values())
        except Refused as refused:
            fault = _beside_field(form, refused)
        else:
            messages.success(request, _("De gemeenteronde is gemaakt. Alleen het projectteam ziet die nog."))
            return redirect("mandates:edit_round", request.region.slug, made.slug)
    return writing_page(request, "mandates/round_new.html", form=form, fault=fault)


def _beside_field(form: Any, refused: Refused) -> Refused | None:
    """What a rule says against one field stands there, and else above the form."""
    if refused.field and refused.field in form.fields:
        form.add_error(refused.field, str(refused))
        return None
    return refused


@door("mandateround.read")
@require_safe
def round(request: RegionRequest, round: str) -> HttpResponse:
    found = load_round(request, round)
    handed, is_open = handed_in(found), state(found, timezone.now()) == "open"
    context: dict[str, Any] = {
        "n_parties": len(handed),
        "handed": handed if is_of_team(request.standings) else [],
        "own": _own(request, found, handed),
        "reads_own_later": OF_COUNCIL & {one.role for one in request.standings if one.municipality_id is not None},
        "subjects": subjects_in(found),
        "dropped": dropped_from(found),
        "conditions": conditions_in(found),
        "spread_again": [one.municipality_id for one in spread_again(found)] if is_open else [],
        "n_in": sum(one.counted is not None for one in handed),
    }
    return round_page(request, "mandates/round.html", found, **context)


def _own(request: RegionRequest, round: Round, handed: Sequence[Handed]) -> list[tuple[Handed, bool]]:
    """Of the municipalities for which somebody is there: how far each is, and whether this person fills in for it."""
    who, now = request.standings, timezone.now()
    keys = {one.party.municipality_id for one in handed if reads_own(round, one.party.municipality_id, who, now)}
    return [(one, is_for(who, one.party.municipality_id)) for one in handed if one.party.municipality_id in keys]


@door("mandateround.write")
def edit_round(request: RegionRequest, round: str) -> HttpResponse:
    found = load_round(request, round)
    if found.opened_at is not None:
        return redirect("mandates:run_round", request.region.slug, round)
    form = _round_form(request, found, posted(request))
    if request.method == "POST" and form.is_valid():
        return _save_round(request, found, form)
    return round_page(request, "mandates/round_edit.html", found, form=form)


def _save_round(request: RegionRequest, round: Round, form: RoundForm) -> HttpResponse:
    try:
        _change(request, round, form)
    except ChangedMeanwhile as changed:
        return _changed_round(request, load_round(request, round.slug), form, changed)
    except Refused as refused:
        fault = _beside_field(form, refused)
        return round_page(request, "mandates/round_edit.html", round, form=form, fault=fault)
    messages.success(request, _("Opgeslagen."))
    on = "mandates:open_round" if "next" in request.POST else "mandates:edit_round"
    return redirect(on, request.region.slug, round.slug)


def _round_form(request: RegionRequest, round: Round, data: Mapping[str, Any] | None) -> RoundForm:
    names = ("title", "about", "visibility", "opens_at", "closes_at", "version")
    initial: dict[str, Any] = {name: getattr(round, name) for name in names}
    initial["subjects"] = [one.pk for one in subjects_in(round)]
    initial["municipalities"] = [one.municipality_id for one in parties_in(round)]
    among = municipalities_of(request.region)
    return RoundForm(data, initial=initial, subjects=subjects_of(request.region), municipalities=among)


def _change(request: RegionRequest, round: Round, form: RoundForm) -> None:
    chosen = form.cleaned_data
    actions.change_round(
        by=member(request),
        at=timezone.now(),
        round=round,
        version=chosen["version"] or 0,
        subjects=[one for one in subjects_of(request.region) if one.pk in chosen["subjects"]],
        municipalities=[one for one in municipalities_of(request.region) if one.pk in chosen["municipalities"]],
        **form.values(),
    )


def _changed_round(request: RegionRequest, round: Round, form: RoundForm, changed: ChangedMeanwhile) -> HttpResponse:
    """What a colleague saved is said above the form; what was typed stays, and saving it again is a choice."""
    theirs = RoundForm(initial=_round_form(request, round, None).initial)
    conflict = conflicts.of_forms(theirs, RoundForm(request.POST))
    data = request.POST.copy()
    for name, value in conflict.values.items():
        data[name] = value
    again = _round_form(request, round, data)
    return round_page(request, "mandates/round_edit.html", round, form=again, fault=changed, conflict=conflict)


@door("mandateround.write")
def round_links(request: RegionRequest, round: str) -> HttpResponse:
    """Which subjects hang together, and how many votes each municipality has."""
    found, fault = load_round(request, round), None
    subjects, parties = subjects_in(found), parties_in(found)
    votes = VotesForm(posted(request) if "votes" in request.POST else None, parties=parties)
    form = ConditionForm(posted(request) if "add" in request.POST else None, subjects=subjects)
    if request.method == "POST":
        try:
            if _write_links(request, found, form, votes):
                return redirect("mandates:round_links", request.region.slug, round)
        except Refused as refused:
            fault = _beside_field(form, refused)
    context = {"form": form, "votes": votes, "fault": fault, "conditions": conditions_in(found)}
    return round_page(request, "mandates/round_links.html", found, forms=[votes], **context)


def _write_links(request: RegionRequest, round: Round, form: ConditionForm, votes: VotesForm) -> bool:
    by, at = member(request), timezone.now()
    if pk := request.POST.get("remove", ""):
        actions.remove_condition(by=by, at=at, condition=load_condition(request, round, pk))
        messages.success(request, _("De samenhang is weggehaald."))
    elif "votes" in request.POST and votes.is_valid():
        actions.set_votes(by=by, at=at, round=round, votes=votes.votes())
        messages.success(request, _("De stemmen zijn opgeslagen."))
    elif "add" in request.POST and form.is_valid():
        subjects = {one.pk: one for one in subjects_in(round)}
        said = form.cleaned_data
        both = {name: subjects[said[name]] for name in ("if_subject", "then_subject")}
        actions.add_condition(by=by, at=at, round=round, **{**said, **both})
        messages.success(request, _("De samenhang staat erbij."))
    else:
        return False
    return True


@door("mandateround.write")
def open_round(request: RegionRequest, round: str) -> HttpResponse:
    """What municipalities will read, once more before they do."""
    found, fault = load_round(request, round), None
    if request.method == "POST":
        try:
            version = number_of(request.POST.get("version", "")) or 0
            actions.open_round(by=member(request), at=timezone.now(), round=found, version=version)
        except Refused as refused:
            found, fault = load_round(request, round), refused
        else:
            messages.success(request, _("De gemeenteronde is geopend. De gemeenten zien die nu."))
            return redirect("mandates:round", request.region.slug, round)
    context = {"fault": fault, "subjects": subjects_in(found), "parties": parties_in(found)}
    return round_page(request, "mandates/round_open.html", found, **context)


@door("mandateround.write")
def run_round(request: RegionRequest, round: str) -> HttpResponse:
    """All that can still be done with a round that was opened."""
    found, pressed = load_round(request, round), request.POST.get("do", "")
    initial = {"closes_at": found.closes_at, "version": found.version}
    move = MoveForm(posted(request) if pressed == "move" else None, initial=initial)
    drop = DropForm(posted(request) if pressed == "drop" else None, subjects=subjects_in(found))
    fault = None
    try:
        if told := _run(request, found, pressed, move, drop):
            messages.success(request, told)
            return redirect("mandates:round", request.region.slug, round)
    except Refused as refused:
        fault = _beside_field(move if pressed == "move" else drop, refused)
    return round_page(request, "mandates/round_run.html", found, forms=[move, drop], move=move, drop=drop, fault=fault)


def _run(request: RegionRequest, round: Round, pressed: str, move: MoveForm, drop: DropForm) -> str:
    """Does it, and says what was done; empty when something is still missing."""
    done: dict[str, Any] = {"by": member(request), "at": timezone.now(), "round": round}
    if pressed == "close":
        actions.close_round(**done)
        return _("De gemeenteronde is gesloten.")
    if pressed == "publish":
        actions.publish_round(**done)
        return _("De uitkomst is gepubliceerd. Iedereen kan die nu lezen.")
    if pressed == "move" and move.is_valid():
        actions.move_closing(**done, **move.cleaned_data)
        return _("De gemeenteronde sluit later.")
    if pressed == "drop" and drop.is_valid():
        subject = next(one for one in subjects_in(round) if one.pk == drop.cleaned_data["subject"])
        actions.drop_subject(**done, subject=subject, reason=drop.cleaned_data["reason"])
        return _("Het onderwerp is uit de gemeenteronde gehaald. De gemeenten lezen waarom.")
    return ""


@door("mandateround.write")
@require_POST
def remind(request: RegionRequest, round: str) -> HttpResponse:
    found = load_round(request, round)
    try:
        n = actions.remind(at=timezone.now(), round=found)
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _told_of_letters(n))
    return redirect("mandates:round", request.region.slug, round)


def _told_of_letters(n: int) -> str:
    if not n:
        return _(
            "Er is geen mail verstuurd: wie nog niet klaar is, kreeg vandaag al een mail, of heeft geen ambtenaar."
        )
    return _("De mail is onderweg naar %(n)d ambtenaren.") % {"n": n} if n > 1 else _("De mail is onderweg.")
